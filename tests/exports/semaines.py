"""Weeks counted by hand, for what is written about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prescripteur_tui.domaine.comptages import Cellule, Comptage
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.services.libelles import Libelles
from prescripteur_tui.services.recit import SemaineComptee

ETAPES = {
    "esprit-initiative": ("Esprit d’initiative", "Avoir envie."),
    "detection": ("Détection", "Une idée est là."),
    "accompagnement": ("Accompagnement", "Le projet prend forme."),
}
OPERATEURS = {"adie": "Adie", "bge": "BGE Hauts-de-France", "citeslab": "CitésLab"}


def un_comptage(
    etapes: Mapping[str, int], fins: Mapping[str, int] | None = None, operateurs: Mapping[str, int] | None = None
) -> Comptage:
    """Counts from the numbers of each table; zeros are no cells."""
    total = sum(etapes.values())
    tables: dict[str, Mapping[str, int]] = {
        "entretiens": {"": total},
        "etape": etapes,
        "fin": {"non-renseignee": total} if fins is None else fins,
        "operateur": operateurs or {},
    }
    cellules = [Cellule(nom, modalite, "", n) for nom, table in tables.items() for modalite, n in table.items() if n]
    return Comptage(tuple(sorted(cellules)), total)


PLEIN = un_comptage(
    {"esprit-initiative": 5, "detection": 4, "accompagnement": 3},
    {"orientation": 8, "aucun-operateur": 2, "autre-action": 1, "non-renseignee": 1},
    {"citeslab": 5, "adie": 3, "bge": 3},
)
"""A plausible week."""


def une_semaine(comptage: Comptage = PLEIN, avant: Sequence[int] = (), **champs: Any) -> SemaineComptee:
    """A week with its counts, and how many came in the weeks just before, oldest first."""
    semaine = champs.pop("semaine", "2026-W47")
    precedentes = tuple(
        CompteSemaine(decaler(semaine, i - len(avant)), n, n, {"detection": n} if n else {})
        for i, n in enumerate(avant)
    )
    base: dict[str, Any] = {
        "semaine": semaine,
        "lieu_nom": "Maison de quartier Dutemple",
        "revision": 1,
        "comptage": comptage,
        "precedentes": precedentes,
        "catalogue_version": "2026.11",
        "libelles": Libelles(champs.pop("etapes", ETAPES), champs.pop("operateurs", OPERATEURS), {}),
    }
    return SemaineComptee(**{**base, **champs})
