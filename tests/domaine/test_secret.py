"""What is masked stays unknown to somebody who knows the total, the other cells and the rule."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.secret import SEUIL_AFFICHAGE, Masque, Montre, masquer, masquer_part

MOINS, PRESQUE, CACHE = Masque.MOINS, Masque.PRESQUE, Masque.CACHE


@pytest.mark.parametrize(
    ("nombres", "vus"),
    [
        pytest.param((12, 7, 5), (12, 7, 5), id="nothing under five"),
        pytest.param((5, 4, 3), (5, MOINS, MOINS), id="two under five: their sum, 7, is no secret"),
        pytest.param((12, 7, 3), (12, CACHE, CACHE), id="one alone would be the total less the others"),
        pytest.param((7, 7, 3), (CACHE, CACHE, CACHE), id="of two equal ones, neither is the next smallest"),
        pytest.param((9, 0, 0), (CACHE, CACHE, CACHE), id="nine out of nine: the others would be nought"),
        pytest.param((9, 4, 4), (CACHE, CACHE, CACHE), id="eight in two cells under five: four each"),
        pytest.param((20, 9, 4, 4), (20, CACHE, CACHE, CACHE), id="the next smallest is enough"),
        pytest.param((3, 0, 0), (MOINS, MOINS, MOINS), id="three people in all"),
        pytest.param((0, 0, 0), (0, 0, 0), id="nobody"),
        pytest.param((), (), id="no cell"),
    ],
)
def test_masquer(nombres: tuple[int, ...], vus: tuple[Montre, ...]) -> None:
    assert masquer(nombres) == vus


def test_sans_total_chaque_cellule_est_pour_soi() -> None:
    assert masquer((12, 7, 3), somme_connue=False) == (12, 7, MOINS)


def test_un_seuil_plus_haut() -> None:
    assert masquer((12, 7, 6), 8) == (12, MOINS, MOINS)


def test_une_cellule_listee_en_a_au_moins_un() -> None:
    """Two operators listed, two orientations in all: one each."""
    assert masquer((9, 1, 1)) == (9, MOINS, MOINS)
    assert masquer((9, 1, 1), minimum=1) == (CACHE, CACHE, CACHE)


@pytest.mark.parametrize(
    ("nombre", "total", "vu"),
    [
        pytest.param(4, 25, MOINS, id="under five"),
        pytest.param(5, 25, 5, id="five"),
        pytest.param(20, 25, 20, id="five others"),
        pytest.param(21, 25, PRESQUE, id="four others"),
        pytest.param(25, 25, PRESQUE, id="no other"),
        pytest.param(2, 5, CACHE, id="five in all: five of them could only be all"),
        pytest.param(5, 5, CACHE, id="five in all, all of them"),
        pytest.param(5, 6, PRESQUE, id="five or six of six"),
    ],
)
def test_masquer_part(nombre: int, total: int, vu: Montre) -> None:
    assert masquer_part(nombre, total) == vu


def _tables(taille: int, somme: int, minimum: int) -> Iterator[tuple[int, ...]]:
    """All tables of so many cells with this sum."""
    if taille == 1:
        if somme >= minimum:
            yield (somme,)
        return
    for premier in range(minimum, somme + 1):
        for reste in _tables(taille - 1, somme - premier, minimum):
            yield (premier, *reste)


@cache
def _mondes(taille: int, somme: int, minimum: int, seuil: int) -> dict[tuple[Montre, ...], list[set[int]]]:
    """For each thing that can be seen, the values that each cell may have behind it."""
    mondes: dict[tuple[Montre, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(taille)])
    for table in _tables(taille, somme, minimum):
        for valeurs, n in zip(mondes[masquer(table, seuil, minimum=minimum)], table, strict=True):
            valeurs.add(n)
    return mondes


@pytest.mark.parametrize("minimum", [0, 1])
@settings(deadline=None)
@given(
    nombres=st.lists(st.integers(0, 8), min_size=2, max_size=4),
    seuil=st.integers(3, 6),
)
def test_rien_ne_se_devine(minimum: int, nombres: list[int], seuil: int) -> None:
    """Against a reader who tries every table that would have been shown the same way."""
    table = tuple(n + minimum for n in nombres)
    vus = masquer(table, seuil, minimum=minimum)
    if minimum and set(vus) == {CACHE}:
        # Not shown at all: how many cells there are is not known.
        return
    possibles = _mondes(len(table), sum(table), minimum, seuil)[vus]
    for vu, valeurs in zip(vus, possibles, strict=True):
        if isinstance(vu, Masque):
            assert len(valeurs) > 1, (table, vus)
        elif sum(table):
            assert valeurs == {vu} and vu >= seuil


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 2))
def test_un_petit_nombre_n_est_jamais_montre(nombres: list[int], minimum: int) -> None:
    vus = masquer(nombres, minimum=minimum)
    assert not any(nombres) or all(isinstance(vu, Masque) or vu >= SEUIL_AFFICHAGE for vu in vus)
    assert all(vu is not MOINS or n < SEUIL_AFFICHAGE for n, vu in zip(nombres, vus, strict=True))


@given(st.data())
def test_l_ordre_des_cellules_ne_dit_rien(data: st.DataObject) -> None:
    nombres = data.draw(st.lists(st.integers(0, 12), max_size=6))
    ordre = data.draw(st.permutations(range(len(nombres))))
    vus = masquer(nombres)
    assert masquer([nombres[i] for i in ordre]) == tuple(vus[i] for i in ordre)


def test_une_part_ne_se_devine_pas() -> None:
    """Every part of every total: what is masked leaves at least two possibilities."""
    for total, seuil in itertools.product(range(1, 40), range(3, 8)):
        vues: dict[Montre, set[int]] = defaultdict(set)
        for nombre in range(total + 1):
            vues[masquer_part(nombre, total, seuil)].add(nombre)
        for vu, valeurs in vues.items():
            if isinstance(vu, Masque):
                assert len(valeurs) > 1, (vu, total, seuil)
            else:
                assert vu >= seuil and total - vu >= seuil
