"""`prescripteur lieux`: the places of permanence."""

from __future__ import annotations

import click

from prescripteur_tui.cli.socle import Contexte, Groupe, dire, ecrire


@click.group(cls=Groupe, short_help="Les lieux de permanence.", help="Les lieux de permanence.")
def lieux() -> None:
    """The places of permanence."""


@lieux.command(
    "lister",
    short_help="Montre les lieux connus.",
    help="Montre les lieux connus, un par ligne : identifiant, nom, commune. « * » : le lieu choisi ; "
    "« + » : ajouté sur cet ordinateur.",
)
@click.pass_obj
def lister(contexte: Contexte) -> int:
    """One line a place."""
    from prescripteur_tui.services import lieux as services

    app = contexte.application
    choisi, _ = services.lieu_choisi(app)
    connus = services.lister(app)
    largeur = max((len(lieu.id) for lieu in connus), default=0)
    for lieu in connus:
        signe = "*" if lieu.id == choisi else "+" if lieu.est_local else " "
        commune = f", {lieu.commune}" if lieu.commune else ""
        ecrire(f"{signe} {lieu.id:{largeur}}  {lieu.nom}{commune}")
    if choisi not in {lieu.id for lieu in connus}:
        dire("Aucun lieu n’est choisi.")
    return 0


@lieux.command(
    "ajouter",
    short_help="Ajoute un lieu sur cet ordinateur.",
    help="Ajoute un lieu sur cet ordinateur. ID : lettres minuscules sans accent, chiffres et tirets.",
)
@click.argument("identifiant", metavar="ID")
@click.argument("nom", metavar="NOM")
@click.pass_obj
def ajouter(contexte: Contexte, identifiant: str, nom: str) -> int:
    """Add a place."""
    from prescripteur_tui.services.lieux import ajouter as ajouter_lieu

    lieu = ajouter_lieu(contexte.application, identifiant, nom)
    dire(f"Lieu ajouté : {lieu.nom} ({lieu.id}).")
    return 0
