"""`prescripteur exporter`: the counts of a week as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire, option_format, refuser_usage
from prescripteur_tui.domaine.ports import PERIODE
from prescripteur_tui.services.francais import nombre

if TYPE_CHECKING:
    from prescripteur_tui.services.exporter import Export

AIDE = """Écrit les comptes d’une semaine : un CSV et son manifeste JSON par lieu, ou un classeur pour le tableur.

Une semaine qui n’est pas finie est marquée « provisoire ». Une semaine finie vient avec sa période de quatre \
semaines, une fois celle-ci passée : les profils de tout un lieu, ensemble et une seule fois, à partir de \
11 entretiens ; moins nombreux, ils attendent la période suivante. Affiche les chemins des fichiers. Si rien n’a \
changé depuis le dernier export, rien n’est réécrit.
"""


@click.command(cls=Commande, short_help="Écrit les comptes d’une semaine.", help=AIDE)
@click.option("--semaine", metavar="SEMAINE", help="Semaine à exporter (2026-W47) ; sinon la semaine en cours.")
@click.option("--tout", is_flag=True, help="Toutes les semaines et toutes les périodes.")
@click.option(
    "--vers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier où écrire ; sinon « exports » dans le dossier des données.",
)
@option_format("csv", "xlsx", defaut="csv")
@click.pass_obj
def exporter(contexte: Contexte, semaine: str | None, tout: bool, vers: Path | None, format_: str) -> int:
    """Write the counts of a week."""
    if semaine is not None and tout:
        refuser_usage("--semaine et --tout ne vont pas ensemble.")
    from prescripteur_tui.services.exporter import exporter as ecrire_comptes

    exports = ecrire_comptes(contexte.application, semaine=semaine, tout=tout, vers=vers, format_=format_)
    for export in exports:
        for fichier in export.fichiers:
            ecrire(str(fichier))
        dire(f"{export.temps}, {export.lieu} : {_en_mots(export)}{_suite(export)}.")
    if not exports:
        dire("Aucun entretien à compter.")
    return 0


def _suite(export: Export) -> str:
    if export.est_autre:
        return ", un autre classeur porte déjà ce nom : il est gardé. Effacez-le pour le refaire"
    return "" if export.est_nouveau else ", inchangé : rien n’est réécrit"


def _en_mots(export: Export) -> str:
    if export.genre == PERIODE:
        reports = f", dont {export.reportes} d’avant cette période" if export.reportes else ""
        return f"profils de {nombre(export.comptage.total, 'entretien')}{reports}"
    return "provisoire" if export.revision == 0 else f"révision {export.revision}"
