"""Strange data and strange clocks: sent all the same, and nothing counted twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prescripteur_tui.services.application import Application
from tests.hasard import beaucoup
from tests.services.conftest import Montre
from tests.services.envois import SEMAINE, ajouter, arbre, chemin, entretiens, envoyer

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


def test_un_lieu_qui_change_de_nom_garde_son_dossier(app: Application, cible: Path) -> None:
    """Only its id is in the files: another name on screen changes nothing that was sent."""
    app.depot.ecrire_reglages({"lieu": "dutemple", "lieu_nom": "Dutemple"})
    ajouter(app, semaine="2026-W46")
    envoyer(app, cible)
    avant = arbre(cible)
    app.depot.ecrire_reglages({"lieu_nom": "Maison de quartier Dutemple"})
    assert envoyer(app, cible).lignes == []
    ajouter(app, semaine="2026-W47")
    envoyer(app, cible)
    apres = arbre(cible)
    assert {nom: apres[nom] for nom in avant} == avant
    assert {nom.split("/")[1] for nom in apres} == {"lieu=dutemple"}
    assert not any("Dutemple" in contenu.decode() for contenu in apres.values())


def test_un_lieu_qui_change_d_identifiant_est_un_autre_lieu(app: Application, cible: Path) -> None:
    """Each week stays under the one it was counted for."""
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
