"""Choosing the lieu, or adding one."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from prescripteur_tui.services.lieux import LieuConnu, ajouter, choisir, lieu_choisi, lister
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.lieu import EcranLieu, SaisieLieu, identifiant_de
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.ui.attentes import ecrire, mal_coupees, sur, tous_visibles
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

TAILLES = [(80, 24), (60, 20)]


async def _ouvrir(p: Pilote) -> list[LieuConnu | None]:
    """Open the screen; what it gives back comes into the list."""
    rendus: list[LieuConnu | None] = []
    await p.app.ouvrir("lieu", retour=rendus.append)
    await sur(p, EcranLieu)
    await p.quand(lambda: bool(_liste(p).lignes), "the places are shown")
    return rendus


def _liste(p: Pilote) -> Repertoire:
    return p.app.screen.query_one(Repertoire)


async def test_choisir_par_le_nom_ou_la_commune_sans_accent(application: Ouvrir) -> None:
    async with application() as p:
        rendus = await _ouvrir(p)
        await ecrire(p, "vieux-conde JARD")
        assert len(_liste(p).lignes) == 1
        voulu = _liste(p).choisie
        await p.taper("enter")
        await sur(p, EcranAccueil)
        assert [lieu and lieu.id for lieu in rendus] == [voulu]
        assert (await p.app.en_arriere(lieu_choisi, p.app.services))[0] == voulu


async def test_echap_ne_change_rien(application: Ouvrir) -> None:
    async with application() as p:
        rendus = await _ouvrir(p)
        await p.taper("down", "escape")
        await sur(p, EcranAccueil)
        assert rendus == [None]
        assert (await p.app.en_arriere(lieu_choisi, p.app.services))[0] == "lieu-a-preciser"


async def test_le_lieu_actuel_est_dit_et_en_vue(application: Ouvrir) -> None:
    async with application(taille=(60, 20)) as p:
        dernier = (await p.app.en_arriere(lister, p.app.services))[-1]
        await p.app.en_arriere(choisir, p.app.services, dernier.id)
        await _ouvrir(p)
        assert _liste(p).choisie == dernier.id
        await p.quand(lambda: "lieu actuel" in p.texte(), "the current place in sight")


async def test_ajouter_un_lieu(application: Ouvrir) -> None:
    async with application() as p:
        rendus = await _ouvrir(p)
        await p.taper("f2")
        saisie = await sur(p, SaisieLieu)
        await ecrire(p, "Café de l’Église [1]")
        assert saisie.query_one("#champ-identifiant", Input).value == "cafe-de-l-eglise-1"
        await p.taper("f2")
        await sur(p, EcranAccueil)
        attendu = LieuConnu("cafe-de-l-eglise-1", "Café de l’Église [1]", est_local=True)
        assert rendus == [attendu]
        assert await p.app.en_arriere(lieu_choisi, p.app.services) == (attendu.id, attendu.nom)


async def test_ce_qui_a_ete_cherche_en_vain_devient_le_nom(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        await ecrire(p, "Halle zz")
        assert "Aucun lieu ne contient « Halle zz »" in p.texte()
        assert "F2" in p.texte()
        await p.taper("f2")
        saisie = await sur(p, SaisieLieu)
        assert [champ.value for champ in saisie.query(Input)] == ["Halle zz", "halle-zz"]


async def test_un_identifiant_ecrit_a_la_main_reste(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        await p.taper("f2")
        saisie = await sur(p, SaisieLieu)
        await ecrire(p, "Halle")
        await p.taper("tab")
        await ecrire(p, "-2")
        await p.taper("shift+tab", "end")
        await ecrire(p, " neuve")
        assert saisie.query_one("#champ-identifiant", Input).value == "halle-2"


async def test_refus(application: Ouvrir) -> None:
    async with application(taille=(60, 20)) as p:
        await _ouvrir(p)
        await p.taper("f2")
        await sur(p, SaisieLieu)
        await p.taper("f2")
        await p.quand(lambda: "À corriger : Nom du lieu, Identifiant." in p.texte(), "both are named")
        await ecrire(p, "Lieu à préciser")
        await p.taper("f2")
        await p.quand(lambda: "« lieu-a-preciser » existe déjà" in p.texte(), "the id is taken")
        await p.taper("escape")
        await sur(p, EcranLieu)
        assert all(not lieu.est_local for lieu in await p.app.en_arriere(lister, p.app.services))


async def test_souris(application: Ouvrir) -> None:
    async with application() as p:
        rendus = await _ouvrir(p)
        voulu = _liste(p).lignes[2].id
        await p.pilot.click(Repertoire, offset=(5, 2))
        await sur(p, EcranAccueil)
        assert [lieu and lieu.id for lieu in rendus] == [voulu]


async def test_le_nom_d_un_lieu_n_est_jamais_du_balisage(application: Ouvrir) -> None:
    async with application() as p:
        await p.app.en_arriere(ajouter, p.app.services, "aa", "[/b] A [RSA]")
        await _ouvrir(p)
        assert "[/b] A [RSA]" in p.texte()


@pytest.mark.parametrize("taille", TAILLES)
async def test_tout_est_atteignable(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await _ouvrir(p)
        await tous_visibles(p)
        assert mal_coupees(p) == []
        await p.taper("f2")
        await sur(p, SaisieLieu)
        await p.taper("f2")
        await tous_visibles(p)
        assert mal_coupees(p) == []


@pytest.mark.parametrize(
    ("nom", "identifiant"),
    [
        ("Maison du Citoyen", "maison-du-citoyen"),
        ("  L’Œuvre – Été n°1 ", "l-oeuvre-ete-n-1"),
        ("!!!", ""),
        ("a" * 63 + " b", "a" * 63),
    ],
)
def test_identifiant_de(nom: str, identifiant: str) -> None:
    assert identifiant_de(nom) == identifiant
