"""`entretien --reponses`, `--annuler`, `--corriger`: what is stored, printed, refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from prescripteur_tui.services.application import Application
from tests.cli.conftest import PORTEUSE, SEMAINE, Lanceur

CHAMPS = (
    "schema", "id", "semaine", "etape", "catalogue", "propositions", "aides", "ecartes", "question_utile",
    "fin", "orientations",
)  # fmt: skip
"""The result object of the contract, in its order."""


def _entretien(reponses: object = PORTEUSE, fin: str = "non-renseignee", **champs: object) -> dict[str, object]:
    return {"reponses": reponses, "fin": fin, **champs}


def _json(sortie: str) -> dict[str, Any]:
    (ligne,) = sortie.splitlines()
    objet: dict[str, Any] = json.loads(ligne)
    return objet


def test_json(lancer: Lanceur, fichier: Any) -> None:
    orientations = [{"offre": "citeslab/idee-au-projet", "issue": "acceptee", "motif": None}]
    premiere = _json(lancer("entretien", "--reponses", fichier(PORTEUSE), "--format", "json").stdout)
    orientations[0]["offre"] = premiere["propositions"][0]["offre"]
    objet = _entretien(fin="orientation", orientations=orientations)
    resultat = lancer("entretien", "--reponses", fichier(objet), "--format", "json")
    assert (resultat.exit_code, resultat.stderr) == (0, "")
    rendu = _json(resultat.stdout)
    assert tuple(rendu) == CHAMPS
    assert (rendu["schema"], rendu["semaine"], rendu["fin"]) == (1, SEMAINE, "orientation")
    assert rendu["orientations"] == orientations
    stockes = {entretien.id: entretien for entretien in lancer.entretiens()}
    assert set(stockes) == {premiere["id"], rendu["id"]}
    assert dict(stockes[rendu["id"]].reponses) == {
        question: tuple(valeur) if isinstance(valeur, list) else valeur for question, valeur in PORTEUSE.items()
    }


def test_memes_octets(lancer: Lanceur, fichier: Any) -> None:
    """Same answers, catalogue and week give the same bytes, whatever the order in which they are written."""
    a_l_envers = dict(reversed(PORTEUSE.items()))
    sorties = {
        lancer("entretien", "--reponses", fichier(objet), "--sans-enregistrer", "--format", "json").stdout
        for objet in (PORTEUSE, a_l_envers, _entretien())
    }
    assert len(sorties) == 1


def test_texte(lancer: Lanceur, fichier: Any) -> None:
    resultat = lancer("entretien", "--reponses", fichier(_entretien(fin="autre-action")))
    assert resultat.exit_code == 0
    (stocke,) = lancer.entretiens()
    for attendu in (
        "Étape\u00a0: Détection",
        "PROPOSITIONS",
        "1. CitésLab · ",
        "Parce que\u00a0: ",
        "POURQUOI PAS LES AUTRES",
        "Fin\u00a0: Autre action",
        f"Entretien\u00a0: {stocke.id}",
    ):
        assert attendu in resultat.stdout
    assert all(len(ligne) <= 80 or "://" in ligne for ligne in resultat.stdout.splitlines())


def test_yaml_et_entree_standard(lancer: Lanceur, fichier: Any) -> None:
    yaml = "maturite: idee\nfreins: [argent]\nage: sans-reponse\n"
    assert lancer("entretien", "--reponses", fichier(yaml, "r.yaml")).exit_code == 0
    assert lancer("entretien", "--reponses", "-", entree=yaml).exit_code == 0
    assert [dict(e.reponses) for e in lancer.entretiens()] == [
        {"maturite": "idee", "age": "sans-reponse", "freins": ("argent",)}
    ] * 2


def test_sans_enregistrer(lancer: Lanceur, fichier: Any) -> None:
    resultat = lancer("entretien", "--reponses", fichier(PORTEUSE), "--sans-enregistrer", "--format", "json")
    assert _json(resultat.stdout)["id"] is None
    assert lancer.entretiens() == []


def test_moins_de_16_ans(lancer: Lanceur, fichier: Any) -> None:
    """Étape and orientation only are kept of a person who is too young."""
    objet = _entretien({"maturite": "idee", "age": "moins-16"}, "aucun-operateur")
    assert lancer("entretien", "--reponses", fichier(objet)).exit_code == 0
    (stocke,) = lancer.entretiens()
    assert (stocke.etape, stocke.fin, dict(stocke.reponses)) == ("detection", "aucun-operateur", {})


def test_semaine_et_lieu(lancer: Lanceur, fichier: Any) -> None:
    """A paper form typed in afterwards."""
    options = ("--semaine", "2026-W46", "--lieu", "mq-briquette")
    assert lancer("entretien", "--reponses", fichier(PORTEUSE), *options).exit_code == 0
    (stocke,) = lancer.entretiens()
    assert (stocke.semaine, stocke.lieu) == ("2026-W46", "mq-briquette")


@pytest.mark.parametrize(
    ("options", "code", "sortie", "proche"),
    [
        (["--semaine", "2026-W54"], "semaine-invalide", 2, None),
        (["--semaine", "2026-W49"], "semaine-future", 1, None),
        (["--semaine", "1970-W01"], "semaine-trop-ancienne", 1, None),
        (["--lieu", "mq-briquete"], "lieu-inconnu", 2, "mq-briquette"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_semaine_et_lieu_refuses(
    lancer: Lanceur, fichier: Any, options: list[str], code: str, sortie: int, proche: str | None
) -> None:
    _refus(lancer, ["--reponses", fichier(PORTEUSE), *options], code, sortie, proche)


def test_horloge_douteuse(lancer: Lanceur, fichier: Any) -> None:
    lancer.jour = dt.date(2020, 1, 1)
    _refus(lancer, ["--reponses", fichier(PORTEUSE)], "horloge-douteuse", 1)


MICRO = "adie/microcredit"
"""A door that is not put forward to `PORTEUSE`, who has not written her project yet."""

DEMARCHES = {"maturite": "demarches"}


def _oriente(*offres: str, **champs: str) -> dict[str, object]:
    return _entretien(fin="orientation", orientations=[{"offre": offre, **champs} for offre in offres])


REFUS = [
    ("question inconnue", {"maturitee": "idee"}, "question-inconnue", "maturite"),
    ("option inconnue", {"maturite": "idees"}, "option-inconnue", "idee"),
    ("option inconnue d’un multi", {"freins": ["argent", "confience"]}, "option-inconnue", "confiance"),
    ("sans réponse mal écrit", {"age": "sans-response"}, "option-inconnue", "sans-reponse"),
    ("deux options", {"maturite": ["idee", "envie"]}, "reponse-multiple", None),
    ("option seule", {"freins": ["aucun", "argent"]}, "option-seule", None),
    ("ne sait pas avec une autre", {"age": "18-25", "droits": ["ne-sait-pas", "rsa"]}, "option-seule", None),
    ("deux fois la même", {"freins": ["argent", "argent"]}, "option-double", None),
    ("question fermée par l’âge", {"age": "moins-16", "quartier": "ailleurs"}, "question-fermee", None),
    ("droits avant 18 ans", {"age": "16-17", "droits": ["rsa"]}, "question-fermee", None),
    ("secteur sans idée", {"maturite": "envie", "secteur": "commerce"}, "question-fermee", None),
    ("secteur sans maturité", {"secteur": "commerce"}, "question-fermee", None),
    ("banque sans besoin", {**DEMARCHES, "besoin-financement": "aucun", "banque": "refus"}, "question-fermee", None),
    ("nombre", {"age": 18}, "reponse-forme", None),
    ("booléen", {"implantation-qpv": True}, "reponse-forme", None),
    ("rien", {"age": None}, "reponse-forme", None),
    ("liste vide", {"freins": []}, "reponse-forme", None),
    ("sans-reponse dans une liste", {"freins": ["sans-reponse"]}, "sans-reponse-en-liste", None),
    ("liste", [PORTEUSE], "reponses-forme", None),
    ("texte", '"idee"', "reponses-forme", None),
    ("JSON coupé", '{"maturite": ', "json-invalide", None),
    ("clé double", '{"maturite": "idee", "maturite": "envie"}', "cle-double", None),
    ("champ de trop", _entretien(nom="Durand"), "entretien-champ-inconnu", None),
    ("champ mal écrit", _entretien(orientation=[]), "entretien-champ-inconnu", "orientations"),
    ("fin inconnue", _entretien(fin="orientations"), "fin-inconnue", "orientation"),
    ("orientation sans porte", _entretien(fin="orientation"), "fin-incoherente", None),
    ("porte de trop", _entretien(fin="autre-action", orientations=[{"offre": MICRO}]), "fin-incoherente", None),
    ("offre inconnue", _oriente("adie/microcredits"), "offre-inconnue", MICRO),
    ("offre non proposée", _oriente(MICRO), "offre-non-proposee", None),
    ("aide comme porte", _oriente("urssaf/acre"), "offre-non-proposee", None),
    ("issue inconnue", _oriente(MICRO, issue="accepte"), "issue-inconnue", "acceptee"),
    ("motif inconnu", _oriente(MICRO, issue="refusee", motif="trop-loins"), "motif-inconnu", "trop-loin"),
    ("motif sans refus", _oriente(MICRO, motif="complet"), "motif-sans-refus", None),
    ("orientation double", _oriente(MICRO, MICRO), "orientation-double", None),
    ("orientation informe", _entretien(fin="orientation", orientations=[MICRO]), "orientation-forme", None),
]  # fmt: skip
"""What is refused, why, and the nearest valid id where there is one."""


def _refus(lancer: Lanceur, arguments: list[str], code: str, sortie: int = 1, proche: str | None = None) -> None:
    resultat = lancer("entretien", *arguments)
    assert (resultat.exit_code, resultat.stdout) == (sortie, "")
    (ligne,) = resultat.stderr.splitlines()
    assert ligne.endswith(f"[{code}]")
    if proche is not None:
        assert f"Vouliez-vous dire «\u00a0{proche}\u00a0»\u00a0?" in ligne
    assert lancer.entretiens() == []


@pytest.mark.parametrize(("objet", "code", "proche"), [r[1:] for r in REFUS], ids=[r[0] for r in REFUS])
def test_refus(lancer: Lanceur, fichier: Any, objet: object, code: str, proche: str | None) -> None:
    _refus(lancer, ["--reponses", fichier(objet)], code, 1, proche)


@pytest.mark.parametrize(
    ("nom", "octets", "code", "sortie"),
    [
        ("absent.json", None, "fichier-introuvable", 2),
        ("latin1.json", '{"maturite": "idée"}'.encode("latin-1"), "fichier-encodage", 1),
        ("gros.json", b"{" + b" " * 2_000_000, "fichier-trop-gros", 1),
        ("nul.json", b'{"maturite": "\x00"}', "caractere-interdit", 1),
    ],
)
def test_fichiers_refuses(
    lancer: Lanceur, tmp_path: Any, nom: str, octets: bytes | None, code: str, sortie: int
) -> None:
    chemin = tmp_path / nom
    if octets is not None:
        chemin.write_bytes(octets)
    _refus(lancer, ["--reponses", str(chemin)], code, sortie)


def test_annuler(lancer: Lanceur, fichier: Any) -> None:
    identifiant = _json(lancer("entretien", "--reponses", fichier(PORTEUSE), "--format", "json").stdout)["id"]
    resultat = lancer("entretien", "--annuler", identifiant)
    assert (resultat.exit_code, resultat.stdout) == (0, "")
    assert lancer.entretiens() == []
    resultat = lancer("entretien", "--annuler", identifiant)
    assert resultat.exit_code == 1
    assert "[entretien-inconnu]" in resultat.stderr


def test_corriger(lancer: Lanceur, fichier: Any) -> None:
    premier = lancer("entretien", "--reponses", fichier(PORTEUSE), "--format", "json", "--lieu", "mq-briquette")
    identifiant = _json(premier.stdout)["id"]
    corrige = fichier({**PORTEUSE, "quartier": "QN05931M"}, "corrige.json")
    resultat = lancer("entretien", "--corriger", identifiant, "--reponses", corrige, "--format", "json")
    assert resultat.exit_code == 0
    assert _json(resultat.stdout)["id"] == identifiant
    (stocke,) = lancer.entretiens()
    assert (stocke.lieu, stocke.reponses["quartier"]) == ("mq-briquette", "QN05931M")


@pytest.mark.parametrize("geste", ["--annuler", "--corriger"])
def test_semaine_finie(lancer: Lanceur, fichier: Any, geste: str) -> None:
    chemin = fichier(PORTEUSE)
    identifiant = _json(lancer("entretien", "--reponses", chemin, "--format", "json").stdout)["id"]
    lancer.jour += dt.timedelta(weeks=1)
    suite = ["--reponses", chemin] if geste == "--corriger" else []
    resultat = lancer("entretien", geste, identifiant, *suite)
    assert resultat.exit_code == 1
    assert "[semaine-close]" in resultat.stderr
    assert len(lancer.entretiens()) == 1


def test_a_cote_d_une_base_ouverte(lancer: Lanceur, fichier: Any) -> None:
    """Commands work beside an open app."""
    app: Application = lancer.application()
    assert app.depot.controler() == "ok"
    assert lancer("entretien", "--reponses", fichier(PORTEUSE)).exit_code == 0
    app.fermer()
    assert len(lancer.entretiens()) == 1
