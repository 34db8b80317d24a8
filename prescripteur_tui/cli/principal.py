"""`prescripteur`: the table of commands, and the app without a command."""

from __future__ import annotations

import click

from prescripteur_tui import __version__
from prescripteur_tui.cli.fenetre import ouvrir, prendre_jetable
from prescripteur_tui.cli.socle import Racine, options_globales

COMMANDES = {
    "entretien": "prescripteur_tui.cli.entretien:entretien",
    "exporter": "prescripteur_tui.cli.exporter:exporter",
    "synchroniser": "prescripteur_tui.cli.synchroniser:synchroniser",
    "etat": "prescripteur_tui.cli.etat:etat",
    "lieux": "prescripteur_tui.cli.lieux:lieux",
    "coordonnees": "prescripteur_tui.cli.coordonnees:coordonnees",
    "configurer": "prescripteur_tui.cli.configurer:configurer",
    "catalogue": "prescripteur_tui.cli.catalogue:catalogue",
    "rejouer": "prescripteur_tui.cli.atelier:rejouer",
    "demo": "prescripteur_tui.cli.demo:demo",
    "aide": "prescripteur_tui.cli.aide:aide",
    "sauvegarder": "prescripteur_tui.cli.sauvegarde:sauvegarder",
    "restaurer": "prescripteur_tui.cli.sauvegarde:restaurer",
    "effacer": "prescripteur_tui.cli.sauvegarde:effacer",
}
"""Each command and where it is; imported when it is called."""

AIDE = """Orienter un habitant vers le bon opérateur, en quelques questions, hors ligne.

Sans commande, ouvre l’application. Codes de sortie : 0 fait, 1 données ou catalogue refusés, 2 mauvais usage, \
130 interrompu.
"""


def _version(ctx: click.Context, _param: click.Parameter, demandee: bool) -> None:
    if demandee and not ctx.resilient_parsing:
        click.echo(f"prescripteur {__version__}")
        ctx.exit()


@click.command(cls=Racine, paresseuses=COMMANDES, invoke_without_command=True, help=AIDE)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Affiche la version.",
)
@click.option(
    "--formation",
    is_flag=True,
    help="S’entraîner sur des habitants inventés : rien n’est compté ni envoyé, tout s’efface à la fin.",
)
@click.pass_context
def prescripteur(ctx: click.Context, formation: bool) -> int | None:
    """Open the app, unless a command is given."""
    if formation:
        prendre_jetable(ctx, "formation", est_pour_l_app=ctx.invoked_subcommand is None)
    return None if ctx.invoked_subcommand is not None else ouvrir(ctx)


prescripteur.params[:0] = options_globales(cachees=False)
