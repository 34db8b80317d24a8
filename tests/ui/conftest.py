"""The app on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.ui.pilote import Pilote, ouvrir

Ouvrir = Callable[..., AbstractAsyncContextManager[Pilote]]


@pytest.fixture
def application(tmp_path: Path) -> Ouvrir:
    """Opens the app; twice on the same folder, if called twice."""
    return partial(ouvrir, tmp_path / "donnees")
