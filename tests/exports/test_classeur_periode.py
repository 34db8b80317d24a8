"""The workbook of a période: one sheet a table, the counts of the CSV, and words for them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.comptages import (
    QUARTIER_OPERATEUR,
    QUESTIONS_MULTIPLES,
    TABLES_PERIODE,
    Cellule,
    Comptage,
    compter_periode,
)
from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.exports.classeur import composer
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services import libelles
from prescripteur_tui.services.classeur_periode import PeriodeComptee, classeur_de_la_periode
from prescripteur_tui.services.libelles import Libelles
from tests.exports.semaines import ETAPES, OPERATEURS
from tests.exports.test_classeur import en_clair, lire_table, ouvrir
from tests.hasard import entretiens

TABLEAUX = {
    "Fins": "fin-etape",
    "Âge": "age",
    "Activité": "activite",
    "Droits": "droits",
    "Quartiers": "quartier",
    "Secteurs": "secteur",
    "Freins": "frein",
    "Opérateurs": "operateur-etape",
    "Orientations": "issue",
    "Refus": "motif",
    "Quartiers et opérateurs": "quartier-operateur",
}

REPONSES = {"age": {"18-25": "18 à 25 ans", "sans-reponse": "Sans réponse", "non-posee": "Question non posée"}}


def une_periode(comptage: Comptage, **champs: Any) -> PeriodeComptee:
    base: dict[str, Any] = {
        "periode": "2026-P12",
        "lieu_nom": "Maison de quartier Dutemple",
        "comptage": comptage,
        "reports": {},
        "catalogue_version": "2026.11",
        "libelles": Libelles(ETAPES, OPERATEURS, REPONSES),
    }
    return PeriodeComptee(**{**base, **champs})


def octets(periode: PeriodeComptee) -> bytes:
    return composer(classeur_de_la_periode(periode))


def test_toutes_les_tables_ont_leur_feuille() -> None:
    assert sorted(TABLEAUX.values()) == sorted(TABLES_PERIODE)


@settings(max_examples=15, deadline=None)
@given(st.lists(entretiens(), min_size=11, max_size=40))
def test_les_memes_nombres_que_le_comptage(liste: list[Entretien]) -> None:
    comptage = compter_periode(liste)
    contenu = octets(une_periode(comptage))
    livre = ouvrir(contenu)
    attendues = [nom for nom, table in TABLEAUX.items() if table != QUARTIER_OPERATEUR or comptage.table(table)]
    assert livre.sheetnames == ["En clair", *attendues]
    for nom in attendues:
        cellules = comptage.table(TABLEAUX[nom])
        if not cellules:
            assert lire_table(livre[nom])[0][0] == "Aucune."
            continue
        n = 2 if cellules[0].modalite_2 else 1
        lues = Counter({(*ligne[n : 2 * n], "")[:2]: ligne[2 * n] for ligne in lire_table(livre[nom])})
        assert lues == Counter({(c.modalite_1, c.modalite_2): c.nombre for c in cellules}), nom
        total = livre[nom].cell(5 + len(cellules) + 1, 2 * n + 1).value
        # What may be several times of one person is not the part of a whole.
        assert total == (None if TABLEAUX[nom] in QUESTIONS_MULTIPLES else sum(c.nombre for c in cellules)), nom
    assert octets(une_periode(comptage)) == contenu


ONZE = Comptage(
    (
        Cellule("age", "18-25", "", 8),
        Cellule("age", "non-posee", "", 1),
        Cellule("age", "sans-reponse", "", 2),
        Cellule("fin-etape", "orientation", "detection", 11),
        Cellule("issue", "a-reflechir", "", 2),
        Cellule("issue", "acceptee", "", 9),
        Cellule("issue", "refusee", "", 1),
        Cellule("motif", "non-renseigne", "", 1),
        Cellule("operateur-etape", "adie", "detection", 12),
    ),
    11,
)


def test_la_premiere_feuille() -> None:
    lignes = en_clair(octets(une_periode(ONZE, reports={"2026-P10": 1, "2026-P11": 4})))
    assert lignes[:6] == [
        "Période 12 · du 2 au 29 novembre 2026",
        "Maison de quartier Dutemple",
        "Définitif : ces personnes ne sont comptées qu’ici, et ces nombres ne seront plus corrigés.",
        "De quoi il s’agit",
        "11 personnes reçues en entretien sont comptées ici ensemble : jamais moins de 11 à la fois.",
        "Parmi elles, 5 ont été reçues avant cette période : elles étaient alors trop peu, "
        "ou ont été saisies plus tard.",
    ]
    assert "– Âge : 18 à 25 ans (8), Sans réponse (2) et Question non posée (1)." in lignes
    assert "12 orientations ont été données : 9 acceptées, 1 refusée et 2 à réfléchir." in lignes
    assert "Motif des refus : Motif non noté (1)." in lignes
    assert "– Quartiers et opérateurs ne sont croisés qu’à partir de 30 entretiens." in lignes


def test_une_seule_reportee_et_une_seule_orientation() -> None:
    une = Comptage((Cellule("issue", "acceptee", "", 1),), 11)
    lignes = en_clair(octets(une_periode(une, reports={"2026-P11": 1})))
    assert (
        "Parmi elles, une a été reçue avant cette période : elles étaient alors trop peu, ou ont été saisies plus tard."
        in lignes
    )
    assert "1 orientation a été donnée : 1 acceptée." in lignes


def test_les_libelles_du_catalogue_distinguent_les_quartiers(dossier_catalogue: Path) -> None:
    lus = libelles.lire(lire_catalogue(dossier_catalogue, cas_types=False))
    quartiers = lus.reponses["quartier"]
    assert len(set(quartiers.values())) == len(quartiers)
    assert quartiers["QN05925M"] == "Centre Ville · Fresnes-sur-Escaut"
    assert list(quartiers)[-2:] == ["sans-reponse", "non-posee"]
    assert set(lus.reponses) == {"age", "activite", "droits", "quartier", "secteur", "freins"}
    assert lus.noms_etapes["detection"] == "Détection"
    assert lus.operateurs["adie"] == "Adie"
