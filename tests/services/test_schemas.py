"""The schemas for editors: they take every shipped file, and refuse what `catalogue verifier` would."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.lecture.retouche import operateur_neuf
from prescripteur_tui.services.descriptions import DESCRIPTIONS, TITRES
from prescripteur_tui.services.francais import fr
from prescripteur_tui.services.schemas import ecrire_schemas, schema


class ChargeurYaml12(yaml.SafeLoader):
    """What an editor makes of a file: the core schema of YAML 1.2, where a date is a text and `non` is no boolean."""


ChargeurYaml12.yaml_implicit_resolvers = {}
for _nature, _forme, _debuts in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
):
    ChargeurYaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_nature}", re.compile(f"^(?:{_forme})$"), list(_debuts))


@pytest.fixture(scope="module")
def catalogue(dossier_catalogue: Path) -> Catalogue:
    return lire_catalogue(dossier_catalogue, cas_types=False)


@pytest.fixture(scope="module")
def schemas(catalogue: Catalogue) -> dict[str, Draft202012Validator]:
    faits = {nom: json.loads(json.dumps(schema(nom, catalogue))) for nom in TITRES}
    for fait in faits.values():
        Draft202012Validator.check_schema(fait)
    return {nom: Draft202012Validator(fait) for nom, fait in faits.items()}


def fichiers(dossier: Path, nom: str) -> list[Path]:
    if nom == "questionnaire":
        return [dossier / "questionnaire.yaml"]
    return sorted((dossier / {"operateur": "operateurs", "cas-type": "cas-types"}[nom]).glob("*.yaml"))


@pytest.mark.parametrize("chargeur", [ChargeurYaml12, yaml.BaseLoader], ids=["as an editor", "all as text"])
@pytest.mark.parametrize("nom", TITRES)
def test_chaque_fichier_livre_passe(
    dossier_catalogue: Path, schemas: dict[str, Draft202012Validator], nom: str, chargeur: Any
) -> None:
    lus = fichiers(dossier_catalogue, nom)
    assert len(lus) >= {"operateur": 40, "cas-type": 60, "questionnaire": 1}[nom]
    refus = [
        f"{fichier.name}: {erreur.json_path}: {erreur.message[:200]}"
        for fichier in lus
        for erreur in schemas[nom].iter_errors(yaml.load(fichier.read_text("utf-8"), chargeur))
    ]
    assert refus == []


def operateur() -> dict[str, Any]:
    """A valid operator, as it is read."""
    texte = operateur_neuf(
        id="ruche",
        nom="Ruche",
        description="Rien de réel.",
        offre="Être reçu",
        etapes=("detection",),
        url="https://exemple.fr/ruche",
        date="2026-05",
    )
    lu: dict[str, Any] = yaml.load(texte, ChargeurYaml12)
    lu["offres"][0] |= {
        "conditions": [
            {"question": "age", "parmi": ["18-25"], "motif": "réservé aux jeunes"},
            {
                "un-de": [
                    {"question": "droits", "sauf": ["rsa"]},
                    {"toutes": [{"question": "age", "parmi": ["26-29"]}]},
                ],
                "motif": "m",
            },
        ],
        "preferences": [{"question": "freins", "parmi": ["argent"], "poids": 2, "raison": "r"}],
        "saison": [1, 12],
        "du": "2026-05-01",
    }
    return lu


def test_un_operateur_valable_passe(schemas: dict[str, Draft202012Validator]) -> None:
    assert list(schemas["operateur"].iter_errors(operateur())) == []


OFFRE = ("offres", 0)
CONDITION = (*OFFRE, "conditions", 0)


@pytest.mark.parametrize(
    ("chemin", "valeur"),
    [
        pytest.param(("statut",), "vivant", id="unknown state"),
        pytest.param(("nom",), "n" * 81, id="long name"),
        pytest.param(("id",), "La Ruche", id="id"),
        pytest.param(("inconnu",), "x", id="unknown field"),
        pytest.param(("verifie_le",), "mai 2026", id="date in words"),
        pytest.param(("offres",), [], id="no offre"),
        pytest.param(("sources", 0, "consultee_le"), "2026-06", id="both dates"),
        pytest.param(("sources", 0), {"url": "https://exemple.fr"}, id="no date"),
        pytest.param((*OFFRE, "aide"), True, id="yes in English"),
        pytest.param((*OFFRE, "etapes"), ["ailleurs"], id="étape"),
        pytest.param((*OFFRE, "saison"), [13], id="month"),
        pytest.param((*OFFRE, "du"), "2026-05", id="partial day"),
        pytest.param((*CONDITION, "sauf"), ["26-29"], id="parmi and sauf"),
        pytest.param(CONDITION, {"question": "age", "motif": "m"}, id="neither parmi nor sauf"),
        pytest.param((*CONDITION, "question"), "couleur", id="unknown question"),
        pytest.param((*CONDITION, "parmi"), ["18-24"], id="unknown option"),
        pytest.param((*OFFRE, "conditions", 1, "un-de", 0, "sauf"), ["18-25"], id="option of another question"),
        pytest.param((*OFFRE, "preferences", 0, "poids"), 4, id="weight"),
        pytest.param((*OFFRE, "preferences", 0, "parmi"), ["soleil"], id="option of a preference"),
    ],
)
def test_ce_que_le_catalogue_refuse_est_refuse(
    schemas: dict[str, Draft202012Validator], chemin: tuple[str | int, ...], valeur: Any
) -> None:
    objet = operateur()
    ici: Any = objet
    for pas in chemin[:-1]:
        ici = ici[pas]
    ici[chemin[-1]] = valeur
    assert list(schemas["operateur"].iter_errors(objet)) != []


@pytest.mark.parametrize(
    ("reponses", "passe"),
    [
        ({"maturite": "idee", "freins": ["argent", "reseau"], "droits": "sans-reponse"}, True),
        ({"maturite": "sans-reponse"}, True),
        ({"maturite": "ideee"}, False),
        ({"maturite": ["idee"]}, False),
        ({"freins": "argent"}, False),
        ({"freins": ["argent", "argent"]}, False),
        ({"freins": []}, False),
        ({"couleur": "bleu"}, False),
    ],
)
def test_les_reponses_d_un_cas_type(
    schemas: dict[str, Draft202012Validator], reponses: dict[str, Any], passe: bool
) -> None:
    cas = {
        "id": "essai", "personne": "Personne.", "semaine": "2026-W47", "reponses": reponses,
        "etape": "detection", "porte": ["adie"], "parce_que": "Pour voir.",
    }  # fmt: skip
    assert schemas["cas-type"].is_valid(cas) is passe
    assert not schemas["cas-type"].is_valid({**cas, "etape": "ailleurs"})


def _champs(objet: Any, modele: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for nom, definition in {modele: objet, **objet["$defs"]}.items():
        for champ, contenu in definition.get("properties", {}).items():
            yield f"{nom}.{champ}", contenu


@pytest.mark.parametrize("nom", TITRES)
def test_un_editeur_ne_montre_que_du_francais(schemas: dict[str, Draft202012Validator], nom: str) -> None:
    """Every field has our words, and nothing of the docstrings, titles or defaults that pydantic would add."""
    fait = copy.deepcopy(schemas[nom].schema)
    for champ, contenu in _champs(fait, nom):
        assert contenu["description"] in map(fr, DESCRIPTIONS.values()), champ
        assert not {"title", "default"} & contenu.keys(), champ
    assert all("description" not in definition for definition in fait["$defs"].values())
    assert '"null"' not in json.dumps(fait)


def test_aucune_description_ne_reste_sans_champ(schemas: dict[str, Draft202012Validator]) -> None:
    connus: set[str] = set()
    for nom, fait in schemas.items():
        modele = {"operateur": "Operateur", "cas-type": "CasType", "questionnaire": "Questionnaire"}[nom]
        for champ, _ in _champs(fait.schema, modele):
            connus |= {champ, *champ.split(".")}
    assert set(DESCRIPTIONS) - connus == set()


def test_les_schemas_s_ecrivent_et_se_remplacent(tmp_path: Path, catalogue: Catalogue) -> None:
    ecrits = ecrire_schemas(catalogue, tmp_path / "a" / "schemas")
    assert [f.name for f in ecrits] == [
        "operateur.schema.json",
        "cas-type.schema.json",
        "questionnaire.schema.json",
    ]
    avant = [f.read_bytes() for f in ecrits]
    ecrits[0].write_text("{}", "utf-8")
    ecrire_schemas(catalogue, tmp_path / "a" / "schemas")
    assert [f.read_bytes() for f in ecrits] == avant
    assert json.loads(avant[1]) == schema("cas-type", catalogue)
