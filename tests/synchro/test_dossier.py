"""A folder as a target: once, whole, checked; on a stick that is full, locked, or pulled out half way."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui import disque
from prescripteur_tui.domaine.ports import Cible
from prescripteur_tui.erreurs import SORTIE_CIBLE, ErreurPrescripteur
from prescripteur_tui.synchro.dossier import CibleDossier
from tests.montages import PetitDisque, petit_disque

DOSSIER = "semaine=2026-W47/lieu=dutemple/poste=3fa9"
NOM = "orientations_2026-W47_dutemple_3fa9_r001.csv"
CHEMIN = f"{DOSSIER}/{NOM}"
RESTE = f".{NOM}.0123456789abcdef.part"


@pytest.fixture
def cible(tmp_path: Path) -> CibleDossier:
    return CibleDossier(tmp_path)


@pytest.fixture
def cle(tmp_path: Path) -> Iterator[PetitDisque]:
    with petit_disque(tmp_path / "cle", "64k") as monte:
        yield monte


def fichiers(racine: Path) -> list[str]:
    return sorted(str(f.relative_to(racine)) for f in racine.rglob("*") if f.is_file())


def refus(geste: Callable[[], object]) -> ErreurPrescripteur:
    with pytest.raises(ErreurPrescripteur) as leve:
        geste()
    return leve.value


def test_c_est_une_cible(cible: CibleDossier) -> None:
    protocole: Cible = cible
    protocole.verifier()
    assert protocole.lister("") == []


def test_publier_lire_lister(cible: CibleDossier, tmp_path: Path) -> None:
    assert cible.lire(CHEMIN) is None
    assert list(cible.lister(DOSSIER)) == []
    assert cible.publier(CHEMIN, b"un")
    assert cible.lire(CHEMIN) == b"un"
    assert list(cible.lister(DOSSIER)) == [NOM]
    assert fichiers(tmp_path) == [CHEMIN]


def test_publier_deux_fois_ne_change_rien(cible: CibleDossier, tmp_path: Path) -> None:
    cible.publier(CHEMIN, b"un")
    avant = (tmp_path / CHEMIN).stat()
    assert cible.publier(CHEMIN, b"un")
    apres = (tmp_path / CHEMIN).stat()
    assert (apres.st_ino, apres.st_mtime_ns) == (avant.st_ino, avant.st_mtime_ns)


def test_un_autre_contenu_n_est_pas_remplace(cible: CibleDossier, tmp_path: Path) -> None:
    cible.publier(CHEMIN, b"un")
    for autre in (b"deux", b"u", b"", b"un et demi"):
        assert not cible.publier(CHEMIN, autre)
    assert cible.lire(CHEMIN) == b"un"
    assert fichiers(tmp_path) == [CHEMIN]


def test_un_dossier_ou_un_tube_porte_le_nom(cible: CibleDossier, tmp_path: Path) -> None:
    (tmp_path / CHEMIN).mkdir(parents=True)
    assert not cible.publier(CHEMIN, b"un")
    assert cible.lire(CHEMIN) is None
    os.mkfifo(tmp_path / "tube")
    assert not cible.publier("tube", b"un")
    assert cible.lire("tube") is None
    (tmp_path / "lien").symlink_to("nulle-part")
    assert not cible.publier("lien", b"un")
    assert cible.lire("lien") is None


def test_un_fichier_etranger_enorme_n_est_pas_lu_en_entier(cible: CibleDossier, tmp_path: Path) -> None:
    with (tmp_path / "gros").open("wb") as ouvert:
        ouvert.truncate(1 << 40)
    lu = cible.lire("gros")
    assert lu is not None
    assert len(lu) == 16 * 1024 * 1024


def test_la_racine_n_est_pas_creee(tmp_path: Path) -> None:
    cible = CibleDossier(tmp_path / "cle")
    for geste in (
        cible.verifier,
        lambda: cible.lister(DOSSIER),
        lambda: cible.publier(CHEMIN, b"un"),
        lambda: cible.purger(DOSSIER),
    ):
        erreur = refus(geste)
        assert (erreur.code, erreur.sortie) == ("cible-injoignable", SORTIE_CIBLE)
    assert not (tmp_path / "cle").exists()


def test_un_lecteur_vide_sous_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WinError 21, « the device is not ready », comes as « access denied »."""
    erreur = PermissionError(errno.EACCES, "not ready")
    erreur.winerror = 21  # type: ignore[attr-defined]  # Windows alone has it
    monkeypatch.setattr(Path, "iterdir", _refuser(erreur))
    refuse = refus(CibleDossier(tmp_path / "E").verifier)
    assert refuse.code == "cible-injoignable"
    assert "n’y est pas" in refuse.message


