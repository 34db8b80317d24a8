"""Two catalogues side by side: what moved, whose first door changes, what is only estimated."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from prescripteur_tui.domaine.base import Modele
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.estimation import fourchette
from prescripteur_tui.domaine.operateurs import Offre
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.comparaison import Comparaison, comparer, mettre_en_regard
from prescripteur_tui.services.recit_comparaison import comparaison_en_lignes
from tests.naif import recommander_naif

SEMAINE = "2026-W48"
JEUX = 3_782_284_922_888
"""Complete answer sets of the shipped questionnaire, as `catalogue verifier` counts them."""

Changer = Callable[..., Path]
M = TypeVar("M", bound=Modele)


@pytest.fixture(scope="module")
def livre(dossier_catalogue: Path) -> Catalogue:
    return lire_catalogue(dossier_catalogue)


@pytest.fixture
def changer(tmp_path: Path, dossier_catalogue: Path) -> Changer:
    """A copy of the shipped catalogue with texts of a file replaced."""

    def copier(fichier: str, *paires: tuple[str, str]) -> Path:
        dossier = tmp_path / "nouveau"
        shutil.copytree(dossier_catalogue, dossier, dirs_exist_ok=True)
        chemin = dossier / fichier
        texte = chemin.read_text("utf-8")
        for avant, apres in paires:
            assert avant in texte, avant
            texte = texte.replace(avant, apres, 1)
        chemin.write_text(texte, "utf-8")
        return dossier

    return copier


def avec(modele: M, **champs: Any) -> M:
    """A model with other fields, which keeps nothing that was computed from the first ones."""
    return type(modele).model_construct(**{**{c: getattr(modele, c) for c in type(modele).model_fields}, **champs})


def en_texte(comparaison: Comparaison) -> str:
    brut = "\n".join(comparaison_en_lignes(comparaison))
    assert re.findall(r".{10} [:;!?»]|« ", brut) == []
    return brut.replace("\u00a0", " ").replace("\u202f", " ")


def premieres(catalogue: Catalogue) -> dict[str, str]:
    """The first door of each cas-type, by the naive engine."""
    return {
        cas.id: recommander_naif(catalogue.questionnaire.verifier(cas.reponses), catalogue, cas.semaine)[
            "propositions"
        ][0]["offre"]
        for cas in catalogue.cas_types
    }


def test_le_meme_catalogue_ne_change_rien_et_c_est_prouve(livre: Catalogue) -> None:
    comparaison = mettre_en_regard(livre, avec(livre), SEMAINE)
    assert comparaison.est_prouvee
    assert (comparaison.jeux, comparaison.jeux_changes) == (JEUX, 0)
    assert (comparaison.cas_compares, comparaison.cas_changes) == (len(livre.cas_types), ())
    texte = en_texte(comparaison)
    assert "Mêmes opérateurs, mêmes offres, mêmes règles." in texte
    assert "Personne ne change de première porte. Prouvé sur les 3 782 284 922 888 jeux de réponses complets" in texte
    assert "Aucun ne change de première porte" in texte


def test_un_operateur_termine_cede_ses_premieres_portes(livre: Catalogue, changer: Changer) -> None:
    nouveau = lire_catalogue(changer("operateurs/citeslab.yaml", ("statut: actif", "statut: termine")))
    comparaison = mettre_en_regard(livre, nouveau, SEMAINE)
    assert comparaison.est_prouvee
    assert comparaison.operateurs.changes == ("citeslab",)
    assert {c.ancienne.partition("/")[0] for c in comparaison.changements} == {"citeslab"}
    assert 0 < comparaison.jeux_changes < JEUX
    avant, apres = premieres(livre), premieres(nouveau)
    attendus = {nom: (avant[nom], apres[nom]) for nom in avant if avant[nom] != apres[nom]}
    assert attendus
    assert {c.cas.id: (c.ancienne, c.nouvelle) for c in comparaison.cas_changes} == attendus
    for changement in comparaison.changements:
        portes = [
            recommander_naif(changement.exemple, catalogue, SEMAINE)["propositions"][0]["offre"]
            for catalogue in (livre, nouveau)
        ]
        assert portes == [changement.ancienne, changement.nouvelle]
    texte = en_texte(comparaison)
    assert "- CitésLab" in texte.split("PREMIÈRE PORTE")[0]
    assert "actif → terminé" in texte
    assert re.search(r"Par exemple, une personne qui .*\.", texte)
    assert "NON PROUVÉ" not in texte


def test_un_parcours_trop_long_laisse_la_place_a_une_estimation_dite_comme_telle(
    livre: Catalogue, changer: Changer
) -> None:
    nouveau = lire_catalogue(changer("operateurs/bge-hauts-de-france.yaml", ("statut: actif", "statut: termine")))
    exacte = mettre_en_regard(livre, nouveau, SEMAINE)
    estimee = mettre_en_regard(livre, nouveau, SEMAINE, etats=10)
    assert (exacte.est_prouvee, estimee.est_prouvee) == (True, False)
    assert estimee.fourchette is not None
    assert estimee.fourchette[0] < exacte.part < estimee.fourchette[1]
    assert mettre_en_regard(livre, nouveau, SEMAINE, etats=10) == estimee
    objet = estimee.vers_objet()["premiere_porte"]
    assert (objet["prouve"], objet["reponses"], objet["part_a_egalite"]) == (False, None, None)
    assert objet["tirages"] == 5_000
    texte = en_texte(estimee)
    assert "NON PROUVÉ. Estimation : sur 5 000 jeux de réponses complets tirés au hasard" in texte
    assert "Prouvé sur" not in texte


def test_la_fourchette_d_une_part_nulle_n_est_pas_nulle() -> None:
    """Wilson's upper bound for 0 of n is z²/(n + z²)."""
    de, a = fourchette(0, 5_000)
    assert de == pytest.approx(0.0, abs=1e-12)
    assert a == pytest.approx(3.8415 / 5_003.8415, rel=1e-4)
    assert fourchette(5_000, 5_000) == (pytest.approx(1 - a), pytest.approx(1.0))


