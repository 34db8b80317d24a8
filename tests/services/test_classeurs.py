"""`--format xlsx`: the same counts as the CSV, beside the same rules of revisions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import classeurs
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import Export, exporter
from tests import comptes_naifs, hasard
from tests.exports.test_classeur import TABLEAUX, en_clair, lire_table, ouvrir
from tests.exports.test_classeur_periode import TABLEAUX as TABLEAUX_PERIODE
from tests.services.conftest import Montre


def ajouter(app: Application, combien: int, semaine: str, graine: int = 1, lieu: str = "dutemple") -> list[Entretien]:
    lot = hasard.beaucoup(combien, graine, semaine=semaine, lieu=lieu)
    app.depot.ajouter(lot)
    return lot


def en_xlsx(app: Application, **options: object) -> list[Export]:
    return exporter(app, format_="xlsx", **options)  # type: ignore[arg-type]


def cases(export: Export, tableaux: dict[str, str]) -> dict[tuple[str, str, str], int]:
    """The cells of a workbook, by the codes of the CSV that stand beside the labels."""
    livre = ouvrir(export.fichiers[0].read_bytes())
    lues: Counter[tuple[str, str, str]] = Counter()
    for nom in livre.sheetnames:
        for ligne in lire_table(livre[nom]) if nom in tableaux else []:
            n = len(ligne) // 2
            codes = [str(code) for code in ligne[n : 2 * n]]
            if isinstance(nombre := ligne[2 * n], int):
                lues[tableaux[nom], codes[0], codes[1] if n == 2 else ""] += nombre
    return dict(lues)


def test_une_semaine_et_sa_periode(app: Application, montre: Montre, tmp_path: Path) -> None:
    lot = ajouter(app, 8, "2026-W45") + ajouter(app, 23, "2026-W48")
    montre.semaine = "2026-W49"
    semaine, periode = en_xlsx(app, semaine="2026-W48", vers=tmp_path / "x")
    csv, csv_periode = exporter(app, semaine="2026-W48", vers=tmp_path / "c")
    assert [f.name for f in semaine.fichiers] == [csv.csv.with_suffix(".xlsx").name]
    assert [f.name for f in periode.fichiers] == [csv_periode.csv.with_suffix(".xlsx").name]
    assert sorted(p.name for p in (tmp_path / "x").iterdir()) == sorted(f.fichiers[0].name for f in (semaine, periode))
    attendues = comptes_naifs.hebdo([e for e in lot if e.semaine == "2026-W48"])
    total = attendues.pop(("entretiens", "", ""))
    assert cases(semaine, TABLEAUX) == attendues
    assert ouvrir(semaine.fichiers[0].read_bytes())["Semaines"]["F8"].value == total
    assert cases(periode, TABLEAUX_PERIODE) == comptes_naifs.periode(lot)
    assert (semaine.comptage, periode.comptage) == (csv.comptage, csv_periode.comptage)


def test_les_semaines_d_avant_sont_celles_du_lieu(app: Application, montre: Montre) -> None:
    for i, combien in enumerate((2, 7, 3)):
        ajouter(app, combien, f"2026-W{44 + 2 * i}", graine=i + 1)
    ajouter(app, 9, "2026-W47", graine=9, lieu="ailleurs")
    montre.semaine = "2026-W49"
    export, _periode = en_xlsx(app, semaine="2026-W48")
    lignes = lire_table(ouvrir(export.fichiers[0].read_bytes())["Semaines"])
    assert [(ligne[0], ligne[5]) for ligne in lignes] == [("S44", 2), ("S45", 0), ("S46", 7), ("S47", 0), ("S48", 3)]
    # The same when every week is made at once, in order.
    par_semaine = {e.temps: e.fichiers[0].read_bytes() for e in en_xlsx(app, tout=True) if e.lieu == "dutemple"}
    assert par_semaine["2026-W48"] == export.fichiers[0].read_bytes()
    assert lire_table(ouvrir(par_semaine["2026-W44"])["Semaines"])[0][0] == "S44"


def test_le_provisoire_se_remplace_puis_laisse_la_place(app: Application, montre: Montre) -> None:
    ajouter(app, 2, "2026-W48")
    (un,) = en_xlsx(app)
    assert un.fichiers[0].name.endswith("_r000.xlsx")
    assert (un.est_nouveau, un.etat) == (True, "provisoire")
    assert not en_xlsx(app)[0].est_nouveau
    avant = un.fichiers[0].read_bytes()
    ajouter(app, 1, "2026-W48", graine=2)
    (deux,) = en_xlsx(app)
    assert (deux.fichiers, deux.est_nouveau) == (un.fichiers, True)
    assert deux.fichiers[0].read_bytes() != avant
    assert any(ligne.startswith("Provisoire") for ligne in en_clair(deux.fichiers[0].read_bytes()))
    montre.semaine = "2026-W49"
    fini, *_ = en_xlsx(app, semaine="2026-W48")
    assert fini.fichiers[0].name.endswith("_r001.xlsx")
    assert not un.fichiers[0].exists()


def test_une_semaine_en_cours_videe_perd_son_classeur(app: Application, montre: Montre, tmp_path: Path) -> None:
    (seul,) = ajouter(app, 1, "2026-W48")
    montre.semaine = "2026-W49"
    en_xlsx(app, semaine="2026-W48")
    montre.semaine = "2026-W48"
    (provisoire,) = en_xlsx(app, vers=tmp_path / "vers")
    assert provisoire.fichiers[0].exists()
    app.depot.retirer(seul.id)
    assert en_xlsx(app, vers=tmp_path / "vers") == []
    assert list((tmp_path / "vers").iterdir()) == []


def test_une_revision_n_est_jamais_reecrite(app: Application, montre: Montre) -> None:
    """Corrected counts give the next one; a workbook that someone wrote in is kept, and it is said."""
    ajouter(app, 2, "2026-W47")
    (un,) = en_xlsx(app, semaine="2026-W47")
    assert (un.est_nouveau, un.est_autre) == (True, False)
    (encore,) = en_xlsx(app, semaine="2026-W47")
    assert (encore.est_nouveau, encore.est_autre) == (False, False)
    un.fichiers[0].write_bytes(b"une note du coordinateur")
    (garde,) = en_xlsx(app, semaine="2026-W47")
    assert (garde.fichiers, garde.est_nouveau, garde.est_autre) == (un.fichiers, False, True)
    assert un.fichiers[0].read_bytes() == b"une note du coordinateur"
    ajouter(app, 1, "2026-W47", graine=2)
    (deux,) = en_xlsx(app, semaine="2026-W47")
    assert (deux.revision, deux.est_nouveau, deux.fichiers[0].name[-9:]) == (2, True, "r002.xlsx")
    assert un.fichiers[0].exists()


def test_le_classeur_ne_change_rien_au_csv(app: Application, montre: Montre) -> None:
    """Either form may come first: revisions and kept files are the same, and neither takes the other's place."""
    ajouter(app, 2, "2026-W47")
    ajouter(app, 2, "2026-W48")
    (provisoire,) = exporter(app)
    (classeur,) = en_xlsx(app, semaine="2026-W47")
    (csv,) = exporter(app, semaine="2026-W47")
    assert (classeur.revision, csv.revision) == (1, 1)
    assert classeur.fichiers[0].exists()
    assert csv.csv.exists()
    montre.semaine = "2026-W49"
    en_xlsx(app, semaine="2026-W48")
    assert provisoire.csv.exists(), "only the form that is exported is looked after"


