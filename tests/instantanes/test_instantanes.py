"""How the main screens look. Update with `--snapshot-update`, and look at each SVG before it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.services import comptes, demo, entretien, lieux, reglages
from prescripteur_tui.services.application import Application
from prescripteur_tui.synchro import cibles
from prescripteur_tui.ui.application import AppPrescripteur
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from tests.services.test_tableau import un
from tests.ui.pilote import MAINTENANT, Pilote

QUARTIER = ("n", "3", "5", "1", "1", "2", "enter")
"""From the first screen to the list of communes."""

IDEE = (*QUARTIER, "1", "1", "enter", "1", "1", "1")
"""From the first screen to the result of an idea; the lieu stands in Marly."""

LIEU = "mq-briquette"

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
    lieux.choisir(app, LIEU)
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


SAISON = (8, 11, 5, 0, 9, 6, 7, 8, 12, 7, 9, 5)
"""Interviews of the last twelve weeks that come on top, with operators and freins."""

CIBLE = "dossier:/media/cle-du-jeudi/comptes"


@pytest.fixture
def saison(services: Application) -> Application:
    """A busier season; weeks sent, corrected, refused, and still waiting."""
    courante = services.semaine()
    numeros = iter(range(1000, 2000))
    stockes = []
    for rang, combien in enumerate(SAISON):
        for i in range(combien):
            numero = next(numeros)
            stockes.append(
                un(
                    numero,
                    decaler(courante, rang + 1 - len(SAISON)),
                    lieu=LIEU,
                    etape=("esprit-initiative", "detection", "accompagnement", "detection")[numero % 4],
                    fin="aucun-operateur" if numero % 9 == 0 else "orientation",
                    freins=(("argent", "administratif"), ("confiance", "argent"), ("mobilite",))[numero % 3],
                    operateurs=()
                    if numero % 9 == 0
                    else (("citeslab", "adie", "citeslab", "plie-valenciennois")[i % 4],),
                )
            )
    services.depot.ajouter(stockes)
    reglages.ecrire_cible(services, CIBLE)
    courrier, cle = services.depot.courrier, cibles.cle(CIBLE)
    for fichier in list(comptes.produire(services))[:-3]:
        courrier.noter(cle, fichier.nom, "envoye")
    services.depot.ajouter([un(2000, "2026-W44", lieu=LIEU)])
    for fichier in comptes.produire(services):
        if fichier.revision == 2:
            courrier.noter(cle, fichier.nom, "envoye")
        elif fichier.temps == "2026-W46":
            courrier.noter(cle, fichier.nom, "refuse", "cible-refus")
    services.fermer()
    return services


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
                # What is read behind the screen comes before the next key.
                await app.workers.wait_for_complete(list(app.screen.workers))
                await p.repos()
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


def test_tableau_de_bord(comparer: Comparer, saison: Application) -> None:
    comparer("t")


def test_tableau_de_bord_clair(comparer: Comparer, saison: Application) -> None:
    reglages.ecrire(saison, "theme", "clair")
    saison.fermer()
    comparer("t", "end")


def test_reglages(comparer: Comparer, saison: Application) -> None:
    comparer("g", "down")


def test_exports(comparer: Comparer, saison: Application) -> None:
    comparer("e", "down", "down")


def test_ce_qui_part(comparer: Comparer, saison: Application) -> None:
    comparer("e", "e")


def test_exports_etroit(comparer: Comparer, saison: Application) -> None:
    comparer("e", "down", "down", taille=(60, 20))


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


ECRANS_DE_LA_DEMO = {
    "entretien": ("n",),
    "resultat": (*"n35112", "enter", *"00111"),
    "tableau": ("t",),
    "exports": ("e",),
    "reglages": ("g",),
    "catalogue": ("c",),
    "lieu": ("l",),
    "aide": ("f1",),
}
"""What leads from the first screen to each of the others."""


@pytest.mark.parametrize("touches", ECRANS_DE_LA_DEMO.values(), ids=ECRANS_DE_LA_DEMO)
def test_ecran_de_la_demo(comparer: Comparer, inventer: Inventer, touches: tuple[str, ...]) -> None:
    comparer(*touches, sur=inventer(demo.remplir_demo))
