"""The newest of the catalogues that a week used."""

from __future__ import annotations

import pytest

from prescripteur_tui.services.exporter import plus_recente


@pytest.mark.parametrize(
    ("versions", "attendue"),
    [
        (["2026.9", "2026.10"], "2026.10"),
        (["2026.11", "2026.11.1"], "2026.11.1"),
        (["2026.11", "2027.1", "2026.12"], "2027.1"),
        (["2026.11-essai", "2026.11"], "2026.11-essai"),
        (["2026.11"], "2026.11"),
        (["essai", "2026.1"], "2026.1"),
    ],
)
def test_plus_recente(versions: list[str], attendue: str) -> None:
    assert plus_recente(versions) == plus_recente(reversed(versions)) == attendue
