"""The catalogue: all operators, found by a few letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from prescripteur_tui.domaine.fraicheur import MOIS_DE_VALIDITE
from prescripteur_tui.domaine.operateurs import Operateur, Statut
from prescripteur_tui.domaine.questionnaire import Questionnaire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.a_verifier import AVerifier, a_verifier
from prescripteur_tui.services.catalogue import chercher
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.phrases import STATUTS_COURTS
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.textes import Paragraphe, abreger, couper
from prescripteur_tui.ui.widgets.filtre import Filtre
from prescripteur_tui.ui.widgets.lignes import Texte
from prescripteur_tui.ui.widgets.recherche import Recherche
from prescripteur_tui.ui.widgets.repertoire import Ligne, Repertoire

if TYPE_CHECKING:
    from textual import events

    from prescripteur_tui.domaine.catalogue import Catalogue

A_VERIFIER = "a-verifier"
"""The value of the state filter that is no statut: what to check next."""

MARGES_APERCU = 6
"""Cells at the left and right of what the current operator is."""


class EcranCatalogue(Ecran[None]):
    """Search, two filters, the list; Enter opens the page of an operator."""

    NOM = "catalogue"
    TITRE = "Catalogue"
    CSS_PATH = "catalogue.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)

    def __init__(self) -> None:
        super().__init__()
        self._catalogue: Catalogue | None = None
        self._a_verifier: dict[str, AVerifier] = {}
        """What to check next, in order; only while the filter shows it."""

    def corps(self) -> Iterable[Widget]:
        """The search over the list, and what the current operator is below it."""
        yield Recherche("Chercher", "un nom, un métier, une aide", id="recherche")
        with Horizontal(id="filtres"):
            yield Filtre("F2", "Étape", [(None, "toutes")], id="filtre-etape")
            etats = [(statut.value, libelle) for statut, libelle in STATUTS_COURTS.items()]
            yield Filtre("F3", "État", [(None, "tous"), *etats, (A_VERIFIER, "à vérifier")], id="filtre-etat")
        yield Repertoire(_largeurs, id="operateurs")
        yield Texte(id="rien")
        yield Texte(id="apercu")

    async def on_mount(self) -> None:
        """Read the catalogue, then show all of it."""
        self.query_one(Input).focus()
        try:
            self._catalogue = await self.appli.charger_catalogue()
        except ErreurPrescripteur as erreur:
            self.call_later(self._renoncer, erreur)
            return
        etapes = self._catalogue.questionnaire.noms_etapes.items()
        self.query_one("#filtre-etape", Filtre).proposer([(None, "toutes"), *etapes])
        self._lister()

    @on(Filtre.Tourne)
    async def _filtrer(self) -> None:
        self._a_verifier = {}
        etat = self.query_one("#filtre-etat", Filtre)
        if etat.valeur == A_VERIFIER:
            try:
                a_faire = await self.appli.en_arriere(a_verifier, self.appli.services)
            except ErreurPrescripteur as erreur:
                self.appli.montrer_erreur(erreur)
                etat.action_tourner(1)
                return
            self._a_verifier = {a.operateur.id: a for a in a_faire}
        self._lister()

    @on(Input.Changed)
    def _lister(self) -> None:
        if self._catalogue is None:
            return
        etape, etat = (self.query_one(f"#filtre-{nom}", Filtre) for nom in ("etape", "etat"))
        texte = self.query_one(Input).value
        est_a_verifier = etat.valeur == A_VERIFIER
        statut = Statut(etat.valeur) if etat.valeur and not est_a_verifier else None
        trouves = chercher(self._catalogue, texte, etape=etape.valeur, statut=statut)
        liste = self.query_one(Repertoire)
        if est_a_verifier:
            voulus = {operateur.id for operateur in trouves}
            restants = [a for a in self._a_verifier.values() if a.operateur.id in voulus]
            trouves = [a.operateur for a in restants]
            liste.montrer([_ligne_a_verifier(a, self.appli.services.aujourd_hui()) for a in restants])
        else:
            liste.montrer([_ligne(self._catalogue.questionnaire, operateur) for operateur in trouves])
        liste.display = bool(trouves)
        rien = self.query_one("#rien", Texte)
        rien.display = not trouves
        if not trouves:
            rien.montrer(*_rien(texte, etape, etat))
        total = len(self._catalogue.operateurs)
        compte = nombre(total, "opérateur")
        self.contexte = compte if len(trouves) == total else f"{len(trouves)} sur {compte}"

    @on(Repertoire.Parcourue)
    def _apercevoir(self, event: Repertoire.Parcourue) -> None:
        apercu = self.query_one("#apercu", Texte)
        if self._catalogue is None or event.ligne is None:
            apercu.montrer()
            return
        place = self.size.width - MARGES_APERCU
        operateur = self._catalogue.par_operateur[event.ligne]
        # With its name: the list may have cut it.
        quoi = operateur.description
        if operateur.id in self._a_verifier:
            note = f"Pour le noter : prescripteur catalogue verifie {operateur.id}"
            quoi = f"{self._a_verifier[operateur.id].en_mots}. {note}"
        premiere, *suite = couper(f"{operateur.nom} : {quoi}", place)
        apercu.montrer(premiere, *([abreger(" ".join(suite), place)] if suite else []))

    @on(Repertoire.Cliquee)
    def _cliquer(self, event: Repertoire.Cliquee) -> None:
        self.appli.faire(partial(self.appli.ouvrir, "operateur", event.ligne))

    async def touche(self, event: events.Key) -> bool:
        """Enter opens; the arrows walk through the list from the search too."""
        liste = self.query_one(Repertoire)
        if event.key == "enter" and self.focused is not None and not isinstance(self.focused, Filtre):
            if liste.choisie is not None:
                await self.appli.ouvrir("operateur", liste.choisie)
            return True
        return self.focused is self.query_one(Input) and liste.suivre_touche(event.key)

    def action_etape(self) -> None:
        """Show the next étape."""
        self.query_one("#filtre-etape", Filtre).action_tourner(1)

    def action_etat(self) -> None:
        """Show the next state."""
        self.query_one("#filtre-etat", Filtre).action_tourner(1)

    def _renoncer(self, erreur: ErreurPrescripteur) -> None:
        self.dismiss(None)
        self.appli.montrer_erreur(erreur)


def _largeurs(largeur: int) -> tuple[int, int, int]:
    """Name, state and étapes: the étapes give way first."""
    etat, ecarts = max(len(libelle) for libelle in STATUTS_COURTS.values()), 4
    etapes = min(max(largeur - etat - ecarts - 22, 0), 25)
    return largeur - etat - etapes - ecarts, etat, etapes


def _ligne(questionnaire: Questionnaire, operateur: Operateur) -> Ligne:
    etapes = {etape for offre in operateur.offres for etape in offre.etapes}
    # First words only: « Esprit, Détection » tells the étapes apart and leaves room for the name.
    noms = [nom.split()[0] for etape, nom in questionnaire.noms_etapes.items() if etape in etapes]
    mots = "toutes les étapes" if len(noms) == len(questionnaire.etapes) else ", ".join(noms)
    return Ligne(operateur.id, (operateur.nom, STATUTS_COURTS[operateur.statut], mots))


def _ligne_a_verifier(a: AVerifier, jour: dt.date) -> Ligne:
    return Ligne(a.operateur.id, (a.operateur.nom, a.fois, a.age(jour)))


def _rien(texte: str, etape: Filtre, etat: Filtre) -> list[Paragraphe | str]:
    """What was looked for in vain, and what to do."""
    if etat.valeur == A_VERIFIER and etape.valeur is None and not texte.strip():
        return [Paragraphe(f"Rien à vérifier : tout l’a été depuis moins de {MOIS_DE_VALIDITE} mois.", "bold")]
    limites = []
    if etape.valeur is not None:
        limites.append(f"à l’étape « {etape.libelle} »")
    if etat.valeur is not None:
        limites.append(f"dans l’état « {etat.libelle} »")
    quoi = f" ne contient « {texte.strip()} »" if texte.strip() else ""
    phrase = f"Aucun opérateur{quoi}{' ' if limites else ''}{' et '.join(limites)}."
    conseils = ["Effacez des lettres, ou essayez un autre mot."] if quoi else []
    if limites:
        conseils.append("F2 montre une autre étape, F3 un autre état.")
    return [Paragraphe(phrase, "bold"), "", *conseils]
