"""Files that appear whole or not at all, under a name that nothing overwrites: for every folder that is written to.

Below everything but the errors, so that the base, the exports and the sync targets share one way of doing it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from prescripteur_tui.erreurs import ErreurPrescripteur

T = TypeVar("T")

PROVISOIRE = ".tmp"
"""The ending of a file that is being written; its name begins with a dot."""

UN_JOUR = 24 * 3600
"""Age in seconds from which such a file is a leftover, and not one that is being written."""

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

_SANS_OBJET = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What a disk says of a call that it does not know."""

_PRIS_SOUS_WINDOWS = (5, 32, 33)
"""WinError of a file that an antivirus, an indexer or a sync tool holds for a moment."""

_OUVERT_SOUS_WINDOWS = (32, 33)
"""Those that say so for certain: a workbook that is open in Excel stays so for hours."""

_ESSAIS, _PAUSE = 25, 0.1
"""Windows alone: how often and how long (seconds) to wait for them, 2.5 s in all."""


def insister(geste: Callable[[], T]) -> T:
    """Do something to a file, again for 2.5 s while Windows says that another program holds it.

    Raises:
        OSError: what the last try says, or at once what is no such lock.
    """
    for _ in range(_ESSAIS):
        try:
            return geste()
        except OSError as erreur:
            if getattr(erreur, "winerror", None) not in _PRIS_SOUS_WINDOWS:
                raise
        time.sleep(_PAUSE)
    return geste()


@contextlib.contextmanager
def provisoire(
    fichier: Path, remplir: Callable[[Path], None], *, fin: str = PROVISOIRE, mode: int = 0o600, fixer: bool = True
) -> Iterator[Path]:
    """A neighbour of `fichier`, complete and on disk, gone at the end of the block; then the folder is synced.

    Args:
        fichier: the final path, which only decides the folder and the beginning of the name.
        remplir: writes the content into the empty file that it is given.
        fin: the ending of its name.
        mode: who may read it and, once it is renamed, the final file; the umask goes off it.
        fixer: whether the folder is synced; of several files that come together, the last one does it for all.
    """
    chemin = fichier.with_name(f".{fichier.name}.{os.urandom(8).hex()}{fin}")
    os.close(os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    try:
        remplir(chemin)
        with chemin.open("rb+") as ecrit:
            os.fsync(ecrit.fileno())
        yield chemin
    finally:
        insister(lambda: chemin.unlink(missing_ok=True))
    if fixer:
        fixer_dossier(fichier.parent)


def nommer(source: Path, fichier: Path) -> None:
    """Give a finished file its name without overwriting: a hard link where the disk has them.

    Without (FAT), or while Windows holds the file, a check and a rename, which Windows refuses when the name is taken.

    Raises:
        FileExistsError: when the name is taken; what stands there is left alone.
    """
    try:
        os.link(source, fichier)
    except OSError:
        if os.path.lexists(fichier):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(fichier)) from None
        insister(lambda: source.rename(fichier))


def purger(dossier: Path, *, fin: str = PROVISOIRE, maintenant: Callable[[], float] = time.time) -> int:
    """Delete the files of `provisoire` that a kill or a pulled plug left in a folder, once they are a day old.

    Younger ones may be another process at work. The time of change decides about nothing else.

    Args:
        dossier: the folder; those in it are left alone.
        fin: the ending that `provisoire` was given.
        maintenant: seconds since 1970.

    Returns:
        How many went.

    Raises:
        OSError: the folder is not there, or what it says.
    """
    nom = re.compile(rf"\..+\.[0-9a-f]{{16}}{re.escape(fin)}")
    partis = 0
    for fichier in sorted(f for f in dossier.iterdir() if nom.fullmatch(f.name)):
        # Another process may be tidying up too.
        with contextlib.suppress(FileNotFoundError):
            if maintenant() - fichier.lstat().st_mtime > UN_JOUR:
                insister(fichier.unlink)
                partis += 1
    return partis


