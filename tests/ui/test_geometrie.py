"""Every screen and dialog at both sizes: nothing cut, everything reachable, lines that begin as French does."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from prescripteur_tui.services import lieux, reglages
from prescripteur_tui.ui.ecrans.aide import PAGES
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.exports import DialogueEnvoi, DialogueVerification, EcranExports
from prescripteur_tui.ui.ecrans.lieu import SaisieLieu
from prescripteur_tui.ui.ecrans.operateur import SaisieCoordonnees
from prescripteur_tui.ui.ecrans.pourquoi import EcranPourquoiPas
from prescripteur_tui.ui.ecrans.reglages import SaisieCible, SaisieSeuil
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from prescripteur_tui.ui.envoi import Envoi
from prescripteur_tui.ui.textes import fr
from prescripteur_tui.ui.widgets.lignes import Entete, Pied, Texte
from prescripteur_tui.ui.widgets.liste import Liste
from prescripteur_tui.ui.widgets.page import Page
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.services.test_tableau import un
from tests.ui.anglais import PHRASES, anglais
from tests.ui.attentes import mal_coupees_jusqu_au_bout, tous_visibles
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

TAILLES = [pytest.param((60, 20), id="60x20"), pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]

PROJET = ("4", "5", "1", "1", "2", "enter", "1", "1", "1", "enter", "1", "1", "1", "3", "2", "1", "1")


EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe"
    "\u2600-\u2712\u2714-\u2716\u2718-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
)
"""Characters that have an emoji form, and their neighbours; ✓ (2713) and ✗ (2717) have none."""


def verifier(p: Pilote) -> None:
    """What must hold of any screen, as it is now."""
    largeur, hauteur = p.app.size
    lignes = p.lignes()
    for ligne in lignes:
        texte = ligne.strip(" │\u00a0").lstrip("▸ ")
        assert not texte.startswith((":", ";", "!", "?", "»")), f"a line begins with a sign: {ligne!r}"
        # Rows of a `Repertoire` are cut, and the whole name of the current one stands below: tested apart.
        assert "…" not in ligne or p.texte().count("…") <= 8 or p.app.screen.query(Repertoire), ligne
    assert not (trouves := anglais(p.texte())), f"English: {trouves}\n{p.texte()}"
    assert not (emojis := EMOJI.findall(p.texte())), f"a terminal may draw these two cells wide: {emojis}"
    for widget in p.app.screen.walk_children(Widget):
        if not widget.display or not widget.region.area:
            continue
        if isinstance(widget, Texte | Liste | Entete | Pied):
            x, y, w, h = widget.region
            assert (x >= 0 and y >= 0 and x + w <= largeur and y + h <= hauteur) or isinstance(
                widget.parent, VerticalScroll
            ), f"{widget} reaches out of the window: {widget.region}\n{p.texte()}"
        if isinstance(widget, Texte) and not isinstance(widget.parent, VerticalScroll):
            assert widget.size.height >= len(widget.lignes(widget.size.width)), f"{widget} is cut\n{p.texte()}"
        if isinstance(widget, Pied | Entete):
            assert cell_len(widget.render().plain) <= widget.size.width, f"{widget} is cut: {widget.render().plain}"
        if isinstance(widget, Liste):
            assert widget.size.height >= 4 or widget.size.height >= len(widget._lignes), (
                f"no room: {widget}\n{p.texte()}"
            )
            for _, ligne_ in widget._lignes:
                assert sum(cell_len(t) for t, _ in ligne_) <= widget.scrollable_content_region.width, ligne_


def _curseur_en_vue(liste: Liste) -> bool:
    haut = liste.scroll_offset.y
    debut, fin = liste._bornes(liste.curseur)
    return debut < haut + liste.size.height and fin > haut


async def parcourir(p: Pilote) -> None:
    """Every element of the list comes into view by the down key, and the cursor is always seen."""
    verifier(p)
    await p.taper("home")
    liste = p.app.screen.query_one(Liste)
    attendus = [e.id for e in liste.elements if not e.est_titre]
    lignes_vues: set[int] = set()
    vus = set()
    for _ in range(3 * len(liste._lignes) + 3):
        # What is said of a line below the list may take room from it: the list then moves a moment later.
        await p.quand(lambda: _curseur_en_vue(liste), "the cursor to be in sight")
        haut = liste.scroll_offset.y
        lignes_vues |= set(range(haut, haut + liste.size.height))
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


def test_les_phrases_de_textual_sont_trouvees() -> None:
    """The comparison would hold nothing if the collection found nothing."""
    attendues = {
        "No matches found",
        "to quit the app",
        "Search for commands…",
        "Select",
        "Must be a valid number",
        "Quit the application as soon as possible",
        "Maximize",
        "Focus Next",
        "Move cursor left a word",
        "Open the command palette",
        "Show help for the focused widget and a summary of available keys",
    }
    assert attendues <= PHRASES
    assert anglais("Press ctrl+q to quit the app") and not anglais("Quitter · Sélection · Page suivante")


async def _lire_page(p: Pilote) -> None:
    """A page, screen by screen."""
    verifier(p)
    assert await mal_coupees_jusqu_au_bout(p, p.app.screen.query_one(Page)) == []
    verifier(p)


async def _parcourir_repertoire(p: Pilote, nom: Callable[[str], str]) -> None:
    """Every row comes into view, and its whole name with it."""
    await p.taper("home" if not isinstance(p.app.focused, Input) else "pageup")
    repertoire = p.app.screen.query_one(Repertoire)
    for ligne in repertoire.lignes:
        assert repertoire.choisie == ligne.id
        verifier(p)
        haut = repertoire.scroll_offset.y
        assert haut <= repertoire.lignes.index(ligne) < haut + repertoire.size.height
        assert nom(ligne.id).replace("\u00a0", " ") in " ".join(p.texte().split()), ligne.id
        await p.taper("down")
    await tous_visibles(p)


@pytest.mark.parametrize("taille", TAILLES[:2])
async def test_catalogue_operateur_et_sa_saisie(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await p.taper("c")
        await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the operators")
        par_id = p.app.services.catalogue.par_operateur
        await _parcourir_repertoire(p, lambda o: " ".join(fr(par_id[o].nom).split(" ")))
        plus_long = max(par_id.values(), key=lambda o: len(o.nom))
        await p.app.ouvrir("operateur", plus_long.id)
        await p.quand(lambda: bool(p.app.screen.query_one(Page).texte), "the page")
        await p.repos()
        await _lire_page(p)
        await p.taper("f4")
        p.ecran(SaisieCoordonnees)
        verifier(p)
        await p.taper("x", "tab", "tab", "tab", "x", "f2")
        verifier(p)
        await tous_visibles(p)


@pytest.mark.parametrize("taille", TAILLES[:2])
async def test_lieu_et_son_ajout(application: Ouvrir, taille: tuple[int, int]) -> None:
    nom = "Centre social et culturel intercommunal de la Résidence Saint-Waast et du Faubou"
    async with application(taille=taille) as p:
        await p.app.en_arriere(lieux.ajouter, p.app.services, "a-plus-long", nom)
        await p.app.en_arriere(lieux.choisir, p.app.services, "a-plus-long")
        await p.taper("l")
        await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the places")
        await p.repos()
        connus = {x.id: x.nom for x in await p.app.en_arriere(lieux.lister, p.app.services)}
        await p.taper("pageup", "pageup", "pageup")
        await _parcourir_repertoire(p, connus.__getitem__)
        await p.taper("f2")
        p.ecran(SaisieLieu)
        verifier(p)
        await p.taper("f2")
        verifier(p)
        await tous_visibles(p)
        await p.taper("escape", "escape")
        await p.taper("home")
        await parcourir(p)
        assert nom in " ".join(p.texte().split()), "the first screen shows the whole name"


@pytest.mark.parametrize("taille", TAILLES[:2])
async def test_aide(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        for avant in ((), ("n",), PROJET):
            await p.taper(*avant, "f1")
            for _ in PAGES:
                await _lire_page(p)
                await p.taper("right")
            await p.taper("escape")


@pytest.mark.parametrize("taille", TAILLES[:2])
async def test_communes_et_quartiers(application: Ouvrir, taille: tuple[int, int]) -> None:
    """Every list of quarters, those of the longest names shown whole, and what letters find."""
    vus = set()
    async with application(taille=taille) as p:
        await p.taper("n", "1", "5", "1", "1", "0")
        for frappe in ("valenciennes", "anzin", "marly", "bruay", "raismes", "vieux", "c", "zzz"):
            await p.taper(*frappe)
            await parcourir(p)
            if len(frappe) > 3:
                await p.taper("home", "enter")
                await parcourir(p)
                for quartier in p.app.services.catalogue.territoire.quartiers:
                    await p.taper("home")
                    liste = p.app.screen.query_one(Liste)
                    liste.surligner_id(quartier.code)
                    await p.repos()
                    if quartier.nom in " ".join(p.texte().split()):
                        vus.add(quartier.nom)
            await p.taper("f7")
        plus_longs = sorted((q.nom for q in p.app.services.catalogue.territoire.quartiers), key=len)[-2:]
        assert vus >= set(plus_longs)
        assert min(map(len, plus_longs)) >= 50


CHEMIN_LONG = "/media/" + "/".join(["Comptes de la permanence"] * 9)


async def _lieu_au_nom_le_plus_long(p: Pilote) -> None:
    connus = await p.app.en_arriere(lieux.lister, p.app.services)
    plus_long = max(connus, key=lambda lieu: len(lieu.nom))
    await p.app.en_arriere(lieux.choisir, p.app.services, plus_long.id)


@pytest.mark.parametrize("taille", TAILLES)
async def test_reglages_et_leurs_saisies(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await _lieu_au_nom_le_plus_long(p)
        await p.app.en_arriere(reglages.ecrire_cible, p.app.services, CHEMIN_LONG)
        await p.taper("g")
        await parcourir(p)
        await p.taper("f5")
        await p.quand(lambda: "✗ La cible" in p.texte(), "the target to be tried")
        await parcourir(p)
        for saisie, faute in ((SaisieCible("webdav://x"), "x"), (SaisieSeuil("seuil_croise", 30), "x")):
            await p.app.push_screen(saisie)
            await p.taper(faute, "f2")
            verifier(p)
            await tous_visibles(p)
            await p.taper("escape")


@pytest.mark.parametrize("taille", TAILLES)
async def test_tableau_de_bord(application: Ouvrir, taille: tuple[int, int]) -> None:
    """The longest names, shown, hidden and too small."""
    async with application(taille=taille) as p:
        noms = sorted(p.app.services.catalogue.par_operateur.values(), key=lambda o: -len(o.nom))
        donnes = [o.id for o, n in zip(noms, (9, 7, 7, 2), strict=False) for _ in range(n)]
        stockes = [un(i, operateurs=[o], freins=("garde-enfants",)) for i, o in enumerate(donnes)]
        depot = await p.depot()
        await p.app.en_arriere(depot.ajouter, stockes)
        await _lieu_au_nom_le_plus_long(p)
        await p.app.en_arriere(depot.ajouter, [un(100 + i, etape=e) for i, e in enumerate(("detection",) * 9)])
        await p.taper("t")
        await p.quand(lambda: "Semaine 48" in p.texte(), "the counts")
        await _lire_page(p)
        await p.taper("escape")
        await p.app.en_arriere(lieux.choisir, p.app.services, "lieu-a-preciser")
        await p.taper("t")
        await p.quand(lambda: "non montré" in p.app.screen.query_one(Page).texte, "the counts")
        await _lire_page(p)


def _envoi(p: Pilote, cible: str) -> Envoi:
    """A sending that has come half way."""
    envoi = Envoi(p.app.services, cible)
    envoi.fait, envoi.total, envoi.nom = 3, 12, "orientations_2026-W47_lieu_0123456789abcdef_r001"
    return envoi


@pytest.mark.parametrize("taille", TAILLES)
async def test_exports_et_leurs_dialogues(application: Ouvrir, tmp_path: Path, taille: tuple[int, int]) -> None:
    """Two lieux with long names, a long target, every state, more files than a dialog shows at once."""
    cible = tmp_path.joinpath(*["Comptes de la permanence"] * 5)
    cible.mkdir(parents=True)
    async with application(taille=taille) as p:
        noms = sorted(await p.app.en_arriere(lieux.lister, p.app.services), key=lambda lieu: -len(lieu.nom))
        stockes = [un(100 * n + i, f"2026-W{n}", lieu=noms[n % 2].id) for n in range(33, 49) for i in range(1 + n % 3)]
        depot = await p.depot()
        await p.app.en_arriere(depot.ajouter, stockes)
        await p.app.en_arriere(reglages.ecrire_cible, p.app.services, str(cible))
        await p.taper("e")
        await p.quand(lambda: bool(p.app.screen.query_one(Liste).elements), "the list")
        await parcourir(p)
        await p.taper("e")
        await p.quand(lambda: isinstance(p.app.screen, DialogueEnvoi), "what goes")
        await parcourir(p)
        corps = p.app.screen.query_one("#corps", VerticalScroll)
        vues = ""
        while True:
            vues += " ".join(p.texte().replace("│", " ").split())
            if corps.scroll_y >= corps.max_scroll_y:
                break
            await p.taper("pagedown")
            verifier(p)
        assert all(f"la semaine {n} " in vues for n in range(33, 48))
        await p.taper("2")
        for reste in ("2026-W47", "2026-W40"):
            [dossier] = [d for d in (cible / f"semaine={reste}",) if not d.exists()]
            dossier.write_text("a file where a folder is needed")
        await p.taper("e")
        await p.quand(lambda: isinstance(p.app.screen, DialogueEnvoi), "what goes")
        await p.taper("1")
        await p.quand(lambda: "2 fichiers refusés" in p.texte(), "the end of the sending")
        await p.repos()
        await parcourir(p)
        for touches in (("enter",), ("1",), ("x", "f2")):
            await p.taper("home", *touches)
            verifier(p)
        await tous_visibles(p)
        await p.taper("escape")
        await p.app.push_screen(DialogueVerification(lambda _: asyncio.sleep(0)))
        await parcourir(p)
        await p.taper("escape")
        p.app.envoi = _envoi(p, f"dossier:{cible}")
        ecran = p.ecran(EcranExports)
        ecran._suivre()
        await parcourir(p)
        assert "3 sur 12 · semaine 47" in p.texte()
        await p.taper("s")
        assert "L’envoi s’arrête" in p.texte()
        await parcourir(p)


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
