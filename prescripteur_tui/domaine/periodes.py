"""When the profiles of a lieu leave: once a période, together, and each only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.comptages import SEUIL_PERIODE
from prescripteur_tui.domaine.semaine import est_finie, periode_de, periode_suivante, semaines_de


@dataclass(frozen=True, slots=True)
class Emission:
    """A période whose profiles leave: those of every interview up to `semaine` that still waits.

    `reports` says how many of them belong to each earlier période: too few then, or typed in too late.
    """

    periode: str
    semaine: str
    entretiens: int
    reports: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is due at a lieu: the périodes to emit, in order, then the last one whose interviews must wait on."""

    emissions: tuple[Emission, ...]
    reportee: str | None


def decider(
    en_attente: Mapping[str, int], derniere: str | None, courante: str, *, seuil: int = SEUIL_PERIODE
) -> Decision:
    """Decide, in order, every période of a lieu that is over and not yet decided.

    A période takes every interview up to its end whose profile has not left. It is emitted when they are `seuil` at
    least; else they wait for the next one. A période decided is never decided again, nor one before it: what is typed
    in for it later goes to the next. So the interviews behind any two files are disjoint, and each `seuil` at least.

    A période is noted as reported only as far as interviews wait in it: a clock that jumps years ahead for a day must
    not close the years between.

    Args:
        en_attente: how many interviews of each week wait.
        derniere: the last période decided at the lieu.
        courante: the current week.
        seuil: the fewest interviews; never below `SEUIL_PERIODE`.
    """
    seuil = max(seuil, SEUIL_PERIODE)
    restent: Counter[str] = Counter()
    for semaine, nombre in en_attente.items():
        if est_finie(periode_de(semaine), courante):
            restent[periode_de(semaine)] += nombre
    premiere = "" if derniere is None else periode_suivante(derniere)
    emissions: list[Emission] = []
    # Only where interviews can leave at the earliest: elsewhere there are no more of them than in the période before.
    for periode in sorted({max(p, premiere) for p in restent}):
        if not est_finie(periode, courante):
            break
        prises = {p: n for p, n in sorted(restent.items()) if p <= periode}
        total = sum(prises.values())
        if total >= seuil:
            reports = {p: n for p, n in prises.items() if p < periode}
            emissions.append(Emission(periode, semaines_de(periode)[-1], total, reports))
            derniere = periode
            for p in prises:
                del restent[p]
    reportee = max(restent, default="")
    return Decision(tuple(emissions), reportee if reportee > (derniere or "") else None)
