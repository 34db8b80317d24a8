"""`prescripteur catalogue nouveau`: begin an operator by a few questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.affichage import mettre_en_lignes
from prescripteur_tui.cli.guichet import Geste, Guichet, Ligne, ouvrir_guichet
from prescripteur_tui.cli.socle import SORTIE_INTERROMPU, Commande, Contexte, dire, ecrire
from prescripteur_tui.erreurs import ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application

_QUESTIONS = {
    "id": ("Identifiant", "Minuscules sans accent, chiffres et tirets, comme « bge-hauts-de-france »."),
    "nom": ("Nom", "Celui que les gens connaissent, 80 caractères au plus."),
    "description": ("Description", "Une ou deux phrases simples, à lire à voix haute."),
    "offre": ("Première offre", "Ce qu’on y trouve, en quelques mots. Vous pourrez en ajouter."),
    "url": ("Source", "L’adresse de la page d’où vous le savez."),
    "date": ("Date de cette page", "2025, 2025-05 ou 2025-05-15."),
}
"""Of each field, what is asked and what helps to answer."""


@click.command(
    "nouveau",
    cls=Commande,
    short_help="Commence le fichier d’un opérateur, par quelques questions.",
    help="Pose quelques questions, puis écrit le fichier commenté d’un nouvel opérateur. Il est « à confirmer » : il "
    "se consulte, et n’est jamais proposé tant que ses règles et son état ne sont pas écrits. Rien n’est écrit avant "
    "la fin.",
)
@click.pass_obj
def nouveau(contexte: Contexte) -> int:
    """Ask, then write."""
    from prescripteur_tui.services.atelier import Fiche, exiger_modifiable, nouvel_operateur

    app = contexte.application
    exiger_modifiable(app)
    guichet = ouvrir_guichet()
    champs = {champ: _demander(guichet, app, champ) for champ in ("id", "nom", "description", "offre")}
    etapes = _choisir_etapes(guichet, app.catalogue.questionnaire.noms_etapes)
    if not etapes:
        guichet.dire("Arrêté. Rien n’est écrit.")
        return SORTIE_INTERROMPU
    champs |= {champ: _demander(guichet, app, champ) for champ in ("url", "date")}
    fichier = nouvel_operateur(app, Fiche(**champs, etapes=etapes))
    ecrire(str(fichier))
    dire(
        "Opérateur écrit, « à confirmer ». Complétez ce fichier : ses conditions, puis son état. "
        "Relisez-le avec : prescripteur catalogue verifier"
    )
    return 0


def _demander(guichet: Guichet, app: Application, champ: str) -> str:
    """A field, asked again until it can be written."""
    from prescripteur_tui.services.atelier import verifier_champ

    question, aide = _QUESTIONS[champ]
    guichet.dire("")
    guichet.dire(mettre_en_lignes(aide))
    while True:
        saisie = guichet.demander(question)
        try:
            verifier_champ(app, champ, saisie)
        except ErreurPrescripteur as refus:
            guichet.dire(mettre_en_lignes(f"{refus.message} {refus.conseil}"))
        else:
            return saisie


def _choisir_etapes(guichet: Guichet, noms: Mapping[str, str]) -> tuple[str, ...]:
    """The étapes of the offre; none when the questions are left."""
    guichet.dire("")
    guichet.dire("À quelles étapes du parcours cette offre a-t-elle un sens ?")
    lignes = [Ligne(etape, nom) for etape, nom in noms.items()]
    choisies = guichet.choisir(lignes, {Geste.INTERROMPRE: "Arrêter"}, plusieurs=True)
    if isinstance(choisies, Geste):
        return ()
    return tuple(etape for etape in noms if etape in choisies)
