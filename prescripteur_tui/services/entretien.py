"""Interviews: begun, kept as a draft, ended, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.entretien import Brouillon, Entretien, Orientation
from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.domaine.recommandation import Recommandation, recommander
from prescripteur_tui.domaine.saisie import Saisie, lire_saisie, verifier_fin
from prescripteur_tui.domaine.suite import premieres_portes_arretees
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.lieux import lieu_choisi, trouver

ETATS_A_VENIR = 600
"""Answer sets looked at to tell whether the doors still change: some 40 ms, and past it nothing is said."""

SEMAINES_EN_ARRIERE = 104
"""How far back a paper form may be typed in; further back the year is mistyped."""


@dataclass(slots=True)
class EnCours:
    """An interview under way, with the catalogue, lieu and week it began with."""

    parcours: Parcours
    catalogue: Catalogue
    jour: str
    semaine: str
    lieu: str

    def recommandation(self) -> Recommandation:
        """What the engine says of the answers so far."""
        return recommander(self.parcours.reponses, self.catalogue, self.semaine)

    def portes_arretees(self, encore: Callable[[], bool] = lambda: True) -> bool | None:
        """Whether nothing still to be asked changes the first doors; None when that takes too long to tell."""
        return premieres_portes_arretees(
            self.parcours.reponses, self.catalogue, self.semaine, etats=ETATS_A_VENIR, encore=encore
        )

    def question_utile(self) -> str | None:
        """The id of the open question whose answer would change the first doors most often."""
        utile = self.recommandation().question_utile
        return utile.id if utile else None


def commencer(app: Application, *, brouillon: bool = True) -> EnCours:
    """A new interview at the chosen lieu; the draft, if any, is forgotten, unless it is another window's.

    Args:
        app: the application.
        brouillon: whether the one draft is this interview's to keep.

    Raises:
        ErreurPrescripteur: `horloge-douteuse`, or the catalogue is refused.
    """
    app.verifier_horloge()
    lieu, _ = lieu_choisi(app)
    catalogue = app.catalogue
    if brouillon:
        app.depot.effacer_brouillon()
        app.depot.garder_catalogue(catalogue.empreinte, catalogue.contenu)
    parcours = Parcours(catalogue.questionnaire)
    return EnCours(parcours, catalogue, app.aujourd_hui().isoformat(), app.semaine(), lieu)


def garder(app: Application, en_cours: EnCours) -> None:
    """Keep the interview as the draft; durable when it returns."""
    parcours, catalogue = en_cours.parcours, en_cours.catalogue
    numero, total = parcours.place
    app.depot.ecrire_brouillon(
        Brouillon(
            jour=en_cours.jour,
            lieu=en_cours.lieu,
            semaine=en_cours.semaine,
            reponses=parcours.reponses,
            question=parcours.question.id if parcours.question else None,
            etape=parcours.etape_de_la_question,
            numero=numero,
            total=total,
            catalogue_empreinte=catalogue.empreinte,
        )
    )


def reprendre(app: Application) -> EnCours | None:
    """The draft of today, on the catalogue it began with; None when there is none."""
    brouillon = app.depot.lire_brouillon()
    if brouillon is None or brouillon.jour != app.aujourd_hui().isoformat():
        return None
    catalogue = app.catalogue
    if catalogue.empreinte != brouillon.catalogue_empreinte:
        garde = app.depot.catalogue_garde(brouillon.catalogue_empreinte)
        if garde is not None:
            catalogue = Catalogue.model_validate_json(garde)
    parcours = Parcours(catalogue.questionnaire, brouillon.reponses, brouillon.question)
    return EnCours(parcours, catalogue, brouillon.jour, brouillon.semaine, brouillon.lieu)


def abandonner(app: Application) -> None:
    """Forget the draft."""
    app.depot.effacer_brouillon()


def terminer(
    app: Application,
    en_cours: EnCours,
    fin: str,
    orientations: tuple[Orientation, ...] = (),
    *,
    brouillon: bool = True,
) -> Entretien:
    """Store the interview; its draft (when `brouillon`) goes in the same transaction.

    Raises:
        ErreurPrescripteur: `fin-inconnue`, `fin-incoherente`, `offre-non-proposee`, or the store refuses.
    """
    saisie = Saisie(en_cours.parcours.reponses, fin, orientations)
    entretien, _ = preparer(app, en_cours.catalogue, saisie, semaine=en_cours.semaine, lieu=en_cours.lieu)
    app.depot.ajouter([entretien], sans_brouillon=brouillon)
    return entretien


def preparer(
    app: Application, catalogue: Catalogue, saisie: Saisie, *, semaine: str, lieu: str, identifiant: str | None = None
) -> tuple[Entretien, Recommandation]:
    """The interview to store and its result, the orientations held to the propositions.

    Raises:
        ErreurPrescripteur: `fin-inconnue`, `fin-incoherente` or `offre-non-proposee`.
    """
    resultat = recommander(saisie.reponses, catalogue, semaine)
    verifier_fin(saisie.fin, saisie.orientations)
    proposees = [proposition.offre for proposition in resultat.propositions]
    for orientation in saisie.orientations:
        if orientation.offre not in catalogue.offres:
            proche = plus_proche(orientation.offre, catalogue.offres)
            raise ErreurPrescripteur("offre-inconnue", offre=orientation.offre, proche=proche)
        if orientation.offre not in proposees:
            proche = plus_proche(orientation.offre, proposees)
            raise ErreurPrescripteur("offre-non-proposee", offre=orientation.offre, proche=proche)
    interrompu = catalogue.questionnaire.est_interrompu(saisie.reponses)
    entretien = Entretien(
        id=identifiant or app.tirer(),
        semaine=semaine,
        lieu=lieu,
        etape=resultat.etape,
        fin=saisie.fin,
        reponses={} if interrompu else dict(saisie.reponses),
        orientations=tuple(sorted(saisie.orientations, key=lambda o: o.offre)),
        catalogue_version=catalogue.identite.version,
        catalogue_empreinte=catalogue.empreinte,
    )
    return entretien, resultat


def ou_et_quand(app: Application, semaine: str | None, lieu: str | None) -> tuple[str, str]:
    """The week and lieu of an interview typed in: given, or the current ones.

    Raises:
        ErreurPrescripteur: `semaine-invalide`, `semaine-future`, `semaine-trop-ancienne`, `lieu-inconnu` or
            `horloge-douteuse`.
    """
    from prescripteur_tui.domaine.semaine import decaler, lundi_de

    if semaine is None:
        app.verifier_horloge()
        semaine = app.semaine()
    elif lundi_de(semaine) > app.aujourd_hui():
        raise ErreurPrescripteur("semaine-future", semaine=semaine)
    elif semaine < decaler(app.semaine(), -SEMAINES_EN_ARRIERE):
        raise ErreurPrescripteur("semaine-trop-ancienne", semaine=semaine)
    return semaine, trouver(app, lieu).id if lieu is not None else lieu_choisi(app)[0]


def enregistrer(
    app: Application, objet: object, *, semaine: str | None = None, lieu: str | None = None, garder: bool = True
) -> tuple[Entretien, Recommandation]:
    """One interview from an answers object, stored unless `garder` is False.

    Raises:
        ErreurPrescripteur: any refusal of the object, the week, the lieu or the store.
    """
    semaine, lieu = ou_et_quand(app, semaine, lieu)
    saisie = lire_saisie(objet, app.catalogue.questionnaire)
    entretien, resultat = preparer(app, app.catalogue, saisie, semaine=semaine, lieu=lieu)
    if garder:
        app.depot.ajouter([entretien])
    return entretien, resultat


def annuler(app: Application, identifiant: str) -> None:
    """Take an interview of the open week back.

    Raises:
        ErreurPrescripteur: `entretien-inconnu` or `semaine-close`.
    """
    _ouvert(app, identifiant)
    app.depot.retirer(identifiant)


def corriger(app: Application, identifiant: str, objet: object) -> tuple[Entretien, Recommandation]:
    """Put new answers, end and orientations in the place of those of an interview of the open week.

    Raises:
        ErreurPrescripteur: `entretien-inconnu`, `semaine-close`, or a refusal of the object.
    """
    ancien = _ouvert(app, identifiant)
    saisie = lire_saisie(objet, app.catalogue.questionnaire)
    entretien, resultat = preparer(
        app, app.catalogue, saisie, semaine=ancien.semaine, lieu=ancien.lieu, identifiant=identifiant
    )
    app.depot.remplacer(entretien)
    return entretien, resultat


def modifier_orientation(
    app: Application, entretien: Entretien, fin: str, orientations: tuple[Orientation, ...]
) -> Entretien:
    """Change how the interview just stored ended; the screen has already held the orientations to its result.

    Raises:
        ErreurPrescripteur: `entretien-inconnu`, `semaine-close`, `fin-inconnue` or `fin-incoherente`.
    """
    ancien = _ouvert(app, entretien.id)
    verifier_fin(fin, orientations)
    nouveau = replace(ancien, fin=fin, orientations=tuple(sorted(orientations, key=lambda o: o.offre)))
    app.depot.remplacer(nouveau)
    return nouveau


def _ouvert(app: Application, identifiant: str) -> Entretien:
    entretien = app.depot.lire(identifiant)
    if entretien is None:
        raise ErreurPrescripteur("entretien-inconnu", id=identifiant)
    if entretien.semaine < app.semaine():
        raise ErreurPrescripteur("semaine-close", semaine=entretien.semaine)
    return entretien
