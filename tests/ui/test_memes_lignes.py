"""An interview by keys and the same answers object make the same rows and the same weekly file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from prescripteur_tui.domaine.questionnaire import Question
from prescripteur_tui.services import entretien as service
from prescripteur_tui.services import lieux
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import exporter
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.entretien import LETTRES, EcranEntretien
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from prescripteur_tui.ui.widgets.liste import Liste
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import MAINTENANT, Pilote

SEMAINE = "2026-W48"

CAS = [
    pytest.param("jeune-19-sans-idee", "mq-briquette", "QN05931M", 12, id="no idea, the quarter of the lieu"),
    pytest.param("jeune-19-sans-idee", "fs-saultain", "cavm-hors-qpv", 12, id="no idea, a commune without quarter"),
    pytest.param("idee-numerique", "mq-briquette", "QN05931M", 18, id="idea"),
    pytest.param("artisan-projet", "mq-briquette", "QN05931M", 26, id="project"),
]
"""(cas-type, lieu, quarter, keys at most): the person lives where the lieu is, and names one frein."""


def _touches(question: Question, valeur: object) -> list[str]:
    """The keys of an answer: one for a single question, Enter after those of a question with several."""
    options = [option.id for option in question.options]
    signes = [*(str(i) for i in range(1, 10)), *LETTRES]
    if valeur == "sans-reponse":
        return ["0"]
    if isinstance(valeur, str):
        return [signes[options.index(valeur)]]
    assert isinstance(valeur, list | tuple)
    return [*(signes[options.index(v)] for v in valeur), "enter"]


async def _par_les_touches(p: Pilote, reponses: dict[str, object]) -> int:
    """The whole interview, the first door given as accepted; how many keys it took."""
    frappes = ["n"]
    await p.taper("n")
    while isinstance(p.app.screen, EcranEntretien):
        question = p.app.screen._question
        valeur = reponses[question.id]
        if question.choix == "commune":
            touches = [next(e.touche for e in p.app.screen.query_one(Liste).elements if e.id == valeur)]
        else:
            touches = _touches(question, valeur)
        frappes += touches
        await p.taper(*touches)
    p.ecran(EcranResultat)
    await p.taper("1", "enter")
    p.ecran(EcranAccueil)
    return len(frappes) + 2


def _stocke(app: Application) -> tuple[dict[str, object], bytes]:
    """The interview but its id, and the bytes of the weekly CSV."""
    lieu, _ = lieux.lieu_choisi(app)
    [garde] = app.depot.de_la_semaine(SEMAINE, lieu)
    [export] = exporter(app, semaine=SEMAINE)
    return {k: v for k, v in asdict(garde).items() if k != "id"}, export.csv.read_bytes()


@pytest.mark.parametrize(("cas", "lieu", "quartier", "limite"), CAS)
async def test_memes_lignes(
    application: Ouvrir, tmp_path: Path, dossier_catalogue: Path, cas: str, lieu: str, quartier: str, limite: int
) -> None:
    fiche = yaml.safe_load((dossier_catalogue / "cas-types" / f"{cas}.yaml").read_text("utf-8"))
    reponses = fiche["reponses"] | {"quartier": quartier, "freins": fiche["reponses"]["freins"][:1]}
    async with application() as p:
        await p.app.charger_catalogue()
        await p.app.en_arriere(lieux.choisir, p.app.services, lieu)
        frappes = await _par_les_touches(p, reponses)
        par_touches = await p.app.en_arriere(_stocke, p.app.services)
    assert frappes <= limite
    app = Application(tmp_path / "objet", dossier_catalogue, horloge=lambda: MAINTENANT)
    try:
        lieux.choisir(app, lieu)
        _, resultat = service.enregistrer(app, reponses, garder=False)
        premiere = resultat.propositions[0]
        orientation = {"offre": premiere.offre, "issue": "acceptee", "motif": None}
        service.enregistrer(app, {"reponses": reponses, "fin": "orientation", "orientations": [orientation]})
        par_objet = _stocke(app)
    finally:
        app.fermer()
    assert par_touches == par_objet
    assert par_touches[0]["reponses"] == {q: tuple(v) if isinstance(v, list) else v for q, v in reponses.items()}
    # One row of the table `operateur`, with the operator of the first door.
    lignes = [ligne.split(";") for ligne in par_touches[1].decode("utf-8-sig").splitlines()]
    assert [ligne[-3:] for ligne in lignes if "operateur" in ligne] == [[premiere.operateur, "", "1"]]
