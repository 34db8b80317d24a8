"""The help pages as blocks, and the facts that they must hold."""

from __future__ import annotations

import re
import sqlite3
from importlib.resources import files
from pathlib import Path

import click
import pytest

from prescripteur_tui.cli.principal import prescripteur
from prescripteur_tui.config.reglages import Reglages
from prescripteur_tui.domaine.comptages import SEUIL_CROISE, SEUIL_PERIODE, TABLES_HEBDO, TABLES_PERIODE
from prescripteur_tui.domaine.secret import SEUIL_AFFICHAGE
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import nature
from prescripteur_tui.services.aide import GUIDE, SUJETS, TOUCHES, Bloc, lire, page, sujet
from prescripteur_tui.stockage.ouverture import FICHIER, ouvrir
from prescripteur_tui.ui.themes import CLAIR, SOMBRE, THEMES
from tests.architecture.test_documentation import noms_des_commandes

PAGES = sorted(
    chemin.relative_to(racine).as_posix()[:-3]
    for racine in [files("prescripteur_tui") / "aide"]
    for chemin in racine.rglob("*.md")  # type: ignore[attr-defined]
)

REGLAGES = (*Reglages.model_fields, nature.REGLAGE)
"""The settings that the table `reglages` may hold."""


def _source(nom: str) -> str:
    """A page as it is written, its no-break spaces as plain ones."""
    return (files("prescripteur_tui") / "aide" / f"{nom}.md").read_text("utf-8").replace("\u00a0", " ")


def _texte(nom: str) -> str:
    return "\n".join(bloc.texte for bloc in page(nom))


def test_lire() -> None:
    texte = "# Titre\n\nUne **phrase**\nsuivie.\n\n## Section\n\n- un `mot`\n  de plus\n- deux [/b]\n\n1. pas\n"
    assert lire(texte) == (
        Bloc("titre", "Titre"),
        Bloc("paragraphe", "Une phrase suivie."),
        Bloc("section", "Section"),
        Bloc("point", "un mot de plus", "•"),
        Bloc("point", "deux [/b]", "•"),
        Bloc("point", "pas", "1."),
    )


def test_page_absente() -> None:
    assert page("ecrans/inconnu") == ()


# Subjects


@pytest.mark.parametrize("nom", [nom for nom in SUJETS if nom != TOUCHES])
def test_chaque_sujet_a_sa_page(nom: str) -> None:
    assert page(nom), f"aide/{nom}.md is missing"
    assert sujet(nom) == nom


def test_chaque_page_est_un_sujet() -> None:
    assert {nom for nom in PAGES if "/" not in nom} == set(SUJETS) - {TOUCHES}


@pytest.mark.parametrize(
    ("tape", "trouve"), [("Données", "donnees"), (" TOUCHES ", "touches"), ("accessibilité", "accessibilite")]
)
def test_un_sujet_se_tape_avec_ses_accents(tape: str, trouve: str) -> None:
    assert sujet(tape) == trouve


