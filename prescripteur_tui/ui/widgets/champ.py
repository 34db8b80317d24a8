"""A field on one line whose focus is seen without colour: its left edge grows thick."""

from __future__ import annotations

from textual.widgets import Input

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import fr

ECRIRE = "Écrivez. Les flèches gauche et droite déplacent dans le texte, Retour arrière efface."


class ChampTexte(Input):
    """Free text on one line; nothing blinks, nothing is selected unasked, nothing is in English."""

    DEFAULT_CSS = """
    ChampTexte {
        height: 1;
        border: none;
        border-left: solid $secondary;
        padding: 0 1;
        background: $surface;
    }
    ChampTexte:focus {
        border: none;
        border-left: thick $accent;
        background: $panel;
        background-tint: $panel 0%;
    }
    /* Textual's own grey does not hold 4.5:1. */
    ChampTexte > .input--placeholder { color: $discret; }
    """

    def __init__(
        self, valeur: str = "", exemple: str = "", *, id: str | None = None, aide: AideIci | None = None
    ) -> None:
        super().__init__(valeur, placeholder=fr(exemple), id=id, select_on_focus=False)
        self.cursor_blink = False
        self._aide = aide

    @property
    def aide_ici(self) -> AideIci:
        """What to write, and how."""
        return self._aide or AideIci("Un champ à remplir", (ECRIRE,))
