"""Interviews as rows, and rows as interviews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.entretien import Entretien, Orientation, vers_objet

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Reponses, Valeur

Ligne = tuple[Any, ...]

SELECTION = """
    SELECT e.id, e.semaine, e.lieu, e.etape, e.fin, e.reponses, e.catalogue_version, e.catalogue_empreinte,
           o.offre, o.issue, o.motif
    FROM entretiens AS e LEFT JOIN orientations AS o ON o.entretien = e.id
"""
"""Interviews and their orientations; to be completed by a WHERE, and `ORDER BY e.id, o.offre`."""


def en_texte(reponses: Reponses) -> str:
    """Answers as canonical JSON: the same answers give the same text, in whatever order they came."""
    return json.dumps(vers_objet(reponses), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def en_reponses(texte: str) -> dict[str, Valeur]:
    """The answers of a text that `en_texte` made."""
    return {q: valeur if isinstance(valeur, str) else tuple(valeur) for q, valeur in json.loads(texte).items()}


def ligne_entretien(entretien: Entretien) -> dict[str, object]:
    """The row of an interview in `entretiens`, without `profil`: replacing an interview leaves it as it is."""
    return {
        "id": entretien.id,
        "semaine": entretien.semaine,
        "lieu": entretien.lieu,
        "etape": entretien.etape,
        "fin": entretien.fin,
        "reponses": en_texte(entretien.reponses),
        "catalogue_version": entretien.catalogue_version,
        "catalogue_empreinte": entretien.catalogue_empreinte,
        "nombre_orientations": len(entretien.orientations),
    }


def lignes_orientations(entretien: Entretien) -> Iterator[dict[str, object]]:
    """The rows of an interview in `orientations`."""
    for orientation in entretien.orientations:
        yield {"entretien": entretien.id, **orientation.vers_objet()}


def en_entretiens(lignes: Iterable[Ligne]) -> Iterator[Entretien]:
    """Interviews from rows of `SELECTION`, those of one interview together."""
    for _, groupe in groupby(lignes, key=lambda ligne: ligne[0]):
        suite = list(groupe)
        identifiant, semaine, lieu, etape, fin, reponses, version, empreinte = suite[0][:8]
        yield Entretien(
            id=identifiant,
            semaine=semaine,
            lieu=lieu,
            etape=etape,
            fin=fin,
            reponses=en_reponses(reponses),
            orientations=tuple(Orientation(*ligne[8:]) for ligne in suite if ligne[8] is not None),
            catalogue_version=version,
            catalogue_empreinte=empreinte,
        )
