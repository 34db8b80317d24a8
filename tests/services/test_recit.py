"""A week in sentences: right for nobody, one and many, and nothing that the counts do not say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.services import recit
from prescripteur_tui.services.francais import chiffres, nombre
from tests.exports.semaines import ETAPES, OPERATEURS, PLEIN, un_comptage, une_semaine

SUITE = "une orientation : le nom d’au moins un opérateur qui peut aider."
RECUES = "{} personnes ont été reçues pour un court entretien sur leur envie, leur idée ou leur projet d’activité."
UNE_RECUE = "Une personne a été reçue pour un court entretien sur son envie, son idée ou son projet d’activité."


def une_fin(fin: str, n: int, operateurs: dict[str, int] | None = None) -> Comptage:
    return un_comptage({"detection": n}, {fin: n}, operateurs)


@pytest.mark.parametrize(
    ("n", "attendu"),
    [(0, "0"), (999, "999"), (1000, "1\u202f000"), (10000, "10\u202f000"), (1234567, "1\u202f234\u202f567")],
)
def test_les_milliers(n: int, attendu: str) -> None:
    assert chiffres(n) == attendu
    assert nombre(n, "entretien") == f"{attendu} entretien{'s' if n > 1 else ''}"


@pytest.mark.parametrize(
    ("revision", "attendu", "bref"),
    [
        (0, "Provisoire : la semaine n’est pas finie, ces nombres vont changer.", "Comptes provisoires"),
        (1, "Définitif : la semaine est finie (révision 1).", "Comptes définitifs, révision 1"),
        (2, "Définitif, corrigé : la révision 2 remplace la révision 1.", "Comptes définitifs, révision 2"),
        (3, "Définitif, corrigé : la révision 3 remplace les révisions d’avant.", "Comptes définitifs, révision 3"),
    ],
)
def test_l_etat(revision: int, attendu: str, bref: str) -> None:
    semaine = une_semaine(revision=revision)
    assert (recit.etat_en_mots(semaine), recit.etat_en_bref(semaine)) == (attendu, bref)


NULLE_SANS = "Personne n’est noté comme reparti sans opérateur."
INCONNUE_1 = "Pour 1 entretien, on n’a pas noté comment il s’est terminé."
INCONNUE_2 = "Pour 2 entretiens, on n’a pas noté comment ils se sont terminés."


@pytest.mark.parametrize(
    ("comptage", "attendues"),
    [
        (Comptage((), 0), ["Personne n’a été reçu en entretien."]),
        (
            une_fin("orientation", 1, {"adie": 1}),
            [UNE_RECUE, f"Elle est repartie avec {SUITE}", "Personne n’est reparti sans opérateur."],
        ),
        (
            une_fin("orientation", 2, {"adie": 2}),
            [RECUES.format(2), f"Toutes sont reparties avec {SUITE}", "Personne n’est reparti sans opérateur."],
        ),
        (
            une_fin("aucun-operateur", 1),
            [UNE_RECUE, "Aucune orientation n’a été donnée.", "Une personne est repartie sans opérateur."],
        ),
        (
            une_fin("autre-action", 3),
            [
                RECUES.format(3),
                "Aucune orientation n’a été donnée.",
                "Personne n’est reparti sans opérateur.",
                "Avec 3 personnes, une autre action a été décidée : un atelier, un rendez-vous, une information…",
            ],
        ),
        (
            une_fin("non-renseignee", 2),
            [RECUES.format(2), "Aucune orientation n’a été donnée.", NULLE_SANS, INCONNUE_2],
        ),
        (
            une_fin("non-renseignee", 1, {"adie": 1}),
            [UNE_RECUE, NULLE_SANS, INCONNUE_1],
        ),
        (
            un_comptage({"detection": 3}, {"orientation": 1, "aucun-operateur": 2}, {"adie": 1}),
            [RECUES.format(3), f"1 sur 3 est repartie avec {SUITE}", "2 personnes sont reparties sans opérateur."],
        ),
        (
            PLEIN,
            [
                RECUES.format(12),
                f"8 sur 12 sont reparties avec {SUITE}",
                "2 personnes sont reparties sans opérateur.",
                "Avec une personne, une autre action a été décidée : un atelier, un rendez-vous, une information…",
                INCONNUE_1,
            ],
        ),
    ],
    ids=["vide", "un", "deux", "sans", "autre", "inconnue", "inconnue-orientee", "une-sur-trois", "plein"],
)
def test_ce_qui_s_est_passe(comptage: Comptage, attendues: list[str]) -> None:
    assert list(recit.accueil_en_mots(une_semaine(comptage))) == attendues


def test_les_etapes_dans_l_ordre_du_parcours() -> None:
    comptage = un_comptage({"accompagnement": 1, "esprit-initiative": 2, "nouvelle": 3})
    assert recit.etapes_en_mots(une_semaine(comptage)) == (
        "Esprit d’initiative : 2 personnes. Avoir envie.",
        "Détection : aucune personne. Une idée est là.",
        "Accompagnement : 1 personne. Le projet prend forme.",
        "nouvelle : 3 personnes.",
    )


BEAUCOUP = {f"operateur-{i:02d}": 20 - i for i in range(12)}


@pytest.mark.parametrize(
    ("operateurs", "attendue"),
    [
        ({}, "Aucune orientation n’a été donnée."),
        ({"adie": 1}, "Une orientation a été donnée, vers Adie."),
        ({"adie": 2}, "2 orientations ont été données, toutes deux vers Adie."),
        ({"adie": 3}, "3 orientations ont été données, toutes vers Adie."),
        (
            {"adie": 1, "bge": 1},
            "2 orientations ont été données, vers 2 opérateurs : Adie (1) et BGE Hauts-de-France (1).",
        ),
        (
            {"adie": 1, "citeslab": 4, "inconnu": 2},
            "7 orientations ont été données, vers 3 opérateurs : CitésLab (4), inconnu (2) et Adie (1).",
        ),
        (
            BEAUCOUP,
            "174 orientations ont été données, vers 12 opérateurs, dont operateur-00 (20), operateur-01 (19), "
            "operateur-02 (18), operateur-03 (17), operateur-04 (16), operateur-05 (15), operateur-06 (14), "
            "operateur-07 (13). Tous sont dans la feuille « Opérateurs ».",
        ),
    ],
    ids=["aucune", "une", "deux", "trois", "deux-operateurs", "ordre", "beaucoup"],
)
def test_vers_qui(operateurs: dict[str, int], attendue: str) -> None:
    comptage = une_fin("orientation", 40, operateurs)
    assert recit.orientations_en_mots(une_semaine(comptage)) == (attendue,)


def test_un_nom_de_300_signes_est_abrege_dans_une_phrase() -> None:
    nom = "Association\tà nom " + "long" * 80
    une = une_semaine(une_fin("orientation", 1, {"a": 1}), operateurs={"a": nom})
    (phrase,) = recit.orientations_en_mots(une)
    assert phrase.startswith("Une orientation a été donnée, vers Association à nom longlong")
    assert phrase.endswith("…")
    assert len(phrase) < 120


PEU = "Avec si peu de personnes, un écart d’une semaine à l’autre ne montre pas une tendance."
EN_COURS = "La semaine n’est pas finie : attendez sa fin pour comparer."


@pytest.mark.parametrize(
    ("avant", "revision", "attendues"),
    [
        ([], 1, ["Pas de comparaison : aucun entretien n’est compté ici dans les semaines d’avant."]),
        ([11], 1, ["La semaine d’avant, 11 personnes avaient été reçues : il y en a 1 de plus cette semaine.", PEU]),
        ([12], 1, ["La semaine d’avant, 12 personnes avaient été reçues : c’est pareil cette semaine.", PEU]),
        ([1], 1, ["La semaine d’avant, une personne avait été reçue : il y en a 11 de plus cette semaine.", PEU]),
        ([40], 1, ["La semaine d’avant, 40 personnes avaient été reçues : il y en a 28 de moins cette semaine."]),
        (
            [14],
            0,
            ["La semaine d’avant, 14 personnes avaient été reçues : il y en a 2 de moins pour l’instant.", EN_COURS],
        ),
        (
            [3, 0],
            1,
            [
                "La semaine d’avant, personne n’avait été reçu : il y en a 12 de plus cette semaine.",
                "Sur les 2 semaines d’avant, 1,5 personne par semaine en moyenne (de 0 à 3).",
                PEU,
            ],
        ),
        (
            [5, 5, 5],
            1,
            [
                "La semaine d’avant, 5 personnes avaient été reçues : il y en a 7 de plus cette semaine.",
                "Sur les 3 semaines d’avant, 5 personnes par semaine, chaque fois.",
                PEU,
            ],
        ),
        (
            [4, 9],
            1,
            [
                "La semaine d’avant, 9 personnes avaient été reçues : il y en a 3 de plus cette semaine.",
                "Sur les 2 semaines d’avant, 6,5 personnes par semaine en moyenne (de 4 à 9).",
                PEU,
            ],
        ),
        (
            [0, 1, 4],
            1,
            [
                "La semaine d’avant, 4 personnes avaient été reçues : il y en a 8 de plus cette semaine.",
                "Sur les 3 semaines d’avant, 1,7 personne par semaine en moyenne (de 0 à 4).",
                PEU,
            ],
        ),
        (
            [2000, 3000],
            1,
            [
                "La semaine d’avant, 3\u202f000 personnes avaient été reçues : "
                "il y en a 2\u202f988 de moins cette semaine.",
                "Sur les 2 semaines d’avant, 2\u202f500 personnes par semaine en moyenne (de 2\u202f000 à 3\u202f000).",
            ],
        ),
    ],
)
def test_contre_les_semaines_d_avant(avant: list[int], revision: int, attendues: list[str]) -> None:
    assert list(recit.comparaison_en_mots(une_semaine(avant=avant, revision=revision))) == attendues


NOMBRES = st.integers(0, 3) | st.integers(0, 2000)


@given(
    st.fixed_dictionaries(dict.fromkeys(ETAPES, NOMBRES)),
    st.dictionaries(st.sampled_from(sorted(OPERATEURS)), NOMBRES),
    st.lists(NOMBRES, max_size=8),
    st.integers(0, 3),
)
def test_le_francais_tient(etapes: dict[str, int], operateurs: dict[str, int], avant: list[int], revision: int) -> None:
    """Sentences end, agree with their number, and break no line before a high sign."""
    semaine = une_semaine(un_comptage(etapes, None, operateurs), avant, revision=revision)
    phrases = [
        recit.etat_en_mots(semaine),
        *recit.accueil_en_mots(semaine),
        *recit.etapes_en_mots(semaine),
        *recit.orientations_en_mots(semaine),
        *recit.comparaison_en_mots(semaine),
        *recit.limites_en_mots(semaine),
    ]
    for phrase in phrases:
        assert phrase[-1] in ".…", phrase
        assert not re.search(r"\x20[:;!?»]|«\x20|\x20\x20", phrase), phrase
        assert not re.search(r"(?<![\d,\u202f])[01] (personnes|orientations|entretiens|opérateurs)\b", phrase), phrase
        assert not re.search(r"(?<![\d,])([2-9]|\d\d+) (personne|orientation|entretien|opérateur)\b", phrase), phrase
