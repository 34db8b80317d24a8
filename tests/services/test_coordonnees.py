"""The local contact as staff type it in."""

from __future__ import annotations

import datetime as dt

import pytest

from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.services import coordonnees
from prescripteur_tui.services.application import Application

JOUR = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("texte", "iso"),
    [
        ("12/11/2026", "2026-11-12"),
        ("1/2/2026", "2026-02-01"),
        ("01.02.2026", "2026-02-01"),
        (" 2026-11-12 ", "2026-11-12"),
        ("hier", "hier"),
        ("", ""),
    ],
)
def test_date_iso(texte: str, iso: str) -> None:
    assert coordonnees.date_iso(texte) == iso


def test_date_francaise_est_l_inverse() -> None:
    assert coordonnees.date_iso(coordonnees.date_francaise("2026-02-01")) == "2026-02-01"


@pytest.mark.parametrize(
    ("champs", "refuses"),
    [
        ({}, []),
        ({"telephone": "03 27 12 34 56", "verifie_le": "23/11/2026"}, []),
        ({"telephone": "12,5"}, ["telephone"]),
        ({"adresse": "a" * 201, "horaires": "a\x1b"}, ["adresse", "horaires"]),
        ({"verifie_le": "31/02/2026"}, ["verifie_le"]),
        ({"verifie_le": "24/11/2026"}, ["verifie_le"]),
        ({"verifie_le": "20/26"}, ["verifie_le"]),
        ({"telephone": "x", "verifie_le": "x"}, ["telephone", "verifie_le"]),
    ],
)
def test_refus(champs: dict[str, str], refuses: list[str]) -> None:
    assert list(coordonnees.refus(champs, JOUR)) == refuses


def test_une_date_seule_ne_se_garde_pas(tmp_path, dossier_catalogue) -> None:
    app = Application(tmp_path / "donnees", dossier_catalogue)
    try:
        assert coordonnees.lire(app, "adie") is None
        coordonnees.noter(app, "adie", {"telephone": "3949", "verifie_le": "12/11/2026"})
        assert coordonnees.lire(app, "adie") == Coordonnees("adie", "3949", None, None, "2026-11-12")
        assert coordonnees.noter(app, "adie", {"verifie_le": "12/11/2026"}) == Coordonnees("adie")
    finally:
        app.fermer()
