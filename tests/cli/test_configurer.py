"""`configurer`: three questions by plain prompts, each answer kept at once."""

from __future__ import annotations

import pytest

from prescripteur_tui.services import reglages
from prescripteur_tui.services.reglages import Reglages
from tests.cli.conftest import Lanceur


def lus(lancer: Lanceur) -> Reglages:
    app = lancer.application()
    try:
        return reglages.lire(app)
    finally:
        app.fermer()


def test_les_trois_reponses_sont_gardees(lancer: Lanceur) -> None:
    fait = lancer("configurer", entree="mq-briquette\n1\n/media/cle/comptes\n2\n")
    assert fait.exit_code == 0, fait.output
    choisis = lus(lancer)
    assert (choisis.lieu, choisis.cible, choisis.theme) == ("mq-briquette", "dossier:/media/cle/comptes", "clair")
    assert fait.stdout.replace("\u00a0", " ").endswith(
        "Lieu : Maison de quartier de la Briquette (centre social)\n"
        "Cible des envois : dossier:/media/cle/comptes\n"
        "Thème : clair\n"
    )


def test_tout_peut_etre_garde(lancer: Lanceur) -> None:
    lancer("configurer", entree="mq-briquette\n1\n/media/cle\n2\n")
    avant = lus(lancer)
    fait = lancer("configurer", entree="0\n0\n0\n")
    assert fait.exit_code == 0
    assert lus(lancer) == avant
    assert "Garder : Maison de quartier de la Briquette" in fait.stdout.replace("\u00a0", " ")


def test_aucune_cible(lancer: Lanceur) -> None:
    lancer("configurer", entree="0\n1\n/media/cle\n0\n")
    lancer("configurer", entree="0\naucune\n0\n")
    assert lus(lancer).cible is None


def test_une_cible_refusee_est_redemandee(lancer: Lanceur) -> None:
    fait = lancer("configurer", entree="0\n1\nmedia/cle\n1\n\n/media/cle\n0\n")
    assert fait.exit_code == 0
    sortie = " ".join(fait.stdout.replace("\u00a0", " ").split())
    assert "n’est pas une cible d’envoi" in sortie
    assert "Écrivez un chemin." in sortie
    assert lus(lancer).cible == "dossier:/media/cle"


def test_arreter_garde_ce_qui_est_choisi(lancer: Lanceur) -> None:
    fait = lancer("configurer", entree="mq-briquette\nq\n")
    assert fait.exit_code == 130
    assert "Ce qui a été choisi est gardé." in fait.stdout
    assert lus(lancer).lieu == "mq-briquette"


def test_une_saisie_qui_s_arrete_court(lancer: Lanceur) -> None:
    fait = lancer("configurer", entree="mq-briquette\n")
    assert fait.exit_code == 130
    assert lus(lancer).lieu == "mq-briquette"


def test_un_reglage_impossible_est_remis(lancer: Lanceur) -> None:
    app = lancer.application()
    app.depot.ecrire_reglages({"seuil_periode": "3", "theme": "fluo"})
    app.fermer()
    fait = lancer("configurer", entree="0\n0\n0\n")
    assert fait.exit_code == 0
    sortie = " ".join(fait.stdout.replace("\u00a0", " ").split())
    assert sortie.count("Sa valeur d’origine est remise.") == 2
    assert lus(lancer) == Reglages()


@pytest.mark.parametrize("saisie", ["99\n", "zzz\n"])
def test_un_choix_qui_n_existe_pas_est_redemande(lancer: Lanceur, saisie: str) -> None:
    fait = lancer("configurer", entree=f"{saisie}0\n0\n0\n")
    assert fait.exit_code == 0
    assert lus(lancer) == Reglages()
