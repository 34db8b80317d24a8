"""French agreement and typography, numbers in words; no import of weight: the first screen uses them too."""

from __future__ import annotations

import re

from prescripteur_tui.domaine.secret import Masque, Montre

INSECABLE = "\u00a0"
_COLLE = re.compile(r"[ \u00a0\u202f]+(?=[:;!?»])|(?<=«)[ \u00a0\u202f]+")


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


def age(jours: int) -> str:
    """« d’hier », « d’il y a 3 jours »."""
    if jours < 0:
        return "d’une date à venir"
    return ("d’aujourd’hui", "d’hier")[jours] if jours < 2 else f"d’il y a {jours} jours"


def fr(texte: str) -> str:
    """The text with no-break spaces before `: ; ! ? »` and after `«`."""
    return _COLLE.sub(INSECABLE, texte)
