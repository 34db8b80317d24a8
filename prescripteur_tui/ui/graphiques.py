"""Bars made of characters; the numbers always stand beside them."""

from __future__ import annotations

from collections.abc import Sequence

from prescripteur_tui.ui.textes import INSECABLE, Paragraphe, couper

_HAUTEURS = " ▁▂▃▄▅▆▇█"
_HUITIEMES = 8


def colonnes(valeurs: Sequence[int], hauteur: int, largeur: int) -> list[str]:
    """One upright bar a value, as lines from top to bottom.

    Args:
        valeurs: the numbers; the greatest fills the height, one that is not nought is always seen.
        hauteur: lines.
        largeur: cells of each column, of which the last ones are the bar.
    """
    haut = max(valeurs, default=0)
    pleins = [_plein(valeur, haut, hauteur) for valeur in valeurs]
    lignes = []
    for etage in reversed(range(hauteur)):
        signes = (_HAUTEURS[min(max(plein - etage * _HUITIEMES, 0), _HUITIEMES)] for plein in pleins)
        lignes.append("".join(f"{signe * 2:>{largeur}}" for signe in signes))
    return lignes


def barre(valeur: int, haut: int, longueur: int) -> str:
    """One bar lying down, filled up to `longueur` cells, by halves."""
    demies = -(-_plein(valeur, haut, longueur) // (_HUITIEMES // 2))
    return ("━" * (demies // 2) + "╸" * (demies % 2)).ljust(longueur)


def rangees(tete: str, texte: str, largeur: int) -> list[Paragraphe]:
    """Columns, and beside them a text that wraps under itself.

    Args:
        tete: the columns, as wide as they are to be.
        texte: what stands at the right of them.
        largeur: cells of a line.
    """
    lignes = couper(texte, largeur - len(tete))
    marge = " " * len(tete)
    return [exacte((marge if i else tete) + ligne) for i, ligne in enumerate(lignes)]


def exacte(ligne: str, style: str = "") -> Paragraphe:
    """A line whose spaces are kept: wrapping folds plain ones, and drops those at the beginning."""
    debut = ligne.lstrip()
    return Paragraphe(debut.replace(" ", INSECABLE), style, len(ligne) - len(debut))


def _plein(valeur: int, haut: int, cellules: int) -> int:
    """How many eighths of a cell a value fills, at least one when it is not nought."""
    return -(-valeur * cellules * _HUITIEMES // haut) if haut else 0
