"""Whether a national record is an operator that stands already, and what an import changes in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.national.champs import ACCUEIL, Enregistrement
from prescripteur_tui.domaine.national.entree import slug
from prescripteur_tui.domaine.operateurs import Offre, Operateur

CHAMPS_OPERATEUR = ("nom", "description", "site_web", "siret", "accessibilite_lieu", "reseaux_porteurs", *ACCUEIL)
CHAMPS_OFFRE = (
    "nom",
    "description",
    "type",
    "thematiques",
    "frais",
    "frais_precisions",
    "publics",
    "publics_precisions",
    "conditions_acces",
    *ACCUEIL,
    "modes_accueil",
    "zone_eligibilite",
    "lien_mobilisation",
    "modes_mobilisation",
    "mobilisable_par",
    "mobilisation_precisions",
    "volume_horaire_hebdomadaire",
    "nombre_semaines",
)
CHAMPS_PROVENANCE = ("lien_source", "date_maj", "disparu_le")
"""What is compared, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, by its name in the schema; `offre` is empty for the operator itself.

    `champ` is `offre` where a whole offre is new.
    """

    offre: str
    champ: str
    avant: str
    apres: str


def meme_operateur(
    structure: Enregistrement, operateurs: Iterable[Operateur], source: str
) -> tuple[Operateur, str] | None:
    """The operator written by hand that a structure is, and by what; by its SIRET, its id of ours, its name and place.

    Args:
        structure: a cleaned record.
        operateurs: those of the catalogue; what comes from an import is known by its record alone.
        source: the producer under which the catalogue goes out.
    """
    locaux = [operateur for operateur in operateurs if operateur.provenance is None]
    local = str(structure["id"]).removeprefix(f"{source}--") if structure["source"] == source else None
    for operateur in locaux:
        if operateur.id == local:
            return operateur, "même identifiant"
    for operateur in locaux:
        if operateur.siret is not None and operateur.siret == structure.get("siret"):
            return operateur, "même SIRET"
    nom = slug(structure["nom"])
    for operateur in locaux:
        if nom and nom == slug(operateur.nom) and _est_du_meme_lieu(structure, operateur):
            connu = structure.get("commune") and _communes(operateur)
            return operateur, "même nom, même commune" if connu else "même nom"
    return None


def ressemblances(structure: Enregistrement, operateurs: Iterable[Operateur]) -> list[Operateur]:
    """The operators written by hand that a structure may be: same network or a name within the name, not elsewhere."""
    mots = f"-{slug(structure['nom'])}-"
    reseaux = set(structure.get("reseaux_porteurs", ()))
    return [
        operateur
        for operateur in operateurs
        if operateur.provenance is None
        and (reseaux & set(operateur.reseaux_porteurs) or f"-{slug(operateur.nom)}-" in mots)
        and _est_du_meme_lieu(structure, operateur)
    ]


def apports(operateur: Operateur, structure: Enregistrement) -> list[Difference]:
    """What a record says of an operator written by hand that stands nowhere in it."""
    connus: dict[str, set[str]] = {
        "siret": {operateur.siret or ""},
        "telephone": {contact.telephone or "" for contact in operateur.contacts},
        "courriel": {contact.courriel or "" for contact in operateur.contacts},
        "adresse": {contact.adresse or "" for contact in operateur.contacts},
    }
    return [
        Difference("", champ, "", structure[champ])
        for champ, valeurs in connus.items()
        if champ in structure and structure[champ] not in valeurs
    ]


def differences(avant: Operateur, apres: Operateur) -> list[Difference]:
    """Field by field, what an import changes: the operator, then its offres in the order of their records."""
    dites = list(_comparer("", _faits_operateur(avant), _faits_operateur(apres)))
    anciennes = {offre.provenance.id: offre for offre in avant.offres if offre.provenance}
    for offre in apres.offres:
        if offre.provenance is None:
            continue
        ancienne = anciennes.get(offre.provenance.id)
        if ancienne is None:
            dites.append(Difference(offre.nom, "offre", "", offre.nom))
        else:
            dites += _comparer(ancienne.nom, _faits_offre(ancienne), _faits_offre(offre))
    return dites


def meme_contenu(un: Operateur, autre: Operateur) -> bool:
    """Whether two imports laid down the same, whatever their days."""
    return _sans_jour(un) == _sans_jour(autre)


def _sans_jour(operateur: Operateur) -> dict[str, Any]:
    return operateur.model_dump(exclude={"provenance": {"importe_le", "empreinte"}})


def _communes(operateur: Operateur) -> set[str]:
    return {slug(contact.commune) for contact in operateur.contacts if contact.commune}


def _est_du_meme_lieu(structure: Enregistrement, operateur: Operateur) -> bool:
    """Not elsewhere: one of the two may not say where it is."""
    communes = _communes(operateur)
    return not communes or "commune" not in structure or slug(structure["commune"]) in communes


def _comparer(offre: str, avant: Mapping[str, str], apres: Mapping[str, str]) -> Iterator[Difference]:
    for champ, valeur in apres.items():
        if avant[champ] != valeur:
            yield Difference(offre, champ, avant[champ], valeur)


def _faits_operateur(operateur: Operateur) -> dict[str, str]:
    contact = operateur.contacts[0] if operateur.contacts else None
    objets = ({"site_web": operateur.site}, operateur, contact)
    faits = {champ: _fait(champ, objets) for champ in CHAMPS_OPERATEUR}
    faits["nom"] = (operateur.provenance and operateur.provenance.nom) or operateur.nom
    return {**faits, **_provenance(operateur)}


def _faits_offre(offre: Offre) -> dict[str, str]:
    return {**{champ: _fait(champ, (offre, offre.accueil)) for champ in CHAMPS_OFFRE}, **_provenance(offre)}


def _provenance(porteur: Operateur | Offre) -> dict[str, str]:
    return {champ: _fait(champ, (porteur.provenance,)) for champ in CHAMPS_PROVENANCE}


def _fait(champ: str, objets: Sequence[Any]) -> str:
    """A field as text, from the first object that has one of this name; empty when it has no value."""
    for objet in objets:
        valeur = objet.get(champ) if isinstance(objet, dict) else getattr(objet, champ, None)
        if valeur is not None and valeur != ():
            return ", ".join(valeur) if isinstance(valeur, tuple) else str(valeur)
    return ""
