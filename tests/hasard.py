"""Interviews drawn by hypothesis: answers given, declined, not asked; orientations with every issue."""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import strategies as st

from prescripteur_tui.domaine.entretien import Entretien, Orientation

ETAPES = ("esprit-initiative", "detection", "accompagnement")
OFFRES = ("adie/conseil", "adie/microcredit", "bge-hauts-de-france/emergence", "citeslab/ideation")
MOTIFS = (None, "trop-loin", "autre")

_SIMPLES = {
    "age": ("18-25", "30-54"),
    "activite": ("salarie", "etudiant"),
    "quartier": ("QN05920M", "ailleurs", "ne-sait-pas"),
    "secteur": ("commerce", "ne-sait-pas"),
}
_MULTIPLES = {"droits": ("are", "rsa"), "freins": ("argent", "mobilite", "reseau")}


def _reponse(question: str) -> st.SearchStrategy[str | tuple[str, ...]]:
    if question in _SIMPLES:
        return st.sampled_from((*_SIMPLES[question], "sans-reponse"))
    options = _MULTIPLES[question]
    plusieurs = st.lists(st.sampled_from(options), min_size=1, unique=True).map(lambda o: tuple(sorted(o)))
    return st.one_of(plusieurs, st.just("sans-reponse"), st.just(("aucun",)))


def _orientation(offre: str) -> st.SearchStrategy[Orientation]:
    acceptee = st.sampled_from(("acceptee", "a-reflechir")).map(lambda issue: Orientation(offre, issue))
    refusee = st.sampled_from(MOTIFS).map(lambda motif: Orientation(offre, "refusee", motif))
    return st.one_of(acceptee, refusee)


REPONSES = st.fixed_dictionaries({}, optional={q: _reponse(q) for q in (*_SIMPLES, *_MULTIPLES)})
ORIENTATIONS = st.lists(st.sampled_from(OFFRES), unique=True, max_size=3).flatmap(
    lambda offres: st.tuples(*(_orientation(offre) for offre in sorted(offres)))
)


def entretiens(**champs: st.SearchStrategy[Any]) -> st.SearchStrategy[Entretien]:
    """Interviews of 2026-W47 at one lieu, unless `champs` draws otherwise; each with an id of its own."""
    defaut: dict[str, st.SearchStrategy[Any]] = {
        "id": st.uuids(version=4).map(str),
        "semaine": st.just("2026-W47"),
        "lieu": st.just("dutemple"),
        "etape": st.sampled_from(ETAPES),
        "fin": st.sampled_from(("orientation", "autre-action", "non-renseignee")),
        "reponses": REPONSES,
        "orientations": ORIENTATIONS,
        "catalogue_version": st.sampled_from(("2026.9", "2026.11")),
        "catalogue_empreinte": st.just("sha256:0"),
    }
    return st.builds(Entretien, **{**defaut, **champs})


def identifiant(numero: int) -> str:
    """A valid id, for tests that count their own."""
    return str(uuid.UUID(int=numero, version=4))
