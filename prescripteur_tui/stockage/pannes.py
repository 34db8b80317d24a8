"""What SQLite and the disk say when they fail, turned into the errors of the catalogue."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prescripteur_tui.erreurs import ErreurPrescripteur

ATTENTE = 5.0
"""Seconds that a read or a write waits for another process before it gives up."""

_OCCUPEE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_ABIMEE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_LECTURE_SEULE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN)
_PRESQUE_PLEIN = 64 * 1024
"""With fewer free bytes a failing disk is taken for a full one: SQLite says IOERR or CANTOPEN there too."""


@contextmanager
def traduire(fichier: Path, attente: float = ATTENTE) -> Iterator[None]:
    """Run a block on `fichier` and raise its failures as errors that say what to do.

    Raises:
        ErreurPrescripteur: `base-occupee`, `disque-plein`, `base-lecture-seule`, `base-abimee`,
            `base-erreur`, and `caractere-interdit` for text that is not Unicode.
    """
    try:
        yield
    except sqlite3.Error as erreur:
        code = getattr(erreur, "sqlite_errorcode", None)
        if code is None:  # a mistake of ours (closed connection, wrong binding), not a failure of the base
            raise
        raise _depuis_sqlite(code & 0xFF, erreur.sqlite_errorname, fichier, attente) from erreur
    except UnicodeEncodeError as erreur:
        fautif = ascii(erreur.object[erreur.start : erreur.start + 1])
        raise ErreurPrescripteur("caractere-interdit", caractere=fautif) from erreur
    except OSError as erreur:
        raise _depuis_systeme(erreur, fichier) from erreur


def est_abimee(erreur: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is damaged or no database."""
    return getattr(erreur, "sqlite_errorcode", 0) & 0xFF in _ABIMEE


def _depuis_sqlite(code: int, nom: str, fichier: Path, attente: float) -> ErreurPrescripteur:
    if code in _OCCUPEE:
        return ErreurPrescripteur("base-occupee", secondes=f"{attente:g}")
    if code in _ABIMEE:
        return ErreurPrescripteur("base-abimee", fichier=fichier)
    if code == sqlite3.SQLITE_FULL or (
        code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _est_plein(fichier.parent)
    ):
        return ErreurPrescripteur("disque-plein")
    if code in _LECTURE_SEULE:
        return ErreurPrescripteur("base-lecture-seule", dossier=fichier.parent)
    return ErreurPrescripteur("base-erreur", raison=nom)


def _depuis_systeme(erreur: OSError, fichier: Path) -> ErreurPrescripteur:
    if erreur.errno in (errno.ENOSPC, errno.EDQUOT):
        return ErreurPrescripteur("disque-plein")
    if erreur.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
        return ErreurPrescripteur("base-lecture-seule", dossier=fichier.parent)
    return ErreurPrescripteur("base-erreur", raison=errno.errorcode.get(erreur.errno or 0, "E/S"))


def _est_plein(dossier: Path) -> bool:
    """Whether bytes, or names for files, have run out."""
    try:
        if sys.platform == "win32":
            return shutil.disk_usage(dossier).free < _PRESQUE_PLEIN
        disque = os.statvfs(dossier)
        return disque.f_bavail * disque.f_frsize < _PRESQUE_PLEIN or 0 == disque.f_favail < disque.f_files
    except OSError:  # the folder went away: not full, and the caller reports what SQLite said
        return False


def exiger_ecriture(fichier: Path) -> None:
    """Refuse a folder or a file that cannot be written, at opening and not at the first answer.

    Raises:
        ErreurPrescripteur: `base-lecture-seule`.
    """
    if not (os.access(fichier.parent, os.W_OK) and os.access(fichier, os.W_OK)):
        raise ErreurPrescripteur("base-lecture-seule", dossier=fichier.parent)
