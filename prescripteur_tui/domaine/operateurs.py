"""Operators and their offres: who receives people, under which conditions, by which sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from prescripteur_tui.domaine.base import (
    DatePartielle,
    Modele,
    OuiNon,
    Slug,
    SlugNational,
    Texte,
    UneLigne,
    fin_de_date,
)
from prescripteur_tui.domaine.regles import Condition, Preference

_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _jour(valeur: Any) -> Any:
    """A whole ISO date: pydantic alone would also take a number of seconds since 1970."""
    if isinstance(valeur, dt.date):
        return valeur
    try:
        if isinstance(valeur, str) and _JOUR.fullmatch(valeur):
            return dt.date.fromisoformat(valeur)
    except ValueError as erreur:
        raise ValueError("date-entiere") from erreur
    raise ValueError("date-entiere")


Jour = Annotated[dt.date, BeforeValidator(_jour), WithJsonSchema({"type": "string", "pattern": f"^{_JOUR.pattern}$"})]
"""`2026-05-15`."""


class Statut(StrEnum):
    """Whether a body or scheme exists today, by the sources."""

    ACTIF = "actif"
    A_CONFIRMER = "a-confirmer"
    TERMINE = "termine"


class Confiance(StrEnum):
    """How sure a fact is."""

    HAUTE = "haute"
    MOYENNE = "moyenne"
    FAIBLE = "faible"

    @property
    def rang(self) -> int:
        """0 for the surest."""
        return list(Confiance).index(self)


class TypeOffre(StrEnum):
    """data·inclusion 1.0: `type` of a service."""

    ACCOMPAGNEMENT = "accompagnement"
    AIDE_FINANCIERE = "aide-financiere"
    AIDE_MATERIELLE = "aide-materielle"
    ATELIER = "atelier"
    FORMATION = "formation"
    INFORMATION = "information"


class Frais(StrEnum):
    """data·inclusion 1.0: `frais`; left out when the price is not known, never shown as free then."""

    GRATUIT = "gratuit"
    PAYANT = "payant"


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Source(Modele):
    """Where a fact was read: the date of the page, or the day an undated page was looked at."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["date"]}, {"required": ["consultee_le"]}]},
    )

    url: Texte
    date: DatePartielle | None = None
    consultee_le: DatePartielle | None = None
    objet: Texte | None = None

    @model_validator(mode="after")
    def _une_date(self) -> Source:
        if (self.date is None) == (self.consultee_le is None):
            raise ValueError("source-sans-date")
        return self

    @property
    def jour(self) -> dt.date:
        """The last day that the date of this source can mean."""
        return fin_de_date(self.date or self.consultee_le or "")


class Verification(Modele):
    """A check by a person, after the sources were written down."""

    le: DatePartielle
    source: Texte


class Accueil(Modele):
    """A place that receives people, and how it is reached: the field names of data·inclusion."""

    commune: UneLigne | None = None
    code_postal: Texte | None = None
    code_insee: Annotated[str, Field(pattern=r"^[0-9AB]{5}$")] | None = None
    adresse: UneLigne | None = None
    complement_adresse: UneLigne | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    telephone: UneLigne | None = None
    courriel: UneLigne | None = None
    horaires_accueil: UneLigne | None = None
    """In the notation of OpenStreetMap: for machines, never shown as it is."""


class Contact(Accueil):
    """How a place of the operator is reached, by a source; shown by the display rule of `confiance`."""

    nom: UneLigne
    horaires: UneLigne | None = None
    site: UneLigne | None = None
    confiance: Confiance
    source: Source


class AConfirmer(Modele):
    """A sourced sentence that no question covers: always shown, never changing a proposition."""

    texte: Texte
    source: Texte


class Provenance(Modele):
    """The record of a national file (data·inclusion) that an offre was laid down from."""

    source: UneLigne
    """The producer of the record."""
    id: UneLigne
    """The id of the record in the national files, which never changes."""
    date_maj: Jour | None = None
    """When the producer last changed the record; None when it was not in the file."""
    lien_source: UneLigne | None = None
    disparu_le: Jour | None = None
    """The first import whose file no longer held the record."""


class ProvenanceOperateur(Provenance):
    """The same for an operator, with what holds for its whole file."""

    nom: UneLigne | None = None
    """The name in full, when ours had to be shorter."""
    licence: UneLigne
    importe_le: Jour
    """The import that last changed the file."""
    empreinte: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    """Of the file as the import wrote it: while it holds, nobody has edited the file."""


