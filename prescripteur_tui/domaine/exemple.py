"""An example made as short as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prescripteur_tui.domaine.questionnaire import Reponses, Valeur


def essentiel(
    reponses: Reponses, elaguer: Callable[[Reponses], dict[str, Valeur]], montre: Callable[[Reponses], bool]
) -> dict[str, Valeur]:
    """Answers that are enough to show something: none of them, and no option of them, can be left out.

    Args:
        reponses: answers that show it.
        elaguer: drops the answers to questions that the others no longer open.
        montre: whether answers show it.
    """
    reste = dict(reponses)
    while (plus_court := next((r for r in map(elaguer, _plus_courtes(reste)) if montre(r)), None)) is not None:
        reste = plus_court
    return reste


def _plus_courtes(reponses: Reponses) -> Iterator[dict[str, Valeur]]:
    """One answer less, the last ones first; then one option less."""
    for question in reversed(list(reponses)):
        yield {q: v for q, v in reponses.items() if q != question}
    for question, valeur in reponses.items():
        if not isinstance(valeur, str) and len(valeur) > 1:
            for option in valeur:
                yield {**reponses, question: tuple(o for o in valeur if o != option)}
