"""The help: the screen below, the keys of the table, the guide."""

from __future__ import annotations

import re

import pytest

from prescripteur_tui.services.aide import page as lire_page
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.aide import EcranAide, page_des_touches
from prescripteur_tui.ui.ecrans.catalogue import EcranCatalogue
from prescripteur_tui.ui.widgets.page import Page
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
        assert _texte(p).startswith(titre)
        for commande in commandes.de_l_ecran(ecran or "accueil"):
            assert commande.aide.replace("\u00a0", " ") in _texte(p)


async def test_les_fleches_tournent_les_pages_et_echap_ferme(application: Ouvrir) -> None:
    async with application() as p:
        await _aide(p, "catalogue")
        assert "▸ Cet écran" in p.texte()
        await p.taper("right")
        assert "▸ Touches" in p.texte()
        assert _texte(p).startswith("Partout")
        await p.taper("right")
        assert "▸ Guide" in p.texte()
        assert "Comment les portes sont choisies et classées" in _texte(p)
        await p.taper("left", "left", "left")
        assert "▸ Guide" in p.texte()
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
        await p.pilot.click("#onglets", offset=(18, 0))
        await p.quand(lambda: "▸ Touches" in p.texte(), "the page of keys")


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
        for _ in range(3):
            fautes += await mal_coupees_jusqu_au_bout(p, p.app.screen.query_one(Page))
            await p.taper("right")
        assert fautes == []


@pytest.mark.parametrize("ecran", ECRANS)
def test_chaque_ecran_a_sa_page(ecran: str) -> None:
    assert lire_page(f"ecrans/{ecran}"), f"aide/ecrans/{ecran}.md is missing"


def test_la_page_des_touches_est_la_table() -> None:
    textes = [ligne.texte for ligne in page_des_touches()]
    for commande in commandes.COMMANDES:
        if commande.touche:
            assert any(t.startswith(commande.touche) and t.endswith(commande.aide) for t in textes), commande.id


def test_les_touches_citees_dans_les_pages_existent() -> None:
    """A page that names an F-key names one that its screen has."""
    for ecran in ECRANS:
        siennes = {c.touche for c in commandes.COMMANDES if c.ecran in (ecran, "")}
        siennes |= {t.upper() for c in commandes.COMMANDES if c.ecran == ecran for t in c.touches}
        texte = " ".join(bloc.texte for bloc in lire_page(f"ecrans/{ecran}"))
        assert set(re.findall(r"\bF\d+\b", texte)) <= siennes, ecran
