"""From an answer's key to the next question on screen with the answer committed, against a bare app."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.bancs.demarrage import NU
from tests.bancs.mesure import PYTHON, RACINE, Releve, Terminal, environnement

TOUCHES = "41411"
"""Single-choice answers of the first questions: an idea is `3`; each digit answers and goes on."""


def _une_serie(commande: list[str], environ: dict[str, str], prete: str) -> list[float]:
    terminal = Terminal(commande, environ)
    terminal.attendre(prete)
    depuis = len(terminal.recu)
    terminal.taper("n")
    terminal.attendre("question 1 sur", depuis)
    durees = []
    for numero, touche in enumerate(TOUCHES, start=2):
        time.sleep(0.15)  # a person reads; both sides come to rest
        depuis = len(terminal.recu)
        debut = time.perf_counter()
        terminal.taper(touche)
        terminal.attendre(f"question {numero} sur", depuis)
        durees.append((time.perf_counter() - debut) * 1000)
    terminal.finir()
    return durees


def mesurer(tours: int) -> Releve:
    """Median key-to-painted time (ms) of both, runs alternated."""
    releve = Releve("answer key to next question, committed", "ms", 2.0)
    for tour in range(tours + 1):
        with tempfile.TemporaryDirectory() as dossier:
            environ = environnement(PRESCRIPTEUR_DONNEES=dossier, PYTHONPATH=str(RACINE))
            nous = _une_serie([PYTHON, "-m", "prescripteur_tui"], environ, "Nouvel entretien")
            temoin = _une_serie([PYTHON, str(NU), str(Path(dossier) / "nu.db")], environ, "0 entretiens")
        if tour:
            releve.nous += nous
            releve.temoin += temoin
    return releve
