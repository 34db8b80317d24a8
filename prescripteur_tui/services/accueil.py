"""What the first screen shows. Needs neither the catalogue nor pydantic: it decides how fast the app opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.parcours import ETAPES
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.secret import SEUIL_AFFICHAGE, Montre, masquer
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.services import attente
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.attente import Attente
from prescripteur_tui.services.lieux import lieu_des_reglages
from prescripteur_tui.services.nature import nature

SEMAINES_MONTREES = 8


@dataclass(frozen=True, slots=True)
class BrouillonVu:
    """What may be shown of a draft: étape and number of the question, nothing else."""

    etape: str
    numero: int
    total: int


@dataclass(frozen=True, slots=True)
class Accueil:
    """The state of the first screen; `semaines` are the last eight, oldest first, empty ones included."""

    semaine: str
    lieu: str
    lieu_nom: str
    compte: CompteSemaine
    semaines: tuple[CompteSemaine, ...]
    brouillon: BrouillonVu | None
    etapes: tuple[tuple[str, Montre], ...]
    """Each étape by name, with what a visitor may see of its interviews this week."""
    seuil: int
    """The threshold under which a number is not shown."""
    attente: Attente
    """What waits to be sent."""
    theme: str
    """`sombre` or `clair`; the settings are not checked here, which would cost pydantic."""
    nature: str = ""
    """`formation` or `demo` when the interviews are invented."""


def lire(app: Application) -> Accueil:
    """Read the first screen; a draft of another day is wiped on the way."""
    semaine = app.semaine()
    reglages = app.depot.reglages()
    lieu, lieu_nom = lieu_des_reglages(reglages)
    depuis = decaler(semaine, 1 - SEMAINES_MONTREES)
    comptes = {compte.semaine: compte for compte in app.depot.comptes(lieu, depuis)}
    attendues = [decaler(depuis, i) for i in range(SEMAINES_MONTREES)]
    semaines = tuple(comptes.get(s, CompteSemaine(s, 0, 0, {})) for s in attendues)
    brouillon = app.depot.lire_brouillon()
    if brouillon is not None and brouillon.jour != app.aujourd_hui().isoformat():
        app.depot.effacer_brouillon()
        brouillon = None
    vu = BrouillonVu(brouillon.etape, brouillon.numero, brouillon.total) if brouillon else None
    seuil = seuil_d_affichage(reglages)
    vus = masquer([semaines[-1].par_etape.get(etape, 0) for etape in ETAPES], seuil)
    return Accueil(
        semaine=semaine,
        lieu=lieu,
        lieu_nom=lieu_nom,
        compte=semaines[-1],
        semaines=semaines,
        brouillon=vu,
        etapes=tuple(zip(ETAPES.values(), vus, strict=True)),
        seuil=seuil,
        attente=attente.lire(app, lieu, semaines, reglages),
        theme=reglages.get("theme", "sombre"),
        nature=nature(app),
    )


def seuil_d_affichage(reglages: Mapping[str, str]) -> int:
    """The display threshold, as `Reglages` reads it; one that it would refuse counts for nothing."""
    texte = reglages.get("seuil_affichage", "")
    return max(SEUIL_AFFICHAGE, int(texte)) if texte.isdecimal() else SEUIL_AFFICHAGE
