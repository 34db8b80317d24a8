"""Throwaway folders: private while in use, gone at the end, swept after a crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from prescripteur_tui.services.jetable import PREFIXE, VERROU, balayer, dossier_jetable


@pytest.fixture(autouse=True)
def temporaire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    dossier = tmp_path / "temporaire"
    dossier.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(dossier))
    return dossier


def _jetables(temporaire: Path) -> list[Path]:
    return sorted(temporaire.glob(f"{PREFIXE}*"))


def test_prive_puis_parti(temporaire: Path) -> None:
    with dossier_jetable() as dossier:
        assert _jetables(temporaire) == [dossier]
        assert os.name == "nt" or stat.S_IMODE(dossier.stat().st_mode) == 0o700
        (dossier / "exports").mkdir()
        (dossier / "exports" / "comptes.csv").write_text("x", "utf-8")
    assert _jetables(temporaire) == []


def test_parti_aussi_apres_une_erreur(temporaire: Path) -> None:
    with pytest.raises(KeyboardInterrupt), dossier_jetable() as dossier:
        (dossier / "prescripteur.db").write_bytes(b"x")
        raise KeyboardInterrupt
    assert _jetables(temporaire) == []


def test_le_rapport_d_une_panne_reste_jusqu_a_la_fois_suivante(temporaire: Path) -> None:
    """The user was told its path; everything else goes."""
    with dossier_jetable() as dossier:
        (dossier / "prescripteur.db").write_bytes(b"x")
        (dossier / "plantage-0123456789ab.txt").write_text("x", "utf-8")
        (dossier / "exports").mkdir()
    assert sorted(chemin.name for chemin in dossier.iterdir()) == [VERROU, "plantage-0123456789ab.txt"]
    balayer()
    assert _jetables(temporaire) == []


def test_ce_qu_une_panne_a_laisse_est_balaye(temporaire: Path) -> None:
    """Killed without a chance to clean up, with its lock file in place; the system drops the lock itself."""
    code = (
        "import os, signal, sys, tempfile\n"
        "tempfile.tempdir = sys.argv[1]\n"
        "from prescripteur_tui.services.jetable import dossier_jetable\n"
        "with dossier_jetable() as dossier:\n"
        "    (dossier / 'prescripteur.db').write_bytes(b'x')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    mort = subprocess.run([sys.executable, "-c", code, str(temporaire)], check=False, timeout=60)
    assert mort.returncode != 0
    assert len(_jetables(temporaire)) == 1
    balayer()
    assert _jetables(temporaire) == []


def test_un_dossier_employe_reste(temporaire: Path) -> None:
    with dossier_jetable() as premier:
        balayer()
        with dossier_jetable() as second:
            assert _jetables(temporaire) == sorted([premier, second])
        assert _jetables(temporaire) == [premier]


def test_un_dossier_tout_juste_fait_reste_et_un_ancien_part(temporaire: Path) -> None:
    """Another start is between making its folder and locking it."""
    neuf, ancien = temporaire / f"{PREFIXE}neuf", temporaire / f"{PREFIXE}ancien"
    neuf.mkdir()
    ancien.mkdir()
    avant_hier = ancien.stat().st_mtime - 2 * 24 * 3600
    os.utime(ancien, (avant_hier, avant_hier))
    balayer()
    assert _jetables(temporaire) == [neuf]


def test_un_lien_n_est_pas_suivi(temporaire: Path, tmp_path: Path) -> None:
    vrai = tmp_path / "vrai"
    vrai.mkdir()
    (vrai / VERROU).touch()
    (temporaire / f"{PREFIXE}lien").symlink_to(vrai)
    balayer()
    assert (vrai / VERROU).exists()
