"""The quarter, asked commune first: what to show, what a key or a choice leads to. The commune is never stored."""

from __future__ import annotations

from dataclasses import dataclass

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.questionnaire import Question
from prescripteur_tui.domaine.regles import SANS_REPONSE
from prescripteur_tui.services import quartiers
from prescripteur_tui.services.catalogue import plier
from prescripteur_tui.ui.widgets.liste import Element

_CHIFFRES = 9
"""Lines that a digit chooses."""

_COMMUNE = "commune--"
"""Prefix of a line that is a commune, not an answer."""


@dataclass(frozen=True, slots=True)
class _Ligne:
    id: str
    libelle: str
    sens: str = ""
    marque: str = ""


class ChoixCommune:
    """Where the choice stands: all communes, those that match what was typed, or the quarters of one.

    The quarters of the lieu's own commune come first, one key away.

    Args:
        catalogue: the catalogue of the interview.
        lieu: id of the lieu of the interview.
        question: the question about quarters.
        actuelle: the earlier answer, if any.
    """

    def __init__(self, catalogue: Catalogue, lieu: str, question: Question, actuelle: str | None) -> None:
        self._catalogue = catalogue
        self._lieu = lieu
        self._question = question
        self._actuelle = actuelle
        self._commune: quartiers.Choix | None = None
        self.filtre = ""
        self._communes = quartiers.communes(catalogue, lieu)
        propre = next((x.commune for x in catalogue.lieux if x.id == lieu), None)
        self._propre = next((c for c in self._communes if c.libelle == propre), None)

    @property
    def consigne(self) -> str:
        """What to do, under the question."""
        if self._commune is not None:
            return f"{self._commune.libelle} : quel quartier ? (F7 : autre commune)"
        if self.filtre:
            return f"Recherche : {self.filtre}"
        return "Tapez les premières lettres de la commune ou du quartier, sans accent."

    def elements(self) -> list[Element]:
        """The lines, the first nine with a digit."""
        lignes = self._lignes()
        touches = [*(str(i) for i in range(1, _CHIFFRES + 1)), *[""] * len(lignes)]
        return [Element(x.id, x.libelle, x.sens, touche, x.marque) for x, touche in zip(lignes, touches, strict=False)]

    def taper(self, lettre: str) -> None:
        """Narrow down."""
        self._commune = None
        self.filtre += plier(lettre)

    def effacer(self) -> bool:
        """Take the last letter back; False when none was typed."""
        if self._commune is not None or not self.filtre:
            return False
        self.filtre = self.filtre[:-1]
        return True

    def remonter(self) -> bool:
        """Back to all communes; False when there already."""
        if self._commune is None and not self.filtre:
            return False
        self._commune = None
        self.filtre = ""
        return True

    def prendre(self, identifiant: str) -> str | None:
        """The option that a line answers; None when it leads to quarters, shown next."""
        if not identifiant.startswith(_COMMUNE):
            return identifiant
        cle = identifiant.removeprefix(_COMMUNE)
        choix = quartiers.quartiers_de(self._catalogue, cle, self._lieu)
        if len(choix) == 1:
            return choix[0].id
        self._commune = next(c for c in self._communes if c.id == cle)
        self.filtre = ""
        return None

    def _lignes(self) -> list[_Ligne]:
        if self._commune is not None:
            return self._quartiers(self._commune)
        if self.filtre:
            trouvees = [x for x in (*self._toutes(), *self._tous_les_quartiers()) if self._convient(x)]
            # « Valenciennes » before « Aulnoy-lez-Valenciennes ».
            return sorted(trouvees, key=lambda x: not _lettres(x.libelle).startswith(self.filtre))
        lignes = []
        if self._actuelle is not None and self._actuelle != SANS_REPONSE:
            option = self._question.par_id[self._actuelle]
            lignes.append(_Ligne(option.id, option.libelle, option.sens or "", "✓"))
        if self._propre is not None:
            directs = self._quartiers(self._propre)
            lignes += [x for x in directs if x.id != self._actuelle and x.id in self._du_territoire()]
        autres = [x for x in self._toutes() if self._propre is None or x.id != _COMMUNE + self._propre.id]
        # A digit for the communes most people come from; the others stay in order.
        grandes = sorted(autres, key=lambda x: -self._population(x.libelle))[: max(_CHIFFRES - len(lignes), 0)]
        return [*lignes, *grandes, *(x for x in autres if x not in grandes)]

    def _population(self, commune: str) -> int:
        trouvee = next((c for c in self._catalogue.territoire.communes if c.nom == commune), None)
        chiffres = trouvee.population if trouvee is not None else None
        return int(chiffres) if chiffres and chiffres.isdecimal() else 0

    def _toutes(self) -> list[_Ligne]:
        """Communes, then the answers that no commune leads to."""
        lignes = []
        for c in self._communes:
            if c.id not in self._question.par_id:
                lignes.append(_Ligne(_COMMUNE + c.id, c.libelle, c.sens or ""))
            elif c.id != self._actuelle:
                lignes.append(_Ligne(c.id, c.libelle, c.sens or ""))
        return lignes

    def _quartiers(self, commune: quartiers.Choix) -> list[_Ligne]:
        lignes = []
        for choix in quartiers.quartiers_de(self._catalogue, commune.id, self._lieu):
            sens = choix.sens or ""
            if choix.id in self._codes():
                sens = f"{commune.libelle}, {sens}"
            lignes.append(_Ligne(choix.id, choix.libelle, sens, "✓" if choix.id == self._actuelle else ""))
        return lignes

    def _tous_les_quartiers(self) -> list[_Ligne]:
        codes = self._codes()
        return [_Ligne(o.id, o.libelle, o.sens or "") for o in self._question.options if o.id in codes]

    def _codes(self) -> set[str]:
        return {quartier.code for quartier in self._catalogue.territoire.quartiers}

    def _du_territoire(self) -> set[str]:
        """What a commune of the territory leads to, `ne-sait-pas` left out."""
        sans_commune = {c.id for c in self._communes}
        return {option.id for option in self._question.options} - sans_commune

    def _convient(self, ligne: _Ligne) -> bool:
        """Whether a word of the line begins with what was typed (letters alone: accents and signs are not typed)."""
        mots = plier(ligne.libelle).replace("'", " ").replace("-", " ").split()
        return any("".join(mots[i:]).startswith(self.filtre) for i in range(len(mots)))


def _lettres(texte: str) -> str:
    """A name as it is typed: letters alone."""
    return "".join(c for c in plier(texte) if c.isalnum())
