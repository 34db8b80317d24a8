"""What a target holds, against a naive recount from the base: everything once, whole, and the same numbers.

Reads SQLite and CSV by itself: it shares no line of counting, naming or reading with the package.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prescripteur_tui.domaine.entretien import Entretien, Orientation
from tests import comptes_naifs

Cellules = dict[tuple[str, str, str], int]
Cle = tuple[str, str]
"""(semaine or période, lieu)."""

_DOSSIER = re.compile(r"(semaine|periode)=([^/]+)/lieu=([^/]+)/poste=([0-9a-f]{16})")


@dataclass
class _Lu:
    """One file of counts as a reader of the target finds it."""

    poste: str
    revision: int
    cellules: Cellules
    manifeste: dict[str, Any]


def ecarts(base: Path, cible: Path, courante: str, promis: set[str]) -> list[str]:
    """Everything that is wrong on the target, in the week `courante`; empty when all is well.

    `promis` are the ids of the interviews that were stored when their process ended.
    """
    trouves: list[str] = []
    lus = _lire_cible(cible, trouves)
    entretiens = _lire_base(base)
    trouves += [f"{perdu}: stored, and lost" for perdu in sorted(promis - {e.id for e, _ in entretiens})]
    semaines: dict[Cle, list[Entretien]] = defaultdict(list)
    profils: dict[Cle, list[Entretien]] = defaultdict(list)
    for entretien, profil in entretiens:
        if entretien.semaine < courante:
            semaines[entretien.semaine, entretien.lieu].append(entretien)
        if profil is not None:
            profils[profil, entretien.lieu].append(entretien)
    revisions = _revisions(base)
    for cle, lot in sorted(semaines.items()):
        probleme = _comparer(lus["semaine"].pop(cle, []), comptes_naifs.hebdo(lot), len(lot), revisions.get(cle))
        trouves += [f"{cle}: {probleme}"] if probleme else []
    for cle, lot in sorted(profils.items()):
        probleme = _comparer(lus["periode"].pop(cle, []), comptes_naifs.periode(lot), len(lot), 1)
        trouves += [f"{cle}: {probleme}"] if probleme else []
        trouves += [f"{cle}: profiles of {len(lot)} interviews"] if len(lot) < 11 else []
    for restes in lus.values():
        trouves += [f"{cle}: nothing in the base" for cle, reste in restes.items() if any(lu.cellules for lu in reste)]
    return trouves


def _comparer(lus: list[_Lu], attendues: Cellules, total: int, revision: int | None) -> str | None:
    """What is wrong with the files of one (time, lieu)."""
    postes = len({lu.poste for lu in lus})
    if postes != 1:
        return f"under {postes} postes"
    dernier = max(lus, key=lambda lu: lu.revision)
    if dernier.revision != revision:
        return f"revision {dernier.revision} on the target, {revision} given"
    if dernier.manifeste["totaux"]["entretiens"] != total:
        return f"{dernier.manifeste['totaux']} instead of {total} interviews"
    return f"{dernier.cellules} instead of {attendues}" if dernier.cellules != attendues else None


def ecarts_dossier(exports: Path) -> list[str]:
    """What is wrong in a folder of exports: a file alone, a manifest that lies, a leftover."""
    trouves = mensonges(exports)
    for fichier in sorted(exports.iterdir()):
        if fichier.suffix not in (".csv", ".json") or fichier.name.startswith("."):
            trouves.append(f"{fichier.name}: left over")
        elif not fichier.with_suffix(".json").exists() and not _est_depassee(fichier):
            trouves.append(f"{fichier.name}: alone")
    return trouves


def _est_depassee(fichier: Path) -> bool:
    """Whether a CSV that a cut left alone has a later revision beside it: without manifest it does not exist."""
    serie, _, revision = fichier.stem.rpartition("_r")
    return any(autre.stem[-3:] > revision for autre in fichier.parent.glob(f"{serie}_r*.json"))


def mensonges(dossier: Path) -> list[str]:
    """The manifests below a folder that do not vouch for a CSV beside them: a reader must never meet one."""
    trouves = []
    for fichier in sorted(dossier.rglob("*.json")):
        jumeau = fichier.with_suffix(".csv")
        try:
            octets, manifeste = jumeau.read_bytes(), json.loads(fichier.read_bytes())
            dit_vrai = manifeste["sha256"] == hashlib.sha256(octets).hexdigest() and manifeste["taille"] == len(octets)
        except (OSError, ValueError):
            dit_vrai = False
        if not dit_vrai:
            trouves.append(f"{fichier.name}: lies")
    return trouves


# The target


def _lire_cible(cible: Path, trouves: list[str]) -> dict[str, dict[Cle, list[_Lu]]]:
    lus: dict[str, dict[Cle, list[_Lu]]] = {"semaine": defaultdict(list), "periode": defaultdict(list)}
    menteurs = mensonges(cible)
    trouves += menteurs
    for fichier in sorted(f for f in cible.rglob("*") if f.is_file()):
        chemin = fichier.relative_to(cible).as_posix()
        dossier = _DOSSIER.fullmatch(fichier.relative_to(cible).parent.as_posix())
        jumeau = fichier.with_suffix(".csv" if fichier.suffix == ".json" else ".json")
        if dossier is None or fichier.suffix not in (".csv", ".json") or fichier.name.startswith("."):
            trouves.append(f"{chemin}: does not belong there")
        elif not jumeau.exists():
            trouves.append(f"{chemin}: alone")
        elif fichier.suffix == ".json" and f"{fichier.name}: lies" not in menteurs:
            genre, temps, lieu, poste = dossier.groups()
            manifeste, octets = json.loads(fichier.read_bytes()), jumeau.read_bytes()
            revision = int(fichier.stem[-3:]) if genre == "semaine" else 1
            qui = {"temps": temps, "lieu": lieu, "poste": poste, "etat": "definitif", "fichier": jumeau.name}
            if {cle: manifeste[cle] for cle in qui} != qui:
                trouves.append(f"{chemin}: is not of this folder")
            lus[genre][temps, lieu].append(_Lu(poste, revision, _cellules(octets, temps, lieu), manifeste))
    return lus


def _cellules(octets: bytes, temps: str, lieu: str) -> Cellules:
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all((ligne["temps"], ligne["lieu"], ligne["etat"]) == (temps, lieu, "definitif") for ligne in lignes)
    return {(x["tableau"], x["modalite_1"], x["modalite_2"]): int(x["nombre"]) for x in lignes}


# The base


def _lire_base(base: Path) -> list[tuple[Entretien, str | None]]:
    """Every interview, and the période whose file counts its profile."""
    connexion = sqlite3.connect(base)
    try:
        orientations: dict[str, list[Orientation]] = defaultdict(list)
        for entretien, *reste in connexion.execute("SELECT entretien, offre, issue, motif FROM orientations"):
            orientations[entretien].append(Orientation(*reste))
        colonnes = "id, semaine, lieu, etape, fin, reponses, profil"
        return [
            (Entretien(ligne[0], *ligne[1:5], json.loads(ligne[5]), tuple(orientations[ligne[0]]), "", ""), ligne[6])
            for ligne in connexion.execute(f"SELECT {colonnes} FROM entretiens").fetchall()
        ]
    finally:
        connexion.close()


def _revisions(base: Path) -> dict[Cle, int]:
    connexion = sqlite3.connect(base)
    try:
        requete = "SELECT temps, lieu, max(revision) FROM revisions GROUP BY temps, lieu"
        return {(temps, lieu): revision for temps, lieu, revision in connexion.execute(requete)}
    finally:
        connexion.close()
