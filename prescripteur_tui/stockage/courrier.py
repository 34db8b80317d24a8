"""What leaves this laptop, as the base keeps it: files of counts byte for byte, périodes decided, sendings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import HEBDO, Envoi, Feuillet, FichierDeComptes, Pli
from prescripteur_tui.stockage.acces import Acces
from prescripteur_tui.stockage.lignes import SELECTION, en_entretiens

if TYPE_CHECKING:
    from prescripteur_tui.stockage.ecrivain import Ecrivain


_COLONNES = "nom, genre, temps, lieu, poste, revision, sha256"
_ATTENDENT = "lieu = ? AND semaine <= ? AND profil IS NULL"
"""The interviews whose profile has not gone out; read along the index `entretiens_sans_profil`."""


class CourrierSqlite:
    """The `Courrier` of the domain, on the connection of a `Base`."""

    def __init__(self, acces: Acces, poste: Callable[[int], str]) -> None:
        self._acces = acces
        self._poste = poste

    # Files

    def fichiers(self, *, toutes: bool = False, temps: str | None = None) -> Sequence[FichierDeComptes]:
        """The files made, sorted by genre, temps, lieu, poste, revision; the last revision of each unless `toutes`."""
        condition, valeurs = ("", ()) if temps is None else ("WHERE temps = ?", (temps,))
        ordre = "ORDER BY genre, temps, lieu, poste, revision"
        lignes = self._acces.lignes(f"SELECT {_COLONNES} FROM fichiers {condition} {ordre}", *valeurs)
        tous = [FichierDeComptes(*ligne) for ligne in lignes]
        if toutes:
            return tous
        # A later revision takes the place of an earlier one, and keeps its rank.
        return list({(f.genre, f.temps, f.lieu, f.poste): f for f in tous}.values())

    def lire_fichier(self, nom: str) -> tuple[bytes, bytes] | None:
        """The bytes of the CSV and of its manifest."""
        for csv, manifeste in self._acces.lignes("SELECT csv, manifeste FROM fichiers WHERE nom = ?", nom):
            return csv, manifeste
        return None

    def poste_de(self, temps: str, lieu: str) -> str:
        """The poste that the files of a (temps, lieu) bear: the one already used, else that of the ISO year."""
        deja = self._acces.lignes("SELECT poste FROM revisions WHERE temps = ? AND lieu = ? LIMIT 1", temps, lieu)
        # The year of the week, not of the day: a week that is exported late keeps its poste.
        return deja[0][0] if deja else self._poste(int(temps[:4]))

    def deposer_hebdo(self, temps: str, lieu: str, poste: str, compter: Callable[[], Feuillet]) -> FichierDeComptes:
        """Keep the counts of a finished week; the next revision, unless the last one has the same CSV."""
        if self._revision(temps, lieu, poste)[0]:
            # Most often nothing has changed: that is seen without the lock, and without loading what writes.
            connu = self._dernier(temps, lieu, poste, _empreinte(compter().csv))
            if connu is not None:
                return connu
        with self._acces.ecriture() as db:
            feuillet = compter()
            empreinte = _empreinte(feuillet.csv)
            connu = self._dernier(temps, lieu, poste, empreinte)
            if connu is not None:
                return connu
            derniere, connue = self._revision(temps, lieu, poste)
            # A revision given before files were kept has its number already.
            revision = derniere if connue == empreinte else derniere + 1
            pli = feuillet.sceller(revision)
            fichier = FichierDeComptes(pli.nom, HEBDO, temps, lieu, poste, revision, empreinte)
            ligne = {"temps": temps, "lieu": lieu, "poste": poste, "revision": revision, "empreinte": empreinte}
            db.table("revisions").upsert(ligne, pk=("temps", "lieu", "poste"))
            db.table("fichiers").insert(_ligne(fichier, pli))
        return fichier

    def _dernier(self, temps: str, lieu: str, poste: str, empreinte: str) -> FichierDeComptes | None:
        revision, connue = self._revision(temps, lieu, poste)
        if connue != empreinte:
            return None
        lignes = self._acces.lignes(
            f"SELECT {_COLONNES} FROM fichiers WHERE genre = ? AND temps = ? AND lieu = ? AND poste = ?"
            " AND revision = ?",
            HEBDO,
            temps,
            lieu,
            poste,
            revision,
        )
        return FichierDeComptes(*lignes[0]) if lignes else None

    def _revision(self, temps: str, lieu: str, poste: str) -> tuple[int, str | None]:
        requete = "SELECT revision, empreinte FROM revisions WHERE temps = ? AND lieu = ? AND poste = ?"
        for derniere, empreinte in self._acces.lignes(requete, temps, lieu, poste):
            return derniere, empreinte
        return 0, None

    # Périodes

    def derniere_periode(self, lieu: str) -> str | None:
        """The last période decided at a lieu."""
        lignes = self._acces.lignes("SELECT derniere FROM periodes WHERE lieu = ?", lieu)
        return lignes[0][0] if lignes else None

    def lieux_en_attente(self) -> Sequence[str]:
        """The lieux that have interviews whose profile has not been counted, sorted."""
        # From one lieu to the next along the index: a DISTINCT would walk through every interview.
        lignes = self._acces.lignes(
            """
            WITH RECURSIVE suite (lieu) AS (
                SELECT min(lieu) FROM entretiens WHERE profil IS NULL
                UNION ALL
                SELECT (SELECT min(e.lieu) FROM entretiens AS e WHERE e.profil IS NULL AND e.lieu > suite.lieu)
                FROM suite WHERE suite.lieu IS NOT NULL
            )
            SELECT lieu FROM suite WHERE lieu IS NOT NULL
            """
        )
        return [lieu for (lieu,) in lignes]

    def en_attente(self, lieu: str) -> Mapping[str, int]:
        """How many interviews of each week have not had their profile counted, sorted by week."""
        return dict(
            self._acces.lignes(
                "SELECT semaine, count(*) FROM entretiens WHERE lieu = ? AND profil IS NULL"
                " GROUP BY semaine ORDER BY semaine",
                lieu,
            )
        )

    def a_compter(self, lieu: str, semaine: str) -> Sequence[Entretien]:
        """Those of a lieu up to a week, included; sorted by id."""
        condition = "WHERE e.lieu = ? AND e.semaine <= ? AND e.profil IS NULL ORDER BY e.id, o.offre"
        return list(en_entretiens(self._acces.lignes(f"{SELECTION} {condition}", lieu, semaine)))

    def deposer_periode(self, fichier: FichierDeComptes, pli: Pli, *, semaine: str, ids: Collection[str]) -> bool:
        """Decide a période: mark the interviews that it counts and keep its file, all or nothing."""
        with self._acces.ecriture() as db:
            presents = self._acces.lignes(f"SELECT id FROM entretiens WHERE {_ATTENDENT}", fichier.lieu, semaine)
            if self._est_decidee(fichier.lieu, fichier.temps) or {i for (i,) in presents} != set(ids):
                return False
            db.execute(f"UPDATE entretiens SET profil = ? WHERE {_ATTENDENT}", [fichier.temps, fichier.lieu, semaine])
            db.table("fichiers").insert(_ligne(fichier, pli))
            self._decider(db, fichier.lieu, fichier.temps)
        return True

    def reporter_periode(self, lieu: str, periode: str) -> None:
        """Decide a période without a file: its interviews wait for the next one."""
        with self._acces.ecriture() as db:
            if not self._est_decidee(lieu, periode):
                self._decider(db, lieu, periode)

    def _est_decidee(self, lieu: str, periode: str) -> bool:
        return (self.derniere_periode(lieu) or "") >= periode

    def _decider(self, db: Ecrivain, lieu: str, periode: str) -> None:
        db.table("periodes").upsert({"lieu": lieu, "derniere": periode}, pk="lieu")

    # Sendings

    def etats(self, cible: str) -> Mapping[str, Envoi]:
        """Where each file stands with a target, by name; a file that it was never offered is absent."""
        lignes = self._acces.lignes("SELECT nom, etat, raison FROM envois WHERE cible = ? ORDER BY nom", cible)
        return {ligne[0]: Envoi(*ligne) for ligne in lignes}

    def noter(self, cible: str, nom: str, etat: str, raison: str | None = None) -> None:
        """Note where a file stands with a target."""
        with self._acces.ecriture() as db:
            ligne = {"cible": cible, "nom": nom, "etat": etat, "raison": raison}
            db.table("envois").upsert(ligne, pk=("cible", "nom"))


def _empreinte(csv: bytes) -> str:
    # Deferred: the first screen asks what waits, and would pay 3 ms for OpenSSL.
    import hashlib

    return hashlib.sha256(csv).hexdigest()


def _ligne(fichier: FichierDeComptes, pli: Pli) -> dict[str, object]:
    return {
        "nom": fichier.nom,
        "genre": fichier.genre,
        "temps": fichier.temps,
        "lieu": fichier.lieu,
        "poste": fichier.poste,
        "revision": fichier.revision,
        "sha256": fichier.sha256,
        "csv": pli.csv,
        "manifeste": pli.manifeste,
    }
