"""The catalogue in the national format: only its facts, and beside them what the format cannot say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.base import debut_de_date
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.national.champs import ACCUEIL, SERVICE, STRUCTURE, VOCABULAIRES, Enregistrement
from prescripteur_tui.domaine.national.ecritures import adresse_web, est_courriel, est_zone
from prescripteur_tui.domaine.national.entree import SANS_DESCRIPTION, slug
from prescripteur_tui.domaine.operateurs import Accueil, Confiance, OffreComplete, Operateur, Statut
from prescripteur_tui.domaine.questionnaire import Questionnaire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import phrases

NOM = 150
"""Most characters of a name of the schema."""


@dataclass(frozen=True, slots=True)
class Perte:
    """Something of the catalogue that the national format cannot say, or only as text.

    `nature`: `statut`, `confiance`, `filet`, `aide`, `etapes`, `conditions`, `preferences`, `a_confirmer`, `periode`,
    `sources`, `contacts`, `date` (a month or a year), `texte` (cut, or changed), `valeur` (that the schema refuses).
    """

    operateur: str
    offre: str | None
    nature: str
    texte: str


@dataclass(frozen=True, slots=True)
class Laisse:
    """An operator (`offre` is None) or an offre that stays out, and why."""

    operateur: str
    offre: str | None
    raison: str


@dataclass(frozen=True, slots=True)
class Sortie:
    """An export: records sorted by id, what stays out, and what is lost."""

    source: str
    structures: tuple[Enregistrement, ...]
    services: tuple[Enregistrement, ...]
    laisses: tuple[Laisse, ...]
    pertes: tuple[Perte, ...]


def source_de(catalogue: Catalogue) -> str:
    """The producer under which a catalogue goes out: `prescripteur-valenciennes-metropole`."""
    return "-".join(filter(None, ("prescripteur", slug(catalogue.territoire.nom))))


def sortir(catalogue: Catalogue, jour: dt.date) -> Sortie:
    """The records of a catalogue.

    Raises:
        ErreurPrescripteur: `horloge-douteuse` when something was checked after today: the schema refuses it.
    """
    return _Sortie(catalogue, jour).mener()


class _Sortie:
    """One export being made."""

    def __init__(self, catalogue: Catalogue, jour: dt.date) -> None:
        self.catalogue = catalogue
        self.jour = jour
        self.source = source_de(catalogue)
        self.laisses: list[Laisse] = []
        self.pertes: list[Perte] = []
        self.insee = {c.nom.casefold(): c.insee for c in catalogue.territoire.communes}

    def mener(self) -> Sortie:
        """Every operator, in the order of its id."""
        structures: list[Enregistrement] = []
        services: list[Enregistrement] = []
        for operateur in sorted(self.catalogue.operateurs, key=lambda o: o.id):
            self._operateur(operateur, structures, services)
        return Sortie(
            self.source,
            tuple(sorted(structures, key=lambda fiche: fiche["id"])),
            tuple(sorted(services, key=lambda fiche: fiche["id"])),
            tuple(self.laisses),
            tuple(self.pertes),
        )

    def _operateur(
        self, operateur: Operateur, structures: list[Enregistrement], services: list[Enregistrement]
    ) -> None:
        raison = self._raison_de_rester(operateur)
        if raison:
            self.laisses.append(Laisse(operateur.id, None, raison))
            return
        ici = len(self.pertes)
        structure = self._structure(operateur)
        siens = [s for complete in operateur.offres_completes() if (s := self._service(complete, structure["id"]))]
        if not siens:
            del self.pertes[ici:]
            self.laisses.append(Laisse(operateur.id, None, "aucune de ses offres ne sort"))
            return
        structures.append(structure)
        services.extend(siens)

    def _raison_de_rester(self, operateur: Operateur) -> str | None:
        if operateur.statut is Statut.TERMINE:
            return "terminé : le schéma n’a pas de mot pour le dire"
        if operateur.provenance is not None and operateur.provenance.disparu_le is not None:
            return "disparu du fichier national d’où il venait"
        if len(operateur.nom) < 3:
            return "nom de moins de trois signes"
        return None

    # Structures

    def _structure(self, operateur: Operateur) -> Enregistrement:
        provenance = operateur.provenance
        date = provenance.date_maj.isoformat() if provenance and provenance.date_maj else operateur.verifie_le
        fiche: Enregistrement = {
            "source": provenance.source if provenance else self.source,
            "id": provenance.id if provenance else f"{self.source}--{operateur.id}",
            "nom": self._nom(provenance.nom if provenance and provenance.nom else operateur.nom, operateur.id),
            "date_maj": self._date(date, operateur.id),
            "lien_source": self._lien(provenance.lien_source if provenance else None, operateur.id),
            "siret": operateur.siret,
            "site_web": self._lien(operateur.site or self._un_site(operateur), operateur.id),
            "accessibilite_lieu": self._lien(operateur.accessibilite_lieu, operateur.id),
            "reseaux_porteurs": self._valeurs("reseaux_porteurs", operateur.reseaux_porteurs, operateur.id),
            **self._accueil(self._point_commun(operateur), operateur.id),
        }
        if operateur.description != SANS_DESCRIPTION and len(operateur.description) >= 5:
            fiche["description"] = operateur.description
        self._pertes_de_l_operateur(operateur)
        return _en_ordre(fiche, STRUCTURE)

    def _un_site(self, operateur: Operateur) -> str | None:
        sites = {contact.site for contact in operateur.contacts if contact.site}
        return sites.pop() if len(sites) == 1 and len(operateur.contacts) == 1 else None

    def _point_commun(self, operateur: Operateur) -> Accueil | None:
        """The contact of an operator; of several, what they all say."""
        surs = [contact for contact in operateur.contacts if contact.confiance is not Confiance.FAIBLE]
        if not surs:
            return None
        premier, *autres = surs
        communs = {
            champ: getattr(premier, champ)
            for champ in ACCUEIL
            if all(getattr(autre, champ) == getattr(premier, champ) for autre in autres)
        }
        return Accueil(**communs)

    def _pertes_de_l_operateur(self, operateur: Operateur) -> None:
        ici = operateur.id
        if operateur.statut is not Statut.ACTIF:
            self._perdre(ici, "statut", phrases.STATUTS_COURTS[operateur.statut])
        self._perdre(ici, "confiance", phrases.statut_en_mots(operateur.statut, operateur.confiance))
        if operateur.sources:
            self._perdre(ici, "sources", ", ".join(dict.fromkeys(source.url for source in operateur.sources)))
        noms = [contact.nom for contact in operateur.contacts]
        if len(noms) > 1:
            texte = f"{len(noms)} lieux, quand une structure n’a qu’une adresse : {' ; '.join(noms)}"
            self._perdre(ici, "contacts", texte)
        for contact in operateur.contacts:
            if contact.confiance is Confiance.FAIBLE:
                self._perdre(ici, "contacts", f"{contact.nom} : trop peu sûr pour sortir")
            elif contact.confiance is Confiance.MOYENNE and len(noms) == 1 and operateur.provenance is None:
                self._perdre(ici, "contacts", f"{contact.nom} : sort sans « {phrases.A_CONFIRMER} »")

    # Services

    def _service(self, complete: OffreComplete, structure: str) -> Enregistrement | None:
        offre, ici = complete.offre, complete.nom
        provenance = offre.provenance
        if complete.statut is Statut.TERMINE:
            raison = "terminée"
        elif provenance is not None and provenance.disparu_le is not None:
            raison = "disparue du fichier national d’où elle venait"
        elif len(offre.nom) < 3 or len(offre.description) < 5:
            raison = "nom ou description de trop peu de signes"
        else:
            raison = None
        if raison:
            self.laisses.append(Laisse(complete.operateur.id, offre.id, raison))
            return None
        date = provenance.date_maj.isoformat() if provenance and provenance.date_maj else complete.verifie_le
        fiche: Enregistrement = {
            "source": provenance.source if provenance else self.source,
            "structure_id": structure,
            "id": provenance.id if provenance else f"{self.source}--{complete.operateur.id}:{offre.id}",
            "nom": self._nom(offre.nom, ici),
            "description": offre.description,
            "lien_source": self._lien(provenance.lien_source if provenance else None, ici),
            "date_maj": self._date(date, ici if offre.verifie_le else None),
            "type": offre.type.value if offre.type else None,
            "frais": offre.frais.value if offre.frais else None,
            "frais_precisions": offre.frais_precisions,
            "publics_precisions": _lignes(offre.publics_precisions),
            "conditions_acces": _lignes(offre.conditions_acces),
            "lien_mobilisation": self._lien(offre.lien_mobilisation, ici),
            "mobilisation_precisions": _lignes(offre.mobilisation_precisions),
            "volume_horaire_hebdomadaire": offre.volume_horaire_hebdomadaire,
            "nombre_semaines": offre.nombre_semaines,
            **self._accueil(offre.accueil, ici),
        }
        for champ in ("thematiques", "publics", "zone_eligibilite", "modes_accueil", "modes_mobilisation"):
            fiche[champ] = self._valeurs(champ, getattr(offre, champ), ici)
        fiche["mobilisable_par"] = self._valeurs("mobilisable_par", offre.mobilisable_par, ici)
        if not offre.est_sans_regle:
            self._dire_en_texte(complete, fiche)
        return _en_ordre(fiche, SERVICE)

    def _dire_en_texte(self, complete: OffreComplete, fiche: Enregistrement) -> None:
        """What has no field of its own, as text where people will read it."""
        offre, questionnaire = complete.offre, self.catalogue.questionnaire
        acces = []
        if complete.statut is Statut.A_CONFIRMER:
            acces.append("À confirmer avant d’orienter : on ne sait pas si cette offre existe encore.")
        acces += [fiche["conditions_acces"]] if fiche["conditions_acces"] else []
        acces += [phrases.phrase(c.motif) for c in offre.conditions if c.motif]
        acces += [phrases.phrase(f"À confirmer : {a.texte}") for a in complete.a_confirmer]
        fiche["conditions_acces"] = _lignes(*acces)
        fiche["publics_precisions"] = _lignes(fiche["publics_precisions"], _etapes(questionnaire, offre.etapes))
        periode = phrases.periode_en_mots(offre)
        horaires = [c.horaires for c in complete.operateur.contacts if c.horaires]
        fiche["mobilisation_precisions"] = _lignes(
            fiche["mobilisation_precisions"],
            phrases.phrase(periode) if periode else None,
            f"Horaires : {horaires[0]}" if len(complete.operateur.contacts) == len(horaires) == 1 else None,
        )
        self.pertes.extend(_pertes_de_l_offre(questionnaire, complete))

    # Values

    def _accueil(self, accueil: Accueil | None, ici: str) -> Enregistrement:
        if accueil is None:
            return {}
        fiche: Enregistrement = {champ: getattr(accueil, champ) for champ in ACCUEIL}
        if fiche["code_insee"] is None and fiche["commune"]:
            fiche["code_insee"] = self.insee.get(fiche["commune"].casefold())
        if fiche["code_postal"] and not re.fullmatch(r"[0-9]{5}", fiche["code_postal"]):
            self._refuser(ici, "code_postal", fiche.pop("code_postal"))
        if fiche["courriel"] and not est_courriel(fiche["courriel"]):
            self._refuser(ici, "courriel", fiche.pop("courriel"))
        return fiche

    def _nom(self, nom: str, ici: str) -> str:
        sans_point = nom if nom.endswith("etc.") else nom.rstrip(". ")
        sorti = sans_point if len(sans_point) <= NOM else sans_point[: NOM - 1] + "…"
        if sorti != nom:
            self._perdre(ici, "texte", f"nom : « {nom} » sort « {sorti} »")
        return sorti

    def _date(self, date: str, ici: str | None) -> str:
        """The first day that a partial date can mean: never fresher than it is."""
        jour = debut_de_date(date)
        if jour > self.jour:
            raise ErreurPrescripteur("horloge-douteuse", date=self.jour.isoformat(), catalogue=date)
        if ici and date != jour.isoformat():
            self._perdre(ici, "date", f"vérifié en {phrases.date_en_mots(date)} : sort au {phrases.date_en_mots(jour)}")
        return jour.isoformat()

    def _lien(self, adresse: str | None, ici: str) -> str | None:
        if not adresse:
            return None
        complete = adresse_web(adresse)
        if complete is None:
            self._refuser(ici, "adresse web", adresse)
        return complete

    def _valeurs(self, champ: str, valeurs: Iterable[str], ici: str) -> list[str]:
        connues = {v for v in valeurs if (est_zone(v) if champ == "zone_eligibilite" else v in VOCABULAIRES[champ])}
        for valeur in sorted(set(valeurs) - connues):
            self._refuser(ici, champ, valeur)
        if "tous-publics" in connues:
            connues = {"tous-publics"}
        return sorted(connues)

    def _refuser(self, ici: str, champ: str, valeur: str) -> None:
        self._perdre(ici, "valeur", f"{champ} : « {valeur} » n’est pas admis par le schéma")

    def _perdre(self, ici: str, nature: str, texte: str) -> None:
        operateur, _, offre = ici.partition("/")
        self.pertes.append(Perte(operateur, offre or None, nature, texte))


def _en_ordre(fiche: Enregistrement, champs: Sequence[str]) -> Enregistrement:
    """The fields in the order of the schema, without the empty ones."""
    vides: tuple[Any, ...] = (None, "", [])
    return {champ: fiche[champ] for champ in champs if champ in fiche and fiche[champ] not in vides}


def _lignes(*textes: str | None) -> str | None:
    return "\n".join(texte for texte in textes if texte) or None


def _etapes(questionnaire: Questionnaire, etapes: Sequence[str]) -> str:
    noms = [nom for etape, nom in questionnaire.noms_etapes.items() if etape in etapes]
    if len(noms) == len(questionnaire.noms_etapes):
        return "Toutes les étapes du parcours."
    titre = "Étape" if len(noms) == 1 else "Étapes"
    return f"{titre} du parcours : {', '.join(nom[:1].lower() + nom[1:] for nom in noms)}."


def _pertes_de_l_offre(questionnaire: Questionnaire, complete: OffreComplete) -> Iterator[Perte]:
    offre = complete.offre
    dits: list[tuple[str, str]] = [("etapes", phrases.etapes_en_mots(questionnaire, offre.etapes))]
    if offre.filet:
        dits.append(("filet", "c’est la porte de tout le monde, quand aucune autre ne convient"))
    if offre.aide:
        dits.append(("aide", "une aide à mobiliser par une autre porte"))
    if complete.statut is not complete.operateur.statut:
        dits.append(("statut", phrases.STATUTS_COURTS[complete.statut]))
    if offre.confiance:
        dits.append(("confiance", phrases.statut_en_mots(complete.statut, offre.confiance)))
    dits += [("conditions", phrases.condition_en_mots(questionnaire, c)) for c in offre.conditions]
    if not offre.conditions and offre.raison:
        dits.append(("conditions", f"aucune : {offre.raison}"))
    dits += [("preferences", f"passe devant si : {p.raison}") for p in offre.preferences]
    dits += [("a_confirmer", f"{a.texte} ({a.source})") for a in complete.a_confirmer]
    periode = phrases.periode_en_mots(offre)
    if periode:
        dits.append(("periode", periode))
    if offre.sources:
        dits.append(("sources", ", ".join(dict.fromkeys(source.url for source in offre.sources))))
    for nature, texte in dits:
        yield Perte(complete.operateur.id, offre.id, nature, texte)
