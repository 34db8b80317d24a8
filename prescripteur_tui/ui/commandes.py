"""The commands of the app, in one table: bindings, palette, help page and the README's key table come from it.

A command belongs to a screen (`ecran`, the `NOM` of an `Ecran`), or to all of them (`""`).
"""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Commande:
    """One thing that the user can ask for."""

    id: str
    ecran: str
    touches: tuple[str, ...]
    """Textual's names of the keys; the first one is the one shown."""
    touche: str
    """What is printed for the key; empty when nothing is to be shown."""
    libelle: str
    """Two words at most: the footer."""
    aide: str
    """One sentence: the palette and the help."""
    action: str
    pied: bool = True
    """Whether the footer shows it."""
    palette: bool = True
    """Whether the palette offers it."""


def _c(id: str, ecran: str, touches: str, touche: str, libelle: str, aide: str, action: str, **plus: bool) -> Commande:
    return Commande(id, ecran, tuple(touches.split()), touche, libelle, aide, action, **plus)


# fmt: off
COMMANDES: tuple[Commande, ...] = (
    # Everywhere
    _c("aide", "", "f1", "F1", "Aide", "Ouvrir l’aide de cet écran.", "app.aide"),
    _c("palette", "", "ctrl+p", "Ctrl+P", "Commandes", "Chercher une commande par son nom.", "app.palette", pied=False, palette=False),
    _c("quitter", "", "ctrl+q ctrl+c", "Ctrl+Q", "Quitter", "Quitter l’application.", "app.quitter", pied=False),
    # Accueil
    _c("nouvel-entretien", "accueil", "n", "n", "Entretien", "Commencer un nouvel entretien.", "nouvel_entretien"),
    _c("reprendre", "accueil", "r", "r", "Reprendre", "Reprendre l’entretien interrompu.", "reprendre", pied=False),
    _c("annuler-dernier", "accueil", "u", "u", "Annuler", "Annuler le dernier entretien enregistré.", "annuler_dernier", pied=False),
    _c("modifier-orientation", "accueil", "m", "m", "Modifier", "Modifier l’orientation du dernier entretien.", "modifier_orientation", pied=False),
    _c("catalogue", "accueil", "c", "c", "Catalogue", "Parcourir les opérateurs et leurs offres.", "catalogue"),
    _c("exports", "accueil", "e", "e", "Exports", "Voir ce qui part, faire un fichier, envoyer.", "exports"),
    _c("tableau", "accueil", "t", "t", "Tableau", "Voir le tableau de bord du lieu.", "tableau", pied=False),
    _c("reglages", "accueil", "g", "g", "Réglages", "Changer le lieu, la cible des envois, le thème, les seuils.", "reglages", pied=False),
    _c("lieu", "accueil", "l", "l", "Lieu", "Changer de lieu.", "lieu", pied=False),
    _c("quitter-accueil", "accueil", "q", "q", "Quitter", "Quitter l’application.", "app.quitter", palette=False),
    # Entretien
    _c("choisir", "entretien", "", "1-9", "Choisir", "Choisir une réponse ; une lettre à partir de la dixième.", "choisir", pied=False, palette=False),
    _c("sans-reponse", "entretien", "", "0", "Sans réponse", "La personne préfère ne pas répondre (0 ou à).", "sans_reponse"),
    _c("facile", "entretien", "f f2", "f", "Facile", "Montrer la question en mots plus simples, ou revenir (f, ou F2 dans la liste des communes).", "facile"),
    _c("question-precedente", "entretien", "f7 backspace", "F7", "Retour", "Revenir à la question précédente (F7 ou Retour arrière).", "reculer"),
    _c("interrompre", "entretien", "escape q", "Échap", "Arrêter", "Interrompre l’entretien ; un brouillon peut être gardé.", "interrompre"),
    # Résultat
    _c("donner", "resultat", "space", "1-9", "Donner", "Donner une orientation, ou la retirer (chiffre ou Espace).", "donner", palette=False),
    _c("terminer", "resultat", "enter", "Entrée", "Terminer", "Enregistrer l’entretien.", "terminer"),
    _c("issue", "resultat", "i", "i", "Issue", "Dire comment l’orientation est reçue : acceptée, refusée, à réfléchir.", "issue"),
    _c("pourquoi-pas", "resultat", "p", "p", "Pourquoi pas", "Dire pourquoi les autres portes ne sont pas proposées.", "pourquoi_pas"),
    _c("fiche", "resultat", "f", "f", "Fiche", "Ouvrir la page de l’opérateur choisi.", "fiche", pied=False),
    _c("deplier", "resultat", "d right left", "d", "Détail", "Montrer ou cacher le détail de la ligne choisie.", "deplier", pied=False),
    _c("retour-questions", "resultat", "f7 backspace", "F7", "Retour", "Revenir à la dernière question.", "reculer", pied=False),
    _c("quitter-resultat", "resultat", "escape q", "Échap", "Interrompre", "Interrompre l’entretien ; un brouillon peut être gardé.", "interrompre", pied=False),
    # Pourquoi pas
    _c("fermer-pourquoi", "pourquoi-pas", "escape p q f7 backspace", "Échap", "Retour", "Revenir au résultat.", "fermer", palette=False),
    # Catalogue
    _c("filtrer-etape", "catalogue", "f2", "F2", "Étape", "Montrer les opérateurs d’une autre étape.", "etape"),
    _c("filtrer-etat", "catalogue", "f3", "F3", "État", "Montrer les opérateurs d’un autre état.", "etat"),
    _c("fermer-catalogue", "catalogue", "escape", "Échap", "Retour", "Revenir à l’écran précédent.", "fermer", palette=False),
    # Opérateur
    _c("noter-coordonnees", "operateur", "f4", "F4", "Coordonnées", "Noter comment joindre cet opérateur ici.", "noter"),
    _c("fermer-operateur", "operateur", "escape f7 backspace", "Échap", "Retour", "Revenir à l’écran précédent.", "fermer", palette=False),
    # Lieu
    _c("ajouter-lieu", "lieu", "f2", "F2", "Ajouter", "Ajouter un lieu qui n’est pas dans la liste.", "ajouter"),
    _c("fermer-lieu", "lieu", "escape", "Échap", "Retour", "Garder le lieu actuel.", "fermer", palette=False),
    # Exports
    _c("envoyer", "exports", "e", "e", "Envoyer", "Envoyer les comptes finis à la cible ; ce qui part est montré d’abord.", "envoyer"),
    _c("faire-fichier", "exports", "enter", "Entrée", "Fichier", "Écrire les comptes de la ligne choisie dans un fichier, CSV ou XLSX.", "fichier", palette=False),
    _c("arreter-envoi", "exports", "s", "s", "Arrêter", "Arrêter l’envoi après le fichier en cours.", "arreter"),
    _c("fermer-exports", "exports", "escape q f7 backspace", "Échap", "Retour", "Revenir à l’accueil ; un envoi continue.", "fermer", palette=False),
    # Tableau de bord
    _c("fermer-tableau", "tableau", "escape t q f7 backspace", "Échap", "Retour", "Revenir à l’accueil.", "fermer", palette=False),
    # Réglages
    _c("modifier-reglage", "reglages", "enter", "Entrée", "Modifier", "Changer le réglage choisi.", "modifier", palette=False),
    _c("essayer-cible", "reglages", "f5", "F5", "Essayer", "Essayer la cible des envois, pour savoir si elle répond.", "essayer"),
    _c("fermer-reglages", "reglages", "escape q f7 backspace", "Échap", "Retour", "Revenir à l’accueil.", "fermer", palette=False),
    # Aide
    _c("page-suivante", "aide", "tab", "→", "Page suivante", "Montrer la page suivante de l’aide (flèches droite et gauche).", "page_suivante", palette=False),
    _c("fermer-aide", "aide", "escape q f7 backspace", "Échap", "Retour", "Fermer l’aide.", "fermer", palette=False),
    # Saisie
    _c("enregistrer-saisie", "saisie", "f2", "F2", "Enregistrer", "Garder ce qui est écrit.", "enregistrer", palette=False),
    _c("fermer-saisie", "saisie", "escape", "Échap", "Annuler", "Fermer sans rien garder.", "fermer", palette=False),
    # Dialogues
    _c("annuler-dialogue", "dialogue", "escape", "Échap", "Revenir", "Fermer sans rien changer.", "fermer", palette=False),
)
# fmt: on

PAR_ID = {commande.id: commande for commande in COMMANDES}


def de_l_ecran(ecran: str) -> list[Commande]:
    """The commands of a screen, in the order of the table; those of all screens are not among them."""
    return [commande for commande in COMMANDES if commande.ecran == ecran]


def pied(ecran: str) -> list[Commande]:
    """What the footer of a screen shows: at most five commands, the help first."""
    return [PAR_ID["aide"], *(c for c in de_l_ecran(ecran) if c.pied)][:5]


def liaisons(ecran: str) -> list[BindingType]:
    """The Textual bindings of a screen; pass `""` for those of the app."""
    # Deferred: `prescripteur aide touches` prints the table without loading Textual.
    from textual.binding import Binding

    return [
        Binding(",".join(commande.touches), commande.action, commande.libelle, show=False, id=commande.id)
        for commande in de_l_ecran(ecran)
        if commande.touches
    ]
