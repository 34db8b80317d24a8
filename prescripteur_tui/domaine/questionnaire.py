"""The questionnaire: its questions, when each opens, and which answers it accepts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from prescripteur_tui.domaine.base import IdOption, Modele, OuiNon, Slug, Texte, UneLigne
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, SANS_REPONSE, Condition, UnDe
from prescripteur_tui.erreurs import ErreurPrescripteur

Valeur = str | tuple[str, ...]
"""One answer: an option, several options of a multi, or `sans-reponse`."""

Reponses = Mapping[str, Valeur]
"""Answers by question id."""


class Option(Modele):
    """One possible answer to a question."""

    id: IdOption
    libelle: Annotated[UneLigne, Field(max_length=60)]
    sens: UneLigne | None = None
    constat: UneLigne
    """Third person, completes « La personne … »; the reason shown when a rule rests on it."""
    quand: UneLigne | None = None
    """Completes « s’ouvrira … »."""
    seule: OuiNon = False
    """In a multi: cannot stand with others."""
    ferme_la_suite: OuiNon = False
    """Chosen, it closes every question that follows."""


class Question(Modele):
    """One question, as it is read aloud, and the rule that opens it."""

    id: Slug
    etape: Slug
    titre: Annotated[UneLigne, Field(max_length=24)]
    enonce: Texte
    facile: Texte
    pourquoi: Texte
    relance: UneLigne
    usage: Annotated[tuple[Literal["orientation", "comptage"], ...], Field(min_length=1)]
    multi: OuiNon = False
    modifiable: OuiNon = True
    choix: Literal["simple", "commune"] = "simple"
    ouverte_si: tuple[Condition, ...] = ()
    options: Annotated[tuple[Option, ...], Field(min_length=1)]

    @cached_property
    def par_id(self) -> dict[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    def option(self, identifiant: str) -> Option | None:
        """The option with this id, if there is one."""
        return self.par_id.get(identifiant)


class Etape(Modele):
    """One of the three steps of the path."""

    id: Slug
    nom: UneLigne
    description: Texte


class RegleEtape(Modele):
    """When a person is at an étape; the last rule has no `quand` and always holds."""

    etape: Slug
    quand: tuple[Condition, ...] = ()
    constat: UneLigne | None = None


def evaluer_porte(
    regle: Condition, reponses: Reponses, ouvertures: Mapping[str, bool | None] | None = None
) -> bool | None:
    """Kleene value of an opening or étape rule.

    An option that the rule lists by name, `ne-sait-pas` included, counts as a plain answer. An atom on a question
    that `ouvertures` gives as closed (False) is false.
    """
    if isinstance(regle, UnDe):
        return au_moins_une(
            toutes(evaluer_porte(atome, reponses, ouvertures) for atome in branche.atomes()) for branche in regle.un_de
        )
    choisies = options_choisies(reponses.get(regle.question))
    verdict: bool | None
    if ouvertures is not None and ouvertures.get(regle.question) is False:
        verdict = False
    elif any(option in regle.options for option in choisies):
        verdict = True
    elif not choisies or any(o in regle.peut_etre or o == NE_SAIT_PAS for o in choisies):
        verdict = None
    else:
        verdict = False
    return verdict if verdict is None or not regle.est_negatif else not verdict


def toutes(valeurs: Iterable[bool | None]) -> bool | None:
    """Strong Kleene conjunction."""
    vues = list(valeurs)
    return False if False in vues else None if None in vues else True


def au_moins_une(valeurs: Iterable[bool | None]) -> bool | None:
    """Strong Kleene disjunction."""
    vues = list(valeurs)
    return True if True in vues else None if None in vues else False


def options_choisies(valeur: Valeur | None) -> tuple[str, ...]:
    """The options of an answer; none when it is missing or declined."""
    if valeur is None or valeur == SANS_REPONSE:
        return ()
    return (valeur,) if isinstance(valeur, str) else valeur


class Questionnaire(Modele):
    """The questions in the order in which they are asked."""

    accueil: tuple[Texte, ...] = ()
    etapes: Annotated[tuple[Etape, ...], Field(min_length=1)]
    etape_de: Annotated[tuple[RegleEtape, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @cached_property
    def par_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def noms_etapes(self) -> dict[str, str]:
        """The display name of each étape."""
        return {etape.id: etape.nom for etape in self.etapes}

    def question(self, identifiant: str) -> Question:
        """The question with this id.

        Raises:
            ErreurPrescripteur: `question-inconnue`.
        """
        question = self.par_id.get(identifiant)
        if question is None:
            raise ErreurPrescripteur(
                "question-inconnue", question=identifiant, proche=plus_proche(identifiant, self.par_id)
            )
        return question

    def ouverture(self, identifiant: str, reponses: Reponses) -> bool | None:
        """Whether the question opens: true, false (the answers close it), or None (its gate is not known yet)."""
        for precedente in self.questions:
            if precedente.id == identifiant:
                break
            for choisie in options_choisies(reponses.get(precedente.id)):
                option = precedente.option(choisie)
                if option is not None and option.ferme_la_suite:
                    return False
        question = self.question(identifiant)
        atomes = {atome.question for regle in question.ouverte_si for atome in regle.atomes()}
        # A gate that stands on a question which is itself closed cannot open: its atoms have no answer to come.
        portees = {q: self.ouverture(q, reponses) for q in atomes}
        return toutes(evaluer_porte(regle, reponses, portees) for regle in question.ouverte_si)

    def ouvertes(self, reponses: Reponses) -> tuple[Question, ...]:
        """The open questions, in order."""
        return tuple(q for q in self.questions if self.ouverture(q.id, reponses) is True)

    def prochaine(self, reponses: Reponses) -> Question | None:
        """The first open question without any answer (declining is an answer)."""
        return next((q for q in self.ouvertes(reponses) if q.id not in reponses), None)

    def elaguer(self, reponses: Reponses) -> dict[str, Valeur]:
        """The answers without those to questions that the other answers no longer open."""
        gardees: dict[str, Valeur] = {}
        for question in self.questions:
            if question.id in reponses and self.ouverture(question.id, gardees) is True:
                gardees[question.id] = reponses[question.id]
        return gardees

    def est_interrompu(self, reponses: Reponses) -> bool:
        """Whether an answer closed all that follows (the person is too young): only étape and orientation are kept."""
        return any(
            option.ferme_la_suite
            for question in self.questions
            for option in question.options
            if option.id in options_choisies(reponses.get(question.id))
        )

    def verifier(self, brutes: object) -> dict[str, Valeur]:
        """Answers from outside, checked one by one and put in questionnaire order.

        Args:
            brutes: a mapping from question id to an option id, a list of option ids (multi), or `sans-reponse`.

        Raises:
            ErreurPrescripteur: `reponses-forme`, `question-inconnue`, `option-inconnue`, `reponse-multiple`,
                `option-seule`, `option-double`, `sans-reponse-en-liste` or `question-fermee`.
        """
        if not isinstance(brutes, Mapping):
            raise ErreurPrescripteur("reponses-forme", recu=nature(brutes))
        for cle in brutes:
            if not isinstance(cle, str):
                raise ErreurPrescripteur("reponses-forme", recu=nature(cle))
            self.question(cle)
        reponses: dict[str, Valeur] = {}
        for question in self.questions:
            if question.id not in brutes:
                continue
            valeur = self.verifier_une(question, brutes[question.id])
            if self.ouverture(question.id, reponses) is not True:
                raise ErreurPrescripteur("question-fermee", question=question.id, titre=question.titre)
            reponses[question.id] = valeur
        return reponses

    def verifier_une(self, question: Question, brute: Any) -> Valeur:
        """One answer, checked against its question alone; same errors as `verifier`."""
        if brute == SANS_REPONSE:
            return SANS_REPONSE
        choisies = brute if isinstance(brute, list | tuple) else [brute]
        for choisie in choisies:
            if not isinstance(choisie, str):
                raise ErreurPrescripteur("reponse-forme", question=question.id, recu=nature(choisie))
            if choisie == SANS_REPONSE:
                raise ErreurPrescripteur("sans-reponse-en-liste", question=question.id)
            if choisie not in question.par_id:
                raise ErreurPrescripteur(
                    "option-inconnue",
                    question=question.id,
                    option=choisie,
                    proche=plus_proche(choisie, [*question.par_id, SANS_REPONSE]),
                )
        if not choisies:
            raise ErreurPrescripteur("reponse-forme", question=question.id, recu="une liste vide")
        if not question.multi:
            if len(choisies) > 1:
                raise ErreurPrescripteur("reponse-multiple", question=question.id)
            return str(choisies[0])
        if len(set(choisies)) < len(choisies):
            raise ErreurPrescripteur("option-double", question=question.id)
        seules = [c for c in choisies if question.par_id[c].seule]
        if seules and len(choisies) > 1:
            raise ErreurPrescripteur("option-seule", question=question.id, option=seules[0])
        return tuple(option.id for option in question.options if option.id in choisies)

    def etape(self, reponses: Reponses) -> RegleEtape:
        """The first étape rule that is true."""
        for regle in self.etape_de:
            atomes = {atome.question for condition in regle.quand for atome in condition.atomes()}
            ouvertures = {question: self.ouverture(question, reponses) for question in atomes}
            if all(evaluer_porte(condition, reponses, ouvertures) is True for condition in regle.quand):
                return regle
        return self.etape_de[-1]


def nature(objet: object) -> str:
    """What kind of value this is, in French, for a message."""
    natures = {dict: "un objet", list: "une liste", tuple: "une liste", str: "un texte", bool: "oui ou non"}
    return "rien" if objet is None else natures.get(type(objet), "un nombre")


def plus_proche(identifiant: str, connus: Iterable[str]) -> str | None:
    """The nearest known id, for « vouliez-vous dire … ? »."""
    candidats = sorted(connus)
    ecrit = identifiant[:80].strip().casefold()
    debuts = [c for c in candidats if len(ecrit) > 2 and c.casefold().startswith(ecrit)]
    if debuts:
        return min(debuts, key=len)
    # By the folded forms, so that MATURITE is near maturite.
    par_forme = {candidat.casefold(): candidat for candidat in candidats}
    proches = difflib.get_close_matches(ecrit, par_forme, n=1, cutoff=0.5)
    return par_forme[proches[0]] if proches else None
