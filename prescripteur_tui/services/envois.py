"""What may leave and how far each is, and, before anything goes, what goes: all of it in words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.periodes import decider
from prescripteur_tui.domaine.ports import A_ENVOYER, EN_COURS, ENVOYE, PERIODE, REFUSE
from prescripteur_tui.domaine.semaine import est_finie, libelle, libelle_court, libelle_periode, periode_de, semaines_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import comptes, lieux, reglages
from prescripteur_tui.services.application import LIEU_A_PRECISER, NOM_LIEU_A_PRECISER, Application
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.nature import exiger_envoyable
from prescripteur_tui.services.suivi import PROVISOIRE, Suivi, suivre

if TYPE_CHECKING:
    from prescripteur_tui.services.exporter import Export
    from prescripteur_tui.services.synchroniser import Bilan

_NOM_DE_FICHIER = re.compile(r"((?:orientations|profils)_\d{4}-[WP]\d{2}_[a-z0-9-]+)_[a-z0-9-]+")

REPORTEE = "reportee"
"""State of a période that is over, and whose interviews are too few to leave: they wait for the next one."""

_ETATS = {
    PROVISOIRE: "en cours",
    A_ENVOYER: "à envoyer",
    EN_COURS: "envoi à reprendre",
    ENVOYE: "envoyé",
    REFUSE: "refusé",
    REPORTEE: "reportée",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """The counts of one week or période of a lieu, and how far they are; `revision` is 0 without a file."""

    suivi: Suivi
    lieu_nom: str
    revision: int = 0

    @property
    def etat(self) -> str:
        """How far it is, in a word or a few."""
        suivi = self.suivi
        if suivi.etat == A_ENVOYER and suivi.nom is None:
            return "à exporter"
        revision = f", révision {self.revision}" if self.revision > 1 else ""
        return f"{_ETATS[suivi.etat]}{revision}"

    @property
    def raison(self) -> str:
        """Why it did not go when it was tried, and what to do; empty when it was not stopped."""
        return sans_poste(self.suivi.phrase)

    @property
    def titre(self) -> str:
        """« Semaine 47 », « Période 12 »."""
        return self._libelle.partition(" · ")[0]

    @property
    def dates(self) -> str:
        """« du 16 au 22 novembre 2026 »."""
        return self._libelle.partition(" · ")[2]

    @property
    def _libelle(self) -> str:
        return _libelle(self.suivi.temps)


@dataclass(frozen=True, slots=True)
class Envois:
    """Everything that leaves or may leave, the newest first; `cible` is the URL of the settings, if there is one."""

    cible: str | None
    seuil: int
    pieces: tuple[Piece, ...]

    @property
    def en_attente(self) -> int:
        """How many wait to be sent, those to be made included."""
        return sum(piece.suivi.attend and piece.suivi.etat != REPORTEE for piece in self.pieces)

    @property
    def lieux(self) -> list[str]:
        """The lieux by name, sorted."""
        return sorted({piece.lieu_nom for piece in self.pieces})

    def lot(self, genre: str, lieu_nom: str) -> list[Piece]:
        """The weeks or the périodes of a lieu."""
        return [piece for piece in self.pieces if (piece.suivi.genre, piece.lieu_nom) == (genre, lieu_nom)]


def lire(app: Application) -> Envois:
    """How far everything is; nothing is made, and the target is not asked.

    Raises:
        ErreurPrescripteur: `reglage-invalide`, `cible-invalide`, or the store refuses.
    """
    regles = reglages.lire(app)
    suivis = suivre(app, regles.cible)
    revisions = {f.nom: f.revision for f in app.depot.courrier.fichiers()}
    noms = _noms_des_lieux(app)
    emis = {(s.temps, s.lieu) for s in suivis if s.genre == PERIODE}
    suivis += [s for s in _en_reserve(app, regles.seuil_periode) if (s.temps, s.lieu) not in emis]
    pieces = [Piece(s, noms.get(s.lieu, s.lieu), revisions.get(s.nom or "", 0)) for s in suivis]
    pieces.sort(key=lambda piece: piece.suivi.temps, reverse=True)
    return Envois(regles.cible, regles.seuil_periode, tuple(pieces))


def _en_reserve(app: Application, seuil: int) -> list[Suivi]:
    """The périodes whose interviews wait: because they are not over, or because they are too few."""
    courrier, courante = app.depot.courrier, app.semaine()
    suivis = []
    for lieu in courrier.lieux_en_attente():
        attente = courrier.en_attente(lieu)
        partantes = {
            e.periode for e in decider(attente, courrier.derniere_periode(lieu), courante, seuil=seuil).emissions
        }
        par_periode: Counter[str] = Counter()
        for semaine, combien in attente.items():
            par_periode[periode_de(semaine)] += combien
        suivis += [
            Suivi(PERIODE, periode, lieu, combien, REPORTEE if est_finie(periode, courante) else PROVISOIRE)
            for periode, combien in par_periode.items()
            if periode not in partantes
        ]
    return suivis


def _noms_des_lieux(app: Application) -> Mapping[str, str]:
    """The lieux by id. A catalogue that is refused keeps no counts back: its lieux then show their id."""
    noms = {LIEU_A_PRECISER: NOM_LIEU_A_PRECISER}
    with suppress(ErreurPrescripteur):
        noms.update((lieu.id, lieu.nom) for lieu in app.catalogue.lieux)
    noms.update([lieux.lieu_choisi(app)])
    noms.update((lieu.id, lieu.nom) for lieu in app.depot.lieux())
    return noms


def _libelle(temps: str) -> str:
    return libelle_periode(temps) if temps[4:6] == "-P" else libelle(temps)


def quoi(nom: str) -> str:
    """What a file counts, by its name: « semaine 47 »."""
    return libelle_court(nom.split("_")[1])


def sans_poste(texte: str) -> str:
    """A message without the number of this laptop, which names of files bear and no screen shows."""
    return _NOM_DE_FICHIER.sub(r"\1_…", texte)


# Before it goes


@dataclass(frozen=True, slots=True)
class Apercu:
    """What a sending would take along: by lieu, one line a file."""

    cible: str
    lots: Mapping[str, Sequence[str]]

    @property
    def combien(self) -> int:
        """How many files."""
        return sum(map(len, self.lots.values()))


def preparer(app: Application, cible: str) -> Apercu:
    """Make what is finished, and say what would go to a target.

    Raises:
        ErreurPrescripteur: `formation-sans-export`, `demo-sans-envoi`, `cible-invalide`, `reglage-invalide`, or the
            store refuses.
    """
    exiger_envoyable(app)
    for _ in comptes.produire(app):
        pass
    noms = _noms_des_lieux(app)
    lots: dict[str, list[str]] = {}
    for suivi in suivre(app, cible):
        if suivi.attend:
            lots.setdefault(noms.get(suivi.lieu, suivi.lieu), []).append(_en_mots(app, suivi))
    return Apercu(cible, dict(sorted(lots.items())))


def _en_mots(app: Application, suivi: Suivi) -> str:
    """« la semaine 47 : 12 entretiens, 9 orientations »."""
    debut = f"la {libelle_court(suivi.temps)} : "
    combien = nombre(suivi.entretiens, "entretien")
    if suivi.genre == PERIODE:
        return f"{debut}les profils regroupés de {combien}"
    contenu = app.depot.courrier.lire_fichier(suivi.nom or "")
    orientations = json.loads(contenu[1])["totaux"]["orientations"] if contenu is not None else 0
    return f"{debut}{combien}, {nombre(orientations, 'orientation')}"


# After


def erreur_en_mots(erreur: ErreurPrescripteur) -> str:
    """What is wrong, and what to do."""
    return sans_poste(f"{erreur.message} {erreur.conseil}")


def bilan_en_mots(bilan: Bilan) -> list[tuple[bool, str]]:
    """What a sending did, in few lines: (whether it is good news, sentence); why a file was refused is told with it."""
    lignes: list[tuple[bool, str]] = []
    nouveaux = sum(ligne.est_nouveau for ligne in bilan.envoyes)
    if nouveaux:
        lignes.append((True, f"{nombre(nouveaux, 'fichier envoyé', 'fichiers envoyés')}."))
    if deja := len(bilan.envoyes) - nouveaux:
        lignes.append((True, f"{nombre(deja, 'fichier était', 'fichiers étaient')} déjà sur la cible."))
    if refuses := len(bilan.refuses):
        combien = nombre(refuses, "fichier refusé", "fichiers refusés")
        lignes.append((False, f"{combien} : choisissez {'sa' if refuses == 1 else 'leur'} ligne pour lire pourquoi."))
    if bilan.panne is not None:
        lignes.append((False, erreur_en_mots(bilan.panne)))
    if bilan.est_interrompu:
        attendent = nombre(bilan.restent, "fichier attend", "fichiers attendent")
        lignes.append((False, f"Envoi arrêté : {attendent} le prochain."))
    return lignes or [(True, "Rien à envoyer : tout est sur la cible.")]


# Files


def faire(app: Application, piece: Suivi, vers: Path, format_: str) -> list[Export]:
    """Write the counts of a week or période into a folder.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`, `disque-plein`, `revision-differente`, or the store refuses.
    """
    from prescripteur_tui.services.exporter import exporter

    semaine = semaines_de(piece.temps)[-1] if piece.genre == PERIODE else piece.temps
    exports = exporter(app, semaine=semaine, vers=vers, format_=format_)
    return [export for export in exports if export.temps == piece.temps and export.lieu == piece.lieu]


def export_en_mots(exports: Sequence[Export]) -> str:
    """What became of the file that was asked for."""
    if not exports:
        return "Rien à écrire : aucun entretien à compter."
    if any(export.est_autre for export in exports):
        return "Un autre fichier porte déjà ce nom : il est laissé comme il est."
    return "Écrit." if any(export.est_nouveau for export in exports) else "Déjà là, et inchangé."
