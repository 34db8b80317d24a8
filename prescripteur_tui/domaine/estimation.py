"""How often two catalogues give another first door, told from answer sets drawn at random: never a proof."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.completes import Urne
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.mouvements import reponses_communes
from prescripteur_tui.domaine.questionnaire import Questionnaire, Reponses, Valeur

GRAINE = 2026
"""The draws are always the same."""

_Z = 1.959964
"""Of the normal law, for 95 chances in 100."""


@dataclass(frozen=True, slots=True)
class Estimation:
    """Changes of first door, old and new, among the answer sets drawn; an example of each."""

    tirages: int
    changements: Mapping[tuple[str, str], int]
    exemples: Mapping[tuple[str, str], dict[str, Valeur]]


def estimer(ancien: Catalogue, nouveau: Catalogue, semaine: str, *, tirages: int) -> Estimation:
    """Draw complete answer sets of the new catalogue, each as likely as another, and decide them with both.

    Where the questionnaires differ, both decide on the answers that both take.

    Raises:
        EspaceTropGrand: there are too many questions to draw from.
        ErreurPrescripteur: `semaine-invalide`.
    """
    urne, alea = Urne(nouveau.moteur.regles), random.Random(GRAINE)
    sont_les_memes = ancien.questionnaire == nouveau.questionnaire
    changements: Counter[tuple[str, str]] = Counter()
    exemples: dict[tuple[str, str], dict[str, Valeur]] = {}
    for _ in range(tirages):
        reponses = urne.tirer(alea)
        if not sont_les_memes:
            reponses = communes_aux_deux(reponses, ancien.questionnaire, nouveau.questionnaire)
        passage = premiere_porte(reponses, ancien, semaine), premiere_porte(reponses, nouveau, semaine)
        if passage[0] != passage[1]:
            changements[passage] += 1
            exemples.setdefault(passage, reponses)
    return Estimation(tirages, changements, exemples)


def communes_aux_deux(reponses: Reponses, ancien: Questionnaire, nouveau: Questionnaire) -> dict[str, Valeur]:
    """The answers that both questionnaires take, to questions that both ask then."""
    gardees = reponses_communes(reponses, (ancien, nouveau))
    while gardees != (elaguees := nouveau.elaguer(ancien.elaguer(gardees))):
        gardees = elaguees
    return gardees


def premiere_porte(reponses: Reponses, catalogue: Catalogue, semaine: str) -> str:
    """The first door, `operateur/offre`."""
    regles = catalogue.moteur.regles
    return Decision(regles, regles.bruts(reponses), semaine).portes()[0].offre.nom


def fourchette(vus: int, tirages: int) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times in 100 (Wilson's interval, which holds near 0 and 1 too)."""
    part, carre = vus / tirages, _Z * _Z
    centre = part + carre / (2 * tirages)
    ecart = _Z * math.sqrt(part * (1 - part) / tirages + carre / (4 * tirages * tirages))
    return max(0.0, (centre - ecart) / (1 + carre / tirages)), min(1.0, (centre + ecart) / (1 + carre / tirages))
