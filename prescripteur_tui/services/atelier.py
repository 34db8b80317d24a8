"""Working on a catalogue: record a check, begin an operator, see what a change would do to the interviews at hand."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.recommandation import Recommandation

OPERATEURS = "operateurs"
"""The folder of operators in a catalogue."""

_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

CHAMPS = {
    "id": _SLUG,
    "nom": re.compile(r"[^\r\n\t]{1,80}"),
    "description": re.compile(r"[^\r\n\t]{1,2000}"),
    "offre": re.compile(r"[^\r\n\t]{1,300}"),
    "url": re.compile(r"https?://[^\s\"<>]{3,1990}"),
    "date": re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}"),
}
"""What is typed in one by one to begin an operator, in the order asked, and its form."""

_ATTENDUS = {
    "nom": "une ligne de 80 caractères au plus",
    "description": "une ou deux phrases, 2 000 caractères au plus",
    "offre": "une ligne de 300 caractères au plus",
    "url": "une adresse qui commence par https:// ou http://",
    "date": "2025, 2025-05 ou 2025-05-15, pas dans l’avenir",
}


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
        ErreurPrescripteur: those of `exiger_modifiable`, `operateur-inconnu`, `date-de-verification`,
            `retouche-impossible`, `ecriture-impossible`, or the catalogue would be refused; nothing is written then.
    """
    from prescripteur_tui.lecture.fichiers import lire_texte
    from prescripteur_tui.lecture.retouche import noter_verification as retoucher
    from prescripteur_tui.services.catalogue import operateur

    exiger_modifiable(app)
    vu = operateur(app.catalogue, identifiant)
    if not _est_jour_passe(le, app.aujourd_hui()):
        raise ErreurPrescripteur("date-de-verification", date=le)
    nom = f"{OPERATEURS}/{vu.id}.yaml"
    texte = retoucher(lire_texte(app.dossier_catalogue / nom, nom), nom, le=le, source=source)
    return _remplacer(app.dossier_catalogue, nom, texte)


def nouvel_operateur(app: Application, fiche: Fiche) -> Path:
    """Begin the file of an operator: commented, valid, never proposed until someone writes its rules and its statut.

    The schemas that its first line names are written beside the operators.

    Returns:
        The file.

    Raises:
        ErreurPrescripteur: those of `exiger_modifiable` and of `verifier_champ`, `ecriture-impossible`, or the
            catalogue would be refused; no operator is written then.
    """
    from prescripteur_tui.lecture.retouche import operateur_neuf
    from prescripteur_tui.services.schemas import DOSSIER, ecrire_schemas

    dossier = exiger_modifiable(app)
    for champ in CHAMPS:
        verifier_champ(app, champ, getattr(fiche, champ))
    ecrire_schemas(app.catalogue, dossier / DOSSIER)
    return _remplacer(dossier, f"{OPERATEURS}/{fiche.id}.yaml", operateur_neuf(**asdict(fiche)))


def verifier_champ(app: Application, champ: str, valeur: str) -> None:
    """Whether one of `CHAMPS` can be written as it was typed.

    Raises:
        ErreurPrescripteur: `operateur-forme`, `operateur-existant`, `fiche-champ`.
    """
    if champ == "id":
        if not _SLUG.fullmatch(valeur):
            raise ErreurPrescripteur("operateur-forme", operateur=valeur)
        fichier = app.dossier_catalogue / OPERATEURS / f"{valeur}.yaml"
        if valeur in app.catalogue.par_operateur or fichier.exists():
            raise ErreurPrescripteur("operateur-existant", operateur=valeur)
    elif not (_est_date_passee(valeur, app.aujourd_hui()) if champ == "date" else CHAMPS[champ].fullmatch(valeur)):
        raise ErreurPrescripteur("fiche-champ", valeur=valeur, attendu=_ATTENDUS[champ])


def exiger_modifiable(app: Application) -> Path:
    """The folder of the catalogue in use, when its operators can be changed.

    Raises:
        ErreurPrescripteur: `catalogue-livre`, `catalogue-protege`, `catalogue-introuvable`.
    """
    from prescripteur_tui.disque import raison
    from prescripteur_tui.lecture.emplacement import est_livre

    dossier = app.dossier_catalogue
    if est_livre(dossier):
        raise ErreurPrescripteur("catalogue-livre", dossier=dossier)
    try:
        # Permissions alone do not tell: the disk may be mounted read-only.
        with tempfile.TemporaryFile(dir=dossier / OPERATEURS):
            return dossier
    except OSError as erreur:
        raise ErreurPrescripteur("catalogue-protege", dossier=dossier, raison=raison(erreur)) from erreur


def _est_jour_passe(le: str, jour: dt.date) -> bool:
    return bool(_JOUR.fullmatch(le)) and _est_date_passee(le, jour)


def _est_date_passee(date: str, jour: dt.date) -> bool:
    """Whether a partial date is one, and has begun."""
    from prescripteur_tui.domaine.base import debut_de_date

    try:
        return bool(CHAMPS["date"].fullmatch(date)) and debut_de_date(date) <= jour
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
