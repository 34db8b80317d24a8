"""What grows old in a catalogue: sources, dates, codes of a list that has been replaced."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.catalogue import Catalogue, Chemin
from prescripteur_tui.domaine.constats import Constat
from prescripteur_tui.domaine.operateurs import OffreComplete, Operateur, Statut

MOIS_DE_VALIDITE = 12
"""A check older than that is to be done again."""

JOURS_AVANT_LA_FIN = 60
"""An end nearer than that is announced."""

_PREFIXES = {"2015": "QP", "2024": "QN"}
_CODE_QPV = re.compile(r"\bQ[NP][0-9]{5}[0-9A-Z]\b")


def verifier_fraicheur(catalogue: Catalogue, jour: dt.date) -> Iterator[Constat]:
    """Old or missing sources, near or past ends, dead ids, quarters of another list, as of a day."""
    for operateur in catalogue.operateurs:
        completes = {complete.offre.id: complete for complete in operateur.offres_completes()}
        yield from _sources_anciennes(operateur, completes, jour)
        for i, offre in enumerate(operateur.offres):
            ici: Chemin = ("operateurs", operateur.id, "offres", i)
            complete = completes[offre.id]
            if complete.statut is not Statut.TERMINE:
                yield from _sources_sans_date(operateur, complete, ici)
            if complete.statut is Statut.ACTIF and offre.au is not None:
                yield from _fins(complete, offre.au, ici, jour)
            for j, zone in enumerate(offre.zone_eligibilite):
                yield from _zone(catalogue, complete.nom, zone, (*ici, "zone_eligibilite", j))
    yield from _identifiants(catalogue)
    yield from _millesimes(catalogue)


def _sources_anciennes(operateur: Operateur, completes: dict[str, OffreComplete], jour: dt.date) -> Iterator[Constat]:
    """The checks of what is proposed; what an offre inherits is said once, of its operator."""
    limite = limite_de_validite(jour)
    base: Chemin = ("operateurs", operateur.id)
    vivantes = [(i, o) for i, o in enumerate(operateur.offres) if completes[o.id].statut is Statut.ACTIF]
    if any(o.verifie_le is None for _, o in vivantes) and fin_de_date(operateur.verifie_le) < limite:
        contexte: dict[str, object] = {"nom": operateur.nom, "date": operateur.verifie_le}
        yield Constat("source-ancienne", operateur.id, (*base, "verifie_le"), contexte)
    for i, offre in vivantes:
        if offre.verifie_le is not None and fin_de_date(offre.verifie_le) < limite:
            contexte = {"nom": f"{operateur.nom} : {offre.nom}", "date": offre.verifie_le}
            yield Constat("source-ancienne", completes[offre.id].nom, (*base, "offres", i, "verifie_le"), contexte)


def limite_de_validite(jour: dt.date) -> dt.date:
    """What was checked before that day is to be checked again."""
    return _reculer(jour, MOIS_DE_VALIDITE)


def _reculer(jour: dt.date, mois: int) -> dt.date:
    """The same day some months before, or the last of its month."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 - mois, 12)
    return dt.date(annee, rang + 1, min(jour.day, calendar.monthrange(annee, rang + 1)[1]))


def _sources_sans_date(operateur: Operateur, complete: OffreComplete, ici: Chemin) -> Iterator[Constat]:
    """Sentences to confirm that rest on an address which no dated source has."""
    connues = {source.url for source in (*operateur.sources, *complete.sources)}
    for i, phrase in enumerate(complete.offre.a_confirmer):
        if phrase.source not in connues:
            chemin = (*ici, "a_confirmer", i, "source")
            yield Constat("source-sans-date", complete.nom, chemin, {"nom": complete.nom, "url": phrase.source})
    if complete.offre is operateur.offres[0]:
        for i, phrase in enumerate(operateur.a_confirmer):
            if phrase.source not in connues:
                chemin = (*ici[:2], "a_confirmer", i, "source")
                yield Constat("source-sans-date", operateur.id, chemin, {"nom": operateur.nom, "url": phrase.source})


