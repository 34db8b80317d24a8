"""One set of answers decided: which offres stand, in which order, and why the others do not."""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

from prescripteur_tui.domaine.compilation import OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.kleene import FAUX, FERMEE, INCONNU, VRAI, Masques
from prescripteur_tui.domaine.recommandation import Ecarte


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
        self.ouvertures, self.donnees, masques = regles.ouvertures(bruts)
        self.indice_etape = regles.etape(self.donnees)
        self.etape = regles.regles_etape[self.indice_etape][0].etape
        self._savoir(masques)

    def _savoir(self, masques: Masques) -> None:
        self.masques = masques
        self.faux, self.inconnus = self.regles.planches.lire(masques)
        self._parcours: dict[tuple[int, int], Decision] = {}

    # Another answer

    def avec(self, question: int, masque: int) -> Decision:
        """The decision with another answer to a question."""
        if self.ouvertures[question] != VRAI:
            # It would be dropped.
            return self
        autre = copy(self._du_parcours(question, self.regles.parcours(question, masque), masque))
        autre.bruts = _avec(self.bruts, question, masque)
        autre.donnees = _avec(autre.donnees, question, masque)
        autre._savoir(_avec(autre.masques, question, masque & ~self.regles.ne_sait_pas[question]))
        return autre

    def _du_parcours(self, question: int, parcours: int, masque: int) -> Decision:
        """The decision with an answer that has the same `parcours` as this one."""
        decision = self._parcours.get((question, parcours))
        if decision is None:
            decision = self
            if parcours != self.regles.parcours(question, self.bruts[question]):
                decision = Decision(self.regles, _avec(self.bruts, question, masque), self.semaine)
            self._parcours[question, parcours] = decision
        return decision

    # Offres

    def retenues(self) -> tuple[list[Retenue], list[OffreCompilee]]:
        """The live offres that are not out, in order, and those that are."""
        retenues: list[Retenue] = []
        exclues: list[OffreCompilee] = []
        etape, masques, faux, inconnus = self.etape, self.masques, self.faux, self.inconnus
        for offre, tirage in self.regles.de_la_semaine(self.semaine)[0]:
            if faux & offre.bits or etape not in offre.etapes:
                exclues.append(offre)
                continue
            statut = INCONNU if inconnus & offre.bits or (offre.est_aide and offre.a_confirmer) else VRAI
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
        faux = self.faux
        premiere = None
        for condition in offre.conditions:
            if faux & condition.bit and (premiere is None or condition.est_fixe):
                premiere = condition
                if condition.est_fixe:
                    break
        if self.etape not in offre.etapes and (premiere is None or not premiere.est_fixe):
            if not self.regles.questions_etape:
                return Ecarte(offre.operateur, offre.nom, "etape", offre.motif_etape)
            question, bascule = self._premiere_bascule(offre, self.regles.questions_etape)
            return self._fiche(offre, "etape", offre.motif_etape, question, bascule)
        assert premiere is not None, offre.nom
        masques = self.masques
        concernees = [a.question for a in premiere.atomes() if a.valeur(masques[a.question]) == FAUX]
        sujets = [self._sujet(question) for question in concernees]
        question, bascule = self._premiere_bascule(offre, sujets)
        est_fermee = masques[concernees[sujets.index(question)]] & FERMEE
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

    def _premiere_bascule(self, offre: OffreCompilee, questions: list[int]) -> tuple[int, tuple[str, ...]]:
        """The first question with an answer that opens the offre by itself, else the first question."""
        for question in questions:
            ouvrantes = self._ouvrantes(offre, question)
            if ouvrantes:
                bits = self.regles.bits[question].items()
                return question, tuple([option for option, bit in bits if ouvrantes & bit])
        return questions[0], ()

    def _ouvrantes(self, offre: OffreCompilee, question: int) -> int:
        """The options of a question, as bits, that open the offre by themselves."""
        if self.ouvertures[question] != VRAI:
            return 0
        permises, composees, ailleurs = offre.sur[question]
        ouvrantes = 0
        for parcours, options in self.regles.options_par_parcours[question]:
            bits = options & permises
            if bits:
                decision = self._du_parcours(question, parcours, options & -options)
                if decision.etape in offre.etapes and not decision.faux & ailleurs:
                    for condition in composees:
                        bits &= condition.ouvrantes(question, decision.masques)
                    ouvrantes |= bits
        return ouvrantes

    def admet(self, offre: OffreCompilee) -> bool:
        """Whether the offre is not out."""
        return self.etape in offre.etapes and not self.faux & offre.bits


def _avec(masques: Masques, question: int, masque: int) -> Masques:
    autres = list(masques)
    autres[question] = masque
    return autres


def _par_cle(retenue: Retenue) -> tuple[int, bool, int, int, str]:
    return retenue.cle
