"""Long sentences, words that no question may hold, numbers that no rule knows."""

from __future__ import annotations

from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.redaction import MOTS_AU_PLUS, MOTS_FACILES, verifier_redaction
from tests.usine import si, un_catalogue, un_operateur, une_offre, une_question

AGES = une_question(
    "age",
    {"id": "moins-16", "libelle": "Moins de 16 ans"},
    {"id": "16-17", "libelle": "16 ou 17 ans"},
    {"id": "18-25", "libelle": "18 à 25 ans"},
    {"id": "26-plus", "libelle": "26 ans ou plus"},
)
SOMMES = une_question(
    "somme",
    {"id": "rien", "libelle": "Rien"},
    {"id": "moins", "libelle": "Moins de 2 000 €"},
    {"id": "moyen", "libelle": "De 2 000 à 8 000 €"},
    {"id": "plus", "libelle": "Plus de 8 000 €"},
)
ETAPE = [{"etape": "detection"}]


def trouver(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Codes and subjects."""
    return [(constat.code, constat.sujet) for constat in verifier_redaction(catalogue)]


def lire(motif: str, *, question: str, **options: Any) -> Catalogue:
    """One offre with one condition and its words."""
    offre = une_offre("o", {**si(question, *options.get("parmi", ()), peut_etre=options.get("peut_etre", ()))})
    offre["conditions"][0]["motif"] = motif
    return un_catalogue(un_operateur("op", offre), questions=[AGES, SOMMES], etape_de=ETAPE)


@pytest.mark.parametrize(
    ("motif", "parmi", "peut_etre", "faux"),
    [
        ("réservé aux 16-25 ans", ["16-17", "18-25"], [], []),
        ("de 16 à 25 ans", ["16-17", "18-25"], [], []),
        ("réservé aux 16-25\u00a0ans", ["16-17"], [], ["25"]),
        ("réservé aux 18-25 ans", ["16-17", "18-25"], [], ["18"]),
        ("jusqu’à 25 ans", ["16-17", "18-25"], [], []),
        ("pas avant 18 ans", ["18-25", "26-plus"], [], []),
        ("à partir de 20 ans", ["18-25", "26-plus"], [], ["20"]),
        ("à partir de 20 ans", ["26-plus"], ["18-25"], []),
        ("une entreprise de moins de 3 ans", ["18-25"], [], []),
        ("réservé aux adultes", ["18-25"], [], []),
    ],
)
def test_ages(motif: str, parmi: list[str], peut_etre: list[str], faux: list[str]) -> None:
    catalogue = lire(motif, question="age", parmi=parmi, peut_etre=peut_etre)
    assert trouver(catalogue) == [("age-different", f"op/o/motif/{nombre}") for nombre in faux]


@pytest.mark.parametrize(
    ("motif", "parmi", "peut_etre", "faux"),
    [
        ("de 2 000 à 8 000 €", ["moyen"], [], []),
        ("jusqu’à 8\u202f000\u00a0€", ["moins", "moyen"], [], []),
        ("jusqu’à 5 000 €", ["moins", "moyen"], [], ["5000"]),
        ("jusqu’à 5 000 €", ["moins"], ["moyen"], []),
        ("de 2 000 à 5 000 €", ["moyen"], [], ["5000"]),
        ("plus de 2000 €", ["moins"], [], []),
        ("à partir de 8 000 €", ["moins"], [], ["8000"]),
    ],
)
def test_montants(motif: str, parmi: list[str], peut_etre: list[str], faux: list[str]) -> None:
    catalogue = lire(motif, question="somme", parmi=parmi, peut_etre=peut_etre)
    assert trouver(catalogue) == [("montant-different", f"op/o/motif/{nombre}") for nombre in faux]


def test_un_nombre_sans_regle_a_cote_n_est_pas_un_ecart() -> None:
    assert trouver(lire("pour les 12-99 ans, 5 000 € au plus", question="somme", parmi=["moins"])) == [
        ("montant-different", "op/o/motif/5000")
    ]


@pytest.mark.parametrize(("mots", "trop"), [(MOTS_FACILES, False), (MOTS_FACILES + 1, True)])
def test_phrase_facile(mots: int, trop: bool) -> None:
    question = {**AGES, "facile": "Court. " + " ".join(["mot"] * mots) + "\u00a0?"}
    catalogue = un_catalogue(questions=[question], etape_de=ETAPE)
    assert trouver(catalogue) == ([("phrase-longue", "age/facile")] if trop else [])


@pytest.mark.parametrize(("mots", "trop"), [(MOTS_AU_PLUS, False), (MOTS_AU_PLUS + 1, True)])
def test_autre_phrase(mots: int, trop: bool) -> None:
    offre = une_offre("o", description=" ".join(["mot"] * mots) + ". Court.")
    catalogue = un_catalogue(un_operateur("op", offre), questions=[AGES], etape_de=ETAPE)
    assert trouver(catalogue) == ([("phrase-longue", "op/o/description")] if trop else [])


@pytest.mark.parametrize(
    ("enonce", "sensible"),
    [
        ("Êtes-vous malade ?", True),
        ("Avez-vous un handicap ?", True),
        ("Quelle est votre origine ?", True),
        ("Avez-vous des papiers ?", True),
        ("Êtes-vous né à l’étranger ?", True),
        ("Quelle est votre religion ?", True),
        ("Où en êtes-vous, à peu près ?", False),
        ("Une idée originale ?", False),
        ("Êtes-vous suivi par une structure ?", False),
    ],
)
def test_mots_sensibles(enonce: str, sensible: bool) -> None:
    catalogue = un_catalogue(questions=[{**AGES, "enonce": enonce}], etape_de=ETAPE)
    assert bool(trouver(catalogue)) == sensible
    assert {code for code, _ in trouver(catalogue)} <= {"mot-sensible"}


def test_un_mot_sensible_hors_des_questions_se_dit() -> None:
    """A door may say whom it receives; only what is asked is held to it."""
    catalogue = un_catalogue(
        un_operateur("op", une_offre("o", description="Pour un travailleur handicapé.")),
        questions=[AGES],
        etape_de=ETAPE,
    )
    assert trouver(catalogue) == []
