"""What the national files hold for us becomes operators that are never proposed before somebody writes their rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.national.champs import Enregistrement
from prescripteur_tui.domaine.national.entree import Reprise, identifiant, marquer_disparu, revenir
from prescripteur_tui.domaine.national.rapprochement import (
    Difference,
    apports,
    differences,
    meme_contenu,
    meme_operateur,
    ressemblances,
)
from prescripteur_tui.domaine.national.tri import trieur
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import dossier_catalogue
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.sortie_nationale import source_de

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.lecture.national.selection import Selection

LICENCE = "Licence Ouverte 2.0"
"""Of the national files, as data.gouv.fr publishes them."""


@dataclass(frozen=True, slots=True)
class DejaLa:
    """A record that is an operator written by hand: left alone."""

    operateur: Operateur
    fiche: str
    """The national id of the record."""
    pourquoi: str
    apports: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changement:
    """An imported operator, and what differs from the last time; nothing when `est_disparu` says it all."""

    operateur: Operateur
    differences: tuple[Difference, ...] = ()
    est_disparu: bool = False


@dataclass
class Bilan:
    """What an import did, or would do."""

    dossier: Path
    selection: Selection
    est_nouveau: bool = False
    """The folder was made by this import."""
    ajoutes: list[Operateur] = field(default_factory=list)
    modifies: list[Changement] = field(default_factory=list)
    revenus: list[Operateur] = field(default_factory=list)
    disparus: list[Operateur] = field(default_factory=list)
    inchanges: int = 0
    a_la_main: list[Changement] = field(default_factory=list)
    """Imported once, edited since, and different from the national files: left alone."""
    plus_retenus: list[Operateur] = field(default_factory=list)
    """Still in the files, outside the theme or the territory that were asked for: left alone."""
    deja_la: list[DejaLa] = field(default_factory=list)
    peut_etre: list[tuple[Operateur, tuple[Operateur, ...]]] = field(default_factory=list)
    """Added, and each like some operators written by hand."""

    @property
    def change(self) -> bool:
        """Whether the catalogue is not the same."""
        return bool(self.ajoutes or self.modifies or self.revenus or self.disparus)


def importer(
    app: Application,
    fichiers: Sequence[Path],
    *,
    vers: Path | None = None,
    licence: str = LICENCE,
    themes: Iterable[str] = (),
    simuler: bool = False,
    continuer: bool = False,
) -> Bilan:
    """Import national files into a catalogue, all that they hold for it or nothing.

    Args:
        app: the application.
        fichiers: of services and of structures, in any order.
        vers: the folder of a catalogue, or a folder to be made as a copy of the one in use; by default the latter is
            changed, unless it is the installed one.
        licence: under which the files are published.
        themes: themes to keep beside `creer-une-entreprise`.
        simuler: change nothing.
        continuer: leave refused records aside rather than refuse the import.

    Raises:
        ErreurPrescripteur: `import-vers`, `import-dossier`, `import-theme`, `import-sans-service`, the catalogue or a
            file is refused, or it cannot be written.
        ImportRefuse: `import-refus`, `import-trop-de-refus`, with the records that are refused.
    """
    from prescripteur_tui.lecture.catalogue import lire_catalogue
    from prescripteur_tui.lecture.ecriture import ecrire_operateur
    from prescripteur_tui.lecture.national.selection import ImportRefuse, selectionner
    from prescripteur_tui.lecture.national.textes import nettoyer

    licence = nettoyer(licence, 300, est_ligne=True)[0] or LICENCE
    base, dossier = _dossiers(app, vers)
    catalogue = lire_catalogue(base, cas_types=False)
    source, jour = source_de(catalogue), app.aujourd_hui()
    selection = selectionner(
        fichiers, trieur(catalogue.territoire, themes=themes, source=source), jour, surveilles=_connus(catalogue)
    )
    if not selection.lus:
        raise ErreurPrescripteur("import-sans-service")
    if selection.problemes and not continuer:
        raise ImportRefuse("import-refus", selection.problemes, nombre=len(selection.problemes))
    reprise = Reprise(jour=jour, licence=licence, etapes=tuple(catalogue.questionnaire.noms_etapes), source=source)
    importation = _Importation(catalogue, base, reprise, Bilan(dossier, selection, est_nouveau=base != dossier))
    importation.mener()
    bilan = importation.bilan
    if simuler or not (bilan.change or bilan.est_nouveau):
        return bilan
    textes = {operateur.id: ecrire_operateur(operateur) for operateur in importation.a_ecrire}
    if bilan.est_nouveau:
        dossier_catalogue.nouveau_catalogue(base, dossier, textes, lire_catalogue)
    else:
        dossier_catalogue.changer_operateurs(
            dossier, textes, lambda provisoire: lire_catalogue(provisoire, cas_types=False)
        )
    return bilan


def _dossiers(app: Application, vers: Path | None) -> tuple[Path, Path]:
    """The catalogue to begin with, and the folder to write."""
    from prescripteur_tui.lecture.emplacement import est_livre

    if vers is not None and not dossier_catalogue.est_catalogue(vers):
        if vers.exists() and not (vers.is_dir() and not any(vers.iterdir())):
            raise ErreurPrescripteur("import-dossier", dossier=vers)
        return app.dossier_catalogue, vers
    dossier = vers if vers is not None else app.dossier_catalogue
    if est_livre(dossier):
        raise ErreurPrescripteur("import-vers")
    dossier_catalogue.reparer(dossier)
    return dossier, dossier


def _connus(catalogue: Catalogue) -> frozenset[str]:
    """The national ids of all that earlier imports laid down."""
    importes = [operateur for operateur in catalogue.operateurs if operateur.provenance]
    provenances = [o.provenance for o in importes] + [offre.provenance for o in importes for offre in o.offres]
    return frozenset(provenance.id for provenance in provenances if provenance)


class _Importation:
    """One import: every structure beside what the catalogue has of it."""

    def __init__(self, catalogue: Catalogue, dossier: Path, reprise: Reprise, bilan: Bilan) -> None:
        self.catalogue = catalogue
        self.dossier = dossier
        self.reprise = reprise
        self.bilan = bilan
        self.a_ecrire: list[Operateur] = []
        self.importes = {o.provenance.id: o for o in catalogue.operateurs if o.provenance}
        self.pris = set(catalogue.par_operateur)

    def mener(self) -> None:
        """Structures in the order of their ids, so that two imports of the same records give the same."""
        par_structure: dict[str, list[Enregistrement]] = {}
        for service in self.bilan.selection.services:
            par_structure.setdefault(service["structure_id"], []).append(service)
        for national in sorted(par_structure):
            self._placer(national, par_structure[national])
        for national in sorted(set(self.importes) - set(par_structure)):
            self._absent(self.importes[national])
        for liste in (self.bilan.ajoutes, self.bilan.disparus, self.bilan.revenus):
            liste.sort(key=lambda operateur: operateur.id)

    def _placer(self, national: str, services: list[Enregistrement]) -> None:
        structure = self.bilan.selection.structures.get(national)
        avant = self.importes.get(national)
        if avant is None and structure is not None:
            deja = meme_operateur(structure, self.catalogue.operateurs, self.reprise.source)
            if deja is not None:
                notre, pourquoi = deja
                self.bilan.deja_la.append(DejaLa(notre, national, pourquoi, tuple(apports(notre, structure))))
                return
        apres = self.reprise.operateur(structure, services, avant, encore=self.bilan.selection.encore)
        if avant is None:
            self._ajouter(apres, structure)
        else:
            self._comparer(avant, apres)

    def _ajouter(self, operateur: Operateur, structure: Enregistrement | None) -> None:
        if operateur.id in self.pris and operateur.provenance is not None:
            operateur = operateur.model_copy(
                update={"id": identifiant(operateur.nom, f"{operateur.provenance.id} {operateur.id}")}
            )
        self.pris.add(operateur.id)
        self.a_ecrire.append(operateur)
        self.bilan.ajoutes.append(operateur)
        proches = ressemblances(structure, self.catalogue.operateurs) if structure else []
        if proches:
            self.bilan.peut_etre.append((operateur, tuple(proches)))

    def _comparer(self, avant: Operateur, apres: Operateur) -> None:
        bilan = self.bilan
        if not self._est_intact(avant):
            dites = tuple(d for d in differences(avant, apres) if d.champ != "disparu_le")
            if dites:
                bilan.a_la_main.append(Changement(avant, dites))
            else:
                bilan.inchanges += 1
            return
        if meme_contenu(avant, apres):
            bilan.inchanges += 1
            return
        self.a_ecrire.append(apres)
        if avant.provenance and avant.provenance.disparu_le is not None:
            bilan.revenus.append(apres)
        dites = tuple(d for d in differences(revenir(avant), apres))
        if dites:
            bilan.modifies.append(Changement(apres, dites))
        elif apres not in bilan.revenus:
            # Only its licence, or how we write it.
            bilan.modifies.append(Changement(apres))

    def _absent(self, operateur: Operateur) -> None:
        bilan, provenance = self.bilan, operateur.provenance
        if provenance is None or provenance.source not in bilan.selection.sources:
            return
        if provenance.id in bilan.selection.encore:
            bilan.plus_retenus.append(operateur)
        elif not self._est_intact(operateur):
            bilan.a_la_main.append(Changement(operateur, est_disparu=True))
        elif provenance.disparu_le is None:
            disparu = marquer_disparu(operateur, self.reprise.jour)
            self.a_ecrire.append(disparu)
            bilan.disparus.append(disparu)

    def _est_intact(self, operateur: Operateur) -> bool:
        from prescripteur_tui.lecture.ecriture import est_intact
        from prescripteur_tui.lecture.fichiers import lire_texte

        nom = f"operateurs/{operateur.id}.yaml"
        return est_intact(lire_texte(self.dossier / nom, nom))
