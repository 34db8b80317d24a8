"""Who is left with the filet alone: how many answer sets, which profiles, what is missing, from which week on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from prescripteur_tui.domaine.affirmations import tenter
from prescripteur_tui.domaine.algebre import Coupes
from prescripteur_tui.domaine.compilation import OffreCompilee
from prescripteur_tui.domaine.diagramme import BudgetEpuise, Diagramme, Profil
from prescripteur_tui.domaine.kleene import INCONNU, VRAI, ConditionCompilee
from prescripteur_tui.domaine.questionnaire import Valeur

PROFILS_AU_PLUS = 200
"""A hole that takes more profiles than that to tell is counted, and told no further."""

_PORTES_PROCHES = 3
"""Doors to name beside a hole."""

_GROUPES_EXPLIQUES = 20
"""The largest holes, beside which the nearest doors are looked for."""

Choix = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Of some questions, in order, the answers: `parmi` (one of these options, or holding one of them), `sauf` (none of
them), or `comme` (exactly such a set, or one that no rule tells from it)."""


@dataclass(frozen=True, slots=True)
class PorteProche:
    """A door that would serve a profile if one thing were otherwise: a condition by number, or its étape (None)."""

    offre: str
    condition: int | None
    part: Fraction
    """How much of the profile it would serve, all answers to a question equally likely."""


@dataclass(frozen=True, slots=True)
class Groupe:
    """Answer sets that are left with the filet alone."""

    choix: Choix | None
    """Who they are; empty for a known hole, None when it takes too many profiles to tell."""
    nombre: int
    par_etape: dict[str, int]
    poids: Fraction
    """How often it is met when all answers to a question are equally likely."""
    temoin: dict[str, Valeur]
    """Answers of one of them; those that do not matter are left out."""
    connu: int | None = None
    """The number of the known hole that it is part of."""
    proches: tuple[PorteProche, ...] = ()


@dataclass(frozen=True, slots=True)
class Breche:
    """Answer sets that a week leaves with the filet alone, while the week before does not."""

    semaine: str
    jusqu_a: str
    """The last week with the same live offres."""
    parties: tuple[str, ...]
    """The offres that are no longer there."""
    nombre: int
    choix: tuple[Choix, ...]
    """Who they are; empty when it takes too many profiles to tell."""
    temoin: dict[str, Valeur]
    """Answers of one of them; those that do not matter are left out."""


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell of the map étape × quartier × public where some are left with the filet alone."""

    etape: str
    publics: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each question of the map, the options; none when it is not asked there."""
    seules: int
    toutes: int


