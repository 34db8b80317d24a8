"""The state of this laptop in one object: versions, folders, what waits, whether the base is sound."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prescripteur_tui import __version__
from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.ports import HEBDO
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import LIEU_A_PRECISER, NOM_LIEU_A_PRECISER, Application
from prescripteur_tui.services.lieux import lieu_choisi
from prescripteur_tui.services.nature import nature
from prescripteur_tui.services.sauvegarde import FichierGarde, copies_gardees, mises_de_cote
from prescripteur_tui.services.suivi import PROVISOIRE, Suivi, suivre


@dataclass(frozen=True, slots=True)
class EtatCatalogue:
    """The catalogue in use, or why it is refused."""

    dossier: str | None
    version: str | None = None
    date: str | None = None
    empreinte: str | None = None
    operateurs: int | None = None
    verification_la_plus_ancienne: str | None = None
    age_jours: int | None = None
    erreur: str | None = None


@dataclass(frozen=True, slots=True)
class Etat:
    """What `prescripteur etat` says."""

    version: str
    python: str
    donnees: str
    semaine: str
    lieu: str
    lieu_nom: str
    catalogue: EtatCatalogue
    base: str
    nature: str = ""
    cible: str | None = None
    envoi_impossible: str | None = None
    en_attente: tuple[Suivi, ...] = ()
    provisoires: tuple[Suivi, ...] = ()
    derniere_synchronisation: str | None = None
    copies: tuple[FichierGarde, ...] = ()
    mises_de_cote: tuple[FichierGarde, ...] = ()

    @property
    def est_sain(self) -> bool:
        """Whether the catalogue was read, the base is sound and the settings can be used."""
        return self.catalogue.erreur is None and self.base == "ok" and self.envoi_impossible is None

    def vers_objet(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        c = self.catalogue
        return {
            "version": self.version,
            "python": self.python,
            "donnees": self.donnees,
            "semaine": self.semaine,
            "lieu": {"id": self.lieu, "nom": self.lieu_nom},
            "catalogue": {
                "dossier": c.dossier,
                "version": c.version,
                "date": c.date,
                "empreinte": c.empreinte,
                "operateurs": c.operateurs,
                "verification_la_plus_ancienne": c.verification_la_plus_ancienne,
                "age_jours": c.age_jours,
                "erreur": c.erreur,
            },
            "base": self.base,
            "nature": self.nature or None,
            "cible": self.cible,
            "envoi_impossible": self.envoi_impossible,
            "en_attente": [_envoi(suivi) for suivi in self.en_attente],
            "provisoires": [_compte(suivi) for suivi in self.provisoires],
            "derniere_synchronisation": self.derniere_synchronisation,
            "copies": [_garde(fichier) for fichier in self.copies],
            "mises_de_cote": [_garde(fichier) for fichier in self.mises_de_cote],
        }


def _compte(suivi: Suivi) -> dict[str, Any]:
    quand = {"semaine" if suivi.genre == HEBDO else "periode": suivi.temps}
    return {**quand, "lieu": suivi.lieu, "entretiens": suivi.entretiens}


def _envoi(suivi: Suivi) -> dict[str, Any]:
    return {**_compte(suivi), "etat": suivi.etat, "raison": suivi.raison}


def _garde(fichier: FichierGarde) -> dict[str, Any]:
    return {"nom": fichier.nom, "age_jours": fichier.age_jours}


def lire(app: Application) -> Etat:
    """The state; what is broken is told, not raised."""
    lieu = (LIEU_A_PRECISER, NOM_LIEU_A_PRECISER)
    reglages: Mapping[str, str] = {}
    suivis: list[Suivi] = []
    impossible = None
    quoi = ""
    try:
        base = app.depot.controler()
        lieu = lieu_choisi(app)
        quoi = nature(app)
        reglages = app.depot.reglages()
        try:
            suivis = suivre(app)
        except ErreurPrescripteur as erreur:
            # A setting that cannot be, most often; what the base itself refuses it refuses everywhere.
            impossible = f"{erreur.message} {erreur.conseil}"
    except ErreurPrescripteur as erreur:
        base = f"{erreur.message} {erreur.conseil}"
    return Etat(
        version=__version__,
        python=platform.python_version(),
        donnees=str(app.dossier),
        semaine=app.semaine(),
        lieu=lieu[0],
        lieu_nom=lieu[1],
        catalogue=_catalogue(app, app.aujourd_hui()),
        base=base,
        nature=quoi,
        cible=reglages.get("cible"),
        envoi_impossible=impossible,
        # Nothing waits to be sent in a base whose interviews are invented.
        en_attente=tuple(suivi for suivi in suivis if suivi.attend and not quoi),
        provisoires=tuple(suivi for suivi in suivis if suivi.etat == PROVISOIRE),
        derniere_synchronisation=reglages.get("derniere_synchro"),
        copies=tuple(copies_gardees(app)),
        mises_de_cote=tuple(mises_de_cote(app)),
    )


def _catalogue(app: Application, jour: dt.date) -> EtatCatalogue:
    dossier: str | None = None
    try:
        dossier = str(app.dossier_catalogue)
        catalogue = app.catalogue
    except ErreurPrescripteur as erreur:
        return EtatCatalogue(dossier, erreur=f"{erreur.message} {erreur.conseil}")
    identite = catalogue.identite
    return EtatCatalogue(
        dossier=dossier,
        version=identite.version,
        date=identite.date,
        empreinte=catalogue.empreinte,
        operateurs=len(catalogue.operateurs),
        verification_la_plus_ancienne=min(o.verifie_le for o in catalogue.operateurs),
        age_jours=max((jour - fin_de_date(identite.date)).days, 0),
    )
