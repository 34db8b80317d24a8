"""A copy in the place of the base: by itself when the base is damaged, or by hand.

Done by who holds the window (`services.fenetre`), and by nobody else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.semaine import lundi_de
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.francais import age, chiffres, nombre

if TYPE_CHECKING:
    from prescripteur_tui.stockage.examen import Constat, Semaines

PERDUES = ("base-abimee", "base-absente")
"""Codes of the errors after which a copy is taken back."""

_SEMAINES_DITES = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may take the place of the base, found sound; `jour` is known of a copy of ours alone."""

    fichier: Path
    constat: Constat
    jour: dt.date | None = None

    def nom(self, app: Application) -> str:
        """« la copie d’hier », « le fichier x.db »."""
        if self.jour is None:
            return f"le fichier {self.fichier.name}"
        return f"la copie {age((app.aujourd_hui() - self.jour).days)}"


@dataclass(frozen=True, slots=True)
class Reprise:
    """What took the place of the base, and what that changed."""

    source: str
    entretiens: int
    semaines: Semaines
    ecart: tuple[Semaines, Semaines] | None
    """Interviews per week that are no longer there, and those that are there again; None: nobody can say."""
    de_cote: str | None
    etait_abimee: bool

    def phrases(self, courante: str) -> list[str]:
        """What was kept and what was lost, in French. `courante` is the current week."""
        source = self.source[:1].upper() + self.source[1:]
        contenu = f"{nombre(self.entretiens, 'entretien')}{_entre_parentheses(self.semaines, courante)}"
        return [*self._avant(), f"{source} est en place : {contenu}.", *self._change(courante)]

    def _avant(self) -> list[str]:
        if self.etait_abimee:
            if self.de_cote is None:
                return ["La base avait disparu."]
            return [f"La base était abîmée. Elle est mise de côté : {self.de_cote}."]
        return [f"La base remplacée est gardée : {self.de_cote}."] if self.de_cote else []

    def _change(self, courante: str) -> list[str]:
        if self.de_cote is None and not self.etait_abimee:
            # There was no base before.
            return []
        if self.ecart is None:
            return ["Ce qui a été enregistré depuis est perdu. Combien d’entretiens, on ne peut plus le dire."]
        partis, revenus = self.ecart
        if partis:
            phrases = [f"{'Perdus' if self.etait_abimee else 'N’y sont plus'} : {_en_semaines(partis, courante)}."]
        else:
            phrases = ["Aucun entretien n’est perdu, d’après ce qui se lit encore."] if self.etait_abimee else []
        if revenus:
            phrases.append(f"De nouveau comptés, alors qu’ils étaient annulés : {_en_semaines(revenus, courante)}.")
        return phrases


def _entre_parentheses(semaines: Semaines, courante: str) -> str:
    return f" ({_en_semaines(semaines, courante)})" if semaines else ""


def _en_semaines(semaines: Semaines, courante: str) -> str:
    """« 5 en semaine 48, 12 en semaine 47, 25 avant »: the newest first."""
    dites = list(reversed(semaines))[:_SEMAINES_DITES]
    mots = []
    for semaine, combien in dites:
        annee = "" if semaine[:4] == courante[:4] else f" de {semaine[:4]}"
        mots.append(f"{chiffres(combien)} en semaine {int(semaine[6:])}{annee}")
    if avant := sum(combien for _, combien in semaines[: -len(dites)]):
        mots.append(f"{chiffres(avant)} avant")
    return ", ".join(mots)


def reparer(app: Application) -> Reprise | None:
    """Put a damaged or lost base aside and take the best copy; None when the base is sound after all.

    The caller holds the window, and calls this in the thread of the store, which is closed.

    Raises:
        ErreurPrescripteur: `copie-absente`; `base-occupee`, `base-lecture-seule`, `base-plus-recente`,
            `base-non-reconnue`: it is something else; `disque-plein`, `base-erreur`.
    """
    app.fermer()
    if _est_saine(app):
        return None
    return _remplacer(app, meilleure_copie(app), etait_abimee=True)


def recommencer(app: Application) -> str | None:
    """Put a damaged or lost base aside and begin a new one; the name of what was put aside. Caller as `reparer`.

    Raises:
        ErreurPrescripteur: as `reparer`.
    """
    from prescripteur_tui.stockage.ouverture import remplir_neuve
    from prescripteur_tui.stockage.remplacement import remplacer

    app.fermer()
    if _est_saine(app):
        return None
    cote = remplacer(app.dossier, remplir_neuve, "abimee")
    return cote.name if cote else None


def _est_saine(app: Application) -> bool:
    """Whether the base can be opened and passes SQLite's check.

    Raises:
        ErreurPrescripteur: it cannot be opened for another reason than damage.
    """
    from prescripteur_tui.stockage.copies import controler

    try:
        _ = app.depot
        app.fermer()
        controler(app.dossier)
    except ErreurPrescripteur as erreur:
        if erreur.code in PERDUES:
            return False
        raise
    return True


