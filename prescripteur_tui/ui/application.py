"""The app: one window, its screens, the order of what the user does, and what happens when something fails."""

from __future__ import annotations

import asyncio
import contextvars
import importlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.types import CSSPathType

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import accueil
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.arriere import FilArriere
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.base import Ecran, RecoitTouches
from prescripteur_tui.ui.garde import Garde
from prescripteur_tui.ui.gestes import FileDeGestes, Geste
from prescripteur_tui.ui.themes import PAR_REGLAGE, SOMBRE, THEMES

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.entretien import Entretien
    from prescripteur_tui.services.entretien import EnCours
    from prescripteur_tui.ui.ecrans.dialogues import Dialogue
    from prescripteur_tui.ui.envoi import Envoi

P = ParamSpec("P")
R = TypeVar("R")

_ECRANS = {
    "entretien": "EcranEntretien",
    "resultat": "EcranResultat",
    "catalogue": "EcranCatalogue",
    "operateur": "EcranOperateur",
    "lieu": "EcranLieu",
    "aide": "EcranAide",
    "tableau": "EcranTableau",
    "reglages": "EcranReglages",
    "exports": "EcranExports",
}
"""Screens by module of `ui.ecrans`, imported when first opened."""


@dataclass(frozen=True, slots=True)
class Dernier:
    """The interview just stored, as long as it can be taken back: until the next one begins."""

    en_cours: EnCours
    entretien: Entretien


