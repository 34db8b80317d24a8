"""The settings: one list, each with what it means; a change is kept at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.types import CSSPathType

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import reglages as services
from prescripteur_tui.services.application import NOM_LIEU_A_PRECISER
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.reglages import Reglages
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.arriere import a_part
from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue
from prescripteur_tui.ui.ecrans.explique import EcranExplique
from prescripteur_tui.ui.ecrans.saisie import Champ, Saisie
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.liste import Element, Liste

AUTRE_THEME = {"sombre": "clair", "clair": "sombre"}

TITRES = {
    "lieu": "Lieu",
    "cible": "Cible des envois",
    "theme": "Thème",
    "seuil_periode": "Profils d’une période",
    "seuil_croise": "Quartiers et opérateurs",
    "seuil_affichage": "Nombres à l’écran",
}

SENS = {
    "lieu": "Là où vous recevez. Il est compté avec chaque entretien.",
    "cible": (
        "Le dossier qui reçoit les comptes : clé USB, partage réseau, dossier synchronisé. "
        "Rien ne part sans que vous le demandiez."
    ),
    "theme": "Les couleurs de l’application. Entrée les change tout de suite.",
    "seuil_periode": (
        "Les profils d’une période ne partent que si elle a au moins ce nombre d’entretiens. "
        "Sinon, ils attendent la suivante."
    ),
    "seuil_croise": "Les quartiers ne sont croisés avec les opérateurs qu’à partir de ce nombre d’entretiens.",
    "seuil_affichage": (
        "À l’accueil et au tableau de bord, un nombre plus petit n’est pas montré : "
        "un visiteur pourrait reconnaître quelqu’un."
    ),
}


class EcranReglages(EcranExplique):
    """Each setting with its value; Enter changes it, F5 tries the target."""

    NOM = "reglages"
    TITRE = "Réglages"
    CSS_PATH: ClassVar[CSSPathType | None] = ["explique.tcss", "reglages.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)
    ACTION = "modifier"

    def __init__(self) -> None:
        super().__init__()
        self._reglages: Reglages | None = None

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Liste).focus()

    async def preparer(self) -> None:
        """Read the settings."""
        await self.relire()

    # What is shown

    async def relire(self) -> None:
        """Read the settings again; one that cannot be is told, and can be given its default."""
        try:
            lus = await self.appli.en_arriere(services.lire, self.appli.services)
        except ErreurPrescripteur as erreur:
            if erreur.code != "reglage-invalide":
                raise
            await self._reparer(erreur)
            return
        self._reglages = lus
        self.contexte = lus.lieu_nom or NOM_LIEU_A_PRECISER
        self.lister(_elements(lus))

    async def _reparer(self, erreur: ErreurPrescripteur) -> None:
        champ = str(erreur.contexte["champ"])

        async def suite(choix: str) -> None:
            if choix == "remettre":
                await self.appli.en_arriere(services.remettre, self.appli.services, champ)
                self.dire()
                await self.relire()
            else:
                self.dismiss(None)

        self.dire(Paragraphe(f"✗ {erreur.message}", "bold $attention"))
        choix = [Choix("remettre", "Remettre sa valeur d’origine"), Choix("laisser", "Revenir sans rien changer")]
        await self.appli.demander(Dialogue("Un réglage ne convient pas", [erreur.message], choix, suite))

    def explication(self, element: Element) -> list[str]:
        """What a setting is for."""
        return [SENS[element.id]]

    # What the user does

    async def action_modifier(self) -> None:
        """Change the current setting."""
        courant = self.courant
        if courant is None or self._reglages is None:
            return
        self.dire()
        if courant.id == "lieu":
            await self.appli.charger_catalogue()
            await self.appli.ouvrir("lieu", retour=self._apres)
        elif courant.id == "theme":
            await self._changer_theme(AUTRE_THEME[self._reglages.theme])
        elif courant.id == "cible":
            await self.app.push_screen(SaisieCible(self._reglages.cible or ""), self._apres)
        else:
            valeur = getattr(self._reglages, courant.id)
            await self.app.push_screen(SaisieSeuil(courant.id, valeur), self._apres)

    def _apres(self, change: object) -> None:
        if change is not None:
            self.appli.faire(self.relire)

    async def _changer_theme(self, theme: str) -> None:
        await self.appli.en_arriere(services.ecrire, self.appli.services, "theme", theme)
        self.appli.choisir_theme(theme)
        await self.relire()

    async def action_essayer(self) -> None:
        """Ask whether the target answers; the keys do not wait for it."""
        if self._reglages is None:
            return
        if self._reglages.cible is None:
            self.dire(Paragraphe("Aucune cible n’est réglée : choisissez-la d’abord.", "bold $attention"))
            return
        self.dire(Paragraphe("Essai de la cible…", "bold"))
        self._essayer(self._reglages.cible)

    @work(group="essai", exclusive=True)
    async def _essayer(self, cible: str) -> None:
        try:
            await a_part(services.essayer_cible, cible)
        except ErreurPrescripteur as erreur:
            self.dire(Paragraphe(f"✗ {erreur.message}", "bold $attention"), erreur.conseil)
        else:
            self.dire(Paragraphe("✓ La cible répond.", "bold $bien"))


def _elements(reglages: Reglages) -> list[Element]:
    def au_moins(n: int) -> str:
        return f"{nombre(n, 'entretien')} au moins"

    return [
        Element("lieu", TITRES["lieu"], reglages.lieu_nom or NOM_LIEU_A_PRECISER),
        Element("cible", TITRES["cible"], reglages.cible or "aucune : rien ne part"),
        Element("theme", TITRES["theme"], reglages.theme),
        Element("", "", est_titre=True),
        Element("", "Seuils : ils peuvent être relevés, jamais abaissés", est_titre=True),
        Element("seuil_periode", TITRES["seuil_periode"], au_moins(reglages.seuil_periode)),
        Element("seuil_croise", TITRES["seuil_croise"], au_moins(reglages.seuil_croise)),
        Element("seuil_affichage", TITRES["seuil_affichage"], f"non montrés sous {reglages.seuil_affichage}"),
    ]


class SaisieSeuil(Saisie[bool]):
    """A threshold, that can only be raised above the one it came with."""

    def __init__(self, cle: str, valeur: int) -> None:
        self._cle = cle
        super().__init__(
            TITRES[cle],
            [Champ("seuil", "Seuil", f"Un nombre, {services.PLANCHERS[cle]} au moins.", str(valeur))],
        )

    def refus(self, valeurs: Mapping[str, str]) -> dict[str, str]:
        """What is no threshold."""
        try:
            Reglages.lire({self._cle: valeurs["seuil"]})
        except ErreurPrescripteur:
            return {"seuil": f"Seuil : écrivez {services.attendu(self._cle)}."}
        return {}

    async def enregistrer(self, valeurs: Mapping[str, str]) -> bool:
        """Keep it in the store."""
        await self.appli.en_arriere(services.ecrire, self.appli.services, self._cle, valeurs["seuil"])
        return True


class SaisieCible(Saisie[bool]):
    """The target of the sendings: the path of a folder, or a URL."""

    def __init__(self, cible: str) -> None:
        super().__init__(
            TITRES["cible"],
            [
                Champ(
                    "cible",
                    "Dossier, ou adresse",
                    "Par exemple /media/cle/comptes, E:\\comptes ou \\\\serveur\\partage. Vide : aucune cible.",
                    cible,
                )
            ],
        )

    async def enregistrer(self, valeurs: Mapping[str, str]) -> bool:
        """Keep it in the store; it is not tried: the stick may be plugged in later."""
        await self.appli.en_arriere(services.ecrire_cible, self.appli.services, valeurs["cible"])
        return True
