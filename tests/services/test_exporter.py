"""Weeks and périodes as files: made once, laid down as they were made, at the edges of the calendar."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.entretien import Entretien, Orientation
from prescripteur_tui.domaine.ports import LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import comptes, lieux
from prescripteur_tui.services import entretien as service
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.comptes import plus_recente
from prescripteur_tui.services.exporter import Export, exporter
from tests import comptes_naifs, hasard
from tests.comptes_naifs import Cases
from tests.services.conftest import Montre, Ouvrir


def cases(octets: bytes) -> Cases:
    """The cells of a CSV, as any reader of spreadsheets finds them."""
    lignes = csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";")
    lues = [(ligne["tableau"], ligne["modalite_1"], ligne["modalite_2"], int(ligne["nombre"])) for ligne in lignes]
    assert len({ligne[:3] for ligne in lues}) == len(lues)
    return {ligne[:3]: ligne[3] for ligne in lues}


def manifeste(export: Export) -> dict[str, Any]:
    objet = json.loads(export.manifeste.read_bytes())
    assert isinstance(objet, dict)
    return objet


def temps(exports: list[Export]) -> list[tuple[str, str, int]]:
    return [(export.temps, export.lieu, export.revision) for export in exports]


def octets(dossier: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in dossier.iterdir()}


def ajouter(app: Application, combien: int, semaine: str, graine: int = 1, lieu: str = "dutemple") -> list[Entretien]:
    lot = hasard.beaucoup(combien, graine, semaine=semaine, lieu=lieu)
    app.depot.ajouter(lot)
    return lot


@pytest.mark.parametrize(
    ("versions", "attendue"),
    [
        (["2026.9", "2026.10"], "2026.10"),
        (["2026.11", "2026.11.1"], "2026.11.1"),
        (["2026.11", "2027.1", "2026.12"], "2027.1"),
        (["2026.11-essai", "2026.11"], "2026.11-essai"),
        (["2026.11"], "2026.11"),
        (["essai", "2026.1"], "2026.1"),
        ([], ""),
    ],
)
def test_plus_recente(versions: list[str], attendue: str) -> None:
    assert plus_recente(versions) == plus_recente(reversed(versions)) == attendue


def test_la_semaine_en_cours_est_provisoire_et_ne_decide_rien(app: Application) -> None:
    lot = ajouter(app, 40, "2026-W48")
    [export] = exporter(app)
    assert (export.genre, export.etat, export.revision) == ("hebdo", "provisoire", 0)
    assert cases(export.csv.read_bytes()) == comptes_naifs.hebdo(lot)
    assert app.depot.courrier.fichiers() == []


def test_une_semaine_finie_sort_avec_sa_periode(app: Application, montre: Montre) -> None:
    lot = ajouter(app, 8, "2026-W45") + ajouter(app, 23, "2026-W48")
    ailleurs = ajouter(app, 11, "2026-W46", lieu="ailleurs")
    montre.semaine = "2026-W49"
    semaine, periode = exporter(app, semaine="2026-W48")
    assert temps([semaine, periode]) == [("2026-W48", "dutemple", 1), ("2026-P12", "dutemple", 1)]
    assert cases(periode.csv.read_bytes()) == comptes_naifs.periode(lot)
    assert ("quartier-operateur", "ailleurs", "adie") in comptes_naifs.periode(lot)
    assert manifeste(periode)["totaux"]["entretiens"] == 31
    assert (manifeste(periode)["reports"], periode.reportes) == ({}, 0)
    tout = exporter(app, tout=True)
    assert temps(tout) == [
        ("2026-W45", "dutemple", 1),
        ("2026-W46", "ailleurs", 1),
        ("2026-W48", "dutemple", 1),
        ("2026-P12", "ailleurs", 1),
        ("2026-P12", "dutemple", 1),
    ]
    assert [export.est_nouveau for export in tout] == [True, True, False, True, False]
    assert cases(tout[3].csv.read_bytes()) == comptes_naifs.periode(ailleurs)
    assert not any(export.est_nouveau for export in exporter(app, tout=True))


def test_une_periode_en_cours_ne_sort_pas(app: Application) -> None:
    ajouter(app, 40, "2026-W45")
    assert temps(exporter(app, semaine="2026-W45")) == [("2026-W45", "dutemple", 1)]
    assert temps(exporter(app, tout=True)) == [("2026-W45", "dutemple", 1)]


def test_trop_peu_d_entretiens_attendent_la_periode_suivante(app: Application, montre: Montre) -> None:
    reportes = ajouter(app, 10, "2026-W48")
    montre.semaine = "2026-W49"
    assert temps(exporter(app, tout=True)) == [("2026-W48", "dutemple", 1)]
    # Too late for the période that was decided, although they would have made it eleven.
    tardifs = ajouter(app, 3, "2026-W47", graine=2)
    assert temps(exporter(app, semaine="2026-W47")) == [("2026-W47", "dutemple", 1)]
    ensuite = ajouter(app, 2, "2026-W49")
    montre.semaine = "2027-W01"
    *_, periode = exporter(app, tout=True)
    assert temps([periode]) == [("2026-P13", "dutemple", 1)]
    assert cases(periode.csv.read_bytes()) == comptes_naifs.periode(reportes + tardifs + ensuite)
    assert (manifeste(periode)["reports"], periode.reportes) == ({"2026-P12": 13}, 13)


def test_une_periode_partie_ne_change_plus(app: Application, montre: Montre) -> None:
    lot = ajouter(app, 12, "2026-W48")
    montre.semaine = "2026-W49"
    *_, periode = exporter(app, tout=True)
    avant = periode.csv.read_bytes()
    ajouter(app, 30, "2026-W48", graine=2)
    semaine, encore = exporter(app, semaine="2026-W48")
    assert (semaine.revision, encore.est_nouveau, encore.csv.read_bytes()) == (2, False, avant)
    # The clock goes back: the week is open again, and one of its interviews is corrected, another taken back.
    montre.semaine = "2026-W48"
    app.depot.remplacer(dataclasses.replace(lot[0], reponses={"age": "55-plus"}))
    service.annuler(app, lot[1].id)
    montre.semaine = "2026-W50"
    assert exporter(app, semaine="2026-W48")[1].csv.read_bytes() == avant
    montre.semaine = "2027-W01"
    suivante = exporter(app, tout=True)[-1]
    assert suivante.temps == "2026-P13"
    assert suivante.comptage.total == 30
    assert suivante.reportes == 30


def test_semaine_53_puis_premier_janvier(app: Application, montre: Montre) -> None:
    lots = {s: ajouter(app, 4, s) for s in ("2026-W49", "2026-W52", "2026-W53", "2027-W01")}
    poste = app.depot.poste(2026)
    # A Friday, in week 53 of 2026.
    montre.jour = dt.date(2027, 1, 1)
    assert temps(exporter(app)) == [("2026-W53", "dutemple", 0)]
    assert not [e for e in exporter(app, tout=True) if e.genre == "periode"]
    montre.jour = dt.date(2027, 1, 4)
    tout = exporter(app, tout=True)
    assert temps(tout) == [
        ("2026-W49", "dutemple", 1),
        ("2026-W52", "dutemple", 1),
        ("2026-W53", "dutemple", 1),
        ("2027-W01", "dutemple", 0),
        ("2026-P13", "dutemple", 1),
    ]
    attendus = [*lots["2026-W49"], *lots["2026-W52"], *lots["2026-W53"]]
    assert cases(tout[-1].csv.read_bytes()) == comptes_naifs.periode(attendus)
    assert cases(tout[2].csv.read_bytes()) == comptes_naifs.hebdo(lots["2026-W53"])
    assert tout[2].csv.name == f"orientations_2026-W53_dutemple_{poste}_r001.csv"
    assert tout[-1].csv.name == f"profils_2026-P13_dutemple_{poste}.csv"
    assert app.depot.poste(2027) in tout[3].csv.name
    assert app.depot.poste(2027) != poste


def test_une_periode_a_cheval_sur_l_annee(app: Application, montre: Montre) -> None:
    """2026-P01 begins on 29 December 2025: ISO years count, not those of the calendar."""
    lot = ajouter(app, 6, "2026-W01") + ajouter(app, 6, "2026-W04")
    autre = ajouter(app, 11, "2025-W52")
    montre.semaine = "2026-W05"
    periodes = [export for export in exporter(app, tout=True) if export.genre == "periode"]
    assert temps(periodes) == [("2025-P13", "dutemple", 1), ("2026-P01", "dutemple", 1)]
    assert [cases(p.csv.read_bytes()) for p in periodes] == [comptes_naifs.periode(autre), comptes_naifs.periode(lot)]


def test_exportee_corrigee_annulee_corrigee(app: Application, montre: Montre) -> None:
    """The clock runs two weeks ahead at each export, and is set right in between."""
    premier, second = ajouter(app, 2, "2026-W48")

    def exportee() -> tuple[int, Cases]:
        montre.semaine = "2026-W50"
        [export] = exporter(app, semaine="2026-W48")
        montre.semaine = "2026-W48"
        return export.revision, cases(export.csv.read_bytes())

    corrige = dataclasses.replace(
        premier, etape="accompagnement", fin="orientation", orientations=(Orientation("a/b"),)
    )
    recorrige = dataclasses.replace(corrige, fin="autre-action", orientations=())
    assert exportee() == (1, comptes_naifs.hebdo([premier, second]))
    app.depot.remplacer(corrige)
    assert exportee() == (2, comptes_naifs.hebdo([corrige, second]))
    app.depot.retirer(second.id)
    assert exportee() == (3, comptes_naifs.hebdo([corrige]))
    app.depot.remplacer(recorrige)
    assert exportee() == (4, comptes_naifs.hebdo([recorrige]))
    app.depot.retirer(premier.id)
    assert exportee() == (5, {})
    app.depot.ajouter([premier, second])
    assert exportee() == (6, comptes_naifs.hebdo([premier, second]))
    assert [f.revision for f in app.depot.courrier.fichiers(toutes=True)] == [1, 2, 3, 4, 5, 6]


def test_une_semaine_en_cours_videe_n_a_plus_de_fichier(app: Application, montre: Montre, tmp_path: Path) -> None:
    [seul] = ajouter(app, 1, "2026-W48")
    montre.semaine = "2026-W49"
    exporter(app, semaine="2026-W48", vers=tmp_path / "vers")
    montre.semaine = "2026-W48"
    assert temps(exporter(app, vers=tmp_path / "vers")) == [("2026-W48", "dutemple", 0)]
    app.depot.retirer(seul.id)
    assert exporter(app, vers=tmp_path / "vers") == []
    assert [nom for nom in octets(tmp_path / "vers") if "_r000" in nom] == []


def test_le_definitif_prend_la_place_du_provisoire(app: Application, montre: Montre, tmp_path: Path) -> None:
    ajouter(app, 3, "2026-W48")
    exporter(app, vers=tmp_path / "vers")
    assert all("_r000." in nom for nom in octets(tmp_path / "vers"))
    montre.semaine = "2026-W49"
    exporter(app, semaine="2026-W48", vers=tmp_path / "vers")
    assert all("_r001." in nom for nom in octets(tmp_path / "vers"))


def test_un_lieu_renomme_entre_deux_semaines(app: Application, montre: Montre) -> None:
    """Files bear the id of a lieu, never its name: a new name changes nothing of what was counted."""
    montre.semaine = "2026-W47"
    lieux.ajouter(app, "camion", "Le camion")
    ajouter(app, 6, "2026-W47", lieu="camion")
    montre.semaine = "2026-W48"
    avant = exporter(app, tout=True)[0].csv.read_bytes()
    app.depot.ajouter_lieu(LieuLocal("camion", '=HYPERLINK("x");« Le bus »\t🚌' + "é" * 60))
    ajouter(app, 6, "2026-W48", lieu="camion")
    montre.semaine = "2026-W49"
    premiere, seconde, periode = exporter(app, tout=True)
    assert temps([premiere, seconde, periode]) == [
        ("2026-W47", "camion", 1),
        ("2026-W48", "camion", 1),
        ("2026-P12", "camion", 1),
    ]
    assert premiere.csv.read_bytes() == avant
    assert periode.comptage.total == 12
    assert not any(b"HYPERLINK" in contenu for contenu in octets(premiere.csv.parent).values())


@pytest.mark.parametrize(
    "operateur",
    ["=1+1", "@SUM(A1)", 'a;b"c', "tab\tici", "deux\r\nlignes", "💶 élan", "é" * 300, "-", "\ufeffx"],
    ids=["=", "@", "guillemets", "tab", "lignes", "emoji", "300", "-", "bom"],
)
def test_des_noms_d_operateurs_qui_derangent(app: Application, montre: Montre, operateur: str) -> None:
    lot = hasard.beaucoup(30, 1, semaine="2026-W48", offres=(f"{operateur}/offre", "adie/conseil"))
    app.depot.ajouter(lot)
    montre.semaine = "2026-W49"
    semaine, periode = exporter(app, tout=True)
    for export, naif in ((semaine, comptes_naifs.hebdo(lot)), (periode, comptes_naifs.periode(lot))):
        assert {(c.tableau, c.modalite_1, c.modalite_2): c.nombre for c in export.comptage.cellules} == naif
        for cle in cases(export.csv.read_bytes()):
            assert not any(modalite[:1] in tuple("=+-@\t\r\n") for modalite in cle if modalite)


def test_un_lieu_dont_le_nom_ne_va_pas_dans_un_fichier(app: Application) -> None:
    ajouter(app, 1, "2026-W48", lieu="=../x")
    with pytest.raises(ErreurPrescripteur) as refus:
        exporter(app)
    assert refus.value.code == "lieu-forme"


def test_deux_postes_au_meme_lieu(ouvrir: Ouvrir, tmp_path: Path, montre: Montre) -> None:
    """Two laptops in one folder: two files each, whose counts add up; neither touches those of the other."""
    un, deux = ouvrir(), Application(tmp_path / "autre", horloge=montre)
    try:
        lots = [ajouter(app, 11 + n, "2026-W48", graine=n) for n, app in enumerate((un, deux))]
        montre.semaine = "2026-W49"
        vers = tmp_path / "partage"
        premiers = exporter(un, tout=True, vers=vers)
        avant = octets(vers)
        seconds = exporter(deux, tout=True, vers=vers)
        assert {nom: octets(vers)[nom] for nom in avant} == avant
        assert len(octets(vers)) == 8
        for exports, lot in zip((premiers, seconds), lots, strict=True):
            assert [cases(e.csv.read_bytes()) for e in exports] == [
                comptes_naifs.hebdo(lot),
                comptes_naifs.periode(lot),
            ]
    finally:
        deux.fermer()


def test_un_poste_renouvele_ne_recompte_pas_la_semaine(app: Application, montre: Montre) -> None:
    """A week that was given keeps its poste, whatever that of the year becomes; else it would count twice."""
    ajouter(app, 2, "2026-W47")
    [avant] = exporter(app, semaine="2026-W47")
    with app.depot._ecriture() as db:  # type: ignore[attr-defined]
        db.table("postes").delete_where()
    ajouter(app, 2, "2026-W47", graine=2)
    ajouter(app, 1, "2026-W48")
    montre.semaine = "2026-W49"
    meme, autre = exporter(app, tout=True)
    assert (manifeste(meme)["poste"], meme.revision) == (manifeste(avant)["poste"], 2)
    assert manifeste(autre)["poste"] != manifeste(avant)["poste"]


def test_dix_mille_entretiens_dans_une_semaine(app: Application, montre: Montre) -> None:
    lot = ajouter(app, 10_000, "2026-W48")
    montre.semaine = "2026-W49"
    semaine, periode = exporter(app, semaine="2026-W48")
    assert cases(semaine.csv.read_bytes()) == comptes_naifs.hebdo(lot)
    assert cases(periode.csv.read_bytes()) == comptes_naifs.periode(lot)
    assert semaine.csv.stat().st_size < 2_000


def test_deux_exports_en_meme_temps(ouvrir: Ouvrir, montre: Montre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process adds an interview, then decides the période, while this one counts: each profile leaves once."""
    app, autre = ouvrir(), ouvrir()
    lot = ajouter(app, 15, "2026-W48")
    montre.semaine = "2026-W49"
    vrai = comptes.compter_periode
    tardif = hasard.beaucoup(1, 2, semaine="2026-W47")

    def pendant(entretiens: Any, **options: Any) -> Any:
        with monkeypatch.context() as contexte:
            contexte.setattr(comptes, "compter_periode", vrai)
            if tardif:
                autre.depot.ajouter([tardif.pop()])
            else:
                list(comptes.produire_periodes(autre, "dutemple"))
        return vrai(entretiens, **options)

    monkeypatch.setattr(comptes, "compter_periode", pendant)
    assert list(comptes.produire_periodes(app, "dutemple")) == []
    [fichier] = app.depot.courrier.fichiers(temps="2026-P12")
    contenu = app.depot.courrier.lire_fichier(fichier.nom)
    assert contenu is not None
    assert cases(contenu[0]) == comptes_naifs.periode([*lot, *hasard.beaucoup(1, 2, semaine="2026-W47")])


