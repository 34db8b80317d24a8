"""`explications.yaml` is held to its form and to the questionnaire, and is read for the checks alone."""

from __future__ import annotations

import pytest

from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.lecture.echantillon import Dossier

E = "explications.yaml"

TEXTE = """\
schema: 1
trous_connus:
  - id: envies
    qui: "Les personnes qui ont une envie"
    quand:
      - question: maturite
        parmi: [envie]
    manque: "une porte"
    raison: "rien encore"
avertissements:
  - code: source-ancienne
    sujets: [adie]
    raison: "rien de plus récent"
"""


@pytest.fixture
def explique(dossier: Dossier) -> Dossier:
    """A catalogue that explains itself."""
    dossier.ecrire(E, TEXTE)
    return dossier


def test_lues_pour_les_verifications_seulement(explique: Dossier) -> None:
    """They change neither the empreinte nor what the app reads."""
    catalogue = lire_catalogue(explique.racine)
    assert [trou.id for trou in catalogue.explications.trous_connus] == ["envies"]
    assert catalogue.explications.avertissements[0].sujets == ("adie",)
    assert lire_catalogue(explique.racine, cas_types=False).explications.trous_connus == ()
    explique.oter(E)
    sans = lire_catalogue(explique.racine)
    assert sans.explications.trous_connus == ()
    assert sans.empreinte == catalogue.empreinte


@pytest.mark.parametrize(
    ("avant", "apres", "code", "ligne"),
    [
        ("parmi: [envie]", "parmi: [envies]", "catalogue-option", 7),
        ("question: maturite", "question: maturitee", "catalogue-question", 6),
        ('    manque: "une porte"\n', "", "champ-manquant", 3),
        ("manque:", "manques:", "champ-inconnu", 8),
        ("sujets: [adie]", "sujets: []", "forme-invalide", 12),
        ("schema: 1", "schema: 2", "schema-inconnu", 1),
        ("trous_connus:", "trous:", "champ-inconnu", 2),
    ],
)
def test_un_refus_dit_ou(explique: Dossier, avant: str, apres: str, code: str, ligne: int) -> None:
    explique.changer(E, avant, apres)
    assert explique.reperes() == [(E, code, ligne)]


def test_deux_trous_du_meme_nom(explique: Dossier) -> None:
    trou = TEXTE[TEXTE.index("  - id: envies") : TEXTE.index("avertissements:")]
    explique.ecrire(E, TEXTE.replace("avertissements:", f"{trou}avertissements:"))
    assert explique.reperes() == [(E, "identifiant-double", 10)]
