"""Threads: the one that owns the store, and those for what may never answer. The event loop never waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application

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


async def a_part(fonction: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a call in a thread of its own, which the end of the app does not wait for.

    For what a dead share or a slow stick may keep waiting: it must be harmless to cut it short at any moment. Await
    it in a worker, never in a gesture: the keys behind would wait too.
    """
    futur: Future[R] = Future()
    # From now on nobody can cancel it: the thread would not know, and fail to give its result.
    futur.set_running_or_notify_cancel()

    def faire() -> None:
        try:
            resultat = fonction(*args, **kwargs)
        except BaseException as erreur:
            futur.set_exception(erreur)
        else:
            futur.set_result(resultat)

    threading.Thread(target=faire, name="a-part", daemon=True).start()
    return await asyncio.wrap_future(futur)


async def a_part_avec_sa_base(
    services: Application, fonction: Callable[Concatenate[Application, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The same for a use case: it has a store of its own, so that the other thread never waits for a slow stick."""

    def faire() -> R:
        jumelle = services.jumelle()
        try:
            return fonction(jumelle, *args, **kwargs)
        finally:
            jumelle.fermer()

    return await a_part(faire)
