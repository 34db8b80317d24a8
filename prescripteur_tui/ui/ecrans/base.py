"""What every screen has: a header line, a footer of at most five labels, a sentence when the window is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, cast

from textual.app import ComposeResult
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci, AUneAide
from prescripteur_tui.ui.widgets.lignes import Banniere, Entete, Pied, TropPetit

if TYPE_CHECKING:
    from textual import events

    from prescripteur_tui.ui.application import AppPrescripteur

LARGEUR_MINIMALE = 60
HAUTEUR_MINIMALE = 20

LARGEURS = [(0, "-trop-etroit"), (LARGEUR_MINIMALE, "-etroit"), (80, "-large")]
"""A screen has exactly one of these classes, by its width in cells."""

HAUTEURS = [(0, "-trop-bas"), (HAUTEUR_MINIMALE, "-bas"), (24, "-haut")]
"""And exactly one of these, by its height in lines."""


class RecoitTouches:
    """What the app asks of a screen or dialog that handles keys one at a time."""

    NOM: ClassVar[str] = ""
    """Its name in the table of commands."""

    a_une_aide: ClassVar[bool] = True
    """Whether F1 and the palette open over it."""

    @property
    def aide_ici(self) -> AideIci | None:
        """What the focused widget is, for the help; a screen that knows better says so."""
        focus = cast("Screen[Any]", self).focused
        return focus.aide_ici if isinstance(focus, AUneAide) else None

    @property
    def est_trop_petit(self) -> bool:
        """Whether the window shows the sentence « Agrandissez… » instead: keys are then not for what is below."""
        largeur, hauteur = cast("Screen[Any]", self).app.size
        return largeur < LARGEUR_MINIMALE or hauteur < HAUTEUR_MINIMALE

    async def touche(self, event: events.Key) -> bool:
        """Handle a key before Textual's own bindings; True when it is done with.

        The app calls this for one key at a time and waits: a key is never applied to what comes before or after
        the screen that it was meant for.
        """
        return False

    async def jouer_touche(self, event: events.Key) -> bool:
        """Do the command of this screen that has this key; False when there is none."""
        touche = event.key.lower() if len(event.key) == 1 else event.key
        for commande in commandes.de_l_ecran(self.NOM):
            if touche in commande.touches:
                ecran = cast("Screen[Any]", self)
                await ecran.run_action(commande.action)
                return True
        return False


class Ecran(RecoitTouches, Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen of the app.

    A subclass sets `NOM` (its name in the table of commands), `TITRE`, `BINDINGS = commandes.liaisons(NOM)`, and
    gives its widgets by `corps`; `self.contexte = "…"` puts a text at the right of the header.
    """

    TITRE: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = LARGEURS
    VERTICAL_BREAKPOINTS = HAUTEURS

    @property
    def appli(self) -> AppPrescripteur:
        """The app, with its type."""
        return cast("AppPrescripteur", self.app)

    def compose(self) -> ComposeResult:
        """Header, body, footer, and what covers them in a window that is too small."""
        yield Banniere()
        yield Entete(self.TITRE, id="entete")
        yield from self.corps()
        yield Pied(commandes.pied(self.NOM), id="pied")
        yield TropPetit(id="trop-petit")

    async def preparer(self) -> None:
        """Read what the screen shows: awaited once it is there, before the next key is looked at."""

    def corps(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        return ()

    @property
    def contexte(self) -> str:
        """The text at the right of the header."""
        return self.query_one(Entete).contexte

    @contexte.setter
    def contexte(self, texte: str) -> None:
        self.query_one(Entete).contexte = texte

    def action_fermer(self) -> None:
        """Go back without a result."""
        self.dismiss(None)
