"""Seven daily copies: whole or not there, without a draft, and in nobody's way."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage import copies, ouverture
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.copies import balayer, copier_du_jour, creneau, est_faite, instantane, lister
from prescripteur_tui.stockage.examen import examiner
from prescripteur_tui.stockage.ouverture import FICHIER, VERSION, ouvrir
from tests.montages import PetitDisque
from tests.pannes.etapes import tuer_a_chaque_etape
from tests.stockage import base_v1
from tests.stockage.conftest import couper_une_ecriture, des_entretiens, un_brouillon

MERCREDI = dt.date(2026, 11, 25)
MARQUE = "marque-que-personne-d-autre-n-ecrit"
Monter = Callable[[str], PetitDisque]


def le_refus(geste: Callable[[], object]) -> str:
    with pytest.raises(ErreurPrescripteur) as refus:
        geste()
    return refus.value.code


def jours(nombre: int) -> list[dt.date]:
    return [MERCREDI + dt.timedelta(days=n) for n in range(nombre)]


def noms(dossier: Path) -> set[str]:
    return {p.name for p in (dossier / "copies").iterdir()}


def abimer(dossier: Path) -> None:
    fichier = dossier / FICHIER
    contenu = bytearray(fichier.read_bytes())
    for page in range(2, len(contenu) // 4096, 3):
        contenu[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    fichier.write_bytes(contenu)


def test_une_copie_par_jour(base: Base, dossier: Path) -> None:
    base.ajouter(des_entretiens(30))
    copier_du_jour(dossier, MERCREDI)
    assert noms(dossier) == {"prescripteur-3.db"}
    premiere = creneau(dossier, MERCREDI).read_bytes()
    base.ajouter(des_entretiens(5, 2))
    copier_du_jour(dossier, MERCREDI)
    assert creneau(dossier, MERCREDI).read_bytes() == premiere
    assert examiner(creneau(dossier, MERCREDI)).semaines == (("2026-W47", 30),)


def test_sept_copies_puis_la_plus_ancienne_est_remplacee(base: Base, dossier: Path) -> None:
    for nombre, jour in enumerate(jours(9), start=1):
        base.ajouter(des_entretiens(1, nombre))
        copier_du_jour(dossier, jour)
    vues = {copie.fichier.name: examiner(copie.fichier).entretiens for copie in lister(dossier, jours(9)[-1])}
    assert vues == {
        "prescripteur-4.db": 9, "prescripteur-3.db": 8, "prescripteur-2.db": 7, "prescripteur-1.db": 6,
        "prescripteur-7.db": 5, "prescripteur-6.db": 4, "prescripteur-5.db": 3,
    }  # fmt: skip
    assert next(iter(vues)) == "prescripteur-4.db"


def test_une_copie_de_plus_de_sept_jours_disparait(base: Base, dossier: Path) -> None:
    """An app opened on Tuesdays alone: an interview taken back does not live on in a Monday's copy."""
    for jour in jours(3):
        copier_du_jour(dossier, jour)
    copier_du_jour(dossier, MERCREDI + dt.timedelta(days=8))
    assert noms(dossier) == {"prescripteur-4.db", "prescripteur-5.db"}
    copier_du_jour(dossier, MERCREDI + dt.timedelta(days=300))
    assert noms(dossier) == {"prescripteur-2.db"}


def test_une_horloge_qui_recule_ne_fait_pas_passer_une_copie_de_demain_devant(base: Base, dossier: Path) -> None:
    copier_du_jour(dossier, MERCREDI + dt.timedelta(days=400))
    copier_du_jour(dossier, MERCREDI)
    assert [copie.jour for copie in lister(dossier, MERCREDI)] == [MERCREDI, MERCREDI + dt.timedelta(days=400)]


def test_un_dossier_deplace_n_a_pas_la_copie_du_jour(base: Base, dossier: Path) -> None:
    """Moved by a tool that does not keep dates: the file is of today, its content is not."""
    copier_du_jour(dossier, MERCREDI)
    assert est_faite(dossier, MERCREDI)
    matin = dt.datetime.combine(MERCREDI, dt.time(8, 3), dt.UTC).timestamp()
    os.utime(creneau(dossier, MERCREDI), (matin, matin))
    assert not est_faite(dossier, MERCREDI)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no POSIX modes")
