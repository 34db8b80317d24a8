"""The rules of an offre and of a question: atoms over answers, one level of alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from prescripteur_tui.domaine.base import IdOption, Modele, Slug, Texte

SANS_REPONSE = "sans-reponse"
"""The scalar that every question accepts: the person prefers not to answer."""

NE_SAIT_PAS = "ne-sait-pas"
"""The option that leaves every atom on its question unknown."""


class Atome(Modele):
    """`question ∈ parmi`, or its negation `question ∉ sauf`.

    `peut_etre` holds the options that the rule cuts through: they leave the atom unknown.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["parmi"]}, {"required": ["sauf"]}]})

    question: Slug
    parmi: tuple[IdOption, ...] | None = None
    sauf: tuple[IdOption, ...] | None = None
    peut_etre: tuple[IdOption, ...] = Field(default=(), alias="peut-etre")
    motif: Texte | None = None

    @model_validator(mode="after")
    def _un_seul_sens(self) -> Atome:
        if (self.parmi is None) == (self.sauf is None):
            raise ValueError("parmi-ou-sauf")
        if not self.options and not self.peut_etre:
            raise ValueError("atome-vide")
        return self

    @property
    def options(self) -> tuple[str, ...]:
        """The options named by `parmi` or `sauf`."""
        return self.parmi if self.parmi is not None else (self.sauf or ())

    @property
    def est_negatif(self) -> bool:
        """Whether the atom is a `sauf`."""
        return self.sauf is not None

    def atomes(self) -> Iterator[Atome]:
        """The atoms of this rule: itself."""
        yield self


class Toutes(Modele):
    """Atoms that are all needed, inside an alternative."""

    toutes: Annotated[tuple[Atome, ...], Field(min_length=1)]
    motif: Texte | None = None

    def atomes(self) -> Iterator[Atome]:
        """The atoms, in file order."""
        yield from self.toutes


def _forme(valeur: Any) -> str:
    if isinstance(valeur, dict):
        if "un-de" in valeur or "un_de" in valeur:
            return "un-de"
        return "toutes" if "toutes" in valeur else "atome"
    return {"UnDe": "un-de", "Toutes": "toutes"}.get(type(valeur).__name__, "atome")


Branche = Annotated[
    Annotated[Atome, Tag("atome")] | Annotated[Toutes, Tag("toutes")],
    Discriminator(_forme),
]


class UnDe(Modele):
    """Alternatives of which one is enough; one level only."""

    un_de: Annotated[tuple[Branche, ...], Field(alias="un-de", min_length=1)]
    motif: Texte | None = None

    def atomes(self) -> Iterator[Atome]:
        """The atoms of all branches, in file order."""
        for branche in self.un_de:
            yield from branche.atomes()


Condition = Annotated[
    Annotated[Atome, Tag("atome")] | Annotated[UnDe, Tag("un-de")],
    Discriminator(_forme),
]
"""One needed condition of an offre, or of the opening of a question."""


class Preference(Modele):
    """What makes an offre fit better: counted with its weight when the atom is true."""

    question: Slug
    parmi: Annotated[tuple[IdOption, ...], Field(min_length=1)]
    poids: Annotated[int, Field(ge=1, le=3)]
    raison: Texte
