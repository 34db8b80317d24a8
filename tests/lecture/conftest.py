"""The sample catalogue, written to a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lecture.echantillon import Dossier


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """A valid catalogue, to be spoilt."""
    return Dossier(tmp_path / "catalogue")
