"""« Pourquoi pas » : each offre that is not put forward, its motif, and what would open it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.widget import Widget

from prescripteur_tui.domaine.recommandation import Ecarte
from prescripteur_tui.services.catalogue import plier
from prescripteur_tui.ui import commandes
from prescripteur_tui.ui.aide_ici import AideIci
from prescripteur_tui.ui.ecrans.base import Ecran
from prescripteur_tui.ui.textes import Paragraphe
from prescripteur_tui.ui.vues import Vue
from prescripteur_tui.ui.widgets.liste import Element, Liste

_LIRE = "Sous son nom : ce qui l’écarte, puis ce qui l’ouvrirait. Les flèches lisent la suite, Échap revient."


class EcranPourquoiPas(Ecran[None]):
    """The offres left out, those that an answer would open first."""

    NOM = "pourquoi-pas"
    TITRE = "Pourquoi pas les autres"
    BINDINGS = commandes.liaisons("pourquoi-pas")

    def __init__(self, vue: Vue, raisons: Sequence[tuple[Ecarte, str, str | None]]) -> None:
        """
        Args:
            vue: the result.
            raisons: what `pourquoi_pas` says of it.
        """
        super().__init__()
        self._vue = vue
        self._raisons = raisons

    def corps(self) -> Iterable[Widget]:
        """One list."""
        yield Liste(self._elements(), id="ecartes")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Liste).focus()

    @property
    def aide_ici(self) -> AideIci | None:
        """The offre under the cursor."""
        courant = self.query_one(Liste).courant
        if courant is None:
            return None
        return AideIci(f"L’offre « {courant.libelle} »", (_LIRE,))

    def _elements(self) -> list[Element]:
        ouvrables: list[Element] = []
        autres: list[Element] = []
        for ecarte, motif, ouverture in self._raisons:
            offre = self._vue.catalogue.offres[ecarte.offre]
            details = [Paragraphe(motif, "sens", suite=2)]
            if ouverture:
                details.append(Paragraphe(ouverture, "droite", suite=2))
            element = Element(ecarte.offre, f"{offre.operateur.nom} · {offre.offre.nom}", details=tuple(details))
            (ouvrables if ouverture else autres).append(element)
        for groupe in (ouvrables, autres):
            groupe.sort(key=lambda e: plier(e.libelle))
        titres = (("Peuvent s’ouvrir", ouvrables), ("Ne conviennent pas", autres))
        return [e for titre, groupe in titres if groupe for e in (Element("", titre, est_titre=True), *groupe)]

    async def touche(self, event: events.Key) -> bool:
        """Arrows read on; Échap and p go back."""
        return self.query_one(Liste).deplacer(event.key) or await self.jouer_touche(event)
