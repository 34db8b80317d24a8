"""A base of every earlier schema comes through to the newest one, with everything that it held.

The old bases are kept in `tests/donnees/`, each made once by the code of its time: `base_v1.py` says how, and what is
in it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import FICHIER, VERSION, ouvrir
from tests.stockage import base_v1
from tests.stockage.base_v1 import LIEUX, POSTES, SEMAINES


@pytest.fixture
def migree(dossier: Path) -> Iterator[Base]:
    """The kept base of schema 1, opened by today's code."""
    dossier.mkdir()
    shutil.copyfile(base_v1.FICHIER, dossier / FICHIER)
    base = ouvrir(dossier)
    yield base
    base.fermer()


def test_la_base_gardee_est_de_version_1(tmp_path: Path) -> None:
    copie = tmp_path / "copie.db"
    shutil.copyfile(base_v1.FICHIER, copie)
    connexion = sqlite3.connect(copie)
    assert connexion.execute("PRAGMA user_version").fetchone() == (1,)
    connexion.close()


def test_une_base_de_version_1_garde_tout(migree: Base) -> None:
    assert migree._lignes("PRAGMA user_version") == [(VERSION,)]
    assert migree.controler() == "ok"
    lus = [e for semaine in SEMAINES for lieu in LIEUX for e in migree.de_la_semaine(semaine, lieu)]
    assert sorted(lus, key=lambda e: e.id) == base_v1.entretiens()
    assert migree.lire_brouillon() == base_v1.BROUILLON
    assert migree.catalogue_garde(base_v1.CATALOGUE[0]) == base_v1.CATALOGUE[1]
    assert migree.lieux() == base_v1.LOCAUX
    assert migree.coordonnees() == base_v1.CONTACTS
    assert migree.reglages() == base_v1.REGLAGES
    assert {annee: migree.poste(annee) for annee in POSTES} == POSTES
    revisions = migree._lignes("SELECT temps, lieu, poste, revision, empreinte FROM revisions ORDER BY temps, lieu")
    assert sorted(revisions) == sorted(
        (*cle, POSTES[2026], len(empreintes), empreintes[-1]) for cle, empreintes in base_v1.REVISIONS.items()
    )


def test_ce_que_la_version_2_ajoute(migree: Base) -> None:
    """No profile has gone out yet, and no file of counts was kept."""
    assert {lieu: sum(migree.courrier.en_attente(lieu).values()) for lieu in LIEUX} == {
        lieu: sum(e.lieu == lieu for e in base_v1.entretiens()) for lieu in LIEUX
    }
    assert migree.courrier.fichiers(toutes=True) == []
    assert migree.courrier.derniere_periode(LIEUX[0]) is None
