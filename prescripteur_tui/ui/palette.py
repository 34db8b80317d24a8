"""The palette: find a command by its name, accents or not."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from prescripteur_tui.services.catalogue import plier
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import HAUTEURS, LARGEURS, RecoitTouches
from prescripteur_tui.ui.widgets.lignes import Banniere, TropPetit
from prescripteur_tui.ui.widgets.liste import Element, Liste


class Palette(RecoitTouches, ModalScreen[str | None]):
    """Commands of a screen and of the app; gives the action of the one chosen."""

    NOM = "palette"
    CSS_PATH = "palette.tcss"
    HORIZONTAL_BREAKPOINTS = LARGEURS
    VERTICAL_BREAKPOINTS = HAUTEURS
    a_une_aide = False

    def __init__(self, ecran: str) -> None:
        super().__init__()
        self._commandes = [c for c in (*commandes.de_l_ecran(ecran), *commandes.de_l_ecran("")) if c.palette]

    def compose(self) -> ComposeResult:
        """What is typed, what it finds."""
        yield Banniere()
        with Vertical(id="cadre-palette"):
            yield Input(placeholder="Chercher une commande…", id="recherche", select_on_focus=False)
            yield Liste(id="trouvees")
        yield TropPetit(id="trop-petit")

    def on_mount(self) -> None:
        """All commands at first."""
        self.query_one(Input).cursor_blink = False
        self.query_one(Input).focus()
        self._chercher("")

    def _chercher(self, texte: str) -> None:
        mots = plier(texte).split()
        trouvees = [
            Element(c.action, c.aide, touche=c.touche)
            for c in self._commandes
            if all(mot in plier(f"{c.libelle} {c.aide}") for mot in mots)
        ]
        rien = [Element("", "Aucune commande de ce nom.", est_titre=True)]
        self.query_one(Liste).montrer(trouvees or rien)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search as it is typed."""
        message.stop()
        self._chercher(message.value)

    async def touche(self, event: events.Key) -> bool:
        """Arrows and Enter go to the list, the rest to what is typed."""
        liste = self.query_one(Liste)
        if event.key in ("escape", "ctrl+p"):
            await self.dismiss(None)
        elif event.key == "enter":
            courant = liste.courant
            await self.dismiss(courant.id if courant and courant.id else None)
        elif event.key not in ("down", "up", "pageup", "pagedown") or not liste.deplacer(event.key):
            return event.key in ("tab", "shift+tab")
        return True

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click chooses."""
        message.stop()
        self.dismiss(message.element.id)
