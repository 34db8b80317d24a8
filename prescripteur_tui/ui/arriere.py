"""The one thread that owns the store: the screens await it, the event loop never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class FilArriere:
    """A thread that does one thing at a time, in the order asked."""

    def __init__(self) -> None:
        self._executeur = ThreadPoolExecutor(max_workers=1, thread_name_prefix="depot")

    def lancer(self, fonction: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Ask for a call, without waiting for it."""
        return self._executeur.submit(fonction, *args, **kwargs)

    async def attendre(self, fonction: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a call; its exception is raised here."""
        return await asyncio.wrap_future(self.lancer(fonction, *args, **kwargs))

    def fermer(self) -> None:
        """Wait for what was asked, then end the thread."""
        self._executeur.shutdown(wait=True)
