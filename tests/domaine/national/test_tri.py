"""Which records of the national files are of our theme and of our territory."""

from __future__ import annotations

from typing import Any

import pytest

from prescripteur_tui.domaine.national.anciens import moderniser, themes_en_vigueur
from prescripteur_tui.domaine.national.ecritures import liste
from prescripteur_tui.domaine.national.tri import Verdict, trieur
from prescripteur_tui.domaine.territoire import Territoire
from prescripteur_tui.erreurs import ErreurPrescripteur

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
STRUCTURER = "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise"
DEVELOPPER = "creer-une-entreprise--developper-son-entreprise"

TERRITOIRE = Territoire.model_validate(
    {
        "nom": "Valenciennes Métropole",
        "epci": "245901160",
        "millesime_qpv": "2024",
        "communes": [{"insee": "59606", "nom": "Valenciennes"}, {"insee": "59014", "nom": "Anzin"}],
        "quartiers": [],
    }
)
TRI = trieur(TERRITOIRE)


@pytest.mark.parametrize(
    ("ancien", "actuels"),
    [
        ("creation-activite", (DEFINIR, DEVELOPPER, STRUCTURER)),
        ("creation-activite--definir-son-projet-de-creation-dentreprise", (DEFINIR,)),
        ("creation-activite--structurer-son-projet-de-creation-dentreprise", (STRUCTURER,)),
        ("creation-activite--developper-son-entreprise", (DEVELOPPER,)),
        ("creation-activite--financer-son-projet", (STRUCTURER,)),
        ("creation-activite--reseautage-pour-createurs-dentreprise", (DEVELOPPER,)),
        ("numerique--creer-et-developper-mon-entreprise", (DEVELOPPER,)),
        ("numerique--creer-avec-le-numerique", (DEFINIR,)),
        (DEFINIR, (DEFINIR,)),
        ("mobilite--preparer-un-permis", ("mobilite--preparer-un-permis",)),
        ("mobilite--inventee", ("mobilite--inventee",)),
    ],
)
def test_les_anciennes_thematiques(ancien: str, actuels: tuple[str, ...]) -> None:
    assert themes_en_vigueur([ancien]) == actuels


def test_les_thematiques_sont_triees_et_sans_doublon() -> None:
    anciennes = ["creation-activite--financer-son-projet", STRUCTURER, DEFINIR]
    assert themes_en_vigueur(anciennes) == (DEFINIR, STRUCTURER)


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        (["a-b", "c"], ["a-b", "c"]),
        (None, []),
        ("", []),
        ("['a-b', 'c']", ["a-b", "c"]),
        ('["a-b","c"]', ["a-b", "c"]),
        ("{a-b,c}", ["a-b", "c"]),
        ('{"a-b",c}', ["a-b", "c"]),
        ("a-b, c", ["a-b", "c"]),
        ("a-b|c", ["a-b", "c"]),
        ("a-b", ["a-b"]),
        ([], []),
        (["a", None, 3, {"x": 1}, "59"], ["a", "59"]),
        ({"a": 1}, []),
        (7, []),
    ],
)
def test_une_liste_se_lit_dans_toutes_ses_ecritures(brut: object, attendu: list[str]) -> None:
    assert liste(brut) == attendu


def service(**champs: Any) -> dict[str, Any]:
    """A service of the theme, and what else is given."""
    return {"id": "x--1", "thematiques": [DEFINIR], **champs}


