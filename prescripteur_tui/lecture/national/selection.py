"""The national files read once: the records of our theme and territory, and what is to be told of the others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from prescripteur_tui.domaine.national import anciens
from prescripteur_tui.domaine.national.anciens import identifiant_complet, moderniser
from prescripteur_tui.domaine.national.champs import (
    OBLIGATOIRES_SERVICE,
    OBLIGATOIRES_STRUCTURE,
    SERVICE,
    STRUCTURE,
    Enregistrement,
)
from prescripteur_tui.domaine.national.ecritures import liste
from prescripteur_tui.domaine.national.tri import Tri
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.national.fiches import Constat, nettoyer_service, nettoyer_structure
from prescripteur_tui.lecture.national.flux import FicheLue, lire_fiches

EXEMPLES = 3
"""How many records are named where something was not kept as it was."""

PROBLEMES_MAX = 100
"""Files with more refused records than that are not worth reading on."""

Genre = Literal["service", "structure"]

_CONNUES: Mapping[Genre, frozenset[str]] = {
    "service": frozenset(SERVICE) | anciens.CHAMPS,
    "structure": frozenset(STRUCTURE) | anciens.CHAMPS,
}


class ImportRefuse(ErreurPrescripteur):
    """Nothing is imported; `problemes` are the records that are refused, in file order."""

    def __init__(self, code: str, problemes: Sequence[ErreurPrescripteur], **contexte: object) -> None:
        self.problemes = tuple(problemes)
        super().__init__(code, **contexte)


@dataclass
class Selection:
    """What the files hold for us."""

    services: list[Enregistrement] = field(default_factory=list)
    """Cleaned, in file order."""
    structures: dict[str, Enregistrement] = field(default_factory=dict)
    """Those of these services, cleaned, by id."""
    lus: int = 0
    lues: int = 0
    """How many services and structures the files hold."""
    hors_theme: int = 0
    hors_territoire: int = 0
    doublons: int = 0
    """Records that stand twice and say the same."""
    sources: set[str] = field(default_factory=set)
    """The producers of the services of the files, kept or not."""
    encore: set[str] = field(default_factory=set)
    """Of the ids to look out for, those that are still in the files, kept or not."""
    a_des_structures: bool = False
    cles_inconnues: Counter[str] = field(default_factory=Counter)
    """Keys of no version of the schema, and how many records have them."""
    cles_sans_suite: Counter[str] = field(default_factory=Counter)
    """Keys of version 0 that version 1 has no room for."""
    constats: Counter[Constat] = field(default_factory=Counter)
    """What of the kept records is not as it was."""
    exemples: dict[Constat, list[tuple[str, int]]] = field(default_factory=dict)
    """File and number of the first records of each."""
    problemes: list[ErreurPrescripteur] = field(default_factory=list)
    """Records that cannot be taken, each with its place; they are not among the services."""


def selectionner(
    fichiers: Sequence[Path], tri: Tri, jour: dt.date, *, surveilles: frozenset[str] = frozenset()
) -> Selection:
    """Read national files, whichever of them hold services and whichever structures.

    Args:
        fichiers: JSON, JSON a record a line, or CSV.
        tri: the theme and the territory.
        jour: today; a record of tomorrow is refused.
        surveilles: ids to look out for, see `Selection.encore`.

    Raises:
        ErreurPrescripteur: a file cannot be read to its end; see `lire_fiches`.
        ImportRefuse: `import-trop-de-refus`, with those that were seen.
    """
    return _Lecture(tri, jour, surveilles).mener(fichiers)


class _Lecture:
    """One reading of the files."""

    def __init__(self, tri: Tri, jour: dt.date, surveilles: frozenset[str]) -> None:
        self.tri = tri
        self.jour = jour.isoformat()
        self.surveilles = surveilles
        self.bilan = Selection()
        self.services: dict[str, tuple[FicheLue, Enregistrement]] = {}
        self.structures: dict[str, tuple[FicheLue, Enregistrement]] = {}
        self.refusees: set[str] = set()
        self.constats: dict[str, list[Constat]] = {}

    def mener(self, fichiers: Sequence[Path]) -> Selection:
        """Services first, wherever they stand: they say which structures are wanted."""
        plus_tard = []
        for chemin in fichiers:
            fiches = lire_fiches(chemin, chemin.name)
            premiere = next(fiches, None)
            if premiere is None:
                continue
            toutes = chain([premiere], fiches)
            if _genre(premiere.objet) == "service":
                self._lire_services(toutes)
            else:
                plus_tard.append(toutes)
        for structures in plus_tard:
            self.bilan.a_des_structures = True
            self._lire_structures(structures)
        return self._conclure()

    def _lire_services(self, fiches: Iterable[FicheLue]) -> None:
        bilan, tri = self.bilan, self.tri
        for lue in fiches:
            objet = lue.objet
            bilan.lus += 1
            self._noter(objet, "service")
            source = objet.get("source")
            if isinstance(source, str):
                bilan.sources.add(source)
            if source != tri.source and not tri.est_du_theme(liste(objet.get("thematiques"))):
                if _genre(objet) == "structure":
                    self._refuser(lue, "c’est une structure, parmi des services")
                else:
                    bilan.hors_theme += 1
                continue
            ancienne = moderniser(objet)
            # Without a zone or an address of its own, that of its structure will tell.
            if not tri.est_ici(ancienne, {}):
                bilan.hors_territoire += 1
                continue
            service, constats = nettoyer_service(ancienne)
            if self._est_complet(lue, service, OBLIGATOIRES_SERVICE, constats):
                self._garder(self.services, lue, service, constats)

    def _lire_structures(self, fiches: Iterable[FicheLue]) -> None:
        voulues = {service["structure_id"] for _, service in self.services.values()}
        for lue in fiches:
            self.bilan.lues += 1
            self._noter(lue.objet, "structure")
            if _genre(lue.objet) == "service":
                self._refuser(lue, "c’est un service, parmi des structures")
                continue
            identifiant = identifiant_complet(lue.objet, "id")
            if identifiant not in voulues:
                continue
            structure, constats = nettoyer_structure(moderniser(lue.objet))
            if self._est_complet(lue, structure, OBLIGATOIRES_STRUCTURE, constats):
                self._garder(self.structures, lue, structure, constats)
            else:
                self.refusees.add(str(identifiant))

    def _noter(self, objet: Mapping[str, Any], genre: Genre) -> None:
        """What is counted of every record, kept or not."""
        inconnues = objet.keys() - _CONNUES[genre]
        if inconnues:
            self.bilan.cles_sans_suite.update(inconnues & anciens.ECARTES)
            self.bilan.cles_inconnues.update(inconnues - anciens.ECARTES)
        if self.surveilles:
            ids = (identifiant_complet(objet, "id"), identifiant_complet(objet, "structure_id"))
            self.bilan.encore.update(i for i in ids if i in self.surveilles and i)

    def _est_complet(
        self, lue: FicheLue, propre: Enregistrement, obligatoires: Sequence[str], constats: Iterable[Constat]
    ) -> bool:
        illisibles = {constat.champ for constat in constats if constat.nature == "illisible"}
        raisons = [
            f"« {champ} » {'ne se lit pas' if champ in illisibles else 'manque'}"
            for champ in obligatoires
            if champ not in propre
        ]
        if not raisons and propre["date_maj"] > self.jour:
            raisons.append("« date_maj » est dans le futur")
        if raisons:
            self._refuser(lue, ", ".join(raisons))
        return not raisons

    def _garder(
        self,
        gardees: dict[str, tuple[FicheLue, Enregistrement]],
        lue: FicheLue,
        propre: Enregistrement,
        constats: list[Constat],
    ) -> None:
        identifiant = propre["id"]
        if identifiant not in gardees:
            # The raw record is not kept: only its place.
            gardees[identifiant] = (FicheLue(lue.fichier, lue.numero, lue.ligne, {}), propre)
            self.constats.setdefault(identifiant, []).extend(constats)
            return
        premiere, deja = gardees[identifiant]
        if deja == propre:
            self.bilan.doublons += 1
            return
        self._ajouter("import-doublon", lue, premiere=premiere.numero, id=identifiant)

    def _refuser(self, lue: FicheLue, raison: str) -> None:
        self._ajouter("import-fiche", lue, raison=raison)

    def _ajouter(self, code: str, lue: FicheLue, **contexte: object) -> None:
        place = {"fichier": lue.fichier, "ligne": lue.ligne, "fiche": lue.numero}
        self.bilan.problemes.append(ErreurPrescripteur(code, **place, **contexte))
        if len(self.bilan.problemes) > PROBLEMES_MAX:
            raise ImportRefuse("import-trop-de-refus", self.bilan.problemes, fichier=lue.fichier, nombre=PROBLEMES_MAX)

    def _conclure(self) -> Selection:
        """Drop the services whose structure says that they are not from here, and those whose structure is refused."""
        bilan = self.bilan
        for lue, service in self.services.values():
            if service["structure_id"] in self.refusees:
                continue
            structure = self.structures.get(service["structure_id"], (None, {}))[1]
            if self.tri.est_ici(service, structure):
                bilan.services.append(service)
                self._dire(lue, service)
            else:
                bilan.hors_territoire += 1
        for identifiant in dict.fromkeys(service["structure_id"] for service in bilan.services):
            if identifiant in self.structures:
                lue, structure = self.structures[identifiant]
                bilan.structures[identifiant] = structure
                self._dire(lue, structure)
        return bilan

    def _dire(self, lue: FicheLue, fiche: Enregistrement) -> None:
        for constat in self.constats[fiche["id"]]:
            self.bilan.constats[constat] += 1
            exemples = self.bilan.exemples.setdefault(constat, [])
            if len(exemples) < EXEMPLES:
                exemples.append((lue.fichier, lue.numero))


def _genre(objet: Mapping[str, Any]) -> Genre:
    est_service = "structure_id" in objet or "_di_structure_surrogate_id" in objet
    return "service" if est_service else "structure"
