"""Files of counts, a week's and a période's: same data, same bytes; whole or absent; never rewritten."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.comptages import Cellule, Comptage
from prescripteur_tui.domaine.ports import Pli
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.exports import comptes
from prescripteur_tui.exports.tableur import degarder, garder
from tests.montages import PetitDisque, petit_disque

COMPTAGE = Comptage(
    (
        Cellule("entretiens", "", "", 3),
        Cellule("etape", "detection", "", 3),
        Cellule("fin", "orientation", "", 3),
        Cellule("operateur", "adie", "", 2),
        Cellule("operateur", "citeslab", "", 1),
    ),
    3,
)
CORRIGE = Comptage((Cellule("entretiens", "", "", 1),), 1)
ETIQUETTE = comptes.Etiquette("2026-W47", "dutemple", "3fa9", "definitif", "2026.11")
NOM = "orientations_2026-W47_dutemple_3fa9_r001"


def un_pli(comptage: Comptage = COMPTAGE, revision: int = 1, **autre: Any) -> Pli:
    return comptes.feuillet(comptage, replace(ETIQUETTE, **autre)).sceller(revision)


def ecrire(dossier: Path, comptage: Comptage = COMPTAGE, revision: int = 1, **autre: Any) -> tuple[Path, Path]:
    pli = un_pli(comptage, revision, **autre)
    comptes.poser_pli(dossier, pli) if revision else comptes.remplacer_pli(dossier, pli)
    return comptes.chemins(dossier, pli.nom)


@pytest.fixture
def disque(tmp_path: Path) -> Iterator[PetitDisque]:
    with petit_disque(tmp_path / "disque", "64k") as monte:
        yield monte


def test_les_octets_du_csv(tmp_path: Path) -> None:
    chemin, _ = ecrire(tmp_path)
    assert chemin.read_bytes().decode("utf-8") == (
        "\ufeffschema;temps;lieu;etat;catalogue;tableau;modalite_1;modalite_2;nombre\r\n"
        "1;2026-W47;dutemple;definitif;2026.11;entretiens;;;3\r\n"
        "1;2026-W47;dutemple;definitif;2026.11;etape;detection;;3\r\n"
        "1;2026-W47;dutemple;definitif;2026.11;fin;orientation;;3\r\n"
        "1;2026-W47;dutemple;definitif;2026.11;operateur;adie;;2\r\n"
        "1;2026-W47;dutemple;definitif;2026.11;operateur;citeslab;;1\r\n"
    )


def test_le_manifeste_repond_du_csv(tmp_path: Path) -> None:
    csv_, manifeste = ecrire(tmp_path)
    assert (csv_.name, manifeste.name) == (f"{NOM}.csv", f"{NOM}.json")
    assert json.loads(manifeste.read_bytes()) == {
        "schema": 1,
        "fichier": f"{NOM}.csv",
        "temps": "2026-W47",
        "lieu": "dutemple",
        "poste": "3fa9",
        "revision": 1,
        "etat": "definitif",
        "catalogue": "2026.11",
        "totaux": {"entretiens": 3, "orientations": 3},
        "sha256": hashlib.sha256(csv_.read_bytes()).hexdigest(),
        "taille": csv_.stat().st_size,
    }


def test_ni_le_poste_ni_la_revision_ne_sont_dans_le_contenu(tmp_path: Path) -> None:
    premier, _ = ecrire(tmp_path, revision=1)
    autre, _ = ecrire(tmp_path, revision=2, poste="ffff")
    assert premier.read_bytes() == autre.read_bytes()


def test_des_cellules_en_desordre_donnent_les_memes_octets() -> None:
    melange = Comptage(tuple(reversed(COMPTAGE.cellules)), 3)
    assert un_pli(melange) == un_pli()


def test_une_semaine_videe_donne_un_fichier_sans_ligne(tmp_path: Path) -> None:
    chemin, manifeste = ecrire(tmp_path, Comptage((), 0), revision=2)
    assert len(chemin.read_bytes().splitlines()) == 1
    assert json.loads(manifeste.read_bytes())["totaux"] == {"entretiens": 0, "orientations": 0}


@pytest.mark.parametrize("debut", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\x7f", "＝"])
def test_aucune_cellule_ne_part_sans_garde(debut: str) -> None:
    formule = f"{debut}cmd|' /C calc'!A0"
    comptage = Comptage((Cellule("operateur", formule, formule, 1),), 1)
    contenu = un_pli(comptage, catalogue=formule).csv
    lignes = list(csv.reader(io.StringIO(contenu.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lignes[1] == [
        "1",
        "2026-W47",
        "dutemple",
        "definitif",
        f"'{formule}",
        "operateur",
        f"'{formule}",
        f"'{formule}",
        "1",
    ]


@pytest.mark.parametrize("cellule", ["", "adie", "2026.11", "60000-rebonds", "é", "'déjà"])
def test_le_reste_part_tel_quel(cellule: str) -> None:
    assert garder(cellule) == degarder(cellule) == cellule


@pytest.mark.parametrize(
    "operateur",
    ["adie", "=1+1", '"; "a" b', "un\tdeux\r\ntrois", "💶 l’élan", "é" * 300, "@\u202e", "\ufeffx", " + ", "#!;;"],
    ids=["slug", "formule", "guillemets", "lignes", "emoji", "300", "envers", "bom", "espaces", "points-virgules"],
)
def test_ce_qui_est_ecrit_se_relit(operateur: str) -> None:
    comptage = Comptage(tuple(sorted((*COMPTAGE.cellules, Cellule("operateur", operateur, "", 300)))), 3)
    assert comptes.relire(un_pli(comptage).csv) == comptage


def test_un_separateur_dans_une_cellule_ne_cree_pas_de_colonne() -> None:
    comptage = Comptage((Cellule("operateur", 'a;b"c', "d\r\ne", 1),), 1)
    texte = un_pli(comptage).csv.decode("utf-8-sig")
    lignes = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))
    assert lignes[1][6:] == ['a;b"c', "d\r\ne", "1"]


def test_ecrire_deux_fois_ne_change_rien(tmp_path: Path) -> None:
    chemins = ecrire(tmp_path)
    avant = [(chemin.read_bytes(), chemin.stat().st_ino) for chemin in chemins]
    assert ecrire(tmp_path) == chemins
    assert [(chemin.read_bytes(), chemin.stat().st_ino) for chemin in chemins] == avant


def test_une_revision_n_est_jamais_reecrite(tmp_path: Path) -> None:
    chemins = ecrire(tmp_path)
    avant = [chemin.read_bytes() for chemin in chemins]
    with pytest.raises(ErreurPrescripteur) as refus:
        ecrire(tmp_path, CORRIGE)
    assert refus.value.code == "revision-differente"
    assert [chemin.read_bytes() for chemin in chemins] == avant
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{NOM}.csv", f"{NOM}.json"]


def test_le_provisoire_est_la_revision_zero_et_se_remplace(tmp_path: Path) -> None:
    ecrire(tmp_path, revision=0, etat="provisoire")
    chemin, manifeste = ecrire(tmp_path, CORRIGE, revision=0, etat="provisoire")
    assert chemin.name == "orientations_2026-W47_dutemple_3fa9_r000.csv"
    assert json.loads(manifeste.read_bytes())["sha256"] == hashlib.sha256(chemin.read_bytes()).hexdigest()
    assert b";provisoire;" in chemin.read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(("etat", "revision"), [("provisoire", 1), ("definitif", 0), ("definitif", -1), ("final", 1)])
def test_etat_et_revision_vont_ensemble(tmp_path: Path, etat: str, revision: int) -> None:
    with pytest.raises(ValueError, match=etat):
        ecrire(tmp_path, revision=revision, etat=etat)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("champ", "valeur", "code"),
    [
        ("lieu", "../ailleurs", "lieu-forme"),
        ("lieu", "un_deux", "lieu-forme"),
        ("lieu", "", "lieu-forme"),
        ("lieu", "dutemple\n", "lieu-forme"),
        ("temps", "2025-W53", "semaine-invalide"),
        ("temps", "../..", "semaine-invalide"),
    ],
)
def test_un_nom_de_fichier_ne_sort_pas_du_dossier(tmp_path: Path, champ: str, valeur: str, code: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        ecrire(tmp_path, **{champ: valeur})
    assert refus.value.code == code
    assert not list(tmp_path.iterdir())


PROFILS = Comptage(
    (Cellule("fin-etape", "orientation", "detection", 11), Cellule("issue", "acceptee", "", 12)),
    11,
)


def test_les_fichiers_d_une_periode(tmp_path: Path) -> None:
    etiquette = comptes.Etiquette(
        "2026-P13", "dutemple", "3fa9", "definitif", "2026.11", {"2026-P12": 4, "2026-P11": 2}
    )
    pli = comptes.feuillet(PROFILS, etiquette).sceller(1)
    assert comptes.poser_pli(tmp_path, pli)
    nom = "profils_2026-P13_dutemple_3fa9"
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{nom}.csv", f"{nom}.json"]
    assert (tmp_path / f"{nom}.csv").read_bytes().decode("utf-8-sig") == (
        "schema;temps;lieu;etat;catalogue;tableau;modalite_1;modalite_2;nombre\r\n"
        "1;2026-P13;dutemple;definitif;2026.11;fin-etape;orientation;detection;11\r\n"
        "1;2026-P13;dutemple;definitif;2026.11;issue;acceptee;;12\r\n"
    )
    dit = json.loads((tmp_path / f"{nom}.json").read_bytes())
    assert dit == {
        "schema": 1,
        "fichier": f"{nom}.csv",
        "temps": "2026-P13",
        "lieu": "dutemple",
        "poste": "3fa9",
        "revision": 1,
        "etat": "definitif",
        "catalogue": "2026.11",
        "totaux": {"entretiens": 11, "orientations": 12},
        "reports": {"2026-P11": 2, "2026-P12": 4},
        "sha256": hashlib.sha256(pli.csv).hexdigest(),
        "taille": len(pli.csv),
    }
    assert comptes.relire(pli.csv) == PROFILS


def test_une_periode_qui_n_existe_pas() -> None:
    with pytest.raises(ValueError, match="2026-P14"):
        un_pli(PROFILS, temps="2026-P14")


def test_poser_puis_reposer(tmp_path: Path) -> None:
    assert comptes.poser_pli(tmp_path, un_pli())
    assert not comptes.poser_pli(tmp_path, un_pli())
    (tmp_path / f"{NOM}.json").unlink()
    assert comptes.poser_pli(tmp_path, un_pli())


def test_remplacer_dit_s_il_y_a_du_neuf(tmp_path: Path) -> None:
    provisoire = un_pli(revision=0, etat="provisoire")
    assert comptes.remplacer_pli(tmp_path, provisoire)
    assert not comptes.remplacer_pli(tmp_path, provisoire)
    assert comptes.remplacer_pli(tmp_path, un_pli(CORRIGE, revision=0, etat="provisoire"))
    comptes.retirer(tmp_path, provisoire.nom)
    assert not list(tmp_path.iterdir())


def test_un_poste_qui_n_est_pas_un_nom(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="poste"):
        ecrire(tmp_path, poste="../x")


def test_le_manifeste_vient_en_dernier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut between the two leaves a CSV alone, which no reader takes; the next try completes it."""
    vrai = comptes.poser

    def coupe(chemin: Path, contenu: bytes, **options: bool) -> bool:
        if chemin.suffix == ".json":
            raise KeyboardInterrupt
        return vrai(chemin, contenu, **options)

    monkeypatch.setattr(comptes, "poser", coupe)
    with pytest.raises(KeyboardInterrupt):
        ecrire(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [f"{NOM}.csv"]
    monkeypatch.undo()
    assert all(chemin.exists() for chemin in ecrire(tmp_path))


def test_un_disque_plein_ne_laisse_rien(disque: PetitDisque) -> None:
    bourrage = disque.remplir()
    with pytest.raises(ErreurPrescripteur) as refus:
        ecrire(disque.point)
    assert refus.value.code == "disque-plein"
    assert list(disque.point.iterdir()) == [bourrage]
    bourrage.unlink()
    assert all(chemin.exists() for chemin in ecrire(disque.point))


def test_un_support_en_lecture_seule(disque: PetitDisque) -> None:
    disque.remonter("ro")
    with pytest.raises(ErreurPrescripteur) as refus:
        ecrire(disque.point)
    assert refus.value.code == "ecriture-impossible"
    assert "lecture seule" in refus.value.message


def test_le_dossier_est_un_fichier(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(ErreurPrescripteur) as refus:
        ecrire(tmp_path / "f")
    assert refus.value.code == "ecriture-impossible"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no POSIX modes")
def test_les_modes(tmp_path: Path) -> None:
    chemins = ecrire(tmp_path / "exports")
    assert stat.S_IMODE((tmp_path / "exports").stat().st_mode) == 0o700
    assert {stat.S_IMODE(chemin.stat().st_mode) for chemin in chemins} == {0o600}
