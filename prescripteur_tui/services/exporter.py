"""The counts of a week, written where they can be taken along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prescripteur_tui.domaine.comptages import Comptage, compter_hebdo
from prescripteur_tui.domaine.semaine import lundi_de
from prescripteur_tui.services.application import Application

DOSSIER = "exports"
"""The folder of exports in the data folder."""


@dataclass(frozen=True, slots=True)
class Export:
    """One week at one lieu, written or already there."""

    semaine: str
    lieu: str
    etat: str
    revision: int
    csv: Path
    manifeste: Path
    est_nouveau: bool
    comptage: Comptage


def dossier_exports(app: Application) -> Path:
    """Where exports go when nothing else is said."""
    return app.dossier / DOSSIER


def exporter(
    app: Application, *, semaine: str | None = None, tout: bool = False, vers: Path | None = None
) -> list[Export]:
    """Write the counts of each (semaine, lieu) that has interviews; data that have not changed rewrite nothing.

    Args:
        app: the application.
        semaine: the week, the current one by default.
        tout: every week instead.
        vers: the folder, `exports` in the data folder by default.

    Raises:
        ErreurPrescripteur: `semaine-invalide`, `ecriture-impossible`, `disque-plein`, `revision-differente`, or the
            store refuses.
    """
    courante = app.semaine()
    voulue = semaine or courante
    lundi_de(voulue)
    dossier = vers if vers is not None else dossier_exports(app)
    purger_dossier(dossier)
    return [
        _exporter_une(app, dossier, s, lieu, est_finie=s < courante)
        for s, lieu, nombre in app.depot.semaines()
        if nombre and (tout or s == voulue)
    ]


def purger_dossier(dossier: Path) -> None:
    """Take away what exports that were cut have left in their folder, once it is a day old."""
    from prescripteur_tui import disque

    with disque.en_francais(dossier):
        if dossier.is_dir():
            disque.purger(dossier)


def produire(app: Application) -> None:
    """Keep, as files to send, the counts of every finished week; those that have not changed are there already."""
    from prescripteur_tui.exports import hebdo

    for semaine, lieu, _ in app.depot.semaines():
        if semaine >= app.semaine():
            continue
        entretiens = list(app.depot.de_la_semaine(semaine, lieu))
        comptage = compter_hebdo(entretiens)
        version = plus_recente(entretien.catalogue_version for entretien in entretiens)
        csv = hebdo.contenu_hebdo(comptage, semaine=semaine, lieu=lieu, etat=hebdo.DEFINITIF, catalogue_version=version)
        poste = app.depot.courrier.poste_de(semaine, lieu)

        def manifeste(revision: int, s=semaine, x=lieu, p=poste, v=version, c=comptage, o=csv):  # type: ignore
            nom = hebdo.nom_hebdo(s, x, p, revision)
            m = hebdo._manifeste(
                {
                    "schema": hebdo.SCHEMA,
                    "fichier": f"{nom}.csv",
                    "temps": s,
                    "lieu": x,
                    "poste": p,
                    "revision": revision,
                    "etat": "definitif",
                    "catalogue": v,
                    "totaux": {"entretiens": c.total, "orientations": c.orientations},
                    "sha256": hebdo.empreinte_hebdo(o),
                    "taille": len(o),
                }
            )
            return nom, m

        app.depot.courrier.deposer_hebdo(semaine, lieu, poste, csv, manifeste)


def _exporter_une(app: Application, dossier: Path, semaine: str, lieu: str, *, est_finie: bool) -> Export:
    # Deferred: the exports are loaded by who exports.
    from prescripteur_tui.exports import hebdo

    entretiens = list(app.depot.de_la_semaine(semaine, lieu))
    comptage = compter_hebdo(entretiens)
    etat = hebdo.DEFINITIF if est_finie else hebdo.PROVISOIRE
    version = plus_recente(entretien.catalogue_version for entretien in entretiens)
    contenu = hebdo.contenu_hebdo(comptage, semaine=semaine, lieu=lieu, etat=etat, catalogue_version=version)
    empreinte = hebdo.empreinte_hebdo(contenu)
    # The year of the week, not of the day: a week that is exported late keeps its poste.
    poste = app.depot.poste(int(semaine[:4]))
    revision = app.depot.revision(semaine, lieu, poste, empreinte) if est_finie else 0
    nom = hebdo.nom_hebdo(semaine, lieu, poste, revision)
    chemins = dossier / f"{nom}.csv", dossier / f"{nom}.json"
    est_nouveau = not _est_la(*chemins, contenu, empreinte)
    if est_nouveau:
        chemins = hebdo.ecrire_hebdo(
            dossier,
            comptage,
            semaine=semaine,
            lieu=lieu,
            poste=poste,
            revision=revision,
            etat=etat,
            catalogue_version=version,
        )
    if est_finie:
        # A reader of the folder must not find the unfinished week beside the finished one. The manifest goes first:
        # without it the CSV does not exist.
        provisoire = hebdo.nom_hebdo(semaine, lieu, poste, 0)
        for suffixe in (".json", ".csv"):
            (dossier / f"{provisoire}{suffixe}").unlink(missing_ok=True)
    return Export(semaine, lieu, etat, revision, *chemins, est_nouveau, comptage)


def _est_la(csv: Path, manifeste: Path, contenu: bytes, empreinte: str) -> bool:
    """Whether both files stand there already and agree with these counts."""
    try:
        dit = json.loads(manifeste.read_bytes())
        return csv.read_bytes() == contenu and isinstance(dit, dict) and dit.get("sha256") == empreinte
    except (OSError, ValueError):
        # Missing or damaged: writing says what is wrong, if anything.
        return False


def plus_recente(versions: Iterable[str]) -> str:
    """The newest of catalogue versions, numbers compared as numbers: `2026.10` comes after `2026.9`."""
    return max(versions, key=_rang)


def _rang(version: str) -> list[tuple[int, str]]:
    return [(int(m), "") if m.isdecimal() else (-1, m) for m in re.findall(r"\d+|[^\d.]+", version)]
