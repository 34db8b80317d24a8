"""The app on an isolated data folder, with a frozen clock and the shipped catalogue."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.ui.pilote import Pilote, ouvrir

Ouvrir = Callable[..., AbstractAsyncContextManager[Pilote]]
"""Opens the app; `catalogue`, `taille` and `jour` may be given. Opened again, it has the same data folder."""


@pytest.fixture
def application(tmp_path: Path, dossier_catalogue: Path) -> Ouvrir:
    """Opens the app on a data folder of this test."""
    return partial(ouvrir, tmp_path / "donnees", catalogue=dossier_catalogue)