class AppPrescripteur(App[int], inherit_bindings=False):
    """The window.

    Args:
        services: the use cases.
        fil: the thread that owns the store; a new one when left out.
        premier: the reading of the first screen, when it is already under way in that thread.
    """

    TITLE = "Prescripteur"
    CSS_PATH: ClassVar[CSSPathType | None] = ["base.tcss", "ecrans/accueil.tcss"]
    BINDINGS = commandes.liaisons("")
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    # A selection could be copied out of the window: a person's answers do not leave it.
    ALLOW_SELECT = False

    def __init__(
        self,
        services: Application,
        fil: FilArriere | None = None,
        premier: Future[accueil.Accueil] | None = None,
    ) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.animation_level = "none"
        self.services = services
        self.fil = fil or FilArriere()
        self.premier = premier or self.fil.lancer(accueil.lire, services)
        est_lu = self.premier.done() and self.premier.exception() is None
        self.choisir_theme(self.premier.result().theme if est_lu else "sombre")
        self.gestes = FileDeGestes(self._echec)
        self.garde = Garde(self)
        self.dernier: Dernier | None = None
        self.envoi: Envoi | None = None
        """The sending under way, or ended and not told yet."""
        self.nature = ""
        """`formation` or `demo` when the interviews are invented: known once the first screen is read."""
        self._catalogue: asyncio.Task[Catalogue] | None = None

    def get_default_screen(self) -> Screen[Any]:
        """The first screen; Textual's own empty one would only cost time."""
        return EcranAccueil()

    def on_mount(self) -> None:
        """Gestures belong to the app, whichever widget was clicked."""
        self.gestes.contexte = contextvars.copy_context()

    def choisir_theme(self, reglage: str) -> None:
        """Take the colours of a setting; dark when it is not known."""
        self.theme = PAR_REGLAGE.get(reglage, SOMBRE)

    # Store and catalogue

    async def en_arriere(self, fonction: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a use case in the thread that owns the store; its exception is raised here."""
        return await self.fil.attendre(fonction, *args, **kwargs)

    def charger_catalogue(self) -> asyncio.Task[Catalogue]:
        """The reading of the catalogue in a thread of its own, begun at the first call."""
        rate = self._catalogue is not None and self._catalogue.done() and self._catalogue.exception() is not None
        if self._catalogue is None or rate:
            self._catalogue = asyncio.create_task(asyncio.to_thread(_lire_catalogue, self.services))
            # The error is told to who waits for the catalogue.
            self._catalogue.add_done_callback(lambda tache: tache.cancelled() or tache.exception())
        return self._catalogue

    @property
    def catalogue_est_pret(self) -> bool:
        """Whether the catalogue is read."""
        return self._catalogue is not None and self._catalogue.done() and self._catalogue.exception() is None

    # Screens

    async def ouvrir(self, nom: str, *args: Any, retour: Callable[[Any], None] | None = None) -> None:
        """Open a screen of the table; `retour` gets what it is dismissed with."""
        module = importlib.import_module(f"prescripteur_tui.ui.ecrans.{nom}")
        ecran: Ecran[Any] = getattr(module, _ECRANS[nom])(*args)
        await self.push_screen(ecran, retour)
        await ecran.preparer()

    async def demander(self, dialogue: Dialogue) -> None:
        """Open a dialog; what follows is its own `suite`."""
        await self.push_screen(dialogue)

    async def revenir_a_l_accueil(self) -> None:
        """Close every screen but the first, which reads the store again before it is seen."""
        premier = self.screen_stack[0]
        if isinstance(premier, EcranAccueil):
            await premier.relire()
        # In one update: the last question must not be painted again on the way.
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()

    def montrer_erreur(self, erreur: ErreurPrescripteur) -> None:
        """Say what is wrong and what to do; the keys that wait were not meant for that."""
        # Deferred: most runs show no error.
        from prescripteur_tui.ui.ecrans.dialogues import DialogueErreur

        self.gestes.oublier()
        self.push_screen(DialogueErreur(erreur))

    # Keys and clicks, one at a time

    def jouer(self, action: str) -> None:
        """Do an action of the screen, after the keys that wait."""
        self.faire(partial(self._action, action))

    def faire(self, geste: Geste) -> None:
        """Do this after the keys that wait."""
        self.gestes.ajouter(geste)

    async def _action(self, action: str) -> None:
        await self.run_action(action, self.screen)

    async def on_event(self, event: events.Event) -> None:
        """Take keys in, one at a time; the rest is Textual's."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.gestes.ajouter(partial(self._touche, event))
        else:
            await super().on_event(event)

    async def _touche(self, event: events.Key) -> None:
        ecran = self.screen
        if isinstance(ecran, RecoitTouches):
            if ecran.est_trop_petit:
                return
            if await ecran.touche(event):
                return
            # Textual keeps the keys of the app from a modal screen; what is typed there has its help all the same.
            if isinstance(ecran, ModalScreen) and event.key in commandes.PAR_ID["aide"].touches:
                await self.action_aide()
                return
        cible = self.focused or ecran
        await super().on_event(event)
        await _traite(cible)

    # Commands of all screens

    async def action_quitter(self) -> None:
        """Quit; inside an interview, ask first."""
        for ecran in reversed(self.screen_stack):
            if hasattr(ecran, "action_interrompre"):
                # Over a dialog nothing is asked: it is to be answered first.
                if not isinstance(self.screen, ModalScreen):
                    await ecran.action_interrompre(quitter=True)
                return
        self.exit(0)

    async def action_quit(self) -> None:
        """Textual's own name for it."""
        await self.action_quitter()

    def action_help_quit(self) -> None:
        """Textual would answer Ctrl+C in English."""
        self.jouer("app.quitter")

    async def action_aide(self) -> None:
        """Open the help: what is focused, the screen, the guide."""
        if not isinstance(self.screen, RecoitTouches):
            await self.ouvrir("aide")
        elif self.screen.a_une_aide:
            await self.ouvrir("aide", self.screen.aide_ici)

    async def action_palette(self) -> None:
        """Open the palette of commands."""
        from prescripteur_tui.ui.palette import Palette

        if isinstance(self.screen, RecoitTouches) and self.screen.a_une_aide:
            self.push_screen(Palette(self.screen.NOM), self._jouer_si)

    def _jouer_si(self, action: str | None) -> None:
        if action is not None:
            self.jouer(action)

    # Ends

    async def on_unmount(self) -> None:
        """Nothing more is taken in; what was asked of the store is finished; a copy under way is given up."""
        self.gestes.fermer()
        await self.garde.fermer()

    def _echec(self, erreur: Exception) -> None:
        if isinstance(erreur, ErreurPrescripteur):
            self.montrer_erreur(erreur)
        else:
            self._handle_exception(erreur)

    def _handle_exception(self, error: Exception) -> None:
        """End on an error nobody expected.

        Private to Textual, and the only place where its own report, which shows local variables (a person's
        answers), can be kept from the terminal.
        """
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def plantage(self) -> Exception | None:
        """The error that ended the app, if one did."""
        return self._exception


async def _traite(cible: MessagePump) -> None:
    """Wait until a key handed to `cible` has been looked at by it and all that is above it."""
    noeud: MessagePump | None = cible
    while noeud is not None:
        vu = asyncio.Event()
        if noeud.is_running and noeud.call_later(vu.set):
            # A node that closes meanwhile may drop the call.
            try:
                await asyncio.wait_for(vu.wait(), 2)
            except TimeoutError:
                return
        noeud = noeud._parent


def _lire_catalogue(services: Application) -> Catalogue:
    """Read the catalogue, compile its rules, import the next screen: all that `n` needs."""
    catalogue = services.catalogue
    _ = catalogue.moteur, catalogue.contenu, catalogue.empreinte
    for nom in ("entretien", "resultat"):
        importlib.import_module(f"prescripteur_tui.ui.ecrans.{nom}")
    return catalogue
