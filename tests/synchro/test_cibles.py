"""The URL of a target: one way of writing, refused in plain French when it leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.erreurs import SORTIE_USAGE, ErreurPrescripteur
from prescripteur_tui.synchro.cibles import cle, normaliser, ouvrir


@pytest.mark.parametrize(
    ("url", "systeme", "attendue"),
    [
        ("dossier:/media/cle/comptes", "posix", "dossier:/media/cle/comptes"),
        ("  dossier: /media/cle/comptes/ ", "posix", "dossier:/media/cle/comptes"),
        ("DOSSIER:/media/cle", "posix", "dossier:/media/cle"),
        ("dossier:///media/cle", "posix", "dossier:/media/cle"),
        ("dossier://media/cle", "posix", "dossier:/media/cle"),
        ("dossier:/media/Clé de l’équipe/été", "posix", "dossier:/media/Clé de l’équipe/été"),
        ("dossier:/media/100%20", "posix", "dossier:/media/100%20"),
        ("dossier:/media/a:b", "posix", "dossier:/media/a:b"),
        (r"dossier:E:\comptes", "nt", r"dossier:E:\comptes"),
        ("dossier:E:/comptes/", "nt", r"dossier:E:\comptes"),
        (r"dossier:E:" "\\", "nt", "dossier:E:\\"),
        (r"dossier:\\serveur\partage\Équipe nord", "nt", r"dossier:\\serveur\partage\Équipe nord"),
        ("dossier://serveur/partage/x", "nt", r"dossier:\\serveur\partage\x"),
    ],
)
def test_une_seule_ecriture(url: str, systeme: str, attendue: str) -> None:
    assert normaliser(url, systeme=systeme) == attendue
    assert normaliser(attendue, systeme=systeme) == attendue


def test_le_dossier_personnel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/nadia")
    assert normaliser("dossier:~/comptes", systeme="posix") == "dossier:/home/nadia/comptes"


@pytest.mark.parametrize(
    ("url", "systeme", "mot"),
    [
        ("", "posix", "dossier:"),
        ("/media/cle", "posix", "dossier:"),
        (r"E:\comptes", "nt", "dossier:"),
        ("comptes", "posix", "dossier:"),
        ("dossier:", "posix", "chemin"),
        ("dossier:   ", "posix", "chemin"),
        ("dossier:comptes", "posix", "complet"),
        ("dossier:./comptes", "posix", "complet"),
        ("dossier:~inconnu-ici/comptes", "posix", "complet"),
        (r"dossier:E:\comptes", "posix", "Windows"),
        (r"dossier:\\serveur\partage", "posix", "Windows"),
        ("dossier:E:comptes", "nt", "complet"),
        (r"dossier:\comptes", "nt", "complet"),
        ("dossier:/media/cle", "nt", "complet"),
        ("https://exemple.fr/dav", "posix", "https"),
        ("ftp://exemple.fr", "posix", "ftp"),
        ("dossier:/media/\x00cle", "posix", "caractère"),
        ("dossier:/media/\ncle", "posix", "caractère"),
    ],
)
def test_une_url_qui_ne_mene_nulle_part(url: str, systeme: str, mot: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        normaliser(url, systeme=systeme)
    assert (refus.value.code, refus.value.sortie) == ("cible-invalide", SORTIE_USAGE)
    assert mot in refus.value.message


@pytest.mark.parametrize(
    ("url", "protocole"),
    [
        ("webdavs://agent@nuage.exemple.fr/depot", "WebDAV"),
        ("webdav://127.0.0.1/depot", "WebDAV"),
        ("sftp://agent@serveur.exemple.fr/depot", "SFTP"),
    ],
)
def test_les_cibles_qui_viendront_plus_tard(url: str, protocole: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        normaliser(url)
    assert (refus.value.code, refus.value.sortie) == ("cible-indisponible", SORTIE_USAGE)
    assert protocole in refus.value.message
    assert "dossier:" in refus.value.conseil


def test_un_mot_de_passe_n_est_pas_montre() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        normaliser("https://nadia:secret@exemple.fr/dav")
    assert "secret" not in str(refus.value)
    assert "nadia" not in str(refus.value)


def test_la_cle_est_celle_de_la_cible_et_non_de_son_ecriture() -> None:
    assert cle("dossier:/media/cle/") == cle(" dossier:///media/cle") != cle("dossier:/media/autre")
    assert cle(r"dossier:E:\Comptes", systeme="nt") == cle("dossier:e:/comptes", systeme="nt")
    assert cle("dossier:/media/Cle", systeme="posix") != cle("dossier:/media/cle", systeme="posix")
    # sha256 of « dossier:/media/cle », worked out by sha256sum.
    assert cle("dossier:/media/cle", systeme="posix") == "816287bad0f8f1b9"


def test_ouvrir_ne_demande_pas_que_le_dossier_soit_la(tmp_path: Path) -> None:
    cible = ouvrir(f"dossier:{tmp_path / 'absent'}")
    with pytest.raises(ErreurPrescripteur) as refus:
        cible.verifier()
    assert refus.value.code == "cible-injoignable"