@pytest.mark.parametrize(("tape", "proche"), [("coordinatrice", "coordinateur"), ("prescription", "prescripteur")])
def test_un_sujet_inconnu_dit_le_plus_proche(tape: str, proche: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        sujet(tape)
    assert refus.value.code == "sujet-inconnu"
    assert f"« {proche} »" in refus.value.conseil.replace("\u00a0", " ")


def test_un_sujet_sans_rapport_renvoie_a_la_liste() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        sujet("zzzz")
    assert "prescripteur aide" in refus.value.conseil


# Typography


@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_commence_par_un_titre_et_suit_la_typographie(nom: str) -> None:
    blocs = page(nom)
    assert blocs[0].genre == "titre"
    assert all(bloc.genre != "titre" for bloc in blocs[1:])
    fautes = [b.texte for b in blocs if re.search(r"'| [:;!?»]|« |\b(tu|ton|tes)\b", b.texte)]
    assert fautes == []


# Facts


def test_le_guide_dit_la_regle_de_classement() -> None:
    for mot in ("correspond", "à vérifier", "points", "sources", "tirage", "une fois"):
        assert mot in _texte(GUIDE)


def test_chaque_commande_est_nommee_dans_une_page() -> None:
    tout = " ".join(_source(nom) for nom in PAGES if "/" not in nom)
    absentes = [nom for nom in noms_des_commandes(prescripteur) if f"prescripteur {nom}" not in tout]
    assert absentes == []
    assert "prescripteur --formation" in tout


def test_les_commandes_citees_existent() -> None:
    """What is still being built is in the contract, and named here until it stands."""
    a_venir = {"configurer", "sauvegarder", "restaurer", "effacer"}
    connues = set(prescripteur.list_commands(click.Context(prescripteur)))
    citees = {mot for nom in PAGES for mot in re.findall(r"`prescripteur ([a-z]+)", _source(nom))}
    assert citees <= connues | a_venir


@pytest.mark.parametrize("cle", REGLAGES)
def test_chaque_reglage_est_nomme(cle: str) -> None:
    reglages = _source("donnees").partition("## Les réglages")[2].partition("\n## ")[0]
    assert f"`{cle}`" in reglages


def _tables_de_la_base(dossier: Path) -> dict[str, set[str]]:
    ouvrir(dossier).fermer()
    connexion = sqlite3.connect(dossier / FICHIER)
    try:
        noms = [nom for (nom,) in connexion.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {nom: {ligne[1] for ligne in connexion.execute(f"PRAGMA table_info({nom})")} for nom in noms}
    finally:
        connexion.close()


def test_chaque_colonne_est_nommee_sous_sa_table(tmp_path: Path) -> None:
    """Table by table: nothing is kept that the page does not tell, and it tells of nothing that is not kept."""
    dites: dict[str, set[str]] = {}
    for morceau in re.split(r"^Table ", _source("donnees").partition("\n## Les réglages")[0], flags=re.MULTILINE)[1:]:
        nom = re.match(r"`(\w+)`", morceau)
        assert nom is not None, morceau
        points = [ligne for ligne in morceau.splitlines() if ligne.startswith("- ")]
        dites[nom[1]] = {mot for point in points for mot in re.findall(r"`(\w+)`", point.partition(" : ")[0])}
    assert dites == _tables_de_la_base(tmp_path / "donnees")


def test_le_mot_anonyme_n_est_pas_donne_aux_entretiens() -> None:
    phrases = re.split(r"(?<=[.!?])\s", _texte("donnees").replace("\u00a0", " "))
    assert [p for p in phrases if "anonyme" in p.lower()] == [
        "Ils ne sont pas anonymes : une ligne porte un âge, un quartier, une situation et un projet, et une semaine "
        "de permanence reçoit peu de monde."
    ]
    assert "données minimisées" in _texte("donnees")


def test_le_coordinateur_lit_les_tableaux_les_colonnes_et_les_seuils() -> None:
    from prescripteur_tui.exports.comptes import EN_TETE

    texte = _source("coordinateur")
    for mot in (*EN_TETE, *TABLES_HEBDO, *TABLES_PERIODE):
        assert f"`{mot}`" in texte, mot
    for seuil in (f"{SEUIL_PERIODE} entretiens", f"{SEUIL_CROISE} entretiens", f"moins de {SEUIL_AFFICHAGE}"):
        assert seuil in texte


# Contrasts (WCAG 2.2, success criterion 1.4.3)

TEXTES = ("foreground", "discret", "fort", "bien", "attention", "primary", "secondary", "text-primary", "text-accent")
FONDS = ("background", "surface", "panel")


def _luminance(couleur: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG defines it."""
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return sum(poids * c for poids, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))


def _contraste(une: str, autre: str) -> float:
    sombre, claire = sorted((_luminance(une), _luminance(autre)))
    return (claire + 0.05) / (sombre + 0.05)


def test_les_contrastes_dits_sont_ceux_des_themes() -> None:
    """Rounded down, so that no figure promises more than there is."""
    dits = _texte("accessibilite").replace("\u00a0", " ")
    for theme in THEMES:
        couleurs = {**theme.to_color_system().generate(), **theme.variables}
        paires = [(couleurs[texte], couleurs[fond]) for texte in TEXTES for fond in FONDS]
        paires += [(couleurs["text-error"], couleurs["surface"]), (couleurs["background"], couleurs["warning"])]
        courant, discret, faible = (
            f"{int(10 * c) / 10:.1f}".replace(".", ",")
            for c in (
                _contraste(couleurs["foreground"], couleurs["background"]),
                _contraste(couleurs["discret"], couleurs["background"]),
                min(_contraste(*paire) for paire in paires),
            )
        )
        nom = {SOMBRE: "thème sombre", CLAIR: "thème clair"}[theme.name]
        phrase = f"{nom}, texte courant : {courant} pour 1 ; texte discret : {discret} pour 1 ; "
        assert f"{phrase}le plus faible de tous : {faible} pour 1" in dits
        assert min(_contraste(*paire) for paire in paires) >= 4.5
