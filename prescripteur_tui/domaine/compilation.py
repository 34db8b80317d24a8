"""The rules of a catalogue, compiled once into masks.

Answers become one integer a question: a bit for each option, 0 when nothing is known (unanswered, declined,
`ne-sait-pas`), and `FERMEE` when the answers close the question. An atom is then two masks, and a Kleene value is
1 (true), 0 (unknown) or -1 (false), so that all is `min` and one-of is `max`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import OffreComplete, Statut
from prescripteur_tui.domaine.questionnaire import Questionnaire, Reponses, options_choisies
from prescripteur_tui.domaine.recommandation import Ecarte, PhraseAConfirmer
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, Atome, Condition, UnDe
from prescripteur_tui.domaine.semaine import lundi_de

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


class ConditionCompilee(NamedTuple):
    """One needed condition: alternatives of which each needs all its atoms."""

    branches: tuple[tuple[AtomeCompile, ...], ...]
    motif: str
    est_fixe: bool
    depend: int
    """A bit for each question whose answer can change its value, gates included."""

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


class PreferenceCompilee(NamedTuple):
    """A weight, counted when the answer holds one of `oui`."""

    question: int
    oui: int
    poids: int
    raison: str


class OffreCompilee(NamedTuple):
    """An offre ready to be decided."""

    nom: str
    operateur: str
    etapes: frozenset[str]
    conditions: tuple[ConditionCompilee, ...]
    preferences: tuple[PreferenceCompilee, ...]
    est_aide: bool
    est_filet: bool
    confiance: int
    depend: int
    complete: OffreComplete
    a_confirmer: tuple[PhraseAConfirmer, ...]
    sources: tuple[str, ...]
    motif_etape: str


class ReglesCompilees:
    """The rules of one catalogue; questions are named by their index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.questionnaire: Questionnaire = catalogue.questionnaire
        self.questions = self.questionnaire.questions
        self._index = {question.id: i for i, question in enumerate(self.questions)}
        self.bits = [{option.id: 1 << j for j, option in enumerate(q.options)} for q in self.questions]
        self._nsp = [bits.get(NE_SAIT_PAS, 0) for bits in self.bits]
        self.fermantes = [
            sum(bits[o.id] for o in q.options if o.ferme_la_suite)
            for q, bits in zip(self.questions, self.bits, strict=True)
        ]
        self.portes = [tuple(self._condition(r, porte=True) for r in q.ouverte_si) for q in self.questions]
        self._amont = self._calculer_amont()
        self.regles_etape = [
            (regle, tuple(self._condition(c, porte=True) for c in regle.quand)) for regle in self.questionnaire.etape_de
        ]
        self.questions_etape = list(
            dict.fromkeys(a.question for _, conditions in self.regles_etape for c in conditions for a in c.atomes())
        )
        self.depend_etape = self._avec_amont(self.questions_etape)
        self.offres = tuple(self._offre(offre) for offre in catalogue.offres.values())
        self.de_la_semaine = lru_cache(maxsize=64)(self._de_la_semaine)

    # Compilation

    def _masque(self, question: int, options: Iterable[str]) -> int:
        masque = 0
        for option in options:
            masque |= self.bits[question][option]
        return masque

    def _atome(self, atome: Atome, *, porte: bool) -> AtomeCompile:
        question = self._index[atome.question]
        oui = self._masque(question, atome.options)
        peut_etre = self._masque(question, atome.peut_etre)
        if porte:
            # In a gate, `ne-sait-pas` is a plain answer where it is listed, and unknown where it is not.
            peut_etre |= self._nsp[question] & ~oui
        return AtomeCompile(question, oui, peut_etre, FAUX if atome.est_negatif else VRAI)

    def _condition(self, condition: Condition, *, porte: bool = False) -> ConditionCompilee:
        regles = condition.un_de if isinstance(condition, UnDe) else (condition,)
        branches = tuple(tuple(self._atome(a, porte=porte) for a in regle.atomes()) for regle in regles)
        questions = [atome.question for branche in branches for atome in branche]
        return ConditionCompilee(
            branches=branches,
            motif=condition.motif or "",
            est_fixe=not any(self.questions[q].modifiable for q in questions),
            depend=0 if porte else self._avec_amont(questions),
        )

    def compiler(self, condition: Condition) -> ConditionCompilee:
        """A condition that belongs to no offre."""
        return self._condition(condition)

    def _calculer_amont(self) -> list[int]:
        """For each question, the bits of those whose answers can open or close it, itself included."""
        amont: list[int] = []
        fermantes = 0
        for i, portes in enumerate(self.portes):
            bits = 1 << i | fermantes
            for condition in portes:
                for atome in condition.atomes():
                    bits |= amont[atome.question]
            amont.append(bits)
            if self.fermantes[i]:
                fermantes |= bits
        return amont

    def _avec_amont(self, questions: Iterable[int]) -> int:
        bits = 0
        for question in questions:
            bits |= self._amont[question]
        return bits

    def _offre(self, complete: OffreComplete) -> OffreCompilee:
        offre = complete.offre
        conditions = tuple(self._condition(condition) for condition in offre.conditions)
        noms = [self.questionnaire.noms_etapes[etape] for etape in offre.etapes]
        depend = self.depend_etape
        for condition in conditions:
            depend |= condition.depend
        return OffreCompilee(
            nom=complete.nom,
            operateur=complete.operateur.id,
            etapes=frozenset(offre.etapes),
            conditions=conditions,
            preferences=tuple(
                PreferenceCompilee(
                    self._index[p.question], self._masque(self._index[p.question], p.parmi), p.poids, p.raison
                )
                for p in offre.preferences
            ),
            est_aide=offre.aide,
            est_filet=offre.filet,
            confiance=complete.confiance.rang,
            depend=depend,
            complete=complete,
            a_confirmer=tuple(PhraseAConfirmer(a.texte, a.source) for a in complete.a_confirmer),
            sources=tuple(dict.fromkeys(source.url for source in complete.sources)),
            motif_etape=("intervient à l’étape " if len(noms) == 1 else "intervient aux étapes ")
            + (" et ".join(filter(None, [", ".join(noms[:-1]), noms[-1]]))),
        )

    def _de_la_semaine(self, semaine: str) -> tuple[tuple[tuple[OffreCompilee, str], ...], dict[str, Ecarte]]:
        """The live offres of a week with their draw, and the others already put aside."""
        lundi = lundi_de(semaine)
        vivantes: list[tuple[OffreCompilee, str]] = []
        ecartees: dict[str, Ecarte] = {}
        for offre in self.offres:
            complete = offre.complete
            if complete.statut is not Statut.ACTIF:
                motif = "terminé" if complete.statut is Statut.TERMINE else "existence à confirmer"
                ecartees[offre.nom] = Ecarte(offre.operateur, offre.nom, "statut", motif)
            elif not complete.couvre(lundi):
                ecartees[offre.nom] = Ecarte(offre.operateur, offre.nom, "date", "pas ouvert cette semaine")
            else:
                tirage = hashlib.sha256(f"{semaine} {offre.nom}".encode()).hexdigest()
                vivantes.append((offre, tirage))
        return tuple(vivantes), ecartees

    # Answers

    def bruts(self, reponses: Reponses) -> Masques:
        """The given answers, `ne-sait-pas` included, whether or not their questions are open."""
        return [
            self._masque(i, options_choisies(reponses.get(question.id))) for i, question in enumerate(self.questions)
        ]

    def ouvertures(self, bruts: Masques) -> tuple[list[int], Masques, Masques]:
        """Kleene openings of the questions, the answers kept of `bruts` (`ne-sait-pas` included), and the known ones.

        An answer to a question that the others do not open is dropped.
        """
        ouvertures: list[int] = []
        donnees: Masques = []
        connues: Masques = []
        ferme = False
        for i, portes in enumerate(self.portes):
            ouverture = VRAI
            if ferme:
                ouverture = FAUX
            else:
                for porte in portes:
                    valeur = porte.valeur(donnees)
                    if valeur < ouverture:
                        ouverture = valeur
            masque = bruts[i]
            if ouverture == FAUX:
                masque = FERMEE
            elif ouverture == INCONNU:
                masque = 0
            ouvertures.append(ouverture)
            donnees.append(masque)
            connues.append(masque & ~self._nsp[i])
            if masque & self.fermantes[i]:
                ferme = True
        return ouvertures, donnees, connues

    def etape(self, donnees: Masques) -> int:
        """Index of the first étape rule that is true."""
        for i, (_, conditions) in enumerate(self.regles_etape):
            if all(condition.valeur(donnees) == VRAI for condition in conditions):
                return i
        return len(self.regles_etape) - 1
