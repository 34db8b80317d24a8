"""Exact reasoning over the whole answer space of a catalogue: what holds of every complete interview, and who shows it.

Nothing is sampled. Each claim is walked question by question (`diagramme`), projected on the questions that it needs,
and comes out proved, refuted, or not settled within the budget; what exists is shown by answers.

- An interview is *complete* when each question that opens has one of its options, `ne-sait-pas` included; declining is
  leaving blank. Only one claim is about what is left blank too: that the first door is sure.
- A rule *can play* when somebody who knows brings it into play: see `portee`.
- The draw of the week among equals is left open: see `rangs`.
- A claim about live offres is about one week: the given one, or for an offre that is not alive then, the first of the
  coming weeks in which it is.
- What an answer *changes* is the étape, and the statut and score of each live offre: see `effets`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from prescripteur_tui.domaine.affirmations import Affirmation, Verdict, tenter
from prescripteur_tui.domaine.algebre import VRAI_F
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.compilation import OffreCompilee, ReglesCompilees
from prescripteur_tui.domaine.diagramme import Budget, BudgetEpuise, Diagramme
from prescripteur_tui.domaine.effets import Effets
from prescripteur_tui.domaine.espace import Espace, EspaceTropGrand
from prescripteur_tui.domaine.kleene import ConditionCompilee
from prescripteur_tui.domaine.operateurs import Statut
from prescripteur_tui.domaine.portee import Portee
from prescripteur_tui.domaine.rangs import Rangs
from prescripteur_tui.domaine.semaine import decaler, lundi_de
from prescripteur_tui.domaine.trous import Breche, Cellule, Groupe, Trous

PREMIER_ESSAI, PAR_RECHERCHE = 2_000, 200_000
"""States that one walk may visit: at first, and when the others have had their turn."""

EN_TOUT = 3_000_000
"""States that all walks of a catalogue may visit."""

SEMAINES = 53
"""How many weeks ahead are looked at, at least: a year of seasons."""

SEMAINES_AU_PLUS = 160

Periode = tuple[str, str, tuple[OffreCompilee, ...]]
"""A run of weeks with the same live offres: the first, the last, the offres."""


@dataclass(slots=True)
class Preuves:
    """What came out of all claims."""

    semaine: str
    reponses: int | None = None
    """How many complete answer sets there are; None when they could not be counted."""
    reponses_par_etape: dict[str, int] = field(default_factory=dict)
    etats: int = 0
    """How many states were visited to speak of them all."""
    affirmations: list[Affirmation] = field(default_factory=list)
    groupes: list[Groupe] | None = None
    """Who is left with the filet alone; None when it was not settled."""
    seules: dict[str, int] = field(default_factory=dict)
    """How many answer sets are left with the filet alone, by étape."""
    poids: Fraction = Fraction(0)
    """How often that is when all answers to a question are equally likely."""
    trous_perdus: tuple[int, ...] = ()
    """The known holes that are none (any more)."""
    breches: list[Breche] = field(default_factory=list)
    carte: list[Cellule] = field(default_factory=list)


def prouver(catalogue: Catalogue, semaine: str, encore: Callable[[], bool] = lambda: True) -> Preuves:
    """All claims about a catalogue, as it is in one week.

    Args:
        catalogue: a catalogue without anomaly.
        semaine: ISO week.
        encore: whether there is time left; what is not settled by then comes out as not proved.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    return _Preuve(catalogue, semaine, Budget(PAR_RECHERCHE, EN_TOUT, encore)).mener()