def _fins(complete: OffreComplete, au: dt.date, ici: Chemin, jour: dt.date) -> Iterator[Constat]:
    contexte: dict[str, object] = {"offre": complete.nom, "date": au.isoformat()}
    if au < jour:
        yield Constat("fin-passee", complete.nom, (*ici, "au"), contexte)
    elif au <= jour + dt.timedelta(days=JOURS_AVANT_LA_FIN):
        yield Constat("fin-proche", complete.nom, (*ici, "au"), contexte)


# Codes


def _zone(catalogue: Catalogue, offre: str, zone: str, ici: Chemin) -> Iterator[Constat]:
    """A commune, an agglomeration or a quarter that the territory does not have; wider zones are not ours to know."""
    territoire = catalogue.territoire
    communes = {commune.insee for commune in territoire.communes}
    quartiers = {quartier.code for quartier in territoire.quartiers}
    if (
        (re.fullmatch(r"[0-9]{5}", zone) and zone not in communes)
        or (re.fullmatch(r"[0-9]{9}", zone) and zone != territoire.epci)
        or (_CODE_QPV.fullmatch(zone) and zone not in quartiers)
    ):
        yield Constat("identifiant-mort", f"{offre}/{zone}", ici, {"valeur": zone})


def _identifiants(catalogue: Catalogue) -> Iterator[Constat]:
    """Names of the territory that other files hold and that it does not have."""
    territoire = catalogue.territoire
    quartiers = {quartier.code for quartier in territoire.quartiers}
    for i, ancien in enumerate(territoire.quartiers_2015_sans_successeur):
        successeur = ancien.successeur_probable
        if successeur is not None and successeur not in quartiers:
            ici: Chemin = ("territoire", "quartiers_2015_sans_successeur", i, "successeur_probable")
            yield Constat("identifiant-mort", successeur, ici, {"valeur": successeur})
    communes = {commune.nom for commune in territoire.communes} | {a.nom for a in territoire.ailleurs}
    for i, lieu in enumerate(catalogue.lieux):
        if lieu.commune is not None and lieu.commune not in communes:
            yield Constat("identifiant-mort", lieu.id, ("lieux", i, "commune"), {"valeur": lieu.commune})
    for i, question in enumerate(catalogue.questionnaire.questions):
        for j, option in enumerate(question.options):
            if _CODE_QPV.fullmatch(option.id) and option.id not in quartiers:
                chemin: Chemin = ("questionnaire", "questions", i, "options", j, "id")
                yield Constat("identifiant-mort", f"{question.id}/{option.id}", chemin, {"valeur": option.id})


def _millesimes(catalogue: Catalogue) -> Iterator[Constat]:
    """Codes of priority quarters that are of another list than the territory's."""
    millesime = catalogue.territoire.millesime_qpv
    prefixe = _PREFIXES.get(millesime)
    if prefixe is None:
        return
    for chemin, texte in _avec_codes(catalogue):
        for code in _CODE_QPV.findall(texte):
            if not code.startswith(prefixe):
                yield Constat("qpv-millesime", code, chemin, {"valeur": code, "millesime": millesime})


def _avec_codes(catalogue: Catalogue) -> Iterator[tuple[Chemin, str]]:
    """Where a code can stand."""
    for i, quartier in enumerate(catalogue.territoire.quartiers):
        yield ("territoire", "quartiers", i, "code"), quartier.code
    for i, question in enumerate(catalogue.questionnaire.questions):
        for j, option in enumerate(question.options):
            yield ("questionnaire", "questions", i, "options", j, "id"), option.id
    for operateur in catalogue.operateurs:
        base: Chemin = ("operateurs", operateur.id)
        yield (*base, "description"), operateur.description
        for i, phrase in enumerate(operateur.a_confirmer):
            yield (*base, "a_confirmer", i), phrase.texte
        for i, offre in enumerate(operateur.offres):
            ici = (*base, "offres", i)
            yield (*ici, "description"), offre.description
            for j, zone in enumerate(offre.zone_eligibilite):
                yield (*ici, "zone_eligibilite", j), zone
            for j, phrase in enumerate(offre.a_confirmer):
                yield (*ici, "a_confirmer", j), phrase.texte
            for j, condition in enumerate(offre.conditions):
                yield (*ici, "conditions", j), condition.motif or ""
