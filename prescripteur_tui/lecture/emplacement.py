"""Where the catalogue is: the one asked for, that of the checkout, or the one an installation brings."""

from __future__ import annotations

import os
from pathlib import Path

from prescripteur_tui.erreurs import ErreurPrescripteur

VARIABLE = "PRESCRIPTEUR_CATALOGUE"
"""The environment variable that names the folder of the catalogue."""

FICHIER_CATALOGUE = "catalogue.yaml"
"""The file that makes a folder a catalogue."""


def trouver_catalogue(option: Path | None) -> Path:
    """The folder of the catalogue: the option, the environment, the checkout, then what is installed.

    Raises:
        ErreurPrescripteur: `catalogue-introuvable`.
    """
    variable = os.environ.get(VARIABLE)
    voulu = option if option is not None else Path(variable) if variable else None
    if voulu is not None:
        if not est_dossier(voulu):
            raise ErreurPrescripteur("catalogue-introuvable", dossier=voulu)
        return voulu
    candidats = [dossier_livre()]
    depot = candidats[0].parent.parent
    if _est_notre_depot(depot):
        candidats.insert(0, depot / "catalogue")
    for candidat in candidats:
        if (candidat / FICHIER_CATALOGUE).is_file():
            return candidat
    raise ErreurPrescripteur("catalogue-introuvable", dossier=candidats[-1])


def dossier_livre() -> Path:
    """The catalogue that an installation brings; the next one replaces it."""
    return Path(__file__).resolve().parent.parent / "_catalogue"


def est_livre(dossier: Path) -> bool:
    """Whether a folder is the installed catalogue, which is nobody's to edit."""
    livre = dossier_livre()
    return est_dossier(livre) and est_dossier(dossier) and dossier.samefile(livre)


def est_dossier(chemin: Path) -> bool:
    """Whether a path is a folder that can be looked at."""
    try:
        return chemin.is_dir()
    except (OSError, ValueError):
        return False


def _est_notre_depot(dossier: Path) -> bool:
    """Whether a folder is our checkout, not a site-packages or someone else's project."""
    try:
        projet = (dossier / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return 'name = "prescripteur-tui"' in projet.splitlines()
