"""What a cell can hold, and how high it must be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.exports.cellules import largeur, lignes, propre


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Adie", "Adie"),
        ("a\tb\r\nc", "a b  c"),
        ("\0\x1f\x7f\x85", "    "),
        ("a\u2028b", "a b"),
        ("\ud800x", "\ufffdx"),
        ("x\ufffe\uffff", "x\ufffd\ufffd"),
        ("Éléphant 🐘 «\u00a0oui\u00a0»", "Éléphant 🐘 «\u00a0oui\u00a0»"),
    ],
)
def test_propre(texte: str, attendu: str) -> None:
    assert propre(texte) == attendu


@given(st.text())
def test_propre_se_met_toujours_en_xml(texte: str) -> None:
    net = propre(texte)
    assert len(net) == len(texte)
    assert net.encode("utf-8").decode("utf-8") == net
    assert all(signe >= " " and signe not in "\ufffe\uffff\x7f" for signe in net)


def test_les_largeurs_d_arial() -> None:
    assert largeur("0123456789") == pytest.approx(5.56)
    assert largeur("il") == pytest.approx(0.444)
    assert largeur("é") == largeur("e") == largeur("e\u0301")
    assert largeur("😀") > largeur("W")


@pytest.mark.parametrize(
    ("texte", "place", "attendu"),
    [
        ("", 10, 1),
        ("0000", 2.3, 1),
        ("0000 0000", 2.3, 2),
        ("0000\u00a00000", 2.3, 3),
        ("0" * 40, 5.6, 4),
        ("a " * 100, 8.34, 10),
    ],
    ids=["vide", "tient", "deux", "insécable-coupé", "mot-long", "beaucoup"],
)
def test_les_lignes(texte: str, place: float, attendu: int) -> None:
    assert lignes(texte.strip(" "), place) == attendu


@given(st.text(alphabet="ab é\u00a0W😀", max_size=80), st.floats(2, 50))
def test_les_lignes_suffisent(texte: str, place: float) -> None:
    """Never fewer lines than the ink needs, and one more word never takes fewer."""
    assert lignes(texte, place) >= largeur(texte.replace(" ", "")) / place
    assert lignes(f"{texte} mot", place) >= lignes(texte, place)
