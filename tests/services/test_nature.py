"""What may leave a base, by what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import etat, exporter, nature
from prescripteur_tui.services.application import Application

SORTIES = (nature.exiger_exportable, nature.exiger_envoyable)


@pytest.fixture
def app(tmp_path: Path, dossier_catalogue: Path) -> Application:
    return Application(tmp_path / "donnees", dossier_catalogue)


@pytest.mark.parametrize(
    ("quoi", "codes"),
    [
        (None, (None, None)),
        (nature.DEMO, (None, "demo-sans-envoi")),
        (nature.FORMATION, ("formation-sans-export", "formation-sans-export")),
        ("inconnue", (None, None)),
    ],
)
def test_ce_qui_peut_sortir(app: Application, quoi: str | None, codes: tuple[str | None, str | None]) -> None:
    app.depot.ecrire_reglages({nature.REGLAGE: quoi})
    assert nature.nature(app) == (quoi if quoi in nature.BANNIERES else "")
    for exiger, code in zip(SORTIES, codes, strict=True):
        if code is None:
            exiger(app)
        else:
            with pytest.raises(ErreurPrescripteur) as refus:
                exiger(app)
            assert refus.value.code == code


def test_une_formation_ne_s_exporte_pas(app: Application, tmp_path: Path) -> None:
    app.depot.ecrire_reglages({nature.REGLAGE: nature.FORMATION})
    with pytest.raises(ErreurPrescripteur) as refus:
        exporter.exporter(app, tout=True, vers=tmp_path / "vers")
    assert refus.value.code == "formation-sans-export"
    assert not (tmp_path / "vers").exists()


def test_etat_dit_la_nature_et_n_attend_aucun_envoi(app: Application) -> None:
    from prescripteur_tui.domaine.semaine import decaler
    from prescripteur_tui.services import entretien

    entretien.enregistrer(app, {"maturite": "idee"}, semaine=decaler(app.semaine(), -1))
    reel = etat.lire(app)
    assert (reel.nature, len(reel.en_attente), reel.vers_objet()["nature"]) == ("", 1, None)
    app.depot.ecrire_reglages({nature.REGLAGE: nature.DEMO})
    invente = etat.lire(app)
    assert (invente.nature, invente.en_attente, invente.vers_objet()["nature"]) == ("demo", (), "demo")
