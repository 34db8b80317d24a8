"""The local contact of an operator as staff type it in: read leniently, every refusal told at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.catalogue import operateur

CHAMPS = ("telephone", "adresse", "horaires", "verifie_le")

_CONSEILS = {
    "telephone": "Téléphone : écrivez des chiffres et des espaces, comme 03 27 12 34 56.",
    "adresse": "Adresse : écrivez 200 caractères au plus, sur une ligne.",
    "horaires": "Horaires : écrivez 200 caractères au plus, sur une ligne.",
    "verifie_le": "Vérifié le : écrivez une date comme 12/11/2026 ou 2026-11-12.",
}
_DATE_A_VENIR = "Vérifié le : cette date n’est pas encore arrivée."

_JOUR_FRANCAIS = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")


def lire(app: Application, identifiant: str) -> Coordonnees | None:
    """The local contact of an operator, if one was noted here."""
    return app.depot.coordonnees().get(identifiant)


def date_iso(texte: str) -> str:
    """A day written `12/11/2026` as `2026-11-12`; anything else as it came."""
    francais = _JOUR_FRANCAIS.fullmatch(texte.strip())
    if francais is None:
        return texte.strip()
    jour, mois, annee = francais.groups()
    return f"{annee}-{mois:0>2}-{jour:0>2}"


def date_francaise(iso: str) -> str:
    """`2026-11-12` as people write it here: `12/11/2026`."""
    annee, mois, jour = iso.split("-")
    return f"{jour}/{mois}/{annee}"


def refus(champs: Mapping[str, str], jour: dt.date) -> dict[str, str]:
    """Why each refused field is refused, and what to write instead; empty when all can be kept.

    Args:
        champs: what was typed, by name of `CHAMPS`; an empty text means nothing.
        jour: today, before or on which a check took place.
    """
    refuses = {}
    for nom in CHAMPS:
        valeur = " ".join(champs.get(nom, "").split())
        valeur = date_iso(valeur) if nom == "verifie_le" else valeur
        if valeur and not est_coordonnee_valable(nom, valeur):
            refuses[nom] = _CONSEILS[nom]
        elif valeur and nom == "verifie_le" and valeur > jour.isoformat():
            refuses[nom] = _DATE_A_VENIR
    return refuses


def noter(app: Application, identifiant: str, champs: Mapping[str, str]) -> Coordonnees:
    """Keep what was typed; a date alone says nothing and goes too.

    Raises:
        ErreurPrescripteur: `operateur-inconnu` or `coordonnees-forme`.
    """
    telephone, adresse, horaires = (champs.get(nom, "") for nom in CHAMPS[:3])
    date = date_iso(champs.get("verifie_le", ""))
    return noter_coordonnees(
        app,
        identifiant,
        telephone=telephone,
        adresse=adresse,
        horaires=horaires,
        verifie_le=date if (telephone + adresse + horaires).strip() else "",
    )


def noter_coordonnees(
    app: Application,
    identifiant: str,
    *,
    telephone: str | None = None,
    adresse: str | None = None,
    horaires: str | None = None,
    verifie_le: str | None = None,
) -> Coordonnees:
    """Keep the local contact of an operator; a field left None stays as it was, an empty one is forgotten.

    Raises:
        ErreurPrescripteur: `operateur-inconnu` or `coordonnees-forme`.
    """
    operateur(app.catalogue, identifiant)
    anciennes = app.depot.coordonnees().get(identifiant, Coordonnees(identifiant))
    nouvelles = Coordonnees(
        identifiant,
        _champ("telephone", telephone, anciennes.telephone),
        _champ("adresse", adresse, anciennes.adresse),
        _champ("horaires", horaires, anciennes.horaires),
        _champ("verifie_le", verifie_le, anciennes.verifie_le),
    )
    app.depot.ecrire_coordonnees(nouvelles)
    return nouvelles


def _champ(nom: str, nouveau: str | None, ancien: str | None) -> str | None:
    if nouveau is None:
        return ancien
    valeur = " ".join(nouveau.split())
    if not valeur:
        return None
    if not est_coordonnee_valable(nom, valeur):
        raise ErreurPrescripteur("coordonnees-forme", champ=nom, recu=valeur)
    return valeur


def est_coordonnee_valable(nom: str, valeur: str) -> bool:
    """Whether a field of the local contact (`telephone`, `adresse`, `horaires`, `verifie_le`) may hold this text."""
    if nom == "telephone":
        return re.fullmatch(r"\+?[0-9][0-9 .]{1,19}", valeur) is not None
    if nom == "verifie_le":
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur) is not None and _est_date(valeur)
    return valeur.isprintable() and len(valeur) <= 200


def _est_date(valeur: str) -> bool:
    try:
        fin_de_date(valeur)
    except ValueError:
        return False
    return True
