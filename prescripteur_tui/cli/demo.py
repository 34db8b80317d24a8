"""`prescripteur demo`: a year of invented interviews, to look at every screen and every file."""

from __future__ import annotations

from pathlib import Path

import click

from prescripteur_tui.cli.fenetre import ouvrir, prendre_jetable
from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire, refuser_usage
from prescripteur_tui.services.francais import nombre

AIDE = """Ouvre l’application sur une année d’entretiens inventés, qui s’efface à la fin.

Avec --vers, écrit seulement cette base dans un dossier neuf. Pour la regarder ensuite : prescripteur --donnees \
DOSSIER, ou prescripteur exporter --donnees DOSSIER --tout. Elle ne s’envoie jamais.
"""


@click.command(cls=Commande, short_help="Montre l’application sur une année inventée.", help=AIDE)
@click.option(
    "--vers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Écrit la base dans ce dossier, sans ouvrir l’application.",
)
@click.pass_context
def demo(ctx: click.Context, vers: Path | None) -> int:
    """Open the app on a demo, or write one."""
    contexte = ctx.ensure_object(Contexte)
    if contexte.est_jetable:
        refuser_usage("--formation ne va pas avec demo.")
    if vers is None:
        prendre_jetable(ctx, "demo", est_pour_l_app=True)
        return ouvrir(ctx)
    from prescripteur_tui.services.demo import creer

    combien = creer(contexte.application, vers)
    ecrire(str(vers))
    dire(f"Base de démonstration écrite : {nombre(combien, 'entretien inventé', 'entretiens inventés')}.")
    return 0
