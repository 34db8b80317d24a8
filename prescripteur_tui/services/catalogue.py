"""The catalogue as people look things up in it: list, page of an operator, search, local contacts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import Operateur, Statut
from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application

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


def noter_coordonnees(
    app: Application,
    identifiant: str,
    *,
    telephone: str | None = None,
    adresse: str | None = None,
    horaires: str | None = None,
    verifie_le: str | None = None,
) -> Coordonnees:
    """Keep the local contact of an operator; a field left None stays as it was, an empty one is forgotten.

    Raises:
        ErreurPrescripteur: `operateur-inconnu` or `coordonnees-forme`.
    """
    operateur(app.catalogue, identifiant)
    anciennes = app.depot.coordonnees().get(identifiant, Coordonnees(identifiant))
    nouvelles = Coordonnees(
        identifiant,
        _champ("telephone", telephone, anciennes.telephone),
        _champ("adresse", adresse, anciennes.adresse),
        _champ("horaires", horaires, anciennes.horaires),
        _champ("verifie_le", verifie_le, anciennes.verifie_le),
    )
    app.depot.ecrire_coordonnees(nouvelles)
    return nouvelles


def _champ(nom: str, nouveau: str | None, ancien: str | None) -> str | None:
    if nouveau is None:
        return ancien
    valeur = " ".join(nouveau.split())
    if not valeur:
        return None
    if not est_coordonnee_valable(nom, valeur):
        raise ErreurPrescripteur("coordonnees-forme", champ=nom, recu=valeur)
    return valeur


def est_coordonnee_valable(nom: str, valeur: str) -> bool:
    """Whether a field of the local contact (`telephone`, `adresse`, `horaires`, `verifie_le`) may hold this text."""
    if nom == "telephone":
        return re.fullmatch(r"\+?[0-9][0-9 .]{1,19}", valeur) is not None
    if nom == "verifie_le":
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur) is not None and _est_date(valeur)
    return valeur.isprintable() and len(valeur) <= 200


def _est_date(valeur: str) -> bool:
    try:
        fin_de_date(valeur)
    except ValueError:
        return False
    return True