class Trous:
    """The answer sets that only the filet serves.

    Args:
        diagramme: over complete answer sets.
        connus: the known holes, each by its conditions.
    """

    def __init__(self, diagramme: Diagramme, connus: Sequence[Sequence[ConditionCompilee]] = ()) -> None:
        self._diagramme = diagramme
        self._espace = diagramme.espace
        self._algebre = diagramme.algebre
        self.connus = [self._algebre.et(*(self._espace.condition(c, VRAI) for c in quand)) for quand in connus]

    def seul(self, vivantes: Iterable[OffreCompilee]) -> int:
        """Whether the filet is the only proposition.

        A door of the filet's own operator that is only to be checked stays behind the filet and is not shown.
        """
        portes = [offre for offre in vivantes if not offre.est_aide]
        operateur = next(offre.operateur for offre in portes if offre.est_filet)
        presentes = [
            self._espace.sure(porte) if porte.operateur == operateur else self._espace.possible(porte)
            for porte in portes
            if not porte.est_filet
        ]
        return self._algebre.non(self._algebre.ou(*presentes))

    def nombres(self, fonction: int) -> dict[str, int]:
        """How many answer sets make a function true, by étape."""
        nombres = {
            etape: self._diagramme.nombre(self._algebre.et(fonction, ici)) for etape, ici in self._espace.etapes.items()
        }
        return {etape: nombre for etape, nombre in nombres.items() if nombre}

    def groupes(self, seul: int, vivantes: Sequence[OffreCompilee]) -> list[Groupe]:
        """The known holes that exist, each counted by itself, then the others, without overlap, largest first."""
        connus = [self._groupe(self._algebre.et(seul, connu), (), i) for i, connu in enumerate(self.connus)]
        inconnu = self._algebre.et(seul, self._algebre.non(self._algebre.ou(*self.connus)))
        try:
            profils = self._diagramme.profils(inconnu, PROFILS_AU_PLUS)
        except BudgetEpuise:
            # Counted all the same, in one.
            autres = [(self._groupe(inconnu, None), inconnu)]
        else:
            fonctions = [self._algebre.et(inconnu, self.fonction(profil)) for profil in profils]
            choix = [self.choix(profil) for profil in profils]
            autres = [(self._groupe(f, c), f) for f, c in zip(fonctions, choix, strict=True)]
        autres.sort(key=lambda autre: -autre[0].poids)
        return [
            *(groupe for groupe in connus if groupe.nombre),
            *(self._expliquer(groupe, f, vivantes) for groupe, f in autres[:_GROUPES_EXPLIQUES]),
            *(groupe for groupe, _ in autres[_GROUPES_EXPLIQUES:]),
        ]

    def _expliquer(self, groupe: Groupe, fonction: int, vivantes: Sequence[OffreCompilee]) -> Groupe:
        return replace(groupe, proches=tenter(lambda: self._proches(fonction, vivantes), ()))

    def _groupe(self, fonction: int, choix: Choix | None, connu: int | None = None) -> Groupe:
        nombres, poids = self.nombres(fonction), self._diagramme.poids(fonction)
        return Groupe(choix, sum(nombres.values()), nombres, poids, self._temoin(fonction), connu)

    def _temoin(self, fonction: int) -> dict[str, Valeur]:
        return self._diagramme.reponses(self._diagramme.chercher(fonction) or {})

    def fonction(self, profil: Profil) -> int:
        """Whether an answer set is in a profile."""
        return self._algebre.et(*(self._algebre.litteral(q, lettres) for q, lettres in profil))

    def choix(self, profil: Profil) -> Choix:
        """A profile in options."""
        return tuple((self._espace.questions[q].id, *self._espace.decrire(q, lettres)) for q, lettres in profil)

    def _proches(self, profil: int, vivantes: Sequence[OffreCompilee]) -> tuple[PorteProche, ...]:
        """The doors that one thing alone keeps from the profile, those that would serve most of it first."""
        algebre, espace, total = self._algebre, self._espace, self._diagramme.poids(profil)
        trouvees: list[PorteProche] = []
        for offre in vivantes:
            if offre.est_aide or offre.est_filet:
                continue
            besoins = [espace.a_l_etape(offre), *(espace.condition(c, INCONNU) for c in offre.conditions)]
            essais: list[PorteProche] = []
            for i in range(len(besoins)):
                reste = algebre.et(profil, *besoins[:i], *besoins[i + 1 :])
                servie = self._diagramme.poids(reste)
                if servie:
                    essais.append(PorteProche(offre.nom, i - 1 if i else None, servie / total))
            if essais:
                trouvees.append(max(essais, key=lambda p: (p.part, p.condition is not None)))
        trouvees.sort(key=lambda p: (-p.part, p.condition is None, p.offre))
        return tuple(trouvees[:_PORTES_PROCHES])

    # Weeks

    def breches(
        self, periodes: Sequence[tuple[str, str, Sequence[OffreCompilee]]]
    ) -> Iterator[tuple[tuple[str, str], Breche | None]]:
        """For each change of the live offres, its two weeks and the hole that it opens, if it does.

        Args:
            periodes: runs of weeks with the same live offres: first week, last week, offres.
        """
        for (_, veille, avant), (premiere, derniere, apres) in itertools.pairwise(periodes):
            ouvert = self._algebre.et(
                self.seul(apres), self._algebre.non(self.seul(avant)), self._algebre.non(self._algebre.ou(*self.connus))
            )
            restees = {offre.nom for offre in apres}
            parties = tuple(offre.nom for offre in avant if offre.nom not in restees and not offre.est_aide)
            breche = self._breche(ouvert, premiere, derniere, parties)
            yield (veille, premiere), breche

    def _breche(self, ouvert: int, premiere: str, derniere: str, parties: tuple[str, ...]) -> Breche | None:
        temoin = self._diagramme.chercher(ouvert)
        if temoin is None:
            return None
        aucun: list[Profil] = []
        profils = tenter(lambda: self._diagramme.profils(ouvert, PROFILS_AU_PLUS), aucun)
        choix = tuple(self.choix(profil) for profil in profils)
        nombre = self._diagramme.nombre(ouvert)
        return Breche(premiere, derniere, parties, nombre, choix, self._diagramme.reponses(temoin))

    # The map

    def carte(self, seul: int, questions: Sequence[int]) -> list[Cellule]:
        """The cells of étape × the kinds of answers to some questions where the filet is alone for some."""
        cellules: list[Cellule] = []
        for etape, ici in self._espace.etapes.items():
            fonction = self._algebre.et(seul, ici)
            etiquettes: list[tuple[int, Coupes]] = [(q, self._coupes(fonction, q)) for q in sorted(questions)]
            seules = self._diagramme.denombrer(fonction, etiquettes)
            if not seules:
                continue
            toutes = self._diagramme.denombrer(ici, etiquettes)
            for sorte, nombre in sorted(seules.items()):
                publics = tuple(
                    (self._espace.questions[q].id, self._options(q, lettres))
                    for (q, _), lettres in zip(etiquettes, sorte, strict=True)
                )
                cellules.append(Cellule(etape, publics, nombre, toutes[sorte]))
        return cellules

    def _coupes(self, fonction: int, q: int) -> Coupes:
        """What tells the options of a question apart: the quarters by what serves them, the others each alone."""
        if self._espace.questions[q].choix == "commune":
            return self._algebre.coupes(fonction, q)
        return frozenset(1 << lettre for lettre in range(self._algebre.alphabets[q].vide))

    def _options(self, q: int, lettres: int) -> tuple[str, ...]:
        question, masques = self._espace.questions[q], self._algebre.alphabets[q].masques
        permises = {masques[i] for i in range(len(masques)) if lettres >> i & 1}
        return tuple(o.id for o in question.options if self._espace.regles.bits[q][o.id] in permises)
