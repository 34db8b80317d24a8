"""The workbook of a période: who was received, all together, from the same counts as the CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.comptages import (
    ISSUE,
    NON_RENSEIGNE,
    QUARTIER_OPERATEUR,
    QUESTIONS_MULTIPLES,
    QUESTIONS_SIMPLES,
    SEUIL_CROISE,
    SEUIL_PERIODE,
    Cellule,
    Comptage,
)
from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS
from prescripteur_tui.domaine.secret import SEUIL_AFFICHAGE
from prescripteur_tui.domaine.semaine import libelle_periode
from prescripteur_tui.exports.classeur import Classeur, Feuille, Partie
from prescripteur_tui.services.francais import chiffres, nombre
from prescripteur_tui.services.libelles import Libelles
from prescripteur_tui.services.phrases import enumerer, majuscule

_NOMMEES = 6
"""As many answers are named in a sentence; the others are in their table."""

_QUESTIONS = {
    "age": ("Âge", "Âge", "L’âge des personnes."),
    "activite": ("Activité", "Activité", "Ce que font les personnes aujourd’hui."),
    "droits": ("Droits", "Droits", "Les allocations et l’inscription à France Travail."),
    "quartier": ("Quartiers", "Quartier", "Où habitent les personnes."),
    "secteur": ("Secteurs", "Domaine de l’activité", "Le domaine de l’activité, pour qui a au moins une idée."),
    "frein": ("Freins", "Frein", "Ce qui freine les personnes."),
}
"""Table -> tab, heading, explanation; in the order of the sheets."""

_UNE_SEULE = "Chaque personne est comptée sur une seule ligne."
_PLUSIEURS = "Une personne peut en avoir plusieurs : la somme n’est pas le nombre de personnes."

_MOTIFS = {**{motif: majuscule(nom) for motif, nom in MOTIFS.items()}, NON_RENSEIGNE: "Motif non noté"}
_ISSUES = {issue: majuscule(nom) for issue, nom in ISSUES.items()}


@dataclass(frozen=True, slots=True)
class PeriodeComptee:
    """The counts of one période at one lieu, and the words for them.

    `reports` says how many of the interviews belong to each earlier période.
    """

    periode: str
    lieu_nom: str
    comptage: Comptage
    reports: Mapping[str, int]
    catalogue_version: str
    libelles: Libelles


def classeur_de_la_periode(periode: PeriodeComptee) -> Classeur:
    """All that the workbook of a période shows; a pure function of its counts and labels."""
    return Classeur(
        titre=libelle_periode(periode.periode),
        sous_titre=periode.lieu_nom,
        etat="Définitif : ces personnes ne sont comptées qu’ici, et ces nombres ne seront plus corrigés.",
        etat_court="Profils d’une période, définitifs",
        est_provisoire=False,
        nom_en_clair="En clair",
        parties=(
            Partie("De quoi il s’agit", _sujet(periode)),
            Partie("Qui sont ces personnes", _profils(periode), est_liste=True),
            Partie("Ce qu’elles ont dit des orientations", _orientations(periode.comptage)),
            Partie("Ce que ces nombres ne disent pas", _limites(periode), est_liste=True),
        ),
        comptage=periode.comptage,
        feuilles=_feuilles(periode),
    )


def _sujet(periode: PeriodeComptee) -> tuple[str, ...]:
    phrases = [
        f"{nombre(periode.comptage.total, 'personne')} reçues en entretien sont comptées ici ensemble : "
        f"jamais moins de {SEUIL_PERIODE} à la fois."
    ]
    if reportees := sum(periode.reports.values()):
        ont = "une a été reçue" if reportees == 1 else f"{chiffres(reportees)} ont été reçues"
        phrases.append(
            f"Parmi elles, {ont} avant cette période : elles étaient alors trop peu, ou ont été saisies plus tard."
        )
    return tuple(phrases)


def _profils(periode: PeriodeComptee) -> tuple[str, ...]:
    lignes = []
    for table, (_, titre, _) in _QUESTIONS.items():
        mots = periode.libelles.reponses.get({**QUESTIONS_SIMPLES, **QUESTIONS_MULTIPLES}[table], {})
        if cellules := periode.comptage.table(table):
            lignes.append(f"{titre} : {_les_plus_nombreuses(cellules, mots)}")
    return tuple(lignes)


def _les_plus_nombreuses(cellules: tuple[Cellule, ...], mots: Mapping[str, str]) -> str:
    """« 18 à 25 ans (6), 30 à 54 ans (5) et sans réponse (3). »."""
    ordre = {modalite: rang for rang, modalite in enumerate(mots)}
    tri = sorted(cellules, key=lambda c: (-c.nombre, ordre.get(c.modalite_1, len(ordre)), c.modalite_1))
    noms = [f"{mots.get(c.modalite_1, c.modalite_1)} ({chiffres(c.nombre)})" for c in tri]
    if len(noms) <= _NOMMEES:
        return f"{enumerer(noms)}."
    return f"{', '.join(noms[:_NOMMEES])}… La suite est dans sa feuille."


def _orientations(comptage: Comptage) -> tuple[str, ...]:
    total = comptage.orientations
    if not total:
        return ("Aucune orientation n’a été donnée.",)
    issues = {cellule.modalite_1: cellule.nombre for cellule in comptage.table(ISSUE)}
    parts = [_issue(issue, issues[issue]) for issue in ISSUES if issue in issues]
    verbe = "a été donnée" if total == 1 else "ont été données"
    phrases = [f"{nombre(total, 'orientation')} {verbe} : {enumerer(parts)}."]
    if motifs := comptage.table("motif"):
        phrases.append(f"Motif des refus : {_les_plus_nombreuses(motifs, _MOTIFS)}")
    return tuple(phrases)


def _issue(issue: str, n: int) -> str:
    nom = ISSUES[issue]
    return f"{chiffres(n)} {nom}{'s' if n > 1 and issue != 'a-reflechir' else ''}"


def _limites(periode: PeriodeComptee) -> tuple[str, ...]:
    phrases = [
        "Une personne venue deux fois compte deux fois : aucun nom n’est noté.",
        "« Question non posée » : l’entretien s’est arrêté avant, ou la question ne concernait pas la personne.",
        "Ce sont les entretiens d’un seul ordinateur. Si le lieu en a plusieurs, leurs nombres s’additionnent.",
        f"Ces nombres sont pour la coordination. Au-dessous de {SEUIL_AFFICHAGE}, un nombre peut désigner quelqu’un : "
        "ne le publiez pas.",
        f"Ils ont été faits avec le catalogue {periode.catalogue_version}.",
    ]
    if not periode.comptage.table(QUARTIER_OPERATEUR):
        phrases.insert(2, f"Quartiers et opérateurs ne sont croisés qu’à partir de {SEUIL_CROISE} entretiens.")
    return tuple(phrases)


def _feuilles(periode: PeriodeComptee) -> tuple[Feuille, ...]:
    libelles, comptage = periode.libelles, periode.comptage
    fins = Feuille(
        nom="Fins",
        titre="Fin des entretiens, par étape",
        explication="Ce qui a été décidé à la fin de l’entretien, selon l’étape. Chaque entretien a une seule fin.",
        tableau="fin-etape",
        entetes=("Fin de l’entretien", "Étape"),
        unite="Entretiens",
        libelles=(FINS, libelles.noms_etapes),
        si_vide="Aucun entretien.",
        total=("Tous les entretiens", comptage.total),
    )
    refus = sum(cellule.nombre for cellule in comptage.table("motif"))
    motifs = _orientees(
        "Refus", "Motif des refus", "Pourquoi une orientation a été refusée.", "motif", {"Motif": _MOTIFS},
        ("Toutes les orientations refusées", refus),
    )  # fmt: skip
    toutes = ("Toutes les orientations", comptage.orientations)
    operateurs = _orientees(
        "Opérateurs", "Orientations, par opérateur et par étape",
        "Vers qui les personnes ont été orientées, selon l’étape. Une personne peut recevoir plusieurs orientations, "
        "ou aucune.",
        "operateur-etape", {"Opérateur": libelles.operateurs, "Étape": libelles.noms_etapes}, toutes,
    )  # fmt: skip
    issues = _orientees(
        "Orientations", "Ce que les personnes en ont dit",
        "Si l’orientation a été acceptée, refusée ou laissée à réfléchir pendant l’entretien.",
        ISSUE, {"Réponse": _ISSUES}, toutes,
    )  # fmt: skip
    croisees = _orientees(
        "Quartiers et opérateurs", "Orientations, par quartier et par opérateur",
        "Vers qui ont été orientées les personnes de chaque quartier.",
        QUARTIER_OPERATEUR,
        {"Quartier": libelles.reponses.get("quartier", {}), "Opérateur": libelles.operateurs}, toutes,
    )  # fmt: skip
    questions = (_question(periode, table) for table in _QUESTIONS)
    sont_croisees = comptage.table(QUARTIER_OPERATEUR)
    return (fins, *questions, operateurs, issues, motifs, *([croisees] if sont_croisees else []))


def _orientees(
    nom: str,
    titre: str,
    explication: str,
    tableau: str,
    modalites: Mapping[str, Mapping[str, str]],
    total: tuple[str, int],
) -> Feuille:
    """A sheet that counts orientations; `modalites` gives the heading and the labels of each."""
    return Feuille(
        nom=nom,
        titre=titre,
        explication=explication,
        tableau=tableau,
        entetes=tuple(modalites),
        unite="Orientations",
        libelles=tuple(modalites.values()),
        si_vide="Aucune.",
        total=total,
    )


def _question(periode: PeriodeComptee, table: str) -> Feuille:
    """The sheet of the answers to a question."""
    nom, titre, explication = _QUESTIONS[table]
    est_multiple = table in QUESTIONS_MULTIPLES
    question = QUESTIONS_MULTIPLES[table] if est_multiple else QUESTIONS_SIMPLES[table]
    return Feuille(
        nom=nom,
        titre=titre,
        explication=f"{explication} {_PLUSIEURS if est_multiple else _UNE_SEULE}",
        tableau=table,
        entetes=(titre,),
        unite="Entretiens",
        libelles=(periode.libelles.reponses.get(question, {}),),
        si_vide="Aucun entretien.",
        total=None if est_multiple else ("Tous les entretiens", periode.comptage.total),
    )
