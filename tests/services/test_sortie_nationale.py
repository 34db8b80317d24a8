"""The catalogue in the national format: valid against its schema, nothing invented, and what it cannot say is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.national.champs import LISTES, NOMBRES, SERVICE, STRUCTURE, Enregistrement
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.exports.national import en_csv, en_json
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.sortie_nationale import Sortie, sortir
from tests.schema_national import figer
from tests.usine import si, un_catalogue, un_operateur, une_offre

JOUR = dt.date(2026, 11, 26)
SOURCE = "prescripteur-valenciennes-metropole"
N = "\u00a0"


@pytest.fixture(autouse=True)
def horloge_du_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is `JOUR`."""
    figer(monkeypatch, JOUR)


@pytest.fixture(scope="module")
def livre(dossier_catalogue: Path) -> Catalogue:
    """The shipped catalogue."""
    return lire_catalogue(dossier_catalogue, cas_types=False)


@pytest.fixture(scope="module")
def sortie(livre: Catalogue) -> Sortie:
    """Its export."""
    return sortir(livre, JOUR)


def valider(modele: type[Any], fiche: Enregistrement) -> Any:
    """The record as the schema reads it, its warnings on."""
    return modele.model_validate(fiche, context={"ignore_warnings": False})


# The shipped catalogue


def test_tout_est_valide_et_rien_n_est_perdu_en_route(sortie: Sortie) -> None:
    modeles = ((v1.Structure, sortie.structures, STRUCTURE), (v1.Service, sortie.services, SERVICE))
    for modele, fiches, champs in modeles:
        assert fiches
        for fiche in fiches:
            valide = valider(modele, fiche)
            # The schema drops a key that it does not know without a word.
            assert set(fiche) <= set(champs)
            relu = valide.model_dump(mode="json", exclude_none=True)
            assert set(relu) == set(fiche), fiche["id"]
            for champ, valeur in fiche.items():
                if champ in LISTES:
                    assert sorted(relu[champ]) == valeur
                elif champ in ("site_web", "lien_source", "lien_mobilisation"):
                    assert relu[champ].rstrip("/") == valeur.rstrip("/")
                else:
                    assert relu[champ] == valeur


def test_chaque_operateur_sort_ou_est_nomme(livre: Catalogue, sortie: Sortie) -> None:
    sortis = {fiche["id"].removeprefix(f"{SOURCE}--") for fiche in sortie.structures}
    laisses = {laisse.operateur for laisse in sortie.laisses if laisse.offre is None}
    assert laisses == {"emplois-francs", "paqte"}
    assert sortis | laisses == set(livre.par_operateur)
    assert not sortis & laisses
    offres = {fiche["id"].removeprefix(f"{SOURCE}--").replace(":", "/") for fiche in sortie.services}
    assert offres == {nom for nom in livre.offres if nom.partition("/")[0] in sortis}


def test_les_identifiants_sont_tries_uniques_et_relies(sortie: Sortie) -> None:
    structures = [fiche["id"] for fiche in sortie.structures]
    services = [fiche["id"] for fiche in sortie.services]
    assert structures == sorted(set(structures))
    assert services == sorted(set(services))
    assert {fiche["structure_id"] for fiche in sortie.services} == set(structures)
    assert {fiche["source"] for fiche in (*sortie.structures, *sortie.services)} == {SOURCE}


def trouver(fiches: tuple[Enregistrement, ...], local: str) -> Enregistrement:
    """A record by its local id."""
    return next(fiche for fiche in fiches if fiche["id"] == f"{SOURCE}--{local}")


