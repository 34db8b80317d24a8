"""The report beside an export to the national format, in French, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.national.vocabulaire import VERSION
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.sortie_nationale import Perte, Sortie

_NATURES = {
    # Nature: its title on a line, its name in the summary, and what becomes of it.
    "statut": ("État", "état de l’offre ou de l’opérateur", "dans les conditions d’accès, en toutes lettres"),
    "etapes": ("Étapes", "étapes du parcours", "dans les précisions sur les publics, en toutes lettres"),
    "conditions": (
        "Condition",
        "conditions",
        "leur motif est dans les conditions d’accès ; la règle exacte reste ici",
    ),
    "a_confirmer": (
        "À confirmer",
        "phrases à confirmer",
        "dans les conditions d’accès ; leur source reste ici",
    ),
    "preferences": ("Préférence", "préférences", "restent ici"),
    "filet": ("Filet", "filet", "reste ici"),
    "aide": ("Aide", "aides qui ne sont pas une porte", "le schéma ne les distingue pas"),
    "periode": ("Période", "dates et saisons", "dans les précisions sur la mobilisation, en toutes lettres"),
    "confiance": ("Degré de confiance", "degré de confiance", "reste ici"),
    "sources": ("Sources", "sources", "restent ici ; le schéma ne connaît qu’une date de mise à jour"),
    "contacts": ("Lieux", "lieux et numéros", "restent ici quand ils sont plusieurs, ou trop peu sûrs"),
    "date": ("Date", "dates au mois ou à l’année", "sortent au premier jour du mois ou de l’année"),
    "texte": ("Texte changé", "textes changés", "le schéma les veut plus courts, ou sans point final"),
    "valeur": ("Valeur refusée", "valeurs refusées", "restent ici : le schéma ne les connaît pas"),
}


def rapport(catalogue: Catalogue, sortie: Sortie) -> str:
    """The report in Markdown: same catalogue, same text."""
    return "\n".join(_lignes(catalogue, sortie)) + "\n"


def _lignes(catalogue: Catalogue, sortie: Sortie) -> Iterator[str]:
    compte = f"{nombre(len(sortie.structures), 'structure')} et {nombre(len(sortie.services), 'service')}"
    yield "# Export du catalogue vers data·inclusion"
    yield ""
    yield (
        f"Catalogue « {catalogue.territoire.nom} », version {catalogue.identite.version}. "
        f"Schéma national data·inclusion {VERSION}."
    )
    yield f"{compte} sont écrits, sous le nom de producteur « {sortie.source} »."
    yield from _resume(sortie)
    if sortie.laisses:
        yield from _titre("Laissés de côté")
        for laisse in sortie.laisses:
            operateur = catalogue.par_operateur[laisse.operateur]
            offre = next((o for o in operateur.offres if o.id == laisse.offre), None)
            precision = f", offre « {offre.nom} »" if offre else ""
            yield f"- {operateur.nom} (`{operateur.id}`){precision} : {laisse.raison}."
    yield ""
    yield "## Opérateur par opérateur"
    yield from _details(catalogue, sortie)


def _resume(sortie: Sortie) -> Iterator[str]:
    yield from _titre("Ce que le schéma ne sait pas dire")
    comptes = Counter(perte.nature for perte in sortie.pertes)
    for nature, (_, nom, devenir) in _NATURES.items():
        if comptes[nature]:
            yield f"- {nom} ({comptes[nature]}) : {devenir}."
    yield ""
    yield (
        "Les publics du schéma se lisent « au moins un de ceux-là » : "
        "une personne qui en est n’a pas forcément droit à l’offre."
    )


def _details(catalogue: Catalogue, sortie: Sortie) -> Iterator[str]:
    par_lieu: dict[tuple[str, str | None], list[Perte]] = {}
    for perte in sortie.pertes:
        par_lieu.setdefault((perte.operateur, perte.offre), []).append(perte)
    for operateur in sorted(catalogue.operateurs, key=lambda o: o.id):
        siennes = [offre for offre in operateur.offres if (operateur.id, offre.id) in par_lieu]
        generales = par_lieu.get((operateur.id, None), [])
        if not generales and not siennes:
            continue
        yield ""
        yield f"### {operateur.nom} (`{operateur.id}`)"
        yield ""
        yield from map(_ligne, generales)
        for offre in siennes:
            yield ""
            yield f"Offre « {offre.nom} » (`{offre.id}`)"
            yield ""
            yield from map(_ligne, par_lieu[(operateur.id, offre.id)])


def _titre(texte: str) -> Iterator[str]:
    yield ""
    yield f"## {texte}"
    yield ""


def _ligne(perte: Perte) -> str:
    fin = "" if perte.texte.endswith((".", "!", "?", "…")) else "."
    return f"- {_NATURES[perte.nature][0]} : {perte.texte}{fin}"
