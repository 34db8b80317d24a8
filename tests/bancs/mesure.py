"""Shared by the benchmarks: a process under a pseudo-terminal, alternated runs, ratios pair by pair."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 30.0
"""Seconds after which a run that shows nothing is a failure."""


@dataclass
class Releve:
    """Figures of the alternated runs of ours and of the baseline, with their unit."""

    titre: str
    unite: str
    but: float | None
    nous: list[float] = field(default_factory=list)
    temoin: list[float] = field(default_factory=list)
    au_moins: bool = False

    @property
    def rapports(self) -> list[float]:
        """Ratio of each pair: ours over the baseline, or the other way round when more is better."""
        paires = zip(self.nous, self.temoin, strict=True)
        return [t / n if self.au_moins else n / t for n, t in paires]

    def ligne(self) -> str:
        """One line: medians, ratio with its range, goal."""
        rapport = statistics.median(self.rapports)
        but = "" if self.but is None else f"  goal {'>=' if self.au_moins else '<='} {self.but:g}"
        if self.but is not None:
            tenu = rapport >= self.but if self.au_moins else rapport <= self.but
            but += "  held" if tenu else "  MISSED"
        return (
            f"{self.titre:<58} {statistics.median(self.nous):9.2f} / {statistics.median(self.temoin):9.2f} {self.unite:<3}"
            f" ratio {rapport:6.2f} ({min(self.rapports):.2f}-{max(self.rapports):.2f}){but}"
        )


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
                self.recu += os.read(self.fd, 65536)
        return time.perf_counter() - self.debut

    def taper(self, touches: str) -> None:
        """Send keys."""
        os.write(self.fd, touches.encode())

    def memoire(self) -> float:
        """Peak resident memory so far, in MiB."""
        etat = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        ligne = next(ligne for ligne in etat.splitlines() if ligne.startswith("VmHWM"))
        return int(ligne.split()[1]) / 1024

    def finir(self) -> None:
        """Kill the program and close the terminal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def environnement(**plus: str) -> dict[str, str]:
    """The environment of a measured program: nothing of this shell's that changes what it does."""
    garde = {k: os.environ[k] for k in ("PATH", "HOME", "VIRTUAL_ENV") if k in os.environ}
    return garde | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", **plus}


def alterner(
    tours: int, nous: Callable[[], Sequence[float]], temoin: Callable[[], Sequence[float]]
) -> tuple[list[Sequence[float]], list[Sequence[float]]]:
    """Run A B A B …, after one uncounted pair, so that a drifting machine weighs on both."""
    nous()
    temoin()
    a, b = [], []
    for _ in range(tours):
        a.append(nous())
        b.append(temoin())
    return a, b


def duree_processus(commande: Sequence[str], environ: dict[str, str]) -> float:
    """Wall milliseconds of a whole process."""
    debut = time.perf_counter()
    subprocess.run(commande, env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - debut) * 1000


def pic_memoire() -> float:
    """Peak resident memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PYTHON = sys.executable
RACINE = Path(__file__).parents[2]
