"""Contract §4, what is left out: its cause, what would open it, and the question that would help most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.domaine.conftest import Decider
from tests.domaine.objets import ecarte
from tests.usine import (
    ETAPE_DE,
    ETAPES,
    QUESTIONS,
    prefere,
    sauf,
    si,
    toutes,
    un_catalogue,
    un_de,
    un_operateur,
    une_offre,
    une_option,
    une_question,
)


def motive(condition: Mapping[str, Any], motif: str) -> dict[str, Any]:
    """The condition with its motif."""
    return {**condition, "motif": motif}


ICI = motive(si("ville", "dedans"), "réservé aux gens d’ici")
ARGENT = motive(si("freins", "argent"), "pour l’argent")
JEUNES = motive(si("age", "jeune"), "réservé aux jeunes")


# --- Cause ---

CAUSES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "condition": (
        une_offre("porte", ARGENT),
        {"freins": ["papiers"]},
        {"cause": "condition", "motif": "pour l’argent", "question": "freins", "bascule": ["argent"]},
    ),
    "premiere-condition-fausse": (
        une_offre("porte", motive(si("projet", "ecrit"), "projet écrit"), ARGENT),
        {"projet": "idee", "freins": ["papiers"]},
        {"cause": "condition", "motif": "projet écrit", "question": "projet", "bascule": []},
    ),
    "condition-inconnue-sautee": (
        une_offre("porte", motive(si("projet", "ecrit"), "projet écrit"), ARGENT),
        {"freins": ["papiers"]},
        {"cause": "condition", "motif": "pour l’argent", "question": "freins", "bascule": ["argent"]},
    ),
    "fixe-avant-les-autres": (
        une_offre("porte", ARGENT, ICI),
        {"ville": "dehors", "freins": ["papiers"]},
        {"cause": "condition", "motif": "réservé aux gens d’ici", "question": "ville", "bascule": []},
    ),
    "fixe-dans-l-ordre-du-fichier": (
        une_offre("porte", JEUNES, ICI),
        {"age": "adulte", "ville": "dehors"},
        {"cause": "condition", "motif": "réservé aux jeunes", "question": "age", "bascule": []},
    ),
    "fixe-avant-etape": (
        une_offre("porte", ICI, etapes=[ETAPES[2]]),
        {"projet": "idee", "ville": "dehors"},
        {"cause": "condition", "motif": "réservé aux gens d’ici", "question": "ville", "bascule": []},
    ),
    "etape-avant-les-autres": (
        une_offre("porte", ARGENT, etapes=[ETAPES[2]]),
        {"projet": "idee", "freins": ["papiers"]},
        {
            "cause": "etape",
            "motif": "intervient à l’étape Nom accompagnement",
            "question": "projet",
            "bascule": [],
        },
    ),
    "fixe-et-modifiable-melees-apres-etape": (
        une_offre("porte", motive(un_de(si("ville", "dedans"), si("freins", "argent")), "mêlée"), etapes=[ETAPES[2]]),
        {"projet": "idee", "ville": "dehors", "freins": ["papiers"]},
        {
            "cause": "etape",
            "motif": "intervient à l’étape Nom accompagnement",
            "question": "projet",
            "bascule": [],
        },
    ),
    "fixes-en-alternative-avant-etape": (
        une_offre("porte", motive(un_de(si("ville", "dedans"), si("age", "jeune")), "fixe"), etapes=[ETAPES[1]]),
        {"projet": "idee", "ville": "dehors", "age": "adulte"},
        {"cause": "condition", "motif": "fixe", "question": "ville", "bascule": ["dedans"]},
    ),
    "etape": (
        une_offre("porte", etapes=[ETAPES[1], ETAPES[2]]),
        {"projet": "rien"},
        {
            "cause": "etape",
            "motif": "intervient aux étapes Nom detection et Nom accompagnement",
            "question": "projet",
            "bascule": ["idee", "ecrit"],
        },
    ),
    "etape-sans-reponse": (
        une_offre("porte", etapes=[ETAPES[1]]),
        {},
        {
            "cause": "etape",
            "motif": "intervient à l’étape Nom detection",
            "question": "projet",
            "bascule": ["idee"],
        },
    ),
    "etape-et-condition-qui-la-suit": (
        une_offre("porte", motive(si("projet", "ecrit"), "projet écrit"), etapes=[ETAPES[1], ETAPES[2]]),
        {"projet": "rien"},
        {
            "cause": "etape",
            "motif": "intervient aux étapes Nom detection et Nom accompagnement",
            "question": "projet",
            "bascule": ["ecrit"],
        },
    ),
    "porte-fermee": (
        une_offre("porte", motive(si("secteur", "commerce"), "commerce")),
        {"projet": "rien"},
        {"cause": "porte-fermee", "motif": "commerce", "question": "projet", "bascule": ["idee", "ecrit"]},
    ),
    "porte-fermee-au-plus-haut": (
        une_offre("porte", motive(si("banque", "refus"), "refus")),
        {"projet": "idee"},
        {"cause": "porte-fermee", "motif": "refus", "question": "projet", "bascule": ["ecrit"]},
    ),
    "porte-fermee-au-plus-pres": (
        une_offre("porte", motive(si("banque", "refus"), "refus")),
        {"projet": "ecrit", "besoin": "aucun"},
        {"cause": "porte-fermee", "motif": "refus", "question": "besoin", "bascule": ["petit", "gros"]},
    ),
    "porte-fermee-fixe": (
        une_offre("porte", motive(si("droits", "rsa"), "réservé aux personnes au RSA"), etapes=[ETAPES[1]]),
        {"projet": "ecrit", "age": "jeune"},
        {"cause": "porte-fermee", "motif": "réservé aux personnes au RSA", "question": "age", "bascule": []},
    ),
    "porte-fermee-par-l-option-qui-ferme": (
        une_offre("porte", ICI),
        {"age": "enfant"},
        {
            "cause": "porte-fermee",
            "motif": "réservé aux gens d’ici",
            "question": "age",
            "bascule": ["jeune", "adulte"],
        },
    ),
    "porte-fermee-deux-fois": (
        une_offre("porte", motive(si("secteur", "commerce"), "commerce")),
        {"projet": "rien", "age": "enfant"},
        {"cause": "porte-fermee", "motif": "commerce", "question": "age", "bascule": []},
    ),
    "statut-a-confirmer": (
        une_offre("porte", statut="a-confirmer"),
        {},
        {"cause": "statut", "motif": "existence à confirmer"},
    ),
    "statut-termine": (une_offre("porte", statut="termine"), {}, {"cause": "statut", "motif": "terminé"}),
    "statut-avant-date-et-condition": (
        une_offre("porte", ICI, statut="termine", au="2020-01-01"),
        {"ville": "dehors"},
        {"cause": "statut", "motif": "terminé"},
    ),
    "date": (une_offre("porte", au="2026-11-21"), {}, {"cause": "date", "motif": "pas ouvert cette semaine"}),
    "date-avant-condition-et-etape": (
        une_offre("porte", ICI, au="2026-11-21", etapes=[ETAPES[2]]),
        {"ville": "dehors", "projet": "rien"},
        {"cause": "date", "motif": "pas ouvert cette semaine"},
    ),
}


@pytest.mark.parametrize("aide", [False, True], ids=["porte", "aide"])
@pytest.mark.parametrize(("offre", "reponses", "attendu"), CAUSES.values(), ids=CAUSES)
def test_cause(
    decider: Decider, offre: dict[str, Any], reponses: dict[str, Any], attendu: dict[str, Any], aide: bool
) -> None:
    objet = decider(un_catalogue(un_operateur("op", {**offre, "aide": aide})), reponses)
    assert ecarte(objet) == attendu


def test_cause_autre_offre(decider: Decider) -> None:
    operateur = un_operateur("op", une_offre("porte"), une_offre("mieux", preferences=[prefere("ville", "dedans")]))
    objet = decider(un_catalogue(operateur), {"ville": "dedans"})
    assert ecarte(objet) == {
        "cause": "autre-offre",
        "motif": "une autre offre du même opérateur convient mieux\N{NO-BREAK SPACE}: Offre mieux",
    }


def test_une_offre_hors_jeu_ne_passe_pas_pour_autre_offre(decider: Decider) -> None:
    operateur = un_operateur("op", une_offre("porte", ICI), une_offre("mieux"))
    objet = decider(un_catalogue(operateur), {"ville": "dehors"})
    assert ecarte(objet)["cause"] == "condition"


def test_le_cumul_de_deux_portes_suit_la_premiere_regle_fausse(decider: Decider) -> None:
    questions = (
        une_question("a", "oui", "non"),
        une_question("b", "oui", "non"),
        une_question("c", "oui", "non", ouverte_si=[si("a", "oui"), un_de(toutes(si("b", "oui"), si("a", "oui")))]),
    )
    catalogue = un_catalogue(
        un_operateur("op", une_offre("porte", si("c", "oui"))), questions=questions, etape_de=[{"etape": ETAPES[0]}]
    )
    attendu = {"cause": "porte-fermee", "motif": "motif 1"}
    assert ecarte(decider(catalogue, {"a": "oui", "b": "non"})) == {**attendu, "question": "b", "bascule": ["oui"]}
    assert ecarte(decider(catalogue, {"a": "non", "b": "oui"})) == {**attendu, "question": "a", "bascule": ["oui"]}
    assert ecarte(decider(catalogue, {"a": "non", "b": "non"})) == {**attendu, "question": "a", "bascule": []}


def test_ecartes_tient_tout_ce_qui_n_est_pas_avance_par_nom(decider: Decider) -> None:
    catalogue = un_catalogue(
        un_operateur("z", une_offre("b", ICI), une_offre("a", ICI), une_offre("ouverte")),
        un_operateur("a-z", une_offre("x", ICI)),
        un_operateur("a", une_offre("y", ICI)),
        un_operateur("mort", une_offre("x"), statut="termine"),
    )
    objet = decider(catalogue, {"ville": "dehors"})
    assert [e["offre"] for e in objet["ecartes"]] == ["a-z/x", "a/y", "mort/x", "z/a", "z/b"]
    assert [p["offre"] for p in objet["propositions"]] == ["z/ouverte", "filet/accueil"]


# --- Alive, and the dates ---

STATUTS = {
    "actif-actif": ("actif", "actif", True),
    "actif-herite": ("actif", None, True),
    "actif-a-confirmer": ("actif", "a-confirmer", False),
    "actif-termine": ("actif", "termine", False),
    "a-confirmer-actif": ("a-confirmer", "actif", False),
    "a-confirmer-herite": ("a-confirmer", None, False),
    "termine-actif": ("termine", "actif", False),
    "termine-a-confirmer": ("termine", "a-confirmer", False),
}


@pytest.mark.parametrize("aide", [False, True], ids=["porte", "aide"])
@pytest.mark.parametrize(("operateur", "offre", "proposee"), STATUTS.values(), ids=STATUTS)
def test_seules_les_offres_actives_sont_avancees(
    decider: Decider, operateur: str, offre: str | None, proposee: bool, aide: bool
) -> None:
    catalogue = un_catalogue(un_operateur("op", une_offre("porte", statut=offre, aide=aide), statut=operateur))
    objet = decider(catalogue, {})
    assert ("op/porte" in [p["offre"] for p in (*objet["propositions"], *objet["aides"])]) is proposee


# 2026-W47 is 16-22 November; W49 is 30 November - 6 December; W53 is 28 December - 3 January.
DATES: dict[str, tuple[str, dict[str, Any], bool]] = {
    "du-lundi": ("2026-W47", {"du": "2026-11-16"}, True),
    "du-mardi": ("2026-W47", {"du": "2026-11-17"}, False),
    "du-semaine-d-apres": ("2026-W47", {"du": "2026-11-23"}, False),
    "au-dimanche": ("2026-W47", {"au": "2026-11-22"}, True),
    "au-samedi": ("2026-W47", {"au": "2026-11-21"}, False),
    "au-semaine-d-avant": ("2026-W47", {"au": "2026-11-15"}, False),
    "juste-la-semaine": ("2026-W47", {"du": "2026-11-16", "au": "2026-11-22"}, True),
    "saison-oui": ("2026-W47", {"saison": [11]}, True),
    "saison-non": ("2026-W47", {"saison": [1, 12]}, False),
    "saison-deux-mois-un-seul": ("2026-W49", {"saison": [11]}, False),
    "saison-deux-mois-l-autre": ("2026-W49", {"saison": [12]}, False),
    "saison-deux-mois": ("2026-W49", {"saison": [12, 11]}, True),
    "saison-deux-annees": ("2026-W53", {"saison": [1, 12]}, True),
    "saison-deux-annees-un-seul": ("2026-W53", {"saison": [12]}, False),
    "saison-et-du": ("2026-W47", {"saison": [11], "du": "2026-11-20"}, False),
    "semaine-1-commence-l-annee-d-avant": ("2025-W01", {"du": "2024-12-30", "au": "2025-01-05"}, True),
}


@pytest.mark.parametrize(("semaine", "champs", "proposee"), DATES.values(), ids=DATES)
def test_les_dates_couvrent_toute_la_semaine(
    decider: Decider, semaine: str, champs: dict[str, Any], proposee: bool
) -> None:
    objet = decider(un_catalogue(un_operateur("op", une_offre("porte", **champs))), {}, semaine)
    assert ("op/porte" in [p["offre"] for p in objet["propositions"]]) is proposee


# --- Bascule ---

BASCULES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str, list[str]]] = {
    "les-reponses-qui-ouvrent": (
        [si("ville", "bordure", "dedans")],
        {"ville": "dehors"},
        "ville",
        ["dedans", "bordure"],
    ),
    "peut-etre-ouvre": (
        [si("ville", "dedans", peut_etre=["bordure"])],
        {"ville": "dehors"},
        "ville",
        ["dedans", "bordure"],
    ),
    "ne-sait-pas-jamais": ([sauf("ville", "dehors")], {"ville": "dehors"}, "ville", ["dedans", "bordure"]),
    "multi-une-seule-option": (
        [sauf("freins", "argent")],
        {"freins": ["argent", "papiers"]},
        "freins",
        ["papiers", "aucun"],
    ),
    "par-elles-memes": (
        [si("projet", "ecrit"), si("freins", "argent")],
        {"projet": "idee", "freins": ["papiers"]},
        "projet",
        [],
    ),
    "avec-le-reste-inconnu": ([si("projet", "ecrit"), si("freins", "argent")], {"projet": "idee"}, "projet", ["ecrit"]),
    "reponse-fermee-oubliee": (
        [si("projet", "rien", "idee"), sauf("besoin", "gros")],
        {"projet": "ecrit", "besoin": "gros"},
        "projet",
        ["rien", "idee"],
    ),
    "reponse-fermee-ne-compte-plus": (
        [si("projet", "rien", "idee"), si("secteur", "commerce")],
        {"projet": "ecrit", "secteur": "commerce"},
        "projet",
        ["idee"],
    ),
    "fermee-en-cascade": (
        [si("projet", "rien", "idee"), sauf("banque", "refus")],
        {"projet": "ecrit", "besoin": "gros", "banque": "refus"},
        "projet",
        ["rien", "idee"],
    ),
    "option-qui-ferme-n-ouvre-pas": (
        [si("age", "enfant", "jeune"), si("ville", "dedans")],
        {"age": "adulte", "ville": "dedans"},
        "age",
        ["jeune"],
    ),
    "alternative-premiere-qui-ouvre": (
        [un_de(toutes(si("freins", "argent"), si("ville", "dedans")), si("secteur", "commerce"))],
        {"projet": "idee", "ville": "dehors", "freins": ["papiers"], "secteur": "culture"},
        "secteur",
        ["commerce"],
    ),
    "alternative-dans-l-ordre": (
        [un_de(si("freins", "argent"), si("secteur", "commerce"))],
        {"projet": "idee", "freins": ["papiers"], "secteur": "culture"},
        "freins",
        ["argent"],
    ),
    "alternative-rien-n-ouvre": (
        [un_de(toutes(si("freins", "argent"), si("ville", "dedans")))],
        {"ville": "dehors", "freins": ["papiers"]},
        "freins",
        [],
    ),
    "alternative-atome-vrai-saute": (
        [un_de(toutes(si("ville", "dedans"), si("freins", "argent")))],
        {"ville": "dedans", "freins": ["papiers"]},
        "freins",
        ["argent"],
    ),
    "alternative-atome-inconnu-saute": (
        [un_de(toutes(si("ville", "dedans"), si("freins", "argent")))],
        {"freins": ["papiers"]},
        "freins",
        ["argent"],
    ),
    # « enfant » would open the offre by closing « ville »; but « age » is not what fails.
    "alternative-atome-inconnu-qui-ouvrirait": (
        [un_de(toutes(si("age", "enfant"), sauf("ville", "dehors")))],
        {"ville": "dehors"},
        "ville",
        ["dedans", "bordure"],
    ),
    "alternative-atome-inconnu-que-rien-n-ouvre": (
        [un_de(toutes(si("age", "jeune"), si("freins", "argent"))), si("projet", "ecrit")],
        {"freins": ["papiers"], "projet": "rien"},
        "freins",
        [],
    ),
    "alternative-sauf-faux": (
        [un_de(toutes(sauf("ville", "dehors"), si("freins", "argent")))],
        {"ville": "dehors", "freins": ["argent"]},
        "ville",
        ["dedans", "bordure"],
    ),
    "alternative-question-fermee-qui-ouvre": (
        [un_de(si("secteur", "commerce"), si("ville", "dedans"))],
        {"projet": "rien", "ville": "dehors"},
        "projet",
        ["idee", "ecrit"],
    ),
}


@pytest.mark.parametrize(("conditions", "reponses", "question", "options"), BASCULES.values(), ids=BASCULES)
def test_bascule(
    decider: Decider,
    conditions: list[dict[str, Any]],
    reponses: dict[str, Any],
    question: str,
    options: list[str],
) -> None:
    objet = decider(un_catalogue(un_operateur("op", une_offre("porte", *conditions))), reponses)
    entree = ecarte(objet)
    assert (entree["question"], entree["bascule"]) == (question, options)


def test_bascule_tient_compte_de_l_etape(decider: Decider) -> None:
    offre = une_offre("porte", si("projet", "rien", "ecrit"), etapes=[ETAPES[2], ETAPES[1]])
    objet = decider(un_catalogue(un_operateur("op", offre)), {"projet": "idee"})
    assert (ecarte(objet)["question"], ecarte(objet)["bascule"]) == ("projet", ["ecrit"])


def test_etape_la_premiere_question_qui_ouvre(decider: Decider) -> None:
    regles: list[Any] = [{"etape": ETAPES[2], "quand": [si("ville", "dedans"), si("freins", "argent")]}, *ETAPE_DE]
    operateur = un_operateur("op", une_offre("porte", etapes=[ETAPES[2]]), une_offre("aussi", etapes=[ETAPES[1]]))
    catalogue = un_catalogue(operateur, etape_de=regles)
    deux_manquent = decider(catalogue, {"projet": "rien", "ville": "dehors", "freins": ["papiers"]})
    assert ecarte(deux_manquent)["question"] == "projet"
    assert ecarte(deux_manquent)["bascule"] == ["ecrit"]
    une_manque = decider(catalogue, {"projet": "rien", "ville": "dehors", "freins": ["argent"]})
    assert ecarte(une_manque)["question"] == "ville"
    assert ecarte(une_manque)["bascule"] == ["dedans"]


def test_etape_que_rien_n_ouvre(decider: Decider) -> None:
    offre = une_offre("porte", si("freins", "argent"), etapes=[ETAPES[1]])
    objet = decider(un_catalogue(un_operateur("op", offre)), {"projet": "rien", "freins": ["aucun"]})
    assert (ecarte(objet)["question"], ecarte(objet)["bascule"]) == ("projet", [])


# --- The question that would help most ---


def portes(*conditions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One operator per condition, each with one door."""
    return [un_operateur(f"op-{n}", une_offre("porte", c)) for n, c in enumerate(conditions)]


