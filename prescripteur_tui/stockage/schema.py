"""The tables, as plain SQL inside sqlite-utils migrations. Importing this loads sqlite-utils.

What the tables promise:

- `STRICT`, `WITHOUT ROWID`, keys that are random or mean something: no row says when it came, nor after which
  other. `transform()` of sqlite-utils breaks such tables: a change of schema is SQL too.
- Time is the ISO week. The only day is that of the draft, which is wiped at the first start on another day.
- The one rowid table is the ledger of sqlite-utils; its rows are migrations, their time of day is erased.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from prescripteur_tui.stockage.ecrivain import Ecrivain

# The counting index holds all that `comptes()` and `semaines()` need, the number of orientations included:
# eight weeks are read from neighbouring pages, whatever the size of the table. Joining `orientations` instead
# would cost one search per interview, each on another page since the ids are random.
_V1 = (
    """
    CREATE TABLE entretiens (
        id TEXT PRIMARY KEY CHECK (length(id) = 36 AND substr(id, 15, 1) = '4'),
        semaine TEXT NOT NULL CHECK (semaine GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'),
        lieu TEXT NOT NULL,
        etape TEXT NOT NULL,
        fin TEXT NOT NULL,
        reponses TEXT NOT NULL,
        catalogue_version TEXT NOT NULL,
        catalogue_empreinte TEXT NOT NULL,
        nombre_orientations INTEGER NOT NULL CHECK (nombre_orientations >= 0)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX entretiens_a_compter ON entretiens (lieu, semaine, etape, nombre_orientations)",
    """
    CREATE TABLE orientations (
        entretien TEXT NOT NULL REFERENCES entretiens (id) ON DELETE CASCADE,
        offre TEXT NOT NULL,
        issue TEXT NOT NULL,
        motif TEXT,
        PRIMARY KEY (entretien, offre)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE brouillon (
        cle INTEGER PRIMARY KEY CHECK (cle = 1),
        jour TEXT NOT NULL CHECK (jour GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
        lieu TEXT NOT NULL,
        semaine TEXT NOT NULL,
        reponses TEXT NOT NULL,
        question TEXT,
        etape TEXT NOT NULL,
        numero INTEGER NOT NULL,
        total INTEGER NOT NULL,
        catalogue_empreinte TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE catalogues (
        empreinte TEXT PRIMARY KEY,
        contenu TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE lieux (
        id TEXT PRIMARY KEY,
        nom TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE coordonnees (
        operateur TEXT PRIMARY KEY,
        telephone TEXT,
        adresse TEXT,
        horaires TEXT,
        verifie_le TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE reglages (
        cle TEXT PRIMARY KEY,
        valeur TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE postes (
        annee INTEGER PRIMARY KEY,
        id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE revisions (
        temps TEXT NOT NULL,
        lieu TEXT NOT NULL,
        poste TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        empreinte TEXT NOT NULL,
        PRIMARY KEY (temps, lieu, poste)
    ) STRICT, WITHOUT ROWID
    """,
)

# What leaves. The counting index takes in `fin` and the catalogue's version, so that the tables of interviews of a
# week are one walk along it; the interviews whose profile has not gone out have an index of their own (`profil` is in
# it, empty as it is: else SQLite looks at each row to see that it is).
_V2 = (
    "ALTER TABLE entretiens ADD COLUMN profil TEXT CHECK (profil GLOB '[0-9][0-9][0-9][0-9]-P[0-1][0-9]')",
    "DROP INDEX entretiens_a_compter",
    """
    CREATE INDEX entretiens_a_compter
    ON entretiens (lieu, semaine, etape, fin, catalogue_version, nombre_orientations)
    """,
    "CREATE INDEX entretiens_sans_profil ON entretiens (lieu, semaine, profil) WHERE profil IS NULL",
    """
    CREATE TABLE periodes (
        lieu TEXT PRIMARY KEY,
        derniere TEXT NOT NULL CHECK (derniere GLOB '[0-9][0-9][0-9][0-9]-P[0-1][0-9]')
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE fichiers (
        nom TEXT PRIMARY KEY,
        genre TEXT NOT NULL CHECK (genre IN ('hebdo', 'periode')),
        temps TEXT NOT NULL,
        lieu TEXT NOT NULL,
        poste TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        csv BLOB NOT NULL,
        manifeste BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX fichiers_par_temps ON fichiers (temps)",
    """
    CREATE TABLE envois (
        cible TEXT NOT NULL,
        nom TEXT NOT NULL REFERENCES fichiers (nom),
        etat TEXT NOT NULL CHECK (etat IN ('a-envoyer', 'en-cours', 'envoye', 'refuse')),
        raison TEXT,
        PRIMARY KEY (cible, nom)
    ) STRICT, WITHOUT ROWID
    """,
)

_VERSIONS = (_V1, _V2)
"""The statements of each version of the schema; never changed once released, only added to."""


def _migrations() -> Migrations:
    migrations = Migrations("prescripteur")
    for numero, instructions in enumerate(_VERSIONS, start=1):
        migrations(name=f"v{numero}")(_appliquer(instructions))
    return migrations


def _appliquer(instructions: tuple[str, ...]) -> Callable[[Database], None]:
    def migration(db: Database) -> None:
        # One by one: executescript() would commit the transaction that makes the migration all or nothing.
        for instruction in instructions:
            db.execute(instruction)

    migration.__name__ = "migration"
    return migration


def migrer(connexion: sqlite3.Connection, *, application: int, version: int) -> None:
    """Bring a base to the current schema in one transaction, and mark it as ours.

    Args:
        connexion: an open connection, outside of any transaction.
        application: the `application_id` to leave in the header.
        version: the `user_version` to leave there.
    """
    ecrivain = Ecrivain(connexion)
    with ecrivain.transaction():
        migrations = _migrations()
        migrations.apply(ecrivain)
        # sqlite-utils notes the time of day of each migration; erased before it ever reaches the disk.
        ecrivain.execute(f"UPDATE {migrations.migrations_table} SET applied_at = NULL")
        ecrivain.execute(f"PRAGMA application_id = {application:d}")
        ecrivain.execute(f"PRAGMA user_version = {version:d}")


NOMBRE_DE_VERSIONS = len(_VERSIONS)
"""What `ouverture.VERSION` says without importing sqlite-utils; a test holds them together."""
