"""French on a terminal: typography, wrapping, and data text that is never markup.

Textual breaks lines at no-break spaces, so that `: ; ! ? »` could begin a line: what is shown goes through `couper`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from prescripteur_tui.services.francais import INSECABLE, fr

__all__ = ["INSECABLE", "Paragraphe", "abreger", "chiffre", "couper", "couper_tout", "fr", "lettres", "propre"]

_JAMAIS_EN_TETE = (":", ";", "!", "?", "»")
_ESPACES = re.compile(r"[ \t\r\n]+")
# The first characters of the AZERTY row, unshifted; `§` and `!` are 6 and 8 on Mac and Belgian keyboards.
_AZERTY = dict(zip("&é\"'(-è_çà", "1234567890", strict=True)) | {"§": "6", "!": "8"}
_NOMS_DE_TOUCHES = {
    "ampersand": "1",
    "quotation_mark": "2",
    "apostrophe": "4",
    "left_parenthesis": "5",
    "minus": "6",
    "underscore": "8",
    "exclamation_mark": "8",
}


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """A text to wrap, with a Textual style (`bold`, `$discret`) and its indents in cells."""

    texte: str
    style: str = ""
    retrait: int = 0
    suite: int = 0
    """Added to `retrait` from the second line on."""


def propre(texte: str) -> str:
    """Data text without control characters, on one line."""
    return "".join(c if c.isprintable() or c in " \u00a0\u202f" else " " for c in texte)


def couper(texte: str, largeur: int) -> list[str]:
    """The lines of a text, at most `largeur` cells each; a word longer than a line is cut.

    Only plain spaces break: what a no-break space joins stays together.
    """
    largeur = max(largeur, 1)
    lignes: list[str] = []
    courante = ""
    for mot in _ESPACES.split(fr(propre(texte).strip())):
        essai = f"{courante} {mot}" if courante else mot
        if cell_len(essai) <= largeur:
            courante = essai
            continue
        if courante:
            lignes.append(courante)
        while cell_len(mot) > largeur:
            debut = set_cell_size(mot, largeur).rstrip() or mot[:1]
            # Not even an address goes on with a sign that French never puts first.
            while len(debut) > 1 and mot[len(debut) :].lstrip(INSECABLE).startswith(_JAMAIS_EN_TETE):
                debut = debut[:-1]
            lignes.append(debut)
            mot = mot[len(debut) :]
        courante = mot
    lignes.append(courante)
    return lignes


def couper_tout(paragraphes: Iterable[Paragraphe], largeur: int) -> list[tuple[str, str]]:
    """(line, style) of several paragraphs; an empty one is an empty line."""
    lignes = []
    for p in paragraphes:
        premier, marge = " " * p.retrait, " " * (p.retrait + p.suite)
        # The longer indent holds for all lines: no word may then need more room than there is.
        for i, ligne in enumerate(couper(p.texte, largeur - len(marge))):
            lignes.append(((marge if i else premier) + ligne if ligne else "", p.style))
    return lignes


def abreger(texte: str, largeur: int) -> str:
    """The text on one line, cut with `…` when it is too long."""
    texte = fr(propre(texte))
    if cell_len(texte) <= largeur:
        return texte
    return set_cell_size(texte, max(largeur - 1, 0)).rstrip() + "…" if largeur > 0 else ""


def chiffre(touche: str, caractere: str | None) -> int | None:
    """The digit that a key means: a digit, or the unshifted key of an AZERTY top row; None otherwise.

    Args:
        touche: Textual's name of the key.
        caractere: the character it types, if any.
    """
    signe = caractere or ""
    signe = _AZERTY.get(signe) or _NOMS_DE_TOUCHES.get(touche, signe)
    return int(signe) if len(signe) == 1 and signe.isascii() and signe.isdigit() else None


def lettres(interdites: Sequence[str]) -> list[str]:
    """The letters that may choose an option, in order: those that no command of the screen takes."""
    return [lettre for lettre in "abcdefghijklmnopqrstuvwxyz" if lettre not in interdites]