UTILES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str | None]] = {
    "rien-ne-change": ([], {}, None),
    "la-seule-qui-change": (portes(si("freins", "argent")), {"age": "adulte"}, "freins"),
    # « ville » and « freins » each lose the door by two answers; « ville » comes first.
    "egalite-ordre-du-questionnaire": (
        portes(si("freins", "argent"), si("ville", "dedans")),
        {"age": "adulte"},
        "ville",
    ),
    # « freins » loses the door by two answers, « ville » by one.
    "le-plus-de-reponses": (
        portes(si("freins", "argent"), si("ville", "dedans", "bordure")),
        {"age": "adulte"},
        "freins",
    ),
    "deja-repondue": (
        portes(si("freins", "argent"), si("ville", "dedans")),
        {"age": "adulte", "ville": "dedans"},
        "freins",
    ),
    "declinee": (
        portes(si("freins", "argent"), si("ville", "dedans")),
        {"age": "adulte", "ville": "sans-reponse"},
        "freins",
    ),
    "porte-pas-ouverte": (portes(si("secteur", "commerce")), {"projet": "sans-reponse", "age": "adulte"}, None),
    "porte-fermee": (portes(sauf("secteur", "commerce")), {"projet": "rien", "age": "adulte"}, None),
    "porte-ouverte": (portes(si("secteur", "commerce")), {"projet": "idee", "age": "adulte"}, "secteur"),
    "une-reponse-qui-ferme": (portes(si("ville", "dedans")), {"ville": "dedans"}, "age"),
    # « rien » closes « secteur »: one answer changes the doors, though the question is not the door's own.
    "par-une-porte": (portes(si("secteur", "commerce")), {"age": "adulte"}, "projet"),
}


