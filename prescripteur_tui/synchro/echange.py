"""One file and its manifest go to a target, and what stands there already is judged."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.ports import Cible
from prescripteur_tui.erreurs import ErreurPrescripteur

HEBDO = "hebdo"
PERIODE = "periode"

_DOSSIERS = {HEBDO: "semaine", PERIODE: "periode"}

DIFFERENT = "cible-fichier-different"
BIFURCATION = "cible-bifurcation"


def dossier_de(genre: str, temps: str, lieu: str, poste: str) -> str:
    """The folder of one laptop's counts of one (time, lieu): `semaine=2026-W47/lieu=dutemple/poste=3f…`."""
    return f"{_DOSSIERS[genre]}={temps}/lieu={lieu}/poste={poste}"


def manifestes(noms: Collection[str]) -> set[str]:
    """The names, without ending, of the counts that a folder holds whole: both files are there."""
    return {nom[:-5] for nom in noms if nom.endswith(".json") and f"{nom[:-5]}.csv" in noms}


def deposer(cible: Cible, dossier: str, nom: str, csv: bytes, manifeste: bytes) -> bool:
    """Publish counts: the CSV, then the manifest without which it does not exist for a reader.

    Returns:
        Whether there was anything left to do.

    Raises:
        ErreurPrescripteur: `cible-bifurcation` when the name has whole counts of somebody else,
            `cible-fichier-different` when it has anything else; those of `Cible`.
    """
    la = cible.lire(f"{dossier}/{nom}.json")
    if la == manifeste and cible.lire(f"{dossier}/{nom}.csv") == csv:
        # Not `False` yet: publishing flushes what a cut may have left in memory.
        deja = True
    else:
        deja = False
    # A manifest that is not ours is looked at first: our CSV beside it would make two liars.
    if la is not None and la != manifeste:
        raise _occupe(cible, dossier, nom)
    for suffixe, contenu in ((".csv", csv), (".json", manifeste)):
        if not cible.publier(f"{dossier}/{nom}{suffixe}", contenu):
            raise _occupe(cible, dossier, nom)
    return not deja