def test_modes_et_dates(base: Base, dossier: Path) -> None:
    ancien = os.umask(0)
    try:
        copier_du_jour(dossier, MERCREDI)
    finally:
        os.umask(ancien)
    etat = creneau(dossier, MERCREDI).stat()
    assert stat.S_IMODE(etat.st_mode) == 0o600
    assert stat.S_IMODE((dossier / "copies").stat().st_mode) == 0o700
    assert etat.st_mtime % 86_400 == 43_200, "a time of day"


def test_ni_brouillon_ni_son_catalogue(base: Base, dossier: Path) -> None:
    base.ajouter(des_entretiens(5))
    base.ecrire_brouillon(un_brouillon(MARQUE * 300))
    base.garder_catalogue("sha256:0", MARQUE * 1000)
    copier_du_jour(dossier, MERCREDI)
    assert MARQUE.encode() not in creneau(dossier, MERCREDI).read_bytes()
    assert noms(dossier) == {"prescripteur-3.db"}
    assert base.lire_brouillon() is not None


def test_les_memes_donnees_donnent_la_meme_copie(tmp_path: Path) -> None:
    lot = des_entretiens(30)
    contenus = []
    for nom, ordre in (("a", lot), ("b", random.Random(3).sample(lot, len(lot)))):
        base = ouvrir(tmp_path / nom)
        for entretien in ordre:
            base.ecrire_brouillon(un_brouillon(entretien.id))
            base.ajouter([entretien], sans_brouillon=nom == "a")
        base.fermer()
        copier_du_jour(tmp_path / nom, MERCREDI)
        contenus.append(creneau(tmp_path / nom, MERCREDI).read_bytes())
    assert contenus[0] == contenus[1]


def test_une_base_abimee_ne_remplace_aucune_copie(base: Base, dossier: Path) -> None:
    base.ajouter(des_entretiens(300))
    copier_du_jour(dossier, MERCREDI)
    saine = creneau(dossier, MERCREDI).read_bytes()
    base.fermer()
    abimer(dossier)
    for jour in (MERCREDI, MERCREDI + dt.timedelta(days=7), MERCREDI + dt.timedelta(days=8)):
        assert le_refus(lambda jour=jour: copier_du_jour(dossier, jour)) == "base-abimee"
    assert noms(dossier) == {"prescripteur-3.db"}
    assert creneau(dossier, MERCREDI).read_bytes() == saine


def test_une_base_qui_n_est_plus_la_n_est_pas_creee(base: Base, dossier: Path) -> None:
    base.fermer()
    (dossier / FICHIER).unlink()
    assert le_refus(lambda: copier_du_jour(dossier, MERCREDI)) == "base-lecture-seule"
    assert not (dossier / FICHIER).exists()


# --- In nobody's way ---


