"""The three values of a rule, over answers compiled into masks.

Answers are one integer a question: a bit for each option, 0 when nothing is known (unanswered, declined,
`ne-sait-pas`), and `FERMEE` when the answers close the question. An atom is then two masks, and a Kleene value is
1 (true), 0 (unknown) or -1 (false), so that all is `min` and one-of is `max`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

VRAI, INCONNU, FAUX = 1, 0, -1
"""Kleene values."""

Masques = list[int]
"""One integer a question: its chosen options, 0 unknown, `FERMEE` closed."""

FERMEE = 1 << 200
"""A bit that no option has: the question is closed, so every membership in it is false."""


class AtomeCompile(NamedTuple):
    """`question ∈ oui`, unknown on `peut_etre`; `sens` is -1 for its negation."""

    question: int
    oui: int
    peut_etre: int
    sens: int

    def valeur(self, masque: int) -> int:
        """Kleene value for the answer to this question."""
        if masque & self.oui:
            return self.sens
        if not masque or masque & self.peut_etre:
            return INCONNU
        return -self.sens

    @property
    def options_permises(self) -> int:
        """The options, as bits of any size, of which none makes it false by itself."""
        return self.oui | self.peut_etre if self.sens == VRAI else ~self.oui


Branches = tuple[tuple[AtomeCompile, ...], ...]
"""Alternatives, each of atoms that are all needed."""


class ConditionCompilee(NamedTuple):
    """One needed condition: alternatives of which each needs all its atoms."""

    branches: Branches
    motif: str
    est_fixe: bool
    depend: int
    """A bit for each question whose answer can change its value, gates included."""
    bit: int = 0
    """Its place among the conditions of all offres; equal ones share it."""

    def valeur(self, masques: Masques) -> int:
        """Kleene value."""
        if len(self.branches) == 1:
            return toutes_vraies(self.branches[0], masques)
        mieux = FAUX
        for branche in self.branches:
            valeur = toutes_vraies(branche, masques)
            if valeur > mieux:
                if valeur == VRAI:
                    return VRAI
                mieux = valeur
        return mieux

    @property
    def est_simple(self) -> bool:
        """Whether it has one atom only."""
        return len(self.branches) == 1 and len(self.branches[0]) == 1

    def ouvrantes(self, question: int, masques: Masques) -> int:
        """The options of a question, as bits of any size, that do not make the condition false by themselves."""
        ouvrantes = 0
        for branche in self.branches:
            permises = -1
            for atome in branche:
                if atome.question == question:
                    permises &= atome.options_permises
                elif atome.valeur(masques[atome.question]) == FAUX:
                    permises = 0
            ouvrantes |= permises
        return ouvrantes

    def atomes(self) -> Iterator[AtomeCompile]:
        """All atoms, in file order."""
        for branche in self.branches:
            yield from branche


def toutes_vraies(atomes: tuple[AtomeCompile, ...], masques: Masques) -> int:
    """Strong Kleene conjunction; inlines `AtomeCompile.valeur`, the innermost step of every decision."""
    pire = VRAI
    for question, oui, peut_etre, sens in atomes:
        masque = masques[question]
        if masque & oui:
            valeur = sens
        elif not masque or masque & peut_etre:
            valeur = INCONNU
        else:
            valeur = -sens
        if valeur < pire:
            if valeur == FAUX:
                return FAUX
            pire = valeur
    return pire
