"""Write the catalogue as national files: JSON, CSV, and the report of what they cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prescripteur_tui.disque import creer_dossier, remplacer
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.sortie_nationale import Sortie, sortir

RAPPORT = "rapport.md"


@dataclass(frozen=True, slots=True)
class ExportNational:
    """What was written."""

    fichiers: tuple[Path, ...]
    sortie: Sortie


def exporter(app: Application, vers: Path, *, valider: bool = False) -> ExportNational:
    """Write the catalogue in use into a folder; files of the same name there are replaced, others left alone.

    Args:
        app: the application.
        vers: the folder, created when needed.
        valider: hold the records to the schema of data·inclusion first, which must be installed.

    Raises:
        ErreurPrescripteur: before anything is written, that the catalogue is refused, `horloge-douteuse`,
            `schema-national-absent` or `schema-national-refus`; then `ecriture-impossible` or `disque-plein`.
    """
    from prescripteur_tui.exports.national import fichiers
    from prescripteur_tui.services.rapport_national import rapport

    sortie = sortir(app.catalogue, app.aujourd_hui())
    if valider:
        from prescripteur_tui.lecture.national.schema import valider as tenir_au_schema

        tenir_au_schema(sortie.structures, sortie.services)
    contenus = {**fichiers(sortie.structures, sortie.services), RAPPORT: rapport(app.catalogue, sortie).encode()}
    creer_dossier(vers)
    for nom, octets in contenus.items():
        remplacer(vers / nom, octets)
    return ExportNational(tuple(vers / nom for nom in contenus), sortie)
