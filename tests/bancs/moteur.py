"""The engine against a naive reading of the rules: distinct complete answer sets, the full result serialised."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.questionnaire import Option, Questionnaire, Valeur
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.bancs.mesure import RACINE, Releve
from tests.naif import recommander_naif

SEMAINE = "2026-W47"
LOT = 500


def reponses_completes(questionnaire: Questionnaire, graine: int) -> Iterator[dict[str, Valeur]]:
    """Distinct complete answer sets, the three étapes in turn; one answer in twelve is declined."""
    hasard = random.Random(graine)
    vues: set[str] = set()
    etapes = [etape.id for etape in questionnaire.etapes]
    decisives = {a.question for regle in questionnaire.etape_de for c in regle.quand for a in c.atomes()}
    tour = 0
    while True:
        reponses: dict[str, Valeur] = {}
        voulue = etapes[tour % len(etapes)]
        while (question := questionnaire.prochaine(reponses)) is not None:
            reponses[question.id] = _tirer(question.options, question.multi, hasard)
            if question.id in decisives and questionnaire.etape(reponses).etape != voulue:
                break  # no need to go on: this one is for another turn
        if question is not None or questionnaire.etape(reponses).etape != voulue:
            continue
        cle = json.dumps(reponses, sort_keys=True)
        if cle not in vues:
            vues.add(cle)
            tour += 1
            yield reponses


def _tirer(options: tuple[Option, ...], multi: bool, hasard: random.Random) -> Valeur:
    if hasard.random() < 1 / 12:
        return "sans-reponse"
    if not multi:
        return hasard.choice(options).id
    seules = [option.id for option in options if option.seule]
    if seules and hasard.random() < 0.2:
        return (hasard.choice(seules),)
    plusieurs = [option.id for option in options if not option.seule]
    gardees = set(hasard.sample(plusieurs, hasard.randint(1, min(4, len(plusieurs)))))
    return tuple(option for option in plusieurs if option in gardees)


def mesurer(combien: int, *, catalogue: Catalogue | None = None, graine: int = 2026) -> Releve:
    """Compare both on `combien` answer sets, in alternated lots; a different result stops the run.

    The compiled rules are built before the clock starts, as the app does once a start; no result is kept from one
    answer set to the next.
    """
    catalogue = catalogue or lire_catalogue(RACINE / "catalogue")
    generateur = reponses_completes(catalogue.questionnaire, graine)
    recommander({}, catalogue, SEMAINE)
    releve = Releve(f"engine, {combien} complete answer sets, full object", "ms", 5.0, au_moins=True)
    reste = combien
    while reste > 0:
        lot = [next(generateur) for _ in range(min(LOT, reste))]
        reste -= len(lot)
        debut = time.perf_counter()
        notres = [recommander(r, catalogue, SEMAINE).vers_json() for r in lot]
        milieu = time.perf_counter()
        naifs = [
            json.dumps(recommander_naif(r, catalogue, SEMAINE), ensure_ascii=False, separators=(",", ":")) for r in lot
        ]
        fin = time.perf_counter()
        assert notres == naifs, next(r for r, a, b in zip(lot, notres, naifs, strict=True) if a != b)
        releve.nous.append((milieu - debut) * 1000 / len(lot))
        releve.temoin.append((fin - milieu) * 1000 / len(lot))
    return releve
