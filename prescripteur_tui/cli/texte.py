"""The interview line by line: the same questions, draft, result and end as in the app."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from prescripteur_tui.cli.affichage import (
    ecartes_en_texte,
    fin_en_texte,
    mettre_en_lignes,
    nom_offre,
    resultat_en_texte,
)
from prescripteur_tui.cli.guichet import Choisi, Geste, Gestes, Guichet, Ligne, ouvrir_guichet
from prescripteur_tui.cli.socle import SORTIE_INTERROMPU, dire
from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS, Orientation
from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.regles import SANS_REPONSE
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import entretien as services
from prescripteur_tui.services import fenetre, quartiers
from prescripteur_tui.services.nature import BANNIERES, FORMATION, nature
from prescripteur_tui.services.phrases import majuscule

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Question
    from prescripteur_tui.domaine.recommandation import Recommandation
    from prescripteur_tui.services.application import Application

GESTES: Gestes = {
    Geste.SANS_REPONSE: "Préfère ne pas répondre",
    Geste.RETOUR: "Retour",
    Geste.POURQUOI: "Pourquoi cette question",
    Geste.INTERROMPRE: "Interrompre",
}
"""What can be done at a question instead of answering."""

_GESTES_RESULTAT: Gestes = {
    Geste.SANS_REPONSE: "Ne pas le noter",
    Geste.RETOUR: "Retour",
    Geste.POURQUOI: "Pourquoi pas les autres portes",
    Geste.INTERROMPRE: "Interrompre",
}

_GESTES_MOTIF: Gestes = {
    Geste.SANS_REPONSE: "Ne pas le noter",
    Geste.RETOUR: "Retour",
    Geste.INTERROMPRE: "Interrompre",
}

_GESTES_SUITE: Gestes = {Geste.RETOUR: "Retour", Geste.INTERROMPRE: "Interrompre"}

_OUI_NON = (Ligne("oui", "Oui"), Ligne("non", "Non"))


class _Interrompu(Exception):
    """The interview was left on purpose."""


class _Retour(Exception):
    """One step back from a choice made in several."""


def mener(app: Application, *, semaine: str | None = None, lieu: str | None = None, garder: bool = True) -> int:
    """Have an interview in this terminal.

    Args:
        app: the application.
        semaine: its week, the current one by default.
        lieu: its lieu, the chosen one by default.
        garder: store it, and keep a draft at each answer; otherwise nothing at all is kept.

    Returns:
        The exit code: 0, or 130 when it was left before its end.

    Raises:
        ErreurPrescripteur: the week, the lieu, the catalogue or the store refuses.
    """
    with ExitStack() as place:
        quoi = nature(app)
        # A draft would be gone with the throwaway folder: none is promised.
        brouillon = garder and quoi != FORMATION and _est_a_nous(app, place)
        guichet = ouvrir_guichet()
        if quoi:
            guichet.dire(BANNIERES[quoi])
        return _mener(EntretienEnTexte(app, guichet, garder=garder, brouillon=brouillon), semaine, lieu)


def _est_a_nous(app: Application, place: ExitStack) -> bool:
    """Whether the one draft of the data folder is ours to keep: not while a window of the app holds it."""
    try:
        place.enter_context(fenetre.prendre(app))
    except ErreurPrescripteur as erreur:
        if erreur.code != "deja-ouverte":
            raise
        dire("L’application est ouverte : cet entretien s’enregistre à la fin, sans brouillon.")
        return False
    return True


def _mener(entretien: EntretienEnTexte, semaine: str | None, lieu: str | None) -> int:
    try:
        entretien.commencer(semaine, lieu)
        entretien.mener()
    except (_Interrompu, KeyboardInterrupt, EOFError):
        dire("")
        dire(
            "Entretien interrompu. Pour le reprendre aujourd’hui : prescripteur entretien --texte"
            if entretien.a_un_brouillon
            else "Entretien interrompu. Rien n’est gardé."
        )
        return SORTIE_INTERROMPU
    return 0


class EntretienEnTexte:
    """One interview under way in a terminal."""

    def __init__(self, app: Application, guichet: Guichet, *, garder: bool, brouillon: bool) -> None:
        self._app = app
        self._guichet = guichet
        self._garder = garder
        self._brouillon = brouillon
        self.a_un_brouillon = False
        self._en_cours: services.EnCours

    @property
    def _parcours(self) -> Parcours:
        return self._en_cours.parcours

    def commencer(self, semaine: str | None, lieu: str | None) -> None:
        """Take the draft of today up again, or begin anew."""
        if self._brouillon and self._reprendre():
            return
        semaine, lieu = services.ou_et_quand(self._app, semaine, lieu)
        if self._garder:
            self._en_cours = services.commencer(self._app, brouillon=self._brouillon)
            self._en_cours.semaine, self._en_cours.lieu = semaine, lieu
        else:
            catalogue, jour = self._app.catalogue, self._app.aujourd_hui().isoformat()
            self._en_cours = services.EnCours(Parcours(catalogue.questionnaire), catalogue, jour, semaine, lieu)
        self.a_un_brouillon = False
        self._guichet.dire("")
        for ligne in self._en_cours.catalogue.questionnaire.accueil:
            self._guichet.dire(ligne)

    def _reprendre(self) -> bool:
        brouillon = services.reprendre(self._app)
        if brouillon is None:
            return False
        self.a_un_brouillon = True
        self._guichet.dire(f"Un entretien d’aujourd’hui n’est pas fini : {_ou_en_est(brouillon)}.")
        choisi = self._guichet.choisir(
            (Ligne("reprendre", "Reprendre"), Ligne("abandonner", "Abandonner, et en commencer un autre")),
            {Geste.INTERROMPRE: "Quitter"},
        )
        if choisi is Geste.INTERROMPRE:
            raise _Interrompu
        if choisi == ("reprendre",):
            self._en_cours = brouillon
            return True
        services.abandonner(self._app)
        return False

    def mener(self) -> None:
        """Ask until all is answered, show the result, and store how it ended."""
        while True:
            while self._parcours.question is not None:
                self._poser(self._parcours.question)
            if self._finir():
                return
            self._parcours.reculer()

    # Questions

    def _poser(self, question: Question) -> None:
        self._guichet.dire("")
        self._guichet.dire(majuscule(_ou_en_est(self._en_cours)))
        self._guichet.dire(mettre_en_lignes(question.enonce))
        choisi = self._choisir_quartier() if question.choix == "commune" else self._choisir_option(question)
        if choisi is Geste.POURQUOI:
            self._guichet.dire(mettre_en_lignes(question.pourquoi))
        elif choisi is Geste.INTERROMPRE:
            self._interrompre()
        elif choisi is Geste.RETOUR:
            if not self._parcours.reculer():
                self._guichet.dire("C’est la première question.")
        else:
            self._repondre(question, choisi)

    def _choisir_option(self, question: Question) -> Choisi:
        lignes = [Ligne(option.id, option.libelle, option.sens) for option in question.options]
        return self._guichet.choisir(lignes, GESTES, plusieurs=question.multi)

    def _choisir_quartier(self) -> Choisi:
        """The commune, which nothing keeps, then one of its quarters; a commune without one answers by itself."""
        catalogue, lieu = self._en_cours.catalogue, self._en_cours.lieu
        while True:
            commune = self._guichet.choisir(_lignes(quartiers.communes(catalogue, lieu)), GESTES)
            if isinstance(commune, Geste):
                return commune
            choix = quartiers.quartiers_de(catalogue, commune[0], lieu)
            if len(choix) == 1:
                return (choix[0].id,)
            self._guichet.dire("Dans quel quartier ?")
            quartier = self._guichet.choisir(_lignes(choix), GESTES)
            if quartier is not Geste.RETOUR:
                return quartier

    def _repondre(self, question: Question, choisi: Choisi) -> None:
        try:
            self._parcours.repondre(SANS_REPONSE if isinstance(choisi, Geste) else choisi)
        except ErreurPrescripteur as refus:
            self._guichet.dire(f"{refus.message} {refus.conseil}")
            return
        if self._brouillon:
            services.garder(self._app, self._en_cours)
            self.a_un_brouillon = True

    def _interrompre(self) -> None:
        """Leave, once that is confirmed.

        Raises:
            _Interrompu: confirmed.
        """
        garde = "Les réponses sont gardées jusqu’à ce soir." if self.a_un_brouillon else "Rien n’est gardé."
        self._guichet.dire(f"Interrompre l’entretien ? {garde}")
        if self._guichet.choisir(_OUI_NON, {}) == ("oui",):
            raise _Interrompu

    # End

    def _finir(self) -> bool:
        """Show the result and ask how it ended; False to go back to the questions."""
        app, en_cours = self._app, self._en_cours
        resultat = en_cours.recommandation()
        self._guichet.dire("")
        self._guichet.dire(resultat_en_texte(en_cours.catalogue, resultat, app.depot.coordonnees(), app.aujourd_hui()))
        try:
            fin, orientations = self._demander_fin(resultat)
        except _Retour:
            return False
        self._guichet.dire("")
        self._guichet.dire(fin_en_texte(en_cours.catalogue, fin, orientations))
        if self._garder:
            fait = services.terminer(app, en_cours, fin, orientations, brouillon=self._brouillon)
            self.a_un_brouillon = False
            self._guichet.dire(f"Entretien : {fait.id}")
        else:
            self._guichet.dire("Entretien : non enregistré")
        return True

    def _demander_fin(self, resultat: Recommandation) -> tuple[str, tuple[Orientation, ...]]:
        lignes = [Ligne(fin, libelle) for fin, libelle in FINS.items() if fin != "non-renseignee"]
        while True:
            self._guichet.dire("")
            self._guichet.dire("Comment l’entretien finit-il ?")
            choisi = self._choisir_ou_interrompre(lignes, _GESTES_RESULTAT)
            if choisi is Geste.POURQUOI:
                self._guichet.dire(ecartes_en_texte(self._en_cours.catalogue, resultat))
            elif isinstance(choisi, Geste):
                return "non-renseignee", ()
            elif choisi[0] != "orientation":
                return choisi[0], ()
            else:
                try:
                    return "orientation", self._demander_orientations(resultat)
                except _Retour:
                    continue

    def _demander_orientations(self, resultat: Recommandation) -> tuple[Orientation, ...]:
        catalogue = self._en_cours.catalogue
        self._guichet.dire("Quelles portes ont été données ?")
        lignes = [Ligne(porte.offre, nom_offre(catalogue, porte.offre)) for porte in resultat.propositions]
        choisies = self._choisir_ou_interrompre(lignes, _GESTES_SUITE, plusieurs=True)
        return tuple(self._demander_issue(offre) for offre in choisies)

    def _demander_issue(self, offre: str) -> Orientation:
        self._guichet.dire(f"{nom_offre(self._en_cours.catalogue, offre)} : qu’en dit la personne ?")
        issues = [Ligne(issue, libelle) for issue, libelle in ISSUES.items()]
        issue = self._choisir_ou_interrompre(issues, _GESTES_SUITE)[0]
        if issue != "refusee":
            return Orientation(offre, issue)
        self._guichet.dire("Pourquoi ce refus ?")
        motifs = [Ligne(motif, libelle) for motif, libelle in MOTIFS.items()]
        motif = self._choisir_ou_interrompre(motifs, _GESTES_MOTIF)
        return Orientation(offre, issue, None if isinstance(motif, Geste) else motif[0])

    def _choisir_ou_interrompre(self, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool = False) -> Choisi:
        """A choice, or « ne pas le noter ».

        Raises:
            _Retour: one step back.
            _Interrompu: left.
        """
        while True:
            choisi = self._guichet.choisir(lignes, gestes, plusieurs=plusieurs)
            if choisi is Geste.RETOUR:
                raise _Retour
            if choisi is not Geste.INTERROMPRE:
                return choisi
            self._interrompre()


def _lignes(choix: Sequence[quartiers.Choix]) -> list[Ligne]:
    return [Ligne(x.id, x.libelle, x.sens) for x in choix]


def _ou_en_est(en_cours: services.EnCours) -> str:
    """Étape and question number, nothing of the answers."""
    parcours = en_cours.parcours
    etape = en_cours.catalogue.questionnaire.noms_etapes[parcours.etape_de_la_question]
    if parcours.est_complet:
        return f"étape {etape}, toutes les questions sont posées"
    return f"étape {etape}, question {parcours.numero} sur {parcours.total}"
