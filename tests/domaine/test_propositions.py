"""Contract §4, sentence by sentence: order, reasons, what to check, the result object.

Expected results are written from the contract, never from what the engine answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.erreurs import ErreurPrescripteur
from tests.domaine.conftest import Decider
from tests.domaine.objets import (
    ASSUREE,
    CONDITION,
    PEUT_ETRE,
    PHRASE_OFFRE,
    SUR,
    noms,
    sort_de,
    une_porte,
)
from tests.usine import (
    ETAPES,
    FILET,
    prefere,
    sauf,
    si,
    toutes,
    un_catalogue,
    un_de,
    un_operateur,
    une_offre,
)

# --- Order ---


def porte_de(operateur: str, *conditions: Mapping[str, Any], poids: int = 0, **champs: Any) -> dict[str, Any]:
    """An operator with one door, which a `freins: [argent]` weighs `poids` (1..3, or a sum of them)."""
    restes = [3] * (poids // 3) + ([poids % 3] if poids % 3 else [])
    preferences = [prefere("freins", "argent", poids=p) for p in restes]
    return un_operateur(operateur, une_offre("porte", *conditions, preferences=preferences), **champs)


FILET_PREFERE = un_operateur(
    "filet",
    une_offre("accueil", filet=True, raison="tout le monde", preferences=[prefere("freins", "argent", poids=3)]),
)
ORDRES = {
    "assuree-avant-a-verifier": (
        [porte_de("a", PEUT_ETRE, poids=6), porte_de("b", SUR), FILET],
        ["b/porte", "filet/accueil", "a/porte"],
    ),
    "filet-dernier-des-assurees": (
        [FILET_PREFERE, porte_de("b", SUR, confiance="faible"), porte_de("a", PEUT_ETRE)],
        ["b/porte", "filet/accueil", "a/porte"],
    ),
    "somme-des-poids": (
        [porte_de("a", SUR, poids=3), porte_de("b", SUR, poids=4), porte_de("c", SUR, poids=2), FILET],
        ["b/porte", "a/porte", "c/porte", "filet/accueil"],
    ),
    "poids-avant-confiance": (
        [porte_de("a", SUR, poids=1), porte_de("b", SUR, poids=2, confiance="faible"), FILET],
        ["b/porte", "a/porte", "filet/accueil"],
    ),
    "confiance": (
        [
            porte_de("a", SUR, confiance="faible"),
            porte_de("b", SUR, confiance="haute"),
            porte_de("c", SUR, confiance="moyenne"),
            FILET,
        ],
        ["b/porte", "c/porte", "a/porte", "filet/accueil"],
    ),
    "confiance-de-l-offre": (
        [
            porte_de("a", SUR, confiance="moyenne"),
            un_operateur("b", une_offre("porte", SUR, confiance="haute"), confiance="faible"),
            FILET,
        ],
        ["b/porte", "a/porte", "filet/accueil"],
    ),
    "a-verifier-entre-elles": (
        [porte_de("a", PEUT_ETRE), porte_de("b", PEUT_ETRE, poids=1), FILET],
        ["filet/accueil", "b/porte", "a/porte"],
    ),
}


@pytest.mark.parametrize(("operateurs", "attendu"), ORDRES.values(), ids=ORDRES)
@pytest.mark.parametrize("sens", [1, -1], ids=["ordre-du-fichier", "ordre-inverse"])
def test_ordre(decider: Decider, operateurs: list[dict[str, Any]], attendu: list[str], sens: int) -> None:
    catalogue = un_catalogue(*operateurs[::sens], filet=False)
    objet = decider(catalogue, {"ville": "dedans", "freins": ["argent"]})
    assert noms(objet["propositions"]) == attendu
    assert [p["rang"] for p in objet["propositions"]] == list(range(1, len(attendu) + 1))


def test_score_est_la_somme_des_preferences_vraies(decider: Decider) -> None:
    preferences = [
        prefere("freins", "argent", poids=3),
        prefere("ville", "dedans", poids=2),
        prefere("projet", "ecrit", poids=3),
        prefere("ville", "dehors", poids=1),
        prefere("secteur", "commerce", poids=3),
    ]
    catalogue = une_porte(preferences=preferences)
    porte = decider(catalogue, {"ville": "dedans", "freins": ["papiers", "argent"]})["propositions"][0]
    assert porte["score"] == 5


def test_une_preference_vaut_des_qu_une_de_ses_options_est_dite(decider: Decider) -> None:
    catalogue = une_porte(preferences=[prefere("freins", "papiers", "argent", poids=2)])
    assert decider(catalogue, {"freins": ["argent"]})["propositions"][0]["score"] == 2


def test_une_preference_sur_une_question_fermee_ne_compte_pas(decider: Decider) -> None:
    catalogue = une_porte(preferences=[prefere("secteur", "commerce", poids=3), prefere("projet", "rien")])
    assert decider(catalogue, {"projet": "rien"})["propositions"][0]["score"] == 1


# sha256 of « semaine offre »: the smallest digest comes first. Worked out apart, with coreutils' sha256sum.
TIRAGES = {
    "2026-W47": ["b/porte", "d/porte", "a/porte", "c/porte"],
    "2026-W48": ["d/porte", "a/porte", "b/porte", "c/porte"],
}


@pytest.mark.parametrize(("semaine", "attendu"), TIRAGES.items(), ids=TIRAGES)
def test_tirage_de_la_semaine(decider: Decider, semaine: str, attendu: list[str]) -> None:
    catalogue = un_catalogue(*[porte_de(nom, SUR) for nom in "abcd"])
    assert noms(decider(catalogue, {"ville": "dedans"}, semaine)["propositions"])[:4] == attendu


def test_les_egales_passent_premieres_a_tour_de_role(decider: Decider) -> None:
    catalogue = un_catalogue(*[porte_de(nom, SUR) for nom in "abc"])
    semaines = [f"2026-W{numero:02}" for numero in range(1, 54)]
    premieres = [decider(catalogue, {"ville": "dedans"}, s)["propositions"][0]["offre"] for s in semaines]
    assert min(premieres.count(f"{nom}/porte") for nom in "abc") >= 8


def test_le_tirage_ne_depend_que_de_la_semaine_et_de_l_offre(decider: Decider) -> None:
    quatre = un_catalogue(*[porte_de(nom, SUR) for nom in "abcd"])
    deux = un_catalogue(*[porte_de(nom, SUR) for nom in "bd"])
    reponses = {"ville": "dedans"}
    for semaine in (f"2026-W{numero:02}" for numero in range(1, 20)):
        parmi_quatre = [n for n in noms(decider(quatre, reponses, semaine)["propositions"]) if n[0] in "bd"]
        avec_plus = {**reponses, "freins": ["papiers"], "projet": "idee"}
        assert noms(decider(deux, avec_plus, semaine)["propositions"])[:2] == parmi_quatre


# --- An operator appears once ---

MEILLEURES = {
    "assuree-avant-score": (
        [une_offre("x", PEUT_ETRE, preferences=[prefere("freins", "argent", poids=3)]), une_offre("y", SUR)],
        "autre-offre",
    ),
    "score": (
        [une_offre("x", SUR), une_offre("y", SUR, preferences=[prefere("freins", "argent")])],
        "autre-offre",
    ),
    "confiance": ([une_offre("x", SUR, confiance="moyenne"), une_offre("y", SUR)], "autre-offre"),
    "seule-ouverte": ([une_offre("x", si("ville", "dehors")), une_offre("y", PEUT_ETRE)], CONDITION),
}


@pytest.mark.parametrize(("offres", "sort_de_x"), MEILLEURES.values(), ids=MEILLEURES)
def test_un_operateur_une_fois_avec_sa_meilleure_offre(
    decider: Decider, offres: list[dict[str, Any]], sort_de_x: str
) -> None:
    objet = decider(un_catalogue(un_operateur("op", *offres)), {"ville": "dedans", "freins": ["argent"]})
    assert [n for n in noms(objet["propositions"]) if n.startswith("op/")] == ["op/y"]
    assert sort_de(objet, "op/x") == sort_de_x


def test_le_filet_cede_a_une_autre_offre_sure_de_son_operateur(decider: Decider) -> None:
    maison = un_operateur("maison", une_offre("accueil", filet=True), une_offre("atelier", SUR, confiance="faible"))
    catalogue = un_catalogue(maison, filet=False)
    avec = decider(catalogue, {"ville": "dedans"})
    assert (noms(avec["propositions"]), sort_de(avec, "maison/accueil")) == (["maison/atelier"], "autre-offre")
    sans = decider(catalogue, {})
    assert (noms(sans["propositions"]), sort_de(sans, "maison/atelier")) == (["maison/accueil"], "autre-offre")


# --- Aides ---


def test_une_aide_n_est_jamais_une_porte_et_n_en_cache_aucune(decider: Decider) -> None:
    operateur = un_operateur(
        "op",
        une_offre("droit-1", SUR, aide=True, preferences=[prefere("freins", "argent", poids=3)]),
        une_offre("porte", SUR),
        une_offre("droit-2", PEUT_ETRE, aide=True),
        une_offre("droit-3", SUR, aide=True, confiance="faible"),
    )
    objet = decider(un_catalogue(operateur), {"ville": "dedans", "freins": ["argent"]})
    assert noms(objet["propositions"]) == ["op/porte", "filet/accueil"]
    assert noms(objet["aides"]) == ["op/droit-1", "op/droit-3", "op/droit-2"]
    assert objet["ecartes"] == []


# --- Reasons ---

IDEE, DEDANS = {"question": "projet", "reponse": "idee"}, {"question": "ville", "reponse": "dedans"}
RAISONS = {
    "etape": (
        une_offre("porte", SUR, etapes=ETAPES[:2]),
        {"projet": "idee", "ville": "dedans"},
        [{**IDEE, "texte": "a une idée"}, {**DEDANS, "texte": "a dit dedans"}],
    ),
    "etape-inconnue": (
        une_offre("porte", SUR, etapes=ETAPES[:2]),
        {},
        [{"question": None, "reponse": None, "texte": "rien n’indique encore un projet"}],
    ),
    "toutes-les-etapes": (
        une_offre("porte", SUR),
        {"projet": "idee", "ville": "dedans"},
        [{**DEDANS, "texte": "a dit dedans"}],
    ),
    "une-fois-par-reponse": (
        une_offre("porte", si("projet", "idee"), si("projet", "idee", "ecrit"), etapes=ETAPES[:2]),
        {"projet": "idee"},
        [{**IDEE, "texte": "a une idée"}],
    ),
    "multi-les-options-de-la-regle": (
        une_offre("porte", si("droits", "rsa")),
        {"age": "adulte", "droits": ["are", "rsa"]},
        [{"question": "droits", "reponse": "rsa", "texte": "a dit rsa"}],
    ),
    "multi-deux-options": (
        une_offre("porte", si("droits", "rsa", "are")),
        {"age": "adulte", "droits": ["rsa", "are"]},
        [{"question": "droits", "reponse": r, "texte": f"a dit {r}"} for r in ("are", "rsa")],
    ),
    "sauf-la-reponse-donnee": (
        une_offre("porte", sauf("ville", "dehors")),
        {"ville": "dedans"},
        [{**DEDANS, "texte": "a dit dedans"}],
    ),
    "sauf-question-fermee": (
        une_offre("porte", sauf("secteur", "commerce")),
        {"projet": "rien"},
        [{"question": None, "reponse": None, "texte": "étape Nom esprit-initiative"}],
    ),
    "un-de-branches-vraies": (
        une_offre("porte", un_de(toutes(SUR, si("age", "jeune")), toutes(SUR, si("age", "adulte")), PEUT_ETRE)),
        {"projet": "idee", "ville": "dedans", "age": "adulte"},
        [
            {**DEDANS, "texte": "a dit dedans"},
            {"question": "age", "reponse": "adulte", "texte": "a dit adulte"},
            {**IDEE, "texte": "a une idée"},
        ],
    ),
    "condition-inconnue-sans-raison": (
        une_offre("porte", SUR, un_de(toutes(si("age", "adulte"), PEUT_ETRE))),
        {"ville": "dedans", "age": "adulte"},
        [{**DEDANS, "texte": "a dit dedans"}],
    ),
    "preference-remplace": (
        une_offre(
            "porte",
            SUR,
            si("age", "adulte"),
            preferences=[prefere("ville", "dedans", raison="habite juste à côté")],
        ),
        {"ville": "dedans", "age": "adulte"},
        [
            {**DEDANS, "texte": "habite juste à côté"},
            {"question": "age", "reponse": "adulte", "texte": "a dit adulte"},
        ],
    ),
    "preference-seule": (
        une_offre("porte", SUR, preferences=[prefere("freins", "papiers", "argent", raison="un frein ici levé")]),
        {"ville": "dedans", "freins": ["argent", "papiers"]},
        [
            {**DEDANS, "texte": "a dit dedans"},
            {"question": "freins", "reponse": "argent", "texte": "un frein ici levé"},
        ],
    ),
    "preference-fausse-ou-inconnue": (
        une_offre("porte", SUR, preferences=[prefere("freins", "argent"), prefere("age", "jeune")]),
        {"ville": "dedans", "freins": ["papiers"]},
        [{**DEDANS, "texte": "a dit dedans"}],
    ),
    "pour-tout-le-monde": (
        une_offre("porte", SUR, raison="reçoit sans rendez-vous"),
        {"ville": "dedans"},
        [
            {**DEDANS, "texte": "a dit dedans"},
            {"question": None, "reponse": None, "texte": "reçoit sans rendez-vous"},
        ],
    ),
    "etape-inconnue-et-pour-tout-le-monde": (
        une_offre("porte", etapes=ETAPES[:2], raison="reçoit sans rendez-vous"),
        {},
        [
            {"question": None, "reponse": None, "texte": "rien n’indique encore un projet"},
            {"question": None, "reponse": None, "texte": "reçoit sans rendez-vous"},
        ],
    ),
}


@pytest.mark.parametrize("aide", [False, True], ids=["porte", "aide"])
@pytest.mark.parametrize(("offre", "reponses", "attendues"), RAISONS.values(), ids=RAISONS)
def test_raisons(
    decider: Decider,
    offre: dict[str, Any],
    reponses: dict[str, Any],
    attendues: list[dict[str, Any]],
    aide: bool,
) -> None:
    objet = decider(un_catalogue(un_operateur("op", {**offre, "aide": aide})), reponses)
    [trouvee] = [p for p in (*objet["propositions"], *objet["aides"]) if p["offre"] == "op/porte"]
    assert trouvee["raisons"] == attendues


# --- What to check ---

A_VERIFIER_TEXTES = {
    "rien": ([SUR], {"ville": "dedans"}, []),
    "une-question": ([SUR], {}, [("ville", "motif 1\N{NO-BREAK SPACE}: relance ville")]),
    "une-fois-par-question": (
        [SUR, si("ville", "dedans", "bordure"), PEUT_ETRE],
        {},
        [
            ("ville", "motif 1\N{NO-BREAK SPACE}: relance ville"),
            ("projet", "motif 3\N{NO-BREAK SPACE}: relance projet"),
        ],
    ),
    "ne-sait-pas": ([SUR], {"ville": "ne-sait-pas"}, [("ville", "motif 1\N{NO-BREAK SPACE}: relance ville")]),
    "porte-inconnue": (
        [si("secteur", "commerce")],
        {},
        [("secteur", "motif 1\N{NO-BREAK SPACE}: relance secteur")],
    ),
    "branches-inconnues-seulement": (
        [un_de(toutes(SUR, si("age", "jeune")), toutes(PEUT_ETRE, si("freins", "argent")))],
        {"age": "adulte", "projet": "idee"},
        [("freins", "motif 1\N{NO-BREAK SPACE}: relance freins")],
    ),
    "condition-vraie-sans-question": (
        [un_de(SUR, si("age", "jeune")), PEUT_ETRE],
        {"ville": "dedans"},
        [("projet", "motif 2\N{NO-BREAK SPACE}: relance projet")],
    ),
}


@pytest.mark.parametrize(("conditions", "reponses", "attendues"), A_VERIFIER_TEXTES.values(), ids=A_VERIFIER_TEXTES)
def test_a_verifier(
    decider: Decider,
    conditions: list[dict[str, Any]],
    reponses: dict[str, Any],
    attendues: list[tuple[str, str]],
) -> None:
    objet = decider(une_porte(*conditions), reponses)
    [porte] = [p for p in objet["propositions"] if p["offre"] == "op/porte"]
    assert porte["a_verifier"] == [{"question": q, "texte": t} for q, t in attendues]


# --- Sources ---


def test_sources_et_date_viennent_de_l_offre_sinon_de_l_operateur(decider: Decider) -> None:
    deux = [{"url": f"https://exemple.fr/{page}", "date": "2025-03"} for page in "bab"]
    catalogue = un_catalogue(
        un_operateur("a", une_offre("porte", SUR)),
        un_operateur("b", une_offre("porte", SUR, sources=deux, verifie_le="2025-03-31"), confiance="faible"),
    )
    a, b, _ = decider(catalogue, {"ville": "dedans"})["propositions"]
    assert (a["sources"], a["verifie_le"]) == (["https://exemple.fr/page"], "2026-06-01")
    assert (b["sources"], b["verifie_le"]) == (["https://exemple.fr/b", "https://exemple.fr/a"], "2025-03-31")


# --- Nobody leaves empty-handed ---

PERSONNES = {
    "rien-de-dit": {},
    "tout-refuse": {"projet": "sans-reponse", "age": "sans-reponse", "ville": "sans-reponse"},
    "enfant": {"projet": "idee", "age": "enfant"},
    "rien-ne-va": {"projet": "rien", "age": "adulte", "ville": "dehors", "freins": ["aucun"]},
}


@pytest.mark.parametrize("reponses", PERSONNES.values(), ids=PERSONNES)
def test_la_premiere_proposition_est_sure(decider: Decider, reponses: dict[str, Any]) -> None:
    catalogue = une_porte(si("ville", "dedans"), si("age", "jeune"))
    premiere = decider(catalogue, reponses)["propositions"][0]
    assert (premiere["offre"], premiere["statut"], premiere["rang"]) == ("filet/accueil", ASSUREE, 1)
    assert premiere["raisons"] == [{"question": None, "reponse": None, "texte": "accueille tout le monde"}]


# --- The object ---


def test_objet_entier(decider: Decider) -> None:
    catalogue = un_catalogue(
        un_operateur(
            "op",
            une_offre(
                "porte",
                {**si("ville", "dedans"), "motif": "réservé aux gens d’ici"},
                a_confirmer=[PHRASE_OFFRE],
                preferences=[prefere("freins", "argent", poids=2, raison="l’argent est un frein")],
            ),
            une_offre("droit", {**si("droits", "rsa"), "motif": "réservé aux personnes au RSA"}, aide=True),
            une_offre("autre", {**si("projet", "ecrit"), "motif": "intervient une fois le projet écrit"}),
        )
    )
    objet = decider(catalogue, {"projet": "idee", "ville": "dedans", "freins": ["argent"]})
    source = "https://exemple.fr/page"
    assert objet == {
        "schema": 1,
        "id": None,
        "semaine": "2026-W47",
        "etape": {"id": "detection", "raison": "La personne a une idée"},
        "catalogue": {"version": "test", "empreinte": catalogue.empreinte},
        "propositions": [
            {
                "rang": 1,
                "operateur": "op",
                "offre": "op/porte",
                "statut": "assuree",
                "score": 2,
                "raisons": [
                    {"question": "ville", "reponse": "dedans", "texte": "a dit dedans"},
                    {"question": "freins", "reponse": "argent", "texte": "l’argent est un frein"},
                ],
                "a_verifier": [],
                "a_confirmer": [PHRASE_OFFRE],
                "sources": [source],
                "verifie_le": "2026-06-01",
            },
            {
                "rang": 2,
                "operateur": "filet",
                "offre": "filet/accueil",
                "statut": "assuree",
                "score": 0,
                "raisons": [{"question": None, "reponse": None, "texte": "accueille tout le monde"}],
                "a_verifier": [],
                "a_confirmer": [],
                "sources": [source],
                "verifie_le": "2026-06-01",
            },
        ],
        "aides": [
            {
                "operateur": "op",
                "offre": "op/droit",
                "statut": "a-verifier",
                "raisons": [{"question": None, "reponse": None, "texte": "étape Nom detection"}],
                "a_verifier": [
                    {
                        "question": "droits",
                        "texte": "réservé aux personnes au RSA\N{NO-BREAK SPACE}: relance droits",
                    }
                ],
                "a_confirmer": [],
                "sources": [source],
                "verifie_le": "2026-06-01",
            }
        ],
        "ecartes": [
            {
                "operateur": "op",
                "offre": "op/autre",
                "cause": "condition",
                "motif": "intervient une fois le projet écrit",
                "question": "projet",
                "bascule": ["ecrit"],
            }
        ],
        # An « enfant » closes « ville », on which the first door stands; nothing else changes a door.
        "question_utile": {"id": "age", "texte": "Énoncé age"},
        "fin": "non-renseignee",
        "orientations": [],
    }


def test_l_objet_porte_identifiant_fin_et_orientations() -> None:
    resultat = recommander({}, un_catalogue(), "2026-W47")
    orientation = {"offre": "filet/accueil", "issue": "acceptee", "motif": None}
    objet = resultat.vers_objet(identifiant="abc", fin="orientation", orientations=(orientation,))
    assert (objet["id"], objet["fin"], objet["orientations"]) == ("abc", "orientation", [orientation])


def test_le_json_tient_sur_une_ligne_et_redonne_l_objet() -> None:
    resultat = recommander({}, un_catalogue(), "2026-W47")
    assert "\n" not in resultat.vers_json()
    assert "\\u" not in resultat.vers_json()
    assert json.loads(resultat.vers_json()) == resultat.vers_objet()


# --- The week ---


@pytest.mark.parametrize(
    "semaine",
    ["", "2026", "2026-W00", "2026-W54", "2025-W53", "2026-47", "2026-W4", "2026-W047", "2026-w47", " 2026-W47",
     "2026-W47\n", "२०२६-W47", "0000-W01", "9999-W52"],
)  # fmt: skip
def test_une_semaine_qui_n_existe_pas_est_refusee(decider: Decider, semaine: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        decider(un_catalogue(), {}, semaine)
    assert refus.value.code == "semaine-invalide"


@pytest.mark.parametrize("semaine", ["2026-W01", "2026-W53", "2020-W53", "2024-W52", "1999-W01"])
def test_une_semaine_du_calendrier_est_acceptee(decider: Decider, semaine: str) -> None:
    assert decider(un_catalogue(), {}, semaine)["semaine"] == semaine
