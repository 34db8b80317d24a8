"""How a workbook looks: its styles, its sheets, and how they print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.comptages import Cellule
from prescripteur_tui.exports import graphique
from prescripteur_tui.exports.cellules import lignes, propre
from prescripteur_tui.exports.tableur import garder

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from prescripteur_tui.exports.classeur import Classeur, Feuille, Historique

RANG_ENTETES = 3
"""The row of the headings of a table; its first row of data is the next one."""

_MARINE, _GRIS, _TRAIT, _CLAIR = "#1F3A5F", "#595959", "#B7C4D3", "#C9DDEF"

_A4 = 9
_LARGEUR_PAGE = 93.0
"""Width of one column that fills an A4 page between its margins. Widths are in digits, as a spreadsheet counts them.

No more: LibreOffice does not reduce a column that is wider than the page, it cuts it.
"""

_LARGEURS = {1: (46.0, 28.0), 2: (36.0, 24.0)}
"""Number of modalities -> widths of a label and of a code; with the numbers a page, on its side for two."""

_LARGEUR_NOMBRE = 18.0

_CORPS, _HAUTEUR, _MARGE, _HAUTEUR_MAXIMALE = 10, 13.0, 3.0, 409.0
"""Points: the size of the body, a line of it, what is left around it, and the highest row there can be."""

_POINTS_PAR_CHIFFRE = 5.1
"""Points: what one digit of a width surely leaves for text; 7 pixels, less the edges of the cell and 3 %."""

_FLECHE = 3.5
"""Digits: what the arrow of the filter covers at the right of a heading."""

_GRANDS = {"titre": 18, "sous-titre": 12, "partie": 12}
"""Points: the sizes that are not that of the body."""

_GRAS = 1.08
"""How much wider bold text is."""

_INTERLIGNE = 8.0
"""Points: the height of a row that only separates."""

_FORMAT_NOMBRE = "#,##0"

_TEXTE_ENTETE = 100
"""Characters of a text at the top or the bottom of a page: Excel refuses more than 255 in all, its codes included."""


def _styles() -> dict[str, dict[str, Any]]:
    haut: dict[str, Any] = {"valign": "top", "text_wrap": True}
    cadre = {"bold": True, "border": 1, "indent": 1, "valign": "vcenter", "text_wrap": True}
    entete = {"bold": True, "font_color": "#FFFFFF", "bg_color": _MARINE, "valign": "vcenter", "text_wrap": True}
    ligne = {**haut, "bottom": 1, "bottom_color": _TRAIT}
    total = {"bold": True, "top": 1, "top_color": _MARINE, **haut}
    nombre = {"num_format": _FORMAT_NOMBRE, "align": "right"}
    return {
        "titre": {"bold": True, "font_size": _GRANDS["titre"], "font_color": _MARINE, "valign": "vcenter"},
        "sous-titre": {"font_size": _GRANDS["sous-titre"], "font_color": _GRIS, **haut},
        "provisoire": {**cadre, "bg_color": "#FFE9B8", "border_color": "#C98A00"},
        "definitif": {**cadre, "bg_color": "#E4F1E4", "border_color": "#4C8C4A"},
        "partie": {
            "bold": True, "font_size": _GRANDS["partie"], "font_color": _MARINE, "bottom": 1, "bottom_color": _MARINE,
            "valign": "vcenter",
        },
        "phrase": haut,
        "element": {**haut, "indent": 1},
        "entete": entete,
        # Away from the arrow of the filter, which covers the right end of a heading.
        "entete-nombre": {**entete, "align": "right", "indent": 2},
        "texte": ligne,
        "code": {**ligne, "font_color": _GRIS},
        "nombre": {**ligne, **nombre},
        "texte-gras": {**ligne, "bold": True},
        "nombre-gras": {**ligne, **nombre, "bold": True},
        "total": total,
        "total-nombre": {**total, **nombre},
    }  # fmt: skip


def _en_tete(texte: str) -> str:
    """A text for the top or the bottom of a page, where `&` begins a code."""
    return propre(texte)[:_TEXTE_ENTETE].replace("&", "&&")


class _Page:
    """A sheet and the widths of its columns, so that every row gets the height that its text needs."""

    def __init__(self, feuille: Worksheet, formats: dict[str, Format], largeurs: Sequence[float]) -> None:
        self.feuille = feuille
        self._formats = formats
        self.largeurs = largeurs
        for colonne, largeur in enumerate(largeurs):
            feuille.set_column(colonne, colonne, largeur)

    def ligne(self, rang: int, cellules: Sequence[tuple[str | int, str]]) -> None:
        """Write a row from its first column on: (text or number, style)."""
        hauteur = 0.0
        for colonne, (valeur, style) in enumerate(cellules):
            if isinstance(valeur, int):
                self.feuille.write_number(rang, colonne, valeur, self._formats[style])
            elif not valeur:
                self.feuille.write_blank(rang, colonne, None, self._formats[style])
            else:
                texte = propre(valeur)
                # What looks like a formula stays text when someone edits the cell, too.
                garde = style if garder(texte) == texte else f"{style}-garde"
                self.feuille.write_string(rang, colonne, texte, self._formats[garde])
                hauteur = max(hauteur, _hauteur(texte, style, self.largeurs[colonne]))
        self.feuille.set_row(rang, min(hauteur, _HAUTEUR_MAXIMALE))

    def paragraphe(self, rang: int, texte: str) -> None:
        """Write a text across the columns."""
        self.feuille.merge_range(rang, 0, rang, len(self.largeurs) - 1, "", self._formats["phrase"])
        self.feuille.write_string(rang, 0, propre(texte), self._formats["phrase"])
        self.feuille.set_row(rang, _hauteur(propre(texte), "phrase", sum(self.largeurs)))

    def vide(self, rang: int) -> None:
        """A row that only separates."""
        self.feuille.set_row(rang, _INTERLIGNE)


def _hauteur(texte: str, style: str, largeur: float) -> float:
    """The height of a row, in points, that shows the whole of a text in one of its cells."""
    corps = _GRANDS.get(style, _CORPS)
    place = (largeur - (_FLECHE if style.startswith("entete") else 0)) * _POINTS_PAR_CHIFFRE / corps
    if style.startswith(("entete", "total")) or style.endswith("-gras"):
        place /= _GRAS
    # A title runs on over the empty cells beside it.
    rangs = 1 if style == "titre" else lignes(texte, place)
    return rangs * _HAUTEUR * corps / _CORPS + _MARGE


class MiseEnPage:
    """A workbook under way."""

    def __init__(self, livre: Workbook, police: str) -> None:
        self._livre = livre
        self._police = police
        self._formats: dict[str, Format] = {}
        for nom, style in _styles().items():
            self._formats[nom] = livre.add_format(style)
            self._formats[f"{nom}-garde"] = livre.add_format({**style, "quote_prefix": True})

    def tout(self, classeur: Classeur) -> None:
        """Every sheet, the one in words first; its chart reads the last one."""
        accueil = self._page(classeur, classeur.nom_en_clair, [_LARGEUR_PAGE], est_une_page=True)
        rang = self._en_mots(accueil, classeur)
        for feuille in classeur.feuilles:
            self._table(classeur, feuille)
        if classeur.historique is not None:
            self._semaines(classeur, classeur.historique)
            dessin = graphique.semaines(self._livre, classeur.historique, RANG_ENTETES, self._police)
            options = {
                "object_position": 1,
                "x_offset": 2,
                "y_offset": 10,
                "description": propre(classeur.historique.description),
            }
            accueil.feuille.insert_chart(rang, 0, dessin, options)

    def _page(self, classeur: Classeur, nom: str, largeurs: Sequence[float], *, est_une_page: bool = False) -> _Page:
        """An empty sheet that prints on A4, one page wide, with neither date nor path."""
        feuille = self._livre.add_worksheet(nom)
        feuille.hide_gridlines(2)
        feuille.set_paper(_A4)
        if sum(largeurs) > 1.2 * _LARGEUR_PAGE:
            feuille.set_landscape()
        feuille.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        feuille.fit_to_pages(1, 1 if est_une_page else 0)
        lieu, semaine, etat = (_en_tete(texte) for texte in (classeur.sous_titre, classeur.titre, classeur.etat_court))
        feuille.set_header(f"&L&8 {etat}&R&8 {lieu}")
        feuille.set_footer(f"&L&8 {semaine}&R&8Page &P sur &N")
        return _Page(feuille, self._formats, largeurs)

    def _en_mots(self, page: _Page, classeur: Classeur) -> int:
        """The sheet in words; returns the row left for the chart."""
        page.ligne(0, [(classeur.titre, "titre")])
        page.ligne(1, [(classeur.sous_titre, "sous-titre")])
        page.vide(2)
        page.ligne(3, [(classeur.etat, "provisoire" if classeur.est_provisoire else "definitif")])
        rang, rang_graphique = 4, 0
        for partie in classeur.parties:
            page.vide(rang)
            page.ligne(rang + 1, [(partie.titre, "partie")])
            rang += 2
            for phrase in partie.phrases:
                page.ligne(rang, [(f"– {phrase}", "element") if partie.est_liste else (phrase, "phrase")])
                rang += 1
            if partie.avec_graphique:
                page.feuille.set_row(rang, graphique.HAUTEUR + 2 * _INTERLIGNE)
                rang_graphique, rang = rang, rang + 1
        return rang_graphique

    def _debut(self, page: _Page, titre: str, explication: str, entetes: Sequence[tuple[str, str]]) -> None:
        """Title, explanation and frozen headings."""
        page.ligne(0, [(titre, "titre")])
        page.paragraphe(1, explication)
        page.vide(2)
        page.ligne(RANG_ENTETES, entetes)
        page.feuille.freeze_panes(RANG_ENTETES + 1, 0)
        page.feuille.repeat_rows(RANG_ENTETES)

    def _table(self, classeur: Classeur, table: Feuille) -> None:
        """One table of the counts: labels, the modalities as the CSV has them, the number."""
        n = len(table.entetes)
        libelle, code = _LARGEURS[n]
        page = self._page(classeur, table.nom, [libelle] * n + [code] * n + [_LARGEUR_NOMBRE])
        codes = [f"Code dans le CSV{f' ({i})' if n > 1 else ''}" for i in range(1, n + 1)]
        entetes = [(texte, "entete") for texte in (*table.entetes, *codes)]
        self._debut(page, table.titre, table.explication, [*entetes, (table.unite, "entete-nombre")])
        cellules = _rangees(table, classeur.comptage.table(table.tableau))
        premiere = RANG_ENTETES + 1
        for rang, cellule in enumerate(cellules, start=premiere):
            modalites = (cellule.modalite_1, cellule.modalite_2)[:n]
            mots = [libelles.get(m, m) for m, libelles in zip(modalites, table.libelles, strict=True)]
            page.ligne(
                rang,
                [*((mot, "texte") for mot in mots), *((m, "code") for m in modalites), (cellule.nombre, "nombre")],
            )
        derniere = premiere + max(len(cellules), 1) - 1
        page.feuille.autofilter(RANG_ENTETES, 0, derniere, 2 * n)
        if not cellules:
            page.ligne(premiere, [(table.si_vide, "texte"), *[("", "texte")] * (2 * n)])
            return
        page.feuille.conditional_format(premiere, 2 * n, derniere, 2 * n, _BARRES)
        if table.total is not None:
            # An empty row keeps it out of what is sorted and filtered.
            page.vide(derniere + 1)
            mots_total, nombre = table.total
            vides: list[tuple[str | int, str]] = [("", "total")] * (2 * n - 1)
            page.ligne(derniere + 2, [(mots_total, "total"), *vides, (nombre, "total-nombre")])

    def _semaines(self, classeur: Classeur, historique: Historique) -> None:
        """The last weeks, one a row, the one that is counted in bold."""
        nombres = [*historique.etapes.values(), "Entretiens", "Orientations"]
        page = self._page(classeur, historique.nom, [15.0, 27.0, *[19.5] * len(nombres)])
        entetes = [("Semaine", "entete"), ("Dates", "entete"), *((nom, "entete-nombre") for nom in nombres)]
        self._debut(page, historique.titre, historique.explication, entetes)
        premiere = RANG_ENTETES + 1
        for rang, vue in enumerate(historique.semaines, start=premiere):
            gras = "-gras" if vue is historique.semaines[-1] else ""
            compte = vue.compte
            valeurs = [*(compte.par_etape.get(e, 0) for e in historique.etapes), compte.entretiens, compte.orientations]
            page.ligne(
                rang,
                [
                    (vue.nom, f"texte{gras}"),
                    (vue.dates, f"texte{gras}"),
                    *((valeur, f"nombre{gras}") for valeur in valeurs),
                ],
            )
        derniere = premiere + len(historique.semaines) - 1
        page.feuille.autofilter(RANG_ENTETES, 0, derniere, len(entetes) - 1)


_BARRES = {
    "type": "data_bar",
    "data_bar_2010": True,
    "bar_color": _CLAIR,
    "bar_solid": True,
    "bar_no_border": True,
    "min_type": "num",
    "min_value": 0,
}
"""A bar behind each number, from zero on."""


def _rangees(table: Feuille, cellules: tuple[Cellule, ...]) -> list[Cellule]:
    """The cells of a table in the order in which people read them."""
    rangs = [{modalite: rang for rang, modalite in enumerate(libelles)} for libelles in table.libelles]

    def place(cellule: Cellule) -> tuple[int, list[int], tuple[str, str]]:
        modalites = (cellule.modalite_1, cellule.modalite_2)
        ordre = [rang.get(m, len(rang)) for rang, m in zip(rangs, modalites, strict=False)]
        return (-cellule.nombre if table.par_nombre else 0, ordre, modalites)

    return sorted(cellules, key=place)
