"""Counts as they leave: a CSV, and beside it the JSON that vouches for it, written last.

One writer for both kinds: the week (`orientations_…`, with its revision) and the période (`profils_…`, which has none).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from prescripteur_tui.disque import creer_dossier, en_francais, insister, poser, remplacer
from prescripteur_tui.domaine.comptages import Cellule, Comptage
from prescripteur_tui.domaine.ports import Pli
from prescripteur_tui.domaine.semaine import lundi_de, semaines_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.exports.tableur import degarder, ecrire_csv

SCHEMA = 1
"""Version of both files."""

DEFINITIF = "definitif"
"""State of a week or période that is over: its file has a revision, from 1 on, and is never rewritten."""

PROVISOIRE = "provisoire"
"""State of a week under way: its file is revision 0, may be replaced, and never goes to a target."""

EN_TETE = ("schema", "temps", "lieu", "etat", "catalogue", "tableau", "modalite_1", "modalite_2", "nombre")

_MORCEAU = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Etiquette:
    """What a file of counts says of itself.

    Attributes:
        temps: the week or the période counted.
        lieu: the place counted.
        poste: the laptop; in the manifest and the names, never in the CSV.
        etat: `definitif` or `provisoire`.
        catalogue: the newest catalogue that the interviews used, not the one installed: updating the catalogue must
            not revise last week. Empty without interview.
        reports: for a période, how many interviews of each earlier one it counts; None for a week.
    """

    temps: str
    lieu: str
    poste: str
    etat: str
    catalogue: str
    reports: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FeuilletDeComptes:
    """Counts ready to leave, but for their revision; made by `feuillet`."""

    comptage: Comptage
    etiquette: Etiquette
    csv: bytes

    def sceller(self, revision: int) -> Pli:
        """The files of a revision: 0 for a provisional week, 1 for a période, from 1 on for a finished week.

        Raises:
            ErreurPrescripteur: `semaine-invalide`, `lieu-forme`.
            ValueError: when the state and the revision do not go together.
        """
        etat = self.etiquette.etat
        if etat not in (DEFINITIF, PROVISOIRE) or revision < 0 or (etat == PROVISOIRE) != (revision == 0):
            raise ValueError(f"{etat} r{revision}")
        de = self.etiquette
        nom = nommer(de.temps, de.lieu, de.poste, revision)
        champs = {
            "schema": SCHEMA,
            "fichier": f"{nom}.csv",
            "temps": de.temps,
            "lieu": de.lieu,
            "poste": de.poste,
            "revision": revision,
            "etat": etat,
            "catalogue": de.catalogue,
            "totaux": {"entretiens": self.comptage.total, "orientations": self.comptage.orientations},
            **({} if de.reports is None else {"reports": dict(sorted(de.reports.items()))}),
            "sha256": empreinte(self.csv),
            "taille": len(self.csv),
        }
        return Pli(nom, self.csv, (json.dumps(champs, ensure_ascii=False, indent=2) + "\n").encode())


def feuillet(comptage: Comptage, etiquette: Etiquette) -> FeuilletDeComptes:
    """Counts as a CSV: one line per non-empty cell, sorted. Same data, same bytes.

    Neither poste nor revision is in the CSV: the sha256 of its bytes is what decides the revision. A cell that begins
    with `= + - @` or a control character gets a `'` in front (see `tableur.garder`).
    """
    debut = (SCHEMA, etiquette.temps, etiquette.lieu, etiquette.etat, etiquette.catalogue)
    cellules = ((c.tableau, c.modalite_1, c.modalite_2, c.nombre) for c in sorted(comptage.cellules))
    return FeuilletDeComptes(comptage, etiquette, ecrire_csv([EN_TETE, *((*debut, *c) for c in cellules)]))


def relire(octets: bytes) -> Comptage:
    """The counts that a CSV of ours holds."""
    texte = io.StringIO(octets.decode("utf-8-sig"), newline="")
    lignes = list(csv.reader(texte, delimiter=";"))[1:]
    cellules = tuple(Cellule(ligne[5], degarder(ligne[6]), degarder(ligne[7]), int(ligne[8])) for ligne in lignes)
    # Every interview is in one cell of the first, or of the other.
    total = sum(cellule.nombre for cellule in cellules if cellule.tableau in ("entretiens", "fin-etape"))
    return Comptage(cellules, total)


def empreinte(octets: bytes) -> str:
    """The sha256 of a CSV, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def nommer(temps: str, lieu: str, poste: str, revision: int) -> str:
    """The name of both files, without an ending: `orientations_2026-W47_dutemple_3f…_r001`, `profils_2026-P12_…`.

    Raises:
        ErreurPrescripteur: `semaine-invalide`, `lieu-forme`.
        ValueError: when it is no such période, or the poste could not be part of a file name.
    """
    if not _MORCEAU.fullmatch(lieu):
        raise ErreurPrescripteur("lieu-forme", lieu=lieu)
    if not _MORCEAU.fullmatch(poste):
        raise ValueError("a poste that is not a slug")
    if temps[4:6] == "-P":
        semaines_de(temps)
        return f"profils_{temps}_{lieu}_{poste}"
    lundi_de(temps)
    return f"orientations_{temps}_{lieu}_{poste}_r{revision:03d}"


def chemins(dossier: Path, nom: str) -> tuple[Path, Path]:
    """Where both files of a name are in a folder."""
    return dossier / f"{nom}.csv", dossier / f"{nom}.json"


def poser_pli(dossier: Path, pli: Pli) -> bool:
    """Lay a definitive count down in a folder: the CSV, then its manifest; true when they were not there already.

    Called again it changes nothing, and completes what a cut left half done.

    Raises:
        ErreurPrescripteur: `revision-differente` when other bytes have the name; `ecriture-impossible`,
            `disque-plein`.
    """
    creer_dossier(dossier)
    est_nouveau = not _est_la(dossier, pli)
    csv_, manifeste = chemins(dossier, pli.nom)
    for fichier, octets in ((csv_, pli.csv), (manifeste, pli.manifeste)):
        # The manifest syncs the folder for both: without it the CSV does not exist for a reader.
        if not poser(fichier, octets, fixer=fichier is manifeste):
            dit = json.loads(pli.manifeste)
            raise ErreurPrescripteur(
                "revision-differente", revision=dit["revision"], temps=dit["temps"], fichier=fichier
            )
    return est_nouveau


def remplacer_pli(dossier: Path, pli: Pli) -> bool:
    """Put a provisional count in the place of the one before; true when it says something else.

    Between the two files, the old manifest does not match the new CSV: a reader takes neither.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    creer_dossier(dossier)
    if _est_la(dossier, pli):
        return False
    for fichier, octets in zip(chemins(dossier, pli.nom), (pli.csv, pli.manifeste), strict=True):
        remplacer(fichier, octets)
    return True


def _est_la(dossier: Path, pli: Pli) -> bool:
    fichiers = chemins(dossier, pli.nom)
    with en_francais(dossier):
        return all(f.exists() for f in fichiers) and [f.read_bytes() for f in fichiers] == [pli.csv, pli.manifeste]


def retirer(dossier: Path, nom: str) -> None:
    """Take both files of a name away, the manifest first: without it the CSV does not exist for a reader.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`.
    """
    for fichier in reversed(chemins(dossier, nom)):
        with en_francais(fichier):
            insister(partial(fichier.unlink, missing_ok=True))
