"""The words of a catalogue: too long, at odds with the rule beside them, or about what no question may touch."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.constats import Constat
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire
from prescripteur_tui.domaine.regles import Condition, Preference
from prescripteur_tui.domaine.textes import TexteSitue, textes

MOTS_FACILES = 12
"""Words that a sentence of a plain wording (FALC) may have."""

MOTS_AU_PLUS = 25
"""Words that any other sentence may have; our own limit, twice that of a plain wording and one more."""

_EXTRAIT = 90

_SENSIBLES = re.compile(
    r"\b("
    r"sant[ée]|malad\w*|handicap\w*|invalid\w*|enceintes?|grossesse|m[ée]dec\w*|psy\w*|addict\w*|drogue\w*|"
    r"origines?|nationalit\w*|[ée]trang[eè]re?s?|immigr\w*|migrant\w*|ethni\w*|couleur de peau|race|n[ée]e?s? [àa]|"
    r"pays de naissance|langue maternelle|religi\w*|confession\w*|croyan\w*|musulman\w*|chr[ée]tien\w*|juive?s?|"
    r"papiers|titres? de s[ée]jour|carte de s[ée]jour|sans-papiers|r[ée]gularis\w*|visas?"
    r")\b",
    re.IGNORECASE,
)


def verifier_redaction(catalogue: Catalogue) -> Iterator[Constat]:
    """Long sentences, sensitive words in what is asked, amounts and ages that no rule beside them knows."""
    bornes = _Bornes(catalogue.questionnaire)
    for texte in textes(catalogue):
        yield from _longueurs(texte)
        if texte.est_demande:
            yield from _mots_sensibles(texte)
        if texte.regles:
            yield from bornes.ecarts(texte)


def _longueurs(texte: TexteSitue) -> Iterator[Constat]:
    limite = MOTS_FACILES if texte.est_facile else MOTS_AU_PLUS
    for phrase in re.split(r"(?<=[.!?…])\s+", texte.texte):
        mots = [mot for mot in phrase.split() if re.search(r"\w", mot)]
        if len(mots) > limite:
            contexte: dict[str, object] = {"nombre": len(mots), "limite": limite, "debut": " ".join(mots[:8])}
            yield Constat("phrase-longue", texte.sujet, texte.chemin, contexte)


def _mots_sensibles(texte: TexteSitue) -> Iterator[Constat]:
    for mot in dict.fromkeys(trouve.lower() for trouve in _SENSIBLES.findall(texte.texte)):
        yield Constat("mot-sensible", texte.sujet, texte.chemin, {"mot": mot, "texte": _extrait(texte.texte)})


def _extrait(texte: str) -> str:
    """The beginning of a text, whole words."""
    if len(texte) <= _EXTRAIT:
        return texte
    return texte[: texte.rfind(" ", 0, _EXTRAIT)] + "…"


# Amounts and ages

_NOMBRE = r"[0-9]{1,3}(?:[\s\u00a0\u202f][0-9]{3})+|[0-9]+"
_ESPACE = r"[\s\u00a0\u202f]*"
_MONTANTS = re.compile(rf"(?:({_NOMBRE}){_ESPACE}(?:€{_ESPACE})?(?:à|et|ou|-){_ESPACE})?({_NOMBRE}){_ESPACE}€")
_AGES = re.compile(
    rf"(?:({_NOMBRE}){_ESPACE}(?:ans{_ESPACE})?(?:à|et|ou|-){_ESPACE})?(?<![0-9])([0-9]{{2}}){_ESPACE}ans\b"
    rf"({_ESPACE}(?:et|ou) plus|{_ESPACE}au moins|{_ESPACE}révolus)?"
)
_AGE_ADULTE = range(12, 100)
"""Numbers of years that can be the age of a person, rather than of a firm or of a loan."""


class _Mention(NamedTuple):
    """A number in a text, and where a rule would have to cut for the text to be true: any of these values."""

    nombre: int
    valeur: str
    coupes: tuple[float, ...]


class _Tranche(NamedTuple):
    """An option that is a range: from `bas`, up to `haut`."""

    option: str
    bas: float
    haut: float


_Lecture = Callable[[str], "tuple[float, float] | None"]
"""From the label of an option to its range, if it is one."""


class _Bornes:
    """The questions whose options are ranges of amounts or of ages."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._montants = _tranches(questionnaire, _tranche_de_montant)
        self._ages = _tranches(questionnaire, _tranche_d_age)

    def ecarts(self, texte: TexteSitue) -> Iterator[Constat]:
        """Numbers of a text where no rule beside it changes its mind."""
        for code, questions, mentions in (
            ("montant-different", self._montants, _montants),
            ("age-different", self._ages, _ages),
        ):
            avis = [a for q, tranches in questions.items() for a in _avis(texte.regles, q, tranches)]
            if not avis:
                continue
            for mention in mentions(texte.texte):
                if not any(_coupe(a, valeur) for a in avis for valeur in mention.coupes):
                    contexte: dict[str, object] = {"valeur": mention.valeur, "texte": _extrait(texte.texte)}
                    yield Constat(code, f"{texte.sujet}/{mention.nombre}", texte.chemin, contexte)


