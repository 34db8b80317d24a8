"""Another base in the place of the one that is there: one of the two stands at every moment, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage import ouverture, remplacement
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.examen import examiner
from prescripteur_tui.stockage.ouverture import FICHIER, VERSION, ouvrir, remplir_neuve
from prescripteur_tui.stockage.remplacement import (
    Genre,
    mises_de_cote,
    oter_second_nom,
    remplacer,
    remplir_depuis,
)
from tests.montages import PetitDisque
from tests.pannes.etapes import tuer_a_chaque_etape
from tests.stockage import base_v1
from tests.stockage.conftest import couper_une_ecriture, des_entretiens, un_brouillon

MARQUE = "marque-que-personne-d-autre-n-ecrit"
RACINE = Path(__file__).parents[2]
JOURNAL_PLEIN = b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\0" * 504


def le_refus(geste: Callable[[], object]) -> str:
    with pytest.raises(ErreurPrescripteur) as refus:
        geste()
    return refus.value.code


def remplir(dossier: Path, nombre: int) -> Path:
    """A base of so many interviews in a folder; the path of its file."""
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(nombre))
    base.fermer()
    return dossier / FICHIER


@pytest.fixture
def en_place(dossier: Path) -> Path:
    """A base of ten interviews, with a draft."""
    remplir(dossier, 10)
    base = ouvrir(dossier)
    base.ecrire_brouillon(un_brouillon(MARQUE))
    base.fermer()
    return dossier / FICHIER


@pytest.fixture
def autre(tmp_path: Path) -> Path:
    """A base of twenty interviews, elsewhere."""
    return remplir(tmp_path / "autre", 20)


def noms(dossier: Path) -> set[str]:
    """What lies in a folder, and in its copies, which must be empty."""
    assert not list(dossier.glob("copies/*"))
    return {p.name for p in dossier.iterdir() if not p.name.endswith("-journal") and p.name != "copies"}


def page_abimee(contenu: bytes) -> bytes:
    """The overwritten page of a table: SQLite still opens and locks such a file."""
    return contenu[:8192] + b"\xff" * 300 + contenu[8492:]


DEGATS: dict[str, Callable[[bytes], bytes]] = {
    "vide": lambda contenu: b"",
    "zeros": lambda contenu: b"\0" * len(contenu),
    "lettre": lambda contenu: b"Bonjour. " * 1000,
    "moitie": lambda contenu: contenu[: len(contenu) // 2],
    "premiere-page": lambda contenu: b"\0" * 4096 + contenu[4096:],
}


@pytest.mark.parametrize("degat", DEGATS)
def test_une_base_abimee_est_mise_de_cote_telle_quelle(en_place: Path, autre: Path, degat: str) -> None:
    abimee = DEGATS[degat](en_place.read_bytes())
    en_place.write_bytes(abimee)
    cote = remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "abimee")
    assert cote == en_place.parent / "prescripteur-abimee-1.db"
    assert cote.read_bytes() == abimee
    assert examiner(en_place).entretiens == 20
    assert noms(en_place.parent) == {FICHIER, cote.name}
    assert en_place.stat().st_mode & 0o777 == 0o600


def test_une_page_abimee_laisse_partir_le_brouillon(en_place: Path, autre: Path) -> None:
    """What SQLite can still write is wiped: a draft is not put aside."""
    assert MARQUE.encode() in en_place.read_bytes()
    en_place.write_bytes(page_abimee(en_place.read_bytes()))
    cote = remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "abimee")
    assert cote is not None
    assert examiner(cote).etat == "abimee"
    assert MARQUE.encode() not in cote.read_bytes()


def test_une_base_saine_est_remplacee_et_gardee(en_place: Path, autre: Path) -> None:
    cote = remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "remplacee")
    assert cote == en_place.parent / "prescripteur-remplacee-1.db"
    assert examiner(cote).entretiens == 10
    assert MARQUE.encode() not in cote.read_bytes()
    assert examiner(en_place).entretiens == 20
    # Back again: the names go on, nothing is overwritten.
    assert remplacer(en_place.parent, remplir_depuis(en_place.parent, cote), "remplacee") == cote.with_name(
        "prescripteur-remplacee-2.db"
    )
    assert examiner(en_place).entretiens == 10
    assert [p.name for p in mises_de_cote(en_place.parent)] == [cote.name, "prescripteur-remplacee-2.db"]


def test_une_base_qui_n_est_plus_la(dossier: Path, autre: Path) -> None:
    """The journal of the lost one goes aside with its name: it must not be played back into the new one."""
    dossier.mkdir()
    (dossier / f"{FICHIER}-journal").write_bytes(JOURNAL_PLEIN)
    assert remplacer(dossier, remplir_depuis(dossier, autre), "abimee") is None
    assert (dossier / "prescripteur-abimee-1.db-journal").read_bytes() == JOURNAL_PLEIN
    assert not (dossier / f"{FICHIER}-journal").exists()
    assert examiner(dossier / FICHIER).entretiens == 20


@pytest.mark.parametrize("suite", ["-journal", "-wal"])
def test_rien_n_est_rejoue_dans_la_nouvelle_base(en_place: Path, autre: Path, suite: str) -> None:
    """SQLite plays the journal back into the old base, or it goes aside with it."""
    en_place.write_bytes(b"\0" * 8192)
    (en_place.parent / (FICHIER + suite)).write_bytes(JOURNAL_PLEIN)
    cote = remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "abimee")
    assert cote is not None
    laisse = en_place.parent / (FICHIER + suite)
    assert not laisse.exists() or laisse.stat().st_size == 0
    assert examiner(en_place).entretiens == 20


def test_une_copie_plus_ancienne_est_migree(en_place: Path) -> None:
    remplacer(en_place.parent, remplir_depuis(en_place.parent, base_v1.FICHIER), "remplacee")
    constat = examiner(en_place)
    assert (constat.version, constat.entretiens) == (VERSION, 60)
    base = ouvrir(en_place.parent)
    assert base.lire_brouillon() is None, "the draft of the file is of another day"
    assert base.reglages() == base_v1.REGLAGES
    base.fermer()
    assert not list((en_place.parent / "copies").iterdir()), "what was migrated is a copy already"


def test_une_base_neuve(en_place: Path) -> None:
    en_place.write_bytes(b"")
    remplacer(en_place.parent, remplir_neuve, "abimee")
    base = ouvrir(en_place.parent)
    assert base.semaines() == []
    base.fermer()


def test_ce_qui_n_est_pas_a_nous_n_est_pas_touche(dossier: Path, autre: Path) -> None:
    """The tables of another program may have the names of ours."""
    dossier.mkdir()
    etrangere = sqlite3.connect(dossier / FICHIER)
    etrangere.execute("CREATE TABLE catalogues (nom TEXT)")
    etrangere.execute("INSERT INTO catalogues VALUES ('le mien')")
    etrangere.commit()
    etrangere.close()
    cote = remplacer(dossier, remplir_depuis(dossier, autre), "remplacee")
    assert cote is not None
    relue = sqlite3.connect(cote)
    assert relue.execute("SELECT * FROM catalogues").fetchall() == [("le mien",)]
    relue.close()


def test_sans_liens_durs(en_place: Path, autre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT has none."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    cote = remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "remplacee")
    assert cote is not None
    assert (examiner(cote).entretiens, examiner(en_place).entretiens) == (10, 20)
    assert noms(en_place.parent) == {FICHIER, cote.name}


# --- Beside others ---


def test_une_base_occupee_n_est_pas_remplacee(en_place: Path, autre: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remplacement, "connecter", lambda base: ouverture.connecter(base, 0.05))
    occupant = sqlite3.connect(en_place, isolation_level=None)
    occupant.execute("BEGIN IMMEDIATE")
    assert (
        le_refus(lambda: remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "remplacee"))
        == "base-occupee"
    )
    occupant.close()
    assert noms(en_place.parent) == {FICHIER}
    assert examiner(en_place).entretiens == 10


ECRIRE_PLUS_TARD = """
    import sys
    from pathlib import Path
    from prescripteur_tui.erreurs import ErreurPrescripteur
    from prescripteur_tui.stockage.ouverture import ouvrir
    from tests.stockage.conftest import des_entretiens
    base = ouvrir(Path(sys.argv[1]))
    base.ajouter(des_entretiens(1, 77))
    print("prêt", flush=True)
    sys.stdin.readline()
    try:
        base.ajouter(des_entretiens(1, 78))
        print("écrit")
    except ErreurPrescripteur as refus:
        print(refus.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses the replacement instead")
def test_une_commande_ouverte_sur_l_ancienne_base_n_y_ecrit_plus(en_place: Path, autre: Path) -> None:
    """Its interview would be lost in the base put aside: it is refused, and told."""
    processus = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ECRIRE_PLUS_TARD), str(en_place.parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=RACINE,
    )
    assert processus.stdout is not None
    assert processus.stdout.readline() == "prêt\n"
    remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "remplacee")
    reponse, _ = processus.communicate("\n")
    assert reponse in {"base-lecture-seule\n", "base-erreur\n"}
    assert examiner(en_place).entretiens == 20


