"""`synchroniser`, and what `etat` says of it: exit codes, paths on stdout, sentences on stderr."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PORTEUSE, SEMAINE, Lanceur

FINIE = "2026-W47"


@pytest.fixture
def cible(tmp_path: Path) -> Path:
    dossier = tmp_path / "clé"
    dossier.mkdir()
    return dossier


@pytest.fixture
def remplir(lancer: Lanceur, fichier: Any) -> Any:
    """Types paper forms in, one for each week given."""
    chemin = fichier({"reponses": PORTEUSE, "fin": "autre-action"})

    def faire(*semaines: str, lieu: str = "cs-onnaing", dans: Lanceur = lancer) -> None:
        for semaine in semaines:
            assert dans("entretien", "--reponses", chemin, "--semaine", semaine, "--lieu", lieu).exit_code == 0

    return faire


def test_envoyer_puis_rien_de_neuf(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    remplir(FINIE, SEMAINE)
    premier = lancer("synchroniser", "--vers", f"dossier:{cible}")
    assert premier.exit_code == 0
    (chemin,) = premier.stdout.splitlines()
    assert chemin.startswith(f"semaine={FINIE}/lieu=cs-onnaing/poste=")
    assert (cible / chemin).is_file()
    assert (cible / chemin).with_suffix(".json").is_file()
    assert premier.stderr == f"{FINIE}, cs-onnaing : envoyé.\n"
    second = lancer("synchroniser", "--vers", f"dossier:{cible}")
    assert (second.exit_code, second.stdout) == (0, "")
    assert "Rien à envoyer" in second.stderr


def test_une_correction(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    remplir(FINIE)
    lancer("synchroniser", "--vers", f"dossier:{cible}")
    remplir(FINIE)
    resultat = lancer("synchroniser", "--vers", f"dossier:{cible}")
    assert resultat.stdout.endswith("_r002.csv\n")
    assert "révision 2" in resultat.stderr


def test_sans_cible(lancer: Lanceur, remplir: Any) -> None:
    remplir(FINIE)
    resultat = lancer("synchroniser")
    assert (resultat.exit_code, resultat.stdout) == (2, "")
    assert "[cible-absente]" in resultat.stderr
    assert "configurer" in resultat.stderr
    assert "--vers" in resultat.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--vers", "/media/cle"], "cible-invalide"),
        (["--vers", "dossier:comptes"], "cible-invalide"),
        (["--vers", "http://exemple.fr"], "cible-invalide"),
        (["--vers", "webdavs://agent@exemple.fr/depot"], "cible-indisponible"),
        (["--vers", "sftp://agent@exemple.fr/depot"], "cible-indisponible"),
        (["--cible", "bureau"], "cible-inconnue"),
        (["--cible", "Le bureau"], "usage"),
    ],
)
def test_une_cible_qui_n_en_est_pas_une(lancer: Lanceur, arguments: list[str], code: str) -> None:
    resultat = lancer("synchroniser", *arguments)
    assert (resultat.exit_code, resultat.stdout) == (2, "")
    assert f"[{code}]" in resultat.stderr


def test_une_cible_qui_a_un_nom(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    remplir(FINIE)
    assert lancer("synchroniser", "--cible", "bureau", "--vers", f"dossier:{cible}").exit_code == 0
    shutil.rmtree(cible)
    cible.mkdir()
    resultat = lancer("synchroniser", "--cible", "bureau")
    assert resultat.exit_code == 0
    assert len(resultat.stdout.splitlines()) == 1


def test_la_cible_n_est_pas_la(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    remplir(FINIE)
    resultat = lancer("synchroniser", "--vers", f"dossier:{cible / 'absente'}")
    assert (resultat.exit_code, resultat.stdout) == (3, "")
    assert "[cible-injoignable]" in resultat.stderr
    assert "En attente d’envoi : 1 fichier." in resultat.stderr
    assert lancer("synchroniser", "--vers", f"dossier:{cible}").exit_code == 0


def test_un_conflit_est_dit_et_le_reste_part(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    remplir(FINIE, "2026-W46")
    chemin = cible / lancer("synchroniser", "--vers", f"dossier:{cible}").stdout.splitlines()[1]
    chemin.write_bytes(b"a;b")
    chemin.with_suffix(".json").unlink()
    remplir("2026-W45")
    resultat = lancer("synchroniser", "--vers", f"dossier:{cible}")
    assert resultat.exit_code == 1
    assert len(resultat.stdout.splitlines()) == 1
    assert "[cible-fichier-different]" in resultat.stderr
    assert chemin.name in resultat.stderr
    assert chemin.read_bytes() == b"a;b"


def test_un_ordinateur_clone(lancer: Lanceur, remplir: Any, cible: Path, tmp_path: Path) -> None:
    remplir("2026-W46")
    lancer("synchroniser", "--vers", f"dossier:{cible}")
    shutil.copytree(lancer.dossier, tmp_path / "clone")
    clone = Lanceur(tmp_path / "clone", lancer.catalogue)
    remplir(FINIE)
    remplir(FINIE, FINIE, dans=clone)
    assert lancer("synchroniser", "--vers", f"dossier:{cible}").exit_code == 0
    refus = clone("synchroniser", "--vers", f"dossier:{cible}")
    assert (refus.exit_code, refus.stdout) == (1, "")
    assert "[cible-bifurcation]" in refus.stderr
    assert "prescripteur synchroniser --nouveau-poste" in refus.stderr
    remplir("2026-W45", dans=clone)
    remede = clone("synchroniser", "--nouveau-poste", "--vers", f"dossier:{cible}")
    assert "nouveau numéro" in remede.stderr
    # The weeks already counted keep the old number: the one refused stays refused, the new one goes.
    assert remede.exit_code == 1
    (chemin,) = remede.stdout.splitlines()
    assert chemin.startswith("semaine=2026-W45/")
    postes = {dossier.name for dossier in cible.glob("semaine=*/lieu=*/poste=*")}
    assert len(postes) == 2


def test_le_nouveau_poste_demande_une_cible(lancer: Lanceur, remplir: Any) -> None:
    """A mistyped command must not change the number of the laptop."""
    avant = lancer.application().depot.poste(2026)
    assert lancer("synchroniser", "--nouveau-poste").exit_code == 2
    assert lancer.application().depot.poste(2026) == avant


# etat


def _etat(lancer: Lanceur) -> dict[str, Any]:
    resultat = lancer("etat", "--format", "json")
    lu: dict[str, Any] = json.loads(resultat.stdout)
    return lu


def _regler(lancer: Lanceur, cible: str) -> None:
    app = lancer.application()
    app.depot.ecrire_reglages({"cible": cible})
    app.fermer()


def test_etat_suit_l_envoi(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    _regler(lancer, f"dossier:{cible}")
    remplir(FINIE, SEMAINE)
    avant = _etat(lancer)
    assert avant["cible"] == f"dossier:{cible}"
    assert [(x["semaine"], x["etat"], x["raison"]) for x in avant["en_attente"]] == [(FINIE, "a-envoyer", None)]
    assert avant["derniere_synchronisation"] is None
    lancer("synchroniser")
    apres = _etat(lancer)
    assert apres["en_attente"] == []
    assert apres["derniere_synchronisation"] == SEMAINE
    assert apres["provisoires"] == [{"semaine": SEMAINE, "lieu": "cs-onnaing", "entretiens": 1}]
    remplir(FINIE)
    corrige = _etat(lancer)["en_attente"]
    assert [(x["semaine"], x["entretiens"], x["etat"]) for x in corrige] == [(FINIE, 2, "a-envoyer")]


def test_etat_suit_la_cible_des_reglages_seule(lancer: Lanceur, remplir: Any, cible: Path, tmp_path: Path) -> None:
    _regler(lancer, f"dossier:{tmp_path / 'autre'}")
    remplir(FINIE)
    lancer("synchroniser", "--vers", f"dossier:{cible}")
    assert len(_etat(lancer)["en_attente"]) == 1


def test_etat_dit_ce_qui_a_ete_refuse(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    _regler(lancer, f"dossier:{cible}")
    remplir(FINIE)
    (cible / f"semaine={FINIE}").write_bytes(b"")
    assert lancer("synchroniser").exit_code == 3
    assert [(x["etat"], x["raison"]) for x in _etat(lancer)["en_attente"]] == [("refuse", "cible-refus")]
    texte = lancer("etat").stdout
    assert "Comptes en attente d’envoi : 1\n" in texte
    assert "La cible n’accepte pas orientations_2026-W47_cs-onnaing_" in texte


def test_etat_compte_les_periodes(lancer: Lanceur, remplir: Any, cible: Path) -> None:
    _regler(lancer, f"dossier:{cible}")
    remplir(*["2026-W44"] * 11)
    attendus = [
        {"semaine": "2026-W44", "lieu": "cs-onnaing", "entretiens": 11, "etat": "a-envoyer", "raison": None},
        {"periode": "2026-P11", "lieu": "cs-onnaing", "entretiens": 11, "etat": "a-envoyer", "raison": None},
    ]
    assert _etat(lancer)["en_attente"] == attendus
    lancer("synchroniser", "--vers", f"dossier:{cible / 'absente'}")
    assert _etat(lancer)["en_attente"] == attendus
    assert len(lancer("synchroniser").stdout.splitlines()) == 2
    assert _etat(lancer)["en_attente"] == []


def test_etat_avec_une_cible_que_l_on_ne_comprend_pas(lancer: Lanceur, remplir: Any) -> None:
    _regler(lancer, "ftp://exemple.fr")
    remplir(FINIE)
    resultat = lancer("etat")
    assert resultat.exit_code == 1
    assert "Base : en bon état" in resultat.stdout
    assert "« ftp » n’est pas un genre de cible" in resultat.stdout
