"""Drives the app as a user does, and waits on what is to be seen, never on time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from prescripteur_tui.services import accueil
from prescripteur_tui.services.application import Application
from prescripteur_tui.ui.application import AppPrescripteur
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien

MAINTENANT = dt.datetime(2026, 11, 25, 14, 30, tzinfo=dt.UTC)
"""A Wednesday of week 48."""

DELAI = 20.0
"""Seconds until a wait gives up: far more than anything takes, because a slow machine is not a failure."""

E = TypeVar("E", bound=Screen[Any])


class Pilote:
    """The app under test and what a user can do with it."""

    def __init__(self, app: AppPrescripteur, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    # Waiting

    async def quand(self, condition: Callable[[], bool], quoi: str) -> None:
        """Wait for a condition, named for the report of a failure."""
        fin = asyncio.get_running_loop().time() + DELAI
        while not condition():
            if self.app._exception is not None:
                raise self.app._exception
            if asyncio.get_running_loop().time() > fin:
                raise AssertionError(f"waited in vain for: {quoi}\n{self.texte()}")
            await asyncio.sleep(0.005)

    async def repos(self) -> None:
        """Wait until every key is handled and painted."""
        await self.quand(lambda: self.app.gestes.est_vide, "the keys to be handled")
        await self.pilot.pause()
        await self.quand(lambda: self.app.gestes.est_vide, "the keys to be handled")

    # Doing

    async def taper(self, *touches: str) -> None:
        """Press keys all at once, as a fast typist or a paste does, then wait until they are handled."""
        for touche in touches:
            self.app.post_message(_touche(touche))
        # The app must have taken them in before the queue can be said to be empty.
        recues = asyncio.Event()
        self.app.call_later(recues.set)
        await self.quand(lambda: recues.is_set() or not self.app.is_running, "the keys to be taken in")
        await self.repos()

    async def cliquer(self, texte: str) -> None:
        """Click on the first place of the window where this text stands."""
        for y, ligne in enumerate(self.lignes()):
            if texte in ligne:
                await self.pilot.click(offset=(ligne.index(texte), y))
                await self.repos()
                return
        raise AssertionError(f"« {texte} » is not to be seen\n{self.texte()}")

    # Looking

    def lignes(self) -> list[str]:
        """The window, line by line, as the terminal has it."""
        return ["".join(s.text for s in strip) for strip in self.app.screen._compositor.render_strips()]

    def texte(self) -> str:
        """The window as one text, no-break spaces as plain ones."""
        return "\n".join(self.lignes()).replace("\u00a0", " ")

    def ecran(self, genre: type[E]) -> E:
        """The screen on top, which must be of this kind."""
        assert isinstance(self.app.screen, genre), f"{type(self.app.screen).__name__} is on top\n{self.texte()}"
        return self.app.screen

    async def depot(self) -> Any:
        """The store, to be asked in its own thread."""
        return await self.app.en_arriere(lambda: self.app.services.depot)

    async def compte(self) -> tuple[int, int]:
        """(interviews, orientations) of this week in the store."""
        etat = await self.app.en_arriere(accueil.lire, self.app.services)
        return etat.compte.entretiens, etat.compte.orientations


def _touche(touche: str) -> events.Key:
    """The event that a terminal would send for a key: a name of Textual's, or a character."""
    from textual.keys import _character_to_key

    if len(touche) == 1:
        return events.Key(_character_to_key(touche), touche)
    caracteres = {"enter": "\r", "escape": "\x1b", "backspace": "\x7f", "space": " ", "tab": "\t"}
    return events.Key(touche, caracteres.get(touche))


@asynccontextmanager
async def ouvrir(
    donnees: Path,
    *,
    catalogue: Path | None = None,
    taille: tuple[int, int] = (80, 24),
    jour: dt.datetime = MAINTENANT,
    peser: bool = False,
) -> AsyncIterator[Pilote]:
    """The app on a data folder, its first screen read; without the weight of questions, which comes by itself."""
    EcranEntretien.repos = 0.01 if peser else None
    EcranEntretien.patience = DELAI
    services = Application(donnees, catalogue, horloge=lambda: jour)
    app = AppPrescripteur(services)
    try:
        async with app.run_test(size=taille) as pilot:
            pilote = Pilote(app, pilot)
            premier = app.screen_stack[0]
            assert isinstance(premier, EcranAccueil)
            await pilote.quand(lambda: premier.etat is not None or len(app.screen_stack) > 1, "the first screen")
            await pilote.repos()
            yield pilote
    finally:
        app.fil.lancer(services.fermer)
        app.fil.fermer()
