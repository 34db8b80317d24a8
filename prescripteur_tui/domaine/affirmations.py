"""What is claimed of a catalogue, and what came out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from prescripteur_tui.domaine.diagramme import BudgetEpuise
from prescripteur_tui.domaine.questionnaire import Valeur

Sujet = tuple[str | int, ...]
"""What a claim is about: an offre (`adie/microcredit`) and, in it, the number of a condition and of an alternative; a
question, an option; two offres."""


class Verdict(StrEnum):
    """What came out of a claim."""

    PROUVE = "prouve"
    REFUTE = "refute"
    NON_PROUVE = "non-prouve"


@dataclass(frozen=True, slots=True)
class Affirmation:
    """One claim about one subject."""

    code: str
    sujet: Sujet
    verdict: Verdict
    semaine: str | None = None
    """The week of the claim, where that matters."""
    temoin: dict[str, Valeur] | None = None
    """Answers that show it; those that do not matter are left out."""
    par: tuple[str, ...] = ()
    """The offres that stand in the way: none can be left out."""
    conditions: tuple[int, ...] = ()
    """The conditions that stand in the way: none can be left out."""

    @property
    def est_prouvee(self) -> bool:
        """Whether the claim holds, and was shown to."""
        return self.verdict is Verdict.PROUVE


R = TypeVar("R")


def tenter(essai: Callable[[], R], sinon: R) -> R:
    """What a walk gives, or `sinon` when its budget is spent."""
    try:
        return essai()
    except BudgetEpuise:
        return sinon
