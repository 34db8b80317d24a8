"""`exporter`, `etat`, `lieux`, `coordonnees`, `catalogue`."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PORTEUSE, SEMAINE, Lanceur

# exporter


def _remplir(lancer: Lanceur, fichier: Any, *semaines_et_lieux: tuple[str, str]) -> None:
    chemin = fichier({"reponses": PORTEUSE, "fin": "autre-action"})
    for semaine, lieu in semaines_et_lieux:
        resultat = lancer("entretien", "--reponses", chemin, "--semaine", semaine, "--lieu", lieu)
        assert resultat.exit_code == 0


def _lire(chemin: str) -> list[dict[str, str]]:
    with Path(chemin).open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def test_exporter_la_semaine_en_cours(lancer: Lanceur, fichier: Any) -> None:
    _remplir(lancer, fichier, (SEMAINE, "mq-briquette"), (SEMAINE, "cs-onnaing"), ("2026-W47", "cs-onnaing"))
    resultat = lancer("exporter")
    assert resultat.exit_code == 0
    chemins = resultat.stdout.splitlines()
    assert [Path(c).suffix for c in chemins] == [".csv", ".json"] * 2
    assert all(Path(c).parent == lancer.dossier / "exports" for c in chemins)
    for chemin_csv, chemin_json in zip(chemins[::2], chemins[1::2], strict=True):
        lignes = _lire(chemin_csv)
        assert {(ligne["temps"], ligne["etat"]) for ligne in lignes} == {(SEMAINE, "provisoire")}
        manifeste = json.loads(Path(chemin_json).read_bytes())
        octets = Path(chemin_csv).read_bytes()
        assert manifeste["sha256"] == hashlib.sha256(octets).hexdigest()
        assert manifeste["taille"] == len(octets)


def test_exporter_tout_puis_rien_de_neuf(lancer: Lanceur, fichier: Any, tmp_path: Path) -> None:
    _remplir(lancer, fichier, (SEMAINE, "mq-briquette"), ("2026-W47", "cs-onnaing"), ("2026-W46", "cs-onnaing"))
    vers = tmp_path / "clé usb"
    premier = lancer("exporter", "--tout", "--vers", str(vers))
    fichiers = {c: (c.read_bytes(), c.stat().st_mtime_ns) for c in vers.iterdir()}
    assert {str(c) for c in fichiers} == set(premier.stdout.splitlines())
    assert sorted([*c.name.split("_")[1:3], c.name[-9:-5]] for c in vers.glob("*.json")) == [
        ["2026-W46", "cs-onnaing", "r001"],
        ["2026-W47", "cs-onnaing", "r001"],
        [SEMAINE, "mq-briquette", "r000"],
    ]
    second = lancer("exporter", "--tout", "--vers", str(vers))
    assert second.stdout == premier.stdout
    assert second.stderr.count("inchangé") == 3
    assert {c: (c.read_bytes(), c.stat().st_mtime_ns) for c in vers.iterdir()} == fichiers


def test_exporter_une_semaine_corrigee(lancer: Lanceur, fichier: Any) -> None:
    """A late interview gives the next revision; the first one stays."""
    _remplir(lancer, fichier, ("2026-W47", "cs-onnaing"))
    (premier, _) = lancer("exporter", "--semaine", "2026-W47").stdout.splitlines()
    avant = Path(premier).read_bytes()
    _remplir(lancer, fichier, ("2026-W47", "cs-onnaing"))
    (second, _) = lancer("exporter", "--semaine", "2026-W47").stdout.splitlines()
    assert (premier[-8:], second[-8:]) == ("r001.csv", "r002.csv")
    assert Path(premier).read_bytes() == avant
    assert _lire(second)[0]["nombre"] == "2"


def test_exporter_en_classeur(lancer: Lanceur, fichier: Any, tmp_path: Path) -> None:
    _remplir(lancer, fichier, ("2026-W47", "cs-onnaing"), (SEMAINE, "mq-briquette"))
    premier = lancer("exporter", "--tout", "--format", "xlsx", "--vers", str(tmp_path / "vers"))
    assert premier.exit_code == 0
    chemins = [Path(c) for c in premier.stdout.splitlines()]
    assert sorted(chemins) == sorted((tmp_path / "vers").iterdir())
    assert [c.name[-9:] for c in chemins] == ["r001.xlsx", "r000.xlsx"]
    assert all(c.read_bytes().startswith(b"PK") for c in chemins)
    encore = lancer("exporter", "--tout", "--format", "xlsx", "--vers", str(tmp_path / "vers"))
    assert encore.stderr.count("inchangé") == 2
    chemins[0].write_bytes(b"une note")
    autre = lancer("exporter", "--semaine", "2026-W47", "--format", "xlsx", "--vers", str(tmp_path / "vers"))
    assert (autre.exit_code, chemins[0].read_bytes()) == (0, b"une note")
    assert "un autre classeur porte déjà ce nom : il est gardé" in autre.stderr


def test_exporter_dans_un_format_inconnu(lancer: Lanceur) -> None:
    resultat = lancer("exporter", "--format", "ods")
    assert (resultat.exit_code, resultat.stdout) == (2, "")
    assert "[format-inconnu]" in resultat.stderr


def test_exporter_une_periode(lancer: Lanceur, fichier: Any, tmp_path: Path) -> None:
    """Eleven interviews of a période that is over: their profiles leave, and are said to."""
    lot = tmp_path / "lot.jsonl"
    lot.write_text((json.dumps({"reponses": PORTEUSE, "fin": "autre-action"}) + "\n") * 11, encoding="utf-8")
    assert lancer("entretien", "--lot", str(lot), "--semaine", "2026-W44", "--lieu", "cs-onnaing").exit_code == 0
    _remplir(lancer, fichier, ("2026-W40", "cs-onnaing"))
    resultat = lancer("exporter", "--semaine", "2026-W44")
    chemins = [Path(c) for c in resultat.stdout.splitlines()]
    assert [c.name.split("_")[:3] for c in chemins] == [
        ["orientations", "2026-W44", "cs-onnaing"],
        ["orientations", "2026-W44", "cs-onnaing"],
        ["profils", "2026-P11", "cs-onnaing"],
        ["profils", "2026-P11", "cs-onnaing"],
    ]
    phrase = "2026-P11, cs-onnaing\u00a0: profils de 12 entretiens, dont 1 d’avant cette période"
    assert f"{phrase}." in resultat.stderr
    quartiers = [ligne for ligne in _lire(str(chemins[2])) if ligne["tableau"] == "quartier"]
    assert [(x["modalite_1"], x["nombre"]) for x in quartiers] == [(PORTEUSE["quartier"], "12")]
    assert f"{phrase}, inchangé" in lancer("exporter", "--semaine", "2026-W44").stderr


def test_exporter_sans_entretien(lancer: Lanceur) -> None:
    resultat = lancer("exporter")
    assert (resultat.exit_code, resultat.stdout) == (0, "")
    assert "Aucun entretien" in resultat.stderr
    assert not (lancer.dossier / "exports").exists()


def test_exporter_impossible(lancer: Lanceur, fichier: Any, tmp_path: Path) -> None:
    _remplir(lancer, fichier, (SEMAINE, "mq-briquette"))
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("")
    resultat = lancer("exporter", "--vers", str(obstacle))
    assert (resultat.exit_code, resultat.stdout) == (1, "")
    assert "[ecriture-impossible]" in resultat.stderr


# etat


def test_etat_json(lancer: Lanceur, fichier: Any) -> None:
    _remplir(lancer, fichier, (SEMAINE, "mq-briquette"), ("2026-W47", "cs-onnaing"), ("2026-W47", "cs-onnaing"))
    resultat = lancer("etat", "--format", "json")
    assert resultat.exit_code == 0
    etat = json.loads(resultat.stdout)
    assert etat["donnees"] == str(lancer.dossier)
    assert etat["catalogue"]["dossier"] == str(lancer.catalogue)
    assert etat["catalogue"]["empreinte"].startswith("sha256:")
    assert etat["lieu"] == {"id": "lieu-a-preciser", "nom": "Lieu à préciser"}
    assert etat["base"] == "ok"
    assert etat["en_attente"] == [
        {"semaine": "2026-W47", "lieu": "cs-onnaing", "entretiens": 2, "etat": "a-envoyer", "raison": None}
    ]
    assert etat["provisoires"] == [{"semaine": SEMAINE, "lieu": "mq-briquette", "entretiens": 1}]
    assert etat["derniere_synchronisation"] is None


def test_etat_d_un_catalogue_refuse(lancer: Lanceur, tmp_path: Path) -> None:
    """What is broken is told; the rest is shown all the same."""
    lancer.catalogue = tmp_path / "catalogue"
    lancer.catalogue.mkdir()
    resultat = lancer("etat")
    assert resultat.exit_code == 1
    assert "Base\u00a0: en bon état" in resultat.stdout
    assert "Le catalogue est refusé" in resultat.stdout


def test_etat_d_une_base_abimee(lancer: Lanceur) -> None:
    lancer.dossier.mkdir()
    (lancer.dossier / "prescripteur.db").write_bytes(b"pas une base" * 500)
    resultat = lancer("etat", "--format", "json")
    assert resultat.exit_code == 1
    etat = json.loads(resultat.stdout)
    assert "est abîmée" in etat["base"]
    assert etat["catalogue"]["erreur"] is None


# lieux


def test_lieux(lancer: Lanceur) -> None:
    assert lancer("lieux", "ajouter", "mq-test", "Maison  de quartier «\u00a0Test\u00a0»").exit_code == 0
    lignes = lancer("lieux", "lister").stdout.splitlines()
    assert any(ligne.startswith("+ mq-test ") and "Maison de quartier" in ligne for ligne in lignes)
    assert any(ligne.startswith("  mq-briquette ") for ligne in lignes)
    assert lancer("entretien", "--reponses", "-", "--lieu", "mq-test", entree="{}").exit_code == 0


@pytest.mark.parametrize(
    ("identifiant", "nom", "code"),
    [
        ("mq-briquette", "Encore elle", "lieu-existant"),
        ("lieu-a-preciser", "Le même", "lieu-existant"),
        ("MQ Test", "Majuscules", "lieu-forme"),
        ("../ailleurs", "Chemin", "lieu-forme"),
        ("mq-test", "  ", "lieu-forme"),
    ],
)
def test_lieux_refuses(lancer: Lanceur, identifiant: str, nom: str, code: str) -> None:
    resultat = lancer("lieux", "ajouter", identifiant, nom)
    assert (resultat.exit_code, resultat.stdout) == (2, "")
    assert f"[{code}]" in resultat.stderr


# coordonnees


def test_coordonnees(lancer: Lanceur) -> None:
    numero = "03 27 00 00 00"
    note = lancer("coordonnees", "citeslab", "--telephone", numero, "--verifie-le", "2026-11-12")
    assert note.exit_code == 0
    montre = lancer("coordonnees", "citeslab").stdout
    assert f"{numero} (noté ici le 12 nov.)" in montre
    assert numero in lancer("entretien", "--reponses", "-", entree=json.dumps(PORTEUSE)).stdout
    assert lancer("coordonnees", "citeslab", "--telephone", "").exit_code == 0
    assert numero not in lancer("coordonnees", "citeslab").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["citeslabs"], "operateur-inconnu"),
        (["adie", "--telephone", "appelez-moi"], "coordonnees-forme"),
        (["adie", "--verifie-le", "2026-02-30"], "coordonnees-forme"),
        (["adie", "--adresse", "x" * 201], "coordonnees-forme"),
    ],
)
def test_coordonnees_refusees(lancer: Lanceur, arguments: list[str], code: str) -> None:
    resultat = lancer("coordonnees", *arguments)
    assert (resultat.exit_code, resultat.stdout) == (2, "")
    assert f"[{code}]" in resultat.stderr


# catalogue


@pytest.fixture
def copie(lancer: Lanceur, tmp_path: Path) -> Path:
    """A copy of the catalogue, to spoil."""
    dossier = tmp_path / "catalogue"
    shutil.copytree(lancer.catalogue, dossier)
    lancer.catalogue = dossier
    return dossier


def test_catalogue_livre(lancer: Lanceur) -> None:
    """The shipped catalogue passes, its cas-types included."""
    resultat = lancer("catalogue", "verifier", "--format", "json")
    bilan = json.loads(resultat.stdout)
    assert bilan["erreurs"] == []
    assert resultat.exit_code == 0
    assert set(bilan) == {"erreurs", "avertissements", "couverture", "prouve", "non_prouve"}
    assert set(bilan["couverture"]) == {"reponses", "etats", "filet_seul"}
    assert bilan["couverture"]["reponses"] > 10**12
    assert bilan["non_prouve"] == []
    assert {affirmation["affirmation"] for affirmation in bilan["prouve"]} >= {"filet-seul", "premiere", "carte"}
    for avertissement in bilan["avertissements"]:
        assert avertissement["explication"], avertissement
        assert (lancer.catalogue / avertissement["fichier"]).is_file()
        assert avertissement["ligne"] > 1


def test_catalogue_livre_en_texte(lancer: Lanceur) -> None:
    """What the coordinator reads: who is left with the filet, what is missing, what was proved."""
    resultat = lancer("catalogue", "verifier")
    assert resultat.exit_code == 0
    assert "0 avertissement sans explication" in resultat.stderr
    lignes = resultat.stdout.splitlines()
    assert "QUI N’A QUE LE FILET, semaine 2026-W48" in lignes
    trous = [ligne for ligne in lignes if ligne.startswith("- Les moins de 16\u00a0ans (")]
    assert len(trous) == 1
    assert "Il manque une porte" in trous[0]
    assert any("jeux de réponses complets, tous représentés" in ligne for ligne in lignes)
    assert not any(mot in resultat.stdout for mot in ("None", "True", "frozenset", "{", "}"))
    for ligne in lignes:
        for signe in ";!?»":
            assert f" {signe}" not in ligne, ligne


def test_catalogue_a_une_autre_semaine(lancer: Lanceur) -> None:
    """In a year, what ends has ended and what was checked is old; the catalogue's own date is the earliest day."""
    tard = lancer("catalogue", "verifier", "--semaine", "2028-W10", "--format", "json")
    codes = {(a["code"], a["sujet"]) for a in json.loads(tard.stdout)["avertissements"] if not a["explication"]}
    assert ("fin-passee", "tzcld-valenciennes/emploi-durable") in codes
    assert ("source-ancienne", "urssaf") in codes
    lancer.jour = dt.date(2020, 1, 1)
    assert lancer("catalogue", "verifier", "--format", "json").stdout == json_du_jour(lancer, dt.date(2026, 11, 23))
    assert lancer("catalogue", "verifier", "--semaine", "2026-W60").exit_code == 2


