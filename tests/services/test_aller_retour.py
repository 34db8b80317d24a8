"""The round trip: what goes out in the national format comes back, and goes out again the same."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.national import vocabulaire
from prescripteur_tui.domaine.national.champs import Enregistrement
from prescripteur_tui.domaine.national.entree import Reprise
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.exports.national import fichiers
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.lecture.ecriture import ecrire_operateur
from prescripteur_tui.lecture.national.fiches import nettoyer_service, nettoyer_structure
from prescripteur_tui.lecture.national.flux import lire_fiches
from prescripteur_tui.lecture.yaml_sur import lire_yaml
from prescripteur_tui.services.sortie_nationale import Sortie, sortir, source_de
from tests.schema_national import figer
from tests.usine import un_catalogue

JOUR = dt.date(2026, 11, 26)
OPERATEURS = sorted(f.stem for f in (Path(__file__).parents[2] / "catalogue" / "operateurs").glob("*.yaml"))


@pytest.fixture(autouse=True)
def horloge_du_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is `JOUR`."""
    figer(monkeypatch, JOUR)


def reprendre(structures: list[Enregistrement], services: list[Enregistrement], base: Catalogue) -> Catalogue:
    """The catalogue that these records make, through the YAML files that they would be."""
    reprise = Reprise(
        jour=JOUR,
        licence="Licence Ouverte 2.0",
        etapes=tuple(base.questionnaire.noms_etapes),
        source=source_de(base),
    )
    par_structure: dict[str, list[Enregistrement]] = defaultdict(list)
    for brut in services:
        service, constats = nettoyer_service(brut)
        assert constats == []
        par_structure[service["structure_id"]].append(service)
    operateurs = []
    for brut in structures:
        structure, constats = nettoyer_structure(brut)
        assert constats == []
        operateur = reprise.operateur(structure, par_structure[structure["id"]])
        relu = lire_yaml(ecrire_operateur(operateur), "operateurs/x.yaml").valeur
        operateurs.append(Operateur.model_validate(relu))
    return base.model_copy(update={"operateurs": tuple(operateurs)})


@pytest.fixture(scope="module")
def livre(dossier_catalogue: Path) -> Catalogue:
    """The shipped catalogue."""
    return lire_catalogue(dossier_catalogue, cas_types=False)


@pytest.fixture(scope="module")
def premiere(livre: Catalogue) -> Sortie:
    """Its export."""
    return sortir(livre, JOUR)


@pytest.fixture(scope="module", params=["json", "csv"])
def seconde(
    request: pytest.FixtureRequest, livre: Catalogue, premiere: Sortie, tmp_path_factory: pytest.TempPathFactory
) -> Sortie:
    """The export of what comes back, through files of one format."""
    dossier = tmp_path_factory.mktemp("export")
    lues = {}
    for nom, octets in fichiers(premiere.structures, premiere.services).items():
        if nom.endswith(request.param):
            (dossier / nom).write_bytes(octets)
            lues[nom.partition(".")[0]] = [lue.objet for lue in lire_fiches(dossier / nom, nom)]
    return sortir(reprendre(lues["structures"], lues["services"], livre), JOUR)


def de(sortie: Sortie, operateur: str) -> list[Enregistrement]:
    """The records of one operator."""
    fin = f"--{operateur}"
    structures = [fiche for fiche in sortie.structures if fiche["id"].endswith(fin)]
    return [*structures, *(fiche for fiche in sortie.services if fiche["structure_id"].endswith(fin))]


@pytest.mark.parametrize("operateur", OPERATEURS)
def test_chaque_operateur_revient_sans_perte(premiere: Sortie, seconde: Sortie, operateur: str) -> None:
    avant, apres = de(premiere, operateur), de(seconde, operateur)
    assert apres == avant
    est_laisse = operateur in {laisse.operateur for laisse in premiere.laisses}
    assert bool(avant) != est_laisse


def test_les_octets_sont_les_memes(premiere: Sortie, seconde: Sortie) -> None:
    avant = fichiers(premiere.structures, premiere.services)
    assert fichiers(seconde.structures, seconde.services) == avant


def test_les_identifiants_et_les_faits_reviennent(livre: Catalogue, premiere: Sortie) -> None:
    retour = reprendre(list(premiere.structures), list(premiere.services), livre)
    for operateur in retour.operateurs:
        notre = livre.par_operateur[operateur.id]
        assert operateur.nom == notre.nom
        assert operateur.description == notre.description
        assert operateur.site == notre.site
        assert sorted(operateur.reseaux_porteurs) == sorted(notre.reseaux_porteurs)
        assert {o.id for o in operateur.offres} == {o.id for o in notre.offres}
        for offre in operateur.offres:
            la_notre = next(o for o in notre.offres if o.id == offre.id)
            for champ in ("nom", "description", "type", "frais", "frais_precisions", "lien_mobilisation"):
                assert getattr(offre, champ) == getattr(la_notre, champ)
            for champ in ("thematiques", "publics", "zone_eligibilite", "modes_accueil", "mobilisable_par"):
                assert sorted(getattr(offre, champ)) == sorted(getattr(la_notre, champ))
            assert offre.conditions == ()


