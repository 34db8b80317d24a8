"""French sentences for what comes from the national files: whose it is, and that nobody here has said for whom."""

from __future__ import annotations

import datetime as dt

from prescripteur_tui.domaine.operateurs import Offre, Operateur
from prescripteur_tui.services import phrases

SANS_REGLE = "À qui elle s’adresse n’est pas encore écrit ici : demandez avant d’orienter."
"""In the place of the conditions of an offre that has none yet."""


def fraicheur_en_mots(operateur: Operateur, jour: dt.date) -> str:
    """How fresh an operator is: checked, or only changed by the producer of its record."""
    dit = phrases.fraicheur_en_mots(operateur.verifie_le, jour)
    if operateur.provenance is None or operateur.verifications:
        return dit
    return dit.replace("vérifié", "mis à jour par son producteur", 1)


def provenance_en_mots(operateur: Operateur) -> str | None:
    """Which national record an operator is, under which licence; None when it is written by hand."""
    provenance = operateur.provenance
    if provenance is None:
        return None
    return (
        f"Fiche nationale data·inclusion {provenance.id} (producteur : {provenance.source}), {provenance.licence}, "
        f"importée le {phrases.date_en_mots(provenance.importe_le)}."
    )


def acces_en_lignes(offre: Offre) -> list[str]:
    """For whom an imported offre is, by its record; nothing for the others."""
    if offre.provenance is None:
        return []
    textes = [*_lignes(offre.publics_precisions), *_lignes(offre.conditions_acces)]
    dites = [f"La fiche dit : {phrases.phrase(texte)}" for texte in textes]
    return [SANS_REGLE, *dites] if offre.est_sans_regle else dites


def lieu_en_lignes(offre: Offre) -> list[str]:
    """Where an imported offre is given, and how it is asked for; nothing for the others."""
    if offre.provenance is None:
        return []
    lignes = []
    if offre.accueil is not None:
        accueil = offre.accueil
        ville = " ".join(filter(None, (accueil.code_postal, accueil.commune)))
        adresse = ", ".join(filter(None, (accueil.adresse, accueil.complement_adresse, ville)))
        details = [champ for champ in (adresse, accueil.telephone, accueil.courriel) if champ]
        if details:
            lignes.append(f"Où : {' · '.join(details)}")
    if offre.lien_mobilisation:
        lignes.append(f"Demande en ligne : {offre.lien_mobilisation}")
    return [*lignes, *map(phrases.phrase, _lignes(offre.mobilisation_precisions))]


def _lignes(texte: str | None) -> list[str]:
    return [ligne for ligne in (texte or "").split("\n") if ligne]
