"""`kill -9` at random moments of interviews: at most the key being pressed is lost, and the next start works."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from pathlib import Path

from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Valeur
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.application import Application
from tests.bancs.mesure import PYTHON, RACINE
from tests.terminal import Terminal, TerminalMort, environnement

ACCUEIL = "Nouvel entretien"
BROUILLON = "Un entretien est interrompu"


@dataclass
class Bilan:
    """What the rounds showed."""

    coupures: int = 0
    en_entretien: int = 0
    enregistres: int = 0
    pertes: list[str] = field(default_factory=list)


@dataclass
class _Pas:
    """One answer: its keys, the words that show it has been taken, the answers then."""

    touches: str
    marque: str
    reponses: dict[str, Valeur]


def _scenario(questionnaire: Questionnaire, hasard: random.Random) -> list[_Pas]:
    """Random answers by the keys of the app, to the end of the questionnaire."""
    parcours, pas = Parcours(questionnaire), []
    while (question := parcours.question) is not None:
        touches, valeur = _repondre(question, hasard)
        parcours.repondre(valeur)
        marque = parcours.question.enonce[:12] if parcours.question else "Rien n’est encore noté"
        pas.append(_Pas(touches, marque, dict(parcours.reponses)))
    return pas


def _repondre(question: Question, hasard: random.Random) -> tuple[str, Valeur]:
    if question.choix == "commune" or hasard.random() < 0.15:
        return "0", "sans-reponse"
    indice = hasard.randrange(min(9, len(question.options)))
    option = question.options[indice]
    if option.ferme_la_suite:
        return "0", "sans-reponse"
    return (f"{indice + 1}\r", (option.id,)) if question.multi else (str(indice + 1), option.id)


def couper(combien: int, dossier: Path, *, graine: int = 1) -> Bilan:
    """Kill the app during `combien` interviews in one data folder, at random moments; hold it to what was seen.

    An interview that ends before its moment comes counts apart.

    A key counts as taken once the screen has gone on. After each kill the store is read: no interview that was seen
    stored is missing, and the draft holds every answer that was seen taken.
    """
    hasard, bilan = random.Random(graine), Bilan()
    questionnaire = lire_catalogue(RACINE / "catalogue", cas_types=False).questionnaire
    environ = environnement(PRESCRIPTEUR_DONNEES=str(dossier), PYTHONPATH=str(RACINE))
    au_moins = _stockes(dossier)
    while bilan.en_entretien < combien:
        tour = bilan.coupures
        pas = _scenario(questionnaire, hasard)
        vus, tapes, fini = 0, 0, False
        terminal = Terminal([PYTHON, "-m", "prescripteur_tui"], environ)
        try:
            terminal.attendre(BROUILLON if _a_un_brouillon(dossier) else ACCUEIL)
            depuis = len(terminal.recu)
            terminal.taper("2n" if BROUILLON.encode() in terminal.recu else "n")
            terminal.attendre(questionnaire.questions[0].enonce[:12], depuis)
            minuterie = threading.Timer(hasard.uniform(0.0, 0.16 * (len(pas) + 2)), terminal.tuer)
            minuterie.start()
            for un in pas:
                depuis = len(terminal.recu)
                tapes += 1
                terminal.taper(un.touches)
                terminal.attendre(un.marque, depuis)
                vus += 1
            depuis = len(terminal.recu)
            terminal.taper("1")
            terminal.attendre("Entrée enregistre", depuis)
            tapes += 1
            terminal.taper("\r")
            terminal.attendre("Entretien enregistré", depuis)
            fini = True
            minuterie.join()
        except TerminalMort:
            pass
        finally:
            terminal.finir()
        bilan.coupures += 1
        bilan.en_entretien += not fini
        au_moins += fini
        _verifier(dossier, tour, pas, vus, tapes, fini, au_moins, bilan)
        au_moins = _stockes(dossier)
    bilan.enregistres = au_moins
    return bilan


def _verifier(
    dossier: Path, tour: int, pas: list[_Pas], vus: int, tapes: int, fini: bool, au_moins: int, bilan: Bilan
) -> None:
    """Compare the store with what the screen had shown."""
    stockes = _stockes(dossier)
    if stockes < au_moins:
        bilan.pertes.append(f"{tour}: {stockes} interviews stored, {au_moins} seen")
        return
    if fini or stockes > au_moins:
        return
    app = Application(dossier)
    brouillon = app.depot.lire_brouillon()
    app.fermer()
    gardees = dict(brouillon.reponses) if brouillon else {}
    possibles = [{} if i == 0 else pas[i - 1].reponses for i in range(vus, min(tapes, len(pas)) + 1)]
    if gardees not in possibles:
        bilan.pertes.append(f"{tour}: {len(gardees)} answers kept, {vus} seen taken, {tapes} typed")


def _stockes(dossier: Path) -> int:
    app = Application(dossier)
    try:
        return sum(nombre for _, _, nombre in app.depot.semaines())
    finally:
        app.fermer()


def _a_un_brouillon(dossier: Path) -> bool:
    app = Application(dossier)
    try:
        return app.depot.lire_brouillon() is not None
    finally:
        app.fermer()
