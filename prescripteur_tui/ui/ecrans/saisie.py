"""Dialogs with fields: a title, what is refused, fields that scroll, buttons outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.ecrans.base import HAUTEURS, LARGEURS, RecoitTouches
from prescripteur_tui.ui.textes import Paragraphe, fr
from prescripteur_tui.ui.widgets.champ import ECRIRE, ChampTexte
from prescripteur_tui.ui.widgets.lignes import Banniere, Texte, TropPetit

if TYPE_CHECKING:
    from textual import events

    from prescripteur_tui.ui.application import AppPrescripteur

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Champ:
    """One field: `id` is a slug, `aide` says what to write."""

    id: str
    titre: str
    aide: str = ""
    valeur: str = ""


class Saisie(RecoitTouches, ModalScreen[R | None], Generic[R]):
    """Fields to fill in; F2 saves, Échap goes back. A subclass gives `refus` and `enregistrer`."""

    NOM = "saisie"
    CSS_PATH = "saisie.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)
    HORIZONTAL_BREAKPOINTS = LARGEURS
    VERTICAL_BREAKPOINTS = HAUTEURS

    def __init__(self, titre: str, champs: Sequence[Champ]) -> None:
        super().__init__()
        self._titre = titre
        self._champs = list(champs)

    @property
    def appli(self) -> AppPrescripteur:
        """The app, with its type."""
        return cast("AppPrescripteur", self.app)

    def refus(self, valeurs: Mapping[str, str]) -> dict[str, str]:
        """Why each refused field is refused, by field."""
        return {}

    async def enregistrer(self, valeurs: Mapping[str, str]) -> R:
        """Keep the values.

        Raises:
            ErreurPrescripteur: told in the dialog, which stays open.
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, refusals, fields, buttons."""
        yield Banniere()
        with Vertical(id="cadre-saisie"):
            yield Texte(Paragraphe(self._titre, "bold"), id="titre-saisie")
            yield Texte(id="refus")
            with VerticalScroll(id="champs", can_focus=False):
                for champ in self._champs:
                    with Vertical(id=f"boite-{champ.id}", classes="boite"):
                        yield Texte(Paragraphe(champ.titre, "bold"), *([champ.aide] if champ.aide else []))
                        yield ChampTexte(champ.valeur, id=f"champ-{champ.id}")
                        yield Texte(id=f"refus-{champ.id}")
            with Horizontal(id="boutons"):
                yield Button("Enregistrer (F2)", id="enregistrer", compact=True)
                yield Button("Annuler (Échap)", id="annuler", compact=True)
        yield TropPetit(id="trop-petit")

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(ChampTexte).first().focus()

    @property
    def aide_ici(self) -> AideIci | None:
        """The field or the button that has the focus."""
        focus = self.focused
        if isinstance(focus, Button):
            return AideIci(f"Le bouton « {focus.label} »", ("Entrée ou Espace l’actionne.",))
        champ = next((c for c in self._champs if focus is self._saisie(c.id)), None)
        if champ is None:
            return super().aide_ici
        consigne = (champ.aide if champ.aide.endswith(".") else f"{champ.aide}.",) if champ.aide else ()
        suite = f"{ECRIRE} {'Entrée enregistre' if len(self._champs) == 1 else 'Entrée va au champ suivant'}."
        return AideIci(f"Le champ « {champ.titre} »", (*consigne, suite))

    def valeurs(self) -> dict[str, str]:
        """What is typed, by field."""
        return {champ.id: self._saisie(champ.id).value for champ in self._champs}

    async def touche(self, event: events.Key) -> bool:
        """Enter goes to the next field, saves an only one, or presses the button; F2 and Échap from anywhere."""
        if event.key == "enter" and isinstance(self.focused, ChampTexte):
            if len(self._champs) == 1:
                await self.action_enregistrer()
            else:
                self.focus_next()
            return True
        if event.key in ("enter", "space") and isinstance(self.focused, Button):
            await self._presser(self.focused.id)
            return True
        if event.key in ("up", "down"):
            self.focus_next() if event.key == "down" else self.focus_previous()
            return True
        return await self.jouer_touche(event)

    @on(Button.Pressed)
    def _cliquer(self, event: Button.Pressed) -> None:
        event.stop()
        self.appli.faire(partial(self._presser, event.button.id))

    async def _presser(self, bouton: str | None) -> None:
        if bouton == "enregistrer":
            await self.action_enregistrer()
        else:
            self.action_fermer()

    async def action_enregistrer(self) -> None:
        """Keep what is typed, or say all that is refused: at the top which fields, beside each one why."""
        valeurs = self.valeurs()
        refuses = self.refus(valeurs)
        for champ in self._champs:
            texte = refuses.get(champ.id)
            self.query_one(f"#refus-{champ.id}", Texte).montrer(
                *([Paragraphe(f"✗ {texte}", "bold", 0, 2)] if texte else [])
            )
        if refuses:
            titres = [champ.titre for champ in self._champs if champ.id in refuses]
            self._refuser(fr(f"À corriger : {', '.join(titres)}."))
            self._revenir_a(next(iter(refuses)))
            return
        try:
            resultat = await self.enregistrer(valeurs)
        except ErreurPrescripteur as erreur:
            self._refuser(f"{erreur.message} {erreur.conseil}")
            return
        self.dismiss(resultat)

    def action_fermer(self) -> None:
        """Go back without keeping anything."""
        self.dismiss(None)

    def _saisie(self, champ: str) -> ChampTexte:
        return self.query_one(f"#champ-{champ}", ChampTexte)

    def _revenir_a(self, champ: str) -> None:
        self._saisie(champ).focus(scroll_visible=False)
        # After the refusals have taken their place: what is wrong must be seen with its field.
        self.call_after_refresh(self.query_one(f"#boite-{champ}").scroll_visible, animate=False)

    def _refuser(self, phrase: str) -> None:
        lignes = (Paragraphe(phrase, "bold $text-error"), "Rien n’est enregistré.")
        self.query_one("#refus", Texte).montrer(*lignes)
