"""The quarter, asked commune first."""

from __future__ import annotations

import pytest

from prescripteur_tui.services import lieux
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

AVANT = ("n", "1", "5", "1", "1", "0")
"""From the first screen to the question about the quarter."""


def quartier(p: Pilote) -> str:
    """The answer given."""
    return str(p.ecran(EcranEntretien).en_cours.parcours.reponses["quartier"])


@pytest.mark.parametrize(
    ("touches", "attendu"),
    [
        pytest.param((*"valen", "1", "3"), "QN05931M", id="Valenciennes, third quarter"),
        pytest.param((*"fresn", "enter", "1"), "QN05925M", id="Centre Ville of Fresnes"),
        pytest.param((*"quievr", "enter", "1"), "QN05928M", id="Centre Ville of Quiévrechain"),
        pytest.param((*"artres", "enter"), "cavm-hors-qpv", id="a commune without quarter answers by itself"),
        pytest.param((*"denain", "enter"), "porte-du-hainaut", id="a neighbouring commune answers by itself"),
        pytest.param((*"raismes", "1", "4"), "porte-du-hainaut", id="Raismes, outside the quarters"),
        pytest.param((*"raismes", "1", "1"), "QN05920M", id="Raismes, in a quarter that reaches there"),
        pytest.param((*"briq", "enter"), "QN05931M", id="a quarter by a word of its name"),
        pytest.param((*"saints", "enter", "1"), "QN05929M", id="Saint-Saulve typed without its hyphen"),
        pytest.param(("0",), "sans-reponse", id="prefers not to say"),
        pytest.param((*"ailleurs", "enter"), None, id="elsewhere"),
    ],
)
async def test_commune_puis_quartier(application: Ouvrir, touches: tuple[str, ...], attendu: str | None) -> None:
    async with application() as p:
        await p.taper(*AVANT, *touches)
        if attendu is None:
            assert quartier(p) in {"ailleurs", "cavm-hors-qpv"}
        else:
            assert quartier(p) == attendu


async def test_le_nom_de_la_commune_est_toujours_a_cote(application: Ouvrir) -> None:
    """Two quarters are called Centre Ville."""
    async with application() as p:
        await p.taper(*AVANT, *"centre")
        lignes = p.texte().splitlines()
        for i, ligne in enumerate(lignes):
            if "Centre Ville" in ligne:
                autour = ligne + lignes[i + 1]
                assert any(nom in autour for nom in ("Condé", "Fresnes", "Quiévrechain")), autour


async def test_effacer_lettre_a_lettre_puis_revenir(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*AVANT, "v", "a", "backspace")
        assert "Recherche : v" in p.texte()
        await p.taper("backspace")
        assert "Tapez les premières lettres" in p.texte()
        await p.taper("backspace")
        assert "Allocations" in p.texte()


async def test_des_quartiers_f7_revient_aux_communes(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*AVANT, "1", "f7")
        assert "Tapez les premières lettres" in p.texte()
        assert "question 6 sur" in p.texte()


@pytest.mark.parametrize("lieu", ["mq-briquette", "fs-maison-du-citoyen"])
async def test_les_quartiers_de_la_commune_du_lieu_a_une_touche(application: Ouvrir, lieu: str) -> None:
    async with application() as p:
        await p.app.charger_catalogue()
        await p.app.en_arriere(lieux.choisir, p.app.services, lieu)
        await p.taper(*AVANT, "1")
        assert quartier(p).startswith("QN059")


async def test_revenir_montre_le_quartier_donne(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*AVANT, *"briq", "enter", "f7")
        premiere = next(x for x in p.lignes() if x.lstrip().startswith("▸ 1"))
        assert "✓" in premiere
        assert "La Briquette" in premiere


async def test_la_commune_n_est_nulle_part(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*AVANT, *"artres", "enter")
        depot = await p.depot()
        brouillon = await p.app.en_arriere(depot.lire_brouillon)
        assert "artres" not in repr(brouillon).lower()