def test_un_disque_plein_laisse_l_ancienne(tmp_path: Path, disque: Callable[[str], PetitDisque]) -> None:
    autre = remplir(tmp_path / "autre", 2_000)
    petit = disque("700k")
    en_place = remplir(petit.point / "donnees", 10)
    avant = en_place.read_bytes()
    assert (
        le_refus(lambda: remplacer(en_place.parent, remplir_depuis(en_place.parent, autre), "remplacee"))
        == "disque-plein"
    )
    assert en_place.read_bytes() == avant
    assert noms(en_place.parent) == {FICHIER}


def test_un_dossier_en_lecture_seule(autre: Path, disque: Callable[[str], PetitDisque]) -> None:
    petit = disque("1M")
    remplir(petit.point / "donnees", 10)
    petit.remonter("ro")
    assert (
        le_refus(
            lambda: remplacer(petit.point / "donnees", remplir_depuis(petit.point / "donnees", autre), "remplacee")
        )
        == "base-lecture-seule"
    )


# --- Pulled plugs ---


@pytest.mark.parametrize(
    ("degat", "genre"), [(None, "remplacee"), ("zeros", "abimee"), ("moitie", "abimee"), ("absente", "abimee")]
)
def test_kill_a_chaque_etape_d_un_remplacement(
    dossier: Path, autre: Path, tmp_path: Path, degat: str | None, genre: Genre
) -> None:
    """The old base or the new one, never neither; done again, it comes to the same end."""
    remplir(dossier, 10)
    if degat == "absente":
        (dossier / FICHIER).unlink()
        (dossier / f"{FICHIER}-journal").write_bytes(JOURNAL_PLEIN)
    elif degat is not None:
        (dossier / FICHIER).write_bytes(DEGATS[degat]((dossier / FICHIER).read_bytes()))
    modele = tmp_path / "modele"
    shutil.copytree(dossier, modele)
    ancienne = (dossier / FICHIER).read_bytes() if degat != "absente" else None
    fins = set()
    for _ in tuer_a_chaque_etape(dossier, lambda: remplacer(dossier, remplir_depuis(dossier, autre), genre)):
        la = (dossier / FICHIER).read_bytes() if (dossier / FICHIER).exists() else None
        if la == ancienne:
            fins.add("ancienne")
            oter_second_nom(dossier)
            assert mises_de_cote(dossier) == []
            remplacer(dossier, remplir_depuis(dossier, autre), genre)
        else:
            fins.add("nouvelle")
        assert examiner(dossier / FICHIER).entretiens == 20
        de_cote = mises_de_cote(dossier)
        assert [p.read_bytes() for p in de_cote] == ([] if ancienne is None else [ancienne])
        shutil.rmtree(dossier)
        shutil.copytree(modele, dossier)
    assert fins == {"ancienne", "nouvelle"}


def test_le_second_nom_d_une_base_en_service_est_repris(base: Base, dossier: Path) -> None:
    os.link(dossier / FICHIER, dossier / "prescripteur-abimee-1.db")
    (dossier / "prescripteur-abimee-2.db").write_bytes(b"une autre")
    oter_second_nom(dossier)
    assert [p.name for p in mises_de_cote(dossier)] == ["prescripteur-abimee-2.db"]
    assert base.semaines() == []


def test_une_transaction_coupee_est_defaite_avant_de_partir_de_cote(dossier: Path, autre: Path) -> None:
    """The journal of a base that can be read is played back first, so that what is put aside is whole."""
    remplir(dossier, 50)

    couper_une_ecriture(dossier)
    assert (dossier / f"{FICHIER}-journal").stat().st_size > 0
    cote = remplacer(dossier, remplir_depuis(dossier, autre), "remplacee")
    assert cote is not None
    assert (examiner(cote).entretiens, examiner(dossier / FICHIER).entretiens) == (50, 20)
