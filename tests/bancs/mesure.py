"""Shared by the benchmarks: a process under a pseudo-terminal, alternated runs, ratios pair by pair."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Releve:
    """Figures of the alternated runs of ours and of the baseline, with their unit."""

    titre: str
    unite: str
    but: float | None
    nous: list[float] = field(default_factory=list)
    temoin: list[float] = field(default_factory=list)
    au_moins: bool = False

    def noter(self, nous: float, temoin: float) -> None:
        """One more pair."""
        self.nous.append(nous)
        self.temoin.append(temoin)

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
            f"{self.titre:<64} {statistics.median(self.nous):9.2f} / {statistics.median(self.temoin):9.2f}"
            f" {self.unite:<3}"
            f" ratio {rapport:6.2f} ({min(self.rapports):.2f}-{max(self.rapports):.2f}){but}"
        )


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
