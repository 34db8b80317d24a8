"""Results and pages as plain text, broken into lines as French is: never before « : ; ! ? »."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.entretien import Orientation
    from prescripteur_tui.domaine.operateurs import OffreComplete, Operateur
    from prescripteur_tui.domaine.ports import Coordonnees
    from prescripteur_tui.domaine.recommandation import Proposition, Recommandation

LARGEUR = 78
"""Columns of a line of text."""

CONTACTS = 3
"""Ways to reach an operator that a result shows; its page shows them all."""

STATUTS = {"assuree": "correspond", "a-verifier": "à vérifier"}
"""The state of a proposition, in words."""


def mettre_en_lignes(texte: str, debut: str = "", suite: str | None = None, largeur: int = LARGEUR) -> str:
    """A paragraph of at most `largeur` columns; a no-break space stays with both its neighbours.

    Args:
        texte: the paragraph.
        debut: what stands before its first line.
        suite: what stands before the others; as many spaces as `debut` is long by default.
        largeur: columns of a line.
    """
    return textwrap.fill(
        texte,
        largeur,
        initial_indent=debut,
        subsequent_indent=" " * len(debut) if suite is None else suite,
        break_long_words=False,
        break_on_hyphens=False,
    )


def nom_offre(catalogue: Catalogue, offre: str) -> str:
    """« CitésLab · de l’idée au projet »; the id of an offre that the catalogue no longer has."""
    complete = catalogue.offres.get(offre)
    return f"{complete.operateur.nom} · {complete.offre.nom}" if complete else offre


def resultat_en_texte(
    catalogue: Catalogue, resultat: Recommandation, coordonnees: Mapping[str, Coordonnees], jour: dt.date
) -> str:
    """What was found: étape, doors with their reasons, aides, the question that would help most."""
    etape = catalogue.questionnaire.noms_etapes.get(resultat.etape, resultat.etape)
    lignes = [
        mettre_en_lignes(f"Étape : {etape} ({resultat.etape_raison})"),
        f"Semaine {resultat.semaine}, catalogue {resultat.catalogue_version}",
        "",
        "PROPOSITIONS",
    ]
    for proposition in resultat.propositions:
        lignes += _proposition(catalogue, proposition, coordonnees, jour)
    if resultat.aides:
        lignes += ["", "AIDES MOBILISABLES"]
        for aide in resultat.aides:
            lignes += _fiche(catalogue, aide, "- ")
    if resultat.question_utile is not None:
        question = catalogue.questionnaire.par_id.get(resultat.question_utile.id)
        titre = question.titre if question else resultat.question_utile.id
        lignes += ["", mettre_en_lignes(f"Question utile : {titre} ({resultat.question_utile.texte})")]
    return "\n".join(lignes)


def ecartes_en_texte(catalogue: Catalogue, resultat: Recommandation) -> str:
    """Why not the others: each with its cause, and what would open it; the unconfirmed and ended ones together."""
    from prescripteur_tui.services.phrases import majuscule, pourquoi_en_mots

    lignes = ["POURQUOI PAS LES AUTRES"]
    par_statut: dict[str, list[str]] = {}
    for ecarte in resultat.ecartes:
        if ecarte.cause == "statut":
            par_statut.setdefault(ecarte.motif, []).append(catalogue.par_operateur[ecarte.operateur].nom)
            continue
        motif, ouverture = pourquoi_en_mots(catalogue, resultat, ecarte)
        suite = f" ; {ouverture}" if ouverture else ""
        lignes.append(mettre_en_lignes(f"{nom_offre(catalogue, ecarte.offre)} : {motif}{suite}", "- "))
    for motif, noms in sorted(par_statut.items()):
        lignes.append(mettre_en_lignes(f"{majuscule(motif)} : {', '.join(dict.fromkeys(noms))}", "- "))
    return "\n".join(lignes)


def _proposition(
    catalogue: Catalogue, proposition: Proposition, coordonnees: Mapping[str, Coordonnees], jour: dt.date
) -> Iterator[str]:
    from prescripteur_tui.services.phrases import contact_en_lignes, fraicheur_en_mots, majuscule

    yield from _fiche(catalogue, proposition, f"{proposition.rang}. ")
    operateur = catalogue.par_operateur[proposition.operateur]
    contacts = contact_en_lignes(operateur, coordonnees.get(operateur.id), jour)
    lignes = contacts[:CONTACTS]
    if len(contacts) > CONTACTS:
        lignes.append(f"Autres adresses : prescripteur catalogue montrer {operateur.id}")
    lignes.append(f"{majuscule(fraicheur_en_mots(proposition.verifie_le, jour))}.")
    for contact in lignes:
        yield mettre_en_lignes(contact, "   ")


def _fiche(catalogue: Catalogue, proposition: Proposition, debut: str) -> Iterator[str]:
    retrait = " " * len(debut)
    statut = STATUTS.get(proposition.statut, proposition.statut)
    yield mettre_en_lignes(f"{nom_offre(catalogue, proposition.offre)} : {statut}", debut)
    if proposition.raisons:
        raisons = " ; ".join(raison.texte for raison in proposition.raisons)
        yield mettre_en_lignes(f"Parce que : {raisons}.", retrait)
    if proposition.a_verifier:
        textes = " ; ".join(dict.fromkeys(manque.texte for manque in proposition.a_verifier))
        yield mettre_en_lignes(f"À vérifier : {textes}", retrait)
    for phrase in proposition.a_confirmer:
        yield mettre_en_lignes(f"À confirmer : {phrase.texte}", retrait)


def fin_en_texte(catalogue: Catalogue, fin: str, orientations: Iterable[Orientation]) -> str:
    """How an interview ended."""
    from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS

    lignes = [f"Fin : {FINS[fin]}"]
    for orientation in orientations:
        motif = f" ({MOTIFS[orientation.motif]})" if orientation.motif else ""
        texte = f"{nom_offre(catalogue, orientation.offre)} : {ISSUES[orientation.issue]}{motif}"
        lignes.append(mettre_en_lignes(texte, "- "))
    return "\n".join(lignes)


def operateur_en_texte(
    catalogue: Catalogue, operateur: Operateur, coordonnees: Coordonnees | None, jour: dt.date
) -> str:
    """The page of an operator: what it is, how to reach it, its offres and their conditions, its sources."""
    from prescripteur_tui.services.fiches_nationales import fraicheur_en_mots, provenance_en_mots
    from prescripteur_tui.services.phrases import (
        contact_en_lignes,
        majuscule,
        phrase,
        source_en_mots,
        statut_en_mots,
    )

    statut = statut_en_mots(operateur.statut, operateur.confiance)
    fraicheur = fraicheur_en_mots(operateur, jour)
    provenance = provenance_en_mots(operateur)
    paragraphes = [
        f"{operateur.nom} ({operateur.id})",
        mettre_en_lignes(operateur.description),
        mettre_en_lignes(f"{majuscule(statut)}, {fraicheur}."),
        *([mettre_en_lignes(provenance)] if provenance else []),
        *([f"Site : {operateur.site}"] if operateur.site else []),
        *(mettre_en_lignes(ligne) for ligne in contact_en_lignes(operateur, coordonnees, jour)),
        *(mettre_en_lignes(f"À confirmer : {phrase(x.texte)}") for x in operateur.a_confirmer),
    ]
    for offre in operateur.offres_completes():
        paragraphes += ["", *_offre_en_texte(catalogue, offre)]
    paragraphes += ["", "SOURCES"]
    sources = dict.fromkeys(s for x in operateur.offres_completes() for s in (*operateur.sources, *x.sources))
    paragraphes += [mettre_en_lignes(source_en_mots(source), "- ") for source in sources]
    return "\n".join(paragraphes)


def _offre_en_texte(catalogue: Catalogue, complete: OffreComplete) -> Iterator[str]:
    from prescripteur_tui.services.fiches_nationales import acces_en_lignes, lieu_en_lignes
    from prescripteur_tui.services.phrases import (
        STATUTS_COURTS,
        condition_en_mots,
        etapes_en_mots,
        majuscule,
        periode_en_mots,
        phrase,
        prix_en_mots,
        type_en_mots,
    )

    questionnaire, offre = catalogue.questionnaire, complete.offre
    yield f"{offre.nom.upper()} ({complete.nom})"
    yield mettre_en_lignes(offre.description)
    yield mettre_en_lignes(f"{majuscule(type_en_mots(offre))}. Étape : {etapes_en_mots(questionnaire, offre.etapes)}.")
    yield mettre_en_lignes(f"{majuscule(prix_en_mots(offre))}.")
    if complete.statut != complete.operateur.statut:
        yield f"État : {STATUTS_COURTS[complete.statut]}."
    periode = periode_en_mots(offre)
    if periode:
        yield mettre_en_lignes(f"Quand : {periode}.")
    for ligne in (*lieu_en_lignes(offre), *acces_en_lignes(offre)):
        yield mettre_en_lignes(ligne)
    if not offre.conditions and not offre.est_sans_regle:
        yield mettre_en_lignes(f"Sans condition : {phrase(offre.raison or '')}")
    for condition in offre.conditions:
        yield mettre_en_lignes(condition_en_mots(questionnaire, condition), "- ")
    for a_confirmer in offre.a_confirmer:
        yield mettre_en_lignes(f"À confirmer : {phrase(a_confirmer.texte)}")
