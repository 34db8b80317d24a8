"""Bytes from disk to text: bounded, UTF-8, with refusals in French."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO

from prescripteur_tui.erreurs import ErreurPrescripteur

LIMITE = 1_000_000
"""Most bytes of one file, or of one line of a lot."""

_RAISONS = {
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EISDIR: "c’est un dossier",
    errno.ENAMETOOLONG: "son nom est trop long",
    errno.ELOOP: "ses liens tournent en rond",
}


def lire_texte(chemin: Path, fichier: str, limite: int = LIMITE) -> str:
    """The text of a UTF-8 file, without its byte-order mark.

    Args:
        chemin: the file.
        fichier: how the file is named in a refusal.
        limite: most bytes.

    Raises:
        ErreurPrescripteur: `fichier-introuvable`, `fichier-illisible`, `fichier-trop-gros` or
            `fichier-encodage`.
    """
    with ouvrir(chemin, fichier) as flux:
        return lire_flux(flux, fichier, limite)


def ouvrir(chemin: Path, fichier: str) -> IO[bytes]:
    """A file open for reading bytes.

    Raises:
        ErreurPrescripteur: `fichier-introuvable` or `fichier-illisible`.
    """
    try:
        return chemin.open("rb")
    except OSError as erreur:
        raise refus_de_lecture(erreur, fichier) from erreur
    except ValueError as erreur:
        # A NUL in a path is no OSError.
        raise ErreurPrescripteur("fichier-introuvable", fichier=fichier) from erreur


def lire_flux(flux: IO[bytes], fichier: str, limite: int = LIMITE) -> str:
    """The text of an open stream; same refusals as `lire_texte`."""
    try:
        return decoder(_lire_octets(flux, fichier, limite), fichier)
    except OSError as erreur:
        raise refus_de_lecture(erreur, fichier) from erreur


def refus_de_lecture(erreur: OSError, fichier: str) -> ErreurPrescripteur:
    """The refusal that tells a failure of the operating system."""
    if isinstance(erreur, FileNotFoundError | NotADirectoryError):
        return ErreurPrescripteur("fichier-introuvable", fichier=fichier)
    raison = _RAISONS.get(erreur.errno or 0, "la lecture s’est interrompue")
    return ErreurPrescripteur("fichier-illisible", fichier=fichier, raison=raison)


def decoder(octets: bytes, fichier: str, *, est_ligne: bool = False) -> str:
    """UTF-8 text, without its byte-order mark.

    Raises:
        ErreurPrescripteur: `fichier-encodage`; unless it is one line of a file, with the line that is not UTF-8.
    """
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        place = {} if est_ligne else {"ligne": octets.count(b"\n", 0, erreur.start) + 1}
        raise ErreurPrescripteur("fichier-encodage", fichier=fichier, **place) from erreur


def refus_de_taille(fichier: str, taille: int, limite: int = LIMITE) -> ErreurPrescripteur:
    """The refusal of what is too big. `taille` and `limite` are bytes."""
    return ErreurPrescripteur("fichier-trop-gros", fichier=fichier, taille=taille, limite=limite)


def _lire_octets(flux: IO[bytes], fichier: str, limite: int) -> bytes:
    octets = flux.read(limite + 1)
    if len(octets) <= limite:
        return octets
    # Counted without keeping, up to a bound: a device never ends.
    taille = len(octets)
    while taille < 100 * limite and (suite := flux.read(limite)):
        taille += len(suite)
    raise refus_de_taille(fichier, taille, limite)
