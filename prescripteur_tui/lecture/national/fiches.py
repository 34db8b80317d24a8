"""A record of a national file, field by field: what can be kept of it, and what is told of the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.national import champs as c
from prescripteur_tui.domaine.national.anciens import RESEAUX, THEMATIQUES, themes_en_vigueur
from prescripteur_tui.domaine.national.champs import Enregistrement
from prescripteur_tui.domaine.national.ecritures import adresse_web, est_courriel, est_zone, liste
from prescripteur_tui.lecture.national.textes import nettoyer

PARAGRAPHE = 2000
"""Most characters of a paragraph; the schema advises the same."""

LIGNE = 300
NOM = 150
IDENTIFIANT = 200
"""Most characters of a line, of a name, of an id."""

_CODES = {
    "siret": re.compile(r"[0-9]{14}"),
    "code_postal": re.compile(r"[0-9]{5}"),
    "code_insee": re.compile(r"[0-9][0-9AB][0-9]{3}"),
}
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Constat:
    """Something of a record that is not kept as it is.

    `nature`: `html`, `commandes`, `coupe` (a text made plain, or shorter), `ancienne` (a theme of version 0, mapped),
    `inconnue` (a value of no list), `contredite` (a public beside `tous-publics`), `illisible`, `personnel` (a name).
    """

    nature: str
    champ: str
    valeur: str = ""


def nettoyer_service(fiche: Mapping[str, Any]) -> tuple[Enregistrement, list[Constat]]:
    """A service of version 1: only fields of the schema, none empty, each valid by itself; and what was left out."""
    return _nettoyer(fiche, c.SERVICE)


def nettoyer_structure(fiche: Mapping[str, Any]) -> tuple[Enregistrement, list[Constat]]:
    """The same for a structure."""
    return _nettoyer(fiche, c.STRUCTURE)


def _nettoyer(fiche: Mapping[str, Any], champs: tuple[str, ...]) -> tuple[Enregistrement, list[Constat]]:
    propre: Enregistrement = {}
    constats: list[Constat] = []
    for champ in champs:
        brut = fiche.get(champ)
        if brut is None or brut == "" or brut == []:
            continue
        if champ in c.PERSONNELS:
            constats.append(Constat("personnel", champ))
            continue
        try:
            valeur = _nettoyeur(champ)(champ, brut, constats)
        except _Illisible:
            constats.append(Constat("illisible", champ, _dire(brut)))
            continue
        if valeur is not None and valeur not in ("", []):
            propre[champ] = valeur
    return propre, constats


class _Illisible(Exception):
    """A value that says nothing that its field may hold."""


_Nettoyeur = Callable[[str, Any, list[Constat]], Any]


def _nettoyeur(champ: str) -> _Nettoyeur:
    if champ in c.LISTES:
        return _plusieurs
    if champ in c.NOMBRES:
        return _nombre
    if champ in c.VOCABULAIRES:
        return _choix
    if champ in c.ADRESSES_WEB:
        return _adresse_web
    return _PARTICULIERS.get(champ, _texte)


def _texte(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    if not isinstance(brut, str):
        raise _Illisible
    longueur = PARAGRAPHE if champ in c.PARAGRAPHES else NOM if champ == "nom" else LIGNE
    texte, signes = nettoyer(brut, longueur, est_ligne=champ not in c.PARAGRAPHES)
    constats.extend(Constat(signe, champ) for signe in sorted(signes))
    return texte


def _identifiant(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    """An id is never cut or cleaned: two of them could become one."""
    if isinstance(brut, str) and brut.strip() and nettoyer(brut, IDENTIFIANT, est_ligne=True) == (brut.strip(), set()):
        return brut.strip()
    raise _Illisible


def _dire(brut: Any) -> str:
    """A value that cannot be read, in a few signs."""
    if isinstance(brut, list | dict):
        return "une liste" if isinstance(brut, list) else "un objet"
    if isinstance(brut, int) and not isinstance(brut, bool) and abs(brut) >= 10**20:
        return "un nombre démesuré"
    return nettoyer(str(brut), 60, est_ligne=True)[0]


def _code(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    texte = str(brut) if isinstance(brut, int) and 0 <= brut < 10**14 and not isinstance(brut, bool) else brut
    if isinstance(texte, str):
        # Spaces stand in many a SIRET.
        serre = re.sub(r"\s", "", texte[:40]).upper()
        if _CODES[champ].fullmatch(serre):
            return serre
    raise _Illisible


def _date(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    trouve = _DATE.fullmatch(brut) if isinstance(brut, str) else None
    if trouve:
        try:
            if fin_de_date(trouve[1]).year >= 2000:
                return trouve[1]
        except ValueError:
            pass
    raise _Illisible


def _telephone(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    """French numbers in pairs of digits, as people read them; others as they are."""
    texte = _texte(champ, brut, constats)
    if not texte:
        return None
    chiffres = re.sub(r"[\s.\-()]", "", texte)
    if trouve := re.fullmatch(r"(?:\+33|0033|0)0?([1-9])([0-9]{8})", chiffres, re.ASCII):
        return f"0{trouve[1]} " + " ".join(trouve[2][i : i + 2] for i in range(0, 8, 2))
    if re.search(r"[0-9].*[0-9]", texte):
        return texte
    raise _Illisible


def _courriel(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    texte = _texte(champ, brut, constats)
    if not texte or est_courriel(texte):
        return texte
    raise _Illisible


def _adresse_web(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    texte = _texte(champ, brut, constats)
    if not texte:
        return None
    adresse = adresse_web(texte)
    if adresse is None:
        raise _Illisible
    return adresse


def _nombre(champ: str, brut: Any, constats: list[Constat]) -> float | int | None:
    try:
        nombre = float(brut) if isinstance(brut, int | float | str) and not isinstance(brut, bool) else math.nan
    except (ValueError, OverflowError):
        nombre = math.nan
    bas, haut = {"longitude": (-180, 180), "latitude": (-90, 90), "nombre_semaines": (1, 5200)}.get(champ, (0, 168))
    if not bas <= nombre <= haut or (champ == "nombre_semaines" and nombre != int(nombre)):
        raise _Illisible
    return int(nombre) if champ == "nombre_semaines" else nombre


def _choix(champ: str, brut: Any, constats: list[Constat]) -> str | None:
    if isinstance(brut, str) and brut in c.VOCABULAIRES[champ]:
        return brut
    valeurs = liste(brut)
    if len(valeurs) == 1 and valeurs[0] in c.VOCABULAIRES[champ]:
        return valeurs[0]
    if not isinstance(brut, str):
        raise _Illisible
    constats.append(Constat("inconnue", champ, _dire(brut)))
    return None


def _plusieurs(champ: str, brut: Any, constats: list[Constat]) -> list[str] | None:
    valeurs = liste(brut)
    if not valeurs:
        if brut:
            raise _Illisible
        return None
    if champ == "thematiques":
        constats.extend(Constat("ancienne", champ, valeur) for valeur in sorted(set(valeurs) & set(THEMATIQUES)))
        valeurs = list(themes_en_vigueur(valeurs))
    elif champ == "reseaux_porteurs":
        valeurs = [RESEAUX.get(valeur, valeur) for valeur in valeurs]
    elif champ == "zone_eligibilite":
        valeurs = ["france" if valeur.lower() == "france" else valeur.upper() for valeur in valeurs]
    connues = {valeur for valeur in valeurs if _est_connue(champ, valeur)}
    inconnues = sorted(set(valeurs) - connues)
    constats.extend(Constat("inconnue", champ, _dire(valeur)) for valeur in inconnues)
    if champ == "publics" and "tous-publics" in connues:
        constats.extend(Constat("contredite", champ, valeur) for valeur in sorted(connues - {"tous-publics"}))
        connues = {"tous-publics"}
    return sorted(connues)


def _est_connue(champ: str, valeur: str) -> bool:
    if champ == "zone_eligibilite":
        return est_zone(valeur)
    return valeur in c.VOCABULAIRES[champ]


_PARTICULIERS: Mapping[str, _Nettoyeur] = {
    "source": _identifiant,
    "id": _identifiant,
    "structure_id": _identifiant,
    "siret": _code,
    "code_postal": _code,
    "code_insee": _code,
    "date_maj": _date,
    "telephone": _telephone,
    "courriel": _courriel,
}
