"""Text in the cells of a workbook: what they can hold, and how many lines it takes.

A spreadsheet fits the height of a wrapped row when someone types in it, not always when it opens a file (LibreOffice
does not), so heights are computed here and given.
"""

from __future__ import annotations

import unicodedata

_CHASSES = {
    222: "ijl'’‘",
    278: " \u00a0\u202f!,./:;\\[]|Ift",
    355: 'r()-`"“”·•',
    500: "cksvxyzJ",
    556: "abdeghnopquL0123456789_?$#€«»–",
    611: "FTZ+<=>~",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "Wœæ%",
    1000: "…—ŒÆ@",
}
"""Widths of Arial in thousandths of its size (Adobe's metrics of Helvetica, which Arial copies), a few rounded up."""

_CHASSE = {signe: chasse / 1000 for chasse, signes in _CHASSES.items() for signe in signes}
_AUTRE, _IMAGE = 0.8, 1.4
"""Any other letter; an emoji or an ideogram."""


def propre(texte: str) -> str:
    """Text that a cell can hold: control characters become spaces, what XML cannot write a replacement sign."""
    return "".join(_signe(signe) for signe in texte)


def _signe(signe: str) -> str:
    categorie = unicodedata.category(signe)
    if categorie in ("Cc", "Zl", "Zp"):
        return " "
    return "\N{REPLACEMENT CHARACTER}" if categorie == "Cs" or ord(signe) & 0xFFFE == 0xFFFE else signe


def largeur(texte: str) -> float:
    """How wide a text in Arial is, in ems."""
    return sum(_largeur(signe) for signe in unicodedata.normalize("NFD", texte))


def _largeur(signe: str) -> float:
    if signe in _CHASSE:
        return _CHASSE[signe]
    if unicodedata.combining(signe):
        return 0.0
    est_image = unicodedata.east_asian_width(signe) in ("W", "F") or unicodedata.category(signe) == "So"
    return _IMAGE if est_image else _AUTRE


def lignes(texte: str, place: float) -> int:
    """How many lines a text takes when it is wrapped at its spaces into `place` ems; a longer word is cut."""
    rangs, prise = 1, 0.0
    # Not split(): a no-break space is not a place to break.
    for mot in texte.split(" "):
        longueur = largeur(mot)
        if prise and prise + _CHASSE[" "] + longueur > place:
            rangs, prise = rangs + 1, 0.0
        prise += longueur + (_CHASSE[" "] if prise else 0.0)
        while prise > place > 0:
            rangs, prise = rangs + 1, prise - place
    return rangs
