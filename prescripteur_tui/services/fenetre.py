"""One window per data folder."""

from __future__ import annotations

from contextlib import AbstractContextManager

from prescripteur_tui.services.application import Application


def prendre(app: Application) -> AbstractContextManager[object]:
    """Take the place of the one window, until the context is left.

    Raises (on entering): ErreurPrescripteur `deja-ouverte`, or the data folder cannot be written.
    """
    from prescripteur_tui.stockage.verrou import Verrou

    return Verrou(app.dossier)
