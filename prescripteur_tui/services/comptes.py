"""Counts made and kept: every finished week, every période that is due. Nothing is written outside the base here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.comptages import compter_groupes, compter_periode
from prescripteur_tui.domaine.periodes import Emission, decider
from prescripteur_tui.domaine.ports import HEBDO, PERIODE, FichierDeComptes
from prescripteur_tui.services.application import Application

if TYPE_CHECKING:
    from prescripteur_tui.config.reglages import Reglages
    from prescripteur_tui.exports.comptes import FeuilletDeComptes


_ESSAIS = 10
"""How often another process may be faster with a période before it is left for the next time."""


def produire(app: Application) -> Iterator[FichierDeComptes]:
    """Make, one by one, what is finished: the last revision of each week, then the périodes that are due.

    A week that has not changed comes out as it was; périodes made earlier do not come out again. Whoever stops half
    way leaves the rest for the next time.

    Raises:
        ErreurPrescripteur: `reglage-invalide`, or the store refuses.
    """
    for semaine, lieu in semaines(app):
        if semaine < app.semaine():
            yield produire_semaine(app, semaine, lieu)
    for lieu in app.depot.courrier.lieux_en_attente():
        yield from produire_periodes(app, lieu)


def semaines(app: Application, semaine: str | None = None) -> list[tuple[str, str]]:
    """(semaine, lieu) of what has interviews, or had some when it was counted; of every week, or of one; sorted."""
    if semaine is not None:
        return [(semaine, lieu) for lieu in app.depot.lieux_de_la_semaine(semaine)]
    stockees = {(semaine, lieu) for semaine, lieu, _ in app.depot.semaines()}
    return sorted(stockees | {(f.temps, f.lieu) for f in app.depot.courrier.fichiers() if f.genre == HEBDO})


def compter_semaine(app: Application, semaine: str, lieu: str) -> FeuilletDeComptes:
    """The counts of a week as they stand, provisional unless it is over."""
    # Deferred, here and below: the exports are loaded by who counts.
    from prescripteur_tui.exports.comptes import DEFINITIF, PROVISOIRE, Etiquette, feuillet

    groupes = app.depot.grouper(semaine, lieu)
    etat = DEFINITIF if semaine < app.semaine() else PROVISOIRE
    poste = app.depot.courrier.poste_de(semaine, lieu)
    etiquette = Etiquette(semaine, lieu, poste, etat, plus_recente(groupes.catalogues))
    return feuillet(compter_groupes(groupes), etiquette)


def produire_semaine(app: Application, semaine: str, lieu: str) -> FichierDeComptes:
    """Count a finished week and keep its files: the next revision, or the last one when nothing has changed."""
    courrier = app.depot.courrier
    poste = courrier.poste_de(semaine, lieu)
    return courrier.deposer_hebdo(semaine, lieu, poste, lambda: compter_semaine(app, semaine, lieu))


def produire_periodes(app: Application, lieu: str) -> Iterator[FichierDeComptes]:
    """Decide every période of a lieu that is over: its profiles leave now, or wait for the next one.

    Raises:
        ErreurPrescripteur: `reglage-invalide`, or the store refuses.
    """
    courrier, reglages = app.depot.courrier, _reglages(app)
    essais = _ESSAIS
    while essais:
        attente, derniere = courrier.en_attente(lieu), courrier.derniere_periode(lieu)
        decision = decider(attente, derniere, app.semaine(), seuil=reglages.seuil_periode)
        if not decision.emissions:
            if decision.reportee is not None:
                courrier.reporter_periode(lieu, decision.reportee)
            return
        # One at a time, and what is due is looked at again: another process may do the same, or add an interview.
        fichier = _emettre(app, lieu, decision.emissions[0], reglages.seuil_croise)
        if fichier is None:
            essais -= 1
        else:
            yield fichier


def _emettre(app: Application, lieu: str, emission: Emission, seuil_croise: int) -> FichierDeComptes | None:
    """Count the profiles that leave with a période and keep its file; None when the base has changed meanwhile."""
    from prescripteur_tui.exports.comptes import DEFINITIF, Etiquette, empreinte, feuillet

    courrier = app.depot.courrier
    entretiens = courrier.a_compter(lieu, emission.semaine)
    if len(entretiens) != emission.entretiens:
        return None
    version = plus_recente(entretien.catalogue_version for entretien in entretiens)
    poste = courrier.poste_de(emission.periode, lieu)
    etiquette = Etiquette(emission.periode, lieu, poste, DEFINITIF, version, emission.reports)
    pli = feuillet(compter_periode(entretiens, seuil_croise=seuil_croise), etiquette).sceller(1)
    fichier = FichierDeComptes(pli.nom, PERIODE, emission.periode, lieu, poste, 1, empreinte(pli.csv))
    ids = [entretien.id for entretien in entretiens]
    return fichier if courrier.deposer_periode(fichier, pli, semaine=emission.semaine, ids=ids) else None


def _reglages(app: Application) -> Reglages:
    # Loads pydantic: only who makes a période needs the thresholds.
    from prescripteur_tui.config.reglages import Reglages

    return Reglages.lire(app.depot.reglages())


def plus_recente(versions: Iterable[str]) -> str:
    """The newest of catalogue versions, numbers compared as numbers: `2026.10` comes after `2026.9`; "" of none."""
    return max(versions, key=_rang, default="")


def _rang(version: str) -> list[tuple[int, str]]:
    return [(int(m), "") if m.isdecimal() else (-1, m) for m in re.findall(r"\d+|[^\d.]+", version)]
