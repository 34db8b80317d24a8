"""The ISO week, the only thing that is kept about time, and the période of four weeks.

Imports the standard library alone and little of it: the first screen needs the week before anything else.
"""

from __future__ import annotations

import datetime as dt

from prescripteur_tui.erreurs import ErreurPrescripteur

ZONE = "Europe/Paris"
"""Time zone of a lieu, unless said otherwise."""

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_JOUR = dt.timedelta(days=1)
_SEMAINE = dt.timedelta(weeks=1)
_DERNIERE_PERIODE = 13


def semaine_de(jour: dt.date) -> str:
    """The ISO week of a day, `2026-W47`.

    The year is that of the week (ISO 8601, `%G`), not of the day: 1 January 2027 is in `2026-W53`.
    """
    annee, numero, _ = jour.isocalendar()
    return f"{annee:04d}-W{numero:02d}"


def lundi_de(semaine: str) -> dt.date:
    """The Monday of an ISO week.

    Raises:
        ErreurPrescripteur: `semaine-invalide` when it is not written so, or is a week that its year does not have.
    """
    annee, numero = _lire(semaine)
    try:
        lundi = dt.date.fromisocalendar(annee, numero, 1)
        # The last week that the calendar of Python reaches has no Sunday: it is refused here, once.
        lundi + _SEMAINE
    except (ValueError, OverflowError) as erreur:
        raise ErreurPrescripteur("semaine-invalide", semaine=semaine) from erreur
    return lundi


def decaler(semaine: str, n: int) -> str:
    """The week `n` weeks later, or earlier when `n` is negative.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    try:
        return semaine_de(lundi_de(semaine) + n * _SEMAINE)
    except OverflowError as erreur:
        raise ErreurPrescripteur("semaine-invalide", semaine=f"{semaine} {n:+d}") from erreur


def periode_de(semaine: str) -> str:
    """The période of a week: four ISO weeks of one ISO year, `2026-P12` = weeks 45 to 48; P13 takes week 53.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    lundi_de(semaine)
    annee, numero = _lire(semaine)
    return f"{annee:04d}-P{min((numero + 3) // 4, _DERNIERE_PERIODE):02d}"


def semaines_de(periode: str) -> tuple[str, ...]:
    """The weeks of a période, in order: four, and five for the P13 of a year that has a week 53.

    Raises:
        ValueError: when it is not written `2026-P12`, or is a période that no year has.
    """
    annee, numero = periode[:4], periode[6:]
    chiffres = annee + numero
    if len(periode) != 8 or periode[4:6] != "-P" or not (chiffres.isascii() and chiffres.isdigit()):
        raise ValueError(periode)
    if not (int(annee) and 1 <= int(numero) <= _DERNIERE_PERIODE):
        raise ValueError(periode)
    premiere = f"{annee}-W{4 * int(numero) - 3:02d}"
    return tuple(s for s in (decaler(premiere, n) for n in range(5)) if periode_de(s) == periode)


def periode_suivante(periode: str) -> str:
    """The période after this one; P13 is followed by the P01 of the next year.

    Raises:
        ValueError: as `semaines_de`.
    """
    return periode_de(decaler(semaines_de(periode)[-1], 1))


def est_finie(temps: str, courante: str) -> bool:
    """Whether a week or a période is over, all of it, in the week `courante`.

    Raises:
        ValueError: when it is a période and not a valid one.
    """
    return (semaines_de(temps)[-1] if temps[4:6] == "-P" else temps) < courante


def libelle_periode(periode: str) -> str:
    """The période in words: « Période 12 · du 2 au 29 novembre 2026 ».

    Raises:
        ValueError: as `semaines_de`.
    """
    semaines = semaines_de(periode)
    return f"Période {int(periode[6:])} · {_du_au(lundi_de(semaines[0]), lundi_de(semaines[-1]) + 6 * _JOUR)}"


def libelle(semaine: str) -> str:
    """The week in words: « Semaine 48 · du 23 au 29 novembre 2026 ».

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    lundi = lundi_de(semaine)
    return f"Semaine {_lire(semaine)[1]} · {_du_au(lundi, lundi + 6 * _JOUR)}"


def libelle_court(temps: str) -> str:
    """A week or a période in two words, inside a sentence: « semaine 47 », « période 12 »."""
    return f"{'période' if temps[4:6] == '-P' else 'semaine'} {int(temps[6:])}"


def jour_du_lieu(instant_utc: dt.datetime, zone: str = ZONE) -> dt.date:
    """The day that it is at a lieu.

    Sunday 23:30 UTC is already Monday in Paris, and still Sunday in Guadeloupe.

    Raises:
        ErreurPrescripteur: `reglage-invalide` when the zone is not known.
        ValueError: when the instant does not say its own zone.
    """
    if instant_utc.tzinfo is None:
        raise ValueError("an instant without time zone")
    # Saves some 8 ms to whoever only counts weeks.
    import zoneinfo

    try:
        lieu = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as erreur:
        raise ErreurPrescripteur(
            "reglage-invalide", cle="fuseau horaire", valeur=zone, attendu="un nom comme Europe/Paris"
        ) from erreur
    return instant_utc.astimezone(lieu).date()


def _lire(semaine: str) -> tuple[int, int]:
    """Year and number as they are written; whether that week exists is for `lundi_de` to say."""
    annee, numero = semaine[:4], semaine[6:]
    chiffres = annee + numero
    if len(semaine) != 8 or semaine[4:6] != "-W" or not (chiffres.isascii() and chiffres.isdigit()):
        raise ErreurPrescripteur("semaine-invalide", semaine=semaine)
    return int(annee), int(numero)


def _du_au(premier: dt.date, dernier: dt.date) -> str:
    """« du 30 novembre au 6 décembre 2026 »: month and year are said once when they are the same."""
    debut = _quantieme(premier)
    if (premier.month, premier.year) != (dernier.month, dernier.year):
        debut += f" {_MOIS[premier.month - 1]}"
    if premier.year != dernier.year:
        debut += f" {premier.year}"
    return f"du {debut} au {_quantieme(dernier)} {_MOIS[dernier.month - 1]} {dernier.year}"


def _quantieme(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)
