"""From the interviews of a week to counts: the one object that every way out prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.entretien import Entretien

ENTRETIENS = "entretiens"
"""Table of one cell without modality: how many interviews there were."""

OPERATEUR = "operateur"
"""Table of the orientations given, by operator."""

TABLES_HEBDO = (ENTRETIENS, "etape", "fin", OPERATEUR)
"""The tables of a week, and nothing else: counts of a week carry no profile."""


SEUIL_PERIODE = 11
"""Interviews of one lieu without which no file of a période is made."""

SEUIL_CROISE = 30
"""Interviews of one lieu without which quarters are not crossed with operators."""


@dataclass(frozen=True, slots=True, order=True)
class Cellule:
    """One non-empty cell of a table; a modality that the table does not have is empty."""

    tableau: str
    modalite_1: str
    modalite_2: str
    nombre: int


@dataclass(frozen=True, slots=True)
class Comptage:
    """Counts of one (time, lieu): sorted cells, and the number of interviews that they count."""

    cellules: tuple[Cellule, ...]
    total: int

    @property
    def orientations(self) -> int:
        """How many orientations were given."""
        return sum(cellule.nombre for cellule in self.table(OPERATEUR))

    def table(self, nom: str) -> tuple[Cellule, ...]:
        """The cells of one table."""
        return tuple(cellule for cellule in self.cellules if cellule.tableau == nom)


def compter_hebdo(entretiens: Iterable[Entretien]) -> Comptage:
    """Count the interviews of one week at one lieu.

    Tables `entretiens`, `etape` and `fin` count interviews, `operateur` counts orientations, whatever
    their issue. The order of the interviews does not matter.

    Raises:
        ValueError: when the interviews are not all of one (semaine, lieu).
    """
    liste = list(entretiens)
    if len({(entretien.semaine, entretien.lieu) for entretien in liste}) > 1:
        raise ValueError("interviews of several weeks or lieux")
    tables: Mapping[str, Counter[tuple[str, str]]] = {
        ENTRETIENS: Counter({("", ""): len(liste)}),
        "etape": Counter((entretien.etape, "") for entretien in liste),
        "fin": Counter((entretien.fin, "") for entretien in liste),
        OPERATEUR: Counter((o.operateur, "") for entretien in liste for o in entretien.orientations),
    }
    return Comptage(_cellules(tables), len(liste))


def _cellules(tables: Mapping[str, Mapping[tuple[str, str], int]]) -> tuple[Cellule, ...]:
    """The non-empty cells of tables given as {name: {(modalite_1, modalite_2): number}}, sorted."""
    return tuple(
        sorted(
            Cellule(nom, *modalites, nombre)
            for nom, table in tables.items()
            for modalites, nombre in table.items()
            if nombre
        )
    )
