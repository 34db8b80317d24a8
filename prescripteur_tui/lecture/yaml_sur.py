"""A small, safe YAML: every scalar is text, no anchor, no tag, no duplicate key; every node has its place.

Built on the events of the parser, never on `load`: YAML reads `01000` as 512, `no` as False, and keeps the
last of two equal keys without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.caracteres import INTERDITS, INTERDITS_DANS_UN_TEXTE, nom_du_caractere, place
from prescripteur_tui.lecture.fichiers import LIMITE, refus_de_taille

PROFONDEUR = 20
"""Most levels of lists and mappings."""

PROBLEMES_MAX = 200
"""A file with more problems than that is not worth reading on."""

Chemin = tuple[str | int, ...]

_Chargeur: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RIEN = frozenset(("", "~", "null"))
SUBSTITUT = "\ufffd"
"""Stands in a value for what was refused in it."""
"""Stands in a value for what was refused in it."""


Marque = Any
"""Where the parser saw something: `line` and `column`, from 0."""

Noeud: TypeAlias = "tuple[Marque, Marque, dict[str, Noeud] | list[Noeud] | None]"
"""Where a node stands, where its key stands (or itself), its children. A bare tuple: there are thousands."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its value (dict, list, str or None, nothing else) and the place of every node."""

    valeur: Any
    racine: Noeud

    def position(self, chemin: Chemin, *, cle: bool = False) -> tuple[int, int]:
        """Line and column, both from 1, of the node at `chemin`; of its nearest parent when it is missing.

        A value that starts on another line than its key is placed at its key. With `cle`, the key itself.
        """
        noeud = self.racine
        for pas in chemin:
            suivant = _enfant(noeud, pas)
            if suivant is None:
                cle = False
                break
            noeud = suivant
        marque, marque_cle, _ = noeud
        if cle or marque.line != marque_cle.line:
            marque = marque_cle
        return marque.line + 1, marque.column + 1


def _enfant(noeud: Noeud, pas: str | int) -> Noeud | None:
    enfants = noeud[2]
    trouve: Noeud | None = None
    if isinstance(enfants, dict):
        trouve = enfants.get(str(pas))
    elif enfants is not None and isinstance(pas, int) and 0 <= pas < len(enfants):
        trouve = enfants[pas]
    return trouve


def lire_yaml(texte: str, fichier: str) -> Document:
    """Read a YAML text; the first problem is raised.

    Raises:
        ErreurPrescripteur: `fichier-trop-gros`, or with `fichier`, `ligne` and `colonne`: `yaml-invalide`,
            `cle-double`, `yaml-ancre`, `yaml-etiquette`, `trop-profond`, `caractere-interdit`.
    """
    document, problemes = analyser_yaml(texte, fichier)
    if document is None or problemes:
        raise problemes[0]
    return document


def analyser_yaml(texte: str, fichier: str) -> tuple[Document | None, list[ErreurPrescripteur]]:
    """Read a YAML text and say all that is wrong with it, in file order.

    Returns:
        The document, as far as it can be understood (None when it cannot), and its problems. What is refused
        inside a value is replaced by `SUBSTITUT`; the second of two equal keys is left out.
    """
    # A character is one byte at least: the cheap test first.
    taille = len(texte)
    if taille <= LIMITE:
        taille = len(texte.encode("utf-8", "surrogatepass"))
    if taille > LIMITE:
        return None, [refus_de_taille(fichier, taille)]
    lecteur = _Lecteur(texte.removeprefix("\ufeff"), fichier)
    document = lecteur.lire()
    lecteur.problemes.sort(key=lambda p: (p.contexte["ligne"], p.contexte["colonne"]))
    return document, lecteur.problemes


class _Debut:
    """The place of an empty document."""

    line = column = 0


class _Arret(Exception):
    """Reading cannot go on; the problem is recorded."""


class _Cadre:
    """A list or a mapping being filled, and the key that waits for its value."""

    __slots__ = ("attend_une_cle", "cle", "enfants", "est_objet", "marque", "marque_cle", "objet")

    def __init__(self, *, est_objet: bool, marque: Marque) -> None:
        self.est_objet = self.attend_une_cle = est_objet
        self.objet: Any = {} if est_objet else []
        self.enfants: Any = {} if est_objet else []
        self.marque = marque
        self.cle = ""
        self.marque_cle: Marque = None

    def noter_cle(self, cle: str, marque: Marque) -> None:
        """Keep a key until its value comes."""
        self.cle, self.marque_cle, self.attend_une_cle = cle, marque, False


