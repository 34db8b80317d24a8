"""The help: what the screen below is for, the keys, the guide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from prescripteur_tui.services.aide import GUIDE, Bloc
from prescripteur_tui.services.aide import page as lire_page
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.commandes import Commande
from prescripteur_tui.ui.ecrans.base import Ecran, RecoitTouches
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.page import Page

PAGES = ("Cet écran", "Touches", "Guide")

TOUCHES_COMMUNES = (
    ("↑ ↓", "Parcourir une liste, ou faire défiler une page."),
    ("Entrée", "Choisir."),
    ("Tab", "Aller au champ ou au bouton suivant ; Maj+Tab au précédent."),
)
"""Keys that belong to no command: Textual's own, with the same meaning everywhere."""

LARGEUR_TOUCHE = 9


class EcranAide(Ecran[None]):
    """Three pages; it opens on the one about the screen below."""

    NOM = "aide"
    TITRE = "Aide"
    CSS_PATH = "aide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)
    a_une_aide = False

    def corps(self) -> Iterable[Widget]:
        """The names of the pages, and the page."""
        yield Onglets(PAGES, id="onglets")
        yield Page(id="page")

    def on_mount(self) -> None:
        """Show what the screen below is for."""
        self.query_one(Page).focus()
        self._montrer()

    async def touche(self, event: events.Key) -> bool:
        """Left and right turn the pages."""
        if event.key in ("left", "right"):
            self._tourner(1 if event.key == "right" else -1)
            return True
        return await self.jouer_touche(event)

    def action_page_suivante(self) -> None:
        """Turn to the next page."""
        self._tourner(1)

    def on_onglets_clique(self, message: Onglets.Clique) -> None:
        """A click on a name opens its page."""
        self.appli.faire(partial(self._aller, message.indice))

    async def _aller(self, indice: int) -> None:
        self.query_one(Onglets).ici = indice
        self._montrer()

    def _tourner(self, sens: int) -> None:
        onglets = self.query_one(Onglets)
        onglets.ici = (onglets.ici + sens) % len(PAGES)
        self._montrer()

    def _montrer(self) -> None:
        ici = self.query_one(Onglets).ici
        nom = _nom_de_l_ecran(self.app.screen_stack)
        pages = (lambda: page_de(nom), page_des_touches, lambda: en_paragraphes(lire_page(GUIDE)))
        self.query_one(Page).montrer(pages[ici]())


class Onglets(Widget):
    """The names of the pages on one line, the current one marked."""

    ici: reactive[int] = reactive(0)

    class Clique(Message):
        """A name was clicked."""

        def __init__(self, indice: int) -> None:
            super().__init__()
            self.indice = indice

    def __init__(self, noms: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._noms = noms

    def _textes(self) -> list[str]:
        return [f"{'▸' if i == self.ici else ' '} {nom}   " for i, nom in enumerate(self._noms)]

    def render(self) -> Content:
        """The names."""
        return Content.assemble(
            *((texte, "bold underline" if i == self.ici else "") for i, texte in enumerate(self._textes()))
        )

    def on_click(self, event: events.Click) -> None:
        """Tell which name is under the pointer."""
        ici = event.get_content_offset(self)
        fin = 0
        for indice, texte in enumerate(self._textes()):
            fin += cell_len(texte)
            if ici is not None and ici.x < fin:
                self.post_message(self.Clique(indice))
                return


# What the pages say


def page_de(nom: str) -> list[Paragraphe]:
    """What a screen is for, then its keys."""
    blocs = lire_page(f"ecrans/{nom}")
    return [
        *en_paragraphes(blocs),
        *([Paragraphe("")] if blocs else []),
        Paragraphe("Touches de cet écran", "bold $text-accent"),
        *_touches(commandes.de_l_ecran(nom)),
        *_touches(commandes.de_l_ecran("")),
        *(_touche(touche, aide) for touche, aide in TOUCHES_COMMUNES),
    ]


def page_des_touches() -> list[Paragraphe]:
    """The keys of all screens, from the table of commands."""
    lignes = [Paragraphe("Partout", "bold $text-accent"), *_touches(commandes.de_l_ecran(""))]
    lignes += [_touche(touche, aide) for touche, aide in TOUCHES_COMMUNES]
    for nom in dict.fromkeys(commande.ecran for commande in commandes.COMMANDES if commande.ecran):
        blocs = lire_page(f"ecrans/{nom}")
        titre = blocs[0].texte if blocs else nom.capitalize()
        lignes += [Paragraphe(""), Paragraphe(titre, "bold $text-accent"), *_touches(commandes.de_l_ecran(nom))]
    return lignes


def en_paragraphes(blocs: Iterable[Bloc]) -> list[Paragraphe]:
    """The blocks of a page, an empty line before each but list items that follow one another."""
    lignes: list[Paragraphe] = []
    precedent = ""
    for bloc in blocs:
        if lignes and not (bloc.genre == "point" and precedent in ("point", "paragraphe")):
            lignes.append(Paragraphe(""))
        if bloc.genre == "point":
            lignes.append(Paragraphe(f"{bloc.marque} {bloc.texte}", retrait=2, suite=len(bloc.marque) + 1))
        else:
            style = {"titre": "bold $text-primary", "section": "bold $text-accent"}.get(bloc.genre, "")
            lignes.append(Paragraphe(bloc.texte, style))
        precedent = bloc.genre
    return lignes


def _touches(liste: Iterable[Commande]) -> list[Paragraphe]:
    return [_touche(commande.touche, commande.aide) for commande in liste if commande.touche]


def _touche(touche: str, aide: str) -> Paragraphe:
    # No-break spaces: the wrapping keeps the key and the beginning of its sentence in their columns.
    ecart = "\u00a0" * max(LARGEUR_TOUCHE - cell_len(touche), 1)
    return Paragraphe(f"{touche}{ecart}{aide}", retrait=2, suite=LARGEUR_TOUCHE)


def _nom_de_l_ecran(pile: Sequence[Widget]) -> str:
    """The name of the screen that the help was opened over."""
    dessous = pile[-2] if len(pile) > 1 else None
    return dessous.NOM if isinstance(dessous, RecoitTouches) else ""


__all__ = ["EcranAide", "Onglets", "en_paragraphes", "page_de", "page_des_touches"]
