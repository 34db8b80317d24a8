"""The page of one operator: how to reach it, what it offers, for whom, and by which sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from prescripteur_tui.domaine.operateurs import AConfirmer, OffreComplete, Operateur, Source
from prescripteur_tui.domaine.ports import Coordonnees
from prescripteur_tui.domaine.questionnaire import Questionnaire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import coordonnees as locales
from prescripteur_tui.services import fiches_nationales, phrases
from prescripteur_tui.services.catalogue import operateur as trouver
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.ecrans.saisie import Champ, Saisie
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events

    from prescripteur_tui.domaine.catalogue import Catalogue


class EcranOperateur(Ecran[None]):
    """Everything the catalogue says of an operator, and the contact that staff note here.

    Args:
        operateur: its id.
        catalogue: the one to look it up in; that of the app when left out.
    """

    NOM = "operateur"
    TITRE = "Opérateur"
    CSS_PATH = "operateur.tcss"
    BINDINGS: ClassVar[list[BindingType]] = commandes.liaisons(NOM)

    def __init__(self, operateur: str, catalogue: Catalogue | None = None) -> None:
        super().__init__()
        self._operateur = operateur
        self._catalogue = catalogue
        self._coordonnees: Coordonnees | None = None

    def corps(self) -> Iterable[Widget]:
        """One page to scroll."""
        yield Page(id="page")

    async def on_mount(self) -> None:
        """Read what was noted here, then show the page."""
        self.query_one(Page).focus()
        try:
            if self._catalogue is None:
                self._catalogue = await self.appli.charger_catalogue()
            self.contexte = trouver(self._catalogue, self._operateur).nom
            self._coordonnees = await self.appli.en_arriere(locales.lire, self.appli.services, self._operateur)
        except ErreurPrescripteur as erreur:
            self.call_later(self._renoncer, erreur)
            return
        self._montrer()

    async def touche(self, event: events.Key) -> bool:
        """The commands of this screen, each done before the next key."""
        return await self.jouer_touche(event)

    async def action_noter(self) -> None:
        """Note how the operator is reached here."""
        if self._catalogue is not None:
            nom = trouver(self._catalogue, self._operateur).nom
            saisie = SaisieCoordonnees(self._operateur, nom, self._coordonnees, self.appli.services.aujourd_hui())
            await self.app.push_screen(saisie, self._noter)

    def _noter(self, coordonnees: Coordonnees | None) -> None:
        if coordonnees is not None:
            self._coordonnees = coordonnees
            self._montrer()

    def _montrer(self) -> None:
        if self._catalogue is not None:
            operateur = trouver(self._catalogue, self._operateur)
            jour = self.appli.services.aujourd_hui()
            lignes = page(self._catalogue.questionnaire, operateur, self._coordonnees, jour)
            self.query_one(Page).montrer(lignes)

    def _renoncer(self, erreur: ErreurPrescripteur) -> None:
        self.dismiss(None)
        self.appli.montrer_erreur(erreur)


class SaisieCoordonnees(Saisie[Coordonnees]):
    """The local contact of an operator."""

    def __init__(self, operateur: str, nom: str, deja: Coordonnees | None, jour: dt.date) -> None:
        self._operateur = operateur
        self._jour = jour
        deja = deja or Coordonnees(operateur)
        date = locales.date_francaise(deja.verifie_le or jour.isoformat())
        super().__init__(
            f"Coordonnées d’ici : {nom}",
            [
                Champ("telephone", "Téléphone", "", deja.telephone or ""),
                Champ("adresse", "Adresse, ou lieu de permanence", "", deja.adresse or ""),
                Champ("horaires", "Horaires", "", deja.horaires or ""),
                Champ("verifie_le", "Vérifié le", f"Aujourd’hui : {locales.date_francaise(jour.isoformat())}", date),
            ],
        )

    def refus(self, valeurs: Mapping[str, str]) -> dict[str, str]:
        """All that cannot be kept."""
        return locales.refus(valeurs, self._jour)

    async def enregistrer(self, valeurs: Mapping[str, str]) -> Coordonnees:
        """Keep it in the store."""
        return await self.appli.en_arriere(locales.noter, self.appli.services, self._operateur, valeurs)


# What the page says


def page(
    questionnaire: Questionnaire, operateur: Operateur, coordonnees: Coordonnees | None, jour: dt.date
) -> list[Paragraphe]:
    """The whole page; `jour` is today, for ages."""
    sources = _numeroter(operateur)
    etat = phrases.statut_en_mots(operateur.statut, operateur.confiance)
    fraicheur = fiches_nationales.fraicheur_en_mots(operateur, jour)
    provenance = fiches_nationales.provenance_en_mots(operateur)
    return [
        Paragraphe(operateur.nom, "bold $text-primary"),
        Paragraphe(f"État : {etat}, {fraicheur}."),
        *([Paragraphe(provenance)] if provenance else []),
        Paragraphe(""),
        Paragraphe(operateur.description),
        *_section("Comment joindre"),
        *(_point(ligne) for ligne in phrases.contact_en_lignes(operateur, coordonnees, jour)),
        *([_point(f"Site : {operateur.site}")] if operateur.site else []),
        Paragraphe("F4 note les coordonnées d’ici.", "$text-muted", retrait=2),
        *_a_confirmer(operateur.a_confirmer, sources, 0),
        *(ligne for offre in operateur.offres_completes() for ligne in _offre(questionnaire, offre, sources, jour)),
        *_section("Sources"),
        *(
            Paragraphe(f"{numero}. {phrases.source_en_mots(source)}", retrait=2, suite=3)
            for numero, source in enumerate(_sources(operateur), start=1)
        ),
        *(
            Paragraphe(f"Vérifié par une personne : {phrases.date_en_mots(v.le)} ({v.source})", retrait=2, suite=3)
            for v in operateur.verifications
        ),
    ]


def _offre(
    questionnaire: Questionnaire, complete: OffreComplete, sources: Mapping[str, int], jour: dt.date
) -> Iterator[Paragraphe]:
    offre, operateur = complete.offre, complete.operateur
    yield from _section(f"Offre : {offre.nom}" if not offre.aide else f"Aide : {offre.nom}")
    yield Paragraphe(offre.description, retrait=2)
    yield Paragraphe("")
    faits = [
        f"Nature : {phrases.type_en_mots(offre)}",
        f"Étapes : {phrases.etapes_en_mots(questionnaire, offre.etapes)}",
        phrases.prix_en_phrase(offre),
        f"Quand : {periode}" if (periode := phrases.periode_en_mots(offre)) else "",
        f"Demande en ligne : {offre.lien_mobilisation}" if offre.lien_mobilisation and not offre.provenance else "",
        *fiches_nationales.lieu_en_lignes(offre),
    ]
    if (complete.statut, complete.confiance) != (operateur.statut, operateur.confiance):
        faits.append(f"État de cette offre : {phrases.statut_en_mots(complete.statut, complete.confiance)}")
    if complete.verifie_le != operateur.verifie_le:
        faits.append(phrases.majuscule(phrases.fraicheur_en_mots(complete.verifie_le, jour)))
    yield from (_point(fait) for fait in faits if fait)
    yield from _pour_qui(questionnaire, complete)
    yield from _a_confirmer(offre.a_confirmer, sources, 2)
    if offre.preferences:
        yield Paragraphe("Ce qui la fait passer devant :", "bold", retrait=2)
        yield from (_point(preference.raison, 4) for preference in offre.preferences)


def _pour_qui(questionnaire: Questionnaire, complete: OffreComplete) -> Iterator[Paragraphe]:
    offre = complete.offre
    titre = "Pour qui :" if len(offre.conditions) < 2 else "Pour qui (tout est demandé) :"
    yield Paragraphe(titre, "bold", retrait=2)
    yield from (_point(ligne, 4) for ligne in fiches_nationales.acces_en_lignes(offre))
    if not offre.conditions and not offre.est_sans_regle:
        yield _point(f"Tout le monde : {offre.raison}" if offre.raison else "Tout le monde", 4)
    for condition in offre.conditions:
        detail = phrases.detail_en_mots(questionnaire, condition)
        motif = phrases.motif_en_mots(condition)
        yield _point(motif or detail, 4)
        if motif:
            yield Paragraphe(detail, "$text-muted", retrait=6)
    if offre.conditions_acces and offre.provenance is None:
        yield _point(offre.conditions_acces, 4)


def _a_confirmer(a_confirmer: Iterable[AConfirmer], sources: Mapping[str, int], retrait: int) -> Iterator[Paragraphe]:
    lignes = list(a_confirmer)
    if not lignes:
        return
    if not retrait:
        yield from _section("À confirmer")
    else:
        yield Paragraphe("À confirmer :", "bold", retrait=retrait)
    for ligne in lignes:
        numero = sources.get(ligne.source)
        renvoi = f"source {numero}" if numero else ligne.source
        yield _point(f"{phrases.phrase(ligne.texte)} ({renvoi})", retrait + 2)


def _section(titre: str) -> list[Paragraphe]:
    return [Paragraphe(""), Paragraphe(titre, "bold $text-accent")]


def _point(texte: str, retrait: int = 2) -> Paragraphe:
    return Paragraphe(f"• {texte}", retrait=retrait, suite=2)


def _sources(operateur: Operateur) -> list[Source]:
    """The sources of the operator, then those of its offres, each page once."""
    toutes = [*operateur.sources, *(s for offre in operateur.offres for s in offre.sources or ())]
    return list({(source.url, source.objet): source for source in toutes}.values())


def _numeroter(operateur: Operateur) -> dict[str, int]:
    numeros: dict[str, int] = {}
    for numero, source in enumerate(_sources(operateur), start=1):
        numeros.setdefault(source.url, numero)
    return numeros
