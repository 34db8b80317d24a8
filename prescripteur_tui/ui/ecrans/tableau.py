"""The dashboard of the lieu: weeks as bars, étapes, operators, freins; each block begins with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.widget import Widget

from prescripteur_tui.domaine.secret import Masque, Montre
from prescripteur_tui.domaine.semaine import libelle
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import tableau as services
from prescripteur_tui.services.francais import chiffres, en_mots, nombre
from prescripteur_tui.services.tableau import Ligne, Tableau
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.graphiques import barre, colonnes, exacte, rangees
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events

_MARGES = 5
"""Cells beside the text of a page: its margins and the scrollbar."""

_TITRE = "bold $text-accent"


class EcranTableau(Ecran[None]):
    """One page to read; nothing can be changed here."""

    NOM = "tableau"
    TITRE = "Tableau de bord"
    CSS_PATH = "tableau.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)

    def __init__(self) -> None:
        super().__init__()
        self._tableau: Tableau | None = None

    def corps(self) -> Iterable[Widget]:
        """One page to scroll."""
        yield Page(id="page")

    def on_mount(self) -> None:
        """Count in small steps: whoever came here by mistake leaves at once."""
        page = self.query_one(Page)
        page.focus()
        page.montrer(["Lecture des comptes…"])
        self._lire()

    @work(exclusive=True)
    async def _lire(self) -> None:
        services_ = self.appli.services
        try:
            catalogue = await self.appli.charger_catalogue()
            lecture = await self.appli.en_arriere(services.commencer, services_)
            comptages = [
                await self.appli.en_arriere(services.compter, services_, lecture, semaine)
                for semaine in lecture.detaillees
            ]
        except ErreurPrescripteur as erreur:
            self.appli.faire(partial(self._renoncer, erreur))
            return
        self._tableau = services.dresser(lecture, comptages, catalogue)
        self.contexte = self._tableau.lieu_nom
        self._montrer()

    async def _renoncer(self, erreur: ErreurPrescripteur) -> None:
        self.dismiss(None)
        self.appli.montrer_erreur(erreur)

    async def touche(self, event: events.Key) -> bool:
        """The commands of this screen; the page scrolls by itself."""
        return await self.jouer_touche(event)

    def on_resize(self) -> None:
        """The bars take the room there is."""
        self._montrer()

    def _montrer(self) -> None:
        if self._tableau is not None:
            hauteur = 4 if self.size.height >= 24 else 3
            self.query_one(Page).montrer(page(self._tableau, self.size.width - _MARGES, hauteur))


def page(tableau: Tableau, largeur: int, hauteur: int) -> list[Paragraphe]:
    """The dashboard in lines of so many cells, its upright bars of so many lines."""
    blocs: list[Callable[[Tableau, int], list[Paragraphe]]] = [_etapes, _operateurs, _sans_operateur, _freins]
    lignes = [*_semaines(tableau, largeur, hauteur), Paragraphe("")]
    if not tableau.total:
        return [*lignes, Paragraphe(f"Sur les quatre dernières semaines, {_AUCUN_ENTRETIEN}.")]
    lignes.append(Paragraphe(f"Quatre dernières semaines : {nombre(tableau.total, 'entretien')}", _TITRE))
    for bloc in blocs:
        lignes += [Paragraphe(""), *bloc(tableau, largeur)]
    return lignes


_AUCUN_ENTRETIEN = "aucun entretien n’est compté à ce lieu"


# Weeks


def _semaines(tableau: Tableau, largeur: int, hauteur: int) -> list[Paragraphe]:
    tete = "Entretiens"
    valeurs = [compte.entretiens for compte in tableau.semaines]
    chiffres = max(len(str(valeur)) for valeur in valeurs)
    colonne = min(max(chiffres, 2) + 1 if largeur < 70 else max(chiffres, 2) + 3, 8)
    combien = min(len(valeurs), (largeur - len(tete)) // colonne)
    valeurs = valeurs[-combien:]
    numeros = [compte.semaine[-2:] for compte in tableau.semaines[-combien:]]

    def ligne(mot: str, textes: Iterable[str]) -> str:
        return f"{mot:{len(tete)}}" + "".join(f"{texte:>{colonne}}" for texte in textes)

    return [
        Paragraphe(libelle(tableau.semaines[-1].semaine), "bold"),
        Paragraphe(phrase_de_la_semaine(tableau)),
        Paragraphe(""),
        *(exacte(" " * len(tete) + etage, "$primary") for etage in colonnes(valeurs, hauteur, colonne)),
        exacte(ligne(tete, map(str, valeurs))),
        exacte(ligne("Semaines", numeros), "$discret"),
    ]


def phrase_de_la_semaine(tableau: Tableau) -> str:
    """This week beside the average of the weeks before."""
    ici, moyenne = tableau.semaines[-1].entretiens, tableau.moyenne
    debut = f"{nombre(ici, 'entretien')} jusqu’ici"
    if moyenne is None:
        return f"{debut}. C’est la première semaine comptée à ce lieu."
    est_pareil = abs(ici - moyenne) < max(0.5, moyenne / 10)
    mots = "autant que" if est_pareil else "plus que" if ici > moyenne else "moins que"
    avant = "la semaine d’avant" if len(tableau.avant) == 1 else "la moyenne des semaines d’avant"
    return f"{debut}, {mots} {avant} ({_decimal(moyenne)})."


def _decimal(valeur: float) -> str:
    """One decimal, with a comma; none when it would be nought."""
    return f"{valeur:.1f}".replace(".", ",").removesuffix(",0")


# Tables


def _etapes(tableau: Tableau, largeur: int) -> list[Paragraphe]:
    premiere = _la_plus_grande(tableau.etapes)
    if premiere is None:
        phrase = "Nombres non montrés : l’un d’eux, trop petit, se devinerait."
    else:
        combien = f"{en_mots(premiere.nombre, tableau.seuil)} sur {chiffres(tableau.total)}"
        phrase = f"Le plus souvent : {premiere.nom} ({combien})."
    return [*_titre("Étapes", phrase), *_table(tableau.etapes, tableau.seuil, largeur)]


def _operateurs(tableau: Tableau, largeur: int) -> list[Paragraphe]:
    premier, combien = _la_plus_grande(tableau.operateurs), nombre(tableau.orientations, "orientation")
    if not tableau.orientations:
        phrase = "Aucune orientation n’a été donnée."
    elif premier is None:
        phrase = f"{combien}, trop peu vers chacun pour les montrer."
    else:
        phrase = f"{combien}, le plus souvent vers {premier.nom} ({en_mots(premier.nombre, tableau.seuil)})."
    return [*_titre("Opérateurs", phrase), *_table(tableau.operateurs, tableau.seuil, largeur)]


def _sans_operateur(tableau: Tableau, largeur: int) -> list[Paragraphe]:
    vu, total = tableau.sans_operateur, tableau.total
    if vu is Masque.CACHE:
        phrase = "Trop peu d’entretiens pour montrer leur part."
    elif isinstance(vu, Masque):
        phrase = f"{en_mots(vu, tableau.seuil).capitalize()} sur {nombre(total, 'entretien')}."
    else:
        phrase = f"{chiffres(vu)} sur {nombre(total, 'entretien')}, soit {round(100 * vu / total)} %."
    return _titre("Aucun opérateur trouvé", phrase)


def _freins(tableau: Tableau, largeur: int) -> list[Paragraphe]:
    premier = _la_plus_grande(tableau.freins)
    if premier is None:
        phrase = "Trop peu de réponses pour montrer des nombres."
    else:
        phrase = f"Le plus cité : {premier.nom} ({_sur(premier.nombre, tableau)})."
    return [*_titre("Freins", phrase), *_table(tableau.freins, tableau.seuil, largeur)]


def _sur(vu: Montre, tableau: Tableau) -> str:
    return f"{en_mots(vu, tableau.seuil)} sur {nombre(tableau.total, 'entretien')}"


def _titre(titre: str, phrase: str) -> list[Paragraphe]:
    return [Paragraphe(titre, "bold"), Paragraphe(phrase)]


def _la_plus_grande(lignes: Sequence[Ligne]) -> Ligne | None:
    """The greatest that is shown, when it is known to be the greatest."""
    presque = [ligne for ligne in lignes if ligne.nombre is Masque.PRESQUE]
    if presque:
        return presque[0]
    montrees = [ligne for ligne in lignes if not isinstance(ligne.nombre, Masque)]
    return max(montrees, key=_grandeur, default=None)


def _grandeur(ligne: Ligne) -> int:
    return 0 if isinstance(ligne.nombre, Masque) else ligne.nombre


def _table(lignes: Sequence[Ligne], seuil: int, largeur: int) -> list[Paragraphe]:
    """Number, bar, name, in columns; those under the threshold on one line, because nothing else is said of them."""
    longueur = 24 if largeur >= 70 else 14
    haut = max(map(_grandeur, lignes), default=0)
    chiffres = max(len(str(haut)), 3)
    tete = chiffres + longueur + 3
    lignes_: list[Paragraphe] = []
    for ligne in lignes:
        if ligne.nombre is Masque.MOINS:
            continue
        if isinstance(ligne.nombre, Masque):
            debut = en_mots(ligne.nombre, seuil)
        else:
            debut = f"{ligne.nombre:>{chiffres}} {barre(ligne.nombre, haut, longueur)}"
        lignes_ += rangees(f"{debut:{tete}}", ligne.nom, largeur)
    petites = [ligne.nom for ligne in lignes if ligne.nombre is Masque.MOINS]
    if petites:
        lignes_ += rangees(f"{en_mots(Masque.MOINS, seuil):{tete}}", " · ".join(petites), largeur)
    return lignes_
