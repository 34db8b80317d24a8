"""The data folder: private to the user."""

from __future__ import annotations

from pathlib import Path

from prescripteur_tui.disque import ouvrir_dossier
from prescripteur_tui.stockage.pannes import traduire


def creer_dossier(dossier: Path) -> None:
    """Create the data folder, `0o700`; one that exists keeps its mode.

    Raises:
        ErreurPrescripteur: `base-lecture-seule`, `disque-plein`.
    """
    with traduire(dossier / "."):
        ouvrir_dossier(dossier)