# Any record that the schema takes

mots = st.text(st.sampled_from("abcdeéàç XYZ’-0123456789,;:()"), min_size=3, max_size=140)
ligne = mots.map(lambda t: " ".join(t.split())).filter(lambda t: len(t) >= 5)
paragraphe = st.lists(ligne, min_size=1, max_size=4).map("\n".join)
dates = st.dates(dt.date(2000, 1, 1), JOUR).map(dt.date.isoformat)
local = st.from_regex(r"[A-Za-z0-9:_-]{1,20}", fullmatch=True)


def parmi(valeurs: frozenset[str]) -> st.SearchStrategy[list[str]]:
    """Some values of a list, sorted."""
    return st.sets(st.sampled_from(sorted(valeurs)), min_size=1, max_size=4).map(sorted)


ACCUEIL: dict[str, st.SearchStrategy[Any]] = {
    "commune": ligne,
    "code_postal": st.from_regex(r"[0-9]{5}", fullmatch=True),
    "code_insee": st.from_regex(r"[0-9][0-9AB][0-9]{3}", fullmatch=True),
    "adresse": ligne,
    "complement_adresse": ligne,
    "longitude": st.floats(-180, 180),
    "latitude": st.floats(-90, 90),
    "telephone": st.from_regex(r"0[1-9]( [0-9]{2}){4}", fullmatch=True),
    "courriel": st.just("contact@exemple.fr"),
    "horaires_accueil": st.just("Mo-Fr 08:30-12:30; PH off"),
}
LIEN = st.sampled_from(["https://exemple.fr/a?b=c", "http://exemple.fr", "https://exemple.fr/x/"])
STRUCTURES = st.fixed_dictionaries(
    {"source": st.just("dora"), "id": local.map("dora--{}".format), "nom": ligne, "date_maj": dates},
    optional={
        **ACCUEIL,
        "description": paragraphe,
        "lien_source": LIEN,
        "siret": st.from_regex(r"[0-9]{14}", fullmatch=True),
        "site_web": st.sampled_from(["https://exemple.fr", "http://exemple.fr", "https://exemple.fr/nous"]),
        "accessibilite_lieu": LIEN,
        "reseaux_porteurs": parmi(vocabulaire.RESEAUX_PORTEURS),
    },
)
SERVICES = st.fixed_dictionaries(
    {
        "source": st.just("dora"),
        "id": local.map("dora--{}".format),
        "nom": ligne,
        "description": paragraphe,
        "date_maj": dates,
    },
    optional={
        **ACCUEIL,
        "lien_source": LIEN,
        "type": st.sampled_from(sorted(vocabulaire.TYPES)),
        "thematiques": parmi(vocabulaire.THEMATIQUES),
        "frais": st.sampled_from(sorted(vocabulaire.FRAIS)),
        "frais_precisions": paragraphe,
        "publics": parmi(vocabulaire.PUBLICS - {"tous-publics"}) | st.just(["tous-publics"]),
        "publics_precisions": paragraphe,
        "conditions_acces": paragraphe,
        "modes_accueil": parmi(vocabulaire.MODES_ACCUEIL),
        "zone_eligibilite": st.sampled_from([["59"], ["245901160", "59606"], ["france"]]),
        "lien_mobilisation": LIEN,
        "modes_mobilisation": parmi(vocabulaire.MODES_MOBILISATION),
        "mobilisable_par": parmi(vocabulaire.PERSONNES_MOBILISATRICES),
        "mobilisation_precisions": paragraphe,
        "volume_horaire_hebdomadaire": st.floats(0, 40),
        "nombre_semaines": st.integers(1, 52),
    },
)


@given(
    structure=STRUCTURES,
    services=st.lists(SERVICES, min_size=1, max_size=3, unique_by=lambda service: service["id"]),
)
@settings(max_examples=150, deadline=None)
def test_toute_fiche_du_schema_revient(structure: Enregistrement, services: list[Enregistrement]) -> None:
    """Through the catalogue and out again: the same record, except `-0.0` and the last slash of a site."""
    services = [{**service, "structure_id": structure["id"]} for service in services]
    v1.Structure.model_validate(structure)
    for service in services:
        v1.Service.model_validate(service)
    sortie = sortir(reprendre([structure], services, un_catalogue()), JOUR)
    assert json.loads(json.dumps(sortie.structures)) == [structure]
    assert sorted(sortie.services, key=lambda s: s["id"]) == sorted(services, key=lambda s: s["id"])
