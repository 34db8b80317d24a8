"""What a base is for: the interviews of real people, or invented ones to train and to show with.

Whatever lets counts or copies out asks here first. Light: the first screen imports it.
"""

from __future__ import annotations

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application

FORMATION = "formation"
"""A throwaway base to train on: nothing leaves it."""

DEMO = "demo"
"""A base to look at: its files may be written to a folder, never sent to a target."""

REGLAGE = "nature"
"""The setting that says so; a real base has none."""

BANNIERES = {
    FORMATION: "FORMATION : rien n’est compté ni envoyé",
    DEMO: "DÉMONSTRATION : habitants inventés, rien n’est envoyé",
}
"""What every screen of such a base says, on one line of a narrow window."""


def nature(app: Application) -> str:
    """`formation`, `demo`, or an empty text for a real base."""
    dite = app.depot.reglages().get(REGLAGE, "")
    return dite if dite in BANNIERES else ""


def exiger_exportable(app: Application) -> None:
    """Let counts and copies be written to a folder, from a real base or a demo.

    Raises:
        ErreurPrescripteur: `formation-sans-export`.
    """
    if nature(app) == FORMATION:
        raise ErreurPrescripteur("formation-sans-export")


def exiger_envoyable(app: Application) -> None:
    """Let counts go to a sync target, from a real base alone.

    Raises:
        ErreurPrescripteur: `formation-sans-export`, `demo-sans-envoi`.
    """
    exiger_exportable(app)
    if nature(app) == DEMO:
        raise ErreurPrescripteur("demo-sans-envoi")
