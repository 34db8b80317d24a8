"""Opening the base: what is missing is created, what is old is migrated, what is not ours is refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from prescripteur_tui.disque import poser_fichier
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.dossier import creer_dossier
from prescripteur_tui.stockage.pannes import ATTENTE, exiger_ecriture, traduire

FICHIER = "prescripteur.db"
"""Name of the base in the data folder."""

APPLICATION = 0x50524553
"""`application_id` in the header of the file: « PRES »."""

VERSION = 2
"""`user_version` in the header: the schema that this code knows."""

_SQLITE_MINIMAL = (3, 37)
"""The first SQLite with STRICT tables."""

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
        ErreurPrescripteur: `sqlite-ancien`, `base-lecture-seule`, `disque-plein`, `base-occupee`,
            `base-non-reconnue`, `base-plus-recente`, `base-erreur`.
    """
    if sqlite3.sqlite_version_info < _SQLITE_MINIMAL:
        raise ErreurPrescripteur("sqlite-ancien", version=sqlite3.sqlite_version)
    creer_dossier(dossier)
    fichier = dossier / FICHIER
    with traduire(fichier, attente):
        if not fichier.exists():
            _creer(fichier)
        elif not fichier.is_file():
            raise ErreurPrescripteur("base-non-reconnue", fichier=fichier)
        exiger_ecriture(fichier)
        connexion = _connecter(fichier, attente)
        try:
            _mettre_a_jour(connexion, fichier)
        except BaseException:
            connexion.close()
            raise
    return Base(connexion, fichier, attente)


def _connecter(fichier: Path, attente: float) -> sqlite3.Connection:
    # The app opens in one thread and works in another, one at a time: Base has a lock.
    connexion = sqlite3.connect(fichier, timeout=attente, isolation_level=None, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connexion.execute(f"PRAGMA {pragma}")
    except BaseException:
        connexion.close()
        raise
    return connexion


def _creer(fichier: Path) -> None:
    def remplir(provisoire: Path) -> None:
        # Loads sqlite-utils: only a new base pays for it.
        from prescripteur_tui.stockage.schema import migrer

        neuve = sqlite3.connect(":memory:", isolation_level=None)
        try:
            migrer(neuve, application=APPLICATION, version=VERSION)
            neuve.execute("VACUUM INTO ?", (str(provisoire),))
        finally:
            neuve.close()

    try:
        poser_fichier(fichier, remplir)
    except FileExistsError:
        # Another process was faster: its base is as good.
        return


def _mettre_a_jour(connexion: sqlite3.Connection, fichier: Path) -> None:
    (application,) = connexion.execute("PRAGMA application_id").fetchone()
    (version,) = connexion.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION or version < 1:
        raise ErreurPrescripteur("base-non-reconnue", fichier=fichier)
    if version > VERSION:
        raise ErreurPrescripteur("base-plus-recente", fichier=fichier, schema=version, connu=VERSION)
    if version < VERSION:
        # Loads sqlite-utils: only an old base pays for it.
        from prescripteur_tui.stockage.schema import migrer

        migrer(connexion, application=APPLICATION, version=VERSION)
