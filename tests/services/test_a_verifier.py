"""What to check next: most used here first, then the oldest check; what is fresh or ended is not there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.entretien import Orientation
from prescripteur_tui.services import atelier
from prescripteur_tui.services.a_verifier import a_verifier
from prescripteur_tui.services.application import Application
from tests.hasard import beaucoup

JOUR = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
LIMITE = dt.date(2025, 11, 25)


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Iterator[Application]:
    copie = shutil.copytree(dossier_catalogue, tmp_path / "catalogue")
    app = Application(tmp_path / "donnees", copie, horloge=lambda: JOUR)
    yield app
    app.fermer()


def orienter(app: Application, *offres: str) -> None:
    """One interview for each, with that orientation."""
    lot = beaucoup(len(offres), 5)
    app.depot.ajouter(
        dataclasses.replace(e, orientations=(Orientation(offre),)) for e, offre in zip(lot, offres, strict=True)
    )


def test_le_plus_ancien_d_abord_quand_rien_n_a_ete_donne(app: Application) -> None:
    trouves = a_verifier(app)
    dates = [fin_de_date(a.verifie_le) for a in trouves]
    assert len(trouves) > 10
    assert dates == sorted(dates)
    assert max(dates) < LIMITE
    absents = {o.id: o for o in app.catalogue.operateurs if o.id not in {a.operateur.id for a in trouves}}
    assert {"emplois-francs", "paqte"} <= set(absents)
    for operateur in absents.values():
        encore = [o for o in operateur.offres_completes() if o.statut != "termine"]
        assert all(fin_de_date(o.verifie_le) >= LIMITE for o in encore)


def test_le_plus_donne_passe_devant(app: Application) -> None:
    ids = [a.operateur.id for a in a_verifier(app)]
    rare, souvent = ids[-1], ids[-2]
    noms = {o.id: o.offres[0].id for o in app.catalogue.operateurs}
    orienter(app, f"{rare}/{noms[rare]}", *[f"{souvent}/{noms[souvent]}"] * 4, f"{souvent}/autre", "emplois-francs/x")
    trouves = a_verifier(app)
    assert [(a.operateur.id, a.fois) for a in trouves[:3]] == [
        (souvent, "5 fois"),
        (rare, "moins de 5"),
        (ids[0], "jamais"),
    ]
    assert "donné 5 fois ici" in trouves[0].en_mots
    assert "donné moins de 5 fois ici" in trouves[1].en_mots
    assert [a.operateur.id for a in trouves[2:]] == ids[:-2]


def test_le_seuil_regle_cache_davantage(app: Application) -> None:
    app.depot.ecrire_reglages({"seuil_affichage": "12"})
    ici = a_verifier(app)[0].operateur.id
    orienter(app, *[f"{ici}/x"] * 11)
    assert a_verifier(app)[0].fois == "moins de 12"


def test_une_verification_notee_le_retire(app: Application) -> None:
    trouve = next(a for a in a_verifier(app) if all(o.verifie_le is None for o in a.operateur.offres))
    assert trouve.en_mots.startswith("jamais donné ici, vérifié ")
    atelier.noter_verification(app, trouve.operateur.id, le="2026-11-20", source="https://exemple.fr")
    relue = Application(app.dossier, app.dossier_catalogue, horloge=lambda: JOUR)
    assert trouve.operateur.id not in {a.operateur.id for a in a_verifier(relue)}
    relue.fermer()
