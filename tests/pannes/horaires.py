"""One schedule: interviews, corrections, weeks that end, exports and sendings, each cut by a fault of some kind.

Every step runs in a process of its own, forked from this one: killing it is a real kill, starting it costs nothing.
The target is a real small disk; pulling the stick out takes its mount away, files open or not.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.entretien import FINS, ISSUES, Entretien, Orientation
from prescripteur_tui.domaine.semaine import decaler, semaine_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.exporter import exporter
from prescripteur_tui.services.synchroniser import synchroniser
from prescripteur_tui.stockage import ecrivain, schema
from tests.montages import PetitDisque, delier, lier, petit_disque
from tests.pannes.injection import ERREURS, MORT, Faute, installer
from tests.pannes.recompte import ecarts, ecarts_dossier, mensonges
from tests.pannes.sabotages import saboter
from tests.usine import reponses_aleatoires

DEJA_CHARGES = (ecrivain, schema)
"""Loaded once in this process, and not by each step."""

LIEUX = ("dutemple", "fab-lab")

INCONNU = 70
"""Exit code of a step in which something happened that nobody expected."""

PATIENCE = 30.0
"""Seconds after which a step is taken to hang."""

FAUTES = ("rien", *("tuer", "mourir", "erreur") * 2, "retirer", "plein", "ro", "disque")
"""What happens during a step: nothing, a kill at some time or at some call, a call that fails, the stick pulled out,
full or locked, the laptop's own disk full."""

DEUX_JOURS = 2 * 24 * 3600


@dataclass
class Bilan:
    """What happened, over all schedules."""

    faits: Counter[str] = field(default_factory=Counter)
    pertes: list[str] = field(default_factory=list)


