"""What stands on the target already: never overwritten, and told; clones and copies are noticed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import REFUSE
from prescripteur_tui.erreurs import SORTIE_CIBLE, SORTIE_REFUS
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.synchroniser import renouveler_poste
from prescripteur_tui.synchro import cibles
from tests.services.conftest import Montre
from tests.services.envois import SEMAINE, abimer, ajouter, arbre, chemin, codes, entretiens, envoyer

# What stands there


def test_un_csv_modifie_sur_la_cible_n_est_pas_ecrase(app: Application, cible: Path) -> None:
    """Half of it, under its final name and without manifest: whoever copied it there by hand was interrupted."""
    ajouter(app)
    ajouter(app, lieu="fab-lab")
    abimer(cible / f"{chemin(app)}.csv", b"schema;temps")
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
    abimer(cible / f"{chemin(app)}.json", mensonge)
    bilan = envoyer(app, cible)
    assert (codes(bilan), bilan.sortie) == (["cible-fichier-different"], SORTIE_REFUS)
    assert arbre(cible) == {f"{chemin(app)}.json": mensonge}


def test_un_manifeste_qui_ment_a_cote_du_bon_csv(app: Application, cible: Path) -> None:
    ajouter(app)
    envoyer(app, cible / "absente")
    nom = Path(chemin(app)).name
    contenu = app.depot.courrier.lire_fichier(nom)
    assert contenu is not None
    abimer(cible / f"{chemin(app)}.csv", contenu[0])
    abimer(cible / f"{chemin(app)}.json", contenu[1].replace(b'"sha256": "', b'"sha256": "0'))
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
        abimer(fichier, contenu)
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
    renouveler_poste(clone, f"dossier:{cible}")
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
    abimer(cible / f"{chemin(app, 7)}.csv", b"a")
    abimer(cible / f"{chemin(app, 7)}.json", b'{"sha256": "00"}')
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


def test_une_base_restauree_au_nouveau_numero_ne_compte_personne_deux_fois(
    app: Application, cible: Path, montre: Montre, cloner: Callable[[str], Application]
) -> None:
    """A copy from before a période left: it is given a new number at once, with a late form that changes its bytes."""
    montre.semaine = "2026-W44"
    ajouter(app, 3, graine=4, semaine="2026-W43")
    envoyer(app, cible)
    ajouter(app, 12, semaine="2026-W44")
    ancienne = cloner("restauree")
    montre.semaine = "2026-W48"
    assert envoyer(app, cible).sortie == 0
    profils = {nom: octets for nom, octets in arbre(cible).items() if "profils_2026-P11" in nom}
    assert len(profils) == 2
    ajouter(ancienne, 1, graine=5, semaine="2026-W44")
    renouveler_poste(ancienne, f"dossier:{cible}")
    bilan = envoyer(ancienne, cible)
    assert set(codes(bilan)) == {"cible-bifurcation"}
    assert {nom: octets for nom, octets in arbre(cible).items() if "profils_2026-P11" in nom} == profils
    # What comes later is told apart.
    montre.semaine = "2026-W49"
    ajouter(ancienne, 3, graine=6, semaine="2026-W48")
    suite = envoyer(ancienne, cible)
    assert [ligne.fichier.temps for ligne in suite.envoyes] == ["2026-W48"]
    assert suite.envoyes[0].fichier.poste not in {Path(nom).parent.name.removeprefix("poste=") for nom in profils}
