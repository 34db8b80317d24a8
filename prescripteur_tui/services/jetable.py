"""Throwaway data folders, to train and to show: gone at the end, and after a crash at the next occasion."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.verrou import Verrou

PREFIXE = "prescripteur-jetable-"
"""How the name of such a folder begins, in the temporary folder of the system."""

VERROU = "jetable.verrou"
"""Held as long as the folder is in use; the system drops it when the process dies."""

RAPPORTS = "plantage-*.txt"
"""What outlives the use: the report of a failure, whose path the user was told."""

_JOUR = 24 * 3600.0


@contextmanager
def dossier_jetable() -> Iterator[Path]:
    """A new data folder, private, deleted with all that is in it at the end of the block.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`.
    """
    balayer()
    try:
        # `mkdtemp` gives it a random name and `0o700`.
        dossier = Path(tempfile.mkdtemp(prefix=PREFIXE))
    except OSError as erreur:
        raise ErreurPrescripteur(
            "ecriture-impossible", fichier="dans le dossier temporaire", raison="il n’accepte rien"
        ) from erreur
    verrou = Verrou(dossier, VERROU)
    try:
        verrou.prendre()
        yield dossier
    finally:
        verrou.rendre()
        _vider(dossier)


def balayer() -> None:
    """Delete the throwaway folders that a crash left behind; one in use is left alone."""
    for dossier in Path(tempfile.gettempdir()).glob(f"{PREFIXE}*"):
        # On a shared machine, the folders of others cannot even be looked into.
        with suppress(OSError):
            if not dossier.is_symlink() and _est_abandonne(dossier):
                shutil.rmtree(dossier, ignore_errors=True)


def _est_abandonne(dossier: Path) -> bool:
    if not (dossier / VERROU).exists():
        # Just made, and not locked yet, or left before it was.
        return time.time() - dossier.stat().st_mtime > _JOUR
    verrou = Verrou(dossier, VERROU)
    try:
        verrou.prendre()
    except ErreurPrescripteur:
        # In use, or somebody else's.
        return False
    verrou.rendre()
    return True


def _vider(dossier: Path) -> None:
    """Delete a folder, but for the report of a failure."""
    rapports = list(dossier.glob(RAPPORTS))
    if not rapports:
        shutil.rmtree(dossier, ignore_errors=True)
        return
    for chemin in dossier.iterdir():
        if chemin.is_dir():
            shutil.rmtree(chemin, ignore_errors=True)
        elif chemin not in rapports and chemin.name != VERROU:
            chemin.unlink(missing_ok=True)
