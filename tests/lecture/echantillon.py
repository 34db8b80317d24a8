"""A small valid catalogue, as files: tests write it, and change a few words of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue

CATALOGUE = """\
schema: 1
version: "2026.11"
date: "2026-11-23"
territoire: "Valenciennes Métropole"
licence: "Licence Ouverte 2.0"
mainteneurs: ["Coordination"]
"""

QUESTIONNAIRE = """\
schema: 1
accueil: ["Sans nom.", "Pour vous orienter."]
etapes:
  - {id: esprit-initiative, nom: "Esprit d’initiative", description: "Avoir envie"}
  - {id: detection, nom: "Détection", description: "Une idée est là"}
etape_de:
  - {etape: detection, quand: [{question: maturite, parmi: [idee, projet-ecrit]}]}
  - {etape: esprit-initiative, constat: "rien n’indique encore un projet"}
questions:
  - id: maturite
    etape: esprit-initiative
    titre: "Avancement"
    enonce: "Où en êtes-vous ?"
    facile: "Avez-vous une idée ?"
    pourquoi: "Pour frapper à la bonne porte."
    relance: "où en est l’idée ?"
    usage: [orientation, comptage]
    options:
      - {id: envie, libelle: "Une envie", constat: "a une envie"}
      - {id: idee, libelle: "Une idée", constat: "a une idée"}
      - {id: projet-ecrit, libelle: "Un projet écrit", constat: "a un projet écrit"}
  - id: quartier
    etape: esprit-initiative
    titre: "Quartier"
    enonce: "Où habitez-vous ?"
    facile: "Dans quelle ville ?"
    pourquoi: "Des aides dépendent du quartier."
    relance: "où habite-t-on ?"
    usage: [comptage]
    modifiable: non
    choix: commune
    options:
      - {id: QN05920M, libelle: "Verrerie", constat: "habite la Verrerie"}
      - {id: ailleurs, libelle: "Ailleurs", constat: "habite ailleurs"}
      - {id: ne-sait-pas, libelle: "Ne sait pas", constat: "ne sait pas"}
  - id: freins
    etape: esprit-initiative
    titre: "Freins"
    enonce: "Qu’est-ce qui freine ?"
    facile: "Qu’est-ce qui est difficile ?"
    pourquoi: "Pour trouver de l’aide."
    relance: "quels freins ?"
    usage: [orientation]
    multi: oui
    options:
      - {id: argent, libelle: "L’argent", constat: "manque d’argent"}
      - {id: mobilite, libelle: "Se déplacer", constat: "se déplace mal"}
      - {id: aucun, libelle: "Aucun", constat: "n’a pas de frein", seule: oui}
  - id: secteur
    etape: detection
    titre: "Secteur"
    enonce: "Quel secteur ?"
    facile: "Quel métier ?"
    pourquoi: "Certaines portes sont réservées."
    relance: "quel secteur ?"
    usage: [orientation]
    ouverte_si: [{question: maturite, parmi: [idee, projet-ecrit]}]
    options:
      - {id: commerce, libelle: "Commerce", constat: "vise le commerce"}
      - {id: artisanat, libelle: "Artisanat", constat: "vise l’artisanat"}
"""

TERRITOIRE = """\
schema: 1
nom: "Valenciennes Métropole"
epci: "245901160"
millesime_qpv: "2024"
communes:
  - {insee: "59014", nom: "Anzin", population: "13422"}
  - {insee: "59606", nom: "Valenciennes"}
quartiers:
  - {code: QN05920M, nom: "Verrerie", communes: [Anzin], communes_hors: [Raismes]}
ailleurs:
  - {nom: "Denain", quartier: ailleurs}
"""

LIEUX = """\
schema: 1
lieux:
  - {id: mq-briquette, nom: "Maison de quartier", commune: Anzin, quartier: QN05920M}
  - {id: mediatheque, nom: "Médiathèque"}
"""

ADIE = """\
id: adie
nom: "Adie"
description: "Prête à celles et ceux que la banque n’accompagne pas."
statut: actif
confiance: haute
sources:
  - {url: "https://exemple.fr/adie", date: "2025-04-15"}