def test_la_racine_est_un_fichier(tmp_path: Path) -> None:
    (tmp_path / "cle").write_bytes(b"")
    assert refus(CibleDossier(tmp_path / "cle").verifier).code == "cible-injoignable"


def test_le_chemin_passe_par_un_fichier(cible: CibleDossier, tmp_path: Path) -> None:
    (tmp_path / "semaine=2026-W47").write_bytes(b"")
    erreur = refus(lambda: cible.publier(CHEMIN, b"un"))
    assert (erreur.code, erreur.sortie) == ("cible-refus", SORTIE_CIBLE)
    assert "passe par un fichier" in erreur.message


def test_un_dossier_de_trop_long_nom(cible: CibleDossier) -> None:
    assert "nom trop long" in refus(lambda: cible.publier(f"{'x' * 300}/{NOM}", b"un")).message


def test_les_fichiers_se_lisent_par_la_coordination(cible: CibleDossier, tmp_path: Path) -> None:
    """Modes are those of the folder of the target, not those of the data folder: somebody else reads there."""
    ancien = os.umask(0o022)
    try:
        cible.publier(CHEMIN, b"un")
    finally:
        os.umask(ancien)
    assert (tmp_path / CHEMIN).stat().st_mode & 0o777 == 0o644
    assert (tmp_path / DOSSIER).stat().st_mode & 0o777 == 0o755


def test_une_cle_pleine(cle: PetitDisque) -> None:
    cible = CibleDossier(cle.point)
    bourrage = cle.remplir()
    erreur = refus(lambda: cible.publier(CHEMIN, b"un" * 3000))
    assert (erreur.code, erreur.sortie) == ("cible-pleine", SORTIE_CIBLE)
    assert fichiers(cle.point) == ["bourrage"]
    bourrage.unlink()
    assert cible.publier(CHEMIN, b"un" * 3000)


def test_une_cle_verrouillee(cle: PetitDisque) -> None:
    cible = CibleDossier(cle.point)
    cle.remonter("ro")
    erreur = refus(lambda: cible.publier(CHEMIN, b"un"))
    assert (erreur.code, erreur.sortie) == ("cible-lecture-seule", SORTIE_CIBLE)


def test_un_partage_ou_l_on_n_a_pas_le_droit_d_ecrire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write everywhere: the system's answer is given in its place.
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "mkdir", _refuser(PermissionError(errno.EACCES, "Permission denied")))
    assert refus(lambda: CibleDossier(tmp_path).publier(CHEMIN, b"un")).code == "cible-lecture-seule"


def test_un_seul_dossier_ou_l_on_n_a_pas_le_droit_d_ecrire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", _refuser(PermissionError(errno.EACCES, "Permission denied")))
    erreur = refus(lambda: CibleDossier(tmp_path).publier(CHEMIN, b"un"))
    assert erreur.code == "cible-refus"
    assert "droits insuffisants" in erreur.message


def _refuser(erreur: OSError) -> Callable[..., Any]:
    def refuser(*_: object, **__: object) -> None:
        raise erreur

    return refuser


