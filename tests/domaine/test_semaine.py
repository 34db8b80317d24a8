"""ISO weeks at the edges: week 53, the turn of the year, Sunday night, clocks that are wrong."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.semaine import (
    decaler,
    est_finie,
    jour_du_lieu,
    libelle,
    libelle_periode,
    lundi_de,
    periode_de,
    periode_suivante,
    semaine_de,
    semaines_de,
)
from prescripteur_tui.erreurs import ErreurPrescripteur


@pytest.mark.parametrize(
    ("jour", "semaine"),
    [
        ((2026, 11, 23), "2026-W48"),
        ((2026, 12, 27), "2026-W52"),
        ((2026, 12, 28), "2026-W53"),
        ((2027, 1, 1), "2026-W53"),
        ((2027, 1, 3), "2026-W53"),
        ((2027, 1, 4), "2027-W01"),
        ((2024, 12, 30), "2025-W01"),
        ((1970, 1, 1), "1970-W01"),
    ],
)
def test_semaine_d_un_jour(jour: tuple[int, int, int], semaine: str) -> None:
    assert semaine_de(dt.date(*jour)) == semaine


@given(st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2200, 1, 1)))
def test_un_jour_est_dans_sa_semaine(jour: dt.date) -> None:
    semaine = semaine_de(jour)
    assert semaine == jour.strftime("%G-W%V")
    assert 0 <= (jour - lundi_de(semaine)).days <= 6


@pytest.mark.parametrize(
    ("semaine", "lundi"),
    [("2026-W53", (2026, 12, 28)), ("2026-W01", (2025, 12, 29)), ("1970-W01", (1969, 12, 29))],
)
def test_lundi(semaine: str, lundi: tuple[int, int, int]) -> None:
    assert lundi_de(semaine) == dt.date(*lundi)


@pytest.mark.parametrize(
    "texte",
    [
        "2025-W53", "2026-W54", "2026-W00", "0000-W01", "9999-W52", "2026-w47", "2026-W7", "2026W47", "2026-47",
        "2026-W047", " 2026-W47", "2026-W47\n", "2026-W4٧", "２０２６-W47", "", "semaine",
        "2026-P12", "-026-W47", "2026-W+7",
    ],
)  # fmt: skip
def test_ce_qui_n_est_pas_une_semaine(texte: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lundi_de(texte)
    assert refus.value.code == "semaine-invalide"


@pytest.mark.parametrize(
    ("semaine", "n", "attendue"),
    [
        ("2026-W48", 0, "2026-W48"),
        ("2026-W53", 1, "2027-W01"),
        ("2027-W01", -1, "2026-W53"),
        ("2025-W52", 1, "2026-W01"),
        ("2026-W04", -8, "2025-W48"),
    ],
)
def test_decaler(semaine: str, n: int, attendue: str) -> None:
    assert decaler(semaine, n) == attendue


def test_decaler_hors_du_calendrier() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        decaler("2026-W48", 10**6)
    assert refus.value.code == "semaine-invalide"


@pytest.mark.parametrize(
    ("semaine", "periode"),
    [
        ("2026-W01", "2026-P01"),
        ("2026-W04", "2026-P01"),
        ("2026-W05", "2026-P02"),
        ("2026-W44", "2026-P11"),
        ("2026-W45", "2026-P12"),
        ("2026-W48", "2026-P12"),
        ("2026-W49", "2026-P13"),
        ("2026-W52", "2026-P13"),
        ("2026-W53", "2026-P13"),
        ("2027-W01", "2027-P01"),
    ],
)
def test_periode(semaine: str, periode: str) -> None:
    assert periode_de(semaine) == periode


def test_periode_d_une_semaine_qui_n_existe_pas() -> None:
    with pytest.raises(ErreurPrescripteur):
        periode_de("2025-W53")


@pytest.mark.parametrize(
    ("periode", "premiere", "derniere", "combien"),
    [
        ("2026-P01", "2026-W01", "2026-W04", 4),
        ("2026-P12", "2026-W45", "2026-W48", 4),
        ("2026-P13", "2026-W49", "2026-W53", 5),
        ("2025-P13", "2025-W49", "2025-W52", 4),
        ("2027-P01", "2027-W01", "2027-W04", 4),
    ],
)
def test_semaines_d_une_periode(periode: str, premiere: str, derniere: str, combien: int) -> None:
    semaines = semaines_de(periode)
    assert (semaines[0], semaines[-1], len(semaines)) == (premiere, derniere, combien)


@pytest.mark.parametrize(
    "texte", ["2026-P14", "2026-P00", "2026-W12", "2026-P1", "0000-P01", "2026-P٠١", "2026-P012", "", "2026-p12"]
)
def test_ce_qui_n_est_pas_une_periode(texte: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(texte)}$"):
        semaines_de(texte)


@pytest.mark.parametrize(
    ("periode", "suivante"), [("2026-P12", "2026-P13"), ("2026-P13", "2027-P01"), ("2025-P13", "2026-P01")]
)
def test_periode_suivante(periode: str, suivante: str) -> None:
    assert periode_suivante(periode) == suivante


@given(st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2200, 1, 1)))
def test_une_semaine_est_dans_sa_periode_et_dans_aucune_autre(jour: dt.date) -> None:
    semaine = semaine_de(jour)
    periode = periode_de(semaine)
    assert semaine in semaines_de(periode)
    assert semaine not in semaines_de(periode_suivante(periode))
    assert decaler(semaines_de(periode)[-1], 1) == semaines_de(periode_suivante(periode))[0]


@pytest.mark.parametrize(
    ("temps", "courante", "finie"),
    [
        ("2026-W47", "2026-W48", True),
        ("2026-W48", "2026-W48", False),
        ("2026-W49", "2026-W48", False),
        ("2026-P12", "2026-W48", False),
        ("2026-P12", "2026-W49", True),
        ("2026-P13", "2026-W53", False),
        ("2026-P13", "2027-W01", True),
        ("2025-P13", "2026-W01", True),
    ],
)
def test_est_finie(temps: str, courante: str, finie: bool) -> None:
    assert est_finie(temps, courante) is finie


@pytest.mark.parametrize(
    ("periode", "texte"),
    [
        ("2026-P12", "Période 12 · du 2 au 29 novembre 2026"),
        ("2026-P13", "Période 13 · du 30 novembre 2026 au 3 janvier 2027"),
        ("2026-P01", "Période 1 · du 29 décembre 2025 au 25 janvier 2026"),
        ("2026-P11", "Période 11 · du 5 octobre au 1er novembre 2026"),
    ],
)
def test_libelle_periode(periode: str, texte: str) -> None:
    assert libelle_periode(periode) == texte


@pytest.mark.parametrize(
    ("semaine", "texte"),
    [
        ("2026-W48", "Semaine 48 · du 23 au 29 novembre 2026"),
        ("2026-W49", "Semaine 49 · du 30 novembre au 6 décembre 2026"),
        ("2026-W53", "Semaine 53 · du 28 décembre 2026 au 3 janvier 2027"),
        ("2027-W09", "Semaine 9 · du 1er au 7 mars 2027"),
        ("2026-W05", "Semaine 5 · du 26 janvier au 1er février 2026"),
    ],
)
def test_libelle(semaine: str, texte: str) -> None:
    assert libelle(semaine) == texte


@pytest.mark.parametrize(
    ("instant", "zone", "jour"),
    [
        ((2026, 11, 29, 22, 59), "Europe/Paris", (2026, 11, 29)),
        ((2026, 11, 29, 23, 0), "Europe/Paris", (2026, 11, 30)),
        ((2026, 11, 29, 23, 30), "America/Guadeloupe", (2026, 11, 29)),
        ((2026, 7, 5, 22, 0), "Europe/Paris", (2026, 7, 6)),
        ((1970, 1, 1, 0, 0), "Europe/Paris", (1970, 1, 1)),
    ],
)
def test_dimanche_soir(instant: tuple[int, ...], zone: str, jour: tuple[int, int, int]) -> None:
    assert jour_du_lieu(dt.datetime(*instant, tzinfo=dt.UTC), zone) == dt.date(*jour)  # type: ignore[misc]


@pytest.mark.parametrize("zone", ["Europe/Valenciennes", "../../etc/passwd", "", "/etc"])
def test_zone_inconnue(zone: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        jour_du_lieu(dt.datetime(2026, 11, 23, tzinfo=dt.UTC), zone)
    assert refus.value.code == "reglage-invalide"


def test_un_instant_dit_sa_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        jour_du_lieu(dt.datetime(2026, 11, 23))


def test_le_module_est_leger() -> None:
    code = "import sys, prescripteur_tui.domaine.semaine; print({'pydantic', 'zoneinfo', 'sqlite3'} & set(sys.modules))"
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert sortie == "set()\n"
