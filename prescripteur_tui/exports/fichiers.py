"""Files that appear whole or not at all, and that nothing overwrites unless it is meant to be replaced."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from prescripteur_tui.erreurs import ErreurPrescripteur

_RAISONS = {
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EROFS: "support en lecture seule",
    errno.ENOENT: "dossier introuvable",
    errno.ENOTDIR: "le chemin passe par un fichier",
    errno.EEXIST: "un fichier porte ce nom",
    errno.EISDIR: "un dossier porte ce nom",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EIO: "le support ne répond pas",
}
"""What the system says, in French."""

_PRIS_SOUS_WINDOWS = (5, 32, 33)
"""WinError of a file that an antivirus, an indexer or a sync tool holds for a moment."""

_ESSAIS, _PAUSE = 25, 0.1
"""Windows alone: how often and how long (seconds) to wait for them, 2.5 s in all."""


def creer_dossier(dossier: Path) -> None:
    """Create a folder to export to, `0o700`; one that exists keeps its mode.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with _en_francais(dossier):
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)


def poser(fichier: Path, contenu: bytes) -> bool:
    """Write a file that must not be rewritten; true when the name now holds exactly `contenu`.

    False when other bytes stand there: they are left alone.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with _en_francais(fichier):
        if fichier.exists():
            return fichier.read_bytes() == contenu
        with _a_cote(fichier, contenu) as provisoire:
            try:
                _nommer(provisoire, fichier)
            except FileExistsError:
                # Another process was faster since the look above.
                return fichier.read_bytes() == contenu
        return True


def remplacer(fichier: Path, contenu: bytes) -> None:
    """Write a file in the place of the one that has its name, if any.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with _en_francais(fichier), _a_cote(fichier, contenu) as provisoire:
        for reste in range(_ESSAIS, -1, -1):
            try:
                provisoire.replace(fichier)
                return
            except PermissionError as erreur:
                if getattr(erreur, "winerror", None) not in _PRIS_SOUS_WINDOWS or not reste:
                    raise
                time.sleep(_PAUSE)


@contextlib.contextmanager
def _a_cote(fichier: Path, contenu: bytes) -> Iterator[Path]:
    """A temporary neighbour, synced, that is gone at the end of the block; then the folder is synced too."""
    provisoire = fichier.with_name(f".{fichier.name}.{os.urandom(8).hex()}.tmp")
    descripteur = os.open(provisoire, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descripteur, "wb") as ouvert:
            ouvert.write(contenu)
            ouvert.flush()
            os.fsync(ouvert.fileno())
        yield provisoire
    finally:
        provisoire.unlink(missing_ok=True)
    if os.name != "nt":  # Windows cannot open a folder, and writes names in its journal
        dossier = os.open(fichier.parent, os.O_RDONLY)
        try:
            os.fsync(dossier)
        finally:
            os.close(dossier)


def _nommer(provisoire: Path, fichier: Path) -> None:
    """Rename without overwriting: a hard link where the disk has them, else a check and a rename (FAT)."""
    try:
        os.link(provisoire, fichier)
    except OSError:
        if fichier.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(fichier)) from None
        provisoire.rename(fichier)


@contextlib.contextmanager
def _en_francais(fichier: Path) -> Iterator[None]:
    try:
        yield
    except OSError as erreur:
        if erreur.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ErreurPrescripteur("disque-plein") from erreur
        numero = erreur.errno or 0
        raison = _RAISONS.get(numero) or f"erreur {errno.errorcode.get(numero, numero)}"
        raise ErreurPrescripteur("ecriture-impossible", fichier=fichier, raison=raison) from erreur
