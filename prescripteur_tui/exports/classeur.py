"""Counts as a workbook for people: a page in words with a chart, then one sheet a table.

What is said comes from the caller, what is counted from the `Comptage` alone; nothing here reads a clock, a machine or
a user, so the same data give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.ports import CompteSemaine

CREE_LE = dt.datetime(1980, 1, 1)
"""The date inside every workbook: that of the files in its archive, and of nothing else."""

AUTEUR = "prescripteur"
"""Who made it: the program, not a person or a machine."""

POLICE = "Arial"
"""Windows and macOS have it; Linux has Liberation Sans, of the same widths."""


@dataclass(frozen=True, slots=True)
class Partie:
    """A heading of the first sheet and its sentences; `est_liste` puts a dash before each, a chart may come under."""

    titre: str
    phrases: tuple[str, ...]
    est_liste: bool = False
    avec_graphique: bool = False


@dataclass(frozen=True, slots=True)
class Feuille:
    """How one table of the counts is shown.

    Attributes:
        nom: what its tab says, 31 characters at most.
        titre: its heading.
        explication: what one cell of it counts.
        tableau: the table of the `Comptage`.
        entetes: the heading of each modality, one or two.
        unite: the heading of the numbers.
        libelles: for each modality {id: label}, in the order in which rows stand; one without label shows its id.
        si_vide: what stands where there is no cell.
        total: words and number of the line under the table; None where the cells are not the parts of a whole.
        par_nombre: whether the greatest numbers stand first instead.
    """

    nom: str
    titre: str
    explication: str
    tableau: str
    entetes: tuple[str, ...]
    unite: str
    libelles: tuple[Mapping[str, str], ...]
    si_vide: str
    total: tuple[str, int] | None = None
    par_nombre: bool = False


@dataclass(frozen=True, slots=True)
class SemaineVue:
    """One row of the last weeks, and one bar of their chart."""

    nom: str
    dates: str
    compte: CompteSemaine


@dataclass(frozen=True, slots=True)
class Historique:
    """The last weeks, oldest first, the one that is counted last; `description` says the chart to who cannot see it."""

    nom: str
    titre: str
    explication: str
    titre_graphique: str
    description: str
    etapes: Mapping[str, str]
    semaines: tuple[SemaineVue, ...]


@dataclass(frozen=True, slots=True)
class Classeur:
    """All that a workbook shows; `etat_court` stands at the top of every printed page."""

    titre: str
    sous_titre: str
    etat: str
    etat_court: str
    est_provisoire: bool
    nom_en_clair: str
    parties: tuple[Partie, ...]
    comptage: Comptage
    feuilles: tuple[Feuille, ...]
    historique: Historique | None = None


def composer(classeur: Classeur) -> bytes:
    """The bytes of an .xlsx file; same data, same bytes.

    Text is written as text: no cell becomes a formula, a link or a number, whatever it begins with.
    """
    # Deferred: saves some 50 ms to whoever wants a CSV.
    from xlsxwriter.workbook import Workbook

    from prescripteur_tui.exports.cellules import propre
    from prescripteur_tui.exports.mise_en_page import MiseEnPage

    tampon = io.BytesIO()
    options = {
        # Dates of 1980 in the archive too, and no temporary file that a cut could leave behind.
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": POLICE, "font_size": 10},
    }
    with Workbook(tampon, options) as livre:
        livre.set_properties(
            {"title": propre(f"{classeur.titre} · {classeur.sous_titre}"), "author": AUTEUR, "created": CREE_LE}
        )
        MiseEnPage(livre, POLICE).tout(classeur)
    return tampon.getvalue()
