"""`prescripteur exporter`: the counts of a week as files."""

from __future__ import annotations

from pathlib import Path

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire, option_format, refuser_usage

AIDE = """Écrit les comptes d’une semaine : un CSV et son manifeste JSON par lieu.

Une semaine qui n’est pas finie est marquée « provisoire ». Affiche les chemins des fichiers. Si rien n’a changé \
depuis le dernier export, rien n’est réécrit.
"""


@click.command(cls=Commande, short_help="Écrit les comptes d’une semaine.", help=AIDE)
@click.option("--semaine", metavar="SEMAINE", help="Semaine à exporter (2026-W47) ; sinon la semaine en cours.")
@click.option("--tout", is_flag=True, help="Toutes les semaines.")
@click.option(
    "--vers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier où écrire ; sinon « exports » dans le dossier des données.",
)
@option_format("csv", defaut="csv")
@click.pass_obj
def exporter(contexte: Contexte, semaine: str | None, tout: bool, vers: Path | None, format_: str) -> int:
    """Write the counts of a week."""
    if semaine is not None and tout:
        refuser_usage("--semaine et --tout ne vont pas ensemble.")
    from prescripteur_tui.services.exporter import exporter as ecrire_comptes

    exports = ecrire_comptes(contexte.application, semaine=semaine, tout=tout, vers=vers)
    for export in exports:
        ecrire(str(export.csv))
        ecrire(str(export.manifeste))
        etat = "provisoire" if export.revision == 0 else f"révision {export.revision}"
        suite = "" if export.est_nouveau else ", inchangé : rien n’est réécrit"
        dire(f"{export.semaine}, {export.lieu} : {etat}{suite}.")
    if not exports:
        dire("Aucun entretien à compter.")
    return 0
