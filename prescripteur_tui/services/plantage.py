"""The report of an error that nobody foresaw: where in the code, and nothing of what was being done."""

from __future__ import annotations

import hashlib
import platform
import sys
import traceback
from pathlib import Path

from prescripteur_tui import __version__

_PAQUETS = ("prescripteur_tui", "site-packages", "dist-packages", "lib")


def ecrire_plantage(dossier: Path, erreur: BaseException) -> Path:
    """Write the report into the data folder, and give its path.

    It holds types of exceptions, files, lines and functions; no message, no local value, no folder of the user, no
    time: a message or a value may be an answer. The same failure gives the same file, so that reports do not pile up.

    Raises:
        OSError: the report cannot be written.
        ErreurPrescripteur: the data folder cannot be created.
    """
    # Deferred: the way to a failure is not paid for by what works.
    from prescripteur_tui.disque import poser_fichier
    from prescripteur_tui.stockage.dossier import creer_dossier

    octets = texte_plantage(erreur).encode("utf-8", "backslashreplace")
    creer_dossier(dossier)
    fichier = dossier / f"plantage-{hashlib.sha256(octets).hexdigest()[:12]}.txt"

    def remplir(provisoire: Path) -> None:
        provisoire.write_bytes(octets)

    try:
        poser_fichier(fichier, remplir)
    except FileExistsError:
        return fichier
    return fichier


def texte_plantage(erreur: BaseException) -> str:
    """The report as text."""
    lignes = [
        f"prescripteur {__version__}",
        f"Python {platform.python_version()} ({sys.implementation.name}), {sys.platform}",
    ]
    vue: BaseException | None = erreur
    vues: set[int] = set()
    while vue is not None and id(vue) not in vues:
        vues.add(id(vue))
        lignes += ["", f"{type(vue).__module__}.{type(vue).__qualname__}"]
        lignes += [
            f"  {_sans_dossier(cadre.f_code.co_filename)}:{numero} {cadre.f_code.co_name}"
            for cadre, numero in traceback.walk_tb(vue.__traceback__)
        ]
        vue = vue.__cause__ or (None if vue.__suppress_context__ else vue.__context__)
    return "\n".join(lignes) + "\n"


def _sans_dossier(fichier: str) -> str:
    """A file of code by its place in its package: what stands before may name the user."""
    parties = Path(fichier).parts
    for paquet in _PAQUETS:
        if paquet in parties[:-1]:
            rang = len(parties) - 1 - parties[::-1].index(paquet)
            return "/".join(parties[rang:])
    return parties[-1] if parties else "?"
