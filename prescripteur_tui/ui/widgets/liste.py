"""A list to choose from: numbered, wrapped, scrolled; one widget however many lines it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import Paragraphe, couper, couper_tout, fr, propre

CURSEUR = "▸"
"""Stands in front of the line under the cursor: colour alone would not say it."""

_ECART = 3
"""Cells between a label and what it means."""

_COLONNE_LARGE = 40
"""Cells with which the meanings of all elements stand in one column."""

_COLONNE_ETROITE = 18
"""Cells with which they do when that takes no more lines than some beside and some below."""


@dataclass(frozen=True, slots=True)
class Element:
    """One line to choose, or a heading between lines (`est_titre`). All texts are plain."""

    id: str
    libelle: str
    sens: str = ""
    touche: str = ""
    marque: str = ""
    """`[✓]`, `[ ]` or a sign, in front of the label."""
    droite: str = ""
    """A word after the label: its state."""
    details: tuple[Paragraphe, ...] = ()
    """Lines below, indented under the label; their style is `libelle`, `sens`, `droite` or `touche`."""
    est_titre: bool = False


_Ligne = list[tuple[str, str]]
"""(text, component) pieces of one line."""


class Liste(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor. The screen handles its keys (`deplacer`); a click sends `Pointee`."""

    PARTIES: ClassVar[tuple[str, ...]] = ("touche", "nom", "libelle", "sens", "droite", "titre")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"liste--curseur", *(f"liste--{partie}" for partie in PARTIES)}
    ALLOW_MAXIMIZE = False

    class Pointee(Message):
        """An element was clicked."""

        def __init__(self, liste: Liste, element: Element) -> None:
            super().__init__()
            self.liste = liste
            self.element = element

        @property
        def control(self) -> Liste:
            """The list."""
            return self.liste

    def __init__(self, elements: Sequence[Element] = (), *, curseur: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self.elements: list[Element] = list(elements)
        self.curseur = self._choisissable(curseur)
        self._lignes: list[tuple[int, _Ligne]] = []
        self._debuts: list[int] = []
        self._largeur = 0
        self._styles: dict[str, Style] = {}

    # Content

    def montrer(self, elements: Sequence[Element], *, curseur: int | None = 0) -> None:
        """Show other elements; `curseur` None keeps the cursor on the element with the same id."""
        garde = self.courant.id if curseur is None and self.courant is not None else None
        self.elements = list(elements)
        ids = [e.id for e in self.elements]
        place = ids.index(garde) if garde in ids else (curseur or 0)
        self.curseur = self._choisissable(place)
        self._composer(self._largeur)
        if curseur is not None:
            self._defiler(0)
        self._montrer_curseur()
        self.refresh(layout=self.styles.is_auto_height)

    @property
    def courant(self) -> Element | None:
        """The element under the cursor."""
        return self.elements[self.curseur] if 0 <= self.curseur < len(self.elements) else None

    def par_touche(self, touche: str) -> Element | None:
        """The element with this key in front."""
        return next((e for e in self.elements if e.touche == touche and touche), None)

    @property
    def aide_ici(self) -> AideIci:
        """The line under the cursor."""
        texte = "Les flèches parcourent la liste, Entrée prend la ligne marquée ▸."
        if any(element.touche for element in self.elements):
            texte += " Le signe affiché devant une ligne la prend tout de suite."
        nom = f"La ligne « {self.courant.libelle} »" if self.courant is not None else "La liste"
        return AideIci(nom, (texte,))

    # Cursor

    def deplacer(self, touche: str) -> bool:
        """Move the cursor; False when the key is none of those that do."""
        page = max(self.size.height - 1, 1)
        if touche in ("down", "up"):
            self._avancer(1 if touche == "down" else -1)
        elif touche in ("pagedown", "pageup"):
            self._sauter(page if touche == "pagedown" else -page)
        elif touche == "home":
            self.surligner(self._choisissable(0))
            self._defiler(0)
        elif touche == "end":
            self.surligner(self._choisissable(len(self.elements) - 1, -1))
            self._defiler(self.max_scroll_y)
        else:
            return False
        return True

    def surligner(self, indice: int) -> None:
        """Put the cursor on an element and bring it into view."""
        if 0 <= indice < len(self.elements) and indice != self.curseur:
            self.curseur = indice
            self.refresh()
        self._montrer_curseur()

    def surligner_id(self, identifiant: str) -> None:
        """Put the cursor on the element with this id."""
        for i, element in enumerate(self.elements):
            if element.id == identifiant:
                self.surligner(i)

    def _choisissable(self, depuis: int, pas: int = 1) -> int:
        """The nearest element to choose from `depuis` on (before it, if `pas` is negative), else the other way."""
        choisissables = [i for i, element in enumerate(self.elements) if not element.est_titre]
        apres = [i for i in choisissables if i >= depuis]
        avant = [i for i in choisissables if i <= depuis]
        if pas > 0:
            return apres[0] if apres else avant[-1] if avant else 0
        return avant[-1] if avant else apres[0] if apres else 0

    def _avancer(self, pas: int) -> None:
        debut, fin = self._bornes(self.curseur)
        hauteur = self.size.height
        haut = self.scroll_offset.y
        # An element taller than the window is read to its end before the cursor leaves it.
        if pas > 0 and fin > haut + hauteur:
            self._defiler(min(haut + hauteur - 1, fin - hauteur))
            return
        if pas < 0 and debut < haut:
            self._defiler(max(haut - hauteur + 1, debut))
            return
        suivant = self.curseur + pas
        while 0 <= suivant < len(self.elements) and self.elements[suivant].est_titre:
            suivant += pas
        if 0 <= suivant < len(self.elements):
            self.surligner(suivant)
        else:
            self._defiler(0 if pas < 0 else self.max_scroll_y)

    def _sauter(self, lignes: int) -> None:
        if self._lignes:
            visee = min(max(self._bornes(self.curseur)[0] + lignes, 0), len(self._lignes) - 1)
            self.surligner(self._choisissable(self._lignes[visee][0], 1 if lignes > 0 else -1))

    def _bornes(self, indice: int) -> tuple[int, int]:
        """First line of an element, and the line after its last."""
        if not 0 <= indice < len(self._debuts):
            return 0, 0
        suivant = self._debuts[indice + 1] if indice + 1 < len(self._debuts) else len(self._lignes)
        return self._debuts[indice], suivant

    def _montrer_curseur(self) -> None:
        hauteur = self.size.height
        if not hauteur:
            return
        debut, fin = self._bornes(self.curseur)
        titre = self.curseur
        while titre > 0 and self.elements[titre - 1].est_titre:
            # A heading is seen with what it stands above.
            titre -= 1
            debut = self._bornes(titre)[0]
        haut = self.scroll_offset.y
        if debut < haut or fin - debut >= hauteur:
            self._defiler(debut)
        elif fin > haut + hauteur:
            self._defiler(fin - hauteur)

    def _defiler(self, y: int) -> None:
        self.scroll_to(y=max(y, 0), animate=False, force=True, immediate=True)

    # Lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines, for a list as high as what it holds."""
        # `width` still holds the scrollbar, which is always there.
        largeur = width - self.styles.scrollbar_size_vertical
        if largeur != self._largeur:
            self._composer(largeur)
        return len(self._lignes)

    def on_resize(self) -> None:
        """Wrap again."""
        self._composer(self.scrollable_content_region.width)
        self._montrer_curseur()

    def _composer(self, largeur: int) -> None:
        self._largeur = largeur
        self._lignes = []
        self._debuts = []
        if largeur <= 0:
            return
        for i, siennes in enumerate(self._disposer(largeur)):
            self._debuts.append(len(self._lignes))
            self._lignes += [(i, ligne) for ligne in siennes]
        self._dimensionner(Size(largeur, len(self._lignes)))
        self.refresh()

    def _dimensionner(self, taille: Size) -> None:
        """Give the scrollbar its length.

        Not through the reactive, which lays the whole screen out again, half of what the next question costs: the
        place of a list does not depend on its lines, and `montrer` asks for a layout where it does.
        """
        if taille != self.virtual_size:
            self.set_reactive(Widget.virtual_size, taille)
            self._scroll_update(taille)

    def _disposer(self, largeur: int) -> list[list[_Ligne]]:
        """The lines of each element: meanings in a column of their own where there is room, else beside or below."""
        colonne = self._colonne()
        place = largeur - self._marge() - colonne - _ECART
        en_colonne = [self._lignes_de(e, largeur, colonne) for e in self.elements] if place >= _COLONNE_ETROITE else []
        if en_colonne and place >= _COLONNE_LARGE:
            return en_colonne
        partage = self._partage(largeur)
        lignes = [self._lignes_de(element, largeur, partage, empile=True) for element in self.elements]
        if en_colonne and sum(map(len, en_colonne)) <= sum(map(len, lignes)):
            return en_colonne
        # All meanings below their label, when that too fits: one shape for all is easier to read.
        empilees = [self._lignes_de(element, largeur, 0, empile=True) for element in self.elements]
        return empilees if sum(map(len, empilees)) <= self.size.height else lignes

    def _largeurs_de_tete(self) -> tuple[int, int]:
        """Width of the widest key and of the widest mark."""
        return (
            max((cell_len(e.touche) for e in self.elements), default=0),
            max((cell_len(e.marque) for e in self.elements), default=0),
        )

    def _marge(self) -> int:
        """Cells before a label."""
        touche, marque = self._largeurs_de_tete()
        return 2 + (touche + 2 if touche else 0) + (marque + 1 if marque else 0)

    def _colonne(self) -> int:
        """Width of the column of labels when meanings have one of their own beside it."""
        couples = [e for e in self.elements if e.sens and not e.est_titre]
        return max(map(_largeur_libelle, couples), default=0)

    def _partage(self, largeur: int) -> int:
        """Width of the column of labels with which the most meanings stand beside their label; the others go below."""
        place = largeur - self._marge() - _ECART
        couples = [(_largeur_libelle(e), cell_len(fr(e.sens))) for e in self.elements if e.sens and not e.est_titre]
        return max(
            sorted({libelle for libelle, _ in couples}),
            key=lambda c: sum(libelle <= c and c + sens <= place for libelle, sens in couples),
            default=0,
        )

    def _lignes_de(self, e: Element, largeur: int, colonne: int, *, empile: bool = False) -> list[_Ligne]:
        if e.est_titre:
            return [[(texte, "titre")] for texte in couper(e.libelle, largeur)]
        marge = self._marge()
        place = largeur - marge
        retrait = (" " * marge, "libelle")
        libelles = couper(e.libelle, place)
        lignes: list[_Ligne] = [[*([retrait] if j else self._tete(e)), (x, "nom")] for j, x in enumerate(libelles)]
        prise = cell_len(libelles[-1])
        if e.droite and prise + _largeur_droite(e) <= place:
            lignes[-1].append((f"  {fr(propre(e.droite))}", "droite"))
            prise += _largeur_droite(e)
        elif e.droite:
            lignes += [[retrait, (x, "droite")] for x in couper(e.droite, place)]
            prise = place
        if e.sens and colonne and empile and prise <= colonne and colonne + _ECART + cell_len(fr(e.sens)) <= place:
            lignes[-1] += [(" " * (colonne + _ECART - prise), "sens"), (fr(propre(e.sens)), "sens")]
        elif e.sens and colonne and not empile:
            debut = colonne + _ECART
            sens = couper(e.sens, place - debut)
            lignes[-1] += [(" " * (debut - prise), "sens"), (sens[0], "sens")]
            lignes += [[retrait, (" " * debut, "sens"), (x, "sens")] for x in sens[1:]]
        elif e.sens:
            lignes += [[retrait, (x, "sens")] for x in couper(e.sens, place)]
        return lignes + [[retrait, (x, style or "sens")] for x, style in couper_tout(e.details, place)]

    def _tete(self, e: Element) -> _Ligne:
        """What stands before the label: room for the cursor, key, mark."""
        touche, marque = self._largeurs_de_tete()
        tete: _Ligne = [("  ", "libelle")]
        if touche:
            tete.append((" " * (touche - cell_len(e.touche)) + e.touche + "  ", "touche"))
        if marque:
            tete.append((e.marque + " " * (marque - cell_len(e.marque) + 1), "libelle"))
        return tete

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        largeur = self.scrollable_content_region.width
        rang = y + self.scroll_offset.y
        fond = self._style("")
        if rang >= len(self._lignes):
            return Strip.blank(largeur, fond)
        indice, ligne = self._lignes[rang]
        ici = indice == self.curseur and not self.elements[indice].est_titre
        base = fond + self._style("curseur") if ici else fond
        segments = []
        for j, (texte, partie) in enumerate(ligne):
            est_debut = j == 0 and ici and rang == self._debuts[indice]
            style = base + self._style(partie) if partie in self.PARTIES else base
            segments.append(Segment(CURSEUR + texte[1:] if est_debut else texte, style))
        return Strip(segments).adjust_cell_length(largeur, base).crop(0, largeur)

    def _style(self, partie: str) -> Style:
        """Style of a part, of the widget itself for `""`; computed once, because every line asks for several."""
        style = self._styles.get(partie)
        if style is None:
            style = self.get_component_rich_style(f"liste--{partie}", partial=True) if partie else self.rich_style
            self._styles[partie] = style
        return style

    def notify_style_update(self) -> None:
        """The theme or the focus changed."""
        self._styles.clear()
        super().notify_style_update()

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is, and tell."""
        event.stop()
        ici = event.get_content_offset(self)
        if ici is None:
            return
        rang = ici.y + self.scroll_offset.y
        if 0 <= rang < len(self._lignes):
            indice = self._lignes[rang][0]
            if not self.elements[indice].est_titre:
                self.surligner(indice)
                self.post_message(self.Pointee(self, self.elements[indice]))


def _largeur_libelle(e: Element) -> int:
    return cell_len(fr(e.libelle)) + _largeur_droite(e)


def _largeur_droite(e: Element) -> int:
    return cell_len(fr(e.droite)) + 2 if e.droite else 0
