"""What would open an offre: the smallest change of answers that a person can make and that can be said kindly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.compilation import OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.kleene import FAUX
from prescripteur_tui.domaine.questionnaire import Reponses
from prescripteur_tui.domaine.regles import NE_SAIT_PAS

AU_PLUS = 2
"""More changes than that are no advice: the conditions are listed instead."""

Changement = tuple[tuple[str, str], ...]
"""(question, option) pairs, in the order of the questionnaire."""


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What would open an offre that is left out: a change, or else all that stands against it, in the file's words."""

    changement: Changement | None
    motifs: tuple[str, ...]


def ouverture(reponses: Reponses, catalogue: Catalogue, semaine: str, offre: str) -> Ouverture:
    """The smallest change that opens a live offre, and the motifs of what is false, those that cannot change first.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    decision, compilee = _decider(reponses, catalogue, semaine, offre)
    fausses = [c for c in compilee.conditions if c.valeur(decision.masques) == FAUX]
    motifs = [c.motif for c in fausses if c.est_fixe]
    if decision.etape not in compilee.etapes:
        motifs.append(compilee.motif_etape)
    motifs += [c.motif for c in fausses if not c.est_fixe]
    return Ouverture(_changement(decision, compilee), tuple(dict.fromkeys(motifs)))


def plus_petit_changement(reponses: Reponses, catalogue: Catalogue, semaine: str, offre: str) -> Changement | None:
    """The fewest answers, two at most, that open an offre by themselves; None when there are none.

    Only modifiable questions change, and only to options that say when they come true (`quand`). On a question that
    decides the étape the path goes forward: only options after the given one. Answers that the change closes are
    dropped; one to a question with several answers takes the place of the others. Exact: every change of one answer is
    tried, then every change of two, in the order of the questionnaire; the first that opens is given.

    Args:
        reponses: checked answers.
        catalogue: the catalogue.
        semaine: ISO week, `2026-W47`.
        offre: `operateur/offre`, a live one that the answers leave out.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    return _changement(*_decider(reponses, catalogue, semaine, offre))


def _decider(reponses: Reponses, catalogue: Catalogue, semaine: str, offre: str) -> tuple[Decision, OffreCompilee]:
    regles = catalogue.moteur.regles
    compilee = next(o for o in regles.offres if o.nom == offre)
    return Decision(regles, regles.bruts(reponses), semaine), compilee


def _changement(decision: Decision, compilee: OffreCompilee) -> Changement | None:
    regles, semaine = decision.regles, decision.semaine
    est_vivante = any(offre is compilee for offre, _ in regles.de_la_semaine(semaine)[0])
    if not est_vivante or _est_fermee_pour_toujours(decision, compilee):
        return None
    essais = {
        question: essais
        for question in range(len(regles.questions))
        if compilee.depend >> question & 1 and (essais := _essais(decision, question))
    }
    for taille in range(1, AU_PLUS + 1):
        for questions in combinations(essais, taille):
            for choix in product(*(essais[question] for question in questions)):
                bruts = list(decision.bruts)
                for question, (_, bit) in zip(questions, choix, strict=True):
                    bruts[question] = bit
                if Decision(regles, bruts, semaine).admet(compilee):
                    return tuple(
                        (regles.questions[q].id, option) for q, (option, _) in zip(questions, choix, strict=True)
                    )
    return None


def _est_fermee_pour_toujours(decision: Decision, offre: OffreCompilee) -> bool:
    """Whether a condition is false that no answer which may change has a part in."""
    modifiables = sum(1 << i for i, question in enumerate(decision.regles.questions) if question.modifiable)
    return any(
        not condition.depend & modifiables and condition.valeur(decision.masques) == FAUX
        for condition in offre.conditions
    )


def _essais(decision: Decision, question: int) -> list[tuple[str, int]]:
    """The options of a question that may be waited for, with their bits."""
    regles: ReglesCompilees = decision.regles
    complete = regles.questions[question]
    if not complete.modifiable:
        return []
    # On the path, only forward: a bit above that of the answer.
    plancher = decision.bruts[question] if question in regles.questions_etape and not complete.multi else 0
    bits = regles.bits[question]
    return [
        (option.id, bits[option.id])
        for option in complete.options
        if option.quand and option.id != NE_SAIT_PAS and bits[option.id] > plancher
    ]
