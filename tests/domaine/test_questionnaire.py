"""Contract §2: the shipped questionnaire, what opens, what is refused and with which suggestion, forward and back."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.naif import lire_etat, regle_etape
from tests.usine import cas_aleatoire, reponse_aleatoire, une_question


@pytest.fixture(scope="module")
def livre(request: pytest.FixtureRequest) -> Catalogue:
    """The shipped catalogue."""
    return lire_catalogue(Path(request.config.rootpath) / "catalogue")


@pytest.fixture(scope="module")
def questionnaire(livre: Catalogue) -> Questionnaire:
    """The shipped questionnaire."""
    return livre.questionnaire


# --- The fourteen questions ---

QUESTIONS = {
    "maturite": "aucune-idee envie idee projet-ecrit demarches activite-moins-3-ans activite-plus-3-ans "
    "activite-arretee",
    "age": "moins-16 16-17 18-25 26-29 30-54 55-plus",
    "attrait": "mon-activite complement-revenu projet-collectif emploi-salarie ne-sait-pas",
    "activite": "sans-emploi salarie independant eleve etudiant autre",
    "droits": "are rsa ass inscrit-sans-allocation aucun ne-sait-pas",
    "quartier": "QN05920M QN05921M QN05922M QN05992N QN05923M QN05924M QN05925M QN05926M QN05927M QN05928M QN05929M "
    "QN05930M QN05931M QN05932M QN05933M cavm-hors-qpv porte-du-hainaut ailleurs ne-sait-pas",
    "freins": "argent confiance administratif francais-ecrit numerique mobilite garde-enfants reseau competences autre "
    "aucun",
    "secteur": "commerce artisanat services numerique restauration batiment transport industrie sante-social "
    "agriculture culture autre ne-sait-pas",
    "collectif": "seul a-plusieurs association-cooperative ne-sait-pas",
    "implantation-qpv": "oui non ne-sait-pas",
    "besoin-financement": "aucun moins-2000 2000-8000 8000-17000 17000-30000 plus-30000 ne-sait-pas",
    "banque": "pas-essaye refus accord-possible ne-sait-pas",
    "local": "cherche-local pas-besoin ne-sait-pas",
    "essai": "oui non ne-sait-pas",
}


def test_les_questions_dans_l_ordre(questionnaire: Questionnaire) -> None:
    assert [question.id for question in questionnaire.questions] == list(QUESTIONS)


@pytest.mark.parametrize("identifiant", QUESTIONS)
def test_les_options_dans_l_ordre(questionnaire: Questionnaire, identifiant: str) -> None:
    options = [option.id for option in questionnaire.par_id[identifiant].options]
    if identifiant == "quartier":  # The order of the fifteen quarters is not fixed; what follows them is.
        assert sorted(options[:15]) == sorted(QUESTIONS[identifiant].split()[:15])
        assert options[15:] == QUESTIONS[identifiant].split()[15:]
    else:
        assert options == QUESTIONS[identifiant].split()


def test_ce_que_chaque_question_admet(questionnaire: Questionnaire) -> None:
    questions = questionnaire.questions
    assert [q.id for q in questions if q.multi] == ["droits", "freins"]
    assert [q.id for q in questions if not q.modifiable] == ["age", "attrait", "activite", "droits", "quartier"]
    assert [q.id for q in questions if q.choix == "commune"] == ["quartier"]
    seules = [(q.id, o.id) for q in questions for o in q.options if o.seule]
    assert seules == [("droits", "aucun"), ("droits", "ne-sait-pas"), ("freins", "aucun")]
    assert [(q.id, o.id) for q in questions for o in q.options if o.ferme_la_suite] == [("age", "moins-16")]


def test_les_questions_par_etape(questionnaire: Questionnaire) -> None:
    etapes = {question.id: question.etape for question in questionnaire.questions}
    assert [etapes[q] for q in QUESTIONS] == (["esprit-initiative"] * 7 + ["detection"] * 3 + ["accompagnement"] * 4)


@pytest.mark.parametrize("usage", [[], ["autre"]], ids=["aucun", "inconnu"])
def test_une_question_sans_usage_est_refusee(usage: list[str]) -> None:
    with pytest.raises(ValidationError, match="usage"):
        Question.model_validate(une_question("q", "oui", "non", usage=usage))


# --- The étape ---

ETAPES = {
    "aucune-idee": "esprit-initiative",
    "envie": "esprit-initiative",
    "idee": "detection",
    "projet-ecrit": "accompagnement",
    "demarches": "accompagnement",
    "activite-moins-3-ans": "accompagnement",
    "activite-plus-3-ans": "accompagnement",
    "activite-arretee": "detection",
    "sans-reponse": "esprit-initiative",
}


@pytest.mark.parametrize(("maturite", "etape"), ETAPES.items(), ids=ETAPES)
def test_etape(questionnaire: Questionnaire, maturite: str, etape: str) -> None:
    assert questionnaire.etape({"maturite": maturite}).etape == etape


def test_etape_sans_rien_savoir(questionnaire: Questionnaire) -> None:
    assert questionnaire.etape({}).etape == "esprit-initiative"


def test_etape_d_un_enfant(questionnaire: Questionnaire) -> None:
    assert questionnaire.etape({"maturite": "projet-ecrit", "age": "moins-16"}).etape == "accompagnement"


# --- Gates ---

TOUJOURS = {"maturite", "age", "attrait", "activite", "quartier", "freins"}
PROJET = {"secteur", "collectif", "implantation-qpv"}
APPUI = {"besoin-financement", "local"}
OUVERTES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "rien-de-dit": ({}, TOUJOURS),
    "maturite-declinee": ({"maturite": "sans-reponse"}, TOUJOURS),
    "aucune-idee": ({"maturite": "aucune-idee"}, TOUJOURS),
    "envie": ({"maturite": "envie"}, TOUJOURS),
    "idee": ({"maturite": "idee"}, TOUJOURS | PROJET),
    "activite-arretee": ({"maturite": "activite-arretee"}, TOUJOURS | PROJET),
    "projet-ecrit": ({"maturite": "projet-ecrit"}, TOUJOURS | PROJET | APPUI | {"essai"}),
    "demarches": ({"maturite": "demarches"}, TOUJOURS | PROJET | APPUI | {"essai"}),
    "activite-moins-3-ans": ({"maturite": "activite-moins-3-ans"}, TOUJOURS | PROJET | APPUI),
    "activite-plus-3-ans": ({"maturite": "activite-plus-3-ans"}, TOUJOURS | PROJET | APPUI),
    "moins-16": ({"maturite": "projet-ecrit", "age": "moins-16"}, {"maturite", "age"}),
    "16-17": ({"age": "16-17"}, TOUJOURS),
    "age-decline": ({"age": "sans-reponse"}, TOUJOURS),
    **{f"age-{age}": ({"age": age}, TOUJOURS | {"droits"}) for age in ("18-25", "26-29", "30-54", "55-plus")},
    "besoin-aucun": (
        {"maturite": "activite-plus-3-ans", "besoin-financement": "aucun"},
        TOUJOURS | PROJET | APPUI,
    ),
    "besoin-decline": (
        {"maturite": "activite-plus-3-ans", "besoin-financement": "sans-reponse"},
        TOUJOURS | PROJET | APPUI,
    ),
    **{
        f"besoin-{besoin}": (
            {"maturite": "activite-plus-3-ans", "besoin-financement": besoin},
            TOUJOURS | PROJET | APPUI | {"banque"},
        )
        for besoin in ("moins-2000", "2000-8000", "8000-17000", "17000-30000", "plus-30000", "ne-sait-pas")
    },
}


@pytest.mark.parametrize(("reponses", "attendues"), OUVERTES.values(), ids=OUVERTES)
def test_questions_ouvertes(questionnaire: Questionnaire, reponses: dict[str, Any], attendues: set[str]) -> None:
    ouvertes = [question.id for question in questionnaire.ouvertes(questionnaire.verifier(reponses))]
    assert ouvertes == [identifiant for identifiant in QUESTIONS if identifiant in attendues]


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [({}, None), ({"age": "sans-reponse"}, None), ({"age": "16-17"}, False), ({"age": "18-25"}, True)],
    ids=["pas-encore", "decline", "non", "oui"],
)
def test_ouverture_a_trois_valeurs(
    questionnaire: Questionnaire, reponses: dict[str, str], attendu: bool | None
) -> None:
    assert questionnaire.ouverture("droits", reponses) is attendu


def test_une_porte_sur_une_question_fermee_ferme(questionnaire: Questionnaire) -> None:
    assert questionnaire.ouverture("banque", {"maturite": "idee"}) is False
    assert questionnaire.ouverture("banque", {"maturite": "projet-ecrit"}) is None


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        ({"age": "moins-16"}, True),
        ({"age": "16-17"}, False),
        ({"age": "sans-reponse"}, False),
        ({}, False),
    ],
    ids=["enfant", "jeune", "decline", "rien"],
)
def test_est_interrompu(questionnaire: Questionnaire, reponses: dict[str, str], attendu: bool) -> None:
    assert questionnaire.est_interrompu(reponses) is attendu


def test_elaguer_oublie_ce_que_les_autres_reponses_ferment(questionnaire: Questionnaire) -> None:
    reponses: dict[str, str | tuple[str, ...]] = {
        "maturite": "idee",
        "age": "16-17",
        "droits": ("rsa",),
        "secteur": "commerce",
        "besoin-financement": "2000-8000",
        "banque": "refus",
    }
    assert questionnaire.elaguer(reponses) == {"maturite": "idee", "age": "16-17", "secteur": "commerce"}


def test_elaguer_oublie_ce_que_rien_n_ouvre_encore(questionnaire: Questionnaire) -> None:
    assert questionnaire.elaguer({"attrait": "emploi-salarie", "secteur": "commerce"}) == {"attrait": "emploi-salarie"}


# --- Refusals ---

REFUS: dict[str, tuple[object, str, dict[str, Any]]] = {
    "liste": ([], "reponses-forme", {"recu": "une liste"}),
    "texte": ("idee", "reponses-forme", {"recu": "un texte"}),
    "rien": (None, "reponses-forme", {"recu": "rien"}),
    "cle-nombre": ({1: "idee"}, "reponses-forme", {"recu": "un nombre"}),
    "question-accentuee": ({"maturité": "idee"}, "question-inconnue", {"question": "maturité", "proche": "maturite"}),
    "question-au-pluriel": ({"quartiers": "ailleurs"}, "question-inconnue", {"proche": "quartier"}),
    "question-tronquee": ({"besoin-finance": "aucun"}, "question-inconnue", {"proche": "besoin-financement"}),
    "question-lointaine": ({"zzz": "idee"}, "question-inconnue", {"proche": None}),
    "option-accentuee": ({"maturite": "idée"}, "option-inconnue", {"option": "idée", "proche": "idee"}),
    "option-voisine": ({"age": "18-24"}, "option-inconnue", {"question": "age", "proche": "18-25"}),
    "option-minuscules": ({"quartier": "qn05992n"}, "option-inconnue", {"proche": "QN05992N"}),
    "option-lointaine": ({"maturite": "zzz"}, "option-inconnue", {"proche": None}),
    "option-d-une-autre-question": ({"age": "idee"}, "option-inconnue", {"option": "idee"}),
    "option-dans-un-multi": ({"freins": ["argent", "confiances"]}, "option-inconnue", {"proche": "confiance"}),
    "ne-sait-pas-non-admise": ({"maturite": "ne-sait-pas"}, "option-inconnue", {"option": "ne-sait-pas"}),
    "majuscules": ({"maturite": "IDEE"}, "option-inconnue", {"proche": "idee"}),
    "debut-d-une-question": ({"besoin": "aucun"}, "question-inconnue", {"proche": "besoin-financement"}),
    "sans-reponse-accentuee": ({"age": "sans-réponse"}, "option-inconnue", {"proche": "sans-reponse"}),
    "sans-reponse-en-liste": ({"freins": ["sans-reponse"]}, "sans-reponse-en-liste", {"question": "freins"}),
    "sans-reponse-avec-une-autre": ({"freins": ["argent", "sans-reponse"]}, "sans-reponse-en-liste", {}),
    "deux-sur-une-simple": ({"maturite": ["idee", "envie"]}, "reponse-multiple", {"question": "maturite"}),
    "deux-fois-la-meme-simple": ({"maturite": ["idee", "idee"]}, "reponse-multiple", {"question": "maturite"}),
    "deux-fois-la-meme": ({"freins": ["argent", "argent"]}, "option-double", {"question": "freins"}),
    "seule-avec-une-autre": ({"freins": ["argent", "aucun"]}, "option-seule", {"option": "aucun"}),
    "ne-sait-pas-avec-une-autre": (
        {"age": "30-54", "droits": ["ne-sait-pas", "rsa"]},
        "option-seule",
        {"question": "droits", "option": "ne-sait-pas"},
    ),
    "deux-seules": ({"age": "30-54", "droits": ["aucun", "ne-sait-pas"]}, "option-seule", {"question": "droits"}),
    "liste-vide": ({"freins": []}, "reponse-forme", {"question": "freins", "recu": "une liste vide"}),
    "nul": ({"maturite": None}, "reponse-forme", {"question": "maturite"}),
    "nombre": ({"maturite": 3}, "reponse-forme", {"recu": "un nombre"}),
    "booleen": ({"maturite": "idee", "implantation-qpv": True}, "reponse-forme", {"question": "implantation-qpv"}),
    "objet": ({"maturite": {"id": "idee"}}, "reponse-forme", {"question": "maturite"}),
    "liste-de-listes": ({"freins": [["argent"]]}, "reponse-forme", {"question": "freins"}),
    "porte-fermee": ({"maturite": "envie", "secteur": "commerce"}, "question-fermee", {"question": "secteur"}),
    "porte-inconnue": ({"secteur": "commerce"}, "question-fermee", {"question": "secteur"}),
    "porte-declinee": ({"maturite": "sans-reponse", "secteur": "commerce"}, "question-fermee", {}),
    "porte-fermee-meme-declinee": ({"maturite": "envie", "secteur": "sans-reponse"}, "question-fermee", {}),
    "droits-avant-18-ans": ({"age": "16-17", "droits": ["rsa"]}, "question-fermee", {"question": "droits"}),
    "apres-moins-16": ({"age": "moins-16", "quartier": "ailleurs"}, "question-fermee", {"question": "quartier"}),
    "banque-sans-besoin": (
        {"maturite": "demarches", "besoin-financement": "aucun", "banque": "refus"},
        "question-fermee",
        {"question": "banque"},
    ),
    "essai-apres-la-creation": (
        {"maturite": "activite-moins-3-ans", "essai": "oui"},
        "question-fermee",
        {"question": "essai"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("brutes", "code", "contexte"), REFUS.values(), ids=REFUS)
def test_refus(questionnaire: Questionnaire, brutes: object, code: str, contexte: dict[str, Any]) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        questionnaire.verifier(brutes)
    assert refus.value.code == code
    assert {cle: refus.value.contexte[cle] for cle in contexte} == contexte


def test_un_refus_se_lit(questionnaire: Questionnaire) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        questionnaire.verifier({"age": "18-24"})
    lu = str(refus.value).replace("\N{NO-BREAK SPACE}", " ")
    assert lu == "La question « age » n’a pas d’option « 18-24 ». Vouliez-vous dire « 18-25 » ?"


# --- What is accepted ---


@pytest.mark.parametrize("identifiant", QUESTIONS)
def test_chaque_question_accepte_sans_reponse(questionnaire: Questionnaire, identifiant: str) -> None:
    question = questionnaire.par_id[identifiant]
    assert questionnaire.verifier_une(question, "sans-reponse") == "sans-reponse"


@pytest.mark.parametrize("identifiant", QUESTIONS)
def test_chaque_question_accepte_chacune_de_ses_options(questionnaire: Questionnaire, identifiant: str) -> None:
    question = questionnaire.par_id[identifiant]
    for option in question.options:
        attendu = (option.id,) if question.multi else option.id
        assert questionnaire.verifier_une(question, option.id) == attendu
        assert questionnaire.verifier_une(question, [option.id]) == attendu


def test_les_reponses_reviennent_dans_l_ordre_du_questionnaire(questionnaire: Questionnaire) -> None:
    brutes = {"secteur": "commerce", "freins": ["reseau", "argent"], "age": "30-54", "maturite": "idee"}
    verifiees = questionnaire.verifier(brutes)
    assert list(verifiees.items()) == [
        ("maturite", "idee"),
        ("age", "30-54"),
        ("freins", ("argent", "reseau")),
        ("secteur", "commerce"),
    ]


def test_aucune_reponse_est_admis(questionnaire: Questionnaire) -> None:
    assert questionnaire.verifier({}) == {}


# --- Forward and back ---


def avancer(parcours: Parcours, *valeurs: object) -> None:
    """Answer one question after the other."""
    for valeur in valeurs:
        parcours.repondre(valeur)


def a_l_ecran(parcours: Parcours) -> str | None:
    """The question on screen."""
    return parcours.question.id if parcours.question else None


def test_parcours_d_un_enfant(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire)
    avancer(parcours, "idee", "moins-16")
    assert parcours.est_complet
    assert parcours.reponses == {"maturite": "idee", "age": "moins-16"}
    assert (parcours.numero, parcours.total) == (3, 2)
    assert parcours.etape_de_la_question == "detection"


def test_parcours_suit_les_questions_ouvertes(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire)
    vues = []
    for valeur in ("idee", "16-17", "sans-reponse", "eleve", "ailleurs", ["argent"], "commerce", "seul", "non"):
        vues.append(a_l_ecran(parcours))
        parcours.repondre(valeur)
    assert vues == [
        "maturite", "age", "attrait", "activite", "quartier", "freins", "secteur", "collectif", "implantation-qpv",
    ]  # fmt: skip
    assert parcours.est_complet


def test_parcours_numero_total_et_etape(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire)
    assert (parcours.numero, parcours.total, parcours.etape_de_la_question) == (1, 6, "esprit-initiative")
    avancer(parcours, "idee", "30-54")
    assert (parcours.numero, parcours.total) == (3, 10)
    avancer(parcours, *["sans-reponse"] * 5)
    assert (a_l_ecran(parcours), parcours.numero, parcours.etape_de_la_question) == ("secteur", 8, "detection")


def test_parcours_recule_et_garde_les_reponses(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire)
    avancer(parcours, "envie", "16-17", "ne-sait-pas", "eleve")
    assert a_l_ecran(parcours) == "quartier"
    assert parcours.reculer()
    assert a_l_ecran(parcours) == "activite"
    assert parcours.reponses["activite"] == "eleve"
    avancer(parcours, "etudiant")
    assert a_l_ecran(parcours) == "quartier"
    assert parcours.reponses["activite"] == "etudiant"


def test_parcours_saute_les_questions_fermees_en_reculant(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire, {"age": "16-17", "activite": "eleve"}, question="quartier")
    assert parcours.reculer()
    assert a_l_ecran(parcours) == "activite"


def test_parcours_ne_recule_pas_avant_la_premiere(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire)
    assert parcours.reculer() is False
    assert a_l_ecran(parcours) == "maturite"


def test_parcours_complet_recule_sur_la_derniere(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire, {"maturite": "idee", "age": "moins-16"})
    assert parcours.est_complet
    assert parcours.reculer()
    assert a_l_ecran(parcours) == "age"


def test_parcours_changer_une_reponse_oublie_ce_qu_elle_ferme(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire, {"maturite": "demarches", "age": "18-25", "secteur": "commerce", "essai": "oui"})
    parcours.question = questionnaire.par_id["maturite"]
    parcours.repondre("idee")
    assert parcours.reponses == {"maturite": "idee", "age": "18-25", "secteur": "commerce"}
    parcours.question = questionnaire.par_id["age"]
    parcours.repondre("moins-16")
    assert parcours.reponses == {"maturite": "idee", "age": "moins-16"}


def test_parcours_une_reponse_refusee_ne_change_rien(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire, {"maturite": "idee"})
    with pytest.raises(ErreurPrescripteur):
        parcours.repondre("18-24")
    assert (a_l_ecran(parcours), parcours.reponses) == ("age", {"maturite": "idee"})


def test_parcours_complet_n_attend_plus_de_reponse(questionnaire: Questionnaire) -> None:
    parcours = Parcours(questionnaire, {"maturite": "idee", "age": "moins-16"})
    parcours.repondre("commerce")
    assert parcours.reponses == {"maturite": "idee", "age": "moins-16"}


REPRISES: dict[str, tuple[dict[str, Any], str | None, str | None]] = {
    "rien": ({}, None, "maturite"),
    "la-premiere-sans-reponse": ({"maturite": "idee"}, None, "age"),
    "la-question-demandee": ({"maturite": "idee"}, "quartier", "quartier"),
    "une-question-fermee": ({"maturite": "idee"}, "banque", "age"),
    "une-question-inconnue": ({"maturite": "idee"}, "zzz", "age"),
    "une-question-deja-repondue": ({"maturite": "idee", "age": "18-25"}, "age", "age"),
}


@pytest.mark.parametrize(("reponses", "demandee", "attendue"), REPRISES.values(), ids=REPRISES)
def test_parcours_reprend(
    questionnaire: Questionnaire, reponses: dict[str, Any], demandee: str | None, attendue: str | None
) -> None:
    assert a_l_ecran(Parcours(questionnaire, reponses, demandee)) == attendue


# --- On any questionnaire ---

GRAINES = st.integers(0, 2**32 - 1)
EXEMPLES = settings(max_examples=300, deadline=None)


@EXEMPLES
@given(GRAINES)
def test_ouverture_etape_et_elagage_egalent_la_lecture_naive(graine: int) -> None:
    alea = random.Random(graine)
    catalogue, reponses, semaine = cas_aleatoire(alea)
    questionnaire = catalogue.questionnaire
    etat = lire_etat(questionnaire, reponses)
    assert {q.id: questionnaire.ouverture(q.id, reponses) for q in questionnaire.questions} == etat.portes
    assert questionnaire.etape(reponses) == regle_etape(questionnaire, etat)
    assert questionnaire.etape(reponses).etape == recommander(reponses, catalogue, semaine).etape
    n_importe_quoi = {q.id: reponse_aleatoire(alea, q) for q in questionnaire.questions}
    assert questionnaire.elaguer(n_importe_quoi) == lire_etat(questionnaire, n_importe_quoi).reponses


@EXEMPLES
@given(GRAINES)
def test_ce_qui_suit_les_portes_est_accepte_dans_n_importe_quel_ordre(graine: int) -> None:
    alea = random.Random(graine)
    catalogue, reponses, _ = cas_aleatoire(alea)
    melees = {q: list(v) if isinstance(v, tuple) else v for q, v in alea.sample(list(reponses.items()), len(reponses))}
    verifiees = catalogue.questionnaire.verifier(melees)
    assert list(verifiees.items()) == list(reponses.items())


@EXEMPLES
@given(GRAINES)
def test_tout_parcours_finit_sur_des_reponses_admises(graine: int) -> None:
    alea = random.Random(graine)
    questionnaire = cas_aleatoire(alea)[0].questionnaire
    parcours = Parcours(questionnaire)
    pas = 0
    while not parcours.est_complet:
        if alea.random() < 0.2:
            parcours.reculer()
        elif parcours.question:
            parcours.repondre(reponse_aleatoire(alea, parcours.question))
        pas += 1
        assert pas < 1000, "the interview does not come to its end"
    assert questionnaire.verifier(parcours.reponses) == parcours.reponses
    assert {q.id for q in questionnaire.ouvertes(parcours.reponses)} == set(parcours.reponses)
