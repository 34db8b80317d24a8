"""Copies of the base: checked and made in the background, or made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.nature import exiger_exportable

if TYPE_CHECKING:
    from prescripteur_tui.stockage.examen import Constat


def _jamais() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Veille:
    """What the check of a start has found; `sans_copie` says why there is none of today."""

    est_saine: bool
    sans_copie: str | None = None


def veiller(app: Application, arret: Callable[[], bool] = _jamais) -> Veille | None:
    """Check the base as it stands, and make today's copy; None when it was asked to stop.

    Meant for a thread of its own: it has its own connection, and who writes meanwhile does not wait.
    """
    from prescripteur_tui.stockage import copies, remplacement

    dossier, jour = app.dossier, app.aujourd_hui()
    try:
        remplacement.oter_second_nom(dossier)
        copies.balayer(dossier)
        if copies.a_la_place(dossier):
            copies.copier_du_jour(dossier, jour, arret)
            return Veille(est_saine=True)
        copies.controler(dossier, arret)
        return Veille(est_saine=True, sans_copie="Le disque est presque plein : pas de copie de la base aujourd’hui.")
    except ErreurPrescripteur as erreur:
        if arret():
            return None
        if erreur.code == "base-abimee" and not _est_saine(dossier, arret):
            return Veille(est_saine=False)
        if erreur.code == "base-occupee":
            # A command is at it; the next start looks again.
            return Veille(est_saine=True)
        return Veille(est_saine=True, sans_copie=f"Pas de copie de la base aujourd’hui : {_en_suite(erreur.message)}")


def _est_saine(dossier: Path, arret: Callable[[], bool]) -> bool:
    """Asked of the base itself before it is called damaged: what was checked is a snapshot on the same disk."""
    from prescripteur_tui.stockage.copies import controler

    try:
        controler(dossier, arret)
    except ErreurPrescripteur as erreur:
        return erreur.code != "base-abimee"
    return True


def _en_suite(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


@dataclass(frozen=True, slots=True)
class FichierGarde:
    """A copy, or a base put aside; `age_jours` is negative when the clock has been turned back."""

    nom: str
    age_jours: int


def copies_gardees(app: Application) -> list[FichierGarde]:
    """The copies of this laptop, newest first."""
    from prescripteur_tui.stockage.copies import lister

    jour = app.aujourd_hui()
    return [FichierGarde(copie.fichier.name, (jour - copie.jour).days) for copie in lister(app.dossier, jour)]


def mises_de_cote(app: Application) -> list[FichierGarde]:
    """The bases that were put aside, sorted by name."""
    from prescripteur_tui.stockage.copies import jour_de
    from prescripteur_tui.stockage.remplacement import mises_de_cote as lister

    jour = app.aujourd_hui()
    return [FichierGarde(fichier.name, (jour - jour_de(fichier)).days) for fichier in lister(app.dossier)]


@dataclass(frozen=True, slots=True)
class Sauvegarde:
    """A copy made by hand."""

    fichier: Path
    constat: Constat


def sauvegarder(app: Application, vers: Path | None = None) -> Sauvegarde:
    """Make a checked copy: `vers`, or today's among the copies of this laptop, which it replaces.

    Raises:
        ErreurPrescripteur: `formation-sans-export`; `ecriture-impossible` when `vers` exists, cannot be written, or is
            synced or on the network; `disque-plein`, or the base refuses.
    """
    from prescripteur_tui.stockage import copies
    from prescripteur_tui.stockage.examen import examiner

    # Opens the base by its own door first: created, migrated, or refused.
    exiger_exportable(app)
    jour = app.aujourd_hui()
    if vers is not None and vers.is_dir():
        vers = vers / f"prescripteur-{app.semaine()}.db"
    cible = vers or copies.creneau(app.dossier, jour)
    _exiger_sur_place(cible.parent, cible)
    with copies.instantane(app.dossier) as vue:
        try:
            copies.deposer(vue, cible, jour, remplacer=vers is None)
        except ErreurPrescripteur as erreur:
            if erreur.code != "base-lecture-seule":
                raise
            raison = "ce dossier n’existe pas, ou n’accepte pas de fichier"
            raise ErreurPrescripteur("ecriture-impossible", fichier=cible, raison=raison) from erreur
    if vers is None:
        copies.elaguer(app.dossier, jour)
    return Sauvegarde(cible, examiner(cible))


def _exiger_sur_place(dossier: Path, fichier: Path) -> None:
    """Interviews, unlike counts, do not go where a sync tool or the network would carry them on."""
    from prescripteur_tui.stockage.emplacement import verifier_emplacement

    try:
        verifier_emplacement(dossier)
    except ErreurPrescripteur as erreur:
        raison = f"{_en_suite(erreur.message.rstrip('.'))}, et une sauvegarde contient les réponses"
        raise ErreurPrescripteur("ecriture-impossible", fichier=fichier, raison=raison) from erreur