def json_du_jour(lancer: Lanceur, jour: dt.date) -> str:
    """The same command on another day."""
    lancer.jour = jour
    return lancer("catalogue", "verifier", "--format", "json").stdout


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "code", "ou", "sortie"),
    [
        (
            "operateurs/adie.yaml",
            "parmi: [projet-ecrit, demarches, activite-moins-3-ans, activite-plus-3-ans]",
            "parmi: [idee]",
            "condition-impossible",
            "question: maturite",
            1,
        ),
        (
            "operateurs/val-initiatives.yaml",
            "le prêt va jusqu’à 30\u00a0000\u00a0€",
            "le prêt va jusqu’à 25\u00a0000\u00a0€",
            "montant-different",
            "25\u00a0000",
            0,
        ),
        (
            "questionnaire.yaml",
            "Avez-vous vu une banque",
            "Êtes-vous une personne étrangère, avez-vous vu une banque",
            "mot-sensible",
            "étrangère",
            0,
        ),
        (
            "explications.yaml",
            "code: fin-proche",
            "code: fin-proches",
            "avertissement-inconnu",
            "fin-proches",
            1,
        ),
        (
            "explications.yaml",
            "parmi: [moins-16]",
            "parmi: [moins-17]",
            "catalogue-option",
            "moins-17",
            1,
        ),
    ],
    ids=["impossible", "montant", "mot", "code", "option"],
)
def test_chaque_constat_a_sa_ligne(
    lancer: Lanceur, copie: Path, fichier: str, avant: str, apres: str, code: str, ou: str, sortie: int
) -> None:
    chemin = copie / fichier
    texte = chemin.read_text(encoding="utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    resultat = lancer("catalogue", "verifier", "--format", "json")
    assert resultat.exit_code == sortie
    bilan = json.loads(resultat.stdout)
    trouves = [c for c in (*bilan["erreurs"], *bilan["avertissements"]) if c["code"] == code]
    (constat,) = (c for c in trouves if not c.get("explication"))
    assert constat["fichier"] == fichier
    lignes = chemin.read_text(encoding="utf-8").splitlines()
    # The place is that of the value, which may go on over the next lines.
    assert any(ou in ligne for ligne in lignes[constat["ligne"] - 1 : constat["ligne"] + 2]), constat


def test_catalogue_faux(lancer: Lanceur, copie: Path) -> None:
    """All problems, each with file and line, and the nearest valid id."""
    adie = copie / "operateurs" / "adie.yaml"
    texte = adie.read_text(encoding="utf-8")
    assert texte.count("question: maturite") > 1
    adie.write_text(texte.replace("question: maturite", "question: maturitee"), encoding="utf-8")
    lignes = [i for i, ligne in enumerate(texte.splitlines(), 1) if "question: maturite" in ligne]
    resultat = lancer("catalogue", "verifier")
    assert resultat.exit_code == 1
    erreurs = resultat.stdout.splitlines()
    assert [":".join(e.split(":")[:2]) for e in erreurs] == [f"operateurs/adie.yaml:{i}" for i in lignes]
    assert all("Vouliez-vous dire «\u00a0maturite\u00a0»" in e for e in erreurs)
    refus = lancer("entretien", "--reponses", "-", entree="{}")
    assert refus.exit_code == 1
    assert "[catalogue-invalide]" in refus.stderr
    assert "operateurs/adie.yaml" in refus.stderr


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("etape: detection", "etape: accompagnement", "l’étape est «\u00a0detection\u00a0»"),
        ("porte: [citeslab]", "porte: [adie, bge-hauts-de-france]", "«\u00a0adie ou bge-hauts-de-france\u00a0»"),
        ("aussi: [", "aussi: [adie, ", "«\u00a0adie\u00a0» n’est pas dans les propositions"),
        ("jamais:\n  [\n", "jamais:\n  [\n    citeslab,\n", "ne devait pas l’être"),
        ("jamais:\n  [\n", "jamais:\n  [\n    urssaf/acre,\n", "ne devait pas l’être"),
        ("aussi: [", "aides: [bpifrance]\naussi: [", "«\u00a0bpifrance\u00a0» n’est pas dans les aides"),
    ],
    ids=["étape", "porte", "aussi", "jamais", "jamais une aide", "aides"],
)
def test_cas_type_manque(lancer: Lanceur, copie: Path, avant: str, apres: str, dit: str) -> None:
    cas = copie / "cas-types" / "rsa-idee-qpv.yaml"
    texte = cas.read_text(encoding="utf-8")
    assert avant in texte
    cas.write_text(texte.replace(avant, apres), encoding="utf-8")
    resultat = lancer("catalogue", "verifier", "--format", "json")
    assert resultat.exit_code == 1
    (erreur,) = (e for e in json.loads(resultat.stdout)["erreurs"] if e["fichier"] == "cas-types/rsa-idee-qpv.yaml")
    assert erreur["code"] == "cas-type-manque"
    assert dit in erreur["message"]
    nouvelles = cas.read_text(encoding="utf-8").splitlines()
    cle = next(mot for mot in ("etape", "porte", "aussi", "jamais", "aides") if apres.startswith(mot))
    trouvee = nouvelles[erreur["ligne"] - 1]
    assert trouvee.startswith(f"{cle}:") or "citeslab" in trouvee or "urssaf" in trouvee


