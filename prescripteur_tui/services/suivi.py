"""Where the counts of each week and période stand with the target: what waits, what went, what was refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prescripteur_tui.domaine.periodes import decider
from prescripteur_tui.domaine.ports import A_ENVOYER, EN_COURS, ENVOYE, HEBDO, PERIODE, REFUSE, Envoi, FichierDeComptes
from prescripteur_tui.erreurs import FICHES, ErreurPrescripteur
from prescripteur_tui.services import comptes
from prescripteur_tui.services.application import Application

PROVISOIRE = "provisoire"
"""State of a week under way, beside those of a sending."""

ETATS = {
    PROVISOIRE: "provisoire",
    A_ENVOYER: "à envoyer",
    EN_COURS: "en cours",
    ENVOYE: "envoyé",
    REFUSE: "refusé",
}
"""What they are called."""


@dataclass(frozen=True, slots=True)
class Suivi:
    """The counts of one (time, lieu).

    Attributes:
        genre: `hebdo` or `periode`.
        temps: the week or the période.
        lieu: the place.
        entretiens: how many interviews are counted.
        etat: `provisoire`, `a-envoyer`, `en-cours`, `envoye` or `refuse`.
        nom: the file to send, without ending; None when it is still to be made.
        raison: the code of the error that stopped it, if any.
    """

    genre: str
    temps: str
    lieu: str
    entretiens: int
    etat: str
    nom: str | None = None
    raison: str | None = None

    @property
    def attend(self) -> bool:
        """Whether it is finished and not on the target, as far as is known here."""
        return self.etat not in (PROVISOIRE, ENVOYE)

    @property
    def phrase(self) -> str:
        """Why it was stopped, and what to do; empty when it was not."""
        if self.raison not in FICHES:  # None, or a code of another version of the application
            return self.raison or ""
        return str(
            ErreurPrescripteur(self.raison, fichier=self.nom, cible="des envois", raison="constaté au dernier envoi")
        )


def suivre(app: Application, cible: str | None = None) -> list[Suivi]:
    """Everything that was counted or is to be, the weeks first, sorted; nothing is made and the target is not asked.

    Args:
        app: the application.
        cible: its URL; that of the settings by default. Without any, all that is finished waits.

    Raises:
        ErreurPrescripteur: `cible-invalide`, `cible-indisponible`, `reglage-invalide`, or the store refuses.
    """
    from prescripteur_tui.synchro.cibles import cle

    url = cible or app.depot.reglages().get("cible")
    etats = app.depot.courrier.etats(cle(url)) if url else {}
    derniers = {(f.genre, f.temps, f.lieu): f for f in app.depot.courrier.fichiers()}
    return [*_semaines(app, derniers, etats), *_periodes(app, derniers, etats)]


def _semaines(
    app: Application, derniers: Mapping[tuple[str, str, str], FichierDeComptes], etats: Mapping[str, Envoi]
) -> Iterator[Suivi]:
    nombres = {(semaine, lieu): nombre for semaine, lieu, nombre in app.depot.semaines()}
    for semaine, lieu in comptes.semaines(app):
        combien = nombres.get((semaine, lieu), 0)
        fichier = derniers.get((HEBDO, semaine, lieu))
        if semaine >= app.semaine():
            if combien:
                yield Suivi(HEBDO, semaine, lieu, combien, PROVISOIRE)
        elif fichier is None or not _est_a_jour(app, fichier):
            yield Suivi(HEBDO, semaine, lieu, combien, A_ENVOYER)
        else:
            yield _suivi(fichier, combien, etats)


def _est_a_jour(app: Application, fichier: FichierDeComptes) -> bool:
    """Whether the last revision is what the base holds: interviews may have been typed in since."""
    csv = comptes.compter_semaine(app, fichier.temps, fichier.lieu).csv
    return hashlib.sha256(csv).hexdigest() == fichier.sha256


def _periodes(
    app: Application, derniers: Mapping[tuple[str, str, str], FichierDeComptes], etats: Mapping[str, Envoi]
) -> Iterator[Suivi]:
    # Loads pydantic, which the weeks do without.
    from prescripteur_tui.config.reglages import Reglages

    courrier, seuil = app.depot.courrier, Reglages.lire(app.depot.reglages()).seuil_periode
    suivis = []
    for fichier in derniers.values():
        contenu = courrier.lire_fichier(fichier.nom) if fichier.genre == PERIODE else None
        if contenu is not None:
            suivis.append(_suivi(fichier, json.loads(contenu[1])["totaux"]["entretiens"], etats))
    for lieu in courrier.lieux_en_attente():
        decision = decider(courrier.en_attente(lieu), courrier.derniere_periode(lieu), app.semaine(), seuil=seuil)
        suivis += [Suivi(PERIODE, e.periode, lieu, e.entretiens, A_ENVOYER) for e in decision.emissions]
    yield from sorted(suivis, key=lambda suivi: (suivi.temps, suivi.lieu))


def _suivi(fichier: FichierDeComptes, combien: int, etats: Mapping[str, Envoi]) -> Suivi:
    envoi = etats.get(fichier.nom) or Envoi(fichier.nom, A_ENVOYER)
    return Suivi(fichier.genre, fichier.temps, fichier.lieu, combien, envoi.etat, fichier.nom, envoi.raison)
