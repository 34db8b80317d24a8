"""The local store, over one connection.

Reading needs the standard library alone; the first write loads sqlite-utils.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.entretien import Brouillon, Entretien, Orientation, vers_objet
from prescripteur_tui.domaine.ports import CompteSemaine, Coordonnees, LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.dossier import poser_fichier
from prescripteur_tui.stockage.pannes import traduire

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Reponses, Valeur
    from prescripteur_tui.stockage.ecrivain import Ecrivain

Ligne = tuple[Any, ...]

_SELECTION = """
    SELECT e.id, e.semaine, e.lieu, e.etape, e.fin, e.reponses, e.catalogue_version, e.catalogue_empreinte,
           o.offre, o.issue, o.motif
    FROM entretiens AS e LEFT JOIN orientations AS o ON o.entretien = e.id
"""


def _tirer() -> str:
    """A random poste: 64 bits, so that no two laptops of a country meet."""
    # `secrets` draws from the same source, and costs 20 ms of import.
    return os.urandom(8).hex()


class Base:
    """The `Depot` of the domain in one SQLite file. Use it from one thread at a time; a lock sees to it.

    Every write is one transaction under the write lock, durable when the call returns. Answers come back
    sorted by question id: the order in which they were given is not kept.
    """

    def __init__(
        self, connexion: sqlite3.Connection, fichier: Path, attente: float, tirer: Callable[[], str] = _tirer
    ) -> None:
        self._connexion = connexion
        self._fichier = fichier
        self._attente = attente
        self._tirer = tirer
        self._ecrivain: Ecrivain | None = None
        self._verrou = threading.RLock()

    # Entretiens

    def ajouter(self, entretiens: Iterable[Entretien], *, sans_brouillon: bool = False) -> None:
        """Store interviews, all or none; with `sans_brouillon` the draft goes in the same transaction.

        Raises:
            ErreurPrescripteur: `base-erreur` when an id is already there, and those of every write.
        """
        # Read whole and sorted before the write lock is taken: the engine may be behind this iterable.
        lot = sorted(entretiens, key=lambda entretien: entretien.id)
        with self._ecriture() as db:
            db.table("entretiens").insert_all(_ligne_entretien(entretien) for entretien in lot)
            db.table("orientations").insert_all(ligne for entretien in lot for ligne in _orientations(entretien))
            if sans_brouillon:
                db.table("brouillon").delete_where()

    def remplacer(self, entretien: Entretien) -> None:
        """Put an interview in the place of the one with the same id.

        Raises:
            ErreurPrescripteur: `entretien-inconnu`, and those of every write.
        """
        with self._ecriture() as db:
            self._exiger(entretien.id)
            db.table("entretiens").upsert(_ligne_entretien(entretien), pk="id")
            db.table("orientations").delete_where("entretien = ?", [entretien.id])
            db.table("orientations").insert_all(_orientations(entretien))

    def retirer(self, identifiant: str) -> None:
        """Delete an interview and its orientations.

        Raises:
            ErreurPrescripteur: `entretien-inconnu`, and those of every write.
        """
        with self._ecriture() as db:
            self._exiger(identifiant)
            db.table("entretiens").delete_where("id = ?", [identifiant])

    def lire(self, identifiant: str) -> Entretien | None:
        """One interview, or None."""
        return next(_entretiens(self._lignes(f"{_SELECTION} WHERE e.id = ? ORDER BY o.offre", identifiant)), None)

    def de_la_semaine(self, semaine: str, lieu: str) -> Iterator[Entretien]:
        """The interviews of a week at a lieu, sorted by id.

        Read at once: a cursor left half-way would keep every other process from writing.
        """
        ordre = "WHERE e.lieu = ? AND e.semaine = ? ORDER BY e.id, o.offre"
        return _entretiens(self._lignes(f"{_SELECTION} {ordre}", lieu, semaine))

    def semaines(self) -> Sequence[tuple[str, str, int]]:
        """(semaine, lieu, number of interviews) of everything stored, sorted."""
        lignes = self._lignes("SELECT semaine, lieu, count(*) FROM entretiens GROUP BY lieu, semaine")
        return sorted((semaine, lieu, nombre) for semaine, lieu, nombre in lignes)

    def comptes(self, lieu: str, depuis: str) -> Sequence[CompteSemaine]:
        """Totals of the weeks at `lieu` from `depuis` on, sorted; weeks without interview are left out."""
        lignes = self._lignes(
            """
            SELECT semaine, etape, count(*), sum(nombre_orientations) FROM entretiens
            WHERE lieu = ? AND semaine >= ? GROUP BY semaine, etape ORDER BY semaine, etape
            """,
            lieu,
            depuis,
        )
        comptes = []
        for semaine, groupe in groupby(lignes, key=lambda ligne: ligne[0]):
            etapes = list(groupe)
            par_etape = {etape: nombre for _, etape, nombre, _ in etapes}
            orientations = sum(ligne[3] for ligne in etapes)
            comptes.append(CompteSemaine(semaine, sum(par_etape.values()), orientations, par_etape))
        return comptes

    # Brouillon

    def ecrire_brouillon(self, brouillon: Brouillon) -> None:
        """Keep the one draft: called at each answer, hence one statement."""
        with self._ecriture() as db:
            db.table("brouillon").upsert(
                {
                    "cle": 1,
                    "jour": brouillon.jour,
                    "lieu": brouillon.lieu,
                    "semaine": brouillon.semaine,
                    "reponses": _texte(brouillon.reponses),
                    "question": brouillon.question,
                    "etape": brouillon.etape,
                    "numero": brouillon.numero,
                    "total": brouillon.total,
                    "catalogue_empreinte": brouillon.catalogue_empreinte,
                },
                pk="cle",
            )

    def lire_brouillon(self) -> Brouillon | None:
        """The draft, or None."""
        lignes = self._lignes(
            """
            SELECT jour, lieu, semaine, reponses, question, etape, numero, total, catalogue_empreinte
            FROM brouillon
            """
        )
        for jour, lieu, semaine, reponses, *suite in lignes:
            return Brouillon(jour, lieu, semaine, _reponses(reponses), *suite)
        return None

    def effacer_brouillon(self) -> None:
        """Forget the draft: `secure_delete` writes zeros over it. Its catalogue stays, for the next one."""
        if self._lignes("SELECT 1 FROM brouillon"):
            with self._ecriture() as db:
                db.table("brouillon").delete_where()

    # Catalogue of a draft

    def garder_catalogue(self, empreinte: str, contenu: str) -> None:
        """Keep the canonical JSON of the catalogue that a draft began with; earlier ones go.

        Nothing is written when it is already the one kept: it is long, and each interview asks for it.
        """
        if self._lignes("SELECT empreinte FROM catalogues") == [(empreinte,)]:
            return
        with self._ecriture() as db:
            db.table("catalogues").delete_where("empreinte <> ?", [empreinte])
            db.table("catalogues").upsert({"empreinte": empreinte, "contenu": contenu}, pk="empreinte")

    def catalogue_garde(self, empreinte: str) -> str | None:
        """The canonical JSON kept under this empreinte."""
        return self._valeur("SELECT contenu FROM catalogues WHERE empreinte = ?", empreinte)

    # Lieux, coordonnées, réglages

    def lieux(self) -> Sequence[LieuLocal]:
        """The places added here, sorted by id."""
        return [LieuLocal(*ligne) for ligne in self._lignes("SELECT id, nom FROM lieux ORDER BY id")]

    def ajouter_lieu(self, lieu: LieuLocal) -> None:
        """Add or rename a place."""
        with self._ecriture() as db:
            db.table("lieux").upsert({"id": lieu.id, "nom": lieu.nom}, pk="id")

    def coordonnees(self) -> Mapping[str, Coordonnees]:
        """Local contacts by operator."""
        lignes = self._lignes(
            "SELECT operateur, telephone, adresse, horaires, verifie_le FROM coordonnees ORDER BY operateur"
        )
        return {ligne[0]: Coordonnees(*ligne) for ligne in lignes}

    def ecrire_coordonnees(self, coordonnees: Coordonnees) -> None:
        """Put the local contact of an operator, whole: a field that is None is forgotten."""
        with self._ecriture() as db:
            db.table("coordonnees").upsert(
                {
                    "operateur": coordonnees.operateur,
                    "telephone": coordonnees.telephone,
                    "adresse": coordonnees.adresse,
                    "horaires": coordonnees.horaires,
                    "verifie_le": coordonnees.verifie_le,
                },
                pk="operateur",
            )

    def reglages(self) -> Mapping[str, str]:
        """Settings by key: `lieu`, `lieu_nom`, `theme`…"""
        return dict(self._lignes("SELECT cle, valeur FROM reglages ORDER BY cle"))

    def ecrire_reglages(self, reglages: Mapping[str, str | None]) -> None:
        """Put settings; None forgets one."""
        with self._ecriture() as db:
            for cle, valeur in reglages.items():
                if valeur is None:
                    db.table("reglages").delete_where("cle = ?", [cle])
                else:
                    db.table("reglages").upsert({"cle": cle, "valeur": valeur}, pk="cle")

    # Poste et révisions

    def poste(self, annee: int) -> str:
        """The random id of this laptop for a year, drawn at first use."""
        connu = self._poste(annee)
        if connu is not None:
            return connu
        with self._ecriture() as db:
            # Asked again under the write lock: a command beside the app may have drawn it meanwhile.
            connu = self._poste(annee)
            if connu is None:
                connu = self._tirer()
                db.table("postes").insert({"annee": annee, "id": connu})
        return connu

    def revision(self, temps: str, lieu: str, poste: str, empreinte: str) -> int:
        """The revision (1, 2…) of an export: the last one while `empreinte` (sha256) stays, else the next."""
        cle = (temps, lieu, poste)
        derniere, connue = self._revision(*cle)
        if connue == empreinte:
            return derniere
        with self._ecriture() as db:
            derniere, connue = self._revision(*cle)
            if connue != empreinte:
                derniere += 1
                ligne = {
                    "temps": temps,
                    "lieu": lieu,
                    "poste": poste,
                    "revision": derniere,
                    "empreinte": empreinte,
                }
                db.table("revisions").upsert(ligne, pk=("temps", "lieu", "poste"))
        return derniere

    def derniere_revision(self, temps: str, lieu: str, poste: str) -> int:
        """The last revision given, 0 when none."""
        return self._revision(temps, lieu, poste)[0]

    # Santé

    def controler(self) -> str:
        """`ok`, or what SQLite's quick check says."""
        try:
            return "\n".join(str(ligne[0]) for ligne in self._lignes("PRAGMA quick_check"))
        except ErreurPrescripteur as erreur:
            if erreur.code != "base-non-reconnue":
                raise
            return erreur.message

    def copier(self, vers: str) -> None:
        """A copy by `VACUUM INTO`, which keeps neither deleted content nor order.

        The file is `0o600`, and exists under its name whole or not at all.

        Raises:
            ErreurPrescripteur: `ecriture-impossible` when `vers` exists, and those of every write.
        """
        copie = Path(vers)

        def remplir(provisoire: Path) -> None:
            with self._verrou, traduire(self._fichier, self._attente):
                self._connexion.execute("VACUUM INTO ?", (str(provisoire),))

        with traduire(copie, self._attente):
            try:
                poser_fichier(copie, remplir)
            except FileExistsError as erreur:
                raise ErreurPrescripteur(
                    "ecriture-impossible", fichier=vers, raison="ce fichier existe déjà"
                ) from erreur

    def fermer(self) -> None:
        """Close the store."""
        with self._verrou:
            self._connexion.close()

    # Under all of it

    @contextmanager
    def _ecriture(self) -> Iterator[Ecrivain]:
        with self._verrou, traduire(self._fichier, self._attente):
            if self._ecrivain is None:
                # Loads sqlite-utils, 60 to 150 ms that starting up and looking on do not pay.
                from prescripteur_tui.stockage.ecrivain import Ecrivain

                self._ecrivain = Ecrivain(self._connexion)
            with self._ecrivain.transaction():
                yield self._ecrivain

    def _lignes(self, requete: str, *valeurs: object) -> list[Ligne]:
        with self._verrou, traduire(self._fichier, self._attente):
            return self._connexion.execute(requete, valeurs).fetchall()

    def _valeur(self, requete: str, *valeurs: object) -> str | None:
        lignes = self._lignes(requete, *valeurs)
        return str(lignes[0][0]) if lignes else None

    def _exiger(self, identifiant: str) -> None:
        if not self._lignes("SELECT 1 FROM entretiens WHERE id = ?", identifiant):
            raise ErreurPrescripteur("entretien-inconnu", id=identifiant)

    def _poste(self, annee: int) -> str | None:
        return self._valeur("SELECT id FROM postes WHERE annee = ?", annee)

    def _revision(self, temps: str, lieu: str, poste: str) -> tuple[int, str | None]:
        requete = "SELECT revision, empreinte FROM revisions WHERE temps = ? AND lieu = ? AND poste = ?"
        for derniere, empreinte in self._lignes(requete, temps, lieu, poste):
            return derniere, empreinte
        return 0, None


