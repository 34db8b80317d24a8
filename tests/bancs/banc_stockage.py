"""How the store fares with many interviews: `python tests/bancs/banc_stockage.py [interviews]`.

Prints, it does not judge: each figure stands beside what the bare library takes for the same work in the same run.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from prescripteur_tui.domaine.entretien import Brouillon, Entretien, Orientation
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.stockage.ouverture import FICHIER, PRAGMAS, ouvrir

ETAPES = ("esprit-initiative", "detection", "accompagnement")
OFFRES = tuple(f"operateur-{numero:02d}/offre" for numero in range(25))
PREMIERE, SEMAINES, LIEUX = "2023-W01", 208, 5


def entretiens(nombre: int, graine: int = 1) -> Iterator[Entretien]:
    """Invented interviews over four years and five lieux, two orientations each on average."""
    hasard = random.Random(graine)
    semaines = [decaler(PREMIERE, n) for n in range(SEMAINES)]
    for _ in range(nombre):
        offres = sorted(hasard.sample(OFFRES, hasard.randint(1, 3)))
        yield Entretien(
            id=str(uuid.UUID(int=hasard.getrandbits(128), version=4)),
            semaine=hasard.choice(semaines),
            lieu=f"lieu-{hasard.randrange(LIEUX)}",
            etape=hasard.choice(ETAPES),
            fin="orientation",
            reponses={
                "maturite": "idee",
                "age": "18-25",
                "freins": ("argent", "reseau"),
                "quartier": "QN05920M",
            },
            orientations=tuple(Orientation(offre) for offre in offres),
            catalogue_version="2026.11",
            catalogue_empreinte="sha256:" + "0" * 64,
        )


def mesurer(geste: Callable[[], object], fois: int) -> str:
    """Median and 95th centile, in milliseconds."""
    durees = []
    for _ in range(fois):
        debut = time.perf_counter()
        geste()
        durees.append((time.perf_counter() - debut) * 1000)
    return f"médiane {statistics.median(durees):8.3f} ms   p95 {sorted(durees)[int(fois * 0.95)]:8.3f} ms"


def main(nombre: int) -> None:
    """Fill a base, then time what the app asks of it."""
    with tempfile.TemporaryDirectory() as racine:
        dossier = Path(racine)
        base = ouvrir(dossier)
        debut = time.perf_counter()
        base.ajouter(entretiens(nombre))
        duree = time.perf_counter() - debut
        taille = (dossier / FICHIER).stat().st_size / 2**20
        print(f"{nombre} entretiens ajoutés en {duree:.1f} s, {taille:.0f} Mio")
        base.fermer()
        derniere = decaler(PREMIERE, SEMAINES - 1)
        depuis = decaler(derniere, -7)

        def ouvrir_et_compter() -> None:
            autre = ouvrir(dossier)
            autre.comptes("lieu-0", depuis)
            autre.fermer()

        print("ouvrir + comptes, 8 semaines   ", mesurer(ouvrir_et_compter, 50))
        base = ouvrir(dossier)
        combien = sum(compte.entretiens for compte in base.comptes("lieu-0", depuis))
        print(f"comptes, 8 semaines ({combien:6d})   ", mesurer(lambda: base.comptes("lieu-0", depuis), 50))
        print("semaines()                     ", mesurer(base.semaines, 3))
        print(
            "de_la_semaine                  ",
            mesurer(lambda: list(base.de_la_semaine(derniere, "lieu-0")), 5),
        )
        un_lot = list(entretiens(200, graine=2))
        suivant = iter(un_lot)
        print("ajouter un entretien           ", mesurer(lambda: base.ajouter([next(suivant)]), 200))

        # Each write differs from the one before: SQLite does not touch the disk to write what is already there.
        numeros = itertools.count()

        def brouillon() -> None:
            base.ecrire_brouillon(
                Brouillon(
                    jour="2026-11-23",
                    lieu="lieu-0",
                    semaine="2026-W48",
                    reponses=un_lot[0].reponses,
                    question="secteur",
                    etape="detection",
                    numero=next(numeros),
                    total=12,
                    catalogue_empreinte="sha256:0",
                )
            )

        brouillon()
        nue = sqlite3.connect(dossier / FICHIER, isolation_level=None)
        for pragma in PRAGMAS:
            nue.execute(f"PRAGMA {pragma}")
        colonnes = "cle, jour, lieu, semaine, reponses, question, etape, numero, total, catalogue_empreinte"
        requete = (
            f"INSERT INTO brouillon ({colonnes}) "
            "SELECT 1, jour, lieu, semaine, reponses, question, etape, ?, total, catalogue_empreinte "
            "FROM brouillon WHERE true ON CONFLICT (cle) DO UPDATE SET numero = excluded.numero"
        )
        for _ in range(2):
            print("ecrire_brouillon               ", mesurer(brouillon, 300))
            print(
                "  le même, sqlite3 nu          ",
                mesurer(lambda: nue.execute(requete, (next(numeros),)), 300),
            )
        nue.close()
        base.fermer()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
