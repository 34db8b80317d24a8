"""One-line furniture: header, footer, and the sentence of a window that is too small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from prescripteur_tui.services.nature import BANNIERES
from prescripteur_tui.ui.commandes import Commande
from prescripteur_tui.ui.textes import Paragraphe, abreger, couper_tout, fr

if TYPE_CHECKING:
    from prescripteur_tui.ui.application import AppPrescripteur


class Banniere(Widget):
    """On top of every screen and dialog of a base that is not a real one; nothing on a real one."""

    def on_mount(self) -> None:
        """Say what the app knows."""
        self.montrer()

    def montrer(self) -> None:
        """Show or hide the line, by what is known of the base now."""
        self.display = bool(self._nature)

    def render(self) -> Content:
        """The sentence."""
        return Content(fr(BANNIERES.get(self._nature, "")))

    @property
    def _nature(self) -> str:
        return cast("AppPrescripteur", self.app).nature


class Entete(Widget):
    """Title at the left, context at the right."""

    contexte: reactive[str] = reactive("")

    def __init__(self, titre: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.titre = titre

    def render(self) -> Content:
        """The line, the context cut first when there is no room."""
        place = self.size.width - cell_len(self.titre) - 2
        contexte = abreger(self.contexte, place)
        blanc = " " * max(self.size.width - cell_len(self.titre) - cell_len(contexte), 1)
        return Content.assemble((self.titre, "bold"), blanc, contexte)


class Pied(Widget):
    """The keys of the screen; a click on one does what the key does."""

    def __init__(self, commandes: Sequence[Commande], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._commandes = list(commandes)
        self._plages: list[tuple[int, int, Commande]] = []

    def montrer(self, commandes: Sequence[Commande]) -> None:
        """Show other commands."""
        self._commandes = list(commandes)
        self.refresh()

    def render(self) -> Content:
        """`F1 Aide   n Entretien`, closer together when there is little room."""
        textes = [(c.touche, c.libelle) for c in self._commandes]
        longueur = sum(cell_len(t) + 1 + cell_len(x) for t, x in textes)
        trous = max(len(textes) - 1, 1)
        ecart = max(min((self.size.width - longueur) // trous, 3), 1)
        morceaux: list[str | tuple[str, str]] = []
        self._plages = []
        x = 0
        for commande, (touche, libelle) in zip(self._commandes, textes, strict=True):
            if x:
                morceaux.append(" " * ecart)
                x += ecart
            fin = x + cell_len(touche) + 1 + cell_len(libelle)
            self._plages.append((x, fin, commande))
            morceaux += [(touche, "bold $fort"), f" {libelle}"]
            x = fin
        return Content.assemble(*morceaux)

    def on_click(self, event: events.Click) -> None:
        """Run the command under the pointer."""
        event.stop()
        ici = event.get_content_offset(self)
        for debut, fin, commande in self._plages:
            if ici is not None and debut <= ici.x < fin:
                cast("AppPrescripteur", self.app).jouer(commande.action)


class Texte(Widget):
    """Text that wraps as French does; what it is given is shown as it is, never read as markup."""

    def __init__(self, *paragraphes: Paragraphe | str, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._paragraphes = _paragraphes(paragraphes)
        self._coupe: tuple[int, list[tuple[str, str]]] = (0, [])

    def montrer(self, *paragraphes: Paragraphe | str) -> None:
        """Show other text."""
        nouveaux = _paragraphes(paragraphes)
        if nouveaux != self._paragraphes:
            self._paragraphes = nouveaux
            self._coupe = (0, [])
            # Laid out again only when the lines below have to move.
            self.refresh(layout=not self.size.width or self._hauteur_voulue() != self.size.height)

    def _hauteur_voulue(self) -> int:
        """Lines of the text, or of the room that its style keeps for it."""
        au_moins = self.styles.min_height
        return max(len(self.lignes(self.size.width)), int(au_moins.value) if au_moins is not None else 0)

    @property
    def texte(self) -> str:
        """What is shown, unwrapped."""
        return "\n".join(p.texte for p in self._paragraphes)

    def lignes(self, largeur: int) -> list[tuple[str, str]]:
        """(line, style), wrapped."""
        if self._coupe[0] != largeur:
            self._coupe = (largeur, couper_tout(self._paragraphes, largeur))
        return self._coupe[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as it may be."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes."""
        return len(self.lignes(width))

    def render(self) -> Content:
        """The wrapped lines."""
        lignes = self.lignes(self.size.width)
        morceaux: list[Content] = []
        for i, (ligne, style) in enumerate(lignes):
            if i:
                morceaux.append(Content("\n"))
            morceaux.append(Content.styled(ligne, style) if style else Content(ligne))
        return Content.assemble(*morceaux)


def _paragraphes(elements: Sequence[Paragraphe | str]) -> list[Paragraphe]:
    return [e if isinstance(e, Paragraphe) else Paragraphe(e) for e in elements]


class TropPetit(Texte):
    """Covers a screen whose window is too small; the screen below keeps its state."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            Paragraphe("Agrandissez la fenêtre (60×20 au moins).", "bold"),
            Paragraphe("Rien n’est perdu : l’écran revient comme il était."),
            id=id,
        )