@pytest.mark.parametrize(("operateurs", "reponses", "attendue"), UTILES.values(), ids=UTILES)
def test_question_utile(
    decider: Decider, operateurs: list[dict[str, Any]], reponses: dict[str, Any], attendue: str | None
) -> None:
    objet = decider(un_catalogue(*operateurs), reponses)
    assert objet["question_utile"] == (attendue and {"id": attendue, "texte": f"Énoncé {attendue}"})


def test_question_utile_ne_regarde_que_les_trois_premieres(decider: Decider) -> None:
    sures = [un_operateur(nom, une_offre("porte", preferences=[prefere("projet", "idee", poids=3)])) for nom in "abc"]
    quatrieme = un_operateur("d", une_offre("porte", si("freins", "argent")))
    reponses = {"projet": "idee", "age": "adulte"}
    assert decider(un_catalogue(*sures, quatrieme), reponses)["question_utile"] is None
    assert decider(un_catalogue(*sures[:2], quatrieme), reponses)["question_utile"]["id"] == "freins"


def test_question_utile_voit_la_meilleure_offre_de_chaque_operateur(decider: Decider) -> None:
    meilleure = une_offre("x", preferences=[prefere("projet", "idee", poids=2)])
    autre = une_offre("y", preferences=[prefere("ville", "dedans")])
    reponses = {"projet": "idee", "age": "adulte"}
    assert decider(un_catalogue(un_operateur("op", meilleure, autre)), reponses)["question_utile"] is None
    devance = une_offre("y", preferences=[prefere("ville", "dedans", poids=3)])
    objet = decider(un_catalogue(un_operateur("op", meilleure, devance)), reponses)
    assert objet["question_utile"] == {"id": "ville", "texte": "Énoncé ville"}


