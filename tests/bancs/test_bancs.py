"""Every benchmark still runs, and what it compares is the same; no time is judged here."""

from __future__ import annotations

from tests.bancs import demarrage, export, moteur, national, reponse


def test_le_moteur_la_lecture_naive_et_jsonlogic_disent_la_meme_chose() -> None:
    assert [len(releve.rapports) for releve in moteur.mesurer(60, graine=3)] == [1, 1, 1]


def test_le_demarrage_montre_le_compte_et_prend_n() -> None:
    releves = demarrage.mesurer(1, stockes=40)
    assert [len(releve.rapports) for releve in releves] == [1, 1, 1]


def test_chaque_reponse_mene_a_la_question_suivante() -> None:
    assert len(reponse.mesurer(1).rapports) == len(reponse.REPONSES)


def test_l_export_et_le_sql_nu_disent_la_meme_chose() -> None:
    premier, encore, *departs = export.mesurer(2, 2_000, departs=1)
    assert [len(releve.rapports) for releve in (premier, encore)] == [2, 2]
    assert len(departs) == 3


def test_la_version_sort() -> None:
    assert len(demarrage.mesurer_version(1).rapports) == 1


def test_les_fichiers_nationaux_se_lisent_des_deux_manieres() -> None:
    releves = national.mesurer(300, 1)
    assert [len(releve.rapports) for releve in releves] == [1, 1]
