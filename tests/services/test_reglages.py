"""Settings: thresholds that can only be raised, a theme, a target, and what is refused told in French."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import reglages
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.reglages import Reglages


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Iterator[Application]:
    app = Application(tmp_path / "donnees", dossier_catalogue)
    yield app
    app.fermer()


def test_rien_de_choisi(app: Application) -> None:
    lus = reglages.lire(app)
    assert (lus.theme, lus.cible, lus.derniere_synchro) == ("sombre", None, None)
    assert (lus.seuil_periode, lus.seuil_croise, lus.seuil_affichage) == (11, 30, 5)


@pytest.mark.parametrize(
    ("cle", "valeur", "lue"),
    [
        ("theme", "clair", "clair"),
        ("seuil_periode", "15", 15),
        ("seuil_periode", "11", 11),
        ("seuil_croise", " 40 ", 40),
        ("seuil_affichage", "999", 999),
        ("derniere_synchro", "2026-W53", "2026-W53"),
    ],
)
def test_ecrire_puis_lire(app: Application, cle: str, valeur: str, lue: object) -> None:
    reglages.ecrire(app, cle, valeur)
    assert getattr(reglages.lire(app), cle) == lue
    assert app.depot.reglages()[cle] == str(lue)


@pytest.mark.parametrize(
    ("cle", "valeur", "phrase"),
    [
        (
            "seuil_periode",
            "10",
            "Le réglage « seuil des profils » n’accepte pas « 10 » : il faut un nombre entier, de 11 à 999.",
        ),
        (
            "seuil_croise",
            "29",
            "Le réglage « seuil des quartiers » n’accepte pas « 29 » : il faut un nombre entier, de 30 à 999.",
        ),
        (
            "seuil_affichage",
            "4",
            "Le réglage « seuil à l’écran » n’accepte pas « 4 » : il faut un nombre entier, de 5 à 999.",
        ),
        (
            "seuil_affichage",
            "1000",
            "Le réglage « seuil à l’écran » n’accepte pas « 1000 » : il faut un nombre entier, de 5 à 999.",
        ),
        (
            "seuil_affichage",
            "douze",
            "Le réglage « seuil à l’écran » n’accepte pas « douze » : il faut un nombre entier, de 5 à 999.",
        ),
        ("theme", "dark", "Le réglage « thème » n’accepte pas « dark » : il faut « sombre » ou « clair »."),
        (
            "derniere_synchro",
            "2026-11-25",
            "Le réglage « dernier envoi » n’accepte pas « 2026-11-25 » : il faut une semaine comme 2026-W47.",
        ),
    ],
)
def test_refus_en_francais(app: Application, cle: str, valeur: str, phrase: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        reglages.ecrire(app, cle, valeur)
    assert refus.value.code == "reglage-invalide"
    assert refus.value.sortie == 2
    assert refus.value.message == phrase
    assert cle not in app.depot.reglages()


def test_une_valeur_gardee_qui_ne_peut_pas_etre_se_remet(app: Application) -> None:
    """A base edited by hand: refused, not taken for the default, and repaired by its key."""
    app.depot.ecrire_reglages({"seuil_affichage": "1", "theme": "clair"})
    with pytest.raises(ErreurPrescripteur) as refus:
        reglages.lire(app)
    assert refus.value.contexte["champ"] == "seuil_affichage"
    # Another setting can be changed meanwhile.
    reglages.ecrire(app, "theme", "sombre")
    reglages.remettre(app, "seuil_affichage")
    assert reglages.lire(app).seuil_affichage == 5


def test_un_reglage_d_une_autre_version_ne_gene_pas(app: Application) -> None:
    app.depot.ecrire_reglages({"cible-secours": "dossier:/media/cle", "musique": "fort"})
    assert reglages.lire(app) == Reglages()


@pytest.mark.parametrize(
    ("texte", "gardee"),
    [
        ("/media/cle/comptes", "dossier:/media/cle/comptes"),
        ("  dossier:/media/cle  ", "dossier:/media/cle"),
        ("", None),
        ("   ", None),
    ],
)
def test_cible(app: Application, texte: str, gardee: str | None) -> None:
    reglages.ecrire_cible(app, "/avant")
    reglages.ecrire_cible(app, texte)
    assert reglages.lire(app).cible == gardee


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("media/cle", "cible-invalide"),
        ("ftp://serveur/comptes", "cible-invalide"),
        ("webdavs://serveur/comptes", "cible-indisponible"),
    ],
)
def test_cible_refusee(app: Application, texte: str, code: str) -> None:
    reglages.ecrire_cible(app, "/avant")
    with pytest.raises(ErreurPrescripteur) as refus:
        reglages.ecrire_cible(app, texte)
    assert refus.value.code == code
    assert reglages.lire(app).cible == "dossier:/avant"


@pytest.mark.parametrize(
    ("texte", "url"),
    [("E:\\comptes", "dossier:E:\\comptes"), ("\\\\serveur\\partage", "dossier:\\\\serveur\\partage")],
)
def test_un_chemin_de_windows_est_un_dossier(texte: str, url: str) -> None:
    assert reglages.url_de(texte) == url


def test_essayer_une_cible(tmp_path: Path) -> None:
    reglages.essayer_cible(f"dossier:{tmp_path}")
    with pytest.raises(ErreurPrescripteur) as refus:
        reglages.essayer_cible(f"dossier:{tmp_path / 'absente'}")
    assert refus.value.code == "cible-injoignable"
