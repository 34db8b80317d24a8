"""How values are written in the national files: lists in one cell, codes of places, addresses."""

from __future__ import annotations

import re

from pydantic import HttpUrl, TypeAdapter, ValidationError

_VALEUR = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_ZONE = re.compile(r"[0-9][0-9AB][0-9]{3}|[0-9][0-9AB]|97[0-9]|[0-9]{9}|france")
_COURRIEL = re.compile(r"[^@\s<>\"',;]{1,64}@(?:[^@\s<>\"',;.]{1,63}\.)+(?P<fin>[a-zA-Z]{2,63})")
_DOMAINE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE | re.ASCII)
_ADRESSE_WEB: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)
_SANS_EXISTENCE = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
"""Endings that no address on the Internet has; the schema refuses them."""


def liste(valeur: object) -> list[str]:
    """The values of a list, whatever way it is written; they are all ids and codes, which hold no space.

    What is neither a list nor a text is no value.
    """
    if isinstance(valeur, list):
        return [element for element in valeur if isinstance(element, str)]
    if isinstance(valeur, str):
        return _VALEUR.findall(valeur)
    return []


def est_zone(valeur: str) -> bool:
    """Whether it is a commune, a département, an EPCI, a country, or `france`, by its shape."""
    return _ZONE.fullmatch(valeur) is not None


def est_courriel(valeur: str) -> bool:
    """Whether it has the shape of an e-mail address that the Internet could have."""
    trouve = _COURRIEL.fullmatch(valeur)
    return trouve is not None and trouve["fin"].lower() not in _SANS_EXISTENCE


def adresse_web(valeur: str) -> str | None:
    """A web address, with its protocol, that the schema accepts; None when it is none."""
    complete = f"https://{valeur}" if _DOMAINE.fullmatch(valeur) else valeur
    try:
        _ADRESSE_WEB.validate_python(complete)
    except ValidationError:
        return None
    return None if re.search(r"\s", complete) else complete
