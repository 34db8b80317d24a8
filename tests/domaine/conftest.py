"""What the tests of the domain share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.recommandation import recommander
from tests.naif import recommander_naif

Decider = Callable[..., dict[str, Any]]


@pytest.fixture(params=["moteur", "naif"])
def decider(request: pytest.FixtureRequest) -> Decider:
    """Answers to a result object, by the engine and by its naive reading: a case written by hand binds both."""

    def decider(catalogue: Catalogue, reponses: Mapping[str, Any], semaine: str = "2026-W47") -> dict[str, Any]:
        verifiees = catalogue.questionnaire.verifier(reponses)
        if request.param == "naif":
            return recommander_naif(verifiees, catalogue, semaine)
        return recommander(verifiees, catalogue, semaine).vers_objet()

    return decider
