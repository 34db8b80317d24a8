"""The catalogue as a whole: cross-checked, with its empreinte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from prescripteur_tui.domaine.base import DatePartielle, Modele, Slug, Texte, debut_de_date, fin_de_date
from prescripteur_tui.domaine.explications import Explications
from prescripteur_tui.domaine.operateurs import OffreComplete, Operateur, Statut
from prescripteur_tui.domaine.questionnaire import Questionnaire, plus_proche
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, SANS_REPONSE, Atome, Condition, Preference, UnDe
from prescripteur_tui.domaine.semaine import lundi_de
from prescripteur_tui.domaine.territoire import LIEU_A_PRECISER, Lieu, Territoire
from prescripteur_tui.erreurs import ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.domaine.moteur import Moteur

Chemin = tuple[str | int, ...]
"""Where in the catalogue: keys and indexes from the top (`operateurs`, `adie`, `offres`, 0, …)."""


def _semaine(valeur: str) -> str:
    try:
        lundi_de(valeur)
    except ErreurPrescripteur as erreur:
        raise ValueError("semaine") from erreur
    return valeur


class CasType(Modele):
    """An invented resident: the door expected, because of what, and which doors never."""

    id: Slug
    personne: Texte
    semaine: Annotated[str, AfterValidator(_semaine)]
    reponses: dict[str, str | tuple[str, ...]]
    etape: Slug
    porte: Annotated[tuple[str, ...], Field(min_length=1)]
    parce_que: Texte
    aussi: tuple[str, ...] = ()
    aides: tuple[str, ...] = ()
    jamais: tuple[str, ...] = ()


class Identite(Modele):
    """Which catalogue this is."""

    version: Texte
    date: DatePartielle
    territoire: Texte
    licence: Texte
    mainteneurs: tuple[Texte, ...]
    description: Texte | None = None


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A problem of the catalogue: a code of the error catalogue, where, and its values."""

    code: str
    chemin: Chemin
    contexte: dict[str, object] = field(default_factory=dict)


