"""What a file turns out to be before it is trusted: sound, damaged, somebody else's, of a later version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from prescripteur_tui.stockage.ouverture import APPLICATION, VERSION, adresse_de
from prescripteur_tui.stockage.pannes import ATTENTE, est_abimee, traduire

Etat = Literal["saine", "abimee", "etrangere", "plus-recente", "a-rouvrir"]
"""`a-rouvrir`: its last transaction was cut, and only opening it for writing can undo that."""


Semaines = tuple[tuple[str, int], ...]
"""(semaine, number of interviews), sorted."""


@dataclass(frozen=True, slots=True)
class Constat:
    """What was found; `semaines` of a sound base alone."""

    etat: Etat
    version: int = 0
    semaines: Semaines = ()

    @property
    def est_saine(self) -> bool:
        """Whether it can be used, after a migration if need be."""
        return self.etat == "saine"

    @property
    def entretiens(self) -> int:
        """How many interviews it holds."""
        return sum(nombre for _, nombre in self.semaines)


@contextmanager
def lecture(fichier: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads: the file and what lies beside it stay as they are."""
    connexion = sqlite3.connect(adresse_de(fichier, "ro"), timeout=ATTENTE, isolation_level=None, uri=True)
    try:
        connexion.execute("PRAGMA trusted_schema = OFF")
        yield connexion
    finally:
        connexion.close()


def examiner(fichier: Path) -> Constat:
    """Look at a file that exists; nothing is written.

    Raises:
        ErreurPrescripteur: `base-occupee`, `base-lecture-seule` when it cannot be opened, `base-erreur`.
    """
    with traduire(fichier):
        try:
            with lecture(fichier) as connexion:
                return _regarder(connexion)
        except sqlite3.Error as erreur:
            code = getattr(erreur, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_READONLY:
                return Constat("a-rouvrir")
            # SQLITE_ERROR: a table is missing, under a header that is ours.
            if est_abimee(erreur) or code == sqlite3.SQLITE_ERROR:
                return Constat("abimee")
            raise


def _regarder(connexion: sqlite3.Connection) -> Constat:
    (application,) = connexion.execute("PRAGMA application_id").fetchone()
    (version,) = connexion.execute("PRAGMA user_version").fetchone()
    if application == version == 0 and not connexion.execute("SELECT 1 FROM sqlite_schema").fetchall():
        return Constat("abimee")
    if application != APPLICATION or version < 1:
        return Constat("etrangere", version)
    if version > VERSION:
        return Constat("plus-recente", version)
    if connexion.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        return Constat("abimee", version)
    semaines = connexion.execute("SELECT semaine, count(*) FROM entretiens GROUP BY semaine ORDER BY semaine")
    return Constat("saine", version, tuple(semaines.fetchall()))


def comparer(ancienne: Path, nouvelle: Path) -> tuple[Semaines, Semaines] | None:
    """What changes for a reader of counts when a sound base takes the place of another one.

    Returns:
        the interviews per week that are only in the old one, then those only in the new one; None when the old one
        can no longer be read to the end.

    Raises:
        ErreurPrescripteur: `base-erreur`, `base-occupee`: of the new one.
    """
    try:
        with lecture(nouvelle) as connexion:
            connexion.execute("ATTACH ? AS ancienne", (adresse_de(ancienne, "ro"),))
            return _seulement(connexion, "ancienne", "main"), _seulement(connexion, "main", "ancienne")
    except sqlite3.Error as erreur:
        code = getattr(erreur, "sqlite_errorcode", 0) & 0xFF
        if est_abimee(erreur) or code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            return None
        with traduire(nouvelle):
            raise


def _seulement(connexion: sqlite3.Connection, ici: str, ailleurs: str) -> Semaines:
    lignes = connexion.execute(
        f"""
        SELECT semaine, count(*) FROM {ici}.entretiens AS e
        WHERE NOT EXISTS (SELECT 1 FROM {ailleurs}.entretiens AS a WHERE a.id = e.id)
        GROUP BY semaine ORDER BY semaine
        """
    )
    return tuple(lignes.fetchall())
