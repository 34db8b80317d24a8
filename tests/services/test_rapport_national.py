"""The report beside an export: what the national format cannot say, operator by operator."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.rapport_national import rapport
from prescripteur_tui.services.sortie_nationale import sortir
from tests.usine import prefere, si, un_catalogue, un_operateur, une_offre

JOUR = dt.date(2026, 11, 26)

ATTENDU = """\
# Export du catalogue vers data·inclusion

Catalogue « Ville-Test », version test. Schéma national data·inclusion 1.0.10.
2 structures et 2 services sont écrits, sous le nom de producteur « prescripteur-ville-test ».

## Ce que le schéma ne sait pas dire

- état de l’offre ou de l’opérateur (1) : dans les conditions d’accès, en toutes lettres.
- étapes du parcours (2) : dans les précisions sur les publics, en toutes lettres.
- conditions (2) : leur motif est dans les conditions d’accès ; la règle exacte reste ici.
- préférences (1) : restent ici.
- filet (1) : reste ici.
- degré de confiance (2) : reste ici.
- sources (2) : restent ici ; le schéma ne connaît qu’une date de mise à jour.

Les publics du schéma se lisent « au moins un de ceux-là » : une personne qui en est n’a pas forcément droit à l’offre.

## Laissés de côté

- Opérateur fini (`fini`) : terminé : le schéma n’a pas de mot pour le dire.

## Opérateur par opérateur

### Opérateur filet (`filet`)

- Degré de confiance : actif (sources officielles ou concordantes).
- Sources : https://exemple.fr/page.

Offre « Offre accueil » (`accueil`)

- Étapes : toutes les étapes.
- Filet : c’est la porte de tout le monde, quand aucune autre ne convient.
- Condition : aucune : accueille tout le monde.

### Opérateur maison (`maison`)

- État : à confirmer.
- Degré de confiance : à confirmer (sources officielles ou concordantes).
- Sources : https://exemple.fr/page.

Offre « Offre conseil » (`conseil`)

- Étapes : toutes les étapes.
- Condition : Motif 1. Projet : Libellé idee.
- Préférence : passe devant si : une idée.
"""


def test_le_rapport_d_un_petit_catalogue() -> None:
    catalogue = un_catalogue(
        un_operateur("fini", une_offre("a", si("projet", "idee")), statut="termine"),
        un_operateur(
            "maison",
            une_offre("conseil", si("projet", "idee"), preferences=[prefere("projet", "idee", raison="une idée")]),
            statut="a-confirmer",
        ),
    )
    texte = rapport(catalogue, sortir(catalogue, JOUR))
    assert texte.replace("\u00a0", " ") == ATTENDU


def test_le_rapport_du_catalogue_livre(dossier_catalogue: Path) -> None:
    catalogue = lire_catalogue(dossier_catalogue, cas_types=False)
    sortie = sortir(catalogue, JOUR)
    texte = rapport(catalogue, sortie)
    assert "41 structures et 52 services" in texte
    for operateur in catalogue.operateurs:
        assert f"`{operateur.id}`" in texte, operateur.id
    assert not re.search(r"[\w»)] [:;!?»]", texte), "no-break spaces"
    assert not re.search(r"« ", texte)
    assert "  " not in texte
    assert texte.endswith(".\n")
