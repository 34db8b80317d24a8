"""What the engine answers: étape, propositions with reasons, aides, what was left out and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from prescripteur_tui.domaine.questionnaire import Reponses

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue

ASSUREE = "assuree"
"""All conditions are true."""

A_VERIFIER = "a-verifier"
"""No condition is false, one at least is unknown."""


class Raison(NamedTuple):
    """A reason: the answer that a rule rests on; question and answer are None for what holds for everybody."""

    question: str | None
    reponse: str | None
    texte: str


class AVerifier(NamedTuple):
    """What is not known yet: the question that would tell."""

    question: str
    texte: str


class PhraseAConfirmer(NamedTuple):
    """A sourced sentence to check with the operator."""

    texte: str
    source: str


class Proposition(NamedTuple):
    """A door, or an aide (`rang` and `score` count for doors)."""

    rang: int
    operateur: str
    offre: str
    statut: str
    score: int
    raisons: tuple[Raison, ...]
    a_verifier: tuple[AVerifier, ...]
    a_confirmer: tuple[PhraseAConfirmer, ...]
    sources: tuple[str, ...]
    verifie_le: str


class Ecarte(NamedTuple):
    """An offre not put forward: the cause, and the answers to `question` that would open it by themselves."""

    operateur: str
    offre: str
    cause: str
    motif: str
    question: str | None = None
    bascule: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionUtile:
    """The question whose answer would change the first doors most often."""

    id: str
    texte: str


@dataclass(frozen=True, slots=True)
class Recommandation:
    """The whole result, reproducible from answers, catalogue and week."""

    semaine: str
    etape: str
    etape_raison: str
    catalogue_version: str
    catalogue_empreinte: str
    propositions: tuple[Proposition, ...]
    aides: tuple[Proposition, ...]
    ecartes: tuple[Ecarte, ...]
    question_utile: QuestionUtile | None
    reponses: Reponses
    """The answers that it was decided on; not part of the result object."""

    def vers_objet(
        self,
        *,
        identifiant: str | None = None,
        fin: str = "non-renseignee",
        orientations: Sequence[Mapping[str, Any]] = (),
    ) -> dict[str, Any]:
        """The result object of `schema: 1`."""
        objet: dict[str, Any] = json.loads(self.vers_json(identifiant=identifiant, fin=fin, orientations=orientations))
        return objet

    def vers_json(
        self,
        *,
        identifiant: str | None = None,
        fin: str = "non-renseignee",
        orientations: Sequence[Mapping[str, Any]] = (),
    ) -> str:
        """The result object on one line: same answers, catalogue and week give the same bytes."""
        utile = self.question_utile
        question = f'{{"id":{_constante(utile.id)},"texte":{_constante(utile.texte)}}}' if utile else "null"
        return (
            f'{{"schema":1,"id":{_json(identifiant)},"semaine":{_constante(self.semaine)},'
            f'"etape":{{"id":{_constante(self.etape)},"raison":{_constante(self.etape_raison)}}},'
            f'"catalogue":{{"version":{_constante(self.catalogue_version)},'
            f'"empreinte":{_constante(self.catalogue_empreinte)}}},'
            f'"propositions":[{",".join([_porte(p) for p in self.propositions])}],'
            f'"aides":[{",".join([_aide(p) for p in self.aides])}],'
            f'"ecartes":[{",".join([_ecarte(e) for e in self.ecartes])}],'
            f'"question_utile":{question},"fin":{_json(fin)},"orientations":{_json(orientations)}}}'
        )


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# What a catalogue says in the same words of everybody is written once. These caches hold nothing that depends on more
# than one rule or one answer, and are large enough for the texts of a few catalogues.


@lru_cache(maxsize=8192)
def _constante(texte: str) -> str:
    return _json(texte)


@lru_cache(maxsize=8192)
def _raison(r: Raison) -> str:
    return _json({"question": r.question, "reponse": r.reponse, "texte": r.texte})


@lru_cache(maxsize=8192)
def _a_verifier(v: AVerifier) -> str:
    return _json({"question": v.question, "texte": v.texte})


@lru_cache(maxsize=4096)
def _fin_de_fiche(a_confirmer: tuple[PhraseAConfirmer, ...], sources: tuple[str, ...], verifie_le: str) -> str:
    phrases = _json([{"texte": c.texte, "source": c.source} for c in a_confirmer])
    return f'"a_confirmer":{phrases},"sources":{_json(sources)},"verifie_le":{_json(verifie_le)}}}'


@lru_cache(maxsize=8192)
def _identifiants(options: tuple[str, ...]) -> str:
    return _json(options)


def _aide(p: Proposition) -> str:
    return f'{{"operateur":{_constante(p.operateur)},"offre":{_constante(p.offre)},"statut":"{p.statut}",{_fiche(p)}'


def _porte(p: Proposition) -> str:
    return (
        f'{{"rang":{p.rang},"operateur":{_constante(p.operateur)},"offre":{_constante(p.offre)},'
        f'"statut":"{p.statut}","score":{p.score},{_fiche(p)}'
    )


def _fiche(p: Proposition) -> str:
    raisons = ",".join([_raison(r) for r in p.raisons])
    a_verifier = ",".join([_a_verifier(v) for v in p.a_verifier])
    fin = _fin_de_fiche(p.a_confirmer, p.sources, p.verifie_le)
    return f'"raisons":[{raisons}],"a_verifier":[{a_verifier}],{fin}'


def _ecarte(e: Ecarte) -> str:
    debut = (
        f'{{"operateur":{_constante(e.operateur)},"offre":{_constante(e.offre)},"cause":"{e.cause}",'
        f'"motif":{_constante(e.motif)}'
    )
    if e.question is None:
        return f"{debut}}}"
    return f'{debut},"question":{_constante(e.question)},"bascule":{_identifiants(e.bascule)}}}'


def recommander(reponses: Reponses, catalogue: Catalogue, semaine: str) -> Recommandation:
    """Decide: a function of answers, catalogue and ISO week, which knows no screen and no clock.

    Args:
        reponses: checked answers (`Questionnaire.verifier`).
        catalogue: a catalogue without anomaly.
        semaine: ISO week, `2026-W47`.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    return catalogue.moteur.recommander(reponses, semaine)
