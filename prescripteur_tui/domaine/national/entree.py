"""From cleaned national records to an operator of the catalogue: to be browsed, and proposed only once it has rules."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.national.champs import ACCUEIL, Enregistrement
from prescripteur_tui.domaine.operateurs import (
    Accueil,
    AConfirmer,
    Confiance,
    Contact,
    Offre,
    Operateur,
    Provenance,
    ProvenanceOperateur,
    Source,
    Statut,
)

DATA_INCLUSION = (
    "https://www.data.gouv.fr/datasets/referentiel-de-loffre-dinsertion-sociale-et-professionnelle-data-inclusion/"
)
"""Where the national files are published: the source of a record that has no page of its own."""

SANS_DESCRIPTION = "Pas de description dans le fichier national."
"""Stands for the description that a record lacks."""

SANS_EMPREINTE = "sha256:" + "0" * 64
"""Until the file is written, nobody knows its fingerprint."""

NOM = 80
IDENTIFIANT = 64
"""Most characters of the name and of the id of an operator."""

_ETAPES: Mapping[str, str] = {
    "creer-une-entreprise--definir-son-projet-de-creation-dentreprise": "detection",
    "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise": "accompagnement",
    "creer-une-entreprise--developper-son-entreprise": "accompagnement",
}
_AUTRE_ETAPE = "esprit-initiative"
"""The étape under which a theme is browsed."""

_TELS_QUELS = (
    "nom",
    "type",
    "frais",
    "frais_precisions",
    "thematiques",
    "publics",
    "publics_precisions",
    "conditions_acces",
    "modes_accueil",
    "zone_eligibilite",
    "lien_mobilisation",
    "modes_mobilisation",
    "mobilisable_par",
    "mobilisation_precisions",
    "volume_horaire_hebdomadaire",
    "nombre_semaines",
)
"""The fields of a service that an offre has under the same name."""


def slug(texte: str) -> str:
    """A text as an id: `Maison de l’idée` gives `maison-de-l-idee`; may be empty."""
    plat = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    sans_accent = "".join(x for x in plat if not unicodedata.combining(x))
    return re.sub(r"[^a-z0-9]+", "-", sans_accent).strip("-")


def identifiant(nom: str, national: str) -> str:
    """An id that people can read and that a national id always gives for the same name."""
    marque = hashlib.sha256(national.encode()).hexdigest()[:6]
    return "-".join(filter(None, (slug(nom)[:48].strip("-"), marque)))


@dataclass(frozen=True, slots=True)
class Reprise:
    """What holds for a whole import."""

    jour: dt.date
    licence: str
    etapes: tuple[str, ...]
    """The étapes of the questionnaire."""
    source: str
    """The producer under which our own catalogue goes out: its ids are ours."""

    def operateur(
        self,
        structure: Enregistrement | None,
        services: Sequence[Enregistrement],
        avant: Operateur | None = None,
        *,
        encore: Collection[str] = (),
    ) -> Operateur:
        """An operator of one structure and of those of its services that were kept.

        Args:
            structure: its record; None when the file of structures was not given.
            services: at least one, cleaned, of one structure.
            avant: what an earlier import laid down for it: ids stay, offres that are gone are marked.
            encore: ids of services that are still in the files, but were not kept this time: their offres stay as they
                are.
        """
        services = sorted(services, key=lambda service: str(service["id"]))
        deja = {o.provenance.id: o for o in avant.offres if o.provenance} if avant else {}
        offres = [self._offre(service, deja.get(service["id"])) for service in services]
        presents = {service["id"] for service in services}
        offres += [
            offre if national in encore else self._disparue(offre)
            for national, offre in deja.items()
            if national not in presents
        ]
        offres.sort(key=lambda offre: offre.provenance.id if offre.provenance else "")
        offres = list(_sans_doublon(offres))
        if structure is None and avant is not None:
            return revenir(avant).model_copy(update={"offres": tuple(offres)})
        if structure is None:
            structure = _structure_inconnue(services)
        return self._operateur(structure, tuple(offres), avant)

    def _operateur(self, structure: Enregistrement, offres: tuple[Offre, ...], avant: Operateur | None) -> Operateur:
        national, complet = str(structure["id"]), str(structure["nom"])
        nom = complet if len(complet) <= NOM else complet[: NOM - 1].rstrip() + "…"
        date_maj = structure.get("date_maj")
        source = self._source(structure, date_maj or max(o.verifie_le or "" for o in offres))
        accueil = _accueil(structure)
        return Operateur(
            id=avant.id if avant else self._identifiant(complet, national, structure["source"]),
            nom=nom,
            description=structure.get("description", SANS_DESCRIPTION),
            statut=Statut.A_CONFIRMER,
            confiance=Confiance.FAIBLE,
            site=_site(structure.get("site_web")),
            siret=structure.get("siret"),
            accessibilite_lieu=structure.get("accessibilite_lieu"),
            reseaux_porteurs=tuple(structure.get("reseaux_porteurs", ())),
            sources=(source,),
            verifie_le=source.date or "",
            contacts=(Contact(nom=nom, **accueil, confiance=Confiance.MOYENNE, source=source),) if accueil else (),
            a_confirmer=(AConfirmer(texte=_fiche_reprise(structure["source"]), source=source.url),),
            offres=offres,
            provenance=ProvenanceOperateur(
                source=structure["source"],
                id=national,
                nom=complet if nom != complet else None,
                date_maj=date_maj,
                lien_source=structure.get("lien_source"),
                licence=self.licence,
                importe_le=self.jour,
                empreinte=SANS_EMPREINTE,
            ),
        )

    def _offre(self, service: Enregistrement, avant: Offre | None) -> Offre:
        national, date_maj = str(service["id"]), str(service["date_maj"])
        accueil = _accueil(service)
        return Offre(
            id=avant.id if avant else self._identifiant(service["nom"], national, service["source"]),
            description=service.get("description", SANS_DESCRIPTION),
            etapes=self._etapes(service.get("thematiques", ())),
            sources=(self._source(service, date_maj),),
            verifie_le=date_maj,
            accueil=Accueil(**accueil) if accueil else None,
            provenance=Provenance.model_validate(
                {
                    "source": service["source"],
                    "id": national,
                    "date_maj": date_maj,
                    "lien_source": service.get("lien_source"),
                }
            ),
            **{champ: service[champ] for champ in _TELS_QUELS if champ in service},
        )

    def _disparue(self, offre: Offre) -> Offre:
        if offre.provenance is None or offre.provenance.disparu_le is not None:
            return offre
        phrase = AConfirmer(texte=_disparition(self.jour), source=(offre.sources or ())[0].url)
        return offre.model_copy(
            update={
                "a_confirmer": (*offre.a_confirmer, phrase),
                "provenance": offre.provenance.model_copy(update={"disparu_le": self.jour}),
            }
        )

    def _identifiant(self, nom: str, national: str, source: str) -> str:
        local = national.removeprefix(f"{source}--").rpartition(":")[2]
        if source == self.source and local and len(local) <= IDENTIFIANT and local == slug(local):
            return local
        return identifiant(nom, national)

    def _etapes(self, themes: Sequence[str]) -> tuple[str, ...]:
        voulues = {_ETAPES.get(theme, _AUTRE_ETAPE) for theme in themes}
        return tuple(etape for etape in self.etapes if etape in voulues) or self.etapes

    def _source(self, fiche: Enregistrement, date: str) -> Source:
        objet = f"fiche data·inclusion du producteur « {fiche['source']} »"
        return Source(url=fiche.get("lien_source", DATA_INCLUSION), date=date, objet=objet)


def _sans_doublon(offres: Sequence[Offre]) -> Iterator[Offre]:
    """The same offres, no two with one id."""
    pris: set[str] = set()
    for offre in offres:
        if offre.id in pris and offre.provenance is not None:
            offre = offre.model_copy(update={"id": identifiant(offre.nom, offre.provenance.id)})
        pris.add(offre.id)
        yield offre


def marquer_disparu(operateur: Operateur, jour: dt.date) -> Operateur:
    """An imported operator that the national files no longer hold: marked once, never deleted."""
    provenance = operateur.provenance
    if provenance is None or provenance.disparu_le is not None:
        return operateur
    phrase = AConfirmer(texte=_disparition(jour), source=operateur.sources[0].url)
    return operateur.model_copy(
        update={
            "a_confirmer": (*operateur.a_confirmer, phrase),
            "provenance": provenance.model_copy(update={"disparu_le": jour}),
        }
    )


def revenir(operateur: Operateur) -> Operateur:
    """The same operator once it is there again."""
    provenance = operateur.provenance
    if provenance is None or provenance.disparu_le is None:
        return operateur
    dite = _disparition(provenance.disparu_le)
    return operateur.model_copy(
        update={
            "a_confirmer": tuple(a for a in operateur.a_confirmer if a.texte != dite),
            "provenance": provenance.model_copy(update={"disparu_le": None}),
        }
    )


def _fiche_reprise(source: str) -> str:
    return f"Fiche reprise de data·inclusion (producteur : {source}) : à qui elle s’adresse n’est pas encore écrit ici."


def _disparition(jour: dt.date) -> str:
    return f"N’est plus dans le fichier national depuis le {jour:%d/%m/%Y}."


def _structure_inconnue(services: Sequence[Enregistrement]) -> Enregistrement:
    premier = services[0]
    identifiant_national = str(premier["structure_id"])
    return {
        "source": premier["source"],
        "id": identifiant_national,
        "nom": f"Structure à identifier ({identifiant_national})",
    }


def _accueil(fiche: Enregistrement) -> dict[str, Any]:
    return {champ: fiche[champ] for champ in ACCUEIL if champ in fiche}


def _site(adresse: str | None) -> str | None:
    """As people write it: `exemple.fr`. A path or another protocol than HTTPS stays."""
    if adresse is None:
        return None
    trouve = re.fullmatch(r"https://([^/?#]+)/?", adresse)
    return trouve[1] if trouve else adresse