def test_question_utile_ne_compte_pas_les_aides(decider: Decider) -> None:
    aide = un_operateur("op", une_offre("droit", si("ville", "dedans"), aide=True))
    assert decider(un_catalogue(aide), {"projet": "idee", "age": "adulte"})["question_utile"] is None


def test_question_utile_regarde_l_ensemble_pas_l_ordre(decider: Decider) -> None:
    a = un_operateur("a", une_offre("porte", preferences=[prefere("ville", "dedans", poids=2)]))
    b = un_operateur("b", une_offre("porte", preferences=[prefere("projet", "idee", poids=1)]))
    assert decider(un_catalogue(a, b), {"projet": "idee", "age": "adulte"})["question_utile"] is None


def test_question_utile_compte_ne_sait_pas_comme_une_reponse(decider: Decider) -> None:
    regles: list[Any] = [{"etape": ETAPES[2], "quand": [si("ville", "ne-sait-pas")]}, {"etape": ETAPES[0]}]
    catalogue = un_catalogue(
        un_operateur("op", une_offre("porte", etapes=[ETAPES[2]], raison="dite")),
        questions=[une_question("ville", une_option("dedans"), "ne-sait-pas"), *QUESTIONS[4:5]],
        etape_de=regles,
    )
    assert decider(catalogue, {})["question_utile"] == {"id": "ville", "texte": "Énoncé ville"}


def test_question_utile_essaie_une_option_a_la_fois_d_un_multi(decider: Decider) -> None:
    # No single answer meets both conditions: each of the three options takes the door away.
    deux = un_operateur("op", une_offre("porte", si("freins", "argent"), si("freins", "papiers")))
    une = un_operateur("op-2", une_offre("porte", sauf("ville", "dehors", "bordure")))
    assert decider(un_catalogue(deux, une), {"age": "adulte"})["question_utile"]["id"] == "freins"
