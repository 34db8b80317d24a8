"""`prescripteur coordonnees`: how an operator is reached here."""

from __future__ import annotations

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire

AIDE = """Montre ou note comment joindre un opérateur ici.

Ce qui est noté reste sur cet ordinateur et n’est jamais exporté. Sans option, montre ce qui est connu. Un texte \
vide ("") efface ce qui était noté.
"""


@click.command(cls=Commande, short_help="Comment joindre un opérateur ici.", help=AIDE)
@click.argument("identifiant", metavar="ID")
@click.option("--telephone", metavar="NUMÉRO", help="Chiffres et espaces.")
@click.option("--adresse", metavar="TEXTE", help="Adresse d’accueil.")
@click.option("--horaires", metavar="TEXTE", help="Horaires d’accueil.")
@click.option("--verifie-le", metavar="DATE", help="Jour de la vérification (AAAA-MM-JJ).")
@click.pass_obj
def coordonnees(
    contexte: Contexte,
    identifiant: str,
    telephone: str | None,
    adresse: str | None,
    horaires: str | None,
    verifie_le: str | None,
) -> int:
    """Show or note the local contact of an operator."""
    from prescripteur_tui.services.catalogue import operateur
    from prescripteur_tui.services.coordonnees import noter_coordonnees
    from prescripteur_tui.services.phrases import contact_en_lignes

    app = contexte.application
    vu = operateur(app.catalogue, identifiant)
    champs = {"telephone": telephone, "adresse": adresse, "horaires": horaires, "verifie_le": verifie_le}
    if any(valeur is not None for valeur in champs.values()):
        noter_coordonnees(app, identifiant, **champs)
        dire(f"Noté pour {vu.nom}.")
    ecrire(vu.nom)
    for ligne in contact_en_lignes(vu, app.depot.coordonnees().get(identifiant), app.aujourd_hui()):
        ecrire(ligne)
    return 0
