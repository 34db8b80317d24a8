"""sqlite-utils, set up for this base: importing this module is what loads it (some 60 to 150 ms)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


class Ecrivain(Database):
    """A sqlite-utils `Database` over an open connection."""

    def __init__(self, connexion: sqlite3.Connection) -> None:
        # Plugins of sqlite-utils that happen to be installed have no business with these data.
        super().__init__(connexion, recursive_triggers=False, execute_plugins=False)

    @property
    def supports_on_conflict(self) -> bool:
        """True since SQLite 3.24, and 3.37 is required.

        The inherited property finds out by creating and dropping a table at the first upsert of each
        connection: the schema cookie in the file header would count how often somebody sat down to write.
        """
        return True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, under the write lock from the start.

        `atomic()` alone says `BEGIN`, then sqlite-utils reads the schema, then it writes. When another
        process got there first, SQLite refuses such a late change from reading to writing without waiting.
        With the lock taken here, the wait is the busy timeout, and `atomic()` is a savepoint inside.
        """
        try:
            self.conn.execute("BEGIN IMMEDIATE")
            with self.atomic():
                yield
            self.conn.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise
