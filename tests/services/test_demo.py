"""Invented interviews: plausible, always the same, through the real engine; a real folder is never filled."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services import demo, exporter, nature
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.lieux import lieu_choisi
from prescripteur_tui.stockage.ouverture import FICHIER

MERCREDI = dt.datetime(2026, 11, 25, 14, 30, tzinfo=dt.UTC)
"""In 2026-W48."""


def _app(dossier: Path, catalogue: Path, jour: dt.datetime = MERCREDI) -> Application:
    return Application(dossier, catalogue, horloge=lambda: jour)


def _entretiens(app: Application) -> list[Entretien]:
    return [e for semaine, lieu, _ in app.depot.semaines() for e in app.depot.de_la_semaine(semaine, lieu)]


@pytest.fixture(scope="module")
def une_annee(tmp_path_factory: pytest.TempPathFactory) -> Application:
    catalogue = Path(__file__).parents[2] / "catalogue"
    app = _app(tmp_path_factory.mktemp("demo") / "donnees", catalogue)
    demo.remplir_demo(app)
    return app


def test_une_annee_plausible(une_annee: Application) -> None:
    par_semaine = {s: n for s, lieu, n in une_annee.depot.semaines() if lieu == demo.LIEU_DEMO[0]}
    assert sorted(par_semaine) == [decaler("2026-W48", i - 49) for i in range(50)]
    assert all(6 <= n <= 20 for n in par_semaine.values())
    aout = [par_semaine[f"2026-W{n}"] for n in (32, 33, 34)]
    rentree = [par_semaine[f"2026-W{n}"] for n in (37, 38, 39)]
    assert max(aout) < min(rentree)
    assert par_semaine["2026-W48"] == 6, "the week is not over"


def test_chaque_sorte_d_entretien_s_y_trouve(une_annee: Application) -> None:
    entretiens = _entretiens(une_annee)
    assert {e.etape for e in entretiens} == {"esprit-initiative", "detection", "accompagnement"}
    assert {e.fin for e in entretiens} == {"orientation", "autre-action", "aucun-operateur", "non-renseignee"}
    orientations = [o for e in entretiens for o in e.orientations]
    assert {o.issue for o in orientations} == {"acceptee", "refusee", "a-reflechir"}
    assert all((o.motif is not None) == (o.issue == "refusee") for o in orientations)
    assert len({o.operateur for o in orientations}) >= 10
    assert len({e.reponses.get("quartier") for e in entretiens}) >= 15


def test_chaque_entretien_est_complet_et_ses_orientations_sont_proposees(une_annee: Application) -> None:
    catalogue = une_annee.catalogue
    for entretien in _entretiens(une_annee):
        assert catalogue.questionnaire.verifier(entretien.reponses) == entretien.reponses
        # A minor below 16 leaves no answers.
        if entretien.reponses:
            assert catalogue.questionnaire.prochaine(entretien.reponses) is None
            proposees = [p.offre for p in recommander(entretien.reponses, catalogue, entretien.semaine).propositions]
            assert {o.offre for o in entretien.orientations} <= set(proposees)
        assert [o.offre for o in entretien.orientations] == sorted(o.offre for o in entretien.orientations)


def test_les_memes_semaines_ont_toujours_les_memes_habitants(tmp_path: Path, dossier_catalogue: Path) -> None:
    """A week later, the weeks that are over have not changed."""
    apps = [_app(tmp_path / "a", dossier_catalogue), _app(tmp_path / "b", dossier_catalogue, MERCREDI)]
    apps.append(_app(tmp_path / "c", dossier_catalogue, MERCREDI + dt.timedelta(weeks=1)))
    for app in apps:
        demo.remplir_demo(app)
    premier, second, plus_tard = (_entretiens(app) for app in apps)
    assert premier == second
    lieu = demo.LIEU_DEMO[0]
    communs = {decaler("2026-W47", -i) for i in range(48)}
    assert [e for e in premier if e.lieu == lieu and e.semaine in communs] == [
        e for e in plus_tard if e.lieu == lieu and e.semaine in communs
    ]


def test_une_demonstration_se_reconnait_a_ses_fichiers(une_annee: Application, tmp_path: Path) -> None:
    """Whatever becomes of an exported file, its name and its lines say « demo »."""
    assert nature.nature(une_annee) == nature.DEMO
    for export in exporter.exporter(une_annee, tout=True, vers=tmp_path):
        assert export.lieu.startswith("demo-")
        assert export.lieu in export.csv.name
        assert json.loads(export.manifeste.read_text("utf-8"))["lieu"] == export.lieu


def test_une_formation_a_quelques_semaines(tmp_path: Path, dossier_catalogue: Path) -> None:
    app = _app(tmp_path / "donnees", dossier_catalogue)
    assert demo.remplir_formation(app) == sum(n for _, _, n in app.depot.semaines())
    assert nature.nature(app) == nature.FORMATION
    assert lieu_choisi(app) == demo.LIEU_FORMATION
    assert [s for s, _, _ in app.depot.semaines()] == [decaler("2026-W48", i - 5) for i in range(6)]


def test_les_cas_types_en_sont_la_source(dossier_catalogue: Path) -> None:
    """What a person is comes from a cas-type: no pupil of 55."""
    import random

    catalogue = lire_catalogue(dossier_catalogue)
    for cas in catalogue.cas_types:
        depart = catalogue.questionnaire.verifier(cas.reponses)
        varie = demo.varier(catalogue.questionnaire, depart, random.Random(cas.id))
        assert {q: varie.get(q) for q in ("maturite", "age", "activite")} == {
            q: depart.get(q, varie.get(q)) for q in ("maturite", "age", "activite")
        }
        assert catalogue.questionnaire.prochaine(varie) is None


def test_un_catalogue_sans_cas_types_convient(tmp_path: Path, dossier_catalogue: Path) -> None:
    import shutil

    copie = tmp_path / "catalogue"
    shutil.copytree(dossier_catalogue, copie, ignore=shutil.ignore_patterns("cas-types"))
    assert demo.remplir_formation(_app(tmp_path / "donnees", copie)) > 0


# Into a folder


def test_creer_dans_un_dossier_neuf(tmp_path: Path, dossier_catalogue: Path) -> None:
    reelle = _app(tmp_path / "reelle", dossier_catalogue)
    combien = demo.creer(reelle, tmp_path / "neuf")
    assert combien == sum(n for _, _, n in _app(tmp_path / "neuf", dossier_catalogue).depot.semaines())
    assert not (tmp_path / "reelle").exists()


@pytest.mark.parametrize("ou", ["base", "reelle", "reelle/../reelle"])
def test_creer_refuse_un_dossier_de_donnees(tmp_path: Path, dossier_catalogue: Path, ou: str) -> None:
    """One that has a base, and the real one even before it has any."""
    reelle = _app(tmp_path / "reelle", dossier_catalogue)
    autre = _app(tmp_path / "base", dossier_catalogue)
    autre.depot.ecrire_reglages({"lieu": "dutemple"})
    autre.fermer()
    avant = (tmp_path / "base" / FICHIER).read_bytes()
    with pytest.raises(ErreurPrescripteur) as refus:
        demo.creer(reelle, tmp_path / ou)
    assert refus.value.code == "demo-dossier-occupe"
    assert (tmp_path / "base" / FICHIER).read_bytes() == avant
    assert not (tmp_path / "reelle").exists()
