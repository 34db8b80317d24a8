"""Two catalogues side by side: what moved, and whose first door is another one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.base import debut_de_date
from prescripteur_tui.domaine.catalogue import CasType, Catalogue
from prescripteur_tui.domaine.comparaison import Duel
from prescripteur_tui.domaine.diagramme import Budget, BudgetEpuise
from prescripteur_tui.domaine.espace import EspaceTropGrand
from prescripteur_tui.domaine.estimation import (
    Estimation,
    communes_aux_deux,
    estimer,
    fourchette,
    premiere_porte,
)
from prescripteur_tui.domaine.exemple import essentiel
from prescripteur_tui.domaine.mouvements import Difference, Mouvement, differences, offres, operateurs
from prescripteur_tui.domaine.questionnaire import Reponses, Valeur
from prescripteur_tui.domaine.semaine import lundi_de, semaine_de
from prescripteur_tui.erreurs import ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application

ETATS = 200_000
"""How many states the exact comparison may visit."""

SECONDES = 20.0
"""How long it may take; then it is not proved, and an estimate stands in its place."""

TIRAGES = 5_000
"""How many answer sets an estimate draws."""


@dataclass(frozen=True, slots=True)
class Changement:
    """Answer sets whose first door goes from one offre to another."""

    ancienne: str
    nouvelle: str
    jeux: int
    """How many of them; of those that were drawn, when it is not proved."""
    part: float
    """Of all complete answer sets, or of those that were drawn."""
    part_a_egalite: float | None
    """How often it is met when all answers to a question are equally likely; None when it is not proved."""
    exemple: Mapping[str, Valeur]
    """Answers that are enough for it: none can be left out."""


@dataclass(frozen=True, slots=True)
class CasChange:
    """An invented resident whose first door changes."""

    cas: CasType
    ancienne: str
    nouvelle: str


@dataclass(frozen=True, slots=True)
class CasEcarte:
    """An invented resident whose answers one of the questionnaires does not take."""

    cas: CasType
    raison: ErreurPrescripteur


@dataclass(frozen=True, slots=True)
class Comparaison:
    """All that came out of a comparison."""

    ancien: Catalogue
    nouveau: Catalogue
    semaine: str
    operateurs: Mouvement
    offres: Mouvement
    questionnaire: tuple[Difference, ...]
    """Empty when both ask the same questions."""
    est_prouvee: bool
    jeux: int
    """How many complete answer sets there are, or how many were drawn."""
    etats: int
    """How many states were visited to speak of them all; 0 for an estimate."""
    changements: tuple[Changement, ...]
    cas_compares: int
    cas_changes: tuple[CasChange, ...]
    cas_ecartes: tuple[CasEcarte, ...]

    @property
    def jeux_changes(self) -> int:
        """How many answer sets have another first door."""
        return sum(changement.jeux for changement in self.changements)

    @property
    def part(self) -> float:
        """Their share."""
        return self.jeux_changes / self.jeux if self.jeux else 0.0

    @property
    def part_a_egalite(self) -> float | None:
        """How often that is when all answers to a question are equally likely."""
        if not self.est_prouvee:
            return None
        return sum(changement.part_a_egalite or 0.0 for changement in self.changements)

    @property
    def fourchette(self) -> tuple[float, float] | None:
        """Of an estimate, between which shares the true one lies 95 times in 100."""
        return None if self.est_prouvee or not self.jeux else fourchette(self.jeux_changes, self.jeux)

    def vers_objet(self) -> dict[str, Any]:
        """The object of `catalogue comparer --format json`."""
        return {
            "ancien": _identite(self.ancien),
            "nouveau": _identite(self.nouveau),
            "semaine": self.semaine,
            "operateurs": _mouvement(self.operateurs),
            "offres": _mouvement(self.offres),
            "questionnaire": [
                {"genre": d.genre, "question": d.question, "options": list(d.options)} for d in self.questionnaire
            ],
            "premiere_porte": {
                "prouve": self.est_prouvee,
                "reponses": self.jeux if self.est_prouvee else None,
                "etats": self.etats if self.est_prouvee else None,
                "tirages": None if self.est_prouvee else self.jeux,
                "changent": self.jeux_changes,
                "part": self.part,
                "fourchette": list(self.fourchette) if self.fourchette else None,
                "part_a_egalite": self.part_a_egalite,
                "passages": [_changement(changement) for changement in self.changements],
            },
            "cas_types": {
                "compares": self.cas_compares,
                "changent": [
                    {"id": c.cas.id, "semaine": c.cas.semaine, "ancienne": c.ancienne, "nouvelle": c.nouvelle}
                    for c in self.cas_changes
                ],
                "ecartes": [{"id": c.cas.id, "code": c.raison.code} for c in self.cas_ecartes],
            },
        }


def _identite(catalogue: Catalogue) -> dict[str, str]:
    return {"version": catalogue.identite.version, "empreinte": catalogue.empreinte}


def _mouvement(mouvement: Mouvement) -> dict[str, list[str]]:
    return {
        "nouveaux": list(mouvement.nouveaux),
        "retires": list(mouvement.retires),
        "changes": list(mouvement.changes),
    }


def _changement(changement: Changement) -> dict[str, Any]:
    return {
        "ancienne": changement.ancienne,
        "nouvelle": changement.nouvelle,
        "changent": changement.jeux,
        "part": changement.part,
        "part_a_egalite": changement.part_a_egalite,
        "exemple": {q: v if isinstance(v, str) else list(v) for q, v in changement.exemple.items()},
    }


def comparer(
    app: Application, ancien: Path, nouveau: Path, semaine: str | None = None, *, etats: int = ETATS
) -> Comparaison:
    """Compare two catalogues in one week.

    Args:
        app: the application, for its clock.
        ancien, nouveau: their folders.
        semaine: ISO week; the current one, or that of the newest catalogue if it is later.
        etats: how many states the exact comparison may visit.

    Raises:
        ErreurPrescripteur: `catalogue-introuvable`, `semaine-invalide`, or one of them is refused.
    """
    if semaine is not None:
        lundi_de(semaine)
    avant, apres = _lire(ancien), _lire(nouveau)
    if semaine is None:
        jours = [debut_de_date(catalogue.identite.date) for catalogue in (avant, apres)]
        semaine = semaine_de(max(app.aujourd_hui(), *jours))
    return mettre_en_regard(avant, apres, semaine, etats=etats)


def _lire(dossier: Path) -> Catalogue:
    """A catalogue; what is wrong with it is told with its folder, since there are two."""
    from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue
    from prescripteur_tui.lecture.emplacement import trouver_catalogue

    try:
        return lire_catalogue(trouver_catalogue(dossier))
    except CatalogueInvalide as refus:
        raise CatalogueInvalide(
            ErreurPrescripteur(p.code, **{**p.contexte, "fichier": f"{dossier}/{p.contexte['fichier']}"})
            for p in refus.problemes
        ) from refus


def mettre_en_regard(ancien: Catalogue, nouveau: Catalogue, semaine: str, *, etats: int = ETATS) -> Comparaison:
    """Compare two catalogues that were read, their cas-types included."""
    ecarts = differences(ancien.questionnaire, nouveau.questionnaire)
    budget = _budget(etats)
    prouves = None if ecarts else _prouver(ancien, nouveau, semaine, budget)
    jeux, changements = prouves or _estimer(ancien, nouveau, semaine)
    comparables, ecartes = _cas_comparables(ancien, nouveau)
    return Comparaison(
        ancien,
        nouveau,
        semaine,
        operateurs(ancien, nouveau),
        offres(ancien, nouveau),
        ecarts,
        prouves is not None,
        jeux,
        budget.etats if prouves else 0,
        tuple(changements),
        len(comparables),
        tuple(_cas_changes(comparables, ancien, nouveau)),
        tuple(ecartes),
    )


def _budget(etats: int) -> Budget:
    fin = time.monotonic() + SECONDES
    return Budget(etats, etats, lambda: time.monotonic() < fin)


# First doors


def _prouver(
    ancien: Catalogue, nouveau: Catalogue, semaine: str, budget: Budget
) -> tuple[int, list[Changement]] | None:
    """All complete answer sets; None when that is too much."""
    accorde = _sur_le_questionnaire_de(ancien, nouveau)
    try:
        duel = Duel(accorde.moteur.regles, nouveau.moteur.regles, semaine, budget)
        passages, jeux = duel.passages(), duel.reponses()
    except (BudgetEpuise, EspaceTropGrand):
        return None
    reduire = _reducteur(accorde, nouveau, semaine)
    return jeux, [
        Changement(
            p.ancienne,
            p.nouvelle,
            p.nombre,
            p.nombre / jeux,
            float(p.poids),
            reduire(p.exemple, p.ancienne, p.nouvelle),
        )
        for p in passages
    ]


def _sur_le_questionnaire_de(ancien: Catalogue, nouveau: Catalogue) -> Catalogue:
    """The old catalogue with the new words and order of the same options, so that their answers are the same."""
    champs: dict[str, Any] = {champ: getattr(ancien, champ) for champ in Catalogue.model_fields}
    return Catalogue.model_construct(**{**champs, "questionnaire": nouveau.questionnaire})


def _estimer(ancien: Catalogue, nouveau: Catalogue, semaine: str) -> tuple[int, list[Changement]]:
    """Some answer sets; none when they cannot even be drawn."""
    try:
        estimation = estimer(ancien, nouveau, semaine, tirages=TIRAGES)
    except EspaceTropGrand:
        estimation = Estimation(0, {}, {})
    reduire = _reducteur(ancien, nouveau, semaine)
    changements = [
        Changement(*passage, vus, vus / estimation.tirages, None, reduire(estimation.exemples[passage], *passage))
        for passage, vus in estimation.changements.items()
    ]
    return estimation.tirages, sorted(changements, key=lambda c: (-c.jeux, c.ancienne, c.nouvelle))


def _reducteur(ancien: Catalogue, nouveau: Catalogue, semaine: str) -> Callable[..., dict[str, Valeur]]:
    """Makes the example of a change as short as it can be."""

    def elaguer(reponses: Reponses) -> dict[str, Valeur]:
        return communes_aux_deux(reponses, ancien.questionnaire, nouveau.questionnaire)

    def reduire(reponses: Reponses, *passage: str) -> dict[str, Valeur]:
        def montre(essai: Reponses) -> bool:
            return passage == tuple(premiere_porte(essai, c, semaine) for c in (ancien, nouveau))

        return essentiel(reponses, elaguer, montre)

    return reduire


# Cas-types


def _cas_comparables(ancien: Catalogue, nouveau: Catalogue) -> tuple[list[CasType], list[CasEcarte]]:
    """The invented residents of the new catalogue, then those of the old one that differ, when both take them."""
    connus = {cas.id: cas.reponses for cas in nouveau.cas_types}
    autres = [cas for cas in ancien.cas_types if connus.get(cas.id) != cas.reponses]
    comparables: list[CasType] = []
    ecartes: list[CasEcarte] = []
    for cas in (*nouveau.cas_types, *autres):
        try:
            for catalogue in (ancien, nouveau):
                catalogue.questionnaire.verifier(cas.reponses)
        except ErreurPrescripteur as raison:
            ecartes.append(CasEcarte(cas, raison))
        else:
            comparables.append(cas)
    return comparables, ecartes


def _cas_changes(cas_types: Iterable[CasType], ancien: Catalogue, nouveau: Catalogue) -> Iterator[CasChange]:
    for cas in cas_types:
        avant, apres = (
            premiere_porte(catalogue.questionnaire.verifier(cas.reponses), catalogue, cas.semaine)
            for catalogue in (ancien, nouveau)
        )
        if avant != apres:
            yield CasChange(cas, avant, apres)
