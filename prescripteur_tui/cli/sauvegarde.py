"""`prescripteur sauvegarder`, `restaurer`, `effacer`: the base kept, brought back, gone."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from prescripteur_tui.cli.socle import SORTIE_INTERROMPU, Commande, Contexte, dire, ecrire, refuser_usage

MOT = "effacer"
"""What has to be typed before everything is deleted."""

AIDE_SAUVEGARDER = """Fait une copie de la base, vérifiée, et affiche son chemin.

Sans --vers, c’est la copie du jour, à côté des autres : l’application en fait une par jour et en garde sept. Une \
copie contient les réponses, mais pas l’entretien interrompu. Un entretien annulé reste dans les copies plus \
anciennes : sept jours, davantage si l’application ne sert pas. --vers n’écrase rien, et refuse un dossier du réseau \
ou synchronisé : prenez une clé.
"""

AIDE_RESTAURER = """Remet une copie à la place de la base, après l’avoir vérifiée.

Sans FICHIER : la copie la plus récente de cet ordinateur qui est saine. La base remplacée est gardée de côté, dans \
le même dossier. L’application doit être fermée.
"""

AIDE_EFFACER = """Efface tout ce que cet ordinateur garde : base, brouillon, copies, bases mises de côté, exports.

Chaque fichier est d’abord rempli de zéros. Sur un disque SSD, d’anciens blocs peuvent rester un temps : seul un \
disque chiffré en protège. Ce qui a été envoyé, ou écrit ailleurs avec --vers, n’est pas effacé. L’application doit \
être fermée.
"""


def _demander(question: str, attendu: str, oui: bool) -> bool:
    """Whether the user types what is expected; `oui` has said so already.

    Raises:
        MauvaisUsage: there is no terminal to ask at.
    """
    if oui:
        return True
    if not sys.stdin.isatty():
        refuser_usage("Sans terminal, confirmez avec --oui.")
    dire(question)
    return input("> ").strip().casefold() == attendu


@click.command(cls=Commande, short_help="Fait une copie vérifiée de la base.", help=AIDE_SAUVEGARDER)
@click.option("--vers", metavar="FICHIER", type=click.Path(path_type=Path), help="Où l’écrire ; rien n’est écrasé.")
@click.pass_obj
def sauvegarder(contexte: Contexte, vers: Path | None) -> int:
    """Make a checked copy."""
    from prescripteur_tui.services import reprise, sauvegarde

    app = contexte.application
    faite = sauvegarde.sauvegarder(app, vers)
    ecrire(str(faite.fichier))
    dire(f"Copie vérifiée : {reprise.contenu(faite.constat, app.semaine())}.")
    return 0


@click.command(cls=Commande, short_help="Remet une copie à la place de la base.", help=AIDE_RESTAURER)
@click.argument("fichier", metavar="[FICHIER]", required=False, type=click.Path(path_type=Path))
@click.option("--oui", is_flag=True, help="Ne demande pas de confirmation.")
@click.pass_obj
def restaurer(contexte: Contexte, fichier: Path | None, oui: bool) -> int:
    """Put a copy in the place of the base."""
    from prescripteur_tui.services import fenetre, reprise

    app = contexte.application
    with fenetre.prendre(app):
        source = reprise.choisir_source(app, fichier)
        nom = source.nom(app)
        dire(f"{nom[:1].upper()}{nom[1:]} : {reprise.contenu(source.constat, app.semaine())}.")
        if not _demander("La mettre à la place de la base actuelle ? Tapez « oui ».", "oui", oui):
            dire("Rien n’a changé.")
            return SORTIE_INTERROMPU
        for phrase in reprise.restaurer(app, source).phrases(app.semaine()):
            dire(phrase)
    return 0


@click.command(cls=Commande, short_help="Efface tout ce que cet ordinateur garde.", help=AIDE_EFFACER)
@click.option("--oui", is_flag=True, help="Ne demande pas de confirmation.")
@click.pass_obj
def effacer(contexte: Contexte, oui: bool) -> int:
    """Delete everything."""
    from prescripteur_tui.services import effacement, fenetre

    app = contexte.application
    inventaire = effacement.inventorier(app)
    if not inventaire.fichiers:
        dire(f"Rien à effacer dans {app.dossier}.")
        return 0
    with fenetre.prendre(app):
        dire(f"Dans {app.dossier}, seront effacés pour toujours :")
        for phrase in inventaire.phrases:
            dire(f"- {phrase}")
        if not _demander(f"Tapez « {MOT} » pour continuer.", MOT, oui):
            dire("Rien n’est effacé.")
            return SORTIE_INTERROMPU
        restent = effacement.effacer(app)
    effacement.oter_dossier(app)
    dire("Tout est effacé.")
    if restent:
        dire(f"Restent, qui ne viennent pas de l’application : {', '.join(restent)}.")
    return 0
