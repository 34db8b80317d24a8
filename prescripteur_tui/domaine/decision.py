"""One set of answers decided: which offres stand, in which order, and why the others do not."""

from __future__ import annotations

from typing import NamedTuple

from prescripteur_tui.domaine.compilation import FAUX, FERMEE, INCONNU, VRAI, Masques, OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.recommandation import Ecarte
from prescripteur_tui.domaine.regles import NE_SAIT_PAS


class Retenue(NamedTuple):
    """A live offre that is not out, with what its place depends on."""

    cle: tuple[int, bool, int, int, str]
    offre: OffreCompilee
    statut: int
    score: int


class Decision:
    """One set of answers under decision: masks and étape, and on demand those after one changed answer."""

    def __init__(self, regles: ReglesCompilees, bruts: Masques, semaine: str) -> None:
        self.regles = regles
        self.bruts = bruts
        self.semaine = semaine
        self.ouvertures, self.donnees, self.masques = regles.ouvertures(bruts)
        self.indice_etape = regles.etape(self.donnees)
        self.etape = regles.regles_etape[self.indice_etape][0].etape
        self._bascules: dict[int, list[tuple[str, Decision]]] = {}

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
        for offre, tirage in self.regles.de_la_semaine(self.semaine)[0]:
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
        regles = self.regles
        fausses = [c for c in offre.conditions if c.valeur(self.masques) == FAUX]
        etape_fausse = self.etape not in offre.etapes
        # What no single answer can repair: two failures that no question has in common.
        communes = regles.depend_etape if etape_fausse else -1
        for condition in fausses:
            communes &= condition.depend
        premiere = next((c for c in fausses if c.est_fixe), None)
        if premiere is None and not etape_fausse:
            premiere = fausses[0]
        if premiere is None:
            if not regles.questions_etape:
                return Ecarte(offre.operateur, offre.nom, "etape", offre.motif_etape)
            question, bascule = self._premiere_bascule(offre, regles.questions_etape, communes)
            return self._fiche(offre, "etape", offre.motif_etape, question, bascule)
        faux = [a for a in premiere.atomes() if a.valeur(self.masques[a.question]) == FAUX]
        sujets = [self._sujet(a.question) for a in faux]
        question, bascule = self._premiere_bascule(offre, sujets, communes)
        est_fermee = bool(self.masques[faux[sujets.index(question)].question] & FERMEE)
        return self._fiche(offre, "porte-fermee" if est_fermee else "condition", premiere.motif, question, bascule)

    def _fiche(self, offre: OffreCompilee, cause: str, motif: str, question: int, bascule: tuple[str, ...]) -> Ecarte:
        return Ecarte(offre.operateur, offre.nom, cause, motif, self.regles.questions[question].id, bascule)

    def _sujet(self, question: int) -> int:
        """The question to report: itself when open, else the gate that closes it, followed to its root."""
        regles = self.regles
        while self.masques[question] & FERMEE:
            fermante = next((q for q in range(question) if self.masques[q] & regles.fermantes[q] & ~FERMEE), None)
            if fermante is not None:
                return fermante
            fausse = next(porte for porte in regles.portes[question] if porte.valeur(self.donnees) == FAUX)
            question = next(fausse.atomes()).question
        return question

    def _premiere_bascule(
        self, offre: OffreCompilee, questions: list[int], communes: int
    ) -> tuple[int, tuple[str, ...]]:
        """The first question with an answer that opens the offre by itself, else the first question."""
        for question in dict.fromkeys(questions):
            if not communes >> question & 1:
                continue
            bascule = tuple(option for option, autre in self._autres(question) if autre.admet(offre))
            if bascule:
                return question, bascule
        return questions[0], ()

    def _autres(self, question: int) -> list[tuple[str, Decision]]:
        """The decisions after each other answer to a question, shared by all offres."""
        autres = self._bascules.get(question)
        if autres is None:
            regles = self.regles
            autres = [
                (option, Decision(regles, self.avec(question, bit), self.semaine))
                for option, bit in regles.bits[question].items()
                if option != NE_SAIT_PAS
            ]
            self._bascules[question] = autres
        return autres

    def admet(self, offre: OffreCompilee) -> bool:
        """Whether the offre is not out."""
        if self.etape not in offre.etapes:
            return False
        masques = self.masques
        return all(condition.valeur(masques) != FAUX for condition in offre.conditions)


def _par_cle(retenue: Retenue) -> tuple[int, bool, int, int, str]:
    return retenue.cle
