"""Every invented resident of the catalogue: the right étape, the right first door, and no door that would do harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import CasType, Catalogue
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.lecture.catalogue import lire_catalogue

CATALOGUE = Path(__file__).parents[2] / "catalogue"
FICHES = sorted(fiche.stem for fiche in (CATALOGUE / "cas-types").glob("*.yaml"))


@pytest.fixture(scope="module")
def livre() -> Catalogue:
    """The shipped catalogue."""
    return lire_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def cas_par_id(livre: Catalogue) -> dict[str, CasType]:
    """The cas-types by id."""
    return {cas.id: cas for cas in livre.cas_types}


def objet_de(catalogue: Catalogue, cas: CasType) -> dict[str, Any]:
    """What the engine answers to this resident."""
    return recommander(catalogue.questionnaire.verifier(cas.reponses), catalogue, cas.semaine).vers_objet()


def nommees(noms: tuple[str, ...], liste: list[dict[str, Any]]) -> list[str]:
    """Of these operators or offres, those that are in the list."""
    presentes = {element[cle] for element in liste for cle in ("operateur", "offre")}
    return [nom for nom in noms if nom in presentes]


def manques(cas: CasType, objet: dict[str, Any]) -> list[str]:
    """What the result does not hold of what the cas-type expects."""
    propositions, aides = objet["propositions"], objet["aides"]
    dits = []
    if objet["etape"]["id"] != cas.etape:
        dits.append(f"étape {objet['etape']['id']}, attendue {cas.etape}")
    if not nommees(cas.porte, propositions[:1]):
        dits.append(f"première porte {propositions[0]['offre']}, attendue {' ou '.join(cas.porte)}")
    dits += [f"{nom} n’est pas proposé" for nom in cas.aussi if not nommees((nom,), propositions)]
    dits += [f"{nom} n’est pas dans les aides" for nom in cas.aides if not nommees((nom,), aides)]
    dits += [f"{nom} ne doit jamais être avancé" for nom in nommees(cas.jamais, propositions + aides)]
    return dits


@pytest.mark.parametrize("identifiant", FICHES)
def test_cas_type(livre: Catalogue, cas_par_id: dict[str, CasType], identifiant: str) -> None:
    cas = cas_par_id[identifiant]
    assert manques(cas, objet_de(livre, cas)) == []


def test_chaque_fiche_est_lue(cas_par_id: dict[str, CasType]) -> None:
    assert sorted(cas_par_id) == FICHES
    assert len(FICHES) >= 40


def test_un_cas_type_manque_se_dit(livre: Catalogue, cas_par_id: dict[str, CasType]) -> None:
    """The check itself can fail: a wrong expectation of each kind is told."""
    cas = cas_par_id["rsa-idee-qpv"]
    faux = cas.model_copy(
        update={
            "etape": "accompagnement",
            "porte": ("adie",),
            "aussi": ("paqte",),
            "aides": ("paqte",),
            "jamais": ("citeslab",),
        }
    )
    assert len(manques(faux, objet_de(livre, cas))) == 5


@pytest.mark.parametrize(
    "maturite", ["aucune-idee", "envie", "idee", "projet-ecrit", "activite-plus-3-ans", "sans-reponse"]
)
@pytest.mark.parametrize("semaine", ["2026-W01", "2026-W29", "2026-W47", "2026-W53"])
def test_avant_16_ans_le_filet_seul_et_aucune_aide(livre: Catalogue, maturite: str, semaine: str) -> None:
    reponses = livre.questionnaire.verifier({"maturite": maturite, "age": "moins-16"})
    objet = recommander(reponses, livre, semaine).vers_objet()
    assert [p["offre"] for p in objet["propositions"]] == ["centre-social/accueil"]
    assert objet["aides"] == []


@pytest.mark.parametrize("identifiant", [fiche for fiche in FICHES if fiche.startswith("enfant")])
def test_un_enfant_n_a_jamais_que_le_filet(livre: Catalogue, cas_par_id: dict[str, CasType], identifiant: str) -> None:
    objet = objet_de(livre, cas_par_id[identifiant])
    assert [p["offre"] for p in objet["propositions"]] == ["centre-social/accueil"]
    assert objet["aides"] == []
