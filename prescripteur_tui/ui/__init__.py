"""The Textual app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application

SORTIE_PLANTAGE = 1


def lancer(services: Application) -> int:
    """Open the app on these services, and give the exit code when it closes.

    Raises:
        ErreurPrescripteur: `deja-ouverte` (exit 2), or the data folder cannot be written.
    """
    from prescripteur_tui.services import accueil, fenetre
    from prescripteur_tui.ui.arriere import FilArriere

    with fenetre.prendre(services):
        fil = FilArriere()
        # The store is read while Textual is imported.
        premier = fil.lancer(accueil.lire, services)
        from prescripteur_tui.ui.application import AppPrescripteur

        app = AppPrescripteur(services, fil, premier)
        try:
            app.run()
        finally:
            fil.lancer(services.fermer)
            fil.fermer()
            _balayer()
        if app.plantage is not None:
            return _dire_plantage(services, app.plantage)
        return app.return_value or 0


def _balayer() -> None:
    """Delete what a crash of a formation left behind: someone may have answered for themselves there."""
    # Deferred: at the end nobody waits for it.
    from prescripteur_tui.services.jetable import balayer

    balayer()


def _dire_plantage(services: Application, erreur: Exception) -> int:
    """Write the report and say where it is; what was being done is neither written nor shown."""
    from prescripteur_tui.erreurs import ErreurPrescripteur
    from prescripteur_tui.services.plantage import ecrire_plantage

    # A worker wraps the error that ended it.
    cause = getattr(erreur, "error", None)
    try:
        fichier = str(ecrire_plantage(services.dossier, cause if isinstance(cause, Exception) else erreur))
    except (OSError, ErreurPrescripteur):
        fichier = "?"
    print(ErreurPrescripteur("erreur-interne", fichier=fichier), file=sys.stderr)
    return SORTIE_PLANTAGE
