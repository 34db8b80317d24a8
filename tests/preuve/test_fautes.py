"""Each planted fault is found, and the catalogue is clean without it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.lecture.catalogue import Situation, lire_catalogue_situe
from prescripteur_tui.services.verification import Bilan, examiner
from tests.preuve.fautes import FAUTES, SUBTILES, Faute

JOUR = dt.date(2026, 11, 26)

Livre = tuple[Catalogue, Situation, Path]


@pytest.fixture(scope="module")
def livre(dossier_catalogue: Path) -> Livre:
    """The shipped catalogue."""
    return (*lire_catalogue_situe(dossier_catalogue), dossier_catalogue)


def _trouvailles(bilan: Bilan) -> set[tuple[str, str]]:
    """Errors, and warnings without an explanation: code, and all that is said."""
    erreurs = {(erreur.code, erreur.message + erreur.conseil) for erreur in bilan.erreurs}
    return erreurs | {(a.code, f"{a.sujet} {a.message}") for a in bilan.inexpliques}


def test_le_catalogue_livre_est_net(livre: Livre) -> None:
    """No error, no warning that is not explained, and nothing left open."""
    catalogue, situation, dossier = livre
    bilan = examiner(catalogue, situation, JOUR, dossier)
    assert _trouvailles(bilan) == set()
    assert bilan.avertissements
    objet = bilan.vers_objet()
    assert objet["non_prouve"] == []
    assert objet["couverture"]["reponses"] > 10**12
    assert objet["couverture"]["etats"] < 100_000
    assert all(trou["connu"] and trou["manque"] for trou in objet["couverture"]["filet_seul"])


@pytest.mark.parametrize("faute", FAUTES, ids=[faute[0] for faute in FAUTES])
def test_chaque_faute_est_trouvee(livre: Livre, faute: Faute) -> None:
    catalogue, situation, dossier = livre
    _, planter, code, dits = faute
    objet: dict[str, Any] = catalogue.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    planter(objet)
    fautif = Catalogue.model_validate(objet)
    assert list(fautif.verifier()) == [], "the fault must pass the grammar"
    trouvailles = _trouvailles(examiner(fautif, situation, JOUR, dossier))
    assert any(trouve == code and all(dit in texte for dit in dits) for trouve, texte in trouvailles), sorted(
        trouvailles
    )


def test_les_fautes_sont_assez_nombreuses() -> None:
    noms = [faute[0] for faute in FAUTES]
    assert len(set(noms)) == len(noms) >= 25
    assert set(noms) >= SUBTILES
    assert len(SUBTILES) >= 5
