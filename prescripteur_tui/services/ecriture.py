"""How counts are laid down in a folder: as a CSV with its manifest; `classeurs` does it as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.ports import Pli


@dataclass(frozen=True, slots=True)
class Pose:
    """What was laid down.

    `est_nouveau` says whether something was written, `est_autre` whether something else has the name and was left.
    """

    fichiers: tuple[Path, ...]
    est_nouveau: bool
    est_autre: bool = False


class Ecriture(Protocol):
    """A form that counts take in a folder.

    Raises (all methods): ErreurPrescripteur `ecriture-impossible`, `disque-plein`.
    """

    def poser(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """Lay definitive counts down; what stands there is never rewritten."""

    def remplacer(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """Put provisional counts in the place of those before."""

    def retirer(self, dossier: Path, nom: str) -> None:
        """Take the files of a name away, if they are there."""


class EnCsv:
    """A CSV and its manifest, byte for byte as they are kept."""

    def poser(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """As `Ecriture`; `revision-differente` when other bytes have the name."""
        # Deferred, here and below: the exports are loaded by who exports.
        from prescripteur_tui.exports import comptes

        est_nouveau = comptes.poser_pli(dossier, pli)
        return Pose(comptes.chemins(dossier, pli.nom), est_nouveau)

    def remplacer(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """As `Ecriture`."""
        from prescripteur_tui.exports import comptes

        est_nouveau = comptes.remplacer_pli(dossier, pli)
        return Pose(comptes.chemins(dossier, pli.nom), est_nouveau)

    def retirer(self, dossier: Path, nom: str) -> None:
        """As `Ecriture`."""
        from prescripteur_tui.exports import comptes

        comptes.retirer(dossier, nom)
