"""A national file in CSV, row by row."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator
from typing import IO, Any

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.national.flux import LIMITE_FICHE

_GARDE = re.compile(r"'(?=[=+\-@\t\r])")
"""What our export puts in front of a cell that a spreadsheet would take for a formula."""

_COLONNES = ("id", "nom")
"""Without these two, no file is one of records."""

_SEPARATEURS = (",", ";", "\t")


def lire_tableau(flux: IO[bytes], fichier: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Number, line and cells of each row that is not blank; empty cells are left out.

    Raises (while it is read):
        ErreurPrescripteur: `fichier-encodage`, `import-colonnes`, `import-ligne`, `import-coupe`, `import-geante`.
    """
    lignes = _Lignes(flux, fichier)
    with _cellules_longues():
        entete = next(iter(lignes))
        separateur = max(_SEPARATEURS, key=entete.count)
        try:
            colonnes = next(csv.reader([entete], delimiter=separateur))
        except csv.Error as erreur:
            raison = "elle ne se lit pas"
            raise ErreurPrescripteur("import-colonnes", fichier=fichier, ligne=1, raison=raison) from erreur
        _verifier_colonnes(colonnes, fichier)
        lecteur = csv.reader(lignes, delimiter=separateur, strict=True)
        numero = 0
        while True:
            ligne = lignes.lues + 1
            place = {"fichier": fichier, "ligne": ligne, "fiche": numero + 1}
            try:
                cellules = next(lecteur)
            except StopIteration:
                return
            except csv.Error as erreur:
                raise _refus(str(erreur), place) from erreur
            except ErreurPrescripteur as erreur:
                raise ErreurPrescripteur(erreur.code, **{"fiche": numero + 1, **erreur.contexte}) from erreur
            if not cellules:
                continue
            numero += 1
            if len(cellules) != len(colonnes):
                if len(cellules) < len(colonnes) and lignes.finit_sans_retour:
                    raise ErreurPrescripteur("import-coupe", **place)
                raison = f"elle a {len(cellules)} colonnes au lieu de {len(colonnes)}"
                raise ErreurPrescripteur("import-ligne", **place, raison=raison)
            paires = zip(colonnes, cellules, strict=True)
            yield numero, ligne, {nom: _GARDE.sub("", valeur, count=1) if valeur[0] == "'" else valeur
                                  for nom, valeur in paires if valeur}  # fmt: skip


class _Lignes:
    """The lines of a file, each decoded by itself, so that a byte that is no UTF-8 has its line."""

    def __init__(self, flux: IO[bytes], fichier: str) -> None:
        self._flux = flux
        self._fichier = fichier
        self.lues = 0
        self.finit_sans_retour = False

    def __iter__(self) -> _Lignes:
        return self

    def __next__(self) -> str:
        octets = self._flux.readline(LIMITE_FICHE + 1)
        if not octets:
            raise StopIteration
        place = {"fichier": self._fichier, "ligne": self.lues + 1}
        if len(octets) > LIMITE_FICHE:
            raise ErreurPrescripteur("import-geante", **place, limite=LIMITE_FICHE)
        try:
            texte = octets.decode("utf-8-sig" if not self.lues else "utf-8")
        except UnicodeDecodeError as erreur:
            raise ErreurPrescripteur("fichier-encodage", **place) from erreur
        if "\0" in texte:
            raise ErreurPrescripteur("import-ligne", **place, raison="elle contient un caractère nul")
        self.lues += 1
        self.finit_sans_retour = not texte.endswith("\n")
        return texte


@contextlib.contextmanager
def _cellules_longues() -> Iterator[None]:
    """Let a cell be as long as a record may be; the limit of the module is one for the whole process."""
    avant = csv.field_size_limit(LIMITE_FICHE)
    try:
        yield
    finally:
        csv.field_size_limit(avant)


def _verifier_colonnes(colonnes: list[str], fichier: str) -> None:
    manque = [nom for nom in _COLONNES if nom not in colonnes]
    doubles = sorted({nom for nom in colonnes if colonnes.count(nom) > 1})
    if manque:
        raison = f"il manque « {' » et « '.join(manque)} »"
    elif doubles:
        raison = f"« {doubles[0]} » y est deux fois"
    else:
        return
    raise ErreurPrescripteur("import-colonnes", fichier=fichier, ligne=1, raison=raison)


def _refus(dit: str, place: dict[str, object]) -> ErreurPrescripteur:
    """What the reader of CSV says in English, by kind."""
    if "field larger than field limit" in dit:
        return ErreurPrescripteur("import-geante", **place, limite=LIMITE_FICHE)
    if "unexpected end of data" in dit:
        return ErreurPrescripteur("import-coupe", **place)
    return ErreurPrescripteur("import-ligne", **place, raison="des guillemets ne sont pas à leur place")
