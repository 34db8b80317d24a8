"""Reading a result object in one word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prescripteur_tui.domaine.catalogue import Catalogue
from tests.usine import si, un_catalogue, un_operateur, une_offre

ASSUREE, A_VERIFIER, CONDITION, PORTE = "assuree", "a-verifier", "condition", "porte-fermee"

SUR, PEUT_ETRE = si("ville", "dedans"), si("projet", "idee")
"""A condition that the tests answer, and one that they often leave unknown."""

PHRASE_OP = {"texte": "dit par l’opérateur", "source": "https://exemple.fr/op"}
PHRASE_OFFRE = {"texte": "dit par l’offre", "source": "https://exemple.fr/offre"}


def une_porte(*conditions: Mapping[str, Any], **champs: Any) -> Catalogue:
    """A catalogue of one door, `op/porte`, and the filet."""
    return un_catalogue(un_operateur("op", une_offre("porte", *conditions, **champs)))


def sort_de(objet: Mapping[str, Any], nom: str) -> str:
    """The statut of an offre put forward, or the cause why it is not."""
    sorts = [p["statut"] for p in (*objet["propositions"], *objet["aides"]) if p["offre"] == nom]
    sorts += [e["cause"] for e in objet["ecartes"] if e["offre"] == nom]
    assert len(sorts) == 1, f"{nom} : {sorts}"
    return str(sorts[0])


def noms(liste: list[dict[str, Any]]) -> list[str]:
    """The offres of a list, in order."""
    return [element["offre"] for element in liste]


def ecarte(objet: Mapping[str, Any], nom: str = "op/porte") -> dict[str, Any]:
    """The entry of an offre left out, without its names."""
    [entree] = [dict(e) for e in objet["ecartes"] if e["offre"] == nom]
    assert entree.pop("operateur") == entree.pop("offre").partition("/")[0]
    return entree
