"""Invented interviews, and bases on real files."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.entretien import Brouillon, Entretien, Orientation
from prescripteur_tui.domaine.ports import FichierDeComptes, Pli
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import FICHIER, ouvrir
from tests.montages import PetitDisque, petit_disque
from tests.pannes.etapes import tuer_apres

OFFRES = ("adie/microcredit", "bge-hauts-de-france/emergence", "citeslab/ideation")
MOTIFS = {"refusee": "trop-loin"}


def des_entretiens(nombre: int, graine: int = 1, semaine: str = "2026-W47", lieu: str = "dutemple") -> list[Entretien]:
    """Interviews that a seed decides, with none to three orientations each."""
    hasard = random.Random(graine)
    lot = []
    for _ in range(nombre):
        identifiant = str(uuid.UUID(int=hasard.getrandbits(128), version=4))
        offres = sorted(hasard.sample(OFFRES, hasard.randint(0, 3)))
        issues = [hasard.choice(("acceptee", "refusee", "a-reflechir")) for _ in offres]
        lot.append(
            Entretien(
                id=identifiant,
                semaine=semaine,
                lieu=lieu,
                etape=hasard.choice(("esprit-initiative", "detection", "accompagnement")),
                fin="orientation" if offres else "non-renseignee",
                reponses={"age": "18-25", "freins": ("argent", "reseau"), "maturite": "idee"},
                orientations=tuple(Orientation(o, i, MOTIFS.get(i)) for o, i in zip(offres, issues, strict=True)),
                catalogue_version="2026.11",
                catalogue_empreinte="sha256:0",
            )
        )
    return lot


def un_brouillon(reponse: str = "idee", **champs: object) -> Brouillon:
    """A draft at its second question."""
    base: dict[str, object] = {
        "jour": "2026-11-23",
        "lieu": "dutemple",
        "semaine": "2026-W48",
        "reponses": {"maturite": reponse, "freins": ("argent",)},
        "question": "age",
        "etape": "detection",
        "numero": 2,
        "total": 10,
        "catalogue_empreinte": "sha256:0",
    }
    return Brouillon(**{**base, **champs})  # type: ignore[arg-type]


def couper_une_ecriture(dossier: Path) -> None:
    """Kill a process in the middle of a transaction that has already reached the file; its journal stays."""

    def ecrire() -> sqlite3.Connection:
        connexion = sqlite3.connect(dossier / FICHIER, isolation_level=None)
        connexion.execute("PRAGMA cache_size = 2")
        connexion.execute("BEGIN IMMEDIATE")
        connexion.execute("UPDATE entretiens SET fin = 'x' || fin || hex(randomblob(200))")
        return connexion

    tuer_apres(ecrire)


class UnFeuillet:
    """Counts that are whatever bytes one likes."""

    def __init__(self, csv: bytes) -> None:
        self.csv = csv

    def sceller(self, revision: int) -> Pli:
        return Pli(f"n-{revision}", self.csv, f"r{revision}".encode())


def une_periode(periode: str = "2026-P12", lieu: str = "dutemple") -> tuple[FichierDeComptes, Pli]:
    """A profils file of whatever bytes."""
    sha = hashlib.sha256(periode.encode()).hexdigest()
    nom = f"profils_{periode}_{lieu}_3fa9"
    return FichierDeComptes(nom, "periode", periode, lieu, "3fa9", 1, sha), Pli(nom, periode.encode(), b"{}")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return tmp_path / "donnees"


@pytest.fixture
def base(dossier: Path) -> Iterator[Base]:
    ouverte = ouvrir(dossier)
    yield ouverte
    ouverte.fermer()


@pytest.fixture
def disque(tmp_path: Path) -> Iterator[Callable[[str], PetitDisque]]:
    """Mounts one small disk of a given size."""
    montages = []

    def monter(taille: str) -> PetitDisque:
        montage = petit_disque(tmp_path / "disque", taille)
        monte = montage.__enter__()
        montages.append(montage)
        return monte

    yield monter
    for montage in montages:
        montage.__exit__(None, None, None)
