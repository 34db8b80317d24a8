"""A week's export out of many stored interviews, against the bare SQL on the same file; and the start beside them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import tempfile
import time
from pathlib import Path

from prescripteur_tui.domaine.semaine import decaler, lundi_de, periode_de
from prescripteur_tui.services.application import LIEU_A_PRECISER, Application
from prescripteur_tui.services.exporter import exporter
from prescripteur_tui.stockage.ouverture import FICHIER, PRAGMAS, ouvrir
from tests.bancs import demarrage
from tests.bancs.mesure import Releve

STOCKES = 1_000_000
SEMAINES = 52
"""A year of them."""

_ENTRETIENS = """
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :combien - 1),
         tirage (i, x) AS MATERIALIZED (SELECT i, lower(hex(randomblob(16))) FROM n)
    INSERT INTO entretiens
        (id, semaine, lieu, etape, fin, reponses, catalogue_version, catalogue_empreinte, nombre_orientations, profil)
    SELECT
        substr(x, 1, 8) || '-' || substr(x, 9, 4) || '-4' || substr(x, 14, 3) || '-a' || substr(x, 18, 3) || '-'
            || substr(x, 21),
        json_extract(:semaines, '$[' || (i % :nombre) || ']'),
        :lieu,
        json_extract('["esprit-initiative","detection","accompagnement"]', '$[' || (i % 3) || ']'),
        iif(i % 4, 'orientation', 'autre-action'),
        '{"activite":"salarie","age":"18-25","attrait":"mon-activite","droits":["rsa"],"freins":["argent","reseau"],'
            || '"maturite":"idee","quartier":"QN05920M","secteur":"commerce"}',
        '2026.11',
        'sha256:' || x || x,
        iif(i % 4, 1 + i % 3, 0),
        json_extract(:periodes, '$[' || (i % :nombre) || ']')
    FROM tirage ORDER BY 1
"""
_ORIENTATIONS = """
    INSERT INTO orientations
    SELECT id, printf('operateur-%02d/offre', (unicode(substr(id, 1 + k)) + unicode(substr(id, 25 + k)) + 9 * k) % 25),
        'acceptee', NULL
    FROM entretiens, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2)
    WHERE k < nombre_orientations ORDER BY 1, 2
    ON CONFLICT DO NOTHING
"""

_NUES = (
    "SELECT count(*) FROM entretiens WHERE lieu = ? AND semaine = ?",
    "SELECT etape, count(*) FROM entretiens WHERE lieu = ? AND semaine = ? GROUP BY etape",
    "SELECT fin, count(*) FROM entretiens WHERE lieu = ? AND semaine = ? GROUP BY fin",
    "SELECT DISTINCT catalogue_version FROM entretiens WHERE lieu = ? AND semaine = ?",
    "SELECT substr(o.offre, 1, instr(o.offre, '/') - 1) AS operateur, count(*)"
    " FROM entretiens AS e JOIN orientations AS o ON o.entretien = e.id"
    " WHERE e.lieu = ? AND e.semaine = ? GROUP BY operateur",
)
"""One query a table of the week, and the catalogues: nothing counted that the export does not say."""


def construire(dossier: Path, combien: int, courante: str) -> list[str]:
    """A base of many interviews at the default lieu, made by plain SQL; its weeks, the current one last.

    The profiles of périodes that are over have left, as they have on a laptop that exports.
    """
    ouvrir(dossier).fermer()
    semaines = [decaler(courante, n - SEMAINES + 1) for n in range(SEMAINES)]
    en_cours = periode_de(courante)
    periodes = [p if p < en_cours else None for p in map(periode_de, semaines)]
    valeurs = {
        "combien": combien,
        "nombre": SEMAINES,
        "semaines": json.dumps(semaines),
        "periodes": json.dumps(periodes),
        "lieu": LIEU_A_PRECISER,
    }
    base = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        base.execute(f"PRAGMA {pragma}")
    base.execute("BEGIN")
    # Filled in the order of the keys, and indexed afterwards: seconds instead of minutes.
    index = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for nom, _ in index:
        base.execute(f"DROP INDEX {nom}")
    base.execute(_ENTRETIENS, valeurs)
    base.execute(_ORIENTATIONS)
    base.execute("UPDATE entretiens SET nombre_orientations = (SELECT count(*) FROM orientations WHERE entretien = id)")
    for _, sql in index:
        base.execute(sql)
    base.execute("COMMIT")
    base.close()
    return semaines


def _nue(fichier: Path, semaine: str) -> dict[str, int]:
    """The same tables by bare SQL, on a connection of its own; what they add up to."""
    base = sqlite3.connect(fichier, isolation_level=None)
    for pragma in PRAGMAS:
        base.execute(f"PRAGMA {pragma}")
    total, etapes, fins, _, operateurs = (base.execute(q, (LIEU_A_PRECISER, semaine)).fetchall() for q in _NUES)
    base.close()
    assert total[0][0] == sum(n for _, n in etapes) == sum(n for _, n in fins)
    return {"entretiens": total[0][0], "orientations": sum(n for _, n in operateurs)}


def mesurer(tours: int, stockes: int = STOCKES, *, departs: int = 0) -> list[Releve]:
    """A finished week exported for the first time, and again; then `departs` starts of the app on the same base.

    Both sides open the base each time. A week is read once before it is measured: the disk weighs on nobody.
    """
    with tempfile.TemporaryDirectory() as racine:
        dossier, vers = Path(racine) / "donnees", Path(racine) / "vers"
        # The weeks are those of the machine, because the app that is started has no other clock.
        semaines = construire(dossier, stockes, Application().semaine())
        horloge = dt.datetime.combine(lundi_de(semaines[-1]), dt.time(12), dt.UTC)
        premier = Releve(f"first export of a week, {stockes} interviews", "ms", 1.5)
        encore = Releve("export of the same week again", "ms", 1.5)

        def exporte(semaine: str) -> float:
            debut = time.perf_counter()
            app = Application(dossier, horloge=lambda: horloge)
            export = exporter(app, semaine=semaine, vers=vers)[0]
            app.fermer()
            duree = (time.perf_counter() - debut) * 1000
            attendu = {"entretiens": export.comptage.total, "orientations": export.comptage.orientations}
            assert attendu == _nue(dossier / FICHIER, semaine)
            return duree

        for tour, semaine in enumerate(semaines[-10 : -11 - tours : -1]):
            _nue(dossier / FICHIER, semaine)
            durees = []
            for _ in range(2):
                debut = time.perf_counter()
                _nue(dossier / FICHIER, semaine)
                durees.append((time.perf_counter() - debut) * 1000)
                durees.append(exporte(semaine))
            if tour:  # the first one loads the modules
                premier.temoin.append(durees[0])
                premier.nous.append(durees[1])
                encore.temoin.append(durees[2])
                encore.nous.append(durees[3])
        releves = [premier, encore]
        if departs:
            releves += demarrage.mesurer_sur(dossier, stockes // SEMAINES, departs, f"{stockes} interviews")
        return releves
