"""Invented interviews: answers given, declined, not asked; orientations with every issue.

Drawn by hypothesis one by one, or by a seed when there are many.
"""

from __future__ import annotations

import random
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


def beaucoup(
    combien: int,
    graine: int,
    *,
    semaine: str = "2026-W47",
    lieu: str = "dutemple",
    offres: tuple[str, ...] = OFFRES,
) -> list[Entretien]:
    """As many interviews of one week at one lieu as one likes; the same seed gives the same ones."""
    sort = random.Random(f"{graine} {semaine} {lieu}")
    return [_un(sort, semaine, lieu, offres) for _ in range(combien)]


def _un(sort: random.Random, semaine: str, lieu: str, offres: tuple[str, ...]) -> Entretien:
    reponses: dict[str, str | tuple[str, ...]] = {}
    for question, options in {**_SIMPLES, **_MULTIPLES}.items():
        tirage = sort.random()
        if tirage < 0.1:
            reponses[question] = "sans-reponse"
        elif tirage < 0.9:
            multi = question in _MULTIPLES
            reponses[question] = (
                tuple(sorted(sort.sample(options, sort.randint(1, 2)))) if multi else sort.choice(options)
            )
    orientations = tuple(_donnee(sort, offre) for offre in sorted(offres) if sort.random() < 0.4)
    return Entretien(
        id=str(uuid.UUID(int=sort.getrandbits(128), version=4)),
        semaine=semaine,
        lieu=lieu,
        etape=sort.choice(ETAPES),
        fin="orientation" if orientations else sort.choice(("autre-action", "aucun-operateur", "non-renseignee")),
        reponses=reponses,
        orientations=orientations,
        catalogue_version=sort.choice(("2026.9", "2026.11")),
        catalogue_empreinte="sha256:0",
    )


def _donnee(sort: random.Random, offre: str) -> Orientation:
    issue = sort.choice(("acceptee", "refusee", "a-reflechir"))
    return Orientation(offre, issue, sort.choice(MOTIFS) if issue == "refusee" else None)
