"""The counts of a week as they leave: a CSV, and beside it the JSON that vouches for it, written last."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from prescripteur_tui.disque import creer_dossier, poser, remplacer
from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.semaine import lundi_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.exports.tableur import ecrire_csv

SCHEMA = 1
"""Version of both files."""

DEFINITIF = "definitif"
"""State of a week that is over: its file has a revision, from 1 on, and is never rewritten."""

PROVISOIRE = "provisoire"
"""State of a week under way: its file is revision 0, may be replaced, and never goes to a target."""

EN_TETE = ("schema", "temps", "lieu", "etat", "catalogue", "tableau", "modalite_1", "modalite_2", "nombre")

_MORCEAU = re.compile(r"[a-z0-9][a-z0-9-]*")


def contenu_hebdo(comptage: Comptage, *, semaine: str, lieu: str, etat: str, catalogue_version: str) -> bytes:
    """The bytes of the CSV: one line per non-empty cell, sorted. Same data, same bytes.

    Neither poste nor revision is in it: the sha256 of these bytes is what decides the revision.

    Args:
        comptage: the counts of the week.
        semaine: the week counted.
        lieu: the place counted.
        etat: `definitif` or `provisoire`.
        catalogue_version: the newest catalogue that the interviews used, not the one installed: updating the
            catalogue must not revise last week.
    """
    debut = (SCHEMA, semaine, lieu, etat, catalogue_version)
    cellules = ((c.tableau, c.modalite_1, c.modalite_2, c.nombre) for c in sorted(comptage.cellules))
    return ecrire_csv([EN_TETE, *((*debut, *cellule) for cellule in cellules)])


def empreinte_hebdo(contenu: bytes) -> str:
    """The sha256 of the content, in hexadecimal."""
    return hashlib.sha256(contenu).hexdigest()


def nom_hebdo(semaine: str, lieu: str, poste: str, revision: int) -> str:
    """The name of both files, without their ending: `orientations_2026-W47_dutemple_3f…_r001`.

    Raises:
        ErreurPrescripteur: `semaine-invalide`, `lieu-forme`.
        ValueError: when the poste could not be part of a file name.
    """
    lundi_de(semaine)
    if not _MORCEAU.fullmatch(lieu):
        raise ErreurPrescripteur("lieu-forme", lieu=lieu)
    if not _MORCEAU.fullmatch(poste):
        raise ValueError("a poste that is not a slug")
    return f"orientations_{semaine}_{lieu}_{poste}_r{revision:03d}"


def ecrire_hebdo(
    dossier: Path,
    comptage: Comptage,
    *,
    semaine: str,
    lieu: str,
    poste: str,
    revision: int,
    etat: str,
    catalogue_version: str,
) -> tuple[Path, Path]:
    """Write the counts of a week into `dossier`: the CSV, then its manifest.

    A cell that begins with `= + - @` or a control character gets a `'` in front (see `tableur.garder`).
    Called again with the same data it changes nothing, and completes what a cut left half done.

    Returns:
        The paths of the CSV and of the manifest.

    Raises:
        ErreurPrescripteur: `revision-differente` when this revision stands there with other bytes;
            `ecriture-impossible`, `disque-plein`, `semaine-invalide`, `lieu-forme`.
        ValueError: when `etat` and `revision` do not go together.
    """
    if etat not in (DEFINITIF, PROVISOIRE) or revision < 0 or (etat == PROVISOIRE) != (revision == 0):
        raise ValueError(f"{etat} r{revision}")
    nom = nom_hebdo(semaine, lieu, poste, revision)
    contenu = contenu_hebdo(comptage, semaine=semaine, lieu=lieu, etat=etat, catalogue_version=catalogue_version)
    manifeste = _manifeste(
        {
            "schema": SCHEMA,
            "fichier": f"{nom}.csv",
            "temps": semaine,
            "lieu": lieu,
            "poste": poste,
            "revision": revision,
            "etat": etat,
            "catalogue": catalogue_version,
            "totaux": {"entretiens": comptage.total, "orientations": comptage.orientations},
            "sha256": empreinte_hebdo(contenu),
            "taille": len(contenu),
        }
    )
    chemins = dossier / f"{nom}.csv", dossier / f"{nom}.json"
    creer_dossier(dossier)
    for chemin, octets in zip(chemins, (contenu, manifeste), strict=True):
        if etat == PROVISOIRE:
            remplacer(chemin, octets)
        elif not poser(chemin, octets):
            raise ErreurPrescripteur("revision-differente", revision=revision, temps=semaine, fichier=chemin)
    return chemins


def _manifeste(champs: dict[str, object]) -> bytes:
    return (json.dumps(champs, ensure_ascii=False, indent=2) + "\n").encode()