class Horaire:
    """One laptop, its stick, its clock, and what it was promised."""

    def __init__(self, dossier: Path, catalogue: Catalogue, graine: int, sabotage: str | None) -> None:
        self.dossier, self.catalogue, self.sabotage = dossier, catalogue, sabotage
        machine = dossier / "machine"
        self.donnees, self.exports, self.prise = machine / "donnees", machine / "exports", dossier / "prise"
        self.rapport = dossier / "inattendu.txt"
        self.hasard = random.Random(graine)
        # Late 2026: the weeks go over week 53 and into 2027.
        self.jour = dt.date(2026, 11, 4) + dt.timedelta(weeks=self.hasard.randrange(8))
        self.promis: set[str] = set()
        self.est_branchee = False
        self.bilan = Bilan()

    def derouler(self) -> Bilan:
        """Run the steps, then a clean end, and look at what is on the target."""
        self.prise.mkdir(parents=True)
        with (
            petit_disque(self.dossier / "machine", "8m") as self.machine,
            petit_disque(self.dossier / "cle", "1m") as cle,
        ):
            self.exports.mkdir()
            self._brancher(cle)
            try:
                self._commencer()
                for _ in range(self.hasard.randint(6, 14)):
                    self._etape(cle)
                self._finir(cle)
            finally:
                self._debrancher()
        return self.bilan

    # What is done

    def _application(self) -> Application:
        instant = dt.datetime.combine(self.jour, dt.time(10), dt.UTC)
        return Application(self.donnees, horloge=lambda: instant)

    def _envoyer(self) -> None:
        app = self._application()
        bilan = synchroniser(app, f"dossier:{self.prise}")
        app.fermer()
        for ligne in bilan.refuses:
            assert ligne.erreur is not None
            raise AssertionError(f"refused: {ligne.erreur}")
        if bilan.panne is not None:
            raise bilan.panne

    def _exporter(self) -> None:
        app = self._application()
        exporter(app, tout=True, vers=self.exports)
        app.fermer()

    def _corriger(self) -> None:
        """Change the first interview of the current week, take the last one back."""
        app, semaine = self._application(), semaine_de(self.jour)
        for lieu in LIEUX:
            lot = list(app.depot.de_la_semaine(semaine, lieu))
            if lot:
                app.depot.remplacer(replace(self._inventer(semaine, lieu), id=lot[0].id))
        app.fermer()

    def _noter(self, lot: list[Entretien]) -> Callable[[], None]:
        def noter() -> None:
            app = self._application()
            app.depot.ajouter(lot)
            app.fermer()

        return noter

    def _inventer(self, semaine: str, lieu: str) -> Entretien:
        hasard = self.hasard
        offres = sorted(hasard.sample(sorted(self.catalogue.offres), hasard.choice((0, 0, 1, 1, 2))))
        issues = [hasard.choice(sorted(ISSUES)) for _ in offres]
        return Entretien(
            id=str(uuid.UUID(int=hasard.getrandbits(128), version=4)),
            semaine=semaine,
            lieu=lieu,
            etape=hasard.choice(("esprit-initiative", "detection", "accompagnement")),
            fin="orientation" if offres else hasard.choice(sorted(set(FINS) - {"orientation"})),
            reponses=reponses_aleatoires(hasard, self.catalogue.questionnaire),
            orientations=tuple(
                Orientation(offre, issue, hasard.choice((None, "trop-loin")) if issue == "refusee" else None)
                for offre, issue in zip(offres, issues, strict=True)
            ),
            catalogue_version="2026.11",
            catalogue_empreinte="sha256:0",
        )

    def _commencer(self) -> None:
        """A laptop that has been in use for some weeks."""
        semaine = semaine_de(self.jour)
        semaines = [decaler(semaine, -n) for n in range(1, self.hasard.randint(2, 5))]
        lot = [self._inventer(s, lieu) for s in semaines for lieu in LIEUX for _ in range(self.hasard.randint(0, 6))]
        self._noter(lot)()
        self.promis |= {entretien.id for entretien in lot}

    # One step and its fault

    def _etape(self, cle: PetitDisque) -> None:
        hasard, semaine = self.hasard, semaine_de(self.jour)
        quoi = hasard.choice(
            ("envoyer",) * 7 + ("tardif",) * 4 + ("noter",) * 3 + ("exporter", "exporter", "corriger", "passer")
        )
        self.bilan.faits[f"step {quoi}"] += 1
        if quoi == "passer":
            self.jour += dt.timedelta(weeks=hasard.choice((1, 1, 2, 4)))
        elif quoi in ("noter", "tardif"):
            if quoi == "tardif":
                semaine = decaler(semaine, -hasard.randint(1, 3))
            lot = [self._inventer(semaine, hasard.choice(LIEUX)) for _ in range(hasard.choice((1, 2, 4, 12)))]
            if self._couper(self._noter(lot), cle) == 0:
                self.promis |= {entretien.id for entretien in lot}
            if quoi == "noter" and hasard.random() < 0.5:
                self.jour += dt.timedelta(weeks=1)
        else:
            geste = {"envoyer": self._envoyer, "exporter": self._exporter, "corriger": self._corriger}[quoi]
            code = self._couper(geste, cle)
            self.bilan.faits[f"killed during {quoi}"] += code < 0

    def _couper(self, geste: Callable[[], None], cle: PetitDisque) -> int:
        """Run one step under a fault that chance chooses; its exit code, negative when it was killed."""
        hasard = self.hasard
        if not self.est_branchee and hasard.random() < 0.6:
            self._brancher(cle)
        faute = hasard.choice(FAUTES)
        with self._disques(faute, cle):
            enfant = self._lancer(geste, self._faute(faute) if faute in ("mourir", "erreur") else None)
            with self._un_entretien_pendant_ce_temps():
                if faute in ("tuer", "retirer"):
                    time.sleep(hasard.uniform(0, 0.06))
                if faute == "tuer":
                    os.kill(enfant, signal.SIGKILL)
                elif faute == "retirer":
                    self._debrancher()
                code = self._attendre(enfant)
        self.bilan.pertes += [f"after {faute}: {menteur}" for menteur in mensonges(cle.point)]
        self.bilan.faits[f"fault {faute}"] += 1
        self.bilan.faits["killed"] += code < 0
        self.bilan.faits["out of reach"] += code == 3
        return code

    @contextmanager
    def _disques(self, faute: str, cle: PetitDisque) -> Iterator[None]:
        """The stick is full or locked, or the laptop's own disk is full, as long as the block runs."""
        if faute == "ro":
            cle.remonter("ro")
            yield
            cle.remonter("rw")
        elif faute in ("plein", "disque"):
            disque = cle if faute == "plein" else self.machine
            bourrage = disque.remplir(self.hasard.choice((0, 0, 4096, 3 * 4096)))
            yield
            bourrage.unlink()
        else:
            yield

    @contextmanager
    def _un_entretien_pendant_ce_temps(self) -> Iterator[None]:
        """Sometimes another process stores an interview while the block runs."""
        if self.hasard.random() < 0.7:
            yield
            return
        semaine = decaler(semaine_de(self.jour), -self.hasard.randint(0, 2))
        un = self._inventer(semaine, self.hasard.choice(LIEUX))
        autre = self._lancer(self._noter([un]), None)
        yield
        if self._attendre(autre) == 0:
            self.promis.add(un.id)

    def _faute(self, genre: str) -> Faute:
        hasard, dans = self.hasard, (str(self.prise), str(self.exports))
        quand = hasard.choice((int(2 ** hasard.uniform(0, 9)), hasard.randint(1, 300)))
        if genre == "mourir":
            return Faute(quand, MORT, dans)
        return Faute(quand, hasard.choice(sorted(ERREURS)), dans, dure=hasard.random() < 0.5)

    def _lancer(self, geste: Callable[[], None], faute: Faute | None) -> int:
        """Run a step in a process of its own; its id."""
        enfant = os.fork()
        if enfant:
            return enfant
        code = INCONNU
        try:
            if self.sabotage is not None:
                saboter(self.sabotage)
            if faute is not None:
                installer(faute)
            geste()
            code = 0
        except ErreurPrescripteur as erreur:
            # What a missing, full or locked disk may say; anything else is a loss.
            attendues = ("cible-", "disque-plein", "ecriture-impossible")
            code = erreur.sortie if erreur.code.startswith(attendues) else INCONNU
            if code == INCONNU:
                self._rapporter()
        except BaseException:
            self._rapporter()
        finally:
            os._exit(code)

    def _rapporter(self) -> None:
        with self.rapport.open("a", encoding="utf-8") as fichier:
            fichier.write(traceback.format_exc())

    def _attendre(self, enfant: int) -> int:
        fin = time.monotonic() + PATIENCE
        while True:
            fini, etat = os.waitpid(enfant, os.WNOHANG)
            if fini:
                return os.waitstatus_to_exitcode(etat)
            if time.monotonic() > fin:
                os.kill(enfant, signal.SIGKILL)
                self.bilan.pertes.append("a step hangs")
            time.sleep(0.001)

    def _brancher(self, cle: PetitDisque) -> None:
        if not self.est_branchee:
            lier(cle.point, self.prise)
            self.est_branchee = True

    def _debrancher(self) -> None:
        if self.est_branchee:
            delier(self.prise)
            self.est_branchee = False

    # The end

    def _finir(self, cle: PetitDisque) -> None:
        """Everything is repaired, what is left over is old: one clean run must be enough, a second one idle."""
        self._brancher(cle)
        restes = [r for dossier in (self.prise, self.exports) for r in dossier.rglob(".*") if r.is_file()]
        self.bilan.faits["leftovers"] += len(restes)
        for reste in restes:
            vieux = time.time() - DEUX_JOURS
            os.utime(reste, (vieux, vieux))
        for geste in (self._exporter, self._envoyer):
            if (code := self._attendre(self._lancer(geste, None))) != 0:
                self.bilan.pertes.append(f"the clean run ends with {code}")
        avant = self._photo()
        self._attendre(self._lancer(self._envoyer, None))
        if self._photo() != avant:
            self.bilan.pertes.append("a second clean run changes the target")
        if self.rapport.exists():
            self.bilan.pertes.append(self.rapport.read_text(encoding="utf-8"))
        base = self.donnees / "prescripteur.db"
        self.bilan.pertes += ecarts(base, self.prise, semaine_de(self.jour), self.promis)
        self.bilan.pertes += ecarts_dossier(self.exports)
        self.bilan.faits["weeks and revisions on the target"] += len(list(self.prise.glob("semaine=*/*/*/*.json")))
        self.bilan.faits["périodes on the target"] += len(list(self.prise.glob("periode=*/*/*/*.json")))

    def _photo(self) -> list[tuple[str, int, int]]:
        fichiers = sorted(f for f in self.prise.rglob("*") if f.is_file())
        return [(str(f), f.stat().st_ino, f.stat().st_mtime_ns) for f in fichiers]