def test_d_autres_mots_et_un_autre_ordre_d_options_ne_changent_rien(livre: Catalogue) -> None:
    questions = [
        avec(question, enonce="Autrement dit", options=tuple(reversed(question.options)))
        for question in livre.questionnaire.questions
    ]
    questionnaire = avec(livre.questionnaire, questions=tuple(questions))
    comparaison = mettre_en_regard(livre, avec(livre, questionnaire=questionnaire), SEMAINE)
    assert (comparaison.questionnaire, comparaison.est_prouvee, comparaison.jeux_changes) == ((), True, 0)


def test_des_questionnaires_differents_se_comparent_sur_ce_qu_ils_ont_en_commun(livre: Catalogue) -> None:
    """The old one has a sector less and asks no `essai`; the cas-types that it cannot take are named, not compared."""
    retires = ("essai", "secteur")
    questions = []
    for question in livre.questionnaire.questions:
        if question.id == "secteur":
            questions.append(avec(question, options=tuple(o for o in question.options if o.id != "commerce")))
        elif question.id != "essai":
            questions.append(question)

    def sans_ces_questions(offre: Offre) -> Offre:
        conditions = [c for c in offre.conditions if all(a.question not in retires for a in c.atomes())]
        preferences = [p for p in offre.preferences if p.question not in retires]
        return avec(offre, conditions=tuple(conditions), preferences=tuple(preferences))

    operateurs = [avec(o, offres=tuple(map(sans_ces_questions, o.offres))) for o in livre.operateurs]
    questionnaire = avec(livre.questionnaire, questions=tuple(questions))
    ancien, nouveau = avec(livre, questionnaire=questionnaire, operateurs=tuple(operateurs)), livre
    comparaison = mettre_en_regard(ancien, nouveau, SEMAINE)
    assert [(d.genre, d.question, d.options) for d in comparaison.questionnaire] == [
        ("options-nouvelles", "secteur", ("commerce",)),
        ("question-nouvelle", "essai", ()),
    ]
    assert not comparaison.est_prouvee
    refuses = {
        cas.id for cas in nouveau.cas_types if "essai" in cas.reponses or cas.reponses.get("secteur") == "commerce"
    }
    assert {c.cas.id for c in comparaison.cas_ecartes} == refuses
    assert comparaison.cas_compares == len(nouveau.cas_types) - len(refuses)
    texte = en_texte(comparaison)
    assert "LES QUESTIONNAIRES DIFFÈRENT" in texte
    assert "options nouvelles (Commerce" in texte
    assert "La comparaison porte sur les questions et les réponses que les deux connaissent." in texte


