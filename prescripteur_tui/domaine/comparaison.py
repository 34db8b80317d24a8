"""Two catalogues over one questionnaire: which complete answer sets have another first door, exactly.

Both decisions are walked at once, question by question (`diagramme`). What is left of a decision is a race: the doors
that can still be first, each with what is left of its rule and of its score. Where both races are the same, nothing
below changes and the walk stops; so it costs what the change touches, not what the catalogue holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from prescripteur_tui.domaine.algebre import FAUX_F, RIEN, VRAI_F, Coupes
from prescripteur_tui.domaine.compilation import OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.completes import Completes, Portes
from prescripteur_tui.domaine.diagramme import Budget
from prescripteur_tui.domaine.espace import Espace
from prescripteur_tui.domaine.kleene import VRAI, AtomeCompile, ConditionCompilee
from prescripteur_tui.domaine.questionnaire import Valeur


class Concurrente(NamedTuple):
    """A door that can still be first."""

    rang: int
    """Its place among doors of the same score, by confiance and draw."""
    nom: str
    sure: int
    """The function that is true when it is `assuree`."""
    somme: int
    acquis: int
    """Its score: what is certain of it, and the rest."""


Course = tuple[Concurrente, ...]
"""The doors that can still be first, the filet apart: it is first when none of them is sure."""

Lettres = tuple[int, int, "Lettres"] | None
"""A way down: question, letter, the rest."""


class Bilan(NamedTuple):
    """How many answer sets take a way, how often when all answers to a question are equally likely, one of them."""

    nombre: int
    poids: Fraction
    temoin: Lettres


@dataclass(frozen=True, slots=True)
class Passage:
    """Answer sets whose first door changes from one to the other; `exemple` is one of them."""

    ancienne: str
    nouvelle: str
    nombre: int
    poids: Fraction
    exemple: dict[str, Valeur]


class Duel:
    """Two catalogues with the same questions, options and gates, in one week.

    Args:
        ancien, nouveau: their compiled rules, with the same bits.
        semaine: ISO week.
        budget: how many states the walk may visit.

    Raises:
        EspaceTropGrand: see `espace`.
        ErreurPrescripteur: `semaine-invalide`.
    """

    def __init__(self, ancien: ReglesCompilees, nouveau: ReglesCompilees, semaine: str, budget: Budget) -> None:
        self._espace = Espace(nouveau, autres=list(_conditions_et_preferences(ancien.offres)))
        self._algebre = self._espace.algebre
        self._budget = budget
        self._completes = Completes(self._espace)
        cotes = [
            [(offre, (offre.confiance, tirage)) for offre, tirage in regles.de_la_semaine(semaine)[0]]
            for regles in (ancien, nouveau)
        ]
        places = {place: i for i, place in enumerate(sorted({place for cote in cotes for _, place in cote}))}
        self._filets = [next(offre.nom for offre, _ in cote if offre.est_filet) for cote in cotes]
        self._depart = [
            self._reduire(
                [
                    self._concurrente(offre, places[place])
                    for offre, place in cote
                    if not offre.est_aide and not offre.est_filet
                ]
            )
            for cote in cotes
        ]
        self._connus: dict[tuple[Course, Course, Portes], dict[tuple[str, str], Bilan]] = {}

    def reponses(self) -> int:
        """How many complete answer sets there are."""
        return self._completes.nombre(self._completes.depart)

    def passages(self) -> list[Passage]:
        """From which first door to which other one, the most answer sets first.

        Raises:
            BudgetEpuise: there are more states than the budget.
        """
        self._budget.commencer()
        trouves = self._confronter(self._depart[0], self._depart[1], self._completes.depart)
        passages = [
            Passage(ancienne, nouvelle, bilan.nombre, bilan.poids, self._en_reponses(bilan.temoin))
            for (ancienne, nouvelle), bilan in trouves.items()
        ]
        return sorted(passages, key=lambda p: (-p.nombre, p.ancienne, p.nouvelle))

    # Races

    def _concurrente(self, offre: OffreCompilee, rang: int) -> Concurrente:
        conditions = [self._espace.condition(condition, VRAI) for condition in offre.conditions]
        acquis, somme = self._algebre.somme(self._espace.tables(offre))
        return Concurrente(rang, offre.nom, self._algebre.et(self._espace.a_l_etape(offre), *conditions), somme, acquis)

    def _reduire(self, concurrentes: Iterable[Concurrente]) -> Course:
        """Without the doors that are out, or behind another that is sure as soon as they are."""
        possibles = []
        meilleures: dict[int, tuple[int, int]] = {}
        for c in concurrentes:
            if c.sure != FAUX_F:
                bas, haut = self._algebre.bornes(c.somme)
                possibles.append((c, (c.acquis + haut, -c.rang)))
                au_pire = (c.acquis + bas, -c.rang)
                meilleures[c.sure] = max(au_pire, meilleures.get(c.sure, au_pire))
        toujours = meilleures.get(VRAI_F)
        course = [
            c
            for c, au_mieux in possibles
            if au_mieux >= meilleures[c.sure] and (toujours is None or au_mieux >= toujours)
        ]
        if len(course) == 1:
            # Alone, its score decides nothing.
            return (course[0]._replace(somme=RIEN, acquis=0),)
        # Only differences of scores count.
        moindre = min((c.acquis for c in course), default=0)
        return tuple(sorted(c._replace(acquis=c.acquis - moindre) for c in course))

    def _courir(self, course: Course, question: int, lettre: int) -> Course:
        """The race once a question has its letter."""
        algebre = self._algebre
        suite = []
        for c in course:
            plus, somme = algebre.restreindre_somme(c.somme, question, lettre)
            sure = algebre.restreindre(c.sure, question, lettre)
            suite.append(Concurrente(c.rang, c.nom, sure, somme, c.acquis + plus))
        return self._reduire(suite)

    def _gagnante(self, course: Course, cote: int) -> str | None:
        """The first door, once it is settled."""
        if not course:
            return self._filets[cote]
        return course[0].nom if len(course) == 1 and course[0].sure == VRAI_F else None

    # The walk

    def _confronter(self, ancienne: Course, nouvelle: Course, portes: Portes) -> dict[tuple[str, str], Bilan]:
        """The changes below a state: old and new first door, with the answer sets that make them."""
        if ancienne == nouvelle and self._filets[0] == self._filets[1]:
            return {}
        avant, apres = self._gagnante(ancienne, 0), self._gagnante(nouvelle, 1)
        if avant is not None and apres is not None:
            if avant == apres:
                return {}
            return {(avant, apres): Bilan(self._completes.nombre(portes), Fraction(1), None)}
        cle = (ancienne, nouvelle, portes)
        connus = self._connus.get(cle)
        if connus is None:
            self._budget.visiter()
            connus = self._connus[cle] = self._avancer(ancienne, nouvelle, portes)
        return connus

    def _avancer(self, ancienne: Course, nouvelle: Course, portes: Portes) -> dict[tuple[str, str], Bilan]:
        question = portes[0][0]
        lettres = self._completes.lettres(portes, self._coupes((*ancienne, *nouvelle), question))
        toutes = sum(nombre for _, _, nombre in lettres)
        bilans: dict[tuple[str, str], Bilan] = {}
        for lettre, _, nombre in lettres:
            avant, apres = (self._courir(course, question, lettre) for course in (ancienne, nouvelle))
            for passage, bilan in self._confronter(avant, apres, self._completes.donner(portes, lettre)).items():
                temoin = (question, lettre, bilan.temoin)
                deja = bilans.get(passage, Bilan(0, Fraction(0), temoin))
                bilans[passage] = Bilan(
                    deja.nombre + nombre * bilan.nombre,
                    deja.poids + Fraction(nombre, toutes) * bilan.poids,
                    deja.temoin,
                )
        return bilans

    def _coupes(self, course: Course, question: int) -> Coupes:
        """The sets of letters of a question that a race tells apart."""
        coupes: Coupes = frozenset()
        for c in course:
            coupes |= self._algebre.coupes(c.sure, question) | self._algebre.coupes_somme(c.somme, question)
        return coupes

    def _en_reponses(self, temoin: Lettres) -> dict[str, Valeur]:
        """The answers of a way down; what is asked after its end is left out."""
        reponses: dict[str, Valeur] = {}
        while temoin is not None:
            question, lettre, temoin = temoin
            if self._algebre.alphabets[question].reponses >> lettre & 1:
                reponses[self._espace.questions[question].id] = self._espace.valeur(question, lettre)
        return reponses


def _conditions_et_preferences(offres: Iterable[OffreCompilee]) -> Iterator[ConditionCompilee]:
    """What tells answers apart, as conditions."""
    for offre in offres:
        yield from offre.conditions
        for preference in offre.preferences:
            atome = AtomeCompile(preference.question, preference.oui, 0, VRAI)
            yield ConditionCompilee(((atome,),), "", est_fixe=False, depend=0)
