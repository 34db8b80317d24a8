"""The walk through the answer space: question by question, what comes to the same is walked once.

A state is what is left to settle once some questions have their letter. States are merged when the same is left, so
that a walk costs as many states as the rules tell apart, not as many as there are answer sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from prescripteur_tui.domaine.algebre import FAUX_F, VRAI_F, Coupes
from prescripteur_tui.domaine.espace import Espace
from prescripteur_tui.domaine.questionnaire import Valeur

Menace = tuple[int, int, int]
"""A function, a sum, and what is already certain of it: fires when the function is true and the total above zero."""

Profil = tuple[tuple[int, int], ...]
"""Questions with letters (bits): the answer sets whose letters are all among them."""

Temoin = dict[int, int]
"""Questions, each with a letter: an answer set, or all that have these letters."""


class BudgetEpuise(Exception):
    """The walk has visited as many states, or lasted as long, as it may."""


class Budget:
    """How far the walks may go; what they visit is counted."""

    def __init__(self, par_recherche: int, en_tout: int, encore: Callable[[], bool] = lambda: True) -> None:
        self.par_recherche = par_recherche
        """How many states one walk may visit."""
        self._en_tout = en_tout
        self._encore = encore
        self.etats = 0
        """States visited so far, by all walks."""
        self._limite = en_tout

    def commencer(self) -> None:
        """A new walk begins.

        Raises:
            BudgetEpuise: nothing is left.
        """
        self._limite = min(self._en_tout, self.etats + self.par_recherche)
        if self.etats >= self._en_tout or not self._encore():
            raise BudgetEpuise

    def visiter(self) -> None:
        """One more state is visited.

        Raises:
            BudgetEpuise: it was one too many.
        """
        self.etats += 1
        if self.etats > self._limite or (not self.etats % 256 and not self._encore()):
            raise BudgetEpuise


class _Etat(NamedTuple):
    """What is left to settle."""

    exigence: int
    """Must be true in the end."""
    menaces: tuple[Menace, ...]
    """None may fire."""
    buts: tuple[tuple[int, int], ...]
    """Sums, each with what is certain of it: must end above zero."""
    portes: tuple[tuple[int, int, int], ...]
    """The questions still to be given a letter: number, whether it may open, whether it is asked."""


class Diagramme:
    """Searches and counts in one space, within one budget; over complete answer sets unless `partiel`."""

    def __init__(self, espace: Espace, budget: Budget, *, partiel: bool = False) -> None:
        self.espace = espace
        self.partiel = partiel
        self.algebre = espace.algebre
        self.budget = budget
        self._classes: dict[tuple[int, Coupes, int], list[tuple[int, int, int]]] = {}
        self._portes = tuple((q, espace.ouvrables[q], espace.ouvertes[q]) for q in range(len(espace.questions)))

    # Is there an answer set?

    def chercher(
        self, exigence: int, menaces: Iterable[Menace] = (), buts: Iterable[tuple[int, int]] = ()
    ) -> Temoin | None:
        """An answer set that makes `exigence` true, no menace fire and every but end above zero, or None.

        Raises:
            BudgetEpuise: neither was found within the budget.
        """
        self.budget.commencer()
        etat = self._reduire(exigence, menaces, buts, self._portes)
        return None if etat is None else self._descendre(etat, set())

    def _descendre(self, etat: _Etat, vains: set[_Etat]) -> Temoin | None:
        if not etat.portes:
            return {}
        self.budget.visiter()
        question = etat.portes[0][0]
        suites: dict[_Etat, int] = {}
        for lettre, _, _ in self._lettres(etat):
            suite = self._donner(etat, question, lettre)
            if suite is not None and suite not in vains:
                suites.setdefault(suite, lettre)
        for suite in sorted(suites, key=_promesse):
            reste = self._descendre(suite, vains)
            if reste is not None:
                return {question: suites[suite], **reste}
            vains.add(suite)
        return None

    def _reduire(
        self,
        exigence: int,
        menaces: Iterable[Menace],
        buts: Iterable[tuple[int, int]],
        portes: Iterable[tuple[int, int, int]],
    ) -> _Etat | None:
        """The state, or None when it cannot end well; what is settled is left out."""
        algebre = self.algebre
        pires: dict[tuple[int, int], int] = {}
        certaines: list[int] = []
        for fonction, somme, acquis in menaces:
            bas, haut = algebre.bornes(somme)
            if fonction == FAUX_F or acquis + haut <= 0:
                continue
            if acquis + bas > 0:
                certaines.append(algebre.non(fonction))
            else:
                cle = (fonction, somme)
                pires[cle] = max(acquis, pires.get(cle, acquis))
        if certaines:
            exigence = algebre.et(exigence, *certaines)
        if exigence == FAUX_F:
            return None
        restants: list[tuple[int, int]] = []
        for somme, acquis in buts:
            bas, haut = algebre.bornes(somme)
            if acquis + haut <= 0:
                return None
            if acquis + bas <= 0:
                restants.append((somme, acquis))
        besoin = algebre.support(exigence)
        for fonction, somme in pires:
            besoin |= algebre.support(fonction) | algebre.support_somme(somme)
        for somme, _ in restants:
            besoin |= algebre.support_somme(somme)
        return _Etat(
            exigence,
            tuple(sorted((f, s, acquis) for (f, s), acquis in pires.items())),
            tuple(sorted(restants)),
            self._utiles(portes, besoin),
        )

    def _utiles(self, portes: Iterable[tuple[int, int, int]], besoin: int) -> tuple[tuple[int, int, int], ...]:
        """The questions that are needed, and those that open them."""
        gardees: list[tuple[int, int, int]] = []
        for question, ouvrable, ouverte in sorted(portes, reverse=True):
            if besoin >> question & 1:
                gardees.append((question, ouvrable, ouverte))
                besoin |= self.algebre.support(ouvrable) | self.algebre.support(ouverte)
        return tuple(reversed(gardees))

    def _donner(self, etat: _Etat, question: int, lettre: int) -> _Etat | None:
        algebre = self.algebre
        exigence = algebre.restreindre(etat.exigence, question, lettre)
        if exigence == FAUX_F:
            return None
        menaces: list[Menace] = []
        for fonction, somme, acquis in etat.menaces:
            plus, suite = algebre.restreindre_somme(somme, question, lettre)
            menaces.append((algebre.restreindre(fonction, question, lettre), suite, acquis + plus))
        buts: list[tuple[int, int]] = []
        for somme, acquis in etat.buts:
            plus, suite = algebre.restreindre_somme(somme, question, lettre)
            buts.append((suite, acquis + plus))
        return self._reduire(exigence, menaces, buts, self._restreindre_portes(etat.portes[1:], question, lettre))

    def _restreindre_portes(
        self, portes: Iterable[tuple[int, int, int]], question: int, lettre: int
    ) -> Iterator[tuple[int, int, int]]:
        restreindre = self.algebre.restreindre
        for autre, ouvrable, ouverte in portes:
            yield autre, restreindre(ouvrable, question, lettre), restreindre(ouverte, question, lettre)

    def _lettres(self, etat: _Etat) -> list[tuple[int, int, int]]:
        """The letters that the first question can have, alike ones together: one of them, all, how many answers."""
        question, ouvrable, ouverte = etat.portes[0]
        algebre = self.algebre
        coupes = algebre.coupes(etat.exigence, question)
        for fonction, somme, _ in etat.menaces:
            coupes |= algebre.coupes(fonction, question) | algebre.coupes_somme(somme, question)
        for somme, _ in etat.buts:
            coupes |= algebre.coupes_somme(somme, question)
        for _, autre, sure in etat.portes[1:]:
            coupes |= algebre.coupes(autre, question) | algebre.coupes(sure, question)
        alphabet = algebre.alphabets[question]
        permises = 1 << alphabet.fermee
        if ouvrable == VRAI_F:
            permises = 1 << alphabet.vide
            if ouverte == VRAI_F:
                permises = alphabet.reponses | (permises if self.partiel else 0)
        return self.classes(question, coupes, permises)

    def classes(self, question: int, coupes: Coupes, permises: int) -> list[tuple[int, int, int]]:
        """Permitted letters grouped by the sets that hold them: a letter, all of them as bits, how many answers."""
        cle = (question, coupes, permises)
        classes = self._classes.get(cle)
        if classes is None:
            alphabet = self.algebre.alphabets[question]
            nombres = (*alphabet.nombres, 1, 1)
            ordre = sorted(coupes)
            groupes: dict[tuple[int, ...], list[int]] = {}
            for lettre in range(len(nombres)):
                if permises >> lettre & 1:
                    groupes.setdefault(tuple(coupe >> lettre & 1 for coupe in ordre), []).append(lettre)
            classes = self._classes[cle] = [
                (lettres[0], sum(1 << i for i in lettres), sum(nombres[i] for i in lettres))
                for lettres in groupes.values()
            ]
        return classes

    # How many answer sets?

    def denombrer(self, fonction: int, etiquettes: Sequence[tuple[int, Coupes]] = ()) -> dict[tuple[int, ...], int]:
        """How many answer sets make a function true.

        Args:
            fonction: the function.
            etiquettes: questions to count apart, each with the sets of letters that tell its kinds apart.

        Returns:
            By kinds of answers (letters as bits, 0 when not asked) to these questions, the number of answer sets;
            without a question, under `()`.

        Raises:
            BudgetEpuise: it has more states than the budget.
        """
        self.budget.commencer()
        par_question = dict(etiquettes)
        niveau: dict[tuple[tuple[int, ...], _Etat], int] = {((), _Etat(fonction, (), (), self._portes)): 1}
        while any(etat.portes for _, etat in niveau):
            suivant: dict[tuple[tuple[int, ...], _Etat], int] = {}
            for (sorte, etat), nombre in niveau.items():
                self.budget.visiter()
                question = etat.portes[0][0]
                a_part = par_question.get(question)
                for lettre, sorte_ici, reponses in self._lettres_a_part(etat, a_part):
                    reste = self.algebre.restreindre(etat.exigence, question, lettre)
                    if reste == FAUX_F:
                        continue
                    # Every question counts, needed or not.
                    portes = tuple(self._restreindre_portes(etat.portes[1:], question, lettre))
                    cle = (sorte + sorte_ici, _Etat(reste, (), (), portes))
                    suivant[cle] = suivant.get(cle, 0) + nombre * reponses
            niveau = suivant
        comptes: dict[tuple[int, ...], int] = {}
        for (sorte, etat), nombre in niveau.items():
            if etat.exigence == VRAI_F:
                comptes[sorte] = comptes.get(sorte, 0) + nombre
        return comptes

    def _lettres_a_part(self, etat: _Etat, a_part: Coupes | None) -> Iterator[tuple[int, tuple[int, ...], int]]:
        """As `_lettres`, with the kind under which to count when the question is counted apart."""
        if a_part is None:
            for lettre, _, reponses in self._lettres(etat):
                yield lettre, (), reponses
            return
        question = etat.portes[0][0]
        sortes = self.classes(question, a_part, self.algebre.alphabets[question].reponses)
        for _, ensemble, _ in self._lettres(etat):
            for lettre, lettres, reponses in self.classes(question, a_part, ensemble):
                yield lettre, (next((sorte for _, sorte, _ in sortes if sorte & lettres), 0),), reponses

    def nombre(self, fonction: int) -> int:
        """How many answer sets make a function true; same errors as `denombrer`."""
        return self.denombrer(fonction).get((), 0)

    def poids(self, fonction: int) -> Fraction:
        """How likely a function is to be true when all answers to a question are equally likely.

        Raises:
            BudgetEpuise: it has more states than the budget.
        """
        self.budget.commencer()
        depart = self._reduire(fonction, (), (), self._portes)
        return Fraction(0) if depart is None else self._poids(depart, {})

    def _poids(self, etat: _Etat, connus: dict[_Etat, Fraction]) -> Fraction:
        if not etat.portes:
            return Fraction(1)
        poids = connus.get(etat)
        if poids is None:
            self.budget.visiter()
            lettres = self._lettres(etat)
            poids = Fraction(0)
            for lettre, _, nombre in lettres:
                suite = self._donner(etat, etat.portes[0][0], lettre)
                if suite is not None:
                    poids += nombre * self._poids(suite, connus)
            poids /= sum(nombre for _, _, nombre in lettres)
            connus[etat] = poids
        return poids

    # Which answer sets?

    def profils(self, fonction: int, limite: int) -> list[Profil]:
        """Profiles that hold together, without overlap, all answer sets that make a function true.

        Raises:
            BudgetEpuise: there are more than `limite`, or more states than the budget.
        """
        self.budget.commencer()
        depart = self._reduire(fonction, (), (), self._portes)
        if depart is None:
            return []
        connus: dict[_Etat, list[Profil]] = {}
        profils = self._profils(depart, connus, limite)
        return sorted(_fondre(profils))

    def _profils(self, etat: _Etat, connus: dict[_Etat, list[Profil]], limite: int) -> list[Profil]:
        if not etat.portes:
            return [()]
        deja = connus.get(etat)
        if deja is not None:
            return deja
        self.budget.visiter()
        question = etat.portes[0][0]
        suites: dict[_Etat, int] = {}
        toutes = 0
        for lettre, lettres, _ in self._lettres(etat):
            toutes |= lettres
            suite = self._donner(etat, question, lettre)
            if suite is not None:
                suites[suite] = suites.get(suite, 0) | lettres
        profils: list[Profil] = []
        for suite, lettres in suites.items():
            tete: Profil = () if lettres == toutes else ((question, lettres),)
            profils += [(*tete, *reste) for reste in self._profils(suite, connus, limite)]
            if len(profils) > limite:
                raise BudgetEpuise
        connus[etat] = profils = _fondre(profils)
        return profils

    # In words of the questionnaire

    def reponses(self, temoin: Temoin) -> dict[str, Valeur]:
        """The answers of a witness, those that do not matter left out."""
        questions = self.espace.questions
        return {
            questions[q].id: self.espace.valeur(q, lettre)
            for q, lettre in sorted(temoin.items())
            if self.algebre.alphabets[q].reponses >> lettre & 1
        }


def _promesse(etat: _Etat) -> tuple[int, int, int]:
    """The states nearest to a witness first."""
    return len(etat.menaces), sum(acquis for _, _, acquis in etat.menaces), len(etat.portes)


def _fondre(profils: list[Profil]) -> list[Profil]:
    """Profiles that differ by the letters of one question become one."""
    fondus = list(profils)
    while True:
        groupes: dict[tuple[int, Profil, Profil], list[Profil]] = {}
        for profil in fondus:
            for i, (question, _) in enumerate(profil):
                groupes.setdefault((question, profil[:i], profil[i + 1 :]), []).append(profil)
        if not groupes:
            return fondus
        (question, avant, apres), semblables = max(groupes.items(), key=lambda groupe: len(groupe[1]))
        if len(semblables) < 2:
            return fondus
        lettres = 0
        for profil in semblables:
            lettres |= profil[len(avant)][1]
        fondus = [profil for profil in fondus if profil not in semblables]
        fondus.append((*avant, (question, lettres), *apres))
