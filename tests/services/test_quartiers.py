"""Where the person lives: commune first, and every quarter can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.quartiers import communes, quartiers_de


@pytest.fixture(scope="module")
def catalogue(dossier_catalogue: Path) -> Catalogue:
    return lire_catalogue(dossier_catalogue)


def _noms(catalogue: Catalogue, lieu: str | None = None) -> list[str]:
    return [choix.libelle for choix in communes(catalogue, lieu)]


def _cle(catalogue: Catalogue, nom: str) -> str:
    return next(choix.id for choix in communes(catalogue) if choix.libelle == nom)


def _options(catalogue: Catalogue, nom: str, lieu: str | None = None) -> list[str]:
    return [choix.id for choix in quartiers_de(catalogue, _cle(catalogue, nom), lieu)]


def test_chaque_option_est_atteinte(catalogue: Catalogue) -> None:
    """Commune by commune, all the options of the question, and nothing else."""
    (question,) = (q for q in catalogue.questionnaire.questions if q.choix == "commune")
    atteintes = {c.id for commune in communes(catalogue) for c in quartiers_de(catalogue, commune.id)}
    assert atteintes == set(question.par_id)


def test_communes(catalogue: Catalogue) -> None:
    noms = _noms(catalogue)
    assert {commune.nom for commune in catalogue.territoire.communes} < set(noms)
    assert {"Raismes", "Denain"} < set(noms)
    assert len(noms) == len(set(noms))
    # An accent does not send a commune to the end.
    assert noms.index("Petite-Forêt") < noms.index("Quérénaing") < noms.index("Quiévrechain") < noms.index("Vicq")
    assert [c.id for c in communes(catalogue)][-3:] == ["porte-du-hainaut", "ailleurs", "ne-sait-pas"]


def test_identifiants_de_widgets(catalogue: Catalogue) -> None:
    for choix in communes(catalogue):
        assert choix.id.isascii()
        assert choix.id.replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("nom", "options"),
    [
        ("Fresnes-sur-Escaut", ["QN05925M", "QN05926M", "cavm-hors-qpv", "ne-sait-pas"]),
        ("Quiévrechain", ["QN05928M", "cavm-hors-qpv", "ne-sait-pas"]),
        ("Famars", ["cavm-hors-qpv"]),
        ("Denain", ["porte-du-hainaut"]),
        ("Raismes", ["QN05920M", "QN05921M", "QN05922M", "porte-du-hainaut", "ne-sait-pas"]),
        ("La Sentinelle", ["QN05930M", "porte-du-hainaut", "ne-sait-pas"]),
        ("Ailleurs", ["ailleurs"]),
        ("Ne sait pas", ["ne-sait-pas"]),
    ],
)
def test_quartiers(catalogue: Catalogue, nom: str, options: list[str]) -> None:
    assert _options(catalogue, nom) == options


def test_commune_inconnue(catalogue: Catalogue) -> None:
    assert quartiers_de(catalogue, "paris") == []
    assert quartiers_de(catalogue, "cavm-hors-qpv") == []


def test_le_lieu_d_abord(catalogue: Catalogue) -> None:
    """The lieu's commune comes first; then, when a source says it, its quarter."""
    assert _noms(catalogue, "mq-briquette")[0] == "Marly"
    (lieu,) = (x for x in catalogue.lieux if x.id == "mq-briquette")
    dit = lieu.model_copy(update={"quartier": "QN05931M"})
    situe = catalogue.model_copy(update={"lieux": (dit,)})
    assert _noms(situe, "mq-briquette")[:3] == ["Marly", "Valenciennes", "Anzin"]
    assert _options(situe, "Valenciennes", "mq-briquette")[0] == "QN05931M"
    assert _options(situe, "Valenciennes")[0] == "QN05921M"


def test_lieu_inconnu_du_catalogue(catalogue: Catalogue) -> None:
    """A place added on this laptop has no commune: the list keeps its order."""
    assert _noms(catalogue, "mq-a-moi") == _noms(catalogue)
