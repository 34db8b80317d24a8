"""What grows old, on a small catalogue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.fraicheur import verifier_fraicheur
from tests.usine import un_catalogue, un_operateur, une_offre

JOUR = dt.date(2026, 11, 26)


def trouver(catalogue: Catalogue, jour: dt.date = JOUR) -> list[tuple[str, str]]:
    """Codes and subjects."""
    return [(constat.code, constat.sujet) for constat in verifier_fraicheur(catalogue, jour)]


@pytest.mark.parametrize(
    ("verifie_le", "jour", "vieux"),
    [
        ("2025-11-26", JOUR, False),
        ("2025-11-25", JOUR, True),
        ("2025-11", JOUR, False),
        ("2025-10", JOUR, True),
        ("2025", JOUR, False),
        ("2024", JOUR, True),
        ("2023-02-28", dt.date(2024, 2, 29), False),
        ("2023-02-27", dt.date(2024, 2, 29), True),
    ],
)
def test_douze_mois(verifie_le: str, jour: dt.date, vieux: bool) -> None:
    """A partial date is given the benefit of its last day."""
    source = {"url": "https://exemple.fr/page", "date": verifie_le}
    catalogue = un_catalogue(un_operateur("op", une_offre("o"), verifie_le=verifie_le, sources=[source]))
    assert (("source-ancienne", "op") in trouver(catalogue, jour)) == vieux


def test_ce_que_l_offre_dit_elle_meme() -> None:
    """Said of the operator when its offres inherit, of the offre when it has its own date; not of what is not live."""
    vieille: dict[str, Any] = {"verifie_le": "2020", "sources": [{"url": "https://exemple.fr/o", "date": "2020"}]}
    catalogue = un_catalogue(
        un_operateur("op", une_offre("neuve"), une_offre("vieille", **vieille)),
        un_operateur("passe", une_offre("o", **vieille), statut="a-confirmer"),
    )
    assert trouver(catalogue) == [("source-ancienne", "op/vieille")]


@pytest.mark.parametrize(
    ("au", "code"),
    [("2026-11-25", "fin-passee"), ("2026-11-26", "fin-proche"), ("2027-01-25", "fin-proche"), ("2027-01-26", None)],
)
def test_fins(au: str, code: str | None) -> None:
    catalogue = un_catalogue(un_operateur("op", une_offre("o", au=au)))
    assert trouver(catalogue) == ([(code, "op/o")] if code else [])


def test_phrases_sans_source_datee() -> None:
    phrase = {"texte": "à demander", "source": "https://exemple.fr/ailleurs"}
    connue = {"texte": "à demander", "source": "https://exemple.fr/page"}
    catalogue = un_catalogue(
        un_operateur("a", une_offre("o", a_confirmer=[phrase, connue]), une_offre("p"), a_confirmer=[phrase, connue])
    )
    assert trouver(catalogue) == [("source-sans-date", "a/o"), ("source-sans-date", "a")]


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("france", None),
        ("59", None),
        ("59606", None),
        ("59999", "identifiant-mort"),
        ("245901160", None),
        ("200042190", "identifiant-mort"),
        ("QN05920M", None),
        ("QN05999M", "identifiant-mort"),
        ("QP059023", "qpv-millesime"),
    ],
)
def test_zones(zone: str, code: str | None) -> None:
    objet = un_catalogue(un_operateur("op", une_offre("o", zone_eligibilite=[zone]))).model_dump(by_alias=True)
    objet["territoire"].update(
        epci="245901160",
        communes=[{"insee": "59606", "nom": "Valenciennes"}],
        quartiers=[{"code": "QN05920M", "nom": "Verrerie", "communes": ["Valenciennes"]}],
    )
    codes = [trouve for trouve, _ in trouver(Catalogue.model_validate(objet))]
    assert (code in codes) if code else codes == []
