"""The settings of this laptop: read, changed one at a time, and the target tried."""

from __future__ import annotations

import re

from prescripteur_tui.config.reglages import LIBELLES, PLANCHERS, SEUIL_LE_PLUS_HAUT, Reglages, attendu
from prescripteur_tui.services.application import Application

_SCHEMA = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""What begins a URL; a single letter is a drive of Windows."""


def lire(app: Application) -> Reglages:
    """The settings.

    Raises:
        ErreurPrescripteur: `reglage-invalide`; `remettre` gives the setting (`champ` of its context) its default.
    """
    return Reglages.lire(app.depot.reglages())


def ecrire(app: Application, cle: str, valeur: str) -> None:
    """Keep one setting.

    Raises:
        ErreurPrescripteur: `reglage-invalide`.
    """
    if cle not in Reglages.model_fields:
        raise ValueError(cle)
    valable = getattr(Reglages.lire({cle: valeur}), cle)
    app.depot.ecrire_reglages({cle: str(valable)})


def remettre(app: Application, cle: str) -> None:
    """Forget one setting: it has its default again."""
    app.depot.ecrire_reglages({cle: None})


def ecrire_cible(app: Application, texte: str) -> None:
    """Keep the target; an empty text means none.

    Args:
        app: the application.
        texte: a URL, or the path of a folder.

    Raises:
        ErreurPrescripteur: `cible-invalide`, `cible-indisponible`.
    """
    from prescripteur_tui.synchro.cibles import normaliser

    url = url_de(texte)
    app.depot.ecrire_reglages({"cible": normaliser(url) if url else None})


def url_de(texte: str) -> str:
    """The URL that somebody means: a path alone is a folder."""
    texte = texte.strip()
    return texte if not texte or _SCHEMA.match(texte) else f"dossier:{texte}"


def essayer_cible(url: str) -> None:
    """Ask a target whether it is there. May take as long as a dead share does, and needs no store.

    Raises:
        ErreurPrescripteur: `cible-injoignable` and the like.
    """
    from prescripteur_tui.synchro.cibles import ouvrir

    ouvrir(url).verifier()


__all__ = [
    "LIBELLES",
    "PLANCHERS",
    "SEUIL_LE_PLUS_HAUT",
    "Reglages",
    "attendu",
    "ecrire",
    "ecrire_cible",
    "essayer_cible",
    "lire",
    "remettre",
    "url_de",
]
