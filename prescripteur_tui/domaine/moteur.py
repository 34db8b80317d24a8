"""The rules of a catalogue, compiled once, and the decision over them.

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
from prescripteur_tui.domaine.recommandation import (
    A_VERIFIER,
    ASSUREE,
    AVerifier,
    Ecarte,
    PhraseAConfirmer,
    Proposition,
    QuestionUtile,
    Raison,
    Recommandation,
)
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, Atome, Condition, UnDe
from prescripteur_tui.domaine.semaine import lundi_de

VRAI, INCONNU, FAUX = 1, 0, -1
"""Kleene values."""

Masques = list[int]
"""One integer a question: its chosen options, 0 unknown, `FERMEE` closed."""

FERMEE = 1 << 200
"""A bit that no option has: the question is closed, so every membership in it is false."""

PREMIERES = 3
"""How many doors `question_utile` looks at."""


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
            return _toutes(self.branches[0], masques)
        mieux = FAUX
        for branche in self.branches:
            valeur = _toutes(branche, masques)
            if valeur > mieux:
                if valeur == VRAI:
                    return VRAI
                mieux = valeur
        return mieux

    def atomes(self) -> Iterator[AtomeCompile]:
        """All atoms, in file order."""
        for branche in self.branches:
            yield from branche


def _toutes(atomes: tuple[AtomeCompile, ...], masques: Masques) -> int:
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


class Retenue(NamedTuple):
    """A live offre that is not out, with what its place depends on."""

    cle: tuple[int, bool, int, int, str]
    offre: OffreCompilee
    statut: int
    score: int


class Moteur:
    """Decides for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._questionnaire: Questionnaire = catalogue.questionnaire
        self._questions = self._questionnaire.questions
        self._index = {question.id: i for i, question in enumerate(self._questions)}
        self._bits = [{option.id: 1 << j for j, option in enumerate(q.options)} for q in self._questions]
        self._nsp = [bits.get(NE_SAIT_PAS, 0) for bits in self._bits]
        self._ferme = [
            sum(bits[o.id] for o in q.options if o.ferme_la_suite)
            for q, bits in zip(self._questions, self._bits, strict=True)
        ]
        self._portes = [tuple(self._condition(r, porte=True) for r in q.ouverte_si) for q in self._questions]
        self._amont = self._calculer_amont()
        self._regles_etape = [
            (regle, tuple(self._condition(c, porte=True) for c in regle.quand))
            for regle in self._questionnaire.etape_de
        ]
        self._questions_etape = list(
            dict.fromkeys(a.question for _, conditions in self._regles_etape for c in conditions for a in c.atomes())
        )
        self._depend_etape = self._avec_amont(self._questions_etape)
        self._offres = tuple(self._offre(offre) for offre in catalogue.offres.values())
        self.de_la_semaine = lru_cache(maxsize=64)(self._de_la_semaine)

    # Compilation

    def _masque(self, question: int, options: Iterable[str]) -> int:
        masque = 0
        for option in options:
            masque |= self._bits[question][option]
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
            est_fixe=not any(self._questions[q].modifiable for q in questions),
            depend=0 if porte else self._avec_amont(questions),
        )

    def _calculer_amont(self) -> list[int]:
        """For each question, the bits of those whose answers can open or close it, itself included."""
        amont: list[int] = []
        fermantes = 0
        for i, portes in enumerate(self._portes):
            bits = 1 << i | fermantes
            for condition in portes:
                for atome in condition.atomes():
                    bits |= amont[atome.question]
            amont.append(bits)
            if self._ferme[i]:
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
        noms = [self._questionnaire.noms_etapes[etape] for etape in offre.etapes]
        depend = self._depend_etape
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
        for offre in self._offres:
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

    def _bruts(self, reponses: Reponses) -> Masques:
        """The given answers, `ne-sait-pas` included, whether or not their questions are open."""
        return [
            self._masque(i, options_choisies(reponses.get(question.id))) for i, question in enumerate(self._questions)
        ]

    def _ouvertures(self, bruts: Masques) -> tuple[list[int], Masques, Masques]:
        """Kleene openings of the questions, the answers kept of `bruts` (`ne-sait-pas` included), and the known ones.

        An answer to a question that the others do not open is dropped.
        """
        ouvertures: list[int] = []
        donnees: Masques = []
        connues: Masques = []
        ferme = False
        for i, portes in enumerate(self._portes):
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
            if masque & self._ferme[i]:
                ferme = True
        return ouvertures, donnees, connues

    def _etape(self, donnees: Masques) -> int:
        """Index of the first étape rule that is true."""
        for i, (_, conditions) in enumerate(self._regles_etape):
            if all(condition.valeur(donnees) == VRAI for condition in conditions):
                return i
        return len(self._regles_etape) - 1

    # Decision

    def recommander(self, reponses: Reponses, semaine: str) -> Recommandation:
        """The whole result; see `recommandation.recommander`."""
        decision = _Decision(self, self._bruts(reponses), semaine)
        regle = self._regles_etape[decision.indice_etape][0]
        raison_etape = self._raison_etape(decision, regle.constat)
        texte_etape = raison_etape.texte if raison_etape else self._questionnaire.noms_etapes[regle.etape]
        if raison_etape is not None and raison_etape.question is not None:
            texte_etape = f"La personne {texte_etape}"
        portes, aides, ecartes = decision.trier()
        _, ecartees = self.de_la_semaine(semaine)
        ecartes.update(ecartees)
        return Recommandation(
            semaine=semaine,
            etape=regle.etape,
            etape_raison=texte_etape[:1].upper() + texte_etape[1:],
            catalogue_version=self._catalogue.identite.version,
            catalogue_empreinte=self._catalogue.empreinte,
            propositions=tuple(
                self._proposition(decision, r, rang, raison_etape) for rang, r in enumerate(portes, start=1)
            ),
            aides=tuple(self._proposition(decision, r, rang, raison_etape) for rang, r in enumerate(aides, start=1)),
            ecartes=tuple(ecartes[offre.nom] for offre in self._offres if offre.nom in ecartes),
            question_utile=self._question_utile(reponses, decision, portes, semaine),
        )

    def _raison_etape(self, decision: _Decision, constat: str | None) -> Raison | None:
        """Why the person is at this étape: the answer that its rule rests on, else the rule's own words."""
        conditions = self._regles_etape[decision.indice_etape][1]
        questions = [atome.question for condition in conditions for atome in condition.atomes()]
        for q in questions or self._questions_etape:
            for option in self._questions[q].options:
                if decision.masques[q] & self._bits[q][option.id]:
                    return Raison(self._questions[q].id, option.id, option.constat)
        return Raison(None, None, constat) if constat else None

    def _proposition(
        self, decision: _Decision, retenue: Retenue, rang: int, raison_etape: Raison | None
    ) -> Proposition:
        offre = retenue.offre
        return Proposition(
            rang=rang,
            operateur=offre.operateur,
            offre=offre.nom,
            statut=ASSUREE if retenue.statut == VRAI else A_VERIFIER,
            score=retenue.score,
            raisons=self._raisons(decision, offre, raison_etape),
            a_verifier=self._a_verifier(decision, offre),
            a_confirmer=offre.a_confirmer,
            sources=offre.sources,
            verifie_le=offre.complete.verifie_le,
        )

    def _raisons(self, decision: _Decision, offre: OffreCompilee, raison_etape: Raison | None) -> tuple[Raison, ...]:
        """One reason an answer; a preference's words take the place of the plain ones."""
        masques = decision.masques
        etape = self._regles_etape[decision.indice_etape][0].etape
        generale = raison_etape or Raison(None, None, f"étape {self._questionnaire.noms_etapes[etape]}")
        raisons: dict[tuple[str | None, str | None], Raison] = {}
        if len(offre.etapes) < len(self._questionnaire.etapes):
            raisons[generale.question, generale.reponse] = generale
        for condition in offre.conditions:
            for branche in condition.branches:
                if _toutes(branche, masques) != VRAI:
                    continue
                for atome in branche:
                    masque = masques[atome.question]
                    if masque & FERMEE:
                        continue
                    appuis = masque & atome.oui if atome.sens == VRAI else masque
                    question = self._questions[atome.question]
                    for option in question.options:
                        if appuis & self._bits[atome.question][option.id]:
                            raisons.setdefault((question.id, option.id), Raison(question.id, option.id, option.constat))
        for preference in offre.preferences:
            appuis = masques[preference.question] & preference.oui
            if not appuis:
                continue
            question = self._questions[preference.question]
            option = next(o for o in question.options if appuis & self._bits[preference.question][o.id])
            raisons[question.id, option.id] = Raison(question.id, option.id, preference.raison)
        finales = list(raisons.values())
        if offre.complete.offre.raison is not None:
            finales.append(Raison(None, None, offre.complete.offre.raison))
        return tuple(finales) or (Raison(None, None, f"étape {self._questionnaire.noms_etapes[etape]}"),)

    def _a_verifier(self, decision: _Decision, offre: OffreCompilee) -> tuple[AVerifier, ...]:
        """The questions that would settle the unknown conditions."""
        masques = decision.masques
        manques: dict[str, AVerifier] = {}
        for condition in offre.conditions:
            if condition.valeur(masques) != INCONNU:
                continue
            for branche in condition.branches:
                if _toutes(branche, masques) != INCONNU:
                    continue
                for atome in branche:
                    if atome.valeur(masques[atome.question]) == INCONNU:
                        question = self._questions[atome.question]
                        texte = f"{condition.motif}\u00a0: {question.relance}"
                        manques.setdefault(question.id, AVerifier(question.id, texte))
        return tuple(manques.values())

    def _question_utile(
        self, reponses: Reponses, decision: _Decision, portes: list[Retenue], semaine: str
    ) -> QuestionUtile | None:
        """The open question, neither answered nor declined, with the most answers that change the first doors."""
        actuelles = {r.offre.nom for r in portes[:PREMIERES]}
        meilleure, compte = None, 0
        for i, question in enumerate(self._questions):
            if question.id in reponses or decision.ouvertures[i] != VRAI:
                continue
            changements = 0
            for bit in self._bits[i].values():
                autre = _Decision(self, decision.avec(i, bit), semaine)
                changements += {r.offre.nom for r in autre.portes()[:PREMIERES]} != actuelles
            if changements > compte:
                meilleure, compte = question, changements
        return QuestionUtile(meilleure.id, meilleure.enonce) if meilleure else None


