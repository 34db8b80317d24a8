"""Invented interviews, drawn from the cas-types through the real engine: a few weeks to train on, a year to show.

The draw depends on the week and the catalogue alone: the same week always had the same residents.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.entretien import ISSUES, MOTIFS, Entretien, Orientation
from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, SANS_REPONSE
from prescripteur_tui.domaine.saisie import Saisie
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import lieux, nature
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.entretien import preparer

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Reponses, Valeur
    from prescripteur_tui.domaine.recommandation import Recommandation

SEMAINES_DEMO = 50
"""Weeks of a demo, the current one included."""

SEMAINES_FORMATION = 6
"""Weeks of a base to train on."""

LIEU_FORMATION = ("formation", "Lieu d’entraînement")

LIEU_DEMO = ("demo-maison", "Maison de quartier de démonstration")

LIEU_DEMO_RARE = ("demo-bus", "Bus de démonstration")
"""A second place with few interviews: its counts are carried over. Ids say « demo », and so do the exported files."""

AFFLUENCE = (
    (1, 1, 6, 8),
    (2, 9, 13, 19),
    (10, 26, 9, 15),
    (27, 30, 8, 12),
    (31, 34, 6, 8),
    (35, 41, 14, 20),
    (42, 51, 10, 16),
    (52, 53, 6, 8),
)
"""(first and last number of the weeks, fewest and most interviews): quiet in August, busy when school begins."""

MOINS_PAR_SEMAINE = min(moins for _, _, moins, _ in AFFLUENCE)

_FINS = {"orientation": 72, "autre-action": 13, "aucun-operateur": 9, "non-renseignee": 6}
_ISSUES = dict(zip(ISSUES, (78, 10, 12), strict=True))
_MOTIFS = dict(zip(MOTIFS, (22, 26, 24, 12, 6, 10), strict=True))
_REFUS_DE_REPONDRE = 0.05
_CHANGE = 0.35
"""How often an answer that a person could give otherwise is drawn again."""


def creer(app: Application, vers: Path) -> int:
    """Write a demo into a new data folder; gives the number of interviews.

    Args:
        app: the application of the real data folder, which is looked at and not touched.
        vers: the folder.

    Raises:
        ErreurPrescripteur: `demo-dossier-occupe` when a base stands there or real data belong there; those of
            `remplir_demo`.
    """
    from prescripteur_tui.stockage.ouverture import FICHIER

    if (vers / FICHIER).exists() or vers.resolve() == app.dossier.resolve():
        raise ErreurPrescripteur("demo-dossier-occupe", dossier=vers)
    neuve = app.sur(vers)
    try:
        return remplir_demo(neuve)
    finally:
        neuve.fermer()


def remplir_formation(app: Application) -> int:
    """Fill a new base to train on; gives the number of interviews.

    Raises:
        ErreurPrescripteur: the catalogue is refused, or the store refuses.
    """
    _preparer(app, nature.FORMATION, LIEU_FORMATION)
    derniere = app.semaine()
    semaines = [decaler(derniere, -i) for i in range(SEMAINES_FORMATION)]
    return _ranger(app, [(semaine, LIEU_FORMATION[0], 3 + i % 4) for i, semaine in enumerate(semaines)])


def remplir_demo(app: Application) -> int:
    """Fill a new base with a year of interviews; gives their number.

    Raises:
        ErreurPrescripteur: the catalogue is refused, or the store refuses.
    """
    _preparer(app, nature.DEMO, LIEU_DEMO, LIEU_DEMO_RARE)
    courante = app.semaine()
    prevus = []
    for i in range(SEMAINES_DEMO):
        semaine = decaler(courante, -i)
        # The week is not over: few have come yet.
        prevus.append((semaine, LIEU_DEMO[0], affluence(semaine) if i else MOINS_PAR_SEMAINE))
        if i % 2:
            prevus.append((semaine, LIEU_DEMO_RARE[0], 1 + i % 3))
    return _ranger(app, prevus)


def affluence(semaine: str) -> int:
    """How many interviews a week of the demo has at its main place."""
    numero = int(semaine[-2:])
    moins, plus = next((moins, plus) for debut, fin, moins, plus in AFFLUENCE if debut <= numero <= fin)
    return random.Random(f"affluence {semaine}").randint(moins, plus)


def _preparer(app: Application, quoi: str, *endroits: tuple[str, str]) -> None:
    # First of all: whatever happens next, this base is not taken for a real one.
    app.depot.ecrire_reglages({nature.REGLAGE: quoi})
    for identifiant, nom in endroits:
        lieux.ajouter(app, identifiant, nom)
    lieux.choisir(app, endroits[0][0])


def _ranger(app: Application, prevus: list[tuple[str, str, int]]) -> int:
    departs = _departs(app)
    entretiens = [e for semaine, lieu, combien in prevus for e in _inventer(app, departs, semaine, lieu, combien)]
    app.depot.ajouter(entretiens)
    return len(entretiens)


def _departs(app: Application) -> list[Reponses]:
    """The answers of the cas-types; a single empty set where the catalogue has none."""
    from prescripteur_tui.lecture.catalogue import lire_catalogue

    catalogue = lire_catalogue(app.dossier_catalogue)
    return [catalogue.questionnaire.verifier(cas.reponses) for cas in catalogue.cas_types] or [{}]


def _inventer(app: Application, departs: list[Reponses], semaine: str, lieu: str, combien: int) -> Iterator[Entretien]:
    hasard = random.Random(f"{lieu} {semaine}")
    for _ in range(combien):
        saisie = Saisie(varier(app.catalogue.questionnaire, hasard.choice(departs), hasard))
        identifiant = str(uuid.UUID(int=hasard.getrandbits(128), version=4))
        entretien, resultat = preparer(app, app.catalogue, saisie, semaine=semaine, lieu=lieu, identifiant=identifiant)
        fin, orientations = _finir(resultat, hasard)
        yield replace(entretien, fin=fin, orientations=orientations)


def varier(questionnaire: Questionnaire, depart: Reponses, hasard: random.Random) -> Mapping[str, Valeur]:
    """Complete answers near those given: what a person is stays, where they live and what they want may change."""
    gardees = {}
    for identifiant, valeur in depart.items():
        question = questionnaire.par_id[identifiant]
        est_libre = question.choix == "commune" or (question.modifiable and question.id != "maturite")
        if not est_libre or hasard.random() > _CHANGE:
            gardees[identifiant] = valeur
    parcours = Parcours(questionnaire, gardees)
    while parcours.question is not None:
        parcours.repondre(_repondre(parcours.question, hasard))
    return parcours.reponses


def _repondre(question: Question, hasard: random.Random) -> Valeur:
    if hasard.random() < _REFUS_DE_REPONDRE:
        return SANS_REPONSE
    ensemble = [option.id for option in question.options if not option.seule and option.id != NE_SAIT_PAS]
    # The first options are the most frequent ones, as in life: no table is flat.
    poids = [1 / (rang + 1) for rang in range(len(ensemble))]
    if not question.multi:
        return hasard.choices(ensemble, poids)[0]
    tirees = set(hasard.choices(ensemble, poids, k=hasard.randint(1, 3)))
    return tuple(option.id for option in question.options if option.id in tirees)


def _finir(resultat: Recommandation, hasard: random.Random) -> tuple[str, tuple[Orientation, ...]]:
    """How an interview ends: mostly with the first door, sometimes with two, sometimes with none."""
    fin = _tirer(_FINS, hasard)
    if fin != "orientation":
        return fin, ()
    combien = 2 if hasard.random() < 0.2 else 1
    orientations = []
    for proposition in resultat.propositions[:combien]:
        issue = _tirer(_ISSUES, hasard)
        motif = _tirer(_MOTIFS, hasard) if issue == "refusee" else None
        orientations.append(Orientation(proposition.offre, issue, motif))
    return fin, tuple(sorted(orientations, key=lambda o: o.offre))


def _tirer(poids: Mapping[str, int], hasard: random.Random) -> str:
    return hasard.choices(list(poids), list(poids.values()))[0]
