"""Asking one thing: what a typed line stands for, questionary on a terminal, plain prompts in its place."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from prescripteur_tui.cli.guichet import (
    BEAUCOUP,
    Choisi,
    Geste,
    GuichetRiche,
    GuichetSimple,
    Ligne,
    SaisieRefusee,
    lire_choix,
    ouvrir_guichet,
)
from prescripteur_tui.cli.texte import GESTES
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.cli.conftest import Lanceur


@pytest.fixture(scope="module")
def catalogue(dossier_catalogue: Path) -> Catalogue:
    return lire_catalogue(dossier_catalogue)


LIGNES = (Ligne("idee", "Une idée"), Ligne("envie", "Une envie"), Ligne("rien", "Rien", "rien du tout"))


@pytest.mark.parametrize(
    ("saisie", "plusieurs", "choisi"),
    [
        ("2", False, ("envie",)),
        (" 2 ", False, ("envie",)),
        ("0", False, Geste.SANS_REPONSE),
        ("R", False, Geste.RETOUR),
        ("rien", False, ("rien",)),
        ("UNE IDEE", False, ("idee",)),
        ("une e", False, ("envie",)),
        ("idee", False, ("idee",)),
        ("1 3", True, ("idee", "rien")),
        ("3,1;1", True, ("rien", "idee")),
    ],
)
def test_lire_choix(saisie: str, plusieurs: bool, choisi: Choisi) -> None:
    assert lire_choix(saisie, LIGNES, GESTES, plusieurs=plusieurs) == choisi


@pytest.mark.parametrize(
    "saisie", ["", "  ", "4", "-1", "1 2", "9" * 5000, "une", "autre", "p", "²", "\x1b[A"], ids=lambda s: repr(s[:9])
)
def test_lire_choix_refuse(saisie: str) -> None:
    with pytest.raises(SaisieRefusee):
        lire_choix(saisie, LIGNES, GESTES)


def test_guichet_selon_le_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for flux in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{flux}.isatty", lambda: True, raising=False)
    assert isinstance(ouvrir_guichet(), GuichetRiche)
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(ouvrir_guichet(), GuichetSimple)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert isinstance(ouvrir_guichet(), GuichetSimple)


@contextmanager
def _terminal() -> Iterator[PipeInput]:
    with create_pipe_input() as entree, create_app_session(input=entree, output=DummyOutput()):
        yield entree


BAS, ENTREE, ESPACE = "\x1b[B", "\r", " "
TRENTE = tuple(Ligne(f"c{i}", f"Commune {i}") for i in range(30))
assert len(TRENTE) > BEAUCOUP


@pytest.mark.parametrize(
    ("touches", "lignes", "plusieurs", "choisi"),
    [
        (ENTREE, LIGNES, False, ("idee",)),
        (BAS + ENTREE, LIGNES, False, ("envie",)),
        ("3" + ENTREE, LIGNES, False, ("rien",)),
        ("0" + ENTREE, LIGNES, False, Geste.SANS_REPONSE),
        ("p" + ENTREE, LIGNES, False, Geste.POURQUOI),
        ("q" + ENTREE, LIGNES, False, Geste.INTERROMPRE),
        (ESPACE + BAS + BAS + ESPACE + ENTREE, LIGNES, True, ("idee", "rien")),
        # Nothing ticked: the other choices, « préfère ne pas répondre » among them.
        (ENTREE + "0" + ENTREE, LIGNES, True, Geste.SANS_REPONSE),
        (ENTREE + "1" + ENTREE + ESPACE + ENTREE, LIGNES, True, ("idee",)),
        ("Commune 17" + ENTREE, TRENTE, False, ("c17",)),
        ("r" + ENTREE, TRENTE, False, Geste.RETOUR),
    ],
    ids=[
        "première",
        "flèche",
        "touche",
        "sans réponse",
        "pourquoi",
        "interrompre",
        "coches",
        "rien de coché",
        "retour à la liste",
        "nom",
        "retour",
    ],
)
def test_questionary(
    capsys: pytest.CaptureFixture[str], touches: str, lignes: tuple[Ligne, ...], plusieurs: bool, choisi: Choisi
) -> None:
    with _terminal() as entree:
        entree.send_text(touches)
        assert GuichetRiche().choisir(lignes, GESTES, plusieurs=plusieurs) == choisi
    if lignes is TRENTE:
        return
    # The choice stays on the screen, in words.
    mots = GESTES[choisi] if isinstance(choisi, Geste) else next(x.libelle for x in lignes if x.cle == choisi[0])
    assert f"> {mots}" in capsys.readouterr().out


def test_questionary_fait_ecrire() -> None:
    with _terminal() as entree:
        entree.send_text("  /media/clé USB \r")
        assert GuichetRiche().demander("Dossier") == "/media/clé USB"


def test_ecrire_sans_questionary(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal that questionary cannot use: the same, plainly."""

    def refuser(*_: object) -> None:
        raise OSError("no console")

    monkeypatch.setattr(GuichetRiche, "_ecrire", refuser)
    monkeypatch.setattr("builtins.input", lambda invite: f"{invite}/media/cle ")
    assert GuichetRiche().demander("Dossier") == "Dossier > /media/cle"