def _texte(reponses: Reponses) -> str:
    """Answers as canonical JSON: the same answers give the same text, in whatever order they came."""
    return json.dumps(vers_objet(reponses), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _reponses(texte: str) -> dict[str, Valeur]:
    return {q: valeur if isinstance(valeur, str) else tuple(valeur) for q, valeur in json.loads(texte).items()}


def _ligne_entretien(entretien: Entretien) -> dict[str, object]:
    return {
        "id": entretien.id,
        "semaine": entretien.semaine,
        "lieu": entretien.lieu,
        "etape": entretien.etape,
        "fin": entretien.fin,
        "reponses": _texte(entretien.reponses),
        "catalogue_version": entretien.catalogue_version,
        "catalogue_empreinte": entretien.catalogue_empreinte,
        "nombre_orientations": len(entretien.orientations),
    }


def _orientations(entretien: Entretien) -> Iterator[dict[str, object]]:
    for orientation in entretien.orientations:
        yield {"entretien": entretien.id, **orientation.vers_objet()}


def _entretiens(lignes: Iterable[Ligne]) -> Iterator[Entretien]:
    """Interviews from rows of `_SELECTION`, those of one interview together."""
    for _, groupe in groupby(lignes, key=lambda ligne: ligne[0]):
        suite = list(groupe)
        identifiant, semaine, lieu, etape, fin, reponses, version, empreinte = suite[0][:8]
        yield Entretien(
            id=identifiant,
            semaine=semaine,
            lieu=lieu,
            etape=etape,
            fin=fin,
            reponses=_reponses(reponses),
            orientations=tuple(Orientation(*ligne[8:]) for ligne in suite if ligne[8] is not None),
            catalogue_version=version,
            catalogue_empreinte=empreinte,
        )
