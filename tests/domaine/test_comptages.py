"""Weekly counts: four tables, and nothing that tells a profile."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.comptages import TABLES_HEBDO, Cellule, Comptage, compter_hebdo
from prescripteur_tui.domaine.entretien import Entretien, Orientation

OFFRES = ("adie/microcredit", "adie/conseil", "citeslab/ideation", "bge-hauts-de-france/emergence")


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


ENTRETIENS = st.lists(
    st.builds(
        un_entretien,
        st.sampled_from(["esprit-initiative", "detection", "accompagnement"]),
        st.lists(st.sampled_from(OFFRES), unique=True).map(tuple),
    ),
    max_size=12,
)


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


@given(ENTRETIENS)
def test_les_tables_se_somment(entretiens: list[Entretien]) -> None:
    comptage = compter_hebdo(entretiens)
    for nom in ("entretiens", "etape", "fin"):
        assert sum(cellule.nombre for cellule in comptage.table(nom)) == comptage.total == len(entretiens)
    assert comptage.orientations == sum(len(entretien.orientations) for entretien in entretiens)
    assert all(cellule.nombre > 0 for cellule in comptage.cellules)
    assert list(comptage.cellules) == sorted(comptage.cellules)
    assert {cellule.tableau for cellule in comptage.cellules} <= set(TABLES_HEBDO)


@given(ENTRETIENS, st.randoms())
def test_ni_l_ordre_ni_les_profils_ne_comptent(entretiens: list[Entretien], hasard: object) -> None:
    autres = [dataclasses.replace(entretien, reponses={"age": "55-plus"}) for entretien in entretiens]
    hasard.shuffle(autres)  # type: ignore[attr-defined]
    assert compter_hebdo(autres) == compter_hebdo(entretiens)
