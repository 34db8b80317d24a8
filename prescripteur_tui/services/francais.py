"""French agreement, and numbers in words; imports nothing that costs: the first screen uses it too."""

from __future__ import annotations

from prescripteur_tui.domaine.secret import Masque, Montre


def chiffres(n: int) -> str:
    """« 12 », « 10 000 »: thousands apart, by a space that does not break."""
    return f"{n:,}".replace(",", "\u202f")


def nombre(n: int, singulier: str, pluriel: str | None = None) -> str:
    """« 1 entretien », « 12 entretiens »; French zero is singular."""
    return f"{chiffres(n)} {singulier if n < 2 else pluriel or singulier + 's'}"


def en_mots(vu: Montre, seuil: int) -> str:
    """A number, or what may be said of it."""
    if not isinstance(vu, Masque):
        return chiffres(vu)
    return {Masque.MOINS: f"moins de {seuil}", Masque.PRESQUE: "presque tous", Masque.CACHE: "non montré"}[vu]
