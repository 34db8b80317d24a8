"""The dashboard counts what the exports count, and hides what a visitor could take for somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.domaine.comptages import additionner, compter_hebdo, compter_multiple, compter_periode
from prescripteur_tui.domaine.entretien import Entretien, Orientation
from prescripteur_tui.domaine.secret import Masque
from prescripteur_tui.services import reglages, tableau
from prescripteur_tui.services.application import LIEU_A_PRECISER, Application
from prescripteur_tui.services.tableau import Ligne, Tableau
from tests.comptes_naifs import periode as recompter
from tests.hasard import entretiens
from tests.ui.pilote import MAINTENANT

COURANTE = "2026-W48"


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Iterator[Application]:
    app = Application(tmp_path / "donnees", dossier_catalogue, horloge=lambda: MAINTENANT)
    yield app
    app.fermer()


def un(
    numero: int,
    semaine: str = COURANTE,
    *,
    etape: str = "detection",
    fin: str = "orientation",
    freins: str | tuple[str, ...] | None = None,
    operateurs: Sequence[str] = (),
    lieu: str = LIEU_A_PRECISER,
) -> Entretien:
    """One stored interview."""
    return Entretien(
        id=str(uuid.UUID(int=numero, version=4)),
        semaine=semaine,
        lieu=lieu,
        etape=etape,
        fin=fin,
        reponses={} if freins is None else {"freins": freins},
        orientations=tuple(Orientation(f"{operateur}/conseil") for operateur in sorted(operateurs)),
        catalogue_version="2026.11",
        catalogue_empreinte="sha256:0",
    )


def dresser(app: Application, *stockes: Entretien) -> Tableau:
    app.depot.ajouter(stockes)
    return tableau.lire(app)


def test_rien(app: Application) -> None:
    vide = tableau.lire(app)
    assert [compte.entretiens for compte in vide.semaines] == [0] * 12
    assert (vide.total, vide.orientations, vide.moyenne) == (0, 0, None)


def test_les_semaines_et_leur_moyenne(app: Application) -> None:
    """Twelve weeks, the year's end included; the average begins with the first week that has an interview."""
    numeros = iter(range(1000))
    par_semaine = {"2026-W36": 9, "2026-W39": 4, "2026-W41": 8, "2026-W47": 6, "2026-W48": 2}
    vu = dresser(app, *(un(next(numeros), s) for s, n in par_semaine.items() for _ in range(n)))
    assert [compte.semaine[-2:] for compte in vu.semaines] == [str(n) for n in range(37, 49)]
    assert [compte.entretiens for compte in vu.semaines] == [0, 0, 4, 0, 8, 0, 0, 0, 0, 0, 6, 2]
    assert vu.avant == [4, 0, 8, 0, 0, 0, 0, 0, 6]
    assert vu.moyenne == 2


def test_les_quatre_semaines_sont_celles_du_lieu(app: Application) -> None:
    vu = dresser(
        app, un(1, "2026-W44"), un(2, "2026-W45"), un(3), un(4, lieu="dutemple"), un(5, operateurs=["adie", "citeslab"])
    )
    assert vu.total == 3
    assert vu.orientations == 2


def test_les_etapes_dans_leur_ordre(app: Application) -> None:
    numeros = iter(range(1000))
    par_etape = {"accompagnement": 6, "esprit-initiative": 5, "detection": 8}
    vu = dresser(app, *(un(next(numeros), etape=etape) for etape, n in par_etape.items() for _ in range(n)))
    assert vu.etapes == (Ligne("Esprit d’initiative", 5), Ligne("Détection", 8), Ligne("Accompagnement", 6))


def test_une_etape_seule_sous_le_seuil_cache_la_suivante(app: Application) -> None:
    numeros = iter(range(1000))
    par_etape = {"accompagnement": 6, "esprit-initiative": 2, "detection": 8}
    vu = dresser(app, *(un(next(numeros), etape=etape) for etape, n in par_etape.items() for _ in range(n)))
    assert [ligne.nombre for ligne in vu.etapes] == [Masque.CACHE, 8, Masque.CACHE]


def test_les_operateurs_par_leur_nom_du_plus_donne_au_moins_donne(app: Application) -> None:
    """Those under five come last and in the order of their names; one that the catalogue lost keeps its id."""
    donnes = ["citeslab"] * 7 + ["disparu"] * 9 + ["urssaf"] * 2 + ["adie"] * 3
    vu = dresser(app, *(un(i, operateurs=[operateur]) for i, operateur in enumerate(donnes)))
    assert vu.operateurs == (
        Ligne("disparu", 9),
        Ligne("CitésLab", 7),
        Ligne("Adie", Masque.MOINS),
        Ligne("Urssaf", Masque.MOINS),
    )
    assert vu.orientations == 21


