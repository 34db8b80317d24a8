"""Spoilt national files, drawn at random: a refusal with its place and nothing changed, or a catalogue that holds."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.national.champs import SERVICE, STRUCTURE
from prescripteur_tui.domaine.operateurs import Statut
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.exports.national import en_csv, en_json
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.bilan_national import bilan_en_texte, conclusion
from prescripteur_tui.services.importer_national import importer
from tests.lecture.echantillon import Dossier

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
INSTANT = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)

SERVICES: list[dict[str, Any]] = [
    {
        "source": "dora",
        "structure_id": f"dora--{n // 2}",
        "id": f"dora--s{n}",
        "nom": f"Été {n}",
        "description": "Une ligne.\n« Deux » [b] & <p>trois</p>",
        "date_maj": "2026-03-01",
        "thematiques": [DEFINIR],
        "publics": ["jeunes"],
        "longitude": 3.5,
        "telephone": "+33327000000",
    }
    for n in range(4)
]
STRUCTURES: list[dict[str, Any]] = [
    {"source": "dora", "id": f"dora--{n}", "nom": f"Maison {n}", "date_maj": "2026-02-01", "commune": "Anzin"}
    for n in range(2)
]
FICHIERS = {
    "services.json": en_json(SERVICES),
    "services.csv": en_csv(SERVICES, SERVICE),
    "structures.json": en_json(STRUCTURES),
    "structures.csv": en_csv(STRUCTURES, STRUCTURE),
}

gestes = st.lists(
    st.tuples(
        st.sampled_from(["couper", "oter", "doubler", "mettre"]),
        st.integers(0, 10_000),
        st.sampled_from([b'"', b"{", b"}", b"[", b"]", b",", b"\n", b"\x00", b"\xff", b"\x1b[2J", b"\\", b"'", b":",
                         b"1", "\u202e".encode(), b"null", b'"id": "x",', b"<script>", b"dora--s1", b";", b"\r"]),
    ),
    max_size=4,
)  # fmt: skip


def abimer(octets: bytes, actes: list[tuple[str, int, bytes]]) -> bytes:
    """Bytes cut, taken away, doubled or put in."""
    for acte, ou, quoi in actes:
        i = ou % (len(octets) + 1)
        if acte == "couper":
            octets = octets[:i]
        elif acte == "oter":
            octets = octets[:i] + octets[i + len(quoi) :]
        elif acte == "doubler":
            octets = octets[:i] + octets[i : i + 40] + octets[i:]
        else:
            octets = octets[:i] + quoi + octets[i:]
    return octets


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are written."""
    return tmp_path_factory.mktemp("hasard")


def etat(catalogue: Path) -> dict[str, bytes]:
    """Every file of a catalogue, hidden ones included."""
    return {str(f.relative_to(catalogue)): f.read_bytes() for f in catalogue.rglob("*") if f.is_file()}


@given(genre=st.sampled_from(["json", "csv"]), actes=gestes, ailleurs=gestes, continuer=st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_un_fichier_abime(
    dossier: Path,
    genre: str,
    actes: list[tuple[str, int, bytes]],
    ailleurs: list[tuple[str, int, bytes]],
    continuer: bool,
) -> None:
    catalogue = dossier / "catalogue"
    shutil.rmtree(catalogue, ignore_errors=True)
    Dossier(catalogue)
    chemins = []
    for nom, mauvais in (("services", actes), ("structures", ailleurs)):
        chemin = dossier / f"{nom}.{genre}"
        chemin.write_bytes(abimer(FICHIERS[chemin.name], mauvais))
        chemins.append(chemin)
    app = Application(dossier / "donnees", catalogue, horloge=lambda: INSTANT)
    avant = etat(catalogue)
    try:
        bilan = importer(app, chemins, continuer=continuer)
    except ErreurPrescripteur as erreur:
        assert erreur.code != "catalogue-invalide", [str(p) for p in getattr(erreur, "problemes", ())]
        assert erreur.sortie == 1
        dits = [str(erreur), *(str(p) for p in getattr(erreur, "problemes", ()))]
        assert not any("\x1b" in dit or "?" in dit.replace("\u00a0?", "") for dit in dits), dits
        assert etat(catalogue) == avant
        return
    texte = bilan_en_texte(bilan) + conclusion(bilan, simuler=False)
    assert all(c.isprintable() or c in "\n\u00a0" for c in texte), repr(texte)
    relu = lire_catalogue(catalogue)
    assert len(relu.operateurs) == 2 + len(bilan.ajoutes)
    for operateur in bilan.ajoutes:
        assert relu.par_operateur[operateur.id].statut is Statut.A_CONFIRMER
        assert all(offre.est_sans_regle for offre in operateur.offres)
    # The same files again change nothing.
    encore = importer(app, chemins, continuer=continuer)
    assert not encore.change
    assert not json.dumps([f.name for f in catalogue.iterdir()]).count(".import")
