"""A page to read: it scrolls with the keys, and its text is never markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.lignes import Texte


class Page(VerticalScroll, can_focus=True, inherit_bindings=False):
    """A text longer than the screen. Left and right are left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The text."""
        yield Texte()

    @property
    def aide_ici(self) -> AideIci:
        """How to read on."""
        defiler = "Les flèches haut et bas font défiler ; Espace et Page suivante avancent d’un écran."
        return AideIci("La page", (defiler, "Début et Fin vont au début et à la fin."))

    @property
    def texte(self) -> str:
        """What is shown, unwrapped."""
        return self.query_one(Texte).texte

    def montrer(self, paragraphes: Iterable[Paragraphe | str]) -> None:
        """Show other text, from its beginning."""
        self.query_one(Texte).montrer(*paragraphes)
        self.scroll_home(animate=False)
