"""One window per data folder, whatever way the other one ended."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.ouverture import ouvrir
from prescripteur_tui.stockage.verrou import FICHIER, Verrou
from tests.stockage.conftest import des_entretiens


def test_une_seconde_fenetre_est_refusee(dossier: Path) -> None:
    with Verrou(dossier):
        with pytest.raises(ErreurPrescripteur) as refus:
            Verrou(dossier).prendre()
        assert refus.value.code == "deja-ouverte"
        assert refus.value.sortie == 2
    with Verrou(dossier):
        pass


def test_prendre_et_rendre_deux_fois(dossier: Path) -> None:
    verrou = Verrou(dossier)
    verrou.prendre()
    verrou.prendre()
    verrou.rendre()
    verrou.rendre()
    with Verrou(dossier):
        pass


def test_un_refus_ne_retire_pas_le_verrou_de_l_autre(dossier: Path) -> None:
    premier, second = Verrou(dossier), Verrou(dossier)
    premier.prendre()
    with pytest.raises(ErreurPrescripteur):
        second.prendre()
    second.rendre()
    with pytest.raises(ErreurPrescripteur):
        Verrou(dossier).prendre()
    premier.rendre()


def test_deux_dossiers_deux_fenetres(tmp_path: Path) -> None:
    with Verrou(tmp_path / "a"), Verrou(tmp_path / "b"):
        pass


def test_le_systeme_rend_le_verrou_d_un_processus_mort(dossier: Path) -> None:
    code = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from prescripteur_tui.stockage.verrou import Verrou
        Verrou(Path(sys.argv[1])).prendre()
        print("pris", flush=True)
        time.sleep(60)
        """
    )
    processus = subprocess.Popen([sys.executable, "-c", code, str(dossier)], stdout=subprocess.PIPE, text=True)
    assert processus.stdout is not None
    assert processus.stdout.readline() == "pris\n"
    with pytest.raises(ErreurPrescripteur):
        Verrou(dossier).prendre()
    processus.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    processus.wait()
    processus.stdout.close()
    with Verrou(dossier):
        pass


def test_une_commande_travaille_a_cote(dossier: Path) -> None:
    with Verrou(dossier):
        base = ouvrir(dossier)
        base.ajouter(des_entretiens(1))
        base.fermer()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX modes")
def test_le_fichier_du_verrou_ne_dit_rien(dossier: Path) -> None:
    with Verrou(dossier):
        assert (dossier / FICHIER).read_bytes() == b""
        assert stat.S_IMODE((dossier / FICHIER).stat().st_mode) == 0o600
