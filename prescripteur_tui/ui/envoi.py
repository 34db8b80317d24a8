"""A sending under way: it belongs to the app, goes on behind every screen, and freezes none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.synchroniser import synchroniser
from prescripteur_tui.ui.arriere import a_part_avec_sa_base

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application
    from prescripteur_tui.services.synchroniser import Bilan
    from prescripteur_tui.ui.application import AppPrescripteur


class Envoi:
    """One sending in a thread of its own, on a store of its own; read it from the event loop only."""

    def __init__(self, services: Application, cible: str) -> None:
        self._services = services
        self.cible = cible
        self.fait = 0
        self.total = 0
        self.nom = ""
        """The file that is on its way; empty before the first one."""
        self.bilan: Bilan | None = None
        self.erreur: ErreurPrescripteur | None = None
        self._annule = threading.Event()
        self.quand_avance: Callable[[], None] = _rien
        """Called when something has changed; the screen that shows it sets it."""

    @property
    def est_fini(self) -> bool:
        """Whether it has ended, well or not."""
        return self.bilan is not None or self.erreur is not None

    @property
    def est_annule(self) -> bool:
        """Whether it was asked to stop: it does so after the file that is on its way."""
        return self._annule.is_set()

    def annuler(self) -> None:
        """Ask it to stop."""
        self._annule.set()
        self.quand_avance()

    async def mener(self) -> None:
        """Send everything, and keep what came of it."""
        boucle = asyncio.get_running_loop()

        def dire(fait: int, total: int, nom: str) -> None:
            try:
                boucle.call_soon_threadsafe(self._avancer, fait, total, nom)
            except RuntimeError:
                # The app has closed meanwhile.
                self._annule.set()

        try:
            self.bilan = await a_part_avec_sa_base(
                self._services, synchroniser, self.cible, progression=dire, est_annule=self._annule.is_set
            )
        except ErreurPrescripteur as erreur:
            self.erreur = erreur
        self.quand_avance()

    def _avancer(self, fait: int, total: int, nom: str) -> None:
        self.fait, self.total, self.nom = fait, total, nom
        self.quand_avance()


def lancer(appli: AppPrescripteur, cible: str) -> None:
    """Send, whatever screen is shown meanwhile."""
    appli.envoi = Envoi(appli.services, cible)
    appli.run_worker(appli.envoi.mener(), group="envoi")


def quitter_des_yeux(appli: AppPrescripteur) -> None:
    """The screen that showed it is left: the first screen says how it goes on, when it is on top."""
    if appli.envoi is not None:
        appli.envoi.quand_avance = partial(_rafraichir_l_accueil, appli)


def _rafraichir_l_accueil(appli: AppPrescripteur) -> None:
    from prescripteur_tui.ui.ecrans.accueil import EcranAccueil

    if isinstance(appli.screen, EcranAccueil):
        appli.faire(appli.screen.relire)


def _rien() -> None:
    """Nobody looks."""