def test_on_ecrit_pendant_la_copie(base: Base, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write between two mebibytes goes through at once; the copy starts again, and holds it."""
    monkeypatch.setattr(copies, "_PAGES", 4)
    base.ajouter(des_entretiens(300))
    presse = ouvrir(dossier, attente=0)
    suivants = iter(des_entretiens(5, 2))

    def ecrire() -> bool:
        if (suivant := next(suivants, None)) is not None:
            presse.ajouter([suivant])
        return False

    copier_du_jour(dossier, MERCREDI, ecrire)
    presse.fermer()
    assert examiner(creneau(dossier, MERCREDI)).entretiens == 305


def test_on_ecrit_pendant_le_controle_et_le_tassage(base: Base, dossier: Path) -> None:
    base.ajouter(des_entretiens(300))
    presse = ouvrir(dossier, attente=0)
    with instantane(dossier) as vue:
        presse.ajouter(des_entretiens(1, 2))
        assert vue.base.semaines() == [("2026-W47", "dutemple", 300)]
    presse.fermer()


def test_arreter_a_n_importe_quel_moment(base: Base, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_PAGES", 16)
    base.ajouter(des_entretiens(2_000))
    copier_du_jour(dossier, MERCREDI)
    avant = creneau(dossier, MERCREDI).read_bytes()
    base.ajouter(des_entretiens(1, 2))
    semaine_suivante = MERCREDI + dt.timedelta(days=7)
    arretees = 0
    while True:
        reste = iter(range(arretees))
        try:
            copier_du_jour(dossier, semaine_suivante, lambda reste=reste: next(reste, None) is None)
        except ErreurPrescripteur:
            arretees += 1
            assert noms(dossier) == {"prescripteur-3.db"}
            assert creneau(dossier, MERCREDI).read_bytes() == avant
            continue
        break
    assert arretees > 10, "the check and the copy were never stopped"
    assert creneau(dossier, MERCREDI).read_bytes() != avant


def test_une_base_occupee_est_laissee_tranquille(base: Base, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "connecter", partial(ouverture.connecter, attente=0.05))
    autre = sqlite3.connect(dossier / FICHIER, isolation_level=None)
    autre.execute("BEGIN EXCLUSIVE")
    assert le_refus(lambda: copier_du_jour(dossier, MERCREDI)) == "base-occupee"
    autre.close()
    assert noms(dossier) == set()
    copier_du_jour(dossier, MERCREDI)


# --- Pulled plugs, full disks ---


def test_kill_a_chaque_etape_d_une_copie(dossier: Path) -> None:
    """The slot holds the copy of last week or that of today, whole; the base is as it was."""
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(50))
    copier_du_jour(dossier, MERCREDI)
    base.ajouter(des_entretiens(7, 2))
    base.fermer()
    slot, semaine_suivante = creneau(dossier, MERCREDI), MERCREDI + dt.timedelta(days=7)
    ancienne, avant = slot.read_bytes(), (dossier / FICHIER).read_bytes()
    vues = set()
    for _ in tuer_a_chaque_etape(dossier, lambda: copier_du_jour(dossier, semaine_suivante)):
        assert (dossier / FICHIER).read_bytes() == avant
        vues.add(examiner(slot).entretiens)
        assert len(noms(dossier) - {"prescripteur-3.db"}) <= 3, "leftovers of one copy"
        _oublier_les_restes(dossier)
        slot.write_bytes(ancienne)
        os.utime(slot, (0, 0))
    assert vues == {50, 57}
    assert noms(dossier) == {"prescripteur-3.db"}


def _oublier_les_restes(dossier: Path) -> None:
    for nom in noms(dossier) - {"prescripteur-3.db"}:
        (dossier / "copies" / nom).unlink()


def dater_d_il_y_a_deux_heures(fichier: Path) -> None:
    avant = fichier.stat().st_mtime - 7_200
    os.utime(fichier, (avant, avant))


def test_les_restes_de_ce_qui_fut_coupe_sont_effaces(base: Base, dossier: Path) -> None:
    """Those of an hour ago; what somebody has just begun is not touched."""
    copier_du_jour(dossier, MERCREDI)
    vieux = dossier / "copies" / ".instantane.0123456789abcdef.tmp"
    base_en_cours = dossier / f".{FICHIER}.0123456789abcdef.tmp"
    jeune = dossier / "copies" / ".prescripteur-2.db.0123456789abcdef.tmp"
    for reste in (vieux, base_en_cours, jeune):
        reste.write_bytes(MARQUE.encode())
    dater_d_il_y_a_deux_heures(vieux)
    dater_d_il_y_a_deux_heures(base_en_cours)
    balayer(dossier)
    assert noms(dossier) == {"prescripteur-3.db", jeune.name}
    assert not base_en_cours.exists()


def test_un_reste_qui_est_aussi_une_copie_ne_la_vide_pas(base: Base, dossier: Path) -> None:
    """Killed between its two names: zeros over one would be zeros over the other."""
    copier_du_jour(dossier, MERCREDI)
    for reste, vrai in (
        (dossier / "copies" / ".prescripteur-3.db.0123456789abcdef.tmp", creneau(dossier, MERCREDI)),
        (dossier / f".{FICHIER}.0123456789abcdef.tmp", dossier / FICHIER),
    ):
        os.link(vrai, reste)
        dater_d_il_y_a_deux_heures(reste)
        balayer(dossier)
        assert not reste.exists()
        assert examiner(vrai).est_saine


def test_un_disque_plein_pendant_la_copie(disque: Monter) -> None:
    petit = disque("1500k")
    dossier = petit.point / "donnees"
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(200))
    copier_du_jour(dossier, MERCREDI)
    avant = creneau(dossier, MERCREDI).read_bytes()
    base.ajouter(des_entretiens(900, 2))
    assert not copies.a_la_place(dossier)
    assert le_refus(lambda: copier_du_jour(dossier, MERCREDI + dt.timedelta(days=7))) == "disque-plein"
    assert noms(dossier) == {"prescripteur-3.db"}
    assert creneau(dossier, MERCREDI).read_bytes() == avant
    base.ajouter(des_entretiens(1, 3))
    base.fermer()


def test_un_dossier_en_lecture_seule(disque: Monter) -> None:
    petit = disque("2M")
    ouvrir(petit.point / "donnees").fermer()
    petit.remonter("ro")
    assert le_refus(lambda: copier_du_jour(petit.point / "donnees", MERCREDI)) == "base-lecture-seule"


# --- What a file turns out to be ---


def test_l_examen(base: Base, dossier: Path, tmp_path: Path) -> None:
    base.ajouter([*des_entretiens(3), *des_entretiens(2, 2, "2026-W48", "ailleurs"), *des_entretiens(1, 3, "2026-W48")])
    copier_du_jour(dossier, MERCREDI)
    copie = creneau(dossier, MERCREDI)
    constat = examiner(copie)
    assert (constat.etat, constat.version, constat.entretiens) == ("saine", VERSION, 6)
    assert constat.semaines == (("2026-W47", 3), ("2026-W48", 3))
    recente, autre, trouee = tmp_path / "recente.db", tmp_path / "autre.db", tmp_path / "trouee.db"
    for fichier, ordre in (
        (recente, f"PRAGMA user_version = {VERSION + 1}"),
        (autre, "PRAGMA application_id = 7"),
        (trouee, "DROP TABLE entretiens"),
    ):
        shutil.copyfile(copie, fichier)
        connexion = sqlite3.connect(fichier)
        connexion.execute(ordre)
        connexion.commit()
        connexion.close()
    (tmp_path / "vide.db").touch()
    (tmp_path / "lettre.db").write_bytes(b"Bonjour. " * 1000)
    (tmp_path / "moitie.db").write_bytes(copie.read_bytes()[:8192])
    etats = {p.stem: examiner(p).etat for p in tmp_path.glob("*.db")}
    assert etats == {
        "recente": "plus-recente", "autre": "etrangere", "trouee": "abimee", "vide": "abimee", "lettre": "abimee",
        "moitie": "abimee",
    }  # fmt: skip


def test_un_fichier_coupe_au_milieu_d_une_ecriture_est_a_rouvrir(dossier: Path, tmp_path: Path) -> None:
    """What lies beside it undoes the transaction, and reading alone must not do that."""
    base = ouvrir(dossier)
    base.ajouter(des_entretiens(50))
    base.fermer()

    couper_une_ecriture(dossier)
    coupe = tmp_path / "coupe.db"
    shutil.copyfile(dossier / FICHIER, coupe)
    shutil.copyfile(dossier / f"{FICHIER}-journal", f"{coupe}-journal")
    assert examiner(coupe).etat == "a-rouvrir"
    ouvrir(dossier).fermer()
    assert examiner(dossier / FICHIER).entretiens == 50


# --- Before a migration ---


def test_une_copie_avant_migration(dossier: Path) -> None:
    dossier.mkdir()
    shutil.copyfile(base_v1.FICHIER, dossier / FICHIER)
    ouvrir(dossier).fermer()
    (copie,) = lister(dossier, MERCREDI)
    assert copie.fichier.name == f"prescripteur-avant-v{VERSION}.db"
    constat = examiner(copie.fichier)
    assert (constat.etat, constat.version, constat.entretiens) == ("saine", 1, 60)
    assert copie.fichier.stat().st_mtime % 86_400 == 43_200
    ouvrir(dossier).fermer()
    copier_du_jour(dossier, copie.jour + dt.timedelta(days=7))
    assert not copie.fichier.exists(), "seven days are its time too"


def test_une_base_deja_migree_ne_remplace_pas_la_copie_d_avant(base: Base, dossier: Path) -> None:
    """Two processes open an old base: the slower one finds it new, and leaves the copy of the faster one."""
    (dossier / "copies").mkdir()
    copie = dossier / "copies" / f"prescripteur-avant-v{VERSION}.db"
    copie.write_bytes(b"celle de l'autre")
    copies.copier_avant_migration(dossier / FICHIER, VERSION)
    assert copie.read_bytes() == b"celle de l'autre"
