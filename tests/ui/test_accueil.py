"""The first screen, the draft offered at start, the palette, errors."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from prescripteur_tui.domaine.parcours import ETAPES
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import accueil, reglages
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.application import AppPrescripteur
from prescripteur_tui.ui.arriere import FilArriere
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil, barres
from prescripteur_tui.ui.ecrans.dialogues import Dialogue, DialogueErreur
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.palette import Palette
from prescripteur_tui.ui.themes import CLAIR
from tests.services.test_tableau import un
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import MAINTENANT


async def test_semaine_et_comptes_en_mots(application: Ouvrir) -> None:
    async with application() as p:
        texte = p.texte()
        assert "Semaine 48 · du 23 au 29 novembre 2026" in texte
        assert "0 entretien · 0 orientation" in texte
        assert "Esprit d’initiative 0 · Détection 0 · Accompagnement 0" in texte
        assert "Lieu à préciser" in texte


@pytest.mark.parametrize(
    ("par_etape", "seuil", "phrase"),
    [
        pytest.param((6, 5, 7), None, "Esprit d’initiative 6 · Détection 5 · Accompagnement 7", id="none under five"),
        pytest.param((2, 1, 1), None, "Étapes : moins de 5 entretiens chacune", id="all under five"),
        pytest.param((6, 3, 2), None, "Esprit d’initiative 6 · moins de 5 : Détection, Accompagnement", id="two"),
        pytest.param((9, 6, 2), None, "Esprit d’initiative 9 · non montré : Détection, Accompagnement", id="one"),
        pytest.param((7, 0, 0), None, "Étapes : nombres non montrés", id="all the same"),
        pytest.param((9, 7, 6), 8, "Esprit d’initiative 9 · moins de 8 : Détection, Accompagnement", id="raised"),
    ],
)
async def test_un_visiteur_ne_lit_pas_les_petits_nombres(
    application: Ouvrir, par_etape: tuple[int, int, int], seuil: int | None, phrase: str
) -> None:
    """How many came is said; how many of them stand at an étape only when they are enough."""
    etapes = [etape for etape, n in zip(ETAPES, par_etape, strict=True) for _ in range(n)]
    async with application(taille=(120, 24)) as p:
        depot = await p.depot()
        await p.app.en_arriere(depot.ajouter, [un(i, etape=etape) for i, etape in enumerate(etapes)])
        if seuil is not None:
            await p.app.en_arriere(reglages.ecrire, p.app.services, "seuil_affichage", str(seuil))
        await p.app.revenir_a_l_accueil()
        assert f"{len(etapes)} entretiens" in p.texte()
        assert phrase in p.texte()


def test_les_couleurs_sont_la_au_premier_affichage(tmp_path: Path) -> None:
    """The setting is read with the first screen, and taken before anything is painted."""
    services = Application(tmp_path, horloge=lambda: MAINTENANT)
    reglages.ecrire(services, "theme", "clair")
    fil = FilArriere()
    premier = fil.lancer(accueil.lire, services)
    premier.result()
    try:
        assert AppPrescripteur(services, fil, premier).theme == CLAIR
    finally:
        fil.lancer(services.fermer)
        fil.fermer()


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        pytest.param([0, 0], "▁▁", id="nothing"),
        pytest.param([0, 8], "▁█", id="from nothing to the highest"),
        pytest.param([1, 100], "▂█", id="one is seen beside a hundred"),
    ],
)
def test_barres(valeurs: list[int], attendu: str) -> None:
    assert barres(valeurs) == attendu


async def test_brouillon_du_jour_propose_au_demarrage(application: Ouvrir) -> None:
    """Étape and number only; the safe choice for whoever sits here now is to drop it."""
    async with application() as p:
        await p.taper("n", "3", "5", "escape", "enter")
    async with application() as p:
        dialogue = p.ecran(Dialogue)
        texte = p.texte()
        assert "Question 3 sur 10 (Esprit d’initiative)." in texte
        assert "Une idée" not in texte
        assert dialogue.query_one("#choix").courant.id == "abandonner"  # type: ignore[attr-defined]
        await p.taper("1")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee", "age": "30-54"}


async def test_brouillon_abandonne_au_demarrage(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "escape", "enter")
    async with application() as p:
        await p.taper("enter")
        p.ecran(EcranAccueil)
        depot = await p.depot()
        assert await p.app.en_arriere(depot.lire_brouillon) is None


async def test_brouillon_d_un_autre_jour_efface(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "escape", "enter")
    async with application(jour=MAINTENANT + dt.timedelta(days=1)) as p:
        p.ecran(EcranAccueil)
        depot = await p.depot()
        assert await p.app.en_arriere(depot.lire_brouillon) is None


async def test_n_avec_un_brouillon_demande_d_abord(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "escape", "enter", "n")
        p.ecran(Dialogue)
        await p.taper("1")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee"}


async def test_palette_sans_accents(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("ctrl+p")
        p.ecran(Palette)
        assert "Chercher une commande" in p.texte()
        await p.taper(*"operateurs")
        texte = p.texte()
        assert "Parcourir les opérateurs et leurs offres." in texte
        assert "Changer de lieu." not in texte
        await p.taper("escape")
        p.ecran(EcranAccueil)


async def test_palette_fait_la_commande(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("ctrl+p", *"nouvel", "enter")
        await p.quand(lambda: isinstance(p.app.screen, EcranEntretien), "the interview")


async def test_palette_sans_resultat(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("ctrl+p", *"zzz")
        assert "Aucune commande de ce nom." in p.texte()


async def test_catalogue_introuvable_se_dit_et_rien_ne_se_perd(application: Ouvrir, tmp_path: Path) -> None:
    async with application(catalogue=tmp_path / "absent") as p:
        await p.taper("n", "1", "2")
        p.ecran(DialogueErreur)
        assert "Aucun catalogue dans" in p.texte()
        await p.taper("enter")
        p.ecran(EcranAccueil)


async def test_catalogue_repare_pendant_que_l_application_est_ouverte(
    application: Ouvrir, tmp_path: Path, dossier_catalogue: Path
) -> None:
    async with application(catalogue=tmp_path / "catalogue") as p:
        await p.taper("n")
        p.ecran(DialogueErreur)
        shutil.copytree(dossier_catalogue, tmp_path / "catalogue")
        await p.taper("enter", "n")
        p.ecran(EcranEntretien)


async def test_horloge_douteuse(application: Ouvrir) -> None:
    async with application(jour=dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)) as p:
        await p.taper("n")
        p.ecran(DialogueErreur)
        assert "Réglez la date" in p.texte()


async def test_ecriture_refusee_laisse_la_question_a_repondre(
    application: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on screen and what is stored say the same."""
    from prescripteur_tui.services import entretien

    def refuser(*_: object) -> None:
        raise ErreurPrescripteur("disque-plein")

    async with application() as p:
        await p.taper("n", "3")
        with monkeypatch.context() as m:
            m.setattr(entretien, "garder", refuser)
            await p.taper("5", "1", "1")
            p.ecran(DialogueErreur)
            assert "Le disque est plein" in p.texte()
        await p.taper("escape")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee"}
        assert "question 2 sur" in p.texte()
        await p.taper("5")
        assert "question 3 sur" in p.texte()


