"""The data folder: private to the user, and files that appear in it whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from prescripteur_tui.stockage.pannes import traduire


def creer_dossier(dossier: Path) -> None:
    """Create the data folder, `0o700`; one that exists keeps its mode.

    Raises:
        ErreurPrescripteur: `base-lecture-seule`, `disque-plein`.
    """
    with traduire(dossier / "."):
        # `mkdir(parents=True)` gives the mode to the last folder only, and its parents may be shared.
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)


def poser_fichier(fichier: Path, remplir: Callable[[Path], None]) -> None:
    """Make a file, `0o600`, that exists under its name only once it is complete and on disk.

    Args:
        fichier: the final path.
        remplir: writes the content into the empty file that it is given.

    Raises:
        FileExistsError: when the name is taken; what stands there is left alone.
    """
    provisoire = fichier.with_name(f".{fichier.name}.{os.urandom(8).hex()}.tmp")
    os.close(os.open(provisoire, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        remplir(provisoire)
        with provisoire.open("rb+") as ecrit:
            os.fsync(ecrit.fileno())
        _nommer(provisoire, fichier)
    finally:
        provisoire.unlink(missing_ok=True)
    _fixer_dossier(fichier.parent)


def _nommer(provisoire: Path, fichier: Path) -> None:
    """Rename without overwriting: a hard link where the disk has them, else a check and a rename (FAT)."""
    try:
        os.link(provisoire, fichier)
    except OSError:
        if fichier.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(fichier)) from None
        provisoire.rename(fichier)


def _fixer_dossier(dossier: Path) -> None:
    """Make a new name survive a pulled plug; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
