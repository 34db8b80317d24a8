"""The answer space of a catalogue, and its rules as functions over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from prescripteur_tui.domaine.algebre import Algebre, Alphabet, Table
from prescripteur_tui.domaine.compilation import OffreCompilee, PreferenceCompilee, ReglesCompilees
from prescripteur_tui.domaine.kleene import FERMEE, INCONNU, VRAI, AtomeCompile, ConditionCompilee
from prescripteur_tui.domaine.questionnaire import Valeur
from prescripteur_tui.domaine.regles import NE_SAIT_PAS

LETTRES_AU_PLUS = 4096
"""More kinds of answers to one question than that are not looked at."""

QUESTIONS_AU_PLUS = 300
"""Nor more questions: a walk goes down one call a question."""


class EspaceTropGrand(Exception):
    """More questions, or more kinds of answers to a question with several, than can be looked at."""


class Espace:
    """The answers that a questionnaire allows, with its gates, étapes and offres as functions of them.

    An answer set is *complete* when each question that it opens has one of its options, `ne-sait-pas` included;
    declining is leaving blank, which only `partiel` admits.

    Args:
        regles: the compiled rules.
        partiel: also what can be left blank.
        autres: conditions that are none of the catalogue's offres, and will be asked about.

    Raises:
        EspaceTropGrand: see there.
    """

    def __init__(
        self, regles: ReglesCompilees, *, partiel: bool = False, autres: Sequence[ConditionCompilee] = ()
    ) -> None:
        if len(regles.questions) > QUESTIONS_AU_PLUS:
            raise EspaceTropGrand
        self.regles = regles
        self.partiel = partiel
        self._autres = autres
        self.questions = regles.questions
        self.ne_sait_pas = [bits.get(NE_SAIT_PAS, 0) for bits in regles.bits]
        self._tests = self._reunir_tests()
        alphabets = [self._alphabet(q) for q in range(len(self.questions))]
        self.algebre = Algebre(alphabets)
        self.ouvrables: list[int] = []
        """For each question, the function that is false when the answers close it."""
        self.ouvertes: list[int] = []
        """For each question, the function that is true when it is asked."""
        self._ouvrir()

    # Letters

    def _reunir_tests(self) -> list[set[int]]:
        """For each question the sets of options that a rule names."""
        tests: list[set[int]] = [set() for _ in self.questions]
        regles = self.regles
        conditions = [*self._autres, *(c for portes in regles.portes for c in portes)]
        conditions += [c for _, quand in regles.regles_etape for c in quand]
        for offre in regles.offres:
            conditions += offre.conditions
            for preference in offre.preferences:
                tests[preference.question].add(preference.oui)
        for condition in conditions:
            for atome in condition.atomes():
                tests[atome.question] |= {atome.oui, atome.peut_etre}
        for q in range(len(self.questions)):
            tests[q] |= {regles.fermantes[q], self.ne_sait_pas[q]}
            tests[q].discard(0)
        return tests

    def _alphabet(self, q: int) -> Alphabet:
        bits = self.regles.bits[q]
        question = self.questions[q]
        if not question.multi:
            return Alphabet(tuple(bits[o.id] for o in question.options), (1,) * len(question.options))
        sortes = self.sortes(q, [o.id for o in question.options if not o.seule])
        sortes.pop((), None)
        for option in question.options:
            if option.seule:
                cle = self._touches(q, bits[option.id])
                masque, nombre = sortes.get(cle, (bits[option.id], 0))
                sortes[cle] = (masque, nombre + 1)
        return Alphabet(tuple(masque for masque, _ in sortes.values()), tuple(nombre for _, nombre in sortes.values()))

    def _touches(self, q: int, masque: int) -> tuple[int, ...]:
        return (1, *(test for test in sorted(self._tests[q]) if test & masque))

    def sortes(self, q: int, options: Sequence[str]) -> dict[tuple[int, ...], tuple[int, int]]:
        """The kinds of sets of these options, the empty one (`()`) included: its smallest set, and how many sets."""
        sortes: dict[tuple[int, ...], tuple[int, int]] = {(): (0, 1)}
        for option in options:
            bit = self.regles.bits[q][option]
            nouvelles = dict(sortes)
            for masque, nombre in sortes.values():
                reunion = masque | bit
                cle = self._touches(q, reunion)
                plus_petit, deja = nouvelles.get(cle, (reunion, 0))
                if reunion.bit_count() < plus_petit.bit_count():
                    plus_petit = reunion
                nouvelles[cle] = (plus_petit, deja + nombre)
            sortes = nouvelles
            if len(sortes) > LETTRES_AU_PLUS:
                raise EspaceTropGrand
        return sortes

    def lettre(self, q: int, masque: int) -> int:
        """The letter of an answer; of 0, the blank one."""
        alphabet = self.algebre.alphabets[q]
        if not masque:
            return alphabet.vide
        if not self.questions[q].multi:
            return alphabet.masques.index(masque)
        return self._lettres_multiples[q][self._touches(q, masque)]

    @cached_property
    def _lettres_multiples(self) -> list[dict[tuple[int, ...], int]]:
        return [
            {self._touches(q, masque): i for i, masque in enumerate(alphabet.masques)}
            for q, alphabet in enumerate(self.algebre.alphabets)
        ]

    def valeur(self, q: int, lettre: int) -> Valeur:
        """An answer of this kind, as the engine takes it."""
        masque = self.algebre.alphabets[q].masques[lettre]
        options = tuple(o.id for o in self.questions[q].options if masque & self.regles.bits[q][o.id])
        return options if self.questions[q].multi else options[0]

    def decrire(self, q: int, lettres: int) -> tuple[str, tuple[str, ...]]:
        """Letters in options: one of these (`parmi`), none of these (`sauf`), or like this set (`comme`)."""
        masques = self.algebre.alphabets[q].masques
        options = self.questions[q].options
        bits = self.regles.bits[q]
        if not self.questions[q].multi:
            permises = {masque for i, masque in enumerate(masques) if lettres >> i & 1}
            return "parmi", tuple(o.id for o in options if bits[o.id] in permises)
        # What a kind of set holds is known of the sets of options that a rule names, not of each option.
        dedans = dehors = 0
        for test in self._tests[q]:
            tenant = self._tenant(q, test)
            dedans |= test if not tenant & ~lettres else 0
            dehors |= test if not tenant & lettres else 0
        reponses = self.algebre.alphabets[q].reponses
        if dedans and self._tenant(q, dedans) == lettres:
            return "parmi", tuple(o.id for o in options if dedans & bits[o.id])
        if dehors and self._tenant(q, dehors) == reponses & ~lettres:
            return "sauf", tuple(o.id for o in options if dehors & bits[o.id])
        exemples = [masque for i, masque in enumerate(masques) if lettres >> i & 1]
        return "comme", tuple("+".join(o.id for o in options if m & bits[o.id]) for m in exemples)

    def _tenant(self, q: int, masque: int) -> int:
        """The letters that hold one of these options, as bits."""
        return sum(1 << i for i, m in enumerate(self.algebre.alphabets[q].masques) if m & masque)

    # Rules

    def _ouvrir(self) -> None:
        algebre = self.algebre
        suite: list[int] = []
        for q, portes in enumerate(self.regles.portes):
            self.ouvrables.append(algebre.et(*suite, *(self.condition(c, INCONNU, porte=True) for c in portes)))
            self.ouvertes.append(algebre.et(*suite, *(self.condition(c, VRAI, porte=True) for c in portes)))
            alphabet = algebre.alphabets[q]
            admises = alphabet.reponses
            if self.partiel or self.ouvertes[q] != self.ouvrables[q]:
                admises |= 1 << alphabet.vide
            if self.ouvrables[q] != 1:
                admises |= 1 << alphabet.fermee
            algebre.admises[q] = admises
            if self.regles.fermantes[q]:
                suite.append(algebre.non(self.parmi(q, self.regles.fermantes[q])))

    def parmi(self, q: int, masque: int) -> int:
        """Whether the answer holds one of these options."""
        return self.algebre.litteral(q, self._tenant(q, masque))

    def _masques(self, q: int) -> tuple[int, ...]:
        """The answer of each letter, blank and closed included."""
        return (*self.algebre.alphabets[q].masques, 0, FERMEE)

    def atome(self, atome: AtomeCompile, seuil: int, *, porte: bool = False) -> int:
        """Whether the atom is at least `seuil` (`VRAI` or `INCONNU`)."""
        inconnue = 0 if porte else self.ne_sait_pas[atome.question]
        lettres = sum(
            1 << i
            for i, masque in enumerate(self._masques(atome.question))
            if atome.valeur(masque & ~inconnue) >= seuil
        )
        return self.algebre.litteral(atome.question, lettres)

    def branche(self, atomes: Iterable[AtomeCompile], seuil: int, *, porte: bool = False) -> int:
        """Whether all atoms are at least `seuil`: a threshold passes through `min` and `max`."""
        return self.algebre.et(*(self.atome(a, seuil, porte=porte) for a in atomes))

    def condition(self, condition: ConditionCompilee, seuil: int, *, porte: bool = False) -> int:
        """Whether the condition is at least `seuil`."""
        return self.algebre.ou(*(self.branche(b, seuil, porte=porte) for b in condition.branches))

    def sue(self, questions: Iterable[int]) -> int:
        """Whether none of these questions is answered by `ne-sait-pas`."""
        return self.algebre.et(*(self.algebre.non(self.parmi(q, self.ne_sait_pas[q])) for q in questions))

    def preference(self, preference: PreferenceCompilee) -> int:
        """Whether the preference counts."""
        return self.parmi(preference.question, preference.oui & ~self.ne_sait_pas[preference.question])

    @cached_property
    def etapes(self) -> dict[str, int]:
        """For each étape, whether the person is at it."""
        algebre = self.algebre
        trouvees: dict[str, int] = {}
        avant: list[int] = []
        for i, (regle, conditions) in enumerate(self.regles.regles_etape):
            derniere = i == len(self.regles.regles_etape) - 1
            vraie = algebre.et(*(self.condition(c, VRAI, porte=True) for c in conditions)) if not derniere else 1
            ici = algebre.et(vraie, *avant)
            trouvees[regle.etape] = algebre.ou(trouvees.get(regle.etape, 0), ici)
            avant.append(algebre.non(vraie))
        return trouvees

    def a_l_etape(self, offre: OffreCompilee) -> int:
        """Whether the person is at an étape of the offre."""
        return self.algebre.ou(*(fonction for etape, fonction in self.etapes.items() if etape in offre.etapes))

    def possible(self, offre: OffreCompilee) -> int:
        """Whether the offre is not out."""
        return self._verdict(offre, INCONNU)

    def sure(self, offre: OffreCompilee) -> int:
        """Whether the offre is `assuree`; an aide with a sentence to confirm never is."""
        if offre.est_aide and offre.a_confirmer:
            return 0
        return self._verdict(offre, VRAI)

    def _verdict(self, offre: OffreCompilee, seuil: int) -> int:
        cle = (offre.nom, seuil)
        verdict = self._verdicts.get(cle)
        if verdict is None:
            conditions = [self.condition(c, seuil) for c in offre.conditions]
            verdict = self._verdicts[cle] = self.algebre.et(self.a_l_etape(offre), *conditions)
        return verdict

    @cached_property
    def _verdicts(self) -> dict[tuple[str, int], int]:
        return {}

    def tables(self, offre: OffreCompilee, signe: int = 1) -> list[Table]:
        """What each letter adds to the score of an offre."""
        tables: list[Table] = []
        for preference in offre.preferences:
            oui = preference.oui & ~self.ne_sait_pas[preference.question]
            masques = self._masques(preference.question)
            ajouts = tuple(signe * preference.poids if masque & oui else 0 for masque in masques)
            tables.append((preference.question, ajouts))
        return tables
