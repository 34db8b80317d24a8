"""Answers from outside: one object in JSON or YAML, or one JSON object a line."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, NoReturn

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.caracteres import INTERDITS_DANS_UN_TEXTE, nom_du_caractere
from prescripteur_tui.lecture.fichiers import (
    LIMITE,
    decoder,
    lire_flux,
    lire_texte,
    ouvrir,
    refus_de_lecture,
    refus_de_taille,
)
from prescripteur_tui.lecture.yaml_sur import PROFONDEUR, analyser_yaml, lire_yaml

ENTREE = "l’entrée standard"
"""How standard input is named in a refusal."""

Chemin = Path | Literal["-"]
"""A file, or standard input."""

_BLOC = 65_536

_NOMBRES = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<nombre>NaN|-?Infinity|-?[0-9][0-9.eE+-]*)')
"""Strings, which are passed over, and numbers."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of a lot that is not blank: where, its bytes without the end of line (cut when there are too many)."""

    fichier: str
    numero: int
    octets: bytes
    taille: int

    def lire(self) -> object:
        """The object of this line; same errors as `lire_ligne`."""
        if self.taille > LIMITE:
            raise refus_de_taille(_nom(self.numero), self.taille)
        return lire_ligne(self.octets, fichier=self.fichier, ligne=self.numero)


def lire_fichier(chemin: Chemin, limite: int = LIMITE) -> str:
    """The UTF-8 text of a file or of standard input.

    Raises:
        ErreurPrescripteur: `fichier-introuvable`, `fichier-illisible`, `fichier-encodage`, or
            `fichier-trop-gros` (over `limite` bytes).
    """
    if chemin == "-":
        return lire_flux(sys.stdin.buffer, ENTREE, limite)
    return lire_texte(Path(chemin), str(chemin), limite)


def lire_lignes(chemin: Chemin) -> Iterator[Ligne]:
    """The lines of a lot, one at a time, however long the lot; blank lines are passed over.

    Raises:
        ErreurPrescripteur: `fichier-introuvable` or `fichier-illisible`; `Ligne.lire` refuses a bad line.
    """
    nom = ENTREE if chemin == "-" else str(chemin)
    try:
        if chemin == "-":
            yield from _couper(sys.stdin.buffer, nom)
        else:
            with ouvrir(Path(chemin), nom) as flux:
                yield from _couper(flux, nom)
    except OSError as erreur:
        raise refus_de_lecture(erreur, nom) from erreur


def lire_ligne(texte: str | bytes, *, fichier: str = "", ligne: int = 1) -> object:
    """The object of one line of a lot: JSON only.

    Args:
        texte: the line.
        fichier: the lot, for the refusals.
        ligne: the number of the line, from 1, for the refusals.

    Raises:
        ErreurPrescripteur: `fichier-trop-gros` or `fichier-encodage`, which name the line in their message; or with
            `fichier` and `ligne`: `json-invalide`, `cle-double`, `trop-profond`, `caractere-interdit`.
    """
    octets = texte if isinstance(texte, bytes) else texte.encode("utf-8", "surrogatepass")
    if len(octets) > LIMITE:
        raise refus_de_taille(_nom(ligne), len(octets))
    if isinstance(texte, bytes):
        texte = decoder(texte, _nom(ligne), est_ligne=True)
    try:
        return _lire_json(texte.removeprefix("\ufeff").strip())
    except ErreurPrescripteur as erreur:
        place = {"ligne": ligne, "fichier": fichier} if fichier else {"ligne": ligne}
        raise ErreurPrescripteur(erreur.code, **{**erreur.contexte, **place}) from erreur


def _nom(ligne: int) -> str:
    return f"la ligne {ligne}"


def lire_objet(texte: str, fichier: str) -> object:
    """The object of an answers file: JSON when it is JSON, else YAML, where every scalar is text.

    Raises:
        ErreurPrescripteur: `fichier-trop-gros`, `json-invalide`, or any refusal of `lire_yaml`; with
            `fichier`, and `ligne` and `colonne` where they are known.
    """
    taille = len(texte.encode("utf-8", "surrogatepass"))
    if taille > LIMITE:
        raise refus_de_taille(fichier, taille)
    texte = texte.removeprefix("\ufeff")
    if not texte.lstrip().startswith(("{", "[")):
        return lire_yaml(texte, fichier).valeur
    try:
        return _lire_json(texte)
    except ErreurPrescripteur as erreur:
        refus = ErreurPrescripteur(erreur.code, **{"fichier": fichier, **erreur.contexte})
    document, problemes = analyser_yaml(texte, fichier)
    if refus.code == "json-invalide":
        if document is not None and not problemes and not refus.contexte.get("definitif"):
            return document.valeur
        # What is neither is told as the one that it was meant to be.
        est_json = fichier.lower().endswith((".json", ".jsonl")) or '"' in texte.lstrip()[1:].lstrip()[:1]
        raise refus if est_json or not problemes else problemes[0]
    # JSON says what, and the YAML reader, which understands nearly all of it, where.
    raise next((p for p in problemes if p.code == refus.code), refus)