def test_rien_de_montrable_rien_de_nomme(app: Application) -> None:
    """Two operators, one orientation each: two in all would say it, so not even their names are shown."""
    vu = dresser(app, un(1, operateurs=["adie"]), un(2, operateurs=["citeslab"]))
    assert vu.operateurs == ()


@pytest.mark.parametrize(
    ("sans", "avec", "vu"),
    [(4, 20, Masque.MOINS), (6, 20, 6), (18, 2, Masque.PRESQUE), (2, 2, Masque.CACHE)],
)
def test_la_part_sans_operateur(app: Application, sans: int, avec: int, vu: object) -> None:
    fins = ["aucun-operateur"] * sans + ["orientation"] * avec
    assert dresser(app, *(un(i, fin=fin) for i, fin in enumerate(fins))).sans_operateur == vu


def test_les_freins_sont_ceux_du_questionnaire(app: Application) -> None:
    """Each is a part of the interviews; declined and not asked are none."""
    freins: list[str | tuple[str, ...] | None] = [("argent", "mobilite")] * 6 + [("argent",)] * 3
    freins += ["sans-reponse"] * 4 + [None] * 7
    vu = dresser(app, *(un(i, freins=x) for i, x in enumerate(freins)))
    assert vu.total == 20
    assert vu.freins[:2] == (Ligne("L’argent", 9), Ligne("Les déplacements", 6))
    assert {ligne.nombre for ligne in vu.freins[2:]} == {Masque.MOINS}
    assert len(vu.freins) == len(next(q for q in app.catalogue.questionnaire.questions if q.id == "freins").options)


def test_le_seuil_se_releve(app: Application) -> None:
    reglages.ecrire(app, "seuil_affichage", "8")
    numeros = iter(range(1000))
    par_etape = {"accompagnement": 7, "esprit-initiative": 6, "detection": 9}
    vu = dresser(app, *(un(next(numeros), etape=etape) for etape, n in par_etape.items() for _ in range(n)))
    assert [ligne.nombre for ligne in vu.etapes] == [Masque.MOINS, 9, Masque.MOINS]
    assert vu.seuil == 8


@given(st.lists(entretiens(semaine=st.sampled_from(("2026-W46", "2026-W47"))), max_size=20, unique_by=lambda e: e.id))
def test_plusieurs_semaines_sont_la_somme_de_chacune(lot: list[Entretien]) -> None:
    """Sums of exported counts, and freins as a période has them."""
    semaines = [[e for e in lot if e.semaine == semaine] for semaine in ("2026-W46", "2026-W47")]
    somme = additionner(compter_hebdo(semaine) for semaine in semaines if semaine)
    assert somme.total == len(lot)
    par_etape = {c.modalite_1: c.nombre for c in somme.table("etape")}
    assert par_etape == {e: sum(x.etape == e for x in lot) for e in {x.etape for x in lot}}
    freins: dict[str | tuple[str, ...] | None, int] = {}
    for entretien in lot:
        valeur = entretien.reponses.get("freins")
        freins[valeur] = freins.get(valeur, 0) + 1
    assert compter_multiple("frein", freins) == compter_periode(lot).table("frein")


@settings(max_examples=25, deadline=None)
@given(st.lists(entretiens(), min_size=1, max_size=20, unique_by=lambda e: e.id))
def test_la_base_groupe_comme_le_domaine(tmp_path_factory: pytest.TempPathFactory, lot: list[Entretien]) -> None:
    """What SQL groups is what a naive recount finds."""
    app = Application(tmp_path_factory.mktemp("base"))
    try:
        app.depot.ajouter(lot)
        lecture = tableau.Lecture("dutemple", "Dutemple", 5, ())
        comptage = tableau.compter(app, lecture, "2026-W47")
    finally:
        app.fermer()
    naif = {cle[1]: n for cle, n in recompter(lot).items() if cle[0] == "frein"}
    assert {c.modalite_1: c.nombre for c in comptage.table("frein")} == naif
    assert [c for c in comptage.cellules if c.tableau != "frein"] == list(compter_hebdo(lot).cellules)
    assert comptage.total == len(lot)
