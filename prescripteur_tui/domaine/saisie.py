"""Answers objects from outside: answers, end of the interview and orientations, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS, Orientation
from prescripteur_tui.domaine.questionnaire import Questionnaire, Valeur, nature, plus_proche
from prescripteur_tui.erreurs import ErreurPrescripteur


@dataclass(frozen=True, slots=True)
class Saisie:
    """What one answers object says, checked: answers, end, orientations (not yet held to a result)."""

    reponses: Mapping[str, Valeur]
    fin: str = "non-renseignee"
    orientations: tuple[Orientation, ...] = ()


def lire_saisie(objet: object, questionnaire: Questionnaire) -> Saisie:
    """Check an answers object, flat or with `reponses`, `fin` and `orientations`.

    Raises:
        ErreurPrescripteur: any refusal of the answers, `entretien-champ-inconnu`, `fin-inconnue`, `fin-incoherente`,
            `issue-inconnue`, `motif-inconnu`, `motif-sans-refus`, `orientation-forme`, `orientation-double`.
    """
    if not isinstance(objet, Mapping):
        raise ErreurPrescripteur("reponses-forme", recu=nature(objet))
    if "reponses" not in objet:
        return Saisie(reponses=questionnaire.verifier(objet))
    champs = ("reponses", "fin", "orientations")
    for champ in objet:
        if champ not in champs:
            raise ErreurPrescripteur("entretien-champ-inconnu", champ=champ, proche=plus_proche(str(champ), champs))
    # A JSON null is the same as a field left out.
    donnees = {champ: valeur for champ, valeur in objet.items() if valeur is not None}
    orientations = lire_orientations(donnees.get("orientations", ()))
    fin = donnees.get("fin", "non-renseignee")
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
        raise ErreurPrescripteur("orientation-forme", recu=nature(brutes))
    orientations: dict[str, Orientation] = {}
    for brute in brutes:
        if (
            not isinstance(brute, Mapping)
            or not isinstance(brute.get("offre"), str)
            or not set(brute) <= {"offre", "issue", "motif"}
        ):
            raise ErreurPrescripteur("orientation-forme", recu=nature(brute))
        offre, issue, motif = brute["offre"], brute.get("issue", "acceptee"), brute.get("motif")
        if not isinstance(issue, str) or issue not in ISSUES:
            raise ErreurPrescripteur("issue-inconnue", issue=issue, proche=plus_proche(str(issue), ISSUES))
        if motif is not None and (not isinstance(motif, str) or motif not in MOTIFS):
            raise ErreurPrescripteur("motif-inconnu", motif=motif, proche=plus_proche(str(motif), MOTIFS))
        if motif is not None and issue != "refusee":
            raise ErreurPrescripteur("motif-sans-refus", offre=offre)
        if offre in orientations:
            raise ErreurPrescripteur("orientation-double", offre=offre)
        orientations[offre] = Orientation(offre, issue, motif)
    return tuple(orientations[offre] for offre in sorted(orientations))
