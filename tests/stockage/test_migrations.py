"""A base of every earlier schema comes through to the newest one, with everything that it held.

The old bases are kept in `tests/donnees/`, each made once by the code of its time: `base_v1.py` and its likes say how,
and what is in it. What concerns a base whatever it holds is asked of all of them: a new schema adds a file, not a test.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage import copies, ouverture, schema
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.examen import examiner, lecture
from prescripteur_tui.stockage.ouverture import FICHIER, VERSION, ouvrir
from tests.montages import PetitDisque
from tests.pannes.etapes import tuer_a_chaque_etape
from tests.stockage import base_v1, base_v2
from tests.stockage.base_v1 import LIEUX, POSTES, SEMAINES

RACINE = Path(__file__).parents[2]

GARDEES = {
    int(re.findall(r"\d+", fichier.stem)[0]): fichier
    for fichier in (Path(__file__).parents[1] / "donnees").glob("base-v*.db")
}
"""The kept bases by schema."""

ANCIENNES = sorted(set(GARDEES) - {VERSION})

Contenu = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]
"""Columns and sorted rows of every table but the ledger of migrations."""


def poser(version: int, dossier: Path) -> Contenu:
    """Make a kept base the one of a data folder; what it holds."""
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir()
    shutil.copyfile(GARDEES[version], dossier / FICHIER)
    return contenu(dossier / FICHIER)


def contenu(fichier: Path) -> Contenu:
    lus: Contenu = {}
    with lecture(fichier) as connexion:
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '!_sqlite!_%' ESCAPE '!'"
        for (table,) in connexion.execute(tables).fetchall():
            curseur = connexion.execute(f"SELECT * FROM {table}")
            colonnes = tuple(d[0] for d in curseur.description)
            lus[table] = colonnes, sorted(curseur.fetchall(), key=repr)
    return lus


def exiger_tout(avant: Contenu, apres: Contenu) -> None:
    """Every value that was there is there, in its row."""
    for table, (colonnes, lignes) in avant.items():
        toutes, nouvelles = apres[table]
        rangs = [toutes.index(colonne) for colonne in colonnes]
        assert sorted((tuple(ligne[r] for r in rangs) for ligne in nouvelles), key=repr) == lignes, table


def version_de(fichier: Path) -> int:
    with lecture(fichier) as connexion:
        return int(connexion.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def migree(dossier: Path) -> Iterator[Base]:
    """The kept base of schema 1, opened by today's code."""
    dossier.mkdir()
    shutil.copyfile(base_v1.FICHIER, dossier / FICHIER)
    base = ouvrir(dossier)
    yield base
    base.fermer()


def test_une_base_de_chaque_version_est_gardee() -> None:
    assert {version: version_de(fichier) for version, fichier in GARDEES.items()} == {
        version: version for version in range(1, VERSION + 1)
    }


def test_la_base_gardee_de_cette_version_a_ses_tables(base: Base) -> None:
    """As long as a schema is not released it may change: its base is then made again."""
    with lecture(GARDEES[VERSION]) as connexion:
        gardees = connexion.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    assert gardees == base._lignes("SELECT name, sql FROM sqlite_schema ORDER BY name")


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


def test_la_base_de_version_2(dossier: Path) -> None:
    poser(2, dossier)
    base = ouvrir(dossier)
    courrier = base.courrier
    lus = [e for semaine in SEMAINES for lieu in LIEUX for e in base.de_la_semaine(semaine, lieu)]
    assert sorted(lus, key=lambda e: e.id) == base_v2.entretiens()
    assert tuple(courrier.fichiers(toutes=True)) == base_v2.FICHIERS
    octets = [*(csv for _, _, csv in base_v2.HEBDOS), base_v2.PROFILS]
    for fichier, csv in zip(base_v2.FICHIERS, octets, strict=True):
        assert courrier.lire_fichier(fichier.nom) == (csv, base_v2.manifeste(fichier.nom))
    for cible, envois in base_v2.ENVOIS.items():
        assert dict(courrier.etats(cible)) == {envoi.nom: envoi for envoi in envois}
    assert {lieu: courrier.derniere_periode(lieu) for lieu in LIEUX} == dict.fromkeys(LIEUX, base_v2.PERIODE)
    partis = {e.id for e in base_v2.comptes()}
    attendent = {e.id for lieu in LIEUX for e in courrier.a_compter(lieu, SEMAINES[-1])}
    assert attendent == {e.id for e in base_v2.entretiens()} - partis
    base.fermer()


# --- Whatever it holds ---


