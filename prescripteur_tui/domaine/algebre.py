"""Boolean functions and weighted sums of the answers, each kept once, so that equal ones are the same number.

An answer to a question is a *letter*: one option, one kind of set of options, blank, or closed. A function is made
of literals (question, accepted letters) by all, one-of and not; it is restricted by giving the letter of a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

FAUX_F, VRAI_F = 0, 1
"""The constant functions."""

RIEN = 0
"""The sum without a term."""

Coupes = frozenset[int]
"""The sets of letters that a function tells apart at one question."""

Table = tuple[int, tuple[int, ...]]
"""A question, and what each of its letters adds to a sum."""


class Alphabet(NamedTuple):
    """The letters of a question: kinds of answers that no rule tells apart, then blank, then closed."""

    masques: tuple[int, ...]
    """Of each kind, the answer with the fewest options."""
    nombres: tuple[int, ...]
    """Of each kind, how many answers it stands for."""

    @property
    def vide(self) -> int:
        """The letter of a question without an answer."""
        return len(self.masques)

    @property
    def fermee(self) -> int:
        """The letter of a question that the answers close."""
        return len(self.masques) + 1

    @property
    def reponses(self) -> int:
        """The letters that are answers, as bits."""
        return (1 << len(self.masques)) - 1

    @property
    def tout(self) -> int:
        """All letters, as bits."""
        return (4 << len(self.masques)) - 1


class Algebre:
    """The functions and sums over one list of alphabets."""

    def __init__(self, alphabets: Sequence[Alphabet], admises: Sequence[int] | None = None) -> None:
        self.alphabets = alphabets
        self.admises = list(admises) if admises is not None else [a.tout for a in alphabets]
        """For each question the letters that can occur, as bits."""
        # A literal ("L") has its question and letters; an all ("E") or a one-of ("O") has its members. The constants
        # are the one-of and the all without a member.
        self._genres: list[str] = ["O", "E"]
        self._litteraux: list[tuple[int, int]] = [(0, 0), (0, 0)]
        self._membres: list[tuple[int, ...]] = [(), ()]
        self._supports: list[int] = [0, 0]
        self._connus: dict[tuple[str, tuple[int, ...]], int] = {("O", ()): FAUX_F, ("E", ()): VRAI_F}
        self._contraires: dict[int, int] = {FAUX_F: VRAI_F, VRAI_F: FAUX_F}
        self._restreints: dict[tuple[int, int, int], int] = {}
        self._coupes: dict[tuple[int, int], Coupes] = {}
        self._sommes: list[tuple[tuple[Table, ...], tuple[tuple[int, int], ...]]] = [((), ())]
        self._sommes_connues: dict[object, int] = {((), ()): RIEN}
        self._bornes: list[tuple[int, int]] = [(0, 0)]
        self._sommes_restreintes: dict[tuple[int, int, int], tuple[int, int]] = {}

    # Functions

    def litteral(self, question: int, lettres: int) -> int:
        """True when the letter of the question is one of these (bits)."""
        admises = self.admises[question]
        lettres &= admises
        if lettres == admises:
            return VRAI_F
        if not lettres:
            return FAUX_F
        return self._noter("L", (question, lettres), 1 << question)

    def et(self, *fonctions: int) -> int:
        """All of them."""
        return self._composer("E", fonctions)

    def ou(self, *fonctions: int) -> int:
        """At least one of them."""
        return self._composer("O", fonctions)

    def non(self, fonction: int) -> int:
        """The contrary."""
        contraire = self._contraires.get(fonction)
        if contraire is None:
            genre = self._genres[fonction]
            if genre == "L":
                question, lettres = self._litteraux[fonction]
                contraire = self.litteral(question, self.admises[question] & ~lettres)
            else:
                membres = [self.non(membre) for membre in self._membres[fonction]]
                contraire = self._composer("O" if genre == "E" else "E", membres)
            self._contraires[fonction] = contraire
            self._contraires[contraire] = fonction
        return contraire

    def support(self, fonction: int) -> int:
        """The questions that a function depends on, as bits."""
        return self._supports[fonction]

    def restreindre(self, fonction: int, question: int, lettre: int) -> int:
        """The function once a question has its letter."""
        if not self._supports[fonction] >> question & 1:
            return fonction
        cle = (fonction, question, lettre)
        reste = self._restreints.get(cle)
        if reste is None:
            genre = self._genres[fonction]
            if genre == "L":
                reste = self._litteraux[fonction][1] >> lettre & 1
            else:
                reste = self._composer(genre, [self.restreindre(m, question, lettre) for m in self._membres[fonction]])
            self._restreints[cle] = reste
        return reste

    def transformer(self, fonction: int, litteral: Callable[[int, int], int], faits: dict[int, int]) -> int:
        """The function with another one in the place of each literal; `faits` keeps what was transformed."""
        autre = faits.get(fonction)
        if autre is None:
            genre = self._genres[fonction]
            if genre == "L":
                autre = litteral(*self._litteraux[fonction])
            else:
                autre = self._composer(genre, [self.transformer(m, litteral, faits) for m in self._membres[fonction]])
            faits[fonction] = autre
        return autre

    def coupes(self, fonction: int, question: int) -> Coupes:
        """The sets of letters that the literals of a question name; letters in the same ones are alike."""
        if not self._supports[fonction] >> question & 1:
            return frozenset()
        cle = (fonction, question)
        coupes = self._coupes.get(cle)
        if coupes is None:
            if self._genres[fonction] == "L":
                coupes = frozenset((self._litteraux[fonction][1],))
            else:
                coupes = frozenset().union(*(self.coupes(membre, question) for membre in self._membres[fonction]))
            self._coupes[cle] = coupes
        return coupes

    def _noter(self, genre: str, contenu: tuple[int, ...], support: int) -> int:
        numero = self._connus.get((genre, contenu))
        if numero is None:
            numero = self._connus[genre, contenu] = len(self._genres)
            self._genres.append(genre)
            self._litteraux.append((contenu[0], contenu[1]) if genre == "L" else (0, 0))
            self._membres.append(contenu if genre != "L" else ())
            self._supports.append(support)
        return numero

    def _composer(self, genre: str, fonctions: Iterable[int]) -> int:
        neutre, absorbant = (VRAI_F, FAUX_F) if genre == "E" else (FAUX_F, VRAI_F)
        par_question: dict[int, int] = {}
        autres: set[int] = set()
        for fonction in self._deplier(genre, fonctions):
            if fonction == absorbant:
                return absorbant
            if self._genres[fonction] == "L":
                question, lettres = self._litteraux[fonction]
                connues = par_question.get(question)
                if connues is not None:
                    lettres = connues & lettres if genre == "E" else connues | lettres
                par_question[question] = lettres
            elif fonction != neutre:
                autres.add(fonction)
        for question, lettres in par_question.items():
            litteral = self.litteral(question, lettres)
            if litteral == absorbant:
                return absorbant
            if litteral != neutre:
                autres.add(litteral)
        if len(autres) < 2:
            return autres.pop() if autres else neutre
        support = 0
        for fonction in autres:
            support |= self._supports[fonction]
        return self._noter(genre, tuple(sorted(autres)), support)

    def _deplier(self, genre: str, fonctions: Iterable[int]) -> Iterator[int]:
        for fonction in fonctions:
            # An all inside an all has none inside itself.
            if self._genres[fonction] == genre:
                yield from self._membres[fonction]
            else:
                yield fonction

    # Sums

    def somme(self, tables: Iterable[Table], termes: Iterable[tuple[int, int]] = ()) -> tuple[int, int]:
        """What is certain of a sum, and the rest.

        Args:
            tables: for some questions, what each letter adds.
            termes: functions, each with what it adds when it is true.
        """
        certain = 0
        poids: dict[int, list[int]] = {}
        for question, ajouts in tables:
            deja = poids.setdefault(question, [0] * len(ajouts))
            poids[question] = [a + b for a, b in zip(deja, ajouts, strict=True)]
        gardees: list[Table] = []
        for question, total in sorted(poids.items()):
            possibles = {ajout for i, ajout in enumerate(total) if self.admises[question] >> i & 1}
            if len(possibles) == 1:
                certain += possibles.pop()
            elif possibles:
                gardees.append((question, tuple(total)))
        restants: dict[int, int] = {}
        for fonction, ajout in termes:
            if fonction == VRAI_F:
                certain += ajout
            elif fonction != FAUX_F:
                restants[fonction] = restants.get(fonction, 0) + ajout
        gardes = tuple(sorted((f, ajout) for f, ajout in restants.items() if ajout))
        return certain, self._noter_somme(tuple(gardees), gardes)

    def _noter_somme(self, tables: tuple[Table, ...], termes: tuple[tuple[int, int], ...]) -> int:
        numero = self._sommes_connues.get((tables, termes))
        if numero is None:
            bas = haut = 0
            for question, ajouts in tables:
                possibles = [ajout for i, ajout in enumerate(ajouts) if self.admises[question] >> i & 1]
                bas, haut = bas + min(possibles), haut + max(possibles)
            for _, ajout in termes:
                bas, haut = bas + min(ajout, 0), haut + max(ajout, 0)
            numero = len(self._sommes)
            self._sommes_connues[tables, termes] = numero
            self._sommes.append((tables, termes))
            self._bornes.append((bas, haut))
        return numero

    def bornes(self, somme: int) -> tuple[int, int]:
        """A least and a greatest value that the sum does not pass."""
        return self._bornes[somme]

    def support_somme(self, somme: int) -> int:
        """The questions that a sum depends on, as bits."""
        bits = 0
        tables, termes = self._sommes[somme]
        for question, _ in tables:
            bits |= 1 << question
        for fonction, _ in termes:
            bits |= self._supports[fonction]
        return bits

    def coupes_somme(self, somme: int, question: int) -> Coupes:
        """As `coupes`, for a sum."""
        tables, termes = self._sommes[somme]
        trouvees: set[int] = set()
        for q, ajouts in tables:
            if q == question:
                for ajout in set(ajouts):
                    trouvees.add(sum(1 << i for i, a in enumerate(ajouts) if a == ajout))
        for fonction, _ in termes:
            trouvees |= self.coupes(fonction, question)
        return frozenset(trouvees)

    def restreindre_somme(self, somme: int, question: int, lettre: int) -> tuple[int, int]:
        """What a letter adds to a sum, and the rest."""
        cle = (somme, question, lettre)
        reste = self._sommes_restreintes.get(cle)
        if reste is None:
            tables, termes = self._sommes[somme]
            certain = sum(ajouts[lettre] for q, ajouts in tables if q == question)
            autres = tuple(table for table in tables if table[0] != question)
            plus, suite = 0, RIEN
            if termes:
                plus, suite = self.somme(autres, [(self.restreindre(f, question, lettre), a) for f, a in termes])
            elif autres:
                suite = self._noter_somme(autres, ())
            reste = certain + plus, suite
            self._sommes_restreintes[cle] = reste
        return reste