def test_citeslab(sortie: Sortie) -> None:
    assert trouver(sortie.structures, "citeslab") == {
        "source": SOURCE,
        "id": f"{SOURCE}--citeslab",
        "nom": "CitésLab",
        "date_maj": "2025-05-01",
        "description": "Un service gratuit, dans les quartiers prioritaires, pour passer de l’envie à l’idée "
        "et de l’idée au projet.",
        "site_web": "https://citeslab.fr",
    }
    service = trouver(sortie.services, "citeslab:emergence")
    assert service["conditions_acces"] == (
        f"Intervient avant la création{N}: une envie ou une idée suffit.\n"
        f"Réservé aux habitants d’un quartier prioritaire{N}; pour qui veut seulement s’y installer, "
        "la règle n’est pas publiée.\n"
        f"À confirmer{N}: la structure qui porte CitésLab ici aujourd’hui, le lieu et le jour de permanence."
    )
    del service["conditions_acces"], service["description"]
    assert service == {
        "source": SOURCE,
        "structure_id": f"{SOURCE}--citeslab",
        "id": f"{SOURCE}--citeslab:emergence",
        "nom": "De l’envie à l’idée, de l’idée au projet",
        "date_maj": "2025-05-01",
        "type": "accompagnement",
        "thematiques": ["creer-une-entreprise--definir-son-projet-de-creation-dentreprise"],
        "frais": "gratuit",
        "publics": ["residents-qpv-frr"],
        "publics_precisions": f"Étapes du parcours{N}: esprit d’initiative, détection.",
        "zone_eligibilite": ["245901160"],
    }


def test_un_seul_contact_est_l_adresse_de_la_structure(sortie: Sortie) -> None:
    adie = trouver(sortie.structures, "adie")
    assert (adie["telephone"], adie["commune"], adie["code_insee"]) == ("09 69 32 81 10", "Valenciennes", "59606")
    assert "adresse" not in adie
    acsrv = trouver(sortie.structures, "acsrv")
    assert {cle: acsrv[cle] for cle in ("telephone", "adresse", "code_postal", "commune", "code_insee")} == {
        "telephone": "03 27 28 91 98",
        "adresse": "34 avenue de Condé",
        "code_postal": "59300",
        "commune": "Valenciennes",
        "code_insee": "59606",
    }


def test_de_plusieurs_contacts_seul_ce_qu_ils_ont_en_commun(sortie: Sortie) -> None:
    france_travail = trouver(sortie.structures, "france-travail")
    assert france_travail["telephone"] == "3949"
    assert not {"adresse", "commune", "code_insee"} & set(france_travail)
    centre_social = trouver(sortie.structures, "centre-social")
    assert not {"telephone", "adresse", "commune", "code_insee", "courriel"} & set(centre_social)
    perdus = [p.texte for p in sortie.pertes if p.operateur == "centre-social" and p.nature == "contacts"]
    assert len(perdus) == 1
    assert perdus[0].startswith("16 lieux")


def test_une_offre_a_confirmer_le_dit_d_abord(sortie: Sortie) -> None:
    service = trouver(sortie.services, "pop-school:formation-numerique")
    lignes = service["conditions_acces"].split("\n")
    assert lignes[0] == f"À confirmer avant d’orienter{N}: on ne sait pas si cette offre existe encore."
    assert lignes[1] == "Réservé aux jeunes et aux adultes sortis de l’école."
    assert "frais" not in service
    assert "thematiques" not in service


def test_une_offre_de_saison_et_une_offre_datee(sortie: Sortie) -> None:
    assert trouver(sortie.services, "made-in-valenciennes:visites-entreprises")["mobilisation_precisions"] == (
        "Seulement en février."
    )
    assert trouver(sortie.services, "tzcld-valenciennes:emploi-durable")["mobilisation_precisions"] == (
        "Jusqu’au 31 décembre 2026."
    )


def test_ce_que_le_schema_ne_sait_pas_dire_est_dit(livre: Catalogue, sortie: Sortie) -> None:
    natures: dict[str, set[str]] = {}
    for perte in sortie.pertes:
        nom = f"{perte.operateur}/{perte.offre}" if perte.offre else perte.operateur
        natures.setdefault(nom, set()).add(perte.nature)
    assert natures["citeslab"] == {"confiance", "sources", "date"}
    assert natures["citeslab/emergence"] == {"etapes", "conditions", "preferences", "a_confirmer"}
    assert {"filet", "etapes"} <= natures["centre-social/accueil"]
    assert "aide" in natures["france-travail/arce"]
    assert {"sources", "statut"} <= natures["pop-school"]
    assert "periode" in natures["made-in-valenciennes/visites-entreprises"]
    for nom, complete in livre.offres.items():
        if complete.offre.conditions and complete.statut != "termine":
            assert "conditions" in natures[nom], nom


# By hand


