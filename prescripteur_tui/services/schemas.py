"""JSON Schemas of the files of a catalogue, made from the models: for editors that complete and check while one types.

An editor reads YAML as JSON does, with numbers; we read every scalar as text. So a number may be written either way
here. What one file says of another stays with `catalogue verifier`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.regles import SANS_REPONSE
from prescripteur_tui.services.descriptions import DESCRIPTIONS, TITRES
from prescripteur_tui.services.francais import fr

if TYPE_CHECKING:
    from pydantic import BaseModel

    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.questionnaire import Question

Schema = dict[str, Any]

DIALECTE = "https://json-schema.org/draft/2020-12/schema"

DOSSIER = "schemas"
"""Where an operator's file looks for its schema, beside `operateurs`."""

_SANS_OBJET = ("title", "description", "default", "discriminator")
"""What pydantic writes for programmers, in English."""


def schema(nom: str, catalogue: Catalogue) -> Schema:
    """One of the schemas of `TITRES`; étapes, questions and options are those of the catalogue."""
    from prescripteur_tui.domaine.catalogue import CasType
    from prescripteur_tui.domaine.operateurs import Operateur
    from prescripteur_tui.domaine.questionnaire import Questionnaire

    modeles: dict[str, type[BaseModel]] = {
        "operateur": Operateur,
        "cas-type": CasType,
        "questionnaire": Questionnaire,
    }
    modele = modeles[nom]
    brut = modele.model_json_schema(by_alias=True)
    definitions = brut.pop("$defs", {})
    racine: Schema = _nettoyer(modele.__name__, brut)
    definitions = {cle: _nettoyer(cle, definition) for cle, definition in definitions.items()}
    if nom == "operateur":
        for regle in ("Atome", "Preference"):
            _avec_les_questions(definitions[regle], catalogue.questionnaire.questions)
        definitions["Offre"]["properties"]["etapes"]["items"] = _parmi(catalogue.questionnaire.noms_etapes)
    elif nom == "cas-type":
        racine["properties"]["etape"] |= _parmi(catalogue.questionnaire.noms_etapes)
        racine["properties"]["reponses"] |= _reponses(catalogue.questionnaire.questions)
    else:
        version = _decrire(modele.__name__, "schema", {"enum": [1, "1"]})
        racine["properties"] = {"schema": version, **racine["properties"]}
    return {"$schema": DIALECTE, "title": fr(TITRES[nom]), **racine, "$defs": definitions}


def nom_de_fichier(nom: str) -> str:
    """`operateur.schema.json`."""
    return f"{nom}.schema.json"


def ecrire_schemas(catalogue: Catalogue, dossier: Path) -> list[Path]:
    """Write all schemas into a folder, made when it is not there: `operateur.schema.json`…

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    from prescripteur_tui.disque import en_francais, remplacer

    with en_francais(dossier):
        dossier.mkdir(parents=True, exist_ok=True)
    fichiers = [dossier / nom_de_fichier(nom) for nom in TITRES]
    for nom, fichier in zip(TITRES, fichiers, strict=True):
        texte = json.dumps(schema(nom, catalogue), ensure_ascii=False, indent=2)
        remplacer(fichier, f"{texte}\n".encode())
    return fichiers


def _nettoyer(modele: str, brut: Any) -> Any:
    """A schema for people who write YAML in French: no null, no default, numbers as text too, our words."""
    if isinstance(brut, list):
        return [_nettoyer(modele, element) for element in brut]
    if not isinstance(brut, dict):
        return brut
    propre: Schema = {}
    for cle, valeur in brut.items():
        if cle == "properties":
            propre[cle] = {nom: _decrire(modele, nom, _nettoyer(modele, champ)) for nom, champ in valeur.items()}
        elif cle not in _SANS_OBJET:
            propre[cle] = _nettoyer(modele, valeur)
    choix = [c for c in propre.get("anyOf", ()) if c != {"type": "null"}]
    if len(choix) == 1:
        del propre["anyOf"]
        propre |= choix[0]
    elif choix:
        propre["anyOf"] = choix
    if propre.get("type") in ("integer", "number"):
        nombre = r"^-?[0-9]+$" if propre["type"] == "integer" else r"^-?[0-9]+(\.[0-9]+)?$"
        bornes = range(propre.get("minimum", 0), propre.get("maximum", -1) + 1) if propre["type"] == "integer" else ()
        propre = {"enum": [*bornes, *map(str, bornes)]} if bornes else {"anyOf": [propre, {"pattern": nombre}]}
    return propre


def _decrire(modele: str, champ: str, brut: Schema) -> Schema:
    dite = DESCRIPTIONS.get(f"{modele}.{champ}") or DESCRIPTIONS.get(modele) or DESCRIPTIONS[champ]
    return {**brut, "description": fr(dite)}


def _parmi(valeurs: Iterable[str]) -> Schema:
    return {"enum": list(valeurs)}


def _avec_les_questions(regle: Schema, questions: Iterable[Question]) -> None:
    """The questions that a rule can name and, once it names one, its options."""
    champs = [champ for champ in ("parmi", "sauf", "peut-etre") if champ in regle["properties"]]
    posees = list(questions)
    regle["properties"]["question"] |= _parmi(question.id for question in posees)
    regle["allOf"] = [
        {
            "if": {"properties": {"question": {"const": question.id}}, "required": ["question"]},
            "then": {"properties": {champ: {"items": _parmi(question.par_id)} for champ in champs}},
        }
        for question in posees
    ]


def _reponses(questions: Iterable[Question]) -> Schema:
    """The answers of an invented resident: one option, or several, or none given."""
    return {
        "additionalProperties": False,
        "properties": {question.id: _reponse(question) for question in questions},
    }


def _reponse(question: Question) -> Schema:
    if not question.multi:
        return _parmi([*question.par_id, SANS_REPONSE])
    return {
        "anyOf": [
            _parmi([SANS_REPONSE]),
            {"type": "array", "items": _parmi(question.par_id), "minItems": 1, "uniqueItems": True},
        ]
    }
