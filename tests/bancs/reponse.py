"""From an answer's key to the next question on screen with the answer committed, against a bare app."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.bancs.app_nue import AppNue
from tests.bancs.demarrage import NU
from tests.bancs.mesure import PYTHON, RACINE, Releve
from tests.terminal import Terminal, environnement

REPONSES = {"maturite": "idee", "age": "30-54", "attrait": "mon-activite", "activite": "sans-emploi"}
"""Single-choice answers of the first questions: each digit answers and goes on."""


def _touches_et_marques() -> list[tuple[str, str]]:
    """The key of each answer, and the first words of the question that it leads to."""
    parcours = Parcours(lire_catalogue(RACINE / "catalogue").questionnaire)
    suite = []
    while parcours.question is not None and parcours.question.id in REPONSES:
        options = [option.id for option in parcours.question.options]
        reponse = REPONSES[parcours.question.id]
        parcours.repondre(reponse)
        assert parcours.question is not None
        suite.append((str(options.index(reponse) + 1), parcours.question.enonce[:12]))
    return suite


def _une_serie(commande: list[str], environ: dict[str, str], prete: str, suite: list[tuple[str, str]]) -> list[float]:
    terminal = Terminal(commande, environ)
    try:
        terminal.attendre(prete)
        depuis = len(terminal.recu)
        terminal.taper("n")
        terminal.attendre("question 1 sur", depuis)
        durees = []
        for touche, marque in suite:
            time.sleep(0.15)  # a person reads; both sides come to rest
            depuis = len(terminal.recu)
            debut = time.perf_counter()
            terminal.taper(touche)
            terminal.attendre(marque, depuis)
            durees.append((time.perf_counter() - debut) * 1000)
        return durees
    finally:
        terminal.finir()


def mesurer(tours: int) -> Releve:
    """Median key-to-painted time (ms) of both, runs alternated."""
    releve = Releve("answer key to next question, committed", "ms", 2.0)
    suite = _touches_et_marques()
    nue = [(touche, AppNue.PHRASES[i % len(AppNue.PHRASES)]) for i, (touche, _) in enumerate(suite, start=1)]
    for tour in range(tours + 1):
        with tempfile.TemporaryDirectory() as dossier:
            environ = environnement(PRESCRIPTEUR_DONNEES=dossier, PYTHONPATH=str(RACINE))
            nous = _une_serie([PYTHON, "-m", "prescripteur_tui"], environ, "Nouvel entretien", suite)
            temoin = _une_serie([PYTHON, str(NU), str(Path(dossier) / "nu.db")], environ, "0 entretiens", nue)
        if tour:
            releve.nous += nous
            releve.temoin += temoin
    return releve
