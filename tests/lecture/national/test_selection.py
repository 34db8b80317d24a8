"""The national files read once: what is kept, what is counted, what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.national.tri import Tri, trieur
from prescripteur_tui.domaine.territoire import Territoire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.national.selection import PROBLEMES_MAX, ImportRefuse, Selection, selectionner

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
JOUR = dt.date(2026, 11, 26)
TRI: Tri = trieur(
    Territoire.model_validate(
        {
            "nom": "Valenciennes Métropole",
            "epci": "245901160",
            "millesime_qpv": "2024",
            "communes": [{"insee": "59606", "nom": "Valenciennes"}],
            "quartiers": [],
        }
    )
)


def service(numero: int | str, structure: int | str = 1, **champs: Any) -> dict[str, Any]:
    """A service of the theme."""
    return {
        "source": "dora",
        "structure_id": f"dora--{structure}",
        "id": f"dora--s{numero}",
        "nom": f"Service {numero}",
        "description": "Un service.",
        "date_maj": "2026-03-01",
        "thematiques": [DEFINIR],
        **champs,
    }


def structure(numero: int | str, **champs: Any) -> dict[str, Any]:
    """A structure."""
    base = {"source": "dora", "id": f"dora--{numero}", "nom": f"Structure {numero}", "date_maj": "2026-02-01"}
    return {**base, **champs}


class Fichiers:
    """Writes files, and reads them."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    def __call__(self, *contenus: Sequence[Any], surveilles: frozenset[str] = frozenset()) -> Selection:
        """Each list of records as one JSON file."""
        chemins = []
        for i, contenu in enumerate(contenus, start=1):
            chemin = self.dossier / f"f{i}.json"
            chemin.write_text(json.dumps(contenu, indent=0), encoding="utf-8")
            chemins.append(chemin)
        return selectionner(chemins, TRI, JOUR, surveilles=surveilles)


@pytest.fixture
def lire(tmp_path: Path) -> Fichiers:
    """Select from lists of records."""
    return Fichiers(tmp_path)


def ids(selection: Selection) -> list[str]:
    """The national ids of the services that are kept."""
    return [fiche["id"] for fiche in selection.services]


def problemes(selection: Selection) -> list[tuple[str, str, int, int]]:
    """Code, file, line and record of each problem."""
    return [
        (p.code, str(p.contexte["fichier"]), int(str(p.contexte["ligne"])), int(str(p.contexte["fiche"])))
        for p in selection.problemes
    ]


def test_seuls_le_theme_et_le_territoire_sont_gardes(lire: Fichiers) -> None:
    selection = lire(
        [
            service(1, 1, zone_eligibilite=["59"]),
            service(2, 2, thematiques=["mobilite--preparer-un-permis"]),
            service(3, 3, zone_eligibilite=["75"]),
            service(4, 4),
            service(5, 5),
            service(6, 6, modes_accueil=["a-distance"]),
        ],
        [structure(n, code_insee="13055" if n in (5, 6) else "59606") for n in range(1, 9)],
    )
    assert ids(selection) == ["dora--s1", "dora--s4", "dora--s6"]
    assert sorted(selection.structures) == ["dora--1", "dora--4", "dora--6"]
    assert (selection.lus, selection.lues) == (6, 8)
    assert (selection.hors_theme, selection.hors_territoire) == (1, 2)
    assert selection.sources == {"dora"}
    assert selection.problemes == []
    assert selection.a_des_structures


def test_l_ordre_des_fichiers_ne_compte_pas(lire: Fichiers) -> None:
    un, deux = [service(1)], [structure(1)]
    assert lire(un, deux).structures == lire(deux, un).structures != {}


def test_plusieurs_fichiers_de_services(lire: Fichiers) -> None:
    selection = lire([service(1)], [structure(1)], [service(2, 2)], [structure(2)])
    assert ids(selection) == ["dora--s1", "dora--s2"]
    assert sorted(selection.structures) == ["dora--1", "dora--2"]


