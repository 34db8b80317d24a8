"""`prescripteur catalogue`: check it, list it, show an operator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.socle import Contexte, Groupe, dire, ecrire, option_format, refuser_usage
from prescripteur_tui.erreurs import SORTIE_REFUS
from prescripteur_tui.services.francais import nombre

if TYPE_CHECKING:
    from prescripteur_tui.services.verification import Bilan

_AILLEURS = {
    "comparer": "prescripteur_tui.cli.atelier:comparer",
    "nouveau": "prescripteur_tui.cli.nouveau:nouveau",
    "a-verifier": "prescripteur_tui.cli.atelier:a_verifier",
    "verifie": "prescripteur_tui.cli.atelier:verifie",
    "schema": "prescripteur_tui.cli.atelier:schema",
}
"""The commands of another module, imported when they are called."""


@click.group(
    cls=Groupe,
    paresseuses=_AILLEURS,
    short_help="Vérifier et consulter le catalogue.",
    help="Vérifier et consulter le catalogue.",
)
def catalogue() -> None:
    """The catalogue tools."""


@catalogue.command(
    "verifier",
    short_help="Vérifie les fichiers, les cas-types, et toutes les réponses possibles.",
    help="Vérifie les fichiers du catalogue, ce qu’ils disent les uns des autres, et la porte attendue pour chaque "
    "cas-type. Prouve ensuite, pour toutes les réponses possibles, qui n’a que le filet et quelles règles ne servent "
    "jamais. Montre les erreurs, puis les avertissements, avec fichier et ligne.",
)
@option_format("texte", "json", defaut="texte")
@click.option("--semaine", metavar="S", help="Semaine à examiner, 2026-W47 (celle d’aujourd’hui si rien n’est dit).")
@click.pass_obj
def verifier(contexte: Contexte, format_: str, semaine: str | None) -> int:
    """Check the catalogue; exit code 1 when it is refused."""
    from prescripteur_tui.services.verification import verifier as mener

    bilan = mener(contexte.application, semaine)
    if format_ == "json":
        ecrire(json.dumps(bilan.vers_objet(), ensure_ascii=False, indent=2))
    else:
        for ligne in _bilan_en_lignes(bilan):
            ecrire(ligne)
    if bilan.erreurs:
        dire(f"{bilan.dossier} : {nombre(len(bilan.erreurs), 'erreur')}.")
        return SORTIE_REFUS
    dire(
        f"Catalogue {bilan.version} valable : {bilan.operateurs} opérateurs, {bilan.offres} offres, "
        f"{bilan.cas_types} cas-types. {nombre(len(bilan.inexpliques), 'avertissement')} sans explication, "
        f"{len(bilan.avertissements) - len(bilan.inexpliques)} avec."
    )
    return 0


def _bilan_en_lignes(bilan: Bilan) -> Iterator[str]:
    """Errors, warnings without a reason, holes, warnings with one, what was proved."""
    for erreur in bilan.erreurs:
        yield f"{erreur} [{erreur.code}]"
    for avertissement in bilan.inexpliques:
        yield f"{avertissement} [{avertissement.code}]"
    couverture = bilan.couverture
    if couverture is None:
        return
    if bilan.erreurs or bilan.inexpliques:
        yield ""
    yield f"QUI N’A QUE LE FILET, semaine {bilan.semaine}"
    yield couverture.filet_seul_en_mots()
    yield from (f"- {trou}" for trou in couverture.trous_en_mots(connus=True))
    inconnus = len(couverture.trous_en_mots(connus=False))
    if inconnus:
        autres = nombre(inconnus, "autre trou", "autres trous")
        yield f"- {autres}, sans nom dans le catalogue : voir les avertissements [trou]."
    yield ""
    yield "CARTE, étape × quartier × public : personne d’autre que le filet, quelles que soient les autres réponses"
    yield from (f"- {case}" for case in couverture.carte_en_mots())
    yield couverture.carte_partielle_en_mots()
    par_raison: dict[tuple[str, str], list[str]] = {}
    for a in bilan.avertissements:
        if a.explication is not None:
            par_raison.setdefault((a.code, a.explication), []).append(a.sujet)
    if par_raison:
        yield ""
        yield "AVERTISSEMENTS EXPLIQUÉS DANS LE CATALOGUE"
        yield from (f"- [{code}] {', '.join(sujets)} : {raison}" for (code, raison), sujets in par_raison.items())
    yield ""
    yield "PROUVÉ"
    yield couverture.etendue_en_mots()
    yield from (f"- {preuve}" for preuve in couverture.preuves_en_mots())
    if couverture.non_prouve():
        yield ""
        yield "NON PROUVÉ"
        yield from (f"- {phrase}" for phrase in couverture.non_prouve_en_mots())


@catalogue.command(
    "lister",
    short_help="Montre les opérateurs et leurs offres.",
    help="Montre les opérateurs et leurs offres : d’abord les actifs, puis les autres.",
)
@click.pass_obj
def lister(contexte: Contexte) -> int:
    """One line an operator, one an offre."""
    from prescripteur_tui.services.catalogue import STATUTS, chercher

    for operateur in chercher(contexte.application.catalogue):
        ecrire(f"{operateur.id} : {operateur.nom} ({STATUTS[operateur.statut]})")
        for offre in operateur.offres_completes():
            nature = " (aide)" if offre.offre.aide else ""
            ecrire(f"  {offre.nom} : {offre.offre.nom}{nature}")
    return 0


@catalogue.command(
    "montrer",
    short_help="Montre un opérateur, ses offres et leurs conditions.",
    help="Montre un opérateur : ce qu’il est, comment le joindre, ses offres, leurs conditions, ses sources.",
)
@click.argument("identifiant", metavar="ID")
@click.pass_obj
def montrer(contexte: Contexte, identifiant: str) -> int:
    """The page of an operator."""
    from prescripteur_tui.cli.affichage import operateur_en_texte
    from prescripteur_tui.services.catalogue import operateur

    app = contexte.application
    vu = operateur(app.catalogue, identifiant)
    ecrire(operateur_en_texte(app.catalogue, vu, app.depot.coordonnees().get(vu.id), app.aujourd_hui()))
    return 0


@catalogue.command(
    "exporter",
    short_help="Écrit le catalogue au format national data·inclusion.",
    help="Écrit le catalogue au format national data·inclusion : structures et services, en JSON et en CSV, et un "
    "rapport de ce que ce format ne sait pas dire. Seuls les faits du catalogue sortent ; ce qui est terminé reste.",
)
@option_format("data-inclusion", defaut="data-inclusion")
@click.option("--vers", metavar="DOSSIER", type=click.Path(path_type=Path), help="Dossier où écrire.")
@click.option("--valider", is_flag=True, help="Vérifie d’abord avec le schéma officiel, s’il est installé.")
@click.pass_obj
def exporter(contexte: Contexte, format_: str, vers: Path | None, valider: bool) -> int:
    """The catalogue as national files."""
    if vers is None:
        refuser_usage("Il manque --vers DOSSIER.")
    from prescripteur_tui.services.exporter_national import exporter as ecrire_catalogue

    export = ecrire_catalogue(contexte.application, vers, valider=valider)
    for fichier in export.fichiers:
        ecrire(str(fichier))
    structures, services = len(export.sortie.structures), len(export.sortie.services)
    laisses = nombre(len(export.sortie.laisses), "laissé de côté", "laissés de côté")
    dire(
        f"{nombre(structures, 'structure')}, {nombre(services, 'service')}, {laisses}. "
        "Le rapport dit ce que le format national ne sait pas dire."
    )
    return 0


AIDE_IMPORTER = """Reprend des fichiers nationaux de data·inclusion (JSON ou CSV) ce qui touche à la création \
d’activité ici : des services et leurs structures, dans un ou plusieurs fichiers.