def fixer_dossier(dossier: Path) -> None:
    """Make a new name survive a pulled plug; Windows cannot open a folder, and writes names in its journal."""
    if os.name == "nt":
        return
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    except OSError as erreur:
        # Some network shares sync no folder.
        if erreur.errno not in _SANS_OBJET:
            raise
    finally:
        os.close(descripteur)


def poser_fichier(fichier: Path, remplir: Callable[[Path], None], *, fixer: bool = True) -> None:
    """Make a file, `0o600`, that exists under its name only once it is complete and on disk; see `provisoire`.

    Raises:
        FileExistsError: when the name is taken; what stands there is left alone.
    """
    with provisoire(fichier, remplir, fixer=fixer) as chemin:
        nommer(chemin, fichier)


def effacer_fichier(fichier: Path) -> None:
    """Delete a file, its content first: zeros over it, then nothing, then no name. None there: nothing to do.

    A file that has another name keeps its content under it. What a disk has really overwritten is its own business:
    an SSD writes elsewhere and keeps the old blocks for a while.

    Raises:
        OSError: it cannot be written or deleted.
    """
    try:
        a_un_autre_nom = fichier.stat().st_nlink > 1
    except FileNotFoundError:
        return
    if not a_un_autre_nom:
        with fichier.open("rb+") as ouvert:
            reste = ouvert.seek(0, os.SEEK_END)
            ouvert.seek(0)
            while reste > 0:
                reste -= ouvert.write(b"\0" * min(reste, 1 << 20))
            ouvert.flush()
            os.fsync(ouvert.fileno())
            ouvert.truncate(0)
    insister(lambda: fichier.unlink(missing_ok=True))


def ouvrir_dossier(dossier: Path) -> None:
    """Create a folder, `0o700`; one that exists keeps its mode."""
    # `mkdir(parents=True)` gives the mode to the last folder only, and its parents may be shared.
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)


def creer_dossier(dossier: Path) -> None:
    """`ouvrir_dossier`, whose refusal is told in French.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with en_francais(dossier):
        ouvrir_dossier(dossier)


def poser(fichier: Path, contenu: bytes, *, fixer: bool = True) -> bool:
    """Write a file that must not be rewritten; true when the name now holds exactly `contenu`.

    False when other bytes stand there: they are left alone. For `fixer`, see `provisoire`.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with en_francais(fichier):
        if not fichier.exists():
            # Another process may be faster: then its bytes are compared.
            with contextlib.suppress(FileExistsError):
                poser_fichier(fichier, _ecrire(contenu), fixer=fixer)
                return True
        return insister(fichier.read_bytes) == contenu


def remplacer(fichier: Path, contenu: bytes) -> None:
    """Write a file in the place of the one that has its name, if any.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with en_francais(fichier), provisoire(fichier, _ecrire(contenu)) as chemin:
        insister(lambda: chemin.replace(fichier))


def _ecrire(contenu: bytes) -> Callable[[Path], None]:
    def remplir(chemin: Path) -> None:
        chemin.write_bytes(contenu)

    return remplir


@contextlib.contextmanager
def en_francais(fichier: Path) -> Iterator[None]:
    """Run a block on `fichier`, and say in French what the system refuses.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    try:
        yield
    except OSError as erreur:
        if erreur.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ErreurPrescripteur("disque-plein") from erreur
        raise ErreurPrescripteur("ecriture-impossible", fichier=fichier, raison=raison(erreur)) from erreur


def raison(erreur: OSError) -> str:
    """What the system says, in a few French words."""
    if getattr(erreur, "winerror", None) in _OUVERT_SOUS_WINDOWS:
        return "un autre logiciel l’a ouvert, fermez-le"
    numero = erreur.errno or 0
    return _RAISONS.get(numero) or f"erreur {errno.errorcode.get(numero, numero)}"
