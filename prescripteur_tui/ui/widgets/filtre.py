"""A choice among few values, on one line, that goes round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import fr


class Filtre(Widget, can_focus=True):
    """`F2  Étape : toutes`; Enter, Space, an arrow or a click goes to another value.

    Args:
        touche: the key of the screen that does the same, as it is printed.
        valeurs: (value, label); the first one is the one at the start.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "tourner(1)", show=False),
        Binding("left", "tourner(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Filtre { width: auto; height: 1; }
    Filtre:focus { text-style: reverse; }
    """

    class Tourne(Message):
        """Another value is current."""

    def __init__(
        self, touche: str, titre: str, valeurs: Sequence[tuple[str | None, str]], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._touche, self._titre = touche, titre
        self._valeurs = list(valeurs)
        self._ici = 0

    @property
    def valeur(self) -> str | None:
        """The current value."""
        return self._valeurs[self._ici][0]

    @property
    def libelle(self) -> str:
        """The label of the current value."""
        return self._valeurs[self._ici][1]

    @property
    def aide_ici(self) -> AideIci:
        """What it limits the list to, and how to change that."""
        tourner = "Entrée, Espace ou la flèche droite montre la valeur suivante, la flèche gauche celle d’avant."
        return AideIci(
            f"Le filtre « {self._titre} »",
            (
                f"La liste montre maintenant : {self.libelle}.",
                f"{tourner} {self._touche} fait de même depuis la liste.",
            ),
        )

    def proposer(self, valeurs: Sequence[tuple[str | None, str]]) -> None:
        """Offer other values, from the first one."""
        self._valeurs = list(valeurs)
        self._ici = 0
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as what it says."""
        return self._texte().cell_length

    def render(self) -> Content:
        """Key, title, value."""
        return self._texte()

    def action_tourner(self, sens: int) -> None:
        """Go to the next value, or the one before."""
        self._ici = (self._ici + sens) % len(self._valeurs)
        self.refresh(layout=True)
        self.post_message(self.Tourne())

    def on_click(self) -> None:
        """Go to the next value."""
        self.action_tourner(1)

    def _texte(self) -> Content:
        return Content.assemble((self._touche, "bold"), fr(f" {self._titre} : "), (self.libelle, "bold"))
