"""Dialogs: a title, a body that scrolls, choices outside the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import HAUTEURS, LARGEURS, RecoitTouches
from prescripteur_tui.ui.textes import Paragraphe, chiffre
from prescripteur_tui.ui.widgets.lignes import Banniere, Texte, TropPetit
from prescripteur_tui.ui.widgets.liste import Element, Liste

if TYPE_CHECKING:
    from prescripteur_tui.ui.application import AppPrescripteur

Suite = Callable[[str], Awaitable[None]]
"""What follows a choice, given its id; done before the next key is looked at."""


@dataclass(frozen=True, slots=True)
class Choix:
    """One way out of a dialog."""

    id: str
    libelle: str
    sens: str = ""


class Dialogue(RecoitTouches, ModalScreen[str | None]):
    """A question with numbered choices; Échap goes back without choosing."""

    NOM = "dialogue"
    BINDINGS = commandes.liaisons("dialogue")
    CSS_PATH = "dialogues.tcss"
    HORIZONTAL_BREAKPOINTS = LARGEURS
    VERTICAL_BREAKPOINTS = HAUTEURS
    a_une_aide = False

    def __init__(
        self,
        titre: str,
        corps: Sequence[Paragraphe | str],
        choix: Sequence[Choix],
        suite: Suite | None = None,
        *,
        defaut: str | None = None,
    ) -> None:
        """
        Args:
            titre: one line.
            corps: what there is to know.
            choix: the ways out, numbered from 1.
            suite: what follows a choice.
            defaut: id of the choice that Enter takes: the safe one.
        """
        super().__init__()
        self._titre = titre
        self._corps = corps
        self._choix = list(choix)
        self._suite = suite
        ids = [c.id for c in choix]
        self._defaut = ids.index(defaut) if defaut in ids else 0

    def compose(self) -> ComposeResult:
        """Title, body, choices."""
        elements = [Element(c.id, c.libelle, c.sens, str(i)) for i, c in enumerate(self._choix, start=1)]
        yield Banniere()
        with Vertical(id="cadre"):
            yield Texte(Paragraphe(self._titre, "bold"), id="titre")
            with VerticalScroll(id="corps", can_focus=False):
                yield Texte(*self._corps, id="texte")
            yield Liste(elements, curseur=self._defaut, id="choix")
        yield TropPetit(id="trop-petit")

    def on_mount(self) -> None:
        """The choices have the focus."""
        self.query_one("#corps").display = bool(self._corps)
        self.query_one(Liste).focus()

    async def touche(self, event: events.Key) -> bool:
        """Digits choose, arrows move, Enter takes, Échap goes back; nothing else passes."""
        liste = self.query_one(Liste)
        numero = chiffre(event.key, event.character)
        if event.key == "escape":
            await self.choisir(None)
        elif event.key in ("enter", "space"):
            await self.choisir(self._choix[liste.curseur].id)
        elif numero and numero <= len(self._choix):
            await self.choisir(self._choix[numero - 1].id)
        elif event.key in ("pageup", "pagedown"):
            corps = self.query_one("#corps", VerticalScroll)
            corps.scroll_relative(y=(1 if event.key == "pagedown" else -1) * corps.size.height, animate=False)
        elif event.key in ("tab", "shift+tab"):
            liste.deplacer("down" if event.key == "tab" else "up")
        else:
            liste.deplacer(event.key)
        return True

    async def choisir(self, identifiant: str | None) -> None:
        """Close, then do what follows."""
        await self.dismiss(identifiant)
        if identifiant is not None and self._suite is not None:
            await self._suite(identifiant)

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click chooses."""
        message.stop()
        cast("AppPrescripteur", self.app).faire(partial(self.choisir, message.element.id))

    def action_fermer(self) -> None:
        """Go back without choosing."""
        self.dismiss(None)


class DialogueErreur(Dialogue):
    """What is wrong, where, what to do."""

    def __init__(self, erreur: ErreurPrescripteur, suite: Suite | None = None, *, fermer: str = "Fermer") -> None:
        ou = [Paragraphe(erreur.lieu, "$discret")] if erreur.lieu else []
        super().__init__(
            "Quelque chose ne va pas",
            [*ou, erreur.message, "", Paragraphe(erreur.conseil, "bold")],
            [Choix("fermer", fermer)],
            suite,
        )
