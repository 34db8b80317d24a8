"""The help: the screen below, the keys of the table, the guide."""

from __future__ import annotations

import re

import pytest

from prescripteur_tui.services.aide import SUJETS
from prescripteur_tui.services.aide import page as lire_page
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci, AUneAide
from prescripteur_tui.ui.ecrans.aide import PAGES, EcranAide
from prescripteur_tui.ui.ecrans.base import RecoitTouches
from prescripteur_tui.ui.ecrans.catalogue import EcranCatalogue
from prescripteur_tui.ui.touches import page_des_touches
from prescripteur_tui.ui.widgets.page import Page
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.ui.attentes import mal_coupees_jusqu_au_bout, sur
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

TAILLES = [(80, 24), (60, 20)]
ECRANS = sorted({commande.ecran for commande in commandes.COMMANDES if commande.ecran})


async def _aide(p: Pilote, ecran: str | None = None) -> EcranAide:
    if ecran:
        await p.app.ouvrir(ecran)
    await p.taper("f1")
    return await sur(p, EcranAide)


def _texte(p: Pilote) -> str:
    return p.app.screen.query_one(Page).texte.replace("\u00a0", " ")


@pytest.mark.parametrize("ecran", [None, "catalogue", "lieu"])
async def test_f1_parle_de_l_ecran_dessous(application: Ouvrir, ecran: str | None) -> None:
    async with application() as p:
        await _aide(p, ecran)
        titre = lire_page(f"ecrans/{ecran or 'accueil'}")[0].texte
        assert f"\n{titre}\n" in _texte(p)
        for commande in commandes.de_l_ecran(ecran or "accueil"):
            assert commande.aide.replace("\u00a0", " ") in _texte(p)


IDEE = ("n", "3", "5", "1", "1", "2", "enter")
"""From the first screen to the list of communes."""

RESULTAT = (*IDEE, "1", "1", "1", "enter", "1", "1", "1")

ENDROITS = [
    pytest.param((), "La ligne « Nouvel entretien »", "Entrée prend la ligne", id="accueil"),
    pytest.param(("down",), "La ligne « Catalogue »", "Entrée prend la ligne", id="accueil-2"),
    pytest.param(("n", "3"), "La question « Âge » (2 sur 9)", "Une seule réponse", id="question"),
    pytest.param((*IDEE[:-2],), "La question « Allocations » (5 sur 10)", "chaque chiffre coche", id="plusieurs"),
    pytest.param(IDEE, "La question « Quartier » (6 sur 10)", "La commune n’est jamais gardée", id="commune"),
    pytest.param(RESULTAT, "La porte « CitésLab »", "donne cette orientation", id="porte"),
    pytest.param((*RESULTAT, "end"), "Pourquoi pas les autres", "ce qui l’écarte", id="pourquoi"),
    pytest.param((*RESULTAT, "end", "up"), "Les aides mobilisables", "Espace ou a les montre", id="aides"),
    pytest.param((*RESULTAT, "end", "up", "up"), "La fin « Aucun opérateur »", "Espace choisit", id="fin"),
    pytest.param((*RESULTAT, "p"), "L’offre « ", "ce qui l’ouvrirait", id="offre"),
    pytest.param(("c",), "La recherche", "un nom, un métier, une aide", id="recherche"),
    pytest.param(("c", "tab"), "Le filtre « Étape »", "maintenant : toutes", id="filtre"),
    pytest.param(("c", "tab", "tab", "tab"), "La ligne « ", "Maj+Tab revient", id="repertoire"),
    pytest.param(("c", *"cites", "enter"), "La page", "font défiler", id="page"),
    pytest.param(("c", *"cites", "enter", "f4"), "Le champ « Téléphone »", "champ suivant", id="champ"),
    pytest.param(("c", *"cites", "enter", "f4", "up"), "Le bouton « Annuler", "l’actionne", id="bouton"),
    pytest.param(("l", "f2", "tab"), "Le champ « Identifiant »", "Pour les fichiers de comptes", id="consigne"),
]


@pytest.mark.parametrize(("touches", "nom", "texte"), ENDROITS)
async def test_f1_parle_d_abord_de_ce_qui_est_choisi(
    application: Ouvrir, touches: tuple[str, ...], nom: str, texte: str
) -> None:
    async with application() as p:
        for touche in touches:
            await p.taper(touche)
            if p.app.screen.query(Repertoire):
                await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the rows")
        await _aide(p)
        dit = _texte(p)
        assert dit.startswith(nom)
        assert texte in dit
        ecran = p.app.screen_stack[-2]
        assert isinstance(ecran, RecoitTouches)
        assert dit.index(texte) < dit.index(f"\n{lire_page(f'ecrans/{ecran.NOM}')[0].texte}\n")


@pytest.mark.parametrize("touches", [(), ("n",), RESULTAT, ("c",), ("c", *"cites", "enter"), ("l",), ("l", "f2")])
async def test_tout_ce_qui_prend_le_focus_a_une_aide(application: Ouvrir, touches: tuple[str, ...]) -> None:
    async with application() as p:
        await p.taper(*touches)
        ecran = p.app.screen
        assert isinstance(ecran, RecoitTouches)
        assert ecran.focus_chain
        for widget in ecran.focus_chain:
            ecran.set_focus(widget)
            assert ecran.aide_ici is not None, widget
            assert ecran.aide_ici.nom and all(ecran.aide_ici.textes)


