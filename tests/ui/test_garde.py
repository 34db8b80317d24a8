"""The base watched from the app: copied after the first screen, taken back from a copy when it is damaged."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.services import sauvegarde
from prescripteur_tui.services.application import LIEU_A_PRECISER, Application
from prescripteur_tui.stockage import copies
from prescripteur_tui.stockage.examen import examiner
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from tests.stockage.conftest import des_entretiens
from tests.ui.attentes import mal_coupees, sur
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import MAINTENANT, Pilote

BASE = "prescripteur.db"


def services(dossier: Path) -> Application:
    return Application(dossier, horloge=lambda: MAINTENANT)


def remplir(dossier: Path, nombre: int, graine: int = 1) -> None:
    app = services(dossier)
    app.depot.ajouter(des_entretiens(nombre, graine, "2026-W48", LIEU_A_PRECISER))
    app.fermer()


def copier(dossier: Path) -> None:
    app = services(dossier)
    sauvegarde.sauvegarder(app)
    app.fermer()


def mettre_a_zero(dossier: Path) -> None:
    (dossier / BASE).write_bytes(b"\0" * 8192)


def faire_disparaitre(dossier: Path) -> None:
    (dossier / BASE).unlink()


def abimer_une_page(dossier: Path) -> None:
    """One that the first screen does not read."""
    connexion = sqlite3.connect(dossier / BASE)
    (page,) = connexion.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'revisions'").fetchone()
    connexion.close()
    octets = bytearray((dossier / BASE).read_bytes())
    octets[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    (dossier / BASE).write_bytes(octets)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The data folder of the app: five interviews this week, and their copy."""
    dossier = tmp_path / "donnees"
    remplir(dossier, 5)
    copier(dossier)
    return dossier


def noms(dossier: Path) -> set[str]:
    return {p.name for p in dossier.iterdir() if not p.name.endswith("-journal")}


# Watching


async def test_la_copie_du_jour_vient_apres_le_premier_ecran(application: Ouvrir, tmp_path: Path) -> None:
    remplir(tmp_path / "donnees", 2)
    copie = tmp_path / "donnees" / "copies" / "prescripteur-3.db"
    async with application() as p:
        p.ecran(EcranAccueil)
        await p.quand(copie.exists, "the copy of the day")
        assert p.texte().count("2 entretiens") == 1
    assert examiner(copie).entretiens == 2


