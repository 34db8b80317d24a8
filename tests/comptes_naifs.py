"""The counts of `contract.md` §6, recounted by the slowest and plainest reading of it: one cell at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prescripteur_tui.domaine.entretien import Entretien, Orientation

Cases = dict[tuple[str, str, str], int]
"""(table, first modality, second modality) to number; no empty cell."""


def hebdo(entretiens: Sequence[Entretien]) -> Cases:
    """The tables of a week."""
    cases: Cases = {}
    for entretien in entretiens:
        _un(cases, "entretiens", "", "")
        _un(cases, "etape", entretien.etape, "")
        _un(cases, "fin", entretien.fin, "")
    for _, orientation in _orientations(entretiens):
        _un(cases, "operateur", orientation.offre.split("/")[0], "")
    return cases


def periode(entretiens: Sequence[Entretien], seuil_croise: int = 30) -> Cases:
    """The tables of a période."""
    cases: Cases = {}
    for entretien in entretiens:
        _un(cases, "fin-etape", entretien.fin, entretien.etape)
        for table in ("age", "activite", "quartier", "secteur"):
            _un(cases, table, _seule(entretien, table), "")
        for table, question in (("droits", "droits"), ("frein", "freins")):
            donnee = entretien.reponses.get(question, "non-posee")
            for option in [donnee] if isinstance(donnee, str) else donnee:
                _un(cases, table, option, "")
    for entretien, orientation in _orientations(entretiens):
        operateur = orientation.offre.split("/")[0]
        _un(cases, "operateur-etape", operateur, entretien.etape)
        _un(cases, "issue", orientation.issue, "")
        if orientation.issue == "refusee":
            _un(cases, "motif", "non-renseigne" if orientation.motif is None else orientation.motif, "")
        if len(entretiens) >= seuil_croise:
            _un(cases, "quartier-operateur", _seule(entretien, "quartier"), operateur)
    return cases


def _seule(entretien: Entretien, question: str) -> str:
    donnee = entretien.reponses.get(question, "non-posee")
    assert isinstance(donnee, str)
    return donnee


def _orientations(entretiens: Sequence[Entretien]) -> Iterator[tuple[Entretien, Orientation]]:
    for entretien in entretiens:
        for orientation in entretien.orientations:
            yield entretien, orientation


def _un(cases: Cases, table: str, premiere: str, seconde: str) -> None:
    cle = (table, premiere, seconde)
    cases[cle] = cases.get(cle, 0) + 1
