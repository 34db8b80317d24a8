"""One app window per data folder. Commands do not take this lock: they work beside an open app."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.dossier import creer_dossier
from prescripteur_tui.stockage.pannes import traduire

FICHIER = "fenetre.verrou"
"""The lock file stays, always empty: the lock is in the system, which drops it when the process dies."""

if sys.platform == "win32":
    import msvcrt

    def _verrouiller(descripteur: int) -> None:
        msvcrt.locking(descripteur, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _verrouiller(descripteur: int) -> None:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)


_DEJA_PRIS = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Verrou:
    """The lock of the app window on a data folder, as a context manager or by `prendre` and `rendre`.

    Args:
        dossier: the folder, created when it is missing.
        nom: another name than that of the window's lock, to hold a folder for something else.
    """

    def __init__(self, dossier: Path, nom: str = FICHIER) -> None:
        self._fichier = dossier / nom
        self._descripteur: int | None = None

    def prendre(self) -> None:
        """Take the lock, at once or not at all; taking it twice changes nothing.

        Raises:
            ErreurPrescripteur: `deja-ouverte`, `base-lecture-seule`, `disque-plein`, `base-erreur`.
        """
        if self._descripteur is not None:
            return
        creer_dossier(self._fichier.parent)
        with traduire(self._fichier):
            descripteur = os.open(self._fichier, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _verrouiller(descripteur)
            except OSError as erreur:
                os.close(descripteur)
                if erreur.errno in _DEJA_PRIS:
                    raise ErreurPrescripteur("deja-ouverte") from None
                raise
        self._descripteur = descripteur

    def rendre(self) -> None:
        """Give the lock back; closing the file is what the system waits for."""
        if self._descripteur is not None:
            os.close(self._descripteur)
            self._descripteur = None

    def __enter__(self) -> Verrou:
        self.prendre()
        return self

    def __exit__(
        self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rendre()
