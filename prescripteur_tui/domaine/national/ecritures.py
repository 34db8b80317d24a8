"""How the national files write a list in one cell: JSON, Python, PostgreSQL, or a row of values."""

from __future__ import annotations

import re

_VALEUR = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")


def liste(valeur: object) -> list[str]:
    """The values of a list, whatever way it is written; they are all ids and codes, which hold no space.

    What is neither a list nor a text is no value.
    """
    if isinstance(valeur, list):
        return [element for element in valeur if isinstance(element, str)]
    if isinstance(valeur, str):
        return _VALEUR.findall(valeur)
    return []
