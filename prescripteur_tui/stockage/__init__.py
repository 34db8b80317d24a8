"""The local store: one SQLite file, written through sqlite-utils."""