async def test_base_refusee_au_demarrage(tmp_path: Path) -> None:
    """One of a later version is not damaged: nothing takes its place."""
    from tests.ui.pilote import Pilote

    services = Application(tmp_path, horloge=lambda: MAINTENANT)
    assert services.depot.semaines() == []
    services.fermer()
    connexion = sqlite3.connect(tmp_path / "prescripteur.db")
    connexion.execute("PRAGMA user_version = 99")
    connexion.close()
    app = AppPrescripteur(services)
    async with app.run_test() as pilot:
        p = Pilote(app, pilot)
        await p.quand(lambda: isinstance(app.screen, DialogueErreur), "the error")
        await p.taper("enter")
        await p.quand(lambda: not app.is_running, "the app to close")
    assert app.return_value == 1
    app.fil.fermer()
    assert not list(tmp_path.glob("prescripteur-abimee-*"))


async def test_fenetre_trop_petite(application: Ouvrir) -> None:
    """A sentence covers the screen, keys do nothing, and nothing is lost."""
    async with application() as p:
        await p.taper("n", "3")
        await p.pilot.resize_terminal(40, 12)
        await p.quand(lambda: "Agrandissez la fenêtre" in p.texte(), "the sentence")
        await p.taper("1", "1")
        await p.pilot.resize_terminal(80, 24)
        await p.quand(lambda: "question 2 sur" in p.texte(), "the question")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee"}


def test_une_commande_par_identifiant() -> None:
    ids = [c.id for c in commandes.COMMANDES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("ecran", sorted({c.ecran for c in commandes.COMMANDES}))
def test_une_touche_ne_fait_qu_une_chose_par_ecran(ecran: str) -> None:
    touches = [t for c in commandes.COMMANDES if c.ecran in (ecran, "") for t in c.touches]
    assert len(touches) == len(set(touches))


def test_l_accueil_ne_charge_ni_pydantic_ni_yaml() -> None:
    """What decides how fast the app opens."""
    code = (
        "import sys, prescripteur_tui.ui.application, prescripteur_tui.stockage.ouverture\n"
        "print(*sorted(m for m in ('pydantic', 'yaml', 'sqlite_utils', 'click', 'questionary') if m in sys.modules))"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert sortie.split() == []


def test_plantage_sans_reponse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report and the sentence hold no message and no value of the error."""
    from prescripteur_tui.ui import _dire_plantage

    try:
        raise ValueError("moins-16 rsa QN05920M")
    except ValueError as erreur:
        assert _dire_plantage(Application(tmp_path), erreur) == 1
    [fichier] = tmp_path.glob("plantage*.txt")
    dit = capsys.readouterr()
    for texte in (fichier.read_text("utf-8"), dit.err, dit.out):
        assert "rsa" not in texte
    assert "ValueError" in fichier.read_text("utf-8")
    assert str(fichier) in dit.err.replace("\u00a0", " ")
