"""The result: which door, why, what to check; then what was decided with the person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS, Orientation
from prescripteur_tui.services import entretien as service
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.application import Dernier
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue
from prescripteur_tui.ui.ecrans.entretien import dialogue_interrompre
from prescripteur_tui.ui.ecrans.pourquoi import EcranPourquoiPas
from prescripteur_tui.ui.textes import Paragraphe, chiffre, lettres
from prescripteur_tui.ui.vues import Vue, detail_aide, detail_porte, etat_en_mots, pourquoi_pas
from prescripteur_tui.ui.widgets.lignes import Texte
from prescripteur_tui.ui.widgets.liste import Element, Liste

if TYPE_CHECKING:
    from prescripteur_tui.domaine.entretien import Entretien
    from prescripteur_tui.domaine.recommandation import Proposition
    from prescripteur_tui.services.entretien import EnCours

AIDES = "aides"
POURQUOI = "pourquoi-pas"
_TOUCHES_FIN = {"autre-action": "x", "aucun-operateur": "0"}
_SANS = {
    "autre-action": ("Autre action", "atelier, rendez-vous, information…"),
    "aucun-operateur": ("Aucun opérateur", "la personne repart sans orientation"),
}
_LETTRES = lettres("adfipqx")


class EcranResultat(Ecran[None]):
    """Doors to give, how each is received, and the end of the interview.

    Args:
        en_cours: the interview.
        vue: what the engine says of it, and the local contacts.
        entretien: the interview as it was stored, when only its orientations are changed.
        reprendre: goes back to the last question.
    """

    NOM = "resultat"
    TITRE = "Résultat"
    CSS_PATH = "resultat.tcss"
    BINDINGS = commandes.liaisons("resultat")

    def __init__(
        self,
        en_cours: EnCours,
        vue: Vue,
        entretien: Entretien | None = None,
        reprendre: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__()
        self.en_cours = en_cours
        self.vue = vue
        self.entretien = entretien
        self._reprendre = reprendre
        self.orientations: dict[str, Orientation] = {}
        self.fin: str | None = None
        """An end without orientation, when one is chosen."""
        self._deplies: set[str] = {p.offre for p in vue.resultat.propositions[:1]}
        if entretien is not None:
            self.orientations = {o.offre: o for o in entretien.orientations}
            self.fin = entretien.fin if entretien.fin in _SANS else None

    def corps(self) -> Iterable[Widget]:
        """Étape, doors, decision."""
        yield Texte(id="etape")
        yield Liste(id="portes")
        yield Texte(id="decision")

    def on_mount(self) -> None:
        """Show the result, the cursor on the first door."""
        resultat = self.vue.resultat
        noms = self.en_cours.catalogue.questionnaire.noms_etapes
        raison = resultat.etape_raison[:1].lower() + resultat.etape_raison[1:]
        paragraphes = [Paragraphe(f"{noms[resultat.etape]} : {raison}", "bold")]
        if resultat.question_utile is not None:
            texte = f"Une réponse changerait les portes : {resultat.question_utile.texte}"
            paragraphes.append(Paragraphe(texte, "$discret"))
        self.query_one("#etape", Texte).montrer(*paragraphes)
        portes, aides = nombre(len(resultat.propositions), "porte"), nombre(len(resultat.aides), "aide")
        self.contexte = f"{portes} · {aides}"
        self.query_one(Liste).montrer(self._elements())
        self.query_one(Liste).focus()
        self._montrer_decision()

    @property
    def aide_ici(self) -> AideIci | None:
        """The line under the cursor: a door, an end without orientation, or something to read."""
        courant, porte = self.query_one(Liste).courant, self._porte_courante()
        if porte is not None:
            operateur = self.vue.catalogue.offres[porte.offre].operateur.nom
            donner = "Espace, ou le chiffre affiché devant elle, donne cette orientation, ou la retire."
            lire = "i dit comment la personne la reçoit, d montre ou cache le détail, f ouvre la page de l’opérateur."
            return AideIci(f"La porte « {operateur} » ({etat_en_mots(porte)})", (donner, lire))
        if courant is not None and courant.id in _SANS:
            choisir = "Espace choisit cette fin, et retire les orientations. Entrée enregistre l’entretien."
            return AideIci(f"La fin « {courant.libelle} »", (f"{_phrase(courant.sens)}", choisir))
        if courant is not None and courant.id == AIDES:
            quoi = "Des droits et de l’argent que la personne peut obtenir par une des portes."
            return AideIci("Les aides mobilisables", (quoi, "Espace ou a les montre, ou les cache."))
        quoi = "Chaque offre qui n’est pas proposée, ce qui l’écarte, et ce qui l’ouvrirait."
        return AideIci("Pourquoi pas les autres", (quoi, "Espace ou p ouvre la liste."))

    # What is shown

    def _elements(self) -> list[Element]:
        propositions = self.vue.resultat.propositions
        touches = [*(str(i) for i in range(1, 10)), *_LETTRES, *[""] * len(propositions)]
        portes = [self._porte(p, touche) for p, touche in zip(propositions, touches, strict=False)]
        sans = [
            Element(fin, libelle, sens, _TOUCHES_FIN[fin], _case(self.fin == fin))
            for fin, (libelle, sens) in _SANS.items()
        ]
        suite = []
        aides = self.vue.resultat.aides
        if aides:
            details = [d for a in aides for d in detail_aide(self.vue, a)] if AIDES in self._deplies else []
            signe = "▾" if AIDES in self._deplies else "▹"
            suite.append(Element(AIDES, f"{signe} Aides mobilisables : {len(aides)}", "", "a", details=tuple(details)))
        ecartes = len(self.vue.resultat.ecartes)
        suite.append(Element(POURQUOI, f"▹ Pourquoi pas les autres : {ecartes}", "", "p"))
        return [
            *portes[:1],
            *([_titre("Autres portes (d : détail, f : fiche)")] if len(portes) > 1 else []),
            *portes[1:],
            _titre("Sans orientation"),
            *sans,
            _titre("En savoir plus"),
            *suite,
        ]

    def _porte(self, p: Proposition, touche: str) -> Element:
        offre = self.vue.catalogue.offres[p.offre]
        donnee = self.orientations.get(p.offre)
        etat = etat_en_mots(p)
        if donnee is not None:
            etat += f" · {_issue_en_mots(donnee)}"
        details = detail_porte(self.vue, p) if p.offre in self._deplies else []
        return Element(
            p.offre, offre.operateur.nom, offre.offre.nom, touche, _case(donnee is not None), etat, tuple(details)
        )

    def _rafraichir(self) -> None:
        self.query_one(Liste).montrer(self._elements(), curseur=None)
        self._montrer_decision()

    def _montrer_decision(self) -> None:
        if self.orientations:
            noms = [
                f"{self.vue.catalogue.offres[o.offre].operateur.nom} ({_issue_en_mots(o)})"
                for o in self.orientations.values()
            ]
            texte = f"Orientation : {', '.join(noms)}. Entrée enregistre."
        elif self.fin is not None:
            texte = f"{FINS[self.fin]}. Entrée enregistre."
        else:
            texte = "Rien n’est encore noté. Un chiffre donne une orientation, Entrée termine."
        self.query_one("#decision", Texte).montrer(Paragraphe(texte, "bold"))

    # Keys

    async def touche(self, event: events.Key) -> bool:
        """Digits and letters tick doors; the rest is in the table of commands."""
        liste = self.query_one(Liste)
        if event.key in ("tab", "shift+tab"):
            return liste.deplacer("down" if event.key == "tab" else "up")
        if liste.deplacer(event.key):
            return True
        numero = chiffre(event.key, event.character)
        signe = str(numero) if numero is not None else (event.character or "").lower()
        element = liste.par_touche(signe)
        if element is not None:
            liste.surligner_id(element.id)
            await self._prendre(element.id)
            return True
        return await self.jouer_touche(event)

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click on a line does what its key does."""
        message.stop()
        self.appli.faire(partial(self._prendre, message.element.id))

    async def _prendre(self, identifiant: str) -> None:
        """Tick or untick a door or an end, unfold the aides, open the list of the others."""
        if identifiant == AIDES:
            self._basculer(AIDES)
        elif identifiant == POURQUOI:
            await self.action_pourquoi_pas()
            return
        elif identifiant in _SANS:
            self.fin = None if self.fin == identifiant else identifiant
            self.orientations.clear()
        elif identifiant in self.orientations:
            del self.orientations[identifiant]
        else:
            self.fin = None
            self.orientations[identifiant] = Orientation(identifiant)
        self._rafraichir()

    def _basculer(self, identifiant: str) -> None:
        self._deplies ^= {identifiant}

    def _porte_courante(self) -> Proposition | None:
        courant = self.query_one(Liste).courant
        return next((p for p in self.vue.resultat.propositions if courant and p.offre == courant.id), None)

    async def action_donner(self) -> None:
        """What the key in front of the line under the cursor does."""
        courant = self.query_one(Liste).courant
        if courant is not None:
            await self._prendre(courant.id)

    async def action_deplier(self) -> None:
        """Show or hide what is known of the line under the cursor."""
        courant = self.query_one(Liste).courant
        if courant is not None and courant.id not in (*_SANS, POURQUOI):
            self._basculer(courant.id)
            self._rafraichir()

    async def action_pourquoi_pas(self) -> None:
        """List the offres that are not put forward."""
        raisons = await self.appli.en_arriere(pourquoi_pas, self.vue)
        await self.appli.push_screen(EcranPourquoiPas(self.vue, raisons))

    async def action_fiche(self) -> None:
        """Open the page of the operator under the cursor."""
        porte = self._porte_courante()
        if porte is not None:
            await self.appli.ouvrir("operateur", porte.operateur)

    async def action_issue(self) -> None:
        """Say how the orientation under the cursor, or the only one, is received."""
        porte = self._porte_courante()
        offre = porte.offre if porte else next(iter(self.orientations), None)
        if porte and porte.offre not in self.orientations and len(self.orientations) == 1:
            offre = next(iter(self.orientations))
        if offre is None:
            return
        actuelle = self.orientations.get(offre, Orientation(offre))

        async def suite(issue: str) -> None:
            if issue == "refusee":
                await self._demander_motif(offre)
            else:
                self._noter(Orientation(offre, issue))

        await self.appli.demander(
            Dialogue(
                "Comment l’orientation est-elle reçue ?",
                [self.vue.catalogue.offres[offre].operateur.nom],
                [Choix(i, libelle[:1].upper() + libelle[1:]) for i, libelle in ISSUES.items()],
                suite,
                defaut=actuelle.issue,
            )
        )

    async def _demander_motif(self, offre: str) -> None:
        async def suite(motif: str) -> None:
            self._noter(Orientation(offre, "refusee", motif if motif in MOTIFS else None))

        motifs = [Choix(m, libelle[:1].upper() + libelle[1:]) for m, libelle in MOTIFS.items()]
        await self.appli.demander(
            Dialogue("Pourquoi ce refus ?", [], [*motifs, Choix("sans", "Sans motif")], suite, defaut="sans")
        )

    def _noter(self, orientation: Orientation) -> None:
        self.fin = None
        self.orientations[orientation.offre] = orientation
        self._rafraichir()

    # End

    async def action_terminer(self) -> None:
        """Store what is ticked; with nothing ticked, ask how the interview ends."""
        if self.orientations:
            await self._terminer("orientation", tuple(self.orientations.values()))
        elif self.fin is not None:
            await self._terminer(self.fin, ())
        else:
            await self.appli.demander(self._dialogue_fin())

    def _dialogue_fin(self) -> Dialogue:
        premiere = self.vue.resultat.propositions[0]
        nom = self.vue.catalogue.offres[premiere.offre].operateur.nom

        async def suite(choix: str) -> None:
            if choix == "orientation":
                await self._terminer("orientation", (Orientation(premiere.offre),))
            elif choix in FINS:
                await self._terminer(choix, ())

        return Dialogue(
            "Comment finit l’entretien ?",
            ["Aucune orientation n’est cochée."],
            [
                Choix("orientation", f"Orientation vers {nom}", "acceptée"),
                *(Choix(fin, libelle, sens) for fin, (libelle, sens) in _SANS.items()),
                Choix("non-renseignee", "Ne rien noter", "l’entretien compte, sans sa fin"),
                Choix("revenir", "Revenir au résultat"),
            ],
            suite,
            defaut="revenir",
        )

    async def _terminer(self, fin: str, orientations: tuple[Orientation, ...]) -> None:
        appli = self.appli
        if self.entretien is None:
            garde = await appli.en_arriere(service.terminer, appli.services, self.en_cours, fin, orientations)
            mots = "Entretien enregistré."
        else:
            garde = await appli.en_arriere(
                service.modifier_orientation, appli.services, self.entretien, fin, orientations
            )
            mots = "Orientation modifiée."
        # Stored: whatever fails from here on, Enter again must not store it twice.
        self.entretien = garde
        appli.dernier = Dernier(self.en_cours, garde)
        premier = appli.screen_stack[0]
        await appli.revenir_a_l_accueil()
        if isinstance(premier, EcranAccueil):
            quoi = nombre(len(orientations), "orientation") if orientations else FINS[fin]
            premier.dire(f"{mots} {quoi}.")
            # Enter typed twice must not begin the next interview.
            premier.query_one(Liste).surligner_id("modifier_orientation")

    async def action_reculer(self) -> None:
        """Back to the last question, or to the first screen when only orientations are changed."""
        await self.dismiss(None)
        if self._reprendre is not None:
            await self._reprendre()

    async def action_interrompre(self, quitter: bool = False) -> None:
        """Leave: ask what becomes of the answers, unless they are stored already."""
        if self.entretien is not None:
            if quitter:
                self.appli.exit(0)
            else:
                await self.dismiss(None)
            return
        await self.appli.demander(dialogue_interrompre(self, quitter=quitter))


def _titre(texte: str) -> Element:
    return Element("", texte, est_titre=True)


def _phrase(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}{'' if texte.endswith('…') else '.'}"


def _case(est_cochee: bool) -> str:
    return "[✓]" if est_cochee else "[ ]"


def _issue_en_mots(orientation: Orientation) -> str:
    motif = f", {MOTIFS[orientation.motif]}" if orientation.motif else ""
    return f"{ISSUES[orientation.issue]}{motif}"
