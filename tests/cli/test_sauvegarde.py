"""`sauvegarder`, `restaurer`, `effacer`: checked, asked for, told."""

from __future__ import annotations

import datetime as dt
import os
import pty
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import LieuLocal
from prescripteur_tui.stockage.examen import examiner
from prescripteur_tui.stockage.verrou import Verrou
from tests.cli.conftest import Lanceur
from tests.stockage import base_v1
from tests.stockage.conftest import des_entretiens, un_brouillon

BASE = "prescripteur.db"


def remplir(lancer: Lanceur, nombre: int, graine: int = 1, semaine: str = "2026-W48") -> None:
    app = lancer.application()
    app.depot.ajouter(des_entretiens(nombre, graine, semaine))
    app.fermer()


def abimer(fichier: Path) -> None:
    fichier.write_bytes(b"\0" * fichier.stat().st_size)


def clair(texte: str) -> str:
    """No-break spaces as plain ones."""
    return texte.replace("\u00a0", " ")


@pytest.fixture
def pleine(lancer: Lanceur) -> Lanceur:
    """Five interviews this week, three the week before, a draft."""
    remplir(lancer, 5)
    remplir(lancer, 3, 2, "2026-W47")
    app = lancer.application()
    app.depot.ecrire_brouillon(un_brouillon("la-marque-du-brouillon"))
    app.fermer()
    return lancer


# sauvegarder


def test_sauvegarder_fait_la_copie_du_jour(pleine: Lanceur) -> None:
    """Wednesday: slot 3. Asked for again, it is made again: it is the user's own word that counts."""
    copie = pleine.dossier / "copies" / "prescripteur-3.db"
    premiere = pleine("sauvegarder")
    assert (premiere.exit_code, premiere.stdout) == (0, f"{copie}\n")
    assert clair(premiere.stderr) == (
        "Copie vérifiée : 8 entretiens en 2 semaines : 5 en semaine 48, 3 en semaine 47.\n"
    )
    remplir(pleine, 1, 3)
    assert pleine("sauvegarder").exit_code == 0
    assert examiner(copie).entretiens == 9


def test_sauvegarder_ailleurs_n_ecrase_rien(pleine: Lanceur, tmp_path: Path) -> None:
    cle = tmp_path / "clé usb"
    cle.mkdir()
    assert pleine("sauvegarder", "--vers", str(cle)).stdout == f"{cle / 'prescripteur-2026-W48.db'}\n"
    assert b"la-marque-du-brouillon" not in (cle / "prescripteur-2026-W48.db").read_bytes()
    seconde = pleine("sauvegarder", "--vers", str(cle))
    assert (seconde.exit_code, seconde.stdout) == (1, "")
    assert "[ecriture-impossible]" in seconde.stderr
    assert [p.name for p in cle.iterdir()] == ["prescripteur-2026-W48.db"]
    assert not list((pleine.dossier / "copies").iterdir())


@pytest.mark.parametrize(
    ("vers", "dit"),
    [
        ("Nextcloud/x.db", "copié ailleurs par Nextcloud"),
        ("absent/x.db", "ce dossier n’existe pas"),
    ],
)
def test_sauvegarder_la_ou_il_ne_faut_pas(pleine: Lanceur, tmp_path: Path, vers: str, dit: str) -> None:
    (tmp_path / "Nextcloud").mkdir()
    resultat = pleine("sauvegarder", "--vers", str(tmp_path / vers))
    assert (resultat.exit_code, resultat.stdout) == (1, "")
    assert dit in resultat.stderr
    assert not list((tmp_path / "Nextcloud").iterdir())


def test_sauvegarder_une_base_abimee(pleine: Lanceur, tmp_path: Path) -> None:
    abimer(pleine.dossier / BASE)
    resultat = pleine("sauvegarder", "--vers", str(tmp_path / "x.db"))
    assert resultat.exit_code == 1
    assert "[base-abimee]" in resultat.stderr
    assert "prescripteur restaurer" in resultat.stderr
    assert not (tmp_path / "x.db").exists()


def test_sauvegarder_a_cote_de_l_application(pleine: Lanceur) -> None:
    with Verrou(pleine.dossier):
        assert pleine("sauvegarder").exit_code == 0


