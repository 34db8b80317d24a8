"""French agreement, without any import: the first screen uses it too."""

from __future__ import annotations


def nombre(n: int, singulier: str, pluriel: str | None = None) -> str:
    """« 1 entretien », « 12 entretiens »; French zero is singular."""
    return f"{n} {singulier if n < 2 else pluriel or singulier + 's'}"
