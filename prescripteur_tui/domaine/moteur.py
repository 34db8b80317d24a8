"""The engine: answers, a catalogue and a week in, the whole result with its reasons out."""

from __future__ import annotations

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.compilation import OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.decision import Decision, Retenue
from prescripteur_tui.domaine.kleene import FERMEE, INCONNU, VRAI, toutes_vraies
from prescripteur_tui.domaine.questionnaire import Reponses
from prescripteur_tui.domaine.recommandation import (
    A_VERIFIER,
    ASSUREE,
    AVerifier,
    Proposition,
    QuestionUtile,
    Raison,
    Recommandation,
)

PREMIERES = 3
"""How many doors `question_utile` looks at."""


class Moteur:
    """Decides for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.regles = ReglesCompilees(catalogue)

    def recommander(self, reponses: Reponses, semaine: str) -> Recommandation:
        """The whole result; see `recommandation.recommander`."""
        decision = Decision(self.regles, self.regles.bruts(reponses), semaine)
        regle = self.regles.regles_etape[decision.indice_etape][0]
        raison_etape = self._raison_etape(decision, regle.constat)
        texte_etape = raison_etape.texte if raison_etape else self.regles.questionnaire.noms_etapes[regle.etape]
        if raison_etape is not None and raison_etape.question is not None:
            texte_etape = f"La personne {texte_etape}"
        portes, aides, ecartes = decision.trier()
        _, ecartees = self.regles.de_la_semaine(semaine)
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
            ecartes=tuple(ecartes[offre.nom] for offre in self.regles.offres if offre.nom in ecartes),
            question_utile=self._question_utile(reponses, decision, portes, semaine),
            reponses=reponses,
        )

    def _raison_etape(self, decision: Decision, constat: str | None) -> Raison | None:
        """Why the person is at this étape: the answer that its rule rests on, else the rule's own words."""
        conditions = self.regles.regles_etape[decision.indice_etape][1]
        questions = [atome.question for condition in conditions for atome in condition.atomes()]
        for q in questions or self.regles.questions_etape:
            for constat_de_l_option in self.regles.constats_de(q, decision.masques[q]):
                return constat_de_l_option
        return Raison(None, None, constat) if constat else None

    def _proposition(self, decision: Decision, retenue: Retenue, rang: int, raison_etape: Raison | None) -> Proposition:
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

    def _raisons(self, decision: Decision, offre: OffreCompilee, raison_etape: Raison | None) -> tuple[Raison, ...]:
        """One reason an answer; a preference's words take the place of the plain ones."""
        masques = decision.masques
        etape = self.regles.regles_etape[decision.indice_etape][0].etape
        generale = raison_etape or Raison(None, None, f"étape {self.regles.questionnaire.noms_etapes[etape]}")
        raisons: dict[tuple[str | None, str | None], Raison] = {}
        if len(offre.etapes) < len(self.regles.questionnaire.etapes):
            raisons[generale.question, generale.reponse] = generale
        indecis = decision.faux | decision.inconnus
        for condition in offre.conditions:
            if indecis & condition.bit:
                continue
            for branche in condition.branches:
                if len(condition.branches) > 1 and toutes_vraies(branche, masques) != VRAI:
                    continue
                for question, oui, _, sens in branche:
                    masque = masques[question]
                    if masque & FERMEE:
                        continue
                    for constat in self.regles.constats_de(question, masque & oui if sens == VRAI else masque):
                        raisons.setdefault(constat[:2], constat)
        for question, oui, _, raison in offre.preferences:
            appuis = masques[question] & oui
            if appuis:
                constat = self.regles.constats[question][appuis & -appuis]
                raisons[constat[:2]] = Raison(constat.question, constat.reponse, raison)
        finales = list(raisons.values())
        if offre.complete.offre.raison is not None:
            finales.append(Raison(None, None, offre.complete.offre.raison))
        return tuple(finales) or (Raison(None, None, f"étape {self.regles.questionnaire.noms_etapes[etape]}"),)

    def _a_verifier(self, decision: Decision, offre: OffreCompilee) -> tuple[AVerifier, ...]:
        """The questions that would settle the unknown conditions."""
        masques = decision.masques
        manques: dict[str, AVerifier] = {}
        for condition in offre.conditions:
            if not decision.inconnus & condition.bit:
                continue
            for branche in condition.branches:
                if toutes_vraies(branche, masques) != INCONNU:
                    continue
                for atome in branche:
                    if atome.valeur(masques[atome.question]) == INCONNU:
                        question = self.regles.questions[atome.question]
                        texte = f"{condition.motif}\u00a0: {question.relance}"
                        manques.setdefault(question.id, AVerifier(question.id, texte))
        return tuple(manques.values())

    def _question_utile(
        self, reponses: Reponses, decision: Decision, portes: list[Retenue], semaine: str
    ) -> QuestionUtile | None:
        """The open question, neither answered nor declined, with the most answers that change the first doors."""
        actuelles = {r.offre.nom for r in portes[:PREMIERES]}
        meilleure, compte = None, 0
        for i, question in enumerate(self.regles.questions):
            if question.id in reponses or decision.ouvertures[i] != VRAI:
                continue
            changements = 0
            for bit in self.regles.bits[i].values():
                autre = decision.avec(i, bit)
                changements += {r.offre.nom for r in autre.portes()[:PREMIERES]} != actuelles
            if changements > compte:
                meilleure, compte = question, changements
        return QuestionUtile(meilleure.id, meilleure.enonce) if meilleure else None
