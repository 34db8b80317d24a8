"""`python -m tests.bancs [--court]`: every speed goal as a ratio, one line each."""

from __future__ import annotations

import argparse

from tests.bancs import demarrage, export, moteur, national, reponse


def main() -> None:
    """Measure and print; the figures are for reading, the exit code only says that the runs came to their end."""
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--court", action="store_true", help="few runs, to see that every bench still works")
    court = analyseur.parse_args().court
    for releve in demarrage.mesurer(3 if court else 15):
        print(releve.ligne(), flush=True)
    print(demarrage.mesurer_version(3 if court else 21).ligne(), flush=True)
    print(reponse.mesurer(1 if court else 8).ligne(), flush=True)
    for releve in export.mesurer(3, 20_000, departs=1) if court else export.mesurer(15, departs=8):
        print(releve.ligne(), flush=True)
    for releve in moteur.mesurer(1_500 if court else 100_000):
        print(releve.ligne(), flush=True)
    for releve in national.mesurer(2_000 if court else 200_000, 1 if court else 3):
        print(releve.ligne(), flush=True)


if __name__ == "__main__":
    main()
