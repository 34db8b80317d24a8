"""Every screen and dialog at both sizes: nothing cut, everything reachable, lines that begin as French does."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.pourquoi import EcranPourquoiPas
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from prescripteur_tui.ui.widgets.lignes import Entete, Pied, Texte
from prescripteur_tui.ui.widgets.liste import Liste
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

TAILLES = [pytest.param((60, 20), id="60x20"), pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]

PROJET = ("4", "5", "1", "1", "2", "enter", "1", "1", "1", "enter", "1", "1", "1", "3", "2", "1", "1")

ANGLAIS = re.compile(
    r"\b(the|quit|search|press|commands|select|help|close|back|keys|screenshot|focus|previous|copy|found|error"
    r"|warning|cancel|open|loading|enter|escape)\b",
    re.IGNORECASE,
)


def verifier(p: Pilote) -> None:
    """What must hold of any screen, as it is now."""
    largeur, hauteur = p.app.size
    lignes = p.lignes()
    for ligne in lignes:
        texte = ligne.strip(" │\u00a0").lstrip("▸ ")
        assert not texte.startswith((":", ";", "!", "?", "»")) or re.match(r"[!?] à (confirmer|vérifier)", texte), (
            f"a line begins with a sign: {ligne!r}"
        )
        assert "…" not in ligne or p.texte().count("…") <= 8, ligne
    assert not (trouve := ANGLAIS.search(p.texte())), f"English: {trouve and trouve.group()}\n{p.texte()}"
    for widget in p.app.screen.walk_children(Widget):
        if not widget.display or not widget.region.area:
            continue
        if isinstance(widget, Texte | Liste | Entete | Pied):
            x, y, w, h = widget.region
            assert (x >= 0 and y >= 0 and x + w <= largeur and y + h <= hauteur) or widget.parent.id == "corps", (
                f"{widget} reaches out of the window: {widget.region}\n{p.texte()}"
            )
        if isinstance(widget, Texte) and widget.parent is not None and widget.parent.id != "corps":
            assert widget.size.height >= len(widget.lignes(widget.size.width)), f"{widget} is cut\n{p.texte()}"
        if isinstance(widget, Pied | Entete):
            assert cell_len(widget.render().plain) <= widget.size.width, f"{widget} is cut: {widget.render().plain}"
        if isinstance(widget, Liste):
            assert widget.size.height >= 4 or widget.size.height >= len(widget._lignes), (
                f"no room: {widget}\n{p.texte()}"
            )
            for _, ligne_ in widget._lignes:
                assert sum(cell_len(t) for t, _ in ligne_) <= widget.scrollable_content_region.width, ligne_


async def parcourir(p: Pilote) -> None:
    """Every element of the list comes into view by the down key, and the cursor is always seen."""
    verifier(p)
    await p.taper("home")
    liste = p.app.screen.query_one(Liste)
    attendus = [e.id for e in liste.elements if not e.est_titre]
    lignes_vues: set[int] = set()
    vus = set()
    for _ in range(3 * len(liste._lignes) + 3):
        haut = liste.scroll_offset.y
        lignes_vues |= set(range(haut, haut + liste.size.height))
        debut, fin = liste._bornes(liste.curseur)
        assert debut < haut + liste.size.height and fin > haut, f"the cursor is out of sight\n{p.texte()}"
        assert liste.courant is not None
        vus.add(liste.courant.id)
        verifier(p)
        if vus >= set(attendus) and lignes_vues >= set(range(len(liste._lignes))):
            break
        await p.taper("down")
    assert vus == set(attendus)
    assert lignes_vues >= set(range(len(liste._lignes)))


@pytest.mark.parametrize("taille", TAILLES)
async def test_chaque_question(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await parcourir(p)
        await p.taper("n")
        questions = set()
        for touche in PROJET:
            ecran = p.app.screen
            if isinstance(ecran, EcranEntretien):
                questions.add(ecran._question.id)
                await parcourir(p)
                await p.taper("home", "f2")
                verifier(p)
                await p.taper("f2", "home")
            await p.taper(touche)
        assert len(questions) == 14
        p.ecran(EcranResultat)


@pytest.mark.parametrize("taille", TAILLES)
async def test_resultat_et_pourquoi_pas(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await p.taper("n", *PROJET)
        ecran = p.ecran(EcranResultat)
        await parcourir(p)
        await p.taper("home", "a")
        for _ in ecran.vue.resultat.propositions:
            await p.taper("down")
        await parcourir(p)
        await p.taper("p")
        p.ecran(EcranPourquoiPas)
        await parcourir(p)


Pas = Callable[[Pilote], Awaitable[None]]

DIALOGUES = [
    pytest.param(("n", "3", "escape"), id="interrompre"),
    pytest.param(("n", "3", "ctrl+q"), id="quitter"),
    pytest.param(("n", "3", "escape", "enter", "n"), id="brouillon"),
    pytest.param(("n", *PROJET, "enter"), id="fin"),
    pytest.param(("n", *PROJET, "1", "i"), id="issue"),
    pytest.param(("n", *PROJET, "1", "i", "2"), id="motif"),
    pytest.param(("n", *PROJET, "1", "enter", "u"), id="annuler"),
]


@pytest.mark.parametrize("taille", TAILLES)
@pytest.mark.parametrize("touches", DIALOGUES)
async def test_dialogues(application: Ouvrir, taille: tuple[int, int], touches: tuple[str, ...]) -> None:
    async with application(taille=taille) as p:
        await p.taper(*touches)
        p.ecran(Dialogue)
        await parcourir(p)


@pytest.mark.parametrize("taille", TAILLES)
async def test_dialogue_d_erreur_tres_longue(application: Ouvrir, taille: tuple[int, int]) -> None:
    """The body scrolls, the way out is always in sight."""
    from prescripteur_tui.erreurs import ErreurPrescripteur

    async with application(taille=taille) as p:
        p.app.montrer_erreur(ErreurPrescripteur("fichier-illisible", fichier="/tres/long" * 30, raison="mot " * 60))
        await p.quand(lambda: isinstance(p.app.screen, Dialogue) and "Fermer" in p.texte(), "the error")
        await p.repos()
        verifier(p)
        await p.taper("pagedown", "pagedown", "pagedown")
        assert "Fermer" in p.texte()
        verifier(p)
        await p.taper("enter")
        assert not isinstance(p.app.screen, Dialogue)


@pytest.mark.parametrize("taille", TAILLES)
async def test_palette(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        for avant in ((), ("n",), PROJET):
            await p.taper(*avant, "ctrl+p")
            await parcourir(p)
            await p.taper("escape")


@pytest.fixture
async def hostile(tmp_path: Path, dossier_catalogue: Path) -> AsyncIterator[Path]:
    """A catalogue whose labels look like markup."""
    copie = tmp_path / "hostile"
    shutil.copytree(dossier_catalogue, copie)
    for fichier in (copie / "questionnaire.yaml", *(copie / "operateurs").glob("*.yaml")):
        texte = fichier.read_text("utf-8")
        texte = texte.replace('libelle: "Une idée"', 'libelle: "[/b] [RSA] [@click=app.quitter]idée[/]"')
        texte = texte.replace('enonce: "Où en êtes-vous', 'enonce: "[/red] [b]Où en êtes-vous')
        texte = re.sub(r'^nom: "', 'nom: "[/b][RSA] ', texte, count=1, flags=re.MULTILINE)
        texte = re.sub(r'motif: "', 'motif: "[/i][on red] ', texte)
        fichier.write_text(texte, "utf-8")
    yield copie


async def test_un_texte_du_catalogue_n_est_jamais_du_balisage(application: Ouvrir, hostile: Path) -> None:
    async with application(catalogue=hostile) as p:
        await p.taper("n")
        assert "[/red] [b]Où en êtes-vous" in p.texte()
        assert "[/b] [RSA] [@click=app.quitter]idée[/]" in p.texte()
        await p.cliquer("[RSA] [@click")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee"}
        await p.taper("0", "0", "0", "0", "0", "0", "0", "0")
        await p.taper("0") if isinstance(p.app.screen, EcranEntretien) else None
        p.ecran(EcranResultat)
        assert "[/b][RSA] " in p.texte()
        await p.taper("1", "p")
        liste = p.ecran(EcranPourquoiPas).query_one(Liste)
        assert any("[/i][on red]" in d.texte for e in liste.elements for d in e.details)
        while "[/i][on red]" not in p.texte():
            avant = liste.scroll_offset.y
            await p.taper("pagedown")
            assert liste.scroll_offset.y > avant
        await p.taper("escape", "i")
        assert "[/b][RSA] " in p.texte()
        await p.taper("escape", "enter")
        assert await p.compte() == (1, 1)
