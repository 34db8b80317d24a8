"""What two catalogues say differently: operators, offres and their rules, questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import OffreComplete
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Reponses, Valeur
from prescripteur_tui.domaine.regles import SANS_REPONSE


@dataclass(frozen=True, slots=True)
class Mouvement:
    """Names that come, that go, and that stay with something else behind them; sorted."""

    nouveaux: tuple[str, ...]
    retires: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a questionnaire has otherwise: `genre` says what, `options` which ones, when it is about options.

    `question-nouvelle`, `question-retiree`, `options-nouvelles`, `options-retirees`, `ouverture` (when it is asked),
    `nature` (one answer or several, or which ones exclude others or close what follows); of the whole, `ordre` and
    `etapes` (the rules of the étapes).
    """

    genre: str
    question: str | None = None
    options: tuple[str, ...] = ()


def operateurs(ancien: Catalogue, nouveau: Catalogue) -> Mouvement:
    """The operators; those that change have another statut."""
    return _mouvement(
        {o.id: o.statut for o in ancien.operateurs},
        {o.id: o.statut for o in nouveau.operateurs},
    )


def offres(ancien: Catalogue, nouveau: Catalogue) -> Mouvement:
    """The offres; those that change are decided otherwise: other words alone are no change."""
    return _mouvement(*({nom: _regle(offre) for nom, offre in c.offres.items()} for c in (ancien, nouveau)))


def _mouvement(avant: Mapping[str, object], apres: Mapping[str, object]) -> Mouvement:
    return Mouvement(
        tuple(sorted(apres.keys() - avant.keys())),
        tuple(sorted(avant.keys() - apres.keys())),
        tuple(sorted(nom for nom in avant.keys() & apres.keys() if avant[nom] != apres[nom])),
    )


def _regle(complete: OffreComplete) -> dict[str, Any]:
    """All that the decision about an offre depends on."""
    offre = complete.offre
    regle = offre.model_dump(include={"aide", "filet", "du", "au", "saison"})
    regle |= {"statut": complete.statut, "confiance": complete.confiance, "etapes": set(offre.etapes)}
    regle["conditions"] = [_sans_mots(condition.model_dump()) for condition in offre.conditions]
    regle["preferences"] = [(p.question, set(p.parmi), p.poids) for p in offre.preferences]
    # An aide with a sentence to confirm is never sure.
    regle["a_confirmer"] = offre.aide and bool(complete.a_confirmer)
    return regle


def _sans_mots(objet: Any) -> Any:
    """A rule without its motifs."""
    if isinstance(objet, dict):
        return {cle: _sans_mots(valeur) for cle, valeur in objet.items() if cle != "motif"}
    if isinstance(objet, list | tuple):
        return [_sans_mots(element) for element in objet]
    return objet


# Questionnaires


def differences(ancien: Questionnaire, nouveau: Questionnaire) -> tuple[Difference, ...]:
    """All that makes answers to one questionnaire no answers to the other, or lead elsewhere; words do not."""
    return tuple(_differences(ancien, nouveau))


def _differences(ancien: Questionnaire, nouveau: Questionnaire) -> Iterator[Difference]:
    for question in ancien.questions:
        if question.id not in nouveau.par_id:
            yield Difference("question-retiree", question.id)
    for question in nouveau.questions:
        avant = ancien.par_id.get(question.id)
        if avant is None:
            yield Difference("question-nouvelle", question.id)
        else:
            yield from _differences_d_une(avant, question)
    communes = [q.id for q in ancien.questions if q.id in nouveau.par_id]
    if communes != [q.id for q in nouveau.questions if q.id in ancien.par_id]:
        yield Difference("ordre")
    if _etapes(ancien) != _etapes(nouveau):
        yield Difference("etapes")


def _differences_d_une(avant: Question, apres: Question) -> Iterator[Difference]:
    nouvelles = tuple(o.id for o in apres.options if o.id not in avant.par_id)
    retirees = tuple(o.id for o in avant.options if o.id not in apres.par_id)
    if nouvelles:
        yield Difference("options-nouvelles", apres.id, nouvelles)
    if retirees:
        yield Difference("options-retirees", apres.id, retirees)
    if _portes(avant) != _portes(apres):
        yield Difference("ouverture", apres.id)
    communes = avant.par_id.keys() & apres.par_id.keys()
    if avant.multi != apres.multi or any(_nature(avant, o) != _nature(apres, o) for o in communes):
        yield Difference("nature", apres.id)


def _portes(question: Question) -> list[Any]:
    return [_sans_mots(porte.model_dump()) for porte in question.ouverte_si]


def _nature(question: Question, option: str) -> tuple[bool, bool]:
    return question.par_id[option].seule, question.par_id[option].ferme_la_suite


def _etapes(questionnaire: Questionnaire) -> list[Any]:
    regles = [(regle.etape, _sans_mots([c.model_dump() for c in regle.quand])) for regle in questionnaire.etape_de]
    return [{etape.id for etape in questionnaire.etapes}, regles]


def reponses_communes(reponses: Reponses, questionnaires: Iterable[Questionnaire]) -> dict[str, Valeur]:
    """The answers that every questionnaire takes, each by itself: options that one of them lacks are left out."""
    communes = dict(reponses)
    for questionnaire in questionnaires:
        for identifiant, valeur in list(communes.items()):
            question = questionnaire.par_id.get(identifiant)
            gardee = None if question is None else _gardee(question, valeur)
            if gardee is None:
                del communes[identifiant]
            else:
                communes[identifiant] = gardee
    return communes


def _gardee(question: Question, valeur: Valeur) -> Valeur | None:
    """What a question takes of an answer."""
    if valeur == SANS_REPONSE:
        return valeur
    if isinstance(valeur, str) == question.multi:
        return None
    if isinstance(valeur, str):
        return valeur if valeur in question.par_id else None
    return tuple(option for option in valeur if option in question.par_id) or None
