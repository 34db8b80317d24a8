"""Asking one thing at a time in a terminal: with questionary, or with plain prompts where the terminal is poor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from prescripteur_tui.cli.affichage import mettre_en_lignes

R = TypeVar("R")

BEAUCOUP = 20
"""More choices than that are written as a paragraph, and chosen by typing their name as well."""

_LETTRES = "abcdefghijklmno"
"""Keys of the choices from the tenth on, in lists to move in; `p`, `q` and `r` stay free for the gestures."""


class Geste(StrEnum):
    """What can be done instead of choosing, by the key that is typed."""

    SANS_REPONSE = "0"
    RETOUR = "r"
    POURQUOI = "?"
    INTERROMPRE = "q"


_TOUCHES = {Geste.POURQUOI: "p"}
"""Keys that differ in lists to move in: questionary takes letters and digits only."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One choice: what it stands for, and what is shown."""

    cle: str
    libelle: str
    sens: str | None = None

    @property
    def texte(self) -> str:
        """Label and meaning."""
        return f"{self.libelle} : {self.sens}" if self.sens else self.libelle


Gestes = Mapping[Geste, str]
"""The gestures that a question accepts, with what they do in words."""

Choisi = Geste | tuple[str, ...]
"""What was chosen: a gesture, or the `cle` of one or several choices."""


class Guichet(Protocol):
    """Where questions are asked."""

    def dire(self, texte: str) -> None:
        """Show a text."""

    def choisir(self, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool = False) -> Choisi:
        """Have one choice made, or several.

        Raises:
            EOFError: the typed input has ended.
            KeyboardInterrupt: Ctrl+C.
        """

    def demander(self, question: str) -> str:
        """Have a text typed, without the spaces around it; same errors as `choisir`."""


class SaisieRefusee(ValueError):
    """What was typed stands for nothing; the message says what is expected."""


def lire_choix(saisie: str, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool = False) -> Choisi:
    """What a typed line stands for: a gesture, numbers (« 1 3 4 »), or the beginning of a label.

    Raises:
        SaisieRefusee: it stands for nothing, or for several choices.
    """
    texte = saisie.strip()
    for geste in gestes:
        if texte.lower() == geste.value:
            return geste
    if not texte:
        raise SaisieRefusee("Tapez un numéro.")
    morceaux = texte.replace(",", " ").replace(";", " ").split()
    if morceaux and all(morceau.isdecimal() for morceau in morceaux):
        return _par_numero(morceaux, lignes, plusieurs=plusieurs)
    return _par_nom(texte, lignes)


def _par_numero(morceaux: Sequence[str], lignes: Sequence[Ligne], *, plusieurs: bool) -> tuple[str, ...]:
    if len(morceaux) > 1 and not plusieurs:
        raise SaisieRefusee("Un seul numéro, s’il vous plaît.")
    # Bounded before it is read: a number of thousands of digits is no number here.
    numeros = [int(morceau) if len(morceau) < 4 else 0 for morceau in morceaux]
    for morceau, numero in zip(morceaux, numeros, strict=True):
        if not 1 <= numero <= len(lignes):
            raise SaisieRefusee(f"Il n’y a pas de numéro {morceau[:8]}, ici : de 1 à {len(lignes)}.")
    return tuple(dict.fromkeys(lignes[numero - 1].cle for numero in numeros))


def _par_nom(texte: str, lignes: Sequence[Ligne]) -> tuple[str, ...]:
    from prescripteur_tui.services.catalogue import plier

    voulu = plier(" ".join(texte.split()))
    exactes = [ligne for ligne in lignes if voulu in (plier(ligne.libelle), ligne.cle)]
    trouvees = exactes or [ligne for ligne in lignes if plier(ligne.libelle).startswith(voulu)]
    if len(trouvees) == 1:
        return (trouvees[0].cle,)
    if trouvees:
        noms = ", ".join(ligne.libelle for ligne in trouvees[:5])
        raise SaisieRefusee(f"Plusieurs réponses commencent ainsi : {noms}. Tapez le numéro.")
    raise SaisieRefusee("Cette réponse n’est pas dans la liste. Tapez son numéro.")


class GuichetSimple:
    """Numbered lines and a prompt: works through a pipe, with a screen reader, on any terminal."""

    def dire(self, texte: str) -> None:
        """Show a text."""
        print(texte, flush=True)

    def choisir(self, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool = False) -> Choisi:
        """Have one choice made, or several."""
        self.dire("")
        if len(lignes) > BEAUCOUP:
            noms = ", ".join(_insecable(f"{i} {ligne.libelle}") for i, ligne in enumerate(lignes, 1))
            self.dire(mettre_en_lignes(noms, "  "))
        else:
            for i, ligne in enumerate(lignes, 1):
                self.dire(mettre_en_lignes(ligne.texte, f"{i:3}  "))
        if gestes:
            self.dire(_ligne_des_gestes(gestes))
        while True:
            saisie = input("Plusieurs numéros possibles > " if plusieurs else "> ")
            if not sys.stdin.isatty():
                # Nobody's Enter key has ended the line.
                self.dire("")
            try:
                return lire_choix(saisie, lignes, gestes, plusieurs=plusieurs)
            except SaisieRefusee as refus:
                self.dire(str(refus))

    def demander(self, question: str) -> str:
        """Have a text typed."""
        saisie = input(f"{question} > ")
        if not sys.stdin.isatty():
            self.dire("")
        return saisie.strip()


