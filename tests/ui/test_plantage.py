"""The unexpected during an interview: the app ends with one sentence, a report without answers, and the draft kept."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui.ecrans.dialogues import DialogueErreur
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from tests.terminal import Terminal, TerminalMort, environnement
from tests.ui.conftest import Ouvrir
from tests.ui.test_resultat import IDEE, stockes

RACINE = Path(__file__).parents[2]

PIEGE = """
from prescripteur_tui.ui.ecrans import entretien


async def tomber(self):
    secret = dict(self.en_cours.parcours.reponses)
    raise ValueError(f"projet-ecrit 30-54 {secret}")


entretien.EcranEntretien.action_facile = tomber
from prescripteur_tui.__main__ import main

main()
"""
"""The app, whose F2 fails with the answers in its message and in its local variables."""


def _fin(terminal: Terminal) -> tuple[str, int]:
    """All that the program printed, and its exit code, once it has ended by itself."""
    with pytest.raises(TerminalMort):
        terminal.attendre("\0 never printed")
    _, etat = os.waitpid(terminal.pid, 0)
    os.close(terminal.fd)
    return terminal.recu.decode("utf-8", "replace"), os.waitstatus_to_exitcode(etat)


def test_une_erreur_imprevue_ne_perd_rien_et_ne_dit_rien(tmp_path: Path, dossier_catalogue: Path) -> None:
    donnees = tmp_path / "donnees"
    environ = environnement(
        PRESCRIPTEUR_DONNEES=str(donnees), PRESCRIPTEUR_CATALOGUE=str(dossier_catalogue), PYTHONPATH=str(RACINE)
    )
    terminal = Terminal([sys.executable, "-c", PIEGE], environ)
    try:
        terminal.attendre("Nouvel entretien")
        for touche, marque in (("n", "Où en êtes-vous"), ("4", "Quel âge"), ("5", "question 3 sur")):
            depuis = len(terminal.recu)
            terminal.taper(touche)
            terminal.attendre(marque, depuis)
    except BaseException:
        terminal.finir()
        raise
    terminal.taper("f")
    sortie, code = _fin(terminal)
    assert code == 1
    # After the app has given the terminal back: the sentence, its advice, nothing else.
    dit = sortie[sortie.rindex("\x1b[?1049l") :]
    assert "L’application a rencontré une erreur qu’elle ne connaît pas." in dit
    [rapport] = donnees.glob("plantage-*.txt")
    assert rapport.name in dit.replace("\r\n", "")
    for texte in (dit, rapport.read_text("utf-8")):
        assert not any(mot in texte for mot in ("projet-ecrit", "30-54", "secret", "maturite", "Traceback"))
    assert "builtins.ValueError" in rapport.read_text("utf-8")

    app = Application(donnees, dossier_catalogue)
    try:
        brouillon = app.depot.lire_brouillon()
    finally:
        app.fermer()
    assert brouillon is not None
    assert brouillon.reponses == {"maturite": "projet-ecrit", "age": "30-54"}
    suivant = Terminal([sys.executable, "-m", "prescripteur_tui"], environ)
    try:
        suivant.attendre("Un entretien est interrompu")
        suivant.taper("1")
        suivant.attendre("question 3 sur")
    finally:
        suivant.finir()


REFUS = [
    pytest.param(ErreurPrescripteur("disque-plein"), "Le disque est plein", id="disque-plein"),
    pytest.param(ErreurPrescripteur("base-occupee", secondes="5"), "La base est occupée", id="base-occupee"),
]


@pytest.mark.parametrize(("refus", "phrase"), REFUS)
async def test_une_base_qui_refuse_laisse_la_question(
    application: Ouvrir, monkeypatch: pytest.MonkeyPatch, refus: ErreurPrescripteur, phrase: str
) -> None:
    def refuser(*_: object, **__: object) -> None:
        raise refus

    async with application() as p:
        await p.taper("n", "3")
        depot = await p.depot()
        with monkeypatch.context() as m:
            m.setattr(type(depot), "ecrire_brouillon", refuser)
            await p.taper("5")
            p.ecran(DialogueErreur)
            assert phrase in p.texte()
            await p.taper("enter")
            assert "question 2 sur" in p.texte()
            await p.taper("5")
            p.ecran(DialogueErreur)
            await p.taper("enter")
        await p.taper("5")
        assert "question 3 sur" in p.texte()
        brouillon = await p.app.en_arriere(depot.lire_brouillon)
        assert dict(brouillon.reponses) == {"maturite": "idee", "age": "30-54"}


@pytest.mark.parametrize(("refus", "phrase"), REFUS)
async def test_une_base_qui_refuse_le_retour_ou_la_fin(
    application: Ouvrir, monkeypatch: pytest.MonkeyPatch, refus: ErreurPrescripteur, phrase: str
) -> None:
    """Back from the result, or its end: what is on screen can be gone on with."""

    def refuser(*_: object, **__: object) -> None:
        raise refus

    async with application() as p:
        await p.taper(*IDEE, "1")
        depot = await p.depot()
        with monkeypatch.context() as m:
            m.setattr(type(depot), "ajouter", refuser)
            await p.taper("enter")
            p.ecran(DialogueErreur)
            assert phrase in p.texte()
            await p.taper("enter")
            assert list(p.ecran(EcranResultat).orientations.values())
            m.setattr(type(depot), "ecrire_brouillon", refuser)
            await p.taper("f7")
            p.ecran(DialogueErreur)
            await p.taper("enter")
        p.ecran(EcranEntretien)
        assert "question 10 sur 10" in p.texte()
        await p.taper("1", "1", "enter")
        assert len(await stockes(p)) == 1


async def test_un_geste_ne_meurt_pas_en_silence(application: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a handler raises reaches the app, not only the log of asyncio."""

    async def tomber(_: object) -> None:
        raise ValueError("30-54")

    monkeypatch.setattr(EcranEntretien, "action_facile", tomber)
    with pytest.raises(ValueError, match="30-54"):
        async with application() as p:
            await p.taper("n", "3", "5")
            p.app.simulate_key("f")
            await asyncio.wait_for(p.app._exception_event.wait(), 10)
