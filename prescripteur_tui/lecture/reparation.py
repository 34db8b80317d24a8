"""Validate one file; when it is refused, fill its holes so that the rest can still be checked.

One wrong word must not hide the other errors of a file, nor those that only appear when files are compared.
Each refused value is replaced by a stand-in, until the model accepts the whole. Nothing of a file that was
repaired is ever returned to the user: it only serves to find more errors.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from prescripteur_tui.lecture.traduction import AUTRES_FORMES, Refus, suivre, traduire
from prescripteur_tui.lecture.yaml_sur import SUBSTITUT, Chemin

BOUCHON = "bouchon-"
"""What the ids that stand in for a refused value begin with."""

_TOURS = 12
"""Deeper than any model nests."""

_SURE = 0.75
"""A field name this near to a known one is that one, misspelt."""

M = TypeVar("M", bound=BaseModel)

SENSIBLES: Mapping[str, tuple[str, ...]] = {
    "parmi-ou-sauf": ("parmi", "sauf"),
    "atome-vide": ("parmi", "sauf", "peut-etre"),
    "source-sans-date": ("date", "consultee_le"),
    "condition-sans-motif": ("motif",),
    "offre-sans-source": ("sources",),
    "offre-sans-raison": ("raison", "conditions"),
    "import-sans-regle": ("raison", "conditions", "statut", "provenance"),
    "champ-manquant": ("type", "provenance"),
    "verifie-trop-tard": ("verifie_le", "sources", "verifications"),
    "dates-inversees": ("du", "au"),
    "filet-double": ("filet",),
    "filet-conditionne": ("filet", "etapes", "conditions", "du", "au", "saison", "aide", "statut"),
    "etape-sans-regle": ("quand",),
    "seule-sans-multi": ("seule", "multi"),
    "ne-sait-pas-seul": ("seule", "multi"),
    "quartier-sans-option": ("options", "choix"),
}
"""The fields that each check rests on: it says nothing where one of them was repaired."""


@dataclass(frozen=True, slots=True)
class Morceau(Generic[M]):
    """What one file gives: its model (None beyond repair), what was refused, and what was repaired.

    `bouchons` holds the places that were filled or emptied, `renommes` where a misspelt field is written.
    """

    objet: M | None
    refus: list[Refus] = field(default_factory=list)
    bouchons: set[Chemin] = field(default_factory=set)
    renommes: dict[Chemin, Chemin] = field(default_factory=dict)

    def tait(self, code: str, chemin: Chemin) -> bool:
        """Whether a check at `chemin` would speak of a repair rather than of the file."""
        sensibles = SENSIBLES.get(code, ())
        for bouchon in self.bouchons:
            if chemin[: len(bouchon)] == bouchon:
                return True
            for i, pas in enumerate(bouchon):
                if pas in sensibles and chemin[:i] == bouchon[:i]:
                    return True
        return False

    def chemin_ecrit(self, chemin: Chemin) -> Chemin:
        """The path as it is written in the file, misspelt names included."""
        for longueur in range(len(chemin), 0, -1):
            ecrit = self.renommes.get(chemin[:longueur])
            if ecrit is not None:
                return (*ecrit, *chemin[longueur:])
        return chemin


def valider(modele: type[M], valeur: Any, *, douteux: bool = False) -> Morceau[M]:
    """Hold a value to its model.

    Args:
        modele: the model.
        valeur: what the file holds; left as it is.
        douteux: the file had problems as YAML, so that some values are substitutes already.
    """
    if not isinstance(valeur, dict):
        attendu = "il faut des champs « nom: valeur »"
        return Morceau(None, [Refus("forme-invalide", (), {"attendu": attendu}, "model_type")])
    if not douteux:
        try:
            # Names as they are written in the files, not those of Python (`un_de`).
            return Morceau(modele.model_validate(valeur, by_alias=True, by_name=False))
        except ValidationError:
            pass
    return _Reparation(modele, copy.deepcopy(valeur)).mener(douteux)


def bouche_trou(modele: type[M]) -> M:
    """A model made of stand-ins alone, for checks that need one to stand on."""
    objet = _Reparation(modele, {}).mener(False).objet
    if objet is None:
        raise AssertionError(f"{modele.__name__} cannot be made from stand-ins")
    return objet


class _Reparation(Generic[M]):
    """The repair of one value."""

    def __init__(self, modele: type[M], valeur: dict[str, Any]) -> None:
        self.modele = modele
        self.valeur = valeur
        self.morceau: Morceau[M] = Morceau(None)
        self.numero = 0

    def mener(self, douteux: bool) -> Morceau[M]:
        """Validate, fill, and again, until nothing is refused."""
        if douteux:
            self._ecarter_substituts(self.valeur, ())
        for _tour in range(_TOURS):
            try:
                objet = self.modele.model_validate(self.valeur, by_alias=True, by_name=False)
            except ValidationError as erreur:
                details = erreur.errors(include_url=False, include_input=False)
                refus = traduire(self.modele, self.valeur, details)
                self._tour(refus)
            else:
                morceau = self.morceau
                return Morceau(objet, morceau.refus, morceau.bouchons, morceau.renommes)
        return self.morceau

    def _tour(self, refus: list[Refus]) -> None:
        nouveaux = [r for r in refus if not self.morceau.tait(r.nature, r.chemin)]
        # Keys first: a misspelt field that is set right is no longer missing.
        for inconnu in (r for r in refus if r.est_de_cle):
            self._corriger_cle(inconnu)
        retrouves = {r.chemin for r in refus if r.nature == "missing" and self._est_retrouve(r.chemin)}
        for autre in (r for r in refus if not r.est_de_cle and r.chemin not in retrouves):
            self._boucher(autre)
        self.morceau.refus.extend(r for r in nouveaux if r.est_de_cle or r.chemin not in retrouves)

    def _est_retrouve(self, chemin: Chemin) -> bool:
        """Whether a missing field was there, misspelt, or is not needed by the rule that was misspelt."""
        renommes = self.morceau.renommes
        return chemin in renommes or any((*chemin[:-1], forme) in renommes for forme in AUTRES_FORMES)

    def _corriger_cle(self, refus: Refus) -> None:
        *debut, cle = refus.chemin
        parent = suivre(self.valeur, debut)
        proche = refus.contexte.get("proche")
        valeur = parent.pop(cle)
        if isinstance(proche, str) and proche not in parent and _ressemble(str(cle), proche):
            parent[proche] = valeur
            self.morceau.renommes[(*debut, proche)] = self.morceau.chemin_ecrit(refus.chemin)
        elif isinstance(proche, str) and proche not in parent:
            # Perhaps meant for that field: no check may lean on its absence.
            self.morceau.bouchons.add((*debut, proche))

    def _boucher(self, refus: Refus) -> None:
        """Put a value that the model accepts, or nearly, in the place of the refused one."""
        chemin = refus.chemin
        if refus.nature == "parmi-ou-sauf":
            en_trop = suivre(self.valeur, chemin).get("sauf") is not None
            chemin = (*chemin, "sauf" if en_trop else "parmi")
            nouvelle: Any = None if en_trop else [self._identifiant()]
        elif refus.nature == "atome-vide":
            atome = suivre(self.valeur, chemin)
            chemin = (*chemin, "sauf" if atome.get("sauf") is not None else "parmi")
            nouvelle = [self._identifiant()]
        elif refus.nature == "source-sans-date":
            source = suivre(self.valeur, chemin)
            en_trop = source.get("date") is not None
            chemin = (*chemin, "consultee_le" if en_trop else "date")
            nouvelle = None if en_trop else "2000"
        else:
            nouvelle = self._bouchon(refus)
        if not chemin:
            return
        parent = suivre(self.valeur, chemin[:-1])
        parent[chemin[-1]] = nouvelle
        self.morceau.bouchons.add(chemin)

    def _bouchon(self, refus: Refus) -> Any:
        if refus.choix:
            return refus.choix[0]
        if refus.nature in _FIXES:
            return copy.copy(_FIXES[refus.nature])
        if refus.nature == "too_short":
            return [self._identifiant()]
        if refus.nature in ("greater_than_equal", "less_than_equal"):
            return str(refus.bornes.get("ge", refus.bornes.get("le")))
        if refus.nature == "string_pattern_mismatch" and str(refus.bornes["pattern"]).startswith("^[0-9]"):
            return "0" * (9 if "{9}" in refus.bornes["pattern"] else 5)
        return self._identifiant()

    def _identifiant(self) -> str:
        self.numero += 1
        return f"{BOUCHON}{self.numero}"

    def _ecarter_substituts(self, valeur: Any, chemin: Chemin) -> None:
        """Mark what stands in for a value that the YAML reader refused; it is reported already."""
        pas: Any
        for pas, petit in list(valeur.items() if isinstance(valeur, dict) else enumerate(valeur)):
            ici = (*chemin, pas)
            if isinstance(pas, str) and (not pas or pas.startswith("*") or SUBSTITUT in pas):
                del valeur[pas]
                self.morceau.bouchons.add(ici)
            elif isinstance(petit, str) and SUBSTITUT in petit:
                valeur[pas] = self._identifiant()
                self.morceau.bouchons.add(ici)
            elif isinstance(petit, dict | list):
                self._ecarter_substituts(petit, ici)


_FIXES: Mapping[str, Any] = {
    "oui-non": "non",
    "bool_type": "non",
    "bool_parsing": "non",
    "date-partielle": "2000",
    "date-entiere": "2000-01-01",
    "semaine": "2000-W01",
    "int_type": "1",
    "int_parsing": "1",
    "tuple_type": [],
    "dict_type": {},
    "model_type": {},
    "model_attributes_type": {},
    "union_tag_invalid": {},
}


def _ressemble(ecrit: str, connu: str) -> bool:
    return difflib.SequenceMatcher(None, ecrit, connu).ratio() >= _SURE
