"""Another base in the place of the one that is there, which is kept aside: at every moment one of the two stands.

Only who holds the window's lock does this. A command that still has the replaced base open reads on in it, and SQLite
refuses it to write there: the file has moved.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Literal

from prescripteur_tui.disque import insister, poser_fichier, provisoire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.copies import instantane, oublier_brouillon
from prescripteur_tui.stockage.examen import examiner
from prescripteur_tui.stockage.ouverture import APPLICATION, FICHIER, VERSION, connecter
from prescripteur_tui.stockage.pannes import est_abimee, traduire

Genre = Literal["abimee", "remplacee"]
"""Why a base was put aside; in its name."""

MODELES_DE_COTE = ("prescripteur-abimee-*.db", "prescripteur-remplacee-*.db")
"""What bases that were put aside are called, in the data folder."""

SUITES = ("-journal", "-wal", "-shm")
"""What SQLite lays beside a base. Left beside another one, it would be played back into it."""


def remplacer(dossier: Path, remplir: Callable[[Path], None], genre: Genre) -> Path | None:
    """Put a new file in the place of the base.

    Args:
        dossier: the data folder.
        remplir: writes the new base into the empty file that it is given.
        genre: what becomes of the name of the old one.

    Returns:
        where the old base is now; None when there was none.

    Raises:
        ErreurPrescripteur: `base-occupee`, `disque-plein`, `base-lecture-seule`, `base-erreur`, and those of
            `remplir`; the old base is in its place then.
    """
    base = dossier / FICHIER
    with traduire(base), provisoire(base, remplir) as nouvelle, a_l_ecart(base) as lacher:
        cote = _mettre_de_cote(base, genre)
        lacher()
        insister(lambda: nouvelle.replace(base))
    return cote


def remplir_depuis(dossier: Path, source: Path) -> Callable[[Path], None]:
    """What fills a file with the interviews of a copy that was found sound: brought to this schema, without a draft.

    Args:
        dossier: the data folder, where the work is done.
        source: the copy; it is only read.
    """

    def remplir(provisoire: Path) -> None:
        # Not straight from the source: `VACUUM INTO` is slow, and lays other pages, when it may not write there.
        with instantane(dossier, source) as vue:
            if vue.connexion.execute("PRAGMA user_version").fetchone() != (VERSION,):
                # Loads sqlite-utils: only an older copy pays for it.
                from prescripteur_tui.stockage.schema import migrer

                migrer(vue.connexion, application=APPLICATION, version=VERSION)
            vue.connexion.execute("VACUUM INTO ?", (str(provisoire),))
        if not examiner(provisoire).est_saine:
            raise ErreurPrescripteur("copie-refusee", fichier=source, raison="il s’est mal lu")

    return remplir


@contextmanager
def a_l_ecart(base: Path) -> Iterator[Callable[[], None]]:
    """Wait until nobody uses the base, keep everybody out, and wipe its draft, as far as SQLite can still read it.

    Gives what to call before the file is replaced: Windows does not replace one that is open.
    """
    connexion = _verrouiller(base) if base.is_file() else None

    def lacher() -> None:
        if os.name == "nt" and connexion is not None:
            connexion.close()

    try:
        yield lacher
    finally:
        if connexion is not None:
            connexion.close()


def _verrouiller(base: Path) -> sqlite3.Connection | None:
    connexion: sqlite3.Connection | None = None
    try:
        connexion = connecter(base)
        if connexion.execute("PRAGMA application_id").fetchone() == (APPLICATION,):
            with _malgre_les_degats():
                oublier_brouillon(connexion)
        connexion.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as erreur:
        if connexion is not None:
            connexion.close()
        if est_abimee(erreur):
            # Nobody else can use it either.
            return None
        raise
    return connexion


@contextmanager
def _malgre_les_degats() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as erreur:
        # SQLITE_ERROR: the table is missing.
        if not est_abimee(erreur) and getattr(erreur, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise


def _mettre_de_cote(base: Path, genre: Genre) -> Path | None:
    """Give the base a second name, and the journal that belongs to it alone that name too."""
    cote = _second_nom(base, genre)
    for suite in SUITES:
        journal = base.with_name(base.name + suite)
        # Empty, it is nobody's, and SQLite will use it again.
        if journal.exists() and journal.stat().st_size > 0:
            insister(partial(journal.replace, cote.with_name(cote.name + suite)))
    return cote if cote.exists() else None


def _second_nom(base: Path, genre: Genre) -> Path:
    """The first free name, given to the base if there is one; the one it already has when a replacement was cut."""
    numero = 0
    while True:
        numero += 1
        cote = base.with_name(f"prescripteur-{genre}-{numero}.db")
        if cote.exists():
            if base.exists() and cote.samefile(base):
                return cote
            continue
        if not base.exists():
            return cote
        with suppress(FileExistsError):
            _dedoubler(base, cote)
            return cote


def _dedoubler(base: Path, cote: Path) -> None:
    try:
        os.link(base, cote)
    except FileExistsError:
        raise
    except OSError:
        # FAT has no hard links. Closing the file lets go of our lock on Linux: there is no better way on such a disk.
        poser_fichier(cote, lambda provisoire: _recopier(base, provisoire))


def _recopier(de: Path, vers: Path) -> None:
    shutil.copyfile(de, vers)


def mises_de_cote(dossier: Path) -> list[Path]:
    """The bases put aside in a data folder, sorted by name."""
    return sorted(fichier for modele in MODELES_DE_COTE for fichier in dossier.glob(modele))


def oter_second_nom(dossier: Path) -> None:
    """Take back the second name of the base that a replacement gave it before it was cut."""
    base = dossier / FICHIER
    with traduire(base):
        for cote in mises_de_cote(dossier):
            if base.exists() and cote.samefile(base):
                cote.unlink()
