"""Contract §2, the answers object: flat or with how it ended, and everything that is refused of it."""

from __future__ import annotations

from typing import Any

import pytest

from prescripteur_tui.domaine.entretien import Orientation, vers_objet
from prescripteur_tui.domaine.saisie import Saisie, lire_saisie
from prescripteur_tui.erreurs import ErreurPrescripteur
from tests.usine import un_catalogue

QUESTIONNAIRE = un_catalogue().questionnaire


def saisie(**champs: Any) -> dict[str, Any]:
    """An answers object with `reponses` and these."""
    return {"reponses": {"projet": "idee"}, **champs}


def une(**champs: Any) -> dict[str, Any]:
    """An answers object with one orientation of these fields."""
    return saisie(orientations=[{"offre": "adie/microcredit", **champs}])


ADMISES: dict[str, tuple[object, Saisie]] = {
    "plate": ({"projet": "idee"}, Saisie({"projet": "idee"})),
    "vide": ({}, Saisie({})),
    "sans-fin": (saisie(), Saisie({"projet": "idee"}, "non-renseignee")),
    "fin-nulle": (saisie(fin=None, orientations=None), Saisie({"projet": "idee"}, "non-renseignee")),
    "autre-action": (saisie(fin="autre-action"), Saisie({"projet": "idee"}, "autre-action")),
    "aucun-operateur": (saisie(fin="aucun-operateur"), Saisie({"projet": "idee"}, "aucun-operateur")),
    "orientation": (
        saisie(fin="orientation", orientations=[{"offre": "adie/microcredit", "issue": "a-reflechir", "motif": None}]),
        Saisie({"projet": "idee"}, "orientation", (Orientation("adie/microcredit", "a-reflechir"),)),
    ),
    "refus-avec-motif": (
        une(issue="refusee", motif="trop-loin"),
        Saisie({"projet": "idee"}, "non-renseignee", (Orientation("adie/microcredit", "refusee", "trop-loin"),)),
    ),
    "refus-sans-motif": (
        une(issue="refusee"),
        Saisie({"projet": "idee"}, "non-renseignee", (Orientation("adie/microcredit", "refusee"),)),
    ),
    "deux-par-nom": (
        saisie(orientations=[{"offre": "b/x"}, {"offre": "a/x"}]),
        Saisie({"projet": "idee"}, "non-renseignee", (Orientation("a/x"), Orientation("b/x"))),
    ),
}


@pytest.mark.parametrize(("objet", "attendue"), ADMISES.values(), ids=ADMISES)
def test_saisie_admise(objet: object, attendue: Saisie) -> None:
    assert lire_saisie(objet, QUESTIONNAIRE) == attendue


REFUS: dict[str, tuple[object, str, dict[str, Any]]] = {
    "liste": ([], "reponses-forme", {"recu": "une liste"}),
    "nul": (None, "reponses-forme", {"recu": "rien"}),
    "reponses-liste": ({"reponses": []}, "reponses-forme", {"recu": "une liste"}),
    "question-plate": ({"projt": "idee"}, "question-inconnue", {"proche": "projet"}),
    "question-dedans": ({"reponses": {"projt": "idee"}}, "question-inconnue", {"proche": "projet"}),
    "champ": (saisie(orientation=[]), "entretien-champ-inconnu", {"champ": "orientation", "proche": "orientations"}),
    "fin": (saisie(fin="autre-actions"), "fin-inconnue", {"proche": "autre-action"}),
    "fin-liste": (saisie(fin=["orientation"]), "fin-inconnue", {}),
    "fin-vide": (saisie(fin=""), "fin-inconnue", {}),
    "fin-nombre": (saisie(fin=0), "fin-inconnue", {}),
    "orientation-sans-orientation": (saisie(fin="orientation"), "fin-incoherente", {"nombre": 0}),
    "autre-action-avec-orientation": (
        saisie(fin="autre-action", orientations=[{"offre": "a/x"}]),
        "fin-incoherente",
        {"nombre": 1},
    ),
    "orientations-texte": (saisie(orientations="a/x"), "orientation-forme", {"recu": "un texte"}),
    "orientation-texte": (saisie(orientations=["a/x"]), "orientation-forme", {"recu": "un texte"}),
    "orientation-sans-offre": (saisie(orientations=[{"issue": "acceptee"}]), "orientation-forme", {}),
    "orientation-offre-nombre": (saisie(orientations=[{"offre": 3}]), "orientation-forme", {}),
    "orientation-champ-de-trop": (une(date="2026-11-20"), "orientation-forme", {}),
    "issue": (une(issue="accepte"), "issue-inconnue", {"proche": "acceptee"}),
    "orientations-objet": (saisie(orientations={}), "orientation-forme", {}),
    "orientations-faux": (saisie(orientations=False), "orientation-forme", {}),
    "issue-liste": (une(issue=["acceptee"]), "issue-inconnue", {}),
    "motif-liste": (une(issue="refusee", motif=["complet"]), "motif-inconnu", {}),
    "issue-nulle": (une(issue=None), "issue-inconnue", {}),
    "motif": (une(issue="refusee", motif="loin"), "motif-inconnu", {"motif": "loin", "proche": "trop-loin"}),
    "motif-sans-refus": (une(issue="acceptee", motif="trop-loin"), "motif-sans-refus", {"offre": "adie/microcredit"}),
    "deux-fois": (saisie(orientations=[{"offre": "a/x"}, {"offre": "a/x"}]), "orientation-double", {"offre": "a/x"}),
}


@pytest.mark.parametrize(("objet", "code", "contexte"), REFUS.values(), ids=REFUS)
def test_saisie_refusee(objet: object, code: str, contexte: dict[str, Any]) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_saisie(objet, QUESTIONNAIRE)
    assert refus.value.code == code
    assert {cle: refus.value.contexte[cle] for cle in contexte} == contexte


def test_les_reponses_redeviennent_du_json() -> None:
    assert vers_objet({"projet": "idee", "freins": ("argent", "papiers")}) == {
        "projet": "idee",
        "freins": ["argent", "papiers"],
    }


def test_une_orientation_dit_son_operateur() -> None:
    orientation = Orientation("adie/microcredit", "refusee", "complet")
    assert orientation.operateur == "adie"
    assert orientation.vers_objet() == {"offre": "adie/microcredit", "issue": "refusee", "motif": "complet"}
