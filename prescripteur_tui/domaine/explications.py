"""What the catalogue says of its own check: the holes that are known, the warnings that are accepted, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from prescripteur_tui.domaine.base import Modele, Slug, Texte, UneLigne
from prescripteur_tui.domaine.regles import Condition


class TrouConnu(Modele):
    """People who are left with the filet alone, and which door is missing for them."""

    id: Slug
    qui: UneLigne
    """Who they are, beginning a sentence: « Les moins de 16 ans »."""
    quand: Annotated[tuple[Condition, ...], Field(min_length=1)]
    """Their answers: all of these conditions are true."""
    manque: UneLigne
    """Completes « Il manque … »."""
    raison: Texte


class AvertissementExplique(Modele):
    """Warnings that are accepted, and why."""

    code: Slug
    sujets: Annotated[tuple[UneLigne, ...], Field(min_length=1)]
    """What they are about, as `catalogue verifier` names it."""
    raison: Texte


class Explications(Modele):
    """The content of `explications.yaml`."""

    trous_connus: tuple[TrouConnu, ...] = ()
    avertissements: tuple[AvertissementExplique, ...] = ()
