"""A folder as a target: a USB stick, a network share, the folder of a sync tool.

The disk below may be anything: FAT has no hard links and rounds times, a share may lie about modes, Windows holds
files for a moment (antivirus, indexer, sync tool), and all of it may be unplugged half way.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from prescripteur_tui import disque
from prescripteur_tui.erreurs import ErreurPrescripteur

LIMITE = 16 * 1024 * 1024
"""Bytes of a file that are read at most."""

_FIN = ".part"
"""Of a temporary name: sync tools leave such files alone."""

_TENU_PAR_UN_AUTRE = (32, 33)
"""WinError of a file that another program holds."""

_DROITS = {errno.EACCES, errno.EPERM}
# errno, then WinError.
_PLEIN = ({errno.ENOSPC, errno.EDQUOT}, {39, 112})
_LECTURE_SEULE = ({errno.EROFS}, {19})

_REFUS = {
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.ENOTDIR: "le chemin passe par un fichier",
    errno.EEXIST: "le chemin passe par un fichier",
    errno.EISDIR: "un dossier porte ce nom",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EINVAL: "nom refusé par ce disque",
    errno.ELOOP: "les liens tournent en rond",
}
"""What concerns one path and not the whole target."""

_PANNES = {
    errno.ENOENT: "le dossier n’y est pas",
    errno.EIO: "erreur de lecture ou d’écriture",
}


class CibleDossier:
    """The `Cible` of the domain in a folder, which must be there: an unplugged stick is not made anew.

    Files get the modes that the folder gives: the coordinator, another user, is to read them.

    Args:
        racine: the folder.
        maintenant: seconds since 1970, to judge the age of temporary files and nothing else.
    """

    def __init__(self, racine: Path, *, maintenant: Callable[[], float] = time.time) -> None:
        self._racine = racine
        self._maintenant = maintenant

    def verifier(self) -> None:
        """Make sure that the folder is there.

        Raises:
            ErreurPrescripteur: `cible-injoignable`, `cible-refus`.
        """
        with self._en_francais(self._racine):
            # Reading it is what a dead share refuses and `is_dir()` does not.
            next(self._racine.iterdir(), None)

    def lister(self, dossier: str) -> Sequence[str]:
        """The names in a folder, sorted; a folder that is not there has none."""
        chemin = self._racine / dossier
        with self._en_francais(chemin):
            try:
                return sorted(fichier.name for fichier in chemin.iterdir())
            except FileNotFoundError:
                self.verifier()
                return ()

    def lire(self, chemin: str) -> bytes | None:
        """The first `LIMITE` bytes of a file, None where no file has that name."""
        fichier = self._racine / chemin
        with self._en_francais(fichier):
            try:
                return self._lire(fichier)
            except FileNotFoundError:
                return None

    def publier(self, chemin: str, contenu: bytes) -> bool:
        """Lay a file down: temporary neighbour, fsync, check, rename without overwriting, fsync, read back."""
        fichier = self._racine / chemin
        with self._en_francais(fichier):
            if _existe(fichier):
                return self._est_deja(fichier, contenu)
            self._creer_dossiers(fichier.parent)
            with disque.provisoire(fichier, _ecrire(contenu), fin=_FIN, mode=0o666) as provisoire:
                self._controler(provisoire, contenu)
                try:
                    disque.nommer(provisoire, fichier)
                except FileExistsError:
                    # Another process was faster since the look above.
                    return self._est_deja(fichier, contenu)
            self._controler(fichier, contenu)
        return True

    def purger(self, dossier: str) -> int:
        """Delete our own temporary files of this folder that are older than a day; how many went."""
        chemin = self._racine / dossier
        with self._en_francais(chemin):
            try:
                return disque.purger(chemin, fin=_FIN, maintenant=self._maintenant)
            except FileNotFoundError:
                self.verifier()
                return 0

    # Under all of it

    def _lire(self, fichier: Path) -> bytes | None:
        """The first `LIMITE` bytes; None of what is no file.

        A folder, a link, or a pipe, which would never end: whatever a foreign hand put there.

        Raises:
            FileNotFoundError: nothing has that name, or the target has just gone.
        """
        if not stat.S_ISREG(fichier.lstat().st_mode):
            return None
        with disque.insister(lambda: fichier.open("rb")) as ouvert:
            return ouvert.read(LIMITE)

    def _est_deja(self, fichier: Path, contenu: bytes) -> bool:
        """Whether a file that was there before is this one; what a cut kept from being flushed is flushed."""
        if self._lire(fichier) != contenu:
            return False
        disque.fixer_dossier(fichier.parent)
        return True

    def _controler(self, fichier: Path, contenu: bytes) -> None:
        if self._lire(fichier) != contenu:
            raise ErreurPrescripteur("cible-infidele", fichier=fichier.name)

    def _creer_dossiers(self, dossier: Path) -> None:
        """Each folder under the root, and its name made to last; the root itself is not ours to create."""
        for parent in reversed([dossier, *dossier.parents][: len(dossier.relative_to(self._racine).parts)]):
            try:
                parent.mkdir()
            except FileExistsError:
                # Not `is_dir()`: of a target that has just gone it would say that a file is in the way.
                if not stat.S_ISDIR(parent.stat().st_mode):
                    raise
            else:
                disque.fixer_dossier(parent.parent)

    @contextlib.contextmanager
    def _en_francais(self, chemin: Path) -> Iterator[None]:
        try:
            yield
        except OSError as erreur:
            raise self._traduire(erreur, chemin) from erreur

    def _traduire(self, erreur: OSError, chemin: Path) -> ErreurPrescripteur:
        numero, fenetres = erreur.errno or 0, getattr(erreur, "winerror", None)
        if numero in _PLEIN[0] or fenetres in _PLEIN[1]:
            return ErreurPrescripteur("cible-pleine", cible=self._racine)
        if numero in _LECTURE_SEULE[0] or fenetres in _LECTURE_SEULE[1]:
            return ErreurPrescripteur("cible-lecture-seule", cible=self._racine)
        # Windows says « access denied » of a drive that is empty, too. `isdir` never raises.
        if not os.path.isdir(self._racine):  # noqa: PTH112
            raison = _PANNES[errno.ENOENT]
            return ErreurPrescripteur("cible-injoignable", cible=self._racine, raison=raison)
        est_tenu = fenetres in _TENU_PAR_UN_AUTRE
        if numero in _DROITS and not est_tenu and not os.access(self._racine, os.W_OK):
            return ErreurPrescripteur("cible-lecture-seule", cible=self._racine)
        if numero in _REFUS and chemin != self._racine:
            raison = "un autre programme le tient" if est_tenu else _REFUS[numero]
            fichier = chemin.relative_to(self._racine).as_posix()
            return ErreurPrescripteur("cible-refus", fichier=fichier, raison=raison)
        raison = _PANNES.get(numero) or _REFUS.get(numero) or f"erreur {errno.errorcode.get(numero, numero)}"
        return ErreurPrescripteur("cible-injoignable", cible=self._racine, raison=raison)


def _existe(fichier: Path) -> bool:
    """Whether anything has this name; a link that leads nowhere has it too."""
    return os.path.lexists(fichier)


def _ecrire(contenu: bytes) -> Callable[[Path], None]:
    def remplir(fichier: Path) -> None:
        fichier.write_bytes(contenu)

    return remplir
