"""One window per data folder."""

from __future__ import annotations

from contextlib import AbstractContextManager

from prescripteur_tui.services.application import Application


def prendre(app: Application) -> AbstractContextManager[object]:
    """Take the place of the one window, until the context is left.

    Raises:
        ErreurPrescripteur: `emplacement-reseau`, `emplacement-synchronise`; on entering `deja-ouverte`, or the data
            folder cannot be written.
    """
    from prescripteur_tui.stockage.emplacement import verifier_emplacement
    from prescripteur_tui.stockage.verrou import Verrou

    # Before the lock makes a folder there.
    verifier_emplacement(app.dossier)
    return Verrou(app.dossier)
