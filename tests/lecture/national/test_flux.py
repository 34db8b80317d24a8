"""The national files, record by record: JSON, a line a record, CSV; and everything that a file can be instead."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.national import flux
from prescripteur_tui.lecture.national.flux import FicheLue, lire_fiches

UNE = {"id": "dora--1", "nom": "Été", "thematiques": ["a", "b"]}
DEUX = {"id": "dora--2", "nom": "Deux"}


@pytest.fixture
def poser(tmp_path: Path) -> Any:
    """Write a file of the given bytes or text."""

    def poser(contenu: bytes | str, nom: str = "services.json") -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return chemin

    return poser


def lire(chemin: Path) -> list[FicheLue]:
    """Every record of a file."""
    return list(lire_fiches(chemin, chemin.name))


def refus_de(chemin: Path) -> tuple[str, int | None, int | None]:
    """Code, line and record number of the refusal of a file."""
    with pytest.raises(ErreurPrescripteur) as refus:
        lire(chemin)
    erreur = refus.value
    assert erreur.contexte["fichier"] == chemin.name
    str(erreur)
    ligne, fiche = erreur.contexte.get("ligne"), erreur.contexte.get("fiche")
    assert ligne is None or isinstance(ligne, int)
    assert fiche is None or isinstance(fiche, int)
    return erreur.code, ligne, fiche


# What is read


@pytest.mark.parametrize(
    ("texte", "lignes"),
    [
        (json.dumps([UNE, DEUX]), [1, 1]),
        (json.dumps([UNE, DEUX], ensure_ascii=False), [1, 1]),
        (json.dumps([UNE, DEUX], indent=1), [2, 10]),
        (f"\ufeff {json.dumps([UNE, DEUX])} \n", [1, 1]),
        (f"[\n{json.dumps(UNE)},\n\n{json.dumps(DEUX)}\n]\n", [2, 4]),
        (f"{json.dumps(UNE)}\n{json.dumps(DEUX)}\n", [1, 2]),
        (f"{json.dumps(UNE)}\r\n\r\n{json.dumps(DEUX)}", [1, 3]),
    ],
    ids=["compact", "accents", "indente", "bom", "une-par-ligne", "ndjson", "ndjson-crlf"],
)
def test_json(poser: Any, texte: str, lignes: list[int]) -> None:
    lues = lire(poser(texte))
    assert [(lue.numero, lue.ligne, lue.objet) for lue in lues] == [(1, lignes[0], UNE), (2, lignes[1], DEUX)]


@pytest.mark.parametrize("bloc", [1, 2, 3, 7, 64])
def test_une_fiche_peut_etre_a_cheval_sur_deux_lectures(poser: Any, monkeypatch: pytest.MonkeyPatch, bloc: int) -> None:
    monkeypatch.setattr(flux, "BLOC", bloc)
    chemin = poser(json.dumps([UNE, DEUX, {"id": "é" * 50}], ensure_ascii=False))
    assert [lue.objet for lue in lire(chemin)] == [UNE, DEUX, {"id": "é" * 50}]


def test_une_liste_vide(poser: Any) -> None:
    assert lire(poser("[]")) == []
    assert lire(poser(" [ \n ] ")) == []


def test_une_seule_fiche_sur_une_ligne(poser: Any) -> None:
    assert [lue.objet for lue in lire(poser(json.dumps(UNE)))] == [UNE]


def test_un_nombre_absent_a_la_python(poser: Any) -> None:
    assert [lue.objet for lue in lire(poser('[{"id": "1", "latitude": NaN}]'))] == [{"id": "1", "latitude": None}]


CSV = "id,nom,thematiques\ndora--1,Été,\"['a', 'b']\"\ndora--2,\"Deux\nlignes\",\n"


@pytest.mark.parametrize("separateur", [",", ";", "\t"])
@pytest.mark.parametrize("fin", ["\n", "\r\n"])
def test_csv(poser: Any, separateur: str, fin: str) -> None:
    texte = CSV.replace("'a', 'b'", "'a' 'b'").replace(",", separateur).replace("\n", fin)
    lues = lire(poser(f"\ufeff{texte}", "services.csv"))
    assert [(lue.numero, lue.ligne, lue.objet) for lue in lues] == [
        (1, 2, {"id": "dora--1", "nom": "Été", "thematiques": "['a' 'b']"}),
        (2, 3, {"id": "dora--2", "nom": f"Deux{fin}lignes"}),
    ]


def test_une_cellule_gardee_contre_les_tableurs_perd_sa_garde(poser: Any) -> None:
    chemin = poser("id,nom\nx,'=1+1\ny,'-10 %\nz,'Ndank\n", "services.csv")
    assert [lue.objet["nom"] for lue in lire(chemin)] == ["=1+1", "-10 %", "'Ndank"]


fiches = st.lists(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.none()
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=30)
        | st.lists(st.text(max_size=8), max_size=3),
        max_size=6,
    ),
    max_size=6,
)


@given(objets=fiches, indent=st.sampled_from([None, 0, 2]), ascii_seul=st.booleans(), bloc=st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_ce_que_json_ecrit_se_relit(
    tmp_path_factory: pytest.TempPathFactory, objets: list[Any], indent: int | None, ascii_seul: bool, bloc: int
) -> None:
    """Whatever the layout and wherever a read stops; against the whole-file reader."""
    chemin = tmp_path_factory.mktemp("json") / "services.json"
    texte = json.dumps(objets, indent=indent, ensure_ascii=ascii_seul)
    chemin.write_text(texte, encoding="utf-8", errors="surrogatepass")
    try:
        texte.encode()
    except UnicodeEncodeError:
        return
    avant = flux.BLOC
    flux.BLOC = bloc
    try:
        lues = lire(chemin)
    finally:
        flux.BLOC = avant
    assert [lue.objet for lue in lues] == json.loads(texte)
    assert [lue.numero for lue in lues] == list(range(1, len(objets) + 1))
    lignes = texte.split("\n")
    assert all(lignes[lue.ligne - 1].lstrip().startswith(("[{", "{")) for lue in lues)


# What is refused

ENTIER = json.dumps([UNE, DEUX], indent=1, ensure_ascii=False)


@pytest.mark.parametrize("fin", range(2, len(ENTIER.encode()) - 1, 3))
def test_un_fichier_coupe_n_importe_ou(poser: Any, fin: int) -> None:
    """A cut is told as one, with the record that it cuts; inside an accent too."""
    octets = ENTIER.encode()[:fin]
    code, ligne, fiche = refus_de(poser(octets))
    assert code == "import-coupe"
    assert ligne == octets.count(b"\n") + 1
    assert fiche == (1 if octets.count(b"}") == 0 else 2 if octets.count(b"}") == 1 else 3)


def test_un_csv_coupe(poser: Any) -> None:
    assert refus_de(poser('id,nom,commune\nx,"Deux', "s.csv")) == ("import-coupe", 2, 1)
    assert refus_de(poser("id,nom,commune\nx,a,b\ny,Deux", "s.csv")) == ("import-coupe", 3, 2)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ('{"items": [{"id": "1"}], "total": 1}', ("import-objet", 1, None)),
        ('{"services": []}', ("import-objet", 1, None)),
        ("{}", ("import-objet", 1, None)),
        ("[1, 2]", ("import-fiche", 1, 1)),
        ('[{"id": "1"}, [], "x"]', ("import-fiche", 1, 2)),
        ('[{"id": "1"} {"id": "2"}]', ("json-invalide", 1, 2)),
        ('[{"id": "1"}, {"id": 2, }]' + " " * 500, ("json-invalide", 1, 2)),
        ('[{"id": "1"},\n{id: 2}]' + " " * 500, ("json-invalide", 2, 2)),
        ('[{"id": "1"}]\n[{"id": "2"}]', ("json-invalide", 2, 2)),
        ('[{"id": "1", "id": "2"}]', ("cle-double", 1, 1)),
        ('{"id": "1"}\nn’importe quoi' + " " * 500, ("json-invalide", 2, 2)),
        ("[" * 100_000 + "]" * 100_000, ("trop-profond", 1, 1)),
        ('[{"a": ' * 50_000, ("trop-profond", 1, 1)),
        (f'[{{"id": {"9" * 5000}}}]', ("json-invalide", 1, 1)),
        ("", ("import-format", None, None)),
        (" \n ", ("import-format", None, None)),
        ("un texte quelconque\nsans colonne", ("import-colonnes", 1, None)),
        ("nom,commune\nA,B\n", ("import-colonnes", 1, None)),
        ("id,nom,nom\nA,B,C\n", ("import-colonnes", 1, None)),
        ("\rid,nom\nA,B\n", ("import-colonnes", 1, None)),
        ("id,nom,commune\nA,B,C,D\n", ("import-ligne", 2, 1)),
        ("id,nom,commune\nA,B\nC,D,E\n", ("import-ligne", 2, 1)),
        ("<!DOCTYPE html><html><body>Erreur 404</body></html>", ("import-format", None, None)),
    ],
    ids=lambda v: repr(v)[:24],
)
def test_un_contenu_refuse(poser: Any, texte: str, attendu: tuple[str, int | None, int | None]) -> None:
    assert refus_de(poser(texte)) == attendu


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (json.dumps([UNE]).encode("utf-16"), ("fichier-encodage", 1)),
        (json.dumps([UNE]).encode("utf-16-be"), ("fichier-encodage", 1)),
        (CSV.encode("utf-16"), ("fichier-encodage", 1)),
        (json.dumps([DEUX, UNE], ensure_ascii=False, indent=1).encode("latin-1"), ("fichier-encodage", 8)),
        (CSV.encode("latin-1"), ("fichier-encodage", 2)),
        (CSV.encode("cp1252"), ("fichier-encodage", 2)),
        (b"id,nom\nx,a\x00b\n", ("import-ligne", 2)),
        (gzip.compress(b"[]", mtime=0), ("import-format", None)),
        (b"PK\x03\x04rien", ("import-format", None)),
        (b"PAR1rien", ("import-format", None)),
    ],
    ids=lambda v: repr(v)[:24],
)
def test_des_octets_refuses(poser: Any, octets: bytes, attendu: tuple[str, int | None]) -> None:
    code, ligne, _ = refus_de(poser(octets))
    assert (code, ligne) == attendu


def test_un_fichier_absent_ou_un_dossier(tmp_path: Path) -> None:
    assert refus_de(tmp_path / "absent.json")[0] == "fichier-introuvable"
    (tmp_path / "dossier.json").mkdir()
    assert refus_de(tmp_path / "dossier.json")[0] == "fichier-illisible"


GEANTE = "x" * (flux.LIMITE_FICHE + 10)


@pytest.mark.parametrize(
    ("debut", "fin", "code"),
    [
        ('[{"id": "1"}, {"id": "2", "description": "', '"}]', "import-geante"),
        ('[{"id": "1"}, {"id": "2", "description": "', "", "import-geante"),
        ('{"id": "1"}\n{"id": "2", "description": "', '"}', "import-geante"),
        ('{"services": "', '"}', "import-objet"),
        ("id,nom\n1,a\n2,", "\n", "import-geante"),
        ('id,nom\n1,a\n2,"', "", "import-geante"),
        ("id,nom\n1,a\n2,\"", "\n" * flux.LIMITE_FICHE, "import-geante"),
    ],
    ids=lambda v: repr(v)[:24],
)  # fmt: skip
def test_une_fiche_geante(poser: Any, debut: str, fin: str, code: str) -> None:
    """A bomb is refused within the bound of a record, in no time."""
    chemin = poser(f"{debut}{GEANTE}{fin}", "s.csv" if debut.startswith("id,") else "s.json")
    avant = time.perf_counter()
    refus, _, fiche = refus_de(chemin)
    assert time.perf_counter() - avant < 5
    assert refus == code
    assert fiche == (None if code == "import-objet" else 2)


def test_une_description_d_un_mega_se_lit(poser: Any) -> None:
    lues = lire(poser(json.dumps([{"id": "1", "description": "x" * 1_000_000}, DEUX])))
    assert [len(str(lue.objet)) > 1_000_000 for lue in lues] == [True, False]


@pytest.mark.parametrize("nom", ["s.json", "s.csv"])
def test_la_memoire_ne_suit_pas_la_taille_du_fichier(tmp_path: Path, nom: str) -> None:
    """Ten megabytes of records, a few of memory."""
    with (tmp_path / nom).open("w", encoding="utf-8") as flux:
        flux.write("[" if nom == "s.json" else "id,nom,description\n")
        for n in range(10_000):
            texte = "x" * 1000
            if nom == "s.json":
                flux.write(("," if n else "") + json.dumps({"id": str(n), "description": texte}))
            else:
                flux.write(f"{n},Nom,{texte}\n")
        flux.write("]" if nom == "s.json" else "")
    tracemalloc.start()
    try:
        assert sum(1 for _ in lire_fiches(tmp_path / nom, nom)) == 10_000
        pic = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert pic < 6_000_000