def test_un_widget_sans_aide_n_en_a_pas() -> None:
    from textual.widget import Widget

    assert not isinstance(Widget(), AUneAide)


async def test_une_aide_peut_n_avoir_rien_a_dire_de_l_endroit(application: Ouvrir) -> None:
    async with application() as p:
        await p.app.ouvrir("aide")
        await sur(p, EcranAide)
        assert _texte(p).startswith("Accueil\n")


async def test_un_texte_de_l_aide_n_est_pas_du_balisage(application: Ouvrir) -> None:
    async with application() as p:
        await p.app.ouvrir("aide", AideIci("La ligne « [b]RSA »", ("[/b] et « fin » ?",)))
        await sur(p, EcranAide)
        assert "La ligne « [b]RSA »" in p.texte()
        assert "[/b] et « fin » ?" in p.texte()


def test_chaque_sujet_est_une_page() -> None:
    assert set(SUJETS) == {sujet for sujet in PAGES.values() if sujet is not None}


@pytest.mark.parametrize("taille", TAILLES)
async def test_les_fleches_tournent_les_pages_et_echap_ferme(application: Ouvrir, taille: tuple[int, int]) -> None:
    debuts = {
        "Ici": "La recherche",
        "Touches": "Touches",
        "Guide": "Guide du prescripteur",
        "Coordination": "Pour le coordinateur",
        "Données": "Pour le délégué à la protection des données",
        "Accessibilité": "Accessibilité",
    }
    marque = "▸ " if taille[0] >= 80 else "▸"
    async with application(taille=taille) as p:
        await _aide(p, "catalogue")
        for nom, debut in debuts.items():
            assert f"{marque}{nom}" in p.texte()
            assert all(autre in p.texte() for autre in debuts), "all names are in sight"
            assert _texte(p).startswith(debut)
            await p.taper("right")
        assert f"{marque}Ici" in p.texte()
        await p.taper("left")
        assert f"{marque}Accessibilité" in p.texte()
        await p.taper("escape")
        await sur(p, EcranCatalogue)


async def test_une_page_commence_par_son_debut(application: Ouvrir) -> None:
    async with application() as p:
        await _aide(p)
        await p.taper("left", "end")
        page = p.app.screen.query_one(Page)
        await p.quand(lambda: page.scroll_y > 0, "the end of the guide")
        await p.taper("left")
        assert page.scroll_y == 0


async def test_souris(application: Ouvrir) -> None:
    async with application() as p:
        await _aide(p)
        for nom in PAGES:
            await p.cliquer(nom)
            assert f"▸ {nom}" in p.texte()


async def test_f1_ne_s_empile_pas(application: Ouvrir) -> None:
    async with application() as p:
        await _aide(p)
        await p.taper("f1")
        assert sum(isinstance(ecran, EcranAide) for ecran in p.app.screen_stack) == 1


@pytest.mark.parametrize("taille", TAILLES)
async def test_les_pages_se_coupent_comme_en_francais(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await _aide(p)
        fautes: list[str] = []
        for _ in PAGES:
            fautes += await mal_coupees_jusqu_au_bout(p, p.app.screen.query_one(Page))
            await p.taper("right")
        assert fautes == []


@pytest.mark.parametrize("ecran", ECRANS)
def test_chaque_ecran_a_sa_page(ecran: str) -> None:
    assert lire_page(f"ecrans/{ecran}"), f"aide/ecrans/{ecran}.md is missing"


def test_la_page_des_touches_est_la_table() -> None:
    """Each command under its screen, in the order of the table, and nothing else but the keys of all lists."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for bloc in page_des_touches()[1:]:
        if bloc.genre == "section":
            sections[bloc.texte] = []
        else:
            sections[list(sections)[-1]].append((bloc.marque, bloc.texte.replace("\u00a0", " ")))
    partout = sections.pop("Partout")
    assert partout[:3] == [(c.touche, c.aide) for c in commandes.de_l_ecran("") if c.touche]
    assert [touche for touche, _ in partout[3:]] == ["↑ ↓", "Entrée", "Tab"]
    ecrans = dict.fromkeys(c.ecran for c in commandes.COMMANDES if c.ecran)
    assert sections == {
        lire_page(f"ecrans/{ecran}")[0].texte: [
            (c.touche, c.aide.replace("\u00a0", " ")) for c in commandes.de_l_ecran(ecran) if c.touche
        ]
        for ecran in ecrans
    }


def test_les_touches_citees_dans_les_pages_existent() -> None:
    """A page that names an F-key names one that its screen has."""
    for ecran in ECRANS:
        siennes = {c.touche for c in commandes.COMMANDES if c.ecran in (ecran, "")}
        siennes |= {t.upper() for c in commandes.COMMANDES if c.ecran == ecran for t in c.touches}
        texte = " ".join(bloc.texte for bloc in lire_page(f"ecrans/{ecran}"))
        assert set(re.findall(r"\bF\d+\b", texte)) <= siennes, ecran
