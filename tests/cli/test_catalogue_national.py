"""`catalogue exporter` and `catalogue importer`: the national files of data·inclusion, both ways."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.services import exporter_national
from tests.cli.conftest import MERCREDI, Lanceur
from tests.schema_national import figer


@pytest.fixture(autouse=True)
def horloge_du_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is the day of the command."""
    figer(monkeypatch, MERCREDI)


FICHIERS = ["structures.json", "structures.csv", "services.json", "services.csv", "rapport.md"]


def test_exporter(lancer: Lanceur, tmp_path: Path) -> None:
    vers = tmp_path / "clé" / "national"
    resultat = lancer("catalogue", "exporter", "--format", "data-inclusion", "--vers", str(vers))
    assert (resultat.exit_code, resultat.stdout.splitlines()) == (0, [str(vers / nom) for nom in FICHIERS])
    assert "41 structures, 52 services, 2 laissés de côté." in resultat.stderr
    assert sorted(f.name for f in vers.iterdir()) == sorted(FICHIERS)
    assert len(json.loads((vers / "structures.json").read_bytes())) == 41
    avant = {f.name: f.read_bytes() for f in vers.iterdir()}
    (vers / "autre.txt").write_text("gardé", encoding="utf-8")
    assert lancer("catalogue", "exporter", "--vers", str(vers), "--valider").exit_code == 0
    assert {f.name: f.read_bytes() for f in vers.iterdir()} == {**avant, "autre.txt": "gardé".encode()}


def test_exporter_sans_dossier_ou_dans_un_format_inconnu(lancer: Lanceur, tmp_path: Path) -> None:
    sans = lancer("catalogue", "exporter")
    assert (sans.exit_code, "--vers" in sans.stderr) == (2, True)
    inconnu = lancer("catalogue", "exporter", "--format", "xml", "--vers", str(tmp_path))
    assert (inconnu.exit_code, "[format-inconnu]" in inconnu.stderr) == (2, True)


def test_exporter_la_ou_l_on_ne_peut_pas(lancer: Lanceur, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    resultat = lancer("catalogue", "exporter", "--vers", str(tmp_path / "fichier"))
    assert (resultat.exit_code, "[ecriture-impossible]" in resultat.stderr) == (1, True)


def test_exporter_en_validant_sans_le_schema(lancer: Lanceur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importer = builtins.__import__

    def sans_schema(nom: str, *args: Any, **kwargs: Any) -> Any:
        if nom.startswith("data_inclusion"):
            raise ImportError(nom)
        return importer(nom, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", sans_schema)
    resultat = lancer("catalogue", "exporter", "--vers", str(tmp_path / "x"), "--valider")
    assert (resultat.exit_code, "[schema-national-absent]" in resultat.stderr) == (2, True)
    assert not (tmp_path / "x").exists()


def test_exporter_en_validant_ce_que_le_schema_refuse(
    lancer: Lanceur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vraie = exporter_national.sortir

    def fausse(*args: Any) -> Any:
        sortie = vraie(*args)
        return type(sortie)(sortie.source, ({**sortie.structures[0], "nom": "x."},), (), (), ())

    monkeypatch.setattr(exporter_national, "sortir", fausse)
    resultat = lancer("catalogue", "exporter", "--vers", str(tmp_path / "x"), "--valider")
    assert (resultat.exit_code, "[schema-national-refus]" in resultat.stderr) == (1, True)
    assert not (tmp_path / "x").exists()
