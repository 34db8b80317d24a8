"""Where the data folder is: option, environment, platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from prescripteur_tui.config.chemins import VARIABLE_DONNEES, dossier_donnees


def test_l_option_passe_avant_l_environnement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE_DONNEES, "/d/environnement")
    assert dossier_donnees(Path("/d/option")) == Path("/d/option")
    assert dossier_donnees(None) == Path("/d/environnement")


def test_une_variable_vide_ne_compte_pas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE_DONNEES, "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert dossier_donnees(None).name == "prescripteur"


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of each platform is the business of platformdirs")
def test_le_dossier_de_l_utilisateur(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(VARIABLE_DONNEES, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert dossier_donnees(None) == tmp_path / "prescripteur"
    assert not (tmp_path / "prescripteur").exists()


def test_le_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert dossier_donnees(Path("~/donnees")) == tmp_path / "donnees"
