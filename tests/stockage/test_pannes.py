"""Pulled plugs, full and read-only disks, locks: nothing lost, nothing half done, and a sentence that says so."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import FICHIER, ouvrir
from tests.montages import PetitDisque
from tests.stockage.conftest import des_entretiens, un_brouillon

RACINE = Path(__file__).parents[2]
Monter = Callable[[str], PetitDisque]


def lancer(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A real process that works on the base."""
    programme = [sys.executable, "-u", "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(programme, stdout=subprocess.PIPE, text=True, cwd=RACINE)


def le_refus(geste: Callable[[], object]) -> str:
    with pytest.raises(ErreurPrescripteur) as refus:
        geste()
    return refus.value.code


# --- Pulled plug ---

ECRIRE_SANS_FIN = """
    import sys
    from pathlib import Path
    from prescripteur_tui.stockage.ouverture import ouvrir
    from tests.stockage.conftest import des_entretiens, un_brouillon
    base = ouvrir(Path(sys.argv[1]))
    for entretien in des_entretiens(1_000, int(sys.argv[2])):
        base.ecrire_brouillon(un_brouillon(entretien.id))
        print("brouillon", entretien.id)
        base.ajouter([entretien], sans_brouillon=True)
        print("entretien", entretien.id)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_ce_qui_est_enregistre_survit_a_un_arret_brutal(dossier: Path) -> None:
    """Kills in the middle of commits: all that was acknowledged is there, whole, and at most one write more."""
    ouvrir(dossier).fermer()
    hasard = random.Random(0)
    for manche in range(10):
        lot = {entretien.id: entretien for entretien in des_entretiens(1_000, manche)}
        processus = lancer(ECRIRE_SANS_FIN, dossier, manche)
        assert processus.stdout is not None
        lus = [processus.stdout.readline()]
        time.sleep(hasard.uniform(0.005, 0.05))
        processus.send_signal(signal.SIGKILL)
        lus += processus.stdout.readlines()
        processus.wait()
        processus.stdout.close()
        # A last line cut short was not acknowledged.
        accuses = [ligne.split() for ligne in lus if ligne.endswith("\n")]
        enregistres = [identifiant for genre, identifiant in accuses if genre == "entretien"]

        base = ouvrir(dossier)
        assert base.controler() == "ok"
        presents = {e.id: e for e in base.de_la_semaine("2026-W47", "dutemple") if e.id in lot}
        assert set(enregistres) <= set(presents)
        assert len(presents) - len(enregistres) <= 1
        assert all(lot[identifiant] == entretien for identifiant, entretien in presents.items())
        # The draft is there or the interview is, never both, never neither.
        brouillon = base.lire_brouillon()
        en_cours = brouillon.reponses["maturite"] if brouillon else None
        assert en_cours not in presents
        genre, dernier = accuses[-1]
        assert genre == "entretien" or en_cours == dernier or dernier in presents
        base.effacer_brouillon()
        base.fermer()


# --- Full disk ---


def test_un_disque_plein_refuse_puis_reprend(disque: Monter) -> None:
    petit = disque("1M")
    dossier = petit.point / "donnees"
    base = ouvrir(dossier)
    gardes = des_entretiens(20)
    base.ajouter(gardes)
    base.ecrire_brouillon(un_brouillon())
    bourrage = petit.remplir()

    autres = des_entretiens(2_000, 2)
    assert le_refus(lambda: base.ajouter(autres, sans_brouillon=True)) == "disque-plein"
    assert base.semaines() == [("2026-W47", "dutemple", 20)]
    assert base.lire_brouillon() == un_brouillon()
    assert le_refus(lambda: base.copier(str(petit.point / "copie.db"))) == "disque-plein"
    assert {p.name for p in petit.point.iterdir()} == {"donnees", "bourrage"}

    bourrage.unlink()
    base.ajouter(autres[:5], sans_brouillon=True)
    assert base.semaines() == [("2026-W47", "dutemple", 25)]
    assert base.controler() == "ok"
    base.fermer()


def test_un_disque_plein_pendant_que_la_base_grandit(disque: Monter) -> None:
    dossier = disque("400k").point / "donnees"
    base = ouvrir(dossier)
    gardes = 0
    for graine in range(1000):
        try:
            base.ajouter(des_entretiens(10, graine))
        except ErreurPrescripteur as refus:
            assert refus.code == "disque-plein"
            break
        gardes += 10
    assert 0 < gardes < 10_000
    assert base.semaines() == [("2026-W47", "dutemple", gardes)]
    assert base.controler() == "ok"
    base.fermer()


def test_un_disque_plein_au_premier_demarrage(disque: Monter) -> None:
    petit = disque("64k")
    bourrage = petit.remplir()
    assert le_refus(lambda: ouvrir(petit.point)) == "disque-plein"
    assert list(petit.point.iterdir()) == [bourrage]


@pytest.mark.parametrize("fichiers_possibles", [1, 2])
def test_un_disque_sans_place_pour_un_fichier_de_plus(disque: Monter, fichiers_possibles: int) -> None:
    """Bytes are left, names are not: on the folder itself, then on the journal."""
    petit = disque(f"1M,nr_inodes={fichiers_possibles + 1}")
    dossier = petit.point

    def ecrire() -> None:
        ouvrir(dossier).ecrire_brouillon(un_brouillon())

    if fichiers_possibles == 2:
        ouvrir(dossier).fermer()
    (dossier / "bourrage").touch()
    assert le_refus(ecrire) == "disque-plein"


# --- Read-only ---


def test_un_dossier_en_lecture_seule(disque: Monter) -> None:
    petit = disque("1M")
    ouvrir(petit.point).fermer()
    petit.remonter("ro")
    assert le_refus(lambda: ouvrir(petit.point)) == "base-lecture-seule"
    assert le_refus(lambda: ouvrir(petit.point / "neuf")) == "base-lecture-seule"


def test_un_dossier_vide_en_lecture_seule(disque: Monter) -> None:
    petit = disque("1M")
    petit.remonter("ro")
    assert le_refus(lambda: ouvrir(petit.point)) == "base-lecture-seule"


def test_le_dossier_est_un_fichier(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", encoding="utf-8")
    assert le_refus(lambda: ouvrir(tmp_path / "f")) == "base-lecture-seule"


# --- Locks ---


@pytest.fixture
def pressee(dossier: Path) -> Iterator[Base]:
    """A base that waits 0.1 s only."""
    ouvrir(dossier).fermer()
    base = ouvrir(dossier, attente=0.1)
    yield base
    base.fermer()


def test_une_ecriture_qui_attend_trop_n_ecrit_rien(pressee: Base, dossier: Path) -> None:
    autre = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    debut = time.monotonic()
    with pytest.raises(ErreurPrescripteur) as refus:
        pressee.ajouter(des_entretiens(3))
    assert 0.05 < time.monotonic() - debut < 3
    assert refus.value.code == "base-occupee"
    assert "0.1" in refus.value.message
    autre.execute("ROLLBACK")
    autre.close()
    assert pressee.semaines() == []
    pressee.ajouter(des_entretiens(3))
    assert pressee.semaines() == [("2026-W47", "dutemple", 3)]


def test_un_lecteur_qui_ne_finit_pas_empeche_d_ecrire(pressee: Base, dossier: Path) -> None:
    """The wait is at COMMIT then; the transaction is undone all the same."""
    pressee.ajouter(des_entretiens(3))
    autre = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    lecture = autre.execute("SELECT id FROM entretiens")
    next(lecture)
    assert le_refus(lambda: pressee.ecrire_brouillon(un_brouillon())) == "base-occupee"
    lecture.close()
    autre.close()
    assert pressee.lire_brouillon() is None
    pressee.ecrire_brouillon(un_brouillon())
    assert pressee.lire_brouillon() == un_brouillon()


def test_ouvrir_et_lire_attendent_aussi(pressee: Base, dossier: Path) -> None:
    autre = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    autre.execute("BEGIN EXCLUSIVE")
    assert le_refus(lambda: pressee.comptes("dutemple", "2026-W01")) == "base-occupee"
    assert le_refus(lambda: ouvrir(dossier, attente=0.1)) == "base-occupee"
    autre.execute("ROLLBACK")
    autre.close()
    ouvrir(dossier, attente=0.1).fermer()


def test_l_attente_est_de_cinq_secondes(base: Base) -> None:
    assert base._lignes("PRAGMA busy_timeout") == [(5000,)]


ECRIRE_A_COTE = """
    import sys
    from pathlib import Path
    from prescripteur_tui.stockage.ouverture import ouvrir
    from tests.stockage.conftest import des_entretiens
    base = ouvrir(Path(sys.argv[1]))
    print("prêt")
    for entretien in des_entretiens(40, 2):
        base.ajouter([entretien])
    print(base.poste(2026))
"""


def test_une_commande_a_cote_de_l_application(base: Base, dossier: Path) -> None:
    """Both write at the same time; both wait their turn; nothing is refused or lost, and the poste is one."""
    processus = lancer(ECRIRE_A_COTE, dossier)
    assert processus.stdout is not None
    assert processus.stdout.readline() == "prêt\n"
    for numero, entretien in enumerate(des_entretiens(40, 1)):
        base.ecrire_brouillon(un_brouillon(numero=numero))
        base.ajouter([entretien], sans_brouillon=True)
        base.comptes("dutemple", "2026-W01")
    poste = base.poste(2026)
    assert processus.stdout.read() == f"{poste}\n"
    assert processus.wait() == 0
    processus.stdout.close()
    assert base.semaines() == [("2026-W47", "dutemple", 80)]
    assert base.controler() == "ok"


# --- Copies ---


def test_une_copie_s_ouvre_comme_une_base(base: Base, tmp_path: Path) -> None:
    base.ajouter(des_entretiens(30))
    (tmp_path / "restauree").mkdir()
    base.copier(str(tmp_path / "restauree" / FICHIER))
    restauree = ouvrir(tmp_path / "restauree")
    assert list(restauree.de_la_semaine("2026-W47", "dutemple")) == list(base.de_la_semaine("2026-W47", "dutemple"))
    restauree.fermer()


def test_une_copie_n_ecrase_rien(base: Base, tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_text("précieux", encoding="utf-8")
    assert le_refus(lambda: base.copier(str(tmp_path / "lettre.txt"))) == "ecriture-impossible"
    assert (tmp_path / "lettre.txt").read_text(encoding="utf-8") == "précieux"
    assert le_refus(lambda: base.copier(str(tmp_path / "absent" / "copie.db"))) == "base-lecture-seule"


def test_le_dossier_disparait(base: Base, dossier: Path) -> None:
    """A stick that is pulled out, a folder that is deleted."""
    shutil.rmtree(dossier)
    assert le_refus(lambda: base.ajouter(des_entretiens(1))) in {"base-lecture-seule", "base-erreur"}
