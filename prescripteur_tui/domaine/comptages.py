"""From interviews to counts: the one object that every way out prints.

Two kinds of counts leave (`contract.md` §6). Those of a week carry no profile; those of a période do, and are made of
enough interviews that no one of them shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.entretien import Entretien, operateur_de

if TYPE_CHECKING:
    # Not at run time: whoever shows counts must not pay for pydantic.
    from prescripteur_tui.domaine.questionnaire import Valeur

ENTRETIENS = "entretiens"
"""Table of one cell without modality: how many interviews there were."""

OPERATEUR = "operateur"
"""Table of the orientations given, by operator."""

TABLES_HEBDO = (ENTRETIENS, "etape", "fin", OPERATEUR)
"""The tables of a week, and nothing else: counts of a week carry no profile."""

ISSUE = "issue"
"""Table of the orientations given, by what the person said of them."""

QUARTIER_OPERATEUR = "quartier-operateur"
"""Table of the orientations given, by quarter and operator; only from `SEUIL_CROISE` interviews."""

QUESTIONS_SIMPLES = {"age": "age", "activite": "activite", "quartier": "quartier", "secteur": "secteur"}
"""Table of interviews by the answer to a single-choice question: table, question. Each sums to the interviews."""

QUESTIONS_MULTIPLES = {"droits": "droits", "frein": "freins"}
"""Table of interviews by each option given to a question with several: table, question."""

TABLES_PERIODE = (
    "operateur-etape", ISSUE, "motif", "fin-etape", *QUESTIONS_SIMPLES, *QUESTIONS_MULTIPLES, QUARTIER_OPERATEUR,
)  # fmt: skip
"""The tables of a période, and nothing else."""

NON_POSEE = "non-posee"
"""Modality of a question that was not asked, or not kept."""

NON_RENSEIGNE = "non-renseigne"
"""Modality of a refusal without a reason."""

SEUIL_PERIODE = 11
"""The fewest interviews whose profiles may leave together. Settings may only raise it."""

SEUIL_CROISE = 30
"""The fewest interviews for quarters crossed with operators. Settings may only raise it."""


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
        """How many orientations were given: the table `operateur` of a week, or `issue` of a période."""
        return sum(cellule.nombre for cellule in self.cellules if cellule.tableau in (OPERATEUR, ISSUE))

    def table(self, nom: str) -> tuple[Cellule, ...]:
        """The cells of one table."""
        return tuple(cellule for cellule in self.cellules if cellule.tableau == nom)


@dataclass(frozen=True, slots=True)
class Groupes:
    """The interviews of one week at one lieu, grouped: all that its counts need, however many there are.

    `entretiens` is a number by (étape, fin), `orientations` by offre; `catalogues` the versions used.
    """

    entretiens: Mapping[tuple[str, str], int]
    orientations: Mapping[str, int]
    catalogues: frozenset[str]


def grouper(entretiens: Iterable[Entretien]) -> Groupes:
    """Group the interviews of one week, as the store does it by itself."""
    liste = list(entretiens)
    return Groupes(
        Counter((entretien.etape, entretien.fin) for entretien in liste),
        Counter(orientation.offre for entretien in liste for orientation in entretien.orientations),
        frozenset(entretien.catalogue_version for entretien in liste),
    )


def compter_groupes(groupes: Groupes) -> Comptage:
    """The counts of one week at one lieu.

    Tables `entretiens`, `etape` and `fin` count interviews, `operateur` counts orientations, whatever their issue.
    """
    total = sum(groupes.entretiens.values())
    tables: dict[str, Counter[tuple[str, str]]] = {nom: Counter() for nom in TABLES_HEBDO}
    tables[ENTRETIENS]["", ""] = total
    for (etape, fin), nombre in groupes.entretiens.items():
        tables["etape"][etape, ""] += nombre
        tables["fin"][fin, ""] += nombre
    for offre, nombre in groupes.orientations.items():
        tables[OPERATEUR][operateur_de(offre), ""] += nombre
    return Comptage(_cellules(tables), total)


def compter_hebdo(entretiens: Iterable[Entretien]) -> Comptage:
    """Count the interviews of one week at one lieu; their order does not matter. See `compter_groupes`.

    Raises:
        ValueError: when the interviews are not all of one (semaine, lieu).
    """
    liste = list(entretiens)
    if len({(entretien.semaine, entretien.lieu) for entretien in liste}) > 1:
        raise ValueError("interviews of several weeks or lieux")
    return compter_groupes(grouper(liste))


def compter_periode(entretiens: Iterable[Entretien], *, seuil_croise: int = SEUIL_CROISE) -> Comptage:
    """Count the interviews whose profiles leave together; that they are enough is for `periodes.decider` to say.

    `operateur-etape`, `issue` and `quartier-operateur` count orientations, `motif` those refused, the others
    interviews. Every table of interviews on a single-choice question sums to the interviews: `sans-reponse`,
    `ne-sait-pas` and `non-posee` are modalities. One on a question with several answers counts one per option.

    Args:
        entretiens: the interviews, in any order.
        seuil_croise: the fewest interviews for `quartier-operateur`; never below `SEUIL_CROISE`.

    Raises:
        ValueError: when the interviews are not all of one lieu.
    """
    liste = list(entretiens)
    if len({entretien.lieu for entretien in liste}) > 1:
        raise ValueError("interviews of several lieux")
    tables: dict[str, Counter[tuple[str, str]]] = {nom: Counter() for nom in TABLES_PERIODE}
    for entretien in liste:
        reponses = entretien.reponses
        tables["fin-etape"][entretien.fin, entretien.etape] += 1
        for table, question in (*QUESTIONS_SIMPLES.items(), *QUESTIONS_MULTIPLES.items()):
            tables[table].update((modalite, "") for modalite in _modalites(reponses.get(question)))
        for orientation in entretien.orientations:
            tables["operateur-etape"][orientation.operateur, entretien.etape] += 1
            tables[ISSUE][orientation.issue, ""] += 1
            if orientation.issue == "refusee":
                tables["motif"][orientation.motif or NON_RENSEIGNE, ""] += 1
            for quartier in _modalites(reponses.get("quartier")):
                tables[QUARTIER_OPERATEUR][quartier, orientation.operateur] += 1
    if len(liste) < max(seuil_croise, SEUIL_CROISE):
        del tables[QUARTIER_OPERATEUR]
    return Comptage(_cellules(tables), len(liste))


def compter_multiple(table: str, reponses: Mapping[Valeur | None, int]) -> tuple[Cellule, ...]:
    """The cells of one table of `QUESTIONS_MULTIPLES`, as in a période.

    Args:
        table: its name.
        reponses: how many interviews gave each answer to its question; None where it was not asked.
    """
    nombres: Counter[tuple[str, str]] = Counter()
    for valeur, nombre in reponses.items():
        for modalite in _modalites(valeur):
            nombres[modalite, ""] += nombre
    return _cellules({table: nombres})


def additionner(comptages: Iterable[Comptage]) -> Comptage:
    """The counts of several weeks together; no interview may be in two of them."""
    tables: dict[str, Counter[tuple[str, str]]] = {}
    total = 0
    for comptage in comptages:
        total += comptage.total
        for cellule in comptage.cellules:
            tables.setdefault(cellule.tableau, Counter())[cellule.modalite_1, cellule.modalite_2] += cellule.nombre
    return Comptage(_cellules(tables), total)


def _modalites(valeur: Valeur | None) -> tuple[str, ...]:
    """What an answer is counted under: its options, `sans-reponse`, or `non-posee`."""
    if valeur is None:
        return (NON_POSEE,)
    return (valeur,) if isinstance(valeur, str) else tuple(valeur)


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