class _Preuve:
    """One proof of one catalogue."""

    def __init__(self, catalogue: Catalogue, semaine: str, budget: Budget) -> None:
        self.catalogue = catalogue
        self.semaine = semaine
        self.budget = budget
        self.regles = ReglesCompilees(catalogue)
        self.preuves = Preuves(semaine)
        self.rangs: dict[str, Rangs] = {}

    def mener(self) -> Preuves:
        """The exact claims first, then those where ranking enters."""
        try:
            self._espaces()
        except EspaceTropGrand:
            self.preuves.affirmations.append(Affirmation("espace", (), Verdict.NON_PROUVE, self.semaine))
            return self.preuves
        self.preuves.affirmations.append(self._premiere_assuree())
        tenter(self._compter, None)
        tenter(self._chercher_les_trous, None)
        for affirmer in (self._portees, self._effets, self._breches, self._rangs):
            self.preuves.affirmations += affirmer()
        self.preuves.etats = self.budget.etats
        return self.preuves

    def _espaces(self) -> None:
        self.connus: list[list[ConditionCompilee]] = [
            [self.regles.compiler(c) for c in trou.quand] for trou in self.catalogue.explications.trous_connus
        ]
        autres = [condition for quand in self.connus for condition in quand]
        self.diagramme = Diagramme(Espace(self.regles, autres=autres), self.budget)
        self.partiel = Diagramme(Espace(self.regles, partiel=True, autres=autres), self.budget)
        self.trous = Trous(self.diagramme, self.connus)

    # Weeks

    @cached_property
    def periodes(self) -> list[Periode]:
        """The coming weeks, in runs with the same live offres."""
        lundi = lundi_de(self.semaine)
        dates = [d for o in self.catalogue.offres.values() for d in (o.offre.du, o.offre.au) if d is not None]
        loin = max((((d - lundi).days // 7) + 2 for d in dates), default=0)
        periodes: list[Periode] = []
        for n in range(min(max(SEMAINES, loin), SEMAINES_AU_PLUS)):
            semaine = decaler(self.semaine, n)
            vivantes = self._vivantes(lundi + n * dt.timedelta(weeks=1))
            if periodes and periodes[-1][2] == vivantes:
                periodes[-1] = (periodes[-1][0], semaine, vivantes)
            else:
                periodes.append((semaine, semaine, vivantes))
        return periodes

    def _vivantes(self, lundi: dt.date) -> tuple[OffreCompilee, ...]:
        return tuple(o for o in self.regles.offres if o.complete.statut is Statut.ACTIF and o.complete.couvre(lundi))

    # Claims

    def _premiere_assuree(self) -> Affirmation:
        """Whatever is left blank, the filet is sure: by structure, walked nonetheless."""
        filet = next(offre for offre in self.regles.offres if offre.est_filet)
        espace = self.partiel.espace
        partout = Diagramme(espace, self.budget, partiel=True)
        contraire = espace.algebre.non(espace.sure(filet))
        try:
            verdict = Verdict.PROUVE if partout.chercher(contraire) is None else Verdict.REFUTE
        except BudgetEpuise:
            verdict = Verdict.NON_PROUVE
        return Affirmation("premiere-assuree", (filet.nom,), verdict, self.semaine)

    def _compter(self) -> None:
        self.preuves.reponses_par_etape = self.trous.nombres(VRAI_F)
        self.preuves.reponses = sum(self.preuves.reponses_par_etape.values())

    def _chercher_les_trous(self) -> None:
        vivantes = self.periodes[0][2]
        seul = self.trous.seul(vivantes)
        self.preuves.seules = self.trous.nombres(seul)
        self.preuves.poids = self.diagramme.poids(seul)
        self.preuves.carte = self.trous.carte(seul, self._questions_de_la_carte())
        groupes = self.trous.groupes(seul, vivantes)
        trouves = {groupe.connu for groupe in groupes}
        self.preuves.trous_perdus = tuple(i for i in range(len(self.connus)) if i not in trouves)
        self.preuves.groupes = groupes

    def _questions_de_la_carte(self) -> Sequence[int]:
        """The quarter, and the first two questions of what a person is that are counted: age and situation."""
        questions = list(enumerate(self.regles.questions))
        quartiers = [i for i, q in questions if q.choix == "commune"]
        publics = [
            i for i, q in questions if not q.modifiable and "comptage" in q.usage and not q.multi and i not in quartiers
        ]
        return sorted([*quartiers[:1], *publics[:2]])

    def _portees(self) -> Iterator[Affirmation]:
        portee = Portee(self.diagramme)
        for offre in self.regles.offres:
            if offre.complete.statut is not Statut.TERMINE:
                yield from portee.juger(offre)

    def _effets(self) -> Iterator[Affirmation]:
        effets = Effets(self.partiel, self.periodes[0][2])
        for q, question in enumerate(self.regles.questions):
            if "orientation" in question.usage:
                yield from effets.juger(q)

    def _breches(self) -> Iterator[Affirmation]:
        try:
            for (veille, premiere), breche in self.trous.breches(self.periodes):
                verdict = Verdict.PROUVE if breche is None else Verdict.REFUTE
                if breche is not None:
                    self.preuves.breches.append(breche)
                yield Affirmation("semaine-sans-trou", (veille, premiere), verdict, premiere)
        except BudgetEpuise:
            yield Affirmation("semaine-sans-trou", (), Verdict.NON_PROUVE, self.semaine)

    def _rangs(self) -> Iterator[Affirmation]:
        """First what a short walk settles of every door, then the rest, so that one hard claim starves no other."""
        yield from self._semaines_entieres()
        for par_recherche in (PREMIER_ESSAI, PAR_RECHERCHE):
            self.budget.par_recherche = par_recherche
            yield from self._essayer_les_rangs(derniere_fois=par_recherche == PAR_RECHERCHE)
        yield from self._rangs_de(self.periodes[0]).jumelles()

    def _semaines_entieres(self) -> Iterator[Affirmation]:
        """Whether the dates of each live offre cover a week, and what is to be asked of the doors that do."""
        inatteignables = {
            a.sujet[0] for a in self.preuves.affirmations if a.code == "atteignable" and a.verdict is Verdict.REFUTE
        }
        self.attente: list[tuple[str, OffreCompilee, Periode]] = []
        for offre in self.regles.offres:
            if offre.complete.statut is not Statut.ACTIF:
                continue
            periode = next((periode for periode in self.periodes if offre in periode[2]), None)
            verdict = Verdict.REFUTE if periode is None else Verdict.PROUVE
            yield Affirmation("semaine-entiere", (offre.nom,), verdict, self.semaine)
            if periode is not None and not offre.est_aide and offre.nom not in inatteignables:
                self.attente += [("proposee", offre, periode), ("assurable", offre, periode)]

    def _essayer_les_rangs(self, *, derniere_fois: bool) -> Iterator[Affirmation]:
        attente, self.attente = self.attente, []
        # Grows as it goes: whether a door can be first is asked of those that can be sure, after all the others.
        for code, offre, periode in attente:
            affirmation = self._rangs_de(periode).juger(code, offre)
            if affirmation is None:
                continue
            if affirmation.verdict is Verdict.NON_PROUVE and not derniere_fois:
                self.attente.append((code, offre, periode))
                continue
            yield affirmation
            if code == "assurable" and affirmation.est_prouvee:
                attente.append(("premiere", offre, periode))

    def _rangs_de(self, periode: Periode) -> Rangs:
        """The live offres of a run of weeks against each other."""
        if periode[0] not in self.rangs:
            self.rangs[periode[0]] = Rangs(self.diagramme, periode[2], periode[0])
        return self.rangs[periode[0]]
