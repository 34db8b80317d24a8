"""The report of a failure says where in the code, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.services.plantage import ecrire_plantage, texte_plantage


def _tomber(secret: str) -> None:
    local = f"habite {secret}"
    try:
        raise KeyError(local)
    except KeyError as erreur:
        raise RuntimeError(local) from erreur


@pytest.fixture
def erreur() -> RuntimeError:
    with pytest.raises(RuntimeError) as prise:
        _tomber("QN05930M")
    return prise.value


def test_contenu(erreur: RuntimeError) -> None:
    texte = texte_plantage(erreur)
    assert "builtins.RuntimeError" in texte
    assert "builtins.KeyError" in texte
    assert "test_plantage.py:" in texte
    assert "_tomber" in texte
    for interdit in ("QN05930M", "habite", str(Path(__file__).parent), str(Path.home())):
        assert interdit not in texte


def test_memes_octets(erreur: RuntimeError, tmp_path: Path) -> None:
    """No time, no number of its own: the same failure is the same file."""
    assert ecrire_plantage(tmp_path, erreur) == ecrire_plantage(tmp_path, erreur)
    assert len(list(tmp_path.iterdir())) == 1


def test_boucle_de_causes() -> None:
    premiere, seconde = ValueError(), TypeError()
    premiere.__cause__, seconde.__cause__ = seconde, premiere
    assert texte_plantage(premiere).count("builtins.") == 2
