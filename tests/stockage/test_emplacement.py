"""Folders that are synced or on the network are refused by name; the laptop's own are not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.emplacement import Systeme, refuser_emplacement, reseau_de, service_de
from prescripteur_tui.stockage.emplacement import verifier_emplacement as verifier
from prescripteur_tui.stockage.ouverture import ouvrir

MONTAGES = r"""
/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
srv:/export/homes /home/reseau nfs4 rw,vers=4.2 0 0
//srv/commun /mnt/commun cifs rw 0 0
//srv/partage /mnt/disque\040commun smb3 rw 0 0
agent@srv: /home/agent/distant fuse.sshfs rw 0 0
https://nuage.exemple.fr/dav /home/agent/dav fuse rw 0 0
/dev/fuse /home/agent/local-fuse fuse rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
C:\134 /mnt/c 9p rw 0 0
partage /mnt/hote virtiofs rw 0 0
overlay /conteneur overlay rw 0 0
tmpfs /tmp tmpfs rw 0 0
srv:/vieux /mnt/deux nfs rw 0 0
/dev/sdb1 /mnt/deux ext4 rw 0 0
/dev/sdc1 /home/reseau/local ext4 rw 0 0
"""


def systeme(
    environ: Mapping[str, str] | None = None,
    lecteurs: Mapping[str, int] | None = None,
    contenu: Mapping[str, tuple[str, ...]] | None = None,
    fichiers: tuple[str, ...] = (),
) -> Systeme:
    """A machine as told: drive types, the names in some folders, which paths are files."""
    return Systeme(
        environ=environ or {},
        type_de_lecteur=lambda racine: (lecteurs or {}).get(racine.upper(), 3),
        montages=lambda: MONTAGES,
        contenu=lambda dossier: (contenu or {}).get(str(dossier), ()),
        est_fichier=lambda chemin: str(chemin) in fichiers,
    )


@pytest.mark.parametrize(
    ("dossier", "attendu"),
    [
        ("/home/agent/.local/share/prescripteur", None),
        ("/home/reseau/agent/donnees", "nfs4"),
        ("/home/reseau", "nfs4"),
        ("/home/reseautage", None),
        ("/home/reseau/local/donnees", None),
        ("/mnt/commun/donnees", "cifs"),
        ("/mnt/disque commun/donnees", "smb3"),
        ("/home/agent/distant", "fuse.sshfs"),
        ("/home/agent/dav/x", "fuse"),
        ("/home/agent/local-fuse/x", None),
        ("/run/user/1000/gvfs/smb-share", "fuse.gvfsd-fuse"),
        ("/mnt/c/donnees", None),
        ("/mnt/hote/donnees", None),
        ("/conteneur/donnees", None),
        ("/tmp/donnees", None),
        ("/mnt/deux/donnees", None),
    ],
)
def test_montages_de_linux(dossier: str, attendu: str | None) -> None:
    """The deepest mount decides, and of two on one point the later; what a virtual machine shares is local."""
    assert reseau_de(PurePosixPath(dossier), systeme()) == attendu


@pytest.mark.parametrize(
    ("dossier", "attendu"),
    [
        (r"C:\Users\agent\AppData\Local\prescripteur", None),
        (r"D:\donnees", None),
        (r"Z:\donnees", "Z:"),
        (r"z:\donnees", "z:"),
        (r"\\serveur\partage\donnees", r"\\serveur\partage"),
        (r"\\?\UNC\serveur\partage\donnees", r"\\?\UNC\serveur\partage"),
        (r"\\?\C:\donnees", None),
        (r"\\?\Z:\donnees", "Z:"),
        (r"\\wsl.localhost\Debian\home\agent", r"\\wsl.localhost\Debian"),
    ],
)
def test_lecteurs_de_windows(dossier: str, attendu: str | None) -> None:
    assert reseau_de(PureWindowsPath(dossier), systeme(lecteurs={"Z:\\": 4})) == attendu


ONEDRIVE = {"OneDriveCommercial": r"C:\Users\agent\Nuage de la ville", "OneDrive": "", "PATH": r"C:\Windows"}


@pytest.mark.parametrize(
    ("dossier", "attendu"),
    [
        (PureWindowsPath(r"C:\Users\agent\Nuage de la ville\donnees"), "OneDrive"),
        (PureWindowsPath(r"c:\users\AGENT\nuage de la ville"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\agent\Nuage de la ville 2\donnees"), None),
        (PureWindowsPath(r"C:\Users\agent\OneDrive\donnees"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\agent\OneDrive - Ville de Valenciennes\donnees"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\agent\Dropbox (Ville)\donnees"), "Dropbox"),
        (PureWindowsPath(r"G:\Mon Drive\donnees"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\agent\iCloudDrive\donnees"), "iCloud"),
        (PurePosixPath("/home/agent/Nextcloud/donnees"), "Nextcloud"),
        (PurePosixPath("/home/agent/Nextcloud2/donnees"), "Nextcloud"),
        (PurePosixPath("/home/agent/ownCloud"), "ownCloud"),
        (PurePosixPath("/Users/a/Library/CloudStorage/X-y/donnees"), "un service de synchronisation"),
        (PurePosixPath("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/d"), "iCloud"),
        (PurePosixPath("/home/agent/nextcloud-sources/donnees"), None),
        (PurePosixPath("/home/agent/mes-onedrive/donnees"), None),
        (PurePosixPath("/home/agent/.local/share/prescripteur"), None),
    ],
    ids=str,
)
def test_noms_et_variables(dossier: PurePath, attendu: str | None) -> None:
    assert service_de(dossier, systeme(ONEDRIVE)) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        (".sync_0f3a9c.db", "Nextcloud"),
        ("._sync_0f3a9c.db", "Nextcloud"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".stfolder", "Syncthing"),
        (".tmp.driveupload", "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".sync_0f3a9c.txt", None),
        (".bashrc", None),
        ("sync_1.db", None),
    ],
)
def test_marques_a_la_racine_de_ce_qui_est_synchronise(nom: str, attendu: str | None) -> None:
    """The mark stands above the data folder."""
    vu = systeme(contenu={"/home/agent/nuage": ("lettre.odt", nom)}, fichiers=("/home/agent/nuage/.dropbox",))
    assert service_de(PurePosixPath("/home/agent/nuage/travail/donnees"), vu) == attendu


def test_les_reglages_de_dropbox_dans_la_maison_ne_sont_pas_une_marque() -> None:
    vu = systeme(contenu={"/home/agent": (".dropbox",)})
    assert service_de(PurePosixPath("/home/agent/.local/share/prescripteur"), vu) is None


def test_un_partage_qui_ne_repond_pas_n_est_pas_parcouru() -> None:
    def jamais(dossier: PurePath) -> tuple[str, ...]:
        raise AssertionError(f"looked into {dossier}")

    muet = Systeme({}, lambda _: 3, lambda: MONTAGES, jamais, lambda _: False)
    with pytest.raises(ErreurPrescripteur) as refus:
        refuser_emplacement(PurePosixPath("/mnt/commun/donnees"), muet)
    assert refus.value.code == "emplacement-reseau"


def test_un_dossier_synchronise_n_est_pas_ouvert(tmp_path: Path) -> None:
    nuage = tmp_path / "Nextcloud"
    with pytest.raises(ErreurPrescripteur) as refus:
        ouvrir(nuage / "donnees")
    assert refus.value.code == "emplacement-synchronise"
    assert refus.value.sortie == 2
    assert "Nextcloud" in refus.value.message
    assert not nuage.exists()


def test_un_lien_vers_un_dossier_synchronise(tmp_path: Path) -> None:
    nuage = tmp_path / "nuage"
    nuage.mkdir()
    (nuage / ".sync_abc.db").touch()
    (tmp_path / "donnees").symlink_to(nuage / "d")
    with pytest.raises(ErreurPrescripteur) as refus:
        verifier(tmp_path / "donnees")
    assert refus.value.contexte["quoi"] == "Nextcloud"
