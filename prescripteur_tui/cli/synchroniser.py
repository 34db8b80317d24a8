"""`prescripteur synchroniser`: what is finished goes to the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, dire_erreur, ecrire
from prescripteur_tui.services.francais import nombre

if TYPE_CHECKING:
    from prescripteur_tui.services.synchroniser import Bilan, Ligne

AIDE = """Envoie à la cible les comptes des semaines et des périodes finies, une fois chacun.

Affiche les fichiers envoyés, à partir du dossier de la cible. Une cible est un dossier : clé USB, partage réseau, \
dossier synchronisé. Si elle ne répond pas, rien n’est perdu : les comptes attendent le prochain envoi (code 3).
"""


@click.command(cls=Commande, short_help="Envoie les comptes finis à la cible.", help=AIDE)
@click.option("--cible", "nom", metavar="NOM", help="Cible de ce nom ; sinon celle des réglages.")
@click.option(
    "--vers",
    metavar="ADRESSE",
    help="Adresse de la cible : dossier:CHEMIN. Avec --cible, elle est gardée sous ce nom.",
)
@click.option(
    "--nouveau-poste",
    is_flag=True,
    help="Donne d’abord un nouveau numéro à cet ordinateur, si ses données viennent d’un autre.",
)
@click.pass_obj
def synchroniser(contexte: Contexte, nom: str | None, vers: str | None, nouveau_poste: bool) -> int:
    """Send what is finished and pending."""
    from prescripteur_tui.services import synchroniser as service

    app = contexte.application
    url = service.choisir_cible(app, nom, vers)
    if nouveau_poste:
        service.renouveler_poste(app, url)
        dire("Cet ordinateur a un nouveau numéro. Les semaines déjà comptées gardent l’ancien.")
    bilan = service.synchroniser(app, url, raconter=_dire_ligne)
    _dire_fin(bilan)
    return bilan.sortie


def _dire_ligne(ligne: Ligne) -> None:
    fichier = ligne.fichier
    if ligne.erreur is not None:
        dire_erreur(ligne.erreur)
        return
    if ligne.est_nouveau:
        ecrire(ligne.chemin)
    quoi = f"{fichier.temps}, {fichier.lieu}"
    revision = f" (révision {fichier.revision})" if fichier.revision > 1 else ""
    dire(f"{quoi} : {'envoyé' if ligne.est_nouveau else 'déjà sur la cible'}{revision}.")


def _dire_fin(bilan: Bilan) -> None:
    if bilan.panne is not None:
        dire_erreur(bilan.panne)
    if bilan.restent:
        dire(f"En attente d’envoi : {nombre(bilan.restent, 'fichier')}.")
    elif not bilan.lignes:
        dire("Rien à envoyer : tout est sur la cible.")
