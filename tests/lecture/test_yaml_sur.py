"""The safe YAML: what it reads, what it refuses, and where."""

from __future__ import annotations

import pytest

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture import yaml_sur
from prescripteur_tui.lecture.fichiers import LIMITE
from prescripteur_tui.lecture.yaml_sur import PROBLEMES_MAX, analyser_yaml, lire_yaml


def _refus(texte: str) -> ErreurPrescripteur:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_yaml(texte, "f.yaml")
    return refus.value


def _place(erreur: ErreurPrescripteur) -> tuple[object, object]:
    return erreur.contexte.get("ligne"), erreur.contexte.get("colonne")


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("01000", "01000"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("oui", "oui"),
        ("true", "true"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("2026-11-23", "2026-11-23"),
        ("2026-W47", "2026-W47"),
        ("QN05920M", "QN05920M"),
        ("=", "="),
        ("<<", "<<"),
        ("Null", "Null"),
        ('"null"', "null"),
        ("'~'", "~"),
        ('""', ""),
        ("null", None),
        ("~", None),
        ("", None),
        ('"[/b]"', "[/b]"),
        ("Aide [RSA] et [/b]", "Aide [RSA] et [/b]"),
        ('"d\\u2019abord"', "d’abord"),
    ],
)
def test_un_scalaire_reste_du_texte(ecrit: str, lu: str | None) -> None:
    assert lire_yaml(f"a: {ecrit}\n", "f.yaml").valeur == {"a": lu}


@pytest.mark.parametrize(
    ("texte", "valeur"),
    [
        ("", None),
        ("# rien\n", None),
        ("texte", "texte"),
        ("[]", []),
        ("- a\n- [b, {c: d}]\n", ["a", ["b", {"c": "d"}]]),
        ("a: >-\n  deux\n  lignes\n", {"a": "deux lignes"}),
        ("\ufeffa: b\n", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("1: b\n", {"1": "b"}),
        ("<<: {a: b}\n", {"<<": {"a": "b"}}),
    ],
)
def test_la_valeur_d_un_document(texte: str, valeur: object) -> None:
    assert lire_yaml(texte, "f.yaml").valeur == valeur


@pytest.mark.parametrize(
    ("texte", "code", "ligne", "colonne"),
    [
        ("a: 1\nb: 2\na: 3\n", "cle-double", 3, 1),
        ("a:\n  - {b: 1, b: 2}\n", "cle-double", 2, 12),
        ("a: &x 1\n", "yaml-ancre", 1, 4),
        ("a: &x [1]\n", "yaml-ancre", 1, 4),
        ("a: 1\nb: *x\n", "yaml-ancre", 2, 4),
        ("a: 1\n*x : 2\n", "yaml-ancre", 2, 1),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-etiquette", 1, 4),
        ("a: !!str 1\n", "yaml-etiquette", 1, 4),
        ("a: ! 1\n", "yaml-etiquette", 1, 4),
        ("a: !!binary aGk=\n", "yaml-etiquette", 1, 4),
        ("a: 1\n? [b]\n: 2\n", "yaml-invalide", 2, 3),
        ("a: 1\n'': 2\n", "yaml-invalide", 2, 1),
        ("a: 1\n---\nb: 2\n", "yaml-invalide", 2, 1),
        ("a: 1\nb: [1\n\n", "yaml-invalide", 2, 4),
        ("a: b: c\n", "yaml-invalide", 1, 5),
        ("a:\n\t- b\n", "yaml-invalide", 2, 1),
        ('a: "x\n\nb: 1\n', "yaml-invalide", 1, 4),
        ("- a\nb: c\n", "yaml-invalide", 2, 1),
        ("a: 1\nb: x\x07y\n", "caractere-interdit", 2, 5),
        ('a: 1\nb: "x\\x07y"\n', "caractere-interdit", 2, 4),
        ('a: "x\\ty"\n', "caractere-interdit", 1, 4),
        ("a: x\u202ey\n", "caractere-interdit", 1, 5),
        ("a: 1  # \u2066\n", "caractere-interdit", 1, 9),
        ('a: "\\u202e"\n', "caractere-interdit", 1, 4),
        ("a: x\x85y\n", "caractere-interdit", 1, 5),
        ("a: x\ud800y\n", "caractere-interdit", 1, 5),
        ("a: \x00\n", "caractere-interdit", 1, 4),
        ("a: 1\n" + "b\n\nc: d\n", "yaml-invalide", 2, 1),
        ("[" * 21 + "]" * 21, "trop-profond", 1, 21),
        ("a: " + "{b: " * 20 + "1" + "}" * 20, "trop-profond", 1, 80),
    ],
)
def test_un_refus_dit_ou(texte: str, code: str, ligne: int, colonne: int) -> None:
    erreur = _refus(texte)
    assert (erreur.code, *_place(erreur)) == (code, ligne, colonne)
    assert erreur.contexte["fichier"] == "f.yaml"


@pytest.mark.parametrize("texte", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000], ids=["[", "-", "{"])
def test_une_bombe_de_niveaux_est_arretee(texte: str) -> None:
    """By our own bound, or by that of libyaml, which newer versions have and which lies farther out."""
    erreur = _refus(texte)
    assert erreur.code == "trop-profond"
    assert erreur.contexte["ligne"] == 1


