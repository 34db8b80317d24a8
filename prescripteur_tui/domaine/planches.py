"""The values of all conditions of a catalogue at once: two integers with a bit for each, the false and the unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prescripteur_tui.domaine.kleene import FAUX, INCONNU, AtomeCompile, Branches, ConditionCompilee, Masques

Planche = tuple[int, int]
"""The bits of the false conditions, and those of the unknown ones."""


class Planches:
    """A bit for each different condition, tabulated by the answers that are known beforehand.

    Args:
        conditions: all of them; equal ones share their bit.
        connues: for each question, answers to tabulate.
    """

    def __init__(self, conditions: Iterable[ConditionCompilee], connues: Sequence[Iterable[int]]) -> None:
        self._bits: dict[Branches, int] = {}
        self._atomes: list[list[tuple[int, AtomeCompile]]] = [[] for _ in connues]
        self._composees: list[tuple[int, tuple[int, ...]]] = []
        for condition in dict.fromkeys(c.branches for c in conditions):
            self._numeroter(condition)
        self._tables = [{m: self._planche(q, m) for m in masques} for q, masques in enumerate(connues)]

    def _numeroter(self, branches: Branches) -> int:
        """The bit of a condition; that of an alternative comes from those of its atoms."""
        bit = self._bits.get(branches)
        if bit is None:
            bit = self._bits[branches] = 1 << len(self._bits)
            if len(branches) == 1 and len(branches[0]) == 1:
                self._atomes[branches[0][0].question].append((bit, branches[0][0]))
            else:
                par_branche = tuple(sum({self._numeroter(((atome,),)) for atome in b}) for b in branches)
                self._composees.append((bit, par_branche))
        return bit

    def noter(self, condition: ConditionCompilee) -> ConditionCompilee:
        """One of the conditions, with its bit."""
        return condition._replace(bit=self._bits[condition.branches])

    def lire(self, masques: Masques) -> Planche:
        """The bits of the conditions that the known answers make false, and unknown."""
        faux = inconnus = 0
        for question, masque in enumerate(masques):
            planche = self._tables[question].get(masque) or self._planche(question, masque)
            faux |= planche[0]
            inconnus |= planche[1]
        for bit, branches in self._composees:
            valeur = FAUX
            for branche in branches:
                if not faux & branche:
                    valeur = INCONNU
                    if not inconnus & branche:
                        break
            else:
                # None is true.
                if valeur == FAUX:
                    faux |= bit
                else:
                    inconnus |= bit
        return faux, inconnus

    def _planche(self, question: int, masque: int) -> Planche:
        """The bits of the atoms on a question that an answer makes false, and unknown."""
        faux = inconnus = 0
        for bit, atome in self._atomes[question]:
            valeur = atome.valeur(masque)
            if valeur == FAUX:
                faux |= bit
            elif valeur == INCONNU:
                inconnus |= bit
        return faux, inconnus
