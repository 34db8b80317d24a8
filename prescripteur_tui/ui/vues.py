"""What a result says, in paragraphs: a door, an aide, an offre left out."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.recommandation import ASSUREE
from prescripteur_tui.services import phrases
from prescripteur_tui.ui.textes import INSECABLE, Paragraphe

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.ports import Coordonnees
    from prescripteur_tui.domaine.recommandation import Ecarte, Proposition, Recommandation
    from prescripteur_tui.services.application import Application
    from prescripteur_tui.services.entretien import EnCours

PORTES_DECIDEES = "✓ portes décidées"
"""No answer still to come changes the first doors, nor their order."""

QUESTION_UTILE = "◆ compte beaucoup"
"""Of the questions still open, this one changes the first doors most often."""


@dataclass(frozen=True, slots=True)
class Vue:
    """A result with what is needed to put it in words."""

    resultat: Recommandation
    catalogue: Catalogue
    coordonnees: Mapping[str, Coordonnees]
    jour: dt.date


def lire_vue(app: Application, en_cours: EnCours) -> Vue:
    """Decide, and read the local contacts: for the thread that owns the store."""
    return Vue(en_cours.recommandation(), en_cours.catalogue, app.depot.coordonnees(), app.aujourd_hui())


def pourquoi_pas(vue: Vue) -> list[tuple[Ecarte, str, str | None]]:
    """Each offre left out, why, and what would open it: some 10 ms of search, for a thread."""
    return [(ecarte, *phrases.pourquoi_en_mots(vue.catalogue, vue.resultat, ecarte)) for ecarte in vue.resultat.ecartes]


def poids(en_cours: EnCours, question: str, patience: float) -> str:
    """What a question weighs, in a few words; empty when it is neither decided nor the most useful one.

    Args:
        en_cours: the interview.
        question: the id of the question on screen.
        patience: seconds to find out whether the doors are decided; past them nothing is said of it.
    """
    fin = time.perf_counter() + patience
    if en_cours.portes_arretees(lambda: time.perf_counter() < fin):
        return PORTES_DECIDEES
    return QUESTION_UTILE if en_cours.question_utile() == question else ""


def etat_en_mots(proposition: Proposition) -> str:
    """How well a door fits."""
    return "correspond" if proposition.statut == ASSUREE else "à vérifier"


def detail_porte(vue: Vue, proposition: Proposition) -> list[Paragraphe]:
    """What it does, why it is put forward, what to check, how to reach it."""
    offre = vue.catalogue.offres[proposition.offre]
    operateur = vue.catalogue.par_operateur[proposition.operateur]
    contacts = phrases.contact_en_lignes(operateur, vue.coordonnees.get(proposition.operateur), vue.jour)
    return [
        Paragraphe(offre.offre.description, "libelle"),
        *_raisons(proposition),
        *(Paragraphe(f"→ {contact}", "sens", suite=2) for contact in contacts),
    ]


def detail_aide(vue: Vue, aide: Proposition) -> list[Paragraphe]:
    """One aide: name, state, reasons, what to check."""
    offre = vue.catalogue.offres[aide.offre]
    return [
        Paragraphe(f"{offre.offre.nom} ({offre.operateur.nom}) : {etat_en_mots(aide)}", "libelle", suite=2),
        *(Paragraphe(p.texte, p.style, 2, 2) for p in _raisons(aide)),
    ]


def _raisons(proposition: Proposition) -> list[Paragraphe]:
    """Reasons, what to check, what to confirm, each with its sign and, but for reasons, its word."""
    raisons = f"{INSECABLE}· ".join(f"✓{INSECABLE}{raison.texte}" for raison in proposition.raisons)
    a_confirmer = f"{INSECABLE}· ".join(phrase.texte for phrase in proposition.a_confirmer)
    return [
        *([Paragraphe(raisons, "droite")] if raisons else []),
        *(Paragraphe(f"• à vérifier : {question.texte}", "touche", suite=2) for question in proposition.a_verifier),
        *([Paragraphe(f"◦ à confirmer : {a_confirmer}", "sens", suite=2)] if a_confirmer else []),
    ]