class _Lecteur:
    """One reading of one text."""

    def __init__(self, texte: str, fichier: str) -> None:
        self.fichier = fichier
        self.problemes: list[ErreurPrescripteur] = []
        self.texte = texte
        # The document is the only element of a list around it.
        self.cadre = _Cadre(est_objet=False, marque=None)
        self.pile: list[_Cadre] = []
        self.valeurs_a_verifier = True

    def lire(self) -> Document | None:
        """The document, or None when it cannot be understood."""
        try:
            self._remplacer_interdits()
            # Without a tab or an escape, the values hold nothing that the text does not.
            self.valeurs_a_verifier = "\t" in self.texte or "\\" in self.texte
            self._construire(yaml.parse(self.texte, Loader=_Chargeur))
        except _Arret:
            return None
        except yaml.YAMLError as erreur:
            self.problemes.append(_refus_de_syntaxe(erreur, self.texte, self.fichier))
            return None
        if not self.cadre.objet:
            debut = _Debut()
            return Document(None, (debut, debut, None))
        return Document(self.cadre.objet[0], self.cadre.enfants[0])

    def _signaler(self, code: str, ligne: int, colonne: int, **contexte: object) -> None:
        self.problemes.append(ErreurPrescripteur(code, fichier=self.fichier, ligne=ligne, colonne=colonne, **contexte))
        if len(self.problemes) >= PROBLEMES_MAX:
            raise _Arret

    def _signaler_la(self, code: str, marque: Marque, **contexte: object) -> None:
        self._signaler(code, marque.line + 1, marque.column + 1, **contexte)

    def _arreter_la(self, code: str, marque: Marque, **contexte: object) -> None:
        self._signaler_la(code, marque, **contexte)
        raise _Arret

    def _remplacer_interdits(self) -> None:
        if INTERDITS.search(self.texte) is None:
            return
        for trouve in INTERDITS.finditer(self.texte):
            self._signaler(
                "caractere-interdit",
                *place(self.texte, trouve.start()),
                caractere=nom_du_caractere(trouve[0]),
            )
        self.texte = INTERDITS.sub(SUBSTITUT, self.texte)

    def _construire(self, evenements: Iterator[Any]) -> None:
        gestes = {
            yaml.ScalarEvent: self._scalaire,
            yaml.MappingStartEvent: self._ouvrir,
            yaml.SequenceStartEvent: self._ouvrir,
            yaml.MappingEndEvent: self._fermer,
            yaml.SequenceEndEvent: self._fermer,
            yaml.AliasEvent: self._renvoi,
            yaml.DocumentStartEvent: self._document,
        }
        for evenement in evenements:
            geste = gestes.get(evenement.__class__)
            if geste is not None:
                geste(evenement)

    def _scalaire(self, evenement: Any) -> None:
        valeur = evenement.value
        marque = evenement.start_mark
        if evenement.anchor is not None or evenement.tag is not None:
            self._refuser_ornement(evenement)
        if self.valeurs_a_verifier and (interdit := INTERDITS_DANS_UN_TEXTE.search(valeur)):
            self._signaler_la("caractere-interdit", marque, caractere=nom_du_caractere(interdit[0]))
            valeur = INTERDITS_DANS_UN_TEXTE.sub(SUBSTITUT, valeur)
        cadre = self.cadre
        if cadre.attend_une_cle:
            if not valeur:
                self._signaler_la("yaml-invalide", marque, raison="une clé est vide")
            cadre.noter_cle(valeur, marque)
        elif valeur in _RIEN and evenement.implicit[0]:
            self._placer(cadre, None, marque, None)
        else:
            self._placer(cadre, valeur, marque, None)

    def _ouvrir(self, evenement: Any) -> None:
        marque = evenement.start_mark
        if evenement.anchor is not None or evenement.tag is not None:
            self._refuser_ornement(evenement)
        if self.cadre.attend_une_cle:
            self._arreter_la("yaml-invalide", marque, raison="une clé n’est pas un simple texte")
        if len(self.pile) >= PROFONDEUR:
            self._arreter_la("trop-profond", marque)
        self.pile.append(self.cadre)
        self.cadre = _Cadre(est_objet=evenement.__class__ is yaml.MappingStartEvent, marque=marque)

    def _fermer(self, _evenement: Any) -> None:
        fini, self.cadre = self.cadre, self.pile.pop()
        self._placer(self.cadre, fini.objet, fini.marque, fini.enfants)

    def _renvoi(self, evenement: Any) -> None:
        marque = evenement.start_mark
        self._signaler_la("yaml-ancre", marque)
        if self.cadre.attend_une_cle:
            self.cadre.noter_cle(f"*{evenement.anchor}", marque)
        else:
            self._placer(self.cadre, SUBSTITUT, marque, None)

    def _document(self, evenement: Any) -> None:
        if self.cadre.objet:
            self._arreter_la(
                "yaml-invalide", evenement.start_mark, raison="le fichier contient plusieurs documents (---)"
            )

    def _placer(self, cadre: _Cadre, valeur: Any, marque: Marque, enfants: Any) -> None:
        """Put a finished node into its parent."""
        if not cadre.est_objet:
            cadre.objet.append(valeur)
            cadre.enfants.append((marque, marque, enfants))
            return
        cle = cadre.cle
        if cle in cadre.objet:
            self._signaler_la("cle-double", cadre.marque_cle, cle=cle)
        else:
            cadre.objet[cle] = valeur
            cadre.enfants[cle] = (marque, cadre.marque_cle, enfants)
        cadre.attend_une_cle = True

    def _refuser_ornement(self, evenement: Any) -> None:
        if evenement.anchor is not None:
            self._signaler_la("yaml-ancre", evenement.start_mark)
        if evenement.tag is not None:
            etiquette = evenement.tag.replace("tag:yaml.org,2002:", "!!")
            self._signaler_la("yaml-etiquette", evenement.start_mark, etiquette=etiquette)