def _couper(flux: IO[bytes], fichier: str) -> Iterator[Ligne]:
    numero = 0
    while octets := flux.readline(LIMITE + 2):
        numero += 1
        taille = len(octets)
        fin = octets
        while not fin.endswith(b"\n") and (fin := flux.readline(_BLOC)):
            # Too long already: passed over without being kept.
            taille += len(fin)
        taille -= len(fin) - len(fin.rstrip(b"\r\n"))
        if octets.strip():
            yield Ligne(fichier, numero, octets[:taille] if taille <= LIMITE else octets[:LIMITE], taille)


def _lire_json(texte: str) -> object:
    try:
        objet = json.loads(
            texte, object_pairs_hook=sans_doublon, parse_constant=_refuser_nombre, parse_float=_nombre_fini
        )
    except ErreurPrescripteur as erreur:
        raise _placer(texte, erreur) if erreur.contexte.get("definitif") else erreur from None
    except json.JSONDecodeError as erreur:
        if erreur.msg.startswith("Invalid control character"):
            caractere = nom_du_caractere(texte[erreur.pos])
            raise ErreurPrescripteur(
                "caractere-interdit", ligne=erreur.lineno, colonne=erreur.colno, caractere=caractere
            ) from None
        raison = raison_json(erreur)
        raise ErreurPrescripteur("json-invalide", ligne=erreur.lineno, colonne=erreur.colno, raison=raison) from None
    except RecursionError:
        raise ErreurPrescripteur("trop-profond") from None
    except ValueError:
        # A whole number of thousands of digits, which Python refuses to read.
        raise _placer(texte, _nombre_refuse()) from None
    _verifier(objet)
    return objet


def sans_doublon(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, for `object_pairs_hook`: `cle-double` is raised where the parser would keep the last value."""
    objet = dict(paires)
    if len(objet) < len(paires):
        vues: set[str] = set()
        for cle, _ in paires:
            if cle in vues:
                raise ErreurPrescripteur("cle-double", cle=cle)
            vues.add(cle)
    return objet


def _refuser_nombre(_texte: str) -> NoReturn:
    raise _nombre_refuse()


def _nombre_refuse() -> ErreurPrescripteur:
    raison = "un nombre n’en est pas un (NaN, infini, ou beaucoup trop grand)"
    return ErreurPrescripteur("json-invalide", raison=raison, definitif=True)


def _placer(texte: str, refus: ErreurPrescripteur) -> ErreurPrescripteur:
    """The same refusal of a number, with its line and column: the reader of JSON does not say where it was."""
    for trouve in _NOMBRES.finditer(texte):
        nombre = trouve["nombre"]
        if nombre and not math.isfinite(float(nombre)):
            debut = trouve.start()
            colonne = debut - texte.rfind("\n", 0, debut)
            return ErreurPrescripteur(
                refus.code, **{**refus.contexte, "ligne": texte.count("\n", 0, debut) + 1, "colonne": colonne}
            )
    return refus


def _nombre_fini(texte: str) -> float:
    nombre = float(texte)
    if not math.isfinite(nombre):
        _refuser_nombre(texte)
    return nombre


def _verifier(objet: object) -> None:
    """Depth, and characters that no text may hold, without recursion."""
    a_voir: list[tuple[object, int]] = [(objet, 1)]
    while a_voir:
        valeur, niveau = a_voir.pop()
        if isinstance(valeur, str):
            if trouve := INTERDITS_DANS_UN_TEXTE.search(valeur):
                raise ErreurPrescripteur("caractere-interdit", caractere=nom_du_caractere(trouve[0]))
        elif isinstance(valeur, dict | list):
            if niveau > PROFONDEUR:
                raise ErreurPrescripteur("trop-profond")
            if isinstance(valeur, dict):
                a_voir.extend((cle, niveau) for cle in valeur)
            petits = valeur.values() if isinstance(valeur, dict) else valeur
            a_voir.extend((petit, niveau + 1) for petit in petits)


def raison_json(erreur: json.JSONDecodeError) -> str:
    """What the parser says in English, in French."""
    return next((fr for en, fr in _SYNTAXE if en in erreur.msg), "la forme n’est pas reconnue")


_SYNTAXE = (
    # What the standard library says, in the order in which it is looked for.
    ("Expecting property name", "un nom entre guillemets droits est attendu"),
    ("Illegal trailing comma", "une virgule est en trop"),
    ("Expecting ':'", "un « : » est attendu après le nom"),
    ("Expecting ','", "une virgule est attendue, ou une accolade ou un crochet n’est pas fermé"),
    ("Expecting value", "une valeur est attendue"),
    ("Unterminated string", "des guillemets ne sont pas fermés"),
    ("escape", "entre guillemets, « \\ » est suivi d’un signe inconnu"),
    ("Extra data", "du texte suit la fin"),
)
