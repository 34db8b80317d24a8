"""Opening the base: what is missing is created, what is old is migrated, what is not ours is refused."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from prescripteur_tui.disque import poser_fichier
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.dossier import creer_dossier
from prescripteur_tui.stockage.emplacement import verifier_emplacement
from prescripteur_tui.stockage.pannes import ATTENTE, exiger_ecriture, traduire

FICHIER = "prescripteur.db"
"""Name of the base in the data folder."""

COPIES = "copies"
"""Name of the folder of copies in the data folder."""

MODELE_COPIE = "prescripteur-*.db"
"""What copies are called there."""

APPLICATION = 0x50524553
"""`application_id` in the header of the file: « PRES »."""

VERSION = 2
"""`user_version` in the header: the schema that this code knows."""

_SQLITE_MINIMAL = (3, 37)
"""The first SQLite with STRICT tables."""

_SANS_CODE = frozenset("/:-_.~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "locking_mode = NORMAL",
)
"""What each connection sets; `design.md` says why."""


def ouvrir(dossier: Path, *, attente: float = ATTENTE) -> Base:
    """Open the base of a data folder, and create both when they are missing.

    A file of 0 bytes is a lost base, not a new one: a new base gets its name only once it is complete.
    sqlite-utils is not loaded when the base is up to date.

    Args:
        dossier: the data folder.
        attente: seconds to wait for another process, at opening and at each operation.

    Raises:
        ErreurPrescripteur: `sqlite-ancien`, `emplacement-reseau`, `emplacement-synchronise`, `base-lecture-seule`,
            `disque-plein`, `base-occupee`, `base-abimee`, `base-absente`, `base-non-reconnue`, `base-plus-recente`,
            `base-erreur`.
    """
    if sqlite3.sqlite_version_info < _SQLITE_MINIMAL:
        raise ErreurPrescripteur("sqlite-ancien", version=sqlite3.sqlite_version)
    verifier_emplacement(dossier)
    creer_dossier(dossier)
    fichier = dossier / FICHIER
    with traduire(fichier, attente):
        if not fichier.exists():
            if _a_disparu(fichier):
                raise ErreurPrescripteur("base-absente", fichier=fichier)
            _creer(fichier)
        elif not fichier.is_file():
            raise ErreurPrescripteur("base-non-reconnue", fichier=fichier)
        exiger_ecriture(fichier)
        connexion = connecter(fichier, attente)
        try:
            _mettre_a_jour(connexion, fichier)
        except BaseException:
            connexion.close()
            raise
    return Base(connexion, fichier, attente)


def adresse_de(fichier: Path, mode: str) -> str:
    """The URI of a file for SQLite: `ro` only reads, `rw` writes, and neither makes one."""
    # By hand: `Path.as_uri` of a Windows share has a host, which SQLite refuses.
    octets = os.fsencode(fichier.absolute().as_posix())
    chemin = "".join(chr(o) if chr(o) in _SANS_CODE else f"%{o:02x}" for o in octets)
    return f"file://{'' if chemin.startswith('/') else '/'}{chemin}?mode={mode}"


def connecter(fichier: Path, attente: float = ATTENTE) -> sqlite3.Connection:
    """A connection to a base, set up as every one of them is.

    Raises:
        sqlite3.Error: what SQLite says.
    """
    # Never made here: SQLite would lay an empty base where one has just been deleted.
    adresse = adresse_de(fichier, "rw")
    # The app opens in one thread and works in another, one at a time: Base has a lock.
    connexion = sqlite3.connect(adresse, timeout=attente, isolation_level=None, check_same_thread=False, uri=True)
    try:
        for pragma in PRAGMAS:
            connexion.execute(f"PRAGMA {pragma}")
    except BaseException:
        connexion.close()
        raise
    return connexion


def _a_disparu(fichier: Path) -> bool:
    """Whether a base has been here: its copies are, or what it was writing when it went."""
    journal = fichier.with_name(f"{fichier.name}-journal")
    return any((fichier.parent / COPIES).glob(MODELE_COPIE)) or (journal.exists() and journal.stat().st_size > 0)


def remplir_neuve(provisoire: Path) -> None:
    """Fill an empty file with a new base."""
    # Loads sqlite-utils: only a new base pays for it.
    from prescripteur_tui.stockage.schema import migrer

    neuve = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrer(neuve, application=APPLICATION, version=VERSION)
        neuve.execute("VACUUM INTO ?", (str(provisoire),))
    finally:
        neuve.close()


def _creer(fichier: Path) -> None:
    try:
        poser_fichier(fichier, remplir_neuve)
    except FileExistsError:
        # Another process was faster: its base is as good.
        return


def _mettre_a_jour(connexion: sqlite3.Connection, fichier: Path) -> None:
    (application,) = connexion.execute("PRAGMA application_id").fetchone()
    (version,) = connexion.execute("PRAGMA user_version").fetchone()
    if application == version == 0 and not connexion.execute("SELECT 1 FROM sqlite_schema").fetchall():
        # To SQLite a file of 0 bytes is a new database: to us it is one that was lost.
        raise ErreurPrescripteur("base-abimee", fichier=fichier)
    if application != APPLICATION or version < 1:
        raise ErreurPrescripteur("base-non-reconnue", fichier=fichier)
    if version > VERSION:
        raise ErreurPrescripteur("base-plus-recente", fichier=fichier, schema=version, connu=VERSION)
    if version < VERSION:
        # Loads sqlite-utils: only an old base pays for it.
        from prescripteur_tui.stockage.copies import copier_avant_migration
        from prescripteur_tui.stockage.schema import migrer

        copier_avant_migration(fichier, VERSION)
        migrer(connexion, application=APPLICATION, version=VERSION)
