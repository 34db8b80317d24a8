"""Every verdict of the proof a second time: all complete answer sets written down, the naive engine asked of each.

Written from the definitions alone; it knows nothing of `prescripteur_tui.domaine.preuve`. A set is complete when
every question that it opens has one of its options (`ne-sait-pas` is one, declining is not).
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import OffreComplete
from prescripteur_tui.domaine.questionnaire import Question, Valeur
from prescripteur_tui.domaine.regles import Condition, Toutes
from tests.naif import CONFIANCES, Etat, couvre, et, lire_etat, lundi_de, regle_etape, score, valeur, verdict

Reponses = dict[str, Valeur]

Cle = tuple[bool, int, int]
"""What ranks an offre among those of its statut, draw apart; smaller is better."""

Profil = tuple[str, tuple[tuple[str, str, int], ...]]
"""What an answer set gives: étape, and of each offre that is not out its statut and score."""


class TropDeReponses(Exception):
    """More complete answer sets than brute force will write down."""


def ensembles(catalogue: Catalogue, limite: int) -> list[Reponses]:
    """All complete answer sets."""
    trouves: list[Reponses] = []

    def poursuivre(reponses: Reponses, questions: tuple[Question, ...]) -> None:
        if not questions:
            trouves.append(reponses)
            if len(trouves) > limite:
                raise TropDeReponses
            return
        question, suite = questions[0], questions[1:]
        if lire_etat(catalogue.questionnaire, reponses).portes[question.id] is not True:
            poursuivre(reponses, suite)
            return
        for reponse in reponses_possibles(question):
            poursuivre({**reponses, question.id: reponse}, suite)

    poursuivre({}, catalogue.questionnaire.questions)
    return trouves


def reponses_possibles(question: Question) -> Iterator[Valeur]:
    """Each option, or each allowed set of options of a multi."""
    if not question.multi:
        yield from (option.id for option in question.options)
        return
    libres = [option.id for option in question.options if not option.seule]
    for taille in range(1, len(libres) + 1):
        yield from itertools.combinations(libres, taille)
    yield from ((option.id,) for option in question.options if option.seule)


def semaines_depuis(semaine: str, nombre: int) -> list[str]:
    """Consecutive ISO weeks."""
    lundi = lundi_de(semaine)
    jours = [(lundi + dt.timedelta(weeks=n)).isocalendar() for n in range(nombre)]
    return [f"{jour[0]}-W{jour[1]:02d}" for jour in jours]


class Brute:
    """One catalogue seen through all its complete answer sets."""

    def __init__(self, catalogue: Catalogue, semaine: str, limite: int = 1500) -> None:
        self.catalogue = catalogue
        self.semaine = semaine
        self.tous = ensembles(catalogue, limite)
        self._etats = [lire_etat(catalogue.questionnaire, r) for r in self.tous]
        self._etapes = [regle_etape(catalogue.questionnaire, e).etape for e in self._etats]
        self._statuts = {
            nom: [statut(offre, e, etape) for e, etape in zip(self._etats, self._etapes, strict=True)]
            for nom, offre in catalogue.offres.items()
        }
        self._cles = {nom: [cle(offre, e) for e in self._etats] for nom, offre in catalogue.offres.items()}

    @cached_property
    def filet(self) -> str:
        """The offre that receives everybody."""
        return next(nom for nom, offre in self.catalogue.offres.items() if offre.offre.filet)

    def vivantes(self, semaine: str) -> list[str]:
        """The offres that can be put forward in a week."""
        lundi = lundi_de(semaine)
        return [n for n, o in self.catalogue.offres.items() if o.statut == "actif" and couvre(o, lundi)]

    def premiere_semaine(self, nom: str, nombre: int) -> str | None:
        """The first of the coming weeks in which an offre is alive."""
        return next((s for s in semaines_depuis(self.semaine, nombre) if nom in self.vivantes(s)), None)

    def portes(self, semaine: str) -> list[str]:
        """The live doors."""
        return [nom for nom in self.vivantes(semaine) if not self.catalogue.offres[nom].offre.aide]

    # Who is left with the filet alone

    def propositions(self, i: int, semaine: str) -> list[list[str]]:
        """The doors in order, equals together; of each operator those that a draw may show."""
        rangs: dict[tuple[str, Cle], list[str]] = {}
        for nom in self.portes(semaine):
            if self._statuts[nom][i] != "hors":
                rangs.setdefault((self._statuts[nom][i].replace("assuree", "0"), self._cles[nom][i]), []).append(nom)
        vus: set[str] = set()
        ordre: list[list[str]] = []
        for _, noms in sorted(rangs.items()):
            montrees = [nom for nom in noms if nom.partition("/")[0] not in vus]
            vus |= {nom.partition("/")[0] for nom in montrees}
            if montrees:
                ordre.append(montrees)
        return ordre

    def seuls(self, semaine: str) -> set[int]:
        """The answer sets whose only proposition is the filet."""
        return {i for i in range(len(self.tous)) if self.propositions(i, semaine) == [[self.filet]]}

    def poids(self, indices: Iterable[int]) -> Fraction:
        """How likely these answer sets are when all answers to a question are equally likely."""
        questions = self.catalogue.questionnaire.par_id
        nombres = {q: len(list(reponses_possibles(question))) for q, question in questions.items()}
        return sum((Fraction(1, math.prod(nombres[q] for q in self.tous[i])) for i in indices), Fraction(0))

    def etape(self, i: int) -> str:
        """The étape of an answer set."""
        return self._etapes[i]

    def contient(self, quand: Iterable[Condition], i: int) -> bool:
        """Whether conditions all hold for an answer set."""
        return et(valeur(condition, self._etats[i]) for condition in quand) is True

    # What each offre can be

    def atteintes(self, nom: str) -> set[int]:
        """The answer sets that do not put an offre out."""
        return {i for i, s in enumerate(self._statuts[nom]) if s != "hors"}

    def proposees(self, nom: str, semaine: str) -> set[int]:
        """The answer sets where some draw shows the offre."""
        if self.catalogue.offres[nom].offre.aide:
            return self.atteintes(nom)
        return {i for i in self.atteintes(nom) if any(nom in rang for rang in self.propositions(i, semaine))}

    def premieres(self, nom: str, semaine: str) -> set[int]:
        """The answer sets where some draw makes the door first."""
        return {i for i in range(len(self.tous)) if nom in self.propositions(i, semaine)[0]}

    def assurees(self, nom: str) -> set[int]:
        """The answer sets that make an offre sure."""
        return {i for i, s in enumerate(self._statuts[nom]) if s == "assuree"}

    def passe_devant(self, autre: str, nom: str, i: int) -> bool:
        """Whether another door is before this one, whatever the draw."""
        if self._statuts[autre][i] == "hors" or self._statuts[nom][i] == "hors":
            return False
        return (self._statuts[autre][i] != "assuree", self._cles[autre][i]) < (
            self._statuts[nom][i] != "assuree",
            self._cles[nom][i],
        )

    def couverte(self, nom: str, par: Iterable[str]) -> bool:
        """Whether, each time the door is sure, one of the others is before it."""
        return all(any(self.passe_devant(autre, nom, i) for autre in par) for i in self.assurees(nom))

    def cachee(self, nom: str, par: Iterable[str]) -> bool:
        """Whether, each time the door is not out, one of the others is before it."""
        return all(any(self.passe_devant(autre, nom, i) for autre in par) for i in self.atteintes(nom))

    def jumelles(self, semaine: str) -> set[tuple[str, str]]:
        """Pairs that nothing but the draw tells apart, put forward at least once."""
        paires = set()
        for a, b in itertools.combinations(sorted(self.vivantes(semaine)), 2):
            if self.catalogue.offres[a].offre.aide != self.catalogue.offres[b].offre.aide or not self.atteintes(a):
                continue
            if all(self._place(a, i) == self._place(b, i) for i in range(len(self.tous))):
                paires.add((a, b))
        return paires

    def _place(self, nom: str, i: int) -> tuple[str, Cle | None]:
        statut_ = self._statuts[nom][i]
        return statut_, None if statut_ == "hors" else self._cles[nom][i]

    # Conditions

    def ensemble_possible(self, nom: str, indices: Iterable[int]) -> bool:
        """Whether at the étapes of an offre some of its conditions can all be other than false, for who knows."""
        offre = self.catalogue.offres[nom]
        conditions = [offre.offre.conditions[j] for j in indices]
        return any(
            etape in offre.offre.etapes
            and et(valeur(c, e) for c in conditions) is not False
            and self._sait(e, *conditions)
            for e, etape in zip(self._etats, self._etapes, strict=True)
        )

    def connues(self, nom: str) -> set[int]:
        """The answer sets that do not put an offre out, and know what its conditions ask."""
        conditions = self.catalogue.offres[nom].offre.conditions
        return {i for i in self.atteintes(nom) if self._sait(self._etats[i], *conditions)}

    @staticmethod
    def _sait(etat: Etat, *regles: Condition | Toutes) -> bool:
        return not any("ne-sait-pas" in etat.choisies(a.question) for regle in regles for a in regle.atomes())

    def a_un_pas(self, nom: str, sauf: int | None, i: int) -> bool:
        """Whether an offre would not be out with one of its conditions (None: its étapes) left aside."""
        offre = self.catalogue.offres[nom].offre
        conditions = [c for j, c in enumerate(offre.conditions) if j != sauf]
        a_l_etape = sauf is None or self._etapes[i] in offre.etapes
        return a_l_etape and et(valeur(c, self._etats[i]) for c in conditions) is not False

    def jamais_vraie(self, nom: str, indice: int) -> bool:
        """Whether a condition is never true where the offre is not out."""
        condition = self.catalogue.offres[nom].offre.conditions[indice]
        return not any(valeur(condition, self._etats[i]) is True for i in self.atteintes(nom))

    def branche_morte(self, nom: str, indice: int, branche: int) -> bool:
        """Whether an alternative is false in every answer set that the étape and the other conditions let through."""
        offre = self.catalogue.offres[nom]
        autres = [c for j, c in enumerate(offre.offre.conditions) if j != indice]
        choix: Condition | Toutes = offre.offre.conditions[indice].un_de[branche]  # type: ignore[union-attr]
        return not any(
            etape in offre.offre.etapes
            and et([*(valeur(c, e) for c in autres), valeur(choix, e)]) is not False
            and self._sait(e, choix)
            for e, etape in zip(self._etats, self._etapes, strict=True)
        )

    def preference_morte(self, nom: str, indice: int) -> bool:
        """Whether a preference never counts where the offre is not out."""
        preference = self.catalogue.offres[nom].offre.preferences[indice]
        return not any(valeur(preference, self._etats[i]) is True for i in self.atteintes(nom))

    # What changes nothing

    def profil(self, reponses: Reponses, semaine: str) -> Profil:
        """What answers give, aides included."""
        etat = lire_etat(self.catalogue.questionnaire, reponses)
        etape = regle_etape(self.catalogue.questionnaire, etat).etape
        lignes = []
        for nom in self.vivantes(semaine):
            offre = self.catalogue.offres[nom]
            statut_ = statut(offre, etat, etape)
            if statut_ != "hors":
                lignes.append((nom, statut_, score(offre, etat)))
        return etape, tuple(lignes)

    def question_sans_effet(self, question: str, semaine: str) -> bool:
        """Whether leaving a question blank never changes what the answers give."""
        return all(
            self.profil(r, semaine) == self.profil({q: v for q, v in r.items() if q != question}, semaine)
            for r in self.tous
            if question in r
        )

    def option_sans_effet(self, question: str, option: str, semaine: str) -> bool:
        """Whether taking an option away never changes what the answers give."""
        for r in self.tous:
            valeur_ = r.get(question, ())
            choisies = (valeur_,) if isinstance(valeur_, str) else valeur_
            if option not in choisies:
                continue
            reste = tuple(o for o in choisies if o != option)
            autres = {q: v for q, v in r.items() if q != question or reste}
            if reste:
                autres[question] = reste
            if self.profil(r, semaine) != self.profil(autres, semaine):
                return False
        return True

    def options_equivalentes(self, question: str, une: str, autre: str, semaine: str) -> bool:
        """Whether choosing one rather than the other never changes what the answers give."""
        return all(
            self.profil(r, semaine) == self.profil({**r, question: autre if r[question] == une else une}, semaine)
            for r in self.tous
            if r.get(question) in (une, autre)
        )

    def a_ete_posee(self, question: str) -> bool:
        """Whether a complete answer set opens a question."""
        return any(question in r for r in self.tous)


def statut(offre: OffreComplete, etat: Etat, etape: str) -> str:
    """`hors`, `assuree` or `a-verifier`; sentences to confirm hold an aide at `a-verifier`."""
    trouve = verdict(offre, etat, etape)
    return "a-verifier" if trouve == "assuree" and offre.offre.aide and offre.a_confirmer else trouve


def cle(offre: OffreComplete, etat: Etat) -> Cle:
    """The rank among offres of the same statut: the filet last, then score, then how sure the facts are."""
    return offre.offre.filet, -score(offre, etat), CONFIANCES.index(offre.confiance)
