"""What pydantic refuses, in French and placed in the YAML: by error type, never by its English message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.domaine.regles import Atome, Toutes, UnDe
from prescripteur_tui.lecture.yaml_sur import Chemin

ETIQUETTES: dict[str, type[BaseModel]] = {"atome": Atome, "toutes": Toutes, "un-de": UnDe}
"""Tags that pydantic puts into a location, after the index of a rule; the file does not hold them."""

AUTRES_FORMES = ("un-de", "toutes")
"""The fields that make a rule something else than an atom."""


@dataclass(frozen=True, slots=True)
class Refus:
    """One refusal: a code of the error catalogue, where in the file, and its values.

    `nature` is pydantic's error type, or for a check of ours its marker (`parmi-ou-sauf`).
    """

    code: str
    chemin: Chemin
    contexte: dict[str, object]
    nature: str
    choix: tuple[str, ...] = ()
    """The values that an enumeration takes."""
    bornes: dict[str, Any] = field(default_factory=dict)
    """pydantic's own values, such as a bound."""

    @property
    def est_de_cle(self) -> bool:
        """Whether the key itself is wrong, not its value."""
        return self.code == "champ-inconnu"


def traduire(modele: type[BaseModel], valeur: Any, erreurs: Iterable[Any]) -> list[Refus]:
    """The refusals of a model, one by place.

    Args:
        modele: the model that refused.
        valeur: what it was given.
        erreurs: `ValidationError.errors()`.
    """
    refus: dict[tuple[Chemin, bool], Refus] = {}
    for erreur in erreurs:
        nouveau = _traduire_une(modele, valeur, erreur)
        if nouveau.nature == "too_short" and suivre(valeur, nouveau.chemin):
            # pydantic does not count the elements that it refuses, and each is told already.
            continue
        # A union gives one error for each of its members, at the same place.
        refus.setdefault((nouveau.chemin, nouveau.est_de_cle), nouveau)
    return list(refus.values())


def suivre(valeur: Any, chemin: Sequence[str | int]) -> Any:
    """The value at a path, None when the path leads nowhere."""
    for pas in chemin:
        trouve, valeur = _descendre(valeur, pas)
        if not trouve:
            return None
    return valeur


def _descendre(valeur: Any, pas: str | int) -> tuple[bool, Any]:
    """Whether a value has this child, and the child."""
    if isinstance(valeur, dict):
        return pas in valeur, valeur.get(pas)
    if isinstance(valeur, list) and isinstance(pas, int) and 0 <= pas < len(valeur):
        return True, valeur[pas]
    return False, None


def noms_des_champs(modele: type[BaseModel]) -> list[str]:
    """The field names of a model, as they are written in a file."""
    return [champ.alias or nom for nom, champ in modele.model_fields.items()]


def _traduire_une(modele: type[BaseModel], valeur: Any, erreur: Any) -> Refus:
    nature, loc = str(erreur["type"]), tuple(erreur["loc"])
    if nature in ("missing", "extra_forbidden"):
        chemin = (*_chemin(loc[:-1], valeur), loc[-1])
        if nature == "missing":
            return Refus("champ-manquant", chemin, {"champ": loc[-1]}, nature)
        vise = _modele_a(modele, loc[:-1])
        noms = noms_des_champs(vise) if vise else []
        if vise is Atome:
            # What is neither is read as an atom.
            noms += AUTRES_FORMES
        proche = plus_proche(str(loc[-1]), noms)
        return Refus("champ-inconnu", chemin, {"valeur": loc[-1], "proche": proche}, nature)
    chemin = _chemin(loc, valeur)
    bornes = dict(erreur.get("ctx") or {})
    if nature == "value_error":
        nature = str(bornes.get("error"))
    if loc and loc[-1] == "str":
        nature = "texte-ou-liste"
    recu = suivre(valeur, chemin)
    choix = tuple(re.findall(r"'([^']*)'", str(bornes.get("expected", "")))) if nature in _A_CHOIX else ()
    attendu = _attendu(nature, bornes, choix)
    if nature in _FORMES or not isinstance(recu, str | None):
        return Refus("forme-invalide", chemin, {"attendu": attendu}, nature, choix, bornes)
    contexte: dict[str, object] = {"valeur": "" if recu is None else recu, "attendu": attendu}
    if choix and recu:
        contexte["proche"] = plus_proche(recu, choix)
    return Refus("valeur-invalide", chemin, contexte, nature, choix, bornes)