def test_des_services_sans_structures(lire: Fichiers) -> None:
    selection = lire([service(1)])
    assert (ids(selection), selection.structures, selection.a_des_structures) == (["dora--s1"], {}, False)


def test_les_cles_inconnues_sont_comptees(lire: Fichiers) -> None:
    selection = lire(
        [service(1, score_qualite=0.5), service(2, thematiques=[], score_qualite=1, etape="x"), service(3)],
        [structure(1, rna="W1", _cluster_id="x", score_qualite=None)],
    )
    assert selection.cles_inconnues == {"score_qualite": 3, "etape": 1, "_cluster_id": 1}
    assert selection.cles_sans_suite == {"rna": 1}


def test_ce_qui_est_nettoye_est_compte(lire: Fichiers) -> None:
    selection = lire(
        [
            service(1, description="<p>Un</p>", frais="cher"),
            service(2, description="<p>Deux</p>", contact_nom_prenom="Camille"),
            service(3, thematiques=[], description="<p>Hors du thème</p>"),
        ]
    )
    assert {(c.nature, c.champ, c.valeur): n for c, n in selection.constats.items()} == {
        ("html", "description", ""): 2,
        ("inconnue", "frais", "cher"): 1,
        ("personnel", "contact_nom_prenom", ""): 1,
    }
    assert {c.champ: places for c, places in selection.exemples.items()} == {
        "description": [("f1.json", 1), ("f1.json", 2)],
        "frais": [("f1.json", 1)],
        "contact_nom_prenom": [("f1.json", 2)],
    }


@pytest.mark.parametrize(
    ("fautif", "raison"),
    [
        ({"nom": None}, "« nom » manque"),
        ({"nom": "<br>"}, "« nom » manque"),
        ({"date_maj": "hier"}, "« date_maj » ne se lit pas"),
        ({"date_maj": None}, "« date_maj » manque"),
        ({"date_maj": "2026-11-27"}, "« date_maj » est dans le futur"),
        ({"source": None}, "« source » manque"),
        ({"id": 12}, "« id » ne se lit pas"),
        ({"structure_id": ""}, "« structure_id » manque"),
    ],
)
def test_une_fiche_refusee(lire: Fichiers, fautif: dict[str, Any], raison: str) -> None:
    selection = lire([service(1), service(2, **fautif), service(3)], [structure(1)])
    assert ids(selection) == ["dora--s1", "dora--s3"]
    ((code, fichier, ligne, fiche),) = problemes(selection)
    assert (code, fichier, fiche) == ("import-fiche", "f1.json", 2)
    assert ligne == 13
    assert raison in selection.problemes[0].message.replace("\u00a0", " ")


def test_une_fiche_hors_du_theme_n_est_pas_jugee(lire: Fichiers) -> None:
    assert lire([service(1, nom=None, thematiques=[])]).problemes == []


def test_une_structure_refusee(lire: Fichiers) -> None:
    selection = lire([service(1, 1)], [structure(1, nom=""), structure(2, nom="")])
    assert problemes(selection) == [("import-fiche", "f2.json", 2, 1)]
    assert selection.structures == {}
    assert ids(selection) == []


def test_un_genre_dans_le_fichier_de_l_autre(lire: Fichiers) -> None:
    selection = lire([service(1), structure(1)])
    assert problemes(selection) == [("import-fiche", "f1.json", 13, 2)]


def test_des_doublons(lire: Fichiers) -> None:
    selection = lire([service(1), service(1), service(2), service(2, nom="Autre")], [structure(1), structure(1)])
    assert ids(selection) == ["dora--s1", "dora--s2"]
    (probleme,) = selection.problemes
    assert (probleme.code, probleme.contexte["premiere"], probleme.contexte["fiche"]) == ("import-doublon", 3, 4)
    assert "dora--s2" in str(probleme)
    assert selection.doublons == 2


