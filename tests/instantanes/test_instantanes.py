"""How the main screens look. Update with `--snapshot-update`, and look at each SVG before it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.services import demo, entretien, lieux
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui.application import AppPrescripteur
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from tests.ui.pilote import MAINTENANT, Pilote

QUARTIER = ("n", "3", "5", "1", "1", "2", "enter")
"""From the first screen to the list of communes."""

IDEE = (*QUARTIER, "1", "1", "enter", "1", "1", "1")
"""From the first screen to the result of an idea; the lieu stands in Marly."""

PAR_SEMAINE = (3, 5, 0, 4, 7, 6, 9, 4)
"""Interviews of the last eight weeks."""

SORTES: tuple[dict[str, object], ...] = ({"maturite": "envie"}, {"maturite": "idee"}, {"maturite": "projet-ecrit"})


@pytest.fixture
def services(tmp_path: Path, dossier_catalogue: Path) -> Application:
    """Eight weeks at one lieu, written and closed again."""
    numeros = iter(range(1, 100))
    app = Application(
        tmp_path / "donnees",
        dossier_catalogue,
        horloge=lambda: MAINTENANT,
        tirer=lambda: f"00000000-0000-4000-8000-{next(numeros):012}",
    )
    lieux.choisir(app, "mq-briquette")
    courante = app.semaine()
    for rang, combien in enumerate(PAR_SEMAINE):
        semaine = decaler(courante, rang + 1 - len(PAR_SEMAINE))
        for i in range(combien):
            objet = {"reponses": SORTES[i % len(SORTES)], "fin": "non-renseignee"}
            _, resultat = entretien.enregistrer(app, objet, semaine=semaine, garder=False)
            if i % 2 == 0:
                offre = resultat.propositions[0].offre
                objet |= {"fin": "orientation", "orientations": [{"offre": offre, "issue": "acceptee"}]}
            entretien.enregistrer(app, objet, semaine=semaine)
    app.fermer()
    return Application(tmp_path / "donnees", dossier_catalogue, horloge=lambda: MAINTENANT)


Comparer = Callable[..., None]

DOSSIER_DU_GREFFON = os.environ["TEXTUAL_SNAPSHOT_TEMPDIR"]
"""Where the plugin gathers its report: it says so in an environment variable, which `tests/conftest.py` clears."""


@pytest.fixture
def comparer(
    services: Application, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Comparer]:
    """Types keys into the app and compares the window with the snapshot of the test."""
    monkeypatch.setenv("TEXTUAL_SNAPSHOT_TEMPDIR", DOSSIER_DU_GREFFON)
    # The weight of a question comes by itself, a moment after the question.
    monkeypatch.setattr(EcranEntretien, "repos", None)
    ouvertes: list[AppPrescripteur] = []

    def _comparer(*touches: str, taille: tuple[int, int] = (80, 24), sur: Application = services) -> None:
        app = AppPrescripteur(sur)
        ouvertes.append(app)

        async def avant(pilot: Pilot[Any]) -> None:
            p = Pilote(app, pilot)
            premier = app.screen_stack[0]
            assert isinstance(premier, EcranAccueil)
            await p.quand(lambda: premier.etat is not None, "the first screen")
            for touche in touches:
                await p.taper(touche)
            await p.repos()

        assert snap_compare(app, terminal_size=taille, run_before=avant)

    yield _comparer
    for app in ouvertes:
        app.fil.lancer(app.services.fermer)
        app.fil.fermer()


Inventer = Callable[[Callable[[Application], int]], Application]


@pytest.fixture
def inventer(tmp_path: Path, dossier_catalogue: Path) -> Inventer:
    """Fills a base with invented interviews."""

    def _inventer(remplir: Callable[[Application], int]) -> Application:
        app = Application(tmp_path / "inventee", dossier_catalogue, horloge=lambda: MAINTENANT)
        remplir(app)
        app.fermer()
        return app

    return _inventer


def test_accueil(comparer: Comparer) -> None:
    comparer()


def test_premiere_question(comparer: Comparer) -> None:
    comparer("n")


def test_plusieurs_reponses(comparer: Comparer) -> None:
    comparer("n", "3", "5", "1", "1", "2", "3")


def test_communes(comparer: Comparer) -> None:
    comparer(*QUARTIER)


def test_resultat(comparer: Comparer) -> None:
    comparer(*IDEE, "1")


def test_resultat_etroit(comparer: Comparer) -> None:
    comparer(*IDEE, "1", taille=(60, 20))


def test_pourquoi_pas(comparer: Comparer) -> None:
    comparer(*IDEE, "p")


def test_catalogue(comparer: Comparer) -> None:
    comparer("c", *"cites")


def test_operateur(comparer: Comparer) -> None:
    comparer("c", *"cites", "enter")


def test_aide(comparer: Comparer) -> None:
    comparer("n", "f1")


def test_aide_donnees(comparer: Comparer) -> None:
    comparer("f1", "right", "right", "right", "right", taille=(60, 20))


def test_formation(comparer: Comparer, inventer: Inventer) -> None:
    comparer("n", "3", sur=inventer(demo.remplir_formation))


def test_formation_dialogue_etroit(comparer: Comparer, inventer: Inventer) -> None:
    comparer("n", "3", "escape", taille=(60, 20), sur=inventer(demo.remplir_formation))


def test_demo(comparer: Comparer, inventer: Inventer) -> None:
    comparer(sur=inventer(demo.remplir_demo))
