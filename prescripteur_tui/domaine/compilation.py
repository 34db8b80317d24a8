"""The rules of a catalogue, compiled once into masks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.kleene import FAUX, FERMEE, INCONNU, VRAI, AtomeCompile, ConditionCompilee, Masques
from prescripteur_tui.domaine.operateurs import OffreComplete, Statut
from prescripteur_tui.domaine.planches import Planches
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Reponses, options_choisies
from prescripteur_tui.domaine.recommandation import Ecarte, PhraseAConfirmer, Raison
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, Atome, Condition, UnDe
from prescripteur_tui.domaine.semaine import lundi_de


class PreferenceCompilee(NamedTuple):
    """A weight, counted when the answer holds one of `oui`."""

    question: int
    oui: int
    poids: int
    raison: str


class Sur(NamedTuple):
    """What an offre asks of one question, and of the others."""

    permises: int
    """The options, as bits of any size, that leave the conditions of one atom on this question not false."""
    composees: tuple[ConditionCompilee, ...]
    """The other conditions that name this question."""
    ailleurs: int
    """The bits of the conditions that do not."""


def _sur(question: int, conditions: Iterable[ConditionCompilee]) -> Sur:
    permises, composees, ailleurs = -1, [], 0
    for condition in conditions:
        if all(atome.question != question for atome in condition.atomes()):
            ailleurs |= condition.bit
        elif condition.est_simple:
            permises &= condition.branches[0][0].options_permises
        else:
            composees.append(condition)
    return Sur(permises, tuple(composees), ailleurs)


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
    bits: int
    """The bits of its conditions."""
    sur: tuple[Sur, ...]
    """For each question, what stands against its options."""
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
        self.ne_sait_pas = [bits.get(NE_SAIT_PAS, 0) for bits in self.bits]
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
        self.constats = [self._nommer(question) for question in self.questions]
        self._tests_de_parcours = self._reunir_tests_de_parcours()
        self.options_par_parcours = [self._grouper_les_options(q) for q in range(len(self.questions))]
        conditions = {
            nom: tuple(self._condition(c) for c in complete.offre.conditions)
            for nom, complete in catalogue.offres.items()
        }
        self.planches = Planches(
            (c for conditions_d_une in conditions.values() for c in conditions_d_une),
            [(0, FERMEE, *(() if q.multi else self.bits[i].values())) for i, q in enumerate(self.questions)],
        )
        self.offres = tuple(
            self._offre(complete, tuple(self.planches.noter(c) for c in conditions[nom]))
            for nom, complete in catalogue.offres.items()
        )
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
            peut_etre |= self.ne_sait_pas[question] & ~oui
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

    def _reunir_tests_de_parcours(self) -> list[Masques]:
        """For each question, the sets of options on which the étape or what is asked next depends."""
        conditions = [c for portes in self.portes for c in portes] + [
            c for _, quand in self.regles_etape for c in quand
        ]
        tests = [{fermantes} - {0} for fermantes in self.fermantes]
        for condition in conditions:
            for atome in condition.atomes():
                # -1: whether there is an answer at all.
                tests[atome.question] |= {-1, atome.oui, atome.peut_etre}
        return [sorted(masques) for masques in tests]

    def parcours(self, question: int, masque: int) -> int:
        """What an answer does to the étape and to what is asked next: answers with the same number do the same."""
        return sum(1 << i for i, test in enumerate(self._tests_de_parcours[question]) if masque & test)

    def _grouper_les_options(self, question: int) -> list[tuple[int, int]]:
        """Each `parcours`, and the options that lead to it as bits; `ne-sait-pas` is none of them."""
        groupes: dict[int, int] = {}
        for bit in self.bits[question].values():
            if bit != self.ne_sait_pas[question]:
                parcours = self.parcours(question, bit)
                groupes[parcours] = groupes.get(parcours, 0) | bit
        return list(groupes.items())

    def _nommer(self, question: Question) -> dict[int, Raison]:
        """For each option, by its bit, what it says of the person."""
        bits = self.bits[self._index[question.id]]
        return {bits[o.id]: Raison(question.id, o.id, o.constat) for o in question.options}

    def _offre(self, complete: OffreComplete, conditions: tuple[ConditionCompilee, ...]) -> OffreCompilee:
        offre = complete.offre
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
            bits=sum({condition.bit for condition in conditions}),
            sur=tuple(_sur(q, conditions) for q in range(len(self.questions))),
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
            connues.append(masque & ~self.ne_sait_pas[i])
            if masque & self.fermantes[i]:
                ferme = True
        return ouvertures, donnees, connues

    def constats_de(self, question: int, masque: int) -> Sequence[Raison]:
        """What the options of a mask say of the person."""
        constats = self.constats[question]
        if masque in constats:
            return (constats[masque],)
        return [constat for bit, constat in constats.items() if masque & bit]

    def etape(self, donnees: Masques) -> int:
        """Index of the first étape rule that is true."""
        for i, (_, conditions) in enumerate(self.regles_etape):
            if all(condition.valeur(donnees) == VRAI for condition in conditions):
                return i
        return len(self.regles_etape) - 1
