"""What is finished goes to the target: once, whole, in the order of the weeks; the rest is kept for later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from prescripteur_tui.domaine.ports import (
    A_ENVOYER,
    EN_COURS,
    ENVOYE,
    REFUSE,
    Cible,
    Courrier,
    Envoi,
    FichierDeComptes,
)
from prescripteur_tui.domaine.semaine import est_finie, periode_de, periode_suivante
from prescripteur_tui.erreurs import SORTIE_CIBLE, SORTIE_REFUS, ErreurPrescripteur
from prescripteur_tui.services import comptes
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.nature import exiger_envoyable
from prescripteur_tui.synchro import cibles, echange

Progression = Callable[[int, int, str], None]
"""Told before each file: how many are done, how many there are to do, the name of this one."""

Serie = Sequence[FichierDeComptes]
"""All revisions of one (time, lieu, poste), in their order."""

_UN_SEUL = frozenset({"cible-fichier-different", "cible-bifurcation", "cible-refus"})
"""What concerns one file: the others go on. Anything else stops the sending."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """What became of one file: sent now, found on the target, or refused there."""

    fichier: FichierDeComptes
    est_nouveau: bool = False
    erreur: ErreurPrescripteur | None = None

    @property
    def chemin(self) -> str:
        """Where the CSV is, from the folder of the target on."""
        return f"{echange.dossier_de(self.fichier)}/{self.fichier.nom}.csv"


@dataclass(slots=True)
class Bilan:
    """What a sending did."""

    cible: str
    lignes: list[Ligne] = field(default_factory=list)
    restent: int = 0
    """Files that still wait, those that were refused not counted."""
    panne: ErreurPrescripteur | None = None
    """Why the target could not be reached, or not to the end."""
    est_interrompu: bool = False

    @property
    def envoyes(self) -> list[Ligne]:
        """Those that are on the target and were not known to be."""
        return [ligne for ligne in self.lignes if ligne.erreur is None]

    @property
    def refuses(self) -> list[Ligne]:
        """Those that the target did not take, or that somebody else has the name of."""
        return [ligne for ligne in self.lignes if ligne.erreur is not None]

    @property
    def sortie(self) -> int:
        """The exit code of a command that ends so."""
        codes = {ligne.erreur.sortie for ligne in self.refuses if ligne.erreur}
        if self.panne is not None or SORTIE_CIBLE in codes:
            return SORTIE_CIBLE
        return SORTIE_REFUS if codes else 0


def synchroniser(
    app: Application,
    url: str,
    *,
    progression: Progression = lambda fait, total, nom: None,
    raconter: Callable[[Ligne], None] = lambda ligne: None,
    est_annule: Callable[[], bool] = lambda: False,
) -> Bilan:
    """Make what is finished and due, then send what the target has not received.

    A file is marked before and after it goes: one that a cut left under way is taken up again. One that was sent is
    not read again; its name is looked for, and it goes again when it is no longer there. Cancelling takes effect
    between two files. A slow target takes long: a window gives this an application, and a thread, of its own.

    Args:
        app: the application.
        url: the target.
        progression: told what is being done.
        raconter: told what became of each file, at once.
        est_annule: asked between two files whether to stop.

    Raises:
        ErreurPrescripteur: `formation-sans-export`, `demo-sans-envoi`, `cible-invalide`, `cible-indisponible`, or
            the store refuses. What the target refuses is
            in the result.
    """
    exiger_envoyable(app)
    bilan = Bilan(cibles.normaliser(url))
    courrier = app.depot.courrier
    envoi = _Envoi(cibles.ouvrir(url), cibles.cle(url), courrier, bilan, progression, raconter, est_annule)
    try:
        envoi.faire(app)
    except ErreurPrescripteur as erreur:
        if erreur.sortie != SORTIE_CIBLE:
            raise
        bilan.panne = erreur
    etats = courrier.etats(envoi.cle)
    bilan.restent = sum(_etat(etats, fichier) in (A_ENVOYER, EN_COURS) for fichier in courrier.fichiers())
    if bilan.panne is None and not bilan.est_interrompu:
        _noter_la_semaine(app)
    return bilan


def choisir_cible(app: Application, nom: str | None = None, vers: str | None = None) -> str:
    """The URL to send to: the one given, the one of that name, or the one of the settings.

    A name given with a URL keeps it for the next time.

    Raises:
        ErreurPrescripteur: `cible-absente`, `cible-inconnue`, `cible-invalide`, `cible-indisponible`, `usage`.
    """
    if nom is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", nom):
        raison = "Le nom d’une cible s’écrit en minuscules sans accent, chiffres et tirets."
        raise ErreurPrescripteur("usage", raison=raison)
    if vers is not None:
        url = cibles.normaliser(vers)
        if nom is not None:
            app.depot.ecrire_reglages({f"cible-{nom}": url})
        return url
    cle = "cible" if nom is None else f"cible-{nom}"
    gardee = app.depot.reglages().get(cle)
    if gardee is None:
        raise ErreurPrescripteur("cible-absente") if nom is None else ErreurPrescripteur("cible-inconnue", cible=nom)
    return gardee


def renouveler_poste(app: Application, url: str) -> None:
    """Give this laptop a new number, for data that came from another one or from a copy.

    What the target has already received under the old number is made under it first: under the new one, those people
    would be counted a second time. It is then the same, or told as other counts.

    Raises:
        ErreurPrescripteur: `cible-invalide`, `cible-indisponible`, what the target says, or the store refuses; the
            number stays then.
    """
    cible, courrier, courante = cibles.ouvrir(url), app.depot.courrier, app.semaine()
    cible.verifier()

    def est_recu(genre: str, temps: str, lieu: str) -> bool:
        fichier = FichierDeComptes("", genre, temps, lieu, courrier.poste_de(temps, lieu), 1, "")
        return bool(echange.entiers(cible.lister(echange.dossier_de(fichier))))

    for semaine, lieu in comptes.semaines(app):
        if est_finie(semaine, courante) and est_recu("hebdo", semaine, lieu):
            comptes.produire_semaine(app, semaine, lieu)
    for lieu in courrier.lieux_en_attente():
        periodes = {periode_de(semaine) for semaine in courrier.en_attente(lieu)}
        if any(est_recu("periode", p, lieu) for p in _jusqu_a(min(periodes), courante)):
            for _ in comptes.produire_periodes(app, lieu):
                pass
    app.depot.renouveler_postes()


def _jusqu_a(periode: str, courante: str) -> Iterator[str]:
    """The périodes from one on that are over."""
    while est_finie(periode, courante):
        yield periode
        periode = periode_suivante(periode)


class _Envoi:
    """One sending under way."""

    def __init__(
        self,
        cible: Cible,
        cle: str,
        courrier: Courrier,
        bilan: Bilan,
        progression: Progression,
        raconter: Callable[[Ligne], None],
        est_annule: Callable[[], bool],
    ) -> None:
        self.cible, self.cle, self.courrier, self.bilan = cible, cle, courrier, bilan
        self.progression, self.raconter, self.est_annule = progression, raconter, est_annule
        self.etats = courrier.etats(cle)

    def faire(self, app: Application) -> None:
        """Make what is due, even for a target that is not there; look at what it holds, then send what it lacks."""
        for _ in comptes.produire(app):
            if self._arreter():
                return
        self.cible.verifier()
        a_envoyer: list[tuple[Serie, FichierDeComptes]] = []
        tous = self.courrier.fichiers(toutes=True)
        for _, groupe in groupby(tous, key=lambda f: (f.genre, f.temps, f.lieu, f.poste)):
            if self._arreter():
                return
            serie: Serie = list(groupe)
            a_envoyer += [(serie, fichier) for fichier in self._manquants(serie)]
        for fait, (sa_serie, fichier) in enumerate(a_envoyer):
            if self._arreter():
                return
            self.progression(fait, len(a_envoyer), fichier.nom)
            self._envoyer(sa_serie, fichier)
        self.progression(len(a_envoyer), len(a_envoyer), "")

    def _manquants(self, serie: Serie) -> list[FichierDeComptes]:
        """Of one folder, what is to be sent: the last revision, and an earlier one that a cut left half sent.

        A revision that was never begun when the next one is there has nothing left to say. On the way our leftovers
        go, and a revision that this base never gave is told.
        """
        dernier = serie[-1]
        dossier = echange.dossier_de(dernier)
        try:
            self.cible.purger(dossier)
            noms = self.cible.lister(dossier)
            la, a_moitie = echange.entiers(noms), echange.moities(noms)
            manquants = [f for f in serie[:-1] if f.nom in a_moitie]
            if _etat(self.etats, dernier) != ENVOYE or dernier.nom not in la:
                manquants.append(dernier)
            if not manquants:
                self._exiger_d_etre_seul(serie, noms, relire=False)
        except ErreurPrescripteur as erreur:
            if erreur.code not in _UN_SEUL:
                raise
            self._refuser(dernier, erreur)
            return []
        return manquants

    def _envoyer(self, serie: Serie, fichier: FichierDeComptes) -> None:
        contenu = self.courrier.lire_fichier(fichier.nom)
        if contenu is None:  # the base was erased meanwhile
            return
        self.courrier.noter(self.cle, fichier.nom, EN_COURS)
        try:
            noms = self.cible.lister(echange.dossier_de(fichier))
            self._exiger_d_etre_seul(serie, noms, relire=True)
            echange.deposer(self.cible, fichier, *contenu)
        except ErreurPrescripteur as erreur:
            if erreur.code not in _UN_SEUL:
                if erreur.sortie == SORTIE_CIBLE:
                    self.courrier.noter(self.cle, fichier.nom, A_ENVOYER, erreur.code)
                raise
            self._refuser(fichier, erreur)
            return
        self.courrier.noter(self.cle, fichier.nom, ENVOYE)
        self._conclure(Ligne(fichier, fichier.nom not in echange.entiers(noms)))

    def _exiger_d_etre_seul(self, serie: Serie, noms: Sequence[str], *, relire: bool) -> None:
        """Refuse a folder that holds counts of this poste which this base has not made."""
        donnees = {fichier.nom: fichier.sha256 for fichier in serie}
        autre = echange.bifurcation(self.cible, serie[-1], noms, donnees, relire=relire)
        if autre is not None:
            raise ErreurPrescripteur("cible-bifurcation", fichier=autre)

    def _refuser(self, fichier: FichierDeComptes, erreur: ErreurPrescripteur) -> None:
        # A folder that cannot be looked at today does not take back what was sent.
        if _etat(self.etats, fichier) != ENVOYE or erreur.code != "cible-refus":
            self.courrier.noter(self.cle, fichier.nom, REFUSE, erreur.code)
        self._conclure(Ligne(fichier, erreur=erreur))

    def _conclure(self, ligne: Ligne) -> None:
        self.bilan.lignes.append(ligne)
        self.raconter(ligne)

    def _arreter(self) -> bool:
        self.bilan.est_interrompu = self.bilan.est_interrompu or self.est_annule()
        return self.bilan.est_interrompu


def _etat(etats: Mapping[str, Envoi], fichier: FichierDeComptes) -> str:
    envoi = etats.get(fichier.nom)
    return envoi.etat if envoi is not None else A_ENVOYER


def _noter_la_semaine(app: Application) -> None:
    """The ISO week of this sending, and no day or time."""
    semaine = app.semaine()
    if app.depot.reglages().get("derniere_synchro") != semaine:
        app.depot.ecrire_reglages({"derniere_synchro": semaine})
