"""The banner of an invented base: on every screen and dialog, at every size, and nothing is cut for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from prescripteur_tui.services import demo, nature
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.operateur import SaisieCoordonnees
from prescripteur_tui.ui.ecrans.pourquoi import EcranPourquoiPas
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from prescripteur_tui.ui.palette import Palette
from prescripteur_tui.ui.textes import fr
from prescripteur_tui.ui.widgets.lignes import Banniere
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.ui.attentes import sur, tous_visibles
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import MAINTENANT, Pilote, ouvrir
from tests.ui.test_geometrie import DIALOGUES, PROJET, parcourir, verifier

TAILLES = [pytest.param((60, 20), id="60x20"), pytest.param((80, 24), id="80x24")]

Remplir = Callable[[Application], int]


@pytest.fixture
def inventee(tmp_path: Path, dossier_catalogue: Path) -> Callable[[Remplir], Ouvrir]:
    """Fills a base with invented interviews, and gives what opens the app on it."""

    def preparer(remplir: Remplir) -> Ouvrir:
        app = Application(tmp_path / "donnees", dossier_catalogue, horloge=lambda: MAINTENANT)
        remplir(app)
        app.fermer()
        return partial(ouvrir, tmp_path / "donnees", catalogue=dossier_catalogue)

    return preparer


@pytest.fixture
def formation(inventee: Callable[[Remplir], Ouvrir]) -> Ouvrir:
    """Opens the app on a base to train on."""
    return inventee(demo.remplir_formation)


def bandeau(p: Pilote, quoi: str = nature.FORMATION) -> None:
    """The sentence is whole, on the first line of the window and on that one alone."""
    phrase = fr(nature.BANNIERES[quoi])
    premiere, *autres = p.lignes()
    assert premiere.strip() == phrase, p.texte()
    assert not any(phrase in ligne for ligne in autres)
    verifier(p)


@pytest.mark.parametrize("taille", TAILLES)
async def test_chaque_question_a_le_bandeau(formation: Ouvrir, taille: tuple[int, int]) -> None:
    async with formation(taille=taille) as p:
        bandeau(p)
        await parcourir(p)
        await p.taper("n")
        questions = set()
        for touche in PROJET:
            ecran = p.app.screen
            if isinstance(ecran, EcranEntretien):
                bandeau(p)
                questions.add(ecran._question.id)
                await parcourir(p)
                await p.taper("home")
            await p.taper(touche)
        assert len(questions) == 14
        p.ecran(EcranResultat)
        bandeau(p)
        await parcourir(p)
        await p.taper("p")
        p.ecran(EcranPourquoiPas)
        bandeau(p)
        await parcourir(p)


@pytest.mark.parametrize("taille", TAILLES)
@pytest.mark.parametrize("touches", DIALOGUES)
async def test_chaque_dialogue_a_le_bandeau(
    formation: Ouvrir, taille: tuple[int, int], touches: tuple[str, ...]
) -> None:
    async with formation(taille=taille) as p:
        await p.taper(*touches)
        p.ecran(Dialogue)
        bandeau(p)
        await parcourir(p)


@pytest.mark.parametrize("taille", TAILLES)
async def test_les_autres_ecrans_ont_le_bandeau(formation: Ouvrir, taille: tuple[int, int]) -> None:
    async with formation(taille=taille) as p:
        await p.taper("ctrl+p")
        p.ecran(Palette)
        bandeau(p)
        await parcourir(p)
        await p.taper("escape", "f1")
        bandeau(p)
        await p.taper("escape", "l")
        await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the places")
        bandeau(p)
        await p.taper("escape", "c")
        await p.quand(lambda: bool(p.app.screen.query_one(Repertoire).lignes), "the operators")
        bandeau(p)
        await p.taper(*"cites", "enter")
        bandeau(p)
        await p.taper("f4")
        p.ecran(SaisieCoordonnees)
        bandeau(p)
        await p.taper("x", "f2")
        bandeau(p)
        await tous_visibles(p)


@pytest.mark.parametrize("taille", TAILLES)
async def test_une_demonstration_a_le_sien(inventee: Callable[[Remplir], Ouvrir], taille: tuple[int, int]) -> None:
    async with inventee(demo.remplir_demo)(taille=taille) as p:
        bandeau(p, nature.DEMO)
        assert demo.LIEU_DEMO[1] in p.texte()
        assert "6 entretiens" in p.texte()
        await parcourir(p)
        await p.taper("n")
        bandeau(p, nature.DEMO)


async def test_une_vraie_base_n_a_pas_de_bandeau(application: Ouvrir) -> None:
    async with application() as p:
        for touches in ((), ("n",), ("3", "escape")):
            await p.taper(*touches)
            assert not p.app.screen.query_one(Banniere).display
            assert not any(phrase in p.texte() for phrase in nature.BANNIERES.values())
            assert p.lignes()[0].strip() or isinstance(p.app.screen, Dialogue), "the first line is the header"


async def test_une_fenetre_trop_petite_ne_montre_que_sa_phrase(formation: Ouvrir) -> None:
    async with formation(taille=(50, 15)) as p:
        assert p.lignes()[1].strip().startswith("Agrandissez")


async def test_le_brouillon_d_une_formation_ne_promet_rien(formation: Ouvrir) -> None:
    async with formation() as p:
        await p.taper("n", "3", "escape")
        assert "le brouillon s’efface en fermant" in p.texte()
        assert "jusqu’à ce soir" not in p.texte()


async def test_un_entretien_de_formation_compte_dans_sa_base_seulement(formation: Ouvrir) -> None:
    """The learner sees what a real one would show."""
    async with formation(jour=MAINTENANT + dt.timedelta(hours=1)) as p:
        avant, _ = await p.compte()
        await p.taper("n", *PROJET, "1", "enter")
        accueil = await sur(p, EcranAccueil)
        assert accueil.etat is not None
        assert accueil.etat.compte.entretiens == avant + 1
        bandeau(p)
