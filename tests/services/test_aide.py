"""The help pages as blocks."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from prescripteur_tui.services.aide import GUIDE, Bloc, lire, page

PAGES = sorted(
    chemin.relative_to(racine).as_posix()[:-3]
    for racine in [files("prescripteur_tui") / "aide"]
    for chemin in racine.rglob("*.md")  # type: ignore[attr-defined]
)


def test_lire() -> None:
    texte = "# Titre\n\nUne **phrase**\nsuivie.\n\n## Section\n\n- un `mot`\n  de plus\n- deux [/b]\n\n1. pas\n"
    assert lire(texte) == (
        Bloc("titre", "Titre"),
        Bloc("paragraphe", "Une phrase suivie."),
        Bloc("section", "Section"),
        Bloc("point", "un mot de plus", "•"),
        Bloc("point", "deux [/b]", "•"),
        Bloc("point", "pas", "1."),
    )


def test_page_absente() -> None:
    assert page("ecrans/inconnu") == ()


def test_le_guide_dit_la_regle_de_classement() -> None:
    textes = " ".join(bloc.texte for bloc in page(GUIDE))
    for mot in ("correspond", "à vérifier", "points", "sources", "tirage", "une fois"):
        assert mot in textes


@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_commence_par_un_titre_et_suit_la_typographie(nom: str) -> None:
    blocs = page(nom)
    assert blocs[0].genre == "titre"
    assert all(bloc.genre != "titre" for bloc in blocs[1:])
    fautes = [b.texte for b in blocs if re.search(r"'| [:;!?»]|« |\b(tu|ton|tes)\b", b.texte)]
    assert fautes == []
