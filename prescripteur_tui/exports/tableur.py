"""CSV as spreadsheets in French open it, and as no spreadsheet can be made to run it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULES = "=+-@＝＋－＠"
"""What begins a formula, full-width forms included."""


def garder(cellule: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    A `'` goes before `= + - @` and before a control character (OWASP, « CSV Injection »). It becomes
    part of the cell: whoever reads the file back drops it.
    """
    return f"'{cellule}" if _est_dangereuse(cellule) else cellule


def degarder(cellule: str) -> str:
    """The cell that `garder` was given."""
    return cellule[1:] if cellule[:1] == "'" and _est_dangereuse(cellule[1:]) else cellule


def ecrire_csv(lignes: Iterable[Sequence[str | int]]) -> bytes:
    """Rows as UTF-8 with BOM, `;` and CRLF, every cell guarded."""
    texte = io.StringIO(newline="")
    redacteur = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    redacteur.writerows([garder(str(cellule)) for cellule in ligne] for ligne in lignes)
    return texte.getvalue().encode("utf-8-sig")


def _est_dangereuse(cellule: str) -> bool:
    debut = cellule[:1]
    return bool(debut) and (debut in _FORMULES or not debut.isprintable())
