"""A national file as a stream of records: a JSON list, JSON a record a line, or CSV; the memory of one record.

Not `json.load`: 200 000 services are 600 MB of text, and several times that as objects. Not a library either: the lists
of data·inclusion hold flat records, and the scanner of the standard library finds where each ends.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.fichiers import ouvrir, refus_de_lecture
from prescripteur_tui.lecture.reponses import raison_json, sans_doublon

BLOC = 1 << 20
"""Bytes read at a time."""

LIMITE_FICHE = 4_000_000
"""Most characters of one record: the largest real one is a few thousand."""

_MARGE = 64
"""An error of syntax this far from the end of what was read is not one of reading on."""

_BLANC = re.compile(r"[ \t\r\n]*")

_NATURES = (
    (b"PK\x03\x04", "c’est un classeur ou une archive ZIP"),
    (b"\x1f\x8b", "c’est une archive compressée"),
    (b"PAR1", "c’est un fichier Parquet"),
    (b"\xd0\xcf\x11\xe0", "c’est un ancien classeur Excel"),
    (b"%PDF", "c’est un PDF"),
)
"""What a file begins with, and what it is then."""


@dataclass(frozen=True, slots=True)
class FicheLue:
    """A record as the file gives it: its number and its line, both from 1."""

    fichier: str
    numero: int
    ligne: int
    objet: dict[str, Any]


def lire_fiches(chemin: Path, fichier: str) -> Iterator[FicheLue]:
    """Every record of a national file, in its order.

    Args:
        chemin: the file.
        fichier: how it is named in a refusal.

    Raises (while it is read):
        ErreurPrescripteur: with `fichier`, and `ligne` and `fiche` where they are known: `fichier-introuvable`,
            `fichier-illisible`, `fichier-encodage`, `import-format`, `import-objet`, `import-coupe`, `import-geante`,
            `import-fiche`, `json-invalide`, `cle-double`, `trop-profond`, `import-colonnes`, `import-ligne`.
    """
    with ouvrir(chemin, fichier) as flux:
        try:
            debut = flux.read(256)
            flux.seek(0)
            texte = _reconnaitre(debut, flux, fichier)
            if texte[:1] in ("[", "{"):
                yield from _Liste(flux, fichier).fiches()
            else:
                # Deferred: saves the reader of CSV to those who import JSON.
                from prescripteur_tui.lecture.national.tableau import lire_tableau

                for numero, ligne, objet in lire_tableau(flux, fichier):
                    yield FicheLue(fichier, numero, ligne, objet)
        except OSError as erreur:
            raise refus_de_lecture(erreur, fichier) from erreur


def _reconnaitre(debut: bytes, flux: IO[bytes], fichier: str) -> str:
    """The beginning of the text; the refusal of what is no text of records."""
    for signe, nature in _NATURES:
        if debut.startswith(signe):
            raise ErreurPrescripteur("import-format", fichier=fichier, nature=nature)
    if debut.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in debut[:4]:
        raise ErreurPrescripteur("fichier-encodage", fichier=fichier, ligne=1)
    texte = debut.decode("utf-8-sig", "replace").lstrip()
    while not texte and (suite := flux.read(BLOC)):
        texte = suite.decode("utf-8", "replace").lstrip()
    flux.seek(0)
    if not texte:
        raise ErreurPrescripteur("import-format", fichier=fichier, nature="il est vide")
    if texte.startswith("<"):
        raise ErreurPrescripteur("import-format", fichier=fichier, nature="c’est une page web")
    return texte


class Texte:
    """UTF-8 text read piece by piece, that knows the line of a byte that is none."""

    def __init__(self, flux: IO[bytes], fichier: str) -> None:
        self._flux = flux
        self._fichier = fichier
        self._decodeur = codecs.getincrementaldecoder("utf-8-sig")()
        self._lignes = 1

    def lire(self, taille: int) -> str:
        """At least a character of the next `taille` bytes; empty at the end."""
        while True:
            octets = self._flux.read(taille)
            try:
                texte = self._decodeur.decode(octets)
            except UnicodeDecodeError as erreur:
                ligne = self._lignes + erreur.object.count(b"\n", 0, erreur.start)
                raise ErreurPrescripteur("fichier-encodage", fichier=self._fichier, ligne=ligne) from erreur
            self._lignes += octets.count(b"\n")
            if texte or not octets:
                return texte


class _Liste:
    """A JSON list, or objects one after the other."""

    def __init__(self, flux: IO[bytes], fichier: str) -> None:
        self._texte = Texte(flux, fichier)
        self._fichier = fichier
        self._tampon = ""
        self._pos = 0
        self._ligne = 1
        self._numero = 1
        self._est_fini = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=sans_doublon, parse_constant=lambda _: None, strict=False
        ).raw_decode

    def fiches(self) -> Iterator[FicheLue]:
        """Each record; `_numero` is that of the record being looked for."""
        est_liste = self._signe() == "["
        if est_liste:
            self._avancer(self._pos + 1)
        while (signe := self._signe()) and not (est_liste and signe == "]"):
            if est_liste and self._numero > 1:
                if signe != ",":
                    self._refuser("json-invalide", raison="une virgule manque entre deux fiches")
                self._avancer(self._pos + 1)
                self._signe()
            ligne = self._ligne
            objet = self._objet(est_seul=not est_liste and self._numero == 1)
            yield FicheLue(self._fichier, self._numero, ligne, objet)
            self._numero += 1
        if not est_liste:
            return
        if not signe:
            self._refuser("import-coupe")
        self._avancer(self._pos + 1)
        if self._signe():
            self._refuser("json-invalide", raison="du texte suit la fin de la liste")

    def _signe(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            trouve = _BLANC.match(self._tampon, self._pos)
            if trouve:
                self._avancer(trouve.end())
            if self._pos < len(self._tampon):
                return self._tampon[self._pos]
            if not self._lire():
                return ""

    def _objet(self, *, est_seul: bool) -> dict[str, Any]:
        """The record that begins here.

        Args:
            est_seul: the file begins with it, outside a list: it must look like a record.
        """
        while True:
            try:
                objet, fin = self._decoder(self._tampon, self._pos)
                break
            except ErreurPrescripteur as erreur:
                self._refuser(erreur.code, **erreur.contexte)
            except json.JSONDecodeError as erreur:
                self._lire_la_suite(erreur, est_seul=est_seul)
            except RecursionError:
                self._refuser("trop-profond")
            except ValueError:
                self._refuser("json-invalide", raison="un nombre a des milliers de chiffres")
        if fin - self._pos > LIMITE_FICHE:
            self._refuser_geante(est_seul=est_seul)
        if not isinstance(objet, dict):
            self._refuser("import-fiche", raison="ce n’est pas un objet « nom : valeur »")
        if est_seul and "id" not in objet:
            self._refuser("import-objet", fiche=None)
        self._avancer(fin)
        return objet

    def _lire_la_suite(self, erreur: json.JSONDecodeError, *, est_seul: bool) -> None:
        """Read on when the record may only be incomplete; say what is wrong with it when it is not."""
        est_ouvert = erreur.msg.startswith("Unterminated string")
        if not est_ouvert and erreur.pos < len(self._tampon) - _MARGE:
            self._refuser_syntaxe(erreur)
        if len(self._tampon) - self._pos > LIMITE_FICHE:
            self._refuser_geante(est_seul=est_seul)
        if self._lire():
            return
        reste = self._tampon.rstrip()
        if est_ouvert or erreur.pos >= len(reste) - _a_la_fin(reste):
            self._ligne += self._tampon.count("\n", self._pos)
            self._refuser("import-coupe")
        self._refuser_syntaxe(erreur)

    def _lire(self) -> bool:
        """Add text to the buffer, twice as much each time for a long record; false at the end of the file."""
        if self._est_fini:
            return False
        reste = self._tampon[self._pos :]
        try:
            texte = self._texte.lire(max(BLOC, len(reste)))
        except ErreurPrescripteur as erreur:
            raise ErreurPrescripteur(erreur.code, **{**erreur.contexte, "fiche": self._numero}) from erreur
        self._est_fini = not texte
        self._tampon, self._pos = reste + texte, 0
        return bool(texte)

    def _avancer(self, fin: int) -> None:
        self._ligne += self._tampon.count("\n", self._pos, fin)
        self._pos = fin

    def _refuser_geante(self, *, est_seul: bool) -> NoReturn:
        if est_seul:
            self._refuser("import-objet", fiche=None)
        self._refuser("import-geante", limite=LIMITE_FICHE)

    def _refuser_syntaxe(self, erreur: json.JSONDecodeError) -> NoReturn:
        self._ligne += self._tampon.count("\n", self._pos, erreur.pos)
        self._refuser("json-invalide", raison=f"{raison_json(erreur)} (fiche n° {self._numero})")

    def _refuser(self, code: str, **contexte: object) -> NoReturn:
        place = {"fichier": self._fichier, "ligne": self._ligne, "fiche": self._numero}
        raise ErreurPrescripteur(code, **{**place, **contexte})


def _a_la_fin(reste: str) -> int:
    """How many characters before the end an unfinished word may be refused: `tru`, `\\u00`, `-`."""
    trouve = re.search(r"(?:\\u?[0-9a-fA-F]{0,4}|[A-Za-z]+|-)$", reste[-10:])
    return len(trouve[0]) if trouve else 0
