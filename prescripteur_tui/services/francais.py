"""French agreement, without any import: the first screen uses it too."""

from __future__ import annotations


def nombre(n: int, singulier: str, pluriel: str | None = None) -> str:
    """« 1 entretien », « 12 entretiens »; French zero is singular."""
    return f"{n} {singulier if n < 2 else pluriel or singulier + 's'}"


def age(jours: int) -> str:
    """« d’hier », « d’il y a 3 jours »."""
    if jours < 0:
        return "d’une date à venir"
    return ("d’aujourd’hui", "d’hier")[jours] if jours < 2 else f"d’il y a {jours} jours"