@pytest.mark.parametrize(("reglages", "sort"), [({"seuil_periode": "13"}, False), ({"seuil_periode": "12"}, True)])
def test_le_seuil_des_reglages(app: Application, montre: Montre, reglages: dict[str, str], sort: bool) -> None:
    app.depot.ecrire_reglages(dict(reglages))
    ajouter(app, 12, "2026-W48")
    montre.semaine = "2026-W49"
    assert (len(exporter(app, tout=True)) == 2) is sort


def test_le_seuil_croise_des_reglages(app: Application, montre: Montre) -> None:
    app.depot.ecrire_reglages({"seuil_croise": "41"})
    lot = ajouter(app, 40, "2026-W48")
    montre.semaine = "2026-W49"
    _, periode = exporter(app, tout=True)
    assert cases(periode.csv.read_bytes()) == comptes_naifs.periode(lot, seuil_croise=41)


def test_un_format_inconnu(app: Application) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        exporter(app, format_="ods")
    assert refus.value.code == "format-inconnu"


def test_un_export_de_la_version_precedente_est_reconnu(app: Application, montre: Montre, tmp_path: Path) -> None:
    """A folder that holds a week as version 1 wrote it: the same bytes are made again, and nothing is rewritten."""
    lot = ajouter(app, 3, "2026-W48")
    montre.semaine = "2026-W49"
    exporter(app, tout=True, vers=tmp_path / "vers")
    avant = octets(tmp_path / "vers")
    [fichier] = app.depot.courrier.fichiers()
    with app.depot._ecriture() as db:  # type: ignore[attr-defined]
        db.table("fichiers").delete_where()
    assert [e.est_nouveau for e in exporter(app, tout=True, vers=tmp_path / "vers")] == [False]
    assert octets(tmp_path / "vers") == avant
    assert app.depot.courrier.fichiers() == [fichier]
    assert len(lot) == 3
