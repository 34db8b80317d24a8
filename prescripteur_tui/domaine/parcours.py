"""The way through the questionnaire: which question is on screen, forward and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # For the types alone: the first screen needs the names below, not pydantic (75 ms).
    from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, Reponses, Valeur

ETAPES = {
    "esprit-initiative": "Esprit d’initiative",
    "detection": "Détection",
    "accompagnement": "Accompagnement",
}
"""Names of the three étapes, for the first screen, which is painted before any catalogue is read."""


class Parcours:
    """One interview under way: the answers so far and the question on screen (None when all are answered)."""

    def __init__(
        self, questionnaire: Questionnaire, reponses: Reponses | None = None, question: str | None = None
    ) -> None:
        self.questionnaire = questionnaire
        self.reponses: dict[str, Valeur] = questionnaire.elaguer(reponses or {})
        demandee = questionnaire.par_id.get(question or "")
        est_ouverte = demandee is not None and questionnaire.ouverture(demandee.id, self.reponses) is True
        self.question: Question | None = demandee if est_ouverte else questionnaire.prochaine(self.reponses)

    def repondre(self, valeur: object) -> None:
        """Answer the question on screen and go to the first open one without an answer.

        Answers that the new one closes are dropped.

        Raises:
            ErreurPrescripteur: the answer is refused (see `Questionnaire.verifier_une`); nothing changes then.
        """
        if self.question is None:
            return
        verifiee = self.questionnaire.verifier_une(self.question, valeur)
        self.reponses = self.questionnaire.elaguer({**self.reponses, self.question.id: verifiee})
        self.question = self.questionnaire.prochaine(self.reponses)

    def reculer(self) -> bool:
        """Go back one open question; False at the first one. The answers stay."""
        ouvertes = self.questionnaire.ouvertes(self.reponses)
        ici = ouvertes.index(self.question) if self.question is not None else len(ouvertes)
        if ici == 0:
            return False
        self.question = ouvertes[ici - 1]
        return True

    @property
    def est_complet(self) -> bool:
        """Whether every open question has an answer."""
        return self.question is None

    @property
    def place(self) -> tuple[int, int]:
        """(number of the question on screen, how many are open as far as the answers tell).

        The number is 1 for the first open question, and one more than the last when complete.
        """
        ouvertes = self.questionnaire.ouvertes(self.reponses)
        rang = ouvertes.index(self.question) if self.question is not None else len(ouvertes)
        return rang + 1, len(ouvertes)

    @property
    def numero(self) -> int:
        """The number of the question on screen."""
        return self.place[0]

    @property
    def total(self) -> int:
        """How many questions are open."""
        return self.place[1]

    @property
    def etape_de_la_question(self) -> str:
        """The étape of the question on screen; that of the person when complete."""
        return self.question.etape if self.question else self.questionnaire.etape(self.reponses).etape
