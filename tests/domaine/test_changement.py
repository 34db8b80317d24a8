"""What would open an offre: the smallest change of what the person can change, or none."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.changement import plus_petit_changement
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.regles import NE_SAIT_PAS
from tests.naif import recommander_naif
from tests.usine import (
    cas_par_graine,
    si,
    toutes,
    un_catalogue,
    un_de,
    un_operateur,
    une_offre,
    une_question,
)

QUESTIONS = (
    une_question(
        "maturite",
        "rien",
        {"id": "idee", "quand": "quand il y aura une idée"},
        {"id": "ecrit", "quand": "quand le projet sera écrit"},
        {"id": "cree", "quand": "quand l’activité sera créée"},
        "arretee",
    ),
    une_question("age", "jeune", {"id": "adulte", "quand": "jamais"}, modifiable=False),
    une_question(
        "secteur",
        {"id": "commerce", "quand": "si le projet va vers le commerce"},
        {"id": "culture", "quand": "si le projet va vers la culture"},
        NE_SAIT_PAS,
        ouverte_si=[{"question": "maturite", "parmi": ["idee", "ecrit", "cree"]}],
    ),
    une_question("local", {"id": "oui", "quand": "quand il faudra un local"}, "non"),
)
ETAPE_DE = [
    {"etape": "accompagnement", "quand": [{"question": "maturite", "parmi": ["ecrit", "cree"]}]},
    {"etape": "detection", "quand": [{"question": "maturite", "parmi": ["idee", "arretee"]}]},
    {"etape": "esprit-initiative"},
]


def une_porte(*conditions: Mapping[str, Any], **champs: Any) -> Catalogue:
    """One door with these conditions, and the filet."""
    return un_catalogue(
        un_operateur("op", une_offre("porte", *conditions, **champs)), questions=QUESTIONS, etape_de=ETAPE_DE
    )


CAS: list[Any] = [
    pytest.param(
        une_porte(si("local", "oui")),
        {"maturite": "idee", "local": "non"},
        (("local", "oui"),),
        id="one answer is enough",
    ),
    pytest.param(
        une_porte(etapes=["accompagnement"]),
        {"maturite": "idee"},
        (("maturite", "ecrit"),),
        id="the étape opens with the first answer that leads there",
    ),
    pytest.param(
        une_porte(si("maturite", "ecrit"), si("local", "oui")),
        {"maturite": "idee", "local": "non"},
        (("maturite", "ecrit"), ("local", "oui")),
        id="two answers, in the order of the questionnaire",
    ),
    pytest.param(
        une_porte(si("secteur", "culture"), si("maturite", "ecrit")),
        {"maturite": "idee", "secteur": "commerce"},
        (("maturite", "ecrit"), ("secteur", "culture")),
        id="two answers, whatever the order of the conditions",
    ),
    pytest.param(
        une_porte(si("maturite", "ecrit"), si("local", "oui"), si("secteur", "culture")),
        {"maturite": "idee", "local": "non", "secteur": "commerce"},
        None,
        id="three answers are too many to say",
    ),
    pytest.param(
        une_porte(si("age", "adulte")),
        {"maturite": "idee", "age": "jeune"},
        None,
        id="nobody is told to be older",
    ),
    pytest.param(
        une_porte(si("age", "adulte"), si("local", "oui")),
        {"maturite": "idee", "age": "jeune", "local": "non"},
        None,
        id="what cannot change closes the rest",
    ),
    pytest.param(
        une_porte(si("local", "non")),
        {"maturite": "idee", "local": "oui"},
        None,
        id="an option that nobody waits for is not proposed",
    ),
    pytest.param(
        une_porte(etapes=["detection"]),
        {"maturite": "cree"},
        None,
        id="nobody is sent back on the path",
    ),
    pytest.param(
        une_porte(etapes=["accompagnement"]),
        {"maturite": "arretee"},
        None,
        id="what stands last on the path leads to nothing before it",
    ),
    pytest.param(
        une_porte(un_de(si("local", "oui"), toutes(si("maturite", "ecrit"), si("secteur", "culture")))),
        {"maturite": "idee", "local": "non", "secteur": "commerce"},
        (("local", "oui"),),
        id="of two ways the shorter one",
    ),
    pytest.param(
        une_porte(si("secteur", "culture")),
        {"maturite": "rien"},
        (("maturite", "idee"),),
        id="a question that the change opens is then unknown, and no longer closes",
    ),
]


@pytest.mark.parametrize(("catalogue", "reponses", "attendu"), CAS)
def test_plus_petit_changement(
    catalogue: Catalogue, reponses: Mapping[str, Any], attendu: tuple[tuple[str, str], ...] | None
) -> None:
    verifiees = catalogue.questionnaire.verifier(reponses)
    assert plus_petit_changement(verifiees, catalogue, "2026-W47", "op/porte") == attendu


def _avec_quand(catalogue: Catalogue, reste: int) -> Catalogue:
    """The catalogue whose options say when they come true, but for one in four."""
    objet = catalogue.model_dump(mode="json", by_alias=True)
    options = [option for question in objet["questionnaire"]["questions"] for option in question["options"]]
    for i, option in enumerate(options):
        option["quand"] = None if i % 4 == reste else f"quand {option['id']}"
    return Catalogue.model_validate(objet)


def _ouvre(catalogue: Catalogue, reponses: Mapping[str, Any], semaine: str, nom: str) -> bool:
    """Whether the naive reading of the rules puts the offre forward, or only another offre of its operator before."""
    objet = recommander_naif(catalogue.questionnaire.elaguer(dict(reponses)), catalogue, semaine)
    avant = [x["offre"] for x in (*objet["propositions"], *objet["aides"])]
    derriere = [e["offre"] for e in objet["ecartes"] if e["cause"] == "autre-offre"]
    return nom in avant or nom in derriere


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_aucun_plus_petit(data: st.DataObject) -> None:
    """Against every change of one and of two answers, tried one by one with the naive reading."""
    catalogue, reponses, semaine = data.draw(cas_par_graine())
    catalogue = _avec_quand(catalogue, data.draw(st.integers(0, 3)))
    questionnaire = catalogue.questionnaire
    decisives = {a.question for regle in questionnaire.etape_de for c in regle.quand for a in c.atomes()}
    essais: dict[str, list[Any]] = {}
    for question in questionnaire.questions:
        if question.modifiable:
            ids = [o.id for o in question.options]
            donnee = reponses.get(question.id)
            rang = ids.index(donnee) if question.id in decisives and donnee in ids else -1
            essais[question.id] = [
                (question.id, o.id, (o.id,) if question.multi else o.id)
                for o in question.options[rang + 1 :]
                if o.quand and o.id != NE_SAIT_PAS
            ]
    resultat = recommander(reponses, catalogue, semaine)
    for ecarte in resultat.ecartes[:3]:
        if ecarte.cause in ("statut", "date", "autre-offre"):
            continue
        trouve = plus_petit_changement(reponses, catalogue, semaine, ecarte.offre)
        ouvrants = []
        for taille in (1, 2):
            for questions in combinations(essais, taille):
                for choix in product(*(essais[q] for q in questions)):
                    if _ouvre(catalogue, {**reponses, **{q: v for q, _, v in choix}}, semaine, ecarte.offre):
                        ouvrants.append(tuple((q, o) for q, o, _ in choix))
            if ouvrants:
                break
        assert (trouve is None) == (not ouvrants), (ecarte, trouve, ouvrants)
        if trouve is not None:
            assert trouve == ouvrants[0]
