"""What several tests of screens look at."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

from prescripteur_tui.ui.widgets.page import Page
from tests.ui.pilote import Pilote

E = TypeVar("E", bound="Screen[object]")

DEBUTS_INTERDITS = {":", ";", "!", "?", "»"}


async def sur(p: Pilote, genre: type[E]) -> E:
    """The screen on top, once it is of this kind."""
    await p.quand(lambda: isinstance(p.app.screen, genre), f"{genre.__name__} on top")
    await p.repos()
    return p.ecran(genre)


async def ecrire(p: Pilote, texte: str) -> None:
    """Type a text."""
    await p.taper(*texte)


def mal_coupees(p: Pilote) -> list[str]:
    """The lines that begin with a sign which French never puts there."""
    return [ligne for ligne in p.lignes() if ligne.strip(" │▎█")[:1] in DEBUTS_INTERDITS]


async def tous_visibles(p: Pilote) -> None:
    """Tab goes through everything that can have the focus, and each is wholly on screen when it has it."""
    ecran = p.app.screen
    attendus = set(ecran.focus_chain)
    vus = set()
    for _ in attendus:
        await p.taper("tab")
        ici = p.app.focused
        assert ici is not None
        vus.add(ici)
        assert ici.region.area, f"{ici!r} has no place\n{p.texte()}"
        assert ecran.region.contains_region(ici.region), f"{ici!r} is off screen: {ici.region}\n{p.texte()}"
    assert vus == attendus


async def mal_coupees_jusqu_au_bout(p: Pilote, page: Page) -> list[str]:
    """The same over a whole page, read screen by screen with the keys."""
    fautes: list[str] = []
    ecrans = 0
    while page.scroll_y < page.max_scroll_y:
        fautes += mal_coupees(p)
        await p.taper("pagedown")
        ecrans += 1
        assert ecrans < 200, "Page Down does not reach the end"
    return fautes + mal_coupees(p)
