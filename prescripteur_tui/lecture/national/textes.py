"""Text of a national file made plain: no HTML, no terminal command, no hidden character, no endless paragraph."""

from __future__ import annotations

import html
import re

from prescripteur_tui.lecture.caracteres import INTERDITS_DANS_UN_TEXTE

_BRUT = 40_000
"""Most characters that are looked at: no description of use is longer."""

_COMMANDE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
"""An order to a terminal: colours and moves, titles and links."""

_FINS_DE_LIGNE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_BLOCS = "address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|ol|p|pre|section|table|tr|ul"
_AUTRES = (
    "a|abbr|b|big|body|button|center|cite|code|em|font|footer|form|head|header|html|i|iframe|img|input|label|link|main"
    "|mark|meta|nav|noscript|object|q|s|small|span|strike|strong|sub|sup|svg|tbody|td|th|thead|title|tt|u|var|video"
)
_BALISE = re.compile(rf"</?(?:(?P<li>li)|(?P<bloc>{_BLOCS})|{_AUTRES})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ENTITE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MUET = re.compile(r"<!--|<(script|style)(?=[\s/>])", re.IGNORECASE)
"""What begins a passage that no reader ever sees."""


def nettoyer(texte: str, longueur: int, *, est_ligne: bool = False) -> tuple[str, set[str]]:
    """A plain text, and what was wrong with it.

    Args:
        texte: as the file has it.
        longueur: most characters of what is kept; a longer text is cut after a word, and ends with « … ».
        est_ligne: whether it must be one line.

    Returns:
        The text, stripped, and any of `html`, `commandes` (terminal commands, hidden characters), `coupe`.
    """
    signes: set[str] = set()
    if len(texte) > _BRUT:
        texte = texte[:_BRUT]
        signes.add("coupe")
    texte = _sans_html(texte, signes)
    texte = _FINS_DE_LIGNE.sub("\n", texte).replace("\t", " ")
    sans = INTERDITS_DANS_UN_TEXTE.sub("", _COMMANDE.sub("", texte))
    if sans != texte:
        signes.add("commandes")
    texte = re.sub(r" {2,}", " ", sans.replace("\n", " ") if est_ligne else sans)
    texte = re.sub(r"[ ]*\n[ ]*", "\n", texte)
    texte = re.sub(r"\n{2,}" if "html" in signes else r"\n{3,}", "\n" if "html" in signes else "\n\n", texte).strip()
    if len(texte) > longueur:
        texte = _couper(texte, longueur)
        signes.add("coupe")
    return texte, signes


def _couper(texte: str, longueur: int) -> str:
    debut = texte[: longueur - 1]
    if not texte[longueur - 1].isspace():
        mot = max(debut.rfind(" "), debut.rfind("\n"))
        if mot >= longueur // 2:
            debut = debut[:mot]
    return debut.rstrip() + "…"


def _sans_html(texte: str, signes: set[str]) -> str:
    if "<" not in texte and "&" not in texte:
        return texte
    sans = _ENTITE.sub(lambda m: html.unescape(m[0]), texte)
    sans = _BALISE.sub(lambda m: ("\n- " if m["li"] and m[0][1] != "/" else "\n") if m["li"] or m["bloc"] else "",
                       _sans_muets(sans))  # fmt: skip
    if sans != texte:
        signes.add("html")
    return sans


def _sans_muets(texte: str) -> str:
    """Without scripts, styles and comments; one that does not end goes on to the end."""
    morceaux = []
    pos = 0
    while trouve := _MUET.search(texte, pos):
        morceaux.append(texte[pos : trouve.start()])
        fin = re.compile(rf"</{trouve[1]}[^>]*>" if trouve[1] else "-->", re.IGNORECASE).search(texte, trouve.end())
        if fin is None:
            return "".join(morceaux)
        pos = fin.end()
    return "".join(morceaux) + texte[pos:]
