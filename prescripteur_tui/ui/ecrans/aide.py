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

from prescripteur_tui.services.aide import GUIDE, TOUCHES, Bloc
from prescripteur_tui.services.aide import page as lire_page
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.ecrans.base import Ecran, RecoitTouches
from prescripteur_tui.ui.textes import INSECABLE, Paragraphe, fr
from prescripteur_tui.ui.touches import page_des_touches, touches_communes, touches_de
from prescripteur_tui.ui.widgets.page import Page

PAGES = {
    "Ici": None,
    "Touches": TOUCHES,
    "Guide": GUIDE,
    "Coordination": "coordinateur",
    "Données": "donnees",
    "Accessibilité": "accessibilite",
}
"""The names of the pages, short enough for sixty columns, and their subject; the first is the screen below."""

LARGEUR_TOUCHE = 9


class EcranAide(Ecran[None]):
    """Several pages; it opens on the one about the screen below.

    Args:
        ici: what had the focus there.
    """

    NOM = "aide"
    TITRE = "Aide"
    CSS_PATH = "aide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)
    a_une_aide = False

    def __init__(self, ici: AideIci | None = None) -> None:
        super().__init__()
        self._ici = ici

    def corps(self) -> Iterable[Widget]:
        """The names of the pages, and the page."""
        yield Onglets(tuple(PAGES), id="onglets")
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
        sujet = tuple(PAGES.values())[self.query_one(Onglets).ici]
        if sujet is None:
            lignes = page_ici(self._ici, _nom_de_l_ecran(self.app.screen_stack))
        else:
            lignes = en_paragraphes(page_des_touches() if sujet == TOUCHES else lire_page(sujet))
        self.query_one(Page).montrer(lignes)


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
        # Closer together where there is little room: the mark alone then stands between two names.
        for avant, apres in ((" ", "   "), (" ", " "), ("", "")):
            textes = [f"{'▸' if i == self.ici else ' '}{avant}{nom}{apres}" for i, nom in enumerate(self._noms)]
            if sum(map(cell_len, textes)) - len(apres) <= self.size.width:
                break
        return textes

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


def page_ici(ici: AideIci | None, nom: str) -> list[Paragraphe]:
    """What is focused, then what the screen is for, then its keys."""
    focus = [Bloc("titre", ici.nom), *(Bloc("paragraphe", fr(texte)) for texte in ici.textes)] if ici else []
    touches = [*touches_de(nom), *touches_de(""), *touches_communes()]
    return en_paragraphes([*focus, *lire_page(f"ecrans/{nom}"), Bloc("section", "Touches de cet écran"), *touches])


def en_paragraphes(blocs: Iterable[Bloc]) -> list[Paragraphe]:
    """The blocks of a page, an empty line before each but items and keys that follow one another."""
    lignes: list[Paragraphe] = []
    precedent = ""
    for bloc in blocs:
        suit = (bloc.genre == "point" and precedent in ("point", "paragraphe")) or (
            bloc.genre == "touche" and precedent in ("touche", "section")
        )
        if lignes and not suit:
            lignes.append(Paragraphe(""))
        if bloc.genre == "point":
            lignes.append(Paragraphe(f"{bloc.marque} {bloc.texte}", retrait=2, suite=len(bloc.marque) + 1))
        elif bloc.genre == "touche":
            # No-break spaces: the wrapping keeps the key and the beginning of its sentence in their columns.
            ecart = INSECABLE * max(LARGEUR_TOUCHE - cell_len(bloc.marque), 1)
            lignes.append(Paragraphe(f"{bloc.marque}{ecart}{bloc.texte}", retrait=2, suite=LARGEUR_TOUCHE))
        else:
            style = {"titre": "bold $text-primary", "section": "bold $text-accent"}.get(bloc.genre, "")
            lignes.append(Paragraphe(bloc.texte, style))
        precedent = bloc.genre
    return lignes


def _nom_de_l_ecran(pile: Sequence[Widget]) -> str:
    """The name of the screen that the help was opened over."""
    dessous = pile[-2] if len(pile) > 1 else None
    return dessous.NOM if isinstance(dessous, RecoitTouches) else ""
