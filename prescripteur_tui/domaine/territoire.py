"""The territory: communes, priority quarters of the 2024 list, places of permanence."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from prescripteur_tui.domaine.base import IdOption, Modele, Slug, Texte, UneLigne
from prescripteur_tui.domaine.operateurs import Source

LIEU_A_PRECISER = "lieu-a-preciser"
"""The lieu of an interview until one is chosen."""


class Commune(Modele):
    """A commune of the agglomeration."""

    insee: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    nom: UneLigne
    population: str | None = None


class Quartier(Modele):
    """A priority quarter; `taux_emploi_2015` is the rate (%) of the perimeter of 2015, not of today's."""

    code: IdOption
    nom: UneLigne
    communes: tuple[Texte, ...]
    communes_hors: tuple[Texte, ...] = ()
    anciens_noms: tuple[Texte, ...] = ()
    taux_emploi_2015: str | None = None


class Ailleurs(Modele):
    """A commune outside the agglomeration, and the option of `quartier` that it answers."""

    nom: UneLigne
    quartier: IdOption


class AncienQuartier(Modele):
    """A quarter of the 2015 list without a proved successor."""

    nom: UneLigne
    taux_emploi_2015: str | None = None
    successeur_probable: IdOption | None = None
    base: Texte | None = None


class Territoire(Modele):
    """The agglomeration."""

    nom: UneLigne
    epci: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    contrat_de_ville: Texte | None = None
    millesime_qpv: Texte
    note_taux: Texte | None = None
    sources: tuple[Source, ...] = ()
    communes: tuple[Commune, ...]
    quartiers: tuple[Quartier, ...]
    ailleurs: tuple[Ailleurs, ...] = ()
    quartiers_2015_sans_successeur: tuple[AncienQuartier, ...] = ()

    def quartiers_de(self, commune: str) -> tuple[Quartier, ...]:
        """The priority quarters that reach into a commune of the agglomeration, in file order."""
        return tuple(q for q in self.quartiers if commune in q.communes)


class Lieu(Modele):
    """A place of permanence."""

    id: Slug
    nom: Annotated[UneLigne, Field(max_length=80)]
    commune: UneLigne | None = None
    quartier: IdOption | None = None
    source: Source | None = None
