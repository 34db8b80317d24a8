"""The use cases' common ground, wired once: folders, clock, store, catalogue."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.semaine import jour_du_lieu, semaine_de
from prescripteur_tui.erreurs import ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.ports import Depot

LIEU_A_PRECISER = "lieu-a-preciser"
"""The lieu of an interview until one is chosen."""

NOM_LIEU_A_PRECISER = "Lieu à préciser"


def _maintenant() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Application:
    """Folders, clock, store and catalogue of one run; what opens, opens at first use.

    The store belongs to the thread that first uses it. The catalogue may be read by another one.
    """

    def __init__(
        self,
        donnees: Path | None = None,
        dossier_catalogue: Path | None = None,
        *,
        horloge: Callable[[], dt.datetime] = _maintenant,
        tirer: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._donnees = donnees
        self._dossier_catalogue = dossier_catalogue
        self._horloge = horloge
        self.tirer = tirer
        self._depot: Depot | None = None
        self._catalogue: Catalogue | None = None

    @property
    def dossier(self) -> Path:
        """The data folder."""
        from prescripteur_tui.config.chemins import dossier_donnees

        return dossier_donnees(self._donnees)

    @property
    def dossier_catalogue(self) -> Path:
        """The catalogue folder in use.

        Raises:
            ErreurPrescripteur: `catalogue-introuvable`.
        """
        from prescripteur_tui.lecture.emplacement import trouver_catalogue

        return trouver_catalogue(self._dossier_catalogue)

    @property
    def depot(self) -> Depot:
        """The local store, opened at first use."""
        if self._depot is None:
            from prescripteur_tui.stockage.ouverture import ouvrir

            self._depot = ouvrir(self.dossier)
        return self._depot

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, read at first use.

        Raises:
            ErreurPrescripteur: `catalogue-introuvable`, or `catalogue-invalide` with all its problems.
        """
        if self._catalogue is None:
            # Deferred: pydantic, YAML and fifty files are not needed to show the first screen. The cas-types are for
            # `catalogue verifier` alone; left out, they save a third of the reading.
            from prescripteur_tui.lecture.catalogue import lire_catalogue

            self._catalogue = lire_catalogue(self.dossier_catalogue, cas_types=False)
        return self._catalogue

    def aujourd_hui(self) -> dt.date:
        """The date in the time zone of the lieu."""
        return jour_du_lieu(self._horloge())

    def semaine(self) -> str:
        """The current ISO week at the lieu."""
        return semaine_de(self.aujourd_hui())

    def verifier_horloge(self) -> None:
        """Refuse to file interviews under a week that cannot be: a clock set before the catalogue was made.

        Raises:
            ErreurPrescripteur: `horloge-douteuse`.
        """
        from prescripteur_tui.domaine.base import fin_de_date

        jour, catalogue = self.aujourd_hui(), self.catalogue.identite.date
        if semaine_de(jour) < semaine_de(fin_de_date(catalogue)):
            raise ErreurPrescripteur("horloge-douteuse", date=jour.isoformat(), catalogue=catalogue)

    def jumelle(self) -> Application:
        """Another one on the same folders, clock and catalogue, with a store of its own: for another thread."""
        return self.sur(self.dossier)

    def sur(self, donnees: Path) -> Application:
        """The same clock and catalogue over another data folder; its store is opened and closed apart."""
        autre = Application(donnees, self._dossier_catalogue, horloge=self._horloge, tirer=self.tirer)
        autre._catalogue = self._catalogue
        return autre

    def fermer(self) -> None:
        """Close the store."""
        if self._depot is not None:
            self._depot.fermer()
            self._depot = None
