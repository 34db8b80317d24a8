"""`prescripteur`: the table of commands, and the app without a command."""

from __future__ import annotations

import sys

import click

from prescripteur_tui import __version__
from prescripteur_tui.cli.socle import Contexte, Racine, options_globales
from prescripteur_tui.erreurs import ErreurPrescripteur

COMMANDES = {
    "entretien": "prescripteur_tui.cli.entretien:entretien",
    "exporter": "prescripteur_tui.cli.exporter:exporter",
    "synchroniser": "prescripteur_tui.cli.synchroniser:synchroniser",
    "etat": "prescripteur_tui.cli.etat:etat",
    "lieux": "prescripteur_tui.cli.lieux:lieux",
    "coordonnees": "prescripteur_tui.cli.coordonnees:coordonnees",
    "configurer": "prescripteur_tui.cli.configurer:configurer",
    "catalogue": "prescripteur_tui.cli.catalogue:catalogue",
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
@click.pass_context
def prescripteur(ctx: click.Context) -> int | None:
    """Open the app, unless a command is given."""
    if ctx.invoked_subcommand is not None:
        return None
    # Textual draws on stderr: sent elsewhere, the window would stay empty.
    if not all(_est_terminal(flux) for flux in (sys.stdin, sys.stdout, sys.stderr)):
        raise ErreurPrescripteur("terminal-absent")
    # Deferred: Textual is most of the start.
    from prescripteur_tui.ui import lancer

    code: int = lancer(ctx.ensure_object(Contexte).application)
    return code


prescripteur.params[:0] = options_globales(cachees=False)


def _est_terminal(flux: object) -> bool:
    return flux is not None and bool(getattr(flux, "isatty", lambda: False)())
