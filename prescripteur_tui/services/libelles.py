"""The words for what counts name by ids: étapes, operators, answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.comptages import NON_POSEE, QUESTIONS_MULTIPLES, QUESTIONS_SIMPLES

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.questionnaire import Question

SANS_REPONSE = {"sans-reponse": "Sans réponse", NON_POSEE: "Question non posée"}
"""What is counted where no option was chosen."""


@dataclass(frozen=True, slots=True)
class Libelles:
    """Labels by id; one that is missing shows its id.

    `etapes` gives (name, description) in the order of the path, `operateurs` names, `reponses` the options of each
    question in the order in which they are asked, then what stands for no option.
    """

    etapes: Mapping[str, tuple[str, str]]
    operateurs: Mapping[str, str]
    reponses: Mapping[str, Mapping[str, str]]

    @property
    def noms_etapes(self) -> dict[str, str]:
        """The name of each étape."""
        return {etape: nom for etape, (nom, _) in self.etapes.items()}


def lire(catalogue: Catalogue) -> Libelles:
    """The labels that a catalogue gives."""
    questionnaire = catalogue.questionnaire
    quartiers = {quartier.code for quartier in catalogue.territoire.quartiers}
    comptees = (*QUESTIONS_SIMPLES.values(), *QUESTIONS_MULTIPLES.values())
    return Libelles(
        {etape.id: (etape.nom, etape.description) for etape in questionnaire.etapes},
        {operateur.id: operateur.nom for operateur in catalogue.operateurs},
        {q.id: _options(q, quartiers) for q in questionnaire.questions if q.id in comptees},
    )


def _options(question: Question, quartiers: Collection[str]) -> dict[str, str]:
    """The labels of a question; a quarter with its communes, because two may bear the same name."""
    return {
        **{o.id: f"{o.libelle} · {o.sens}" if o.id in quartiers and o.sens else o.libelle for o in question.options},
        **SANS_REPONSE,
    }
