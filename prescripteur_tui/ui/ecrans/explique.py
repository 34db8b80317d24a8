"""A screen that is one list, with what the current line is below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.lignes import Texte
from prescripteur_tui.ui.widgets.liste import Element, Liste

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class EcranExplique(Ecran[None]):
    """The list, a line for what just happened, and the explanation of the current line.

    A subclass gives `explication`, and in `ACTION` the action that a click on a line does.
    """

    ACTION: ClassVar[str] = ""

    def corps(self) -> Iterable[Widget]:
        """List, notice, explanation."""
        yield Liste(id="lignes")
        yield Texte(id="avis-lignes")
        yield Texte(id="explication")

    def explication(self, element: Element) -> Sequence[Paragraphe | str]:
        """What a line is."""
        raise NotImplementedError

    def lister(self, elements: Sequence[Element]) -> None:
        """Show other lines; the cursor stays on its own."""
        liste = self.query_one(Liste)
        liste.montrer(elements, curseur=None if liste.elements else 0)
        self._expliquer()

    def dire(self, *textes: Paragraphe | str) -> None:
        """Say what just happened."""
        self.query_one("#avis-lignes", Texte).montrer(*textes)

    @property
    def courant(self) -> Element | None:
        """The current line."""
        return self.query_one(Liste).courant

    async def touche(self, event: events.Key) -> bool:
        """Arrows in the list, then the commands."""
        if self.query_one(Liste).deplacer(event.key):
            self._expliquer()
            return True
        return await self.jouer_touche(event)

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click does what Enter does."""
        message.stop()
        self._expliquer()
        self.appli.jouer(self.ACTION)

    def _expliquer(self) -> None:
        textes = self.explication(self.courant) if self.courant is not None else ()
        self.query_one("#explication", Texte).montrer(*textes)
