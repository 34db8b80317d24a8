"""French agreement, without any import: the first screen uses it too."""

from __future__ import annotations


def chiffres(n: int) -> str:
    """« 12 », « 10 000 »: thousands apart, by a space that does not break."""
    return f"{n:,}".replace(",", "\u202f")


def nombre(n: int, singulier: str, pluriel: str | None = None) -> str:
    """« 1 entretien », « 12 entretiens »; French zero is singular."""
    return f"{chiffres(n)} {singulier if n < 2 else pluriel or singulier + 's'}"
