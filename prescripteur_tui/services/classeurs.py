"""Counts as workbooks: the words of this laptop round the numbers of the CSV, laid down in a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from prescripteur_tui.disque import creer_dossier, en_francais, insister, poser, remplacer
from prescripteur_tui.domaine.comptages import Comptage
from prescripteur_tui.domaine.ports import CompteSemaine, Pli
from prescripteur_tui.domaine.semaine import decaler
from prescripteur_tui.exports.classeur import composer
from prescripteur_tui.services import libelles, lieux
from prescripteur_tui.services.application import LIEU_A_PRECISER, NOM_LIEU_A_PRECISER, Application
from prescripteur_tui.services.classeur_periode import PeriodeComptee, classeur_de_la_periode
from prescripteur_tui.services.classeur_semaine import SEMAINES_AVANT, classeur_de_la_semaine, semaines_avant
from prescripteur_tui.services.ecriture import Pose
from prescripteur_tui.services.libelles import Libelles
from prescripteur_tui.services.recit import SemaineComptee


class EnClasseurs:
    """A form of `Ecriture`: one .xlsx, with the stem of the CSV. Reads the catalogue and the lieux once.

    The bytes hang on more than the counts: names, and the weeks before. So a definitive workbook that stands there
    with other bytes is no fault; it was made earlier, or someone wrote in it. It is left as it is.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._comptes: dict[str, tuple[str, Mapping[str, CompteSemaine]]] = {}

    def poser(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """As `Ecriture`."""
        fichier, octets = _chemin(dossier, pli.nom), self.octets(pli, comptage)
        creer_dossier(dossier)
        etait_la = fichier.exists()
        est_le_sien = poser(fichier, octets)
        return Pose((fichier,), est_nouveau=est_le_sien and not etait_la, est_autre=not est_le_sien)

    def remplacer(self, dossier: Path, pli: Pli, comptage: Comptage) -> Pose:
        """As `Ecriture`."""
        fichier, octets = _chemin(dossier, pli.nom), self.octets(pli, comptage)
        creer_dossier(dossier)
        with en_francais(fichier):
            if fichier.exists() and insister(fichier.read_bytes) == octets:
                return Pose((fichier,), est_nouveau=False)
        remplacer(fichier, octets)
        return Pose((fichier,), est_nouveau=True)

    def retirer(self, dossier: Path, nom: str) -> None:
        """As `Ecriture`."""
        fichier = _chemin(dossier, nom)
        with en_francais(fichier):
            insister(lambda: fichier.unlink(missing_ok=True))

    def octets(self, pli: Pli, comptage: Comptage) -> bytes:
        """The workbook of a file of counts.

        Raises:
            ErreurPrescripteur: `catalogue-introuvable`, `catalogue-invalide`, or the store refuses.
        """
        dit = json.loads(pli.manifeste)
        lieu_nom = self._noms.get(dit["lieu"], dit["lieu"])
        if "reports" in dit:
            periode = PeriodeComptee(dit["temps"], lieu_nom, comptage, dit["reports"], dit["catalogue"], self._libelles)
            return composer(classeur_de_la_periode(periode))
        avant = semaines_avant(dit["temps"], self._comptes_de(dit["lieu"], decaler(dit["temps"], -SEMAINES_AVANT)))
        semaine = SemaineComptee(
            dit["temps"], lieu_nom, dit["revision"], comptage, avant, dit["catalogue"], self._libelles
        )
        return composer(classeur_de_la_semaine(semaine))

    @cached_property
    def _libelles(self) -> Libelles:
        return libelles.lire(self._app.catalogue)

    @cached_property
    def _noms(self) -> dict[str, str]:
        return {LIEU_A_PRECISER: NOM_LIEU_A_PRECISER, **{lieu.id: lieu.nom for lieu in lieux.lister(self._app)}}

    def _comptes_de(self, lieu: str, depuis: str) -> Mapping[str, CompteSemaine]:
        """The weeks of a lieu at least from `depuis` on: read once for weeks that come in their order."""
        connus = self._comptes.get(lieu)
        if connus is None or depuis < connus[0]:
            comptes = {compte.semaine: compte for compte in self._app.depot.comptes(lieu, depuis)}
            connus = self._comptes[lieu] = (depuis, comptes)
        return connus[1]


def _chemin(dossier: Path, nom: str) -> Path:
    return dossier / f"{nom}.xlsx"
