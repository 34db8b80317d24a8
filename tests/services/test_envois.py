"""What waits and what goes, in words; the first screen and the screen of exports say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import FichierDeComptes
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import accueil, attente, envois, reglages
from prescripteur_tui.services.application import LIEU_A_PRECISER, Application
from prescripteur_tui.services.synchroniser import Bilan, Ligne, synchroniser
from tests.services.test_tableau import un
from tests.ui.pilote import MAINTENANT


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Iterator[Application]:
    app = Application(tmp_path / "donnees", dossier_catalogue, horloge=lambda: MAINTENANT)
    yield app
    app.fermer()


@pytest.fixture
def cle(tmp_path: Path) -> str:
    """The URL of a stick."""
    (tmp_path / "cle").mkdir()
    return f"dossier:{tmp_path / 'cle'}"


def remplir(app: Application, *semaines: tuple[str, int], depuis: int = 0) -> None:
    app.depot.ajouter([un(depuis + 100 * n + i, s) for n, (s, combien) in enumerate(semaines) for i in range(combien)])


def etats(app: Application) -> dict[str, str]:
    return {piece.suivi.temps: piece.etat for piece in envois.lire(app).pieces}


def test_de_l_attente_a_l_envoi(app: Application, cle: str) -> None:
    """A week, and a période that is over: made, sent, completed, sent again."""
    reglages.ecrire_cible(app, cle)
    remplir(app, ("2026-W43", 12), ("2026-W47", 3), ("2026-W48", 2))
    assert etats(app) == {
        "2026-W48": "en cours",
        "2026-W47": "à exporter",
        "2026-W43": "à exporter",
        "2026-P12": "en cours",
        "2026-P11": "à exporter",
    }
    assert envois.lire(app).en_attente == 3
    apercu = envois.preparer(app, cle)
    assert {lieu: list(lignes) for lieu, lignes in apercu.lots.items()} == {
        "Lieu à préciser": [
            "la semaine 43\u00a0: 12 entretiens, 0 orientation",
            "la semaine 47\u00a0: 3 entretiens, 0 orientation",
            "la période 11\u00a0: les profils regroupés de 12 entretiens",
        ]
    }
    assert apercu.combien == 3
    assert etats(app)["2026-W47"] == "à envoyer"
    synchroniser(app, cle)
    assert set(etats(app).values()) == {"en cours", "envoyé"}
    remplir(app, ("2026-W47", 1), depuis=5000)
    assert etats(app)["2026-W47"] == "à exporter"
    synchroniser(app, cle)
    assert etats(app)["2026-W47"] == "envoyé, révision 2"


def test_les_profils_trop_peu_nombreux_sont_reportes(app: Application) -> None:
    """Période 10 waits for période 11, which leaves with its interviews; what comes late waits again."""
    remplir(app, ("2026-W38", 5), ("2026-W48", 1))
    assert etats(app)["2026-P10"] == "reportée"
    remplir(app, ("2026-W42", 7), depuis=5000)
    pieces = {piece.suivi.temps: piece for piece in envois.lire(app).pieces}
    assert pieces["2026-P11"].etat == "à exporter"
    assert pieces["2026-P11"].suivi.entretiens == 12
    assert pieces["2026-P10"].etat == "reportée"
    envois.preparer(app, "dossier:/media/cle")
    remplir(app, ("2026-W38", 2), depuis=9000)
    pieces = {piece.suivi.temps: piece for piece in envois.lire(app).pieces}
    assert (pieces["2026-P10"].etat, pieces["2026-P10"].suivi.entretiens) == ("reportée", 2)
    assert pieces["2026-P11"].suivi.entretiens == 12


def test_le_seuil_des_reglages_compte(app: Application) -> None:
    reglages.ecrire(app, "seuil_periode", "20")
    remplir(app, ("2026-W42", 12))
    assert etats(app)["2026-P11"] == "reportée"


@pytest.mark.parametrize("avec_cible", [True, False])
def test_l_accueil_dit_ce_qui_attend(app: Application, cle: str, avec_cible: bool) -> None:
    """Weeks to make and files to send; a week that was completed waits again."""

    def pieces() -> tuple[str, ...]:
        vue = accueil.lire(app).attente
        assert vue.a_une_cible is avec_cible
        return tuple(temps for temps, _ in vue.pieces)

    if avec_cible:
        reglages.ecrire_cible(app, cle)
    assert pieces() == ()
    remplir(app, ("2026-W42", 12), ("2026-W46", 2), ("2026-W47", 3), ("2026-W48", 2))
    assert pieces() == ("2026-W42", "2026-W46", "2026-W47")
    envois.preparer(app, cle)
    assert pieces() == (("2026-P11", "2026-W42", "2026-W46", "2026-W47") if avec_cible else ())
    synchroniser(app, cle)
    assert pieces() == ()
    remplir(app, ("2026-W46", 1), depuis=5000)
    assert pieces() == ("2026-W46",)


def test_une_cible_impossible_n_empeche_pas_l_accueil(app: Application) -> None:
    app.depot.ecrire_reglages({"cible": "ftp://ailleurs"})
    assert accueil.lire(app).attente == attente.Attente((), a_une_cible=False)


def _fichier(revision: int = 1) -> FichierDeComptes:
    return FichierDeComptes(f"f{revision}", "hebdo", "2026-W47", LIEU_A_PRECISER, "0" * 16, revision, "")


REFUS = ErreurPrescripteur("cible-fichier-different", fichier="x.csv")
PANNE = ErreurPrescripteur("cible-injoignable", cible="/media/cle", raison="le dossier n’y est plus")


@pytest.mark.parametrize(
    ("bilan", "lignes"),
    [
        (Bilan("c"), ["✓ Rien à envoyer : tout est sur la cible."]),
        (Bilan("c", [Ligne(_fichier(), True)]), ["✓ 1 fichier envoyé."]),
        (Bilan("c", [Ligne(_fichier(), True)] * 2), ["✓ 2 fichiers envoyés."]),
        (Bilan("c", [Ligne(_fichier())]), ["✓ 1 fichier était déjà sur la cible."]),
        (
            Bilan("c", [Ligne(_fichier(), True), Ligne(_fichier(2), erreur=REFUS)]),
            ["✓ 1 fichier envoyé.", "✗ 1 fichier refusé : choisissez sa ligne pour lire pourquoi."],
        ),
        (
            Bilan("c", [Ligne(_fichier(), erreur=REFUS)] * 2),
            ["✗ 2 fichiers refusés : choisissez leur ligne pour lire pourquoi."],
        ),
        (
            Bilan("c", [Ligne(_fichier(), True)], restent=2, est_interrompu=True),
            ["✓ 1 fichier envoyé.", "✗ Envoi arrêté : 2 fichiers attendent le prochain."],
        ),
        (Bilan("c", restent=2, panne=PANNE), [f"✗ {PANNE.message} {PANNE.conseil}"]),
    ],
)
def test_bilan_en_mots(bilan: Bilan, lignes: list[str]) -> None:
    dites = [f"{'✓' if bonne else '✗'} {texte}" for bonne, texte in envois.bilan_en_mots(bilan)]
    assert [ligne.replace("\u00a0", " ") for ligne in dites] == [ligne.replace("\u00a0", " ") for ligne in lignes]


def test_le_numero_de_l_ordinateur_ne_se_montre_pas() -> None:
    erreur = ErreurPrescripteur(
        "cible-refus", fichier="orientations_2026-W47_du-temple_3f2a0c11aa229944_r012.csv", raison="x"
    )
    assert "orientations_2026-W47_du-temple_…_r012.csv" in envois.erreur_en_mots(erreur)
    profils = ErreurPrescripteur("cible-refus", fichier="profils_2026-P12_du-temple_3f2a0c11aa229944.json", raison="x")
    assert "profils_2026-P12_du-temple_….json" in envois.erreur_en_mots(profils)


def test_la_jumelle_a_sa_base_et_le_meme_catalogue(app: Application) -> None:
    remplir(app, ("2026-W47", 3))
    catalogue = app.catalogue
    jumelle = app.jumelle()
    try:
        assert jumelle.depot is not app.depot
        assert jumelle.depot.semaines() == app.depot.semaines()
        assert jumelle.catalogue is catalogue
        assert jumelle.semaine() == "2026-W48"
    finally:
        jumelle.fermer()
