"""Copies of the base, in a folder of their own: one slot a weekday, and one made before a migration.

A copy holds neither the draft nor the catalogue kept for it. Its name is a slot; the day it was made is its
modification date, at noon: no file says at what time somebody worked.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from prescripteur_tui.disque import (
    PROVISOIRE,
    effacer_fichier,
    fixer_dossier,
    insister,
    nommer,
    ouvrir_dossier,
)
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.examen import examiner, lecture
from prescripteur_tui.stockage.ouverture import COPIES, FICHIER, MODELE_COPIE, connecter
from prescripteur_tui.stockage.pannes import ATTENTE, traduire

JOURS = 7
"""Days that a copy is kept, once there is a newer one."""

Arret = Callable[[], bool]
"""Whether to stop: asked again and again during a copy."""

_PAGES = 256
"""Pages (1 MiB) copied before the base is given back to those who write."""

_INSTRUCTIONS = 10_000
"""Instructions of SQLite after which a check or a copy asks whether to stop: some milliseconds."""

_RESERVE = 16 << 20
"""Bytes that a copy must leave free, so that it is never what keeps an interview from being stored."""

_UNE_HEURE = 3600.0

_PRAGMAS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
)
"""Of a snapshot, which is thrown away if anything goes wrong."""


def jamais() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Copie:
    """A file of the folder, and the day it was made."""

    fichier: Path
    jour: dt.date


@dataclass(frozen=True, slots=True)
class Instantane:
    """A base that nobody else sees."""

    connexion: sqlite3.Connection
    base: Base


def lister(dossier: Path, jour: dt.date) -> list[Copie]:
    """The copies of a data folder, newest first.

    Those of days that are still to come, by a clock that was wrong then or is now, are the last.
    """
    copies = []
    for fichier in sorted((dossier / COPIES).glob(MODELE_COPIE)):
        with suppress(FileNotFoundError):  # deleted meanwhile
            copies.append(Copie(fichier, jour_de(fichier)))
    return sorted(copies, key=lambda copie: (copie.jour <= jour, copie.jour), reverse=True)


def creneau(dossier: Path, jour: dt.date) -> Path:
    """The file of a day's copy: 1 on Monday, 7 on Sunday."""
    return dossier / COPIES / f"prescripteur-{jour.isoweekday()}.db"


def est_faite(dossier: Path, jour: dt.date) -> bool:
    """Whether the copy of this day was made: a folder that was moved has other dates, never this very noon."""
    fichier = creneau(dossier, jour)
    return fichier.exists() and int(fichier.stat().st_mtime) == _midi(jour)


def copier_du_jour(dossier: Path, jour: dt.date, arret: Arret = jamais) -> None:
    """Check the base as it stands; make today's copy if there is none, then delete those that are too old.

    Nobody who writes waits for it longer than for a mebibyte.

    Raises:
        ErreurPrescripteur: `base-abimee`, `base-occupee`, `disque-plein`, `base-lecture-seule`, `base-erreur`; the
            last one also when it was asked to stop.
    """
    with instantane(dossier, arret=arret) as vue:
        if not est_faite(dossier, jour):
            deposer(vue, creneau(dossier, jour), jour, remplacer=True)
            elaguer(dossier, jour)


def controler(dossier: Path, arret: Arret = jamais) -> None:
    """Check the base where it is: who writes meanwhile waits for it.

    Raises:
        ErreurPrescripteur: as `copier_du_jour`.
    """
    base = dossier / FICHIER
    with traduire(base):
        connexion = connecter(base)
    try:
        connexion.set_progress_handler(arret, _INSTRUCTIONS)
        if Base(connexion, base, ATTENTE).controler() != "ok":
            raise ErreurPrescripteur("base-abimee", fichier=base)
    finally:
        connexion.close()


def a_la_place(dossier: Path) -> bool:
    """Whether the disk takes a snapshot and a copy, and as much again as anybody is likely to write meanwhile."""
    with traduire(dossier / FICHIER):
        taille = (dossier / FICHIER).stat().st_size
        return shutil.disk_usage(dossier).free >= 2 * taille + _RESERVE


def copier_avant_migration(base: Path, version: int) -> None:
    """Keep a base as it is before it is brought to schema `version`.

    Raises:
        ErreurPrescripteur: as `copier_du_jour`.
    """
    with instantane(base.parent) as vue:
        # Another process may have migrated it meanwhile: its copy is the good one.
        (presente,) = vue.connexion.execute("PRAGMA user_version").fetchone()
        if presente < version:
            deposer(vue, base.parent / COPIES / f"prescripteur-avant-v{version}.db", None, remplacer=True)


