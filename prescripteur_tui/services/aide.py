"""The help pages: French Markdown of the package, read as plain blocks for the app and for `aide`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from prescripteur_tui.erreurs import ErreurPrescripteur

GUIDE = "prescripteur"
"""The page that tells how an interview goes, what is stored, and how doors are ordered."""

TOUCHES = "touches"
"""The subject that is no file: it is made from the table of commands."""

SUJETS = (GUIDE, "coordinateur", "donnees", "accessibilite", TOUCHES)
"""What `prescripteur aide` can be asked about, in this order."""

_TITRE = re.compile(r"(#{1,2}) (.+)")
_POINT = re.compile(r"(-|\d+\.) (.+)")


@dataclass(frozen=True, slots=True)
class Bloc:
    """A heading, a paragraph, a list item or a key; `marque` is what stands before (`•`, `1.`, the name of the key)."""

    genre: Literal["titre", "section", "paragraphe", "point", "touche"]
    texte: str
    marque: str = ""


def page(nom: str) -> tuple[Bloc, ...]:
    """The blocks of a help page, `prescripteur` or `ecrans/catalogue`; none when there is no such page."""
    fichier = files("prescripteur_tui") / "aide" / f"{nom}.md"
    return lire(fichier.read_text(encoding="utf-8")) if fichier.is_file() else ()


def sujet(nom: str) -> str:
    """A subject as it may be typed: `Données` is `donnees`.

    Raises:
        ErreurPrescripteur: `sujet-inconnu`, with the nearest one.
    """
    if nom in SUJETS:
        return nom
    # Deferred: a subject that is well written does not pay for them.
    from prescripteur_tui.domaine.questionnaire import plus_proche
    from prescripteur_tui.services.catalogue import plier

    voulu = plier(nom.strip())
    if voulu not in SUJETS:
        raise ErreurPrescripteur("sujet-inconnu", sujet=nom, proche=plus_proche(voulu, SUJETS))
    return voulu


def lire(markdown: str) -> tuple[Bloc, ...]:
    """Headings, paragraphs, lists of one level; bold and code marks are dropped, the rest is plain text."""
    blocs: list[Bloc] = []
    suite = False
    for ligne in markdown.splitlines():
        texte = re.sub(r"\*\*|`", "", ligne).strip()
        if not texte:
            suite = False
            continue
        if titre := _TITRE.fullmatch(texte):
            blocs.append(Bloc("titre" if titre[1] == "#" else "section", titre[2]))
        elif point := _POINT.fullmatch(texte):
            blocs.append(Bloc("point", point[2], "•" if point[1] == "-" else point[1]))
        elif suite and blocs:
            dernier = blocs.pop()
            blocs.append(Bloc(dernier.genre, f"{dernier.texte} {texte}", dernier.marque))
            continue
        else:
            blocs.append(Bloc("paragraphe", texte))
        suite = blocs[-1].genre in ("paragraphe", "point")
    return tuple(blocs)
