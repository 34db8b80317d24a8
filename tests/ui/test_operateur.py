"""The page of an operator, and the contact that staff note on this laptop."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.services.coordonnees import noter_coordonnees
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import DialogueErreur
from prescripteur_tui.ui.ecrans.operateur import EcranOperateur, SaisieCoordonnees
from prescripteur_tui.ui.widgets.page import Page
from tests.ui.attentes import ecrire, mal_coupees_jusqu_au_bout, sur, tous_visibles
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote
from tests.usine import prefere, si, toutes, un_catalogue, un_de, un_operateur, une_offre

TAILLES = [(80, 24), (60, 20)]


async def _ouvrir(p: Pilote, operateur: str, catalogue: Catalogue | None = None) -> EcranOperateur:
    await p.app.ouvrir("operateur", operateur, catalogue)
    ecran = await sur(p, EcranOperateur)
    await p.quand(lambda: bool(ecran.query_one(Page).texte), "the page is shown")
    return ecran


def _texte(ecran: EcranOperateur) -> str:
    return ecran.query_one(Page).texte.replace("\u00a0", " ")


PIEGE = un_operateur(
    "piege",
    une_offre(
        "une",
        si("projet", "ecrit"),
        un_de(si("age", "jeune"), toutes(si("ville", "dedans"), si("besoin", "petit"))),
        a_confirmer=[{"texte": "moins de trois salariés", "source": "https://exemple.fr/page"}],
        preferences=[prefere("freins", "argent", raison="l’argent est un frein")],
        saison=["2"],
        du="2026-01-01",
        au="2026-12-31",
    ),
    une_offre("deux", frais="gratuit", nom="[/b] [RSA]"),
    nom="Piège [RSA] [/b]",
    verifie_le="2026-05",
    contacts=[
        {
            "nom": "Siège",
            "telephone": "01 00 00 00 00",
            "confiance": "haute",
            "source": {"url": "u", "date": "2026-05"},
        },
        {"nom": "Antenne", "adresse": "1 rue A", "confiance": "moyenne", "source": {"url": "u", "date": "2025"}},
        {
            "nom": "Bureau",
            "commune": "Marly",
            "telephone": "09 99 99 99 99",
            "confiance": "faible",
            "source": {"url": "u", "date": "2010"},
        },
    ],
)


async def test_la_page_dit_tout(application: Ouvrir) -> None:
    async with application() as p:
        texte = _texte(await _ouvrir(p, "piege", un_catalogue(PIEGE)))
        for morceau in (
            "Piège [RSA] [/b]",
            "actif (sources officielles ou concordantes), vérifié en mai 2026 (il y a 6 mois)",
            "Siège : 01 00 00 00 00 (source de mai 2026)",
            "Antenne : 1 rue A (source de 2025, à confirmer avant de vous déplacer)",
            "Bureau, Marly",
            "Prix : non connu, à demander",
            "Prix : gratuit",
            "[/b] [RSA]",
            "Motif 1",
            "projet : Libellé ecrit",
            "age : Libellé jeune ; ou ville : Libellé dedans et besoin : Libellé petit",
            "Moins de trois salariés. (source 1)",
            "l’argent est un frein",
            "du 1er janvier 2026 au 31 décembre 2026, seulement en février",
            "Tout le monde : raison deux",
            "1. Page datée du 1er juin 2026 : https://exemple.fr/page",
        ):
            assert morceau in texte
        assert "09 99 99 99 99" not in texte


async def test_sans_contact_le_recours_est_nomme(application: Ouvrir) -> None:
    async with application() as p:
        ecran = await _ouvrir(p, "filet", un_catalogue(PIEGE))
        assert "demandez à la Maison du Citoyen ou à un point France services" in _texte(ecran)


@pytest.mark.parametrize("taille", TAILLES)
async def test_chaque_operateur_livre_se_lit(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        for operateur in p.app.services.catalogue.operateurs:
            ecran = await _ouvrir(p, operateur.id)
            assert await mal_coupees_jusqu_au_bout(p, ecran.query_one(Page)) == [], operateur.id
            await p.taper("escape")


async def test_noter_les_coordonnees_d_ici(application: Ouvrir) -> None:
    async with application() as p:
        ecran = await _ouvrir(p, "citeslab")
        await p.taper("f4")
        await sur(p, SaisieCoordonnees)
        await ecrire(p, "03 27 12 34 56")
        await p.taper("enter")
        await ecrire(p, "Salle [B], le mardi")
        await p.taper("tab")
        await ecrire(p, "9 h 30 - 12 h")
        await p.taper("tab", *["backspace"] * 10)
        await ecrire(p, "12/11/2026")
        await p.taper("f2")
        await sur(p, EcranOperateur)
        await p.quand(lambda: "noté ici" in _texte(ecran), "the page is shown again")
        assert "Téléphone : 03 27 12 34 56 (noté ici le 12 nov.)" in _texte(ecran)
        assert "Adresse : Salle [B], le mardi (noté ici le 12 nov.)" in _texte(ecran)
        gardees = await p.app.en_arriere(lambda: p.app.services.depot.coordonnees())
        assert gardees["citeslab"] == Coordonnees(
            "citeslab", "03 27 12 34 56", "Salle [B], le mardi", "9 h 30 - 12 h", "2026-11-12"
        )


async def test_les_coordonnees_deja_notees_se_corrigent(application: Ouvrir) -> None:
    async with application() as p:
        await p.app.en_arriere(noter_coordonnees, p.app.services, "citeslab", telephone="3949", verifie_le="2025-02-01")
        ecran = await _ouvrir(p, "citeslab")
        assert "3949 (noté ici le 1er févr. 2025)" in _texte(ecran)
        await p.taper("f4")
        saisie = await sur(p, SaisieCoordonnees)
        assert [champ.value for champ in saisie.query(Input)] == ["3949", "", "", "01/02/2025"]
        await p.taper(*["backspace"] * 4, "f2")
        await sur(p, EcranOperateur)
        await p.quand(lambda: "noté ici" not in _texte(ecran), "nothing is noted any more")


@pytest.mark.parametrize(
    ("champ", "texte", "phrase"),
    [
        (0, "douze", "écrivez des chiffres et des espaces"),
        (0, "12,5", "écrivez des chiffres et des espaces"),
        (3, "31/02/2026", "écrivez une date comme 12/11/2026"),
        (3, "bientot", "écrivez une date comme 12/11/2026"),
        (3, "26/11/2026", "cette date n’est pas encore arrivée"),
    ],
)
async def test_un_refus_se_lit_et_garde_ce_qui_est_ecrit(
    application: Ouvrir, champ: int, texte: str, phrase: str
) -> None:
    async with application(taille=(60, 20)) as p:
        await _ouvrir(p, "citeslab")
        await p.taper("f4")
        saisie = await sur(p, SaisieCoordonnees)
        await p.taper(*["tab"] * champ, "end", *["backspace"] * 10)
        await ecrire(p, texte)
        await p.taper("f2")
        await p.quand(lambda: phrase in " ".join(p.texte().split()), "the refusal is in sight")
        assert "Rien n’est enregistré." in p.texte()
        assert p.app.focused is list(saisie.query(Input))[champ]
        assert p.app.focused.value == texte
        await p.taper("escape")
        assert await p.app.en_arriere(lambda: p.app.services.depot.coordonnees()) == {}


async def test_tous_les_refus_a_la_fois(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p, "citeslab")
        await p.taper("f4")
        await ecrire(p, "x")
        await p.taper("tab", "tab", "tab")
        await ecrire(p, "x")
        await p.taper("f2")
        await p.quand(lambda: "À corriger : Téléphone, Vérifié le." in p.texte(), "both are named")


@pytest.mark.parametrize("date", ["2026-11-12", "12/11/2026", "1/2/2026", "01.02.2026"])
async def test_les_deux_ecritures_d_une_date(application: Ouvrir, date: str) -> None:
    async with application() as p:
        await _ouvrir(p, "citeslab")
        await p.taper("f4")
        await ecrire(p, "3949")
        await p.taper("tab", "tab", "tab", *["backspace"] * 10)
        await ecrire(p, date)
        await p.taper("f2")
        await sur(p, EcranOperateur)
        gardees = await p.app.en_arriere(lambda: p.app.services.depot.coordonnees())
        assert gardees["citeslab"].verifie_le in ("2026-11-12", "2026-02-01")


@pytest.mark.parametrize("taille", TAILLES)
async def test_tout_champ_est_atteignable(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await _ouvrir(p, "citeslab")
        await p.taper("f4")
        await sur(p, SaisieCoordonnees)
        await tous_visibles(p)
        # The same once refusals take room.
        await p.taper("x", "f2")
        await tous_visibles(p)


async def test_boutons_a_la_souris(application: Ouvrir) -> None:
    async with application() as p:
        ecran = await _ouvrir(p, "citeslab")
        await p.taper("f4")
        await sur(p, SaisieCoordonnees)
        await ecrire(p, "3949")
        await p.pilot.click("#enregistrer")
        await sur(p, EcranOperateur)
        await p.quand(lambda: "3949 (noté ici le 25 nov.)" in _texte(ecran), "it is kept")
        await p.taper("f4")
        await sur(p, SaisieCoordonnees)
        await p.pilot.click("#annuler")
        await sur(p, EcranOperateur)


async def test_operateur_inconnu(application: Ouvrir) -> None:
    async with application() as p:
        await p.app.ouvrir("operateur", "adi")
        await sur(p, DialogueErreur)
        assert "« adie »" in p.texte()
        await p.taper("enter")
        await sur(p, EcranAccueil)