# restaurer


def test_restaurer_la_meilleure_copie(pleine: Lanceur) -> None:
    pleine("sauvegarder")
    remplir(pleine, 2, 3)
    resultat = pleine("restaurer", "--oui")
    assert resultat.exit_code == 0
    assert clair(resultat.stderr).splitlines() == [
        "La copie d’aujourd’hui : 8 entretiens en 2 semaines : 5 en semaine 48, 3 en semaine 47.",
        "La base remplacée est gardée : prescripteur-remplacee-1.db.",
        "La copie d’aujourd’hui est en place : 8 entretiens (5 en semaine 48, 3 en semaine 47).",
        "N’y sont plus : 2 en semaine 48.",
    ]
    assert len(pleine.entretiens()) == 8
    assert examiner(pleine.dossier / "prescripteur-remplacee-1.db").entretiens == 10


def test_restaurer_une_base_abimee(pleine: Lanceur) -> None:
    """Two days later; three copies, the newest of which is damaged too."""
    for jour in (23, 24, 25):
        pleine.jour = dt.date(2026, 11, jour)
        pleine("sauvegarder")
        remplir(pleine, 1, jour)
    abimer(pleine.dossier / BASE)
    abimer(pleine.dossier / "copies" / "prescripteur-3.db")
    pleine.jour = dt.date(2026, 11, 26)
    resultat = pleine("restaurer", "--oui")
    assert resultat.exit_code == 0
    assert clair(resultat.stderr).splitlines()[1:] == [
        "La base était abîmée. Elle est mise de côté : prescripteur-abimee-1.db.",
        "La copie d’il y a 2 jours est en place : 9 entretiens (6 en semaine 48, 3 en semaine 47).",
        "Ce qui a été enregistré depuis est perdu. Combien d’entretiens, on ne peut plus le dire.",
    ]
    assert len(pleine.entretiens()) == 9


