"""Older files: version 0 of the schema, and the themes that it knew.

Source of the correspondences: the public pipeline of data·inclusion (gip-inclusion/data-inclusion), `_map_thematiques`
at commit d1872ec0 and the model that turns services of version 0 into version 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prescripteur_tui.domaine.national.champs import Enregistrement
from prescripteur_tui.domaine.national.ecritures import liste

_CREER = "creer-une-entreprise--"
_DEFINIR = f"{_CREER}definir-son-projet-de-creation-dentreprise"
_STRUCTURER = f"{_CREER}structurer-son-projet-de-creation-dentreprise"
_DEVELOPPER = f"{_CREER}developper-son-entreprise"

THEMATIQUES: Mapping[str, tuple[str, ...]] = {
    "creation-activite": (_DEFINIR, _DEVELOPPER, _STRUCTURER),
    "creation-activite--definir-son-projet-de-creation-dentreprise": (_DEFINIR,),
    "creation-activite--structurer-son-projet-de-creation-dentreprise": (_STRUCTURER,),
    "creation-activite--developper-son-entreprise": (_DEVELOPPER,),
    "creation-activite--financer-son-projet": (_STRUCTURER,),
    "creation-activite--reseautage-pour-createurs-dentreprise": (_DEVELOPPER,),
    "numerique--creer-et-developper-mon-entreprise": (_DEVELOPPER,),
    "numerique--creer-avec-le-numerique": (_DEFINIR,),
}
"""The themes of version 0 that are ours, and what they became."""

RESEAUX: Mapping[str, str] = {"bge": "reseau-bge"}

PUBLICS: Mapping[str, str | None] = {
    "beneficiaires-rsa": "beneficiaires-des-minimas-sociaux",
    "demandeurs-demploi": "demandeurs-emploi",
    "jeunes-16-26": "jeunes",
    "salaries": "actifs",
    "adultes": None,
}
"""What the profiles became; those of the same name stay, the others are told."""

_TYPES = (
    # The first that a service has, as the national pipeline chooses.
    ("aide-financiere", ("aide-financiere", "financement")),
    ("aide-materielle", ("autonomie", "aide-materielle")),
    ("formation", ("formation",)),
    ("atelier", ("atelier", "numerique")),
    ("accompagnement", ("accompagnement",)),
    ("information", ("accueil", "information")),
)

_MOBILISER = {
    "envoyer-un-courriel": {"envoyer-un-mail", "envoyer-un-mail-avec-une-fiche-de-prescription", "prendre-rdv"},
    "se-presenter": {"se-presenter"},
    "telephoner": {"telephoner"},
    "utiliser-lien-mobilisation": {"completer-le-formulaire-dadhesion", "prendre-rdv"},
}

DEPARTEMENTS_DES_REGIONS: Mapping[str, tuple[str, ...]] = {
    "01": ("971",),
    "02": ("972",),
    "03": ("973",),
    "04": ("974",),
    "06": ("976",),
    "11": ("75", "77", "78", "91", "92", "93", "94", "95"),
    "24": ("18", "28", "36", "37", "41", "45"),
    "27": ("21", "25", "39", "58", "70", "71", "89", "90"),
    "28": ("14", "27", "50", "61", "76"),
    "32": ("02", "59", "60", "62", "80"),
    "44": ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88"),
    "52": ("44", "49", "53", "72", "85"),
    "53": ("22", "29", "35", "56"),
    "75": ("16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"),
    "76": ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"),
    "84": ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"),
    "93": ("04", "05", "06", "13", "83", "84"),
    "94": ("2A", "2B"),
}
"""Code officiel géographique (INSEE): the départements of each région, by code."""

_RENOMMES = {
    "profils_precisions": "publics_precisions",
    "frais_autres": "frais_precisions",
    "recurrence": "horaires_accueil",
    "horaires_ouverture": "horaires_accueil",
    "accessibilite": "accessibilite_lieu",
}

CHAMPS = frozenset(
    {
        *_RENOMMES,
        "presentation_resume",
        "presentation_detail",
        "types",
        "profils",
        "zone_diffusion_type",
        "zone_diffusion_code",
        "prise_rdv",
        "formulaire_en_ligne",
        "page_web",
        "modes_orientation_accompagnateur",
        "modes_orientation_accompagnateur_autres",
        "modes_orientation_beneficiaire",
        "modes_orientation_beneficiaire_autres",
        "labels_nationaux",
    }
)
"""The fields of version 0 that are read."""

ECARTES = frozenset(
    {
        "_di_surrogate_id",
        "_di_structure_surrogate_id",
        "typologie",
        "zone_diffusion_nom",
        "cumulable",
        "contact_public",
        "justificatifs",
        "pre_requis",
        "date_creation",
        "date_suspension",
        "rna",
        "antenne",
        "labels_autres",
    }
)
"""The fields of version 0 that version 1 no longer has. Only their presence says anything: the file is an old one."""


def themes_en_vigueur(themes: Iterable[str]) -> tuple[str, ...]:
    """The themes of today, sorted; one that no list knows stays as it is."""
    return tuple(sorted({actuel for theme in themes for actuel in THEMATIQUES.get(theme, (theme,))}))


def moderniser(fiche: Mapping[str, Any]) -> Enregistrement:
    """A record under the field names of version 1; one that has them already only gets its full ids."""
    neuve = {cle: valeur for cle, valeur in fiche.items() if cle not in CHAMPS and cle not in ECARTES}
    for cle in ("id", "structure_id"):
        complet = identifiant_complet(fiche, cle)
        if complet is not None:
            neuve[cle] = complet
    if CHAMPS.isdisjoint(fiche):
        return neuve
    for ancien, nouveau in _RENOMMES.items():
        if fiche.get(ancien):
            neuve.setdefault(nouveau, fiche[ancien])
    description = fiche.get("presentation_detail") or fiche.get("presentation_resume")
    if description:
        neuve.setdefault("description", description)
    if "labels_nationaux" in fiche:
        neuve.setdefault("reseaux_porteurs", sorted(RESEAUX.get(x, x) for x in liste(fiche["labels_nationaux"])))
    if "structure_id" in fiche:
        _moderniser_service(fiche, neuve)
    return neuve


def identifiant_complet(fiche: Mapping[str, Any], cle: str) -> str | None:
    """An id with its producer in front, as version 1 writes it; None when the record has none."""
    identifiant, source = fiche.get(cle), fiche.get("source")
    if not isinstance(identifiant, str) or not identifiant or not isinstance(source, str):
        return None
    return identifiant if identifiant.startswith(f"{source}--") else f"{source}--{identifiant}"


def _moderniser_service(fiche: Mapping[str, Any], neuve: Enregistrement) -> None:
    types = set(liste(fiche.get("types")))
    nature = next((actuel for actuel, anciens in _TYPES if types & set(anciens)), None)
    if nature:
        neuve.setdefault("type", nature)
    publics = [PUBLICS.get(profil, profil) for profil in liste(fiche.get("profils"))]
    if publics:
        neuve.setdefault("publics", sorted({public for public in publics if public}))
    if "frais" in fiche:
        neuve["frais"] = _frais(fiche["frais"])
    zone = _zone(fiche.get("zone_diffusion_type"), fiche.get("zone_diffusion_code"))
    if zone:
        neuve.setdefault("zone_eligibilite", zone)
    _moderniser_demande(fiche, neuve)


def _frais(valeur: object) -> str | None:
    """Version 0 also had free under conditions, which is neither."""
    frais = {valeur} if valeur in ("gratuit", "payant") else set(liste(valeur))
    return "payant" if "payant" in frais else "gratuit" if frais == {"gratuit"} else None


def _zone(nature: object, code: object) -> list[str] | None:
    if nature == "pays":
        return ["france"]
    if not isinstance(code, str) or not code:
        return None
    return list(DEPARTEMENTS_DES_REGIONS.get(code, ())) if nature == "region" else [code]


def _moderniser_demande(fiche: Mapping[str, Any], neuve: Enregistrement) -> None:
    lien = fiche.get("prise_rdv") or fiche.get("formulaire_en_ligne") or fiche.get("page_web")
    if lien:
        neuve.setdefault("lien_mobilisation", lien)
    accompagnateur = set(liste(fiche.get("modes_orientation_accompagnateur")))
    beneficiaire = set(liste(fiche.get("modes_orientation_beneficiaire")))
    modes = {mode for mode, anciens in _MOBILISER.items() if anciens & (accompagnateur | beneficiaire)}
    if "se-presenter" not in beneficiaire:
        # To come in person was only ever the way of the person concerned.
        modes.discard("se-presenter")
    if lien:
        modes.add("utiliser-lien-mobilisation")
    if modes:
        neuve.setdefault("modes_mobilisation", sorted(modes))
    par = [*(["professionnels"] if accompagnateur else []), *(["usagers"] if beneficiaire else [])]
    if par:
        neuve.setdefault("mobilisable_par", par)
    autres = [
        fiche[f"modes_orientation_{qui}_autres"]
        for qui in ("beneficiaire", "accompagnateur")
        if isinstance(fiche.get(f"modes_orientation_{qui}_autres"), str)
    ]
    if autres:
        neuve.setdefault("mobilisation_precisions", "\n".join(autres))
