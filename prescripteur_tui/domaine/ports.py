"""What the services need from the outside, as protocols that the adapters fulfil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prescripteur_tui.domaine.entretien import Brouillon, Entretien


@dataclass(frozen=True, slots=True)
class CompteSemaine:
    """Totals of one ISO week at one lieu, for the first screen."""

    semaine: str
    entretiens: int
    orientations: int
    par_etape: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LieuLocal:
    """A place added on this laptop."""

    id: str
    nom: str


@dataclass(frozen=True, slots=True)
class Coordonnees:
    """How an operator is reached here, as staff typed it in. Never exported. `verifie_le` is an ISO date."""

    operateur: str
    telephone: str | None = None
    adresse: str | None = None
    horaires: str | None = None
    verifie_le: str | None = None


class Depot(Protocol):
    """The local store. Every write is one transaction, durable when the call returns.

    Raises (all methods): ErreurPrescripteur `base-occupee`, `disque-plein`, `base-lecture-seule`, `base-erreur`.
    """

    # Entretiens
    def ajouter(self, entretiens: Iterable[Entretien], *, sans_brouillon: bool = False) -> None:
        """Store interviews, all or none; with `sans_brouillon` the draft goes in the same transaction."""

    def remplacer(self, entretien: Entretien) -> None:
        """Put an interview in the place of the one with the same id."""

    def retirer(self, identifiant: str) -> None:
        """Delete an interview and its orientations."""

    def lire(self, identifiant: str) -> Entretien | None:
        """One interview, or None."""

    def de_la_semaine(self, semaine: str, lieu: str) -> Iterator[Entretien]:
        """The interviews of a week at a lieu, sorted by id."""

    def semaines(self) -> Sequence[tuple[str, str, int]]:
        """(semaine, lieu, number of interviews) of everything stored, sorted."""

    def comptes(self, lieu: str, depuis: str) -> Sequence[CompteSemaine]:
        """Totals of the weeks at `lieu` from `depuis` on, sorted by week; weeks without interview are left out."""

    # Brouillon
    def ecrire_brouillon(self, brouillon: Brouillon) -> None:
        """Keep the one draft."""

    def lire_brouillon(self) -> Brouillon | None:
        """The draft, or None."""

    def effacer_brouillon(self) -> None:
        """Forget the draft."""

    # Catalogue of a draft
    def garder_catalogue(self, empreinte: str, contenu: str) -> None:
        """Keep the canonical JSON of the catalogue that a draft began with; earlier ones go."""

    def catalogue_garde(self, empreinte: str) -> str | None:
        """The canonical JSON kept under this empreinte."""

    # Lieux, coordonnées, réglages
    def lieux(self) -> Sequence[LieuLocal]:
        """The places added here, sorted by id."""

    def ajouter_lieu(self, lieu: LieuLocal) -> None:
        """Add or rename a place."""

    def coordonnees(self) -> Mapping[str, Coordonnees]:
        """Local contacts by operator."""

    def ecrire_coordonnees(self, coordonnees: Coordonnees) -> None:
        """Put the local contact of an operator."""

    def reglages(self) -> Mapping[str, str]:
        """Settings by key: `lieu`, `lieu_nom`, `theme`…"""

    def ecrire_reglages(self, reglages: Mapping[str, str | None]) -> None:
        """Put settings; None forgets one."""

    # Poste et révisions
    def poste(self, annee: int) -> str:
        """The random id of this laptop for a year, drawn at first use."""

    def revision(self, temps: str, lieu: str, poste: str, empreinte: str) -> int:
        """The revision (1, 2…) of an export: the last one when `empreinte` (sha256) is unchanged, else the next."""

    def derniere_revision(self, temps: str, lieu: str, poste: str) -> int:
        """The last revision given, 0 when none."""

    # Santé
    def controler(self) -> str:
        """`ok`, or what SQLite's quick check says."""

    def copier(self, vers: str) -> None:
        """A copy by `VACUUM INTO`, which keeps neither deleted content nor order."""

    def fermer(self) -> None:
        """Close the store."""


class Cible(Protocol):
    """A place that receives files: a folder now, WebDAV and SFTP by the same five gestures.

    Paths are relative to the target and parted by `/`. A file is published once: nothing ever replaces it. What
    the gestures need, and nothing more, so that five kinds of WebDAV servers can fulfil it: no time of change is
    compared, no lock taken, no folder listed deeper than one level.

    Raises (all methods): ErreurPrescripteur `cible-injoignable` (unplugged, out of reach, gone half way),
        `cible-refus` (this path is not accepted: rights, a name too long, a file where a folder is needed).
    """

    def verifier(self) -> None:
        """Make sure that the target can be reached; nothing is written."""

    def lister(self, dossier: str) -> Sequence[str]:
        """The names in a folder, sorted; a folder that is not there has none."""

    def lire(self, chemin: str) -> bytes | None:
        """The bytes of a file, None where no file has that name.

        Cut after 16 MiB: none of ours is as long, and a foreign one may have any length.
        """

    def publier(self, chemin: str, contenu: bytes) -> bool:
        """Lay a file down, with the folders on its way: whole under its name, or not there.

        Temporary name, upload, flush, check, rename without overwriting, read back. Called again after a cut it
        completes what is missing.

        Returns:
            True when the name now holds exactly `contenu`, false when something else has it: that is left alone.

        Raises:
            ErreurPrescripteur: also `cible-pleine`, `cible-lecture-seule`, and `cible-infidele` when what is read
                back is not what was written.
        """

    def purger(self, dossier: str) -> int:
        """Delete, in one folder, our own temporary files that are older than a day; how many went."""
