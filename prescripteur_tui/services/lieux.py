"""Places of permanence: those of the catalogue, those added here, the one chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.ports import LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import LIEU_A_PRECISER, NOM_LIEU_A_PRECISER, Application


@dataclass(frozen=True, slots=True)
class LieuConnu:
    """A place that an interview can be filed under."""

    id: str
    nom: str
    commune: str | None = None
    quartier: str | None = None
    est_local: bool = False


def lister(app: Application) -> list[LieuConnu]:
    """The places of the catalogue, then those added here, sorted by name; `lieu-a-preciser` is not listed."""
    du_catalogue = [LieuConnu(x.id, x.nom, x.commune, x.quartier) for x in app.catalogue.lieux]
    locaux = [LieuConnu(x.id, x.nom, est_local=True) for x in app.depot.lieux()]
    connus = {lieu.id for lieu in locaux}
    return sorted([*(x for x in du_catalogue if x.id not in connus), *locaux], key=lambda x: x.nom.casefold())


def trouver(app: Application, identifiant: str) -> LieuConnu:
    """A known place.

    Raises:
        ErreurPrescripteur: `lieu-inconnu`, with the nearest id.
    """
    from prescripteur_tui.domaine.questionnaire import plus_proche

    if identifiant == LIEU_A_PRECISER:
        return LieuConnu(LIEU_A_PRECISER, NOM_LIEU_A_PRECISER)
    connus = {lieu.id: lieu for lieu in lister(app)}
    if identifiant not in connus:
        raise ErreurPrescripteur("lieu-inconnu", lieu=identifiant, proche=plus_proche(identifiant, connus))
    return connus[identifiant]


def ajouter(app: Application, identifiant: str, nom: str) -> LieuConnu:
    """Add a place to this laptop.

    Raises:
        ErreurPrescripteur: `lieu-forme` or `lieu-existant`.
    """
    nom = " ".join(nom.split())
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", identifiant) or not nom or len(nom) > 80 or not nom.isprintable():
        raise ErreurPrescripteur("lieu-forme", lieu=identifiant if nom else nom)
    if identifiant == LIEU_A_PRECISER or any(lieu.id == identifiant for lieu in lister(app)):
        raise ErreurPrescripteur("lieu-existant", lieu=identifiant)
    app.depot.ajouter_lieu(LieuLocal(identifiant, nom))
    return LieuConnu(identifiant, nom, est_local=True)


def choisir(app: Application, identifiant: str) -> LieuConnu:
    """Make a place the one of the next interviews; same errors as `trouver`."""
    lieu = trouver(app, identifiant)
    app.depot.ecrire_reglages({"lieu": lieu.id, "lieu_nom": lieu.nom})
    return lieu


def lieu_choisi(app: Application) -> tuple[str, str]:
    """(id, name) of the chosen place. The name is kept beside the id, so no catalogue is read."""
    return lieu_des_reglages(app.depot.reglages())


def lieu_des_reglages(reglages: Mapping[str, str]) -> tuple[str, str]:
    """The same from settings that are read already."""
    return reglages.get("lieu", LIEU_A_PRECISER), reglages.get("lieu_nom", NOM_LIEU_A_PRECISER)
