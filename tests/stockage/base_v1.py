"""What `tests/donnees/base-v1.db` holds: a base of schema 1, made once by the code of that schema and kept.

The file came from `faire(dossier)` below, run on the commit before schema 2. It cannot be made again by newer code,
and need not be: the objects here say what must still be read from it. The base of a later schema gets a module and a
file of its own.
"""

from __future__ import annotations

import random
import uuid
from pathlib import Path

from prescripteur_tui.domaine.entretien import Brouillon, Entretien, Orientation
from prescripteur_tui.domaine.ports import Coordonnees, LieuLocal

FICHIER = Path(__file__).parents[1] / "donnees" / "base-v1.db"

SEMAINES = ("2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48")
LIEUX = ("mq-briquette", "camion")
POSTES = {2025: "0123456789abcdef", 2026: "fedcba9876543210"}
REVISIONS = {
    ("2026-W44", "mq-briquette"): ("a" * 64, "b" * 64),
    ("2026-W45", "mq-briquette"): ("c" * 64,),
    ("2026-W45", "camion"): ("d" * 64, "e" * 64, "d" * 64),
}
"""The empreintes of each (semaine, lieu), one a revision, all by the poste of 2026."""

LOCAUX = [LieuLocal("camion", "=Le camion ; place « du marché »"), LieuLocal("marche", "Marché du mardi")]
CONTACTS = {
    "adie": Coordonnees("adie", "03 27 00 00 00", "1 rue du Port", "mardi matin", "2026-11-12"),
    "citeslab": Coordonnees("citeslab", telephone="03 27 00 00 01"),
}
REGLAGES = {"lieu": "mq-briquette", "lieu_nom": "Maison de quartier de la Briquette", "theme": "clair"}
CATALOGUE = ("sha256:" + "2" * 64, '{"identite":{"version":"2026.11"}}')
BROUILLON = Brouillon(
    jour="2026-11-25",
    lieu="mq-briquette",
    semaine="2026-W48",
    reponses={"age": "18-25", "freins": ("argent", "confiance"), "maturite": "idee"},
    question="secteur",
    etape="detection",
    numero=8,
    total=11,
    catalogue_empreinte=CATALOGUE[0],
)


def entretiens() -> list[Entretien]:
    """Sixty interviews over five weeks and two lieux, some declined, some closed by the age, sorted by id."""
    hasard = random.Random(1)
    lot = []
    for _ in range(60):
        mineur = hasard.random() < 0.1
        maturite = hasard.choice(("envie", "idee", "projet-ecrit"))
        reponses = {
            "activite": hasard.choice(("sans-emploi", "salarie", "sans-reponse")),
            "age": hasard.choice(("18-25", "26-29", "30-54", "sans-reponse")),
            "droits": hasard.choice((("are", "rsa"), ("aucun",), "sans-reponse")),
            "freins": tuple(sorted(hasard.sample(("argent", "mobilite", "reseau"), hasard.randint(1, 3)))),
            "maturite": maturite,
            "quartier": hasard.choice(("QN05920M", "QN05931M", "ailleurs", "ne-sait-pas")),
        }
        offres = sorted(hasard.sample(("adie/microcredit", "bge-hauts-de-france/emergence", "citeslab/ideation"), 2))
        orientations = (Orientation(offres[0]), Orientation(offres[1], "refusee", hasard.choice((None, "trop-loin"))))
        donnees = orientations[: hasard.randint(0, 2)]
        etape = {"envie": "esprit-initiative", "idee": "detection", "projet-ecrit": "accompagnement"}[maturite]
        lot.append(
            Entretien(
                id=str(uuid.UUID(int=hasard.getrandbits(128), version=4)),
                semaine=hasard.choice(SEMAINES),
                lieu=LIEUX[0] if hasard.random() < 0.7 else LIEUX[1],
                etape="esprit-initiative" if mineur else etape,
                fin="orientation" if donnees else hasard.choice(("autre-action", "aucun-operateur", "non-renseignee")),
                reponses={} if mineur else reponses,
                orientations=donnees,
                catalogue_version=hasard.choice(("2026.9", "2026.11")),
                catalogue_empreinte=hasard.choice(("sha256:" + "1" * 64, CATALOGUE[0])),
            )
        )
    return sorted(lot, key=lambda e: e.id)


def faire(dossier: Path) -> Path:
    """Fill a new base in `dossier` and copy it beside, as it was done on schema 1; the path of the copy."""
    from prescripteur_tui.stockage.ouverture import ouvrir

    remplir(dossier)
    base = ouvrir(dossier)
    with base._ecriture() as db:
        for (temps, lieu), empreintes in REVISIONS.items():
            ligne = {"temps": temps, "lieu": lieu, "poste": POSTES[2026], "revision": len(empreintes)}
            db.table("revisions").insert({**ligne, "empreinte": empreintes[-1]})
    copie = dossier / "copie.db"
    base.copier(str(copie))
    base.fermer()
    return copie


def remplir(dossier: Path) -> None:
    """Make a base of all but the revisions."""
    from prescripteur_tui.stockage.ouverture import ouvrir

    base = ouvrir(dossier)
    base.ajouter(entretiens())
    base.garder_catalogue(*CATALOGUE)
    base.ecrire_brouillon(BROUILLON)
    for lieu in LOCAUX:
        base.ajouter_lieu(lieu)
    for contact in CONTACTS.values():
        base.ecrire_coordonnees(contact)
    base.ecrire_reglages(dict(REGLAGES))
    for annee, poste in POSTES.items():
        base._tirer = lambda poste=poste: poste  # type: ignore[misc]
        base.poste(annee)
    base.fermer()