def meilleure_copie(app: Application) -> Source:
    """The newest copy that is sound.

    Raises:
        ErreurPrescripteur: `copie-absente`.
    """
    from prescripteur_tui.stockage.copies import lister
    from prescripteur_tui.stockage.examen import examiner

    for copie in lister(app.dossier, app.aujourd_hui()):
        try:
            constat = examiner(copie.fichier)
        except ErreurPrescripteur:
            # One that cannot even be read is no better than a damaged one.
            continue
        if constat.est_saine:
            return Source(copie.fichier, constat, copie.jour)
    raise ErreurPrescripteur("copie-absente", dossier=app.dossier)


def _remplacer(app: Application, source: Source, *, etait_abimee: bool) -> Reprise:
    from prescripteur_tui.stockage.examen import comparer
    from prescripteur_tui.stockage.ouverture import FICHIER
    from prescripteur_tui.stockage.remplacement import oter_second_nom, remplacer, remplir_depuis

    oter_second_nom(app.dossier)
    ecart = _plausible(comparer(app.dossier / FICHIER, source.fichier))
    cote = remplacer(
        app.dossier, remplir_depuis(app.dossier, source.fichier), "abimee" if etait_abimee else "remplacee"
    )
    return Reprise(
        source=source.nom(app),
        entretiens=source.constat.entretiens,
        semaines=source.constat.semaines,
        ecart=ecart,
        de_cote=cote.name if cote else None,
        etait_abimee=etait_abimee,
    )


def _plausible(ecart: tuple[Semaines, Semaines] | None) -> tuple[Semaines, Semaines] | None:
    """The same, unless a damaged base has given weeks that are none."""
    try:
        for semaine, _ in (ecart or ((), ()))[0]:
            lundi_de(semaine)
    except ErreurPrescripteur:
        return None
    return ecart


# By hand


_REFUS = {
    "abimee": "il est abîmé",
    "etrangere": "ce n’est pas une base de cette application",
    "plus-recente": "il vient d’une version plus récente de l’application",
    "a-rouvrir": "il n’a pas été fermé proprement, et il faut d’abord l’ouvrir à sa place",
}


def choisir_source(app: Application, fichier: Path | None) -> Source:
    """What may take the place of the base: a file that is given, or the best copy.

    Raises:
        ErreurPrescripteur: `copie-absente`, `fichier-introuvable`, `copie-refusee`.
    """
    from prescripteur_tui.stockage.copies import lister
    from prescripteur_tui.stockage.examen import examiner
    from prescripteur_tui.stockage.ouverture import FICHIER

    if fichier is None:
        return meilleure_copie(app)
    if not fichier.is_file():
        raise ErreurPrescripteur("fichier-introuvable", fichier=fichier)
    base = app.dossier / FICHIER
    if base.exists() and fichier.samefile(base):
        raise ErreurPrescripteur("copie-refusee", fichier=fichier, raison="c’est la base elle-même")
    constat = examiner(fichier)
    if not constat.est_saine:
        raise ErreurPrescripteur("copie-refusee", fichier=fichier, raison=_REFUS[constat.etat])
    jours = [c.jour for c in lister(app.dossier, app.aujourd_hui()) if c.fichier.samefile(fichier)]
    return Source(fichier, constat, jours[0] if jours else None)


def contenu(constat: Constat, courante: str) -> str:
    """« 42 entretiens en 3 semaines : 5 en semaine 48, … »."""
    if not constat.semaines:
        return "aucun entretien"
    combien = f"{nombre(constat.entretiens, 'entretien')} en {nombre(len(constat.semaines), 'semaine')}"
    return f"{combien} : {_en_semaines(constat.semaines, courante)}"


def restaurer(app: Application, source: Source) -> Reprise:
    """Put a chosen file in the place of the base, which is kept aside. The caller holds the window.

    Raises:
        ErreurPrescripteur: `base-occupee`, `base-lecture-seule`, `disque-plein`, `base-erreur`.
    """
    from prescripteur_tui.stockage.examen import examiner
    from prescripteur_tui.stockage.ouverture import FICHIER

    app.fermer()
    base = app.dossier / FICHIER
    # Looked at without opening it by its door: there, a laptop without a base would get an empty one.
    return _remplacer(app, source, etait_abimee=base.is_file() and examiner(base).etat == "abimee")


def phrases_base_neuve(de_cote: str | None) -> list[str]:
    """What there is to say once a new base was begun."""
    avant = f"La base abîmée est mise de côté : {de_cote}." if de_cote else "La base avait disparu."
    return [avant, "Une base neuve est commencée : elle est vide."]