@pytest.mark.parametrize("numero", [errno.EIO, errno.ENODEV, errno.ESTALE, errno.EHOSTDOWN, errno.ENOTCONN])
def test_une_cible_qui_disparait_en_route(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numero: int
) -> None:
    monkeypatch.setattr(os, "fsync", _refuser(OSError(numero, "gone")))
    erreur = refus(lambda: cible.publier(CHEMIN, b"un"))
    assert (erreur.code, erreur.sortie) == ("cible-injoignable", SORTIE_CIBLE)
    monkeypatch.undo()
    assert fichiers(tmp_path) == []
    assert cible.publier(CHEMIN, b"un")


def test_une_cle_retiree_pendant_l_ecriture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    racine, vrai = tmp_path / "cle", os.fsync
    racine.mkdir()

    def retirer(descripteur: int) -> None:
        vrai(descripteur)
        if racine.exists():
            racine.rename(tmp_path / "poche")

    cible = CibleDossier(racine)
    monkeypatch.setattr(os, "fsync", retirer)
    assert refus(lambda: cible.publier(CHEMIN, b"un")).code == "cible-injoignable"
    assert not racine.exists()
    monkeypatch.undo()
    (tmp_path / "poche").rename(racine)
    assert cible.publier(CHEMIN, b"un")
    assert cible.lire(CHEMIN) == b"un"


# FAT


def _sans_lien(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refuser(PermissionError(errno.EPERM, "Operation not permitted")))


def test_sans_lien_dur(cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sans_lien(monkeypatch)
    assert cible.publier(CHEMIN, b"un")
    assert not cible.publier(CHEMIN, b"deux")
    assert cible.lire(CHEMIN) == b"un"
    assert fichiers(tmp_path) == [CHEMIN]


@pytest.mark.parametrize("liens", [True, False], ids=["liens", "fat"])
@pytest.mark.parametrize(("autre", "attendu"), [(b"un", True), (b"autre", False)])
def test_un_autre_envoi_prend_le_nom_entre_temps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, liens: bool, autre: bytes, attendu: bool
) -> None:
    vrai = os.link

    def lien(source: Path, fichier: Path) -> None:
        fichier.write_bytes(autre)
        if not liens:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        vrai(source, fichier)

    monkeypatch.setattr(os, "link", lien)
    assert CibleDossier(tmp_path).publier(CHEMIN, b"un") is attendu
    assert fichiers(tmp_path) == [CHEMIN]
    assert (tmp_path / CHEMIN).read_bytes() == autre


# Windows


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    faites: list[float] = []
    monkeypatch.setattr(disque.time, "sleep", faites.append)
    return faites


def _tenir(monkeypatch: pytest.MonkeyPatch, winerror: int, fois: int) -> list[None]:
    """On a disk without links, make renaming fail so many times; returns the list of failures."""
    vrai, echecs = Path.rename, []

    def renommer(source: Path, fichier: Path) -> Path:
        if len(echecs) < fois:
            echecs.append(None)
            erreur = PermissionError(errno.EACCES, "held")
            erreur.winerror = winerror  # type: ignore[attr-defined]  # Windows alone has it
            raise erreur
        return vrai(source, fichier)

    _sans_lien(monkeypatch)
    monkeypatch.setattr(Path, "rename", renommer)
    return echecs


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_un_fichier_tenu_un_moment(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int
) -> None:
    _tenir(monkeypatch, winerror, 10)
    assert cible.publier(CHEMIN, b"un")
    assert sum(pauses) == pytest.approx(1.0)
    assert fichiers(tmp_path) == [CHEMIN]


@pytest.mark.parametrize(("winerror", "mot"), [(5, "droits insuffisants"), (32, "un autre programme le tient")])
def test_un_fichier_tenu_trop_longtemps(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int, mot: str
) -> None:
    _tenir(monkeypatch, winerror, 1000)
    erreur = refus(lambda: cible.publier(CHEMIN, b"un"))
    assert erreur.code == "cible-refus"
    assert mot in erreur.message
    assert sum(pauses) == pytest.approx(2.5)
    assert fichiers(tmp_path) == []