verifie_le: "2025-04-15"
contacts:
  - nom: "Agence"
    telephone: "09 69 32 81 10"
    confiance: moyenne
    source: {url: "https://exemple.fr/adie", date: "2025"}
offres:
  - id: microcredit
    nom: "Microcrédit [RSA] et [/b]"
    description: "Un prêt."
    type: aide-financiere
    etapes: [detection]
    du: "2025-01-01"
    au: "2027-12-31"
    saison: ["1", "11"]
    frais: payant
    conditions:
      - {question: maturite, parmi: [projet-ecrit], peut-etre: [idee], motif: "une fois le projet écrit"}
      - un-de:
          - {question: secteur, parmi: [commerce]}
          - toutes: [{question: quartier, parmi: [QN05920M]}, {question: secteur, sauf: [artisanat]}]
        motif: "réservé au commerce et au quartier"
    a_confirmer:
      - {texte: "moins de trois salariés", source: "https://exemple.fr/adie"}
    preferences:
      - {question: freins, parmi: [argent], poids: "3", raison: "l’argent est un frein"}
"""

CENTRE_SOCIAL = """\
id: centre-social
nom: "Centre social"
description: "La porte la plus proche."
statut: actif
confiance: haute
sources:
  - {url: "https://exemple.fr/centre", consultee_le: "2026-11-23"}
verifie_le: "2026-11-23"
offres:
  - id: accueil
    nom: "Accueil"
    description: "Un accueil pour tous."
    type: information
    etapes: [esprit-initiative, detection]
    filet: oui
    raison: "on y reçoit tout le monde"
"""

CAS_TYPE = """\
id: idee-anzin
personne: "Une personne qui a une idée"
semaine: 2026-W47
reponses: {maturite: idee, freins: [argent, mobilite], secteur: commerce}
etape: detection
porte: [adie]
parce_que: "elle a une idée"
aussi: [centre-social/accueil]
jamais: []
"""

FICHIERS: Mapping[str, str] = {
    "catalogue.yaml": CATALOGUE,
    "questionnaire.yaml": QUESTIONNAIRE,
    "territoire.yaml": TERRITOIRE,
    "lieux.yaml": LIEUX,
    "operateurs/adie.yaml": ADIE,
    "operateurs/centre-social.yaml": CENTRE_SOCIAL,
    "cas-types/idee-anzin.yaml": CAS_TYPE,
}


class Dossier:
    """The sample in a folder, to be changed word by word."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        for nom, texte in FICHIERS.items():
            self.ecrire(nom, texte)

    def ecrire(self, nom: str, texte: str) -> None:
        """Put a file."""
        chemin = self.racine / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_text(texte, encoding="utf-8")

    def changer(self, nom: str, avant: str, apres: str) -> int:
        """Change the only occurrence of a text; the line (from 1) where it stood."""
        texte = (self.racine / nom).read_text(encoding="utf-8")
        assert texte.count(avant) == 1, f"{avant!r} stands {texte.count(avant)} times in {nom}"
        self.ecrire(nom, texte.replace(avant, apres))
        return texte[: texte.index(avant)].count("\n") + 1

    def oter(self, nom: str) -> None:
        """Delete a file."""
        (self.racine / nom).unlink()

    def problemes(self) -> tuple[ErreurPrescripteur, ...]:
        """What reading it refuses; nothing when it is accepted."""
        try:
            lire_catalogue(self.racine)
        except CatalogueInvalide as erreur:
            return erreur.problemes
        return ()

    def reperes(self) -> list[tuple[str, str, int]]:
        """The refusals as (file, code, line), in the order in which they are given."""
        return [reperer(probleme) for probleme in self.problemes()]


def reperer(probleme: ErreurPrescripteur) -> tuple[str, str, int]:
    """File, code and line of a refusal."""
    contexte = probleme.contexte
    ligne = contexte["ligne"]
    assert isinstance(ligne, int)
    return str(contexte["fichier"]), probleme.code, ligne
