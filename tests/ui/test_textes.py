"""French wrapping, whatever the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from prescripteur_tui.ui.textes import couper

SIGNES = (":", ";", "!", "?", "»")


def test_une_adresse_trop_longue_ne_reprend_pas_par_un_signe() -> None:
    lignes = couper("https://exemple.fr/page?question=1", 23)
    assert "".join(lignes) == "https://exemple.fr/page?question=1"
    assert not any(ligne.startswith(SIGNES) for ligne in lignes)


@given(st.lists(st.text(alphabet="abcé’.", min_size=1, max_size=30), min_size=1), st.integers(4, 40), st.data())
def test_aucune_ligne_ne_commence_par_un_signe(mots: list[str], largeur: int, data: st.DataObject) -> None:
    """Words as French writes them: a sign stands after a word and a space."""
    texte = " ".join(mot + data.draw(st.sampled_from(["", " :", " ;", " !", " ?", " »"])) for mot in mots)
    lignes = couper(texte, largeur)
    assert all(cell_len(ligne) <= largeur for ligne in lignes)
    assert not any(ligne.startswith(SIGNES) for ligne in lignes)