@pytest.mark.parametrize(
    ("winerror", "code"),
    [(19, "cible-lecture-seule"), (39, "cible-pleine"), (112, "cible-pleine"), (3, "cible-refus"), (64, "cible-refus")],
)
def test_une_autre_erreur_de_windows_n_est_pas_attendue(
    cible: CibleDossier, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int, code: str
) -> None:
    echecs = _tenir(monkeypatch, winerror, 1000)
    assert refus(lambda: cible.publier(CHEMIN, b"un")).code == code
    assert len(echecs) == 1
    assert pauses == []


# What is read back


def test_ce_qui_est_relu_n_est_pas_ce_qui_a_ete_ecrit(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that lies: the temporary file is found different before it gets its name."""
    monkeypatch.setattr(os, "fsync", lambda descripteur: os.ftruncate(descripteur, 1))
    erreur = refus(lambda: cible.publier(CHEMIN, b"un"))
    assert (erreur.code, erreur.sortie) == ("cible-infidele", SORTIE_CIBLE)
    assert fichiers(tmp_path) == []


def test_ce_qui_change_en_changeant_de_nom(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vrai = os.link

    def lien(source: Path, fichier: Path) -> None:
        vrai(source, fichier)
        fichier.write_bytes(b"u")

    monkeypatch.setattr(os, "link", lien)
    assert refus(lambda: cible.publier(CHEMIN, b"un")).code == "cible-infidele"
    assert not cible.publier(CHEMIN, b"un")


# Leftovers


def test_nos_restes_de_plus_d_un_jour_partent_et_rien_d_autre(tmp_path: Path) -> None:
    maintenant = 1_800_000_000.0
    cible = CibleDossier(tmp_path, maintenant=lambda: maintenant)
    (tmp_path / DOSSIER).mkdir(parents=True)
    vieux = maintenant - 24 * 3600 - 1
    ages = {
        RESTE: vieux,
        f".{NOM}.1123456789abcdef.part": maintenant - 24 * 3600 + 1,
        f".{NOM}.2123456789abcdef.part": maintenant + 14 * 24 * 3600,
        ".profils_2026-P12_dutemple_3fa9.json.0123456789abcdef.part": vieux,
        "film.part": vieux,
        ".~lock.autre.part": vieux,
        NOM: vieux,
        "Thumbs.db": vieux,
    }
    for nom, instant in ages.items():
        (tmp_path / DOSSIER / nom).write_bytes(b"u")
        os.utime(tmp_path / DOSSIER / nom, (instant, instant))
    assert cible.purger(DOSSIER) == 2
    assert list(cible.lister(DOSSIER)) == sorted(
        [
            f".{NOM}.1123456789abcdef.part",
            f".{NOM}.2123456789abcdef.part",
            "film.part",
            ".~lock.autre.part",
            NOM,
            "Thumbs.db",
        ]
    )


def test_le_nom_d_un_reste_est_celui_que_publier_donne(
    cible: CibleDossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the two: what stays is what `purger` knows as ours."""
    monkeypatch.setattr(os, "link", _refuser(OSError(errno.EIO, "gone")))
    monkeypatch.setattr(Path, "rename", _refuser(OSError(errno.EIO, "gone")))
    monkeypatch.setattr(Path, "unlink", _refuser(OSError(errno.EIO, "gone")))
    refus(lambda: cible.publier(CHEMIN, b"un"))
    monkeypatch.undo()
    (reste,) = fichiers(tmp_path)
    os.utime(tmp_path / reste, (0, 0))
    assert cible.purger(DOSSIER) == 1
    assert fichiers(tmp_path) == []


def test_purger_un_dossier_qui_n_est_pas_la(cible: CibleDossier) -> None:
    assert cible.purger(DOSSIER) == 0
