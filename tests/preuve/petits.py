"""Small random catalogues, whose complete answer sets can all be written down."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping, Sequence
from typing import Any

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.regles import NE_SAIT_PAS
from tests.usine import ETAPES, un_catalogue, un_operateur, une_offre, une_option, une_question

SEMAINE = "2026-W47"
"""The week in which the small catalogues are looked at; the dates of their offres lie around it and after it."""

JOURS = ("2026-11-10", "2026-11-22", "2026-11-23", "2026-12-02", "2026-12-06", "2026-12-07", "2026-12-16")

Champs = dict[str, Any]


def petit_catalogue(alea: random.Random) -> Catalogue:
    """One to four questions of two to four options, three to eight offres, twins and near twins among them."""
    questions: list[Champs] = []
    for numero in range(alea.randint(1, 4)):
        questions.append(_question(alea, numero, questions))
    return un_catalogue(
        *_operateurs(alea, questions), questions=questions, etape_de=_etapes(alea, questions), filet=False
    )


def petite_paire(alea: random.Random) -> tuple[Catalogue, Catalogue]:
    """Two catalogues over the same questions: other offres, or the same ones but for one operator."""
    questions: list[Champs] = []
    for numero in range(alea.randint(1, 4)):
        questions.append(_question(alea, numero, questions))
    etapes = _etapes(alea, questions)
    anciens, nouveaux = _operateurs(alea, questions), _operateurs(alea, questions)
    if _parfois(alea, 6):
        change = alea.choice([o["id"] for o in anciens if not _a_le_filet(o)] or [None])
        nouveaux = [o for o in anciens if o["id"] != change]
        nouveaux += [o for o in _operateurs(alea, questions) if o["id"] == change and not _a_le_filet(o)]
    paire = [un_catalogue(*o, questions=questions, etape_de=etapes, filet=False) for o in (anciens, nouveaux)]
    return paire[0], paire[1]


def _a_le_filet(operateur: Champs) -> bool:
    return any(offre.get("filet") for offre in operateur["offres"])


def _parfois(alea: random.Random, sur_dix: int) -> bool:
    return alea.randint(1, 10) <= sur_dix


def _question(alea: random.Random, numero: int, precedentes: Sequence[Champs]) -> Champs:
    multi = _parfois(alea, 3)
    options = [une_option(lettre) for lettre in "abcd"[: alea.randint(2, 3 if multi else 4)]]
    if numero > 0 and _parfois(alea, 1):
        alea.choice(options)["ferme_la_suite"] = True
    if multi and _parfois(alea, 4):
        options.append(une_option({"id": "aucun", "seule": True}))
    if _parfois(alea, 4):
        options.append(une_option({"id": NE_SAIT_PAS, **({"seule": True} if multi else {})}))
    champs: Champs = {
        "multi": multi,
        "modifiable": _parfois(alea, 5),
        "usage": alea.choice([["orientation"], ["orientation", "comptage"], ["comptage"]]),
        "choix": "commune" if _parfois(alea, 2) and not multi else "simple",
    }
    if precedentes and _parfois(alea, 5):
        champs["ouverte_si"] = [_condition(alea, precedentes, porte=True) for _ in range(1 + _parfois(alea, 3))]
    return une_question(f"q{numero}", *options, **champs)


def _atome(alea: random.Random, questions: Sequence[Champs], *, porte: bool) -> Champs:
    question = alea.choice(questions)
    options = [o["id"] for o in question["options"] if porte or o["id"] != NE_SAIT_PAS]
    nommees = alea.sample(options, alea.randint(1, max(1, len(options) - 1)))
    atome: Champs = {"question": question["id"]}
    if _parfois(alea, 2):
        coupe = alea.randint(0, len(nommees) - 1)
        atome["peut-etre"] = nommees[coupe:]
        nommees = nommees[:coupe]
    atome["sauf" if _parfois(alea, 3) else "parmi"] = nommees
    return atome


def _condition(alea: random.Random, questions: Sequence[Champs], *, porte: bool) -> Champs:
    if not _parfois(alea, 3):
        return _atome(alea, questions, porte=porte)
    branches: list[Champs] = []
    for _ in range(alea.randint(1, 3)):
        if _parfois(alea, 4):
            branches.append({"toutes": [_atome(alea, questions, porte=porte) for _ in range(alea.randint(1, 2))]})
        else:
            branches.append(_atome(alea, questions, porte=porte))
    return {"un-de": branches}


def _etapes(alea: random.Random, questions: Sequence[Champs]) -> list[Champs]:
    regles = [
        {"etape": alea.choice(ETAPES), "quand": [_condition(alea, questions, porte=True)]}
        for _ in range(alea.randint(0, 2))
    ]
    return [*regles, {"etape": alea.choice(ETAPES)}]


def _operateurs(alea: random.Random, questions: Sequence[Champs]) -> list[Champs]:
    noms = alea.sample(["aa", "bb", "cc", "dd", "ee"], alea.randint(2, 5))
    offres: dict[str, list[Champs]] = {nom: [] for nom in noms}
    tirees: list[Champs] = []
    for numero in range(alea.randint(2, 7)):
        offre = _offre(alea, f"o{numero}", questions)
        if tirees and _parfois(alea, 3):
            offre = _copie(alea, alea.choice(tirees), f"o{numero}", questions)
        tirees.append(offre)
        offres[alea.choice(noms)].append(offre)
    offres[alea.choice(noms)].insert(0, une_offre("filet", filet=True, raison="accueille tout le monde"))
    operateurs = []
    for nom in noms:
        champs: Champs = {"confiance": alea.choice(["haute", "haute", "moyenne"])}
        a_le_filet = any(offre.get("filet") for offre in offres[nom])
        if not a_le_filet and _parfois(alea, 1):
            champs["statut"] = alea.choice(["a-confirmer", "termine"])
        if _parfois(alea, 2):
            champs["a_confirmer"] = [{"texte": f"à vérifier auprès de {nom}", "source": "https://exemple.fr/op"}]
        if offres[nom]:
            operateurs.append(un_operateur(nom, *offres[nom], **champs))
    return operateurs


def _offre(alea: random.Random, identifiant: str, questions: Sequence[Champs]) -> Champs:
    champs: Champs = {
        "etapes": list(ETAPES) if _parfois(alea, 6) else alea.sample(ETAPES, alea.randint(1, 2)),
        "aide": _parfois(alea, 2),
        "preferences": [_preference(alea, questions) for _ in range(alea.randint(0, 3))],
        "raison": f"raison de {identifiant}",
    }
    if _parfois(alea, 3):
        champs["confiance"] = alea.choice(["haute", "moyenne", "faible"])
    if _parfois(alea, 2):
        champs["du"] = alea.choice(JOURS)
    if _parfois(alea, 2):
        champs["au"] = max(alea.choice(JOURS), champs.get("du", ""))
    if _parfois(alea, 1):
        champs["saison"] = alea.sample([1, 2, 11, 12], alea.randint(1, 3))
    if _parfois(alea, 1):
        champs["a_confirmer"] = [{"texte": f"à vérifier pour {identifiant}", "source": "https://exemple.fr/o"}]
    conditions = [_condition(alea, questions, porte=False) for _ in range(alea.randint(0, 3))]
    return une_offre(identifiant, *conditions, **champs)


def _copie(alea: random.Random, modele: Mapping[str, Any], identifiant: str, questions: Sequence[Champs]) -> Champs:
    """Another offre with the same rules, or nearly: texts always differ."""
    copie: Champs = {**copy.deepcopy(dict(modele)), "id": identifiant, "nom": f"Offre {identifiant}"}
    copie["raison"] = f"autre raison de {identifiant}"
    for preference in copie["preferences"]:
        preference["raison"] += " (autrement dit)"
    if _parfois(alea, 4):
        copie["preferences"] = [*copie["preferences"], _preference(alea, questions)]
    elif _parfois(alea, 3):
        condition = {**_condition(alea, questions, porte=False), "motif": "motif ajouté"}
        copie["conditions"] = [*copie["conditions"], condition]
    return copie


def _preference(alea: random.Random, questions: Sequence[Champs]) -> Champs:
    question = alea.choice(questions)
    options = [o["id"] for o in question["options"] if o["id"] != NE_SAIT_PAS]
    return {
        "question": question["id"],
        "parmi": alea.sample(options, alea.randint(1, len(options))),
        "poids": alea.randint(1, 3),
        "raison": f"préférence {question['id']}",
    }
