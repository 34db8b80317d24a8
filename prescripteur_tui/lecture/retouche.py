"""Changes to the files of a catalogue that keep the rest as people wrote it, comments included."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.yaml_sur import lire_yaml

_DATE = re.compile(r"^verifie_le:.*$", re.MULTILINE)
_LISTE = re.compile(r"^verifications:[ \t]*(?:#.*)?\n(?P<retrait>[ \t]*)-", re.MULTILINE)


def noter_verification(texte: str, fichier: str, *, le: str, source: str) -> str:
    """The text of an operator's file with one more recorded check, the newest first, and its date when that is newer.

    Args:
        texte: the file.
        fichier: how it is named in a refusal.
        le: ISO date of the check.
        source: where it was checked.

    Raises:
        ErreurPrescripteur: `retouche-impossible` when the file is not laid out as ours are, and those of `lire_yaml`.
    """
    avant = lire_yaml(texte, fichier).valeur
    date = max(le, str(avant["verifie_le"]))
    liste = _LISTE.search(texte)
    retrait = liste["retrait"] if liste else "  "
    element = f"{retrait}- le: {en_yaml(le)}\n{retrait}  source: {en_yaml(source)}\n"
    if liste is not None:
        debut = texte.index("\n", liste.start()) + 1
        apres = texte[:debut] + element + texte[debut:]
        ligne = f"verifie_le: {en_yaml(date)}"
    else:
        apres = texte
        ligne = f"verifie_le: {en_yaml(date)}\nverifications:\n{element.rstrip()}"
    apres = _DATE.sub(lambda _: ligne, apres, count=1)
    verifications = [{"le": le, "source": source}, *(avant.get("verifications") or [])]
    if lire_yaml(apres, fichier).valeur != {**avant, "verifie_le": date, "verifications": verifications}:
        raise ErreurPrescripteur("retouche-impossible", fichier=fichier)
    return apres


def en_yaml(texte: str) -> str:
    """A text between double quotes; YAML reads what JSON writes."""
    return json.dumps(texte, ensure_ascii=False)


def operateur_neuf(
    *, id: str, nom: str, description: str, offre: str, etapes: Sequence[str], url: str, date: str
) -> str:
    """The commented file of an operator that is not proposed yet: what to fill in, and what each field is for."""
    return f"""\
# yaml-language-server: $schema=../schemas/operateur.schema.json
# Un opérateur : qui il est, d’où on le sait, ce qu’il offre. `prescripteur catalogue verifier` relit ce fichier.
id: {id}
nom: {en_yaml(nom)}
# Une ou deux phrases simples, à lire à voix haute.
description: {en_yaml(description)}
# actif : proposé. a-confirmer : visible dans le catalogue, jamais proposé. termine : n’existe plus.
statut: a-confirmer
# haute, moyenne ou faible, d’après les sources.
confiance: faible
sources:
  # `date` est celle de la page ; pour une page sans date, écrivez `consultee_le` à la place.
  - url: {en_yaml(url)}
    date: {en_yaml(date)}
# Jamais après la source la plus récente, sauf vérification notée : prescripteur catalogue verifie {id}
verifie_le: {en_yaml(date)}
# Ce qu’aucune question ne couvre, avec sa source ; toujours montré.
# a_confirmer:
#   - texte: "entreprise de moins de trois salariés"
#     source: {en_yaml(url)}
offres:
  - id: accueil
    nom: {en_yaml(offre)}
    description: {en_yaml(description)}
    # accompagnement, aide-financiere, aide-materielle, atelier, formation ou information
    type: accompagnement
    etapes: [{", ".join(etapes)}]
    # oui : un droit ou de l’argent, obtenu par une autre porte.
    aide: non
    # Pourquoi cette porte, pour tout le monde ; inutile dès qu’il y a des conditions ou des préférences.
    raison: "accueille les personnes du territoire"
    # Toutes nécessaires. `peut-etre` : les options que la règle coupe en deux.
    # conditions:
    #   - question: age
    #     parmi: [18-25, 26-29, 30-54, 55-plus]
    #     motif: "réservé aux adultes"
    # preferences:
    #   - question: freins
    #     parmi: [confiance]
    #     poids: 1
    #     raison: "reprend confiance à plusieurs"
"""
