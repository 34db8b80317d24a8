"""The chart of the last weeks, native to the spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from prescripteur_tui.exports.cellules import propre

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from prescripteur_tui.exports.classeur import Historique

HAUTEUR = 195
"""Points."""

_TAILLE = {"width": 650, "height": HAUTEUR * 96 // 72}
"""Pixels: as wide as the text above it."""

_MARINE, _GRIS, _TRAIT, _FOND = "#1F3A5F", "#595959", "#B7C4D3", "#E3E9F0"
_COULEURS = (_MARINE, "#5B95C5", "#DCE9F5")
"""Dark, middle, light: told apart without colours, on a print too."""

_COLONNE_ETAPES = 2
"""The sheet of the weeks: short name, dates, one column an étape, interviews, orientations."""

_GRADUATIONS = 6

_VIDE_MINIMAL, _VIDE_MAXIMAL = 60, 500
"""The space between two bars, in hundredths of a bar; a spreadsheet knows no more than 500."""


def semaines(livre: Workbook, historique: Historique, rang_entetes: int, police: str) -> Chart:
    """Interviews by week: one bar a week, stacked by étape, its total above."""
    barres = cast("Chart", livre.add_chart({"type": "column", "subtype": "stacked"}))
    totaux = cast("Chart", livre.add_chart({"type": "line"}))
    premiere = rang_entetes + 1
    derniere = rang_entetes + len(historique.semaines)

    def serie(colonne: int) -> dict[str, Any]:
        return {
            "name": [historique.nom, rang_entetes, colonne],
            "categories": [historique.nom, premiere, 0, derniere, 0],
            "values": [historique.nom, premiere, colonne, derniere, colonne],
        }

    # Few weeks make no fat bars.
    vide = max(_VIDE_MINIMAL, _VIDE_MAXIMAL - 50 * len(historique.semaines))
    etapes = len(historique.etapes)
    for i in range(etapes):
        fond = {"color": _COULEURS[i % len(_COULEURS)]}
        barres.add_series(
            {**serie(_COLONNE_ETAPES + i), "fill": fond, "border": {"color": _MARINE, "width": 0.75}, "gap": vide}
        )
    texte = {"name": police, "size": 9, "color": _GRIS}
    titre = {"name": police, "size": 9, "bold": True, "color": _MARINE}
    totaux.add_series(
        {
            **serie(_COLONNE_ETAPES + etapes),
            "line": {"none": True},
            "marker": {"type": "none"},
            "data_labels": {"value": True, "position": "above", "font": titre},
        }
    )
    barres.combine(totaux)
    barres.set_title({"name": propre(historique.titre_graphique), "name_font": {**titre, "size": 11}})
    barres.set_x_axis({"num_font": texte, "line": {"color": _TRAIT}, "major_tick_mark": "none"})
    barres.set_y_axis(
        {
            "num_font": texte,
            "num_format": "#,##0",
            "min": 0,
            "major_unit": graduation(max(vue.compte.entretiens for vue in historique.semaines)),
            "major_gridlines": {"visible": True, "line": {"color": _FOND, "width": 0.75}},
            "line": {"none": True},
        }
    )
    # The totals are a line that nobody sees.
    barres.set_legend({"position": "bottom", "font": texte, "delete_series": [etapes]})
    barres.set_chartarea({"border": {"color": _TRAIT}})
    barres.set_size(_TAILLE)
    return barres


def graduation(maximum: int) -> int:
    """The step of an axis from zero: 1, 2, 5, 10, 20…; whole, and at most six of them."""
    pas = 1
    while maximum > _GRADUATIONS * pas:
        pas = pas * 5 // 2 if str(pas).startswith("2") else pas * 2
    return pas
