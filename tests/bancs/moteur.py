"""The engine against a naive reading of the rules, and against JsonLogic, on the same distinct complete answer sets."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.kleene import FAUX
from prescripteur_tui.domaine.questionnaire import Option, Questionnaire, Reponses, Valeur
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.regles import NE_SAIT_PAS
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.bancs.jsonlogic import NOM, VERSION, Donnees, Traduction
from tests.bancs.mesure import RACINE, Releve
from tests.naif import recommander_naif

SEMAINE = "2026-W47"
LOT = 500
UN_SUR = 25
"""Of how many answer sets one is given to JsonLogic for all that ours tells: it takes a hundred times as long."""

A, B = TypeVar("A"), TypeVar("B")


def reponses_completes(questionnaire: Questionnaire, graine: int) -> Iterator[dict[str, Valeur]]:
    """Distinct complete answer sets, the three étapes in turn; one answer in twelve is declined."""
    hasard = random.Random(graine)
    vues: set[str] = set()
    etapes = [etape.id for etape in questionnaire.etapes]
    decisives = {a.question for regle in questionnaire.etape_de for c in regle.quand for a in c.atomes()}
    tour = 0
    while True:
        reponses: dict[str, Valeur] = {}
        voulue = etapes[tour % len(etapes)]
        while (question := questionnaire.prochaine(reponses)) is not None:
            reponses[question.id] = _tirer(question.options, question.multi, hasard)
            if question.id in decisives and questionnaire.etape(reponses).etape != voulue:
                break  # no need to go on: this one is for another turn
        if question is not None or questionnaire.etape(reponses).etape != voulue:
            continue
        cle = json.dumps(reponses, sort_keys=True)
        if cle not in vues:
            vues.add(cle)
            tour += 1
            yield reponses


def _tirer(options: tuple[Option, ...], multi: bool, hasard: random.Random) -> Valeur:
    if hasard.random() < 1 / 12:
        return "sans-reponse"
    if not multi:
        return hasard.choice(options).id
    seules = [option.id for option in options if option.seule]
    if seules and hasard.random() < 0.2:
        return (hasard.choice(seules),)
    plusieurs = [option.id for option in options if not option.seule]
    gardees = set(hasard.sample(plusieurs, hasard.randint(1, min(4, len(plusieurs)))))
    return tuple(option for option in plusieurs if option in gardees)


def mesurer(combien: int, *, catalogue: Catalogue | None = None, graine: int = 2026, sur: int = UN_SUR) -> list[Releve]:
    """Compare with the naive engine and with JsonLogic on `combien` answer sets, in alternated lots.

    Ours is timed for the full object, with every verdict and reason, serialised. JsonLogic is asked for the verdicts
    and scores alone; and, of one answer set in `sur`, for as much as ours gives: every condition's value, and what each
    other answer would open. A different result stops the run. What is compiled is compiled before the clock starts, as
    the app does once a start; no result is kept from one answer set to the next.
    """
    catalogue = catalogue or lire_catalogue(RACINE / "catalogue")
    generateur = reponses_completes(catalogue.questionnaire, graine)
    recommander({}, catalogue, SEMAINE)
    traduction = Traduction(catalogue, SEMAINE)
    naif = Releve(f"engine, {combien} answer sets, full object / naive", "ms", 5.0, au_moins=True)
    peu = Releve(f"the same / {NOM} {VERSION}, verdicts and scores", "ms", 10.0, au_moins=True)
    autant = Releve(f"1 in {sur} / {NOM} {VERSION}, as much as ours", "ms", 10.0, au_moins=True)
    reste = combien
    while reste > 0:
        lot = [next(generateur) for _ in range(min(LOT, reste))]
        reste -= len(lot)
        resultats, duree = _chronometrer(lambda r: recommander(r, catalogue, SEMAINE).vers_json(), lot)
        objets, duree_naive = _chronometrer(lambda r: _en_json(recommander_naif(r, catalogue, SEMAINE)), lot)
        assert resultats == objets, next(r for r, a, b in zip(lot, resultats, objets, strict=True) if a != b)
        donnees = [traduction.donnees(reponses) for reponses in lot]
        verdicts, duree_verdicts = _chronometrer(traduction.verdicts, donnees)
        for reponses, trouves in zip(lot, verdicts, strict=True):
            _comparer_verdicts(catalogue, traduction, reponses, trouves)
        naif.noter(duree, duree_naive)
        peu.noter(duree, duree_verdicts)
        quelques = lot[::sur]
        _, duree_des_quelques = _chronometrer(lambda r: recommander(r, catalogue, SEMAINE).vers_json(), quelques)
        autant.noter(duree_des_quelques, _autant(catalogue, traduction, quelques))
    return [naif, peu, autant]


def _chronometrer(geste: Callable[[A], B], lot: Sequence[A]) -> tuple[list[B], float]:
    """What it gives for each, and milliseconds for one."""
    debut = time.perf_counter()
    rendus = [geste(un) for un in lot]
    return rendus, (time.perf_counter() - debut) * 1000 / len(lot)


def _en_json(objet: object) -> str:
    return json.dumps(objet, ensure_ascii=False, separators=(",", ":"))


def _comparer_verdicts(
    catalogue: Catalogue, traduction: Traduction, reponses: Reponses, trouves: list[tuple[int, int]]
) -> None:
    """Verdict of every live offre, and score of those that are not out."""
    regles = catalogue.moteur.regles
    retenues, _ = Decision(regles, regles.bruts(reponses), SEMAINE).retenues()
    attendus = {retenue.offre.nom: (retenue.statut, retenue.score) for retenue in retenues}
    for offre, (verdict, score) in zip(traduction.offres, trouves, strict=True):
        assert attendus.get(offre.nom, (FAUX, score)) == (verdict, score), (offre.nom, reponses)


def _autant(catalogue: Catalogue, traduction: Traduction, lot: Sequence[Reponses]) -> float:
    """Milliseconds that JsonLogic takes for all that one of our results tells; its answers are held to ours."""
    regles = catalogue.moteur.regles
    compilees = {offre.nom: offre for offre in regles.offres}
    par_nom = {offre.nom: offre for offre in traduction.offres}
    duree = 0.0
    for reponses in lot:
        ecartes = [e for e in recommander(reponses, catalogue, SEMAINE).ecartes if e.question is not None]
        donnees = traduction.donnees(reponses)
        essais = [(par_nom[e.offre], _autres(catalogue, traduction, reponses, e.question)) for e in ecartes]
        debut = time.perf_counter()
        conditions = traduction.conditions(donnees)
        bascules = traduction.bascules(essais)
        duree += time.perf_counter() - debut
        assert bascules == [e.bascule for e in ecartes], reponses
        masques = Decision(regles, regles.bruts(reponses), SEMAINE).masques
        for offre, (valeurs, _) in zip(traduction.offres, conditions, strict=True):
            assert valeurs == [c.valeur(masques) for c in compilees[offre.nom].conditions], (offre.nom, reponses)
    return duree * 1000 / len(lot)


def _autres(
    catalogue: Catalogue, traduction: Traduction, reponses: Reponses, question: str | None
) -> list[tuple[str, Donnees]]:
    assert question is not None
    options = [o.id for o in catalogue.questionnaire.par_id[question].options if o.id != NE_SAIT_PAS]
    return [(option, traduction.avec(reponses, question, option)) for option in options]
