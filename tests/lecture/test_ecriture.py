"""An operator written as YAML is the same once read, and a touch of it shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.national.entree import SANS_EMPREINTE, Reprise
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.lecture.caracteres import INTERDITS_DANS_UN_TEXTE
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.lecture.ecriture import ecrire_operateur, est_intact
from prescripteur_tui.lecture.yaml_sur import lire_yaml

SERVICE = {
    "source": "dora",
    "structure_id": "dora--42",
    "id": "dora--7",
    "nom": "Atelier",
    "date_maj": "2026-03-01",
    "description": "Une première ligne.\n- une puce\n- une autre : « oui », #non",
    "publics": ["jeunes", "residents-qpv-frr"],
    "thematiques": ["creer-une-entreprise--developper-son-entreprise"],
    "longitude": 3.5,
    "nombre_semaines": 3,
}
STRUCTURE = {
    "source": "dora",
    "id": "dora--42",
    "nom": "Maison",
    "date_maj": "2026-02-01",
    "telephone": "03 27 00 00 00",
}
REPRISE = Reprise(jour=dt.date(2026, 11, 26), licence="Licence Ouverte 2.0", etapes=("detection",), source="x")
OPERATEUR = REPRISE.operateur(STRUCTURE, [SERVICE])

ATTENDU = """\
# Repris de data·inclusion. Tant que personne ne modifie ce fichier, un nouvel import le met à jour.
# Pour proposer ces offres : écrivez leurs « conditions », puis « statut: actif ». L’import n’y touchera plus.
id: maison-2088b4
nom: "Maison"
description: "Pas de description dans le fichier national."
statut: a-confirmer
confiance: faible
sources:
  - url: "https://www.data.gouv.fr/datasets/referentiel-de-loffre-dinsertion-sociale-et-professionnelle-data-inclusion/"
    date: "2026-02-01"
    objet: "fiche data·inclusion du producteur « dora »"
verifie_le: "2026-02-01"
contacts:
  - nom: "Maison"
    telephone: "03 27 00 00 00"
    confiance: moyenne
    source:
      url: "https://www.data.gouv.fr/datasets/referentiel-de-loffre-dinsertion-sociale-et-professionnelle-data-inclusion/"
      date: "2026-02-01"
      objet: "fiche data·inclusion du producteur « dora »"
"""


def relire(texte: str) -> Operateur:
    """Through the reader of the catalogue."""
    return Operateur.model_validate(lire_yaml(texte, "operateurs/x.yaml").valeur)


def sans_empreinte(operateur: Operateur) -> Operateur:
    """The operator as it was before it was written."""
    assert operateur.provenance is not None
    neuve = operateur.provenance.model_copy(update={"empreinte": SANS_EMPREINTE})
    return operateur.model_copy(update={"provenance": neuve})


def test_ce_qui_est_ecrit() -> None:
    texte = ecrire_operateur(OPERATEUR)
    assert texte.startswith(ATTENDU)
    assert "    thematiques: [creer-une-entreprise--developper-son-entreprise]\n" in texte
    assert "    publics: [jeunes, residents-qpv-frr]\n" in texte
    assert max(map(len, texte.splitlines())) <= 130
    assert sans_empreinte(relire(texte)) == OPERATEUR
    assert ecrire_operateur(OPERATEUR) == texte


def test_le_premier_ecrit_est_intact_et_une_virgule_se_voit() -> None:
    texte = ecrire_operateur(OPERATEUR)
    assert est_intact(texte)
    assert est_intact(texte.replace("\n", "\r\n")), "a checkout may change the ends of lines"
    assert est_intact("\ufeff" + texte)
    for touche in (
        texte.replace("03 27", "03 28"),
        texte.replace("# Pour proposer", "# À faire : appeler. Pour proposer"),
        texte + "# une remarque\n",
        texte.replace("sha256:", "sha256:0"),
        texte.replace(' "Maison"', " Maison"),
        "",
        "id: adie\n",
    ):
        assert not est_intact(touche)


def test_l_empreinte_d_un_operateur_relu_ne_change_pas() -> None:
    texte = ecrire_operateur(OPERATEUR)
    assert ecrire_operateur(relire(texte)) == texte


@pytest.mark.parametrize(
    "valeur",
    ["no", "oui", "null", "~", "01000", "12:30", "1e3", "- x", "# x", "a: b", "'", '"', "\\", "[x]", "{x}", "&x", "*x",
     "!x", "%x", "@x", "`x`", "|", ">", "?", "x #y", "2026-01-01", "=", "<<", "é\u00a0: è", "😀", "a\\nb", "\u200b"],
)  # fmt: skip
def test_aucun_texte_n_est_pris_pour_autre_chose(valeur: str) -> None:
    operateur = REPRISE.operateur({**STRUCTURE, "nom": valeur, "commune": valeur}, [{**SERVICE, "nom": valeur}])
    assert sans_empreinte(relire(ecrire_operateur(operateur))) == operateur


textes = st.text(min_size=1, max_size=400).map(lambda t: INTERDITS_DANS_UN_TEXTE.sub("", t).strip()).filter(bool)
lignes = textes.map(lambda t: " ".join(t.split("\n"))).filter(lambda t: bool(t.strip())).map(str.strip)


@given(nom=lignes, ligne=lignes, paragraphe=textes, longitude=st.floats(-180, 180))
@settings(max_examples=200, deadline=None)
def test_ce_qui_est_ecrit_se_relit(nom: str, ligne: str, paragraphe: str, longitude: float) -> None:
    structure = {**STRUCTURE, "nom": nom[:150].strip(), "adresse": ligne[:300].strip(), "description": paragraphe}
    service = {**SERVICE, "nom": nom[:150].strip(), "conditions_acces": paragraphe, "longitude": longitude}
    operateur = REPRISE.operateur(structure, [service])
    assert sans_empreinte(relire(ecrire_operateur(operateur))) == operateur


def test_tout_le_catalogue_livre_se_relit(dossier_catalogue: Path) -> None:
    """Conditions, preferences, dates and all: the writer knows the whole grammar."""
    provenance: dict[str, Any] = {
        "source": "dora",
        "id": "dora--1",
        "licence": "Licence Ouverte 2.0",
        "importe_le": "2026-11-26",
        "empreinte": SANS_EMPREINTE,
    }
    for operateur in lire_catalogue(dossier_catalogue, cas_types=False).operateurs:
        objet = {**operateur.model_dump(by_alias=True), "provenance": provenance}
        avec = Operateur.model_validate(objet)
        assert sans_empreinte(relire(ecrire_operateur(avec))) == avec, operateur.id
