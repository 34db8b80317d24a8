"""Whether each rule can play at all: offres that no answers reach, conditions and preferences that never hold.

Who answers `ne-sait-pas` leaves every condition open, even conditions that contradict each other. A rule can play when
somebody who knows brings it into play: `ne-sait-pas` does not count at the questions that it looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prescripteur_tui.domaine.affirmations import Affirmation, Sujet, Verdict
from prescripteur_tui.domaine.compilation import OffreCompilee
from prescripteur_tui.domaine.diagramme import BudgetEpuise, Diagramme
from prescripteur_tui.domaine.kleene import INCONNU, VRAI, ConditionCompilee


class Portee:
    """The rules of each offre alone, whatever its rivals; settled exactly."""

    def __init__(self, diagramme: Diagramme) -> None:
        self._diagramme = diagramme
        self._espace = diagramme.espace
        self._algebre = diagramme.algebre

    def juger(self, offre: OffreCompilee) -> Iterator[Affirmation]:
        """What can be said of one offre: `atteignable`, then what in it can never play."""
        atteignable = self.atteignable(offre)
        yield atteignable
        if atteignable.verdict is not Verdict.PROUVE:
            return
        for i, condition in enumerate(offre.conditions):
            if any(atome.oui for atome in condition.atomes()):
                yield self._peut("condition-vraie", (offre.nom, i), offre, self._espace.condition(condition, VRAI))
            if len(condition.branches) > 1:
                for j, branche in enumerate(condition.branches):
                    sue = self._espace.sue(atome.question for atome in branche)
                    fonction = self._algebre.et(self._espace.branche(branche, INCONNU), sue)
                    yield self._peut("branche-possible", (offre.nom, i, j), offre, fonction)
        for i, preference in enumerate(offre.preferences):
            fonction = self._espace.preference(preference)
            yield self._peut("preference-vraie", (offre.nom, i), offre, fonction)

    def atteignable(self, offre: OffreCompilee) -> Affirmation:
        """Whether an answer set leaves the offre in; if none does, conditions that forbid it, none of them too many."""
        sujet: Sujet = (offre.nom,)
        try:
            temoin = self._diagramme.chercher(self._admis(offre, offre.conditions))
            if temoin is not None:
                return Affirmation("atteignable", sujet, Verdict.PROUVE, temoin=self._diagramme.reponses(temoin))
            return Affirmation("atteignable", sujet, Verdict.REFUTE, conditions=self._noyau(offre))
        except BudgetEpuise:
            return Affirmation("atteignable", sujet, Verdict.NON_PROUVE)

    def _noyau(self, offre: OffreCompilee) -> tuple[int, ...]:
        """Conditions that cannot all be other than false at the étapes of the offre, and none of them too many."""
        gardees = list(range(len(offre.conditions)))
        for i in range(len(offre.conditions)):
            autres = [j for j in gardees if j != i]
            if not self._sont_possibles(offre, [offre.conditions[j] for j in autres]):
                gardees = autres
        return tuple(gardees)

    def _sont_possibles(self, offre: OffreCompilee, conditions: Sequence[ConditionCompilee]) -> bool:
        return self._diagramme.chercher(self._admis(offre, conditions)) is not None

    def _admis(self, offre: OffreCompilee, conditions: Sequence[ConditionCompilee]) -> int:
        """Whether the étape and some conditions let somebody in who knows what they ask."""
        fonctions = [self._espace.condition(c, INCONNU) for c in conditions]
        sue = self._espace.sue(atome.question for c in conditions for atome in c.atomes())
        return self._algebre.et(self._espace.a_l_etape(offre), *fonctions, sue)

    def _peut(self, code: str, sujet: Sujet, offre: OffreCompilee, fonction: int) -> Affirmation:
        """Whether a function can be true where the offre is not out."""
        try:
            temoin = self._diagramme.chercher(self._algebre.et(self._espace.possible(offre), fonction))
        except BudgetEpuise:
            return Affirmation(code, sujet, Verdict.NON_PROUVE)
        if temoin is None:
            return Affirmation(code, sujet, Verdict.REFUTE)
        return Affirmation(code, sujet, Verdict.PROUVE, temoin=self._diagramme.reponses(temoin))