def test_un_cas_type_que_le_nouveau_n_a_plus_est_compare_quand_meme(livre: Catalogue) -> None:
    comparaison = mettre_en_regard(livre, avec(livre, cas_types=livre.cas_types[1:]), SEMAINE)
    assert comparaison.cas_compares == len(livre.cas_types)


def test_operateurs_et_offres_qui_arrivent_et_qui_partent_sont_nommes(livre: Catalogue) -> None:
    """ACSRV leaves with its offres; another operator keeps all but one of its offres, and one of its rules changes."""
    bge = livre.par_operateur["bge-hauts-de-france"]
    autre = avec(bge.offres[0], preferences=())
    operateurs = [o for o in livre.operateurs if o.id not in ("acsrv", bge.id)]
    operateurs.append(avec(bge, offres=(autre, *bge.offres[1:-1])))
    nouveau = avec(livre, operateurs=tuple(operateurs))
    depart = mettre_en_regard(livre, nouveau, SEMAINE)
    assert (depart.operateurs.retires, depart.operateurs.nouveaux, depart.operateurs.changes) == (("acsrv",), (), ())
    assert depart.offres.changes == (f"{bge.id}/{autre.id}",)
    assert f"{bge.id}/{bge.offres[-1].id}" in depart.offres.retires
    texte = en_texte(depart)
    assert "- Opérateur retiré : ACSRV" in texte
    assert f"- Offre retirée : {bge.nom} · {bge.offres[-1].nom}." in texte
    assert f"- Règles changées : {bge.nom} · {autre.nom}." in texte
    retour = mettre_en_regard(nouveau, livre, SEMAINE)
    assert retour.operateurs.nouveaux == ("acsrv",)
    assert "- Opérateur nouveau : ACSRV" in en_texte(retour)


def test_la_semaine_est_celle_du_jour_ou_du_catalogue_le_plus_recent(
    tmp_path: Path, dossier_catalogue: Path, changer: Changer
) -> None:
    date = f'date: "{lire_catalogue(dossier_catalogue).identite.date}"'
    futur = changer("catalogue.yaml", (date, 'date: "2027-03-10"'))
    app = Application(tmp_path / "donnees", horloge=lambda: dt.datetime(2026, 11, 25, tzinfo=dt.UTC))
    assert comparer(app, dossier_catalogue, dossier_catalogue).semaine == "2026-W48"
    assert comparer(app, dossier_catalogue, futur).semaine == "2027-W10"
    assert comparer(app, dossier_catalogue, futur, "2026-W50").semaine == "2026-W50"
    with pytest.raises(ErreurPrescripteur) as refus:
        comparer(app, dossier_catalogue, futur, "2026-50")
    assert refus.value.code == "semaine-invalide"


def test_un_catalogue_refuse_est_nomme_avec_son_dossier(
    tmp_path: Path, dossier_catalogue: Path, changer: Changer
) -> None:
    mauvais = changer("operateurs/adie.yaml", ("statut: actif", "statut: vivant"))
    app = Application(tmp_path / "donnees")
    with pytest.raises(CatalogueInvalide) as refus:
        comparer(app, dossier_catalogue, mauvais)
    assert [p.contexte["fichier"] for p in refus.value.problemes] == [f"{mauvais}/operateurs/adie.yaml"]
    with pytest.raises(ErreurPrescripteur) as absent:
        comparer(app, tmp_path / "nulle-part", dossier_catalogue)
    assert absent.value.code == "catalogue-introuvable"
