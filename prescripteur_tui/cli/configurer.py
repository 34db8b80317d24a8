"""`prescripteur configurer`: lieu, target, theme, one question after the other; each answer is kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from prescripteur_tui.cli.affichage import mettre_en_lignes
from prescripteur_tui.cli.guichet import Geste, Gestes, Guichet, Ligne, ouvrir_guichet
from prescripteur_tui.cli.socle import SORTIE_INTERROMPU, Commande, Contexte
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import lieux, reglages
from prescripteur_tui.services.application import NOM_LIEU_A_PRECISER

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application
    from prescripteur_tui.services.reglages import Reglages

_CIBLES = (
    Ligne("dossier", "Un dossier", "clé USB, partage réseau, dossier synchronisé"),
    Ligne("aucune", "Aucune", "rien ne part d’ici"),
)

_THEMES = (Ligne("sombre", "Sombre", "texte clair sur fond noir"), Ligne("clair", "Clair", "texte noir sur fond blanc"))


@click.command(
    cls=Commande,
    short_help="Règle le lieu, la cible des envois, le thème.",
    help="Pose trois questions : le lieu, la cible des envois, le thème. Chaque réponse est gardée aussitôt. "
    "Les seuils se règlent dans l’application (g à l’accueil).",
)
@click.pass_obj
def configurer(contexte: Contexte) -> int:
    """Three questions."""
    configuration = _Configuration(contexte.application, ouvrir_guichet())
    try:
        configuration.mener()
    except _Arrete:
        configuration.guichet.dire("Arrêté. Ce qui a été choisi est gardé.")
        return SORTIE_INTERROMPU
    return 0


class _Arrete(Exception):
    """The questions were left on purpose."""


class _Configuration:
    """The questions, in order."""

    def __init__(self, app: Application, guichet: Guichet) -> None:
        self._app = app
        self.guichet = guichet

    def mener(self) -> None:
        """Ask everything."""
        actuels = self._lire()
        self._demander_lieu(actuels)
        self._demander_cible(actuels)
        self._demander_theme(actuels)
        self.guichet.dire("")
        self.guichet.dire(_en_texte(self._lire()))

    def _lire(self) -> Reglages:
        """The settings; those that cannot be get their default, and that is said."""
        while True:
            try:
                return reglages.lire(self._app)
            except ErreurPrescripteur as erreur:
                if erreur.code != "reglage-invalide":
                    raise
                reglages.remettre(self._app, str(erreur.contexte["champ"]))
                self.guichet.dire(mettre_en_lignes(f"{erreur.message} Sa valeur d’origine est remise."))

    def _choisir(self, titre: str, lignes: list[Ligne], actuel: str) -> str | None:
        """The choice made; None to keep the current one."""
        gestes: Gestes = {Geste.SANS_REPONSE: f"Garder : {actuel}", Geste.INTERROMPRE: "Arrêter"}
        self.guichet.dire("")
        self.guichet.dire(mettre_en_lignes(titre))
        choisi = self.guichet.choisir(lignes, gestes)
        if choisi is Geste.INTERROMPRE:
            raise _Arrete
        return None if isinstance(choisi, Geste) else choisi[0]

    def _demander_lieu(self, actuels: Reglages) -> None:
        connus = [Ligne(lieu.id, lieu.nom, lieu.commune) for lieu in lieux.lister(self._app)]
        choisi = self._choisir("Où recevez-vous ?", connus, actuels.lieu_nom or NOM_LIEU_A_PRECISER)
        if choisi is not None:
            lieux.choisir(self._app, choisi)

    def _demander_cible(self, actuels: Reglages) -> None:
        while True:
            choisi = self._choisir("Où envoyer les comptes ?", list(_CIBLES), actuels.cible or "aucune")
            if choisi is None:
                return
            try:
                reglages.ecrire_cible(self._app, self._demander_dossier() if choisi == "dossier" else "")
            except ErreurPrescripteur as refus:
                self.guichet.dire(mettre_en_lignes(f"{refus.message} {refus.conseil}"))
            else:
                return

    def _demander_dossier(self) -> str:
        self.guichet.dire("Écrivez son chemin complet, par exemple /media/cle/comptes ou E:\\comptes.")
        while not (saisie := self.guichet.demander("Dossier")):
            self.guichet.dire("Écrivez un chemin.")
        return saisie

    def _demander_theme(self, actuels: Reglages) -> None:
        choisi = self._choisir("Quelles couleurs pour l’application ?", list(_THEMES), actuels.theme)
        if choisi is not None:
            reglages.ecrire(self._app, "theme", choisi)


def _en_texte(choisis: Reglages) -> str:
    return "\n".join(
        (
            f"Lieu : {choisis.lieu_nom or NOM_LIEU_A_PRECISER}",
            f"Cible des envois : {choisis.cible or 'aucune'}",
            f"Thème : {choisis.theme}",
        )
    )
