"""The proof held to brute force, verdict by verdict."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from prescripteur_tui.domaine.affirmations import Affirmation, Verdict
from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.explications import Explications, TrouConnu
from prescripteur_tui.domaine.preuve import SEMAINES, Preuves, prouver
from prescripteur_tui.domaine.questionnaire import Valeur
from prescripteur_tui.domaine.regles import NE_SAIT_PAS, UnDe
from prescripteur_tui.domaine.trous import Choix
from tests.preuve.force_brute import Brute, TropDeReponses, semaines_depuis
from tests.preuve.petits import SEMAINE, petit_catalogue

LIMITE = 700
"""Catalogues with more complete answer sets are passed over."""


def comparer_un(alea: random.Random, comptes: Counter[str] | None = None) -> bool:
    """Draw one small catalogue and compare; False when it was too big to write down.

    Raises:
        AssertionError: a verdict differs.
    """
    catalogue = petit_catalogue(alea)
    try:
        brute = Brute(catalogue, SEMAINE, LIMITE)
    except TropDeReponses:
        return False
    catalogue = avec_trous_connus(alea, catalogue)
    Comparaison(catalogue, brute, prouver(catalogue, SEMAINE), comptes if comptes is not None else Counter()).mener()
    return True


def avec_trous_connus(alea: random.Random, catalogue: Catalogue) -> Catalogue:
    """The same with up to two known holes drawn at random."""
    trous = []
    for numero in range(alea.choice([0, 0, 1, 2])):
        question = alea.choice(catalogue.questionnaire.questions)
        options = [o.id for o in question.options if o.id != NE_SAIT_PAS]
        quand = [{"question": question.id, alea.choice(["parmi", "sauf"]): alea.sample(options, 1)}]
        trous.append({"id": f"trou-{numero}", "qui": "Elles", "quand": quand, "manque": "une porte", "raison": "tiré"})
    explications = Explications(trous_connus=tuple(TrouConnu.model_validate(trou) for trou in trous))
    return catalogue.model_copy(update={"explications": explications})


class Comparaison:
    """One catalogue, seen both ways."""

    def __init__(self, catalogue: Catalogue, brute: Brute, preuves: Preuves, comptes: Counter[str]) -> None:
        self.catalogue = catalogue
        self.brute = brute
        self.preuves = preuves
        self.comptes = comptes
        self.par_sujet = {(a.code, a.sujet): a for a in preuves.affirmations}
        self.attendues: set[tuple[str, tuple[Any, ...]]] = {("premiere-assuree", (brute.filet,))}

    def mener(self) -> None:
        """Every verdict, and no other."""
        assert all(a.verdict is not Verdict.NON_PROUVE for a in self.preuves.affirmations)
        assert self.par_sujet["premiere-assuree", (self.brute.filet,)].est_prouvee
        self._nombres()
        self._groupes()
        self._carte()
        for nom in self.catalogue.offres:
            if self.catalogue.offres[nom].statut != "termine":
                self._portee(nom)
            if self.catalogue.offres[nom].statut == "actif":
                self._rangs(nom)
        self._jumelles()
        self._effets()
        self._breches()
        assert self.attendues == set(self.par_sujet), self.attendues ^ set(self.par_sujet)
        for affirmation in self.preuves.affirmations:
            self.comptes[f"{affirmation.code} {affirmation.verdict}"] += 1
            if len(affirmation.par) > 1:
                self.comptes[f"{affirmation.code} par plusieurs"] += 1

    def _dire(self, code: str, sujet: tuple[Any, ...], attendu: bool) -> Affirmation:
        self.attendues.add((code, sujet))
        affirmation = self.par_sujet[code, sujet]
        assert affirmation.est_prouvee == attendu, (code, sujet, attendu)
        return affirmation

    def _temoin(self, affirmation: Affirmation, convient: Callable[[int], bool]) -> None:
        """A witness stands for complete answer sets, and each of those shows the claim."""
        if affirmation.est_prouvee:
            assert affirmation.temoin is not None
            assert all(convient(i) for i in self._comme(affirmation.temoin)), affirmation

    def _comme(self, temoin: Mapping[str, Valeur]) -> set[int]:
        """The complete answer sets with the answers of a witness: there are some."""
        comme = {i for i, r in enumerate(self.brute.tous) if all(r.get(q) == v for q, v in temoin.items())}
        assert comme, temoin
        return comme

    # Holes

    def _nombres(self) -> None:
        brute, preuves = self.brute, self.preuves
        assert preuves.reponses == len(brute.tous)
        assert preuves.reponses_par_etape == self._par_etape(range(len(brute.tous)))
        assert preuves.seules == self._par_etape(brute.seuls(SEMAINE))
        assert preuves.poids == brute.poids(brute.seuls(SEMAINE))

    def _par_etape(self, indices: Iterable[int]) -> dict[str, int]:
        return dict(Counter(self.brute.etape(i) for i in indices))

    def _connus(self) -> list[set[int]]:
        return [
            {i for i in range(len(self.brute.tous)) if self.brute.contient(trou.quand, i)}
            for trou in self.catalogue.explications.trous_connus
        ]

    def _groupes(self) -> None:
        brute, seuls, connus = self.brute, self.brute.seuls(SEMAINE), self._connus()
        groupes = self.preuves.groupes
        assert groupes is not None
        for i, connu in enumerate(connus):
            (trouve,) = [g for g in groupes if g.connu == i] or [None]
            assert (trouve is None) == (i in self.preuves.trous_perdus) == (not seuls & connu)
            if trouve is not None:
                assert trouve.par_etape == self._par_etape(seuls & connu)
                assert trouve.poids == brute.poids(seuls & connu)
                assert self._comme(trouve.temoin) <= seuls & connu
        reste = seuls - set().union(*connus)
        for groupe in groupes:
            if groupe.connu is None:
                assert groupe.choix is not None
                dedans = {i for i in reste if self._est_de(groupe.choix, i)}
                assert {i for i in range(len(self.brute.tous)) if self._est_de(groupe.choix, i)} <= seuls or any(
                    genre == "comme" for _, genre, _ in groupe.choix
                )
                if not any(genre == "comme" for _, genre, _ in groupe.choix):
                    assert groupe.par_etape == self._par_etape(dedans)
                self.comptes["groupe inconnu"] += 1
                assert self._comme(groupe.temoin) <= reste
                for proche in groupe.proches:
                    self.comptes["porte proche"] += 1
                    assert proche.offre in self.brute.portes(SEMAINE)
                    assert any(self.brute.a_un_pas(proche.offre, proche.condition, i) for i in dedans or seuls)
        assert sum(g.nombre for g in groupes if g.connu is None) == len(reste)

    def _est_de(self, choix: Choix, i: int) -> bool:
        return all(self._repond(self.brute.tous[i].get(q), genre, options) for q, genre, options in choix)

    @staticmethod
    def _repond(valeur: Valeur | None, genre: str, options: tuple[str, ...]) -> bool:
        if valeur is None:
            return False
        choisies = {valeur} if isinstance(valeur, str) else set(valeur)
        if genre == "comme":
            return any(set(sorte.split("+")) == choisies for sorte in options)
        return bool(choisies & set(options)) == (genre == "parmi")

    def _carte(self) -> None:
        seuls = self.brute.seuls(SEMAINE)
        cellules = self.preuves.carte
        vues: set[int] = set()
        for cellule in cellules:
            dedans = {
                i
                for i, reponses in enumerate(self.brute.tous)
                if self.brute.etape(i) == cellule.etape
                and all(reponses.get(q) in (options or (None,)) for q, options in cellule.publics)
            }
            assert (cellule.seules, cellule.toutes) == (len(dedans & seuls), len(dedans))
            vues |= dedans
            self.comptes["cellule"] += 1
        assert seuls <= vues
        assert sum(cellule.seules for cellule in cellules) == len(seuls)

    # Offres

    def _portee(self, nom: str) -> None:
        brute, offre = self.brute, self.catalogue.offres[nom].offre
        connues = brute.connues(nom)
        affirmation = self._dire("atteignable", (nom,), bool(connues))
        self._temoin(affirmation, connues.__contains__)
        if not connues:
            noyau = affirmation.conditions
            assert not brute.ensemble_possible(nom, noyau)
            assert all(brute.ensemble_possible(nom, [j for j in noyau if j != i]) for i in noyau)
            return
        for i, condition in enumerate(offre.conditions):
            if any(atome.options for atome in condition.atomes()):
                self._dire("condition-vraie", (nom, i), not brute.jamais_vraie(nom, i))
            if isinstance(condition, UnDe) and len(condition.un_de) > 1:
                for j in range(len(condition.un_de)):
                    self._dire("branche-possible", (nom, i, j), not brute.branche_morte(nom, i, j))
        for i in range(len(offre.preferences)):
            self._dire("preference-vraie", (nom, i), not brute.preference_morte(nom, i))

    def _rangs(self, nom: str) -> None:
        brute = self.brute
        semaine = brute.premiere_semaine(nom, SEMAINES)
        self._dire("semaine-entiere", (nom,), semaine is not None)
        if semaine is None or self.catalogue.offres[nom].offre.aide or not brute.connues(nom):
            return
        portes = brute.portes(semaine)
        if any(autre != nom and autre.partition("/")[0] == nom.partition("/")[0] for autre in portes):
            proposees = brute.proposees(nom, semaine)
            affirmation = self._dire("proposee", (nom,), bool(proposees))
            assert affirmation.semaine == semaine
            self._temoin(affirmation, proposees.__contains__)
            if not proposees:
                self._necessaires(nom, affirmation.par, brute.cachee)
        affirmation = self._dire("assurable", (nom,), bool(brute.assurees(nom)))
        self._temoin(affirmation, brute.assurees(nom).__contains__)
        premieres = brute.premieres(nom, semaine)
        if not brute.assurees(nom):
            assert not premieres
            return
        affirmation = self._dire("premiere", (nom,), bool(premieres))
        self._temoin(affirmation, premieres.__contains__)
        if not premieres:
            self._necessaires(nom, affirmation.par, brute.couverte)
            seules = [autre for autre in portes if autre != nom and brute.couverte(nom, [autre])]
            assert (len(affirmation.par) == 1) == bool(seules)

    def _necessaires(self, nom: str, par: tuple[str, ...], devant: Callable[[str, Iterable[str]], bool]) -> None:
        assert devant(nom, par)
        for autre in par:
            assert not devant(nom, [p for p in par if p != autre])

    def _jumelles(self) -> None:
        paires = self.brute.jumelles(SEMAINE)
        for paire in paires:
            self._dire("distinctes", paire, False)

    # What changes nothing

    def _effets(self) -> None:
        for question in self.catalogue.questionnaire.questions:
            if "orientation" not in question.usage:
                continue
            effet = not self.brute.question_sans_effet(question.id, SEMAINE)
            self._dire("question-utile", (question.id,), effet)
            if not effet or "comptage" in question.usage:
                continue
            options = [o.id for o in question.options if o.id != NE_SAIT_PAS]
            for i, option in enumerate(options):
                inutile = self.brute.option_sans_effet(question.id, option, SEMAINE)
                self._dire("option-utile", (question.id, option), not inutile)
                for autre in [] if question.multi else options[i + 1 :]:
                    pareilles = self.brute.options_equivalentes(question.id, option, autre, SEMAINE)
                    self._dire("options-distinctes", (question.id, option, autre), not pareilles)

    def _breches(self) -> None:
        brute = self.brute
        semaines = semaines_depuis(SEMAINE, SEMAINES)
        connus = set().union(*self._connus())
        breches = {breche.semaine: breche for breche in self.preuves.breches}
        for veille, semaine in itertools.pairwise(semaines):
            if brute.vivantes(veille) == brute.vivantes(semaine):
                assert semaine not in breches
                continue
            ouvert = brute.seuls(semaine) - brute.seuls(veille) - connus
            self._dire("semaine-sans-trou", (veille, semaine), not ouvert)
            assert (semaine in breches) == bool(ouvert)
            if ouvert:
                assert breches[semaine].nombre == len(ouvert)
                assert self._comme(breches[semaine].temoin) <= ouvert
                parties = [n for n in brute.portes(veille) if n not in brute.vivantes(semaine)]
                assert list(breches[semaine].parties) == parties
