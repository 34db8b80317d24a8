"""Every text of a catalogue that is read aloud or shown, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prescripteur_tui.domaine.catalogue import Catalogue, Chemin
from prescripteur_tui.domaine.operateurs import Offre, Operateur
from prescripteur_tui.domaine.questionnaire import Question
from prescripteur_tui.domaine.regles import Condition, Preference


@dataclass(frozen=True, slots=True)
class TexteSitue:
    """One text."""

    sujet: str
    """What it belongs to, and which text of it: `freins/facile`, `adie/conseil/description`."""
    chemin: Chemin
    texte: str
    est_facile: bool = False
    """The wording in plain words."""
    est_demande: bool = False
    """Part of what is asked."""
    regles: Sequence[Condition | Preference] = ()
    """The rules that it speaks of."""


def textes(catalogue: Catalogue) -> Iterator[TexteSitue]:
    """The questions first, then the operators."""
    questionnaire = catalogue.questionnaire
    for i, accueil in enumerate(questionnaire.accueil):
        yield TexteSitue("accueil", ("questionnaire", "accueil", i), accueil)
    for i, etape in enumerate(questionnaire.etapes):
        yield TexteSitue(f"{etape.id}/description", ("questionnaire", "etapes", i, "description"), etape.description)
    for i, question in enumerate(questionnaire.questions):
        yield from _de_la_question(question, ("questionnaire", "questions", i))
    for operateur in catalogue.operateurs:
        yield from _de_l_operateur(operateur, ("operateurs", operateur.id))


def _de_la_question(question: Question, ici: Chemin) -> Iterator[TexteSitue]:
    for champ in ("titre", "enonce", "facile", "pourquoi", "relance"):
        yield TexteSitue(
            f"{question.id}/{champ}",
            (*ici, champ),
            getattr(question, champ),
            est_facile=champ == "facile",
            est_demande=True,
        )
    for j, option in enumerate(question.options):
        for champ in ("libelle", "sens", "constat", "quand"):
            texte = getattr(option, champ)
            if texte is not None:
                chemin = (*ici, "options", j, champ)
                yield TexteSitue(f"{question.id}/{option.id}/{champ}", chemin, texte, est_demande=champ != "quand")


def _de_l_operateur(operateur: Operateur, ici: Chemin) -> Iterator[TexteSitue]:
    regles = [regle for offre in operateur.offres for regle in (*offre.conditions, *offre.preferences)]
    yield TexteSitue(f"{operateur.id}/description", (*ici, "description"), operateur.description, regles=regles)
    for i, phrase in enumerate(operateur.a_confirmer):
        chemin = (*ici, "a_confirmer", i, "texte")
        yield TexteSitue(f"{operateur.id}/a_confirmer", chemin, phrase.texte, regles=regles)
    for i, offre in enumerate(operateur.offres):
        yield from _de_l_offre(f"{operateur.id}/{offre.id}", offre, (*ici, "offres", i))


def _de_l_offre(nom: str, offre: Offre, ici: Chemin) -> Iterator[TexteSitue]:
    regles = (*offre.conditions, *offre.preferences)
    for champ in ("nom", "description", "frais_precisions", "conditions_acces", "raison"):
        texte = getattr(offre, champ)
        if texte is not None:
            yield TexteSitue(f"{nom}/{champ}", (*ici, champ), texte, regles=regles)
    for i, phrase in enumerate(offre.a_confirmer):
        yield TexteSitue(f"{nom}/a_confirmer", (*ici, "a_confirmer", i, "texte"), phrase.texte, regles=regles)
    for i, condition in enumerate(offre.conditions):
        if condition.motif is not None:
            yield TexteSitue(f"{nom}/motif", (*ici, "conditions", i, "motif"), condition.motif, regles=(condition,))
    for i, preference in enumerate(offre.preferences):
        chemin = (*ici, "preferences", i, "raison")
        yield TexteSitue(f"{nom}/raison", chemin, preference.raison, regles=(preference,))
