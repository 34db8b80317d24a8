"""What `tests/donnees/base-v2.db` holds: a base of schema 2, made once by the code of that schema and kept.

The file came from `python -m tests.stockage.base_v2`, run on schema 2. It cannot be made again by newer code, and need
not be: the objects here say what must still be read from it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import A_ENVOYER, EN_COURS, ENVOYE, REFUSE, Envoi, FichierDeComptes, Pli
from tests.stockage import base_v1

FICHIER = Path(__file__).parents[1] / "donnees" / "base-v2.db"

SEMAINES, LIEUX, POSTES = base_v1.SEMAINES, base_v1.LIEUX, base_v1.POSTES
POSTE = POSTES[2026]
PERIODE = "2026-P11"
"""Weeks 41 to 44: counted at the first lieu, carried at the second."""

CIBLE, AUTRE_CIBLE = "0011223344556677", "8899aabbccddeeff"


def entretiens() -> list[Entretien]:
    """The interviews of the base of schema 1."""
    return base_v1.entretiens()


def comptes() -> list[Entretien]:
    """Those whose profile has gone out."""
    return [e for e in entretiens() if e.lieu == LIEUX[0] and e.semaine <= "2026-W44"]


def _fichier(genre: str, temps: str, lieu: str, revision: int, csv: bytes) -> FichierDeComptes:
    prefixe, suffixe = ("orientations", f"_r{revision:03}") if genre == "hebdo" else ("profils", "")
    nom = f"{prefixe}_{temps}_{lieu}_{POSTE}{suffixe}"
    return FichierDeComptes(nom, genre, temps, lieu, POSTE, revision, hashlib.sha256(csv).hexdigest())


HEBDOS = (
    ("2026-W44", "mq-briquette", b"\xef\xbb\xbfschema;temps\r\n2;2026-W44\r\n"),
    ("2026-W44", "mq-briquette", b"\xef\xbb\xbfschema;temps\r\n2;2026-W44\r\nune ligne de plus\r\n"),
    ("2026-W45", "camion", b"\xef\xbb\xbfschema;temps\r\n2;2026-W45\r\n"),
)
"""Week, lieu and bytes of the weekly files, in the order in which they were made: the second corrects the first."""

PROFILS = b"\xef\xbb\xbfschema;temps\r\n2;2026-P11\r\n"

FICHIERS = (
    _fichier("hebdo", "2026-W44", "mq-briquette", 1, HEBDOS[0][2]),
    _fichier("hebdo", "2026-W44", "mq-briquette", 2, HEBDOS[1][2]),
    _fichier("hebdo", "2026-W45", "camion", 1, HEBDOS[2][2]),
    _fichier("periode", PERIODE, "mq-briquette", 1, PROFILS),
)

ENVOIS = {
    CIBLE: (
        Envoi(FICHIERS[0].nom, ENVOYE),
        Envoi(FICHIERS[1].nom, EN_COURS),
        Envoi(FICHIERS[3].nom, REFUSE, "revision-differente"),
    ),
    AUTRE_CIBLE: (Envoi(FICHIERS[2].nom, A_ENVOYER),),
}


def manifeste(nom: str) -> bytes:
    """The bytes of a manifest."""
    return f'{{"nom": "{nom}"}}\n'.encode()


class _Feuillet:
    """Counts whose files are known."""

    def __init__(self, pli: Pli) -> None:
        self.csv = pli.csv
        self._pli = pli

    def sceller(self, revision: int) -> Pli:
        assert f"_r{revision:03}" in self._pli.nom
        return self._pli


def faire(dossier: Path) -> Path:
    """Fill a new base in `dossier` and copy it beside, as it was done on schema 2; the path of the copy."""
    from prescripteur_tui.stockage.ouverture import ouvrir

    base_v1.remplir(dossier)
    base = ouvrir(dossier)
    courrier = base.courrier
    for (temps, lieu, csv), attendu in zip(HEBDOS, FICHIERS, strict=False):
        feuillet = _Feuillet(Pli(attendu.nom, csv, manifeste(attendu.nom)))
        fait = courrier.deposer_hebdo(temps, lieu, POSTE, lambda feuillet=feuillet: feuillet)  # type: ignore[misc]
        assert fait == attendu, fait
    profils = Pli(FICHIERS[3].nom, PROFILS, manifeste(FICHIERS[3].nom))
    assert courrier.deposer_periode(FICHIERS[3], profils, semaine="2026-W44", ids={e.id for e in comptes()})
    courrier.reporter_periode("camion", PERIODE)
    for cible, envois in ENVOIS.items():
        for envoi in envois:
            courrier.noter(cible, envoi.nom, envoi.etat, envoi.raison)
    copie = dossier / "copie.db"
    base.copier(str(copie))
    base.fermer()
    return copie


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporaire:
        shutil.copyfile(faire(Path(temporaire)), FICHIER)
