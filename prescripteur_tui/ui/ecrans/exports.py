"""What leaves: weeks and périodes with how far each is, a file of one, the sending of all that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from prescripteur_tui.domaine.ports import HEBDO, PERIODE
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import envois as services
from prescripteur_tui.services.envois import REPORTEE, Envois, Piece
from prescripteur_tui.services.exporter import dossier_exports
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.suivi import PROVISOIRE
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.arriere import a_part_avec_sa_base
from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue, Suite
from prescripteur_tui.ui.ecrans.explique import EcranExplique
from prescripteur_tui.ui.ecrans.reglages import SaisieCible
from prescripteur_tui.ui.ecrans.saisie import Champ, Saisie
from prescripteur_tui.ui.envoi import Envoi, lancer, quitter_des_yeux
from prescripteur_tui.ui.graphiques import barre, exacte
from prescripteur_tui.ui.textes import Paragraphe, abreger
from prescripteur_tui.ui.widgets.lignes import Pied, Texte
from prescripteur_tui.ui.widgets.liste import Element, Liste

if TYPE_CHECKING:
    from prescripteur_tui.services.envois import Apercu

FORMATS = {"xlsx": "Classeur XLSX", "csv": "CSV et son manifeste"}

LIGNES_VUES = 6
"""Files that are seen in the smallest window without scrolling."""

_MARGES = 4
"""Cells at both sides of a text."""

LONGUEUR = 24
"""Cells of the bar of a sending."""


class EcranExports(EcranExplique):
    """The list; `e` sends, Enter makes a file of the current line."""

    NOM = "exports"
    TITRE = "Exports et envois"
    CSS_PATH: ClassVar[CSSPathType | None] = ["explique.tcss", "exports.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)
    ACTION = "fichier"

    def __init__(self) -> None:
        super().__init__()
        self._envois: Envois | None = None

    def corps(self) -> Iterable[Widget]:
        """What waits or is under way, then the list."""
        yield Texte(id="resume")
        yield from super().corps()

    def on_mount(self) -> None:
        """Read how far everything is; a sending that was begun earlier is shown again."""
        self.query_one(Liste).focus()
        self._resumer()
        self._suivre()
        self._relire()

    def on_resize(self) -> None:
        """The target is cut to the width."""
        self._resumer()

    def on_unmount(self) -> None:
        """A sending goes on; nobody looks at it."""
        quitter_des_yeux(self.appli)

    # What is shown

    @work(group="lecture", exclusive=True)
    async def _relire(self) -> None:
        with suppress(ErreurPrescripteur):
            # For the names of the lieux only: counts leave without it.
            await self.appli.charger_catalogue()
        try:
            # With a store of its own: every finished week is counted again, and an interview must not wait for that.
            self._envois = await a_part_avec_sa_base(self.appli.services, services.lire)
        except ErreurPrescripteur as erreur:
            self.appli.faire(partial(self._renoncer, erreur))
            return
        self._montrer()

    async def _renoncer(self, erreur: ErreurPrescripteur) -> None:
        self.dismiss(None)
        self.appli.montrer_erreur(erreur)

    def _montrer(self) -> None:
        if self._envois is not None:
            noms = self._envois.lieux
            self.contexte = nombre(len(noms), "lieu", "lieux") if len(noms) > 1 else "".join(noms)
            self.lister(_elements(self._envois))
        self._resumer()

    def explication(self, element: Element) -> list[Paragraphe | str]:
        """Its dates, and why it did not go."""
        piece = self._piece(element)
        if piece is None:
            return []
        return [Paragraphe(f"{piece.titre}, {piece.dates}", "bold"), *([piece.raison] if piece.raison else [])]

    def _resumer(self) -> None:
        envois, envoi = self._envois, self.appli.envoi
        cachee = "arreter-envoi" if envoi is None else "envoyer"
        self.query_one(Pied).montrer([c for c in commandes.pied(self.NOM) if c.id != cachee])
        if envoi is not None:
            lignes = _progression(envoi)
        else:
            lignes = _resume(envois) if envois is not None else [Paragraphe("Lecture des comptes…")]
        cible = envoi.cible if envoi is not None else envois.cible if envois is not None else None
        if cible is not None:
            # One line, whatever its length: the settings show it whole.
            lignes.append(Paragraphe(abreger(f"Cible : {cible}", self.size.width - _MARGES), "$discret"))
        self.query_one("#resume", Texte).montrer(*lignes)

    # A file

    async def action_fichier(self) -> None:
        """Ask for the form of the file, then where to write it."""
        piece = self._piece(self.courant)
        if piece is None:
            return
        if piece.suivi.genre == PERIODE and piece.suivi.etat in (REPORTEE, PROVISOIRE):
            self.dire(Paragraphe("Les profils de cette période ne peuvent pas encore partir.", "bold $attention"))
            return

        async def suite(format_: str) -> None:
            dossier = str(dossier_exports(self.appli.services))
            await self.app.push_screen(SaisieDossier(dossier), partial(self._ecrire, piece, format_))

        choix = [
            Choix("xlsx", FORMATS["xlsx"], "à ouvrir et à lire"),
            Choix("csv", FORMATS["csv"], "pour d’autres outils"),
        ]
        await self.appli.demander(Dialogue(f"{piece.titre} : quel fichier ?", [], choix, suite))

    def _piece(self, element: Element | None) -> Piece | None:
        pieces = self._envois.pieces if self._envois is not None and element is not None else ()
        return next((piece for piece in pieces if element is not None and _id(piece) == element.id), None)

    def _ecrire(self, piece: Piece, format_: str, dossier: str | None) -> None:
        if dossier is not None:
            self.dire(Paragraphe(f"{FORMATS[format_]} : écriture…", "bold"))
            self._faire(piece, format_, Path(dossier).expanduser())

    @work(group="fichier", exclusive=True)
    async def _faire(self, piece: Piece, format_: str, dossier: Path) -> None:
        try:
            exports = await a_part_avec_sa_base(self.appli.services, services.faire, piece.suivi, dossier, format_)
        except ErreurPrescripteur as erreur:
            self.dire(_phrase(False, services.erreur_en_mots(erreur)))
            return
        quoi = f"{piece.titre}, {FORMATS[format_]}"
        self.dire(Paragraphe(f"{quoi} : {services.export_en_mots(exports)}", "bold $bien"), f"Dossier : {dossier}")
        self._relire()

    # Sending

    async def action_envoyer(self) -> None:
        """Make what is finished, show what goes, ask, send."""
        if self._envois is None or self.appli.envoi is not None:
            return
        if self._envois.cible is None and not self.appli.nature:
            await self.app.push_screen(SaisieCible(""), self._cible_choisie)
            return
        self.dire(Paragraphe("Préparation de l’envoi…", "bold"))
        self._preparer(self._envois.cible or "")

    def _cible_choisie(self, change: bool | None) -> None:
        if change:
            self._relire()
            self.dire(Paragraphe("✓ La cible est réglée.", "bold $bien"), "Appuyez sur e pour envoyer.")

    @work(group="preparation", exclusive=True)
    async def _preparer(self, cible: str) -> None:
        try:
            apercu = await a_part_avec_sa_base(self.appli.services, services.preparer, cible)
        except ErreurPrescripteur as erreur:
            self.dire(_phrase(False, services.erreur_en_mots(erreur)))
            return
        self.dire()
        self.appli.faire(partial(self._demander, apercu))

    async def _demander(self, apercu: Apercu) -> None:
        if self.app.screen is not self:
            # Whoever went elsewhere meanwhile is not asked.
            return

        async def suite(choix: str) -> None:
            if choix == "envoyer":
                lancer(self.appli, apercu.cible)
                self._suivre()
            self._relire()

        dialogue = DialogueEnvoi(apercu, suite) if apercu.combien else DialogueVerification(suite)
        await self.appli.demander(dialogue)

    def _suivre(self) -> None:
        if self.appli.envoi is not None:
            self.appli.envoi.quand_avance = self._avancer
            self._avancer()

    def _avancer(self) -> None:
        envoi = self.appli.envoi
        if envoi is not None and envoi.est_fini:
            self.appli.envoi = None
            self.dire(*_fin(envoi))
            self._relire()
        self._resumer()

    async def action_arreter(self) -> None:
        """Ask the sending to stop."""
        if self.appli.envoi is not None:
            self.appli.envoi.annuler()


def _id(piece: Piece) -> str:
    return f"{piece.suivi.temps} {piece.suivi.lieu}"


def _elements(envois: Envois) -> list[Element]:
    """The weeks, then the périodes, of each lieu under its own heading."""
    elements: list[Element] = []
    for lieu in envois.lieux:
        debut = f"{lieu} : " if len(envois.lieux) > 1 else ""
        for genre, quoi in ((HEBDO, "semaines"), (PERIODE, "périodes de quatre semaines, pour les profils")):
            pieces = envois.lot(genre, lieu)
            if pieces:
                titre = f"{debut}{quoi}"
                elements += [Element("", "", est_titre=True)] * bool(elements)
                elements.append(Element("", titre[0].upper() + titre[1:], est_titre=True))
                elements += [_element(piece, envois) for piece in pieces]
    return elements


def _element(piece: Piece, envois: Envois) -> Element:
    combien = nombre(piece.suivi.entretiens, "entretien")
    manque = f", il en faut {envois.seuil}" if piece.suivi.etat == REPORTEE else ""
    return Element(_id(piece), piece.titre, f"{combien}{manque}", droite=piece.etat)


def _resume(envois: Envois) -> list[Paragraphe]:
    if not envois.pieces:
        return [Paragraphe("Aucun entretien n’est encore compté.", "bold")]
    if envois.cible is None:
        return [
            Paragraphe(f"{nombre(envois.en_attente, 'fichier')} à envoyer, sans cible pour les recevoir", "bold $fort"),
            Paragraphe("Appuyez sur e pour choisir où envoyer.", "$discret"),
        ]
    combien = f"{nombre(envois.en_attente, 'fichier')} à envoyer" if envois.en_attente else "✓ Tout est envoyé"
    style = "bold $fort" if envois.en_attente else "bold $bien"
    return [Paragraphe(combien, style)]


def _progression(envoi: Envoi) -> list[Paragraphe]:
    if envoi.est_annule:
        return [Paragraphe("L’envoi s’arrête après le fichier en cours…", "bold $attention")]
    if not envoi.nom:
        return [Paragraphe("Envoi…", "bold $fort")]
    quoi = services.quoi(envoi.nom)
    barre_ = barre(envoi.fait, envoi.total, LONGUEUR)
    return [exacte(f"Envoi  {barre_}  {envoi.fait} sur {envoi.total} · {quoi}", "bold $fort")]


def _fin(envoi: Envoi) -> list[Paragraphe]:
    """What a sending came to, each sentence with its sign."""
    if envoi.erreur is not None:
        return [_phrase(False, services.erreur_en_mots(envoi.erreur))]
    return [_phrase(*ligne) for ligne in services.bilan_en_mots(envoi.bilan)] if envoi.bilan is not None else []


def _phrase(est_bonne: bool, texte: str) -> Paragraphe:
    return Paragraphe(f"{'✓' if est_bonne else '✗'} {texte}", "bold $bien" if est_bonne else "bold $attention", suite=2)


class DialogueEnvoi(Dialogue):
    """What goes, in words, before it goes; the safe choice is that nothing does."""

    def __init__(self, apercu: Apercu, suite: Suite) -> None:
        n = apercu.combien
        corps = [
            Paragraphe("Des nombres seulement : aucun nom, aucune réponse individuelle.", "bold"),
            Paragraphe(f"Vers {apercu.cible}"),
        ]
        if n > LIGNES_VUES:
            corps.append(Paragraphe("Page suivante pour lire toute la liste.", "$discret"))
        for lieu, lignes in apercu.lots.items():
            corps += [Paragraphe(""), *([Paragraphe(lieu, "bold")] if len(apercu.lots) > 1 else [])]
            corps += [Paragraphe(f"• {ligne}", suite=2) for ligne in lignes]
        choix = [Choix("envoyer", "Envoyer"), Choix("non", "Ne rien envoyer")]
        super().__init__(f"Envoyer {nombre(n, 'fichier')} ?", corps, choix, suite, defaut="non")


class DialogueVerification(Dialogue):
    """All has gone: it can be looked for on the target, which may be another stick by now."""

    def __init__(self, suite: Suite) -> None:
        super().__init__(
            "Tout est déjà parti",
            ["La cible a reçu tous les fichiers. Voulez-vous vérifier qu’ils y sont encore ? Ce qui manque repartira."],
            [Choix("envoyer", "Vérifier"), Choix("non", "Revenir")],
            suite,
            defaut="non",
        )


class SaisieDossier(Saisie[str]):
    """Where to write a file."""

    def __init__(self, dossier: str) -> None:
        aide = "Un dossier, son chemin complet. Il est créé s’il n’existe pas."
        super().__init__("Où écrire le fichier ?", [Champ("dossier", "Dossier", aide, dossier)])

    def refus(self, valeurs: Mapping[str, str]) -> dict[str, str]:
        """What is no folder."""
        if Path(valeurs["dossier"].strip()).expanduser().is_absolute():
            return {}
        return {"dossier": "Dossier : écrivez un chemin complet, comme /media/cle/comptes ou E:\\comptes."}

    async def enregistrer(self, valeurs: Mapping[str, str]) -> str:
        """Give it back; it is made when the file is written."""
        return valeurs["dossier"].strip()
