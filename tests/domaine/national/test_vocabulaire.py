"""The lists of the national schema, held to the package that defines them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import pytest
from data_inclusion.schema import v1

from prescripteur_tui.domaine.national import champs, vocabulaire
from prescripteur_tui.domaine.operateurs import Frais, TypeOffre


@pytest.mark.parametrize(
    ("notres", "les_leurs"),
    [
        (vocabulaire.TYPES, v1.TypeService),
        (vocabulaire.FRAIS, v1.Frais),
        (vocabulaire.MODES_ACCUEIL, v1.ModeAccueil),
        (vocabulaire.MODES_MOBILISATION, v1.ModeMobilisation),
        (vocabulaire.PERSONNES_MOBILISATRICES, v1.PersonneMobilisatrice),
        (vocabulaire.PUBLICS, v1.Public),
        (vocabulaire.THEMATIQUES, v1.Thematique),
        (vocabulaire.RESEAUX_PORTEURS, v1.ReseauPorteur),
        ({t.value for t in TypeOffre}, v1.TypeService),
        ({f.value for f in Frais}, v1.Frais),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_les_listes_sont_celles_du_schema(notres: Iterable[str], les_leurs: Iterable[v1.Public]) -> None:
    assert sorted(notres) == sorted(valeur.value for valeur in les_leurs)


def test_les_champs_sont_ceux_du_schema_dans_leur_ordre() -> None:
    assert list(v1.Structure.model_fields) == list(champs.STRUCTURE)
    assert list(v1.Service.model_fields) == list(champs.SERVICE)


def test_la_version_est_celle_qui_est_annoncee() -> None:
    assert version("data-inclusion-schema") == vocabulaire.VERSION


def test_chaque_liste_de_champs_est_connue() -> None:
    tous = {*champs.STRUCTURE, *champs.SERVICE}
    assert tous >= champs.LISTES | champs.NOMBRES | champs.ADRESSES_WEB
    assert set(champs.VOCABULAIRES) == (champs.LISTES - {"zone_eligibilite"}) | {"type", "frais"}
