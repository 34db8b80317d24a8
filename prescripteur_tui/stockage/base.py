"""The local store, over one connection.

Reading needs the standard library alone; the first write loads sqlite-utils.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.disque import poser_fichier
from prescripteur_tui.domaine.entretien import Brouillon, Entretien
from prescripteur_tui.domaine.ports import CompteSemaine, Coordonnees, Courrier, LieuLocal
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.acces import Acces
from prescripteur_tui.stockage.lignes import (
    SELECTION,
    en_entretiens,
    en_reponses,
    en_texte,
    ligne_entretien,
    lignes_orientations,
)
from prescripteur_tui.stockage.pannes import traduire

if TYPE_CHECKING:
    from prescripteur_tui.domaine.comptages import Groupes
    from prescripteur_tui.domaine.questionnaire import Valeur


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
        self._acces = Acces(connexion, fichier, attente)
        self._lignes, self._valeur, self._ecriture = self._acces.lignes, self._acces.valeur, self._acces.ecriture
        self._tirer = tirer

    @property
    def courrier(self) -> Courrier:
        """What leaves: files of counts, périodes, sendings."""
        # The first screen does not ask for it.
        from prescripteur_tui.stockage.courrier import CourrierSqlite

        return CourrierSqlite(self._acces, self.poste)

    # Entretiens

    def ajouter(self, entretiens: Iterable[Entretien], *, sans_brouillon: bool = False) -> None:
        """Store interviews, all or none; with `sans_brouillon` the draft goes in the same transaction.

        Raises:
            ErreurPrescripteur: `base-erreur` when an id is already there, and those of every write.
        """
        # Read whole and sorted before the write lock is taken: the engine may be behind this iterable.
        lot = sorted(entretiens, key=lambda entretien: entretien.id)
        with self._ecriture() as db:
            db.table("entretiens").insert_all(ligne_entretien(entretien) for entretien in lot)
            db.table("orientations").insert_all(ligne for entretien in lot for ligne in lignes_orientations(entretien))
            if sans_brouillon:
                db.table("brouillon").delete_where()

    def remplacer(self, entretien: Entretien) -> None:
        """Put an interview in the place of the one with the same id.

        Raises:
            ErreurPrescripteur: `entretien-inconnu`, and those of every write.
        """
        with self._ecriture() as db:
            self._exiger(entretien.id)
            db.table("entretiens").upsert(ligne_entretien(entretien), pk="id")
            db.table("orientations").delete_where("entretien = ?", [entretien.id])
            db.table("orientations").insert_all(lignes_orientations(entretien))

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
        return next(en_entretiens(self._lignes(f"{SELECTION} WHERE e.id = ? ORDER BY o.offre", identifiant)), None)

    def de_la_semaine(self, semaine: str, lieu: str) -> Iterator[Entretien]:
        """The interviews of a week at a lieu, sorted by id.

        Read at once: a cursor left half-way would keep every other process from writing.
        """
        ordre = "WHERE e.lieu = ? AND e.semaine = ? ORDER BY e.id, o.offre"
        return en_entretiens(self._lignes(f"{SELECTION} {ordre}", lieu, semaine))

    def semaines(self) -> Sequence[tuple[str, str, int]]:
        """(semaine, lieu, number of interviews) of everything stored, sorted."""
        lignes = self._lignes("SELECT semaine, lieu, count(*) FROM entretiens GROUP BY lieu, semaine")
        return sorted((semaine, lieu, nombre) for semaine, lieu, nombre in lignes)

    def grouper(self, semaine: str, lieu: str) -> Groupes:
        """The interviews of a week at a lieu, grouped: all that its counts need, in one look at the store.

        The interviews are a walk along the counting index; only their orientations are looked up one by one.
        """
        lignes = self._lignes(
            """
            SELECT etape, fin, catalogue_version, NULL, count(*) FROM entretiens
            WHERE lieu = ?1 AND semaine = ?2 GROUP BY etape, fin, catalogue_version
            UNION ALL
            SELECT NULL, NULL, NULL, o.offre, count(*)
            FROM entretiens AS e CROSS JOIN orientations AS o ON o.entretien = e.id
            WHERE e.lieu = ?1 AND e.semaine = ?2 GROUP BY o.offre
            """,
            lieu,
            semaine,
        )
        # Deferred: the first screen does not pay for counting.
        from prescripteur_tui.domaine.comptages import Groupes

        entretiens: Counter[tuple[str, str]] = Counter()
        orientations: dict[str, int] = {}
        for etape, fin, _, offre, nombre in lignes:
            if offre is None:
                entretiens[etape, fin] += nombre
            else:
                orientations[offre] = nombre
        return Groupes(entretiens, orientations, frozenset(ligne[2] for ligne in lignes if ligne[3] is None))

    def grouper_reponses(self, semaine: str, lieu: str, question: str) -> Mapping[Valeur | None, int]:
        """How many interviews of a week at a lieu gave each answer to a question; None where there is none."""
        lignes = self._lignes(
            """
            SELECT json_extract(reponses, ?), count(*) FROM entretiens
            WHERE lieu = ? AND semaine = ? GROUP BY 1
            """,
            f'$."{question}"',
            lieu,
            semaine,
        )
        # Several options come as the text of a JSON list, one as itself.
        return {
            tuple(json.loads(reponse)) if (reponse or "").startswith("[") else reponse: nombre
            for reponse, nombre in lignes
        }

    def lieux_de_la_semaine(self, semaine: str) -> Sequence[str]:
        """The lieux that have interviews in a week, or had some when it was counted; sorted.

        From one lieu to the next along the index: a DISTINCT would walk through every interview.
        """
        lignes = self._lignes(
            """
            WITH RECURSIVE suite (lieu) AS (
                SELECT min(lieu) FROM entretiens
                UNION ALL
                SELECT (SELECT min(e.lieu) FROM entretiens AS e WHERE e.lieu > suite.lieu)
                FROM suite WHERE suite.lieu IS NOT NULL
            )
            SELECT lieu FROM suite
            WHERE EXISTS (SELECT 1 FROM entretiens AS e WHERE e.lieu = suite.lieu AND e.semaine = ?1)
            UNION
            SELECT lieu FROM revisions WHERE temps = ?1
            ORDER BY lieu
            """,
            semaine,
        )
        return [lieu for (lieu,) in lignes]

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

    def orientations_par_operateur(self) -> Mapping[str, int]:
        """How many orientations are stored for each operator, sorted by id; none of the others."""
        lignes = self._lignes(
            """
            SELECT substr(offre, 1, instr(offre, '/') - 1) AS operateur, count(*) FROM orientations
            GROUP BY operateur ORDER BY operateur
            """
        )
        return dict(lignes)

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
                    "reponses": en_texte(brouillon.reponses),
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
            return Brouillon(jour, lieu, semaine, en_reponses(reponses), *suite)
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

    # Poste

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

    def renouveler_postes(self) -> None:
        """Forget the ids of this laptop: others are drawn at next use. A week once given keeps the one it bears."""
        with self._ecriture() as db:
            db.table("postes").delete_where()

    # Santé

    def controler(self) -> str:
        """`ok`, or what SQLite's quick check says."""
        try:
            return "\n".join(str(ligne[0]) for ligne in self._lignes("PRAGMA quick_check"))
        except ErreurPrescripteur as erreur:
            if erreur.code != "base-abimee":
                raise
            return erreur.message

    def copier(self, vers: str) -> None:
        """A copy by `VACUUM INTO`, which keeps neither deleted content nor order.

        The file is `0o600`, and exists under its name whole or not at all.

        Raises:
            ErreurPrescripteur: `ecriture-impossible` when `vers` exists, and those of every write.
        """
        copie = Path(vers)

        with traduire(copie, self._acces.attente):
            try:
                poser_fichier(copie, self._acces.copier)
            except FileExistsError as erreur:
                raise ErreurPrescripteur(
                    "ecriture-impossible", fichier=vers, raison="ce fichier existe déjà"
                ) from erreur

    def fermer(self) -> None:
        """Close the store."""
        self._acces.fermer()

    # Under all of it

    def _exiger(self, identifiant: str) -> None:
        if not self._lignes("SELECT 1 FROM entretiens WHERE id = ?", identifiant):
            raise ErreurPrescripteur("entretien-inconnu", id=identifiant)

    def _poste(self, annee: int) -> str | None:
        return self._valeur("SELECT id FROM postes WHERE annee = ?", annee)
