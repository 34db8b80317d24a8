"""Reading the national files of services: one record at a time, against the whole file at once."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.bancs.mesure import PYTHON, RACINE, Releve

_NOUS = """
import datetime, resource, sys, time
from pathlib import Path
from prescripteur_tui.domaine.national.tri import trieur
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.lecture.national.selection import selectionner
tri = trieur(lire_catalogue(Path(sys.argv[2]), cas_types=False).territoire)
debut = time.process_time()
gardes = len(selectionner([Path(sys.argv[1])], tri, datetime.date(2026, 11, 26)).services)
print(gardes, time.process_time() - debut, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

_TEMOIN = """
import json, resource, sys, time
debut = time.process_time()
with open(sys.argv[1], encoding="utf-8") as flux:
    services = json.load(flux)
gardes = sum(any(t.startswith("creer-une-entreprise--") for t in s["thematiques"]) for s in services)
print(gardes, time.process_time() - debut, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

_TEXTE = "Accompagnement individuel et collectif pour définir son projet, le chiffrer et le lancer. "


def ecrire_services(chemin: Path, combien: int) -> None:
    """A file as data·inclusion publishes: one line, of which one service in a hundred is of the theme."""
    with chemin.open("w", encoding="utf-8") as flux:
        for n in range(combien):
            du_theme = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
            service = {
                "source": "dora",
                "structure_id": f"dora--{n % (combien // 2 + 1)}",
                "id": f"dora--s{n}",
                "nom": f"Service numéro {n}",
                "description": _TEXTE * (2 + n % 18),
                "date_maj": "2026-03-01",
                "lien_source": f"https://dora.exemple.fr/services/{n}",
                "type": "accompagnement",
                "thematiques": [du_theme] if n % 100 == 0 else ["mobilite--preparer-un-permis"],
                "frais": "gratuit",
                "publics": ["demandeurs-emploi", "jeunes"],
                "commune": "Valenciennes",
                "code_postal": "59300",
                "code_insee": "59606",
                "longitude": 3.52,
                "latitude": 50.36,
                "telephone": "0327000000",
                "modes_accueil": ["en-presentiel"],
                "zone_eligibilite": ["59"],
                "score_qualite": 0.8,
                **dict.fromkeys(("adresse", "complement_adresse", "courriel", "contact_nom_prenom"), None),
            }
            flux.write(("," if n else "[") + json.dumps(service, ensure_ascii=False))
        flux.write("]")


def mesurer(combien: int, tours: int = 3) -> list[Releve]:
    """Processor time and peak memory of both, each in processes of their own, in turn."""
    titre = f"national file, {combien} services"
    temps = Releve(f"{titre}, processor time", "s", 3.0)
    memoire = Releve(f"{titre}, peak memory", "MiB", 0.2 if combien >= 50_000 else None)
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "services.json"
        ecrire_services(fichier, combien)
        for _ in range(tours):
            (nous, s, kio), (temoin, s_temoin, kio_temoin) = (_lancer(code, fichier) for code in (_NOUS, _TEMOIN))
            assert nous == temoin
            temps.nous.append(s)
            temps.temoin.append(s_temoin)
            memoire.nous.append(kio / 1024)
            memoire.temoin.append(kio_temoin / 1024)
    return [temps, memoire]


def _lancer(code: str, fichier: Path) -> tuple[int, float, float]:
    commande = [PYTHON, "-c", code, str(fichier), str(RACINE / "catalogue")]
    sortie = subprocess.run(commande, check=True, capture_output=True, text=True, cwd=RACINE).stdout
    gardes, secondes, kio = sortie.split()
    return int(gardes), float(secondes), float(kio)
