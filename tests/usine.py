"""Catalogues for the tests: written by hand in a few words, or drawn at random, always valid."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Valeur
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, SANS_REPONSE
from tests.naif import lire_etat

ETAPES = ("esprit-initiative", "detection", "accompagnement")

SEMAINES = ("2026-W01", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49", "2026-W53", "2025-W01")
"""Weeks around the dates that random offres carry; W49, W53 and W01 lie across two months or two years."""

SOURCE = {"url": "https://exemple.fr/page", "date": "2026-06-01"}


# --- By hand ---


def si(question: str, *parmi: str, peut_etre: Sequence[str] = ()) -> dict[str, Any]:
    """`question ∈ parmi`."""
    return {"question": question, "parmi": list(parmi), "peut-etre": list(peut_etre)}


def sauf(question: str, *options: str, peut_etre: Sequence[str] = ()) -> dict[str, Any]:
    """`question ∉ options`."""
    return {"question": question, "sauf": list(options), "peut-etre": list(peut_etre)}


def un_de(*branches: Mapping[str, Any], **champs: Any) -> dict[str, Any]:
    """At least one of these."""
    return {"un-de": list(branches), **champs}


def toutes(*atomes: Mapping[str, Any]) -> dict[str, Any]:
    """All of these, inside an alternative."""
    return {"toutes": list(atomes)}


def prefere(question: str, *parmi: str, poids: int = 1, raison: str = "préférée") -> dict[str, Any]:
    """A preference."""
    return {"question": question, "parmi": list(parmi), "poids": poids, "raison": raison}


def une_option(option: str | Mapping[str, Any]) -> dict[str, Any]:
    """An option from its id alone, or from its id and what differs."""
    champs = {"id": option} if isinstance(option, str) else dict(option)
    champs.setdefault("libelle", f"Libellé {champs['id']}")
    champs.setdefault("constat", f"a dit {champs['id']}")
    return champs


def une_question(identifiant: str, *options: str | Mapping[str, Any], **champs: Any) -> dict[str, Any]:
    """A question; texts are made from its id. `ouverte_si` and others as in the grammar."""
    base = {
        "id": identifiant,
        "etape": ETAPES[0],
        "titre": identifiant[:24],
        "enonce": f"Énoncé {identifiant}",
        "facile": f"Facile {identifiant}",
        "pourquoi": f"Pourquoi {identifiant}",
        "relance": f"relance {identifiant}",
        "usage": ["orientation"],
        "options": [une_option(option) for option in options],
    }
    return {**base, **champs}


def une_offre(identifiant: str, *conditions: Mapping[str, Any], **champs: Any) -> dict[str, Any]:
    """An offre for all étapes; a condition without `motif` gets « motif N »."""
    base: dict[str, Any] = {
        "id": identifiant,
        "nom": f"Offre {identifiant}",
        "description": "Ce que la personne reçoit",
        "type": "accompagnement",
        "etapes": list(ETAPES),
        "conditions": [{"motif": f"motif {n}", **dict(c)} for n, c in enumerate(conditions, start=1)],
    }
    if not conditions and "raison" not in champs:
        champs["raison"] = f"raison {identifiant}"
    return {**base, **champs}


def un_operateur(identifiant: str, *offres: Mapping[str, Any], **champs: Any) -> dict[str, Any]:
    """An active operator of high confidence, with one source."""
    base = {
        "id": identifiant,
        "nom": f"Opérateur {identifiant}",
        "description": "Ce que c’est",
        "statut": "actif",
        "confiance": "haute",
        "sources": [SOURCE],
        "verifie_le": "2026-06-01",
        "offres": list(offres),
    }
    return {**base, **champs}


FILET = un_operateur("filet", une_offre("accueil", filet=True, raison="accueille tout le monde"))

QUESTIONS = (
    une_question(
        "projet",
        {"id": "rien", "constat": "n’a pas d’idée"},
        {"id": "idee", "constat": "a une idée"},
        {"id": "ecrit", "constat": "a un projet écrit"},
        {"id": NE_SAIT_PAS, "constat": "ne sait pas où elle en est"},
    ),
    une_question("age", {"id": "enfant", "ferme_la_suite": True}, "jeune", "adulte", modifiable=False),
    une_question(
        "droits",
        "are",
        "rsa",
        {"id": "aucun", "seule": True},
        {"id": NE_SAIT_PAS, "seule": True},
        multi=True,
        modifiable=False,
        ouverte_si=[{"question": "age", "parmi": ["adulte"]}],
    ),
    une_question("ville", "dedans", "dehors", "bordure", NE_SAIT_PAS, modifiable=False),
    une_question("freins", "argent", "papiers", {"id": "aucun", "seule": True}, multi=True),
    une_question(
        "secteur",
        "commerce",
        "culture",
        NE_SAIT_PAS,
        ouverte_si=[{"question": "projet", "parmi": ["idee", "ecrit"]}],
    ),
    une_question(
        "besoin",
        "aucun",
        "petit",
        "gros",
        NE_SAIT_PAS,
        ouverte_si=[{"question": "projet", "parmi": ["ecrit"]}],
    ),
    une_question(
        "banque",
        "refus",
        "accord",
        NE_SAIT_PAS,
        ouverte_si=[{"question": "besoin", "parmi": ["petit", "gros", NE_SAIT_PAS]}],
    ),
)
"""A questionnaire like the shipped one, in small: gates, a gate on a gated question, a closing option, two multi."""

ETAPE_DE = (
    {"etape": ETAPES[2], "quand": [{"question": "projet", "parmi": ["ecrit"]}]},
    {"etape": ETAPES[1], "quand": [{"question": "projet", "parmi": ["idee"]}]},
    {"etape": ETAPES[0], "constat": "rien n’indique encore un projet"},
)


def un_catalogue(
    *operateurs: Mapping[str, Any],
    questions: Sequence[Mapping[str, Any]] = QUESTIONS,
    etape_de: Sequence[Mapping[str, Any]] = ETAPE_DE,
    filet: bool = True,
) -> Catalogue:
    """A valid catalogue of these operators, and of the filet unless one of them has it."""
    catalogue = Catalogue.model_validate(
        {
            "identite": {
                "version": "test",
                "date": "2026-06-01",
                "territoire": "Ville-Test",
                "licence": "MIT",
                "mainteneurs": ["personne"],
            },
            "questionnaire": {
                "etapes": [{"id": e, "nom": f"Nom {e}", "description": f"Étape {e}"} for e in ETAPES],
                "etape_de": etape_de,
                "questions": questions,
            },
            "territoire": {
                "nom": "Ville-Test",
                "epci": "000000000",
                "millesime_qpv": "2024",
                "communes": [],
                "quartiers": [],
            },
            "operateurs": [*operateurs, *([FILET] if filet else [])],
        }
    )
    anomalies = list(catalogue.verifier())
    assert not anomalies, anomalies
    return catalogue


# --- At random ---


def catalogue_aleatoire(graine: int | random.Random) -> Catalogue:
    """A small random valid catalogue; the same seed gives the same one in every process."""
    alea = graine if isinstance(graine, random.Random) else random.Random(graine)
    questions: list[dict[str, Any]] = []
    for numero in range(alea.randint(3, 7)):
        questions.append(_question_aleatoire(alea, numero, questions))
    return un_catalogue(
        *_operateurs_aleatoires(alea, questions),
        questions=questions,
        etape_de=_etapes_aleatoires(alea, questions),
        filet=False,
    )


def _parfois(alea: random.Random, sur_dix: int) -> bool:
    return alea.randint(1, 10) <= sur_dix


def _quelques(alea: random.Random, parmi: Sequence[str], au_moins: int = 1) -> list[str]:
    return alea.sample(list(parmi), alea.randint(min(au_moins, len(parmi)), len(parmi)))


def _question_aleatoire(alea: random.Random, numero: int, precedentes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    multi = _parfois(alea, 3)
    options = [une_option(lettre) for lettre in "abcd"[: alea.randint(2, 4)]]
    if numero > 0 and _parfois(alea, 1):
        alea.choice(options)["ferme_la_suite"] = True
    if multi and _parfois(alea, 5):
        options.append(une_option({"id": "aucun", "seule": True}))
    if _parfois(alea, 6):
        options.append(une_option({"id": NE_SAIT_PAS, **({"seule": True} if multi else {})}))
    champs: dict[str, Any] = {"multi": multi, "modifiable": _parfois(alea, 6)}
    if precedentes and _parfois(alea, 6):
        champs["ouverte_si"] = [
            _condition_aleatoire(alea, precedentes, porte=True) for _ in range(1 + _parfois(alea, 3))
        ]
    return une_question(f"q{numero}", *options, **champs)


def _atome_aleatoire(alea: random.Random, questions: Sequence[Mapping[str, Any]], *, porte: bool) -> dict[str, Any]:
    question = alea.choice(questions)
    options = [o["id"] for o in question["options"] if porte or o["id"] != NE_SAIT_PAS]
    nommees = alea.sample(options, alea.randint(1, max(1, len(options) - 1)))
    atome: dict[str, Any] = {"question": question["id"]}
    if _parfois(alea, 2):
        coupe = alea.randint(0, len(nommees) - 1)
        atome["peut-etre"] = nommees[coupe:]
        nommees = nommees[:coupe]
    atome["sauf" if _parfois(alea, 3) else "parmi"] = nommees
    return atome


def _condition_aleatoire(alea: random.Random, questions: Sequence[Mapping[str, Any]], *, porte: bool) -> dict[str, Any]:
    if not _parfois(alea, 3):
        return _atome_aleatoire(alea, questions, porte=porte)
    branches: list[dict[str, Any]] = []
    for _ in range(alea.randint(1, 3)):
        if _parfois(alea, 4):
            atomes = [_atome_aleatoire(alea, questions, porte=porte) for _ in range(alea.randint(1, 2))]
            branches.append({"toutes": atomes})
        else:
            branches.append(_atome_aleatoire(alea, questions, porte=porte))
    return {"un-de": branches}


def _etapes_aleatoires(alea: random.Random, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    regles: list[dict[str, Any]] = []
    for _ in range(alea.randint(0, 3)):
        regle: dict[str, Any] = {
            "etape": alea.choice(ETAPES),
            "quand": [_condition_aleatoire(alea, questions, porte=True) for _ in range(1 + _parfois(alea, 2))],
        }
        if _parfois(alea, 3):
            regle["constat"] = f"constat de l’étape {len(regles)}"
        regles.append(regle)
    derniere = {"etape": alea.choice(ETAPES)}
    if _parfois(alea, 5):
        derniere["constat"] = "Rien n’indique un Projet"
    return [*regles, derniere]


def _operateurs_aleatoires(alea: random.Random, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    noms = alea.sample(["op", "op-a", "op-b", "autre", "zede", "mi", "ra"], alea.randint(2, 7))
    offres: dict[str, list[dict[str, Any]]] = {nom: [] for nom in noms}
    for numero in range(alea.randint(2, 9)):
        offres[alea.choice(noms)].append(_offre_aleatoire(alea, f"o{numero}", questions))
    filet = une_offre("filet", filet=True, raison="accueille tout le monde")
    offres[alea.choice(noms)].insert(0, filet)
    operateurs = []
    for nom in noms:
        champs: dict[str, Any] = {"confiance": alea.choice(["haute", "moyenne", "faible"])}
        a_le_filet = any(offre is filet for offre in offres[nom])
        if not a_le_filet and _parfois(alea, 1):
            champs["statut"] = alea.choice(["a-confirmer", "termine"])
        if _parfois(alea, 2):
            champs["a_confirmer"] = [{"texte": f"à vérifier auprès de {nom}", "source": "https://exemple.fr/op"}]
        if offres[nom]:
            operateurs.append(un_operateur(nom, *offres[nom], **champs))
    return operateurs


def _offre_aleatoire(alea: random.Random, identifiant: str, questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    champs: dict[str, Any] = {
        "etapes": list(ETAPES) if _parfois(alea, 6) else alea.sample(ETAPES, alea.randint(1, 2)),
        "aide": _parfois(alea, 2),
        "preferences": [_preference_aleatoire(alea, questions) for _ in range(alea.randint(0, 3))],
    }
    if _parfois(alea, 1):
        champs["statut"] = alea.choice(["actif", "a-confirmer", "termine"])
    if _parfois(alea, 3):
        champs["confiance"] = alea.choice(["haute", "moyenne", "faible"])
    if _parfois(alea, 1):
        champs["du"] = f"2026-11-{alea.randint(9, 30):02}"
    if _parfois(alea, 1):
        champs["au"] = f"2026-12-{alea.randint(1, 31):02}"
    if _parfois(alea, 1):
        champs["saison"] = alea.sample([1, 11, 12], alea.randint(1, 3))
    if _parfois(alea, 2):
        champs["a_confirmer"] = [{"texte": f"à vérifier pour {identifiant}", "source": "https://exemple.fr/o"}]
    if _parfois(alea, 2):
        champs["sources"] = [
            {"url": f"https://exemple.fr/{alea.choice('xy')}", "consultee_le": "2026-06"} for _ in range(3)
        ]
    if _parfois(alea, 3):
        champs["raison"] = f"raison de {identifiant}"
    conditions = [_condition_aleatoire(alea, questions, porte=False) for _ in range(alea.randint(0, 3))]
    return une_offre(identifiant, *conditions, **champs)


def _preference_aleatoire(alea: random.Random, questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    question = alea.choice(questions)
    options = [o["id"] for o in question["options"] if o["id"] != NE_SAIT_PAS]
    poids = alea.randint(1, 3)
    return {
        "question": question["id"],
        "parmi": _quelques(alea, options),
        "poids": poids,
        "raison": f"préférence {question['id']} {poids}",
    }


def reponse_aleatoire(alea: random.Random, question: Question) -> Valeur:
    """One valid answer to a question; declining is one."""
    if _parfois(alea, 1):
        return SANS_REPONSE
    if not question.multi:
        return alea.choice(question.options).id
    if seules := [option.id for option in question.options if option.seule and _parfois(alea, 2)]:
        return (seules[0],)
    voulues = _quelques(alea, [option.id for option in question.options if not option.seule])
    return tuple(option.id for option in question.options if option.id in voulues)


def reponses_aleatoires(
    alea: random.Random, questionnaire: Questionnaire, *, completes: bool = False
) -> dict[str, Valeur]:
    """Valid answers in questionnaire order: to all open questions, or to some of them."""
    reponses: dict[str, Valeur] = {}
    sur_dix = 10 if completes else alea.choice([4, 7, 9])
    for question in questionnaire.questions:
        est_ouverte = lire_etat(questionnaire, reponses).portes[question.id] is True
        if est_ouverte and _parfois(alea, sur_dix):
            reponses[question.id] = reponse_aleatoire(alea, question)
    return reponses


Cas = tuple[Catalogue, dict[str, Valeur], str]
"""A catalogue, answers to its questionnaire, a week."""


def cas_aleatoire(alea: random.Random) -> Cas:
    """One case for the engine."""
    catalogue = catalogue_aleatoire(alea)
    completes = _parfois(alea, 3)
    return catalogue, reponses_aleatoires(alea, catalogue.questionnaire, completes=completes), alea.choice(SEMAINES)


def catalogues() -> st.SearchStrategy[Catalogue]:
    """Random valid catalogues, for hypothesis: it draws the numbers, so that it can shrink what fails."""
    return st.randoms(use_true_random=False).map(catalogue_aleatoire)


def reponses_a(questionnaire: Questionnaire, *, completes: bool = False) -> st.SearchStrategy[dict[str, Valeur]]:
    """Random valid answers to a questionnaire."""
    return st.randoms(use_true_random=False).map(
        lambda alea: reponses_aleatoires(alea, questionnaire, completes=completes)
    )


def cas() -> st.SearchStrategy[Cas]:
    """Random cases: catalogue, answers, week. Hypothesis draws every number, so that it can shrink what fails."""
    return st.randoms(use_true_random=False).map(cas_aleatoire)


def cas_par_graine() -> st.SearchStrategy[Cas]:
    """Random cases from a seed: ten times as fast to draw, nothing to shrink."""
    return st.integers(0, 2**32 - 1).map(lambda graine: cas_aleatoire(random.Random(graine)))


__all__ = [
    "ETAPES",
    "ETAPE_DE",
    "FILET",
    "QUESTIONS",
    "SEMAINES",
    "Cas",
    "cas",
    "cas_aleatoire",
    "cas_par_graine",
    "catalogue_aleatoire",
    "catalogues",
    "prefere",
    "reponse_aleatoire",
    "reponses_a",
    "reponses_aleatoires",
    "sauf",
    "si",
    "toutes",
    "un_catalogue",
    "un_de",
    "un_operateur",
    "une_offre",
    "une_option",
    "une_question",
]
