"""A program under a pseudo-terminal of 80×24, for benchmarks and fault tests."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 60.0
"""Seconds after which a program that shows nothing is a failure."""


class TerminalMort(Exception):
    """The program ended before it printed what was waited for."""


class Terminal:
    """A program under a pseudo-terminal of 80×24: what it prints, when, and how much memory it took."""

    def __init__(self, commande: Sequence[str], environ: dict[str, str]) -> None:
        self.debut = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(commande[0], list(commande), environ)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.recu = b""

    def attendre(self, marque: str, depuis: int = 0) -> float:
        """Seconds from the start until `marque` is printed after position `depuis` of the output."""
        cible, fin = marque.encode(), time.perf_counter() + PATIENCE
        while cible not in self.recu[depuis:]:
            if time.perf_counter() > fin:
                raise TimeoutError(f"{marque!r} never came: {self.recu[-400:]!r}")
            if select.select([self.fd], [], [], 0.5)[0]:
                try:
                    lu = os.read(self.fd, 65536)
                except OSError:
                    lu = b""  # Linux answers EIO once the other side is gone
                if not lu:
                    raise TerminalMort(marque)
                self.recu += lu
        return time.perf_counter() - self.debut

    def taper(self, touches: str) -> None:
        """Send keys; a program that is gone does not read them."""
        with contextlib.suppress(OSError):
            os.write(self.fd, touches.encode())

    def tuer(self) -> None:
        """Kill the program as a pulled plug would: nothing of it runs any more."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def memoire(self) -> float:
        """Peak resident memory so far, in MiB."""
        etat = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        ligne = next(ligne for ligne in etat.splitlines() if ligne.startswith("VmHWM"))
        return int(ligne.split()[1]) / 1024

    def finir(self) -> None:
        """Kill the program and close the terminal."""
        self.tuer()
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def environnement(**plus: str) -> dict[str, str]:
    """The environment of a measured program: nothing of this shell's that changes what it does."""
    garde = {k: os.environ[k] for k in ("PATH", "HOME", "VIRTUAL_ENV") if k in os.environ}
    return garde | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", **plus}
