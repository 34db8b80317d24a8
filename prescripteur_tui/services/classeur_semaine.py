"""The workbook of a week: its words and its tables, from the same counts as the CSV."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping

from prescripteur_tui.domaine.comptages import OPERATEUR
from prescripteur_tui.domaine.entretien import FINS
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.semaine import decaler, libelle, lundi_de
from prescripteur_tui.exports.classeur import Classeur, Feuille, Historique, Partie, SemaineVue
from prescripteur_tui.services import recit
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.phrases import date_courte
from prescripteur_tui.services.recit import SemaineComptee

SEMAINES_AVANT = 8
"""How many weeks before stand in a workbook."""


def classeur_de_la_semaine(semaine: SemaineComptee) -> Classeur:
    """All that the workbook of a week shows; a pure function of its counts and labels."""
    return Classeur(
        titre=libelle(semaine.semaine),
        sous_titre=semaine.lieu_nom,
        etat=recit.etat_en_mots(semaine),
        etat_court=recit.etat_en_bref(semaine),
        est_provisoire=semaine.est_provisoire,
        nom_en_clair="En clair",
        parties=(
            Partie("Ce qui s’est passé", recit.accueil_en_mots(semaine)),
            Partie("À quelle étape étaient ces personnes", recit.etapes_en_mots(semaine), est_liste=True),
            Partie("Vers qui elles ont été orientées", recit.orientations_en_mots(semaine)),
            Partie("Par rapport aux semaines d’avant", recit.comparaison_en_mots(semaine), avec_graphique=True),
            Partie("Ce que ces nombres ne disent pas", recit.limites_en_mots(semaine), est_liste=True),
        ),
        comptage=semaine.comptage,
        feuilles=_feuilles(semaine),
        historique=_historique(semaine),
    )


def _feuilles(semaine: SemaineComptee) -> tuple[Feuille, ...]:
    entretiens = ("Tous les entretiens", semaine.comptage.total)
    return (
        Feuille(
            nom="Entretiens",
            titre="Entretiens, par étape",
            explication="L’étape dit où en est le projet de la personne. Chaque entretien est à une seule étape.",
            tableau="etape",
            entetes=("Étape",),
            unite="Entretiens",
            libelles=(semaine.libelles.noms_etapes,),
            si_vide="Aucun entretien.",
            total=entretiens,
        ),
        Feuille(
            nom="Fins",
            titre="Fin des entretiens",
            explication="Ce qui a été décidé à la fin de l’entretien. Chaque entretien a une seule fin.",
            tableau="fin",
            entetes=("Fin de l’entretien",),
            unite="Entretiens",
            libelles=(FINS,),
            si_vide="Aucun entretien.",
            total=entretiens,
        ),
        Feuille(
            nom="Opérateurs",
            titre="Orientations, par opérateur",
            explication="Vers qui les personnes ont été orientées. Une personne peut recevoir plusieurs orientations, "
            "ou aucune : leur somme n’est pas celle des entretiens.",
            tableau=OPERATEUR,
            entetes=("Opérateur",),
            unite="Orientations",
            libelles=(semaine.libelles.operateurs,),
            si_vide="Aucune orientation.",
            total=("Toutes les orientations", semaine.comptage.orientations),
            par_nombre=True,
        ),
    )


def _historique(semaine: SemaineComptee) -> Historique:
    etapes = {cellule.modalite_1: cellule.nombre for cellule in semaine.comptage.table("etape")}
    compte = CompteSemaine(semaine.semaine, semaine.comptage.total, semaine.comptage.orientations, etapes)
    semaines = tuple(
        SemaineVue(_court(un.semaine, en_cours=un is compte and semaine.est_provisoire), dates_courtes(un.semaine), un)
        for un in (*semaine.precedentes, compte)
    )
    suite = " ; ".join(f"{vue.nom}, {nombre(vue.compte.entretiens, 'entretien')}" for vue in semaines)
    return Historique(
        nom="Semaines",
        titre="Les dernières semaines",
        explication="Les entretiens de chaque semaine, par étape, et les orientations données. Une semaine d’avant "
        "peut être corrigée plus tard : c’est alors son propre classeur qui fait foi.",
        titre_graphique="Entretiens par semaine, selon l’étape",
        description=f"Colonnes empilées, une par semaine : {suite}.",
        etapes=semaine.libelles.noms_etapes,
        semaines=semaines,
    )


def _court(semaine: str, *, en_cours: bool) -> str:
    """« S47 », as narrow as the foot of a bar."""
    return f"S{int(semaine[-2:])}{' (en cours)' if en_cours else ''}"


def dates_courtes(semaine: str) -> str:
    """« 28 sept. – 4 oct. 2026 »."""
    lundi = lundi_de(semaine)
    dimanche = lundi + dt.timedelta(days=6)
    return f"{date_courte(lundi, dimanche)} – {date_courte(dimanche, dimanche)} {dimanche.year}"


def semaines_avant(semaine: str, comptes: Mapping[str, CompteSemaine]) -> tuple[CompteSemaine, ...]:
    """The weeks just before `semaine`, oldest first, from the first one with an interview on; the others are zeros."""
    attendues = [decaler(semaine, -i) for i in range(SEMAINES_AVANT, 0, -1)]
    avant = (comptes.get(s, CompteSemaine(s, 0, 0, {})) for s in attendues)
    return tuple(itertools.dropwhile(lambda compte: not compte.entretiens, avant))
