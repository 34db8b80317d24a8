"""Partial dates."""

from __future__ import annotations

import datetime as dt

import pytest

from prescripteur_tui.domaine.base import debut_de_date, fin_de_date


@pytest.mark.parametrize(
    ("date", "debut", "fin"),
    [
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2025-05-15", dt.date(2025, 5, 15), dt.date(2025, 5, 15)),
    ],
)
def test_ce_qu_une_date_partielle_peut_vouloir_dire(date: str, debut: dt.date, fin: dt.date) -> None:
    assert (debut_de_date(date), fin_de_date(date)) == (debut, fin)


@pytest.mark.parametrize("date", ["2025-13", "2025-02-30", "2025-00"])
def test_aucun_calendrier_ne_l_a(date: str) -> None:
    with pytest.raises(ValueError):
        fin_de_date(date)
