"""Which records of the national files are of our theme and of our territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prescripteur_tui.domaine.national.anciens import themes_en_vigueur
from prescripteur_tui.domaine.national.ecritures import liste
from prescripteur_tui.domaine.national.vocabulaire import THEMATIQUES
from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.domaine.territoire import Territoire
from prescripteur_tui.erreurs import ErreurPrescripteur

THEME = "creer-une-entreprise"
"""The theme of the catalogue; others are asked for by name."""

PARTOUT = frozenset({"99100", "france"})
"""The whole country, as a zone is written."""

_A_DISTANCE = "a-distance"


class Verdict(StrEnum):
    """What becomes of a record."""

    GARDE = "garde"
    HORS_THEME = "hors-theme"
    HORS_TERRITOIRE = "hors-territoire"


@dataclass(frozen=True, slots=True)
class Tri:
    """The theme and the territory, ready to judge many records."""

    themes: tuple[str, ...]
    zones: frozenset[str]
    departements: frozenset[str]
    source: str | None = None
    """Records of this producer are our own export coming back: they are all kept."""

    def juger(self, service: Mapping[str, Any]) -> Verdict:
        """What becomes of a service, as far as it says so itself: see `est_ici` for the address of its structure."""
        if self.source is not None and service.get("source") == self.source:
            return Verdict.GARDE
        if not self.est_du_theme(liste(service.get("thematiques"))):
            return Verdict.HORS_THEME
        return Verdict.GARDE if self.est_ici(service, {}) else Verdict.HORS_TERRITOIRE

    def est_du_theme(self, themes: Iterable[str]) -> bool:
        """Whether one of the themes, old or new, is ours."""
        return any(
            theme == notre or theme.startswith(f"{notre}--")
            for theme in themes_en_vigueur(themes)
            for notre in self.themes
        )

    def est_ici(self, service: Mapping[str, Any], structure: Mapping[str, Any]) -> bool:
        """Whether people of our territory may go to a service.

        Its zone decides. Without one it is open to everybody, and then only a service that is given in person, at an
        address outside our départements, is of no use here.
        """
        if self.source is not None and service.get("source") == self.source:
            return True
        zones = {zone.lower() for zone in liste(service.get("zone_eligibilite"))}
        if zones:
            return not zones.isdisjoint(self.zones)
        departement = departement_de(service) or departement_de(structure)
        if departement is None or departement in self.departements:
            return True
        return _A_DISTANCE in liste(service.get("modes_accueil"))


def departement_de(fiche: Mapping[str, Any]) -> str | None:
    """The département of an address, by its commune, else by its postal code."""
    for champ in ("code_insee", "code_postal"):
        code = fiche.get(champ)
        if isinstance(code, str) and len(code) == 5:
            return code[:3] if code.startswith(("97", "98")) else code[:2]
    return None


def trieur(territoire: Territoire, *, themes: Iterable[str] = (), source: str | None = None) -> Tri:
    """The theme and the territory of a catalogue.

    Args:
        territoire: the one of the catalogue.
        themes: other themes to keep, whole (`mobilite`) or not (`mobilite--preparer-un-permis`).
        source: the producer under which the catalogue itself goes out.

    Raises:
        ErreurPrescripteur: `import-theme`, with the nearest theme.
    """
    connus = THEMATIQUES | {theme.partition("--")[0] for theme in THEMATIQUES}
    autres = tuple(themes)
    for theme in autres:
        if theme not in connus:
            raise ErreurPrescripteur("import-theme", theme=theme, proche=plus_proche(theme, sorted(connus)))
    communes = {commune.insee for commune in territoire.communes}
    departements = frozenset(d for code in communes if (d := departement_de({"code_insee": code})))
    zones = frozenset({*communes, *departements, territoire.epci, *PARTOUT})
    return Tri((THEME, *autres), zones, departements, source)
