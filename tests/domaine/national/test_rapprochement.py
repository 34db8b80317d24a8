"""Whether a national record is an operator that stands already, and what an import changes in one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from prescripteur_tui.domaine.national.entree import Reprise, marquer_disparu
from prescripteur_tui.domaine.national.rapprochement import (
    Difference,
    apports,
    differences,
    meme_contenu,
    meme_operateur,
    ressemblances,
)
from prescripteur_tui.domaine.operateurs import Operateur
from tests.usine import un_operateur, une_offre

JOUR = dt.date(2026, 11, 26)
DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
REPRISE = Reprise(jour=JOUR, licence="Licence Ouverte 2.0", etapes=("detection",), source="prescripteur-ici")
SOURCE = {"url": "https://exemple.fr", "date": "2026"}


def notre(identifiant: str, nom: str, *communes: str, **champs: Any) -> Operateur:
    """An operator written by hand."""
    contacts = [{"nom": c, "commune": c, "confiance": "haute", "source": SOURCE} for c in communes]
    return Operateur.model_validate(
        un_operateur(identifiant, une_offre("accueil", raison="x"), **{"nom": nom, "contacts": contacts, **champs})
    )


def fiche(nom: str = "Adie", commune: str | None = None, **champs: Any) -> dict[str, Any]:
    """A structure of the national files."""
    base = {"source": "dora", "id": "dora--42", "nom": nom, "date_maj": "2026-03-01"}
    return {**base, **({"commune": commune} if commune else {}), **champs}


ADIE = notre("adie", "Adie", "Valenciennes")
BGE = notre("bge-hauts-de-france", "BGE Hauts-de-France", siret="13003013300016", reseaux_porteurs=["reseau-bge"])
MISSION = notre(
    "mission-locale-valenciennois",
    "Mission locale du Valenciennois",
    "Marly",
    "Denain",
    reseaux_porteurs=["mission-locale"],
)
TOUS = (ADIE, BGE, MISSION)


@pytest.mark.parametrize(
    ("structure", "attendu"),
    [
        (fiche(id="prescripteur-ici--adie", source="prescripteur-ici", nom="X"), ("adie", "même identifiant")),
        (fiche(id="prescripteur-ici--inconnu", source="prescripteur-ici", nom="X"), None),
        (fiche(id="dora--adie", nom="X"), None),
        (fiche("X", siret="13003013300016"), ("bge-hauts-de-france", "même SIRET")),
        (fiche("ADIE", "VALENCIENNES"), ("adie", "même nom, même commune")),
        (fiche("L'Adie"), None),
        (fiche("Adie"), ("adie", "même nom")),
        (fiche("Adie", "Lille"), None),
        (fiche("bge hauts de france", "Lille"), ("bge-hauts-de-france", "même nom")),
        (fiche("Mission Locale du Valenciennois", "Denain"),
         ("mission-locale-valenciennois", "même nom, même commune")),
    ],
)  # fmt: skip
def test_le_meme_operateur(structure: dict[str, Any], attendu: tuple[str, str] | None) -> None:
    trouve = meme_operateur(structure, TOUS, "prescripteur-ici")
    assert (trouve and (trouve[0].id, trouve[1])) == attendu


def test_un_operateur_importe_ne_se_rapproche_que_par_sa_fiche() -> None:
    importe = REPRISE.operateur(fiche("Adie", "Valenciennes"), [service()])
    assert meme_operateur(fiche("Adie", "Valenciennes", id="dora--43"), (importe,), "prescripteur-ici") is None


@pytest.mark.parametrize(
    ("structure", "attendu"),
    [
        (fiche("Mission locale", "Denain", reseaux_porteurs=["mission-locale"]), ["mission-locale-valenciennois"]),
        (fiche("Mission locale", "Lille", reseaux_porteurs=["mission-locale"]), []),
        (fiche("BGE", "Lille", reseaux_porteurs=["reseau-bge"]), ["bge-hauts-de-france"]),
        (fiche("Adie de Valenciennes", "Valenciennes"), ["adie"]),
        (fiche("Maradie", "Valenciennes"), []),
        (fiche("Autre"), []),
    ],
)
def test_ce_qui_lui_ressemble(structure: dict[str, Any], attendu: list[str]) -> None:
    assert [o.id for o in ressemblances(structure, TOUS)] == attendu


def test_ce_que_la_fiche_dit_de_plus() -> None:
    structure = fiche("Adie", "Valenciennes", telephone="03 27 00 00 00", courriel="a@exemple.fr", siret="1" * 14)
    assert apports(ADIE, structure) == [
        Difference("", "siret", "", "1" * 14),
        Difference("", "telephone", "", "03 27 00 00 00"),
        Difference("", "courriel", "", "a@exemple.fr"),
    ]


def service(**champs: Any) -> dict[str, Any]:
    """A service of the national files."""
    base = {"source": "dora", "structure_id": "dora--42", "id": "dora--7", "nom": "Atelier", "date_maj": "2026-03-01"}
    return {**base, "description": "Un atelier.", "thematiques": [DEFINIR], **champs}


def test_ce_qui_change() -> None:
    avant = REPRISE.operateur(
        fiche(telephone="03 27 00 00 00", adresse="1 rue A"),
        [service(publics=["jeunes"]), service(id="dora--8", nom="B")],
    )
    apres = REPRISE.operateur(
        fiche("Adie Nord", telephone="03 27 11 11 11", siret="1" * 14, date_maj="2026-04-01"),
        [service(publics=["etudiants", "jeunes"], longitude=3.5), service(id="dora--9", nom="C")],
        avant,
    )
    assert differences(avant, apres) == [
        Difference("", "nom", "Adie", "Adie Nord"),
        Difference("", "siret", "", "1" * 14),
        Difference("", "adresse", "1 rue A", ""),
        Difference("", "telephone", "03 27 00 00 00", "03 27 11 11 11"),
        Difference("", "date_maj", "2026-03-01", "2026-04-01"),
        Difference("Atelier", "publics", "jeunes", "etudiants, jeunes"),
        Difference("Atelier", "longitude", "", "3.5"),
        Difference("B", "disparu_le", "", "2026-11-26"),
        Difference("C", "offre", "", "C"),
    ]


def test_rien_ne_change() -> None:
    avant = REPRISE.operateur(fiche(), [service()])
    autre_jour = Reprise(jour=dt.date(2026, 12, 3), licence="Licence Ouverte 2.0", etapes=("detection",), source="x")
    apres = autre_jour.operateur(fiche(), [service()], avant)
    assert differences(avant, apres) == []
    assert meme_contenu(avant, apres)
    assert apres != avant, "the day of the import differs"


def test_tout_changement_de_contenu_se_dit() -> None:
    """Whatever field differs, the operators differ and the difference has a name."""
    avant = REPRISE.operateur(fiche(), [service()])
    for champ, valeur in {
        "frais": "gratuit",
        "frais_precisions": "x",
        "type": "atelier",
        "publics_precisions": "x",
        "conditions_acces": "x",
        "modes_accueil": ["a-distance"],
        "zone_eligibilite": ["59"],
        "lien_mobilisation": "https://x.fr",
        "modes_mobilisation": ["telephoner"],
        "mobilisable_par": ["usagers"],
        "mobilisation_precisions": "x",
        "volume_horaire_hebdomadaire": 2.0,
        "nombre_semaines": 3,
        "telephone": "3949",
        "horaires_accueil": "Mo 09:00-10:00",
        "lien_source": "https://x.fr",
        "description": "Autre chose.",
        "date_maj": "2026-05-01",
        "thematiques": ["remobilisation--lien-social"],
    }.items():
        apres = REPRISE.operateur(fiche(), [service(**{champ: valeur})], avant)
        assert not meme_contenu(avant, apres), champ
        assert [d.champ for d in differences(avant, apres)] == [champ]
    for champ, valeur in {
        "description": "Une maison.",
        "lien_source": "https://x.fr",
        "site_web": "https://x.fr",
        "accessibilite_lieu": "https://x.fr",
        "reseaux_porteurs": ["adie"],
        "commune": "Anzin",
        "latitude": 50.0,
    }.items():
        apres = REPRISE.operateur(fiche(**{champ: valeur}), [service()], avant)
        assert not meme_contenu(avant, apres), champ
        assert [d.champ for d in differences(avant, apres)] == [champ]


def test_une_disparition_se_dit() -> None:
    avant = REPRISE.operateur(fiche(), [service()])
    apres = marquer_disparu(avant, JOUR)
    assert differences(avant, apres) == [Difference("", "disparu_le", "", "2026-11-26")]
    assert not meme_contenu(avant, apres)
