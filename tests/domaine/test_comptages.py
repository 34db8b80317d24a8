"""Counts of a week, without anything that tells a profile; counts of a période, which do."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.comptages import (
    NON_POSEE,
    TABLES_HEBDO,
    TABLES_PERIODE,
    Cellule,
    Comptage,
    compter_hebdo,
    compter_periode,
)
from prescripteur_tui.domaine.entretien import Entretien, Orientation
from tests import comptes_naifs, hasard


def un_entretien(etape: str = "detection", offres: tuple[str, ...] = (), **champs: object) -> Entretien:
    base = Entretien(
        id="0",
        semaine="2026-W47",
        lieu="dutemple",
        etape=etape,
        fin="orientation" if offres else "non-renseignee",
        reponses={"maturite": "idee", "age": "18-25"},
        orientations=tuple(Orientation(offre) for offre in sorted(offres)),
        catalogue_version="2026.11",
        catalogue_empreinte="sha256:0",
    )
    return dataclasses.replace(base, **champs)  # type: ignore[arg-type]


ENTRETIENS = st.lists(hasard.entretiens(), max_size=12)


def test_une_semaine() -> None:
    comptage = compter_hebdo(
        [
            un_entretien("detection", ("adie/microcredit", "citeslab/ideation")),
            un_entretien("detection", ("adie/conseil",)),
            un_entretien("esprit-initiative", reponses={}),
        ]
    )
    assert comptage.cellules == (
        Cellule("entretiens", "", "", 3),
        Cellule("etape", "detection", "", 2),
        Cellule("etape", "esprit-initiative", "", 1),
        Cellule("fin", "non-renseignee", "", 1),
        Cellule("fin", "orientation", "", 2),
        Cellule("operateur", "adie", "", 2),
        Cellule("operateur", "citeslab", "", 1),
    )
    assert (comptage.total, comptage.orientations) == (3, 3)


def test_une_orientation_refusee_compte_aussi() -> None:
    refusee = un_entretien(fin="orientation", orientations=(Orientation("adie/conseil", "refusee", "trop-loin"),))
    assert compter_hebdo([refusee]).orientations == 1


def test_une_semaine_vide_n_a_pas_de_cellule() -> None:
    assert compter_hebdo([]) == Comptage((), 0)


@pytest.mark.parametrize("autre", [{"semaine": "2026-W48"}, {"lieu": "ailleurs"}])
def test_une_seule_semaine_et_un_seul_lieu(autre: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="several weeks"):
        compter_hebdo([un_entretien(), un_entretien(**autre)])


def cases(comptage: Comptage) -> comptes_naifs.Cases:
    return {(c.tableau, c.modalite_1, c.modalite_2): c.nombre for c in comptage.cellules}


@given(ENTRETIENS)
def test_une_semaine_et_le_recompte_naif(entretiens: list[Entretien]) -> None:
    comptage = compter_hebdo(entretiens)
    assert cases(comptage) == comptes_naifs.hebdo(entretiens)
    assert list(comptage.cellules) == sorted(comptage.cellules)
    assert {cellule.tableau for cellule in comptage.cellules} <= set(TABLES_HEBDO)


@given(ENTRETIENS)
def test_les_tables_d_une_semaine_se_somment(entretiens: list[Entretien]) -> None:
    comptage = compter_hebdo(entretiens)
    for nom in ("entretiens", "etape", "fin"):
        assert sum(cellule.nombre for cellule in comptage.table(nom)) == comptage.total == len(entretiens)
    assert comptage.orientations == sum(len(entretien.orientations) for entretien in entretiens)


@given(ENTRETIENS, st.randoms())
def test_ni_l_ordre_ni_les_profils_ne_comptent(entretiens: list[Entretien], melange: random.Random) -> None:
    autres = [dataclasses.replace(entretien, reponses={"age": "55-plus"}) for entretien in entretiens]
    melange.shuffle(autres)
    assert compter_hebdo(autres) == compter_hebdo(entretiens)


def test_une_periode() -> None:
    comptage = compter_periode(
        [
            un_entretien(
                orientations=(
                    Orientation("adie/conseil", "refusee", "trop-loin"),
                    Orientation("adie/microcredit", "refusee"),
                    Orientation("citeslab/ideation", "a-reflechir"),
                ),
                fin="orientation",
                reponses={
                    "age": "18-25",
                    "activite": "sans-reponse",
                    "droits": ("are", "rsa"),
                    "freins": ("aucun",),
                    "quartier": "ne-sait-pas",
                    "secteur": "commerce",
                },
            ),
            un_entretien("esprit-initiative", semaine="2026-W45", reponses={}),
            un_entretien(semaine="2026-W46", reponses={"age": "18-25", "droits": "sans-reponse"}),
        ]
    )
    assert comptage.cellules == (
        Cellule("activite", "non-posee", "", 2),
        Cellule("activite", "sans-reponse", "", 1),
        Cellule("age", "18-25", "", 2),
        Cellule("age", "non-posee", "", 1),
        Cellule("droits", "are", "", 1),
        Cellule("droits", "non-posee", "", 1),
        Cellule("droits", "rsa", "", 1),
        Cellule("droits", "sans-reponse", "", 1),
        Cellule("fin-etape", "non-renseignee", "detection", 1),
        Cellule("fin-etape", "non-renseignee", "esprit-initiative", 1),
        Cellule("fin-etape", "orientation", "detection", 1),
        Cellule("frein", "aucun", "", 1),
        Cellule("frein", "non-posee", "", 2),
        Cellule("issue", "a-reflechir", "", 1),
        Cellule("issue", "refusee", "", 2),
        Cellule("motif", "non-renseigne", "", 1),
        Cellule("motif", "trop-loin", "", 1),
        Cellule("operateur-etape", "adie", "detection", 2),
        Cellule("operateur-etape", "citeslab", "detection", 1),
        Cellule("quartier", "ne-sait-pas", "", 1),
        Cellule("quartier", "non-posee", "", 2),
        Cellule("secteur", "commerce", "", 1),
        Cellule("secteur", "non-posee", "", 2),
    )
    assert (comptage.total, comptage.orientations) == (3, 3)


@pytest.mark.parametrize(
    ("combien", "seuil", "croise"), [(29, 30, False), (30, 30, True), (30, 31, False), (40, 31, True), (29, 1, False)]
)
def test_le_quartier_croise_attend_trente_entretiens(combien: int, seuil: int, croise: bool) -> None:
    """A setting may only raise the threshold."""
    offre = ("adie/conseil",)
    lot = [un_entretien(offres=offre, reponses={"quartier": "ailleurs"})] * (combien - 1) + [un_entretien(offres=offre)]
    table = compter_periode(lot, seuil_croise=seuil).table("quartier-operateur")
    attendue = (
        Cellule("quartier-operateur", "ailleurs", "adie", combien - 1),
        Cellule("quartier-operateur", NON_POSEE, "adie", 1),
    )
    assert table == (attendue if croise else ())


def test_une_periode_n_a_qu_un_lieu() -> None:
    with pytest.raises(ValueError, match="several lieux"):
        compter_periode([un_entretien(), un_entretien(lieu="ailleurs")])


@given(st.lists(hasard.entretiens(semaine=st.sampled_from(("2026-W44", "2026-W47"))), max_size=12), st.integers(0, 3))
def test_une_periode_et_le_recompte_naif(entretiens: list[Entretien], fois: int) -> None:
    entretiens = entretiens * (1 + fois)  # thirty and more at times
    comptage = compter_periode(entretiens)
    assert cases(comptage) == comptes_naifs.periode(entretiens)
    assert list(comptage.cellules) == sorted(comptage.cellules)
    assert {cellule.tableau for cellule in comptage.cellules} <= set(TABLES_PERIODE)


@given(ENTRETIENS)
def test_les_tables_d_une_periode_se_somment(entretiens: list[Entretien]) -> None:
    comptage = compter_periode(entretiens)
    for nom in ("fin-etape", "age", "activite", "quartier", "secteur"):
        assert sum(cellule.nombre for cellule in comptage.table(nom)) == comptage.total == len(entretiens)
    orientations = [orientation for entretien in entretiens for orientation in entretien.orientations]
    for nom in ("issue", "operateur-etape"):
        assert sum(cellule.nombre for cellule in comptage.table(nom)) == comptage.orientations == len(orientations)
    refus = sum(cellule.nombre for cellule in comptage.table("motif"))
    assert refus == sum(orientation.issue == "refusee" for orientation in orientations)
