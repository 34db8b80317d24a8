"""The catalogue as people look things up in it: list, page of an operator, search."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import Operateur, Statut
from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.erreurs import ErreurPrescripteur

STATUTS = {
    Statut.ACTIF: "actif",
    Statut.A_CONFIRMER: "à confirmer",
    Statut.TERMINE: "terminé",
}


def plier(texte: str) -> str:
    """A text for searching: no accents, no case, typographic apostrophes as plain ones."""
    simple = texte.replace("’", "'").replace("œ", "oe").replace("Œ", "OE")
    return "".join(c for c in unicodedata.normalize("NFD", simple) if not unicodedata.combining(c)).casefold()


def operateur(catalogue: Catalogue, identifiant: str) -> Operateur:
    """An operator by id.

    Raises:
        ErreurPrescripteur: `operateur-inconnu`, with the nearest id.
    """
    trouve = catalogue.par_operateur.get(identifiant)
    if trouve is None:
        proche = plus_proche(identifiant, catalogue.par_operateur)
        raise ErreurPrescripteur("operateur-inconnu", operateur=identifiant, proche=proche)
    return trouve


def chercher(
    catalogue: Catalogue, texte: str = "", *, etape: str | None = None, statut: Statut | None = None
) -> list[Operateur]:
    """The operators that hold every word of `texte`, sorted by state then name."""
    mots = plier(texte).split()
    trouves: Iterable[Operateur] = (
        o
        for o in catalogue.operateurs
        if (statut is None or o.statut is statut)
        and (etape is None or any(etape in offre.etapes for offre in o.offres))
        and all(mot in _cherchable(o) for mot in mots)
    )
    return sorted(trouves, key=lambda o: (list(Statut).index(o.statut), plier(o.nom)))


def _cherchable(o: Operateur) -> str:
    return plier(" ".join([o.id, o.nom, o.description, *(f"{x.nom} {x.description}" for x in o.offres)]))