def sortir_un(offre: dict[str, Any], **champs: Any) -> tuple[Enregistrement, Enregistrement, Sortie]:
    """The structure and the service of one operator beside the filet."""
    sortie = sortir(un_catalogue(un_operateur("maison", offre, **champs)), JOUR)
    structure = next(f for f in sortie.structures if f["id"].endswith("--maison"))
    service = next(f for f in sortie.services if "--maison:" in f["id"])
    valider(v1.Structure, structure)
    valider(v1.Service, service)
    return structure, service, sortie


def natures_de(sortie: Sortie) -> set[str]:
    """What is told of `maison`."""
    return {p.nature for p in sortie.pertes if p.operateur == "maison"}


def test_ce_qui_est_absent_reste_absent() -> None:
    structure, service, _ = sortir_un(une_offre("conseil", si("projet", "idee")))
    assert set(structure) == {"source", "id", "nom", "date_maj", "description"}
    assert set(service) == {
        "source",
        "structure_id",
        "id",
        "nom",
        "description",
        "date_maj",
        "type",
        "publics_precisions",
        "conditions_acces",
    }


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Le conseil.", "Le conseil"),
        ("Prêts, conseils, etc.", "Prêts, conseils, etc."),
        ("x" * 200, "x" * 149 + "…"),
    ],
)
def test_un_nom_que_le_schema_refuse(nom: str, attendu: str) -> None:
    _, service, sortie = sortir_un(une_offre("conseil", si("projet", "idee"), nom=nom))
    assert service["nom"] == attendu
    assert ("texte" in natures_de(sortie)) == (nom != attendu)


def test_des_valeurs_que_le_schema_ne_connait_pas() -> None:
    offre = une_offre(
        "conseil",
        si("projet", "idee"),
        thematiques=["creation-activite", "remobilisation--lien-social"],
        publics=["martiens"],
        zone_eligibilite=["QN05920M", "59"],
        lien_mobilisation="pas une adresse",
    )
    structure, service, sortie = sortir_un(offre, reseaux_porteurs=["inconnu", "adie"], site="pas un site")
    assert (service["thematiques"], service["zone_eligibilite"]) == (["remobilisation--lien-social"], ["59"])
    assert not {"publics", "lien_mobilisation"} & set(service)
    assert structure["reseaux_porteurs"] == ["adie"]
    assert "site_web" not in structure
    valeurs = sorted(p.texte for p in sortie.pertes if p.operateur == "maison" and p.nature == "valeur")
    assert len(valeurs) == 6
    assert any("martiens" in texte for texte in valeurs)


def test_un_nom_trop_court_reste_ici() -> None:
    sortie = sortir(
        un_catalogue(
            un_operateur("un", une_offre("a", si("projet", "idee"), nom="AB"), une_offre("b", si("projet", "idee"))),
            un_operateur("deux", une_offre("a", si("projet", "idee")), nom="X"),
        ),
        JOUR,
    )
    assert {f["id"].partition("--")[2] for f in sortie.services} == {"un:b", "filet:accueil"}
    assert {(x.operateur, x.offre) for x in sortie.laisses} == {("un", "a"), ("deux", None)}


def test_un_contact_peu_sur_ne_sort_pas() -> None:
    source = {"url": "https://exemple.fr", "date": "2026"}
    contact = {"nom": "Ici", "telephone": "03 27 00 00 00", "confiance": "faible", "source": source}
    structure, _, sortie = sortir_un(une_offre("conseil", si("projet", "idee")), contacts=[contact])
    assert "telephone" not in structure
    assert "contacts" in natures_de(sortie)


def test_une_horloge_en_retard_est_dite() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        sortir(un_catalogue(un_operateur("maison", une_offre("a", si("projet", "idee")))), dt.date(2026, 5, 1))
    assert refus.value.code == "horloge-douteuse"


PROVENANCE = {
    "source": "dora",
    "id": "dora--42",
    "date_maj": "2026-02-01",
    "licence": "Licence Ouverte 2.0",
    "importe_le": "2026-11-26",
    "empreinte": "sha256:" + "0" * 64,
}


def importee(*conditions: Any, **champs: Any) -> dict[str, Any]:
    """An imported offre."""
    offre = une_offre("atelier", *conditions, provenance={"source": "dora", "id": "dora--7", "date_maj": "2026-03-01"})
    if not conditions:
        del offre["raison"]
    return {**offre, "conditions_acces": "Avoir une idée", **champs}


