"""What waits to leave, as the first screen says it: from what is read already, and two small tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.ports import ENVOYE, HEBDO, CompteSemaine
from prescripteur_tui.erreurs import ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.domaine.ports import Courrier, FichierDeComptes
    from prescripteur_tui.services.application import Application


@dataclass(frozen=True, slots=True)
class Attente:
    """What waits: (temps, lieu) of each week or période; `a_une_cible` says whether it could be sent."""

    pieces: tuple[tuple[str, str], ...]
    a_une_cible: bool


def lire(app: Application, lieu: str, semaines: Sequence[CompteSemaine], reglages: Mapping[str, str]) -> Attente:
    """What waits: files that the target has not received, and finished weeks of this lieu without an up-to-date file.

    Weeks further back, and périodes that are due and not made yet, are for the screen of exports: finding them means
    counting.

    Args:
        app: the application.
        lieu: the lieu of `semaines`.
        semaines: its last weeks, the current one last.
        reglages: the settings.
    """
    courrier = app.depot.courrier
    cle = _cle(reglages.get("cible"))
    etats = courrier.etats(cle) if cle is not None else {}
    fichiers = {(f.genre, f.temps, f.lieu): f for f in courrier.fichiers()}
    attendent = set()
    if cle is not None:
        partis = {nom for nom, envoi in etats.items() if envoi.etat == ENVOYE}
        attendent = {(f.temps, f.lieu) for f in fichiers.values() if f.nom not in partis}
    for compte in semaines[:-1]:
        fichier = fichiers.get((HEBDO, compte.semaine, lieu))
        if compte.entretiens and (fichier is None or _total(courrier, fichier) != compte.entretiens):
            attendent.add((compte.semaine, lieu))
    return Attente(tuple(sorted(attendent)), cle is not None)


def _cle(url: str | None) -> str | None:
    """The key of the target; None when there is none, or one that the settings will say is wrong."""
    if url is None:
        return None
    # Deferred: the first start has no target.
    from prescripteur_tui.synchro.cibles import cle

    try:
        return cle(url)
    except ErreurPrescripteur:
        return None


def _total(courrier: Courrier, fichier: FichierDeComptes) -> int | None:
    """The interviews that a file counts: a past week changes only by those that are typed in later."""
    contenu = courrier.lire_fichier(fichier.nom)
    if contenu is None:
        return None
    total: int = json.loads(contenu[1])["totaux"]["entretiens"]
    return total
