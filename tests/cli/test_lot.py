"""`entretien --lot`: in order, all or none."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PORTEUSE, Lanceur

BONNE = json.dumps(PORTEUSE)
AUTRE = json.dumps({"reponses": {"maturite": "envie"}, "fin": "autre-action"})
MAUVAISE = '{"maturite": "idees"}'


def _lignes(sortie: str) -> list[dict[str, Any]]:
    return [json.loads(ligne) for ligne in sortie.splitlines()]


def test_dans_l_ordre(lancer: Lanceur) -> None:
    resultat = lancer("entretien", "--lot", "-", entree=f"{BONNE}\n\n{AUTRE}\r\n   \n{BONNE}")
    assert resultat.exit_code == 0
    rendus = _lignes(resultat.stdout)
    assert [r["etape"]["id"] for r in rendus] == ["detection", "esprit-initiative", "detection"]
    assert [r["fin"] for r in rendus] == ["non-renseignee", "autre-action", "non-renseignee"]
    assert {r["id"] for r in rendus} == {e.id for e in lancer.entretiens()}
    assert len({r["id"] for r in rendus}) == 3


def test_toutes_ou_aucune(lancer: Lanceur, fichier: Any) -> None:
    lot = fichier(f"{BONNE}\n\n{MAUVAISE}\n{AUTRE}\n", "lot.jsonl")
    resultat = lancer("entretien", "--lot", lot)
    assert resultat.exit_code == 1
    premier, mauvais, dernier = _lignes(resultat.stdout)
    assert premier["id"] is None
    assert dernier["id"] is None
    assert mauvais == {
        "erreur": {
            "ligne": 3,
            "code": "option-inconnue",
            "message": "La question «\u00a0maturite\u00a0» n’a pas d’option «\u00a0idees\u00a0». "
            "Vouliez-vous dire «\u00a0idee\u00a0»\u00a0?",
        }
    }
    assert "ligne 3" in resultat.stderr
    assert lancer.entretiens() == []


def test_continuer(lancer: Lanceur, fichier: Any, tmp_path: Path) -> None:
    """The good lines are stored, the others are found again as they came."""
    sale = '{"maturite": "idee", "maturite": "envie"}'
    lot = fichier(f"{MAUVAISE}\n{BONNE}\n{sale}\n", "lot.jsonl")
    rejets = tmp_path / "rejets.jsonl"
    resultat = lancer("entretien", "--lot", lot, "--continuer", "--rejets", str(rejets))
    assert resultat.exit_code == 1
    un, deux, trois = _lignes(resultat.stdout)
    assert [un["erreur"]["ligne"], trois["erreur"]["ligne"]] == [1, 3]
    assert [e.id for e in lancer.entretiens()] == [deux["id"]]
    assert rejets.read_text(encoding="utf-8") == f"{MAUVAISE}\n{sale}\n"
    # Corrected, the refused lines are a lot again.
    corriges = rejets.read_text(encoding="utf-8").replace("idees", "idee").replace(sale, BONNE)
    assert lancer("entretien", "--lot", fichier(corriges, "suite.jsonl")).exit_code == 0
    assert len(lancer.entretiens()) == 3


def test_sans_rejet_le_fichier_est_vide(lancer: Lanceur, tmp_path: Path) -> None:
    rejets = tmp_path / "rejets.jsonl"
    rejets.write_text("d’une autre fois\n", encoding="utf-8")
    resultat = lancer("entretien", "--lot", "-", "--continuer", "--rejets", str(rejets), entree=BONNE)
    assert resultat.exit_code == 0
    assert rejets.read_bytes() == b""


def test_rejets_impossibles_a_ecrire(lancer: Lanceur, tmp_path: Path) -> None:
    """Nothing is stored when the refused lines would be lost."""
    (tmp_path / "fichier").write_text("")
    rejets = tmp_path / "fichier" / "rejets.jsonl"
    entree = f"{BONNE}\n{MAUVAISE}\n"
    resultat = lancer("entretien", "--lot", "-", "--continuer", "--rejets", str(rejets), entree=entree)
    assert resultat.exit_code == 1
    assert "[ecriture-impossible]" in resultat.stderr
    assert lancer.entretiens() == []


def test_sans_enregistrer(lancer: Lanceur) -> None:
    resultat = lancer("entretien", "--lot", "-", "--sans-enregistrer", entree=BONNE)
    assert resultat.exit_code == 0
    assert _lignes(resultat.stdout)[0]["id"] is None
    assert lancer.entretiens() == []


def test_rejets_d_une_repetition(lancer: Lanceur, tmp_path: Path) -> None:
    rejets = tmp_path / "rejets.jsonl"
    options = ("--sans-enregistrer", "--continuer", "--rejets", str(rejets))
    assert lancer("entretien", "--lot", "-", *options, entree=f"{BONNE}\n{MAUVAISE}").exit_code == 1
    assert rejets.read_text(encoding="utf-8") == f"{MAUVAISE}\n"
    assert lancer.entretiens() == []


def test_lot_vide(lancer: Lanceur) -> None:
    resultat = lancer("entretien", "--lot", "-", entree="\n\n")
    assert (resultat.exit_code, resultat.stdout) == (0, "")


def test_semaine_et_lieu_de_toutes(lancer: Lanceur) -> None:
    options = ("--semaine", "2026-W47", "--lieu", "cs-onnaing")
    assert lancer("entretien", "--lot", "-", *options, entree=f"{BONNE}\n{AUTRE}\n").exit_code == 0
    assert {(e.semaine, e.lieu) for e in lancer.entretiens()} == {("2026-W47", "cs-onnaing")}


def test_octets_refuses(lancer: Lanceur) -> None:
    """A line that is no UTF-8, no JSON or too long is refused in its place, and hurts no other."""
    lignes = [b'{"maturite": "id\xe9e"}', b"maturite: idee", b'{"a": "' + b"x" * 1_100_000 + b'"}', BONNE.encode()]
    resultat = lancer("entretien", "--lot", "-", entree=b"\n".join(lignes))
    assert resultat.exit_code == 1
    rendus = _lignes(resultat.stdout)
    codes = [r["erreur"]["code"] for r in rendus[:3]]
    assert codes == ["fichier-encodage", "json-invalide", "fichier-trop-gros"]
    assert "erreur" not in rendus[3]


def test_meme_resultat_que_reponses(lancer: Lanceur, fichier: Any) -> None:
    options = ("--sans-enregistrer",)
    un = lancer("entretien", "--reponses", fichier(PORTEUSE), "--format", "json", *options).stdout
    assert lancer("entretien", "--lot", "-", *options, entree=BONNE).stdout == un


@pytest.mark.parametrize("nom", ["lot.jsonl", "lien.jsonl", "double.jsonl", "./lot.jsonl"])
def test_rejets_par_dessus_le_lot(lancer: Lanceur, fichier: Any, tmp_path: Path, nom: str) -> None:
    """By whatever name, the lot that is read is not replaced."""
    lot = Path(fichier(f"{BONNE}\n{MAUVAISE}\n", "lot.jsonl"))
    (tmp_path / "lien.jsonl").symlink_to(lot)
    (tmp_path / "double.jsonl").hardlink_to(lot)
    avant = lot.read_bytes()
    resultat = lancer("entretien", "--lot", str(lot), "--continuer", "--rejets", str(tmp_path / nom))
    assert resultat.exit_code == 2
    assert "sont le même fichier" in resultat.stderr
    assert lot.read_bytes() == avant
    assert (tmp_path / "double.jsonl").samefile(lot)
    assert lancer.entretiens() == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
def test_rejets_par_dessus_l_entree(lancer: Lanceur, fichier: Any) -> None:
    """`--lot - --rejets F < F`."""
    lot = fichier(f"{BONNE}\n{MAUVAISE}\n", "lot.jsonl")
    ligne = shlex.join(lancer.ligne("entretien", "--lot", "-", "--continuer", "--rejets", lot)) + f" < {lot}"
    fait = subprocess.run(["sh", "-c", ligne], capture_output=True, env=lancer.environnement(), check=False, timeout=60)
    assert fait.returncode == 2
    assert "sont le même fichier" in fait.stderr.decode()
    assert Path(lot).read_text(encoding="utf-8") == f"{BONNE}\n{MAUVAISE}\n"


def test_rejets_par_dessus_la_base(lancer: Lanceur) -> None:
    """The base of the interviews is not a file for refused lines."""
    assert lancer("entretien", "--lot", "-", entree=BONNE).exit_code == 0
    base = str(lancer.dossier / "prescripteur.db")
    resultat = lancer("entretien", "--lot", "-", "--continuer", "--rejets", base, entree=f"{BONNE}\n{MAUVAISE}")
    assert resultat.exit_code == 1
    assert "[ecriture-impossible]" in resultat.stderr
    assert len(lancer.entretiens()) == 1


@pytest.mark.parametrize("nom", ["-", os.devnull, "."])
def test_rejets_dans_autre_chose_qu_un_fichier(lancer: Lanceur, nom: str) -> None:
    resultat = lancer("entretien", "--lot", "-", "--continuer", "--rejets", nom, entree=f"{BONNE}\n{MAUVAISE}")
    assert resultat.exit_code == 2
    assert "Le Fichier" not in resultat.stderr
    assert not Path("-").exists()
    assert not Path(os.devnull).is_file()
    assert lancer.entretiens() == []


def test_rejets_par_un_lien(lancer: Lanceur, tmp_path: Path) -> None:
    """A link stays one: what it leads to receives the lines."""
    (tmp_path / "lien").symlink_to(tmp_path / "cible")
    lancer("entretien", "--lot", "-", "--continuer", "--rejets", str(tmp_path / "lien"), entree=f"{BONNE}\n{MAUVAISE}")
    assert (tmp_path / "lien").is_symlink()
    assert (tmp_path / "cible").read_text(encoding="utf-8") == f"{MAUVAISE}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full output")
@pytest.mark.parametrize("maniere", [("--lot", "-"), ("--reponses", "-"), ("--reponses", "-", "--format", "json")])
def test_sortie_pleine(lancer: Lanceur, maniere: tuple[str, ...]) -> None:
    """What is stored although its result could not be written is said: else it would be given, and counted, twice."""
    with Path("/dev/full").open("wb") as pleine:
        fait = subprocess.run(
            lancer.ligne("entretien", *maniere),
            input=BONNE.encode(),
            stdout=pleine,
            stderr=subprocess.PIPE,
            env=lancer.environnement(),
            check=False,
            timeout=60,
        )
    (entretien,) = lancer.entretiens()
    assert fait.returncode == 1
    dit = fait.stderr.decode()
    assert "[ecriture-impossible]" in dit
    assert ("1 entretien enregistré." if "--lot" in maniere else entretien.id) in dit


@pytest.mark.parametrize("maniere", ["--lot", "--reponses"])
def test_interrompu_pendant_l_affichage(
    lancer: Lanceur, monkeypatch: pytest.MonkeyPatch, fichier: Any, maniere: str
) -> None:
    """Ctrl+C once all is stored: what is stored is said."""

    def interrompre(_texte: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("prescripteur_tui.cli.entretien.ecrire", interrompre)
    resultat = lancer("entretien", maniere, fichier(BONNE, "r.json"))
    (entretien,) = lancer.entretiens()
    assert resultat.exit_code == 130
    assert ("1 entretien enregistré." if maniere == "--lot" else entretien.id) in resultat.stderr
