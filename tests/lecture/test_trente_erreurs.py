"""Thirty errors of every kind, in every file, all told in one reading, and nothing else."""

from __future__ import annotations

import pytest

from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue
from tests.lecture.echantillon import Dossier, reperer

C, Q, T, L = "catalogue.yaml", "questionnaire.yaml", "territoire.yaml", "lieux.yaml"
A, S, K = "operateurs/adie.yaml", "operateurs/centre-social.yaml", "cas-types/idee-anzin.yaml"

# Each change stays on its line, so that a line of the sample is a line of the spoilt one.
TRENTE = [
    (C, 'version: "2026.11"', "version: &v 1", "yaml-ancre"),
    (C, "licence:", "license:", "champ-inconnu"),
    (C, '"2026-11-23"', "hier", "valeur-invalide"),
    (Q, 'titre: "Quartier"', f'titre: "{"Quartier " * 3}"', "valeur-invalide"),
    (Q, "modifiable: non", "modifiable: no", "valeur-invalide"),
    (Q, "usage: [comptage]", "usage: [compter]", "valeur-invalide"),
    (Q, "{etape: detection, q", "{etape: detektion, q", "etape-inconnue"),
    (Q, 'a une envie"}', 'a une envie", seule: oui}', "seule-sans-multi"),
    (T, "schema: 1", 'schema: "2"', "schema-inconnu"),
    (T, '"245901160"', "12", "valeur-invalide"),
    (T, "communes: [Anzin]", "communes: [Anzim]", "commune-inconnue"),
    (T, "quartier: ailleurs", "quartier: nulle-part", "catalogue-option"),
    (L, "quartier: QN05920M", "quartier: QN05999M", "quartier-inconnu"),
    (L, "id: mediatheque", "id: mq-briquette", "identifiant-double"),
    (A, "statut: actif", "statut: !!str actiff", "yaml-etiquette"),
    (A, "type: aide-financiere", "typ: aide-financiere", "champ-inconnu"),
    (A, "etapes: [detection]", "etapes: [detektion]", "etape-inconnue"),
    (A, 'du: "2025-01-01"', 'du: "2025-02-30"', "valeur-invalide"),
    (A, '["1", "11"]', '["1", "13"]', "valeur-invalide"),
    (A, "frais: payant", "frais: {cher: oui}", "forme-invalide"),
    (A, "parmi: [projet-ecrit]", "parmi: [projet-ecri]", "catalogue-option"),
    (A, "parmi: [commerce]", "parmi: [commerce], sauf: [artisanat]", "forme-invalide"),
    (A, "{question: secteur, sauf: [artisanat]}", "{question: secteurs, sauf: [artisanat]}", "catalogue-question"),
    (A, "moins de trois salariés", "moins de trois\u202e salariés", "caractere-interdit"),
    (A, 'poids: "3"', 'poids: "3", poids: "2"', "cle-double"),
    (S, "id: centre-social", "id: centre", "nom-de-fichier"),
    (S, 'verifie_le: "2026-11-23"', 'verifie_le: "2026-12-01"', "verifie-trop-tard"),
    (S, "filet: oui", "filet: oui, merci", "valeur-invalide"),
    (K, "semaine: 2026-W47", "semaine: W47", "valeur-invalide"),
    (K, "freins: [argent, mobilite]", "freins: [argent, mobilité]", "option-inconnue"),
    (K, "porte: [adie]", "porte: [addie]", "cas-type-nom"),
]  # fmt: skip
SUITE = [(A, 4, "valeur-invalide")]
"""`!!str actiff` is two errors: the tag, and the value that is not one of the three."""


def test_trente_erreurs_en_une_lecture(dossier: Dossier) -> None:
    attendus = [(f, dossier.changer(f, avant, apres), code) for f, avant, apres, code in TRENTE] + SUITE
    assert len(attendus) > 30
    with pytest.raises(CatalogueInvalide) as refus:
        lire_catalogue(dossier.racine)
    trouves = [(fichier, ligne, code) for fichier, code, ligne in map(reperer, refus.value.problemes)]
    assert sorted(trouves) == sorted(attendus)
    assert [t[:2] for t in trouves] == sorted(t[:2] for t in trouves), "sorted by file and line"


@pytest.mark.parametrize("nombre", range(1, len(TRENTE), 5))
def test_les_premieres_seulement(dossier: Dossier, nombre: int) -> None:
    """Fewer errors hide none of the others either."""
    attendus = [(f, dossier.changer(f, avant, apres), code) for f, avant, apres, code in TRENTE[:nombre]]
    trouves = [(fichier, ligne, code) for fichier, code, ligne in dossier.reperes()]
    assert sorted(trouves) == sorted(attendus + (SUITE if nombre > 14 else []))
