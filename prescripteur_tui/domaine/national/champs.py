"""The fields of the national schema 1.0, in its order, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from prescripteur_tui.domaine.national import vocabulaire

Enregistrement: TypeAlias = dict[str, Any]
"""A structure or a service of the schema: only its fields, and none that is empty."""

STRUCTURE = (
    "source",
    "id",
    "nom",
    "date_maj",
    "description",
    "lien_source",
    "siret",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "longitude",
    "latitude",
    "telephone",
    "courriel",
    "site_web",
    "horaires_accueil",
    "accessibilite_lieu",
    "reseaux_porteurs",
)

SERVICE = (
    "source",
    "structure_id",
    "id",
    "nom",
    "description",
    "lien_source",
    "date_maj",
    "type",
    "thematiques",
    "frais",
    "frais_precisions",
    "publics",
    "publics_precisions",
    "conditions_acces",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "longitude",
    "latitude",
    "telephone",
    "courriel",
    "modes_accueil",
    "zone_eligibilite",
    "contact_nom_prenom",
    "lien_mobilisation",
    "modes_mobilisation",
    "mobilisable_par",
    "mobilisation_precisions",
    "volume_horaire_hebdomadaire",
    "nombre_semaines",
    "horaires_accueil",
)

ACCUEIL = (
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "longitude",
    "latitude",
    "telephone",
    "courriel",
    "horaires_accueil",
)
"""Where people are received, and how to reach it: the same for a structure and a service."""

OBLIGATOIRES_STRUCTURE = ("source", "id", "nom", "date_maj")
OBLIGATOIRES_SERVICE = ("source", "structure_id", "id", "nom", "date_maj")
"""What a record cannot do without. The schema also asks for the description of a service, which files may lack."""

LISTES = frozenset(
    {
        "thematiques",
        "publics",
        "modes_accueil",
        "zone_eligibilite",
        "modes_mobilisation",
        "mobilisable_par",
        "reseaux_porteurs",
    }
)

NOMBRES = frozenset({"longitude", "latitude", "volume_horaire_hebdomadaire", "nombre_semaines"})

ADRESSES_WEB = frozenset({"lien_source", "site_web", "accessibilite_lieu", "lien_mobilisation"})

PARAGRAPHES = frozenset(
    {
        "description",
        "frais_precisions",
        "publics_precisions",
        "conditions_acces",
        "mobilisation_precisions",
    }
)
"""Texts of several lines; every other text is one."""

PERSONNELS = frozenset({"contact_nom_prenom"})
"""The name of a person: no identity enters the catalogue."""

VOCABULAIRES: Mapping[str, frozenset[str]] = {
    "type": vocabulaire.TYPES,
    "thematiques": vocabulaire.THEMATIQUES,
    "frais": vocabulaire.FRAIS,
    "publics": vocabulaire.PUBLICS,
    "modes_accueil": vocabulaire.MODES_ACCUEIL,
    "modes_mobilisation": vocabulaire.MODES_MOBILISATION,
    "mobilisable_par": vocabulaire.PERSONNES_MOBILISATRICES,
    "reseaux_porteurs": vocabulaire.RESEAUX_PORTEURS,
}
"""The closed list of each field that has one."""
