"""Where ranking enters: which doors can be shown, which can be first, and which nothing but the draw tells apart.

The draw of the week is left open: a door *can be first* when it is first for some answer set and some draw, so when
no other is before it by the printed order.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from prescripteur_tui.domaine.affirmations import Affirmation, Verdict
from prescripteur_tui.domaine.algebre import FAUX_F, RIEN, VRAI_F
from prescripteur_tui.domaine.compilation import OffreCompilee
from prescripteur_tui.domaine.diagramme import BudgetEpuise, Diagramme, Menace, Temoin

_TIRAGES = 48
"""How many answer sets tell most pairs apart before any proof is tried."""

Essai = Callable[[Sequence[OffreCompilee]], Temoin | None]
"""An answer set in which none of some rivals is before the offre, or None."""


class Rangs:
    """The live offres of one week against each other."""

    def __init__(self, diagramme: Diagramme, vivantes: Sequence[OffreCompilee], semaine: str) -> None:
        self._diagramme = diagramme
        self._espace = diagramme.espace
        self._algebre = diagramme.algebre
        self._semaine = semaine
        self._vivantes = sorted(vivantes, key=lambda offre: offre.nom)
        self._portes = [offre for offre in self._vivantes if not offre.est_aide]

    # Doors

    def juger(self, code: str, porte: OffreCompilee) -> Affirmation | None:
        """Of a door that can be reached, one claim: that it can be shown beside the other doors of its operator
        (`proposee`; None when there is no other), be sure (`assurable`), or be first (`premiere`)."""
        if code == "proposee":
            soeurs = [p for p in self._portes if p.operateur == porte.operateur and p is not porte]
            if not soeurs:
                return None
            return self._tenter(code, porte, soeurs, lambda rivales: self._montree(porte, rivales))
        rivales = [p for p in self._portes if p is not porte] if code == "premiere" else []
        return self._tenter(code, porte, rivales, lambda choisies: self._en_tete(porte, choisies))

    def _tenter(self, code: str, porte: OffreCompilee, rivales: Sequence[OffreCompilee], essai: Essai) -> Affirmation:
        try:
            temoin = essai(rivales)
            if temoin is not None:
                reponses = self._diagramme.reponses(temoin)
                return Affirmation(code, (porte.nom,), Verdict.PROUVE, self._semaine, temoin=reponses)
            par = tuple(rivale.nom for rivale in _necessaires(rivales, essai))
            return Affirmation(code, (porte.nom,), Verdict.REFUTE, self._semaine, par=par)
        except BudgetEpuise:
            return Affirmation(code, (porte.nom,), Verdict.NON_PROUVE, self._semaine)

    def _en_tete(self, porte: OffreCompilee, rivales: Sequence[OffreCompilee]) -> Temoin | None:
        """An answer set that makes the door sure and puts none of these before it."""
        sure = self._espace.sure(porte)
        menaces = [self._menace(rivale, porte, self._espace.sure(rivale)) for rivale in rivales]
        return self._diagramme.chercher(sure, menaces)

    def _montree(self, porte: OffreCompilee, rivales: Sequence[OffreCompilee]) -> Temoin | None:
        """An answer set that lets the door in and puts none of these before it."""
        temoin = self._en_tete(porte, rivales)
        if temoin is not None:
            return temoin
        espace, algebre = self._espace, self._algebre
        exigence = algebre.et(espace.possible(porte), algebre.non(espace.sure(porte)))
        menaces: list[Menace] = []
        for rivale in rivales:
            menaces.append((espace.sure(rivale), RIEN, 1))
            menaces.append(self._menace(rivale, porte, espace.possible(rivale)))
        return self._diagramme.chercher(exigence, menaces)

    def _menace(self, rivale: OffreCompilee, porte: OffreCompilee, fonction: int) -> Menace:
        """Fires when the rival, of the same statut as the door, is before it whatever the draw."""
        if rivale.est_filet:
            return FAUX_F, RIEN, 0
        if porte.est_filet:
            return fonction, RIEN, 1
        acquis, somme = self._algebre.somme([*self._espace.tables(rivale), *self._espace.tables(porte, -1)])
        return fonction, somme, acquis + (rivale.confiance < porte.confiance)

    # Twins

    def jumelles(self) -> Iterator[Affirmation]:
        """Pairs of offres, doors or aides, that stand at the same place in every answer set."""
        reste = 0
        for groupe in self._semblables():
            for i, une in enumerate(groupe):
                for autre in groupe[i + 1 :]:
                    verdict = self._distinguer(une, autre)
                    if verdict is Verdict.REFUTE:
                        yield Affirmation("distinctes", (une.nom, autre.nom), verdict, self._semaine)
                    reste += verdict is Verdict.NON_PROUVE
        if reste:
            yield Affirmation("distinctes", (), Verdict.NON_PROUVE, self._semaine)

    def _distinguer(self, une: OffreCompilee, autre: OffreCompilee) -> Verdict:
        try:
            return Verdict.PROUVE if self._different(une, autre) else Verdict.REFUTE
        except BudgetEpuise:
            return Verdict.NON_PROUVE

    def _different(self, une: OffreCompilee, autre: OffreCompilee) -> bool:
        espace, algebre, chercher = self._espace, self._algebre, self._diagramme.chercher
        possible = espace.possible(une)
        if chercher(possible) is None and chercher(espace.possible(autre)) is None:
            # Neither is ever put forward: that is said elsewhere.
            return True
        for fonction in (espace.possible, espace.sure):
            a, b = fonction(une), fonction(autre)
            if a != b:
                ecart = algebre.ou(algebre.et(a, algebre.non(b)), algebre.et(algebre.non(a), b))
                if chercher(ecart) is not None:
                    return True
        for x, y in ((une, autre), (autre, une)):
            but = algebre.somme([*espace.tables(x), *espace.tables(y, -1)])
            if chercher(possible, buts=[(but[1], but[0])]) is not None:
                return True
        return False

    def _semblables(self) -> Iterator[list[OffreCompilee]]:
        """Groups of offres that a few answer sets do not tell apart."""
        groupes: dict[tuple[object, ...], list[OffreCompilee]] = {}
        tirages = [self._tirer(graine) for graine in range(_TIRAGES)]
        for offre in self._vivantes:
            fonctions = (self._espace.possible(offre), self._espace.sure(offre))
            points, somme = self._algebre.somme(self._espace.tables(offre))
            places = tuple(self._place(fonctions, points, somme, tirage) for tirage in tirages)
            cle = (offre.est_aide, offre.est_filet, offre.confiance, places)
            groupes.setdefault(cle, []).append(offre)
        yield from groupes.values()

    def _tirer(self, graine: int) -> Temoin:
        """A complete answer set, the same for the same seed."""
        alea = random.Random(graine)
        espace, algebre = self._espace, self._algebre
        ouvertures = [(espace.ouvrables[q], espace.ouvertes[q]) for q in range(len(espace.questions))]
        tirage: Temoin = {}
        for q, alphabet in enumerate(algebre.alphabets):
            lettre = alphabet.fermee
            if ouvertures[q][0] == VRAI_F:
                lettre = alea.randrange(alphabet.vide) if ouvertures[q][1] == VRAI_F else alphabet.vide
            tirage[q] = lettre
            ouvertures = [(algebre.restreindre(a, q, lettre), algebre.restreindre(b, q, lettre)) for a, b in ouvertures]
        return tirage

    def _place(self, fonctions: tuple[int, int], points: int, somme: int, tirage: Temoin) -> tuple[int, ...]:
        restes = list(fonctions)
        for q, lettre in tirage.items():
            restes = [self._algebre.restreindre(fonction, q, lettre) for fonction in restes]
            plus, somme = self._algebre.restreindre_somme(somme, q, lettre)
            points += plus
        return (*restes, points if restes[0] == VRAI_F else 0)


def _necessaires(rivales: Sequence[OffreCompilee], essai: Essai) -> Sequence[OffreCompilee]:
    """Rivals that suffice to be always before the offre, none of which can be left out: one, if one suffices."""
    for rivale in rivales:
        if essai([rivale]) is None:
            return [rivale]
    gardees = list(rivales)
    for rivale in rivales:
        autres = [autre for autre in gardees if autre is not rivale]
        if essai(autres) is None:
            gardees = autres
    return gardees