def test_catalogue_lister(lancer: Lanceur) -> None:
    lignes = lancer("catalogue", "lister").stdout.splitlines()
    assert "adie\u00a0: Adie (actif)" in lignes
    assert any(ligne.startswith("  adie/microcredit\u00a0: ") for ligne in lignes)
    etats = [ligne.rpartition("(")[2] for ligne in lignes if not ligne.startswith(" ")]
    assert sorted(set(etats), key=etats.index) == ["actif)", "à confirmer)", "terminé)"]


@pytest.mark.parametrize("identifiant", ["adie", "centre-social", "emplois-francs", "made-in-valenciennes"])
def test_catalogue_montrer(lancer: Lanceur, identifiant: str) -> None:
    resultat = lancer("catalogue", "montrer", identifiant)
    assert resultat.exit_code == 0
    assert resultat.stdout.splitlines()[0].endswith(f"({identifiant})")
    assert "SOURCES" in resultat.stdout
    for mot in ("parmi", "sauf:", "peut-etre", "True", "None"):
        assert mot not in resultat.stdout


def test_date_du_jour(lancer: Lanceur) -> None:
    """What is shown depends on the day that is given, not on the machine's."""
    lancer.jour = dt.date(2030, 1, 1)
    assert "(il y a 4 ans)" in " ".join(lancer("catalogue", "montrer", "adie").stdout.split())