Chaque structure devient un opérateur « à confirmer », sans règle : il se consulte, et n’est jamais proposé tant que \
ses conditions ne sont pas écrites. Un nouvel import met à jour ce que personne n’a modifié, et montre ce qui change. \
Ce qui est écrit à la main n’est jamais remplacé.
"""


@catalogue.command(
    "importer", short_help="Reprend des fichiers nationaux ce qui concerne le territoire.", help=AIDE_IMPORTER
)
@click.argument("fichiers", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--vers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Catalogue à compléter ; un dossier nouveau reçoit d’abord une copie de celui-ci.",
)
@click.option("--theme", "themes", metavar="THÈME", multiple=True, help="Autre thème à reprendre (mobilite…).")
@click.option("--licence", metavar="TEXTE", help="Licence des fichiers (Licence Ouverte 2.0 si rien n’est dit).")
@click.option("--simuler", is_flag=True, help="Montre ce qui changerait, sans rien écrire.")
@click.option("--continuer", is_flag=True, help="Laisse de côté les fiches refusées, au lieu de tout refuser.")
@click.pass_obj
def importer(
    contexte: Contexte,
    fichiers: tuple[Path, ...],
    vers: Path | None,
    themes: tuple[str, ...],
    licence: str | None,
    simuler: bool,
    continuer: bool,
) -> int:
    """National files into the catalogue."""
    from prescripteur_tui.services.bilan_national import bilan_en_texte, conclusion
    from prescripteur_tui.services.importer_national import LICENCE
    from prescripteur_tui.services.importer_national import importer as reprendre

    bilan = reprendre(
        contexte.application,
        fichiers,
        vers=vers,
        licence=licence or LICENCE,
        themes=themes,
        simuler=simuler,
        continuer=continuer,
    )
    ecrire(bilan_en_texte(bilan))
    refusees = bilan.selection.problemes
    for probleme in refusees:
        dire(f"{probleme} [{probleme.code}]")
    if refusees:
        dire(f"{nombre(len(refusees), 'fiche refusée', 'fiches refusées')}, laissées de côté.")
    dire(conclusion(bilan, simuler=simuler))
    return SORTIE_REFUS if refusees else 0