def test_restaurer_dit_ce_qui_se_lit_encore_d_une_base_abimee(pleine: Lanceur) -> None:
    """A damaged page of the lieux: the interviews are still to be counted, lost and come back."""
    pleine("sauvegarder")
    app = pleine.application()
    app.depot.retirer(des_entretiens(5, 1)[0].id)
    app.depot.ajouter(des_entretiens(4, 9, "2026-W46"))
    app.depot.ajouter_lieu(LieuLocal("mq-test", "Maison"))
    app.fermer()
    fichier = pleine.dossier / BASE
    with sqlite3.connect(fichier) as connexion:
        (page,) = connexion.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'lieux'").fetchone()
    connexion.close()
    octets = bytearray(fichier.read_bytes())
    octets[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    fichier.write_bytes(octets)
    resultat = pleine("restaurer", "--oui")
    assert clair(resultat.stderr).splitlines()[1:] == [
        "La base était abîmée. Elle est mise de côté : prescripteur-abimee-1.db.",
        "La copie d’aujourd’hui est en place : 8 entretiens (5 en semaine 48, 3 en semaine 47).",
        "Perdus : 4 en semaine 46.",
        "De nouveau comptés, alors qu’ils étaient annulés : 1 en semaine 48.",
    ]


def test_restaurer_sur_un_ordinateur_neuf(pleine: Lanceur, tmp_path: Path) -> None:
    sauvegarde = tmp_path / "sauvegarde.db"
    pleine("sauvegarder", "--vers", str(sauvegarde))
    neuf = Lanceur(tmp_path / "neuf", pleine.catalogue)
    resultat = neuf("restaurer", str(sauvegarde), "--oui")
    assert clair(resultat.stderr).splitlines()[1:] == [
        "Le fichier sauvegarde.db est en place : 8 entretiens (5 en semaine 48, 3 en semaine 47).",
    ]
    assert len(neuf.entretiens()) == 8
    assert {p.name for p in neuf.dossier.iterdir()} <= {BASE, f"{BASE}-journal", "fenetre.verrou", "copies"}


def test_restaurer_une_base_d_un_ancien_schema(pleine: Lanceur) -> None:
    resultat = pleine("restaurer", str(base_v1.FICHIER), "--oui")
    assert resultat.exit_code == 0
    assert pleine.entretiens() == sorted(base_v1.entretiens(), key=lambda e: (e.semaine, e.lieu, e.id))


def plus_recente(fichier: Path) -> None:
    with sqlite3.connect(fichier) as connexion:
        connexion.execute("PRAGMA user_version = 99")
    connexion.close()


def etrangere(fichier: Path) -> None:
    fichier.unlink()
    with sqlite3.connect(fichier) as connexion:
        connexion.execute("CREATE TABLE recettes (nom TEXT)")
    connexion.close()


@pytest.mark.parametrize(
    ("changer", "dit"),
    [
        (abimer, "il est abîmé"),
        (plus_recente, "il vient d’une version plus récente"),
        (etrangere, "ce n’est pas une base de cette application"),
    ],
    ids=["abimee", "plus-recente", "etrangere"],
)
def test_restaurer_refuse(pleine: Lanceur, tmp_path: Path, changer: Callable[[Path], None], dit: str) -> None:
    fichier = tmp_path / "x.db"
    pleine("sauvegarder", "--vers", str(fichier))
    changer(fichier)
    avant = (pleine.dossier / BASE).read_bytes()
    resultat = pleine("restaurer", str(fichier), "--oui")
    assert resultat.exit_code == 1
    assert "[copie-refusee]" in resultat.stderr
    assert dit in resultat.stderr
    assert (pleine.dossier / BASE).read_bytes() == avant


def test_restaurer_ce_qui_n_est_pas_la(pleine: Lanceur, tmp_path: Path) -> None:
    assert "[copie-absente]" in pleine("restaurer", "--oui").stderr
    absent = pleine("restaurer", str(tmp_path / "absent.db"), "--oui")
    assert (absent.exit_code, "[fichier-introuvable]" in absent.stderr) == (2, True)
    elle_meme = pleine("restaurer", str(pleine.dossier / BASE), "--oui")
    assert "c’est la base elle-même" in elle_meme.stderr


def test_restaurer_et_effacer_demandent(pleine: Lanceur) -> None:
    """Without a terminal nobody can be asked: wrong use, and nothing has changed."""
    pleine("sauvegarder")
    avant = (pleine.dossier / BASE).read_bytes()
    for commande in ("restaurer", "effacer"):
        resultat = pleine(commande)
        assert resultat.exit_code == 2
        assert "--oui" in resultat.stderr
    assert (pleine.dossier / BASE).read_bytes() == avant
    assert not list(pleine.dossier.glob("prescripteur-remplacee-*"))


@pytest.mark.parametrize("commande", ["restaurer", "effacer"])
def test_pas_pendant_que_l_application_est_ouverte(pleine: Lanceur, commande: str) -> None:
    pleine("sauvegarder")
    with Verrou(pleine.dossier):
        resultat = pleine(commande, "--oui")
    assert (resultat.exit_code, "[deja-ouverte]" in resultat.stderr) == (2, True)
    assert len(pleine.entretiens()) == 8


@pytest.mark.skipif(os.name == "nt", reason="POSIX pseudo-terminal")
@pytest.mark.parametrize(
    ("commande", "tape", "code", "dit"),
    [
        ("restaurer", "non", 130, "Rien n’a changé."),
        ("restaurer", "Oui", 0, "est en place"),
        ("effacer", "oui", 130, "Rien n’est effacé."),
        ("effacer", "effacer", 0, "Tout est effacé."),
    ],
)
def test_au_terminal(pleine: Lanceur, commande: str, tape: str, code: int, dit: str) -> None:
    pleine("sauvegarder")
    maitre, esclave = pty.openpty()
    processus = subprocess.Popen(
        pleine.ligne(commande),
        stdin=esclave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=pleine.environnement(),
        encoding="utf-8",
    )
    os.close(esclave)
    os.write(maitre, f"{tape}\n".encode())
    _, messages = processus.communicate(timeout=60)
    os.close(maitre)
    assert (processus.returncode, dit in messages) == (code, True), messages
    assert (pleine.dossier / BASE).exists() == (dit != "Tout est effacé.")


# effacer


def test_effacer_tout(pleine: Lanceur) -> None:
    pleine("sauvegarder")
    pleine("exporter", "--tout")
    pleine("restaurer", "--oui")
    (pleine.dossier / "plantage-0123456789ab.txt").write_text("x", encoding="utf-8")
    (pleine.dossier / "copies" / ".instantane.0123456789abcdef.tmp").write_text("x", encoding="utf-8")
    (pleine.dossier / "prescripteur-abimee-1.db").write_bytes(b"x")
    (pleine.dossier / "prescripteur-abimee-1.db-journal").write_bytes(b"x")
    resultat = pleine("effacer", "--oui")
    assert resultat.exit_code == 0
    assert clair(resultat.stderr).splitlines() == [
        f"Dans {pleine.dossier}, seront effacés pour toujours :",
        "- la base : entretiens, brouillon, lieux, coordonnées, réglages",
        "- 1 copie",
        "- 2 bases mises de côté",
        "- 4 fichiers d’export",
        "- 1 rapport de panne",
        "- ses fichiers de travail",
        "Tout est effacé.",
    ]
    assert not pleine.dossier.exists()


def test_effacer_laisse_ce_qui_n_est_pas_a_nous(pleine: Lanceur) -> None:
    """A data folder may be one where somebody keeps letters."""
    (pleine.dossier / "exports").mkdir()
    for nom in ("lettre.odt", "exports/bilan.ods", "recettes.db"):
        (pleine.dossier / nom).write_text("précieux", encoding="utf-8")
    resultat = pleine("effacer", "--oui")
    assert resultat.exit_code == 0
    assert "exports, lettre.odt, recettes.db" in resultat.stderr
    restent = {str(p.relative_to(pleine.dossier)) for p in pleine.dossier.rglob("*") if p.is_file()}
    assert restent == {"lettre.odt", "exports/bilan.ods", "recettes.db"}


def test_effacer_puis_recommencer(pleine: Lanceur) -> None:
    pleine("sauvegarder")
    assert pleine("effacer", "--oui").exit_code == 0
    assert pleine.entretiens() == []
    rien = pleine("effacer", "--oui")
    assert rien.exit_code == 0
    assert pleine("effacer", "--oui").exit_code == 0


def test_effacer_sans_rien(lancer: Lanceur) -> None:
    resultat = lancer("effacer", "--oui")
    assert resultat.exit_code == 0
    assert "Rien à effacer" in resultat.stderr
    assert not lancer.dossier.exists()


def test_effacer_remplit_de_zeros(pleine: Lanceur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen by a second name, given just before the first one goes: the content under it is gone."""
    vus: dict[str, bytes] = {}
    oter = Path.unlink

    def regarder(self: Path, missing_ok: bool = False) -> None:
        if self.parent in (pleine.dossier, pleine.dossier / "copies") and self.exists():
            vus[self.name] = self.read_bytes()
        oter(self, missing_ok=missing_ok)

    pleine("sauvegarder")
    monkeypatch.setattr(Path, "unlink", regarder)
    assert pleine("effacer", "--oui").exit_code == 0
    assert {BASE, "prescripteur-3.db"} <= set(vus)
    assert set(vus.values()) == {b""}


# etat


def test_etat_dit_les_copies_et_ce_qui_est_de_cote(pleine: Lanceur) -> None:
    assert "Copies de la base : aucune" in clair(pleine("etat").stdout)
    pleine("sauvegarder")
    pleine("restaurer", "--oui")
    cote = pleine.dossier / "prescripteur-remplacee-1.db"
    midi = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC).timestamp()
    os.utime(cote, (midi, midi))
    pleine.jour = dt.date(2026, 11, 27)
    texte = clair(pleine("etat").stdout)
    assert "Copies de la base : 1, la plus récente d’il y a 2 jours" in texte
    assert "Bases mises de côté : 1, la plus récente d’il y a 3 jours" in texte


def test_etat_d_une_base_perdue(pleine: Lanceur) -> None:
    """Told, not mended: a command does not replace the base."""
    pleine("sauvegarder")
    (pleine.dossier / BASE).unlink()
    resultat = pleine("etat")
    assert resultat.exit_code == 1
    assert "a disparu, mais il en reste des copies" in resultat.stdout
    assert "prescripteur restaurer" in resultat.stdout
    assert not (pleine.dossier / BASE).exists()
    shutil.rmtree(pleine.dossier / "copies")
