"""The page of all keys, made from the table of commands: for the app and for `prescripteur aide touches`."""

from __future__ import annotations

from collections.abc import Iterable

from prescripteur_tui.services.aide import Bloc
from prescripteur_tui.services.aide import page as lire_page
from prescripteur_tui.services.francais import fr
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.commandes import Commande

TOUCHES_COMMUNES = (
    ("↑ ↓", "Parcourir une liste, ou faire défiler une page."),
    ("Entrée", "Choisir."),
    ("Tab", "Aller au champ ou au bouton suivant ; Maj+Tab au précédent."),
)
"""Keys that belong to no command: Textual's own, with the same meaning everywhere."""


def page_des_touches() -> tuple[Bloc, ...]:
    """The keys of all screens: those that hold everywhere, then screen by screen."""
    blocs = [Bloc("titre", "Touches"), Bloc("section", "Partout"), *touches_de(""), *touches_communes()]
    for nom in dict.fromkeys(commande.ecran for commande in commandes.COMMANDES if commande.ecran):
        page = lire_page(f"ecrans/{nom}")
        blocs += [Bloc("section", page[0].texte if page else nom.capitalize()), *touches_de(nom)]
    return tuple(blocs)


def touches_de(ecran: str) -> list[Bloc]:
    """The keys of one screen; pass `""` for those of the app."""
    return _blocs(commandes.de_l_ecran(ecran))


def touches_communes() -> list[Bloc]:
    """The keys of lists, pages and fields."""
    return [Bloc("touche", fr(aide), touche) for touche, aide in TOUCHES_COMMUNES]


def _blocs(liste: Iterable[Commande]) -> list[Bloc]:
    return [Bloc("touche", fr(commande.aide), commande.touche) for commande in liste if commande.touche]
