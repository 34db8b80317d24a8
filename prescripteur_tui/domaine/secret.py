"""What may be shown of small numbers: statistical disclosure control of count tables.

A reader knows more than a cell says: the other cells, the total, and these very rules. What is not shown has to stay
unknown to somebody who works backwards from all of that (Hundepool et al., *Statistical Disclosure Control*, 2012,
chapter 4: primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

SEUIL_AFFICHAGE = 5
"""A number under it is not shown where visitors may see."""


class Masque(Enum):
    """What stands in the place of a number."""

    MOINS = "moins"
    """It is under the threshold."""
    PRESQUE = "presque"
    """What it lacks to its total is under the threshold."""
    CACHE = "cache"
    """It is not shown, and nothing is said of it."""


Montre = int | Masque
"""A number, or what stands in its place."""


def masquer(
    nombres: Sequence[int], seuil: int = SEUIL_AFFICHAGE, *, minimum: int = 0, somme_connue: bool = True
) -> tuple[Montre, ...]:
    """What may be shown of the cells of one table.

    A cell under the threshold is `MOINS`. When the sum of these cells, which is the total less what is shown, would
    give them away (there is only one of them, or all must be at their least or at their most), the next smallest
    cells are hidden with them, and all of them are `CACHE`: which are the small ones is then not known either. The
    outcome does not depend on the order of the cells, so each hidden one may be any of those values.

    When every cell is `CACHE`, the table is not to be shown at all, not even the names of its cells.

    Args:
        nombres: the cells.
        seuil: the threshold.
        minimum: the least that a cell can be: 1 where empty cells are not listed.
        somme_connue: whether the total of the table is shown, here or elsewhere.
    """
    petits = [n for n in nombres if n < seuil]
    if not petits or not any(nombres):
        # Without anybody there is nobody to hide.
        return tuple(nombres)
    est_sur = len(petits) > 1 and minimum * len(petits) < sum(petits) < (seuil - 1) * len(petits)
    if est_sur or not somme_connue:
        return tuple(Masque.MOINS if n < seuil else n for n in nombres)
    limite = min((n for n in nombres if n >= seuil), default=0)
    # All that are equal to it: hiding one of them by its rank would tell which.
    return tuple(Masque.CACHE if n < seuil or n == limite else n for n in nombres)


def masquer_part(nombre: int, total: int, seuil: int = SEUIL_AFFICHAGE) -> Montre:
    """What may be shown of one number beside the total that it is a part of.

    What it lacks to the total is a number too: eleven out of twelve tells of the one.
    """
    if total <= seuil:
        return Masque.CACHE
    if nombre < seuil:
        return Masque.MOINS
    return Masque.PRESQUE if total - nombre < seuil else nombre
