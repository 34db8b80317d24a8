"""Counts sent to a folder, and what is there then."""

from __future__ import annotations

from pathlib import Path

from prescripteur_tui.services.application import Application
from prescripteur_tui.services.synchroniser import Bilan, synchroniser
from prescripteur_tui.synchro import cibles
from tests.hasard import beaucoup

SEMAINE = "2026-W47"


def envoyer(app: Application, cible: Path, **options: object) -> Bilan:
    """Send to a folder."""
    return synchroniser(app, f"dossier:{cible}", **options)  # type: ignore[arg-type]


def ajouter(
    app: Application, combien: int = 3, graine: int = 1, *, semaine: str = SEMAINE, lieu: str = "dutemple"
) -> None:
    """Store invented interviews."""
    app.depot.ajouter(beaucoup(combien, graine, semaine=semaine, lieu=lieu))


def arbre(cible: Path) -> dict[str, bytes]:
    """Every file on the target."""
    return {f.relative_to(cible).as_posix(): f.read_bytes() for f in sorted(cible.rglob("*")) if f.is_file()}


def chemin(app: Application, revision: int = 1, semaine: str = SEMAINE, lieu: str = "dutemple") -> str:
    """Where a revision is on the target, without ending."""
    poste = app.depot.courrier.poste_de(semaine, lieu)
    dossier = f"semaine={semaine}/lieu={lieu}/poste={poste}"
    return f"{dossier}/orientations_{semaine}_{lieu}_{poste}_r{revision:03d}"


def etats(app: Application, cible: Path) -> dict[str, tuple[str, str | None]]:
    """(state, reason) of each file, by the end of its name."""
    connus = app.depot.courrier.etats(cibles.cle(f"dossier:{cible}"))
    return {nom.rpartition("_")[2]: (envoi.etat, envoi.raison) for nom, envoi in connus.items()}


def codes(bilan: Bilan) -> list[str]:
    """Why files were refused."""
    return [ligne.erreur.code for ligne in bilan.refuses if ligne.erreur]


def entretiens(csv: bytes) -> int:
    """The interviews that a CSV counts."""
    (nombre,) = [ligne.split(";")[8] for ligne in csv.decode("utf-8-sig").splitlines() if ";entretiens;" in ligne]
    return int(nombre)


def abimer(fichier: Path, contenu: bytes) -> None:
    """Put these bytes under a name of the target."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_bytes(contenu)
