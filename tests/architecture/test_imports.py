"""The arrows of the house: every import is read and held to them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PAQUET = Path(__file__).parents[2] / "prescripteur_tui"

MILIEU = {"lecture", "stockage", "exports", "synchro", "coordination", "config"}
PERMIS: dict[str, set[str]] = {
    "erreurs": set(),
    "disque": {"erreurs"},
    "domaine": {"erreurs"},
    **{nom: {"erreurs", "disque", "domaine"} for nom in MILIEU},
    "services": {"erreurs", "disque", "domaine", *MILIEU},
    "cli": {"erreurs", "domaine", "services"},
    "ui": {"erreurs", "domaine", "services"},
}
DEUX_BOUTS = {"ui"}
"""What the command line may open: the app."""

RESERVES = {
    "textual": {"ui"},
    "rich": {"ui"},
    "questionary": {"cli"},
    "prompt_toolkit": {"cli"},
    "click": {"cli"},
    "sqlite_utils": {"stockage"},
    "sqlite3": {"stockage"},
    "duckdb": {"coordination"},
    "yaml": {"lecture"},
    "platformdirs": {"config"},
    "data_inclusion": {"lecture"},
    "xlsxwriter": {"exports"},
}


def _modules() -> list[Path]:
    return sorted(PAQUET.rglob("*.py"))


def _piece(chemin: Path) -> str:
    relatif = chemin.relative_to(PAQUET)
    return relatif.parts[0] if len(relatif.parts) > 1 else relatif.stem


def _importes(chemin: Path) -> set[str]:
    noms: set[str] = set()
    for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, f"{chemin}: relative import"
            module = noeud.module or ""
            noms |= {f"{module}.{alias.name}" for alias in noeud.names} if module == "prescripteur_tui" else {module}
    return noms


@pytest.mark.parametrize("chemin", _modules(), ids=lambda c: str(c.relative_to(PAQUET)))
def test_fleches(chemin: Path) -> None:
    piece = _piece(chemin)
    if piece in {"__init__", "__main__"}:
        return
    for nom in _importes(chemin):
        parties = nom.split(".")
        if parties[0] != "prescripteur_tui":
            permises = RESERVES.get(parties[0])
            assert permises is None or piece in permises, f"{piece} must not import {nom}"
        elif len(parties) > 1 and parties[1] not in {piece, "__version__"}:
            permis = PERMIS[piece] | (DEUX_BOUTS if piece == "cli" else set())
            assert parties[1] in permis, f"{piece} must not import {nom}"


def test_toutes_les_pieces_sont_connues() -> None:
    assert {_piece(c) for c in _modules()} - {"__init__", "__main__"} <= set(PERMIS) | {"aide"}


@pytest.mark.parametrize(
    ("code", "absents"),
    [
        (
            "import sys; sys.argv = ['prescripteur', '--version']\n"
            "from prescripteur_tui.__main__ import main\n"
            "try: main()\nexcept SystemExit: pass",
            ["textual", "pydantic", "yaml", "sqlite_utils", "questionary", "rich", "xlsxwriter"],
        ),
        (
            "import sys; sys.argv = ['prescripteur', 'aide', 'touches']\n"
            "from prescripteur_tui.__main__ import main\n"
            "try: main()\nexcept SystemExit: pass",
            ["textual", "rich", "pydantic", "yaml", "sqlite3", "sqlite_utils", "questionary"],
        ),
        (
            "import prescripteur_tui.domaine.moteur, prescripteur_tui.domaine.recommandation",
            ["textual", "rich", "click", "yaml", "sqlite3", "sqlite_utils", "questionary"],
        ),
        (
            "import prescripteur_tui.services.accueil, prescripteur_tui.stockage.ouverture",
            ["textual", "pydantic", "yaml", "sqlite_utils", "questionary", "xlsxwriter"],
        ),
        (
            "import prescripteur_tui.exports.comptes, prescripteur_tui.exports.classeur, "
            "prescripteur_tui.services.exporter, prescripteur_tui.services.classeur_semaine",
            ["textual", "click", "yaml", "questionary", "xlsxwriter"],
        ),
        ("import prescripteur_tui.services.entretien", ["textual", "rich", "click", "questionary", "yaml"]),
    ],
    ids=["--version", "aide", "moteur", "accueil", "export", "entretien"],
)
def test_interpreteur_neuf(code: str, absents: list[str]) -> None:
    """A fresh interpreter loads only what the use needs."""
    verdict = f"\nimport sys; print([m for m in {absents!r} if m in sys.modules])"
    sortie = subprocess.run(
        [sys.executable, "-c", code + verdict], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert sortie.stdout.splitlines()[-1] == "[]"
