"""What comes from a national file can be browsed, and cannot be proposed before a person has said for whom it is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.domaine.recommandation import recommander
from tests.usine import si, un_catalogue, un_operateur, une_offre

DE_L_OFFRE = {"source": "dora", "id": "dora--7", "date_maj": "2026-03-01"}
DE_L_OPERATEUR = {
    "source": "dora",
    "id": "dora--42",
    "date_maj": "2026-03-01",
    "licence": "Licence Ouverte 2.0",
    "importe_le": "2026-11-26",
    "empreinte": "sha256:" + "0" * 64,
}


def importee(*conditions: Any, **champs: Any) -> dict[str, Any]:
    """An offre as an import lays it down, unless `champs` say otherwise."""
    offre = une_offre("atelier", *conditions, provenance=DE_L_OFFRE, **champs)
    if "raison" not in champs:
        offre.pop("raison", None)
    return offre


def catalogue_avec(offre: dict[str, Any], statut: str = "a-confirmer") -> Catalogue:
    """The filet and one imported operator."""
    operateur = un_operateur("maison", offre, statut=statut, provenance=DE_L_OPERATEUR)
    base = un_catalogue()
    return base.model_copy(update={"operateurs": (*base.operateurs, Operateur.model_validate(operateur))})


def codes(catalogue: Catalogue) -> list[str]:
    """The codes of what a catalogue has against it."""
    return [anomalie.code for anomalie in catalogue.verifier()]


def test_sans_regle_elle_ne_peut_pas_etre_active() -> None:
    assert codes(catalogue_avec(importee())) == []
    assert codes(catalogue_avec(importee(), "termine")) == []
    assert codes(catalogue_avec(importee(), "actif")) == ["import-sans-regle"]


def test_une_condition_ou_une_raison_la_rendent_proposable() -> None:
    assert codes(catalogue_avec(importee(si("projet", "idee")), "actif")) == []
    assert codes(catalogue_avec(importee(raison="tout le monde y va"), "actif")) == []


def test_a_la_main_une_offre_dit_toujours_sa_raison_et_son_type() -> None:
    offre = une_offre("atelier")
    del offre["raison"], offre["type"]
    assert sorted(codes(catalogue_avec(offre))) == ["champ-manquant", "offre-sans-raison"]


def test_sans_type_seulement_si_elle_est_importee() -> None:
    offre = importee()
    del offre["type"]
    assert codes(catalogue_avec(offre)) == []


@pytest.mark.parametrize("reponses", [{}, {"projet": "idee"}, {"projet": "rien", "age": "adulte"}])
def test_le_resultat_ne_change_que_dans_les_ecartes(reponses: dict[str, Any]) -> None:
    sans = un_catalogue(un_operateur("porte", une_offre("conseil", si("projet", "idee"))))
    avec = un_catalogue(
        un_operateur("porte", une_offre("conseil", si("projet", "idee"))),
        un_operateur("maison", importee(), statut="a-confirmer", provenance=DE_L_OPERATEUR),
    )
    avant = recommander(sans.questionnaire.verifier(reponses), sans, "2026-W47").vers_objet()
    apres = recommander(avec.questionnaire.verifier(reponses), avec, "2026-W47").vers_objet()
    nouveaux = [ecarte for ecarte in apres["ecartes"] if ecarte not in avant["ecartes"]]
    assert [(n["offre"], n["cause"], n["motif"]) for n in nouveaux] == [
        ("maison/atelier", "statut", "existence à confirmer")
    ]
    for objet in (avant, apres):
        del objet["catalogue"], objet["ecartes"]
    assert apres == avant


def test_un_champ_absent_ne_change_pas_l_empreinte() -> None:
    """The canonical content of what is written by hand holds no trace of the fields that imports need."""
    contenu = un_catalogue().contenu
    for champ in ("provenance", "siret", "code_insee", "publics_precisions", "longitude"):
        assert f'"{champ}"' not in contenu


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("siret", "1234"), ("siret", "1234567890123x"), ("code_insee", "5960"), ("longitude", "181"), ("latitude", "nan")],
)
def test_une_valeur_impossible_est_refusee(champ: str, valeur: str) -> None:
    contact = {"nom": "Maison", "confiance": "moyenne", "source": {"url": "https://exemple.fr", "date": "2026"}}
    objet = un_operateur("maison", importee())
    if champ == "siret":
        objet["siret"] = valeur
    else:
        objet["contacts"] = [{**contact, champ: valeur}]
    with pytest.raises(ValidationError):
        Operateur.model_validate(objet)
