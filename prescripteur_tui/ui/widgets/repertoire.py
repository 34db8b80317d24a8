"""A list of one-line rows to choose from: drawn line by line, so that its length costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import abreger

MARQUE = "▸ "
"""Stands before the current row: colour alone would not say it."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row: what it stands for, and its texts, column by column."""

    id: str
    colonnes: tuple[str, ...]


class Repertoire(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows in columns, one of them current; the screen says what Enter does.

    Args:
        largeurs: the width of each column, in cells, from the width of a row.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"repertoire--ici"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "bouger(-1)", show=False),
        Binding("down", "bouger(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "aller(0)", show=False),
        Binding("end", "aller(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Repertoire { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    Repertoire > .repertoire--ici { text-style: bold; }
    Repertoire:focus > .repertoire--ici { text-style: bold reverse; }
    """

    class Parcourue(Message):
        """Another row is current; `ligne` is None in an empty list."""

        def __init__(self, ligne: str | None) -> None:
            super().__init__()
            self.ligne = ligne

    class Cliquee(Message):
        """A row was clicked."""

        def __init__(self, ligne: str) -> None:
            super().__init__()
            self.ligne = ligne

    def __init__(self, largeurs: Callable[[int], Sequence[int]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._largeurs = largeurs
        self._lignes: tuple[Ligne, ...] = ()
        self._ici = 0

    @property
    def lignes(self) -> tuple[Ligne, ...]:
        """The rows."""
        return self._lignes

    @property
    def choisie(self) -> str | None:
        """The id of the current row; None in an empty list."""
        return self._lignes[self._ici].id if self._lignes else None

    @property
    def aide_ici(self) -> AideIci:
        """The current row."""
        nom = f"La ligne « {self._lignes[self._ici].colonnes[0]} »" if self._lignes else "La liste"
        bouger = "Les flèches et les touches Page parcourent la liste, Début et Fin vont aux bouts."
        return AideIci(nom, (bouger, "Entrée prend la ligne marquée ▸. Maj+Tab revient en arrière."))

    def montrer(self, lignes: Sequence[Ligne], choisie: str | None = None) -> None:
        """Show other rows; the current one stays current if it is among them, else the first one is."""
        voulue = choisie or self.choisie
        self._lignes = tuple(lignes)
        self._ici = next((i for i, ligne in enumerate(self._lignes) if ligne.id == voulue), 0)
        # One cell wide: rows are cut to the width, never scrolled sideways.
        self.virtual_size = Size(1, len(self._lignes))
        self._suivre()

    def render_line(self, y: int) -> Strip:
        """One row, or an empty line below the last one."""
        largeur, indice = self.scrollable_content_region.width, y + self.scroll_offset.y
        if indice >= len(self._lignes):
            return Strip.blank(largeur, self.rich_style)
        est_ici = indice == self._ici
        largeurs = self._largeurs(largeur - len(MARQUE))
        colonnes = zip(self._lignes[indice].colonnes, largeurs, strict=True)
        cellules = [set_cell_size(abreger(texte, place), place) for texte, place in colonnes]
        texte = (MARQUE if est_ici else " " * len(MARQUE)) + "  ".join(cellules)
        style = self.get_component_rich_style("repertoire--ici") if est_ici else self.rich_style
        return Strip([Segment(set_cell_size(texte, largeur), style)], largeur)

    def suivre_touche(self, touche: str) -> bool:
        """Move for a key that another widget got: up, down or a page; True when it was one of these."""
        mouvement = {
            "up": (self.action_bouger, -1),
            "down": (self.action_bouger, 1),
            "pageup": (self.action_page, -1),
            "pagedown": (self.action_page, 1),
        }.get(touche)
        if mouvement is not None:
            action, sens = mouvement
            action(sens)
        return mouvement is not None

    def action_bouger(self, de: int) -> None:
        """Go up or down; stop at the ends."""
        self._aller(self._ici + de)

    def action_page(self, sens: int) -> None:
        """Go one screenful up or down."""
        self._aller(self._ici + sens * max(self.size.height - 1, 1))

    def action_aller(self, indice: int) -> None:
        """Go to a row; -1 is the last one."""
        self._aller(len(self._lignes) - 1 if indice < 0 else indice)

    def on_click(self, event: events.Click) -> None:
        """Make the row current and tell the screen."""
        event.stop()
        ici = event.get_content_offset(self)
        indice = ici.y + self.scroll_offset.y if ici is not None else len(self._lignes)
        if indice < len(self._lignes):
            self._aller(indice)
            self.post_message(self.Cliquee(self._lignes[indice].id))

    def on_resize(self) -> None:
        """Keep the current row in sight."""
        self._suivre()

    def _aller(self, indice: int) -> None:
        if self._lignes:
            self._ici = min(max(indice, 0), len(self._lignes) - 1)
            self._suivre()

    def _suivre(self) -> None:
        self.scroll_to_region(Region(0, self._ici, 1, 1), animate=False)
        self.refresh()
        self.post_message(self.Parcourue(self.choisie))
