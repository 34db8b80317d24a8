"""Deleting all that the app has laid down in a data folder, and nothing else: the folder may be shared."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prescripteur_tui.disque import PROVISOIRE, effacer_fichier
from prescripteur_tui.stockage import verrou
from prescripteur_tui.stockage.ouverture import COPIES, FICHIER, MODELE_COPIE
from prescripteur_tui.stockage.pannes import traduire
from prescripteur_tui.stockage.remplacement import MODELES_DE_COTE, SUITES

_DE_COTE = [modele + suite for modele in MODELES_DE_COTE for suite in ("", *SUITES)]

_A_LA_RACINE = (
    *_DE_COTE,
    "plantage-*.txt",
    f".prescripteur*{PROVISOIRE}*",
    f".plantage-*{PROVISOIRE}",
    # The base last: as long as it stands, a deletion that was cut can be seen and begun again.
    *(FICHIER + suite for suite in SUITES),
    FICHIER,
)


def inventaire(dossier: Path, exports: str, modeles_exports: Iterable[str]) -> list[Path]:
    """The files of a data folder that are ours, in the order in which they are to be deleted.

    Args:
        dossier: the data folder.
        exports: the name of the folder of exports in it.
        modeles_exports: patterns of what is ours in there.
    """
    trouves = [
        *_trouver(dossier / COPIES, (MODELE_COPIE, f".prescripteur-*{PROVISOIRE}*", f".instantane.*{PROVISOIRE}*")),
        *_trouver(dossier / exports, modeles_exports),
        *_trouver(dossier, _A_LA_RACINE),
    ]
    return list(dict.fromkeys(trouves))


def _trouver(dossier: Path, modeles: Iterable[str]) -> list[Path]:
    return [chemin for modele in modeles for chemin in sorted(dossier.glob(modele)) if chemin.is_file()]


def effacer(dossier: Path, fichiers: Iterable[Path], sous_dossiers: Iterable[str]) -> None:
    """Delete files, then the folders that are empty for it, the data folder and its lock included.

    Raises:
        ErreurPrescripteur: `base-lecture-seule`, `base-erreur`; what was deleted so far is gone.
    """
    with traduire(dossier / FICHIER):
        for fichier in fichiers:
            effacer_fichier(fichier)
        for nom in sous_dossiers:
            with suppress(OSError):  # it holds files that are not ours
                (dossier / nom).rmdir()


def oter_dossier(dossier: Path) -> None:
    """Delete the window's lock, once it is given back, and the data folder when nothing else is in it."""
    with traduire(dossier / FICHIER):
        (dossier / verrou.FICHIER).unlink(missing_ok=True)
    with suppress(OSError):  # it holds files that are not ours, or is where somebody stands
        dossier.rmdir()
