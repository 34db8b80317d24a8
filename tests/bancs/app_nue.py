"""The baseline: a bare Textual app. It shows a count, takes `n`, and for each digit commits a row and swaps a label."""

from __future__ import annotations

import sqlite3
import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Label


class AppNue(App[None]):
    """One label."""

    PHRASES = ("Un premier texte court", "Autre phrase affichée", "Encore une autre phrase", "Le dernier des textes")
    """What the label says in turn: every swap repaints a whole line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("n", "entretien", "Entretien"),
        *((str(i), f"repondre({i})", "") for i in range(1, 10)),
    ]

    def compose(self) -> ComposeResult:
        yield Label("0 entretiens", id="texte")
        yield Footer()

    def on_mount(self) -> None:
        self.numero = 1
        self.base = sqlite3.connect(sys.argv[1] if len(sys.argv) > 1 else ":memory:", isolation_level=None)
        self.base.executescript(
            "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;"
            "CREATE TABLE IF NOT EXISTS brouillon (cle TEXT PRIMARY KEY, contenu TEXT) STRICT, WITHOUT ROWID;"
        )

    def action_entretien(self) -> None:
        self.query_one("#texte", Label).update("question 1 sur 7")

    def action_repondre(self, option: int) -> None:
        self.base.execute("BEGIN IMMEDIATE")
        self.base.execute("INSERT OR REPLACE INTO brouillon VALUES ('brouillon', ?)", (f"{self.numero} {option}",))
        self.base.execute("COMMIT")
        self.numero += 1
        self.query_one("#texte", Label).update(self.PHRASES[(self.numero - 1) % len(self.PHRASES)])


if __name__ == "__main__":
    AppNue().run()
