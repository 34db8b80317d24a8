"""The workbook of a week: the counts of the CSV, text that stays text, the same bytes, pages that print."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import warnings
import zipfile
from collections import Counter
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.entretien import FINS
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.exports.classeur import composer
from prescripteur_tui.exports.graphique import graduation
from prescripteur_tui.services.classeur_semaine import classeur_de_la_semaine, dates_courtes, semaines_avant
from prescripteur_tui.services.recit import SemaineComptee
from tests.exports.semaines import ETAPES, OPERATEURS, PLEIN, un_comptage, une_semaine

FEUILLES = ["En clair", "Entretiens", "Fins", "Opérateurs", "Semaines"]
TABLEAUX = {"Entretiens": "etape", "Fins": "fin", "Opérateurs": "operateur"}
ENTETES = 4
"""The row of the headings, as a spreadsheet counts."""

AVANT = [4, 5, 0, 9, 6, 11, 3, 8]

FORMULES = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+33 3 27",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1",
    "＝1+1",
    "{=1+1}",
    "'=1",
    "http://exemple.fr",
    "internal:Fins!A1",
    "<r>=1</r> & _x0041_",
    "007",
    "1e5",
    "TRUE",
    "a;b,\"c\"\t'd'",
    "Éléphant 🐘🏳️‍🌈",
    "=" + "Structure au nom très long " * 11 + "fin",
]


def octets(semaine: SemaineComptee) -> bytes:
    return composer(classeur_de_la_semaine(semaine))


def ouvrir(contenu: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        # It does not know the bars behind the numbers.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(contenu))


def parties(contenu: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def lire_table(feuille: Worksheet) -> list[tuple[object, ...]]:
    """The rows under the headings, up to the empty one before the total."""
    lignes = []
    for ligne in feuille.iter_rows(min_row=ENTETES + 1, values_only=True):
        if ligne[0] is None:
            break
        lignes.append(ligne)
    return lignes


def en_clair(contenu: bytes) -> list[str]:
    return [str(ligne[0]) for ligne in ouvrir(contenu)["En clair"].iter_rows(values_only=True) if ligne[0]]


# --- What is counted ---


def test_les_feuilles_et_leurs_lignes() -> None:
    livre = ouvrir(octets(une_semaine(avant=AVANT)))
    assert livre.sheetnames == FEUILLES
    assert livre.active is livre["En clair"]
    assert [c.value for c in livre["Entretiens"][ENTETES]] == ["Étape", "Code dans le CSV", "Entretiens"]
    assert lire_table(livre["Entretiens"]) == [
        ("Esprit d’initiative", "esprit-initiative", 5),
        ("Détection", "detection", 4),
        ("Accompagnement", "accompagnement", 3),
    ]
    assert [c.value for c in livre["Entretiens"][ENTETES + 5]] == ["Tous les entretiens", None, 12]
    assert lire_table(livre["Fins"]) == [
        ("Orientation donnée", "orientation", 8),
        ("Autre action", "autre-action", 1),
        ("Aucun opérateur", "aucun-operateur", 2),
        ("Fin non renseignée", "non-renseignee", 1),
    ]
    # The most frequent first, then in the order of the catalogue.
    assert lire_table(livre["Opérateurs"]) == [
        ("CitésLab", "citeslab", 5),
        ("Adie", "adie", 3),
        ("BGE Hauts-de-France", "bge", 3),
    ]
    assert [c.value for c in livre["Opérateurs"][ENTETES + 5]] == ["Toutes les orientations", None, 11]
    semaines = lire_table(livre["Semaines"])
    assert semaines[0] == ("S39", "21 sept. – 27 sept. 2026", 0, 4, 0, 4, 4)
    assert semaines[2] == ("S41", "5 oct. – 11 oct. 2026", 0, 0, 0, 0, 0)
    assert semaines[-1] == ("S47", "16 nov. – 22 nov. 2026", 5, 4, 3, 12, 11)
    assert len(semaines) == 9


COMPTAGES = st.builds(
    un_comptage,
    st.dictionaries(st.sampled_from(sorted(ETAPES)), st.integers(0, 2000)),
    st.dictionaries(st.sampled_from(sorted(FINS)), st.integers(0, 2000)),
    st.dictionaries(st.sampled_from([*OPERATEURS, "parti", "=autre"]), st.integers(0, 2000)),
)


@settings(max_examples=40, deadline=None)
@given(COMPTAGES)
def test_les_memes_nombres_que_le_comptage(comptage: Comptage) -> None:
    livre = ouvrir(octets(une_semaine(comptage)))
    for nom, tableau in TABLEAUX.items():
        feuille = livre[nom]
        attendu = Counter({cellule.modalite_1: cellule.nombre for cellule in comptage.table(tableau)})
        if not attendu:
            assert str(lire_table(feuille)[0][0]).startswith("Aucun")
            continue
        assert Counter({ligne[1]: ligne[2] for ligne in lire_table(feuille)}) == attendu
        total = comptage.orientations if tableau == "operateur" else comptage.total
        assert feuille.cell(ENTETES + len(attendu) + 2, 3).value == total


def test_une_semaine_sans_orientation() -> None:
    livre = ouvrir(octets(une_semaine(un_comptage({"detection": 1}))))
    assert lire_table(livre["Opérateurs"]) == [("Aucune orientation.", None, None)]
    assert livre["Opérateurs"].auto_filter.ref == "A4:C5"


def test_une_semaine_videe() -> None:
    contenu = octets(une_semaine(Comptage((), 0), revision=2))
    assert "Personne n’a été reçu en entretien." in en_clair(contenu)
    assert lire_table(ouvrir(contenu)["Entretiens"]) == [("Aucun entretien.", None, None)]


def test_la_premiere_feuille_dit_la_semaine() -> None:
    lignes = en_clair(octets(une_semaine(avant=AVANT)))
    assert lignes[:3] == [
        "Semaine 47 · du 16 au 22 novembre 2026",
        "Maison de quartier Dutemple",
        "Définitif : la semaine est finie (révision 1).",
    ]
    for titre in (
        "Ce qui s’est passé",
        "À quelle étape étaient ces personnes",
        "Vers qui elles ont été orientées",
        "Par rapport aux semaines d’avant",
        "Ce que ces nombres ne disent pas",
    ):
        assert titre in lignes
    assert "– Esprit d’initiative : 5 personnes. Avoir envie." in lignes


@pytest.mark.parametrize(
    ("semaine", "attendu"),
    [
        ("2026-W47", "16 nov. – 22 nov. 2026"),
        ("2026-W40", "28 sept. – 4 oct. 2026"),
        ("2026-W53", "28 déc. 2026 – 3 janv. 2027"),
        ("2026-W22", "25 mai – 31 mai 2026"),
        ("2026-W23", "1er juin – 7 juin 2026"),
    ],
)
def test_les_dates_courtes(semaine: str, attendu: str) -> None:
    assert dates_courtes(semaine) == attendu


def test_les_semaines_d_avant_sont_sans_trou_et_passent_l_annee() -> None:
    """They begin with the first one that has an interview."""
    un = {s: CompteSemaine(s, 3, 2, {"detection": 3}) for s in ("2026-W44", "2026-W51", "2026-W53", "2027-W02")}
    assert semaines_avant("2027-W02", un) == (
        un["2026-W51"],
        CompteSemaine("2026-W52", 0, 0, {}),
        un["2026-W53"],
        CompteSemaine("2027-W01", 0, 0, {}),
    )
    assert [compte.semaine for compte in semaines_avant("2026-W52", un)] == [f"2026-W{n}" for n in range(44, 52)]
    assert semaines_avant("2026-W44", un) == ()


# --- Text stays text ---


@pytest.mark.parametrize("nom", FORMULES, ids=ascii)
def test_rien_ne_devient_une_formule(nom: str) -> None:
    """A name from the catalogue, a name of lieu, a code and a version: all of them are shown, none of them runs."""
    comptage = un_comptage({"detection": 2}, {"orientation": 2}, {"adie": 1, nom: 1})
    contenu = octets(
        une_semaine(
            comptage, lieu_nom=nom, catalogue_version=nom, operateurs={"adie": nom}, etapes={"detection": (nom, nom)}
        )
    )
    for partie, xml in parties(contenu).items():
        assert not re.search(rb"<f[ >]|<hyperlink|externalLink|oleObject", xml), partie
        ElementTree.fromstring(xml)
    livre = ouvrir(contenu)
    affiche = re.sub(r"[\0\t\r\n]", " ", nom)
    assert {ligne[:2] for ligne in lire_table(livre["Opérateurs"])} == {(affiche, "adie"), (affiche, affiche)}
    assert livre["Entretiens"]["A5"].value == livre["En clair"]["A2"].value == livre["Semaines"]["C4"].value == affiche
    assert all(cellule.data_type in "sn" for feuille in livre for ligne in feuille.iter_rows() for cellule in ligne)


@pytest.mark.parametrize("nom", ["=1+1", "+33", "-2", "@a", "＝1"])
def test_une_formule_reste_du_texte_quand_on_la_modifie(nom: str) -> None:
    livre = ouvrir(octets(une_semaine(operateurs={**OPERATEURS, "adie": nom})))
    gardes = {
        feuille.title: [c.value for ligne in feuille.iter_rows() for c in ligne if c.quotePrefix] for feuille in livre
    }
    assert gardes == {"En clair": [], "Entretiens": [], "Fins": [], "Opérateurs": [nom], "Semaines": []}


# --- Same data, same bytes; nobody's name in it ---


def test_memes_donnees_memes_octets() -> None:
    """Two builds here, and two in other processes whose zone, hash seed, user and clock differ."""
    ici = octets(une_semaine(avant=AVANT))
    assert octets(une_semaine(avant=AVANT)) == ici
    code = (
        "import sys, time, datetime\n"
        "vrai = time.time\n"
        "time.time = lambda: vrai() + 90_000_000\n"
        "from tests.exports.test_classeur import AVANT, octets, une_semaine\n"
        "sys.stdout.buffer.write(octets(une_semaine(avant=AVANT)))"
    )
    for graine, zone, nom in (("1", "Asia/Tokyo", "alice"), ("2", "America/Cayenne", "bob")):
        env = {**os.environ, "PYTHONHASHSEED": graine, "TZ": zone, "USER": nom, "LOGNAME": nom, "LC_ALL": "C.UTF-8"}
        assert subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout == ici


def test_l_ordre_des_cellules_ne_compte_pas() -> None:
    melange = Comptage(tuple(reversed(PLEIN.cellules)), PLEIN.total)
    assert octets(une_semaine(melange)) == octets(une_semaine())


def test_aucune_date_aucun_nom_dans_les_proprietes() -> None:
    contenu = octets(une_semaine(avant=AVANT))
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    proprietes = ouvrir(contenu).properties
    assert proprietes.created == proprietes.modified == dt.datetime(1980, 1, 1)
    assert (proprietes.creator, proprietes.lastModifiedBy) == ("prescripteur", "prescripteur")
    assert proprietes.title == "Semaine 47 · du 16 au 22 novembre 2026 · Maison de quartier Dutemple"
    for nom, xml in parties(contenu).items():
        instants = set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", xml))
        assert instants <= {b"1980-01-01T00:00:00Z"}, nom
        assert b"absPath" not in xml, nom
    assert {nom for nom in parties(contenu) if nom.startswith("docProps/")} == {"docProps/app.xml", "docProps/core.xml"}
    assert b"<Company></Company>" in parties(contenu)["docProps/app.xml"]


# --- How it looks and prints ---


def test_chaque_feuille_s_imprime_sur_a4() -> None:
    livre = ouvrir(octets(une_semaine(avant=AVANT, lieu_nom="Emploi & Cie")))
    for feuille in livre:
        assert str(feuille.page_setup.paperSize) == Worksheet.PAPERSIZE_A4
        assert feuille.sheet_properties.pageSetUpPr.fitToPage
        # One page wide, which goes without saying in the file; the first sheet one page high too.
        assert feuille.page_setup.fitToWidth in (None, 1)
        assert feuille.page_setup.fitToHeight == (None if feuille.title == "En clair" else 0)
        assert feuille.oddHeader.left.text.strip() == "Comptes définitifs, révision 1"
        assert feuille.oddHeader.right.text.strip() == "Emploi && Cie"
        assert feuille.oddFooter.left.text.strip() == "Semaine 47 · du 16 au 22 novembre 2026"
        assert feuille.oddFooter.right.text == "Page &P sur &N"
    xml = b"".join(parties(octets(une_semaine())).values())
    assert not re.search(rb"&amp;[DTFZ]", xml), "a date, a time or a path would be printed"


def test_la_page_en_mots_n_est_pas_plus_large_que_le_papier() -> None:
    """LibreOffice cuts a column that is wider than the page; a digit of Arial is 0.556 of its size, here 10 points."""
    feuille = ouvrir(octets(une_semaine()))["En clair"]
    papier = 210 / 25.4 - feuille.page_margins.left - feuille.page_margins.right
    assert feuille.column_dimensions["A"].width * 5.56 <= papier * 72


def test_un_lieu_long_ne_deborde_pas_de_l_en_tete() -> None:
    xml = parties(octets(une_semaine(lieu_nom="&" * 80)))["xl/worksheets/sheet1.xml"].decode()
    entete = re.search(r"<oddHeader>(.*?)</oddHeader>", xml)
    assert entete is not None
    assert len(entete[1].replace("&amp;", "&")) <= 255


def test_les_entetes_restent_et_se_filtrent() -> None:
    livre = ouvrir(octets(une_semaine(avant=AVANT)))
    filtres = {"Entretiens": "A4:C7", "Fins": "A4:C8", "Opérateurs": "A4:C7", "Semaines": "A4:G13"}
    for nom, zone in filtres.items():
        assert livre[nom].freeze_panes == "A5"
        assert livre[nom].print_title_rows == "$4:$4"
        # The total under an empty row is not sorted with the rest.
        assert livre[nom].auto_filter.ref == zone
    assert livre["Opérateurs"]["C5"].number_format == "#,##0"
    assert livre["Semaines"].page_setup.orientation == "landscape"


def test_un_nom_de_300_signes_a_toute_la_place() -> None:
    nom = "Association intercommunale d’accompagnement " * 7
    feuille = ouvrir(octets(une_semaine(operateurs={**OPERATEURS, "citeslab": nom})))["Opérateurs"]
    assert feuille["A5"].value == nom
    # Some 300 signs of half an em at 10 points, in a column of 46 digits: six or seven lines of 13 points.
    assert 6 * 13 <= feuille.row_dimensions[5].height <= 8 * 13 + 3
    assert feuille.row_dimensions[6].height == 15.75
    assert feuille["A5"].alignment.wrap_text


def test_le_graphique_lit_les_semaines() -> None:
    contenu = parties(octets(une_semaine(avant=AVANT)))
    graphique = contenu["xl/charts/chart1.xml"].decode()
    plages = re.findall(r"<c:f>(.*?)</c:f>", graphique)
    assert set(plages[1::3]) == {"Semaines!$A$5:$A$13"}
    assert plages[2::3] == [f"Semaines!${c}$5:${c}$13" for c in "CDEF"]
    assert "c:barChart" in graphique
    assert 'c:grouping val="stacked"' in graphique
    dessin = contenu["xl/drawings/drawing1.xml"].decode()
    assert 'descr="Colonnes empilées, une par semaine\u00a0: S39, 4 entretiens\u00a0; S40, 5 entretiens' in dessin
    assert b"drawing" in contenu["xl/worksheets/sheet1.xml"]


def test_la_semaine_en_cours_est_dite_dans_le_graphique() -> None:
    livre = ouvrir(octets(une_semaine(avant=AVANT, revision=0)))
    assert [ligne[0] for ligne in lire_table(livre["Semaines"])][-2:] == ["S46", "S47 (en cours)"]
    assert livre["En clair"]["A4"].value.startswith("Provisoire")
    assert livre["Fins"].oddHeader.left.text.strip() == "Comptes provisoires"


@pytest.mark.parametrize(
    ("maximum", "pas"),
    [
        (0, 1),
        (1, 1),
        (6, 1),
        (7, 2),
        (12, 2),
        (13, 5),
        (30, 5),
        (31, 10),
        (60, 10),
        (61, 20),
        (120, 20),
        (121, 50),
        (10000, 2000),
    ],
)
def test_les_graduations_sont_entieres(maximum: int, pas: int) -> None:
    assert graduation(maximum) == pas
