"""The three étapes as a path: done, here, to come."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

FAITE, ICI, A_VENIR = "●", "◉", "○"
_LIENS = (" ── ", " ─ ", " ")


class Chemin(Widget):
    """`● Esprit d’initiative ── ◉ Détection ── ○ Accompagnement`, shorter where there is no room."""

    etape: reactive[str] = reactive("")

    def __init__(self, noms: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._noms = dict(noms)

    def render(self) -> Content:
        """The étapes on one line."""
        ordre = list(self._noms)
        ici = ordre.index(self.etape) if self.etape in ordre else -1
        lien = next((x for x in _LIENS if self._longueur(x, courts=False) <= self.size.width), None)
        courts = lien is None
        if lien is None:
            lien = next((x for x in _LIENS if self._longueur(x, courts=True) <= self.size.width), _LIENS[-1])
        morceaux: list[str | tuple[str, str]] = []
        for i, nom in enumerate(self._noms.values()):
            if i:
                morceaux.append((lien, "$discret"))
            signe = ICI if i == ici else FAITE if i < ici else A_VENIR
            mots = f"{signe} {_court(nom) if courts else nom}"
            morceaux.append((mots, "bold $fort" if i == ici else "$discret"))
        return Content.assemble(*morceaux)

    def _longueur(self, lien: str, *, courts: bool) -> int:
        noms = [_court(nom) if courts else nom for nom in self._noms.values()]
        return sum(2 + cell_len(nom) for nom in noms) + cell_len(lien) * (len(noms) - 1)


def _court(nom: str) -> str:
    """The last word of a name: « initiative » for « Esprit d’initiative »."""
    mot = nom.replace("’", " ").split()[-1]
    return mot[:1].upper() + mot[1:]
