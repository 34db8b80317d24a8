"""Everything that this laptop keeps, deleted for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import DOSSIER as EXPORTS
from prescripteur_tui.services.francais import nombre

_MODELES_EXPORTS = ("orientations_*", "profils_*", ".orientations_*.tmp", ".profils_*.tmp")
"""What exports are called in their folder."""


@dataclass(frozen=True, slots=True)
class Inventaire:
    """What is to be deleted, in that order, and in words."""

    fichiers: tuple[Path, ...]
    phrases: Sequence[str]


def inventorier(app: Application) -> Inventaire:
    """The files of the data folder that are ours. The folder need not exist, and is not made."""
    from prescripteur_tui.stockage.effacement import inventaire
    from prescripteur_tui.stockage.ouverture import COPIES, FICHIER

    fichiers = tuple(inventaire(app.dossier, EXPORTS, _MODELES_EXPORTS))
    copies = [f for f in fichiers if f.parent.name == COPIES and f.suffix == ".db"]
    exports = [f for f in fichiers if f.parent.name == EXPORTS]
    cote = [f for f in fichiers if f.parent == app.dossier and f.suffix == ".db" and f.name != FICHIER]
    base = [f for f in fichiers if f.name == FICHIER]
    rapports = [f for f in fichiers if f.name.startswith("plantage-")]
    dits = [*base, *copies, *cote, *exports, *rapports]
    phrases = [
        *(["la base : entretiens, brouillon, lieux, coordonnées, réglages"] if base else []),
        *([nombre(len(copies), "copie")] if copies else []),
        *([nombre(len(cote), "base mise de côté", "bases mises de côté")] if cote else []),
        *([nombre(len(exports), "fichier d’export", "fichiers d’export")] if exports else []),
        *([nombre(len(rapports), "rapport de panne", "rapports de panne")] if rapports else []),
        *(["ses fichiers de travail"] if len(fichiers) > len(dits) else []),
    ]
    return Inventaire(fichiers, phrases)


def effacer(app: Application) -> Sequence[str]:
    """Delete them; the names of what stays in the folder because it is not ours.

    The caller holds the window, and calls `oter_dossier` once it has given it back.

    Raises:
        ErreurPrescripteur: `base-occupee`: a command is writing; `base-lecture-seule`, `base-erreur`.
    """
    from prescripteur_tui.stockage import effacement, verrou
    from prescripteur_tui.stockage.ouverture import COPIES, FICHIER
    from prescripteur_tui.stockage.pannes import traduire
    from prescripteur_tui.stockage.remplacement import a_l_ecart

    app.fermer()
    base = app.dossier / FICHIER
    with traduire(base), a_l_ecart(base):
        # Nobody is writing: what a command has begun is in it, and goes too.
        pass
    effacement.effacer(app.dossier, inventorier(app).fichiers, (COPIES, EXPORTS))
    return sorted(p.name for p in app.dossier.iterdir() if p.name != verrou.FICHIER)


def oter_dossier(app: Application) -> None:
    """Delete the window's lock and the empty folder."""
    from prescripteur_tui.stockage import effacement

    effacement.oter_dossier(app.dossier)
