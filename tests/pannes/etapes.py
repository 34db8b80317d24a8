"""A piece of work, killed at each of its steps in turn: before every SQL statement and every change of a file."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

CHANGEMENTS = {"os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.utime"}
"""Audit events of Python that change names; `open` counts too, for files under the folder that is watched."""


def tuer_a_chaque_etape(
    dossier: Path, geste: Callable[[], object], *, instructions: int | None = None
) -> Iterator[int]:
    """Run `geste` in a process that is killed (SIGKILL) before its first step, then before its second…

    Yields the number of the step after each kill, for the caller to look at what is left and to put things back. Ends
    once the work comes to its end unharmed.

    Args:
        dossier: where files are watched.
        geste: the work.
        instructions: count also every so many instructions of SQLite, to be killed inside of statements.
    """
    etape = 0
    while True:
        etape += 1
        if not _tuer_a(etape, dossier, geste, instructions):
            return
        yield etape


def tuer_apres(geste: Callable[[], object]) -> None:
    """Run `geste` in a process that is killed at its end; what it returns is still held open then."""
    pid = os.fork()
    if pid == 0:
        try:
            tenu = geste()
            os.kill(os.getpid(), signal.SIGKILL)
            del tenu
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, statut = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(statut), "the work failed by itself: see the traceback on stderr"


def _tuer_a(etape: int, dossier: Path, geste: Callable[[], object], instructions: int | None) -> bool:
    pid = os.fork()
    if pid == 0:
        _travailler(etape, str(dossier), geste, instructions)
    _, statut = os.waitpid(pid, 0)
    if os.WIFSIGNALED(statut):
        assert os.WTERMSIG(statut) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(statut) == 0, "the work failed by itself: see the traceback on stderr"
    return False


def _travailler(etape: int, dossier: str, geste: Callable[[], object], instructions: int | None) -> NoReturn:
    faites = 0

    def avancer() -> int:
        nonlocal faites
        faites += 1
        if faites == etape:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def observer(evenement: str, arguments: tuple[Any, ...]) -> None:
        if evenement in CHANGEMENTS or (evenement == "open" and str(arguments[0]).startswith(dossier)):
            avancer()

    connecter = sqlite3.connect

    def suivre(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connexion: sqlite3.Connection = connecter(*arguments, **options)
        connexion.set_trace_callback(lambda _: avancer() and None)
        if instructions is not None:
            connexion.set_progress_handler(avancer, instructions)
        return connexion

    sqlite3.connect = suivre
    sys.addaudithook(observer)
    try:
        geste()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
