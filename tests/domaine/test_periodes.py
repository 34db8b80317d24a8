"""Which interviews leave with which période: over, enough, in order, once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.periodes import Decision, Emission, decider
from prescripteur_tui.domaine.semaine import decaler, est_finie, periode_de, semaines_de

RIEN = Decision((), None)


def emise(periode: str, entretiens: int) -> Emission:
    """Without anything carried."""
    return Emission(periode, semaines_de(periode)[-1], entretiens, {})


CAS = [
    pytest.param({}, None, "2026-W49", RIEN, id="nothing waits"),
    pytest.param({"2026-W45": 50}, None, "2026-W48", RIEN, id="the période is under way"),
    pytest.param({"2026-W45": 11}, None, "2026-W49", Decision((emise("2026-P12", 11),), None), id="just enough"),
    pytest.param({"2026-W45": 10}, None, "2026-W49", Decision((), "2026-P12"), id="one too few"),
    pytest.param({"2026-W45": 10}, "2026-P12", "2026-W49", RIEN, id="already carried"),
    pytest.param(
        {"2026-W45": 5, "2026-W49": 6},
        "2026-P12",
        "2027-W01",
        Decision((Emission("2026-P13", "2026-W53", 11, {"2026-P12": 5}),), None),
        id="carried, then enough, week 53 included",
    ),
    pytest.param(
        {"2026-W44": 3, "2026-W48": 20},
        None,
        "2026-W49",
        Decision((Emission("2026-P12", "2026-W48", 23, {"2026-P11": 3}),), None),
        id="two périodes due at once, the first too small",
    ),
    pytest.param(
        {"2026-W44": 12, "2026-W45": 11, "2026-W53": 2},
        None,
        "2027-W01",
        Decision((emise("2026-P11", 12), emise("2026-P12", 11)), "2026-P13"),
        id="two emitted in order, the third waits",
    ),
    pytest.param({"2026-W45": 4}, "2026-P12", "2026-W51", RIEN, id="late ones wait for the end of the next"),
    pytest.param(
        {"2026-W45": 11},
        "2026-P12",
        "2027-W01",
        Decision((Emission("2026-P13", "2026-W53", 11, {"2026-P12": 11}),), None),
        id="late ones leave with the next, even alone",
    ),
    pytest.param(
        {"2026-W45": 4, "2026-W49": 20, "2027-W01": 1},
        "2026-P12",
        "2027-W02",
        Decision((Emission("2026-P13", "2026-W53", 24, {"2026-P12": 4}),), None),
        id="the week under way stays out",
    ),
    pytest.param({"2026-W45": 40}, "2026-P13", "2026-W49", RIEN, id="a clock that went back decides nothing"),
    pytest.param({"2026-W45": 5}, None, "2031-W10", Decision((), "2026-P12"), id="a clock years ahead closes no year"),
    pytest.param({"2026-W45": 40, "2026-W50": 0}, "2026-P12", "2026-W40", RIEN, id="nothing is over"),
]


@pytest.mark.parametrize(("attente", "derniere", "courante", "attendue"), CAS)
def test_decider(attente: dict[str, int], derniere: str | None, courante: str, attendue: Decision) -> None:
    assert decider(attente, derniere, courante) == attendue


@pytest.mark.parametrize(("seuil", "emis"), [(20, False), (19, True), (1, True)])
def test_un_seuil_se_releve(seuil: int, emis: bool) -> None:
    assert bool(decider({"2026-W45": 19}, None, "2026-W49", seuil=seuil).emissions) is emis


def test_un_seuil_ne_s_abaisse_pas() -> None:
    assert decider({"2026-W45": 10}, None, "2026-W49", seuil=1) == Decision((), "2026-P12")


SEMAINES = [decaler("2026-W40", n) for n in range(20)]


@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(SEMAINES), st.integers(1, 15), max_size=4),
            st.sampled_from(SEMAINES),
            st.integers(1, 25),
        ),
        max_size=12,
    )
)
def test_n_importe_quelle_suite(pas: list[tuple[dict[str, int], str, int]]) -> None:
    """Arrivals and exports in any order, a clock that goes anywhere: nothing is decided twice, or counted twice."""
    attendent: Counter[str] = Counter()
    derniere: str | None = None
    arrives = sortis = 0
    for nouveaux, courante, seuil in pas:
        attendent.update(nouveaux)
        arrives += sum(nouveaux.values())
        decision = decider(attendent, derniere, courante, seuil=seuil)
        for emission in decision.emissions:
            assert derniere is None or emission.periode > derniere
            assert est_finie(emission.periode, courante)
            pris = {s: n for s, n in attendent.items() if s <= emission.semaine}
            assert emission.entretiens == sum(pris.values()) >= max(seuil, 11)
            attendus = Counter(dict.fromkeys(emission.reports, 0))
            for semaine, nombre in pris.items():
                if periode_de(semaine) != emission.periode:
                    attendus[periode_de(semaine)] += nombre
            assert emission.reports == attendus
            for semaine in pris:
                del attendent[semaine]
            derniere = emission.periode
            sortis += emission.entretiens
        if decision.reportee is not None:
            assert derniere is None or decision.reportee > derniere
            assert any(periode_de(semaine) == decision.reportee for semaine in attendent)
            derniere = decision.reportee
        assert decider(attendent, derniere, courante, seuil=seuil) == RIEN
    assert arrives == sortis + attendent.total()
