"""`prescripteur aide`: the pages that F1 shows, as plain text."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator

import click

from prescripteur_tui.cli.affichage import LARGEUR, mettre_en_lignes
from prescripteur_tui.cli.socle import Commande, dire, ecrire
from prescripteur_tui.services.aide import SUJETS, TOUCHES, Bloc, page, sujet

LARGEURS = (40, 100)
"""Fewest and most columns of a line: narrower breaks words, wider is hard to read."""

AIDE = """Montre une page de l’aide : la même que F1 dans l’application.

Sans sujet, montre la liste des sujets.
"""


@click.command(cls=Commande, short_help="Les pages de l’aide.", help=AIDE)
@click.argument("nom", metavar="[SUJET]", required=False)
def aide(nom: str | None) -> int:
    """Print a page, or the list of subjects."""
    if nom is None:
        for connu in SUJETS:
            ecrire(f"{connu:14}{lire_page(connu)[0].texte}")
        dire("Pour lire une page : prescripteur aide SUJET")
        return 0
    for ligne in en_lignes(lire_page(sujet(nom)), largeur()):
        ecrire(ligne)
    return 0


def lire_page(nom: str) -> tuple[Bloc, ...]:
    """The blocks of a subject."""
    if nom == TOUCHES:
        # What the command line takes from the app is its table of keys; Textual is not loaded.
        from prescripteur_tui.ui.touches import page_des_touches

        return page_des_touches()
    return page(nom)


def largeur() -> int:
    """Columns to fill: those of the terminal, within reason; the usual ones where there is none."""
    if not sys.stdout.isatty():
        return LARGEUR
    moins, plus = LARGEURS
    return min(max(shutil.get_terminal_size().columns, moins), plus)


def en_lignes(blocs: Iterable[Bloc], colonnes: int) -> Iterator[str]:
    """A page as lines of text: headings in capitals, items and keys indented."""
    precedent = ""
    for bloc in blocs:
        if precedent and not (bloc.genre == precedent == "point" or bloc.genre == precedent == "touche"):
            yield ""
        if bloc.genre in ("titre", "section"):
            yield from mettre_en_lignes(bloc.texte.upper(), largeur=colonnes).splitlines()
        else:
            debut = {"point": f"  {bloc.marque} ", "touche": f"  {bloc.marque:8} "}.get(bloc.genre, "")
            yield from mettre_en_lignes(bloc.texte, debut, largeur=colonnes).splitlines()
        precedent = bloc.genre
