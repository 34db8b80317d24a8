"""What to check next in the catalogue: what is used most here, then what was checked longest ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.fraicheur import limite_de_validite
from prescripteur_tui.domaine.operateurs import Operateur, Statut
from prescripteur_tui.domaine.secret import Masque, Montre, masquer
from prescripteur_tui.services.accueil import seuil_d_affichage
from prescripteur_tui.services.francais import chiffres, en_mots
from prescripteur_tui.services.phrases import age_en_mots, le_jour

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application


@dataclass(frozen=True, slots=True)
class AVerifier:
    """An operator whose oldest check has passed its time."""

    operateur: Operateur
    orientations: Montre
    """How many stored on this laptop lead to it, as far as it may be shown."""
    seuil: int
    """Under which that is not."""
    verifie_le: str
    """A partial ISO date."""

    @property
    def fois(self) -> str:
        """« 12 fois », « moins de 5 », « jamais »."""
        if isinstance(self.orientations, Masque):
            return en_mots(self.orientations, self.seuil)
        return f"{chiffres(self.orientations)} fois" if self.orientations else "jamais"

    @property
    def en_mots(self) -> str:
        """« donné 12 fois ici, vérifié le 15 avril 2025 »."""
        fois = self.fois.removesuffix(" fois")
        donne = f"donné {fois} fois ici" if self.orientations else "jamais donné ici"
        return f"{donne}, vérifié {le_jour(self.verifie_le)}"

    def age(self, jour: dt.date) -> str:
        """« il y a 19 mois »."""
        return age_en_mots(self.verifie_le, jour) or ""


def a_verifier(app: Application) -> list[AVerifier]:
    """The operators to check again, but for what has ended.

    Raises:
        ErreurPrescripteur: the catalogue or the store cannot be read.
    """
    limite = limite_de_validite(app.aujourd_hui())
    comptes = app.depot.orientations_par_operateur()
    seuil = seuil_d_affichage(app.depot.reglages())
    vus = dict(zip(comptes, masquer(tuple(comptes.values()), seuil, minimum=1, somme_connue=False), strict=True))
    trouves = []
    for operateur in app.catalogue.operateurs:
        dates = [offre.verifie_le for offre in operateur.offres_completes() if offre.statut is not Statut.TERMINE]
        plus_ancienne = min(dates, key=fin_de_date, default=None)
        if plus_ancienne is not None and fin_de_date(plus_ancienne) < limite:
            trouves.append(AVerifier(operateur, vus.get(operateur.id, 0), seuil, plus_ancienne))
    return sorted(trouves, key=lambda a: (-comptes.get(a.operateur.id, 0), fin_de_date(a.verifie_le), a.operateur.id))