class GuichetRiche:
    """Lists to move in, by questionary; plain prompts as soon as the terminal turns out not to bear them."""

    def __init__(self) -> None:
        self._secours: GuichetSimple | None = None

    def dire(self, texte: str) -> None:
        """Show a text."""
        print(texte, flush=True)

    def choisir(self, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool = False) -> Choisi:
        """Have one choice made, or several."""
        return self._essayer(
            lambda: self._choisir(lignes, gestes, plusieurs=plusieurs),
            lambda simple: simple.choisir(lignes, gestes, plusieurs=plusieurs),
        )

    def demander(self, question: str) -> str:
        """Have a text typed."""
        return self._essayer(lambda: self._ecrire(question), lambda simple: simple.demander(question))

    def _essayer(self, demande: Callable[[], R], secours: Callable[[GuichetSimple], R]) -> R:
        """Ask with questionary; plainly from the first time on that it fails."""
        if self._secours is None:
            try:
                return demande()
            except (KeyboardInterrupt, EOFError):
                raise
            except Exception:
                # Whatever a terminal library may find missing, the question can still be asked plainly.
                self._secours = GuichetSimple()
        return secours(self._secours)

    def _ecrire(self, question: str) -> str:
        import questionary

        saisie: str = _demander(questionary.text(f"{question} :", qmark=">"))
        return saisie.strip()

    def _choisir(self, lignes: Sequence[Ligne], gestes: Gestes, *, plusieurs: bool) -> Choisi:
        if plusieurs:
            choisis = self._cocher(lignes, gestes)
        elif len(lignes) > BEAUCOUP:
            # What was typed stays on the screen by itself.
            return self._taper(lignes, gestes)
        else:
            choisis = self._pointer(lignes, gestes)
        self.dire(f"> {_en_mots(choisis, lignes, gestes)}")
        return choisis

    def _pointer(self, lignes: Sequence[Ligne], gestes: Gestes) -> Choisi:
        import questionary

        touches = [*"123456789", *_LETTRES]
        choix = [
            questionary.Choice(ligne.texte, value=(ligne.cle,), shortcut_key=touche)
            for ligne, touche in zip(lignes, touches, strict=False)
        ]
        choix += [
            questionary.Choice(texte, value=geste, shortcut_key=_TOUCHES.get(geste, geste.value))
            for geste, texte in gestes.items()
        ]
        demande = questionary.select(
            "", choix, qmark=">", instruction="flèches ou touche, puis Entrée",
            use_shortcuts=True, use_jk_keys=False, erase_when_done=True,
        )  # fmt: skip
        reponse: Choisi = _demander(demande)
        return reponse

    def _cocher(self, lignes: Sequence[Ligne], gestes: Gestes) -> Choisi:
        import questionary

        while True:
            choix = [questionary.Choice(ligne.texte, value=ligne.cle) for ligne in lignes]
            demande = questionary.checkbox(
                "", choix, qmark=">", instruction="Espace coche, Entrée continue (rien de coché : autres choix)",
                use_jk_keys=False, erase_when_done=True,
            )  # fmt: skip
            coches: list[str] = _demander(demande)
            if coches:
                return tuple(coches)
            autre = self._pointer([Ligne("", "Revenir à la liste")], gestes)
            if isinstance(autre, Geste):
                return autre

    def _taper(self, lignes: Sequence[Ligne], gestes: Gestes) -> Choisi:
        import questionary

        self.dire(_ligne_des_gestes(gestes))

        def valider(saisie: str) -> bool | str:
            try:
                lire_choix(saisie, lignes, gestes)
            except SaisieRefusee as refus:
                return str(refus)
            return True

        demande = questionary.autocomplete(
            "Tapez le début du nom :", [ligne.libelle for ligne in lignes], qmark=">", validate=valider
        )
        return lire_choix(_demander(demande), lignes, gestes)


def _ligne_des_gestes(gestes: Gestes) -> str:
    return mettre_en_lignes("   ".join(_insecable(f"{geste} {texte}") for geste, texte in gestes.items()), "  ")


def _insecable(texte: str) -> str:
    """The text, kept on one line."""
    return texte.replace(" ", "\u00a0")


def _demander(demande: Any) -> Any:
    # `unsafe_ask`: `ask` would turn Ctrl+C into an answer, and say so in English.
    return demande.unsafe_ask()


def _en_mots(choisis: Choisi, lignes: Sequence[Ligne], gestes: Gestes) -> str:
    if isinstance(choisis, Geste):
        return gestes[choisis]
    return ", ".join(ligne.libelle for ligne in lignes if ligne.cle in choisis)


def ouvrir_guichet() -> Guichet:
    """questionary on a capable terminal, plain prompts otherwise."""
    if (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
        and (os.name == "nt" or os.environ.get("TERM"))
    ):
        return GuichetRiche()
    return GuichetSimple()
