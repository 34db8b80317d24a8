"""Where the base must not live: in a folder that is synced, or on the network.

A sync tool copies a base while it is written, and makes two of it; a network drive loses its locks. In both cases
answers would leave this laptop. Every start looks: no regular expression is compiled here, and little is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from prescripteur_tui.erreurs import ErreurPrescripteur

LECTEUR_RESEAU = 4
"""What `GetDriveTypeW` says of a mapped network drive (`DRIVE_REMOTE`)."""

_RESEAUX = {
    "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncp", "ncpfs", "nfs", "nfs4",
    "smb3", "smbfs",
    "fuse.ceph", "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.google-drive-ocamlfuse",
    "fuse.gvfsd-fuse", "fuse.onedriver", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs",
}  # fmt: skip
"""File systems of the network, as `/proc/mounts` names them. What a virtual machine shares (9p, virtiofs) is none."""

_NOMS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mon drive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "kdrive": "kDrive",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "proton drive": "Proton Drive",
    "seafile": "Seafile",
    "seadrive": "Seafile",
    "megasync": "MEGA",
    "box sync": "Box",
    "synologydrive": "Synology Drive",
    "cloudstorage": "un service de synchronisation",
}
"""The folders that these tools make, folded, without what they add to the name (` - Ville`, ` (Ville)`, `2`)."""

_MARQUES = {
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".stfolder": "Syncthing",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".seafile-data": "Seafile",
    ".megaignore": "MEGA",
}
"""What these tools leave at the root of what they sync, folded."""

_VUS = 2000
"""Entries looked at in one folder: a start does not wait for a folder of a hundred thousand files."""

_ECHAPPES = {r"\040": " ", r"\011": "\t", r"\012": "\n", r"\134": "\\"}
"""How `/proc/mounts` writes what would part its fields; the backslash last."""


@dataclass(frozen=True, slots=True)
class Systeme:
    """What is asked of the machine; a test gives its own."""

    environ: Mapping[str, str]
    type_de_lecteur: Callable[[str], int]
    """`GetDriveTypeW` of a root such as `D:\\`."""
    montages: Callable[[], str]
    """The text of `/proc/mounts`, empty where there is none."""
    contenu: Callable[[PurePath], Iterable[str]]
    """The names in a folder; none when it cannot be read."""
    est_fichier: Callable[[PurePath], bool]


def verifier_emplacement(dossier: Path) -> None:
    """Refuse a data folder that is synced or on the network. Takes some tenths of a millisecond.

    Raises:
        ErreurPrescripteur: `emplacement-reseau`, `emplacement-synchronise`.
    """
    # With links followed too: a mapped drive comes out as its share, a link in the home as what it leads to.
    ici, vrai = Path(os.path.abspath(dossier)), Path(os.path.realpath(dossier))  # noqa: PTH100
    for chemin in dict.fromkeys((ici, vrai)):
        refuser_emplacement(chemin, _CETTE_MACHINE)


def refuser_emplacement(dossier: PurePath, systeme: Systeme) -> None:
    """The same for an absolute path of any system.

    Raises:
        ErreurPrescripteur: `emplacement-reseau`, `emplacement-synchronise`.
    """
    # The network first: a share that does not answer is not looked into.
    if reseau := reseau_de(dossier, systeme):
        raise ErreurPrescripteur("emplacement-reseau", dossier=dossier, quoi=reseau)
    if service := service_de(dossier, systeme):
        raise ErreurPrescripteur("emplacement-synchronise", dossier=dossier, quoi=service)


def reseau_de(dossier: PurePath, systeme: Systeme) -> str | None:
    """The network drive or file system that a folder is on, None when it is on this laptop."""
    if isinstance(dossier, PureWindowsPath):
        return _partage(dossier.drive, systeme)
    source, genre = _montage_de(PurePosixPath(dossier), systeme.montages())
    est_dav = genre == "fuse" and source.startswith(("http://", "https://"))
    return genre if genre in _RESEAUX or est_dav else None


def _partage(lecteur: str, systeme: Systeme) -> str | None:
    """The share behind the drive of a Windows path: `\\\\serveur\\partage`, a letter, or `\\\\?\\` before either."""
    nu = lecteur[4:] if lecteur.startswith(("\\\\?\\", "\\\\.\\")) else lecteur
    if len(nu) == 2 and nu[1] == ":":
        return nu if systeme.type_de_lecteur(f"{nu}\\") == LECTEUR_RESEAU else None
    return lecteur if nu.startswith("\\\\") or nu.upper().startswith("UNC\\") else None


def _montage_de(dossier: PurePosixPath, montages: str) -> tuple[str, str]:
    """(source, file system) of the mount that a folder is on: the deepest one, and of equals the last."""
    lignee = {str(dossier), *map(str, dossier.parents)}
    profondeur, trouve = -1, ("", "")
    for ligne in montages.splitlines():
        champs = ligne.split(" ")
        if len(champs) < 3:
            continue
        source, point, genre = champs[:3]
        for echappe, signe in _ECHAPPES.items():
            point = point.replace(echappe, signe)
        if point in lignee and len(point) >= profondeur:
            profondeur, trouve = len(point), (source, genre)
    return trouve


def service_de(dossier: PurePath, systeme: Systeme) -> str | None:
    """The sync tool that a folder belongs to, None when it belongs to none that is known."""
    lignee = [dossier, *dossier.parents]
    for variable, valeur in systeme.environ.items():
        # OneDrive, OneDriveCommercial, OneDriveConsumer: Windows names its folders there.
        if valeur and variable.upper().startswith("ONEDRIVE") and type(dossier)(valeur) in lignee:
            return "OneDrive"
    for etage in lignee:
        nom = etage.name.casefold().partition(" - ")[0].partition(" (")[0].rstrip("0123456789")
        if nom in _NOMS:
            return _NOMS[nom]
    return next((service for etage in lignee for service in _marques(etage, systeme)), None)


def _marques(dossier: PurePath, systeme: Systeme) -> Iterator[str]:
    for entree in islice(systeme.contenu(dossier), _VUS):
        if not entree.startswith("."):
            continue
        nom = entree.casefold()
        if nom.startswith((".sync_", "._sync_")) and nom.endswith(".db"):
            yield "Nextcloud"
        # In the home `.dropbox` is the folder of the tool's settings; at the root of what it syncs it is a file.
        elif nom in _MARQUES and (nom != ".dropbox" or systeme.est_fichier(dossier / entree)):
            yield _MARQUES[nom]


if sys.platform == "win32":

    def _type_de_lecteur(racine: str) -> int:
        # Deferred: only Windows has it.
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(racine))
else:

    def _type_de_lecteur(racine: str) -> int:
        raise AssertionError(f"no drive letters here: {racine}")


def _montages() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # Windows, macOS: no such list
        return ""


def _contenu(dossier: PurePath) -> Iterator[str]:
    try:
        with os.scandir(dossier) as entrees:
            for entree in entrees:
                yield entree.name
    except OSError:  # not there yet, or not ours to read: nothing to be found in it
        return


_CETTE_MACHINE = Systeme(os.environ, _type_de_lecteur, _montages, _contenu, os.path.isfile)
