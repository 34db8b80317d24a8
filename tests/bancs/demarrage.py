"""Start of the app until its first screen shows the week's count and takes `n`, against a bare Textual app."""

from __future__ import annotations

import random
import tempfile
import uuid
from pathlib import Path

from prescripteur_tui.domaine.entretien import Entretien, Orientation
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.francais import nombre
from tests.bancs.mesure import PYTHON, RACINE, Releve, alterner, duree_processus
from tests.terminal import Terminal, environnement

STOCKES = 1_000
NU = Path(__file__).parent / "app_nue.py"
ETAPES = ("esprit-initiative", "detection", "accompagnement")


def remplir(donnees: Path, combien: int) -> int:
    """Store `combien` interviews over eight weeks at the default lieu; the number in the current week."""
    from prescripteur_tui.domaine.semaine import decaler
    from prescripteur_tui.services.application import LIEU_A_PRECISER

    app, hasard = Application(donnees), random.Random(7)
    semaine = app.semaine()

    def un(i: int) -> Entretien:
        return Entretien(
            id=str(uuid.UUID(int=hasard.getrandbits(128), version=4)),
            semaine=decaler(semaine, -(i % 8)),
            lieu=LIEU_A_PRECISER,
            etape=ETAPES[i % 3],
            fin="orientation",
            reponses={"maturite": "idee", "age": "30-54", "freins": ("argent", "confiance")},
            orientations=(Orientation("citeslab/emergence"),),
            catalogue_version="2026.11",
            catalogue_empreinte="sha256:0",
        )

    app.depot.ajouter([un(i) for i in range(combien)])
    app.fermer()
    return len(range(0, combien, 8))


def _ouvrir(terminal: Terminal, marque: str) -> tuple[float, float, float]:
    """Milliseconds to the count, MiB then, milliseconds until `n`, typed at once, has led to the first question."""
    try:
        accueil = terminal.attendre(marque)
        memoire = terminal.memoire()
        terminal.taper("n")
        return accueil * 1000, memoire, terminal.attendre("question 1 sur") * 1000
    finally:
        terminal.finir()


def mesurer(tours: int, stockes: int = STOCKES) -> list[Releve]:
    """The start on a base of `stockes` interviews over eight weeks."""
    with tempfile.TemporaryDirectory() as dossier:
        attendu = remplir(Path(dossier), stockes)
        return mesurer_sur(Path(dossier), attendu, tours, f"{stockes} interviews")


def mesurer_sur(dossier: Path, attendu: int, tours: int, titre: str) -> list[Releve]:
    """Time (ms) and peak memory (MiB) of both until the count is on screen; then `n` must be taken."""
    environ = environnement(PRESCRIPTEUR_DONNEES=str(dossier), PYTHONPATH=str(RACINE))

    def nous() -> tuple[float, float, float]:
        terminal = Terminal([PYTHON, "-m", "prescripteur_tui"], environ)
        return _ouvrir(terminal, nombre(attendu, "entretien"))

    def temoin() -> tuple[float, float, float]:
        terminal = Terminal([PYTHON, str(NU)], environ)
        return _ouvrir(terminal, "0 entretiens")

    a, b = alterner(tours, nous, temoin)
    return [
        Releve(f"start to the week's count, {titre}", "ms", 1.5, [x[0] for x in a], [x[0] for x in b]),
        Releve("start, peak memory then", "MiB", 1.5, [x[1] for x in a], [x[1] for x in b]),
        Releve("start to the first question, `n` typed at once", "ms", None, [x[2] for x in a], [x[2] for x in b]),
    ]


def mesurer_version(tours: int) -> Releve:
    """`--version` against `import click` alone."""
    environ = environnement(PYTHONPATH=str(RACINE))
    a, b = alterner(
        tours,
        lambda: [duree_processus([PYTHON, "-m", "prescripteur_tui", "--version"], environ)],
        lambda: [duree_processus([PYTHON, "-c", "import click"], environ)],
    )
    return Releve("--version against `import click`", "ms", 1.6, [x[0] for x in a], [x[0] for x in b])
