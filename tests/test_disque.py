"""Files whole or absent, never overwritten; what Windows and USB sticks do differently."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui import disque
from prescripteur_tui.erreurs import ErreurPrescripteur


def pris(numero: int = 32) -> PermissionError:
    """What Windows raises while an antivirus looks at a file."""
    erreur = PermissionError(errno.EACCES, "utilisé par un autre processus")
    erreur.winerror = numero  # type: ignore[attr-defined]
    return erreur


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    faites: list[float] = []
    monkeypatch.setattr(disque.time, "sleep", faites.append)
    return faites


@pytest.fixture
def sans_lien_dur(monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT, the file system of USB sticks."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def rate(fois: int, erreur: OSError) -> Callable[[], str]:
    """A gesture that fails so many times, then is done."""
    reste = [erreur] * fois

    def geste() -> str:
        if reste:
            raise reste.pop()
        return "fait"

    return geste


@pytest.mark.parametrize("numero", [5, 32, 33])
def test_un_verrou_passager_de_windows_est_attendu(pauses: list[float], numero: int) -> None:
    assert disque.insister(rate(3, pris(numero))) == "fait"
    assert len(pauses) == 3


def test_un_classeur_ouvert_dans_excel_est_dit(tmp_path: Path, pauses: list[float]) -> None:
    with pytest.raises(ErreurPrescripteur) as refus, disque.en_francais(tmp_path / "a.xlsx"):
        disque.insister(rate(99, pris(32)))
    assert refus.value.code == "ecriture-impossible"
    assert "un autre logiciel l’a ouvert, fermez-le" in refus.value.message


def test_l_attente_est_bornee(pauses: list[float]) -> None:
    with pytest.raises(PermissionError):
        disque.insister(rate(1000, pris()))
    assert sum(pauses) == pytest.approx(2.5)


@pytest.mark.parametrize("erreur", [pris(3), PermissionError(errno.EACCES, "non"), FileNotFoundError(2, "rien")])
def test_le_reste_n_est_pas_attendu(pauses: list[float], erreur: OSError) -> None:
    with pytest.raises(type(erreur)):
        disque.insister(rate(1, erreur))
    assert pauses == []


def test_remplacer_insiste(tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    vrai, essais = Path.replace, [pris(5), pris(33)]

    def remplace(source: Path, cible: Path) -> Path:
        if essais:
            raise essais.pop()
        return vrai(source, cible)

    monkeypatch.setattr(Path, "replace", remplace)
    disque.remplacer(tmp_path / "a", b"un")
    assert (tmp_path / "a").read_bytes() == b"un"
    assert len(pauses) == 2


def test_nommer_insiste_sans_lien_dur(
    tmp_path: Path, sans_lien_dur: None, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    vrai, essais = Path.rename, [pris()]

    def renomme(source: Path, cible: Path) -> Path:
        if essais:
            raise essais.pop()
        return vrai(source, cible)

    monkeypatch.setattr(Path, "rename", renomme)
    assert disque.poser(tmp_path / "a", b"un")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert len(pauses) == 1


def test_deux_ecritures_en_meme_temps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process takes the name between the look and the rename: equal bytes are accepted, others are not."""
    for autre, attendu in ((b"a", True), (b"b", False)):
        fichier = tmp_path / f"{attendu}.csv"
        vrai = os.link

        def lien(source: Path, cible: Path, *, autre: bytes = autre, vrai: Any = vrai) -> None:
            cible.write_bytes(autre)
            vrai(source, cible)

        with monkeypatch.context() as contexte:
            contexte.setattr(os, "link", lien)
            assert disque.poser(fichier, b"a") is attendu
        assert fichier.read_bytes() == autre
    assert not list(tmp_path.glob(".*"))


def test_sans_lien_dur_rien_n_est_ecrase(tmp_path: Path, sans_lien_dur: None) -> None:
    assert disque.poser(tmp_path / "a", b"un")
    assert not disque.poser(tmp_path / "a", b"deux")
    assert (tmp_path / "a").read_bytes() == b"un"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_un_lien_rompu_n_est_pas_ecrase(tmp_path: Path, sans_lien_dur: None) -> None:
    """A name that leads nowhere is taken all the same."""
    (tmp_path / "a").symlink_to(tmp_path / "nulle-part")
    with pytest.raises(FileExistsError):
        disque.poser_fichier(tmp_path / "a", lambda chemin: None)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("numero", "code", "dit"),
    [
        (errno.ENOSPC, "disque-plein", "plein"),
        (errno.EROFS, "ecriture-impossible", "lecture seule"),
        (errno.EIO, "ecriture-impossible", "ne répond pas"),
        (errno.ESTALE, "ecriture-impossible", "ESTALE"),
    ],
)
def test_en_francais(tmp_path: Path, numero: int, code: str, dit: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus, disque.en_francais(tmp_path / "a"):
        raise OSError(numero, "in English")
    assert refus.value.code == code
    assert dit in refus.value.message


def test_effacer_un_fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zeros of its whole length are on disk before it is emptied, and before its name goes."""
    fichier = tmp_path / "a"
    fichier.write_bytes(b"secret" * 500_000)
    vus = []
    fixer, oter = os.fsync, Path.unlink
    monkeypatch.setattr(os, "fsync", lambda fd: (vus.append(fichier.read_bytes()), fixer(fd)))
    monkeypatch.setattr(Path, "unlink", lambda p, **k: (vus.append(p.read_bytes()), oter(p, **k)))
    disque.effacer_fichier(fichier)
    assert vus == [b"\0" * 3_000_000, b""]
    assert not fichier.exists()
    disque.effacer_fichier(fichier)


def test_effacer_un_second_nom_garde_le_contenu(tmp_path: Path) -> None:
    """A write that was cut between its two names leaves both: the one that counts must not be emptied."""
    (tmp_path / "a").write_bytes(b"secret")
    os.link(tmp_path / "a", tmp_path / "b")
    disque.effacer_fichier(tmp_path / "b")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"secret"


def test_un_partage_qui_ne_synchronise_pas_les_dossiers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = os.fsync

    def fsync(descripteur: int) -> None:
        if stat.S_ISDIR(os.fstat(descripteur).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        vrai(descripteur)

    monkeypatch.setattr(os, "fsync", fsync)
    assert disque.poser(tmp_path / "a", b"un")
    assert (tmp_path / "a").read_bytes() == b"un"
