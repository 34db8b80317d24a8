"""One interview as it is kept: minimised answers, how it ended, the orientations given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.questionnaire import Questionnaire, Reponses, Valeur, plus_proche
from prescripteur_tui.erreurs import ErreurPrescripteur

FINS = {
    "orientation": "Orientation donnée",
    "autre-action": "Autre action",
    "aucun-operateur": "Aucun opérateur",
    "non-renseignee": "Fin non renseignée",
}
"""How an interview ends, with its label."""

ISSUES = {"acceptee": "acceptée", "refusee": "refusée", "a-reflechir": "à réfléchir"}
"""What the person said of an orientation, with its label."""

MOTIFS = {
    "deja-suivi": "déjà suivie ailleurs",
    "trop-loin": "trop loin",
    "pas-pret": "pas prête",
    "complet": "complet",
    "langue": "langue",
    "autre": "autre",
}
"""Why an orientation was refused, with its label."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """A proposition that was given to the person."""

    offre: str
    issue: str = "acceptee"
    motif: str | None = None

    @property
    def operateur(self) -> str:
        """The operator of the offre."""
        return self.offre.partition("/")[0]

    def vers_objet(self) -> dict[str, str | None]:
        """The object of the answers format."""
        return {"offre": self.offre, "issue": self.issue, "motif": self.motif}


@dataclass(frozen=True, slots=True)
class Saisie:
    """What one answers object says, checked: answers, end, orientations (not yet held to a result)."""

    reponses: Mapping[str, Valeur]
    fin: str = "non-renseignee"
    orientations: tuple[Orientation, ...] = ()


@dataclass(frozen=True, slots=True)
class Entretien:
    """A stored interview (« minimisé »): no identity, no time of day, no order of arrival.

    `reponses` is empty when an answer closed the questionnaire: étape and orientation only are kept then.
    """

    id: str
    semaine: str
    lieu: str
    etape: str
    fin: str
    reponses: Mapping[str, Valeur]
    orientations: tuple[Orientation, ...]
    catalogue_version: str
    catalogue_empreinte: str


@dataclass(frozen=True, slots=True)
class Brouillon:
    """An interview under way. Only its day is kept, and it is wiped at the first start on another day.

    `jour` is an ISO date; `question` the id of the question on screen, None once all are answered. `etape`,
    `numero` and `total` say where it stands, so that it can be offered again before any catalogue is read.
    """

    jour: str
    lieu: str
    semaine: str
    reponses: Mapping[str, Valeur]
    question: str | None
    etape: str
    numero: int
    total: int
    catalogue_empreinte: str


def lire_saisie(objet: object, questionnaire: Questionnaire) -> Saisie:
    """Check an answers object, flat or with `reponses`, `fin` and `orientations`.

    Raises:
        ErreurPrescripteur: any refusal of the answers, `entretien-champ-inconnu`, `fin-inconnue`, `fin-incoherente`,
            `issue-inconnue`, `motif-inconnu`, `motif-sans-refus`, `orientation-forme`, `orientation-double`.
    """
    if not isinstance(objet, Mapping):
        raise ErreurPrescripteur("reponses-forme", recu=type(objet).__name__)
    if "reponses" not in objet:
        return Saisie(reponses=questionnaire.verifier(objet))
    champs = ("reponses", "fin", "orientations")
    for champ in objet:
        if champ not in champs:
            raise ErreurPrescripteur("entretien-champ-inconnu", champ=champ, proche=plus_proche(str(champ), champs))
    orientations = lire_orientations(objet.get("orientations") or ())
    fin = objet.get("fin") or "non-renseignee"
    verifier_fin(fin, orientations)
    return Saisie(questionnaire.verifier(objet["reponses"]), str(fin), orientations)


def verifier_fin(fin: object, orientations: tuple[Orientation, ...]) -> None:
    """Hold the end of an interview to its orientations.

    Raises:
        ErreurPrescripteur: `fin-inconnue` or `fin-incoherente`.
    """
    if not isinstance(fin, str) or fin not in FINS:
        raise ErreurPrescripteur("fin-inconnue", fin=fin, proche=plus_proche(str(fin), FINS))
    if fin != "non-renseignee" and (fin == "orientation") != bool(orientations):
        raise ErreurPrescripteur("fin-incoherente", fin=fin, nombre=len(orientations))


def lire_orientations(brutes: object) -> tuple[Orientation, ...]:
    """Check a list of orientations, sorted by offre.

    Raises:
        ErreurPrescripteur: `orientation-forme`, `issue-inconnue`, `motif-inconnu`, `motif-sans-refus`,
            `orientation-double`.
    """
    if not isinstance(brutes, list | tuple):
        raise ErreurPrescripteur("orientation-forme", recu=str(brutes)[:40])
    orientations: dict[str, Orientation] = {}
    for brute in brutes:
        if (
            not isinstance(brute, Mapping)
            or not isinstance(brute.get("offre"), str)
            or not set(brute) <= {"offre", "issue", "motif"}
        ):
            raise ErreurPrescripteur("orientation-forme", recu=str(brute)[:80])
        offre, issue, motif = brute["offre"], brute.get("issue", "acceptee"), brute.get("motif")
        if issue not in ISSUES:
            raise ErreurPrescripteur("issue-inconnue", issue=issue, proche=plus_proche(str(issue), ISSUES))
        if motif is not None and motif not in MOTIFS:
            raise ErreurPrescripteur("motif-inconnu", motif=motif, proche=plus_proche(str(motif), MOTIFS))
        if motif is not None and issue != "refusee":
            raise ErreurPrescripteur("motif-sans-refus", offre=offre)
        if offre in orientations:
            raise ErreurPrescripteur("orientation-double", offre=offre)
        orientations[offre] = Orientation(offre, issue, motif)
    return tuple(orientations[offre] for offre in sorted(orientations))


def vers_objet(reponses: Reponses) -> dict[str, str | list[str]]:
    """Answers as plain JSON values."""
    return {q: v if isinstance(v, str) else list(v) for q, v in reponses.items()}
