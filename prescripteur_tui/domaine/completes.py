"""The complete answer sets of a space: how many are left, and some drawn at random, each as likely as another."""

from __future__ import annotations

import random
from copy import copy
from itertools import accumulate

from prescripteur_tui.domaine.algebre import VRAI_F, Coupes
from prescripteur_tui.domaine.compilation import ReglesCompilees
from prescripteur_tui.domaine.diagramme import Budget, Diagramme
from prescripteur_tui.domaine.espace import Espace
from prescripteur_tui.domaine.questionnaire import Valeur

Portes = tuple[tuple[int, int, int], ...]
"""The questions still to be given a letter: number, whether it may open, whether it is asked."""


class Completes:
    """The ways down a space, to complete answer sets."""

    def __init__(self, espace: Espace) -> None:
        self.espace = espace
        self._algebre = espace.algebre
        self._diagramme = Diagramme(espace, Budget(0, 0))
        questions = range(len(espace.questions))
        self.depart: Portes = tuple(zip(questions, espace.ouvrables, espace.ouvertes, strict=True))
        self._nombres: dict[Portes, int] = {(): 1}

    def lettres(self, portes: Portes, coupes: Coupes = frozenset()) -> list[tuple[int, int, int]]:
        """The letters that the first question can have, alike ones together: one of them, all, how many answers.

        Args:
            portes: what is left.
            coupes: sets of letters to tell apart, beyond what the questions that follow do.
        """
        algebre = self._algebre
        question, ouvrable, ouverte = portes[0]
        for _, autre, sure in portes[1:]:
            coupes |= algebre.coupes(autre, question) | algebre.coupes(sure, question)
        alphabet = algebre.alphabets[question]
        permises = 1 << alphabet.fermee
        if ouvrable == VRAI_F:
            permises = alphabet.reponses if ouverte == VRAI_F else 1 << alphabet.vide
        return self._diagramme.classes(question, coupes, permises)

    def donner(self, portes: Portes, lettre: int) -> Portes:
        """What is left once the first question has its letter."""
        question, restreindre = portes[0][0], self._algebre.restreindre
        return tuple(
            (q, restreindre(ouvrable, question, lettre), restreindre(ouverte, question, lettre))
            for q, ouvrable, ouverte in portes[1:]
        )

    def nombre(self, portes: Portes) -> int:
        """How many ways there are to answer what is left."""
        nombre = self._nombres.get(portes)
        if nombre is None:
            nombre = self._nombres[portes] = sum(
                reponses * self.nombre(self.donner(portes, lettre)) for lettre, _, reponses in self.lettres(portes)
            )
        return nombre


class Urne:
    """Complete answer sets drawn at random, each as likely as any other.

    Raises:
        EspaceTropGrand: there are too many questions.
    """

    def __init__(self, regles: ReglesCompilees) -> None:
        # Only what opens questions matters here: without the offres, few kinds of answers are to be told apart.
        nues = copy(regles)
        nues.offres = ()
        self._completes = Completes(Espace(nues))
        self._espace = self._completes.espace
        self._suites: dict[Portes, tuple[list[tuple[int, Portes]], list[int]]] = {}

    def tirer(self, alea: random.Random) -> dict[str, Valeur]:
        """One of them, in questionnaire order."""
        reponses: dict[str, Valeur] = {}
        portes = self._completes.depart
        while portes:
            question = portes[0][0]
            lettres, portes = self._choisir(portes, alea)
            if lettres & self._espace.algebre.alphabets[question].reponses:
                reponses[self._espace.questions[question].id] = self._repondre(question, lettres, alea)
        return reponses

    def _choisir(self, portes: Portes, alea: random.Random) -> tuple[int, Portes]:
        """Some letters of the first question, alike, as often as there are answer sets with them."""
        connues = self._suites.get(portes)
        if connues is None:
            classes = self._completes.lettres(portes)
            suites = [(ensemble, self._completes.donner(portes, lettre)) for lettre, ensemble, _ in classes]
            nombres = [n * self._completes.nombre(s) for (_, _, n), (_, s) in zip(classes, suites, strict=True)]
            connues = self._suites[portes] = suites, list(accumulate(nombres))
        suites, cumuls = connues
        numero = alea.randrange(cumuls[-1])
        return next(suite for suite, cumul in zip(suites, cumuls, strict=True) if numero < cumul)

    def _repondre(self, question: int, lettres: int, alea: random.Random) -> Valeur:
        """One of the answers with these letters."""
        posee = self._espace.questions[question]
        if not posee.multi:
            possibles = [i for i in range(lettres.bit_length()) if lettres >> i & 1]
            return self._espace.valeur(question, alea.choice(possibles))
        bits = self._espace.regles.bits[question]
        seules = [o.id for o in posee.options if o.seule]
        libres = [o.id for o in posee.options if not o.seule]
        while True:
            # Any answer, until it is one of these: they are drawn as often as they are many.
            numero = alea.randrange(len(seules) + (1 << len(libres)) - 1)
            choisies = seules[numero : numero + 1]
            if not choisies:
                ensemble = numero - len(seules) + 1
                choisies = [option for i, option in enumerate(libres) if ensemble >> i & 1]
            if lettres >> self._espace.lettre(question, sum(bits[option] for option in choisies)) & 1:
                return tuple(option.id for option in posee.options if option.id in choisies)