async def test_quitter_pendant_la_copie(application: Ouvrir, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app does not wait for a copy of a large base: it asks it to stop."""
    commencee = threading.Event()

    def sans_fin(_: Application, arret: Callable[[], bool]) -> None:
        commencee.set()
        while not arret():
            time.sleep(0.001)

    monkeypatch.setattr(sauvegarde, "veiller", sans_fin)
    async with application() as p:
        await p.quand(commencee.is_set, "the copy to begin")
        await p.taper("q")
    assert commencee.is_set()


async def test_sans_place_pour_une_copie(application: Ouvrir, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "a_la_place", lambda _: False)
    async with application() as p:
        await p.quand(lambda: "Le disque est presque plein" in p.texte(), "the notice")
        assert mal_coupees(p) == []


# Mending


async def _lire_et_continuer(p: Pilote, *attendus: str) -> None:
    await sur(p, Dialogue)
    await p.quand(lambda: "Continuer" in p.texte(), "the sentences")
    texte = " ".join(p.texte().replace("│", " ").split())
    for attendu in attendus:
        assert attendu in texte
    assert mal_coupees(p) == []
    await p.taper("enter")
    p.ecran(EcranAccueil)


@pytest.mark.parametrize(
    ("perdre", "dit", "de_cote"),
    [
        (mettre_a_zero, "La base était abîmée. Elle est mise de côté : prescripteur-abimee-1.db.", True),
        (faire_disparaitre, "La base avait disparu.", False),
    ],
    ids=["abimee", "absente"],
)
async def test_la_meilleure_copie_est_reprise_au_demarrage(
    application: Ouvrir, dossier: Path, perdre: Callable[[Path], None], dit: str, de_cote: bool
) -> None:
    remplir(dossier, 1, 2)
    perdre(dossier)
    async with application() as p:
        await _lire_et_continuer(
            p,
            dit,
            "La copie d’aujourd’hui est en place : 5 entretiens (5 en semaine 48).",
            "Ce qui a été enregistré depuis est perdu.",
        )
        assert "5 entretiens" in p.texte()
        assert "La base vient d’une copie." in p.texte()
        await p.taper("n")
        await sur(p, EcranEntretien)
    assert ("prescripteur-abimee-1.db" in noms(dossier)) is de_cote


async def test_sans_copie_saine_rien_ne_change_sans_accord(application: Ouvrir, dossier: Path) -> None:
    mettre_a_zero(dossier)
    (dossier / "copies" / "prescripteur-3.db").write_bytes(b"x")
    avant = (dossier / BASE).read_bytes()
    async with application() as p:
        await sur(p, Dialogue)
        await p.quand(lambda: "sans copie saine" in p.texte(), "the question")
        assert "prescripteur restaurer FICHIER" in p.texte()
        await p.taper("enter")
        await p.quand(lambda: not p.app.is_running, "the end")
        assert p.app.return_value == 1
    assert (dossier / BASE).read_bytes() == avant


async def test_une_base_neuve_si_l_on_veut(application: Ouvrir, dossier: Path) -> None:
    mettre_a_zero(dossier)
    avant = (dossier / BASE).read_bytes()
    (dossier / "copies" / "prescripteur-3.db").unlink()
    async with application() as p:
        await p.quand(lambda: "sans copie saine" in p.texte(), "the question")
        await p.taper("2")
        await _lire_et_continuer(p, "La base abîmée est mise de côté : prescripteur-abimee-1.db.", "elle est vide")
        assert "0 entretien" in p.texte()
    assert (dossier / "prescripteur-abimee-1.db").read_bytes() == avant


async def test_des_degats_trouves_apres_coup(application: Ouvrir, dossier: Path) -> None:
    """The base still worked: the user is asked before it is replaced."""
    abimer_une_page(dossier)
    async with application() as p:
        await p.quand(lambda: "La base est abîmée" in p.texte(), "the question")
        assert "La copie d’aujourd’hui est saine." in p.texte()
        await p.taper("1")
        await _lire_et_continuer(p, "Elle est mise de côté", "5 entretiens", "Aucun entretien n’est perdu")
    assert examiner(dossier / BASE).entretiens == 5


async def test_des_degats_sans_rien_changer(application: Ouvrir, dossier: Path) -> None:
    abimer_une_page(dossier)
    async with application() as p:
        await p.quand(lambda: "La base est abîmée" in p.texte(), "the question")
        await p.taper("2")
        p.ecran(EcranAccueil)
    assert noms(dossier) == {BASE, "copies"}


async def test_pas_pendant_un_entretien(application: Ouvrir, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check finds while somebody answers is said once the first screen is back."""
    suite, rendu = threading.Event(), threading.Event()

    def lent(_: Application, arret: Callable[[], bool]) -> sauvegarde.Veille:
        while not suite.is_set() and not arret():
            time.sleep(0.001)
        rendu.set()
        return sauvegarde.Veille(est_saine=False)

    monkeypatch.setattr(sauvegarde, "veiller", lent)
    async with application() as p:
        await p.taper("n", "3")
        await sur(p, EcranEntretien)
        suite.set()
        await p.quand(rendu.is_set, "the check to end")
        await p.quand(lambda: p.app.garde._trouve is not None, "its result")
        await p.repos()
        p.ecran(EcranEntretien)
        await p.taper("escape", "enter")
        await p.quand(lambda: "La base est abîmée" in p.texte(), "the question")
        assert "L’entretien interrompu ne sera pas repris." in " ".join(p.texte().replace("│", " ").split())
