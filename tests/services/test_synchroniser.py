"""What is finished reaches the target once and whole, whatever stands there, and what is refused is told."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import A_ENVOYER, EN_COURS, ENVOYE, REFUSE
from prescripteur_tui.erreurs import SORTIE_CIBLE, SORTIE_REFUS, ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.synchroniser import Bilan, choisir_cible, synchroniser
from prescripteur_tui.synchro import cibles
from prescripteur_tui.synchro.dossier import CibleDossier
from tests.hasard import beaucoup
from tests.montages import PetitDisque, petit_disque
from tests.services.conftest import Montre

SEMAINE = "2026-W47"


@pytest.fixture
def cible(tmp_path: Path) -> Path:
    dossier = tmp_path / "clé de l’équipe"
    dossier.mkdir()
    return dossier


@pytest.fixture
def cle(tmp_path: Path) -> Iterator[PetitDisque]:
    with petit_disque(tmp_path / "petite", "256k") as disque:
        yield disque


def envoyer(app: Application, cible: Path, **options: object) -> Bilan:
    return synchroniser(app, f"dossier:{cible}", **options)  # type: ignore[arg-type]


def ajouter(
    app: Application, combien: int = 3, graine: int = 1, semaine: str = SEMAINE, lieu: str = "dutemple"
) -> None:
    app.depot.ajouter(beaucoup(combien, graine, semaine=semaine, lieu=lieu))


def arbre(cible: Path) -> dict[str, bytes]:
    return {f.relative_to(cible).as_posix(): f.read_bytes() for f in sorted(cible.rglob("*")) if f.is_file()}


def chemin(app: Application, revision: int = 1, semaine: str = SEMAINE, lieu: str = "dutemple") -> str:
    poste = app.depot.courrier.poste_de(semaine, lieu)
    dossier = f"semaine={semaine}/lieu={lieu}/poste={poste}"
    return f"{dossier}/orientations_{semaine}_{lieu}_{poste}_r{revision:03d}"


def etats(app: Application, cible: Path) -> dict[str, tuple[str, str | None]]:
    connus = app.depot.courrier.etats(cibles.cle(f"dossier:{cible}"))
    return {nom.rpartition("_")[2]: (envoi.etat, envoi.raison) for nom, envoi in connus.items()}


def codes(bilan: Bilan) -> list[str]:
    return [ligne.erreur.code for ligne in bilan.refuses if ligne.erreur]


def entretiens(csv: bytes) -> int:
    (nombre,) = [ligne.split(";")[8] for ligne in csv.decode("utf-8-sig").splitlines() if ";entretiens;" in ligne]
    return int(nombre)


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


# What stands there


def _abimer(fichier: Path, contenu: bytes) -> None:
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(contenu)


def test_un_csv_modifie_sur_la_cible_n_est_pas_ecrase(app: Application, cible: Path) -> None:
    """Half of it, under its final name and without manifest: whoever copied it there by hand was interrupted."""
    ajouter(app)
    ajouter(app, lieu="fab-lab")
    _abimer(cible / f"{chemin(app)}.csv", b"schema;temps")
    bilan = envoyer(app, cible)
    assert codes(bilan) == ["cible-fichier-different"]
    assert (bilan.sortie, bilan.restent, len(bilan.envoyes)) == (SORTIE_REFUS, 0, 1)
    assert (cible / f"{chemin(app)}.csv").read_bytes() == b"schema;temps"
    assert not (cible / f"{chemin(app)}.json").exists()
    refuses = [e for e in app.depot.courrier.etats(cibles.cle(f"dossier:{cible}")).values() if e.etat == REFUSE]
    assert [e.raison for e in refuses] == ["cible-fichier-different"]
    assert codes(envoyer(app, cible)) == ["cible-fichier-different"]
    (cible / f"{chemin(app)}.csv").unlink()
    assert envoyer(app, cible).sortie == 0
    assert len(arbre(cible)) == 4


@pytest.mark.parametrize("mensonge", [b"", b"[]", b"[" * 100_000, b"\xff", b'{"sha256": 3}', b'{"sha256": "00"}'])
def test_un_manifeste_qui_ment(app: Application, cible: Path, mensonge: bytes) -> None:
    ajouter(app)
    _abimer(cible / f"{chemin(app)}.json", mensonge)
    bilan = envoyer(app, cible)
    assert (codes(bilan), bilan.sortie) == (["cible-fichier-different"], SORTIE_REFUS)
    assert arbre(cible) == {f"{chemin(app)}.json": mensonge}


def test_un_manifeste_qui_ment_a_cote_du_bon_csv(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible / "absente")
    nom = Path(chemin(app)).name
    contenu = app.depot.courrier.lire_fichier(nom)
    assert contenu is not None
    _abimer(cible / f"{chemin(app)}.csv", contenu[0])
    _abimer(cible / f"{chemin(app)}.json", contenu[1].replace(b'"sha256": "', b'"sha256": "0'))
    avant = arbre(cible)
    assert codes(envoyer(app, cible)) == ["cible-fichier-different"]
    assert arbre(cible) == avant


def test_des_fichiers_etrangers_restent_la(app: Application, cible: Path) -> None:
    ajouter(app)
    dossier = (cible / chemin(app)).parent
    etrangers = {
        cible / "LISEZMOI.txt": b"bonjour",
        cible / "semaine=2026-W47" / "Thumbs.db": b"x",
        dossier / "notes.csv": b"a;b",
        dossier / "autre.json": b"{}",
        dossier / "film.part": b"x",
        dossier / f"{Path(chemin(app)).name}_copie.csv": b"x",
        dossier / f"orientations_{SEMAINE}_dutemple_autre_r001.json": b"{}",
    }
    for fichier, contenu in etrangers.items():
        _abimer(fichier, contenu)
        os.utime(fichier, (0, 0))
    assert envoyer(app, cible).sortie == 0
    assert {fichier: fichier.read_bytes() for fichier in etrangers} == etrangers
    assert len(arbre(cible)) == len(etrangers) + 2


def test_nos_restes_partent_au_bout_d_un_jour(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible)
    avant = arbre(cible)
    dossier, nom = (cible / chemin(app)).parent, Path(chemin(app)).name
    for age, hexa in ((90_000, "0" * 16), (80_000, "1" * 16)):
        reste = dossier / f".{nom}.csv.{hexa}.part"
        reste.write_bytes(b"schema;te")
        os.utime(reste, (time.time() - age,) * 2)
    assert envoyer(app, cible).lignes == []
    assert sorted(set(arbre(cible)) - set(avant)) == [f"{Path(chemin(app)).parent}/.{nom}.csv.{'1' * 16}.part"]


def test_un_chemin_qui_passe_par_un_fichier_n_arrete_pas_les_autres(app: Application, cible: Path) -> None:
    ajouter(app)
    ajouter(app, semaine="2026-W46")
    (cible / "semaine=2026-W46").write_bytes(b"")
    bilan = envoyer(app, cible)
    assert (codes(bilan), len(bilan.envoyes), bilan.sortie) == (["cible-refus"], 1, SORTIE_CIBLE)
    (cible / "semaine=2026-W46").unlink()
    assert envoyer(app, cible).sortie == 0
    assert len(arbre(cible)) == 4


# Clones and copies


@pytest.fixture
def cloner(tmp_path: Path, dossier_catalogue: Path, montre: Montre) -> Iterator[Callable[[str], Application]]:
    """Copies the data folder as it is now, and opens the copy."""
    ouvertes: list[Application] = []

    def copier(nom: str) -> Application:
        shutil.copytree(tmp_path / "donnees", tmp_path / nom)
        ouvertes.append(Application(tmp_path / nom, dossier_catalogue, horloge=montre))
        return ouvertes[-1]

    yield copier
    for app in ouvertes:
        app.fermer()


def test_un_ordinateur_clone_est_dit_et_n_ecrase_rien(
    app: Application, cible: Path, montre: Montre, cloner: Callable[[str], Application]
) -> None:
    ajouter(app, semaine="2026-W46")
    envoyer(app, cible)
    clone = cloner("clone")
    ajouter(app, 3)
    ajouter(clone, 5, graine=2)
    assert envoyer(app, cible).sortie == 0
    avant = arbre(cible)
    bilan = envoyer(clone, cible)
    assert (codes(bilan), bilan.sortie) == (["cible-bifurcation"], SORTIE_REFUS)
    assert "--nouveau-poste" in str(bilan.refuses[0].erreur)
    assert arbre(cible) == avant
    # A later revision would take the place of the other laptop's counts at every reader.
    ajouter(clone, 1, graine=3)
    assert codes(envoyer(clone, cible)) == ["cible-bifurcation"]
    assert arbre(cible) == avant
    # The remedy: what comes next is told apart.
    clone.depot.renouveler_postes()
    montre.semaine = "2026-W49"
    ajouter(app, 3, semaine="2026-W48")
    ajouter(clone, 5, graine=2, semaine="2026-W48")
    assert envoyer(app, cible).sortie == 0
    suite = envoyer(clone, cible)
    assert [ligne.fichier.temps for ligne in suite.envoyes if ligne.fichier.genre == "hebdo"] == ["2026-W48"]
    assert codes(suite) == ["cible-bifurcation"]
    (lieu,) = (cible / "semaine=2026-W48").iterdir()
    assert sorted(entretiens(f.read_bytes()) for f in lieu.rglob("*.csv")) == [3, 5]


def test_un_clone_qui_compte_la_meme_chose_est_le_meme(
    app: Application, cible: Path, cloner: Callable[[str], Application]
) -> None:
    ajouter(app)
    envoyer(app, cible / "absente")
    clone = cloner("clone")
    envoyer(app, cible)
    assert [(ligne.est_nouveau, ligne.erreur) for ligne in envoyer(clone, cible).lignes] == [(False, None)]


def test_une_base_restauree_est_dite(app: Application, cible: Path, cloner: Callable[[str], Application]) -> None:
    """Its counts are older than those on the target: a higher revision than it ever gave stands there."""
    ajouter(app)
    envoyer(app, cible)
    ancienne = cloner("restauree")
    ajouter(app, 2, graine=2)
    envoyer(app, cible)
    avant = arbre(cible)
    bilan = envoyer(ancienne, cible)
    assert (codes(bilan), bilan.sortie) == (["cible-bifurcation"], SORTIE_REFUS)
    assert f"{Path(chemin(app, 2)).name}" in str(bilan.refuses[0].erreur)
    # Other corrections than those that were lost.
    ajouter(ancienne, 1, graine=3)
    assert codes(envoyer(ancienne, cible)) == ["cible-bifurcation"]
    assert arbre(cible) == avant


def test_un_fichier_qui_n_est_pas_entier_n_est_pas_un_autre_ordinateur(app: Application, cible: Path) -> None:
    """A higher revision whose manifest does not vouch for its CSV is no evidence."""
    ajouter(app)
    _abimer(cible / f"{chemin(app, 7)}.csv", b"a")
    _abimer(cible / f"{chemin(app, 7)}.json", b'{"sha256": "00"}')
    assert envoyer(app, cible).sortie == 0


def test_deux_postes_d_un_lieu(
    app: Application, cible: Path, tmp_path: Path, dossier_catalogue: Path, montre: Montre
) -> None:
    autre = Application(tmp_path / "autre", dossier_catalogue, horloge=montre)
    ajouter(app, 3)
    ajouter(autre, 5, graine=2)
    assert (envoyer(app, cible).sortie, envoyer(autre, cible).sortie) == (0, 0)
    assert (envoyer(app, cible).lignes, envoyer(autre, cible).lignes) == ([], [])
    autre.fermer()
    (lieu,) = (cible / f"semaine={SEMAINE}").iterdir()
    assert sorted(entretiens(f.read_bytes()) for f in lieu.rglob("*.csv")) == [3, 5]


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


# Bad input


def test_une_horloge_qui_recule_de_deux_semaines(app: Application, cible: Path, montre: Montre) -> None:
    ajouter(app)
    envoyer(app, cible)
    avant = arbre(cible)
    montre.semaine = "2026-W46"
    assert (envoyer(app, cible).lignes, arbre(cible)) == ([], avant)
    # Seen as open again, the week is corrected; once it is over the next revision goes.
    premier = next(iter(app.depot.de_la_semaine(SEMAINE, "dutemple")))
    app.depot.retirer(premier.id)
    assert (envoyer(app, cible).lignes, arbre(cible)) == ([], avant)
    montre.semaine = "2026-W48"
    assert [ligne.fichier.revision for ligne in envoyer(app, cible).lignes] == [2]
    assert entretiens((cible / f"{chemin(app, 2)}.csv").read_bytes()) == 2


def test_envoyee_corrigee_annulee_corrigee(app: Application, cible: Path, montre: Montre) -> None:
    ajouter(app, 1)
    envoyer(app, cible)
    ajouter(app, 1, graine=2)
    envoyer(app, cible)
    for entretien in list(app.depot.de_la_semaine(SEMAINE, "dutemple")):
        app.depot.retirer(entretien.id)
    envoyer(app, cible)
    # Cancelled as a whole: a revision without any line says so.
    assert len((cible / f"{chemin(app, 3)}.csv").read_bytes().splitlines()) == 1
    assert json.loads((cible / f"{chemin(app, 3)}.json").read_bytes())["totaux"]["entretiens"] == 0
    ajouter(app, 1)
    envoyer(app, cible)
    assert entretiens((cible / f"{chemin(app, 4)}.csv").read_bytes()) == 1
    assert (cible / f"{chemin(app, 4)}.csv").read_bytes() == (cible / f"{chemin(app, 1)}.csv").read_bytes()
    assert len(arbre(cible)) == 8


def test_un_lieu_renomme_entre_deux_semaines(app: Application, cible: Path) -> None:
    """An id that changes is another place: each week stays under the one it was counted for."""
    ajouter(app, semaine="2026-W46", lieu="dutemple")
    envoyer(app, cible)
    ajouter(app, semaine="2026-W47", lieu="du-temple")
    envoyer(app, cible)
    assert sorted(d.relative_to(cible).as_posix() for d in cible.glob("*/*")) == [
        "semaine=2026-W46/lieu=dutemple",
        "semaine=2026-W47/lieu=du-temple",
    ]


def test_la_semaine_53_et_la_premiere_de_2027(app: Application, cible: Path, montre: Montre) -> None:
    montre.semaine = "2027-W05"
    for semaine, combien in (("2026-W52", 6), ("2026-W53", 7), ("2027-W01", 12)):
        ajouter(app, combien, semaine=semaine)
    assert envoyer(app, cible).sortie == 0
    assert sorted(d.name for d in cible.iterdir()) == [
        "periode=2026-P13",
        "periode=2027-P01",
        "semaine=2026-W52",
        "semaine=2026-W53",
        "semaine=2027-W01",
    ]
    manifestes = [json.loads(f.read_bytes()) for f in sorted(cible.glob("periode=*/*/*/*.json"))]
    assert [(m["temps"], m["totaux"]["entretiens"]) for m in manifestes] == [("2026-P13", 13), ("2027-P01", 12)]
    # One id a year: the laptop of 2026 and that of 2027 are not seen to be one.
    assert len({m["poste"] for m in manifestes}) == 2


def test_dix_mille_entretiens_dans_une_semaine(app: Application, cible: Path) -> None:
    ajouter(app, 10_000)
    assert envoyer(app, cible).sortie == 0
    assert entretiens((cible / f"{chemin(app)}.csv").read_bytes()) == 10_000


@pytest.mark.parametrize("nom", ["=1+1", "a;b", 'dit "x"', "a\tb", "🙂", "x" * 300, "é'à"])
def test_un_operateur_au_nom_etrange(app: Application, cible: Path, nom: str) -> None:
    lot = beaucoup(3, 1, offres=(f"{nom}/conseil",))
    donnees = sum(len(entretien.orientations) for entretien in lot)
    assert donnees > 0
    app.depot.ajouter(lot)
    assert envoyer(app, cible).sortie == 0
    manifeste = json.loads((cible / f"{chemin(app)}.json").read_bytes())
    assert manifeste["totaux"] == {"entretiens": 3, "orientations": donnees}
    cellules = (cible / f"{chemin(app)}.csv").read_bytes().decode("utf-8-sig")
    assert "\n=1" not in cellules
    assert ";=1" not in cellules