def test_un_meme_identifiant_dans_deux_fichiers(lire: Fichiers) -> None:
    selection = lire([service(1)], [service(1, nom="Autre")])
    (probleme,) = selection.problemes
    assert probleme.code == "import-doublon"
    assert probleme.contexte["fichier"] == "f2.json"


def test_ce_qui_etait_la_et_n_est_plus_retenu_se_distingue(lire: Fichiers) -> None:
    selection = lire(
        [service(1), service(2, thematiques=[]), service(3, 9, zone_eligibilite=["75"])],
        surveilles=frozenset({"dora--s2", "dora--s3", "dora--s4", "dora--9"}),
    )
    assert selection.encore == {"dora--s2", "dora--s3", "dora--9"}


def test_d_anciens_fichiers(lire: Fichiers) -> None:
    selection = lire(
        [
            {
                "id": "7",
                "structure_id": "42",
                "source": "dora",
                "_di_surrogate_id": "dora-7",
                "nom": "Atelier",
                "presentation_resume": "En court",
                "thematiques": ["creation-activite--financer-son-projet"],
                "zone_diffusion_type": "region",
                "zone_diffusion_code": "32",
                "date_maj": "2024-05-02",
            },
            {
                "id": "8",
                "structure_id": "42",
                "source": "dora",
                "nom": "Ailleurs",
                "thematiques": ["creation-activite"],
                "zone_diffusion_type": "departement",
                "zone_diffusion_code": "75",
                "date_maj": "2024-05-02",
            },
        ],
        [{"id": "42", "source": "dora", "nom": "BGE", "labels_nationaux": ["bge"], "date_maj": "2024-05-02"}],
    )
    assert ids(selection) == ["dora--7"]
    assert selection.structures["dora--42"]["reseaux_porteurs"] == ["reseau-bge"]
    assert (selection.hors_theme, selection.hors_territoire) == (0, 1)
    assert selection.services[0]["description"] == "En court"


def test_une_liste_vide_et_rien_d_autre(lire: Fichiers) -> None:
    selection = lire([])
    assert (selection.lus, selection.lues, selection.services) == (0, 0, [])


def test_le_csv_donne_la_meme_chose_que_le_json(lire: Fichiers, tmp_path: Path) -> None:
    services = [service(1, publics=["jeunes", "etudiants"], longitude=3.5), service(2, 2, zone_eligibilite=["75"])]
    structures = [structure(1, reseaux_porteurs=["adie"])]
    attendu = lire(services, structures)
    chemins = []
    for nom, fiches in (("s.csv", services), ("t.csv", structures)):
        with (tmp_path / nom).open("w", encoding="utf-8", newline="") as flux:
            colonnes = list(dict.fromkeys(cle for fiche in fiches for cle in fiche))
            auteur = csv.DictWriter(flux, colonnes)
            auteur.writeheader()
            auteur.writerows(fiches)
        chemins.append(tmp_path / nom)
    selection = selectionner(chemins, TRI, JOUR)
    assert (selection.services, selection.structures) == (attendu.services, attendu.structures)


def test_un_fichier_illisible_arrete_tout(lire: Fichiers, tmp_path: Path) -> None:
    (tmp_path / "coupe.json").write_text(json.dumps([service(1)])[:-5], encoding="utf-8")
    with pytest.raises(ErreurPrescripteur) as refus:
        selectionner([tmp_path / "coupe.json"], TRI, JOUR)
    assert refus.value.code == "import-coupe"


def test_trop_de_refus_arretent_la_lecture(lire: Fichiers) -> None:
    with pytest.raises(ImportRefuse) as refus:
        lire([service(n, nom=None) for n in range(PROBLEMES_MAX + 50)])
    assert refus.value.code == "import-trop-de-refus"
    assert len(refus.value.problemes) == PROBLEMES_MAX + 1
