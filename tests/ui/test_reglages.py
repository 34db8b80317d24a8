"""The settings by the keyboard: changed, kept, refused in French; the target tried without waiting for it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import reglages
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.lieu import EcranLieu
from prescripteur_tui.ui.ecrans.reglages import SENS, EcranReglages, SaisieCible, SaisieSeuil
from prescripteur_tui.ui.themes import CLAIR, SOMBRE
from prescripteur_tui.ui.widgets.liste import Liste
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.ui.attentes import ecrire, sur
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote


async def lus(p: Pilote) -> reglages.Reglages:
    """The settings as they are kept."""
    return await p.app.en_arriere(reglages.lire, p.app.services)


async def aller(p: Pilote, reglage: str) -> None:
    """Open the settings and go to one, by the arrows."""
    await p.taper("g")
    liste = p.ecran(EcranReglages).query_one(Liste)
    for _ in liste.elements:
        if liste.courant is not None and liste.courant.id == reglage:
            return
        await p.taper("down")
    raise AssertionError(f"{reglage} is not in the list")


async def test_chaque_reglage_dit_ce_qu_il_est(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("g")
        for texte in ("Lieu à préciser", "aucune : rien ne part", "sombre", "11 entretiens", "30 entretiens", "sous 5"):
            assert texte in p.texte()
        liste = p.ecran(EcranReglages).query_one(Liste)
        assert liste.courant is not None
        for identifiant in SENS:
            assert liste.courant.id == identifiant
            assert SENS[identifiant].replace("\u00a0", " ") in " ".join(p.texte().split())
            await p.taper("down")


async def test_le_theme_change_aussitot_et_reste(application: Ouvrir) -> None:
    async with application() as p:
        assert p.app.theme == SOMBRE
        await aller(p, "theme")
        await p.taper("enter")
        assert p.app.theme == CLAIR
        assert "clair" in p.texte()
    async with application() as p:
        assert p.app.theme == CLAIR
        await aller(p, "theme")
        await p.taper("enter", "escape")
        assert p.app.theme == SOMBRE
        assert (await lus(p)).theme == "sombre"


@pytest.mark.parametrize("touche", ["f2", "enter"])
async def test_un_seuil_se_releve(application: Ouvrir, touche: str) -> None:
    """F2 keeps it, and so does Enter: there is no other field."""
    async with application() as p:
        await aller(p, "seuil_affichage")
        await p.taper("enter")
        await sur(p, SaisieSeuil)
        await p.taper("backspace")
        await ecrire(p, "8")
        await p.taper(touche)
        await sur(p, EcranReglages)
        assert "non montrés sous 8" in p.texte()
        assert (await lus(p)).seuil_affichage == 8


@pytest.mark.parametrize(
    ("seuil", "frappe", "phrase"),
    [
        ("seuil_periode", "9", "écrivez un nombre entier, de 11 à 999"),
        ("seuil_croise", "29", "écrivez un nombre entier, de 30 à 999"),
        ("seuil_affichage", "trois", "écrivez un nombre entier, de 5 à 999"),
        ("seuil_affichage", "", "écrivez un nombre entier, de 5 à 999"),
    ],
)
async def test_un_seuil_ne_s_abaisse_pas(application: Ouvrir, seuil: str, frappe: str, phrase: str) -> None:
    async with application(taille=(60, 20)) as p:
        avant = await lus(p)
        await aller(p, seuil)
        await p.taper("enter", "backspace", "backspace")
        await ecrire(p, frappe)
        await p.taper("f2")
        await sur(p, SaisieSeuil)
        assert phrase in " ".join(p.texte().replace("│", " ").split())
        await p.taper("escape")
        assert await lus(p) == avant


async def test_la_cible_est_un_dossier_que_l_on_ecrit(application: Ouvrir) -> None:
    async with application() as p:
        await aller(p, "cible")
        await p.taper("enter")
        await sur(p, SaisieCible)
        await ecrire(p, "/media/cle/comptes")
        await p.taper("f2")
        await sur(p, EcranReglages)
        assert "dossier:/media/cle/comptes" in p.texte()
        await p.taper("enter", *["backspace"] * 40, "f2")
        assert "aucune : rien ne part" in p.texte()
        assert (await lus(p)).cible is None


async def test_une_cible_refusee_dit_quoi_ecrire(application: Ouvrir) -> None:
    async with application() as p:
        await aller(p, "cible")
        await p.taper("enter")
        await ecrire(p, "sftp://moi@serveur/comptes")
        await p.taper("f2")
        await sur(p, SaisieCible)
        texte = " ".join(p.texte().replace("│", " ").split())
        assert "n’envoie pas encore par SFTP" in texte
        assert "Rien n’est enregistré." in texte


async def test_essayer_sans_cible(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("g", "f5")
        assert "Aucune cible n’est réglée" in p.texte()


async def test_essayer_une_cible(application: Ouvrir, tmp_path: Path) -> None:
    async with application() as p:
        await p.app.en_arriere(reglages.ecrire_cible, p.app.services, str(tmp_path / "cle"))
        await p.taper("g", "f5")
        await p.quand(lambda: "✗ La cible" in p.texte(), "the refusal")
        assert "Branchez la clé" in p.texte()
        (tmp_path / "cle").mkdir()
        await p.taper("f5")
        await p.quand(lambda: "✓ La cible répond." in p.texte(), "the answer")
        assert list((tmp_path / "cle").iterdir()) == []


async def test_une_cible_muette_ne_gele_rien(application: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead share: the settings stay usable, an interview begins, and the app closes without its answer."""
    branchee = threading.Event()

    def attendre(_: str) -> None:
        branchee.wait(60)
        raise ErreurPrescripteur("cible-injoignable", cible="/media/cle", raison="trop tard")

    monkeypatch.setattr(reglages, "essayer_cible", attendre)
    try:
        async with application() as p:
            await p.app.en_arriere(reglages.ecrire_cible, p.app.services, "/media/cle")
            await p.taper("g", "f5")
            assert "Essai de la cible…" in p.texte()
            await p.taper("down", "down", "enter")
            assert p.app.theme == CLAIR
            await p.taper("escape", "n", "3")
            assert "question 2 sur" in p.texte()
            p.ecran(EcranEntretien)
        assert not branchee.is_set()
    finally:
        branchee.set()


async def test_le_lieu_se_choisit_d_ici(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("g", "enter")
        await sur(p, EcranLieu)
        await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the places are shown")
        await ecrire(p, "briquette")
        await p.taper("enter")
        await sur(p, EcranReglages)
        assert "Maison de quartier de la Briquette" in p.texte()
        await p.taper("escape")
        await sur(p, EcranAccueil)
        assert "Maison de quartier de la Briquette" in p.texte()


async def test_un_reglage_impossible_se_repare(application: Ouvrir) -> None:
    async with application() as p:
        depot = await p.depot()
        await p.app.en_arriere(depot.ecrire_reglages, {"seuil_periode": "2"})
        await p.taper("g")
        await sur(p, Dialogue)
        assert "n’accepte pas « 2 »" in p.texte()
        await p.taper("2")
        await sur(p, EcranAccueil)
        await p.taper("g", "1")
        await sur(p, EcranReglages)
        assert "11 entretiens au moins" in p.texte()
        assert "n’accepte pas" not in p.texte()
        assert (await lus(p)).seuil_periode == 11


async def test_souris(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("g")
        await p.cliquer("Thème")
        assert p.app.theme == CLAIR