_Avis = list[tuple[_Tranche, str]]
"""What one atom says of each range: `oui`, `peut-etre` or `non`."""


def _avis(regles: Sequence[Condition | Preference], question: str, tranches: list[_Tranche]) -> Iterator[_Avis]:
    for regle in regles:
        if isinstance(regle, Preference):
            if regle.question == question:
                yield [(t, "oui" if t.option in regle.parmi else "non") for t in tranches]
            continue
        for atome in regle.atomes():
            if atome.question == question:
                dedans, dehors = ("non", "oui") if atome.est_negatif else ("oui", "non")
                yield [
                    (t, "peut-etre" if t.option in atome.peut_etre else dedans if t.option in atome.options else dehors)
                    for t in tranches
                ]


def _coupe(avis: _Avis, valeur: float) -> bool:
    """Whether an atom says something else on the two sides of a value, or leaves the range around it open."""
    dessous = {dit for tranche, dit in avis if tranche.bas < valeur <= tranche.haut}
    dessus = {dit for tranche, dit in avis if tranche.bas <= valeur < tranche.haut}
    return "peut-etre" in dessous | dessus or dessous != dessus


def _tranches(questionnaire: Questionnaire, lire: _Lecture) -> dict[str, list[_Tranche]]:
    """The questions with at least two options that are ranges."""
    trouvees: dict[str, list[_Tranche]] = {}
    for question in questionnaire.questions:
        tranches = list(_tranches_de(question, lire))
        if len(tranches) > 1:
            trouvees[question.id] = tranches
    return trouvees


def _tranches_de(question: Question, lire: _Lecture) -> Iterator[_Tranche]:
    for option in question.options:
        bornes = lire(option.libelle)
        if bornes is not None:
            yield _Tranche(option.id, *bornes)


def _tranche_de_montant(libelle: str) -> tuple[float, float] | None:
    """« De 2 000 à 8 000 € », « Moins de 2 000 € », « Plus de 30 000 € »."""
    trouve = _MONTANTS.search(libelle)
    if trouve is None:
        return None
    bas, haut = trouve.groups()
    if bas is not None:
        return _entier(bas), _entier(haut)
    return (_entier(haut), math.inf) if "plus" in libelle.lower() else (0, _entier(haut))


def _tranche_d_age(libelle: str) -> tuple[float, float] | None:
    """« 18 à 25 ans », « Moins de 16 ans », « 55 ans ou plus »: up to the day before the birthday that follows."""
    trouve = _AGES.search(libelle)
    if trouve is None:
        return None
    bas, haut, plus = trouve.groups()
    if bas is not None:
        return _entier(bas), _entier(haut) + 1
    if plus:
        return _entier(haut), math.inf
    return (0, _entier(haut)) if "moins" in libelle.lower() else None


def _montants(texte: str) -> Iterator[_Mention]:
    for bas, haut in _MONTANTS.findall(texte):
        for nombre in filter(None, (bas, haut)):
            valeur = _entier(nombre)
            yield _Mention(valeur, f"{nombre} €", (valeur,))


def _ages(texte: str) -> Iterator[_Mention]:
    for trouve in _AGES.finditer(texte):
        bas, haut, _ = trouve.groups()
        if _entier(haut) not in _AGE_ADULTE:
            continue
        if bas is not None:
            yield _Mention(_entier(bas), f"{bas} ans", (_entier(bas),))
            yield _Mention(_entier(haut), f"{haut} ans", (_entier(haut) + 1,))
        else:
            # « avant 18 ans » cuts before the birthday, « jusqu’à 25 ans » after the year that it opens.
            yield _Mention(_entier(haut), f"{haut} ans", (_entier(haut), _entier(haut) + 1))


def _entier(nombre: str) -> int:
    return int(re.sub(r"\D", "", nombre))