_SYNTAXE = (
    # What libyaml and PyYAML say, in the order in which it is looked for.
    ("mapping values are not allowed", "un « : » n’est pas à sa place ; mettez le texte entre guillemets"),
    ("flow", "une liste entre crochets ou accolades n’est pas fermée, ou une virgule y manque"),
    ("unexpected end of stream", "des guillemets ne sont pas fermés"),
    ("document separator", "des guillemets ne sont pas fermés"),
    ("escape", "entre guillemets droits, « \\ » est suivi d’un signe inconnu"),
    ("expected ':'", "un « : » manque après une clé"),
    ("cannot start any token", "un texte commence par un signe réservé ; mettez-le entre guillemets"),
    ("directive", "les lignes en « % » ne sont pas admises"),
    ("incompatible", "les lignes en « % » ne sont pas admises"),
    ("tag handle", "les étiquettes (!…) ne sont pas admises"),
    ("a tag", "les étiquettes (!…) ne sont pas admises"),
    ("anchor", "les ancres et renvois (& et *) ne sont pas admis"),
    ("alias", "les ancres et renvois (& et *) ne sont pas admis"),
    ("indent", "le retrait en début de ligne ne correspond pas aux lignes voisines"),
    ("block", "le retrait en début de ligne ne correspond pas aux lignes voisines"),
)


def _refus_de_syntaxe(erreur: yaml.YAMLError, texte: str, fichier: str) -> ErreurPrescripteur:
    """Say in French what the parser says in English, by kind."""
    dit = f"{getattr(erreur, 'context', '')} {getattr(erreur, 'problem', '')}"
    marque = getattr(erreur, "problem_mark", None)
    debut = getattr(erreur, "context_mark", None)
    if debut is not None and (marque is None or "quoted scalar" in dit or "simple key" in dit):
        marque = debut
    ligne, colonne = (marque.line + 1, marque.column + 1) if marque else (1, 1)
    derniere = texte.rstrip().count("\n") + 1
    if ligne > derniere:
        # Where it begins says more than where the file ends.
        ligne, colonne = derniere, 1
        if debut is not None and debut.line < derniere:
            ligne, colonne = debut.line + 1, debut.column + 1
    if "maximum nesting depth" in dit:
        # libyaml reads ahead of its events, and since 6.0.4 it stops by itself where nobody ever writes.
        return ErreurPrescripteur("trop-profond", fichier=fichier, ligne=ligne, colonne=colonne)
    ici = texte.split("\n")[ligne - 1 : ligne]
    if "cannot start any token" in dit and ici and ici[0][colonne - 1 : colonne] == "\t":
        raison = "une tabulation sert de retrait ; employez des espaces"
    else:
        raison = next((fr for en, fr in _SYNTAXE if en in dit), "la forme n’est pas reconnue")
    return ErreurPrescripteur("yaml-invalide", fichier=fichier, ligne=ligne, colonne=colonne, raison=raison)
