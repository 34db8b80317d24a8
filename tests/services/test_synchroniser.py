"""What is finished reaches the target once and whole, whatever cuts the sending."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import A_ENVOYER, EN_COURS, ENVOYE
from prescripteur_tui.erreurs import SORTIE_CIBLE, ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.synchroniser import choisir_cible
from prescripteur_tui.synchro import cibles
from prescripteur_tui.synchro.dossier import CibleDossier
from tests.montages import PetitDisque, petit_disque
from tests.services.envois import abimer, ajouter, arbre, chemin, entretiens, envoyer, etats


@pytest.fixture
def cle(tmp_path: Path) -> Iterator[PetitDisque]:
    with petit_disque(tmp_path / "petite", "256k") as disque:
        yield disque


# Once


def test_une_semaine_finie_part_avec_son_manifeste(app: Application, cible: Path) -> None:
    ajouter(app)
    bilan = envoyer(app, cible)
    csv, manifeste = f"{chemin(app)}.csv", f"{chemin(app)}.json"
    sur_la_cible = arbre(cible)
    assert list(sur_la_cible) == [csv, manifeste]
    dit = json.loads(sur_la_cible[manifeste])
    assert (dit["fichier"], dit["etat"], dit["revision"]) == (Path(csv).name, "definitif", 1)
    assert dit["sha256"] == hashlib.sha256(sur_la_cible[csv]).hexdigest()
    assert entretiens(sur_la_cible[csv]) == dit["totaux"]["entretiens"] == 3
    assert [(ligne.chemin, ligne.est_nouveau) for ligne in bilan.lignes] == [(csv, True)]
    assert (bilan.sortie, bilan.restent, bilan.panne) == (0, 0, None)
    assert etats(app, cible) == {"r001": (ENVOYE, None)}


def test_un_second_envoi_ne_fait_rien(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible)
    avant = {f: f.stat() for f in cible.rglob("*")}
    bilan = envoyer(app, cible)
    assert (bilan.lignes, bilan.sortie) == ([], 0)
    assert {f: f.stat() for f in cible.rglob("*")} == avant


def test_la_semaine_en_cours_ne_part_jamais(app: Application, cible: Path) -> None:
    ajouter(app, semaine="2026-W48")
    assert envoyer(app, cible).lignes == []
    assert arbre(cible) == {}


@pytest.mark.parametrize(("nature", "code"), [("formation", "formation-sans-export"), ("demo", "demo-sans-envoi")])
def test_ce_qui_est_invente_ne_part_jamais(app: Application, cible: Path, nature: str, code: str) -> None:
    ajouter(app)
    app.depot.ecrire_reglages({"nature": nature})
    with pytest.raises(ErreurPrescripteur) as refus:
        envoyer(app, cible)
    assert refus.value.code == code
    assert arbre(cible) == {}


def test_une_correction_part_comme_revision_suivante(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible)
    avant = arbre(cible)
    ajouter(app, 1, graine=2)
    bilan = envoyer(app, cible)
    apres = arbre(cible)
    assert [ligne.fichier.revision for ligne in bilan.lignes] == [2]
    assert {nom: apres[nom] for nom in avant} == avant
    assert entretiens(apres[f"{chemin(app, 2)}.csv"]) == 4
    assert len(apres) == 4


def test_une_revision_depassee_avant_l_envoi_ne_part_pas(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible / "absente")
    ajouter(app, 1, graine=2)
    envoyer(app, cible)
    assert list(arbre(cible)) == [f"{chemin(app, 2)}.csv", f"{chemin(app, 2)}.json"]


def test_ce_qui_est_deja_la_compte_comme_envoye(app: Application, cible: Path, tmp_path: Path) -> None:
    """The same stick under another letter: nothing is known of it, and nothing is written."""
    ajouter(app)
    envoyer(app, cible)
    autre_nom = tmp_path / "F"
    cible.rename(autre_nom)
    avant = {f: f.stat() for f in autre_nom.rglob("*")}
    bilan = envoyer(app, autre_nom)
    assert [(ligne.est_nouveau, ligne.erreur) for ligne in bilan.lignes] == [(False, None)]
    assert {f: f.stat() for f in autre_nom.rglob("*")} == avant
    assert etats(app, autre_nom) == {"r001": (ENVOYE, None)}


def test_ce_qui_a_disparu_de_la_cible_repart(app: Application, cible: Path) -> None:
    """Written to the empty mount point of a stick that was not there: the stick gets it the next time."""
    ajouter(app)
    envoyer(app, cible)
    avant = arbre(cible)
    shutil.rmtree(cible)
    cible.mkdir()
    assert [ligne.est_nouveau for ligne in envoyer(app, cible).lignes] == [True]
    assert arbre(cible) == avant


def test_la_semaine_du_dernier_envoi_et_rien_de_plus(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible / "absente")
    assert "derniere_synchro" not in app.depot.reglages()
    envoyer(app, cible)
    assert app.depot.reglages()["derniere_synchro"] == "2026-W48"


# A cut


def test_la_cible_absente_garde_tout_pour_plus_tard(app: Application, cible: Path) -> None:
    ajouter(app)
    ajouter(app, lieu="fab-lab")
    bilan = envoyer(app, cible / "absente")
    assert bilan.panne is not None
    assert (bilan.panne.code, bilan.sortie, bilan.restent) == ("cible-injoignable", SORTIE_CIBLE, 2)
    assert not (cible / "absente").exists()
    assert len(envoyer(app, cible).envoyes) == 2


def test_une_coupure_entre_le_csv_et_le_manifeste(
    app: Application, cible: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ajouter(app)
    vrai = CibleDossier.publier

    def couper(cette: CibleDossier, fichier: str, contenu: bytes) -> bool:
        if fichier.endswith(".json"):
            raise KeyboardInterrupt
        return vrai(cette, fichier, contenu)

    monkeypatch.setattr(CibleDossier, "publier", couper)
    with pytest.raises(KeyboardInterrupt):
        envoyer(app, cible)
    assert list(arbre(cible)) == [f"{chemin(app)}.csv"]
    assert etats(app, cible) == {"r001": (EN_COURS, None)}
    monkeypatch.undo()
    assert [ligne.est_nouveau for ligne in envoyer(app, cible).lignes] == [True]
    assert list(arbre(cible)) == [f"{chemin(app)}.csv", f"{chemin(app)}.json"]
    assert etats(app, cible) == {"r001": (ENVOYE, None)}


def test_une_moitie_est_completee_meme_si_la_semaine_a_ete_corrigee(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible)
    (cible / f"{chemin(app)}.json").unlink()
    ajouter(app, 1, graine=2)
    assert sorted(ligne.fichier.revision for ligne in envoyer(app, cible).lignes) == [1, 2]
    assert len(arbre(cible)) == 4


def test_une_cible_qui_disparait_en_route(app: Application, cible: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ajouter(app)
    ajouter(app, lieu="fab-lab")
    vrai = CibleDossier.publier

    def disparaitre(cette: CibleDossier, fichier: str, contenu: bytes) -> bool:
        if "fab-lab" in fichier:
            raise ErreurPrescripteur("cible-injoignable", cible=cible, raison="partie")
        return vrai(cette, fichier, contenu)

    monkeypatch.setattr(CibleDossier, "publier", disparaitre)
    bilan = envoyer(app, cible)
    assert (len(bilan.envoyes), bilan.restent, bilan.sortie) == (1, 1, SORTIE_CIBLE)
    cle = cibles.cle(f"dossier:{cible}")
    assert sorted((e.etat, e.raison) for e in app.depot.courrier.etats(cle).values()) == [
        (A_ENVOYER, "cible-injoignable"),
        (ENVOYE, None),
    ]
    monkeypatch.undo()
    assert [ligne.fichier.lieu for ligne in envoyer(app, cible).lignes] == ["fab-lab"]


def test_une_cible_pleine(app: Application, cle: PetitDisque) -> None:
    for lieu in ("dutemple", "fab-lab", "maison"):
        ajouter(app, lieu=lieu)
    bourrage = cle.remplir(3 * 4096)
    bilan = envoyer(app, cle.point)
    assert bilan.panne is not None
    assert (bilan.panne.code, bilan.sortie) == ("cible-pleine", SORTIE_CIBLE)
    assert bilan.restent == 3 - len(bilan.envoyes)
    bourrage.unlink()
    assert envoyer(app, cle.point).sortie == 0
    assert len(arbre(cle.point)) == 6


def test_une_cible_en_lecture_seule(app: Application, cle: PetitDisque) -> None:
    ajouter(app)
    cle.remonter("ro")
    bilan = envoyer(app, cle.point)
    assert bilan.panne is not None
    assert (bilan.panne.code, bilan.sortie, bilan.restent) == ("cible-lecture-seule", SORTIE_CIBLE, 1)
    cle.remonter("rw")
    assert envoyer(app, cle.point).sortie == 0


def test_chaque_fichier_est_raconte_aussitot(app: Application, cible: Path) -> None:
    ajouter(app)
    ajouter(app, lieu="fab-lab")
    abimer(cible / f"{chemin(app)}.csv", b"a;b")
    faits: list[str] = []
    bilan = envoyer(
        app,
        cible,
        progression=lambda fait, total, nom: faits.append(nom.split("_")[2] if nom else "fini"),
        raconter=lambda ligne: faits.append("refusé" if ligne.erreur else "envoyé"),
    )
    assert faits == ["dutemple", "refusé", "fab-lab", "envoyé", "fini"]
    assert len(bilan.lignes) == 2


def test_annuler_avant_le_premier_fichier(app: Application, cible: Path) -> None:
    ajouter(app)
    bilan = envoyer(app, cible, est_annule=lambda: True)
    assert (bilan.est_interrompu, bilan.restent, arbre(cible)) == (True, 1, {})


def test_annuler_entre_deux_fichiers(app: Application, cible: Path) -> None:
    for lieu in ("dutemple", "fab-lab", "maison"):
        ajouter(app, lieu=lieu)
    vus: list[tuple[int, int]] = []
    bilan = envoyer(
        app, cible, progression=lambda fait, total, nom: vus.append((fait, total)), est_annule=lambda: len(vus) == 2
    )
    assert bilan.est_interrompu
    assert (len(bilan.envoyes), bilan.restent) == (2, 1)
    assert vus == [(0, 3), (1, 3)]
    assert "derniere_synchro" not in app.depot.reglages()
    suite: list[tuple[int, int, bool]] = []
    envoyer(app, cible, progression=lambda fait, total, nom: suite.append((fait, total, "maison" in nom)))
    assert suite == [(0, 1, True), (1, 1, False)]


# Which target


def test_la_cible_des_reglages_et_celles_qui_ont_un_nom(app: Application, cible: Path) -> None:
    def refus(**voulue: str) -> str:
        with pytest.raises(ErreurPrescripteur) as leve:
            choisir_cible(app, **voulue)
        return leve.value.code

    assert refus() == "cible-absente"
    assert refus(nom="bureau") == "cible-inconnue"
    assert refus(vers="ftp://exemple.fr") == "cible-invalide"
    assert refus(nom="bureau", vers="comptes") == "cible-invalide"
    assert refus(nom="Le bureau !", vers=f"dossier:{cible}") == "usage"
    app.depot.ecrire_reglages({"cible": f"dossier:{cible}"})
    assert choisir_cible(app) == f"dossier:{cible}"
    assert choisir_cible(app, vers="dossier:/media/cle") == "dossier:/media/cle"
    assert choisir_cible(app, nom="bureau", vers="dossier:/media/bureau/") == "dossier:/media/bureau"
    assert choisir_cible(app, nom="bureau") == "dossier:/media/bureau"
    assert choisir_cible(app) == f"dossier:{cible}"
