"""The folder of a catalogue, changed as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prescripteur_tui.disque import en_francais, fixer_dossier, insister
from prescripteur_tui.erreurs import ErreurPrescripteur

ANCIENS = ".operateurs-anciens-"
"""The operators that are being replaced; what stands there after a cut is put back."""

PROVISOIRE = ".import-"
"""A catalogue that is being made."""

_OPERATEURS = "operateurs"

Verifier = Callable[[Path], object]
"""Reads a whole catalogue, and refuses it by raising."""


def est_catalogue(dossier: Path) -> bool:
    """Whether a folder is a catalogue, even one that lost its operators to a cut."""
    return (dossier / "catalogue.yaml").is_file()


def reparer(dossier: Path) -> None:
    """Put back what a cut during a change left aside, and remove what it left over.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`.
    """
    with en_francais(dossier):
        anciens = sorted(dossier.glob(f"{ANCIENS}*"))
        if anciens and not (dossier / _OPERATEURS).exists():
            anciens.pop().rename(dossier / _OPERATEURS)
        for reste in (*anciens, *dossier.glob(f"{PROVISOIRE}*")):
            shutil.rmtree(reste, ignore_errors=True)


def changer_operateurs(dossier: Path, textes: Mapping[str, str], verifier: Verifier) -> None:
    """Add and replace operator files, all of them or none.

    The new folder is made aside, read as a whole, and takes the place of the other by two renames.

    Args:
        dossier: a catalogue.
        textes: the YAML of each operator, by id.
        verifier: what the result must pass.

    Raises:
        ErreurPrescripteur: what `verifier` raises, `ecriture-impossible`, `disque-plein`; then nothing has changed.
    """
    marque = os.urandom(4).hex()
    provisoire, anciens = dossier / f"{PROVISOIRE}{marque}", dossier / f"{ANCIENS}{marque}"
    operateurs = dossier / _OPERATEURS
    with en_francais(dossier):
        try:
            _copier(dossier, provisoire, sauf=("cas-types",))
            _ecrire(provisoire / _OPERATEURS, textes)
            verifier(provisoire)
            insister(lambda: operateurs.rename(anciens))
            try:
                insister(lambda: (provisoire / _OPERATEURS).rename(operateurs))
            except OSError:
                anciens.rename(operateurs)
                raise
            fixer_dossier(dossier)
        finally:
            shutil.rmtree(provisoire, ignore_errors=True)
        shutil.rmtree(anciens, ignore_errors=True)


def nouveau_catalogue(base: Path, dossier: Path, textes: Mapping[str, str], verifier: Verifier) -> None:
    """A copy of a catalogue with operators added or replaced, in a folder that is new or empty; all of it or nothing.

    Raises:
        ErreurPrescripteur: as `changer_operateurs`.
    """
    provisoire = dossier.parent / f".{dossier.name}-{os.urandom(4).hex()}"
    with en_francais(dossier):
        dossier.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copier(base, provisoire)
            _ecrire(provisoire / _OPERATEURS, textes)
            verifier(provisoire)
            if dossier.exists():
                dossier.rmdir()
            insister(lambda: provisoire.rename(dossier))
            fixer_dossier(dossier.parent)
        finally:
            shutil.rmtree(provisoire, ignore_errors=True)


def _copier(source: Path, vers: Path, sauf: Iterable[str] = ()) -> None:
    """The files of a catalogue, their dates kept and not their modes: an installed one is read-only."""

    def copier(de: str, a: str) -> str:
        shutil.copyfile(de, a)
        etat = Path(de).stat()
        os.utime(a, ns=(etat.st_atime_ns, etat.st_mtime_ns))
        return a

    try:
        shutil.copytree(source, vers, ignore=shutil.ignore_patterns(".*", *sauf), copy_function=copier)
    except shutil.Error as erreur:
        raise ErreurPrescripteur("ecriture-impossible", fichier=vers, raison="une copie a échoué") from erreur


def _ecrire(dossier: Path, textes: Mapping[str, str]) -> None:
    for nom, texte in textes.items():
        with (dossier / f"{nom}.yaml").open("w", encoding="utf-8", newline="\n") as flux:
            flux.write(texte)
            flux.flush()
            os.fsync(flux.fileno())
    fixer_dossier(dossier)
