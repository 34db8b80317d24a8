"""Questions and options that change nothing: the same answers with and without them always give the same.

Two answer sets are followed at once: the complete one, and the same with one answer taken away or replaced. Of the
second, an answer to a question that it no longer opens is dropped, and a question that it alone opens is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prescripteur_tui.domaine.affirmations import Affirmation, Sujet, Verdict
from prescripteur_tui.domaine.algebre import FAUX_F, VRAI_F
from prescripteur_tui.domaine.compilation import OffreCompilee
from prescripteur_tui.domaine.diagramme import BudgetEpuise, Diagramme
from prescripteur_tui.domaine.questionnaire import Question
from prescripteur_tui.domaine.regles import NE_SAIT_PAS

Echange = tuple[int, int]
"""A letter of a question, and the one put in its place."""


class Effets:
    """What answers change among the live offres of a week: étape, statut and score of each.

    Args:
        diagramme: over complete answer sets, in a space that knows the partial ones.
        vivantes: the live offres.
    """

    def __init__(self, diagramme: Diagramme, vivantes: Iterable[OffreCompilee]) -> None:
        self._diagramme = diagramme
        self._espace = diagramme.espace
        self._algebre = diagramme.algebre
        self._vivantes = tuple(vivantes)
        self._amont = self._calculer_amont()

    def _calculer_amont(self) -> list[int]:
        """For each question, as bits, those whose answers can open or close it, itself included."""
        amont: list[int] = []
        for q, (ouvrable, ouverte) in enumerate(zip(self._espace.ouvrables, self._espace.ouvertes, strict=True)):
            support = self._algebre.support(ouvrable) | self._algebre.support(ouverte)
            amont.append(1 << q | self._avec_amont(support, amont))
        return amont

    @staticmethod
    def _avec_amont(support: int, amont: list[int]) -> int:
        bits = 0
        for q, avant in enumerate(amont):
            if support >> q & 1:
                bits |= avant
        return bits

    # Claims

    def juger(self, q: int) -> Iterator[Affirmation]:
        """Of one question: whether it changes anything; if so and it serves orientation alone, each of its options."""
        question = self._espace.questions[q]
        est_utile = self._affirmer("question-utile", (question.id,), q, self.effacer(q))
        yield est_utile
        if est_utile.verdict is not Verdict.PROUVE or "comptage" in question.usage:
            return
        options = [o.id for o in question.options if o.id != NE_SAIT_PAS]
        for option in options:
            yield self._affirmer("option-utile", (question.id, option), q, self.retirer(q, option))
        if not question.multi:
            for i, une in enumerate(options):
                for autre in options[i + 1 :]:
                    sujet: Sujet = (question.id, une, autre)
                    yield self._affirmer("options-distinctes", sujet, q, self.echanger(q, une, autre))

    def _affirmer(self, code: str, sujet: Sujet, q: int, echanges: Iterable[Echange]) -> Affirmation:
        try:
            change = any(self._change(q, *echange) for echange in echanges)
        except BudgetEpuise:
            return Affirmation(code, sujet, Verdict.NON_PROUVE)
        return Affirmation(code, sujet, Verdict.PROUVE if change else Verdict.REFUTE)

    # Exchanges

    def effacer(self, q: int) -> list[Echange]:
        """Any answer, left blank."""
        alphabet = self._algebre.alphabets[q]
        return [(lettre, alphabet.vide) for lettre in range(alphabet.vide)]

    def retirer(self, q: int, option: str) -> list[Echange]:
        """Any answer that holds the option, without it."""
        espace = self._espace
        question, bit = espace.questions[q], espace.regles.bits[q][option]
        autres = (
            [] if _est_seule(question, option) else [o.id for o in question.options if not o.seule and o.id != option]
        )
        restes = [masque for masque, _ in espace.sortes(q, autres).values()]
        return list(dict.fromkeys((espace.lettre(q, reste | bit), espace.lettre(q, reste)) for reste in restes))

    def echanger(self, q: int, une: str, autre: str) -> list[Echange]:
        """One option for the other, both ways."""
        bits = self._espace.regles.bits[q]
        a, b = self._espace.lettre(q, bits[une]), self._espace.lettre(q, bits[autre])
        return [(a, b), (b, a)]

    # Two answer sets at once

    def _change(self, q: int, lettre: int, remplacante: int) -> bool:
        """Whether in some complete answer set with this letter, the other one in its place gives something else."""
        if lettre == remplacante:
            return False
        second = _Second(self, q, remplacante)
        ici = self._algebre.litteral(q, 1 << lettre)
        for fonction in self._espace.etapes.values():
            if self._touche(fonction, q) and self._differe(ici, fonction, second.de(fonction)):
                return True
        # Those that name the question most often show the difference at once.
        for offre in sorted(self._vivantes, key=lambda o: not self._nomme(o, q)):
            if self._change_offre(second, ici, lettre, offre):
                return True
        return False

    def _nomme(self, offre: OffreCompilee, q: int) -> bool:
        return bool(self._algebre.support(self._espace.possible(offre)) >> q & 1)

    def _touche(self, fonction: int, q: int) -> bool:
        return bool(self._avec_amont(self._algebre.support(fonction), self._amont) >> q & 1)

    def _differe(self, ici: int, premiere: int, seconde: int) -> bool:
        algebre = self._algebre
        ecart = algebre.ou(algebre.et(premiere, algebre.non(seconde)), algebre.et(algebre.non(premiere), seconde))
        return self._diagramme.chercher(algebre.et(ici, ecart)) is not None

    def _change_offre(self, second: _Second, ici: int, lettre: int, offre: OffreCompilee) -> bool:
        algebre, espace, q = self._algebre, self._espace, second.question
        for fonction in (espace.possible(offre), espace.sure(offre)):
            if self._touche(fonction, q) and self._differe(ici, fonction, second.de(fonction)):
                return True
        termes: list[tuple[int, int]] = []
        for preference in offre.preferences:
            if self._amont[preference.question] >> q & 1:
                fonction = espace.preference(preference)
                termes += [(fonction, preference.poids), (second.de(fonction), -preference.poids)]
        if not termes:
            return False
        # The first answer set has its letter: what rests on it alone is known.
        sus = [(algebre.restreindre(f, q, lettre), poids) for f, poids in termes]
        deux_fois_la = algebre.et(ici, espace.possible(offre), second.de(espace.possible(offre)))
        for signe in (1, -1):
            acquis, somme = algebre.somme((), [(f, signe * poids) for f, poids in sus])
            if self._diagramme.chercher(deux_fois_la, buts=[(somme, acquis)]) is not None:
                return True
        return False


class _Second:
    """The functions of the second answer set, told from the letters of the first."""

    def __init__(self, effets: Effets, question: int, lettre: int) -> None:
        self.question = question
        self._lettre = lettre
        self._amont = effets._amont
        self._espace = effets._espace
        self._algebre = effets._algebre
        self._faits: dict[int, int] = {}

    def de(self, fonction: int) -> int:
        """A function of the second answer set."""
        return self._algebre.transformer(fonction, self._litteral, self._faits)

    def _litteral(self, q: int, lettres: int) -> int:
        if q == self.question:
            return VRAI_F if lettres >> self._lettre & 1 else FAUX_F
        if not self._amont[q] >> self.question & 1:
            return self._algebre.litteral(q, lettres)
        algebre, alphabet = self._algebre, self._algebre.alphabets[q]
        ouvrable, ouverte = self.de(self._espace.ouvrables[q]), self.de(self._espace.ouvertes[q])
        est_vide, est_fermee = lettres >> alphabet.vide & 1, lettres >> alphabet.fermee & 1
        # Asked in both: the same answer. Asked in the second alone: blank.
        repondues = lettres & alphabet.reponses
        sans_reponse = (1 << alphabet.vide | 1 << alphabet.fermee) if est_vide else 0
        return algebre.ou(
            algebre.et(ouverte, algebre.litteral(q, repondues | sans_reponse)),
            algebre.et(ouvrable, algebre.non(ouverte), VRAI_F if est_vide else FAUX_F),
            algebre.et(algebre.non(ouvrable), VRAI_F if est_fermee else FAUX_F),
        )


def _est_seule(question: Question, option: str) -> bool:
    trouvee = question.option(option)
    return not question.multi or (trouvee is not None and trouvee.seule)
