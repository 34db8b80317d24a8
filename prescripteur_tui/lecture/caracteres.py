"""Characters that no text of ours may hold: they drive terminals, or show a text in a false order."""

from __future__ import annotations

import re

_COMMANDES = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_SENS = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f"
_SANS_GLYPHE = r"\ufeff\ufffe\uffff\ud800-\udfff"

INTERDITS = re.compile(f"[{_COMMANDES}{_SENS}{_SANS_GLYPHE}]")
"""Refused anywhere in a file: control characters, bidirectional controls, lone surrogates, non-characters."""

INTERDITS_DANS_UN_TEXTE = re.compile(f"[\t\r{_COMMANDES}{_SENS}{_SANS_GLYPHE}]")
"""Refused in a value: the same, and what only the layout of a file may use."""

_FIN_DE_LIGNE = re.compile(r"\r\n?|\n")


def nom_du_caractere(caractere: str) -> str:
    """`U+0007`: how a character that cannot be shown is named."""
    return f"U+{ord(caractere):04X}"


def place(texte: str, indice: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text."""
    debut, ligne = 0, 1
    for fin in _FIN_DE_LIGNE.finditer(texte, 0, indice):
        debut, ligne = fin.end(), ligne + 1
    return ligne, indice - debut + 1