@pytest.mark.parametrize("question", ["secteur", "freins", "maturite"])
def test_questionary_porte_toutes_les_questions(catalogue: Catalogue, question: str) -> None:
    """Every option of the longest questions can be reached, and no key stands for two of them."""
    options = catalogue.questionnaire.question(question).options
    lignes = [Ligne(option.id, option.libelle, option.sens) for option in options]
    for i, option in enumerate(options):
        with _terminal() as entree:
            entree.send_text(BAS * i + ENTREE)
            assert GuichetRiche()._choisir(lignes, GESTES, plusieurs=False) == (option.id,)


@pytest.mark.skipif(os.name == "nt", reason="POSIX pseudo-terminal")
def test_dans_un_vrai_terminal(lancer: Lanceur) -> None:
    """questionary drives a real terminal, in French to the last word, and Ctrl+C leaves the draft."""
    import termios

    environnement = {**lancer.environnement(), "TERM": "xterm-256color"}
    maitre, esclave = os.openpty()
    termios.tcsetwinsize(esclave, (40, 100))
    processus = subprocess.Popen(
        lancer.ligne("entretien", "--texte"),
        stdin=esclave,
        stdout=esclave,
        stderr=esclave,
        env=environnement,
        start_new_session=True,
    )
    os.close(esclave)
    with os.fdopen(maitre, "r+b", buffering=0) as terminal:
        vu = _attendre(terminal, "Une activité arrêtée", "Interrompre")
        terminal.write(b"3\r")
        vu += _attendre(terminal, "> Une idée", "55 ans ou plus", "Interrompre")
        terminal.write(b"\x03")
        vu += _attendre(terminal, "Pour le reprendre aujourd’hui")
        assert processus.wait(30) == 130
    assert "flèches ou touche, puis Entrée" in vu
    for anglais in ("arrow", "shortcut", "Cancelled", "done", "Traceback"):
        assert anglais not in vu
    app = lancer.application()
    brouillon = app.depot.lire_brouillon()
    app.fermer()
    assert brouillon is not None
    assert brouillon.reponses == {"maturite": "idee"}


def _attendre(terminal: IO[bytes], *textes: str) -> str:
    """What the terminal shows, read until all of the texts are there."""
    lu = b""
    while True:
        pret, _, _ = select.select([terminal], [], [], 30)
        assert pret, f"{textes} never came in {lu.decode('utf-8', 'replace')!r}"
        morceau = os.read(terminal.fileno(), 65536)
        if b"\x1b[6n" in morceau:
            # Where is the cursor? prompt_toolkit asks, a terminal answers.
            terminal.write(b"\x1b[1;1R")
        lu += morceau
        vu = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", lu.decode("utf-8", "replace")).replace("\u00a0", " ")
        if all(texte in vu for texte in textes):
            return vu


def test_questionary_ctrl_c() -> None:
    with _terminal() as entree:
        entree.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            GuichetRiche().choisir(LIGNES, GESTES)


def test_secours_quand_le_terminal_ne_suit_pas(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that questionary cannot drive gets plain prompts, for good."""

    def tomber(*_: object, **__: object) -> None:
        raise RuntimeError("no console")

    monkeypatch.setattr("questionary.select", tomber)
    reponses: Callable[[str], str] = lambda _invite: "2"  # noqa: E731
    monkeypatch.setattr("builtins.input", reponses)
    guichet = GuichetRiche()
    assert guichet.choisir(LIGNES, GESTES) == ("envie",)
    monkeypatch.undo()
    monkeypatch.setattr("builtins.input", lambda _invite: "1")
    assert guichet.choisir(LIGNES, GESTES) == ("idee",)