@contextmanager
def instantane(dossier: Path, source: Path | None = None, *, arret: Arret = jamais) -> Iterator[Instantane]:
    """The base as it stands, page for page, found sound, without its draft; gone at the end of the block.

    The check and the copy take seconds on a large base: they are made on this, and nobody waits for them.

    Args:
        dossier: the data folder.
        source: another file, only read; the base when left out.
        arret: whether to stop.

    Raises:
        ErreurPrescripteur: as `copier_du_jour`.
    """
    base = source or dossier / FICHIER
    with traduire(dossier / FICHIER):
        ouvrir_dossier(dossier / COPIES)
        chemin = dossier / COPIES / f".instantane.{os.urandom(8).hex()}{PROVISOIRE}"
        os.close(os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with traduire(chemin):
            connexion = sqlite3.connect(chemin, isolation_level=None, check_same_thread=False)
        try:
            with traduire(base), lecture(source) if source else closing(connecter(base)) as ouverte:
                _photographier(ouverte, connexion, arret)
            vue = Instantane(connexion, Base(connexion, chemin, ATTENTE))
            if vue.base.controler() != "ok":
                raise ErreurPrescripteur("base-abimee", fichier=base)
            with traduire(chemin):
                oublier_brouillon(connexion)
            yield vue
        finally:
            connexion.close()
    finally:
        with traduire(chemin):
            effacer_fichier(chemin)


def _photographier(source: sqlite3.Connection, vers: sqlite3.Connection, arret: Arret) -> None:
    for pragma in _PRAGMAS:
        vers.execute(f"PRAGMA {pragma}")

    def avancer(statut: int, _restent: int, _toutes: int) -> None:
        if arret():
            raise ErreurPrescripteur("base-erreur", raison="interrompu")
        if statut in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            # Already waited for: Python would try again for ever.
            raise ErreurPrescripteur("base-occupee", secondes=f"{ATTENTE:g}")

    source.backup(vers, pages=_PAGES, progress=avancer)
    vers.set_progress_handler(arret, _INSTRUCTIONS)


def oublier_brouillon(connexion: sqlite3.Connection) -> None:
    """Delete the draft and the catalogue kept for it; with `secure_delete` nothing of them stays in the file."""
    for table in ("brouillon", "catalogues"):
        # Without a condition SQLite rewrites even an empty table.
        connexion.execute(f"DELETE FROM {table} WHERE true")


def deposer(vue: Instantane, vers: Path, jour: dt.date | None, *, remplacer: bool) -> None:
    """Make a copy of a snapshot: complete, found sound, on disk, before it has its name.

    Args:
        vue: the snapshot.
        vers: the copy.
        jour: its day; the one on which the disk says that it was written, when left out.
        remplacer: whether it takes the place of a file of that name.

    Raises:
        ErreurPrescripteur: `ecriture-impossible` when the name is taken, and as `copier_du_jour`.
    """
    provisoire = vers.with_name(f".{vers.name}.{os.urandom(8).hex()}{PROVISOIRE}")
    with traduire(vers):
        try:
            vue.base.copier(str(provisoire))
            if not examiner(provisoire).est_saine:
                raise ErreurPrescripteur("base-erreur", raison="copie illisible")
            midi = _midi(jour or jour_de(provisoire))
            os.utime(provisoire, (midi, midi))
            if remplacer:
                insister(lambda: provisoire.replace(vers))
            else:
                nommer(provisoire, vers)
        except FileExistsError as erreur:
            raise ErreurPrescripteur("ecriture-impossible", fichier=vers, raison="ce fichier existe déjà") from erreur
        finally:
            provisoire.unlink(missing_ok=True)
        fixer_dossier(vers.parent)


def elaguer(dossier: Path, jour: dt.date) -> None:
    """Delete copies of more than a week: an interview that was taken back is gone from all of them then."""
    with traduire(dossier / FICHIER):
        for copie in lister(dossier, jour):
            if (jour - copie.jour).days >= JOURS:
                effacer_fichier(copie.fichier)


def balayer(dossier: Path) -> None:
    """Delete what a copy or a replacement that was cut has left: a draft may be in it."""
    # Another process may be at it: what it has just begun is not touched.
    modeles = (f"{COPIES}/.*{PROVISOIRE}", f".{FICHIER}.*{PROVISOIRE}")
    restes = [reste for modele in modeles for reste in dossier.glob(modele) if _date_de_plus_d_une_heure(reste)]
    with traduire(dossier / FICHIER):
        for reste in restes:
            effacer_fichier(reste)


def _date_de_plus_d_une_heure(fichier: Path) -> bool:
    try:
        return abs(time.time() - fichier.stat().st_mtime) > _UNE_HEURE
    except FileNotFoundError:  # finished meanwhile
        return False


def jour_de(fichier: Path) -> dt.date:
    """The day of a copy, or on which the disk says that another file was written."""
    return dt.datetime.fromtimestamp(fichier.stat().st_mtime, dt.UTC).date()


def _midi(jour: dt.date) -> int:
    return int(dt.datetime.combine(jour, dt.time(12), dt.UTC).timestamp())
