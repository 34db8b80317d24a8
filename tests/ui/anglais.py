"""The strings that Textual itself could show, read from its classes and its source: none may be on screen."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

MODULES = (
    "textual.app",
    "textual.screen",
    "textual.command",
    "textual.system_commands",
    "textual.validation",
    "textual.scroll_view",
    "textual.widget",
    "textual.widgets._button",
    "textual.widgets._footer",
    "textual.widgets._header",
    "textual.widgets._help_panel",
    "textual.widgets._input",
    "textual.widgets._key_panel",
    "textual.widgets._select",
    "textual.widgets._static",
    "textual.widgets._welcome",
)
"""What says something to the user, and every widget that the app uses."""

ARGUMENTS = {"placeholder", "prompt", "description", "failure_description", "tooltip", "help", "title", "label"}
"""Parameters whose value is shown."""

APPELS = {"notify", "SystemCommand", "Binding", "failure", "DiscoveryHit", "Button", "Static", "Label"}
"""Calls whose strings are shown."""

MOTS = re.compile(
    r"\b(the|quit|search|press|commands|select|help|close|back|keys|screenshot|focus|previous|copy|found|error"
    r"|warning|cancel|open|loading|enter|escape)\b",
    re.IGNORECASE,
)
"""English that no French sentence of ours has."""


def anglais(texte: str) -> list[str]:
    """The English of a rendered screen: words, and strings of Textual's."""
    return [t.group() for motif in (MOTS, _MOTIF) for t in motif.finditer(texte)]


def phrases_de_textual() -> frozenset[str]:
    """All strings found; markup and keys taken out."""
    trouvees = {*_commandes(), *_liaisons()}
    for nom in MODULES:
        trouvees |= set(_du_source(import_module(nom)))
    return frozenset(m for phrase in trouvees for m in _morceaux(phrase))


def _morceaux(phrase: str) -> Iterator[str]:
    """The pieces between markup and values, as they would be seen."""
    for morceau in re.split(r"\[[^\]]*\]|\{[^}]*\}|\n", phrase):
        morceau = morceau.strip(" .:,'\"")
        # Neither keys and ids (`ctrl+c`, `shift+end`) nor actions (`cursor_left(True)`).
        if re.search(r"[A-Za-z]{2}", morceau) and not re.search(r"[a-z][_+(]|[(=]|^[a-z_.#&-]+$", morceau):
            yield morceau


def _commandes() -> Iterator[str]:
    app: App[None] = App()
    for commande in app.get_system_commands(Screen()):
        yield from (commande.title, commande.help)


def _liaisons() -> Iterator[str]:
    """The descriptions of the bindings of every class of Textual's that is loaded."""
    classes: list[type] = [DOMNode]
    while classes:
        classe = classes.pop()
        classes += classe.__subclasses__()
        if classe.__module__.startswith("textual."):
            for liaison in vars(classe).get("BINDINGS", ()):
                yield liaison.description if isinstance(liaison, Binding) else liaison[-1]


def _du_source(module: ModuleType) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(noeud, ast.Call):
            nom = noeud.func.attr if isinstance(noeud.func, ast.Attribute) else getattr(noeud.func, "id", "")
            if nom in APPELS:
                for valeur in noeud.args:
                    yield from _textes(valeur)
            for mot in noeud.keywords:
                if mot.arg in ARGUMENTS:
                    yield from _textes(mot.value)
        elif isinstance(noeud, ast.FunctionDef):
            if noeud.name == "describe_failure":
                for retour in ast.walk(noeud):
                    if isinstance(retour, ast.Return) and retour.value is not None:
                        yield from _textes(retour.value)
            for arg, defaut in zip(noeud.args.kwonlyargs, noeud.args.kw_defaults, strict=True):
                if arg.arg in ARGUMENTS and defaut is not None:
                    yield from _textes(defaut)
        elif isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and noeud.value.startswith("No match"):
            yield noeud.value


def _textes(noeud: ast.expr) -> Iterator[str]:
    """Constants, and the constant pieces of f-strings."""
    if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
        yield noeud.value
    elif isinstance(noeud, ast.JoinedStr):
        for partie in noeud.values:
            yield from _textes(partie)
    elif isinstance(noeud, ast.BinOp | ast.IfExp | ast.Call):
        for partie in ast.iter_child_nodes(noeud):
            if isinstance(partie, ast.expr):
                yield from _textes(partie)


# Once, at import: an app made inside a test would take the place of the one under test.
PHRASES = phrases_de_textual()
_MOTIF = re.compile("|".join(rf"(?<!\w){re.escape(p)}(?!\w)" for p in sorted(PHRASES, key=len, reverse=True)))
