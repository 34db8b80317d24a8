"""Tests never see the machine: home, folders, locale, terminal settings and network are set here."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def machine_absente(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of its own, no settings of the shell, no network."""
    maison = tmp_path_factory.mktemp("maison")
    for nom in list(os.environ):
        if nom.startswith(("PRESCRIPTEUR_", "TEXTUAL", "XDG_")) or nom in {"NO_COLOR", "COLORTERM", "LC_ALL"}:
            monkeypatch.delenv(nom, raising=False)
    monkeypatch.setenv("HOME", str(maison))
    monkeypatch.setenv("USERPROFILE", str(maison))
    monkeypatch.setenv("LOCALAPPDATA", str(maison / "AppData" / "Local"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")

    def refuser(*_: object, **__: object) -> None:
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuser)
    yield


@pytest.fixture(scope="session")
def dossier_catalogue() -> Path:
    """The shipped catalogue."""
    return RACINE / "catalogue"
