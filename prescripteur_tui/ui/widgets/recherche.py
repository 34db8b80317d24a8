"""A search field on one line: its title before it, and no animation."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.textes import fr
from prescripteur_tui.ui.widgets.champ import ChampTexte


class Recherche(Horizontal):
    """`Chercher : …`"""

    DEFAULT_CSS = """
    Recherche { height: 1; padding: 0 2; }
    Recherche Static { width: auto; }
    Recherche ChampTexte { width: 1fr; }
    """

    def __init__(self, titre: str, exemple: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titre, self._exemple = titre, exemple

    def compose(self) -> ComposeResult:
        """Title and field."""
        yield Static(fr(f"{self._titre} : "), markup=False)
        aide = AideIci(
            "La recherche",
            (
                f"Écrivez quelques lettres : {self._exemple}. La liste se réduit à mesure.",
                "Les flèches haut et bas parcourent la liste sans quitter la recherche.",
                "Entrée prend la ligne marquée ▸.",
            ),
        )
        yield ChampTexte("", self._exemple, aide=aide)

    @property
    def valeur(self) -> str:
        """What is searched for."""
        return self.query_one(ChampTexte).value
