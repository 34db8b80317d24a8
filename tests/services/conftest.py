"""An application whose clock the test sets, on an empty data folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prescripteur_tui.domaine.semaine import lundi_de, semaine_de
from prescripteur_tui.services.application import Application


class Montre:
    """A clock that stands at noon of a day until it is set again; set to a week, it stands on its Wednesday."""

    def __init__(self, semaine: str) -> None:
        self.semaine = semaine

    @property
    def semaine(self) -> str:
        return semaine_de(self.jour)

    @semaine.setter
    def semaine(self, semaine: str) -> None:
        self.jour = lundi_de(semaine) + dt.timedelta(days=2)

    def __call__(self) -> dt.datetime:
        return dt.datetime.combine(self.jour, dt.time(12), dt.UTC)


@pytest.fixture
def montre() -> Montre:
    """In 2026-W48 until it is set."""
    return Montre("2026-W48")


Ouvrir = Callable[[], Application]


@pytest.fixture
def ouvrir(tmp_path: Path, dossier_catalogue: Path, montre: Montre) -> Iterator[Ouvrir]:
    """Opens the application; again, for another process on the same data."""
    ouvertes: list[Application] = []

    def une() -> Application:
        ouvertes.append(Application(tmp_path / "donnees", dossier_catalogue, horloge=montre))
        return ouvertes[-1]

    yield une
    for app in ouvertes:
        app.fermer()


@pytest.fixture
def app(ouvrir: Ouvrir) -> Application:
    """The application."""
    return ouvrir()


@pytest.fixture
def cible(tmp_path: Path) -> Path:
    """A folder to send to, with a space, an accent and a sign in its name."""
    dossier = tmp_path / "clé de l’équipe"
    dossier.mkdir()
    return dossier