def _chemin(loc: Sequence[str | int], valeur: Any) -> Chemin:
    """The place in the file of a pydantic location: without tags, cut where a union begins."""
    chemin: list[str | int] = []
    for pas in _sans_etiquettes(loc):
        trouve, valeur = _descendre(valeur, pas)
        if not trouve:
            break
        chemin.append(pas)
    return tuple(chemin)


def _sans_etiquettes(loc: Sequence[str | int]) -> Iterator[str | int]:
    for i, pas in enumerate(loc):
        if not _est_etiquette(loc, i):
            yield pas


def _est_etiquette(loc: Sequence[str | int], indice: int) -> bool:
    return indice > 0 and isinstance(loc[indice - 1], int) and loc[indice] in ETIQUETTES


def _modele_a(modele: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """The model whose fields stand at a pydantic location."""
    courant: type[BaseModel] | None = modele
    for i, pas in enumerate(loc):
        if isinstance(pas, int):
            continue
        if _est_etiquette(loc, i):
            courant = ETIQUETTES[pas]
            continue
        champs = courant.model_fields if courant else {}
        annotation = next((c.annotation for nom, c in champs.items() if pas in (nom, c.alias)), None)
        courant = next(_modeles(annotation), None)
    return courant


def _modeles(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _modeles(argument)


_A_CHOIX = ("enum", "literal_error")

_FORMES = {
    "tuple_type": "il faut une liste",
    "list_type": "il faut une liste",
    "dict_type": "il faut des champs « nom: valeur »",
    "model_type": "il faut des champs « nom: valeur »",
    "model_attributes_type": "il faut des champs « nom: valeur »",
    "too_short": "il faut au moins un élément dans cette liste",
    "texte-ou-liste": "il faut une option, ou une liste d’options",
    "parmi-ou-sauf": "il faut « parmi » ou « sauf », et un seul des deux",
    "atome-vide": "il faut au moins une option",
    "source-sans-date": "il faut « date » ou « consultee_le », et une seule des deux",
    "union_tag_invalid": ("« toutes » ne va que dans « un-de », et « un-de » ne va pas dans un autre « un-de »"),
}
"""What is expected of the shape of a passage, by error type or by marker of ours."""

_VALEURS = {
    "string_type": "il faut un texte",
    "string_too_short": "il faut un texte",
    "bool_type": "il faut « oui » ou « non »",
    "bool_parsing": "il faut « oui » ou « non »",
    "oui-non": "il faut « oui » ou « non »",
    "date-partielle": "il faut une date qui existe, AAAA, AAAA-MM ou AAAA-MM-JJ",
    "date-entiere": "il faut une date qui existe, AAAA-MM-JJ",
    "semaine": "il faut une semaine ISO qui existe, comme 2026-W47",
    "int_type": "il faut un nombre entier",
    "int_parsing": "il faut un nombre entier",
    "int_from_float": "il faut un nombre entier",
}

_IDENTIFIANT = re.compile(r"\^\[([^]]+)\]\[[^]]+\]\{0,([0-9]+)\}\$")
_CHIFFRES = re.compile(r"\^\[0-9\]\{([0-9]+)\}\$")


def _ecriture(motif: str) -> str:
    """What a pattern of the models asks for."""
    if trouve := _IDENTIFIANT.fullmatch(motif):
        lettres = "lettres" if "A-Z" in trouve[1] else "lettres minuscules"
        reste = f"des chiffres et des tirets, {int(trouve[2]) + 1} signes au plus"
        return f"il faut des {lettres} sans accent, {reste}"
    if trouve := _CHIFFRES.fullmatch(motif):
        return f"il faut {trouve[1]} chiffres"
    return "il faut une autre écriture"


_BORNES: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_too_long": lambda b: f"il faut {b['max_length']} signes au plus",
    "too_long": lambda b: f"il faut {b['max_length']} éléments au plus",
    "greater_than_equal": lambda b: f"il faut {b['ge']} au moins",
    "less_than_equal": lambda b: f"il faut {b['le']} au plus",
    "string_pattern_mismatch": lambda b: _ecriture(b["pattern"]),
}


def _attendu(nature: str, bornes: dict[str, Any], choix: Sequence[str]) -> str:
    if choix:
        *debut, dernier = choix
        return f"il faut {', '.join(debut)} ou {dernier}" if debut else f"il faut {dernier}"
    if nature in _BORNES:
        return _BORNES[nature](bornes)
    return _FORMES.get(nature) or _VALEURS.get(nature, "il faut une autre valeur")
