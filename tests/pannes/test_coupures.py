"""The short form of the kill -9 run; the long one is `python -m tests.pannes`."""

from __future__ import annotations

from pathlib import Path

from tests.pannes.coupures import couper


def test_une_coupure_ne_perd_que_la_touche_en_cours(tmp_path: Path) -> None:
    bilan = couper(5, tmp_path, graine=7)
    assert bilan.pertes == []
    assert bilan.en_entretien == 5