class _Decision:
    """One set of answers under decision: masks and étape, and on demand those after one changed answer."""

    def __init__(self, moteur: Moteur, bruts: Masques, semaine: str) -> None:
        self.moteur = moteur
        self.bruts = bruts
        self.semaine = semaine
        self.ouvertures, self.donnees, self.masques = moteur._ouvertures(bruts)
        self.indice_etape = moteur._etape(self.donnees)
        self.etape = moteur._regles_etape[self.indice_etape][0].etape
        self._bascules: dict[int, list[tuple[str, _Decision]]] = {}

    def avec(self, question: int, bit: int) -> Masques:
        """The given answers with another one to a question."""
        bruts = list(self.bruts)
        bruts[question] = bit
        return bruts

    def retenues(self) -> tuple[list[Retenue], list[OffreCompilee]]:
        """The live offres that are not out, unsorted, and those that are."""
        retenues: list[Retenue] = []
        exclues: list[OffreCompilee] = []
        masques = self.masques
        for offre, tirage in self.moteur.de_la_semaine(self.semaine)[0]:
            if self.etape not in offre.etapes:
                exclues.append(offre)
                continue
            statut = VRAI
            for condition in offre.conditions:
                valeur = condition.valeur(masques)
                if valeur < statut:
                    statut = valeur
                    if valeur == FAUX:
                        break
            if statut == FAUX:
                exclues.append(offre)
                continue
            if statut == VRAI and offre.est_aide and offre.a_confirmer:
                statut = INCONNU
            score = 0
            for question, oui, poids, _ in offre.preferences:
                if masques[question] & oui:
                    score += poids
            cle = (-statut, offre.est_filet, -score, offre.confiance, tirage)
            retenues.append(Retenue(cle, offre, statut, score))
        retenues.sort(key=_par_cle)
        return retenues, exclues

    def portes(self) -> list[Retenue]:
        """The doors in order, one an operator."""
        portes: dict[str, Retenue] = {}
        for retenue in self.retenues()[0]:
            if not retenue.offre.est_aide:
                portes.setdefault(retenue.offre.operateur, retenue)
        return list(portes.values())

    def trier(self) -> tuple[list[Retenue], list[Retenue], dict[str, Ecarte]]:
        """Doors and aides in order, and what is left out of the live offres, with its cause."""
        retenues, exclues = self.retenues()
        portes: dict[str, Retenue] = {}
        aides: list[Retenue] = []
        ecartes: dict[str, Ecarte] = {}
        for retenue in retenues:
            offre = retenue.offre
            if offre.est_aide:
                aides.append(retenue)
            elif offre.operateur in portes:
                meilleure = portes[offre.operateur].offre.complete.offre.nom
                motif = f"une autre offre du même opérateur convient mieux\u00a0: {meilleure}"
                ecartes[offre.nom] = Ecarte(offre.operateur, offre.nom, "autre-offre", motif)
            else:
                portes[offre.operateur] = retenue
        for offre in exclues:
            ecartes[offre.nom] = self._ecarte(offre)
        return list(portes.values()), aides, ecartes

    def _ecarte(self, offre: OffreCompilee) -> Ecarte:
        """Why an offre is out: fixed conditions first, then the étape, then the others in file order."""
        moteur = self.moteur
        fausses = [c for c in offre.conditions if c.valeur(self.masques) == FAUX]
        etape_fausse = self.etape not in offre.etapes
        # What no single answer can repair: two failures that no question has in common.
        communes = moteur._depend_etape if etape_fausse else -1
        for condition in fausses:
            communes &= condition.depend
        premiere = next((c for c in fausses if c.est_fixe), None)
        if premiere is None and not etape_fausse:
            premiere = fausses[0]
        if premiere is None:
            if not moteur._questions_etape:
                return Ecarte(offre.operateur, offre.nom, "etape", offre.motif_etape)
            question, bascule = self._premiere_bascule(offre, moteur._questions_etape, communes)
            return self._fiche(offre, "etape", offre.motif_etape, question, bascule)
        faux = [a for a in premiere.atomes() if a.valeur(self.masques[a.question]) == FAUX]
        sujets = [self._sujet(a.question) for a in faux]
        question, bascule = self._premiere_bascule(offre, sujets, communes)
        est_fermee = bool(self.masques[faux[sujets.index(question)].question] & FERMEE)
        return self._fiche(offre, "porte-fermee" if est_fermee else "condition", premiere.motif, question, bascule)

    def _fiche(self, offre: OffreCompilee, cause: str, motif: str, question: int, bascule: tuple[str, ...]) -> Ecarte:
        return Ecarte(offre.operateur, offre.nom, cause, motif, self.moteur._questions[question].id, bascule)

    def _sujet(self, question: int) -> int:
        """The question to report: itself when open, else the gate that closes it, followed to its root."""
        moteur = self.moteur
        while self.masques[question] & FERMEE:
            fermante = next((q for q in range(question) if self.masques[q] & moteur._ferme[q] & ~FERMEE), None)
            if fermante is not None:
                return fermante
            fausse = next(porte for porte in moteur._portes[question] if porte.valeur(self.donnees) == FAUX)
            question = next(fausse.atomes()).question
        return question

    def _premiere_bascule(
        self, offre: OffreCompilee, questions: list[int], communes: int
    ) -> tuple[int, tuple[str, ...]]:
        """The first question with an answer that opens the offre by itself, else the first question."""
        for question in dict.fromkeys(questions):
            if not communes >> question & 1:
                continue
            bascule = tuple(option for option, autre in self._autres(question) if autre._admet(offre))
            if bascule:
                return question, bascule
        return questions[0], ()

    def _autres(self, question: int) -> list[tuple[str, _Decision]]:
        """The decisions after each other answer to a question, shared by all offres."""
        autres = self._bascules.get(question)
        if autres is None:
            moteur = self.moteur
            autres = [
                (option, _Decision(moteur, self.avec(question, bit), self.semaine))
                for option, bit in moteur._bits[question].items()
                if option != NE_SAIT_PAS
            ]
            self._bascules[question] = autres
        return autres

    def _admet(self, offre: OffreCompilee) -> bool:
        """Whether the offre is not out."""
        if self.etape not in offre.etapes:
            return False
        masques = self.masques
        return all(condition.valeur(masques) != FAUX for condition in offre.conditions)


def _par_cle(retenue: Retenue) -> tuple[int, bool, int, int, str]:
    return retenue.cle
