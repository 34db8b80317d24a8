"""The rules of a catalogue as JsonLogic: three values as 1, 0 and -1, so that all is `min` and one-of is `max`.

What JsonLogic has no word for is given to it, outside of every clock: the étape, and which questions are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import packages_distributions, version
from typing import Any

from json_logic import jsonLogic

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.kleene import FERMEE
from prescripteur_tui.domaine.questionnaire import Reponses
from prescripteur_tui.domaine.regles import Atome, Condition, Preference, Toutes, UnDe

Regle = Any
Donnees = dict[str, Any]

NOM = next(iter(packages_distributions()["json_logic"]))
VERSION = version(NOM)
"""Which implementation is measured: several install a module of this name."""

INCONNUE, CLOSE = "?", "-"
"""The answer of a question about which nothing is known, and of a closed one."""


@dataclass(frozen=True)
class RegleOffre:
    """One live offre: its conditions one by one, its verdict (1, 0, -1) and its score."""

    nom: str
    etapes: tuple[str, ...]
    conditions: tuple[Regle, ...]
    est_retenue_a_verifier: bool
    """An aide with a sentence to confirm."""
    verdict: Regle
    score: Regle


class Traduction:
    """The live offres of a week in JsonLogic."""

    def __init__(self, catalogue: Catalogue, semaine: str) -> None:
        self._semaine = semaine
        self._questionnaire = catalogue.questionnaire
        self._regles = catalogue.moteur.regles
        self.offres = tuple(self._offre(offre) for offre, _ in self._regles.de_la_semaine(semaine)[0])

    def _offre(self, offre: Any) -> RegleOffre:
        conditions = tuple(self._condition(c) for c in offre.complete.offre.conditions)
        partout = len(offre.etapes) == len(self._questionnaire.etapes)
        etape = {"if": [{"in": [{"var": "etape"}, sorted(offre.etapes)]}, 1, -1]}
        a_verifier = offre.est_aide and bool(offre.a_confirmer)
        verdict = [*([] if partout else [etape]), *conditions, *([0] if a_verifier else [])]
        points = [{"if": [self._dans(p, p.parmi), p.poids, 0]} for p in offre.complete.offre.preferences]
        return RegleOffre(
            offre.nom,
            tuple(offre.etapes),
            conditions,
            a_verifier,
            {"min": verdict} if len(verdict) > 1 else verdict[0] if verdict else 1,
            {"+": points} if points else 0,
        )

    def _dans(self, atome: Atome | Preference, options: tuple[str, ...]) -> Regle:
        """Whether the answer holds one of these; several answers are one boolean each, the fastest to read."""
        if self._questionnaire.par_id[atome.question].multi:
            variables = [{"var": f"{atome.question}.{option}"} for option in options]
            return variables[0] if len(variables) == 1 else {"or": variables}
        if len(options) == 1:
            return {"==": [{"var": atome.question}, options[0]]}
        return {"in": [{"var": atome.question}, list(options)]}

    def _atome(self, atome: Atome) -> Regle:
        sens = -1 if atome.est_negatif else 1
        inconnu = self._dans(atome, (INCONNUE, *atome.peut_etre))
        if not atome.options:
            return {"if": [inconnu, 0, -sens]}
        return {"if": [self._dans(atome, atome.options), sens, inconnu, 0, -sens]}

    def _branche(self, branche: Atome | Toutes) -> Regle:
        atomes = [self._atome(atome) for atome in branche.atomes()]
        return atomes[0] if len(atomes) == 1 else {"min": atomes}

    def _condition(self, condition: Condition) -> Regle:
        if not isinstance(condition, UnDe):
            return self._branche(condition)
        branches = [self._branche(branche) for branche in condition.un_de]
        return branches[0] if len(branches) == 1 else {"max": branches}

    # Answers

    def donnees(self, reponses: Reponses) -> Donnees:
        """The answers as the rules read them, with the étape and the closed questions; ours computes them."""
        decision = Decision(self._regles, self._regles.bruts(reponses), self._semaine)
        donnees: Donnees = {"etape": decision.etape}
        for question, masque, bits in zip(
            self._questionnaire.questions, decision.masques, self._regles.bits, strict=True
        ):
            connues = [option for option, bit in bits.items() if masque & bit]
            choisies = [CLOSE] if masque & FERMEE else connues or [INCONNUE]
            donnees[question.id] = dict.fromkeys(choisies, True) if question.multi else choisies[0]
        return donnees

    def avec(self, reponses: Reponses, question: str, option: str) -> Donnees:
        """The same with another answer to a question."""
        multi = self._questionnaire.par_id[question].multi
        return self.donnees({**reponses, question: (option,) if multi else option})

    # What is asked of it

    def verdicts(self, donnees: Donnees) -> list[tuple[int, int]]:
        """Verdict and score of every live offre."""
        return [(jsonLogic(offre.verdict, donnees), jsonLogic(offre.score, donnees)) for offre in self.offres]

    def conditions(self, donnees: Donnees) -> list[tuple[list[int], int]]:
        """The value of every condition of every live offre, and its score; the verdict is the least of them."""
        return [
            ([jsonLogic(condition, donnees) for condition in offre.conditions], jsonLogic(offre.score, donnees))
            for offre in self.offres
        ]

    @staticmethod
    def bascules(essais: list[tuple[RegleOffre, list[tuple[str, Donnees]]]]) -> list[tuple[str, ...]]:
        """For each offre, the options whose answers leave it in."""
        return [
            tuple(option for option, donnees in autres if jsonLogic(offre.verdict, donnees) != -1)
            for offre, autres in essais
        ]
