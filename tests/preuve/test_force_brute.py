"""The short form of `python -m tests.preuve`."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.preuve.comparer import comparer_un


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.integers(0, 2**63 - 1))
def test_la_preuve_egale_la_force_brute(graine: int) -> None:
    assume(comparer_un(random.Random(graine)))


def test_la_comparaison_voit_les_deux_verdicts() -> None:
    """Every kind of claim comes out both ways among a few dozen catalogues, and the rarer findings are met."""
    comptes: Counter[str] = Counter()
    for graine in range(90):
        comparer_un(random.Random(graine), comptes)
    codes = {cle.split()[0] for cle in comptes if cle.endswith(("prouve", "refute"))}
    manques = {f"{c} {v}" for c in codes for v in ("prouve", "refute")} - set(comptes)
    assert manques == {"premiere-assuree refute", "distinctes prouve"}
    assert comptes["premiere par plusieurs"]
    assert comptes["porte proche"]
    assert comptes["cellule"]
