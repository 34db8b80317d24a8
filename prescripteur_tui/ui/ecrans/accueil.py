"""The first screen: where am I, how is the week, what do I do next.

It decides how fast the app opens: neither the catalogue nor pydantic is imported here before it is painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from textual import events
from textual.widget import Widget

from prescripteur_tui.domaine.parcours import ETAPES
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.secret import Masque
from prescripteur_tui.domaine.semaine import libelle, libelle_court
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import accueil
from prescripteur_tui.services.attente import Attente
from prescripteur_tui.services.francais import en_mots, nombre
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.textes import INSECABLE, Paragraphe
from prescripteur_tui.ui.widgets.lignes import Banniere, Texte
from prescripteur_tui.ui.widgets.liste import Element, Liste

_BARRES = "▁▂▃▄▅▆▇█"


class EcranAccueil(Ecran[None]):
    """Lieu, week, counts, and the menu."""

    NOM = "accueil"
    TITRE = "Prescripteur"
    BINDINGS = commandes.liaisons("accueil")

    def __init__(self) -> None:
        super().__init__()
        self.etat: accueil.Accueil | None = None

    def corps(self) -> Iterable[Widget]:
        """The week, the menu, a line for what just happened."""
        yield Texte(id="semaine")
        yield Texte(id="comptes")
        yield Texte(id="semaines")
        yield Texte(id="avis")
        yield Liste(id="menu")

    def on_mount(self) -> None:
        """Show what the store says, as soon as it has said it."""
        self.query_one(Liste).focus()
        if self.appli.premier.done():
            self._montrer_premier()
        else:
            self.appli.faire(self._attendre_premier)

    async def _attendre_premier(self) -> None:
        await asyncio.wait([asyncio.wrap_future(self.appli.premier)])
        self._montrer_premier()

    def _montrer_premier(self) -> None:
        try:
            etat = self.appli.premier.result()
        except ErreurPrescripteur as erreur:
            # Deferred: no base is damaged in most starts.
            from prescripteur_tui.services.reprise import PERDUES

            perdue = erreur.code in PERDUES
            self.appli.faire(self.appli.garde.reparer if perdue else partial(self.renoncer, erreur))
            return
        self._commencer_avec(etat)

    async def commencer(self) -> None:
        """Read the store as at the start: it is another one."""
        self._commencer_avec(await self.appli.en_arriere(accueil.lire, self.appli.services))

    def _commencer_avec(self, etat: accueil.Accueil) -> None:
        self.appli.choisir_theme(etat.theme)
        self.montrer(etat)
        # The catalogue costs more than this screen: it is read once this screen is painted.
        self.call_after_refresh(self.set_timer, 0.05, self._amorcer_catalogue)
        if etat.brouillon is not None:
            self.appli.faire(self._proposer_brouillon)

    def _amorcer_catalogue(self) -> None:
        # Gives nothing back: Textual would wait for the reading, and take its refusal for a failure of the app.
        lecture = self.appli.charger_catalogue()
        # The check of the base comes last: until then everything is for who types `n` at once.
        lecture.add_done_callback(lambda _: self.appli.garde.veiller())

    def on_screen_resume(self) -> None:
        """What the check of the base has found waits for this screen."""
        self.appli.garde.signaler()

    async def renoncer(self, erreur: ErreurPrescripteur) -> None:
        """Without its store the app has nothing to show."""
        # Deferred: no dialog in most starts.
        from prescripteur_tui.ui.ecrans.dialogues import DialogueErreur

        async def sortir(_: str) -> None:
            self.app.exit(erreur.sortie)

        await self.appli.demander(DialogueErreur(erreur, sortir, fermer="Quitter"))

    # What is shown

    async def relire(self) -> None:
        """Read the store again."""
        self.montrer(await self.appli.en_arriere(accueil.lire, self.appli.services))

    def montrer(self, etat: accueil.Accueil) -> None:
        """Show a state of the store."""
        self.etat = etat
        self.appli.nature = etat.nature
        self.query_one(Banniere).montrer()
        self.contexte = etat.lieu_nom
        self.query_one("#semaine", Texte).montrer(Paragraphe(libelle(etat.semaine), "bold"))
        self.query_one("#comptes", Texte).montrer(*_comptes(etat))
        self.query_one("#semaines", Texte).montrer(*_tableau(etat.semaines))
        liste = self.query_one(Liste)
        liste.montrer(self._menu(etat), curseur=None if liste.elements else 0)

    def dire(self, *textes: str, style: str = "$bien") -> None:
        """Say what just happened."""
        self.query_one("#avis", Texte).montrer(*(Paragraphe(t, f"bold {style}") for t in textes))

    def _menu(self, etat: accueil.Accueil) -> list[Element]:
        menu = [Element("nouvel_entretien", "Nouvel entretien", "3 à 6 minutes, sans nom ni adresse", "n")]
        if etat.brouillon is not None:
            menu.append(Element("reprendre", "Reprendre l’entretien interrompu", _ou(etat.brouillon), "r"))
        if self.appli.dernier is not None:
            menu.append(Element("modifier_orientation", "Modifier l’orientation", "du dernier entretien", "m"))
            menu.append(Element("annuler_dernier", "Annuler le dernier entretien", "ses réponses sont effacées", "u"))
        return [
            *menu,
            Element("catalogue", "Catalogue", "les opérateurs et leurs offres", "c"),
            Element("exports", "Exports et envois", self._attente(etat.attente), "e"),
            Element("tableau", "Tableau de bord", "le lieu en nombres et en mots", "t"),
            Element("lieu", "Changer de lieu", etat.lieu_nom, "l"),
            Element("reglages", "Réglages", "cible des envois, thème, seuils", "g"),
            Element("app.quitter", "Quitter", "", "q"),
        ]

    def _attente(self, attente: Attente) -> str:
        """What waits to leave, in a few words."""
        if self.appli.envoi is not None:
            return "envoi fini" if self.appli.envoi.est_fini else "envoi en cours"
        if not attente.pieces:
            return "rien n’attend"
        action = "à envoyer" if attente.a_une_cible else "à exporter"
        # The newest week; how many others there are takes counting, which the screen of exports does.
        semaines = [temps for temps, _ in attente.pieces if temps[4:6] == "-W"]
        premiere = semaines[-1] if semaines else attente.pieces[-1][0]
        autres = ", et d’autres" if len(attente.pieces) > 1 else ""
        return f"{libelle_court(premiere)} {action}{autres}"

    # What the user does

    async def touche(self, event: events.Key) -> bool:
        """Arrows and Enter in the menu, letters anywhere."""
        liste = self.query_one(Liste)
        if event.key == "enter" and liste.courant is not None:
            await self.run_action(liste.courant.id)
            return True
        return liste.deplacer(event.key) or await self.jouer_touche(event)

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click does what Enter does."""
        message.stop()
        self.appli.jouer(message.element.id)

    async def action_nouvel_entretien(self) -> None:
        """Begin an interview; a draft is not thrown away unasked."""
        if self.etat is not None and self.etat.brouillon is not None:
            await self._proposer_brouillon(nouveau=True)
        else:
            await self._commencer()

    async def action_reprendre(self) -> None:
        """Take the draft up again."""
        if self.etat is not None and self.etat.brouillon is not None:
            await self._reprendre()

    async def action_annuler_dernier(self) -> None:
        """Take the interview just stored back."""
        dernier = self.appli.dernier
        if dernier is None:
            return
        from prescripteur_tui.services import entretien
        from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue

        async def suite(choix: str) -> None:
            if choix == "annuler":
                await self.appli.en_arriere(entretien.annuler, self.appli.services, dernier.entretien.id)
                self.appli.dernier = None
                await self.relire()
                self.dire("Le dernier entretien est annulé.")

        await self.appli.demander(
            Dialogue(
                "Annuler le dernier entretien ?",
                ["Il ne comptera plus, et ses réponses seront effacées."],
                [Choix("annuler", "Annuler cet entretien"), Choix("garder", "Le garder")],
                suite,
                defaut="garder",
            )
        )

    async def action_modifier_orientation(self) -> None:
        """Say otherwise how the interview just stored ended."""
        dernier = self.appli.dernier
        if dernier is not None:
            self.dire()
            from prescripteur_tui.ui.vues import lire_vue

            vue = await self.appli.en_arriere(lire_vue, self.appli.services, dernier.en_cours)
            await self.appli.ouvrir("resultat", dernier.en_cours, vue, dernier.entretien)

    async def action_catalogue(self) -> None:
        """Look operators up."""
        await self._attendre_catalogue()
        await self.appli.ouvrir("catalogue")

    async def action_lieu(self) -> None:
        """Choose the lieu."""
        await self._attendre_catalogue()
        await self.appli.ouvrir("lieu", retour=lambda _: self.appli.faire(self.relire))

    async def action_exports(self) -> None:
        """See what leaves."""
        self.dire()
        await self.appli.ouvrir("exports", retour=lambda _: self.appli.faire(self.relire))

    async def action_tableau(self) -> None:
        """Look at the lieu in numbers."""
        self.dire()
        await self.appli.ouvrir("tableau")

    async def action_reglages(self) -> None:
        """Change the settings."""
        self.dire()
        await self.appli.ouvrir("reglages", retour=lambda _: self.appli.faire(self.relire))

    async def _attendre_catalogue(self) -> None:
        if not self.appli.catalogue_est_pret:
            self.dire("Le catalogue se charge…")
            try:
                await asyncio.shield(self.appli.charger_catalogue())
            finally:
                self.dire()

    async def _commencer(self) -> None:
        await self._attendre_catalogue()
        from prescripteur_tui.services import entretien

        en_cours = await self.appli.en_arriere(entretien.commencer, self.appli.services)
        # Nothing of the last person outlives the beginning of the next interview.
        self.appli.dernier = None
        await self.appli.ouvrir("entretien", en_cours)
        await self._effacer_avis()

    async def _reprendre(self) -> None:
        await self._attendre_catalogue()
        from prescripteur_tui.services import entretien

        en_cours = await self.appli.en_arriere(entretien.reprendre, self.appli.services)
        if en_cours is None:
            await self.relire()
            return
        self.appli.dernier = None
        await self.appli.ouvrir("entretien", en_cours)
        await self._effacer_avis()

    async def _effacer_avis(self) -> None:
        self.dire()
        if self.etat is not None:
            self.query_one(Liste).montrer(self._menu(self.etat))

    async def _proposer_brouillon(self, *, nouveau: bool = False) -> None:
        """Offer the draft again; only where it stands is shown, because someone else may be sitting here."""
        from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue

        if self.etat is None or self.etat.brouillon is None:
            return
        abandon = "Abandonner, et commencer un nouvel entretien" if nouveau else "Abandonner"

        async def suite(choix: str) -> None:
            if choix == "reprendre":
                await self._reprendre()
            elif nouveau:
                await self._commencer()
            else:
                from prescripteur_tui.services import entretien

                await self.appli.en_arriere(entretien.abandonner, self.appli.services)
                await self.relire()

        await self.appli.demander(
            Dialogue(
                "Un entretien est interrompu",
                [_ou(self.etat.brouillon, debut=True) + "."],
                [
                    Choix("reprendre", "Reprendre", "avec la même personne"),
                    Choix("abandonner", abandon, "ses réponses sont effacées"),
                ],
                suite,
                defaut="abandonner",
            )
        )


