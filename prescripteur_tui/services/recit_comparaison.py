"""A comparison of two catalogues, told in French."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from prescripteur_tui.services.catalogue import STATUTS
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.phrases import enumerer
from prescripteur_tui.services.profils import grand_nombre, part_en_mots, personne_en_mots, sur_cent

if TYPE_CHECKING:
    from prescripteur_tui.domaine.mouvements import Difference
    from prescripteur_tui.services.comparaison import Changement, Comparaison

AU_PLUS = 20
"""More names, or changes of first door, than that are counted, and listed in JSON only."""

_QUESTIONNAIRE = {
    "question-nouvelle": "question nouvelle",
    "question-retiree": "question retirée",
    "options-nouvelles": "options nouvelles",
    "options-retirees": "options retirées",
    "ouverture": "n’est plus posée dans les mêmes cas",
    "nature": "ne prend plus les mêmes réponses ensemble, ou n’arrête plus l’entretien aux mêmes réponses",
    "ordre": "l’ordre des questions",
    "etapes": "les règles des étapes",
}


def comparaison_en_lignes(comparaison: Comparaison) -> Iterator[str]:
    """What moved, whose first door changes, which cas-types."""
    ancien, nouveau = comparaison.ancien.identite, comparaison.nouveau.identite
    yield f"CATALOGUE {ancien.version} → {nouveau.version}, semaine {comparaison.semaine}"
    yield from _mouvements(comparaison) or ("Mêmes opérateurs, mêmes offres, mêmes règles.",)
    if comparaison.questionnaire:
        yield ""
        yield "LES QUESTIONNAIRES DIFFÈRENT"
        yield from (f"- {_difference(comparaison, d)}" for d in comparaison.questionnaire)
        yield "La comparaison porte sur les questions et les réponses que les deux connaissent."
    yield ""
    yield "PREMIÈRE PORTE"
    yield _en_tout(comparaison)
    yield from (f"- {_changement(comparaison, changement)}" for changement in comparaison.changements[:AU_PLUS])
    if len(comparaison.changements) > AU_PLUS:
        reste = nombre(len(comparaison.changements) - AU_PLUS, "autre passage", "autres passages")
        yield f"- {reste} d’une porte à une autre : voir --format json."
    yield ""
    yield "CAS-TYPES"
    yield from _cas_types(comparaison)


def _mouvements(comparaison: Comparaison) -> list[str]:
    lignes: list[str] = []
    avant, apres = comparaison.ancien, comparaison.nouveau
    operateurs, offres = comparaison.operateurs, comparaison.offres
    for titre, titre_pluriel, ids, catalogue in (
        ("Opérateur nouveau", "Opérateurs nouveaux", operateurs.nouveaux, apres),
        ("Opérateur retiré", "Opérateurs retirés", operateurs.retires, avant),
    ):
        if ids:
            noms = _quelques([catalogue.par_operateur[identifiant].nom for identifiant in ids])
            lignes.append(f"- {titre_pluriel if len(ids) > 1 else titre} : {noms}.")
    for identifiant in operateurs.changes:
        etats = (STATUTS[catalogue.par_operateur[identifiant].statut] for catalogue in (avant, apres))
        lignes.append(f"- {apres.par_operateur[identifiant].nom} : {' → '.join(etats)}.")
    deja = {*operateurs.nouveaux, *operateurs.retires, *operateurs.changes}
    for titre, titre_pluriel, noms_d_offres in (
        ("Offre nouvelle", "Offres nouvelles", offres.nouveaux),
        ("Offre retirée", "Offres retirées", offres.retires),
        ("Règles changées", "Règles changées", offres.changes),
    ):
        autres = [_nom(comparaison, nom) for nom in noms_d_offres if nom.partition("/")[0] not in deja]
        if autres:
            lignes.append(f"- {titre_pluriel if len(autres) > 1 else titre} : {_quelques(autres)}.")
    return lignes


def _quelques(noms: Sequence[str]) -> str:
    """The names, the first ones when there are too many to read."""
    reste = len(noms) - AU_PLUS
    return enumerer(noms if reste < 1 else [*noms[:AU_PLUS], nombre(reste, "autre")])


def _nom(comparaison: Comparaison, offre: str) -> str:
    """« Adie · Microcrédit professionnel », by the newest catalogue that has it."""
    complete = comparaison.nouveau.offres.get(offre) or comparaison.ancien.offres.get(offre)
    return f"{complete.operateur.nom} · {complete.offre.nom}" if complete else offre


def _difference(comparaison: Comparaison, difference: Difference) -> str:
    quoi = _QUESTIONNAIRE[difference.genre]
    if difference.question is None:
        return f"{quoi[0].upper()}{quoi[1:]}."
    retire = difference.genre in ("question-retiree", "options-retirees")
    questionnaire = (comparaison.ancien if retire else comparaison.nouveau).questionnaire
    question = questionnaire.par_id[difference.question]
    options = enumerer(question.par_id[option].libelle for option in difference.options)
    return f"{question.titre} : {quoi}{f' ({options})' if options else ''}."


def _en_tout(comparaison: Comparaison) -> str:
    changes = comparaison.jeux_changes
    verbe = "change" if changes < 2 else "changent"
    if comparaison.fourchette is not None:
        de, a = comparaison.fourchette
        return (
            f"NON PROUVÉ. Estimation : sur {grand_nombre(comparaison.jeux)} jeux de réponses complets tirés au hasard "
            f"(toujours les mêmes), {grand_nombre(changes)} {verbe} de première porte, soit "
            f"{part_en_mots(comparaison.part)} ; la vraie part est entre {part_en_mots(de)} et {part_en_mots(a)}, "
            "95 fois sur 100."
        )
    if not comparaison.jeux:
        return "NON PROUVÉ. Ce questionnaire est trop grand pour être parcouru, même au hasard."
    prouve = (
        f"Prouvé sur les {grand_nombre(comparaison.jeux)} jeux de réponses complets, "
        f"en {nombre(comparaison.etats, 'état visité', 'états visités')}."
    )
    if not changes:
        return f"Personne ne change de première porte. {prouve}"
    return (
        f"{grand_nombre(changes)} {'jeu' if changes < 2 else 'jeux'} de réponses "
        f"({part_en_mots(comparaison.part)}) {verbe} de première porte ; ce serait "
        f"{sur_cent(comparaison.part_a_egalite or 0)} si, à chaque question, les réponses étaient aussi fréquentes les "
        f"unes que les autres. {prouve}"
    )


def _changement(comparaison: Comparaison, changement: Changement) -> str:
    personne = personne_en_mots(comparaison.nouveau.questionnaire, changement.exemple)
    if changement.part_a_egalite is None:
        combien = f"{part_en_mots(changement.part)} des tirages"
    else:
        combien = f"{part_en_mots(changement.part)} des jeux de réponses, {sur_cent(changement.part_a_egalite)}"
    de, vers = _nom(comparaison, changement.ancienne), _nom(comparaison, changement.nouvelle)
    return f"{de} → {vers} : {combien}. Par exemple, {personne}."


def _cas_types(comparaison: Comparaison) -> Iterator[str]:
    compares = f"{comparaison.cas_compares} cas-types comparés"
    if not comparaison.cas_changes:
        yield f"Aucun ne change de première porte ({compares})."
    else:
        yield f"{nombre(len(comparaison.cas_changes), 'change', 'changent')} de première porte ({compares}) :"
    for change in comparaison.cas_changes:
        de, vers = _nom(comparaison, change.ancienne), _nom(comparaison, change.nouvelle)
        yield f"- {change.cas.id} : {de} → {vers}. {change.cas.personne.rstrip('.')}."
    for ecarte in comparaison.cas_ecartes:
        yield f"- {ecarte.cas.id} : pas comparé. {ecarte.raison.message}"
