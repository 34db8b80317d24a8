"""What is missing is created, what is old is migrated, what is not ours is refused and left alone."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage import ouverture
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import APPLICATION, FICHIER, VERSION, ouvrir
from prescripteur_tui.stockage.schema import NOMBRE_DE_VERSIONS
from tests.stockage.conftest import des_entretiens, un_brouillon


def le_refus(dossier: Path, **options: float) -> str:
    with pytest.raises(ErreurPrescripteur) as refus:
        ouvrir(dossier, **options)
    return refus.value.code


def octets(dossier: Path) -> bytes:
    return (dossier / FICHIER).read_bytes()


@pytest.fixture
def pleine(dossier: Path) -> Path:
    """The folder of a base that holds interviews."""
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(300))
    base.fermer()
    return dossier


def test_un_dossier_neuf(dossier: Path) -> None:
    base = ouvrir(dossier / "un" / "deux")
    assert base.controler() == "ok"
    assert base.semaines() == []
    base.fermer()
    presents = {p.name for p in (dossier / "un" / "deux").iterdir()}
    assert FICHIER in presents
    assert not [nom for nom in presents if nom.endswith(".tmp")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no POSIX modes")
def test_les_modes(dossier: Path) -> None:
    ancien = os.umask(0)
    try:
        base = ouvrir(dossier)
        base.ecrire_brouillon(un_brouillon())
        base.copier(str(dossier / "copie.db"))
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in dossier.iterdir()}
        base.fermer()
    finally:
        os.umask(ancien)
    assert stat.S_IMODE(dossier.stat().st_mode) == 0o700
    assert modes == {FICHIER: 0o600, f"{FICHIER}-journal": 0o600, "copie.db": 0o600}


def test_les_pragmas(base: Base) -> None:
    attendus = {
        "journal_mode": "truncate",
        "synchronous": 3,
        "secure_delete": 1,
        "temp_store": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "locking_mode": "normal",
        "busy_timeout": 5000,
        "application_id": APPLICATION,
        "user_version": VERSION,
    }
    assert {nom: base._lignes(f"PRAGMA {nom}")[0][0] for nom in attendus} == attendus


def test_la_version_annoncee_est_celle_des_migrations() -> None:
    assert VERSION == NOMBRE_DE_VERSIONS


def test_toutes_les_tables_sont_strictes_et_sans_rowid(base: Base) -> None:
    tables = {
        nom: (sans_rowid, stricte)
        for _, nom, genre, _, sans_rowid, stricte in base._lignes("PRAGMA main.table_list")
        if genre == "table" and not nom.startswith("sqlite_")
    }
    assert tables.pop("_sqlite_migrations") == (0, 0)
    assert set(tables) == {
        "entretiens", "orientations", "brouillon", "catalogues", "lieux", "coordonnees", "reglages",
        "postes", "revisions", "periodes", "fichiers", "envois",
    }  # fmt: skip
    assert set(tables.values()) == {(1, 1)}


def test_ouvrir_et_lire_ne_charge_ni_sqlite_utils_ni_pydantic(dossier: Path) -> None:
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(3))
    base.ecrire_reglages({"lieu": "dutemple"})
    base.ecrire_brouillon(un_brouillon())
    base.poste(2026)
    base.garder_catalogue("sha256:0", "{}")
    base.fermer()
    code = f"""
