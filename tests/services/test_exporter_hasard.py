"""Whatever happens, in any order: every file is what a naive recount says, and no two give one person away.

Interviews, late paper forms, corrections, cancellations, a clock that jumps either way, exports and par_envoi, at two
lieux. After each step every file that was ever made is looked at again, provisional ones and all revisions included.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import itertools
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.semaine import decaler, lundi_de
from prescripteur_tui.services import comptes
from prescripteur_tui.services import entretien as service
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import exporter
from tests import comptes_naifs, hasard

LIEUX = ("dutemple", "camion")
PROFILS = {
    "operateur-etape", "issue", "motif", "fin-etape", "age", "activite", "droits", "quartier", "secteur", "frein",
    "quartier-operateur",
}  # fmt: skip
HEBDO = {"entretiens", "etape", "fin", "operateur"}


def cases(octets: bytes) -> comptes_naifs.Cases:
    """The cells of a CSV."""
    lignes = csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";")
    return {(x["tableau"], x["modalite_1"], x["modalite_2"]): int(x["nombre"]) for x in lignes}


def dimanche(temps: str) -> dt.date:
    """The last day of a période, found on the calendar: that of its last week that exists."""
    annee, numero = int(temps[:4]), int(temps[6:])
    derniere = dt.date(annee, 12, 28).isocalendar().week if numero == 13 else 4 * numero
    return dt.date.fromisocalendar(annee, derniere, 7)


class Exports(RuleBasedStateMachine):
    """The application, and beside it what a naive reading of the contract expects."""

    @initialize(semaine=st.sampled_from(("2026-W46", "2026-W51", "2027-W03")))
    def ouvrir(self, semaine: str) -> None:
        # In memory where there is such a folder: what is synced here is of no interest, and there is a lot of it.
        self.dossier = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.semaine = semaine
        self.app = Application(Path(self.dossier.name) / "donnees", horloge=self.maintenant)
        self.entretiens: dict[str, Entretien] = {}
        self.graines = itertools.count()
        self.sortis: dict[str, frozenset[str]] = {}
        """Behind each profils file: the interviews whose profiles are in it."""
        self.relus: set[tuple[str, bytes]] = set()
        self.vus: dict[str, bytes] = {}
        """Every file ever kept or written, but the provisional ones, which may be replaced."""
        self.travailler_un_mois(4, LIEUX[0], True)

    def maintenant(self) -> dt.datetime:
        return dt.datetime.combine(lundi_de(self.semaine), dt.time(12), dt.UTC)

    # What happens

    @rule(combien=st.integers(1, 35), recul=st.sampled_from((0, 0, 0, 1, 3, 9)), lieu=st.sampled_from(LIEUX))
    def recevoir(self, combien: int, recul: int, lieu: str) -> None:
        """Interviews of the week, or paper forms of an earlier one."""
        lot = hasard.beaucoup(combien, next(self.graines), semaine=decaler(self.semaine, -recul), lieu=lieu)
        self.app.depot.ajouter(lot)
        self.entretiens.update({e.id: e for e in lot})

    @precondition(lambda self: self.app.depot.courrier.fichiers())
    @rule(donnees=st.data(), par_envoi=st.booleans())
    def retrouver_une_fiche(self, donnees: st.DataObject, par_envoi: bool) -> None:
        """A paper form of a week that was counted, then an export of that week, or a sending."""
        comptees = [(f.temps, f.lieu) for f in self.app.depot.courrier.fichiers() if f.genre == "hebdo"]
        semaine, lieu = donnees.draw(st.sampled_from(comptees))
        [une] = hasard.beaucoup(1, next(self.graines), semaine=semaine, lieu=lieu)
        self.app.depot.ajouter([une])
        self.entretiens[une.id] = une
        if par_envoi:
            self.produire()
        else:
            exporter(self.app, semaine=semaine, vers=Path(self.dossier.name) / "usb")
            self.constater()

    @rule(combien=st.integers(1, 12), lieu=st.sampled_from(LIEUX), par_envoi=st.booleans())
    def travailler_un_mois(self, combien: int, lieu: str, par_envoi: bool) -> None:
        """A permanence a week, four weeks long, and perhaps a sending."""
        for _ in range(4):
            self.recevoir(combien, 0, lieu)
            self.regler_l_horloge(1)
        if par_envoi:
            self.produire()

    def ouverts(self) -> list[str]:
        return sorted(e.id for e in self.entretiens.values() if e.semaine >= self.semaine)

    @precondition(lambda self: self.ouverts())
    @rule(donnees=st.data())
    def corriger(self, donnees: st.DataObject) -> None:
        self.corriger_un(self.entretiens[donnees.draw(st.sampled_from(self.ouverts()))])

    def corriger_un(self, ancien: Entretien) -> None:
        [autre] = hasard.beaucoup(1, next(self.graines), semaine=ancien.semaine, lieu=ancien.lieu)
        self.entretiens[ancien.id] = dataclasses.replace(autre, id=ancien.id)
        self.app.depot.remplacer(self.entretiens[ancien.id])

    @precondition(lambda self: self.ouverts())
    @rule(donnees=st.data())
    def annuler(self, donnees: st.DataObject) -> None:
        identifiant = donnees.draw(st.sampled_from(self.ouverts()))
        service.annuler(self.app, identifiant)
        del self.entretiens[identifiant]

    @precondition(lambda self: any(ids & self.entretiens.keys() for ids in self.sortis.values()))
    @rule(donnees=st.data())
    def revenir_sur_un_profil_parti(self, donnees: st.DataObject) -> None:
        """The clock goes back to a week whose profiles have left, and one of its interviews is changed."""
        partis = sorted(frozenset().union(*self.sortis.values()) & self.entretiens.keys())
        ancien = self.entretiens[donnees.draw(st.sampled_from(partis))]
        if self.semaine > ancien.semaine:
            self.semaine = ancien.semaine
        if donnees.draw(st.booleans()):
            self.corriger_un(ancien)
        else:
            service.annuler(self.app, ancien.id)
            del self.entretiens[ancien.id]
        self.semaine = decaler(self.semaine, 2)
        self.travailler_un_mois(3, ancien.lieu, True)

    @rule(semaines=st.sampled_from((1, 1, 1, 2, 4, -1, -2)))
    def regler_l_horloge(self, semaines: int) -> None:
        self.semaine = decaler(self.semaine, semaines)

    @rule(ou=st.sampled_from(("usb", "partage")), recul=st.integers(-1, 6), tout=st.booleans())
    def exporter(self, ou: str, recul: int, tout: bool) -> None:
        voulue = None if tout else decaler(self.semaine, -recul)
        vers = Path(self.dossier.name) / ou
        exports = exporter(self.app, semaine=voulue, tout=tout, vers=vers)
        self.constater()
        for export in exports:
            octets = export.csv.read_bytes()
            if export.genre == "hebdo":
                assert cases(octets) == comptes_naifs.hebdo(self.de(export.temps, export.lieu))
                assert (export.etat == "provisoire") == (export.temps >= self.semaine) == (export.revision == 0)
        if tout:
            attendus = {(e.semaine, e.lieu) for e in self.entretiens.values()}
            assert attendus <= {(export.temps, export.lieu) for export in exports}
            self.rien_n_est_du()

    @rule()
    def produire(self) -> None:
        """What a sending begins with."""
        list(comptes.produire(self.app))
        self.constater()
        derniers = {(f.temps, f.lieu): f.nom for f in self.app.depot.courrier.fichiers() if f.genre == "hebdo"}
        finis = {(e.semaine, e.lieu) for e in self.entretiens.values() if e.semaine < self.semaine}
        assert finis <= set(derniers)
        for temps, lieu in finis:
            assert cases(self.lire(derniers[temps, lieu])) == comptes_naifs.hebdo(self.de(temps, lieu))
        self.rien_n_est_du()

    @rule()
    def redemarrer(self) -> None:
        self.app.fermer()

    # What is expected

    def de(self, semaine: str, lieu: str) -> list[Entretien]:
        return [e for e in self.entretiens.values() if (e.semaine, e.lieu) == (semaine, lieu)]

    def lire(self, nom: str) -> bytes:
        contenu = self.app.depot.courrier.lire_fichier(nom)
        assert contenu is not None
        return contenu[0]

    def attendent(self, lieu: str, fin: dt.date) -> list[Entretien]:
        """The interviews of a lieu up to a day whose profiles are in no file."""
        deja = frozenset().union(*self.sortis.values())
        return [
            e for e in self.entretiens.values() if e.lieu == lieu and lundi_de(e.semaine) <= fin and e.id not in deja
        ]

    def constater(self) -> None:
        """Hold each new profils file to the interviews that must be behind it: all that wait at the end of its période.

        Files of one lieu are looked at in the order of their périodes, which is that in which they were made.
        """
        for fichier in self.app.depot.courrier.fichiers(toutes=True):
            if fichier.genre != "periode" or fichier.nom in self.sortis:
                continue
            assert dimanche(fichier.temps) < lundi_de(self.semaine), "a période under way"
            dedans = self.attendent(fichier.lieu, dimanche(fichier.temps))
            assert len(dedans) >= 11
            assert cases(self.lire(fichier.nom)) == comptes_naifs.periode(dedans)
            self.sortis[fichier.nom] = frozenset(e.id for e in dedans)

    def rien_n_est_du(self) -> None:
        """Where nothing was decided later, no eleven interviews of a finished période still wait."""
        for lieu in LIEUX:
            decidee = self.app.depot.courrier.derniere_periode(lieu) or ""
            for annee, numero in itertools.product((2026, 2027, 2028), range(1, 14)):
                periode = f"{annee}-P{numero:02d}"
                if periode > decidee and dimanche(periode) < lundi_de(self.semaine):
                    assert len(self.attendent(lieu, dimanche(periode))) < 11

    @invariant()
    def aucune_paire_ne_trahit_une_personne(self) -> None:
        """Two profils files are of disjoint sets of eleven at least; nothing else carries a profile."""
        for un, autre in itertools.combinations(self.sortis.values(), 2):
            assert not un & autre
            assert len(un ^ autre) >= 22
        for nom, octets in self.tous().items():
            if nom.endswith(".csv") and (nom, octets) not in self.relus:
                self.relus.add((nom, octets))
                tables = {tableau for tableau, _, _ in cases(octets)}
                assert tables <= (PROFILS if nom.startswith("profils_") else HEBDO), nom
                assert not nom.startswith("profils_") or nom.removesuffix(".csv") in self.sortis

    @invariant()
    def rien_n_est_reecrit(self) -> None:
        for nom, octets in self.tous().items():
            if "_r000." not in nom:
                assert self.vus.setdefault(nom, octets) == octets, nom

    def tous(self) -> dict[str, bytes]:
        """Every file that is kept, or lies in a folder, by name; one name has the same bytes wherever it is."""
        tous: dict[str, bytes] = {}
        for fichier in self.app.depot.courrier.fichiers(toutes=True):
            contenu = self.app.depot.courrier.lire_fichier(fichier.nom)
            assert contenu is not None
            tous |= zip((f"{fichier.nom}.csv", f"{fichier.nom}.json"), contenu, strict=True)
        for chemin in Path(self.dossier.name).glob("*/*_*.*"):
            octets = chemin.read_bytes()
            assert "_r000." in chemin.name or tous[chemin.name] == octets
            tous[chemin.name] = octets
        return tous

    def teardown(self) -> None:
        if hasattr(self, "app"):
            self.app.fermer()
            self.dossier.cleanup()


TestExports = Exports.TestCase
TestExports.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
