"""What holds of every catalogue and every answer: the engine against its naive reading, and the invariants.

`TIRAGES=20000 pytest tests/domaine/test_proprietes.py` draws more examples than the suite does.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.decision import Decision
from prescripteur_tui.domaine.kleene import VRAI
from prescripteur_tui.domaine.questionnaire import Question, Valeur
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.naif import couvre, lire_etat, lundi_de, recommander_naif
from tests.usine import SEMAINES, Cas, cas, cas_aleatoire, cas_par_graine, reponse_aleatoire, reponses_aleatoires

RACINE = Path(__file__).parents[2]

# Drawing a catalogue number by number is slow, but shrinks: the comparison with the naive reading does it. The others
# draw a seed.
TIRAGES = settings(
    max_examples=int(os.environ.get("TIRAGES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def decider(catalogue: Catalogue, reponses: Mapping[str, Valeur], semaine: str) -> dict[str, Any]:
    """The engine's result object."""
    return recommander(reponses, catalogue, semaine).vers_objet()


def avec(catalogue: Catalogue, reponses: Mapping[str, Valeur], question: str, option: str) -> dict[str, Valeur]:
    """The answers with one given or replaced, and without those that it closes."""
    est_multi = catalogue.questionnaire.par_id[question].multi
    nouvelles = {**reponses, question: (option,) if est_multi else option}
    return lire_etat(catalogue.questionnaire, nouvelles).reponses


