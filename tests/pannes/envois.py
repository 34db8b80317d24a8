"""`python -m tests.pannes.envois [N] [SABOTAGE]`: N random schedules of faults during export and send (500).

With the name of a sabotage the run must fail, and exits 0 when it does.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.bancs.mesure import RACINE
from tests.pannes.horaires import Bilan, Horaire
from tests.pannes.sabotages import SABOTAGES

PROCESSUS = 2


def derouler(graines: Iterable[int], dossier: Path, sabotage: str | None = None) -> Bilan:
    """Run one schedule for each seed, each on a laptop and a stick of its own."""
    catalogue = lire_catalogue(RACINE / "catalogue", cas_types=False)
    total = Bilan()
    for graine in graines:
        lieu = dossier / str(graine)
        bilan = Horaire(lieu, catalogue, graine, sabotage).derouler()
        total.faits.update(bilan.faits)
        total.faits["schedules"] += 1
        total.faits["schedules with a loss"] += bool(bilan.pertes)
        total.pertes += [f"{graine}: {perte}" for perte in bilan.pertes]
        shutil.rmtree(lieu)
    return total


def main() -> int:
    """Print the figures; exit 1 when anything was lost, twice there, half there or left over."""
    combien = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    sabotage = sys.argv[2] if len(sys.argv) > 2 else None
    if sabotage is not None and sabotage not in SABOTAGES:
        sys.exit(f"sabotages: {', '.join(SABOTAGES)}")
    debut, total = time.monotonic(), Bilan()
    with tempfile.TemporaryDirectory() as racine, ProcessPoolExecutor(PROCESSUS, get_context("fork")) as bassin:
        parts = [range(premiere, combien, PROCESSUS) for premiere in range(PROCESSUS)]
        for bilan in bassin.map(derouler, parts, [Path(racine)] * PROCESSUS, [sabotage] * PROCESSUS):
            total.faits.update(bilan.faits)
            total.pertes += bilan.pertes
    for fait, nombre in sorted(total.faits.items()):
        print(f"{nombre:7} {fait}")
    print(f"{time.monotonic() - debut:7.0f} seconds; losses: {len(total.pertes)}")
    print("\n".join(total.pertes[:20]))
    return int(bool(total.pertes) != (sabotage is not None))


if __name__ == "__main__":
    sys.exit(main())
