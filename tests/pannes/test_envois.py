"""The short form of the runs of `tests.pannes.envois`: nothing is lost, and a mistake would be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pannes.envois import derouler


def test_des_fautes_au_hasard_ne_perdent_rien(tmp_path: Path) -> None:
    bilan = derouler(range(1000, 1010), tmp_path)
    assert bilan.pertes == []
    assert bilan.faits["schedules"] == 10
    assert min(bilan.faits[fait] for fait in ("killed", "out of reach", "weeks and revisions on the target")) > 5


@pytest.mark.parametrize("sabotage", ["sans-temporaire", "manifeste-d-abord", "marque-avant"])
def test_une_erreur_se_verrait(tmp_path: Path, sabotage: str) -> None:
    assert any(derouler([graine], tmp_path, sabotage).pertes for graine in range(1000, 1030))
