"""`prescripteur aide`: the pages as plain text."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from prescripteur_tui.cli import aide
from prescripteur_tui.services.aide import SUJETS, Bloc
from prescripteur_tui.ui.commandes import COMMANDES
from tests.cli.conftest import Lanceur
from tests.ui.attentes import DEBUTS_INTERDITS


def test_sans_sujet_la_liste(lancer: Lanceur) -> None:
    fait = lancer("aide")
    assert fait.exit_code == 0
    assert [ligne.split()[0] for ligne in fait.stdout.splitlines()] == list(SUJETS)
    assert "donnees       Pour le délégué à la protection des données" in fait.stdout
    assert "prescripteur aide SUJET" in fait.stderr


@pytest.mark.parametrize("nom", SUJETS)
def test_chaque_sujet_s_affiche(lancer: Lanceur, nom: str) -> None:
    fait = lancer("aide", nom)
    assert (fait.exit_code, fait.stderr) == (0, "")
    titre = aide.lire_page(nom)[0].texte
    assert fait.stdout.startswith(f"{titre.upper()}\n\n")
    assert not lancer.dossier.exists(), "reading the help opens no base"


def test_un_sujet_inconnu(lancer: Lanceur) -> None:
    fait = lancer("aide", "coordinatrice")
    assert (fait.exit_code, fait.stdout) == (2, "")
    assert "« coordinatrice »" in fait.stderr.replace("\u00a0", " ")
    assert "« coordinateur »" in fait.stderr.replace("\u00a0", " ")
    assert fait.stderr.rstrip().endswith("[sujet-inconnu]")


def test_les_touches_sont_celles_de_la_table(lancer: Lanceur) -> None:
    page = " ".join(lancer("aide", "touches").stdout.replace("\u00a0", " ").split())
    for commande in COMMANDES:
        if commande.touche:
            assert f"{commande.touche} {commande.aide}" in page


@pytest.mark.parametrize("nom", SUJETS)
@pytest.mark.parametrize("colonnes", range(aide.LARGEURS[0], aide.LARGEURS[1] + 1, 4))
def test_aucune_ligne_ne_deborde_ni_ne_commence_par_un_signe(nom: str, colonnes: int) -> None:
    for ligne in aide.en_lignes(aide.lire_page(nom), colonnes):
        assert ligne.strip(" \u00a0•")[:1] not in DEBUTS_INTERDITS, ligne
        # A name of file that cannot be cut.
        assert len(ligne) <= colonnes or " " not in ligne.strip(" •"), ligne


def test_mise_en_lignes() -> None:
    blocs = [
        Bloc("titre", "Titre"),
        Bloc("paragraphe", "Un deux trois quatre cinq six sept huit neuf dix."),
        Bloc("point", "un", "•"),
        Bloc("point", "deux", "•"),
        Bloc("section", "Été"),
        Bloc("touche", "Choisir, et une suite qui va à la ligne.", "Entrée"),
        Bloc("touche", "Aider.", "F1"),
    ]
    assert list(aide.en_lignes(blocs, 40)) == [
        "TITRE",
        "",
        "Un deux trois quatre cinq six sept huit",
        "neuf dix.",
        "",
        "  • un",
        "  • deux",
        "",
        "ÉTÉ",
        "",
        "  Entrée   Choisir, et une suite qui va",
        "           à la ligne.",
        "  F1       Aider.",
    ]


@pytest.mark.parametrize(("colonnes", "attendue"), [(20, 40), (66, 66), (300, 100)])
def test_la_largeur_est_celle_du_terminal(monkeypatch: pytest.MonkeyPatch, colonnes: int, attendue: int) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((colonnes, 24)))
    assert aide.largeur() == attendue


def test_ailleurs_que_sur_un_terminal_la_largeur_est_fixe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    assert aide.largeur() == 78
