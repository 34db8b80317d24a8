"""The store does what the `Depot` protocol says."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.domaine.comptages import grouper
from prescripteur_tui.domaine.entretien import Orientation
from prescripteur_tui.domaine.ports import CompteSemaine, Coordonnees, Depot, LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import ouvrir
from tests.stockage.conftest import UnFeuillet, des_entretiens, un_brouillon, une_periode


def test_la_base_est_un_depot(base: Base) -> None:
    depot: Depot = base
    assert depot is base


def test_ce_qui_est_ajoute_se_relit(base: Base, dossier: Path) -> None:
    lot = des_entretiens(20)
    base.ajouter(lot)
    base.fermer()
    relue = ouvrir(dossier)
    assert list(relue.de_la_semaine("2026-W47", "dutemple")) == sorted(lot, key=lambda e: e.id)
    assert relue.lire(lot[3].id) == lot[3]
    assert relue.lire("inconnu") is None
    assert list(relue.de_la_semaine("2026-W46", "dutemple")) == []
    relue.fermer()


def test_un_entretien_sans_reponse(base: Base) -> None:
    """Answers that closed the questionnaire are not kept."""
    ferme = dataclasses.replace(des_entretiens(1)[0], reponses={})
    base.ajouter([ferme])
    assert base.lire(ferme.id) == ferme


def test_l_ordre_des_reponses_n_est_pas_garde(base: Base) -> None:
    un, deux = des_entretiens(2)
    melange = dict(reversed(list(un.reponses.items())))
    base.ajouter([un, dataclasses.replace(deux, reponses=melange)])
    relus = [base.lire(e.id) for e in (un, deux)]
    assert [list(relu.reponses) for relu in relus if relu] == [sorted(melange)] * 2


def test_tous_ou_aucun(base: Base) -> None:
    ancien, *lot = des_entretiens(10)
    base.ajouter([ancien])
    base.ecrire_brouillon(un_brouillon())
    with pytest.raises(ErreurPrescripteur) as refus:
        base.ajouter([*lot, ancien], sans_brouillon=True)
    assert refus.value.code == "base-erreur"
    assert list(base.de_la_semaine("2026-W47", "dutemple")) == [ancien]
    assert base.lire_brouillon() is not None


def test_un_iterable_qui_echoue_n_ecrit_rien(base: Base) -> None:
    def ligne_par_ligne():  # type: ignore[no-untyped-def]
        yield des_entretiens(1)[0]
        raise ErreurPrescripteur("question-inconnue", question="x")

    with pytest.raises(ErreurPrescripteur):
        base.ajouter(ligne_par_ligne())
    assert base.semaines() == []


def test_les_orientations_se_comptent_par_operateur(base: Base) -> None:
    """Two offres of one operator are one count; an interview taken back no longer counts; every week and lieu does."""
    assert base.orientations_par_operateur() == {}
    offres = (("adie/conseil", "adie/microcredit"), ("adie/conseil", "citeslab/ideation"), ())
    semaines = ("2026-W47", "2026-W12", "2026-W47")
    lot = [
        dataclasses.replace(e, orientations=tuple(map(Orientation, noms)), semaine=semaine, lieu=semaine.lower())
        for e, noms, semaine in zip(des_entretiens(3), offres, semaines, strict=True)
    ]
    base.ajouter(lot)
    assert list(base.orientations_par_operateur().items()) == [("adie", 3), ("citeslab", 1)]
    base.retirer(lot[1].id)
    assert base.orientations_par_operateur() == {"adie": 2}


def test_ajouter_rien(base: Base) -> None:
    base.ajouter([])
    assert base.semaines() == []


def test_ajouter_emporte_le_brouillon(base: Base) -> None:
    un, deux = des_entretiens(2)
    base.ecrire_brouillon(un_brouillon())
    base.ajouter([un])
    assert base.lire_brouillon() is not None
    base.ajouter([deux], sans_brouillon=True)
    assert base.lire_brouillon() is None


@pytest.mark.parametrize(
    "identifiant", ["1", "", "018f3b1e-8c1a-7000-8000-000000000000"], ids=["rang", "vide", "uuid7"]
)
def test_un_identifiant_qui_dirait_l_ordre_est_refuse(base: Base, identifiant: str) -> None:
    """Only random ids: a version 7 UUID begins with the time of day."""
    with pytest.raises(ErreurPrescripteur):
        base.ajouter([dataclasses.replace(des_entretiens(1)[0], id=identifiant)])


@pytest.mark.parametrize("semaine", ["2026-11-23", "2026-W47 ", "2026", "23:59"])
def test_une_date_n_entre_pas_a_la_place_d_une_semaine(base: Base, semaine: str) -> None:
    with pytest.raises(ErreurPrescripteur):
        base.ajouter([dataclasses.replace(des_entretiens(1)[0], semaine=semaine)])


def test_remplacer(base: Base) -> None:
    lot = des_entretiens(5)
    base.ajouter(lot)
    nouveau = dataclasses.replace(
        lot[2], etape="accompagnement", fin="orientation", orientations=(Orientation("x/y"), Orientation("x/z"))
    )
    base.remplacer(nouveau)
    assert base.lire(nouveau.id) == nouveau
    assert list(base.de_la_semaine("2026-W47", "dutemple")) == sorted([*lot[:2], nouveau, *lot[3:]], key=lambda e: e.id)
    (compte,) = base.comptes("dutemple", "2026-W01")
    assert compte.orientations == sum(len(e.orientations) for e in [*lot[:2], nouveau, *lot[3:]])


def test_retirer(base: Base, dossier: Path) -> None:
    lot = des_entretiens(5)
    base.ajouter(lot)
    base.retirer(lot[0].id)
    assert base.lire(lot[0].id) is None
    orphelines = base._lignes("SELECT * FROM orientations WHERE entretien NOT IN (SELECT id FROM entretiens)")
    assert orphelines == []


def test_ce_qui_n_existe_pas_ne_se_remplace_ni_ne_se_retire(base: Base) -> None:
    (absent,) = des_entretiens(1)
    for geste in (lambda: base.remplacer(absent), lambda: base.retirer(absent.id)):
        with pytest.raises(ErreurPrescripteur) as refus:
            geste()
        assert refus.value.code == "entretien-inconnu"
    assert base.semaines() == []


def test_les_comptes(base: Base) -> None:
    semaines = {"2026-W40": 3, "2026-W47": 8, "2026-W53": 2, "2027-W01": 4}
    for graine, (semaine, nombre) in enumerate(semaines.items()):
        base.ajouter(des_entretiens(nombre, graine, semaine))
    base.ajouter(des_entretiens(5, 99, "2026-W47", "ailleurs"))
    comptes = base.comptes("dutemple", "2026-W47")
    attendus = []
    for semaine in ("2026-W47", "2026-W53", "2027-W01"):
        lot = list(base.de_la_semaine(semaine, "dutemple"))
        etapes = [e.etape for e in lot]
        attendus.append(
            CompteSemaine(
                semaine, len(lot), sum(len(e.orientations) for e in lot), {e: etapes.count(e) for e in set(etapes)}
            )
        )
    assert list(comptes) == attendus
    assert base.semaines() == [
        ("2026-W40", "dutemple", 3),
        ("2026-W47", "ailleurs", 5),
        ("2026-W47", "dutemple", 8),
        ("2026-W53", "dutemple", 2),
        ("2027-W01", "dutemple", 4),
    ]


@pytest.mark.parametrize(
    "lire",
    [
        lambda base: base.comptes("dutemple", "2026-W40"),
        lambda base: base.grouper("2026-W47", "dutemple"),
        lambda base: base.lieux_de_la_semaine("2026-W47"),
        lambda base: base.courrier.lieux_en_attente(),
        lambda base: base.courrier.en_attente("dutemple"),
        lambda base: base.courrier.a_compter("dutemple", "2026-W47"),
        lambda base: base.courrier.deposer_periode(*une_periode(), semaine="2026-W47", ids=[]),
    ],
    ids=["comptes", "grouper", "lieux", "lieux en attente", "en attente", "a compter", "deposer"],
)
def test_ce_qui_se_fait_souvent_ne_parcourt_pas_la_base(base: Base, lire: Callable[[Base], object]) -> None:
    """A week out of a million interviews stays a matter of milliseconds (tests/bancs/export.py)."""
    base.ajouter(des_entretiens(5))
    requetes: list[str] = []
    base._acces._connexion.set_trace_callback(requetes.append)
    lire(base)
    base._acces._connexion.set_trace_callback(None)
    plans = [
        etape[3]
        for requete in requetes
        if requete.lstrip().startswith(("SELECT", "WITH", "UPDATE"))
        for etape in base._lignes(f"EXPLAIN QUERY PLAN {requete}")
    ]
    assert [plan for plan in plans if "entretiens" in plan or " e " in plan]
    assert [
        plan for plan in plans if plan.split()[:2] in (["SCAN", t] for t in ("entretiens", "e", "orientations"))
    ] == []


@pytest.mark.parametrize(
    "requete",
    [
        "SELECT semaine, etape, count(*), sum(nombre_orientations) FROM entretiens "
        "WHERE lieu = 'a' AND semaine >= 'b' GROUP BY semaine, etape",
        "SELECT semaine, lieu, count(*) FROM entretiens GROUP BY lieu, semaine",
        "SELECT etape, fin, catalogue_version, count(*) FROM entretiens "
        "WHERE lieu = 'a' AND semaine = 'b' GROUP BY etape, fin, catalogue_version",
    ],
    ids=["comptes", "semaines", "grouper"],
)
def test_compter_ne_lit_que_l_index(base: Base, requete: str) -> None:
    """Neither the rows, whose answers are long, nor a sort."""
    (plan,) = base._lignes(f"EXPLAIN QUERY PLAN {requete}")
    assert "COVERING INDEX entretiens_a_compter" in plan[3]
    assert "TEMP B-TREE" not in plan[3]


def test_grouper_dit_ce_que_disent_les_entretiens(base: Base) -> None:
    lot = [
        *des_entretiens(30, 1),
        *(dataclasses.replace(e, fin="autre-action", catalogue_version="2026.9") for e in des_entretiens(5, 2)),
    ]
    base.ajouter([*lot, *des_entretiens(9, 3, semaine="2026-W46"), *des_entretiens(9, 4, lieu="ailleurs")])
    assert base.grouper("2026-W47", "dutemple") == grouper(lot)
    assert base.grouper("2026-W40", "dutemple") == grouper([])


def test_les_lieux_d_une_semaine(base: Base) -> None:
    for graine, (semaine, lieu) in enumerate(
        [("2026-W47", "b"), ("2026-W47", "a"), ("2026-W46", "c"), ("2026-W46", "a"), ("2026-W47", "a")]
    ):
        base.ajouter(des_entretiens(2, graine, semaine=semaine, lieu=lieu))
    assert base.lieux_de_la_semaine("2026-W47") == ["a", "b"]
    assert base.lieux_de_la_semaine("2026-W46") == ["a", "c"]
    assert base.lieux_de_la_semaine("2026-W45") == []


def test_une_semaine_videe_apres_son_export_se_compte_encore(base: Base) -> None:
    (seul,) = des_entretiens(1)
    base.ajouter([seul])
    base.courrier.deposer_hebdo(seul.semaine, seul.lieu, "3fa9", lambda: UnFeuillet(b"un"))
    base.retirer(seul.id)
    assert base.lieux_de_la_semaine(seul.semaine) == [seul.lieu]


def test_le_brouillon(base: Base, dossier: Path) -> None:
    assert base.lire_brouillon() is None
    base.ecrire_brouillon(un_brouillon())
    suite = un_brouillon("envie", question=None, numero=3)
    base.ecrire_brouillon(suite)
    autre = ouvrir(dossier)
    assert autre.lire_brouillon() == suite
    autre.fermer()
    base.effacer_brouillon()
    base.effacer_brouillon()
    assert base.lire_brouillon() is None


def test_un_seul_catalogue_est_garde(base: Base) -> None:
    base.garder_catalogue("sha256:1", "un")
    base.garder_catalogue("sha256:2", "deux")
    assert base.catalogue_garde("sha256:1") is None
    assert base.catalogue_garde("sha256:2") == "deux"


def test_un_catalogue_deja_garde_n_est_pas_reecrit(base: Base, dossier: Path) -> None:
    base.garder_catalogue("sha256:1", "un")
    avant = (dossier / "prescripteur.db").read_bytes()
    base.garder_catalogue("sha256:1", "un")
    assert (dossier / "prescripteur.db").read_bytes() == avant


def test_les_lieux(base: Base) -> None:
    base.ajouter_lieu(LieuLocal("b", "Deuxième"))
    base.ajouter_lieu(LieuLocal("a", "Premier"))
    base.ajouter_lieu(LieuLocal("b", "L’autre [/b] ; DROP TABLE lieux"))
    assert base.lieux() == [LieuLocal("a", "Premier"), LieuLocal("b", "L’autre [/b] ; DROP TABLE lieux")]


def test_un_nom_qui_n_est_pas_de_l_unicode(base: Base) -> None:
    """What Python makes of a command line in another encoding."""
    with pytest.raises(ErreurPrescripteur) as refus:
        base.ajouter_lieu(LieuLocal("a", "Caf\udce9"))
    assert refus.value.code == "caractere-interdit"
    assert base.lieux() == []


def test_les_coordonnees(base: Base) -> None:
    base.ecrire_coordonnees(Coordonnees("adie", telephone="03 00 00 00 00", verifie_le="2026-11-23"))
    base.ecrire_coordonnees(Coordonnees("adie", adresse="1 rue du Port"))
    assert base.coordonnees() == {"adie": Coordonnees("adie", adresse="1 rue du Port")}


def test_les_reglages(base: Base) -> None:
    base.ecrire_reglages({"lieu": "dutemple", "theme": "sombre"})
    base.ecrire_reglages({"theme": None, "lieu": "ailleurs", "absent": None})
    assert base.reglages() == {"lieu": "ailleurs"}


def test_le_poste_change_chaque_annee(base: Base, dossier: Path) -> None:
    poste = base.poste(2026)
    assert poste == base.poste(2026) != base.poste(2027)
    assert len(poste) == 16
    assert int(poste, 16) >= 0
    autre = ouvrir(dossier)
    assert autre.poste(2026) == poste
    autre.fermer()


def test_la_base_passe_d_un_fil_a_l_autre(base: Base) -> None:
    """The app opens it, then gives it to a thread of its own."""
    lot = des_entretiens(40)
    pannes: list[BaseException] = []

    def ecrire(part: list) -> None:  # type: ignore[type-arg]
        try:
            for entretien in part:
                base.ajouter([entretien])
                base.comptes("dutemple", "2026-W01")
        except BaseException as panne:
            pannes.append(panne)

    fils = [threading.Thread(target=ecrire, args=(lot[n::2],)) for n in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert pannes == []
    assert base.semaines() == [("2026-W47", "dutemple", 40)]
