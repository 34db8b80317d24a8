"""What is still to be asked: whether any of it can change the first doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.compilation import ReglesCompilees
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.kleene import VRAI, Masques
from prescripteur_tui.domaine.moteur import PREMIERES
from prescripteur_tui.domaine.questionnaire import Reponses
from prescripteur_tui.domaine.regles import NE_SAIT_PAS


def premieres_portes_arretees(
    reponses: Reponses, catalogue: Catalogue, semaine: str, *, etats: int, encore: Callable[[], bool] = lambda: True
) -> bool | None:
    """Whether no answer still to come can change the first three doors, nor their order.

    Exact: a search, question by question, for a way to go on that changes them. Options that no rule tells apart
    are one; a question may be declined, so that each step on the way is an end too.

    Args:
        reponses: checked answers so far.
        catalogue: the catalogue.
        semaine: ISO week, `2026-W47`.
        etats: how many answer sets may be looked at.
        encore: whether there is time left.

    Returns:
        True or False, or None when `etats` or the time did not suffice to tell.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    regles = catalogue.moteur.regles
    depart = Decision(regles, regles.bruts(reponses), semaine)
    premieres = _premieres(depart)
    dites = sum(1 << i for i, question in enumerate(regles.questions) if question.id in reponses)
    pile = [(depart, dites)]
    vus = 0
    distinctes: dict[int, list[int]] = {}
    while pile:
        decision, passees = pile.pop()
        question = next(
            (i for i, o in enumerate(decision.ouvertures) if o == VRAI and not passees >> i & 1),
            None,
        )
        if question is None:
            continue
        passees |= 1 << question
        pile.append((decision, passees))  # declined
        if question not in distinctes:
            distinctes[question] = list(_reponses_distinctes(regles, question))
        for masque in distinctes[question]:
            if vus >= etats or not encore():
                return None
            vus += 1
            suite = decision.avec(question, masque)
            if _premieres(suite) != premieres:
                return False
            pile.append((suite, passees))
    return True


def _premieres(decision: Decision) -> list[str]:
    return [retenue.offre.nom for retenue in decision.portes()[:PREMIERES]]


def _reponses_distinctes(regles: ReglesCompilees, question: int) -> Iterator[int]:
    """One mask for each set of answers that some rule tells from the others, the empty one left out."""
    classes: dict[tuple[bool, ...], int] = {}
    complete, masques = regles.questions[question], _masques(regles, question)
    for option in complete.options:
        bit = regles.bits[question][option.id]
        signature = (option.seule, *(bool(masque & bit) for masque in masques))
        classes.setdefault(signature, bit)
    if not complete.multi:
        yield from classes.values()
        return
    ensemble = [bit for (seule, *_), bit in classes.items() if not seule]
    yield from (bit for (seule, *_), bit in classes.items() if seule)
    for taille in range(1, len(ensemble) + 1):
        yield from (sum(choix) for choix in combinations(ensemble, taille))


def _masques(regles: ReglesCompilees, question: int) -> Masques:
    """Every set of options of a question that a rule names."""
    conditions = [c for porte in regles.portes for c in porte]
    conditions += [c for _, quand in regles.regles_etape for c in quand]
    conditions += [c for offre in regles.offres for c in offre.conditions]
    masques = [m for c in conditions for a in c.atomes() if a.question == question for m in (a.oui, a.peut_etre)]
    masques += [p.oui for offre in regles.offres for p in offre.preferences if p.question == question]
    masques.append(regles.fermantes[question])
    masques.append(regles.bits[question].get(NE_SAIT_PAS, 0))
    return list(dict.fromkeys(masques))