class Catalogue(Modele):
    """Everything that people edit, read and checked."""

    identite: Identite
    questionnaire: Questionnaire
    territoire: Territoire
    lieux: tuple[Lieu, ...] = ()
    operateurs: Annotated[tuple[Operateur, ...], Field(min_length=1)]
    cas_types: tuple[CasType, ...] = ()
    explications: Explications = Explications()

    @cached_property
    def par_operateur(self) -> dict[str, Operateur]:
        """The operators by id."""
        return {operateur.id: operateur for operateur in self.operateurs}

    @cached_property
    def offres(self) -> dict[str, OffreComplete]:
        """The offres by `operateur/offre`, sorted."""
        completes = [offre for operateur in self.operateurs for offre in operateur.offres_completes()]
        return {offre.nom: offre for offre in sorted(completes, key=lambda o: o.nom)}

    @cached_property
    def contenu(self) -> str:
        """Canonical JSON: what the decisions depend on and what people read; neither layout nor file order."""
        autres = {"cas_types", "explications"}
        objet = self.model_dump(mode="json", by_alias=True, exclude=autres, exclude_defaults=True)
        objet["operateurs"].sort(key=lambda o: o["id"])
        return json.dumps(objet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def empreinte(self) -> str:
        """`sha256:…` over the canonical content."""
        return "sha256:" + hashlib.sha256(self.contenu.encode()).hexdigest()

    @cached_property
    def moteur(self) -> Moteur:
        """The rules, compiled once."""
        # Deferred: the catalogue is also read by commands that decide nothing.
        from prescripteur_tui.domaine.moteur import Moteur

        return Moteur(self)

    def verifier(self) -> Iterator[Anomalie]:
        """Every cross-reference and rule of the grammar that one model alone cannot check."""
        yield from _verifier_questionnaire(self.questionnaire)
        yield from _verifier_territoire(self)
        yield from _verifier_operateurs(self)
        yield from _verifier_cas_types(self)
        yield from _verifier_trous_connus(self)


def _doublons(identifiants: list[str]) -> Iterator[int]:
    vus: set[str] = set()
    for indice, identifiant in enumerate(identifiants):
        if identifiant in vus:
            yield indice
        vus.add(identifiant)


def _verifier_questionnaire(questionnaire: Questionnaire) -> Iterator[Anomalie]:
    base: Chemin = ("questionnaire",)
    etapes = [etape.id for etape in questionnaire.etapes]
    for i in _doublons(etapes):
        yield Anomalie("identifiant-double", (*base, "etapes", i, "id"), {"id": etapes[i]})
    for i in _doublons([q.id for q in questionnaire.questions]):
        yield Anomalie("identifiant-double", (*base, "questions", i, "id"), {"id": questionnaire.questions[i].id})
    for i, regle in enumerate(questionnaire.etape_de):
        ici = (*base, "etape_de", i)
        if regle.etape not in etapes:
            yield _inconnu("etape-inconnue", (*ici, "etape"), regle.etape, etapes)
        if (not regle.quand) != (i == len(questionnaire.etape_de) - 1):
            yield Anomalie("etape-sans-regle", ici)
        for j, condition in enumerate(regle.quand):
            yield from _verifier_condition(questionnaire, condition, (*ici, "quand", j), porte=True)
    for i, question in enumerate(questionnaire.questions):
        ici = (*base, "questions", i)
        if question.etape not in etapes:
            yield _inconnu("etape-inconnue", (*ici, "etape"), question.etape, etapes)
        options = [option.id for option in question.options]
        for j in _doublons(options):
            yield Anomalie("identifiant-double", (*ici, "options", j, "id"), {"id": options[j]})
        for j, option in enumerate(question.options):
            if option.id == SANS_REPONSE:
                yield Anomalie("option-reservee", (*ici, "options", j, "id"), {"option": option.id})
            if option.seule and not question.multi:
                yield Anomalie("seule-sans-multi", (*ici, "options", j, "seule"), {"question": question.id})
            if question.multi and option.id == NE_SAIT_PAS and not option.seule:
                yield Anomalie("ne-sait-pas-seul", (*ici, "options", j), {"question": question.id})
        precedentes = {q.id for q in questionnaire.questions[:i]}
        for j, condition in enumerate(question.ouverte_si):
            la = (*ici, "ouverte_si", j)
            yield from _verifier_condition(questionnaire, condition, la, porte=True)
            for atome in condition.atomes():
                if atome.question in questionnaire.par_id and atome.question not in precedentes:
                    yield Anomalie("ouverture-en-avant", la, {"question": question.id, "autre": atome.question})


def _inconnu(code: str, chemin: Chemin, valeur: str, connus: Iterable[str]) -> Anomalie:
    proche = plus_proche(valeur, connus)
    return Anomalie(code, chemin, {"valeur": valeur, "proche": proche})


def _verifier_atome(
    questionnaire: Questionnaire, atome: Atome | Preference, chemin: Chemin, *, porte: bool
) -> Iterator[Anomalie]:
    question = questionnaire.par_id.get(atome.question)
    if question is None:
        yield _inconnu("catalogue-question", (*chemin, "question"), atome.question, questionnaire.par_id)
        return
    listes: dict[str, tuple[str, ...]] = {}
    if isinstance(atome, Preference):
        listes["parmi"] = atome.parmi
    else:
        listes["sauf" if atome.est_negatif else "parmi"] = atome.options
        listes["peut-etre"] = atome.peut_etre
        for i, option in enumerate(atome.peut_etre):
            if option in atome.options:
                yield Anomalie("option-deux-sens", (*chemin, "peut-etre", i), {"option": option})
    for cle, options in listes.items():
        for i in _doublons(list(options)):
            yield Anomalie("option-repetee", (*chemin, cle, i), {"option": options[i]})
        for i, option in enumerate(options):
            if option == SANS_REPONSE or (option == NE_SAIT_PAS and not porte):
                yield Anomalie("option-sans-valeur", (*chemin, cle, i), {"option": option})
            elif option not in question.par_id:
                anomalie = _inconnu("catalogue-option", (*chemin, cle, i), option, question.par_id)
                anomalie.contexte["question"] = question.id
                yield anomalie


def _verifier_condition(
    questionnaire: Questionnaire, condition: Condition, chemin: Chemin, *, porte: bool
) -> Iterator[Anomalie]:
    if not isinstance(condition, UnDe):
        yield from _verifier_atome(questionnaire, condition, chemin, porte=porte)
        return
    for i, branche in enumerate(condition.un_de):
        ici = (*chemin, "un-de", i)
        if isinstance(branche, Atome):
            yield from _verifier_atome(questionnaire, branche, ici, porte=porte)
        else:
            for j, atome in enumerate(branche.toutes):
                yield from _verifier_atome(questionnaire, atome, (*ici, "toutes", j), porte=porte)


def _verifier_territoire(catalogue: Catalogue) -> Iterator[Anomalie]:
    territoire = catalogue.territoire
    communes = [commune.nom for commune in territoire.communes]
    for i in _doublons([commune.insee for commune in territoire.communes]):
        yield Anomalie(
            "identifiant-double", ("territoire", "communes", i, "insee"), {"id": territoire.communes[i].insee}
        )
    for i in _doublons([quartier.code for quartier in territoire.quartiers]):
        yield Anomalie(
            "identifiant-double", ("territoire", "quartiers", i, "code"), {"id": territoire.quartiers[i].code}
        )
    for i, quartier in enumerate(territoire.quartiers):
        for j, commune in enumerate(quartier.communes):
            if commune not in communes:
                yield _inconnu("commune-inconnue", ("territoire", "quartiers", i, "communes", j), commune, communes)
    codes = [quartier.code for quartier in territoire.quartiers]
    for i, question in enumerate(catalogue.questionnaire.questions):
        if question.choix != "commune":
            continue
        for code in codes:
            if code not in question.par_id:
                yield Anomalie("quartier-sans-option", ("questionnaire", "questions", i), {"quartier": code})
        for j, ailleurs in enumerate(territoire.ailleurs):
            if ailleurs.quartier not in question.par_id:
                anomalie = _inconnu(
                    "catalogue-option", ("territoire", "ailleurs", j, "quartier"), ailleurs.quartier, question.par_id
                )
                anomalie.contexte["question"] = question.id
                yield anomalie
    for i in _doublons([lieu.id for lieu in catalogue.lieux]):
        yield Anomalie("identifiant-double", ("lieux", i, "id"), {"id": catalogue.lieux[i].id})
    for i, lieu in enumerate(catalogue.lieux):
        if lieu.id == LIEU_A_PRECISER:
            # Built in, not listed.
            yield Anomalie("identifiant-double", ("lieux", i, "id"), {"id": lieu.id})
        if lieu.quartier is not None and lieu.quartier not in codes:
            yield _inconnu("quartier-inconnu", ("lieux", i, "quartier"), lieu.quartier, codes)


def _verifier_operateurs(catalogue: Catalogue) -> Iterator[Anomalie]:
    filets: list[tuple[Chemin, OffreComplete]] = []
    etapes = [etape.id for etape in catalogue.questionnaire.etapes]
    for operateur in catalogue.operateurs:
        base: Chemin = ("operateurs", operateur.id)
        for i in _doublons([offre.id for offre in operateur.offres]):
            yield Anomalie("identifiant-double", (*base, "offres", i, "id"), {"id": operateur.offres[i].id})
        completes = {offre.offre.id: offre for offre in operateur.offres_completes()}
        for i, offre in enumerate(operateur.offres):
            ici = (*base, "offres", i)
            complete = completes[offre.id]
            for j, etape in enumerate(offre.etapes):
                if etape not in etapes:
                    yield _inconnu("etape-inconnue", (*ici, "etapes", j), etape, etapes)
            if offre.du and offre.au and offre.du > offre.au:
                yield Anomalie("dates-inversees", (*ici, "au"), {"du": offre.du, "au": offre.au})
            if not complete.sources:
                yield Anomalie("offre-sans-source", ici, {"offre": complete.nom})
            yield from _verifier_date(operateur, complete, ici)
            for j, condition in enumerate(offre.conditions):
                yield from _verifier_condition(catalogue.questionnaire, condition, (*ici, "conditions", j), porte=False)
                if condition.motif is None:
                    yield Anomalie("condition-sans-motif", (*ici, "conditions", j), {"offre": complete.nom})
            for j, preference in enumerate(offre.preferences):
                yield from _verifier_atome(catalogue.questionnaire, preference, (*ici, "preferences", j), porte=False)
            if offre.type is None and offre.provenance is None:
                yield Anomalie("champ-manquant", ici, {"champ": "type"})
            if offre.est_sans_regle:
                if complete.statut is Statut.ACTIF:
                    yield Anomalie("import-sans-regle", ici, {"offre": complete.nom})
            elif not offre.conditions and offre.raison is None:
                yield Anomalie("offre-sans-raison", ici, {"offre": complete.nom})
            if offre.filet:
                filets.append((ici, complete))
    if not filets:
        yield Anomalie("filet-absent", ("operateurs",))
    for ici, filet in filets[1:]:
        yield Anomalie("filet-double", (*ici, "filet"), {"offre": filet.nom, "autre": filets[0][1].nom})
    for ici, filet in filets:
        offre = filet.offre
        if (
            offre.conditions
            or offre.du
            or offre.au
            or offre.saison
            or offre.aide
            or filet.statut is not Statut.ACTIF
            or set(offre.etapes) != set(etapes)
        ):
            yield Anomalie("filet-conditionne", (*ici, "filet"), {"offre": filet.nom})


def _verifier_date(operateur: Operateur, offre: OffreComplete, chemin: Chemin) -> Iterator[Anomalie]:
    """A check cannot be later than what it rests on: the newest source, or a recorded check."""
    jours = [source.jour for source in (*offre.sources, *operateur.sources)]
    jours += [fin_de_date(verification.le) for verification in operateur.verifications]
    if jours and debut_de_date(offre.verifie_le) > max(jours):
        ici = (*chemin, "verifie_le") if offre.offre.verifie_le else (*chemin[:2], "verifie_le")
        yield Anomalie("verifie-trop-tard", ici, {"date": offre.verifie_le, "source": max(jours)})


def _verifier_cas_types(catalogue: Catalogue) -> Iterator[Anomalie]:
    noms = [*catalogue.offres, *catalogue.par_operateur]
    etapes = [etape.id for etape in catalogue.questionnaire.etapes]
    for i in _doublons([cas.id for cas in catalogue.cas_types]):
        yield Anomalie(
            "identifiant-double", ("cas-types", catalogue.cas_types[i].id, "id"), {"id": catalogue.cas_types[i].id}
        )
    for cas in catalogue.cas_types:
        ici: Chemin = ("cas-types", cas.id)
        if cas.etape not in etapes:
            yield _inconnu("etape-inconnue", (*ici, "etape"), cas.etape, etapes)
        for cle in ("porte", "aussi", "aides", "jamais"):
            for i, nom in enumerate(getattr(cas, cle)):
                if nom not in catalogue.offres and nom not in catalogue.par_operateur:
                    yield _inconnu("cas-type-nom", (*ici, cle, i), nom, noms)


def _verifier_trous_connus(catalogue: Catalogue) -> Iterator[Anomalie]:
    trous = catalogue.explications.trous_connus
    for i in _doublons([trou.id for trou in trous]):
        yield Anomalie("identifiant-double", ("explications", "trous_connus", i, "id"), {"id": trous[i].id})
    for i, trou in enumerate(trous):
        for j, condition in enumerate(trou.quand):
            ici: Chemin = ("explications", "trous_connus", i, "quand", j)
            yield from _verifier_condition(catalogue.questionnaire, condition, ici, porte=False)
