"""Working on a catalogue: record a check, begin an operator, see what a change would do to the interviews at hand."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.recommandation import Recommandation

OPERATEURS = "operateurs"
"""The folder of operators in a catalogue."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Fiche:
    """What is typed in to begin an operator; `date` is the ISO date of the page at `url`."""

    id: str
    nom: str
    description: str
    offre: str
    etapes: tuple[str, ...]
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class Rejeu:
    """The stored interviews of the open weeks, decided again with another catalogue. Numbers of interviews."""

    entretiens: int
    premiere_porte: int
    """Whose first door is another one."""
    portes: int
    """Whose first door stays, and whose other doors do not."""
    orientations: int
    """Who was given a door that would no longer be put forward."""
    refuses: int
    """Whose answers the other questionnaire does not take."""


def noter_verification(app: Application, identifiant: str, *, le: str, source: str) -> Path:
    """Record in its file that an operator was checked.

    Args:
        app: the application.
        identifiant: the operator.
        le: ISO date of the check, not in the future.
        source: where it was checked.

    Returns:
        The file.

    Raises:
        ErreurPrescripteur: `operateur-inconnu`, `date-de-verification`, `retouche-impossible`, `ecriture-impossible`,
            or the catalogue would be refused; nothing is written then.
    """
    from prescripteur_tui.lecture.fichiers import lire_texte
    from prescripteur_tui.lecture.retouche import noter_verification as retoucher
    from prescripteur_tui.services.catalogue import operateur

    vu = operateur(app.catalogue, identifiant)
    if not _est_jour_passe(le, app.aujourd_hui()):
        raise ErreurPrescripteur("date-de-verification", date=le)
    nom = f"{OPERATEURS}/{vu.id}.yaml"
    texte = retoucher(lire_texte(app.dossier_catalogue / nom, nom), nom, le=le, source=source)
    return _remplacer(app.dossier_catalogue, nom, texte)


def nouvel_operateur(app: Application, fiche: Fiche) -> Path:
    """Begin the file of an operator: commented, valid, never proposed until someone writes its rules and its statut.

    Returns:
        The file.

    Raises:
        ErreurPrescripteur: `operateur-existant`, `operateur-forme`, `ecriture-impossible`, or the catalogue would be
            refused; nothing is written then.
    """
    from prescripteur_tui.lecture.retouche import operateur_neuf

    if not _SLUG.fullmatch(fiche.id):
        raise ErreurPrescripteur("operateur-forme", operateur=fiche.id)
    nom = f"{OPERATEURS}/{fiche.id}.yaml"
    if fiche.id in app.catalogue.par_operateur or (app.dossier_catalogue / nom).exists():
        raise ErreurPrescripteur("operateur-existant", operateur=fiche.id)
    return _remplacer(app.dossier_catalogue, nom, operateur_neuf(**asdict(fiche)))


def _est_jour_passe(le: str, jour: dt.date) -> bool:
    try:
        return bool(_DATE.fullmatch(le)) and dt.date.fromisoformat(le) <= jour
    except ValueError:
        return False


def _remplacer(dossier: Path, nom: str, texte: str) -> Path:
    """Write a file of a catalogue once the whole catalogue was read with it, elsewhere."""
    from prescripteur_tui.disque import remplacer
    from prescripteur_tui.lecture.catalogue import lire_catalogue

    with tempfile.TemporaryDirectory() as ailleurs:
        essai = Path(ailleurs) / "catalogue"
        shutil.copytree(dossier, essai)
        (essai / nom).write_text(texte, encoding="utf-8")
        lire_catalogue(essai)
    fichier = dossier / nom
    remplacer(fichier, texte.encode())
    return fichier


def schema_operateur() -> dict[str, Any]:
    """The JSON Schema of an operator's file, made from the models, for editors that complete and check."""
    from prescripteur_tui.domaine.operateurs import Operateur

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Operateur.model_json_schema(by_alias=True),
        "title": "Opérateur",
    }


def rejouer(app: Application, nouveau: Catalogue) -> Rejeu:
    """Decide the stored interviews of the open weeks with both catalogues, and count who comes out differently.

    Nothing stored is touched. An interview that an answer closed has kept no answers, and is left out.
    """
    from prescripteur_tui.domaine.recommandation import recommander

    compte = dict.fromkeys(("entretiens", "premiere_porte", "portes", "orientations", "refuses"), 0)
    for semaine, lieu, _ in app.depot.semaines():
        if semaine < app.semaine():
            continue
        for entretien in app.depot.de_la_semaine(semaine, lieu):
            if not entretien.reponses:
                continue
            compte["entretiens"] += 1
            try:
                reponses = nouveau.questionnaire.verifier(entretien.reponses)
                avant = _portes(recommander(entretien.reponses, app.catalogue, semaine))
            except ErreurPrescripteur:
                compte["refuses"] += 1
                continue
            apres = _portes(recommander(reponses, nouveau, semaine))
            compte["premiere_porte"] += avant[0] != apres[0]
            compte["portes"] += avant[0] == apres[0] and avant != apres
            compte["orientations"] += any(o.offre not in apres for o in entretien.orientations)
    return Rejeu(**compte)


def _portes(resultat: Recommandation) -> list[str]:
    return [proposition.offre for proposition in resultat.propositions]
