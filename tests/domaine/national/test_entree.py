"""From cleaned national records to an operator that can be browsed and not proposed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from prescripteur_tui.domaine.national.entree import (
    DATA_INCLUSION,
    SANS_DESCRIPTION,
    Reprise,
    marquer_disparu,
    revenir,
)
from prescripteur_tui.domaine.operateurs import Confiance, Operateur, Statut, TypeOffre

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
STRUCTURER = "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise"
JOUR = dt.date(2026, 11, 26)
ETAPES = ("esprit-initiative", "detection", "accompagnement")
REPRISE = Reprise(jour=JOUR, licence="Licence Ouverte 2.0", etapes=ETAPES, source="prescripteur-valenciennes-metropole")

STRUCTURE: dict[str, Any] = {
    "source": "dora",
    "id": "dora--42",
    "nom": "Maison de la création",
    "date_maj": "2026-02-01",
    "description": "Une maison.",
    "lien_source": "https://dora.exemple.fr/structures/42",
    "siret": "13003013300016",
    "commune": "Valenciennes",
    "code_postal": "59300",
    "code_insee": "59606",
    "adresse": "1 rue de la Paix",
    "complement_adresse": "2e étage",
    "longitude": 3.52,
    "latitude": 50.36,
    "telephone": "03 27 00 00 00",
    "courriel": "contact@exemple.fr",
    "site_web": "https://exemple.fr/",
    "horaires_accueil": "Mo-Fr 08:30-12:30",
    "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/x/",
    "reseaux_porteurs": ["reseau-bge"],
}
SERVICE: dict[str, Any] = {
    "source": "dora",
    "structure_id": "dora--42",
    "id": "dora--7",
    "nom": "Atelier de l’idée",
    "description": "Un atelier.",
    "lien_source": "https://dora.exemple.fr/services/7",
    "date_maj": "2026-03-01",
    "type": "atelier",
    "thematiques": [DEFINIR],
    "frais": "gratuit",
    "frais_precisions": "gratuit la première fois",
    "publics": ["jeunes", "residents-qpv-frr"],
    "publics_precisions": "De 18 à 30 ans",
    "conditions_acces": "Avoir une idée",
    "commune": "Anzin",
    "code_insee": "59014",
    "telephone": "03 27 11 11 11",
    "modes_accueil": ["en-presentiel"],
    "zone_eligibilite": ["59"],
    "lien_mobilisation": "https://exemple.fr/inscription",
    "modes_mobilisation": ["telephoner"],
    "mobilisable_par": ["professionnels", "usagers"],
    "mobilisation_precisions": "Le matin",
    "volume_horaire_hebdomadaire": 2.5,
    "nombre_semaines": 3,
    "horaires_accueil": "Tu 09:00-12:00",
}
MINIMUM = {cle: SERVICE[cle] for cle in ("source", "structure_id", "id", "nom", "date_maj")}


def test_une_fiche_complete() -> None:
    operateur = REPRISE.operateur(STRUCTURE, [SERVICE])
    assert operateur.id == "maison-de-la-creation-2088b4"
    assert (operateur.statut, operateur.confiance) == (Statut.A_CONFIRMER, Confiance.FAIBLE)
    assert (operateur.nom, operateur.description) == ("Maison de la création", "Une maison.")
    assert operateur.site == "exemple.fr"
    assert (operateur.siret, operateur.reseaux_porteurs) == ("13003013300016", ("reseau-bge",))
    assert operateur.accessibilite_lieu == "https://acceslibre.beta.gouv.fr/x/"
    assert operateur.verifie_le == "2026-02-01"
    (source,) = operateur.sources
    assert (source.url, source.date) == ("https://dora.exemple.fr/structures/42", "2026-02-01")
    (contact,) = operateur.contacts
    assert contact.model_dump(exclude_none=True, exclude={"source"}) == {
        "nom": "Maison de la création",
        "commune": "Valenciennes",
        "code_postal": "59300",
        "code_insee": "59606",
        "adresse": "1 rue de la Paix",
        "complement_adresse": "2e étage",
        "longitude": 3.52,
        "latitude": 50.36,
        "telephone": "03 27 00 00 00",
        "courriel": "contact@exemple.fr",
        "horaires_accueil": "Mo-Fr 08:30-12:30",
        "confiance": Confiance.MOYENNE,
    }
    assert operateur.provenance is not None
    assert operateur.provenance.model_dump(exclude_none=True, exclude={"empreinte"}) == {
        "source": "dora",
        "id": "dora--42",
        "date_maj": dt.date(2026, 2, 1),
        "lien_source": "https://dora.exemple.fr/structures/42",
        "licence": "Licence Ouverte 2.0",
        "importe_le": JOUR,
    }
    assert [a.texte for a in operateur.a_confirmer] == [
        "Fiche reprise de data·inclusion (producteur\u00a0: dora)\u00a0: "
        "à qui elle s’adresse n’est pas encore écrit ici."
    ]

    (offre,) = operateur.offres
    assert offre.id == "atelier-de-l-idee-ad6f9d"
    assert (offre.type, offre.etapes, offre.conditions, offre.raison) == (TypeOffre.ATELIER, ("detection",), (), None)
    assert offre.est_sans_regle
    assert offre.frais_precisions == "gratuit la première fois"
    assert (offre.thematiques, offre.publics) == ((DEFINIR,), ("jeunes", "residents-qpv-frr"))
    assert (offre.publics_precisions, offre.conditions_acces) == ("De 18 à 30 ans", "Avoir une idée")
    assert (offre.zone_eligibilite, offre.modes_accueil) == (("59",), ("en-presentiel",))
    assert (offre.volume_horaire_hebdomadaire, offre.nombre_semaines) == (2.5, 3)
    assert offre.mobilisation_precisions == "Le matin"
    assert offre.accueil is not None
    assert offre.accueil.model_dump(exclude_none=True) == {
        "commune": "Anzin",
        "code_insee": "59014",
        "telephone": "03 27 11 11 11",
        "horaires_accueil": "Tu 09:00-12:00",
    }
    assert offre.provenance is not None
    assert offre.provenance.model_dump(exclude_none=True) == {
        "source": "dora",
        "id": "dora--7",
        "date_maj": dt.date(2026, 3, 1),
        "lien_source": "https://dora.exemple.fr/services/7",
    }


def test_une_fiche_minimale() -> None:
    structure = {cle: STRUCTURE[cle] for cle in ("source", "id", "nom", "date_maj")}
    operateur = REPRISE.operateur(structure, [MINIMUM])
    assert (operateur.description, operateur.contacts, operateur.site) == (SANS_DESCRIPTION, (), None)
    assert operateur.sources[0].url == DATA_INCLUSION
    (offre,) = operateur.offres
    assert (offre.description, offre.type, offre.etapes, offre.accueil) == (SANS_DESCRIPTION, None, ETAPES, None)
    assert offre.sources is not None
    assert (offre.sources[0].url, offre.sources[0].date) == (DATA_INCLUSION, "2026-03-01")


def test_sans_le_fichier_des_structures() -> None:
    operateur = REPRISE.operateur(None, [SERVICE, {**MINIMUM, "id": "dora--8", "date_maj": "2026-05-01"}])
    assert operateur.nom == "Structure à identifier (dora--42)"
    assert operateur.verifie_le == "2026-05-01"
    assert operateur.provenance is not None
    assert (operateur.provenance.id, operateur.provenance.date_maj) == ("dora--42", None)


@pytest.mark.parametrize(
    ("themes", "etapes"),
    [
        ([DEFINIR], ("detection",)),
        ([STRUCTURER], ("accompagnement",)),
        (["creer-une-entreprise--developper-son-entreprise"], ("accompagnement",)),
        (["remobilisation--lien-social"], ("esprit-initiative",)),
        ([DEFINIR, STRUCTURER, "mobilite--preparer-un-permis"], ETAPES),
        ([], ETAPES),
    ],
)
def test_l_etape_vient_de_la_thematique(themes: list[str], etapes: tuple[str, ...]) -> None:
    """It only sorts the list of operators: an imported offre is proposed at no étape."""
    assert REPRISE.operateur(STRUCTURE, [{**SERVICE, "thematiques": themes}]).offres[0].etapes == etapes


def test_un_autre_questionnaire_a_d_autres_etapes() -> None:
    reprise = Reprise(jour=JOUR, licence="x", etapes=("une", "deux"), source="prescripteur-x")
    assert reprise.operateur(STRUCTURE, [SERVICE]).offres[0].etapes == ("une", "deux")


def test_les_offres_sont_dans_l_ordre_de_leurs_identifiants() -> None:
    services = [{**MINIMUM, "id": f"dora--{n}"} for n in (3, 1, 2)]
    un = REPRISE.operateur(STRUCTURE, services)
    deux = REPRISE.operateur(STRUCTURE, services[::-1])
    assert un == deux
    assert [o.provenance.id for o in un.offres if o.provenance] == ["dora--1", "dora--2", "dora--3"]
    assert len({o.id for o in un.offres}) == 3


def test_un_nom_long_est_garde_en_entier_dans_la_provenance() -> None:
    nom = "Centre communal d’action sociale de la commune de " + "Sainte-" * 12 + "Fin"
    operateur = REPRISE.operateur({**STRUCTURE, "nom": nom}, [SERVICE])
    assert len(operateur.nom) <= 80
    assert operateur.nom.endswith("…")
    assert operateur.provenance is not None
    assert operateur.provenance.nom == nom
    assert len(operateur.id) <= 64


@pytest.mark.parametrize("nom", ["...", "«\u00a0»", "Ω", "É" * 150, "-a-", "  x"])
def test_tout_nom_donne_un_identifiant_valable(nom: str) -> None:
    operateur = REPRISE.operateur({**STRUCTURE, "nom": nom}, [{**SERVICE, "nom": nom}])
    assert Operateur.model_validate(operateur.model_dump()) == operateur


def test_notre_export_reprend_ses_identifiants() -> None:
    source = "prescripteur-valenciennes-metropole"
    structure = {**STRUCTURE, "source": source, "id": f"{source}--adie"}
    service = {**SERVICE, "source": source, "structure_id": f"{source}--adie", "id": f"{source}--adie:microcredit"}
    operateur = REPRISE.operateur(structure, [service])
    assert (operateur.id, operateur.offres[0].id) == ("adie", "microcredit")


@pytest.mark.parametrize("local", ["x" * 70, "Adie", "a--b", "", "é"])
def test_un_identifiant_de_notre_export_qui_n_en_est_pas_un(local: str) -> None:
    source = "prescripteur-valenciennes-metropole"
    structure = {**STRUCTURE, "source": source, "id": f"{source}--{local}"}
    service = {**SERVICE, "source": source, "structure_id": structure["id"], "id": f"{source}--{local}:{local}"}
    operateur = REPRISE.operateur(structure, [service])
    assert operateur.id.startswith("maison-de-la-creation-")
    assert operateur.offres[0].id.startswith("atelier-de-l-idee-")


def test_deux_offres_n_ont_jamais_le_meme_identifiant() -> None:
    source = "prescripteur-valenciennes-metropole"
    services = [{**MINIMUM, "source": source, "id": f"{source}--{n}:x"} for n in ("a", "b", "c")]
    operateur = REPRISE.operateur({**STRUCTURE, "source": source, "id": f"{source}--a"}, services)
    assert len({offre.id for offre in operateur.offres}) == 3


def test_une_fiche_deja_importee_garde_ses_identifiants() -> None:
    avant = REPRISE.operateur(STRUCTURE, [SERVICE]).model_copy(update={"id": "la-maison"})
    avant = avant.model_copy(update={"offres": (avant.offres[0].model_copy(update={"id": "l-atelier"}),)})
    apres = REPRISE.operateur({**STRUCTURE, "nom": "Autre nom"}, [{**SERVICE, "nom": "Autre"}], avant)
    assert (apres.id, apres.nom, apres.offres[0].id, apres.offres[0].nom) == (
        "la-maison",
        "Autre nom",
        "l-atelier",
        "Autre",
    )


def test_une_offre_disparue_reste_marquee() -> None:
    autre = {**MINIMUM, "id": "dora--8", "nom": "Autre"}
    avant = REPRISE.operateur(STRUCTURE, [SERVICE, autre])
    plus_tard = Reprise(jour=dt.date(2026, 12, 3), licence="x", etapes=ETAPES, source="y")
    apres = plus_tard.operateur(STRUCTURE, [SERVICE], avant)
    assert [o.provenance.disparu_le for o in apres.offres if o.provenance] == [None, dt.date(2026, 12, 3)]
    assert apres.offres[1].a_confirmer[-1].texte == "N’est plus dans le fichier national depuis le 03/12/2026."
    encore = Reprise(jour=dt.date(2026, 12, 10), licence="x", etapes=ETAPES, source="y").operateur(
        STRUCTURE, [SERVICE], apres
    )
    assert encore.offres[1] == apres.offres[1], "marked once, on the first day"
    revenue = plus_tard.operateur(STRUCTURE, [SERVICE, autre], encore)
    assert revenue.offres == avant.offres


def test_une_offre_qui_n_est_plus_du_theme_reste_telle_quelle() -> None:
    autre = {**MINIMUM, "id": "dora--8", "nom": "Autre"}
    avant = REPRISE.operateur(STRUCTURE, [SERVICE, autre])
    apres = REPRISE.operateur(STRUCTURE, [SERVICE], avant, encore={"dora--8"})
    assert apres.offres == avant.offres


def test_sans_structure_ce_que_l_on_savait_d_elle_reste() -> None:
    avant = REPRISE.operateur(STRUCTURE, [SERVICE])
    apres = REPRISE.operateur(None, [{**SERVICE, "nom": "Autre"}], avant)
    assert apres.offres[0].nom == "Autre"
    assert apres.model_copy(update={"offres": avant.offres}) == avant


def test_un_operateur_disparait_et_revient() -> None:
    avant = REPRISE.operateur(STRUCTURE, [SERVICE])
    disparu = marquer_disparu(avant, dt.date(2026, 12, 3))
    assert disparu.provenance is not None
    assert disparu.provenance.disparu_le == dt.date(2026, 12, 3)
    assert disparu.a_confirmer[-1].texte == "N’est plus dans le fichier national depuis le 03/12/2026."
    assert marquer_disparu(disparu, dt.date(2026, 12, 10)) == disparu
    assert revenir(disparu) == avant
    assert revenir(avant) == avant