class Offre(Modele):
    """One service of an operator. Fields that are None are inherited from the operator."""

    id: Slug
    nom: UneLigne
    description: Texte
    type: TypeOffre | None = None
    """Only what comes from a national file may lack it."""
    etapes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    aide: OuiNon = False
    filet: OuiNon = False
    statut: Statut | None = None
    confiance: Confiance | None = None
    sources: tuple[Source, ...] | None = None
    verifie_le: DatePartielle | None = None
    du: Jour | None = None
    au: Jour | None = None
    saison: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    frais: Frais | None = None
    frais_precisions: Texte | None = None
    thematiques: tuple[SlugNational, ...] = ()
    publics: tuple[SlugNational, ...] = ()
    zone_eligibilite: tuple[Texte, ...] = ()
    modes_accueil: tuple[SlugNational, ...] = ()
    modes_mobilisation: tuple[SlugNational, ...] = ()
    mobilisable_par: tuple[SlugNational, ...] = ()
    lien_mobilisation: Texte | None = None
    conditions_acces: Texte | None = None
    publics_precisions: Texte | None = None
    mobilisation_precisions: Texte | None = None
    volume_horaire_hebdomadaire: Annotated[float, Field(ge=0)] | None = None
    nombre_semaines: Annotated[int, Field(ge=1)] | None = None
    accueil: Accueil | None = None
    """Where this offre is given, when its operator's contacts do not say it."""
    raison: Texte | None = None
    conditions: tuple[Condition, ...] = ()
    a_confirmer: tuple[AConfirmer, ...] = ()
    preferences: tuple[Preference, ...] = ()
    provenance: Provenance | None = None

    @property
    def est_sans_regle(self) -> bool:
        """Whether nobody has said yet for whom an imported offre is."""
        return self.provenance is not None and not self.conditions and self.raison is None


class Operateur(Modele):
    """A body that receives people, with its offres."""

    id: Slug
    nom: Annotated[UneLigne, Field(max_length=80)]
    description: Texte
    statut: Statut
    confiance: Confiance
    site: UneLigne | None = None
    siret: Annotated[str, Field(pattern=r"^[0-9]{14}$")] | None = None
    accessibilite_lieu: UneLigne | None = None
    reseaux_porteurs: tuple[SlugNational, ...] = ()
    sources: tuple[Source, ...] = ()
    verifie_le: DatePartielle
    verifications: tuple[Verification, ...] = ()
    contacts: tuple[Contact, ...] = ()
    a_confirmer: tuple[AConfirmer, ...] = ()
    offres: Annotated[tuple[Offre, ...], Field(min_length=1)]
    provenance: ProvenanceOperateur | None = None

    def offres_completes(self) -> Iterator[OffreComplete]:
        """Each offre with what it inherits."""
        for offre in self.offres:
            yield OffreComplete(
                nom=f"{self.id}/{offre.id}",
                operateur=self,
                offre=offre,
                statut=_le_moins_vivant(self.statut, offre.statut),
                confiance=offre.confiance or self.confiance,
                sources=offre.sources if offre.sources is not None else self.sources,
                verifie_le=offre.verifie_le or self.verifie_le,
                a_confirmer=(*self.a_confirmer, *offre.a_confirmer),
            )


def _le_moins_vivant(operateur: Statut, offre: Statut | None) -> Statut:
    """An offre of an ended operator is ended, whatever it says."""
    ordre = list(Statut)
    return max(operateur, offre or operateur, key=ordre.index)


class OffreComplete(Modele):
    """An offre with what it inherits from its operator; `nom` is `operateur/offre`."""

    nom: str
    operateur: Operateur
    offre: Offre
    statut: Statut
    confiance: Confiance
    sources: tuple[Source, ...]
    verifie_le: str
    a_confirmer: tuple[AConfirmer, ...]

    def couvre(self, lundi: dt.date) -> bool:
        """Whether the dates and the season of the offre cover the whole week that starts on `lundi`."""
        dimanche = lundi + dt.timedelta(days=6)
        offre = self.offre
        if (offre.du and offre.du > lundi) or (offre.au and offre.au < dimanche):
            return False
        return not offre.saison or {lundi.month, dimanche.month} <= set(offre.saison)
