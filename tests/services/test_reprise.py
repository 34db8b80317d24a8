"""What is said of a copy that takes the place of the base: what was kept, what was lost, what nobody can say."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import reprise, sauvegarde
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.francais import age
from prescripteur_tui.services.reprise import Reprise
from prescripteur_tui.stockage import copies, ouverture
from tests.montages import petit_disque
from tests.stockage.conftest import des_entretiens

COURANTE = "2027-W01"


def une_reprise(**champs: object) -> Reprise:
    base: dict[str, object] = {
        "source": "la copie d’hier",
        "entretiens": 42,
        "semaines": (("2026-W50", 20), ("2026-W51", 9), ("2026-W52", 8), ("2026-W53", 4), ("2027-W01", 1)),
        "ecart": ((), ()),
        "de_cote": "prescripteur-abimee-1.db",
        "etait_abimee": True,
    }
    return Reprise(**{**base, **champs})  # type: ignore[arg-type]


def clair(phrases: list[str]) -> list[str]:
    return [phrase.replace("\u00a0", " ") for phrase in phrases]


def test_les_phrases_d_une_base_abimee() -> None:
    phrases = clair(une_reprise(ecart=((("2026-W53", 2), ("2027-W01", 3)), (("2026-W53", 1),))).phrases(COURANTE))
    assert phrases == [
        "La base était abîmée. Elle est mise de côté : prescripteur-abimee-1.db.",
        "La copie d’hier est en place : 42 entretiens (1 en semaine 1, 4 en semaine 53 de 2026, "
        "8 en semaine 52 de 2026, 9 en semaine 51 de 2026, 20 avant).",
        "Perdus : 3 en semaine 1, 2 en semaine 53 de 2026.",
        "De nouveau comptés, alors qu’ils étaient annulés : 1 en semaine 53 de 2026.",
    ]


@pytest.mark.parametrize(
    ("champs", "attendues"),
    [
        (
            {"ecart": None},
            ["Ce qui a été enregistré depuis est perdu. Combien d’entretiens, on ne peut plus le dire."],
        ),
        ({}, ["Aucun entretien n’est perdu, d’après ce qui se lit encore."]),
        ({"etait_abimee": False}, []),
        ({"etait_abimee": False, "ecart": ((("2027-W01", 1),), ())}, ["N’y sont plus : 1 en semaine 1."]),
        ({"etait_abimee": False, "de_cote": None, "ecart": None}, []),
    ],
    ids=["illisible", "rien de perdu", "a la main", "a la main, de moins", "ordinateur neuf"],
)
def test_ce_qui_change(champs: dict[str, object], attendues: list[str]) -> None:
    phrases = clair(une_reprise(**champs).phrases(COURANTE))
    assert phrases[next(i for i, p in enumerate(phrases) if "est en place" in p) + 1 :] == attendues


def test_une_copie_vide() -> None:
    phrases = clair(une_reprise(entretiens=0, semaines=()).phrases(COURANTE))
    assert phrases[1] == "La copie d’hier est en place : 0 entretien."


def test_l_age() -> None:
    assert [age(n) for n in (0, 1, 2, -3)] == [
        "d’aujourd’hui",
        "d’hier",
        "d’il y a 2 jours",
        "d’une date à venir",
    ]


def une_application(dossier: Path, jour: int = 25) -> Application:
    instant = dt.datetime(2026, 11, jour, 10, tzinfo=dt.UTC)
    return Application(dossier, horloge=lambda: instant)


@pytest.fixture
def app(tmp_path: Path) -> Application:
    """Five interviews, copied on a Wednesday; the day after."""
    app = une_application(tmp_path)
    app.depot.ajouter(des_entretiens(5))
    sauvegarde.sauvegarder(app)
    app.fermer()
    return une_application(tmp_path, 26)


def abimer(app: Application) -> None:
    app.fermer()
    (app.dossier / "prescripteur.db").write_bytes(b"\0" * 8192)


def test_une_base_saine_n_est_pas_reparee(app: Application) -> None:
    """Whoever thought that it was damaged is told that it is not."""
    assert reprise.reparer(app) is None
    assert reprise.recommencer(app) is None
    assert len(app.depot.semaines()) == 1
    app.fermer()


def test_ce_qui_n_est_pas_un_degat_ne_se_repare_pas(app: Application) -> None:
    (app.dossier / "prescripteur.db").write_bytes(b"")
    (app.dossier / "prescripteur.db").unlink()
    (app.dossier / "prescripteur.db").mkdir()
    with pytest.raises(ErreurPrescripteur) as refus:
        reprise.reparer(app)
    assert refus.value.code == "base-non-reconnue"


def test_une_base_occupee_n_est_pas_reparee(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ouverture.ouvrir, "__kwdefaults__", {"attente": 0.05})
    occupant = sqlite3.connect(app.dossier / "prescripteur.db", isolation_level=None)
    occupant.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ErreurPrescripteur) as refus:
        reprise.reparer(app)
    occupant.close()
    assert refus.value.code == "base-occupee"
    assert not list(app.dossier.glob("prescripteur-abimee-*"))


def test_une_base_en_lecture_seule_n_est_pas_reparee(tmp_path: Path) -> None:
    with petit_disque(tmp_path / "disque", "2M") as petit:
        app = une_application(petit.point / "donnees")
        app.depot.ajouter(des_entretiens(5))
        sauvegarde.sauvegarder(app)
        app.fermer()
        petit.remonter("ro")
        with pytest.raises(ErreurPrescripteur) as refus:
            reprise.reparer(app)
        assert refus.value.code == "base-lecture-seule"
        vue = sauvegarde.veiller(app)
        assert vue is not None
        assert vue.est_saine


def test_la_copie_la_plus_recente_qui_est_saine(app: Application) -> None:
    sauvegarde.veiller(app)
    dossier = app.dossier / "copies"
    assert {p.name for p in dossier.iterdir()} == {"prescripteur-3.db", "prescripteur-4.db"}
    (dossier / "prescripteur-4.db").write_bytes(b"\0" * 8192)
    # As the copies of this day are dated.
    midi = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC).timestamp()
    os.utime(dossier / "prescripteur-4.db", (midi, midi))
    abimer(app)
    faite = reprise.reparer(app)
    assert faite is not None
    assert faite.source == "la copie d’hier"
    assert faite.entretiens == 5


def test_sans_copie_saine(app: Application) -> None:
    (app.dossier / "copies" / "prescripteur-3.db").write_bytes(b"x")
    abimer(app)
    avant = (app.dossier / "prescripteur.db").read_bytes()
    with pytest.raises(ErreurPrescripteur) as refus:
        reprise.reparer(app)
    assert refus.value.code == "copie-absente"
    assert (app.dossier / "prescripteur.db").read_bytes() == avant
    assert reprise.recommencer(app) == "prescripteur-abimee-1.db"
    assert app.depot.semaines() == []
    app.fermer()


def test_veiller_une_base_abimee(app: Application) -> None:
    abimer(app)
    assert sauvegarde.veiller(app) == sauvegarde.Veille(est_saine=False)
    assert [c.nom for c in sauvegarde.copies_gardees(app)] == ["prescripteur-3.db"]


def test_veiller_quand_le_disque_est_presque_plein(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked all the same; no copy, and why."""
    monkeypatch.setattr(copies, "a_la_place", lambda _: False)
    vu = sauvegarde.veiller(app)
    assert vu is not None
    assert vu.est_saine
    assert "presque plein" in (vu.sans_copie or "")
    assert len(sauvegarde.copies_gardees(app)) == 1
    abimer(app)
    assert sauvegarde.veiller(app) == sauvegarde.Veille(est_saine=False)


def test_veiller_jusqu_a_ce_qu_on_arrete(app: Application) -> None:
    assert sauvegarde.veiller(app, lambda: True) is None
    assert len(sauvegarde.copies_gardees(app)) == 1
