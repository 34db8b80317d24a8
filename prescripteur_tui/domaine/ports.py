"""What the services need from the outside, as protocols that the adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from prescripteur_tui.domaine.entretien import Brouillon, Entretien

if TYPE_CHECKING:
    # Not at run time: the first screen pays neither for counting nor for pydantic.
    from prescripteur_tui.domaine.comptages import Groupes
    from prescripteur_tui.domaine.questionnaire import Valeur


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


HEBDO, PERIODE = "hebdo", "periode"
"""The two kinds of files of counts."""


@dataclass(frozen=True, slots=True)
class FichierDeComptes:
    """A definitive file of counts that this laptop has made, without its bytes.

    `nom` has no ending: the CSV and its manifest share it. `genre` is `hebdo` or `periode`, `temps` the week or the
    période. A file of a période is its only revision, 1.
    """

    nom: str
    genre: str
    temps: str
    lieu: str
    poste: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Pli:
    """A CSV of counts and the manifest that vouches for it; `nom` is theirs, without an ending."""

    nom: str
    csv: bytes
    manifeste: bytes


class Feuillet(Protocol):
    """Counts ready to leave, but for their revision."""

    @property
    def csv(self) -> bytes:
        """The bytes of the CSV, in which no revision stands."""

    def sceller(self, revision: int) -> Pli:
        """The files of a revision."""


A_ENVOYER, EN_COURS, ENVOYE, REFUSE = "a-envoyer", "en-cours", "envoye", "refuse"
"""Where a file stands with a target."""


@dataclass(frozen=True, slots=True)
class Envoi:
    """Where a file stands with a target; `raison` is the code of the error that stopped it, if any."""

    nom: str
    etat: str
    raison: str | None = None


class Courrier(Protocol):
    """The definitive files of counts, kept byte for byte, and where each stands with each target.

    Every write is one transaction, durable when the call returns; errors as those of `Depot`.
    """

    def fichiers(self, *, toutes: bool = False, temps: str | None = None) -> Sequence[FichierDeComptes]:
        """The files made, sorted by genre, temps, lieu, poste, revision.

        Args:
            toutes: every revision, not only the last one.
            temps: only those of this week or période.
        """

    def lire_fichier(self, nom: str) -> tuple[bytes, bytes] | None:
        """The bytes of the CSV and of its manifest."""

    def poste_de(self, temps: str, lieu: str) -> str:
        """The poste that the files of a (temps, lieu) bear: the one already used, else that of the ISO year."""

    def deposer_hebdo(self, temps: str, lieu: str, poste: str, compter: Callable[[], Feuillet]) -> FichierDeComptes:
        """Keep the counts of a finished week; the next revision, unless the last one has the same CSV.

        `compter` is called under the write lock, so that the last revision is what the base holds.
        """

    def derniere_periode(self, lieu: str) -> str | None:
        """The last période decided at a lieu."""

    def en_attente(self, lieu: str) -> Mapping[str, int]:
        """How many interviews of each week have not had their profile counted, sorted by week."""

    def lieux_en_attente(self) -> Sequence[str]:
        """The lieux that have such interviews, sorted."""

    def a_compter(self, lieu: str, semaine: str) -> Sequence[Entretien]:
        """Those of a lieu up to a week, included; sorted by id."""

    def deposer_periode(self, fichier: FichierDeComptes, pli: Pli, *, semaine: str, ids: Collection[str]) -> bool:
        """Decide a période: mark the interviews that it counts and keep its file, all or nothing.

        False, and nothing is written, when `ids` are no longer exactly the interviews of the lieu up to `semaine`
        that wait for their profile, or when this période or a later one was decided: somebody was faster.
        """

    def reporter_periode(self, lieu: str, periode: str) -> None:
        """Decide a période without a file: its interviews wait for the next one."""

    def etats(self, cible: str) -> Mapping[str, Envoi]:
        """Where each file stands with a target, by name; a file that it was never offered is absent."""

    def noter(self, cible: str, nom: str, etat: str, raison: str | None = None) -> None:
        """Note where a file stands with a target."""


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

    def grouper(self, semaine: str, lieu: str) -> Groupes:
        """The interviews of a week at a lieu, grouped: all that its counts need, in one look at the store."""

    def grouper_reponses(self, semaine: str, lieu: str, question: str) -> Mapping[Valeur | None, int]:
        """How many interviews of a week at a lieu gave each answer to a question; None where there is none."""

    def lieux_de_la_semaine(self, semaine: str) -> Sequence[str]:
        """The lieux that have interviews in a week, or had some when it was counted; sorted."""

    def comptes(self, lieu: str, depuis: str) -> Sequence[CompteSemaine]:
        """Totals of the weeks at `lieu` from `depuis` on, sorted by week; weeks without interview are left out."""

    def orientations_par_operateur(self) -> Mapping[str, int]:
        """How many orientations are stored for each operator, sorted by id; none of the others."""

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

    # Poste
    def poste(self, annee: int) -> str:
        """The random id of this laptop for a year, drawn at first use."""

    def renouveler_postes(self) -> None:
        """Forget the ids of this laptop: others are drawn at next use. A week once given keeps the one it bears."""

    # Ce qui part
    @property
    def courrier(self) -> Courrier:
        """The files of counts made here, the périodes decided, the sendings."""

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
