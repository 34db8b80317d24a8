"""The interview: one question at a time, read aloud, answered by one key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget

from prescripteur_tui.domaine.regles import SANS_REPONSE
from prescripteur_tui.services import entretien
from prescripteur_tui.services.nature import FORMATION
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.ecrans.communes import ChoixCommune
from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue
from prescripteur_tui.ui.textes import Paragraphe, chiffre, lettres
from prescripteur_tui.ui.vues import lire_vue, poids
from prescripteur_tui.ui.widgets.chemin import Chemin
from prescripteur_tui.ui.widgets.lignes import Texte
from prescripteur_tui.ui.widgets.liste import Element, Liste

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Question
    from prescripteur_tui.services.entretien import EnCours

LETTRES = lettres("fq")
"""Letters of the options from the tenth on; `f` and `q` are commands."""

VALIDER = "valider"
"""Id of the line that goes on, in a question with several answers (no option has it: options come first)."""

_USAGES = {"orientation": "à orienter la personne", "comptage": "à compter"}

SANS_REPONSE_DIT = "Préfère ne pas répondre"


class EcranEntretien(Ecran[None]):
    """One interview under way."""

    NOM = "entretien"
    TITRE = "Entretien"
    CSS_PATH = "entretien.tcss"
    BINDINGS = commandes.liaisons("entretien")

    repos: ClassVar[float | None] = 0.2
    """Seconds on a question before its weight is looked for, so that who types on does not wait; None: never."""
    patience: ClassVar[float] = 0.05
    """Seconds in which what is still to come must be settled; past them no sign is shown."""

    def __init__(self, en_cours: EnCours) -> None:
        super().__init__()
        self.en_cours = en_cours
        self._en_facile = False
        self._cochees: list[str] = []
        """Ids ticked in a question with several answers."""
        self._a_bouge = False
        """Whether the cursor was moved on this question: Enter then means the line under it."""
        self._communes: ChoixCommune | None = None

    def corps(self) -> Iterable[Widget]:
        """Path, question, options, why."""
        yield Chemin(self.en_cours.catalogue.questionnaire.noms_etapes, id="chemin")
        yield Texte(id="accueil")
        yield Texte(id="question")
        yield Liste(id="options")
        yield Texte(id="pourquoi")

    async def on_mount(self) -> None:
        """Show the question where the interview stands, or the result when all are answered."""
        self.query_one(Liste).focus()
        if self.en_cours.parcours.question is None:
            self.appli.faire(self._ouvrir_resultat)
        else:
            self._montrer_question()

    @property
    def _question(self) -> Question:
        question = self.en_cours.parcours.question
        assert question is not None
        return question

    @property
    def aide_ici(self) -> AideIci | None:
        """The question on screen, how to answer it, and what the answer is for."""
        question, (numero, total) = self.en_cours.parcours.question, self.en_cours.parcours.place
        if question is None:
            return None
        if self._communes is not None:
            repondre = [
                "Tapez les premières lettres de la commune ou du quartier ; Retour arrière les efface.",
                "Un chiffre, ou Entrée, prend une ligne. F7 revient des quartiers aux communes.",
                "La commune n’est jamais gardée : seulement le quartier.",
            ]
        elif question.multi:
            repondre = ["Plusieurs réponses sont possibles : chaque chiffre coche ou décoche, Entrée va plus loin."]
        else:
            repondre = ["Une seule réponse : son chiffre la donne, et la question suivante arrive."]
        usages = " et ".join(_USAGES[usage] for usage in question.usage)
        return AideIci(
            f"La question « {question.titre} » ({numero} sur {total})",
            (
                *repondre,
                "0 : la personne préfère ne pas répondre. Aucune porte ne se ferme pour cela.",
                f"La réponse sert {usages}. {question.pourquoi}",
            ),
        )

    # What is shown

    def _montrer_question(self) -> None:
        """Show the question on which the interview stands, with its earlier answer."""
        parcours, question = self.en_cours.parcours, self._question
        donnee = parcours.reponses.get(question.id)
        self._cochees = [donnee] if isinstance(donnee, str) else list(donnee or ())
        self._a_bouge = False
        self._communes = None
        if question.choix == "commune":
            actuelle = donnee if isinstance(donnee, str) else None
            self._communes = ChoixCommune(self.en_cours.catalogue, self.en_cours.lieu, question, actuelle)
        self._montrer_contexte()
        self.query_one(Chemin).etape = question.etape
        accueil = self.query_one("#accueil", Texte)
        accueil.display = parcours.numero == 1 and not self._cochees
        accueil.montrer(*self.en_cours.catalogue.questionnaire.accueil)
        self.query_one("#pourquoi", Texte).montrer(
            Paragraphe(f"Pourquoi cette question ? {question.pourquoi}", "$discret")
        )
        self._montrer_enonce()
        elements = self._elements()
        ids = [e.id for e in elements]
        curseur = next((ids.index(c) for c in self._cochees if c in ids), 0)
        self.query_one(Liste).montrer(elements, curseur=curseur)
        if self.repos is not None:
            self.set_timer(self.repos, partial(self._peser, question))

    def _montrer_contexte(self, signe: str = "") -> None:
        numero, total = self.en_cours.parcours.place
        self.contexte = " · ".join(filter(None, [self._question.titre, f"question {numero} sur {total}", signe]))

    def _peser(self, question: Question) -> None:
        """Look for what the answers still to come can change, beside what the person reads."""
        if question is self.en_cours.parcours.question:
            self.run_worker(self._dire_le_poids(question), exclusive=True, group="poids", exit_on_error=False)

    async def _dire_le_poids(self, question: Question) -> None:
        signe = await asyncio.to_thread(poids, self.en_cours, question.id, self.patience)
        if question is self.en_cours.parcours.question:
            self._montrer_contexte(signe)

    def _montrer_enonce(self, avis: str = "") -> None:
        question = self._question
        dit = question.facile if self._en_facile else question.enonce
        paragraphes = [Paragraphe(dit, "bold")]
        if avis:
            paragraphes.append(Paragraphe(avis, "$attention"))
        elif self._communes is not None:
            paragraphes.append(Paragraphe(self._communes.consigne, "$discret"))
        elif question.multi:
            paragraphes.append(Paragraphe("Une touche coche ou décoche. Entrée valide.", "$discret"))
        self.query_one("#question", Texte).montrer(*paragraphes)

    def _rafraichir(self) -> None:
        """Show the same question after a tick, a letter typed or a commune chosen."""
        self._montrer_enonce()
        self.query_one(Liste).montrer(self._elements(), curseur=None)

    def _elements(self) -> list[Element]:
        question = self._question
        sans = Element(SANS_REPONSE, SANS_REPONSE_DIT, touche="0", marque=self._marque(SANS_REPONSE))
        if self._communes is not None:
            return [*self._communes.elements(), sans]
        touches = [*(str(i) for i in range(1, 10)), *LETTRES]
        elements = [
            Element(o.id, o.libelle, o.sens or "", touche, self._marque(o.id))
            for o, touche in zip(question.options, [*touches, *[""] * len(question.options)], strict=False)
        ]
        if question.multi:
            # Not an answer: no box in front.
            return [*elements, sans, Element(VALIDER, "Valider", touche="↵")]
        return [*elements, sans]

    def _marque(self, identifiant: str) -> str:
        est_cochee = identifiant in self._cochees
        if self._question.multi and identifiant != SANS_REPONSE:
            return "[✓]" if est_cochee else "[ ]"
        return "✓" if est_cochee else ""

    # Keys

    async def touche(self, event: events.Key) -> bool:
        """Digits and letters answer; the rest moves, goes back or leaves."""
        liste = self.query_one(Liste)
        if liste.deplacer(event.key):
            self._a_bouge = True
            return True
        if event.key in ("tab", "shift+tab"):
            liste.deplacer("down" if event.key == "tab" else "up")
            self._a_bouge = True
            return True
        numero = chiffre(event.key, event.character)
        if numero is not None:
            element = liste.par_touche(str(numero))
            if element is not None:
                await self._prendre(element.id)
            return True
        if event.key == "enter":
            await self._entree()
            return True
        if event.key == "space":
            if liste.courant is not None:
                await self._prendre(liste.courant.id)
            return True
        lettre = (event.character or "").lower()
        if self._communes is not None:
            if event.key == "backspace" and self._communes.effacer():
                self._rafraichir()
                return True
            if len(lettre) == 1 and lettre.isalpha():
                self._communes.taper(lettre)
                self._rafraichir()
                liste.surligner(0)
                return True
        elif lettre and lettre in LETTRES:
            element = liste.par_touche(lettre)
            if element is not None:
                await self._prendre(element.id)
            return True
        return await self.jouer_touche(event)

    async def _entree(self) -> None:
        courant = self.query_one(Liste).courant
        if courant is None:
            return
        if not self._question.multi or (courant.id in (VALIDER, SANS_REPONSE) and self._a_bouge):
            await self._prendre(courant.id)
        elif self._cochees:
            await self._prendre(VALIDER)
        elif self._a_bouge:
            await self._prendre(courant.id)
        else:
            await self._prendre(VALIDER)

    def on_liste_pointee(self, message: Liste.Pointee) -> None:
        """A click on a line does what its key does."""
        message.stop()
        self.appli.faire(partial(self._prendre, message.element.id))

    async def _prendre(self, identifiant: str) -> None:
        """Take a line of the list: answer, tick, narrow down, or go on."""
        if identifiant == SANS_REPONSE:
            await self._repondre(SANS_REPONSE)
        elif self._communes is not None:
            option = self._communes.prendre(identifiant)
            if option is not None:
                await self._repondre(option)
            else:
                self._rafraichir()
                self.query_one(Liste).montrer(self._elements())
        elif not self._question.multi:
            await self._repondre(identifiant)
        elif identifiant == VALIDER:
            if self._cochees and SANS_REPONSE not in self._cochees:
                await self._repondre(tuple(self._cochees))
            elif self._cochees:
                await self._repondre(SANS_REPONSE)
            else:
                self._montrer_enonce("Cochez au moins une réponse, ou tapez 0 pour ne pas répondre.")
        else:
            self._cocher(identifiant)

    def _cocher(self, identifiant: str) -> None:
        """Tick or untick; an option that stands alone unticks the others, and any other one unticks it."""
        question = self._question
        if identifiant in self._cochees:
            self._cochees.remove(identifiant)
        else:
            seule = question.par_id[identifiant].seule
            self._cochees = [
                c for c in self._cochees if c != SANS_REPONSE and not seule and not question.par_id[c].seule
            ]
            self._cochees.append(identifiant)
        self._rafraichir()
        self.query_one(Liste).surligner_id(identifiant)

    # Forward and back

    async def _repondre(self, valeur: str | tuple[str, ...]) -> None:
        """Answer; the next question is shown once the answer is stored."""
        parcours = self.en_cours.parcours
        avant = parcours.reponses, parcours.question
        parcours.repondre(valeur)
        try:
            await self.appli.en_arriere(entretien.garder, self.appli.services, self.en_cours)
        except BaseException:
            # What is on screen and what is stored say the same: the question is still to be answered.
            parcours.reponses, parcours.question = avant
            raise
        if parcours.question is None:
            await self._ouvrir_resultat()
        else:
            self._montrer_question()

    async def _ouvrir_resultat(self) -> None:
        vue = await self.appli.en_arriere(lire_vue, self.appli.services, self.en_cours)
        await self.appli.ouvrir("resultat", self.en_cours, vue, None, self.reprendre_derniere)

    async def reprendre_derniere(self) -> None:
        """Back from the result to the last question."""
        await self._reculer()

    async def _reculer(self) -> None:
        if self.en_cours.parcours.reculer():
            # Shown first: the answers stay as they are stored, even when the store refuses the new place.
            self._montrer_question()
            await self.appli.en_arriere(entretien.garder, self.appli.services, self.en_cours)

    async def action_reculer(self) -> None:
        """Back from the quarters to the communes, or one question."""
        if self._communes is not None and self._communes.remonter():
            self._rafraichir()
            self.query_one(Liste).montrer(self._elements())
        else:
            await self._reculer()

    async def action_sans_reponse(self) -> None:
        """The person prefers not to answer."""
        await self._repondre(SANS_REPONSE)

    async def action_choisir(self) -> None:
        """Take the line under the cursor."""
        courant = self.query_one(Liste).courant
        if courant is not None:
            await self._prendre(courant.id)

    async def action_facile(self) -> None:
        """The question in simpler words, until asked otherwise."""
        self._en_facile = not self._en_facile
        self._montrer_enonce()

    async def action_interrompre(self, quitter: bool = False) -> None:
        """Leave, after asking what becomes of the answers."""
        await self.appli.demander(dialogue_interrompre(self, quitter=quitter))


def _garde_jusqu_a(nature: str) -> str:
    if nature == FORMATION:
        return "Formation : le brouillon s’efface en fermant l’application."
    return "Le brouillon se garde jusqu’à ce soir, sur cet ordinateur seulement."


def dialogue_interrompre(ecran: Ecran[None], *, quitter: bool) -> Dialogue:
    """Ask before an interview is left: nothing is lost unless it is said.

    Args:
        ecran: the screen of the interview that is left.
        quitter: whether the app closes too.
    """
    appli = ecran.appli
    vers = "fermer l’application" if quitter else "revenir à l’accueil"

    async def suite(choix: str) -> None:
        if choix == "continuer":
            return
        if choix == "abandonner":
            await appli.en_arriere(entretien.abandonner, appli.services)
        if quitter:
            appli.exit(0)
        else:
            await appli.revenir_a_l_accueil()

    return Dialogue(
        "Interrompre l’entretien ?",
        [_garde_jusqu_a(appli.nature)],
        [
            Choix("continuer", "Continuer l’entretien"),
            Choix("garder", f"Garder un brouillon et {vers}"),
            Choix("abandonner", f"Tout effacer et {vers}"),
        ],
        suite,
        defaut="garder",
    )
