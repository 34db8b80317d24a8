"""The command line, in this process with a clock of its own, or in a real one."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from prescripteur_tui.cli.principal import prescripteur
from prescripteur_tui.cli.socle import Contexte
from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.services.application import Application

MERCREDI = dt.date(2026, 11, 25)
"""In 2026-W48."""

SEMAINE = "2026-W48"

PORTEUSE = {
    "maturite": "idee",
    "age": "30-54",
    "attrait": "mon-activite",
    "activite": "sans-emploi",
    "droits": ["rsa"],
    "quartier": "QN05930M",
    "freins": ["argent", "confiance"],
    "secteur": "restauration",
    "collectif": "seul",
    "implantation-qpv": "oui",
}
"""All the answers of one invented resident."""


class _ContexteFixe(Contexte):
    """A context whose day is set, and whose data folder is the test's unless `--donnees` says otherwise."""

    def __init__(self, donnees: Path, catalogue: Path, jour: dt.date) -> None:
        super().__init__()
        self.donnees, self.catalogue = donnees, catalogue
        self._jour = jour

    @property
    def application(self) -> Application:
        if self._application is None:
            instant = dt.datetime.combine(self._jour, dt.time(10), dt.UTC)
            self._application = Application(self.donnees, self.catalogue, horloge=lambda: instant)
        return self._application


class Lanceur:
    """Runs commands on one data folder."""

    def __init__(self, dossier: Path, catalogue: Path) -> None:
        self.dossier = dossier
        self.catalogue = catalogue
        self.jour = MERCREDI

    def __call__(self, *arguments: str, entree: str | bytes | None = None) -> Result:
        """In this process."""
        contexte = _ContexteFixe(self.dossier, self.catalogue, self.jour)
        return CliRunner().invoke(prescripteur, arguments, input=entree, obj=contexte, prog_name="prescripteur")

    def processus(
        self, *arguments: str, entree: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """In a process of its own."""
        return subprocess.run(
            self.ligne(*arguments),
            input=entree,
            capture_output=True,
            check=False,
            env=self.environnement(env),
            timeout=60,
        )

    def ligne(self, *arguments: str) -> Sequence[str]:
        """The command line of a process with the clock of the test."""
        script = Path(__file__).with_name("horloge_fixe.py")
        return [sys.executable, str(script), self.jour.isoformat(), *arguments]

    def environnement(self, env: dict[str, str] | None = None) -> dict[str, str]:
        """The environment of a process: the folders of the test."""
        return {
            **os.environ,
            "PRESCRIPTEUR_DONNEES": str(self.dossier),
            "PRESCRIPTEUR_CATALOGUE": str(self.catalogue),
            **(env or {}),
        }

    def application(self) -> Application:
        """The use cases on the same folder, to look at what is stored."""
        return _ContexteFixe(self.dossier, self.catalogue, self.jour).application

    def entretiens(self) -> list[Entretien]:
        """Everything that is stored."""
        app = self.application()
        try:
            return [e for semaine, lieu, _ in app.depot.semaines() for e in app.depot.de_la_semaine(semaine, lieu)]
        finally:
            app.fermer()


@pytest.fixture
def lancer(tmp_path: Path, dossier_catalogue: Path) -> Lanceur:
    """The command line on an empty data folder."""
    return Lanceur(tmp_path / "donnees", dossier_catalogue)


@pytest.fixture
def fichier(tmp_path: Path) -> Any:
    """Writes an object as a JSON file and gives its path."""

    def ecrire(objet: object, nom: str = "reponses.json") -> str:
        chemin = tmp_path / nom
        chemin.write_text(objet if isinstance(objet, str) else json.dumps(objet), encoding="utf-8")
        return str(chemin)

    return ecrire