def _ou(brouillon: accueil.BrouillonVu, *, debut: bool = False) -> str:
    """Where a draft stands; `debut` at the beginning of a sentence."""
    etape = ETAPES.get(brouillon.etape, brouillon.etape)
    if brouillon.numero > brouillon.total:
        mots = f"toutes les questions ont une réponse ({etape})"
    else:
        mots = f"question {brouillon.numero} sur {brouillon.total} ({etape})"
    return mots[:1].upper() + mots[1:] if debut else mots


def _comptes(etat: accueil.Accueil) -> list[Paragraphe]:
    compte = etat.compte
    combien = f"{nombre(compte.entretiens, 'entretien')} · {nombre(compte.orientations, 'orientation')}"
    return [Paragraphe(combien, "bold $fort"), Paragraphe(_etapes(etat))]


def _etapes(etat: accueil.Accueil) -> str:
    """The étapes of the week; those that a visitor may not see the number of, together."""
    montrees = [f"{nom} {vu}" for nom, vu in etat.etapes if not isinstance(vu, Masque)]
    if not montrees:
        mots = f"{en_mots(Masque.MOINS, etat.seuil)} entretiens chacune"
        return f"Étapes : {mots if etat.etapes[0][1] is Masque.MOINS else 'nombres non montrés'}"
    masquees = [(nom, vu) for nom, vu in etat.etapes if isinstance(vu, Masque)]
    if masquees:
        montrees.append(f"{en_mots(masquees[0][1], etat.seuil)} : {', '.join(nom for nom, _ in masquees)}")
    return " · ".join(montrees)


def _tableau(semaines: Sequence[CompteSemaine]) -> list[Paragraphe]:
    """The last weeks side by side: number, bar, interviews."""
    valeurs = [semaine.entretiens for semaine in semaines]
    colonne = max(len(str(max(valeurs, default=0))), 2) + 2
    titre = len("Entretiens")

    def ligne(mot: str, cellules: Iterable[str]) -> str:
        # No-break spaces: plain ones would be folded.
        return (mot.ljust(titre) + "".join(f"{c:>{colonne}}" for c in cellules)).replace(" ", INSECABLE)

    return [
        Paragraphe(ligne("Semaines", (semaine.semaine[-2:] for semaine in semaines)), "$discret"),
        Paragraphe(ligne("", barres(valeurs)).strip(), "$primary", retrait=titre + colonne - 1),
        Paragraphe(ligne("Entretiens", map(str, valeurs)), "$discret"),
    ]


def barres(valeurs: Sequence[int]) -> str:
    """One bar a value; the numbers stand beside it."""
    haut = max(valeurs, default=0)
    return "".join(_BARRES[(v * (len(_BARRES) - 1) + haut - 1) // haut if haut else 0] for v in valeurs)
