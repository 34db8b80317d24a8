"""The base watched from the app: checked and copied once the first screen is there, mended when it is damaged."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil

if TYPE_CHECKING:
    from prescripteur_tui.services.reprise import Source
    from prescripteur_tui.services.sauvegarde import Veille
    from prescripteur_tui.ui.application import AppPrescripteur

SORTIE_SANS_BASE = 1
"""Exit code of an app that is left because its base cannot be used."""


class Garde:
    """What the app does for its base. What it has found is said on the first screen, never during an interview."""

    def __init__(self, appli: AppPrescripteur) -> None:
        self._appli = appli
        self._arret = threading.Event()
        self._tache: asyncio.Task[None] | None = None
        self._trouve: Veille | None = None

    # Watching

    def veiller(self) -> None:
        """Check the base and make today's copy, once, in a thread of its own; invented interviews need none."""
        if self._tache is None and not self._arret.is_set() and not self._appli.nature:
            self._tache = asyncio.create_task(self._veiller())

    async def fermer(self) -> None:
        """Stop what is under way, and wait until it has: some milliseconds."""
        self._arret.set()
        if self._tache is not None:
            await asyncio.wait([self._tache])

    async def _veiller(self) -> None:
        # Deferred: nothing of it is needed before the first screen.
        from prescripteur_tui.services import sauvegarde

        try:
            self._trouve = await asyncio.to_thread(sauvegarde.veiller, self._appli.services, self._arret.is_set)
        except Exception as erreur:
            # As an error of any gesture: told, or the end of the app with its report.
            self._appli.faire(partial(_lever, erreur))
            return
        self.signaler()

    def signaler(self) -> None:
        """Say what was found, if there is anything to say, once the keys that wait are done with."""
        if self._trouve is not None and not self._arret.is_set():
            self._appli.faire(self._dire)

    async def _dire(self) -> None:
        trouve, ecran = self._trouve, self._appli.screen
        if trouve is None or not isinstance(ecran, EcranAccueil):
            # It is said when the first screen is back.
            return
        self._trouve = None
        if trouve.sans_copie is not None:
            ecran.dire(trouve.sans_copie, style="$attention")
        if not trouve.est_saine:
            await self._proposer_copie()

    # Mending

    async def reparer(self) -> None:
        """Put the best copy in the place of the base, and say what was kept and lost."""
        from prescripteur_tui.services import reprise

        premier = self._premier()
        premier.dire("La base est abîmée. La meilleure copie est reprise…", style="$attention")
        try:
            faite = await self._appli.en_arriere(reprise.reparer, self._appli.services)
        except ErreurPrescripteur as erreur:
            premier.dire()
            if erreur.code == "copie-absente":
                await self._proposer_base_neuve()
            else:
                await premier.renoncer(erreur)
            return
        premier.dire()
        await premier.commencer()
        if faite is not None:
            # The sentence stays when the dialog is gone.
            premier.dire("La base vient d’une copie.", style="$attention")
            await self._annoncer("La base vient d’une copie", faite.phrases(self._appli.services.semaine()))

    async def _proposer_copie(self) -> None:
        """Ask before the base under the user's hands is replaced: it still worked so far."""
        from prescripteur_tui.services import reprise
        from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue

        try:
            source = await self._appli.en_arriere(reprise.meilleure_copie, self._appli.services)
        except ErreurPrescripteur:
            await self._proposer_base_neuve(peut_attendre=True)
            return

        async def suite(choix: str) -> None:
            if choix == "reprendre":
                await self.reparer()

        await self._appli.demander(
            Dialogue(
                "La base est abîmée",
                [
                    "Le contrôle du démarrage a trouvé des dégâts : des entretiens ne se lisent plus, ou mal.",
                    f"{self._nommer(source)} est saine. La base abîmée sera mise de côté.",
                    *self._sans_brouillon(),
                ],
                [
                    Choix("reprendre", "Reprendre la copie"),
                    Choix("attendre", "Continuer sans", "ce qui s’ajoute peut se perdre"),
                ],
                suite,
                defaut="reprendre",
            )
        )

    def _nommer(self, source: Source) -> str:
        nom = source.nom(self._appli.services)
        return nom[:1].upper() + nom[1:]

    def _sans_brouillon(self) -> list[str]:
        etat = self._premier().etat
        return ["L’entretien interrompu ne sera pas repris."] if etat is not None and etat.brouillon else []

    async def _proposer_base_neuve(self, *, peut_attendre: bool = False) -> None:
        """Without any sound copy, begin anew only if the user says so."""
        from prescripteur_tui.services import reprise
        from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue

        async def suite(choix: str) -> None:
            if choix == "quitter":
                self._appli.exit(SORTIE_SANS_BASE)
            elif choix == "neuve":
                cote = await self._appli.en_arriere(reprise.recommencer, self._appli.services)
                await self._premier().commencer()
                await self._annoncer("Une base neuve", reprise.phrases_base_neuve(cote))

        attendre = [Choix("attendre", "Continuer ainsi", "ce qui s’ajoute peut se perdre")] if peut_attendre else []
        await self._appli.demander(
            Dialogue(
                "La base est abîmée, sans copie saine",
                [
                    "Les entretiens de cet ordinateur ne peuvent pas être repris ici.",
                    "Une sauvegarde existe ailleurs ? Quittez, puis tapez : prescripteur restaurer FICHIER",
                ],
                [
                    Choix("quitter", "Quitter", "rien ne change"),
                    Choix("neuve", "Commencer une base neuve", "l’ancienne est mise de côté"),
                    *attendre,
                ],
                suite,
                defaut="quitter",
            )
        )

    async def _annoncer(self, titre: str, phrases: list[str]) -> None:
        from prescripteur_tui.ui.ecrans.dialogues import Choix, Dialogue

        await self._appli.demander(Dialogue(titre, phrases, [Choix("continuer", "Continuer")]))

    def _premier(self) -> EcranAccueil:
        premier = self._appli.screen_stack[0]
        assert isinstance(premier, EcranAccueil)
        return premier


async def _lever(erreur: Exception) -> None:
    raise erreur
