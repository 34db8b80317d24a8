"""What the files say beyond the rows: nothing of order, time, machine, or of what was wiped."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import random
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.domaine.entretien import Entretien, Orientation
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.copies import copier_du_jour, creneau
from prescripteur_tui.stockage.ouverture import VERSION, ouvrir
from prescripteur_tui.stockage.remplacement import remplacer, remplir_depuis
from prescripteur_tui.stockage.verrou import Verrou
from tests.stockage.conftest import UnFeuillet, des_entretiens, un_brouillon

MARQUE = "marque-que-personne-d-autre-n-ecrit"


def copie(dossier: Path, remplir: Callable[[Base], None]) -> bytes:
    base = ouvrir(dossier)
    remplir(base)
    base.fermer()
    # Another session, as on another day: how often somebody sat down must not show either.
    base = ouvrir(dossier)
    base.copier(str(dossier / "copie.db"))
    base.fermer()
    return (dossier / "copie.db").read_bytes()


def en_ordre(lot: list[Entretien]) -> Callable[[Base], None]:
    return lambda base: base.ajouter(lot)


def un_par_un(lot: list[Entretien]) -> Callable[[Base], None]:
    def remplir(base: Base) -> None:
        for entretien in lot:
            base.ajouter([entretien])

    return remplir


def avec_brouillons(lot: list[Entretien]) -> Callable[[Base], None]:
    def remplir(base: Base) -> None:
        for numero, entretien in enumerate(lot):
            base.ecrire_brouillon(un_brouillon(MARQUE, numero=numero))
            base.ajouter([entretien], sans_brouillon=True)
        base.ecrire_brouillon(un_brouillon(MARQUE))
        base.effacer_brouillon()

    return remplir


def avec_corrections(lot: list[Entretien]) -> Callable[[Base], None]:
    def remplir(base: Base) -> None:
        en_trop = des_entretiens(50, 99)
        base.ajouter(en_trop)
        for entretien in lot:
            faux = dataclasses.replace(entretien, etape="autre", orientations=(Orientation(f"{MARQUE}/x"),))
            base.ajouter([faux])
        for entretien in lot:
            base.remplacer(entretien)
        for entretien in en_trop:
            base.retirer(entretien.id)

    return remplir


def en_plusieurs_sessions(lot: list[Entretien]) -> Callable[[Base], None]:
    def remplir(base: Base) -> None:
        dossier = base._acces.fichier.parent
        for debut in range(0, len(lot), 50):
            autre = ouvrir(dossier)
            autre.ajouter(lot[debut : debut + 50])
            autre.fermer()

    return remplir


@pytest.mark.parametrize("maniere", [un_par_un, avec_brouillons, avec_corrections, en_plusieurs_sessions])
def test_deux_histoires_donnent_les_memes_octets(
    tmp_path: Path, maniere: Callable[[list[Entretien]], Callable[[Base], None]]
) -> None:
    lot = des_entretiens(300)
    melange = random.Random(5).sample(lot, len(lot))
    premiere = copie(tmp_path / "a", en_ordre(lot))
    assert copie(tmp_path / "b", maniere(melange)) == premiere
    assert MARQUE.encode() not in premiere


def test_l_essai_precedent_sait_echouer(tmp_path: Path) -> None:
    lot = des_entretiens(300)
    assert copie(tmp_path / "a", en_ordre(lot)) != copie(tmp_path / "b", en_ordre(lot[:-1]))


def octets(dossier: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in dossier.rglob("*") if p.is_file()}


def test_rien_ne_reste_d_un_brouillon(base: Base, dossier: Path) -> None:
    base.ajouter(des_entretiens(50))
    base.ecrire_brouillon(un_brouillon(MARQUE * 500))
    assert any(MARQUE.encode() in contenu for contenu in octets(dossier).values())
    base.ecrire_brouillon(un_brouillon("idee"))
    assert not [nom for nom, contenu in octets(dossier).items() if MARQUE.encode() in contenu]
    base.ecrire_brouillon(un_brouillon(MARQUE))
    base.effacer_brouillon()
    assert not [nom for nom, contenu in octets(dossier).items() if MARQUE.encode() in contenu]


def test_rien_ne_reste_d_un_entretien_retire(base: Base, dossier: Path) -> None:
    marque = dataclasses.replace(
        des_entretiens(1)[0], reponses={"maturite": MARQUE}, orientations=(Orientation(f"{MARQUE}/x"),)
    )
    base.ajouter([marque, *des_entretiens(50, 2)])
    base.remplacer(dataclasses.replace(marque, reponses={}))
    base.retirer(marque.id)
    restes = [
        nom for nom, contenu in octets(dossier).items() if MARQUE.encode() in contenu or marque.id.encode() in contenu
    ]
    assert restes == []


def test_ni_heure_ni_nom_dans_le_dossier(dossier: Path) -> None:
    with Verrou(dossier):
        base = ouvrir(dossier)
        base.ajouter(des_entretiens(50))
        base.ecrire_brouillon(un_brouillon())
        base.effacer_brouillon()
        base.ecrire_reglages({"lieu": "dutemple"})
        base.courrier.deposer_hebdo("2026-W47", "dutemple", base.poste(2026), lambda: UnFeuillet(b"aa"))
        base.courrier.noter("cible", "n-1", "envoye")
        base.controler()
        base.copier(str(dossier / "copie.db"))
        copier_du_jour(dossier, dt.date.today())
        remplacer(dossier, remplir_depuis(dossier, creneau(dossier, dt.date.today())), "remplacee")
        fichiers = octets(dossier)
        base.fermer()
    assert set(fichiers) == {
        "prescripteur.db", "prescripteur.db-journal", "copie.db", "fenetre.verrou", "prescripteur-remplacee-1.db",
        f"prescripteur-{dt.date.today().isoweekday()}.db",
    }  # fmt: skip
    annee = str(dt.date.today().year).encode()
    for nom, contenu in fichiers.items():
        assert not re.search(rb"\d\d:\d\d", contenu), f"{nom}: a time of day"
        assert not re.search(annee + rb"-\d\d-\d\d", contenu), f"{nom}: a day"
        assert socket.gethostname().encode() not in contenu, f"{nom}: the name of the machine"
        assert not re.search(rb"\b" + re.escape(getpass.getuser().encode()) + rb"\b", contenu), f"{nom}: the user"
        assert str(dossier).encode() not in contenu, f"{nom}: a path"


def test_l_heure_des_migrations_est_effacee(base: Base) -> None:
    assert (
        base._lignes("SELECT migration_set, applied_at FROM _sqlite_migrations") == [("prescripteur", None)] * VERSION
    )


def test_aucune_colonne_ne_dit_le_temps_ni_l_ordre(base: Base) -> None:
    """Every column is listed here: a new one is a decision, not an accident."""
    colonnes = {
        table: [ligne[1] for ligne in base._lignes(f"PRAGMA table_info({table})")]
        for (table,) in base._lignes(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '_sqlite_migrations'"
        )
    }
    assert colonnes == {
        "entretiens": [
            "id", "semaine", "lieu", "etape", "fin", "reponses", "catalogue_version", "catalogue_empreinte",
            "nombre_orientations", "profil",
        ],
        "orientations": ["entretien", "offre", "issue", "motif"],
        "brouillon": [
            "cle", "jour", "lieu", "semaine", "reponses", "question", "etape", "numero", "total", "catalogue_empreinte",
        ],
        "catalogues": ["empreinte", "contenu"],
        "lieux": ["id", "nom"],
        "coordonnees": ["operateur", "telephone", "adresse", "horaires", "verifie_le"],
        "reglages": ["cle", "valeur"],
        "postes": ["annee", "id"],
        "revisions": ["temps", "lieu", "poste", "revision", "empreinte"],
        "periodes": ["lieu", "derniere"],
        "fichiers": ["nom", "genre", "temps", "lieu", "poste", "revision", "sha256", "csv", "manifeste"],
        "envois": ["cible", "nom", "etat", "raison"],
    }  # fmt: skip
