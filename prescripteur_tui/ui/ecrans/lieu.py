"""Where the interviews take place: chosen among the known places, or added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import lieux
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.catalogue import plier
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.lieux import LieuConnu
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.ecrans.saisie import Champ, Saisie
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.lignes import Texte
from prescripteur_tui.ui.widgets.recherche import Recherche
from prescripteur_tui.ui.widgets.repertoire import Ligne, Repertoire

if TYPE_CHECKING:
    from textual import events

NOM_LE_PLUS_LONG = 80
IDENTIFIANT_LE_PLUS_LONG = 64


class EcranLieu(Ecran[LieuConnu | None]):
    """Search, list; Enter makes a place the one of the next interviews and gives it back."""

    NOM = "lieu"
    TITRE = "Choisir le lieu"
    CSS_PATH = "lieu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)

    def __init__(self) -> None:
        super().__init__()
        self._lieux: list[LieuConnu] = []
        self._actuel = ""

    def corps(self) -> Iterable[Widget]:
        """The search over the list."""
        yield Recherche("Chercher", "un nom, une commune", id="recherche")
        yield Repertoire(_largeurs, id="lieux")
        yield Texte(id="rien")
        yield Texte(id="apercu-lieu")

    async def on_mount(self) -> None:
        """Read the places; the one in use is the current row."""
        self.query_one(Input).focus()
        try:
            await self.appli.charger_catalogue()
            self._lieux, self._actuel = await self.appli.en_arriere(_lire, self.appli.services)
        except ErreurPrescripteur as erreur:
            self.call_later(self._renoncer, erreur)
            return
        self._lister(self._actuel)

    @on(Input.Changed)
    def _chercher(self) -> None:
        self._lister()

    def _lister(self, choisi: str | None = None) -> None:
        texte = self.query_one(Input).value
        mots = plier(texte).split()
        trouves = [lieu for lieu in self._lieux if all(mot in _cherchable(lieu) for mot in mots)]
        liste = self.query_one(Repertoire)
        liste.montrer([self._ligne(lieu) for lieu in trouves], choisi)
        liste.display = bool(trouves)
        rien = self.query_one("#rien", Texte)
        rien.display = not trouves
        rien.montrer(*_rien(texte))
        compte = nombre(len(self._lieux), "lieu", "lieux")
        self.contexte = compte if len(trouves) == len(self._lieux) else f"{len(trouves)} sur {compte}"

    def _ligne(self, lieu: LieuConnu) -> Ligne:
        ou = lieu.commune or ("ajouté ici" if lieu.est_local else "")
        return Ligne(lieu.id, (lieu.nom, "lieu actuel" if lieu.id == self._actuel else ou))

    @on(Repertoire.Parcourue)
    def _apercevoir(self, event: Repertoire.Parcourue) -> None:
        """The whole name of the current row: the list may have cut it."""
        lieu = next((lieu for lieu in self._lieux if lieu.id == event.ligne), None)
        actuel = " (lieu actuel)" if lieu is not None and lieu.id == self._actuel else ""
        mots = [f"{lieu.nom}{f', {lieu.commune}' if lieu.commune else ''}{actuel}"] if lieu is not None else []
        self.query_one("#apercu-lieu", Texte).montrer(*mots)

    @on(Repertoire.Cliquee)
    def _cliquer(self, event: Repertoire.Cliquee) -> None:
        self.appli.faire(partial(self._choisir, event.ligne))

    async def touche(self, event: events.Key) -> bool:
        """Enter chooses; the arrows walk through the list from the search too."""
        liste = self.query_one(Repertoire)
        if event.key == "enter":
            if liste.choisie is not None:
                await self._choisir(liste.choisie)
            return True
        if self.focused is self.query_one(Input) and liste.suivre_touche(event.key):
            return True
        return await self.jouer_touche(event)

    async def action_ajouter(self) -> None:
        """Add a place that is not in the list, and choose it."""
        deja = self.query_one(Input).value if self.query_one(Repertoire).choisie is None else ""
        await self.app.push_screen(SaisieLieu(deja.strip()), self._ajouter)

    def _ajouter(self, lieu: LieuConnu | None) -> None:
        if lieu is not None:
            self.appli.faire(partial(self._choisir, lieu.id))

    async def _choisir(self, identifiant: str) -> None:
        self.dismiss(await self.appli.en_arriere(lieux.choisir, self.appli.services, identifiant))

    def _renoncer(self, erreur: ErreurPrescripteur) -> None:
        self.dismiss(None)
        self.appli.montrer_erreur(erreur)


class SaisieLieu(Saisie[LieuConnu]):
    """A new place: its name, and the id made from it."""

    def __init__(self, nom: str = "") -> None:
        self._propose = identifiant_de(nom)
        super().__init__(
            "Ajouter un lieu",
            [
                Champ("nom", "Nom du lieu", "Tel que vous le dites : Maison de quartier du Parc", nom),
                Champ(
                    "identifiant",
                    "Identifiant",
                    "Pour les fichiers de comptes ; il se fait tout seul d’après le nom.",
                    self._propose,
                ),
            ],
        )

    @on(Input.Changed, "#champ-nom")
    def _proposer(self, event: Input.Changed) -> None:
        """Make the id follow the name, until someone edits it."""
        identifiant = self.query_one("#champ-identifiant", Input)
        suit = identifiant.value == self._propose
        self._propose = identifiant_de(event.value)
        if suit:
            identifiant.value = self._propose
            identifiant.cursor_position = len(self._propose)

    def refus(self, valeurs: Mapping[str, str]) -> dict[str, str]:
        """All that cannot be kept."""
        nom, identifiant = " ".join(valeurs["nom"].split()), valeurs["identifiant"].strip()
        refuses = {}
        if not nom or len(nom) > NOM_LE_PLUS_LONG or not nom.isprintable():
            refuses["nom"] = f"Nom : écrivez le nom du lieu, {NOM_LE_PLUS_LONG} caractères au plus."
        if not identifiant or identifiant_de(identifiant) != identifiant:
            refuses["identifiant"] = (
                "Identifiant : écrivez des lettres minuscules sans accent, des chiffres et des tirets, "
                f"{IDENTIFIANT_LE_PLUS_LONG} au plus."
            )
        return refuses

    async def enregistrer(self, valeurs: Mapping[str, str]) -> LieuConnu:
        """Keep it in the store."""
        return await self.appli.en_arriere(
            lieux.ajouter, self.appli.services, valeurs["identifiant"].strip(), valeurs["nom"]
        )


def identifiant_de(nom: str) -> str:
    """The id that a name makes: `Maison du Citoyen` is `maison-du-citoyen`."""
    tirets = re.sub(r"[^a-z0-9]+", "-", plier(nom)).strip("-")
    return tirets[:IDENTIFIANT_LE_PLUS_LONG].strip("-")


def _lire(app: Application) -> tuple[list[LieuConnu], str]:
    return lieux.lister(app), lieux.lieu_choisi(app)[0]


def _cherchable(lieu: LieuConnu) -> str:
    return plier(f"{lieu.nom} {lieu.commune or ''} {lieu.id}")


def _largeurs(largeur: int) -> tuple[int, int]:
    """Name, and commune or mention."""
    ou = min(max(largeur // 3, 12), 24)
    return largeur - ou - 2, ou


def _rien(texte: str) -> list[Paragraphe | str]:
    quoi = f"Aucun lieu ne contient « {texte.strip()} »." if texte.strip() else "Aucun lieu n’est connu."
    return [Paragraphe(quoi, "bold"), "", "Effacez des lettres, ou ajoutez ce lieu avec F2."]