def test_vingt_niveaux_sont_admis() -> None:
    assert lire_yaml("[" * 20 + "]" * 20, "f.yaml").valeur


def test_une_bombe_est_refusee_sans_etre_depliee() -> None:
    bombe = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True))
    document, problemes = analyser_yaml(bombe, "f.yaml")
    assert {probleme.code for probleme in problemes} == {"yaml-ancre"}
    assert document is not None
    assert document.valeur["h"] == ["\ufffd", "\ufffd"]


@pytest.mark.parametrize("texte", ["a" * (LIMITE + 1), "é" * (LIMITE // 2 + 1), "a: " + "x" * 10_000_000])
def test_un_texte_trop_gros_est_refuse_avant_toute_lecture(texte: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml_sur.yaml, "parse")
    erreur = _refus(texte)
    assert erreur.code == "fichier-trop-gros"
    assert erreur.contexte["taille"] == len(texte.encode())


def test_un_texte_a_la_limite_est_lu() -> None:
    texte = "a: " + "x" * (LIMITE - 3)
    assert len(lire_yaml(texte, "f.yaml").valeur["a"]) == LIMITE - 3


def test_les_problemes_viennent_ensemble_et_dans_l_ordre() -> None:
    texte = "a: 1\na: 2\nb: &x 3\nc: !!str 4\nd: x\x07y\ne: *x\n"
    document, problemes = analyser_yaml(texte, "f.yaml")
    assert [(p.code, p.contexte["ligne"]) for p in problemes] == [
        ("cle-double", 2),
        ("yaml-ancre", 3),
        ("yaml-etiquette", 4),
        ("caractere-interdit", 5),
        ("yaml-ancre", 6),
    ]
    assert document is not None
    assert document.valeur == {"a": "1", "b": "3", "c": "4", "d": "x\ufffdy", "e": "\ufffd"}


def test_un_fichier_qui_n_est_que_problemes_est_abandonne() -> None:
    document, problemes = analyser_yaml("a: 1\n" * 10_000, "f.yaml")
    assert document is None
    assert len(problemes) == PROBLEMES_MAX


POSITIONS = """\
a: 1
b:
  - c: 2
    d: {e: 3, f: 4}
  - - g
h: >-
  long
i:
  texte plus bas
"""


@pytest.mark.parametrize(
    ("chemin", "place"),
    [
        ((), (1, 1)),
        (("a",), (1, 4)),
        (("b",), (2, 1)),
        (("b", 0), (3, 5)),
        (("b", 0, "c"), (3, 8)),
        (("b", 0, "d"), (4, 8)),
        (("b", 0, "d", "f"), (4, 18)),
        (("b", 1, 0), (5, 7)),
        (("h",), (6, 4)),
        (("i",), (8, 1)),
        (("b", 0, "absent"), (3, 5)),
        (("b", 0, "absent", 3, "plus-loin"), (3, 5)),
        (("b", 9), (2, 1)),
        (("a", "b"), (1, 4)),
        (("b", "c"), (2, 1)),
    ],
)
def test_la_place_d_un_noeud(chemin: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert lire_yaml(POSITIONS, "f.yaml").position(chemin) == place


def test_la_place_d_une_cle() -> None:
    document = lire_yaml(POSITIONS, "f.yaml")
    assert document.position(("b", 0, "d", "f"), cle=True) == (4, 15)
    assert document.position(("b", 0, "absent"), cle=True) == (3, 5)


def test_un_document_vide_a_une_place() -> None:
    assert lire_yaml("", "f.yaml").position(("a",)) == (1, 1)


@pytest.mark.parametrize(
    "texte",
    [
        "a: [1\n",
        "a: b: c",
        "a:\n\t- b",
        "a: @x",
        'a: "x',
        'a: "\\z"',
        "- a\nb: c",
        "a: |\n  x\n y",
        "a\nb: c",
        "%YAML 3.0\n---\na",
        "%FOO\na",
        "a: !x!y z",
        "a: !<",
        "&",
        "*",
        "a: }",
        "a: %x",
        "--- a\n... b",
        "'a'b: c",
    ],
)
@pytest.mark.parametrize("chargeur", ["CSafeLoader", "SafeLoader"])
def test_une_faute_de_syntaxe_se_dit_en_francais(texte: str, chargeur: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_sur, "_Chargeur", getattr(yaml_sur.yaml, chargeur))
    erreur = _refus(texte)
    assert erreur.code == "yaml-invalide"
    assert erreur.contexte["raison"] in {
        *(raison for _, raison in yaml_sur._SYNTAXE),
        "une tabulation sert de retrait ; employez des espaces",
        "la forme n’est pas reconnue",
    }