@pytest.mark.parametrize(
    ("champs", "verdict"),
    [
        ({}, Verdict.GARDE),
        ({"thematiques": []}, Verdict.HORS_THEME),
        ({"thematiques": None}, Verdict.HORS_THEME),
        ({"thematiques": ["mobilite--preparer-un-permis"]}, Verdict.HORS_THEME),
        ({"thematiques": ["mobilite--preparer-un-permis", DEVELOPPER]}, Verdict.GARDE),
        ({"thematiques": "['creation-activite--financer-son-projet']"}, Verdict.GARDE),
        ({"thematiques": ["numerique--creer-avec-le-numerique"]}, Verdict.GARDE),
        ({"thematiques": ["creer-une-entreprise"]}, Verdict.GARDE),
        ({"thematiques": ["recreer-une-entreprise--x"]}, Verdict.HORS_THEME),
        # The zone decides when there is one.
        ({"zone_eligibilite": ["59606"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["75056", "59014"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["59"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["245901160"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["99100"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["france"]}, Verdict.GARDE),
        ({"zone_eligibilite": ["France"]}, Verdict.GARDE),
        ({"zone_eligibilite": "{59,62}"}, Verdict.GARDE),
        ({"zone_eligibilite": ["75"]}, Verdict.HORS_TERRITOIRE),
        ({"zone_eligibilite": ["200042190"]}, Verdict.HORS_TERRITOIRE),
        # 32 is the Gers, and was the code of the région too: only the département is meant here.
        ({"zone_eligibilite": ["32"]}, Verdict.HORS_TERRITOIRE),
        ({"zone_eligibilite": ["59350"]}, Verdict.HORS_TERRITOIRE),
        ({"zone_eligibilite": ["59"], "code_insee": "75056"}, Verdict.GARDE),
        # No zone means everywhere, where the service can be reached at all.
        ({"zone_eligibilite": [], "code_insee": "59350"}, Verdict.GARDE),
        ({"code_insee": "13055"}, Verdict.HORS_TERRITOIRE),
        ({"code_postal": "13001"}, Verdict.HORS_TERRITOIRE),
        ({"code_postal": "59300"}, Verdict.GARDE),
        ({"code_insee": "13055", "modes_accueil": ["a-distance"]}, Verdict.GARDE),
        ({"code_insee": "13055", "modes_accueil": "['en-presentiel', 'a-distance']"}, Verdict.GARDE),
        ({"code_insee": "13055", "modes_accueil": ["en-presentiel"]}, Verdict.HORS_TERRITOIRE),
    ],
)
def test_ce_qui_est_garde(champs: dict[str, Any], verdict: Verdict) -> None:
    assert TRI.juger(service(**champs)) is verdict


def test_sans_zone_ni_adresse_celle_de_la_structure_compte() -> None:
    assert TRI.est_ici({"id": "x--1"}, {"code_insee": "13055"}) is False
    assert TRI.est_ici({"id": "x--1"}, {"code_insee": "59606"}) is True
    assert TRI.est_ici({"id": "x--1"}, {}) is True
    assert TRI.est_ici({"id": "x--1", "zone_eligibilite": ["59"]}, {"code_insee": "13055"}) is True
    assert TRI.est_ici({"id": "x--1", "code_insee": "59606"}, {"code_insee": "13055"}) is True


def test_d_autres_themes_se_demandent() -> None:
    tri = trieur(TERRITOIRE, themes=("mobilite", "remobilisation--lien-social"))
    assert tri.juger(service(thematiques=["mobilite--preparer-un-permis"])) is Verdict.GARDE
    assert tri.juger(service(thematiques=["remobilisation--lien-social"])) is Verdict.GARDE
    assert tri.juger(service(thematiques=["remobilisation--benevolat-action-citoyenne"])) is Verdict.HORS_THEME
    assert tri.juger(service()) is Verdict.GARDE


def test_un_theme_inconnu_est_refuse_avec_le_plus_proche() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        trieur(TERRITOIRE, themes=("mobilites",))
    assert (refus.value.code, refus.value.contexte["proche"]) == ("import-theme", "mobilite")


def test_notre_propre_export_revient_en_entier() -> None:
    tri = trieur(TERRITOIRE, source="prescripteur-valenciennes-metropole")
    fiche = {"source": "prescripteur-valenciennes-metropole", "id": "x", "thematiques": [], "zone_eligibilite": ["75"]}
    assert tri.juger(fiche) is Verdict.GARDE
    assert tri.juger({**fiche, "source": "dora"}) is Verdict.HORS_THEME


# Version 0 of the schema

ANCIEN_SERVICE: dict[str, Any] = {
    "_di_surrogate_id": "dora-7",
    "_di_structure_surrogate_id": "dora-42",
    "id": "7",
    "structure_id": "42",
    "source": "dora",
    "nom": "Atelier",
    "presentation_resume": "En court",
    "presentation_detail": "En long",
    "types": ["accueil", "financement"],
    "thematiques": ["creation-activite--financer-son-projet"],
    "profils": ["beneficiaires-rsa", "demandeurs-demploi", "jeunes-16-26", "adultes", "salaries", "inventes"],
    "profils_precisions": "De 18 à 30 ans",
    "frais": ["gratuit-sous-conditions"],
    "frais_autres": "5 €",
    "zone_diffusion_type": "departement",
    "zone_diffusion_code": "59",
    "prise_rdv": "https://exemple.fr/rdv",
    "modes_orientation_accompagnateur": ["telephoner", "envoyer-un-mail"],
    "modes_orientation_beneficiaire": ["se-presenter"],
    "recurrence": "Mo 09:00-12:00",
    "date_maj": "2024-05-02",
    "cumulable": True,
}


def test_un_ancien_service_prend_les_champs_d_aujourd_hui() -> None:
    assert moderniser(ANCIEN_SERVICE) == {
        "id": "dora--7",
        "structure_id": "dora--42",
        "source": "dora",
        "nom": "Atelier",
        "description": "En long",
        "type": "aide-financiere",
        "thematiques": ["creation-activite--financer-son-projet"],
        "publics": [
            "actifs",
            "beneficiaires-des-minimas-sociaux",
            "demandeurs-emploi",
            "inventes",
            "jeunes",
        ],
        "publics_precisions": "De 18 à 30 ans",
        "frais": None,
        "frais_precisions": "5 €",
        "zone_eligibilite": ["59"],
        "lien_mobilisation": "https://exemple.fr/rdv",
        "modes_mobilisation": ["envoyer-un-courriel", "se-presenter", "telephoner", "utiliser-lien-mobilisation"],
        "mobilisable_par": ["professionnels", "usagers"],
        "horaires_accueil": "Mo 09:00-12:00",
        "date_maj": "2024-05-02",
    }


@pytest.mark.parametrize(
    ("nature", "code", "zone"),
    [
        ("region", "32", ["02", "59", "60", "62", "80"]),
        ("pays", None, ["france"]),
        ("commune", "59606", ["59606"]),
        ("epci", "245901160", ["245901160"]),
        (None, None, None),
    ],
)
def test_une_ancienne_zone(nature: str | None, code: str | None, zone: list[str] | None) -> None:
    ancien = {**ANCIEN_SERVICE, "zone_diffusion_type": nature, "zone_diffusion_code": code}
    assert moderniser(ancien).get("zone_eligibilite") == zone


@pytest.mark.parametrize(
    ("frais", "attendu"),
    [
        (["gratuit"], "gratuit"),
        (["payant"], "payant"),
        (["gratuit", "payant"], "payant"),
        (["adhesion"], None),
        (None, None),
    ],
)
def test_d_anciens_frais(frais: list[str] | None, attendu: str | None) -> None:
    """Free under conditions is not free: what cannot be told is left out."""
    assert moderniser({**ANCIEN_SERVICE, "frais": frais}).get("frais") == attendu


def test_une_ancienne_structure() -> None:
    assert moderniser(
        {
            "_di_surrogate_id": "dora-42",
            "id": "42",
            "source": "dora",
            "nom": "BGE",
            "typologie": "ASSO",
            "presentation_resume": "En court",
            "labels_nationaux": ["bge", "mission-locale"],
            "horaires_ouverture": "Mo-Fr 09:00-17:00",
            "accessibilite": "https://acceslibre.beta.gouv.fr/x/",
            "date_maj": "2024-05-02",
        }
    ) == {
        "id": "dora--42",
        "source": "dora",
        "nom": "BGE",
        "description": "En court",
        "reseaux_porteurs": ["mission-locale", "reseau-bge"],
        "horaires_accueil": "Mo-Fr 09:00-17:00",
        "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/x/",
        "date_maj": "2024-05-02",
    }


def test_une_fiche_d_aujourd_hui_ne_change_pas() -> None:
    fiche = {"id": "dora--7", "structure_id": "dora--42", "source": "dora", "nom": "Atelier", "frais": "gratuit"}
    assert moderniser(fiche) == fiche


def test_l_identifiant_prend_sa_source_une_seule_fois() -> None:
    fiche = {"id": "7", "structure_id": "42", "source": "dora", "nom": "Atelier"}
    assert moderniser(fiche) == {**fiche, "id": "dora--7", "structure_id": "dora--42"}