@pytest.mark.parametrize("depart", ANCIENNES)
def test_un_pas_a_la_fois(depart: int, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    avant = poser(depart, dossier)
    toutes = schema._VERSIONS
    for pas in range(depart + 1, VERSION + 1):
        monkeypatch.setattr(schema, "_VERSIONS", toutes[:pas])
        monkeypatch.setattr(ouverture, "VERSION", pas)
        ouvrir(dossier).fermer()
        assert version_de(dossier / FICHIER) == pas
        exiger_tout(avant, contenu(dossier / FICHIER))
        avant = contenu(dossier / FICHIER)
        copie = dossier / "copies" / f"prescripteur-avant-v{pas}.db"
        assert version_de(copie) == pas - 1


@pytest.mark.parametrize("depart", sorted(GARDEES))
def test_d_un_coup_comme_pas_a_pas(depart: int, base: Base, tmp_path: Path) -> None:
    """The same tables as a new base, whichever way they came about."""
    avant = poser(depart, tmp_path / "ancienne")
    ouvrir(tmp_path / "ancienne").fermer()
    exiger_tout(avant, contenu(tmp_path / "ancienne" / FICHIER))
    colonnes = {table: c for table, (c, _) in contenu(tmp_path / "ancienne" / FICHIER).items()}
    assert colonnes == {table: c for table, (c, _) in contenu(base._acces.fichier).items()}
    with lecture(tmp_path / "ancienne" / FICHIER) as connexion:
        index = connexion.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").fetchall()
    assert index == base._lignes("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("depart", ANCIENNES)
def test_kill_a_chaque_etape(depart: int, dossier: Path) -> None:
    """Killed before every statement and inside of them: the old base or the new one, and the next start works."""
    avant = poser(depart, dossier)
    vues = []
    for _ in tuer_a_chaque_etape(dossier, lambda: ouvrir(dossier).semaines(), instructions=400):
        # As SQLite finds it, the cut transaction undone.
        connexion = sqlite3.connect(dossier / FICHIER)
        vues.append(connexion.execute("PRAGMA user_version").fetchone()[0])
        assert connexion.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        connexion.close()
        exiger_tout(avant, contenu(dossier / FICHIER))
        if vues[-1] == depart:
            assert contenu(dossier / FICHIER) == avant
        ouvrir(dossier).fermer()
        assert version_de(dossier / FICHIER) == VERSION
        exiger_tout(avant, contenu(dossier / FICHIER))
        poser(depart, dossier)
    instructions_sql = sum(len(v) for v in schema._VERSIONS[depart:])
    assert len(vues) > 2 * instructions_sql
    assert set(vues) == {depart, VERSION}


OUVRIR_AU_SIGNAL = """
    import sys
    from pathlib import Path
    from prescripteur_tui.stockage.ouverture import ouvrir
    import prescripteur_tui.stockage.copies, prescripteur_tui.stockage.schema
    print("prêt", flush=True)
    sys.stdin.readline()
    base = ouvrir(Path(sys.argv[1]))
    print(base._valeur("PRAGMA user_version"), sum(nombre for *_, nombre in base.semaines()), base.controler())
"""


@pytest.mark.parametrize("depart", ANCIENNES)
def test_plusieurs_processus_migrent_en_meme_temps(depart: int, dossier: Path) -> None:
    avant = poser(depart, dossier)
    programme = [sys.executable, "-X", "utf8", "-c", textwrap.dedent(OUVRIR_AU_SIGNAL), str(dossier)]
    processus = [
        subprocess.Popen(programme, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=RACINE)
        for _ in range(4)
    ]
    for un in processus:
        assert un.stdout is not None
        assert un.stdout.readline() == "prêt\n"
    for un in processus:
        assert un.stdin is not None
        un.stdin.write("\n")
        un.stdin.flush()
    nombre = len(avant["entretiens"][1])
    assert [un.communicate()[0] for un in processus] == [f"{VERSION} {nombre} ok\n"] * 4
    exiger_tout(avant, contenu(dossier / FICHIER))
    (copie,) = (dossier / "copies").iterdir()
    assert examiner(copie).version == depart


@pytest.mark.parametrize("avec_copie", [True, False])
@pytest.mark.parametrize("depart", ANCIENNES)
def test_un_disque_plein_a_n_importe_quel_moment(
    depart: int, avec_copie: bool, disque: Callable[[str], PetitDisque], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused with everything as it was, then done once there is room.

    The copy made first needs more room than the migration: without it, it is the migration that runs out.
    """
    if not avec_copie:
        monkeypatch.setattr(copies, "copier_avant_migration", lambda *_: None)
    petit = disque("1M")
    dossier = petit.point / "donnees"
    moments = set()
    for libre in range(0, 480 * 1024, 8 * 1024):
        avant = poser(depart, dossier)
        bourrage = petit.remplir()
        with bourrage.open("rb+") as ouvert:
            ouvert.truncate(bourrage.stat().st_size - libre)
        try:
            ouvrir(dossier).fermer()
            moments.add(VERSION)
        except ErreurPrescripteur as refus:
            assert refus.code == "disque-plein"
            moments.add(depart)
            assert contenu(dossier / FICHIER) == avant
            assert not list(dossier.rglob("*.tmp"))
        bourrage.unlink()
        ouvrir(dossier).fermer()
        assert version_de(dossier / FICHIER) == VERSION
        exiger_tout(avant, contenu(dossier / FICHIER))
    assert moments == {depart, VERSION}


@pytest.mark.parametrize("depart", ANCIENNES)
def test_une_base_abimee_n_est_pas_migree(depart: int, dossier: Path) -> None:
    poser(depart, dossier)
    octets = bytearray((dossier / FICHIER).read_bytes())
    for page in range(4, len(octets) // 4096, 3):
        octets[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    (dossier / FICHIER).write_bytes(octets)
    with pytest.raises(ErreurPrescripteur) as refus:
        ouvrir(dossier)
    assert refus.value.code == "base-abimee"
    assert (dossier / FICHIER).read_bytes() == octets
