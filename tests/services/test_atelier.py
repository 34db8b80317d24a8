"""Working on a catalogue: what is written, what is refused, what a change would do."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue
from prescripteur_tui.services import atelier
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.entretien import enregistrer

MAINTENANT = dt.datetime(2026, 11, 25, 14, 30, tzinfo=dt.UTC)


@pytest.fixture
def copie(tmp_path: Path, dossier_catalogue: Path) -> Path:
    """A catalogue that may be changed."""
    return Path(shutil.copytree(dossier_catalogue, tmp_path / "catalogue"))


@pytest.fixture
def app(tmp_path: Path, copie: Path) -> Application:
    """The use cases on that catalogue, on a Wednesday of week 48."""
    return Application(tmp_path / "donnees", copie, horloge=lambda: MAINTENANT)


def test_une_verification_ne_change_que_son_fichier_et_deux_champs(app: Application, copie: Path) -> None:
    avant = (copie / "operateurs" / "adie.yaml").read_text("utf-8")
    fichier = atelier.noter_verification(app, "adie", le="2026-11-20", source='appel à l’accueil, « "agence" »')
    apres = fichier.read_text("utf-8")
    neuves = [ligne for ligne in apres.splitlines() if ligne not in avant.splitlines()]
    assert neuves == [
        'verifie_le: "2026-11-20"',
        "verifications:",
        '  - le: "2026-11-20"',
        '    source: "appel à l’accueil, « \\"agence\\" »"',
    ]
    assert [x for x in avant.splitlines() if x not in apres.splitlines()] == ['verifie_le: "2025-04-15"']
    adie = lire_catalogue(copie).par_operateur["adie"]
    assert (adie.verifie_le, adie.verifications[0].source) == ("2026-11-20", 'appel à l’accueil, « "agence" »')


def test_une_verification_plus_ancienne_s_ajoute_sans_rajeunir(app: Application, copie: Path) -> None:
    atelier.noter_verification(app, "adie", le="2026-11-20", source="a")
    atelier.noter_verification(app, "adie", le="2026-10-01", source="b")
    adie = lire_catalogue(copie).par_operateur["adie"]
    assert adie.verifie_le == "2026-11-20"
    assert [v.le for v in adie.verifications] == ["2026-10-01", "2026-11-20"]


@pytest.mark.parametrize("le", ["2026-11-26", "2026-13-01", "20261101", "2026-11", "hier", "2026-W47-1"])
def test_une_date_qui_n_est_pas_un_jour_passe_est_refusee(app: Application, copie: Path, le: str) -> None:
    avant = (copie / "operateurs" / "adie.yaml").read_bytes()
    with pytest.raises(ErreurPrescripteur) as refus:
        atelier.noter_verification(app, "adie", le=le, source="a")
    assert refus.value.code == "date-de-verification"
    assert (copie / "operateurs" / "adie.yaml").read_bytes() == avant


def test_un_fichier_dispose_autrement_n_est_pas_touche(app: Application, copie: Path) -> None:
    fichier = copie / "operateurs" / "adie.yaml"
    fichier.write_text(fichier.read_text("utf-8").replace("verifie_le:", "verifications: []\nverifie_le:", 1), "utf-8")
    avant = fichier.read_bytes()
    with pytest.raises(ErreurPrescripteur) as refus:
        atelier.noter_verification(app, "adie", le="2026-11-20", source="a")
    assert refus.value.code in ("retouche-impossible", "cle-double")
    assert fichier.read_bytes() == avant


FICHE = atelier.Fiche(
    id="ruche-du-hainaut",
    nom="Ruche du Hainaut",
    description="Un lieu d’essai, « invité » pour ce test : rien de réel.",
    offre="Être reçu",
    etapes=("detection",),
    url="https://exemple.fr/ruche",
    date="2026-05",
)


def test_un_operateur_neuf_est_valable_commente_et_jamais_propose(app: Application, copie: Path) -> None:
    fichier = atelier.nouvel_operateur(app, FICHE)
    assert fichier.read_text("utf-8").count("\n# ") >= 5
    catalogue = lire_catalogue(copie)
    operateur = catalogue.par_operateur["ruche-du-hainaut"]
    assert operateur.statut == "a-confirmer"
    assert (operateur.nom, operateur.description) == (FICHE.nom, FICHE.description)
    resultat = recommander({"maturite": "idee"}, catalogue, "2026-W48")
    sorties = [e.cause for e in resultat.ecartes if e.operateur == "ruche-du-hainaut"]
    assert sorties == ["statut"]


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"id": "adie"}, "operateur-existant"),
        ({"id": "La Ruche"}, "operateur-forme"),
        ({"id": "../adie"}, "operateur-forme"),
        ({"etapes": ("ailleurs",)}, "catalogue-invalide"),
        ({"date": "bientôt"}, "fiche-champ"),
        ({"date": "2026-12"}, "fiche-champ"),
        ({"nom": "n" * 81}, "fiche-champ"),
        ({"nom": ""}, "fiche-champ"),
        ({"description": "une ligne\nune autre"}, "fiche-champ"),
        ({"url": "exemple.fr"}, "fiche-champ"),
    ],
    ids=["existing", "spaces", "path", "étape", "date", "future", "long", "empty", "lines", "address"],
)
def test_un_operateur_refuse_n_est_pas_ecrit(app: Application, copie: Path, champs: dict[str, Any], code: str) -> None:
    avant = sorted(p.name for p in (copie / "operateurs").iterdir())
    fiche = replace(FICHE, **champs)
    with pytest.raises(ErreurPrescripteur) as refus:
        atelier.nouvel_operateur(app, fiche)
    assert refus.value.code == code
    assert isinstance(refus.value, CatalogueInvalide) == (code == "catalogue-invalide")
    assert sorted(p.name for p in (copie / "operateurs").iterdir()) == avant


def test_rejouer_compte_ce_qui_changerait_et_ne_touche_a_rien(app: Application, copie: Path, tmp_path: Path) -> None:
    """CitésLab ends in the new catalogue: of three interviews, the one that had it as its door changes."""
    idee = {"maturite": "idee", "age": "30-54", "quartier": "QN05931M", "secteur": "commerce"}
    _, resultat = enregistrer(app, idee, garder=False)
    assert resultat.propositions[0].operateur == "citeslab"
    donnee = {"offre": resultat.propositions[0].offre, "issue": "acceptee", "motif": None}
    enregistrer(app, {"reponses": idee, "fin": "orientation", "orientations": [donnee]})
    enregistrer(app, {"maturite": "activite-arretee", "age": "30-54", "quartier": "ailleurs", "secteur": "commerce"})
    enregistrer(app, {"maturite": "idee", "age": "moins-16"})
    enregistrer(app, idee, semaine="2026-W47")
    autre = Path(shutil.copytree(copie, tmp_path / "autre"))
    fichier = autre / "operateurs" / "citeslab.yaml"
    fichier.write_text(fichier.read_text("utf-8").replace("statut: actif", "statut: termine", 1), "utf-8")
    avant = [app.depot.lire(e.id) for e in app.depot.de_la_semaine("2026-W48", "lieu-a-preciser")]
    rejeu = atelier.rejouer(app, lire_catalogue(autre, cas_types=False))
    assert rejeu.entretiens == 2
    assert rejeu.premiere_porte == 1
    assert rejeu.orientations == 1
    assert rejeu.refuses == 0
    assert [app.depot.lire(e.id) for e in app.depot.de_la_semaine("2026-W48", "lieu-a-preciser")] == avant
    assert atelier.rejouer(app, app.catalogue) == atelier.Rejeu(2, 0, 0, 0, 0)