def test_une_fiche_importee_sort_sous_son_identite_et_telle_quelle() -> None:
    catalogue = un_catalogue(un_operateur("maison", importee(), statut="a-confirmer", provenance=PROVENANCE))
    sortie = sortir(catalogue, JOUR)
    structure = next(f for f in sortie.structures if f["source"] == "dora")
    service = next(f for f in sortie.services if f["source"] == "dora")
    assert (structure["id"], structure["date_maj"]) == ("dora--42", "2026-02-01")
    assert (service["id"], service["structure_id"], service["date_maj"]) == ("dora--7", "dora--42", "2026-03-01")
    assert service["conditions_acces"] == "Avoir une idée"
    assert "publics_precisions" not in service


def test_une_fiche_importee_puis_reglee_dit_ses_conditions() -> None:
    catalogue = un_catalogue(un_operateur("maison", importee(si("projet", "idee")), provenance=PROVENANCE))
    service = next(f for f in sortir(catalogue, JOUR).services if f["source"] == "dora")
    assert service["conditions_acces"] == "Avoir une idée\nMotif 1."


def test_une_fiche_disparue_ne_sort_pas() -> None:
    base = un_catalogue()
    provenance = {**PROVENANCE, "disparu_le": "2026-11-26"}
    objet = un_operateur("maison", importee(), statut="a-confirmer", provenance=provenance)
    catalogue = base.model_copy(update={"operateurs": (*base.operateurs, Operateur.model_validate(objet))})
    sortie = sortir(catalogue, JOUR)
    assert [f["source"] for f in sortie.structures] == ["prescripteur-ville-test"]
    assert [x.operateur for x in sortie.laisses] == ["maison"]


# Bytes


def relire_csv(octets: bytes) -> list[Enregistrement]:
    """The records of a CSV, lists and numbers back."""
    lignes = csv.DictReader(io.StringIO(octets.decode("utf-8"), newline=""), strict=True)
    return [
        {
            champ: json.loads(valeur) if champ in LISTES | NOMBRES else valeur
            for champ, valeur in ligne.items()
            if valeur
        }
        for ligne in lignes
    ]


def test_json_et_csv_disent_la_meme_chose(sortie: Sortie) -> None:
    for fiches, champs in ((sortie.structures, STRUCTURE), (sortie.services, SERVICE)):
        assert json.loads(en_json(fiches)) == list(fiches)
        octets = en_csv(fiches, champs)
        assert relire_csv(octets) == list(fiches)
        assert octets.splitlines()[0].decode("utf-8") == ",".join(champs)


def test_aucune_cellule_n_est_une_formule() -> None:
    fiche = {"source": "s", "id": "s--1", "nom": "=1+1", "description": "- une puce", "longitude": -1.5}
    lignes = list(csv.DictReader(io.StringIO(en_csv([fiche], STRUCTURE).decode("utf-8"), newline="")))
    assert (lignes[0]["nom"], lignes[0]["description"], lignes[0]["longitude"]) == ("'=1+1", "'- une puce", "-1.5")


def test_memes_octets_dans_un_autre_processus(dossier_catalogue: Path) -> None:
    """Sets of the schema come out in another order in every process: ours must not."""
    code = (
        "import datetime, hashlib, pathlib, sys\n"
        "from prescripteur_tui.lecture.catalogue import lire_catalogue\n"
        "from prescripteur_tui.services.sortie_nationale import sortir\n"
        "from prescripteur_tui.exports.national import fichiers\n"
        "c = lire_catalogue(pathlib.Path(sys.argv[1]), cas_types=False)\n"
        "s = sortir(c, datetime.date(2026, 11, 26))\n"
        "print({n: hashlib.sha256(o).hexdigest() for n, o in fichiers(s.structures, s.services).items()})\n"
        "print([m for m in ('data_inclusion', 'pendulum', 'textual') if m in sys.modules])\n"
    )
    sorties = {
        subprocess.run(
            [sys.executable, "-c", code, str(dossier_catalogue)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": graine},
        ).stdout
        for graine in ("1", "2")
    }
    assert len(sorties) == 1
    assert sorties.pop().endswith("[]\n")
