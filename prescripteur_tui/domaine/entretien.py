"""One interview as it is kept: minimised answers, how it ended, the orientations given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Not at run time: the first screen reads stored interviews and must not pay for pydantic.
    from prescripteur_tui.domaine.questionnaire import Reponses, Valeur

FINS = {
    "orientation": "Orientation donnée",
    "autre-action": "Autre action",
    "aucun-operateur": "Aucun opérateur",
    "non-renseignee": "Fin non renseignée",
}
"""How an interview ends, with its label."""

ISSUES = {"acceptee": "acceptée", "refusee": "refusée", "a-reflechir": "à réfléchir"}
"""What the person said of an orientation, with its label."""

MOTIFS = {
    "deja-suivi": "déjà suivie ailleurs",
    "trop-loin": "trop loin",
    "pas-pret": "pas prête",
    "complet": "complet",
    "langue": "langue",
    "autre": "autre",
}
"""Why an orientation was refused, with its label."""


def operateur_de(offre: str) -> str:
    """The operator of an offre, which is named `operateur/offre`."""
    return offre.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Orientation:
    """A proposition that was given to the person."""

    offre: str
    issue: str = "acceptee"
    motif: str | None = None

    @property
    def operateur(self) -> str:
        """The operator of the offre."""
        return operateur_de(self.offre)

    def vers_objet(self) -> dict[str, str | None]:
        """The object of the answers format."""
        return {"offre": self.offre, "issue": self.issue, "motif": self.motif}


@dataclass(frozen=True, slots=True)
class Entretien:
    """A stored interview (« minimisé »): no identity, no time of day, no order of arrival.

    `reponses` is empty when an answer closed the questionnaire: étape and orientation only are kept then.
    """

    id: str
    semaine: str
    lieu: str
    etape: str
    fin: str
    reponses: Mapping[str, Valeur]
    orientations: tuple[Orientation, ...]
    catalogue_version: str
    catalogue_empreinte: str


@dataclass(frozen=True, slots=True)
class Brouillon:
    """An interview under way. Only its day is kept, and it is wiped at the first start on another day.

    `jour` is an ISO date; `question` the id of the question on screen, None once all are answered. `etape`,
    `numero` and `total` say where it stands, so that it can be offered again before any catalogue is read.
    """

    jour: str
    lieu: str
    semaine: str
    reponses: Mapping[str, Valeur]
    question: str | None
    etape: str
    numero: int
    total: int
    catalogue_empreinte: str


def vers_objet(reponses: Reponses) -> dict[str, str | list[str]]:
    """Answers as plain JSON values."""
    return {q: v if isinstance(v, str) else list(v) for q, v in reponses.items()}
