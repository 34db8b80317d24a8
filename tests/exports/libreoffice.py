"""Both forms of an export opened by a real LibreOffice, and their sums compared with the base.

`python -m tests.exports.libreoffice` needs `soffice` (libreoffice-calc-nogui) and `pdftotext` (poppler-utils); without
them it fails. It is a command of its own, called by `.ci/run`: the test suite must pass where there is no LibreOffice.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from prescripteur_tui.domaine.ports import LieuLocal
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import Export, exporter
from tests import hasard

RACINE = Path(__file__).parents[2]

Cases = dict[tuple[str, str], int]
"""{(table, modality): number} of one week at one lieu."""

FEUILLES = {"Entretiens": "etape", "Fins": "fin", "Opérateurs": "operateur"}

TROUBLES = (
    "=1+1",
    "=cmd|' calc'!A0",
    "+33",
    "-2",
    "@SUM(A1)",
    'point;virgule "guillemets"',
    "tab\tici",
    "Écoute-l’été à Saint-Waast 🐘",
    "é" * 300,
)
"""Operators whose name disturbs a spreadsheet."""

SEPARATEUR, GUILLEMET, UTF8, FRANCAIS = 59, 34, 76, 1036
OUVRIR_CSV = f"CSV:{SEPARATEUR},{GUILLEMET},{UTF8},1,,{FRANCAIS},false,true"
"""What LibreOffice in French does with a CSV: `;`, UTF-8, French numbers and dates looked for in every cell."""

ECRIRE_CSV = (
    f"csv:Text - txt - csv (StarCalc):{SEPARATEUR},{GUILLEMET},{UTF8},1,,{FRANCAIS},false,true,false,false,false,-1"
)
"""Every sheet to a CSV of its own, as it is shown in French."""


class Echec(Exception):
    """What LibreOffice shows is not what the base holds."""


def exiger(condition: object, message: str) -> None:
    """Fail with a message."""
    if not condition:
        raise Echec(message)


def principal() -> None:
    """Make a base, export it in both forms, open everything, compare."""
    soffice, pdftotext, pdfinfo = (shutil.which(nom) for nom in ("soffice", "pdftotext", "pdfinfo"))
    exiger(soffice, "soffice is missing: install libreoffice-calc-nogui")
    exiger(pdftotext and pdfinfo, "pdftotext or pdfinfo is missing: install poppler-utils")
    debut = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporaire:
        dossier = Path(temporaire)
        with _base(dossier / "donnees") as app:
            csv_, xlsx = (exporter(app, tout=True, vers=dossier / f, format_=f) for f in ("csv", "xlsx"))
        attendues = _compter(dossier / "donnees")
        for nom, sortie, options in (
            ("csv", "ouverts", ["--infilter=" + OUVRIR_CSV, "--convert-to", "xlsx"]),
            ("xlsx", "feuilles", ["--convert-to", ECRIRE_CSV]),
            ("xlsx", "pages", ["--convert-to", "pdf"]),
        ):
            _convertir(dossier, dossier / sortie, options, sorted((dossier / nom).glob(f"*.{nom}")))
        for export in csv_:
            _comparer_csv(export, dossier / "ouverts", attendues)
        for export in xlsx:
            _comparer_classeur(export, dossier / "feuilles", attendues)
            _regarder_pages(export, dossier / "pages")
    semaines = sum(export.genre == "hebdo" for export in csv_)
    print(
        f"LibreOffice: {len(csv_)} CSV and {len(xlsx)} workbooks opened ({semaines} weeks), "
        f"sums equal to the base, {time.perf_counter() - debut:.0f} s"
    )


@contextlib.contextmanager
def _base(donnees: Path) -> Iterator[Application]:
    """Weeks with one interview, without orientation, with names that disturb, across the year; in 2027-W02."""
    instant = dt.datetime(2027, 1, 13, 12, tzinfo=dt.UTC)
    app = Application(donnees, RACINE / "catalogue", horloge=lambda: instant)
    app.depot.ajouter_lieu(LieuLocal("chez-nous", '=Chez «\u00a0nous\u00a0»; "l’été" & Cie\t🐘'))
    for i, (semaine, combien) in enumerate([("2026-W46", 9), ("2026-W47", 14), ("2026-W53", 12), ("2027-W01", 25)]):
        app.depot.ajouter(hasard.beaucoup(combien, i, semaine=semaine))
    app.depot.ajouter(hasard.beaucoup(1, 7, semaine="2026-W52"))
    app.depot.ajouter(hasard.beaucoup(5, 8, semaine="2026-W51", offres=()))
    app.depot.ajouter(hasard.beaucoup(8, 9, semaine="2027-W02"))
    app.depot.ajouter(
        hasard.beaucoup(40, 10, semaine="2026-W47", lieu="chez-nous", offres=tuple(f"{nom}/offre" for nom in TROUBLES))
    )
    try:
        yield app
    finally:
        app.fermer()


def _compter(donnees: Path) -> dict[tuple[str, str], Cases]:
    """What the base holds, straight from its tables: {(week, lieu): {(table, modality): number}}."""
    (base,) = donnees.glob("*.db")
    with contextlib.closing(sqlite3.connect(base)) as connexion:
        entretiens = connexion.execute("SELECT id, semaine, lieu, etape, fin FROM entretiens").fetchall()
        orientations = connexion.execute("SELECT entretien, offre FROM orientations").fetchall()
    comptes: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    ou: dict[str, tuple[str, str]] = {}
    for identifiant, semaine, lieu, etape, fin in entretiens:
        ou[identifiant] = semaine, lieu
        comptes.setdefault((semaine, lieu), Counter()).update([("entretiens", ""), ("etape", etape), ("fin", fin)])
    for identifiant, offre in orientations:
        comptes[ou[identifiant]]["operateur", offre.split("/")[0]] += 1
    return {cle: dict(compte) for cle, compte in comptes.items()}


def _convertir(dossier: Path, vers: Path, options: list[str], fichiers: list[Path]) -> None:
    profil = (dossier / "profil").as_uri()
    commande = ["soffice", f"-env:UserInstallation={profil}", "--headless", *options, "--outdir", str(vers)]
    subprocess.run(
        [*commande, *map(str, fichiers)],
        check=True,
        capture_output=True,
        timeout=300,
        # Its sheets name its files, accents included.
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(dossier)},
    )


def _comparer_csv(export: Export, ouverts: Path, attendues: dict[tuple[str, str], Cases]) -> None:
    """A CSV as LibreOffice has read it: text is text, numbers are numbers, and their sums those of the base."""
    classeur = ouverts / f"{export.csv.stem}.xlsx"
    exiger(classeur.exists(), f"LibreOffice did not open {export.csv.name}")
    feuille = openpyxl.load_workbook(classeur).worksheets[0]
    entete, *lignes = feuille.iter_rows()
    titres = [cellule.value for cellule in entete]
    exiger(titres[0] == "schema" and titres[-1] == "nombre" and len(titres) == 9, f"headings: {titres}")
    lues: Counter[tuple[str, str]] = Counter()
    for ligne in lignes:
        exiger(all(cellule.data_type != "f" for cellule in ligne), f"a formula in {export.csv.name}")
        _, temps, lieu, _, catalogue, tableau, modalite, _, nombre = (cellule.value for cellule in ligne)
        exiger(isinstance(catalogue, str), f"the version of the catalogue became {catalogue!r} in {export.csv.name}")
        exiger((temps, lieu) == (export.temps, export.lieu), f"{temps}, {lieu} in {export.csv.name}")
        exiger(ligne[8].data_type == "n", f"{nombre!r} is not a number in {export.csv.name}")
        lues[str(tableau), str(modalite or "").removeprefix("'")] += int(str(nombre))
    if export.genre == "hebdo":
        _egaux(export, dict(lues), attendues[export.temps, export.lieu])
    else:
        total = sum(nombre for (tableau, _), nombre in lues.items() if tableau == "age")
        exiger(total == export.comptage.total, f"{export.csv.name}: {total} by age")


def _comparer_classeur(export: Export, feuilles: Path, attendues: dict[tuple[str, str], Cases]) -> None:
    """A workbook as LibreOffice shows it in French, sheet by sheet."""
    stem = export.fichiers[0].stem
    if export.genre != "hebdo":
        ages = {c.modalite_1: c.nombre for c in export.comptage.table("age")}
        lus = _table(_lire(feuilles / f"{stem}-Âge.csv"))
        exiger(lus == ages and sum(ages.values()) == export.comptage.total, f"{stem}: {lus} by age")
        return
    lues: Cases = {}
    for nom, tableau in FEUILLES.items():
        lignes = _lire(feuilles / f"{stem}-{nom}.csv")
        lues |= {(tableau, code): nombre for code, nombre in _table(lignes).items()}
        if lignes[-1][0].startswith("Tous les entretiens"):
            lues["entretiens", ""] = int(lignes[-1][2])
    # A control character of a name is a space in a workbook.
    attendu = {(t, m.replace("\t", " ")): n for (t, m), n in attendues[export.temps, export.lieu].items()}
    _egaux(export, lues, attendu)
    semaine = next(
        ligne for ligne in _lire(feuilles / f"{stem}-Semaines.csv") if ligne[0].startswith(f"S{int(export.temps[-2:])}")
    )
    exiger(int(semaine[5]) == attendu["entretiens", ""], f"{stem}: {semaine}")
    exiger(int(semaine[6]) == sum(n for (t, _), n in attendu.items() if t == "operateur"), f"{stem}: {semaine}")


def _table(lignes: list[list[str]]) -> dict[str, int]:
    """{code: number} of the rows under the headings, up to the empty one."""
    debut = next(i for i, ligne in enumerate(lignes) if ligne[1] == "Code dans le CSV") + 1
    return {ligne[1]: int(ligne[2]) for ligne in itertools.takewhile(lambda ligne: ligne[1], lignes[debut:])}


def _lire(fichier: Path) -> list[list[str]]:
    exiger(fichier.exists(), f"LibreOffice shows no {fichier.name}")
    with fichier.open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.reader(flux, delimiter=";"))


def _egaux(export: Export, lues: Cases, attendues: Cases) -> None:
    ecarts = set(lues.items()) ^ set(attendues.items())
    exiger(not ecarts, f"{export.fichiers[0].name} is not what the base holds: {sorted(ecarts)}")


def _regarder_pages(export: Export, pages: Path) -> None:
    """A workbook on paper: A4, one page wide, nothing that did not fit, the number of people on the first page."""
    pdf = pages / f"{export.fichiers[0].stem}.pdf"
    texte = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    exiger("###" not in texte and "#N" not in texte and "Err:" not in texte, f"{pdf.name}: a number did not fit")
    infos = subprocess.run(["pdfinfo", "-l", "99", str(pdf)], check=True, capture_output=True, text=True).stdout
    formats = [ligne for ligne in infos.splitlines() if "size:" in ligne and "pts" in ligne]
    exiger(formats and all("A4" in ligne for ligne in formats), f"{pdf.name}: {formats}")
    premiere = " ".join(texte.split("\f")[0].split())
    total = export.comptage.total
    exiger(
        "Une personne" in premiere if total == 1 else f"{total} personnes" in premiere, f"{pdf.name}: {premiere[:200]}"
    )
    # Each page says how many there are: they are one a sheet but for long tables, never two abreast.
    sont_longues = export.genre != "hebdo" or export.lieu == "chez-nous"
    exiger(sont_longues or "Page 5 sur 5" in texte, f"{pdf.name}: more than one page a sheet")


if __name__ == "__main__":
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            principal()
    except Echec as echec:
        sys.exit(f"LibreOffice: {echec}")
