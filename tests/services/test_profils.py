"""Numbers, shares and people in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from prescripteur_tui.services.profils import (
    grand_nombre,
    part_en_mots,
    personne_en_mots,
    profil_en_mots,
    sur_cent,
)
from tests.usine import un_catalogue, une_question

Q = un_catalogue(
    questions=[
        une_question("age", {"id": "jeune", "libelle": "Jeune", "constat": "a moins de 26 ans"}, "adulte", "vieux"),
        une_question("droits", "are", "rsa", {"id": "aucun", "seule": True}, multi=True),
    ],
    etape_de=[{"etape": "detection"}],
).questionnaire


@pytest.mark.parametrize(
    ("part", "texte"),
    [
        (Fraction(1, 6), "17 entretiens sur 100"),
        (0.01, "1 entretien sur 100"),
        (0.013, "13 entretiens sur 1\u202f000"),
        (0.001, "1 entretien sur 1\u202f000"),
        (0.004, "4 entretiens sur 1\u202f000"),
        (0.0002, "2 entretiens sur 10\u202f000"),
        (0.0001, "1 entretien sur 10\u202f000"),
        (0.00001, "moins d’un entretien sur 10\u202f000"),
        (1, "100 entretiens sur 100"),
    ],
)
def test_sur_cent(part: float, texte: str) -> None:
    assert sur_cent(part) == texte


@pytest.mark.parametrize(
    ("part", "texte"),
    [
        (0, "0\u00a0%"),
        (0.000001, "moins de 0,1\u00a0%"),
        (0.148, "14,8\u00a0%"),
        (0.5, "50\u00a0%"),
        (0.99999, "plus de 99,9\u00a0%"),
        (1, "100\u00a0%"),
    ],
)
def test_part(part: float, texte: str) -> None:
    assert part_en_mots(part) == texte


def test_grand_nombre() -> None:
    assert grand_nombre(3782284922888) == "3\u202f782\u202f284\u202f922\u202f888"


@pytest.mark.parametrize(
    ("choix", "texte"),
    [
        ((), "toutes les réponses"),
        ((("age", "parmi", ("jeune", "adulte", "vieux")),), "toutes les réponses"),
        ((("age", "parmi", ("jeune",)),), "age\u00a0: Jeune"),
        ((("droits", "sauf", ("are", "rsa")),), "droits\u00a0: Libellé aucun"),
        (
            (("age", "parmi", ("jeune",)), ("droits", "comme", ("are+rsa", "aucun"))),
            "age\u00a0: Jeune\u00a0; droits\u00a0: par exemple Libellé are et Libellé rsa ou Libellé aucun",
        ),
    ],
)
def test_profil(choix: Any, texte: str) -> None:
    assert profil_en_mots(Q, choix) == texte


def test_personne() -> None:
    assert personne_en_mots(Q, {}) == "n’importe quelle personne"
    assert personne_en_mots(Q, {"age": "jeune", "droits": ("are", "rsa")}) == (
        "une personne qui a moins de 26 ans, qui a dit are et qui a dit rsa"
    )