def avancees(objet: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is put forward, doors and aides, by name."""
    return {p["offre"]: p for p in (*objet["propositions"], *objet["aides"])}


def trois(objet: Mapping[str, Any]) -> set[str]:
    """The first three doors."""
    return {p["offre"] for p in objet["propositions"][:3]}


# --- The naive reading ---


@settings(TIRAGES, max_examples=300)
@given(cas())
def test_moteur_egale_lecture_naive(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    assert decider(catalogue, reponses, semaine) == recommander_naif(reponses, catalogue, semaine)


@TIRAGES
@given(cas_par_graine())
def test_moteur_egale_lecture_naive_au_long_cours(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    assert decider(catalogue, reponses, semaine) == recommander_naif(reponses, catalogue, semaine)


@TIRAGES
@given(st.integers(0, 2**32 - 1))
def test_moteur_egale_lecture_naive_sur_le_catalogue_livre(livre: Catalogue, graine: int) -> None:
    alea = random.Random(graine)
    reponses = reponses_aleatoires(alea, livre.questionnaire, completes=alea.random() < 0.3)
    semaine = alea.choice(SEMAINES)
    naif = json.dumps(recommander_naif(reponses, livre, semaine), ensure_ascii=False, separators=(",", ":"))
    assert recommander(reponses, livre, semaine).vers_json() == naif


@TIRAGES
@given(cas_par_graine(), st.randoms(use_true_random=False))
def test_suivre_une_autre_reponse_egale_tout_decider(tire: Cas, alea: random.Random) -> None:
    """`avec` shares what the change leaves alone; twice over, it comes to the same as deciding anew."""
    catalogue, reponses, semaine = tire
    regles = catalogue.moteur.regles
    decision, bruts = Decision(regles, regles.bruts(reponses), semaine), regles.bruts(reponses)
    for _ in range(2):
        ouvertes = [q for q, ouverture in enumerate(decision.ouvertures) if ouverture == VRAI]
        question = alea.choice(ouvertes)
        autre = reponse_aleatoire(alea, regles.questions[question])
        masque = regles.bruts({regles.questions[question].id: autre})[question]
        bruts[question] = masque
        decision, neuve = decision.avec(question, masque), Decision(regles, bruts, semaine)
        for attribut in ("bruts", "donnees", "masques", "ouvertures", "indice_etape", "etape", "faux", "inconnus"):
            assert getattr(decision, attribut) == getattr(neuve, attribut), attribut
        assert [r.offre.nom for r in decision.portes()] == [r.offre.nom for r in neuve.portes()]


@pytest.fixture(scope="module")
def livre() -> Catalogue:
    """The shipped catalogue."""
    return lire_catalogue(RACINE / "catalogue")


# --- A function: byte for byte ---


@TIRAGES
@given(cas_par_graine(), st.randoms(use_true_random=False))
def test_octet_pour_octet_quel_que_soit_ce_qui_precede(tire: Cas, alea: random.Random) -> None:
    catalogue, reponses, semaine = tire
    attendu = recommander(reponses, catalogue, semaine).vers_json()
    autres = reponses_aleatoires(alea, catalogue.questionnaire)
    recommander(autres, catalogue, alea.choice(SEMAINES))
    melees = dict(alea.sample(list(reponses.items()), len(reponses)))
    neuf = Catalogue.model_validate(catalogue.model_dump(by_alias=True))
    assert recommander(melees, catalogue, semaine).vers_json() == attendu
    assert recommander(reponses, neuf, semaine).vers_json() == attendu


PROGRAMME = """
import hashlib, random
from prescripteur_tui.domaine.recommandation import recommander
from tests.usine import cas_aleatoire
somme = hashlib.sha256()
for graine in range(60):
    catalogue, reponses, semaine = cas_aleatoire(random.Random(graine))
    somme.update(recommander(reponses, catalogue, semaine).vers_json().encode())
print(somme.hexdigest())
"""


@pytest.mark.parametrize(
    "milieu",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "C", "PYTHONUTF8": "0"},
    ],
    ids=["graine-0", "graine-1", "autre-fuseau"],
)
def test_octet_pour_octet_d_un_processus_a_l_autre(milieu: dict[str, str]) -> None:
    somme = hashlib.sha256()
    for graine in range(60):
        catalogue, reponses, semaine = cas_aleatoire(random.Random(graine))
        somme.update(recommander(reponses, catalogue, semaine).vers_json().encode())
    autre = subprocess.run(
        [sys.executable, "-c", PROGRAMME],
        cwd=RACINE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(RACINE), **milieu},
        capture_output=True,
        text=True,
        check=True,
    )
    assert autre.stdout.strip() == somme.hexdigest()


# --- Nobody leaves empty-handed; everything is somewhere, once ---


@TIRAGES
@given(cas_par_graine())
def test_la_premiere_proposition_est_toujours_sure(tire: Cas) -> None:
    propositions = decider(*tire)["propositions"]
    assert propositions[0]["statut"] == "assuree"


@TIRAGES
@given(cas_par_graine())
def test_chaque_offre_est_a_une_place_et_une_seule(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    objet = decider(catalogue, reponses, semaine)
    places = [e["offre"] for liste in ("propositions", "aides", "ecartes") for e in objet[liste]]
    assert sorted(places) == sorted(catalogue.offres)
    assert all(catalogue.offres[p["offre"]].offre.aide is False for p in objet["propositions"])
    assert all(catalogue.offres[p["offre"]].offre.aide is True for p in objet["aides"])


@TIRAGES
@given(cas_par_graine())
def test_un_operateur_n_a_qu_une_proposition(tire: Cas) -> None:
    operateurs = [p["operateur"] for p in decider(*tire)["propositions"]]
    assert len(operateurs) == len(set(operateurs))


@TIRAGES
@given(cas_par_graine())
def test_autre_offre_veut_dire_que_son_operateur_est_la(tire: Cas) -> None:
    objet = decider(*tire)
    la = {p["operateur"] for p in objet["propositions"]}
    assert all(e["operateur"] in la for e in objet["ecartes"] if e["cause"] == "autre-offre")


@TIRAGES
@given(cas_par_graine())
def test_ordre_des_propositions(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    propositions = decider(catalogue, reponses, semaine)["propositions"]
    rangs = [
        (p["statut"] == "a-verifier", catalogue.offres[p["offre"]].offre.filet, -p["score"],
         catalogue.offres[p["offre"]].confiance.rang)
        for p in propositions
    ]  # fmt: skip
    assert rangs == sorted(rangs)
    assert [p["rang"] for p in propositions] == list(range(1, len(propositions) + 1))


# --- Alive, sourced, with its reasons ---


@TIRAGES
@given(cas_par_graine())
def test_rien_de_termine_de_non_confirme_ou_hors_dates_n_est_avance(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    for nom in avancees(decider(catalogue, reponses, semaine)):
        offre = catalogue.offres[nom]
        assert {offre.operateur.statut, offre.offre.statut or "actif"} == {"actif"}
        assert couvre(offre, lundi_de(semaine))


@TIRAGES
@given(cas_par_graine())
def test_chaque_avancee_a_ses_raisons_ses_sources_et_sa_date(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    for nom, avancee in avancees(decider(catalogue, reponses, semaine)).items():
        assert avancee["raisons"], nom
        assert avancee["sources"], nom
        assert avancee["verifie_le"], nom
        paires = [(r["question"], r["reponse"]) for r in avancee["raisons"] if r["question"]]
        assert len(paires) == len(set(paires)), nom
        for question, reponse in paires:
            valeur = reponses[question]
            assert reponse in ((valeur,) if isinstance(valeur, str) else valeur), nom


@TIRAGES
@given(cas_par_graine())
def test_a_verifier_dit_toujours_quoi(tire: Cas) -> None:
    objet = decider(*tire)
    for porte in objet["propositions"]:
        assert bool(porte["a_verifier"]) == (porte["statut"] == "a-verifier"), porte["offre"]
    for aide in objet["aides"]:
        assert bool(aide["a_verifier"] or aide["a_confirmer"]) == (aide["statut"] == "a-verifier"), aide["offre"]


# --- Unknown ---


@TIRAGES
@given(cas_par_graine())
def test_decliner_ne_change_que_la_question_utile(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    dites = {q: v for q, v in reponses.items() if v != "sans-reponse"}
    avec_refus, sans_refus = decider(catalogue, reponses, semaine), decider(catalogue, dites, semaine)
    assert {**avec_refus, "question_utile": None} == {**sans_refus, "question_utile": None}


@TIRAGES
@given(cas_par_graine(), st.randoms(use_true_random=False))
def test_une_reponse_de_plus_ne_defait_pas_ce_qui_etait_su(tire: Cas, alea: random.Random) -> None:
    """Kleene is monotone: with the étape and the earlier answers kept, true stays true and false stays false.

    An `assuree` may yield to a better offre of its operator, never to « à vérifier » nor to a condition; what a
    condition held out stays out. An answer that closes all that follows takes answers away, and is left aside.
    """
    catalogue, reponses, semaine = tire
    ouvertes = [q for q, porte in lire_etat(catalogue.questionnaire, reponses).portes.items() if porte is True]
    manquantes = [q for q in ouvertes if reponses.get(q, "sans-reponse") == "sans-reponse"]
    if not manquantes:
        return
    question = catalogue.questionnaire.par_id[alea.choice(manquantes)]
    plus = {**reponses, question.id: _reponse_qui_laisse_la_suite(alea, question)}
    avant, apres = decider(catalogue, reponses, semaine), decider(catalogue, plus, semaine)
    causes = {e["offre"]: e["cause"] for e in apres["ecartes"]}
    etape = apres["etape"]["id"]
    for nom, avancee in avancees(avant).items():
        if avancee["statut"] == "assuree" and etape in catalogue.offres[nom].offre.etapes:
            maintenant = avancees(apres).get(nom)
            assert maintenant["statut"] == "assuree" if maintenant else causes[nom] == "autre-offre", nom
    for entree in avant["ecartes"]:
        if entree["cause"] in ("condition", "porte-fermee"):
            assert causes.get(entree["offre"]) in ("condition", "porte-fermee", "etape"), entree["offre"]


def _reponse_qui_laisse_la_suite(alea: random.Random, question: Question) -> Valeur:
    """An answer whose options close nothing behind them; declining when there is none."""
    for _ in range(20):
        valeur = reponse_aleatoire(alea, question)
        choisies = (valeur,) if isinstance(valeur, str) else valeur
        if not any(option.ferme_la_suite for option in question.options if option.id in choisies):
            return valeur
    return "sans-reponse"


# --- Bascule and question_utile, by trying everything ---


@TIRAGES
@given(cas_par_graine())
def test_bascule_ouvre_vraiment_et_dit_tout(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    for entree in decider(catalogue, reponses, semaine)["ecartes"]:
        if entree["cause"] not in ("condition", "porte-fermee", "etape"):
            assert not {"question", "bascule"} & set(entree), entree
            continue
        if "question" not in entree:  # No étape rule looks at any question: nothing can change the étape.
            assert entree["cause"] == "etape"
            continue
        ouvrent = []
        for option in catalogue.questionnaire.par_id[entree["question"]].options:
            if option.id == "ne-sait-pas":
                continue
            objet = decider(catalogue, avec(catalogue, reponses, entree["question"], option.id), semaine)
            cause = next((e["cause"] for e in objet["ecartes"] if e["offre"] == entree["offre"]), None)
            if cause in (None, "autre-offre"):
                ouvrent.append(option.id)
        assert entree["bascule"] == ouvrent, entree


@TIRAGES
@given(cas_par_graine())
def test_question_utile_par_force_brute(tire: Cas) -> None:
    catalogue, reponses, semaine = tire
    objet = decider(catalogue, reponses, semaine)
    portes = lire_etat(catalogue.questionnaire, reponses).portes
    scores = {}
    for question in catalogue.questionnaire.questions:
        if portes[question.id] is True and question.id not in reponses:
            essais = [
                decider(catalogue, avec(catalogue, reponses, question.id, option.id), semaine)
                for option in question.options
            ]
            scores[question.id] = sum(trois(essai) != trois(objet) for essai in essais)
    meilleure = max(scores, key=lambda q: scores[q], default=None)
    attendue = meilleure if meilleure and scores[meilleure] else None
    assert (objet["question_utile"] or {"id": None})["id"] == attendue


def test_les_tirages_couvrent_tout_ce_que_l_objet_peut_dire() -> None:
    """A property says nothing of what is never drawn: causes, bascules, aides, waiting doors, useful questions."""
    vues: set[str] = set()
    for graine in range(300):
        objet = decider(*cas_aleatoire(random.Random(graine)))
        vues |= {e["cause"] + ("+" if e.get("bascule") else "") for e in objet["ecartes"]}
        vues |= {f"porte {p['statut']}" for p in objet["propositions"]}
        vues |= {f"aide {p['statut']}" for p in objet["aides"]}
        vues |= {f"{len(objet['propositions'])} portes", f"utile {objet['question_utile'] is not None}"}
    assert vues >= {
        "condition", "condition+", "porte-fermee", "porte-fermee+", "etape", "etape+", "autre-offre", "statut",
        "date", "porte assuree", "porte a-verifier", "aide assuree", "aide a-verifier", "utile True", "utile False",
        "1 portes", "2 portes", "3 portes", "4 portes",
    }  # fmt: skip


def test_le_resultat_se_relit_en_json(livre: Catalogue) -> None:
    resultat = recommander({"maturite": "idee"}, livre, "2026-W47")
    assert json.loads(resultat.vers_json()) == resultat.vers_objet()