def test_les_noms_de_lieu(app: Application) -> None:
    """Of the catalogue, of this laptop, the built-in one; one that nobody knows any more shows its id."""
    app.depot.ajouter_lieu(LieuLocal("a-nous", "=Chez nous & Cie"))
    noms = {"a-nous": "=Chez nous & Cie", "lieu-a-preciser": "Lieu à préciser", "parti": "parti", "mq-briquette": ""}
    noms["mq-briquette"] = next(lieu.nom for lieu in app.catalogue.lieux if lieu.id == "mq-briquette")
    for i, lieu in enumerate(noms):
        ajouter(app, 1, "2026-W47", graine=i, lieu=lieu)
    lus = {e.lieu: en_clair(e.fichiers[0].read_bytes())[1] for e in en_xlsx(app, semaine="2026-W47")}
    assert lus == noms


def test_sans_catalogue_le_csv_reste(tmp_path: Path, app: Application, montre: Montre) -> None:
    ajouter(app, 1, "2026-W47")
    app.fermer()
    (tmp_path / "vide").mkdir()
    autre = Application(app.dossier, tmp_path / "vide", horloge=montre)
    with pytest.raises(ErreurPrescripteur):
        en_xlsx(autre, semaine="2026-W47")
    assert exporter(autre, semaine="2026-W47")[0].csv.exists()
    autre.fermer()


def test_un_format_inconnu(app: Application) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        exporter(app, format_="ods")
    assert refus.value.code == "format-inconnu"


def test_les_comptes_d_un_lieu_sont_lus_une_fois(
    app: Application, montre: Montre, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40, 48):
        ajouter(app, 1, f"2026-W{n}", graine=n)
    lectures: list[str] = []
    vrai = type(app.depot).comptes
    monkeypatch.setattr(
        type(app.depot), "comptes", lambda depot, lieu, depuis: lectures.append(depuis) or vrai(depot, lieu, depuis)
    )
    assert len(en_xlsx(app, tout=True)) >= 8
    assert lectures == ["2026-W32"]
    assert classeurs.SEMAINES_AVANT == 8
