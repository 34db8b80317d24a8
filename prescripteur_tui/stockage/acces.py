"""One connection, and the two ways to use it: reading, and writing in one transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.stockage.lignes import Ligne
from prescripteur_tui.stockage.pannes import traduire

if TYPE_CHECKING:
    from prescripteur_tui.stockage.ecrivain import Ecrivain


class Acces:
    """An open connection to a base. Use it from one thread at a time; a lock sees to it.

    What SQLite and the disk refuse comes out as the errors of the catalogue.
    """

    def __init__(self, connexion: sqlite3.Connection, fichier: Path, attente: float) -> None:
        self._connexion = connexion
        self.fichier = fichier
        self.attente = attente
        self._ecrivain: Ecrivain | None = None
        self._verrou = threading.RLock()

    @contextmanager
    def ecriture(self) -> Iterator[Ecrivain]:
        """One transaction under the write lock, durable at the end of the block."""
        with self._verrou, traduire(self.fichier, self.attente):
            if self._ecrivain is None:
                # Loads sqlite-utils, 60 to 150 ms that starting up and looking on do not pay.
                from prescripteur_tui.stockage.ecrivain import Ecrivain

                self._ecrivain = Ecrivain(self._connexion)
            with self._ecrivain.transaction():
                yield self._ecrivain

    def lignes(self, requete: str, *valeurs: object) -> list[Ligne]:
        """The rows of a query, read at once: a cursor left half-way would keep every other process from writing."""
        with self._verrou, traduire(self.fichier, self.attente):
            return self._connexion.execute(requete, valeurs).fetchall()

    def valeur(self, requete: str, *valeurs: object) -> str | None:
        """The first value of the first row, as text; None without a row."""
        lignes = self.lignes(requete, *valeurs)
        return str(lignes[0][0]) if lignes else None

    def copier(self, vers: Path) -> None:
        """Fill an empty file with a copy, by `VACUUM INTO`."""
        with self._verrou, traduire(self.fichier, self.attente):
            self._connexion.execute("VACUUM INTO ?", (str(vers),))

    def fermer(self) -> None:
        """Close the connection."""
        with self._verrou:
            self._connexion.close()
