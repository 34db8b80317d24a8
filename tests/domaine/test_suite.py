"""Whether what is still to be asked can change the first doors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.questionnaire import Question, Valeur
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.suite import premieres_portes_arretees
from tests.naif import lire_etat, recommander_naif
from tests.usine import (
    catalogue_aleatoire,
    prefere,
    reponses_aleatoires,
    si,
    un_catalogue,
    un_operateur,
    une_offre,
    une_question,
)

COMMERCE = un_operateur("cci", une_offre("commerce", si("secteur", "commerce")))
PREFEREE = un_operateur("bge", une_offre("suivi", preferences=[prefere("freins", "papiers", poids=2)]))
AUTRES = [un_operateur(f"z{i}", une_offre("tous", preferences=[prefere("projet", "ecrit", poids=1)])) for i in range(3)]

CAS: list[Any] = [
    pytest.param([COMMERCE], {"projet": "idee"}, False, id="an answer to come opens a door"),
    pytest.param([COMMERCE], {"projet": "idee", "secteur": "culture", "freins": ["papiers"]}, True, id="all is said"),
    pytest.param([COMMERCE], {"projet": "idee", "secteur": "sans-reponse"}, True, id="declined: nothing more comes"),
    pytest.param([PREFEREE, COMMERCE], {"projet": "rien"}, True, id="a preference of a door that is first already"),
    pytest.param(
        [PREFEREE, *AUTRES], {"projet": "ecrit", "besoin": "aucun", "secteur": "culture"}, False, id="weight 2 enters"
    ),
    pytest.param(
        [un_operateur("bge", une_offre("suivi", preferences=[prefere("freins", "papiers", poids=1)])), *AUTRES],
        {"projet": "ecrit", "besoin": "aucun", "secteur": "culture", "freins": ["argent"]},
        True,
        id="the rest of the questions has no part in any door",
    ),
]


@pytest.mark.parametrize(("operateurs", "reponses", "attendu"), CAS)
def test_premieres_portes_arretees(
    operateurs: list[dict[str, Any]], reponses: Mapping[str, Any], attendu: bool
) -> None:
    catalogue = un_catalogue(*operateurs)
    verifiees = catalogue.questionnaire.verifier({"age": "adulte", **reponses})
    assert premieres_portes_arretees(verifiees, catalogue, "2026-W47", etats=10_000) is attendu


def test_au_dela_du_budget_rien_n_est_dit() -> None:
    """Nothing can change here; two kinds of answers have to be looked at to show it."""
    catalogue = un_catalogue(
        un_operateur("op", une_offre("o", preferences=[prefere("gout", "a")])),
        questions=[une_question("gout", *"abcdef")],
        etape_de=[{"etape": "detection"}],
    )
    assert premieres_portes_arretees({}, catalogue, "2026-W47", etats=1) is None
    assert premieres_portes_arretees({}, catalogue, "2026-W47", etats=2) is True
    assert premieres_portes_arretees({}, catalogue, "2026-W47", etats=2, encore=lambda: False) is None


def _valeurs(question: Question) -> Iterator[Valeur]:
    yield "sans-reponse"
    if not question.multi:
        yield from (option.id for option in question.options)
        return
    ids = [o.id for o in question.options if not o.seule]
    yield from ((o.id,) for o in question.options if o.seule)
    for taille in range(1, len(ids) + 1):
        yield from combinations(ids, taille)


def _suites(catalogue: Catalogue, reponses: dict[str, Valeur]) -> Iterator[dict[str, Valeur]]:
    """Every way to go on, declining included."""
    portes = lire_etat(catalogue.questionnaire, reponses).portes
    question = next(
        (q for q in catalogue.questionnaire.questions if portes[q.id] is True and q.id not in reponses), None
    )
    if question is None:
        yield reponses
        return
    for valeur in _valeurs(question):
        yield from _suites(catalogue, {**reponses, question.id: valeur})


def _premieres(catalogue: Catalogue, reponses: Mapping[str, Valeur], semaine: str) -> list[str]:
    return [p["offre"] for p in recommander_naif(reponses, catalogue, semaine)["propositions"][:3]]


@settings(max_examples=80, deadline=None)
@given(graine=st.integers(0, 2**32 - 1))
def test_contre_toutes_les_suites(graine: int) -> None:
    """Against every way to go on, one by one, by the naive reading of the rules."""
    alea = random.Random(graine)
    catalogue = catalogue_aleatoire(alea)
    reponses = reponses_aleatoires(alea, catalogue.questionnaire, completes=True)
    for question in alea.sample(sorted(reponses), min(2, len(reponses))):
        del reponses[question]
    reponses = catalogue.questionnaire.elaguer(reponses)
    maintenant = _premieres(catalogue, reponses, "2026-W47")
    suites = [suite for suite, _ in zip(_suites(catalogue, reponses), range(400), strict=False)]
    change = any(_premieres(catalogue, suite, "2026-W47") != maintenant for suite in suites)
    trouve = premieres_portes_arretees(reponses, catalogue, "2026-W47", etats=100_000)
    if change:
        assert trouve is False
    elif len(suites) < 400:
        assert trouve is True


def test_ce_qui_est_montre_est_l_ordre() -> None:
    """Two doors that change places have changed."""
    catalogue = un_catalogue(
        un_operateur("a", une_offre("o", preferences=[prefere("freins", "argent", poids=1)])),
        un_operateur("b", une_offre("o", preferences=[prefere("freins", "papiers", poids=2)])),
    )
    reponses = {"projet": "rien", "age": "jeune", "ville": "dedans"}
    avec = recommander({**reponses, "freins": ("argent",)}, catalogue, "2026-W47")
    autrement = recommander({**reponses, "freins": ("papiers",)}, catalogue, "2026-W47")
    assert {p.offre for p in avec.propositions} == {p.offre for p in autrement.propositions}
    assert premieres_portes_arretees(reponses, catalogue, "2026-W47", etats=10_000) is False
