"""`prescripteur etat`: versions, folders, what waits, whether the base is sound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.socle import Commande, Contexte, ecrire, option_format
from prescripteur_tui.erreurs import SORTIE_REFUS
from prescripteur_tui.services.francais import age, nombre
from prescripteur_tui.services.nature import BANNIERES

if TYPE_CHECKING:
    from prescripteur_tui.services.etat import Etat, EtatCatalogue
    from prescripteur_tui.services.sauvegarde import FichierGarde
    from prescripteur_tui.services.suivi import Suivi


@click.command(
    cls=Commande,
    short_help="Versions, dossiers, comptes en attente, santé.",
    help="Montre les versions, les dossiers, le lieu, les comptes en attente, le catalogue et la santé de la base.",
)
@option_format("texte", "json", defaut="texte")
@click.pass_obj
def etat(contexte: Contexte, format_: str) -> int:
    """The state of this laptop; exit code 1 when the catalogue or the base is not sound."""
    from prescripteur_tui.services.etat import lire

    vu = lire(contexte.application)
    ecrire(json.dumps(vu.vers_objet(), ensure_ascii=False, indent=2) if format_ == "json" else _en_texte(vu))
    return 0 if vu.est_sain else SORTIE_REFUS


def _en_texte(vu: Etat) -> str:
    lignes = [
        *([BANNIERES[vu.nature]] if vu.nature else []),
        f"Version : {vu.version} (Python {vu.python})",
        f"Données : {vu.donnees}",
        f"Base : {'en bon état' if vu.base == 'ok' else vu.base}",
        f"Copies de la base : {_gardes(vu.copies)}",
        *([f"Bases mises de côté : {_gardes(vu.mises_de_cote)}"] if vu.mises_de_cote else []),
        f"Lieu : {vu.lieu_nom} ({vu.lieu})",
        f"Semaine : {vu.semaine}",
        *_catalogue(vu.catalogue),
        f"Cible des envois : {vu.cible or 'aucune'}",
        f"Dernier envoi : {vu.derniere_synchronisation or 'jamais'}",
        f"Comptes en attente d’envoi : {vu.envoi_impossible or len(vu.en_attente)}",
        *(ligne for suivi in vu.en_attente for ligne in _attente(suivi)),
    ]
    if vu.provisoires:
        lignes += ["Semaine en cours :", *(_compte(suivi) for suivi in vu.provisoires)]
    return "\n".join(lignes)


def _compte(suivi: Suivi) -> str:
    return f"- {suivi.temps}, {suivi.lieu} : {nombre(suivi.entretiens, 'entretien')}"


def _attente(suivi: Suivi) -> list[str]:
    """What waits, and why it did not go when it was tried."""
    return [_compte(suivi), f"  {suivi.phrase}"] if suivi.raison else [_compte(suivi)]


def _catalogue(catalogue: EtatCatalogue) -> list[str]:
    lignes = [f"Catalogue : {catalogue.dossier or 'introuvable'}"]
    if catalogue.erreur is not None:
        return [*lignes, f"  {catalogue.erreur}"]
    return [
        *lignes,
        f"  version {catalogue.version}, du {catalogue.date} ({_age(catalogue.age_jours or 0)})",
        f"  {catalogue.operateurs} opérateurs ; vérification la plus ancienne : "
        f"{catalogue.verification_la_plus_ancienne}",
        f"  {catalogue.empreinte}",
    ]


def _gardes(fichiers: Sequence[FichierGarde]) -> str:
    """« 3, la plus récente d’il y a 2 jours »."""
    if not fichiers:
        return "aucune"
    return f"{len(fichiers)}, la plus récente {age(min(fichier.age_jours for fichier in fichiers))}"


def _age(jours: int) -> str:
    return "aujourd’hui" if jours == 0 else f"il y a {nombre(jours, 'jour')}"
