"""What the engine answers: étape, propositions with reasons, aides, what was left out and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.questionnaire import Reponses

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue

ASSUREE = "assuree"
"""All conditions are true."""

A_VERIFIER = "a-verifier"
"""No condition is false, one at least is unknown."""


@dataclass(frozen=True, slots=True)
class Raison:
    """A reason: the answer that a rule rests on; question and answer are None for what holds for everybody."""

    question: str | None
    reponse: str | None
    texte: str


@dataclass(frozen=True, slots=True)
class AVerifier:
    """What is not known yet: the question that would tell."""

    question: str
    texte: str


@dataclass(frozen=True, slots=True)
class PhraseAConfirmer:
    """A sourced sentence to check with the operator."""

    texte: str
    source: str


@dataclass(frozen=True, slots=True)
class Proposition:
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


@dataclass(frozen=True, slots=True)
class Ecarte:
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
        orientations: tuple[Mapping[str, Any], ...] = (),
    ) -> dict[str, Any]:
        """The result object of `schema: 1`, ready for JSON."""
        return {
            "schema": 1,
            "id": identifiant,
            "semaine": self.semaine,
            "etape": {"id": self.etape, "raison": self.etape_raison},
            "catalogue": {"version": self.catalogue_version, "empreinte": self.catalogue_empreinte},
            "propositions": [_proposition(p) for p in self.propositions],
            "aides": [_aide(a) for a in self.aides],
            "ecartes": [_ecarte(e) for e in self.ecartes],
            "question_utile": (
                {"id": self.question_utile.id, "texte": self.question_utile.texte} if self.question_utile else None
            ),
            "fin": fin,
            "orientations": list(orientations),
        }

    def vers_json(self) -> str:
        """The result object on one line: same answers, catalogue and week give the same bytes."""
        return json.dumps(self.vers_objet(), ensure_ascii=False, separators=(",", ":"))


def _listes(p: Proposition) -> dict[str, Any]:
    return {
        "raisons": [{"question": r.question, "reponse": r.reponse, "texte": r.texte} for r in p.raisons],
        "a_verifier": [{"question": v.question, "texte": v.texte} for v in p.a_verifier],
        "a_confirmer": [{"texte": c.texte, "source": c.source} for c in p.a_confirmer],
    }


def _proposition(p: Proposition) -> dict[str, Any]:
    return {
        "rang": p.rang,
        "operateur": p.operateur,
        "offre": p.offre,
        "statut": p.statut,
        "score": p.score,
        **_listes(p),
        "sources": list(p.sources),
        "verifie_le": p.verifie_le,
    }


def _aide(p: Proposition) -> dict[str, Any]:
    return {
        "operateur": p.operateur,
        "offre": p.offre,
        "statut": p.statut,
        **_listes(p),
        "sources": list(p.sources),
        "verifie_le": p.verifie_le,
    }


def _ecarte(e: Ecarte) -> dict[str, Any]:
    objet: dict[str, Any] = {"operateur": e.operateur, "offre": e.offre, "cause": e.cause, "motif": e.motif}
    if e.question is not None:
        objet["question"] = e.question
        objet["bascule"] = list(e.bascule)
    return objet


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
