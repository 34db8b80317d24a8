"""The long comparison: `python -m tests.preuve 2000` holds the proof to brute force on as many small catalogues."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.preuve.comparer import comparer_un


def main(nombre: int) -> None:
    """Compare, then say how many catalogues, which verdicts, how long."""
    comptes: Counter[str] = Counter()
    vus: set[int] = set()

    @settings(max_examples=nombre, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**63 - 1))
    def comparer(graine: int) -> None:
        assume(graine not in vus and comparer_un(random.Random(graine), comptes))
        vus.add(graine)

    debut = time.perf_counter()
    comparer()
    print(f"{len(vus)} catalogues, every verdict the same, {time.perf_counter() - debut:.0f} s")
    for verdict, combien in sorted(comptes.items()):
        print(f"{combien:8} {verdict}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
