"""Working on a catalogue from the command line: compare two, record a check, the schemas, interviews decided again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire, option_format, refuser_usage
from prescripteur_tui.services.francais import nombre


@click.command(
    "comparer",
    cls=Commande,
    short_help="Ce qui change entre deux catalogues : opérateurs, premières portes, cas-types.",
    help="Dit ce qui change d’un catalogue à l’autre : les opérateurs et les offres, la part de toutes les réponses "
    "possibles dont la première porte change, et les cas-types concernés. Ce qui n’a pas pu être prouvé est estimé, et "
    "dit comme tel.",
)
@click.argument("ancien", metavar="ANCIEN", type=click.Path(path_type=Path))
@click.argument("nouveau", metavar="NOUVEAU", type=click.Path(path_type=Path))
@click.option("--semaine", metavar="S", help="Semaine à examiner, 2026-W47 (celle d’aujourd’hui si rien n’est dit).")
@option_format("texte", "json", defaut="texte")
@click.pass_obj
def comparer(contexte: Contexte, ancien: Path, nouveau: Path, semaine: str | None, format_: str) -> int:
    """Two catalogues side by side."""
    from prescripteur_tui.services.comparaison import comparer as mener
    from prescripteur_tui.services.recit_comparaison import comparaison_en_lignes

    comparaison = mener(contexte.application, ancien, nouveau, semaine)
    if format_ == "json":
        ecrire(json.dumps(comparaison.vers_objet(), ensure_ascii=False, indent=2))
        return 0
    for ligne in comparaison_en_lignes(comparaison):
        ecrire(ligne)
    return 0


@click.command(
    "a-verifier",
    cls=Commande,
    short_help="Ce qu’il faut vérifier dans le catalogue, le plus donné d’abord.",
    help="Montre les opérateurs qui n’ont pas été vérifiés depuis 12 mois : d’abord ceux que cet ordinateur donne le "
    "plus, puis les plus anciens.",
)
@click.pass_obj
def a_verifier(contexte: Contexte) -> int:
    """One line an operator."""
    from prescripteur_tui.services.a_verifier import a_verifier as chercher

    app = contexte.application
    trouves, jour = chercher(app), app.aujourd_hui()
    for trouve in trouves:
        ecrire(f"{trouve.operateur.id} : {trouve.operateur.nom}, {trouve.en_mots} ({trouve.age(jour)})")
    dire(f"{nombre(len(trouves), 'opérateur')} à vérifier.")
    return 0


@click.command(
    "verifie",
    cls=Commande,
    short_help="Note qu’un opérateur a été vérifié.",
    help="Note dans le fichier d’un opérateur qu’il a été vérifié : quand, et d’après quoi. Le reste du fichier, "
    "commentaires compris, ne change pas.",
)
@click.argument("identifiant", metavar="ID")
@click.option("--le", required=True, metavar="DATE", help="Jour de la vérification (2026-11-26).")
@click.option("--source", required=True, metavar="URL", help="Page lue, ou personne appelée (sa fonction, sans nom).")
@click.pass_obj
def verifie(contexte: Contexte, identifiant: str, le: str, source: str) -> int:
    """Record a check."""
    from prescripteur_tui.services.atelier import noter_verification

    fichier = noter_verification(contexte.application, identifiant, le=le, source=source)
    ecrire(str(fichier))
    dire(f"Vérification du {le} notée.")
    return 0


@click.command(
    "schema",
    cls=Commande,
    short_help="Les schémas JSON des fichiers du catalogue, pour les éditeurs.",
    help="Écrit le schéma JSON des fichiers d’opérateurs : un éditeur de texte s’en sert pour compléter et vérifier. "
    "Avec --vers, écrit dans un dossier ceux des opérateurs, des cas-types et du questionnaire. Les étapes, les "
    "questions et les réponses y sont celles du catalogue.",
)
@click.option("--vers", metavar="DOSSIER", type=click.Path(path_type=Path), help="Dossier où écrire les trois schémas.")
@click.pass_obj
def schema(contexte: Contexte, vers: Path | None) -> int:
    """The JSON Schema of an operator's file, or all of them into a folder."""
    from prescripteur_tui.services import schemas

    catalogue = contexte.application.catalogue
    if vers is None:
        ecrire(json.dumps(schemas.schema("operateur", catalogue), ensure_ascii=False, indent=2))
        return 0
    for fichier in schemas.ecrire_schemas(catalogue, vers):
        ecrire(str(fichier))
    dire(
        "Pour qu’un éditeur s’en serve (VS Code avec l’extension YAML, par exemple), mettez en tête d’un fichier : "
        f"# yaml-language-server: $schema=CHEMIN/{schemas.nom_de_fichier('operateur')}"
    )
    return 0


@click.command(
    "rejouer",
    cls=Commande,
    short_help="Ce que changerait un autre catalogue aux entretiens de la semaine.",
    help="Avec --catalogue NOUVEAU, redonne les portes de chaque entretien enregistré dont la semaine est ouverte, "
    "et compte ceux qui changeraient. Rien n’est modifié.",
)
@click.pass_obj
def rejouer(contexte: Contexte) -> int:
    """Decide the open interviews again with the catalogue of `--catalogue`."""
    from prescripteur_tui.services.application import Application
    from prescripteur_tui.services.atelier import rejouer as mener

    if contexte.catalogue is None:
        refuser_usage("Dites quel catalogue essayer : --catalogue DOSSIER.")
    actuelle = Application(contexte.donnees)
    try:
        rejeu = mener(actuelle, contexte.application.catalogue)
    finally:
        actuelle.fermer()
    if not rejeu.entretiens:
        dire("Aucun entretien dans une semaine ouverte.")
        return 0
    ecrire(f"{nombre(rejeu.entretiens, 'entretien')} d’une semaine ouverte.")
    ecrire(f"Première porte différente : {rejeu.premiere_porte}.")
    ecrire(f"Même première porte, autres portes différentes : {rejeu.portes}.")
    ecrire(f"Orientation donnée vers une porte qui ne serait plus proposée : {rejeu.orientations}.")
    ecrire(f"Réponses que le nouveau questionnaire refuse : {rejeu.refuses}.")
    return 0
