"""The settings of this laptop, checked: what the base holds as texts becomes values that can be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from prescripteur_tui.domaine.comptages import SEUIL_CROISE, SEUIL_PERIODE
from prescripteur_tui.domaine.secret import SEUIL_AFFICHAGE
from prescripteur_tui.erreurs import ErreurPrescripteur

SEUIL_LE_PLUS_HAUT = 999
"""Beyond that a threshold is a slip of the finger: nothing would ever leave, and nobody would know why."""

LIBELLES = {
    "lieu": "lieu",
    "lieu_nom": "nom du lieu",
    "theme": "thème",
    "cible": "cible des envois",
    "seuil_periode": "seuil des profils",
    "seuil_croise": "seuil des quartiers",
    "seuil_affichage": "seuil à l’écran",
    "derniere_synchro": "dernier envoi",
}
"""What each setting is called on screen."""


class Reglages(BaseModel):
    """Settings as the rest of the application uses them; one that was never chosen has its default."""

    # Another version of the application may keep more settings in the same table.
    model_config = ConfigDict(frozen=True, extra="ignore")

    lieu: str | None = None
    """Id of the lieu of the next interviews."""
    lieu_nom: str | None = None
    """Its name, beside the id, so that no catalogue is needed to show it."""
    theme: Literal["sombre", "clair"] = "sombre"
    """Colours of the app."""
    cible: str | None = Field(default=None, min_length=1)
    """URL of the target that receives the counts."""
    seuil_periode: int = Field(default=SEUIL_PERIODE, ge=SEUIL_PERIODE, le=SEUIL_LE_PLUS_HAUT)
    """Interviews without which a lieu's profiles wait for the next période."""
    seuil_croise: int = Field(default=SEUIL_CROISE, ge=SEUIL_CROISE, le=SEUIL_LE_PLUS_HAUT)
    """Interviews without which quarters are not crossed with operators."""
    seuil_affichage: int = Field(default=SEUIL_AFFICHAGE, ge=SEUIL_AFFICHAGE, le=SEUIL_LE_PLUS_HAUT)
    """Numbers under it are not shown on a screen that visitors may see."""
    derniere_synchro: str | None = Field(default=None, pattern=r"^\d{4}-W\d{2}$")
    """ISO week of the last sending; no day, no time."""

    @classmethod
    def lire(cls, textes: Mapping[str, str]) -> Reglages:
        """The settings that these texts hold, by key.

        Raises:
            ErreurPrescripteur: `reglage-invalide`, of the first one that cannot be; `champ` is its key.
        """
        try:
            return cls.model_validate(textes)
        except ValidationError as refus:
            detail = refus.errors(include_url=False, include_context=False)[0]
            cle = str(detail["loc"][0])
            raise ErreurPrescripteur(
                "reglage-invalide", cle=LIBELLES[cle], champ=cle, valeur=detail["input"], attendu=attendu(cle)
            ) from refus


PLANCHERS = {
    "seuil_periode": SEUIL_PERIODE,
    "seuil_croise": SEUIL_CROISE,
    "seuil_affichage": SEUIL_AFFICHAGE,
}
"""The thresholds, with the value under which they cannot be set."""


def attendu(cle: str) -> str:
    """What a setting accepts, in words that follow « il faut »."""
    if cle in PLANCHERS:
        return f"un nombre entier, de {PLANCHERS[cle]} à {SEUIL_LE_PLUS_HAUT}"
    return {
        "theme": "« sombre » ou « clair »",
        "derniere_synchro": "une semaine comme 2026-W47",
    }.get(cle, "un texte")
