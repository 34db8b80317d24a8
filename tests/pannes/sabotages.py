"""Mistakes that the long run must notice: a run that cannot fail shows nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prescripteur_tui.domaine import ports
from prescripteur_tui.services import comptes
from prescripteur_tui.stockage.courrier import CourrierSqlite
from prescripteur_tui.synchro import echange
from prescripteur_tui.synchro.dossier import CibleDossier


def _sans_temporaire() -> None:
    """Files are written under their final name."""

    def publier(cible: CibleDossier, chemin: str, contenu: bytes) -> bool:
        fichier = cible._racine / chemin
        with cible._en_francais(fichier):
            if fichier.exists():
                return fichier.read_bytes() == contenu
            fichier.parent.mkdir(parents=True, exist_ok=True)
            fichier.write_bytes(contenu)
        return True

    CibleDossier.publier = publier  # type: ignore[method-assign]


def _manifeste_d_abord() -> None:
    """The manifest vouches for a CSV that is not there yet."""

    def deposer(cible: Any, fichier: Any, csv: bytes, manifeste: bytes) -> None:
        chemin = f"{echange.dossier_de(fichier)}/{fichier.nom}"
        cible.publier(f"{chemin}.json", manifeste)
        cible.publier(f"{chemin}.csv", csv)

    echange.deposer = deposer


def _marque_avant() -> None:
    """A file is noted as sent before it goes, and is not looked for again."""
    vrai = CourrierSqlite.noter

    def noter(courrier: CourrierSqlite, cible: str, nom: str, etat: str, raison: str | None = None) -> None:
        vrai(courrier, cible, nom, ports.ENVOYE if etat == ports.EN_COURS else etat, raison)

    CourrierSqlite.noter = noter  # type: ignore[method-assign]
    echange.entiers = _Tout  # type: ignore[assignment]


class _Tout:
    """A folder that is taken to hold everything."""

    def __init__(self, _: Any) -> None:
        pass

    def __contains__(self, _: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(())


def _sans_purge() -> None:
    """Leftovers stay."""
    CibleDossier.purger = lambda *_: 0  # type: ignore[method-assign]


def _sans_reprise() -> None:
    """A revision half sent is forgotten once there is another."""
    echange.moities = lambda _: set()


def _remplacer() -> None:
    """A corrected week takes the place of the one before."""

    def publier(cible: CibleDossier, chemin: str, contenu: bytes) -> bool:
        fichier: Path = cible._racine / chemin
        with cible._en_francais(fichier):
            fichier.parent.mkdir(parents=True, exist_ok=True)
            for ancien in fichier.parent.glob(f"*{fichier.suffix}"):
                ancien.unlink()
            fichier.write_bytes(contenu)
        return True

    CibleDossier.publier = publier  # type: ignore[method-assign]


def _revision_figee() -> None:
    """A week that was counted is not counted again when late forms come in."""
    vrai = comptes.produire_semaine

    def produire_semaine(app: Any, semaine: str, lieu: str) -> Any:
        deja = [f for f in app.depot.courrier.fichiers(temps=semaine) if f.lieu == lieu]
        return deja[0] if deja else vrai(app, semaine, lieu)

    comptes.produire_semaine = produire_semaine


SABOTAGES = {
    "sans-temporaire": _sans_temporaire,
    "manifeste-d-abord": _manifeste_d_abord,
    "marque-avant": _marque_avant,
    "sans-purge": _sans_purge,
    "sans-reprise": _sans_reprise,
    "remplacer": _remplacer,
    "revision-figee": _revision_figee,
}


def saboter(nom: str) -> None:
    """Put one mistake into this process."""
    SABOTAGES[nom]()
