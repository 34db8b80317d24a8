"""The French sentences that app and commands share."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.operateurs import Confiance, Contact, Offre, Operateur, Source, Statut
from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.domaine.questionnaire import Etape, Option, Question, Questionnaire, RegleEtape
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.regles import Atome, Condition, Toutes, UnDe
from prescripteur_tui.services import phrases
from tests.usine import si, un_catalogue, un_operateur, une_offre, une_question

JOUR = dt.date(2026, 11, 23)
N = "\u00a0"


def _question(identifiant: str, titre: str, options: list[Option], **champs: object) -> Question:
    textes = dict.fromkeys(("enonce", "facile", "pourquoi", "relance"), "texte")
    return Question.model_validate(
        {
            "id": identifiant,
            "etape": "detection",
            "titre": titre,
            "usage": ["orientation"],
            "options": options,
            **textes,
            **champs,
        }
    )


def _option(identifiant: str, libelle: str, **champs: str) -> Option:
    return Option(id=identifiant, libelle=libelle, constat="constat", **champs)


QUARTIERS = [_option(f"QN059{i}M", "Centre Ville", sens=f"Commune {i}") for i in range(10, 15)]

QUESTIONNAIRE = Questionnaire(
    etapes=tuple(
        Etape(id=e, nom=n, description="d") for e, n in [("un", "Un"), ("detection", "Détection"), ("tri", "Tri")]
    ),
    etape_de=(RegleEtape(etape="detection"),),
    questions=(
        _question(
            "maturite",
            "Avancement",
            [_option("envie", "Une envie", quand="quand l’envie sera là"), _option("idee", "Une idée")],
        ),
        _question(
            "age",
            "Âge",
            [
                _option("moins-16", "Moins de 16 ans"),
                _option("16-17", "16 ou 17 ans"),
                _option("18-25", "18 à 25 ans"),
                _option("26-plus", "26 ans ou plus", quand="quand vous aurez 26 ans"),
            ],
            modifiable=False,
        ),
        _question(
            "quartier",
            "Quartier",
            [*QUARTIERS, _option("ailleurs", "Ailleurs"), _option("ne-sait-pas", "Ne sait pas")],
            choix="commune",
        ),
        _question(
            "banque",
            "Banque",
            [
                _option("pas-essaye", "Pas encore"),
                _option("refus", "Elle a dit non"),
                _option("accord", "Elle dit oui, ou peut-être"),
                _option("ne-sait-pas", "Ne sait pas"),
            ],
            ouverte_si=[Atome(question="maturite", parmi=("idee",))],
        ),
        _question("secteur", "Domaine", [_option(f"s{i}", f"Secteur {i}") for i in range(8)]),
    ),
)
TOUS_LES_QUARTIERS = tuple(q.id for q in QUARTIERS)


def _offre(**champs: object) -> Offre:
    return Offre.model_validate(
        {"id": "o", "nom": "O", "description": "d", "type": "atelier", "etapes": ["detection"], **champs}
    )


def _contact(confiance: str, **champs: object) -> Contact:
    source = Source(url="https://exemple.fr", date="2025-04-15")
    return Contact.model_validate(
        {"nom": "Agence", "commune": "Anzin", "confiance": confiance, "source": source, **champs}
    )


def _operateur(*contacts: Contact) -> Operateur:
    return Operateur(
        id="op",
        nom="Op",
        description="d",
        statut=Statut.ACTIF,
        confiance=Confiance.HAUTE,
        verifie_le="2025",
        contacts=contacts,
        offres=(_offre(),),
    )


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        ("2025", "2025"),
        ("2025-05", "mai 2025"),
        ("2025-04-15", "15 avril 2025"),
        ("2025-05-01", "1er mai 2025"),
        (dt.date(2024, 8, 1), "1er août 2024"),
    ],
)
def test_date_en_mots(date: str | dt.date, attendu: str) -> None:
    assert phrases.date_en_mots(date) == attendu


def test_date_en_mots_refuse_une_date_qui_n_existe_pas() -> None:
    with pytest.raises(ValueError, match=r"month|day|date"):
        phrases.date_en_mots("2025-02-30")


@pytest.mark.parametrize(
    ("date", "attendu"),
    [("2026-11-12", "12 nov."), ("2025-11-12", "12 nov. 2025"), ("2026-01-01", "1er janv.")],
)
def test_date_courte(date: str, attendu: str) -> None:
    assert phrases.date_courte(date, JOUR) == attendu


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        ("2026-11-23", "aujourd’hui"),
        ("2026-11-22", "hier"),
        ("2026-11-01", "il y a 22 jours"),
        ("2026-10-23", "il y a 1 mois"),
        ("2026-10-24", "il y a 30 jours"),
        ("2025-04-15", "il y a 19 mois"),
        ("2025-04-24", "il y a 18 mois"),
        ("2024-11-23", "il y a 2 ans"),
        ("2026-11", "ce mois-ci"),
        ("2025-05", "il y a 18 mois"),
        ("2019-07", "il y a 7 ans"),
        ("2026", "cette année"),
        ("2025", "il y a 1 an"),
        ("2019", "il y a 7 ans"),
        ("2026-11-24", None),
        ("2027", None),
    ],
)
def test_age_en_mots(date: str, attendu: str | None) -> None:
    assert phrases.age_en_mots(date, JOUR) == attendu


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        ("2025-04-15", "vérifié le 15 avril 2025 (il y a 19 mois)"),
        ("2019-07", "vérifié en juillet 2019 (il y a 7 ans)"),
        ("2027", "vérifié en 2027"),
    ],
)
def test_fraicheur(date: str, attendu: str) -> None:
    assert phrases.fraicheur_en_mots(date, JOUR) == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, None),
        ({"au": "2024-12-31"}, "jusqu’au 31 décembre 2024"),
        ({"du": "2026-01-01"}, "à partir du 1er janvier 2026"),
        ({"du": "2026-01-01", "au": "2026-12-31"}, "du 1er janvier 2026 au 31 décembre 2026"),
        ({"saison": ["2"]}, "seulement en février"),
        ({"saison": ["2", "3", "10"]}, "seulement en février, mars et octobre"),
    ],
)
def test_periode(champs: dict[str, object], attendu: str | None) -> None:
    assert phrases.periode_en_mots(_offre(**champs)) == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, f"Prix{N}: non connu, à demander"),
        ({"frais": "gratuit"}, "gratuit"),
        ({"frais": "payant", "frais_precisions": "5 € par an"}, "payant (5 € par an)"),
        ({"frais_precisions": "selon le quartier"}, f"Prix{N}: non connu, à demander (selon le quartier)"),
    ],
    ids=["inconnu", "gratuit", "payant", "inconnu-precise"],
)
def test_prix(champs: dict[str, object], attendu: str) -> None:
    assert phrases.prix_en_mots(_offre(**champs)) == attendu


@pytest.mark.parametrize(
    ("etapes", "attendu"),
    [
        (("tri", "un"), "Un, Tri"),
        (("un", "tri", "detection"), "toutes les étapes"),
        (("detection",), "Détection"),
    ],
)
def test_etapes(etapes: tuple[str, ...], attendu: str) -> None:
    assert phrases.etapes_en_mots(QUESTIONNAIRE, etapes) == attendu


@pytest.mark.parametrize(
    ("condition", "attendu"),
    [
        (Atome(question="age", parmi=("16-17", "18-25")), f"Âge{N}: 16 ou 17 ans, 18 à 25 ans"),
        (Atome(question="age", sauf=("moins-16",)), f"Âge{N}: toutes les réponses sauf Moins de 16 ans"),
        (Atome(question="age", sauf=("moins-16", "16-17")), f"Âge{N}: 18 à 25 ans, 26 ans ou plus"),
        (
            Atome(question="age", parmi=("18-25",), peut_etre=("16-17",)),
            f"Âge{N}: 18 à 25 ans (à voir{N}: 16 ou 17 ans)",
        ),
        (Atome(question="age", parmi=(), peut_etre=("16-17",)), f"Âge{N}: à voir pour 16 ou 17 ans"),
        # Not asked of everybody: `sauf` also holds for those who were not asked.
        (
            Atome(question="banque", sauf=("refus", "accord")),
            f"Banque{N}: toutes les réponses sauf Elle a dit non, «{N}Elle dit oui, ou peut-être{N}»",
        ),
        (Atome(question="quartier", parmi=TOUS_LES_QUARTIERS), f"Quartier{N}: les quartiers prioritaires"),
        (
            Atome(question="quartier", parmi=(*TOUS_LES_QUARTIERS, "ailleurs")),
            f"Quartier{N}: les quartiers prioritaires, Ailleurs",
        ),
        (
            Atome(question="quartier", parmi=TOUS_LES_QUARTIERS[:4]),
            f"Quartier{N}: 4 des 5 quartiers prioritaires",
        ),
        (
            Atome(question="quartier", parmi=TOUS_LES_QUARTIERS[:2]),
            f"Quartier{N}: «{N}Centre Ville{N}» à Commune 10, «{N}Centre Ville{N}» à Commune 11",
        ),
        (
            Atome(question="secteur", parmi=tuple(f"s{i}" for i in range(7))),
            f"Domaine{N}: toutes les réponses sauf Secteur 7",
        ),
        (
            UnDe(
                un_de=(
                    Atome(question="quartier", parmi=TOUS_LES_QUARTIERS),
                    Toutes(
                        toutes=(
                            Atome(question="age", parmi=("18-25",)),
                            Atome(question="banque", parmi=("refus",)),
                        )
                    ),
                )
            ),
            f"Quartier{N}: les quartiers prioritaires{N}; ou Âge{N}: 18 à 25 ans et Banque{N}: Elle a dit non",
        ),
    ],
)
def test_detail(condition: Condition, attendu: str) -> None:
    assert phrases.detail_en_mots(QUESTIONNAIRE, condition) == attendu


def test_condition_en_mots() -> None:
    condition = Atome(question="age", parmi=("16-17", "18-25"), motif="réservé aux 16-25 ans")
    attendu = f"Réservé aux 16-25 ans. Âge{N}: 16 ou 17 ans, 18 à 25 ans."
    assert phrases.condition_en_mots(QUESTIONNAIRE, condition) == attendu


COORDONNEES = Coordonnees("op", "03 27 00 00 00", "2 rue [A]", None, "2026-11-12")


def test_contact_sans_rien_renvoie_ailleurs() -> None:
    assert phrases.contact_en_lignes(_operateur(), None, JOUR) == [
        f"Téléphone et adresse non connus{N}: demandez à la Maison du Citoyen ou à un point France services."
    ]


def test_contact_haute_est_date() -> None:
    contact = _contact("haute", telephone="3949", adresse="1 rue B", code_postal="59410")
    assert phrases.contact_en_lignes(_operateur(contact), None, JOUR) == [
        f"Agence{N}: 3949 · 1 rue B, 59410 Anzin (source du 15 avril 2025)"
    ]


def test_contact_moyenne_est_a_confirmer() -> None:
    contact = _contact("moyenne", telephone="3949")
    assert phrases.contact_en_lignes(_operateur(contact), None, JOUR) == [
        f"Agence, Anzin{N}: 3949 (source du 15 avril 2025, à confirmer avant de vous déplacer)"
    ]


def test_contact_faible_ne_montre_que_nom_et_commune() -> None:
    contact = _contact("faible", telephone="3949", adresse="1 rue B", courriel="a@b.fr")
    lignes = phrases.contact_en_lignes(_operateur(contact), None, JOUR)
    assert lignes[0] == "Agence, Anzin"
    assert phrases.DEMANDER_AILLEURS in lignes[1]
    assert phrases.telephone_principal(_operateur(contact), None, JOUR) is None


def test_un_contact_sans_telephone_ni_adresse_ne_cache_pas_le_recours() -> None:
    lignes = phrases.contact_en_lignes(_operateur(_contact("haute", courriel="a@b.fr")), None, JOUR)
    assert lignes[0] == f"Agence, Anzin{N}: a@b.fr (source du 15 avril 2025)"
    assert phrases.DEMANDER_AILLEURS in lignes[1]


def test_coordonnees_notees_ici_viennent_d_abord() -> None:
    lignes = phrases.contact_en_lignes(_operateur(_contact("haute", telephone="3949")), COORDONNEES, JOUR)
    assert lignes[:2] == [
        f"Téléphone{N}: 03 27 00 00 00 (noté ici le 12 nov.)",
        f"Adresse{N}: 2 rue [A] (noté ici le 12 nov.)",
    ]
    assert lignes[2].startswith("Agence")


def test_coordonnees_vides_ne_cachent_pas_le_recours() -> None:
    vides = Coordonnees("op", verifie_le="2026-11-12")
    assert phrases.DEMANDER_AILLEURS in phrases.contact_en_lignes(_operateur(), vides, JOUR)[0]


@pytest.mark.parametrize(
    ("coordonnees", "attendu"),
    [
        (COORDONNEES, "03 27 00 00 00 (noté ici le 12 nov.)"),
        (Coordonnees("op", "3949"), "3949 (noté ici, sans date)"),
        (None, "3000 (source du 15 avril 2025)"),
    ],
    ids=["note", "sans-date", "la-plus-sure"],
)
def test_telephone_principal(coordonnees: Coordonnees | None, attendu: str) -> None:
    operateur = _operateur(_contact("moyenne", telephone="2000"), _contact("haute", telephone="3000"))
    assert phrases.telephone_principal(operateur, coordonnees, JOUR) == attendu


@pytest.mark.parametrize(
    ("date", "attendu"),
    [
        ({"date": "2022-08"}, "source d’août 2022"),
        ({"date": "2022-05"}, "source de mai 2022"),
        ({"date": "2022"}, "source de 2022"),
        ({"consultee_le": "2026-11-23"}, "page consultée le 23 novembre 2026"),
    ],
)
def test_date_de_la_source_d_un_contact(date: dict[str, str], attendu: str) -> None:
    source = Source.model_validate({"url": "u", **date})
    contact = _contact("haute", telephone="3949", source=source)
    assert phrases.telephone_principal(_operateur(contact), None, JOUR) == f"3949 ({attendu})"


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        (Source(url="u", date="2025-02", objet="la fin"), f"La fin (page datée de février 2025){N}: u"),
        (Source(url="u", consultee_le="2026-11-23"), f"Page sans date, consultée le 23 novembre 2026{N}: u"),
    ],
)
def test_source(source: Source, attendu: str) -> None:
    assert phrases.source_en_mots(source) == attendu


ECRIT = {"id": "ecrit", "quand": "quand le projet sera écrit"}
LOCAL = une_question("local", {"id": "oui", "quand": "quand il faudra un local"}, "non")
POURQUOI = [
    pytest.param(
        [{**si("local", "oui"), "motif": "pour qui cherche un local"}],
        ("pour qui cherche un local", "s’ouvrira quand il faudra un local"),
        id="one change",
    ),
    pytest.param(
        [{**si("projet", "ecrit"), "motif": "projet écrit"}, {**si("local", "oui"), "motif": "pour un local"}],
        ("projet écrit", "s’ouvrira quand le projet sera écrit et quand il faudra un local"),
        id="two changes",
    ),
    pytest.param(
        [{**si("age", "jeune"), "motif": "réservé aux jeunes"}, {**si("local", "oui"), "motif": "pour un local"}],
        ("réservé aux jeunes", None),
        id="what a person is",
    ),
    pytest.param(
        [{**si("local", "oui"), "motif": "pour un local"}, {**si("projet", "rien"), "motif": "avant toute idée"}],
        ("pour un local\u00a0; avant toute idée", None),
        id="nothing opens it: all that stands against it",
    ),
]


@pytest.mark.parametrize(("conditions", "attendu"), POURQUOI)
def test_pourquoi(conditions: list[dict[str, Any]], attendu: tuple[str, str | None]) -> None:
    projet = une_question("projet", "rien", "idee", ECRIT)
    catalogue = un_catalogue(
        un_operateur("op", une_offre("porte", *conditions)),
        questions=[projet, une_question("age", "jeune", "adulte", modifiable=False), LOCAL],
    )
    reponses = {"projet": "idee", "age": "adulte", "local": "non"}
    resultat = recommander(catalogue.questionnaire.verifier(reponses), catalogue, "2026-W47")
    [ecarte] = resultat.ecartes
    assert phrases.pourquoi_en_mots(catalogue, resultat, ecarte) == attendu


def test_typographie_des_phrases() -> None:
    """No straight apostrophe nor plain space before a double sign in what people read."""
    source = re.sub(r'"""[\s\S]*?"""', "", Path(phrases.__file__).read_text(encoding="utf-8"))
    textes = re.findall(r'"([^"\n]*)"', source)
    assert textes
    fautes = [t for t in textes if re.search(r"[^\W\d]'[^\W\d]| [:;!?»]|« ", t) and not t.startswith("^")]
    assert fautes == []
