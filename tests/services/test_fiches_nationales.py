"""What comes from the national files is shown as such: nobody here has checked it, nor said for whom it is."""

from __future__ import annotations

import datetime as dt

from prescripteur_tui.cli.affichage import operateur_en_texte
from prescripteur_tui.domaine.national.entree import Reprise
from prescripteur_tui.domaine.operateurs import Operateur, Verification
from prescripteur_tui.services.fiches_nationales import (
    acces_en_lignes,
    fraicheur_en_mots,
    lieu_en_lignes,
    provenance_en_mots,
)
from prescripteur_tui.ui.ecrans.operateur import page
from tests.usine import un_catalogue, un_operateur, une_offre

N = "\u00a0"
JOUR = dt.date(2026, 11, 26)
REPRISE = Reprise(jour=JOUR, licence="Licence Ouverte 2.0", etapes=("detection",), source="x")
STRUCTURE = {"source": "dora", "id": "dora--42", "nom": "Maison", "date_maj": "2026-05-26"}
SERVICE = {
    "source": "dora",
    "structure_id": "dora--42",
    "id": "dora--7",
    "nom": "Atelier",
    "date_maj": "2026-05-26",
    "description": "Une ligne.\n- une puce",
    "publics_precisions": "De 18 à 30 ans",
    "conditions_acces": "Avoir une idée\nHabiter ici",
    "commune": "Anzin",
    "code_postal": "59410",
    "adresse": "1 rue A",
    "telephone": "03 27 00 00 00",
    "courriel": "a@exemple.fr",
    "lien_mobilisation": "https://exemple.fr/rdv",
    "mobilisation_precisions": "Le matin",
}
IMPORTE = REPRISE.operateur(STRUCTURE, [SERVICE])
NOTRE = Operateur.model_validate(un_operateur("maison", une_offre("accueil", raison="ouvert à tous")))


def test_la_provenance_se_dit() -> None:
    assert provenance_en_mots(IMPORTE) == (
        f"Fiche nationale data·inclusion dora--42 (producteur{N}: dora), Licence Ouverte 2.0, "
        "importée le 26 novembre 2026."
    )
    assert provenance_en_mots(NOTRE) is None


def test_une_date_du_producteur_n_est_pas_une_verification() -> None:
    assert fraicheur_en_mots(IMPORTE, JOUR) == "mis à jour par son producteur le 26 mai 2026 (il y a 6 mois)"
    assert fraicheur_en_mots(NOTRE, JOUR).startswith("vérifié le 1er juin 2026")
    verification = Verification(le="2026-11-20", source="https://exemple.fr")
    verifie = IMPORTE.model_copy(update={"verifie_le": "2026-11-20", "verifications": (verification,)})
    assert fraicheur_en_mots(verifie, JOUR).startswith("vérifié le 20 novembre 2026")


def test_ce_que_la_fiche_dit_de_l_acces() -> None:
    assert acces_en_lignes(IMPORTE.offres[0]) == [
        f"À qui elle s’adresse n’est pas encore écrit ici{N}: demandez avant d’orienter.",
        f"La fiche dit{N}: De 18 à 30 ans.",
        f"La fiche dit{N}: Avoir une idée.",
        f"La fiche dit{N}: Habiter ici.",
    ]
    assert acces_en_lignes(NOTRE.offres[0]) == []


def test_ou_et_comment() -> None:
    assert lieu_en_lignes(IMPORTE.offres[0]) == [
        f"Où{N}: 1 rue A, 59410 Anzin · 03 27 00 00 00 · a@exemple.fr",
        f"Demande en ligne{N}: https://exemple.fr/rdv",
        "Le matin.",
    ]
    assert lieu_en_lignes(NOTRE.offres[0]) == []


def test_la_page_en_texte() -> None:
    catalogue = un_catalogue(un_operateur("a", une_offre("b", raison="x")))
    page = operateur_en_texte(catalogue, IMPORTE, None, JOUR).replace(N, " ")
    assert "Fiche nationale data·inclusion dora--42" in page
    assert "À qui elle s’adresse n’est pas encore écrit ici" in page
    assert "La fiche dit : Avoir une idée." in page
    assert "Où : 1 rue A, 59410 Anzin" in page
    assert "Sans condition" not in page
    assert "vérifié" not in page
    assert "Sans condition : Ouvert à tous." in operateur_en_texte(catalogue, NOTRE, None, JOUR).replace(N, " ")


def test_la_page_de_l_application() -> None:
    questionnaire = un_catalogue().questionnaire
    importee = "\n".join(p.texte for p in page(questionnaire, IMPORTE, None, JOUR)).replace(N, " ")
    assert "À qui elle s’adresse n’est pas encore écrit ici" in importee
    assert "La fiche dit : Avoir une idée." in importee
    assert importee.count("https://exemple.fr/rdv") == 1
    assert "Fiche nationale data·inclusion dora--42" in importee
    assert "Tout le monde" not in importee
    notre = "\n".join(p.texte for p in page(questionnaire, NOTRE, None, JOUR)).replace(N, " ")
    assert "Tout le monde : ouvert à tous" in notre
    assert "data·inclusion" not in notre
