"""Whatever is read, the answer is a value or a refusal of ours, never another exception."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.questionnaire import Questionnaire
from prescripteur_tui.erreurs import FICHES, ErreurPrescripteur
from prescripteur_tui.lecture import yaml_sur
from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue
from prescripteur_tui.lecture.fichiers import decoder
from prescripteur_tui.lecture.reparation import valider
from prescripteur_tui.lecture.reponses import lire_ligne, lire_objet
from prescripteur_tui.lecture.yaml_sur import analyser_yaml, lire_yaml
from tests.lecture.echantillon import ADIE, FICHIERS, QUESTIONNAIRE, Dossier

MORCEAUX = st.sampled_from(
    ["a", "b: ", "- ", "\n", "\n  ", "{", "}", "[", "]", ",", ":", "&x ", "*x", "!!str ", "!", "|", ">-", '"', "'",
     "#", "\t", "\\", "\\x07", "---\n", "...\n", "%YAML 1.1\n", "? ", "null", "~", "é", "\x00", "\x85", "\u202e",
     "\ufeff", "\ud800", "\r", "<<: ", "1e9", "@", "`"]
)  # fmt: skip
TEXTES = st.one_of(st.text(max_size=60), st.lists(MORCEAUX, max_size=25).map("".join))


def _est_refus(erreur: ErreurPrescripteur) -> None:
    assert erreur.code in FICHES
    assert str(erreur)
    json.dumps(erreur.message, ensure_ascii=False).encode("utf-8")


def _est_simple(valeur: object) -> bool:
    if isinstance(valeur, dict):
        return all(isinstance(c, str) and _est_simple(v) for c, v in valeur.items())
    if isinstance(valeur, list):
        return all(_est_simple(v) for v in valeur)
    return valeur is None or type(valeur) is str


@pytest.mark.parametrize("chargeur", ["CSafeLoader", "SafeLoader"])
@given(texte=TEXTES)
@settings(max_examples=150, deadline=None)
def test_n_importe_quel_texte_en_yaml(chargeur: str, texte: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_sur, "_Chargeur", getattr(yaml_sur.yaml, chargeur))
        document, problemes = analyser_yaml(texte, "f.yaml")
    assert document is not None or problemes
    for probleme in problemes:
        _est_refus(probleme)
        assert probleme.contexte["ligne"] >= 1  # type: ignore[operator]
    if document is not None:
        assert _est_simple(document.valeur)


@given(octets=st.binary(max_size=80))
@settings(max_examples=150, deadline=None)
def test_n_importe_quels_octets(octets: bytes) -> None:
    for lire in (lambda: lire_yaml(decoder(octets, "f"), "f"), lambda: lire_ligne(octets)):
        try:
            lire()
        except ErreurPrescripteur as erreur:
            _est_refus(erreur)


@given(texte=TEXTES)
@settings(max_examples=150, deadline=None)
def test_n_importe_quelles_reponses(texte: str) -> None:
    for lire in (lambda: lire_objet(texte, "r"), lambda: lire_objet("{" + texte, "r.json"), lambda: lire_ligne(texte)):
        try:
            lire()
        except ErreurPrescripteur as erreur:
            _est_refus(erreur)


VALEURS = st.recursive(
    st.none() | st.sampled_from(["", "oui", "idee", "x", "2025", "bouchon-1"]) | st.text(max_size=5),
    lambda petit: (
        st.lists(petit, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "parmi", "sauf", "un-de", "toutes", "question", "str", "zzz"]), petit)
    ),
    max_leaves=6,
)


@given(donnees=st.data())
@settings(max_examples=100, deadline=None)
def test_n_importe_quelle_valeur_a_n_importe_quelle_place(donnees: st.DataObject) -> None:
    """Any node of the questionnaire, replaced by anything: repaired, and refused in French at most once a place."""
    valeur = lire_yaml(QUESTIONNAIRE, "q").valeur
    del valeur["schema"]
    parent, cle = donnees.draw(st.sampled_from(list(_noeuds(valeur))))
    parent[cle] = donnees.draw(VALEURS)
    morceau = valider(Questionnaire, valeur)
    assert morceau.objet is not None
    assert len({(r.chemin, r.est_de_cle) for r in morceau.refus}) == len(morceau.refus)
    for refus in morceau.refus:
        _est_refus(ErreurPrescripteur(refus.code, **refus.contexte))


def _noeuds(valeur: object) -> list[tuple[object, object]]:
    couples = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    trouves: list[tuple[object, object]] = []
    for cle, petit in couples:
        trouves.append((valeur, cle))
        trouves += _noeuds(petit)
    return trouves


@given(donnees=st.data())
@settings(max_examples=60, deadline=None)
def test_un_catalogue_abime_n_importe_ou(donnees: st.DataObject) -> None:
    """A few characters taken out or put in anywhere: a catalogue, or problems each with its place."""
    nom = donnees.draw(st.sampled_from(sorted(FICHIERS)))
    texte = FICHIERS[nom]
    for _ in range(donnees.draw(st.integers(1, 3))):
        debut = donnees.draw(st.integers(0, len(texte)))
        fin = donnees.draw(st.integers(debut, min(len(texte), debut + 12)))
        texte = texte[:debut] + donnees.draw(MORCEAUX | st.just("")) + texte[fin:]
    with tempfile.TemporaryDirectory() as racine:
        dossier = Dossier(Path(racine))
        (dossier.racine / nom).write_bytes(texte.encode("utf-8", "surrogatepass"))
        try:
            lire_catalogue(dossier.racine)
        except CatalogueInvalide as erreur:
            assert erreur.problemes
            for probleme in erreur.problemes:
                _est_refus(probleme)
                assert {"fichier", "ligne", "colonne"} <= probleme.contexte.keys()


def test_la_reparation_ne_touche_pas_a_ce_qu_elle_recoit() -> None:
    document = lire_yaml(ADIE.replace("statut: actif", "statu: actiff"), "a")
    avant = json.dumps(document.valeur)
    assert valider(Questionnaire, document.valeur).refus
    assert json.dumps(document.valeur) == avant
