"""Everything is deleted, in an order in which a pulled plug cannot bring anything back."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import effacement, reprise, sauvegarde
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import exporter
from prescripteur_tui.stockage import ouverture, remplacement
from tests.pannes.etapes import tuer_a_chaque_etape
from tests.stockage.conftest import des_entretiens

BASE = "prescripteur.db"


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Application:
    """A base, a copy, one put aside, exports; closed."""
    instant = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    app = Application(tmp_path / "donnees", dossier_catalogue, horloge=lambda: instant)
    app.depot.ajouter(des_entretiens(5))
    sauvegarde.sauvegarder(app)
    exporter(app, tout=True)
    reprise.restaurer(app, reprise.meilleure_copie(app))
    app.fermer()
    return app


def presents(dossier: Path) -> set[str]:
    return {str(p.relative_to(dossier)) for p in dossier.rglob("*") if p.is_file() and p.stat().st_size}


def test_kill_a_chaque_etape(app: Application, tmp_path: Path) -> None:
    """The base goes last: a start in between would bring its copies back. Done again, everything is gone."""
    modele = tmp_path / "modele"
    shutil.copytree(app.dossier, modele)
    sans_base = 0
    for _ in tuer_a_chaque_etape(app.dossier, lambda: effacement.effacer(app)):
        restent = presents(app.dossier)
        if BASE not in restent:
            sans_base += 1
            assert restent == set()
        assert effacement.effacer(app) == []
        assert presents(app.dossier) == set()
        shutil.rmtree(app.dossier)
        shutil.copytree(modele, app.dossier)
    assert sans_base > 0


def test_une_commande_qui_ecrit_empeche_d_effacer(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remplacement, "connecter", lambda base: ouverture.connecter(base, 0.05))
    avant = presents(app.dossier)
    occupant = sqlite3.connect(app.dossier / BASE, isolation_level=None)
    occupant.execute("BEGIN IMMEDIATE")
    with pytest.raises(ErreurPrescripteur) as refus:
        effacement.effacer(app)
    occupant.close()
    assert refus.value.code == "base-occupee"
    assert presents(app.dossier) == avant


def test_une_base_illisible_s_efface_aussi(app: Application) -> None:
    (app.dossier / BASE).write_bytes(b"\0" * 8192)
    assert effacement.effacer(app) == []
    effacement.oter_dossier(app)
    assert not app.dossier.exists()
