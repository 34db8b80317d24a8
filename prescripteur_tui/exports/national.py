"""Structures and services of the national schema as files: JSON and CSV, same records, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from prescripteur_tui.domaine.national.champs import SERVICE, STRUCTURE, Enregistrement

_GARDE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def fichiers(structures: Sequence[Enregistrement], services: Sequence[Enregistrement]) -> Mapping[str, bytes]:
    """The files of an export by name."""
    return {
        "structures.json": en_json(structures),
        "structures.csv": en_csv(structures, STRUCTURE),
        "services.json": en_json(services),
        "services.csv": en_csv(services, SERVICE),
    }


def en_json(fiches: Sequence[Enregistrement]) -> bytes:
    """A JSON list, indented, accents as they are."""
    return (json.dumps(list(fiches), ensure_ascii=False, indent=2) + "\n").encode()


def en_csv(fiches: Sequence[Enregistrement], champs: Sequence[str]) -> bytes:
    """A CSV as data·inclusion publishes: UTF-8, commas, every column; a list is a JSON list in its cell.

    A text that a spreadsheet would take for a formula has an apostrophe in front, which our import takes away.
    """
    flux = io.StringIO(newline="")
    auteur = csv.writer(flux, lineterminator="\n")
    auteur.writerow(champs)
    auteur.writerows([_cellule(fiche.get(champ)) for champ in champs] for fiche in fiches)
    return flux.getvalue().encode()


def _cellule(valeur: object) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return f"'{valeur}" if valeur.startswith(_GARDE) else valeur
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))
