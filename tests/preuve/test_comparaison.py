"""Two catalogues compared by the walk, and by writing down every complete answer set."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.comparaison import Duel
from prescripteur_tui.domaine.completes import Urne
from prescripteur_tui.domaine.diagramme import Budget
from prescripteur_tui.domaine.estimation import communes_aux_deux, premiere_porte
from prescripteur_tui.domaine.exemple import essentiel
from prescripteur_tui.domaine.questionnaire import Valeur
from tests.naif import classer, lire_etat, lundi_de
from tests.preuve.force_brute import Reponses, TropDeReponses, ensembles, reponses_possibles
from tests.preuve.petits import SEMAINE, petite_paire

BEAUCOUP = 1_000_000


def premiere_naive(catalogue: Catalogue, reponses: Reponses) -> str:
    """The first door by the naive engine."""
    etat = lire_etat(catalogue.questionnaire, reponses)
    return classer(catalogue, etat, SEMAINE, lundi_de(SEMAINE)).portes[0].nom


def chance(catalogue: Catalogue, reponses: Reponses) -> Fraction:
    """How likely an answer set is when all answers to each question that it asks are equally likely."""
    poids = Fraction(1)
    for question in catalogue.questionnaire.questions:
        if question.id in reponses:
            poids /= len(list(reponses_possibles(question)))
    return poids


def comparer_une_paire(alea: random.Random) -> int:
    """The number of changes of one pair, held to brute force; -1 when there are too many answer sets."""
    ancien, nouveau = petite_paire(alea)
    try:
        tous = ensembles(nouveau, 1500)
    except TropDeReponses:
        return -1
    nombres: Counter[tuple[str, str]] = Counter()
    poids: dict[tuple[str, str], Fraction] = {}
    for reponses in tous:
        passage = premiere_naive(ancien, reponses), premiere_naive(nouveau, reponses)
        if passage[0] != passage[1]:
            nombres[passage] += 1
            poids[passage] = poids.get(passage, Fraction(0)) + chance(nouveau, reponses)
    duel = Duel(ancien.moteur.regles, nouveau.moteur.regles, SEMAINE, Budget(BEAUCOUP, BEAUCOUP))
    trouves = {(p.ancienne, p.nouvelle): p for p in duel.passages()}
    assert duel.reponses() == len(tous)
    assert {passage: p.nombre for passage, p in trouves.items()} == nombres
    assert {passage: p.poids for passage, p in trouves.items()} == poids
    for passage, trouve in trouves.items():
        # Whatever completes the example, the change is there.
        suites = [r for r in tous if all(r.get(q) == v for q, v in trouve.exemple.items())]
        assert suites
        assert {(premiere_naive(ancien, r), premiere_naive(nouveau, r)) for r in suites} == {passage}
        _verifier_l_essentiel(ancien, nouveau, suites[0], passage)
    return len(trouves)


def _verifier_l_essentiel(ancien: Catalogue, nouveau: Catalogue, reponses: Reponses, passage: tuple[str, str]) -> None:
    def montre(r: Mapping[str, Valeur]) -> bool:
        return (premiere_porte(r, ancien, SEMAINE), premiere_porte(r, nouveau, SEMAINE)) == passage

    court = essentiel(reponses, lambda r: communes_aux_deux(r, ancien.questionnaire, nouveau.questionnaire), montre)
    assert (premiere_naive(ancien, court), premiere_naive(nouveau, court)) == passage
    for question in court:
        sans = nouveau.questionnaire.elaguer({q: v for q, v in court.items() if q != question})
        assert (premiere_naive(ancien, sans), premiere_naive(nouveau, sans)) != passage


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.integers(0, 2**63 - 1))
def test_le_parcours_a_deux_egale_la_force_brute(graine: int) -> None:
    assume(comparer_une_paire(random.Random(graine)) >= 0)


def test_les_paires_tirees_changent_et_ne_changent_pas() -> None:
    comptes = Counter(min(comparer_une_paire(random.Random(graine)), 2) for graine in range(60))
    assert comptes[0] >= 5
    assert comptes[1] >= 5
    assert comptes[2] >= 5


def test_l_urne_donne_tous_les_jeux_complets_aussi_souvent() -> None:
    """Of at most 60 answer sets and 200 draws for each, every one comes, and none is off by more than six sigmas."""
    vus = 0
    for graine in range(40):
        catalogue, _ = petite_paire(random.Random(graine))
        try:
            tous = ensembles(catalogue, 60)
        except TropDeReponses:
            continue
        vus += 1
        urne, alea = Urne(catalogue.moteur.regles), random.Random(7)
        tirages = Counter(tuple(sorted(urne.tirer(alea).items())) for _ in range(200 * len(tous)))
        assert set(tirages) == {tuple(sorted(r.items())) for r in tous}
        assert max(abs(n - 200) for n in tirages.values()) < 6 * 200**0.5
    assert vus >= 10
