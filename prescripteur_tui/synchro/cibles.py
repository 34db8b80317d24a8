"""The URL of a target: read, brought to one way of writing, opened."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from prescripteur_tui.domaine.ports import Cible
from prescripteur_tui.erreurs import ErreurPrescripteur

DOSSIER = "dossier"
"""The scheme of a folder: USB stick, network share, synced folder."""

_PAS_ENCORE = {"webdav": "WebDAV", "webdavs": "WebDAV", "sftp": "SFTP"}

_SCHEMA = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
"""Two letters at least: one is a drive of Windows."""


def normaliser(url: str, *, systeme: str = os.name) -> str:
    """One way of writing for one target: `dossier:/media/cle/comptes`, `dossier:E:\\comptes`.

    What follows `dossier:` is a path as the system writes it, spaces and accents included, not an encoded URL. It
    must be whole: a relative one would mean another folder in the next terminal. `~` is one's own folder.

    Args:
        url: as typed.
        systeme: `os.name`; given by tests.

    Raises:
        ErreurPrescripteur: `cible-invalide`, `cible-indisponible`.
    """
    url = url.strip()
    if not url.isprintable():
        raise _invalide(url, "elle contient un caractère de commande")
    trouve = _SCHEMA.match(url)
    if trouve is None:
        raise _invalide(url, "elle ne commence pas par « dossier: »")
    schema, reste = trouve[1].lower(), url[trouve.end() :]
    if schema in _PAS_ENCORE:
        raise ErreurPrescripteur("cible-indisponible", protocole=_PAS_ENCORE[schema])
    if schema != DOSSIER:
        raise _invalide(url, f"« {schema} » n’est pas un genre de cible")
    if not reste.strip():
        raise _invalide(url, "il manque le chemin du dossier")
    return f"{DOSSIER}:{_chemin(url, reste.strip(), systeme)}"


def cle(url: str, *, systeme: str = os.name) -> str:
    """What the store knows a target by; a folder of Windows has no capitals of its own.

    Raises:
        ErreurPrescripteur: as `normaliser`.
    """
    normale = normaliser(url, systeme=systeme)
    return hashlib.sha256((normale.casefold() if systeme == "nt" else normale).encode()).hexdigest()[:16]


def ouvrir(url: str) -> Cible:
    """The target behind a URL; whether it can be reached is for its `verifier` to say.

    Raises:
        ErreurPrescripteur: as `normaliser`.
    """
    from prescripteur_tui.synchro.dossier import CibleDossier

    return CibleDossier(Path(normaliser(url).partition(":")[2]))


def _chemin(url: str, reste: str, systeme: str) -> PurePath:
    if reste.startswith("~"):
        reste = os.path.expanduser(reste)  # noqa: PTH111 - an unknown user stays as it is, and is refused below
    if systeme == "nt":
        fenetres = PureWindowsPath(reste)
        if not fenetres.is_absolute():
            raise _invalide(url, "le chemin doit être complet, lettre du lecteur comprise")
        return fenetres
    if not reste.startswith("/"):
        raison = "c’est un chemin de Windows" if PureWindowsPath(reste).drive else "le chemin doit être complet"
        raise _invalide(url, raison)
    # Three slashes, as in file:///media, mean one; so do two, which only Windows knows better.
    return PurePosixPath("/" + reste.lstrip("/"))


def _invalide(url: str, raison: str) -> ErreurPrescripteur:
    # A password has no place in a URL, and even less in a message.
    montree = re.sub(r"//[^/@]*@", "//…@", url)
    return ErreurPrescripteur("cible-invalide", cible=montree, raison=raison)
