"""The catalogue held to its schema, to itself, to its invented residents, and to the whole answer space."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.base import debut_de_date
from prescripteur_tui.domaine.catalogue import CasType, Catalogue, Chemin
from prescripteur_tui.domaine.recommandation import Recommandation, recommander
from prescripteur_tui.domaine.semaine import lundi_de, semaine_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.phrases import le_jour

if TYPE_CHECKING:
    from prescripteur_tui.domaine.constats import Constat
    from prescripteur_tui.lecture.catalogue import Situation
    from prescripteur_tui.services.couverture import Couverture

SECONDES = 10.0
"""How much computing the proof may take; what is not settled by then is told as not proved. Not the clock on the wall:
a busy machine proves as much."""


@dataclass(frozen=True, slots=True)
class Avertissement:
    """A warning where it is written."""

    code: str
    sujet: str
    fichier: str
    ligne: int
    colonne: int
    message: str
    conseil: str
    explication: str | None

    def __str__(self) -> str:
        return f"{self.fichier}:{self.ligne}:{self.colonne} : {self.message} {self.conseil}"


@dataclass(frozen=True, slots=True)
class Bilan:
    """What is wrong with a catalogue, what is doubtful, and what was proved."""

    dossier: Path
    erreurs: tuple[ErreurPrescripteur, ...]
    avertissements: tuple[Avertissement, ...] = ()
    couverture: Couverture | None = None
    """None when the catalogue cannot be read."""
    version: str | None = None
    semaine: str | None = None
    operateurs: int = 0
    offres: int = 0
    cas_types: int = 0

    @property
    def inexpliques(self) -> tuple[Avertissement, ...]:
        """The warnings that the catalogue does not explain."""
        return tuple(a for a in self.avertissements if a.explication is None)

    def vers_objet(self) -> dict[str, Any]:
        """The object of `catalogue verifier --format json`; what is not computed is null or empty."""
        if self.couverture is None:
            couverture: dict[str, Any] = {"reponses": None, "etats": None, "filet_seul": []}
            prouve: list[Any] = []
            non_prouve: list[Any] = [{"affirmation": "couverture", "texte": "Le catalogue a des erreurs."}]
        else:
            couverture = self.couverture.vers_objet()
            prouve, non_prouve = self.couverture.prouve(), self.couverture.non_prouve()
        return {
            "erreurs": [_probleme(erreur) for erreur in self.erreurs],
            "avertissements": [_avertissement(avertissement) for avertissement in self.avertissements],
            "couverture": couverture,
            "prouve": prouve,
            "non_prouve": non_prouve,
        }


def _probleme(erreur: ErreurPrescripteur) -> dict[str, Any]:
    return {
        "code": erreur.code,
        "fichier": erreur.contexte.get("fichier"),
        "ligne": erreur.contexte.get("ligne"),
        "colonne": erreur.contexte.get("colonne"),
        "message": erreur.message,
        "conseil": erreur.conseil,
    }


def _avertissement(avertissement: Avertissement) -> dict[str, Any]:
    return {
        "code": avertissement.code,
        "sujet": avertissement.sujet,
        "fichier": avertissement.fichier,
        "ligne": avertissement.ligne,
        "colonne": avertissement.colonne,
        "message": avertissement.message,
        "conseil": avertissement.conseil,
        "explication": avertissement.explication,
    }


def verifier(app: Application, semaine: str | None = None) -> Bilan:
    """Check the catalogue in use: files and cross-references, then the cas-types and the whole answer space.

    Args:
        app: the application.
        semaine: the ISO week to check it for; the current one, or that of the catalogue if it is later.

    Raises:
        ErreurPrescripteur: `catalogue-introuvable`, `semaine-invalide`.
    """
    from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue_situe

    jour = lundi_de(semaine) if semaine is not None else app.aujourd_hui()
    dossier = app.dossier_catalogue
    try:
        catalogue, situation = lire_catalogue_situe(dossier)
    except CatalogueInvalide as invalide:
        return Bilan(dossier, invalide.problemes)
    if semaine is None:
        jour = max(jour, debut_de_date(catalogue.identite.date))
    return examiner(catalogue, situation, jour, dossier)


def examiner(catalogue: Catalogue, situation: Situation, jour: dt.date, dossier: Path) -> Bilan:
    """All that can be said of a catalogue that could be read, as of a day."""
    # Deferred: the proof is only for this command.
    from prescripteur_tui.domaine.fraicheur import verifier_fraicheur
    from prescripteur_tui.domaine.preuve import prouver
    from prescripteur_tui.domaine.redaction import verifier_redaction
    from prescripteur_tui.services.constats import Redacteur, expliquer, inconnues
    from prescripteur_tui.services.couverture import Couverture

    fin = time.process_time() + SECONDES
    preuves = prouver(catalogue, semaine_de(jour), encore=lambda: time.process_time() < fin)
    redacteur = Redacteur(catalogue, preuves, jour)
    constats = [
        *redacteur.avertissements(),
        *verifier_fraicheur(catalogue, jour),
        *verifier_redaction(catalogue),
    ]
    erreurs = [
        *_situer(situation, (*inconnues(catalogue), *redacteur.erreurs())),
        *verifier_cas_types(catalogue, situation),
    ]
    return Bilan(
        dossier,
        tuple(erreurs),
        tuple(_placer(situation, constat) for constat in expliquer(catalogue, constats)),
        Couverture(redacteur),
        catalogue.identite.version,
        semaine_de(jour),
        len(catalogue.operateurs),
        len(catalogue.offres),
        len(catalogue.cas_types),
    )


def _situer(
    situation: Situation, erreurs: Iterable[tuple[str, Chemin, dict[str, object]]]
) -> Iterator[ErreurPrescripteur]:
    for code, chemin, contexte in erreurs:
        fichier, ligne, colonne = situation.place(chemin)
        yield ErreurPrescripteur(code, **{"fichier": fichier, "ligne": ligne, "colonne": colonne, **contexte})


def _placer(situation: Situation, constat: Constat) -> Avertissement:
    fichier, ligne, colonne = situation.place(constat.chemin)
    date = constat.contexte.get("date")
    if isinstance(date, str):
        constat = replace(constat, contexte={**constat.contexte, "date": le_jour(date)})
    return Avertissement(
        constat.code, constat.sujet, fichier, ligne, colonne, constat.message, constat.conseil, constat.explication
    )


def verifier_cas_types(catalogue: Catalogue, situation: Situation) -> Iterator[ErreurPrescripteur]:
    """Each expectation of a cas-type that the engine does not meet, where it is written."""
    for cas in catalogue.cas_types:
        for chemin, code, contexte in _manques(catalogue, cas):
            fichier, ligne, colonne = situation.place(("cas-types", cas.id, *chemin))
            yield ErreurPrescripteur(code, **{"fichier": fichier, "ligne": ligne, "colonne": colonne, **contexte})


def _manques(catalogue: Catalogue, cas: CasType) -> Iterator[tuple[Chemin, str, dict[str, object]]]:
    try:
        reponses = catalogue.questionnaire.verifier(cas.reponses)
        resultat = recommander(reponses, catalogue, cas.semaine)
    except ErreurPrescripteur as erreur:
        ou = "semaine" if erreur.code == "semaine-invalide" else "reponses"
        yield (ou,), erreur.code, erreur.contexte
        return
    for chemin, raison in _ecarts(cas, resultat):
        yield chemin, "cas-type-manque", {"cas": cas.id, "raison": raison}


def _ecarts(cas: CasType, resultat: Recommandation) -> Iterator[tuple[Chemin, str]]:
    """Where the result differs from what the cas-type expects, in words."""
    portes = [proposition.offre for proposition in resultat.propositions]
    aides = [aide.offre for aide in resultat.aides]
    if resultat.etape != cas.etape:
        yield ("etape",), f"l’étape est « {resultat.etape} », « {cas.etape} » était attendue"
    if not any(_est(portes[0], nom) for nom in cas.porte):
        yield ("porte",), f"la première porte est « {portes[0]} », « {' ou '.join(cas.porte)} » était attendue"
    for i, nom in enumerate(cas.aussi):
        if not any(_est(porte, nom) for porte in portes):
            yield ("aussi", i), f"« {nom} » n’est pas dans les propositions"
    for i, nom in enumerate(cas.aides):
        if not any(_est(aide, nom) for aide in aides):
            yield ("aides", i), f"« {nom} » n’est pas dans les aides"
    for i, nom in enumerate(cas.jamais):
        for trouvee in (*portes, *aides):
            if _est(trouvee, nom):
                yield ("jamais", i), f"« {trouvee} » est mise en avant et ne devait pas l’être"


def _est(offre: str, nom: str) -> bool:
    """Whether `operateur/offre` is the offre, or one of the operator, that `nom` names."""
    return nom in (offre, offre.partition("/")[0])
