"""Answers from outside: JSON, YAML, a line of a lot; and every refusal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.fichiers import LIMITE
from prescripteur_tui.lecture.reponses import lire_fichier, lire_ligne, lire_lignes, lire_objet


class _Entree:
    """A standard input that holds these bytes."""

    def __init__(self, octets: bytes) -> None:
        self.buffer = io.BytesIO(octets)


@pytest.mark.parametrize(
    ("texte", "objet"),
    [
        ('{"maturite": "idee", "freins": ["argent"]}', {"maturite": "idee", "freins": ["argent"]}),
        ('\ufeff {"reponses": {}, "motif": null}', {"reponses": {}, "motif": None}),
        ('{"a": 1, "b": true, "c": 1.5}', {"a": 1, "b": True, "c": 1.5}),
        ("{maturite: idee, freins: [argent], age: 18-25}", {"maturite": "idee", "freins": ["argent"], "age": "18-25"}),
        ('{"a": "b",}', {"a": "b"}),
        ('{"a": "b"} # note', {"a": "b"}),
        ("maturite: idee\nage: 16-17\n", {"maturite": "idee", "age": "16-17"}),
        ("a: no\nb: 01000\nc: 12:30\n", {"a": "no", "b": "01000", "c": "12:30"}),
        ("[a, b]", ["a", "b"]),
        ('["a"]', ["a"]),
        ("a: '[/b] [RSA]'", {"a": "[/b] [RSA]"}),
        ('{"a": "[/b] [RSA] é \\u2019"}', {"a": "[/b] [RSA] é ’"}),
        ("", None),
        ("- a\n", ["a"]),
    ],
)  # fmt: skip
def test_un_objet(texte: str, objet: object) -> None:
    assert lire_objet(texte, "r.yaml") == objet


@pytest.mark.parametrize(
    ("texte", "code", "ligne"),
    [
        ('{"a": "b",\n "a": "c"}', "cle-double", 2),
        ('{"x": [{"a": 1,\n "a": 2}]}', "cle-double", 2),
        ("{a: b, a: c}", "cle-double", 1),
        ("a: b\na: c\n", "cle-double", 2),
        ('{"a": NaN}', "json-invalide", 1),
        ('{"a": -Infinity}', "json-invalide", 1),
        ('{"a": 1e999}', "json-invalide", 1),
        ('{"a": ' + "9" * 5000 + "}", "json-invalide", 1),
        ('{"NaN": "1e999",\n "b": [1, NaN]}', "json-invalide", 2),
        ('{"a": "b"\n "c": "d"}', "json-invalide", 2),
        ('{"a": "b"', "json-invalide", 1),
        ('{"a": "b"}\n{"a": "c"}', "json-invalide", 2),
        ("{a: [b}", "yaml-invalide", 1),
        ("[a\nb: c", "yaml-invalide", 2),
        ('{"a": "b\x07"}', "caractere-interdit", 1),
        ('{"a":\n "b\\u0007"}', "caractere-interdit", 2),
        ('{"a":\n "b\\u202e"}', "caractere-interdit", 2),
        ('{"b\\u0000": 1}', "caractere-interdit", 1),
        ('{"a": "\\ud800"}', "caractere-interdit", None),
        ('{"a": ' + "[" * 30 + "]" * 30 + "}", "trop-profond", 1),
        ("[" * 100_000, "trop-profond", 1),
        ('{"a":' * 100_000, "trop-profond", 1),
        ("a: &x b\n", "yaml-ancre", 1),
        ("{a: !!python/name:os.system x}", "yaml-etiquette", 1),
        ("a: b\n---\nc: d\n", "yaml-invalide", 2),
        ('{"a": "' + "x" * LIMITE + '"}', "fichier-trop-gros", None),
        ("a" * 10_000_000, "fichier-trop-gros", None),
    ],
    ids=range(27),
)
def test_un_objet_refuse(texte: str, code: str, ligne: int | None) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_objet(texte, "r")
    assert (refus.value.code, refus.value.contexte.get("ligne")) == (code, ligne)
    assert refus.value.contexte["fichier"] == "r"


def test_un_fichier_json_parle_de_json() -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_objet("{a: [b}", "r.json")
    assert refus.value.code == "json-invalide"
    assert refus.value.contexte["raison"] == "un nom entre guillemets droits est attendu"


LIGNES = [
    pytest.param(b'{"a": "b"', "json-invalide", id="inacheve"),
    pytest.param(b"{a: b}", "json-invalide", id="yaml"),
    pytest.param(b"", "json-invalide", id="vide"),
    pytest.param(b"{} {}", "json-invalide", id="deux-objets"),
    pytest.param(b'{"a": NaN}', "json-invalide", id="nan"),
    pytest.param(b'{"a": 1, "a": 2}', "cle-double", id="cle-double"),
    pytest.param(b"[" * 100_000, "trop-profond", id="bombe"),
    pytest.param(b"[" * 21 + b"]" * 21, "trop-profond", id="21-niveaux"),
    pytest.param(b'{"a": "\xff"}', "fichier-encodage", id="latin-1"),
    pytest.param(b'{"a": "\x1b[2J"}', "caractere-interdit", id="echappement"),
    pytest.param(b'{"a": "\\u001b[2J"}', "caractere-interdit", id="echappement-ecrit"),
    pytest.param('{"a": "\u202e"}'.encode(), "caractere-interdit", id="sens"),
    pytest.param(b'{"a": "\\udc80"}', "caractere-interdit", id="moitie"),
    pytest.param(b'{"a": "\t"}', "caractere-interdit", id="tabulation"),
    pytest.param(b'"' + b"x" * LIMITE + b'"', "fichier-trop-gros", id="1-mo"),
    pytest.param(b'{"a": "' + b"x" * 10_000_000 + b'"}', "fichier-trop-gros", id="10-mo"),
]


@pytest.mark.parametrize(("octets", "code"), LIGNES)
def test_une_ligne_refusee(octets: bytes, code: str) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_ligne(octets, fichier="lot.jsonl", ligne=7)
    assert refus.value.code == code
    assert str(refus.value).startswith(("lot.jsonl:7", "Le contenu de la ligne 7 "))


def test_une_ligne_en_texte() -> None:
    assert lire_ligne('\ufeff{"a": ["[/b]"]}\r\n') == {"a": ["[/b]"]}
    with pytest.raises(ErreurPrescripteur, match="trop gros"):
        lire_ligne("é" * LIMITE)


def test_un_lot_est_lu_ligne_a_ligne(tmp_path: Path) -> None:
    lot = tmp_path / "lot.jsonl"
    geante = b'{"a": "' + b"x" * 10_000_000 + b'"}'
    lot.write_bytes(
        b'\xef\xbb\xbf{"a": 1}\r\n\n  \n[\n' + geante + b'\n{"a": 6}\n' + geante + b'\n{"a": "\xe9"}\n{"a": 9}'
    )
    lus: dict[int, object] = {}
    for ligne in lire_lignes(lot):
        assert len(ligne.octets) <= LIMITE
        try:
            lus[ligne.numero] = ligne.lire()
        except ErreurPrescripteur as erreur:
            assert f"{ligne.numero}" in str(erreur)
            lus[ligne.numero] = erreur.code
            if erreur.code == "fichier-trop-gros":
                assert erreur.contexte["taille"] == len(geante)
    assert lus == {
        1: {"a": 1},
        4: "json-invalide",
        5: "fichier-trop-gros",
        6: {"a": 6},
        7: "fichier-trop-gros",
        8: "fichier-encodage",
        9: {"a": 9},
    }


@pytest.mark.parametrize("fin", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_une_ligne_a_la_limite_est_lue(tmp_path: Path, fin: bytes) -> None:
    lot = tmp_path / "lot.jsonl"
    lot.write_bytes(b'"' + b"x" * (LIMITE - 2) + b'"' + fin + b'"y"' + fin)
    assert [ligne.lire() for ligne in lire_lignes(lot)] == ["x" * (LIMITE - 2), "y"]


def test_l_entree_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Entree(b'{"a": 1}\n{"a": 2}\n'))
    assert [ligne.lire() for ligne in lire_lignes("-")] == [{"a": 1}, {"a": 2}]
    monkeypatch.setattr(sys, "stdin", _Entree("maturite: idée\n".encode()))
    assert lire_fichier("-") == "maturite: idée\n"


def test_un_fichier_est_lu_avec_ou_sans_marque(tmp_path: Path) -> None:
    fichier = tmp_path / "r.yaml"
    fichier.write_bytes("\ufeffa: é\n".encode())
    assert lire_fichier(fichier) == "a: é\n"


@pytest.mark.parametrize(
    ("octets", "code", "contexte"),
    [
        (b"a: 1\nb: \xe9\n", "fichier-encodage", {"ligne": 2}),
        (b"x" * (LIMITE + 5), "fichier-trop-gros", {"taille": LIMITE + 5, "limite": LIMITE}),
        ("a".encode("utf-16"), "fichier-encodage", {"ligne": 1}),
    ],
    ids=["latin-1", "trop-gros", "utf-16"],
)
def test_un_fichier_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, octets: bytes, code: str, contexte: dict[str, object]
) -> None:
    fichier = tmp_path / "r.yaml"
    fichier.write_bytes(octets)
    monkeypatch.setattr(sys, "stdin", _Entree(octets))
    for chemin in (fichier, "-"):
        with pytest.raises(ErreurPrescripteur) as refus:
            lire_fichier(chemin)  # type: ignore[arg-type]
        assert refus.value.code == code
        assert contexte.items() <= refus.value.contexte.items()


@pytest.mark.parametrize(
    ("nom", "code"),
    [("absent", "fichier-introuvable"), ("fichier/dedans", "fichier-introuvable"), (".", "fichier-illisible"),
     ("nul\0", "fichier-introuvable"), ("x" * 5000, "fichier-illisible")],
    ids=["absent", "sous-un-fichier", "dossier", "nul", "long"],
)  # fmt: skip
def test_un_chemin_refuse(tmp_path: Path, nom: str, code: str) -> None:
    (tmp_path / "fichier").touch()
    for lire in (lire_fichier, lambda chemin: list(lire_lignes(chemin))):
        with pytest.raises(ErreurPrescripteur) as refus:
            lire(tmp_path / nom)
        assert refus.value.code == code


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device here")
def test_un_fichier_sans_fin(tmp_path: Path) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_fichier(Path("/dev/zero"))
    assert refus.value.code == "fichier-trop-gros"


def test_une_entree_qui_s_interrompt(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panne(io.BytesIO):
        def read(self, _taille: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    entree = _Entree(b"")
    entree.buffer = Panne()
    monkeypatch.setattr(sys, "stdin", entree)
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_fichier("-")
    assert (refus.value.code, refus.value.contexte["raison"]) == ("fichier-illisible", "la lecture s’est interrompue")
