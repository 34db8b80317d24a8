"""What the user does, one thing after the other: a key is handled to its end before the next one is looked at.

Textual hands a key to the widget that has the focus when the key arrives. Someone who types faster than the store
writes would then answer a question that is not on screen yet, or type into a screen that is about to close.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable

Geste = Callable[[], Awaitable[None]]
"""One key or click, ready to be done."""


class FileDeGestes:
    """Does gestures in order, each to its end."""

    def __init__(self, echec: Callable[[Exception], None]) -> None:
        """
        Args:
            echec: told of an exception; the gestures that waited behind are forgotten.
        """
        self._echec = echec
        self._attente: deque[Geste] = deque()
        self._tache: asyncio.Task[None] | None = None
        self.contexte: contextvars.Context | None = None
        """Where gestures run, whoever asks for them: that of the app, which outlives every widget."""

    def ajouter(self, geste: Geste) -> None:
        """Do this after what waits already."""
        self._attente.append(geste)
        if self._tache is None:
            self._tache = asyncio.create_task(self._vider(), context=self.contexte)

    def oublier(self) -> None:
        """Forget what waits: something came up that those keys were not meant for."""
        self._attente.clear()

    def fermer(self) -> None:
        """Do nothing more."""
        self.oublier()
        if self._tache is not None:
            self._tache.cancel()

    @property
    def est_vide(self) -> bool:
        """Whether all is done."""
        return self._tache is None

    async def _vider(self) -> None:
        try:
            while self._attente:
                await self._attente.popleft()()
        except Exception as erreur:
            self.oublier()
            self._echec(erreur)
        finally:
            self._tache = None
