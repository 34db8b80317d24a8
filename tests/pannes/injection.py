"""Faults at the k-th call that touches a disk: the process dies there, or the call fails, once or from then on.

Between them `SIGKILL` at random times and disks that really vanish may not hit every boundary; these do.
"""

from __future__ import annotations

import errno
import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prescripteur_tui.stockage.courrier import CourrierSqlite

MORT = "mort"
ERREURS = {
    "plein": errno.ENOSPC,
    "illisible": errno.EIO,
    "absent": errno.ENOENT,
    "verrouille": errno.EROFS,
    "parti": errno.ENODEV,
}


@dataclass(frozen=True)
class Faute:
    """What happens at which call.

    `quand` counts calls from 1; `genre` is `MORT` or a key of `ERREURS`; `dure` makes every later call fail too.
    Only calls on files under `dans` fail; a process dies wherever it is.
    """

    quand: int
    genre: str
    dans: tuple[str, ...]
    dure: bool = False


class Compteur:
    """Counts the calls, and strikes."""

    def __init__(self, faute: Faute) -> None:
        self.faute = faute
        self.appels = 0

    def passer(self, chemin: str | None, avant: Callable[[], object] = lambda: None) -> None:
        """One call on `chemin`; `avant` is what a cut in the middle of it leaves behind."""
        faute = self.faute
        if faute.genre == MORT:
            self.appels += 1
            if self.appels == faute.quand:
                avant()
                os.kill(os.getpid(), signal.SIGKILL)
        elif chemin is not None and chemin.startswith(faute.dans):
            self.appels += 1
            if self.appels == faute.quand or (faute.dure and self.appels > faute.quand):
                avant()
                numero = ERREURS[faute.genre]
                raise OSError(numero, os.strerror(numero), chemin)


def installer(faute: Faute) -> None:
    """Put the fault into this process, which is to end soon: nothing takes it out again."""
    compteur = Compteur(faute)
    for nom in ("open", "link", "rename", "replace", "mkdir", "unlink", "fsync", "listdir", "stat", "lstat"):
        setattr(os, nom, _double(getattr(os, nom), compteur))
    io.open = _double(io.open, compteur)
    Path.write_bytes = _ecriture(Path.write_bytes, compteur)  # type: ignore[method-assign]
    CourrierSqlite.noter = _encadre(CourrierSqlite.noter, compteur)  # type: ignore[method-assign]


def _double(vrai: Callable[..., Any], compteur: Compteur) -> Callable[..., Any]:
    """The call may fail before it is made; a process may also die just after."""

    def appeler(*arguments: Any, **nommes: Any) -> Any:
        compteur.passer(_chemin(arguments[0]))
        rendu = vrai(*arguments, **nommes)
        compteur.passer(None)
        return rendu

    return appeler


def _ecriture(vrai: Callable[[Path, bytes], int], compteur: Compteur) -> Callable[[Path, bytes], int]:
    """A write may stop half way."""

    def ecrire(fichier: Path, contenu: bytes) -> int:
        compteur.passer(str(fichier), lambda: vrai(fichier, contenu[: len(contenu) // 2]))
        return vrai(fichier, contenu)

    return ecrire


def _encadre(vrai: Callable[..., None], compteur: Compteur) -> Callable[..., None]:
    def noter(*arguments: Any) -> None:
        compteur.passer(None)
        vrai(*arguments)
        compteur.passer(None)

    return noter


def _chemin(argument: object) -> str | None:
    """The file that a call is about, from its first argument: a path, or an open file."""
    if isinstance(argument, int):
        try:
            return os.readlink(f"/proc/self/fd/{argument}")  # noqa: PTH115 - pathlib would count as a call
        except OSError:
            return None
    return os.fspath(argument) if isinstance(argument, str | os.PathLike) else None
