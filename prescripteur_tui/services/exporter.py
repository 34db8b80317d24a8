"""Counts written where they can be taken along: into a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prescripteur_tui import disque
from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.ports import HEBDO, PERIODE, FichierDeComptes, Pli
from prescripteur_tui.domaine.semaine import lundi_de, periode_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import comptes
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.ecriture import Ecriture, EnCsv
from prescripteur_tui.services.nature import exiger_exportable

DOSSIER = "exports"
"""The folder of exports in the data folder."""

CSV, XLSX = FORMATS = ("csv", "xlsx")
"""What can be written: for machines, a CSV and its manifest; for people, a workbook."""


@dataclass(frozen=True, slots=True)
class Export:
    """The counts of one (time, lieu), written or already there.

    Attributes:
        genre: `hebdo` or `periode`.
        temps: the week or the période.
        lieu: the place.
        etat: `definitif` or `provisoire`.
        revision: 0 when provisional.
        fichiers: where they are: the CSV and its manifest, or the workbook.
        est_nouveau: whether something was written.
        comptage: what they hold.
        reportes: for a période, how many of its interviews belong to earlier ones.
        est_autre: whether a workbook with other bytes has the name, and was left as it is.
    """

    genre: str
    temps: str
    lieu: str
    etat: str
    revision: int
    fichiers: tuple[Path, ...]
    est_nouveau: bool
    comptage: Comptage
    reportes: int = 0
    est_autre: bool = False

    @property
    def csv(self) -> Path:
        """Where the CSV is, when that is what was written."""
        return self.fichiers[0]

    @property
    def manifeste(self) -> Path:
        """Where the manifest of the CSV is."""
        return self.fichiers[1]


def dossier_exports(app: Application) -> Path:
    """Where exports go when nothing else is said."""
    return app.dossier / DOSSIER


def exporter(
    app: Application,
    *,
    semaine: str | None = None,
    tout: bool = False,
    vers: Path | None = None,
    format_: str = "csv",
) -> list[Export]:
    """Write the counts of each (time, lieu); data that have not changed rewrite nothing.

    The week under way is provisional. What is finished is kept in the base first, and what is written is what is
    kept. A finished week comes with its période, once that is over: then the profiles that are due at its lieux leave.

    Args:
        app: the application.
        semaine: the week, the current one by default.
        tout: every week and every période instead.
        vers: the folder, `exports` in the data folder by default.
        format_: one of `FORMATS`.

    Raises:
        ErreurPrescripteur: `formation-sans-export`, `semaine-invalide`, `format-inconnu`, `ecriture-impossible`,
            `disque-plein`, `revision-differente`, `reglage-invalide`, or the store refuses.
    """
    exiger_exportable(app)
    if format_ not in FORMATS:
        raise ErreurPrescripteur("format-inconnu", format=format_, choix=", ".join(FORMATS))
    courante = app.semaine()
    voulue = semaine or courante
    lundi_de(voulue)
    dossier = vers if vers is not None else dossier_exports(app)
    ecriture = _ecriture(app, format_)
    _purger(dossier)
    semaines = comptes.semaines(app, None if tout else voulue)
    exports = []
    for s, lieu in semaines:
        if s < courante:
            exports.append(_poser(app, ecriture, dossier, comptes.produire_semaine(app, s, lieu)))
        elif (provisoire := _poser_provisoire(app, ecriture, dossier, s, lieu)) is not None:
            exports.append(provisoire)
    if tout or voulue < courante:
        periodes = _periodes(app, None if tout else voulue, [lieu for _, lieu in semaines])
        exports += [_poser(app, ecriture, dossier, fichier) for fichier in periodes]
    return exports


def _purger(dossier: Path) -> None:
    """Take away what exports that were cut left in their folder, once it is a day old."""
    with disque.en_francais(dossier):
        if dossier.is_dir():
            disque.purger(dossier)


def _periodes(app: Application, semaine: str | None, lieux: Sequence[str]) -> list[FichierDeComptes]:
    """The périodes to write: all of them, or that of a week and those that come out with it."""
    courrier = app.depot.courrier
    if semaine is None:
        for lieu in courrier.lieux_en_attente():
            list(comptes.produire_periodes(app, lieu))
        return [fichier for fichier in courrier.fichiers() if fichier.genre == PERIODE]
    nouvelles = [fichier for lieu in lieux for fichier in comptes.produire_periodes(app, lieu)]
    deja = [fichier for fichier in courrier.fichiers(temps=periode_de(semaine)) if fichier.lieu in lieux]
    return sorted({*deja, *nouvelles}, key=lambda fichier: (fichier.temps, fichier.lieu))


def _ecriture(app: Application, format_: str) -> Ecriture:
    if format_ == XLSX:
        # Deferred: saves the catalogue and XlsxWriter to whoever wants a CSV.
        from prescripteur_tui.services.classeurs import EnClasseurs

        return EnClasseurs(app)
    return EnCsv()


def _poser(app: Application, ecriture: Ecriture, dossier: Path, fichier: FichierDeComptes) -> Export:
    """Write a finished file as it is kept."""
    # Deferred, here and below: the exports are loaded by who exports.
    from prescripteur_tui.exports import comptes as fichiers

    contenu = app.depot.courrier.lire_fichier(fichier.nom)
    if contenu is None:  # the base was erased meanwhile
        raise ErreurPrescripteur("base-erreur", raison=fichier.nom)
    csv, manifeste = contenu
    comptage = fichiers.relire(csv)
    pose = ecriture.poser(dossier, Pli(fichier.nom, csv, manifeste), comptage)
    if fichier.genre != PERIODE:
        # A reader of the folder must not find the unfinished week beside the finished one.
        ecriture.retirer(dossier, fichiers.nommer(fichier.temps, fichier.lieu, fichier.poste, 0))
    return Export(
        genre=fichier.genre,
        temps=fichier.temps,
        lieu=fichier.lieu,
        etat=fichiers.DEFINITIF,
        revision=fichier.revision,
        fichiers=pose.fichiers,
        est_nouveau=pose.est_nouveau,
        comptage=comptage,
        reportes=sum(json.loads(manifeste).get("reports", {}).values()),
        est_autre=pose.est_autre,
    )


def _poser_provisoire(app: Application, ecriture: Ecriture, dossier: Path, semaine: str, lieu: str) -> Export | None:
    """Write a week under way in the place of what stood there; None when all its interviews were taken back."""
    from prescripteur_tui.exports import comptes as fichiers

    feuillet = comptes.compter_semaine(app, semaine, lieu)
    pli = feuillet.sceller(0)
    if not feuillet.comptage.total:
        ecriture.retirer(dossier, pli.nom)
        return None
    pose = ecriture.remplacer(dossier, pli, feuillet.comptage)
    return Export(
        HEBDO, semaine, lieu, fichiers.PROVISOIRE, 0, pose.fichiers, pose.est_nouveau, comptage=feuillet.comptage
    )
