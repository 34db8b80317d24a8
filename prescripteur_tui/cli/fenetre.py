"""Opening the app from the command line, on the data folder or on a throwaway one."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from prescripteur_tui.cli.socle import DONNEES_JETABLES, Contexte, refuser_usage
from prescripteur_tui.erreurs import ErreurPrescripteur


def ouvrir(ctx: click.Context) -> int:
    """Open the app; gives its exit code.

    Raises:
        ErreurPrescripteur: `terminal-absent`, or the app cannot open.
    """
    exiger_terminal()
    # Deferred: Textual is most of the start.
    from prescripteur_tui.ui import lancer

    code: int = lancer(ctx.ensure_object(Contexte).application)
    return code


def prendre_jetable(ctx: click.Context, quoi: str, *, est_pour_l_app: bool) -> None:
    """Put a filled throwaway folder in the place of the data folder, until the command ends.

    Args:
        ctx: the command; what it calls next finds the folder in its `Contexte`.
        quoi: what to fill it with, `formation` or `demo`.
        est_pour_l_app: whether a terminal is needed: then nothing is made without one.

    Raises:
        ErreurPrescripteur: `terminal-absent`, or the folder cannot be made and filled.
        MauvaisUsage: another data folder was asked for.
    """
    lignee = (ctx, ctx.parent) if ctx.parent is not None else (ctx,)
    if any(c.get_parameter_source("donnees") is ParameterSource.COMMANDLINE for c in lignee):
        refuser_usage(DONNEES_JETABLES)
    if est_pour_l_app:
        exiger_terminal()
    from prescripteur_tui.services import demo
    from prescripteur_tui.services.jetable import dossier_jetable

    contexte = ctx.ensure_object(Contexte)
    contexte.donnees = ctx.with_resource(dossier_jetable())
    contexte.est_jetable = True
    # Registered last, done first: an open file cannot be deleted everywhere.
    ctx.call_on_close(contexte.fermer)
    remplir = {"formation": demo.remplir_formation, "demo": demo.remplir_demo}[quoi]
    remplir(contexte.application)
    # The thread of the app opens its own.
    contexte.fermer()


def exiger_terminal() -> None:
    """Refuse to open the app where it cannot be seen.

    Raises:
        ErreurPrescripteur: `terminal-absent`.
    """
    # Textual draws on stderr: sent elsewhere, the window would stay empty.
    if not all(_est_terminal(flux) for flux in (sys.stdin, sys.stdout, sys.stderr)):
        raise ErreurPrescripteur("terminal-absent")


def _est_terminal(flux: object) -> bool:
    return flux is not None and bool(getattr(flux, "isatty", lambda: False)())
