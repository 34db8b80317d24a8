"""Contract §4, sentence by sentence: values, gates, étape, verdicts.

Expected results are written from the contract, never from what the engine answers.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.domaine.conftest import Decider
from tests.domaine.objets import (
    A_VERIFIER,
    ASSUREE,
    CONDITION,
    PHRASE_OFFRE,
    PHRASE_OP,
    PORTE,
    noms,
    sort_de,
    une_porte,
)
from tests.usine import (
    ETAPES,
    sauf,
    si,
    toutes,
    un_catalogue,
    un_de,
    un_operateur,
    une_offre,
    une_question,
)

# --- An atom ---

ATOMES = {
    "parmi-oui": (si("ville", "dedans"), {"ville": "dedans"}, ASSUREE),
    "parmi-une-des-deux": (si("ville", "dehors", "dedans"), {"ville": "dedans"}, ASSUREE),
    "parmi-non": (si("ville", "dedans"), {"ville": "dehors"}, CONDITION),
    "parmi-sans-la-question": (si("ville", "dedans"), {}, A_VERIFIER),
    "parmi-sans-reponse": (si("ville", "dedans"), {"ville": "sans-reponse"}, A_VERIFIER),
    "parmi-ne-sait-pas": (si("ville", "dedans"), {"ville": "ne-sait-pas"}, A_VERIFIER),
    "parmi-peut-etre": (si("ville", "dedans", peut_etre=["bordure"]), {"ville": "bordure"}, A_VERIFIER),
    "parmi-peut-etre-oui": (si("ville", "dedans", peut_etre=["bordure"]), {"ville": "dedans"}, ASSUREE),
    "parmi-peut-etre-non": (si("ville", "dedans", peut_etre=["bordure"]), {"ville": "dehors"}, CONDITION),
    "parmi-vide-peut-etre": (si("ville", peut_etre=["bordure"]), {"ville": "bordure"}, A_VERIFIER),
    "parmi-vide-non": (si("ville", peut_etre=["bordure"]), {"ville": "dedans"}, CONDITION),
    "sauf-nommee": (sauf("ville", "dedans"), {"ville": "dedans"}, CONDITION),
    "sauf-autre": (sauf("ville", "dedans"), {"ville": "dehors"}, ASSUREE),
    "sauf-sans-la-question": (sauf("ville", "dedans"), {}, A_VERIFIER),
    "sauf-sans-reponse": (sauf("ville", "dedans"), {"ville": "sans-reponse"}, A_VERIFIER),
    "sauf-ne-sait-pas": (sauf("ville", "dedans"), {"ville": "ne-sait-pas"}, A_VERIFIER),
    "sauf-peut-etre": (sauf("ville", "dedans", peut_etre=["bordure"]), {"ville": "bordure"}, A_VERIFIER),
    "sauf-vide-autre": (sauf("ville", peut_etre=["bordure"]), {"ville": "dedans"}, ASSUREE),
    "multi-une-suffit": (si("freins", "argent"), {"freins": ["papiers", "argent"]}, ASSUREE),
    "multi-aucune": (si("freins", "argent"), {"freins": ["papiers"]}, CONDITION),
    "multi-seule": (si("freins", "argent"), {"freins": ["aucun"]}, CONDITION),
    "multi-oui-avant-peut-etre": (
        si("freins", "argent", peut_etre=["papiers"]),
        {"freins": ["argent", "papiers"]},
        ASSUREE,
    ),
    "multi-peut-etre": (si("freins", "argent", peut_etre=["papiers"]), {"freins": ["papiers"]}, A_VERIFIER),
    "multi-peut-etre-et-autre": (
        si("droits", peut_etre=["rsa"]),
        {"age": "adulte", "droits": ["are", "rsa"]},
        A_VERIFIER,
    ),
    "multi-ne-sait-pas": (si("droits", "rsa"), {"age": "adulte", "droits": ["ne-sait-pas"]}, A_VERIFIER),
    "multi-sauf-une-suffit": (sauf("freins", "argent"), {"freins": ["argent", "papiers"]}, CONDITION),
    "multi-sauf-autre": (sauf("freins", "argent"), {"freins": ["papiers"]}, ASSUREE),
    "multi-sans-reponse": (si("freins", "argent"), {"freins": "sans-reponse"}, A_VERIFIER),
}


@pytest.mark.parametrize(("condition", "reponses", "attendu"), ATOMES.values(), ids=ATOMES)
def test_atome(decider: Decider, condition: dict[str, Any], reponses: dict[str, Any], attendu: str) -> None:
    assert sort_de(decider(une_porte(condition), reponses), "op/porte") == attendu


# --- Strong Kleene ---

XY = (une_question("x", "oui", "non"), une_question("y", "oui", "non"), une_question("z", "oui", "non"))
VALEURS = {"V": {"oui"}, "F": {"non"}, "I": set[str]()}
KLEENE_ET = {"VV": "V", "VI": "I", "VF": "F", "IV": "I", "II": "I", "IF": "F", "FV": "F", "FI": "F", "FF": "F"}
KLEENE_OU = {"VV": "V", "VI": "V", "VF": "V", "IV": "V", "II": "I", "IF": "I", "FV": "V", "FI": "I", "FF": "F"}
VERDICTS = {"V": ASSUREE, "F": CONDITION, "I": A_VERIFIER}
X, Y, Z = si("x", "oui"), si("y", "oui"), si("z", "oui")
PAS_X, PAS_Y = sauf("x", "oui"), sauf("y", "oui")
FORMES = {
    "toutes-les-conditions": ((X, Y), KLEENE_ET),
    "un-de": ((un_de(X, Y),), KLEENE_OU),
    "toutes-dans-un-de": ((un_de(toutes(X, Y)),), KLEENE_ET),
    "de-morgan-ou": ((un_de(PAS_X, PAS_Y),), {k: {"V": "F", "F": "V", "I": "I"}[v] for k, v in KLEENE_ET.items()}),
    "de-morgan-et": ((PAS_X, PAS_Y), {k: {"V": "F", "F": "V", "I": "I"}[v] for k, v in KLEENE_OU.items()}),
}
TABLES = {
    f"{forme}-{xy}": (conditions, xy, attendu)
    for forme, (conditions, table) in FORMES.items()
    for xy, attendu in table.items()
}


@pytest.mark.parametrize(("conditions", "xy", "attendu"), TABLES.values(), ids=TABLES)
def test_kleene(decider: Decider, conditions: tuple[dict[str, Any], ...], xy: str, attendu: str) -> None:
    catalogue = un_catalogue(
        un_operateur("op", une_offre("porte", *conditions)), questions=XY, etape_de=[{"etape": ETAPES[0]}]
    )
    reponses = {q: valeur for q, lettre in zip("xy", xy, strict=True) for valeur in VALEURS[lettre]}
    assert sort_de(decider(catalogue, reponses), "op/porte") == VERDICTS[attendu]


BRANCHES = {
    "ET-vrai-suffit": ({"x": "oui", "y": "oui", "z": "non"}, ASSUREE),
    "atome-vrai-suffit": ({"x": "non", "z": "oui"}, ASSUREE),
    "ET-inconnu": ({"x": "oui", "z": "non"}, A_VERIFIER),
    "ET-faux-et-inconnu": ({"x": "non"}, A_VERIFIER),
    "toutes-fausses": ({"x": "non", "z": "non"}, CONDITION),
}


@pytest.mark.parametrize(("reponses", "attendu"), BRANCHES.values(), ids=BRANCHES)
def test_un_de_avec_toutes(decider: Decider, reponses: dict[str, Any], attendu: str) -> None:
    catalogue = un_catalogue(
        un_operateur("op", une_offre("porte", un_de(toutes(X, Y), Z))),
        questions=XY,
        etape_de=[{"etape": ETAPES[0]}],
    )
    assert sort_de(decider(catalogue, reponses), "op/porte") == attendu


COMPLETIONS = {
    "toujours-vraie-quoi-qu-on-reponde": (un_de(si("ville", "dedans"), sauf("ville", "dedans")),),
    "toujours-fausse-quoi-qu-on-reponde": (si("ville", "dedans"), si("ville", "dehors")),
    "toutes-les-options": (si("ville", "dedans", "dehors", "bordure"),),
}


@pytest.mark.parametrize("conditions", COMPLETIONS.values(), ids=COMPLETIONS)
def test_pas_de_raisonnement_sur_les_reponses_a_venir(decider: Decider, conditions: tuple[dict[str, Any], ...]) -> None:
    assert sort_de(decider(une_porte(*conditions), {}), "op/porte") == A_VERIFIER


# --- Gates ---

PORTES = {
    "fermee-parmi-faux": (si("secteur", "commerce"), {"projet": "rien"}, PORTE),
    "fermee-sauf-vrai": (sauf("secteur", "commerce"), {"projet": "rien"}, ASSUREE),
    "ouverte-sans-reponse": (si("secteur", "commerce"), {"projet": "idee"}, A_VERIFIER),
    "ouverte-repondue": (si("secteur", "commerce"), {"projet": "idee", "secteur": "commerce"}, ASSUREE),
    "inconnue-parmi": (si("secteur", "commerce"), {}, A_VERIFIER),
    "inconnue-sauf": (sauf("secteur", "commerce"), {}, A_VERIFIER),
    "inconnue-refusee": (si("secteur", "commerce"), {"projet": "sans-reponse"}, A_VERIFIER),
    "inconnue-ne-sait-pas-non-nommee": (si("secteur", "commerce"), {"projet": "ne-sait-pas"}, A_VERIFIER),
    "ne-sait-pas-nommee-ouvre": (
        si("banque", "refus"),
        {"projet": "ecrit", "besoin": "ne-sait-pas", "banque": "refus"},
        ASSUREE,
    ),
    "porte-d-une-porte-fermee": (si("banque", "refus"), {"projet": "idee"}, PORTE),
    "porte-d-une-porte-fermee-sauf": (sauf("banque", "refus"), {"projet": "idee"}, ASSUREE),
    "porte-d-une-porte-inconnue": (si("banque", "refus"), {"projet": "sans-reponse"}, A_VERIFIER),
    "porte-par-la-seconde": (si("banque", "refus"), {"projet": "ecrit", "besoin": "aucun"}, PORTE),
    "option-qui-ferme-la-suite": (si("ville", "dedans"), {"age": "enfant"}, PORTE),
    "option-qui-ferme-la-suite-sauf": (sauf("ville", "dedans"), {"age": "enfant"}, ASSUREE),
    "option-qui-ferme-laisse-l-avant": (si("projet", "idee"), {"projet": "idee", "age": "enfant"}, ASSUREE),
    "option-qui-ferme-est-une-reponse": (si("age", "jeune"), {"age": "enfant"}, CONDITION),
}


@pytest.mark.parametrize(("condition", "reponses", "attendu"), PORTES.values(), ids=PORTES)
def test_porte(decider: Decider, condition: dict[str, Any], reponses: dict[str, Any], attendu: str) -> None:
    assert sort_de(decider(une_porte(condition), reponses), "op/porte") == attendu


def test_une_porte_sur_une_question_fermee_est_fausse(decider: Decider) -> None:
    questions = (
        une_question("a", "oui", "non"),
        une_question("b", "oui", "non", ouverte_si=[si("a", "oui")]),
        une_question("c", "oui", "non", ouverte_si=[si("b", "oui")]),
        une_question("d", "oui", "non", ouverte_si=[sauf("b", "oui")]),
    )
    catalogue = un_catalogue(
        un_operateur("c", une_offre("porte", si("c", "oui"))),
        un_operateur("d", une_offre("porte", si("d", "oui"))),
        questions=questions,
        etape_de=[{"etape": ETAPES[0]}],
    )
    objet = decider(catalogue, {"a": "non", "d": "oui"})
    assert (sort_de(objet, "c/porte"), sort_de(objet, "d/porte")) == (PORTE, ASSUREE)


# --- The étape ---

LES_ETAPES = {
    "ecrit": ({"projet": "ecrit"}, ETAPES[2], "La personne a un projet écrit"),
    "idee": ({"projet": "idee"}, ETAPES[1], "La personne a une idée"),
    "rien": ({"projet": "rien"}, ETAPES[0], "La personne n’a pas d’idée"),
    "ne-sait-pas": ({"projet": "ne-sait-pas"}, ETAPES[0], "Rien n’indique encore un projet"),
    "sans-reponse": ({"projet": "sans-reponse"}, ETAPES[0], "Rien n’indique encore un projet"),
    "sans-la-question": ({}, ETAPES[0], "Rien n’indique encore un projet"),
}


@pytest.mark.parametrize(("reponses", "etape", "raison"), LES_ETAPES.values(), ids=LES_ETAPES)
def test_etape(decider: Decider, reponses: dict[str, Any], etape: str, raison: str) -> None:
    assert decider(un_catalogue(), reponses)["etape"] == {"id": etape, "raison": raison}


REGLES_ETAPE = {
    "premiere-vraie": (
        [
            {"etape": ETAPES[1], "quand": [si("ville", "dedans")]},
            {"etape": ETAPES[2], "quand": [si("ville", "dedans")]},
        ],
        {"ville": "dedans"},
        {"id": ETAPES[1], "raison": "La personne a dit dedans"},
    ),
    "inconnue-n-est-pas-vraie": (
        [{"etape": ETAPES[2], "quand": [si("ville", "dedans"), si("age", "adulte")]}],
        {"ville": "dedans"},
        {"id": ETAPES[0], "raison": "La personne a dit dedans"},
    ),
    "ne-sait-pas-nommee": (
        [{"etape": ETAPES[2], "quand": [si("ville", "ne-sait-pas")]}],
        {"ville": "ne-sait-pas"},
        {"id": ETAPES[2], "raison": "Nom accompagnement"},
    ),
    "question-fermee-sauf": (
        [{"etape": ETAPES[2], "quand": [sauf("secteur", "commerce")], "constat": "constat"}],
        {"projet": "rien"},
        {"id": ETAPES[2], "raison": "Constat"},
    ),
    "raison-de-la-regle-qui-vaut": (
        [{"etape": ETAPES[2], "quand": [si("age", "jeune")]}, {"etape": ETAPES[1], "quand": [si("ville", "dedans")]}],
        {"age": "adulte", "ville": "dedans"},
        {"id": ETAPES[1], "raison": "La personne a dit dedans"},
    ),
    "premiere-question-repondue-de-la-regle": (
        [{"etape": ETAPES[2], "quand": [un_de(si("age", "jeune"), si("freins", "papiers"), si("ville", "dedans"))]}],
        {"ville": "dedans", "freins": ["argent", "papiers"]},
        {"id": ETAPES[2], "raison": "La personne a dit argent"},
    ),
    "sans-constat": ([], {}, {"id": ETAPES[0], "raison": "Nom esprit-initiative"}),
}


@pytest.mark.parametrize(("regles", "reponses", "attendue"), REGLES_ETAPE.values(), ids=REGLES_ETAPE)
def test_regle_d_etape(
    decider: Decider, regles: list[dict[str, Any]], reponses: dict[str, Any], attendue: dict[str, str]
) -> None:
    catalogue = un_catalogue(etape_de=[*regles, {"etape": ETAPES[0]}])
    assert decider(catalogue, reponses)["etape"] == attendue


# --- « à confirmer » ---


def test_a_confirmer_se_montre_et_ne_change_pas_une_porte(decider: Decider) -> None:
    offre = une_offre("porte", si("ville", "dedans"), a_confirmer=[PHRASE_OFFRE])
    catalogue = un_catalogue(un_operateur("op", offre, a_confirmer=[PHRASE_OP]))
    premiere = decider(catalogue, {"ville": "dedans"})["propositions"][0]
    assert premiere["offre"] == "op/porte"
    assert premiere["statut"] == ASSUREE
    assert premiere["a_confirmer"] == [PHRASE_OP, PHRASE_OFFRE]


def test_a_confirmer_se_montre_aussi_sur_une_porte_a_verifier(decider: Decider) -> None:
    catalogue = une_porte(si("ville", "dedans"), a_confirmer=[PHRASE_OFFRE])
    porte = decider(catalogue, {})["propositions"][1]
    assert (porte["statut"], porte["a_confirmer"]) == (A_VERIFIER, [PHRASE_OFFRE])


AIDES = {
    "sure": ([], [], {"ville": "dedans"}, ASSUREE),
    "phrase-de-l-offre": ([], [PHRASE_OFFRE], {"ville": "dedans"}, A_VERIFIER),
    "phrase-de-l-operateur": ([PHRASE_OP], [], {"ville": "dedans"}, A_VERIFIER),
    "condition-inconnue": ([], [], {}, A_VERIFIER),
    "condition-fausse": ([], [], {"ville": "dehors"}, CONDITION),
    "condition-fausse-et-phrase": ([PHRASE_OP], [PHRASE_OFFRE], {"ville": "dehors"}, CONDITION),
}


@pytest.mark.parametrize(("de_l_operateur", "de_l_offre", "reponses", "attendu"), AIDES.values(), ids=AIDES)
def test_a_confirmer_retient_une_aide(
    decider: Decider,
    de_l_operateur: list[dict[str, str]],
    de_l_offre: list[dict[str, str]],
    reponses: dict[str, Any],
    attendu: str,
) -> None:
    aide = une_offre("droit", si("ville", "dedans"), aide=True, a_confirmer=de_l_offre)
    objet = decider(un_catalogue(un_operateur("op", aide, a_confirmer=de_l_operateur)), reponses)
    assert sort_de(objet, "op/droit") == attendu
    assert noms(objet["propositions"]) == ["filet/accueil"]
