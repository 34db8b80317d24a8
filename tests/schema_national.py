"""The official schema compares dates with the clock of the machine: tests give it theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from data_inclusion.schema.v1 import services, structures


def figer(monkeypatch: pytest.MonkeyPatch, jour: dt.date) -> None:
    """Make it `jour` for the schema."""

    class Date(dt.date):
        @classmethod
        def today(cls) -> Date:
            return cls(jour.year, jour.month, jour.day)

    monkeypatch.setattr(structures, "date", Date)
    monkeypatch.setattr(services, "date", Date)
