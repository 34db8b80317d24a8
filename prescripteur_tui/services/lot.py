"""Interviews that come from files: one, or many at once, all or none."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.recommandation import Recommandation
from prescripteur_tui.domaine.saisie import lire_saisie
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.entretien import ou_et_quand, preparer

if TYPE_CHECKING:
    from prescripteur_tui.lecture.reponses import Ligne

ENTREE_STANDARD: Final[Literal["-"]] = "-"
"""What stands for the standard input in the place of a file."""


def lire_reponses(source: str) -> object:
    """The answers object of a file, or of the standard input when `source` is `-`.

    Raises:
        ErreurPrescripteur: the file cannot be read, or is neither JSON nor YAML that we accept.
    """
    from prescripteur_tui.lecture.reponses import ENTREE, lire_fichier, lire_objet

    if source == ENTREE_STANDARD:
        return lire_objet(lire_fichier(ENTREE_STANDARD), ENTREE)
    return lire_objet(lire_fichier(Path(source)), source)


def resultat_en_json(entretien: Entretien, resultat: Recommandation, *, est_enregistre: bool) -> str:
    """The result object of an interview, on one line: its id when it is stored, how it ended, its orientations."""
    return resultat.vers_json(
        identifiant=entretien.id if est_enregistre else None,
        fin=entretien.fin,
        orientations=tuple(orientation.vers_objet() for orientation in entretien.orientations),
    )


def _en_json(objet: dict[str, Any]) -> str:
    """One line of JSON: same object, same text."""
    return json.dumps(objet, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class LigneDeLot:
    """One line that was read: an interview with its result, or why it is refused.

    `resultat` is kept compressed: a thousand results weigh what fifty would.
    """

    numero: int
    brute: bytes
    entretien: Entretien | None = None
    resultat: bytes = b""
    erreur: ErreurPrescripteur | None = None

    def vers_objet(self, *, est_enregistre: bool) -> dict[str, Any]:
        """The object that stands for this line in the output."""
        if self.erreur is not None:
            message = f"{self.erreur.message} {self.erreur.conseil}"
            return {"erreur": {"ligne": self.numero, "code": self.erreur.code, "message": message}}
        objet: dict[str, Any] = json.loads(zlib.decompress(self.resultat))
        if not est_enregistre:
            objet["id"] = None
        return objet


@dataclass(frozen=True, slots=True)
class Lot:
    """The lines of a lot, in order, blank ones left out."""

    lignes: tuple[LigneDeLot, ...]

    @property
    def rejets(self) -> list[LigneDeLot]:
        """The lines that are refused."""
        return [ligne for ligne in self.lignes if ligne.erreur is not None]

    @property
    def entretiens(self) -> list[Entretien]:
        """The interviews of the good lines."""
        return [ligne.entretien for ligne in self.lignes if ligne.entretien is not None]

    def en_json(self, *, est_enregistre: bool) -> Iterator[str]:
        """One line of JSON a line read."""
        for ligne in self.lignes:
            yield _en_json(ligne.vers_objet(est_enregistre=est_enregistre))


def lire_lot(app: Application, source: str, *, semaine: str | None = None, lieu: str | None = None) -> Lot:
    """Read and decide every line; nothing is stored.

    Args:
        app: the application.
        source: a file of one JSON object a line, or `-`; blank lines count in the numbering and nowhere else.
        semaine: the week of all of them, the current one by default.
        lieu: their lieu, the chosen one by default.

    Raises:
        ErreurPrescripteur: the file, the week, the lieu or the catalogue is refused; a bad line raises nothing.
    """
    from prescripteur_tui.lecture.reponses import lire_lignes

    semaine, lieu = ou_et_quand(app, semaine, lieu)
    lignes = lire_lignes(ENTREE_STANDARD if source == ENTREE_STANDARD else Path(source))
    return Lot(tuple(_lire_ligne(app, ligne, semaine, lieu) for ligne in lignes))


def _lire_ligne(app: Application, ligne: Ligne, semaine: str, lieu: str) -> LigneDeLot:
    brute = ligne.octets.rstrip(b"\r\n")
    try:
        saisie = lire_saisie(ligne.lire(), app.catalogue.questionnaire)
        entretien, resultat = preparer(app, app.catalogue, saisie, semaine=semaine, lieu=lieu)
    except ErreurPrescripteur as erreur:
        return LigneDeLot(ligne.numero, brute, erreur=erreur)
    texte = resultat_en_json(entretien, resultat, est_enregistre=True)
    return LigneDeLot(ligne.numero, brute, entretien, zlib.compress(texte.encode(), 1))


def enregistrer_lot(
    app: Application, lot: Lot, *, continuer: bool = False, rejets: Path | None = None, garder: bool = True
) -> bool:
    """Store the interviews of a lot: all of them or none, or only the good ones when `continuer`.

    Args:
        app: the application.
        lot: what `lire_lot` read.
        continuer: store the good lines although others are refused.
        rejets: file that receives the refused lines as they came; written before anything is stored.
        garder: False to store nothing, whatever the lines.

    Returns:
        Whether the good lines are stored.

    Raises:
        ErreurPrescripteur: the file cannot be written (nothing is stored then), or the store refuses.
    """
    if rejets is not None:
        # A link is written through. The data folder is not a place for it: the base would be replaced as well.
        rejets = rejets.resolve()
        if rejets.parent == app.dossier.resolve():
            raison = "ce dossier est celui des données"
            raise ErreurPrescripteur("ecriture-impossible", fichier=rejets, raison=raison)
        from prescripteur_tui.disque import remplacer

        remplacer(rejets, b"".join(ligne.brute + b"\n" for ligne in lot.rejets))
    if not garder or (lot.rejets and not continuer):
        return False
    if lot.entretiens:
        app.depot.ajouter(lot.entretiens)
    return True
