"""What every model of the domain shares: immutability, strict fields, French yes and no, partial dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema


class Modele(BaseModel):
    """A frozen model that refuses a field it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _oui_non(valeur: Any) -> Any:
    if isinstance(valeur, str):
        if valeur == "oui":
            return True
        if valeur == "non":
            return False
        raise ValueError("oui-non")
    return valeur


_DATE_PARTIELLE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _date_partielle(valeur: Any) -> Any:
    if not isinstance(valeur, str) or not _DATE_PARTIELLE.fullmatch(valeur):
        raise ValueError("date-partielle")
    try:
        fin_de_date(valeur)
    except ValueError as erreur:
        raise ValueError("date-partielle") from erreur
    return valeur


def fin_de_date(date: str) -> dt.date:
    """Last day that a partial ISO date (`2025`, `2025-05`, `2025-05-15`) can mean.

    Raises:
        ValueError: when no calendar has such a date.
    """
    morceaux = [int(morceau) for morceau in date.split("-")]
    annee = morceaux[0]
    mois = morceaux[1] if len(morceaux) > 1 else 12
    if not 1 <= mois <= 12:
        raise ValueError("date-partielle")
    jour = morceaux[2] if len(morceaux) > 2 else calendar.monthrange(annee, mois)[1]
    return dt.date(annee, mois, jour)


def debut_de_date(date: str) -> dt.date:
    """First day that a partial ISO date can mean; same errors as `fin_de_date`."""
    fin = fin_de_date(date)
    precision = date.count("-")
    return fin.replace(month=fin.month if precision else 1, day=fin.day if precision == 2 else 1)


OuiNon = Annotated[bool, BeforeValidator(_oui_non), WithJsonSchema({"enum": ["oui", "non"]})]
"""A boolean written `oui` or `non`."""

DatePartielle = Annotated[
    str,
    BeforeValidator(_date_partielle),
    WithJsonSchema({"type": "string", "pattern": f"^{_DATE_PARTIELLE.pattern}$"}),
]
"""`2025`, `2025-05` or `2025-05-15`."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""An id that is safe as a widget id, a file name and a CSV cell."""

SlugNational = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,127}$")]
"""A value of a data·inclusion enumeration."""

IdOption = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$")]
"""An option id: a slug, or the code of a quarter (`QN05920M`)."""

UneLigne = Annotated[
    str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n\t]*$", strip_whitespace=True)
]
"""A name or a label: one line."""

Texte = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Text for people."""
