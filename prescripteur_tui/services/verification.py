"""The catalogue held to its schema, to itself, and to the invented residents whose door is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.catalogue import CasType, Catalogue, Chemin
from prescripteur_tui.domaine.recommandation import Recommandation, recommander
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application

if TYPE_CHECKING:
    from prescripteur_tui.lecture.catalogue import Situation

NON_PROUVE = ("couverture",)
"""What this check does not prove: who is left with the filet alone, over all possible answers."""


@dataclass(frozen=True, slots=True)
class Bilan:
    """What is wrong with a catalogue, and what was checked."""

    dossier: Path
    erreurs: tuple[ErreurPrescripteur, ...]
    version: str | None = None
    operateurs: int = 0
    offres: int = 0
    cas_types: int = 0

    def vers_objet(self) -> dict[str, Any]:
        """The object of `catalogue verifier --format json`; what is not computed is null or empty."""
        return {
            "erreurs": [_probleme(erreur) for erreur in self.erreurs],
            "avertissements": [],
            "couverture": {"reponses": None, "etats": None, "filet_seul": []},
            "prouve": [],
            "non_prouve": list(NON_PROUVE),
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


def verifier(app: Application) -> Bilan:
    """Check the catalogue in use: files, cross-references, then the cas-types when all of that holds.

    Raises:
        ErreurPrescripteur: `catalogue-introuvable`.
    """
    from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue_situe

    dossier = app.dossier_catalogue
    try:
        catalogue, situation = lire_catalogue_situe(dossier)
    except CatalogueInvalide as invalide:
        return Bilan(dossier, invalide.problemes)
    return Bilan(
        dossier,
        tuple(verifier_cas_types(catalogue, situation)),
        catalogue.identite.version,
        len(catalogue.operateurs),
        len(catalogue.offres),
        len(catalogue.cas_types),
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
