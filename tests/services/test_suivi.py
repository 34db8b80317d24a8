"""Where counts stand with the target, without asking it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.domaine.ports import A_ENVOYER, ENVOYE, REFUSE
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.suivi import PROVISOIRE, Suivi, suivre
from prescripteur_tui.services.synchroniser import synchroniser
from tests.hasard import beaucoup
from tests.services.conftest import Montre


@pytest.fixture
def url(tmp_path: Path) -> str:
    (tmp_path / "cle").mkdir()
    return f"dossier:{tmp_path / 'cle'}"


def resume(suivis: list[Suivi]) -> list[tuple[str, str, int, str]]:
    return [(suivi.temps, suivi.lieu, suivi.entretiens, suivi.etat) for suivi in suivis]


def test_du_provisoire_a_l_envoi_puis_a_la_correction(app: Application, url: str, montre: Montre) -> None:
    app.depot.ajouter(beaucoup(3, 1, semaine="2026-W48"))
    assert resume(suivre(app, url)) == [("2026-W48", "dutemple", 3, PROVISOIRE)]
    montre.semaine = "2026-W49"
    assert resume(suivre(app, url)) == [("2026-W48", "dutemple", 3, A_ENVOYER)]
    synchroniser(app, url)
    assert resume(suivre(app, url)) == [("2026-W48", "dutemple", 3, ENVOYE)]
    # Without target, or for another one, all that is finished waits.
    assert (
        resume(suivre(app)) == resume(suivre(app, "dossier:/media/autre")) == [("2026-W48", "dutemple", 3, A_ENVOYER)]
    )
    app.depot.ajouter(beaucoup(1, 2, semaine="2026-W48"))
    assert resume(suivre(app, url)) == [("2026-W48", "dutemple", 4, A_ENVOYER)]


def test_une_correction_qui_ne_change_pas_le_nombre_se_voit(app: Application, url: str, montre: Montre) -> None:
    app.depot.ajouter(beaucoup(3, 1))
    synchroniser(app, url)
    montre.semaine = "2026-W47"
    premier = next(iter(app.depot.de_la_semaine("2026-W47", "dutemple")))
    autre = next(e for e in beaucoup(20, 7) if (e.etape, e.fin) != (premier.etape, premier.fin))
    app.depot.retirer(premier.id)
    app.depot.ajouter([autre])
    montre.semaine = "2026-W48"
    assert resume(suivre(app, url)) == [("2026-W47", "dutemple", 3, A_ENVOYER)]


def test_une_semaine_toute_annulee_attend_de_le_dire(app: Application, url: str) -> None:
    lot = beaucoup(1, 1)
    app.depot.ajouter(lot)
    synchroniser(app, url)
    app.depot.retirer(lot[0].id)
    assert resume(suivre(app, url)) == [("2026-W47", "dutemple", 0, A_ENVOYER)]
    synchroniser(app, url)
    assert resume(suivre(app, url)) == [("2026-W47", "dutemple", 0, ENVOYE)]


def test_les_periodes_dues_et_parties(app: Application, url: str) -> None:
    app.depot.ajouter(beaucoup(6, 1, semaine="2026-W43") + beaucoup(6, 1, semaine="2026-W44"))
    semaines = [("2026-W43", "dutemple", 6), ("2026-W44", "dutemple", 6)]
    attendus = [(*semaine, A_ENVOYER) for semaine in semaines] + [("2026-P11", "dutemple", 12, A_ENVOYER)]
    assert resume(suivre(app, url)) == attendus
    synchroniser(app, url)
    assert resume(suivre(app, url)) == [(temps, lieu, nombre, ENVOYE) for temps, lieu, nombre, _ in attendus]


def test_rien_n_est_fait_en_regardant(app: Application, url: str) -> None:
    app.depot.ajouter(beaucoup(12, 1, semaine="2026-W44"))
    suivre(app, url)
    assert list(app.depot.courrier.fichiers()) == []
    assert app.depot.courrier.derniere_periode("dutemple") is None


def test_pourquoi_un_fichier_a_ete_refuse(app: Application, url: str, tmp_path: Path) -> None:
    app.depot.ajouter(beaucoup(3, 1))
    (tmp_path / "cle" / "semaine=2026-W47").write_bytes(b"")
    synchroniser(app, url)
    (suivi,) = suivre(app, url)
    assert (suivi.etat, suivi.raison, suivi.attend) == (REFUSE, "cible-refus", True)
    assert suivi.nom is not None
    assert suivi.nom in suivi.phrase
    assert "Vérifiez vos droits" in suivi.phrase
    assert Suivi("hebdo", "2026-W47", "x", 1, REFUSE, "nom", "code-d-une-autre-version").phrase
    assert Suivi("hebdo", "2026-W47", "x", 1, ENVOYE).phrase == ""