import sys
from pathlib import Path
from prescripteur_tui.stockage.ouverture import ouvrir
base = ouvrir(Path({str(dossier)!r}))
assert base.comptes("dutemple", "2026-W01")[0].entretiens == 3
assert base.reglages() == {{"lieu": "dutemple"}}
assert base.lire_brouillon() and base.lieux() == [] and base.coordonnees() == {{}} and base.semaines()
assert len(list(base.de_la_semaine("2026-W47", "dutemple"))) == 3
base.poste(2026), base.garder_catalogue("sha256:0", "{{}}"), base.controler()
print("lu", {{"sqlite_utils", "pydantic"}} & set(sys.modules) or "rien")
base.effacer_brouillon()
print("écrit", "sqlite_utils" in sys.modules)
"""
    sortie = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert sortie.splitlines() == ["lu rien", "écrit True"]


def test_rouvrir_n_ecrit_rien(pleine: Path) -> None:
    avant = octets(pleine)
    for _ in range(3):
        base = ouvrir(pleine)
        base.comptes("dutemple", "2026-W01")
        base.fermer()
    assert octets(pleine) == avant


@pytest.mark.parametrize(
    "abimer",
    [
        lambda contenu: b"",
        lambda contenu: b"\0" * len(contenu),
        lambda contenu: b"\0" * 100,
        lambda contenu: os.urandom(len(contenu)),
        lambda contenu: b"id;semaine;lieu\r\n" * 1000,
        lambda contenu: contenu[:50],
        lambda contenu: contenu[:4096],
        lambda contenu: contenu[: len(contenu) // 2],
        lambda contenu: b"\0" * 4096 + contenu[4096:],
    ],
    ids=["vide", "zeros", "cent-zeros", "hasard", "csv", "50-octets", "une-page", "moitie", "premiere-page-a-zero"],
)
def test_un_fichier_abime_est_refuse_et_laisse_tel_quel(pleine: Path, abimer: Callable[[bytes], bytes]) -> None:
    abime = abimer(octets(pleine))
    (pleine / FICHIER).write_bytes(abime)
    assert le_refus(pleine) == "base-abimee"
    assert octets(pleine) == abime


def test_une_page_abimee_se_voit_au_controle(pleine: Path) -> None:
    contenu = bytearray(octets(pleine))
    pages = len(contenu) // 4096
    for page in range(2, pages, 3):
        contenu[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    (pleine / FICHIER).write_bytes(contenu)
    base = ouvrir(pleine)
    assert base.controler() != "ok"
    with pytest.raises(ErreurPrescripteur) as refus:
        list(base.de_la_semaine("2026-W47", "dutemple"))
    assert refus.value.code == "base-abimee"
    base.fermer()


@pytest.mark.parametrize("version", [0, VERSION, VERSION + 1])
def test_la_base_d_une_autre_application(dossier: Path, version: int) -> None:
    dossier.mkdir()
    autre = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    autre.execute("CREATE TABLE recettes (nom TEXT)")
    autre.execute(f"PRAGMA user_version = {version}")
    autre.close()
    avant = octets(dossier)
    assert le_refus(dossier) == "base-non-reconnue"
    assert octets(dossier) == avant


def test_une_base_plus_recente(pleine: Path) -> None:
    connexion = sqlite3.connect(pleine / FICHIER)
    connexion.execute(f"PRAGMA user_version = {VERSION + 1}")
    connexion.close()
    avant = octets(pleine)
    assert le_refus(pleine) == "base-plus-recente"
    assert octets(pleine) == avant


def test_une_base_plus_ancienne_est_migree(pleine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prescripteur_tui.stockage import schema

    suivante = ("CREATE TABLE nouvelle (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",)
    monkeypatch.setattr(schema, "_VERSIONS", (*schema._VERSIONS, suivante))
    monkeypatch.setattr(ouverture, "VERSION", VERSION + 1)
    base = ouvrir(pleine)
    faites = [(f"v{numero}", None) for numero in range(1, VERSION + 2)]
    assert base._lignes("SELECT name, applied_at FROM _sqlite_migrations ORDER BY name") == faites
    assert base._lignes("PRAGMA user_version") == [(VERSION + 1,)]
    assert base.semaines() == [("2026-W47", "dutemple", 300)]
    base.fermer()


def test_une_migration_qui_echoue_ne_change_rien(pleine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prescripteur_tui.stockage import schema

    suivante = ("CREATE TABLE nouvelle (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID", "CREATE TABLE lieux (id TEXT)")
    avant = octets(pleine)
    with monkeypatch.context() as contexte:
        contexte.setattr(schema, "_VERSIONS", (*schema._VERSIONS, suivante))
        contexte.setattr(ouverture, "VERSION", VERSION + 1)
        assert le_refus(pleine) == "base-erreur"
    assert octets(pleine) == avant
    ouvrir(pleine).fermer()


def test_un_sqlite_trop_ancien(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert le_refus(dossier) == "sqlite-ancien"
    assert not dossier.exists()


def test_creer_a_plusieurs(dossier: Path) -> None:
    """Ten first starts at once: one base, and no rest of the nine others."""
    with ThreadPoolExecutor(10) as fils:
        bases = list(fils.map(lambda _: ouvrir(dossier), range(10)))
    bases[0].ajouter(des_entretiens(2))
    assert {len(list(base.de_la_semaine("2026-W47", "dutemple"))) for base in bases} == {2}
    for base in bases:
        base.fermer()
    assert {p.name for p in dossier.iterdir()} <= {FICHIER, f"{FICHIER}-journal"}


def test_une_creation_coupee_ne_laisse_pas_de_base(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def coupe(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as contexte:
        contexte.setattr(os, "link", coupe)
        with pytest.raises(KeyboardInterrupt):
            ouvrir(dossier)
    assert list(dossier.iterdir()) == []
    ouvrir(dossier).fermer()


def test_un_dossier_a_la_place_de_la_base(tmp_path: Path) -> None:
    """It is the base that is wrong, not the rights on the folder."""
    (tmp_path / FICHIER).mkdir()
    with pytest.raises(ErreurPrescripteur) as refus:
        ouvrir(tmp_path)
    assert refus.value.code == "base-non-reconnue"
    assert (tmp_path / FICHIER).is_dir()


@pytest.mark.parametrize("nom", ["avec espace", "cent%25", "dièse#1", "quoi?mode=ro"])
def test_tous_les_noms_de_dossier(tmp_path: Path, nom: str) -> None:
    base = ouvrir(tmp_path / nom)
    base.ajouter(des_entretiens(2))
    base.fermer()
    assert (tmp_path / nom / FICHIER).is_file()


def test_une_base_qui_a_disparu_n_est_pas_remplacee_par_une_vide(dossier: Path) -> None:
    """Its copies are left: a new base would push them out within a week."""
    (dossier / "copies").mkdir(parents=True)
    (dossier / "copies" / "prescripteur-3.db").write_bytes(b"x")
    assert le_refus(dossier) == "base-absente"
    assert not (dossier / FICHIER).exists()


def test_un_journal_orphelin_n_est_pas_rejoue_dans_une_base_neuve(dossier: Path) -> None:
    dossier.mkdir()
    (dossier / f"{FICHIER}-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" * 100)
    assert le_refus(dossier) == "base-absente"
    (dossier / f"{FICHIER}-journal").write_bytes(b"")
    ouvrir(dossier).fermer()
