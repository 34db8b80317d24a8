"""Where the catalogue is looked for, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture import emplacement as module
from prescripteur_tui.lecture.emplacement import VARIABLE, trouver_catalogue

RACINE = Path(__file__).parents[2]


@pytest.fixture
def installe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package somewhere else; the folder that holds it."""
    paquet = tmp_path / "site-packages" / "prescripteur_tui"
    (paquet / "lecture").mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(paquet / "lecture" / "emplacement.py"))
    return paquet.parent


def _catalogue(dossier: Path) -> Path:
    dossier.mkdir(parents=True)
    (dossier / "catalogue.yaml").touch()
    return dossier


def test_l_option_passe_avant_la_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(_catalogue(tmp_path / "variable")))
    option = _catalogue(tmp_path / "option")
    assert trouver_catalogue(option) == option


def test_la_variable_passe_avant_le_depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voulu = _catalogue(tmp_path / "variable")
    monkeypatch.setenv(VARIABLE, str(voulu))
    assert trouver_catalogue(None) == voulu


def test_une_variable_vide_ne_dit_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert trouver_catalogue(None) == RACINE / "catalogue"


def test_le_depot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert trouver_catalogue(None) == RACINE / "catalogue"


def test_le_depot_passe_avant_le_paquet(installe: Path) -> None:
    (installe / "pyproject.toml").write_text('[project]\nname = "prescripteur-tui"\n', encoding="utf-8")
    _catalogue(installe / "prescripteur_tui" / "_catalogue")
    depot = _catalogue(installe / "catalogue")
    assert trouver_catalogue(None) == depot


@pytest.mark.parametrize("projet", [None, '[project]\nname = "autre"\n', "\ud800"])
def test_un_voisin_n_est_pas_le_depot(installe: Path, projet: str | None) -> None:
    if projet is not None:
        (installe / "pyproject.toml").write_bytes(projet.encode("utf-8", "surrogatepass"))
    _catalogue(installe / "catalogue")
    dedans = _catalogue(installe / "prescripteur_tui" / "_catalogue")
    assert trouver_catalogue(None) == dedans


def test_rien_nulle_part(installe: Path) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        trouver_catalogue(None)
    assert refus.value.code == "catalogue-introuvable"
    assert refus.value.contexte["dossier"] == installe / "prescripteur_tui" / "_catalogue"


@pytest.mark.parametrize("nom", ["absent", "un-fichier", "x" * 5000, "nul\0"])
def test_un_dossier_voulu_qui_n_existe_pas(tmp_path: Path, nom: str) -> None:
    (tmp_path / "un-fichier").touch()
    with pytest.raises(ErreurPrescripteur) as refus:
        trouver_catalogue(tmp_path / nom)
    assert refus.value.code == "catalogue-introuvable"
    assert refus.value.sortie == 2
