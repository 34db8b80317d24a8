"""The lieu in numbers and in words, from the same counts as the exports, what is too small to be shown hidden.

How many people came in a week is no secret: whoever waits can count them. What they said is one: étape, operator,
frein, how it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.comptages import (
    OPERATEUR,
    Comptage,
    additionner,
    compter_groupes,
    compter_multiple,
)
from prescripteur_tui.domaine.parcours import ETAPES
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.secret import Masque, Montre, masquer, masquer_part
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.services import reglages
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.libelles import SANS_REPONSE, Libelles
from prescripteur_tui.services.libelles import lire as lire_libelles
from prescripteur_tui.services.lieux import lieu_choisi

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue

SEMAINES_MONTREES = 12
"""Weeks as bars, the current one included."""

SEMAINES_DETAILLEES = 4
"""Weeks whose étapes, operators and freins are counted together, the current one included."""

_FREIN, _QUESTION_DES_FREINS = "frein", "freins"

_SANS_OPERATEUR = "aucun-operateur"


@dataclass(frozen=True, slots=True)
class Lecture:
    """What is read first: the lieu, and its last weeks, oldest first, empty ones included."""

    lieu: str
    lieu_nom: str
    seuil: int
    semaines: tuple[CompteSemaine, ...]

    @property
    def detaillees(self) -> list[str]:
        """The weeks to count in detail."""
        return [compte.semaine for compte in self.semaines[-SEMAINES_DETAILLEES:]]


@dataclass(frozen=True, slots=True)
class Ligne:
    """One cell of a table: what it is called, and what may be shown of its number."""

    nom: str
    nombre: Montre


@dataclass(frozen=True, slots=True)
class Tableau:
    """What the dashboard shows; every number that may not be shown is a `Masque` already.

    A table without any line must not be shown at all.
    """

    lieu_nom: str
    seuil: int
    semaines: tuple[CompteSemaine, ...]
    total: int
    """Interviews of the detailed weeks."""
    orientations: int
    etapes: tuple[Ligne, ...]
    """In their order."""
    operateurs: tuple[Ligne, ...]
    """Those that were given, the most given first."""
    sans_operateur: Montre
    """Interviews that ended without any operator, of `total`."""
    freins: tuple[Ligne, ...]
    """All of the questionnaire, the most cited first."""

    @property
    def moyenne(self) -> float | None:
        """Interviews a week before the current one, since the first that had one; None when there is none."""
        avant = self.avant
        return sum(avant) / len(avant) if avant else None

    @property
    def avant(self) -> list[int]:
        """Interviews of the weeks before the current one, since the first that had one."""
        nombres = [compte.entretiens for compte in self.semaines[:-1]]
        premier = next((i for i, n in enumerate(nombres) if n), len(nombres))
        return nombres[premier:]


def commencer(app: Application) -> Lecture:
    """Read what the rest begins with.

    Raises:
        ErreurPrescripteur: `reglage-invalide`, or the store refuses.
    """
    lieu, lieu_nom = lieu_choisi(app)
    courante = app.semaine()
    depuis = decaler(courante, 1 - SEMAINES_MONTREES)
    comptes = {compte.semaine: compte for compte in app.depot.comptes(lieu, depuis)}
    semaines = (decaler(depuis, i) for i in range(SEMAINES_MONTREES))
    return Lecture(
        lieu,
        lieu_nom,
        reglages.lire(app).seuil_affichage,
        tuple(comptes.get(s, CompteSemaine(s, 0, 0, {})) for s in semaines),
    )


def compter(app: Application, lecture: Lecture, semaine: str) -> Comptage:
    """The counts of one week: those of its export, and the freins.

    One week at a time, so that an interview under way never waits for long.
    """
    depot = app.depot
    comptage = compter_groupes(depot.grouper(semaine, lecture.lieu))
    freins = compter_multiple(_FREIN, depot.grouper_reponses(semaine, lecture.lieu, _QUESTION_DES_FREINS))
    return Comptage(tuple(sorted((*comptage.cellules, *freins))), comptage.total)


def dresser(lecture: Lecture, comptages: Iterable[Comptage], catalogue: Catalogue) -> Tableau:
    """Put the counts of the detailed weeks together, and hide what may not be shown."""
    comptage = additionner(comptages)
    total, seuil = comptage.total, lecture.seuil
    fins, libelles = _par_modalite(comptage, "fin"), lire_libelles(catalogue)
    return Tableau(
        lieu_nom=lecture.lieu_nom,
        seuil=seuil,
        semaines=lecture.semaines,
        total=total,
        orientations=comptage.orientations,
        etapes=_etapes(comptage, seuil),
        operateurs=_operateurs(comptage, seuil, libelles),
        sans_operateur=masquer_part(fins.get(_SANS_OPERATEUR, 0), total, seuil),
        freins=_freins(comptage, total, seuil, libelles),
    )


def lire(app: Application) -> Tableau:
    """The whole dashboard at once."""
    lecture = commencer(app)
    return dresser(lecture, [compter(app, lecture, semaine) for semaine in lecture.detaillees], app.catalogue)


def etapes_montrees(par_etape: Sequence[tuple[str, int]], seuil: int) -> tuple[Ligne, ...]:
    """The étapes with what may be shown of them, the total known; none when no one may."""
    vus = masquer([nombre for _, nombre in par_etape], seuil)
    lignes = [Ligne(ETAPES.get(etape, etape), vu) for (etape, _), vu in zip(par_etape, vus, strict=True)]
    return _sauf_tout_cache(lignes)


def _etapes(comptage: Comptage, seuil: int) -> tuple[Ligne, ...]:
    nombres = _par_modalite(comptage, "etape")
    etapes = (*ETAPES, *sorted(nombres.keys() - ETAPES))
    return etapes_montrees([(etape, nombres.get(etape, 0)) for etape in etapes], seuil)


def _operateurs(comptage: Comptage, seuil: int, libelles: Libelles) -> tuple[Ligne, ...]:
    nombres = sorted(_par_modalite(comptage, OPERATEUR).items(), key=lambda paire: (-paire[1], paire[0]))
    vus = masquer([nombre for _, nombre in nombres], seuil, minimum=1)
    # One that the catalogue no longer has is still counted.
    noms = (libelles.operateurs.get(operateur, operateur) for operateur, _ in nombres)
    return _sauf_tout_cache(_ranger([Ligne(nom, vu) for nom, vu in zip(noms, vus, strict=True)]))


def _freins(comptage: Comptage, total: int, seuil: int, libelles: Libelles) -> tuple[Ligne, ...]:
    nombres = _par_modalite(comptage, _FREIN)
    options = {o: nom for o, nom in libelles.reponses.get(_QUESTION_DES_FREINS, {}).items() if o not in SANS_REPONSE}
    # Each is a part of the interviews by itself: several can be cited in one.
    lignes = [Ligne(nom, masquer_part(nombres.get(option, 0), total, seuil)) for option, nom in options.items()]
    return _sauf_tout_cache(_ranger(lignes))


def _ranger(lignes: Sequence[Ligne]) -> list[Ligne]:
    """The greatest first; those that are hidden keep an order that says nothing: that of their names."""
    rang = {Masque.PRESQUE: 0, Masque.CACHE: 2, Masque.MOINS: 3}
    return sorted(
        lignes,
        key=lambda x: (rang[x.nombre], 0, x.nom) if isinstance(x.nombre, Masque) else (1, -x.nombre, x.nom),
    )


def _sauf_tout_cache(lignes: Sequence[Ligne]) -> tuple[Ligne, ...]:
    return () if all(ligne.nombre is Masque.CACHE for ligne in lignes) else tuple(lignes)


def _par_modalite(comptage: Comptage, table: str) -> dict[str, int]:
    return {cellule.modalite_1: cellule.nombre for cellule in comptage.table(table)}
