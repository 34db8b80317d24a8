"""Faults to plant in the shipped catalogue, one by one, and what `catalogue verifier` must say of each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Objet = dict[str, Any]

Faute = tuple[str, Callable[[Objet], None], str, tuple[str, ...]]
"""What it is, how it is planted, the code that tells it, and words of its subject or message."""

SUBTILES = frozenset(
    {
        "trou d’un seul âge dans un seul quartier",
        "trou d’une seule situation dans un seul quartier",
        "fin qui ouvre un trou d’une semaine",
        "saison qui ouvre un trou",
        "porte qui ferme la question d’une condition",
        "condition que les autres empêchent d’être sûre",
        "battue par deux autres ensemble",
        "jumelle qui ne diffère que par ses mots",
        "option qui ne dit rien de plus qu’une autre",
    }
)
"""Those that no look at one file would show."""

MONTANT = "20\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"


def _operateur(objet: Objet, identifiant: str) -> Objet:
    return next(o for o in objet["operateurs"] if o["id"] == identifiant)


def _offre(objet: Objet, nom: str) -> Objet:
    operateur, _, offre = nom.partition("/")
    return next(o for o in _operateur(objet, operateur)["offres"] if o["id"] == offre)


def _question(objet: Objet, identifiant: str) -> Objet:
    return next(q for q in objet["questionnaire"]["questions"] if q["id"] == identifiant)


def _condition(objet: Objet, nom: str, **condition: Any) -> None:
    """One more condition on an offre; `un_de` is written as in the files."""
    ecrite = {cle.replace("_", "-"): valeur for cle, valeur in condition.items()}
    _offre(objet, nom).setdefault("conditions", []).append({"motif": "motif planté", **ecrite})


def _preference(objet: Objet, nom: str, question: str, *parmi: str, poids: int = 1) -> None:
    preference = {"question": question, "parmi": list(parmi), "poids": poids, "raison": "raison plantée"}
    _offre(objet, nom).setdefault("preferences", []).append(preference)


def _ajouter_operateur(objet: Objet, identifiant: str, modele: str, **champs: Any) -> Objet:
    """A new operator with a copy of one offre, whose fields it takes over."""
    operateur, _, _ = modele.partition("/")
    nouveau = copy.deepcopy(_operateur(objet, operateur))
    nouveau.update({"id": identifiant, "nom": f"Opérateur {identifiant}"}, **champs)
    nouveau["offres"] = [copy.deepcopy(_offre(objet, modele))]
    objet["operateurs"].append(nouveau)
    offre: Objet = nouveau["offres"][0]
    return offre


# Holes


def _un_age_un_quartier(objet: Objet) -> None:
    quartier = {"question": "quartier", "sauf": ["QN05924M"]}
    _condition(objet, "bge-hauts-de-france/idee-au-projet", un_de=[{"question": "age", "sauf": ["30-54"]}, quartier])


def _une_situation_un_quartier(objet: Objet) -> None:
    quartier = {"question": "quartier", "sauf": ["QN05928M"]}
    un_de = [{"question": "activite", "sauf": ["salarie"]}, quartier]
    _condition(objet, "mission-locale-valenciennois/accueil", un_de=un_de)


def _sans_territoire_voisin(objet: Objet) -> None:
    _operateur(objet, "territoire-voisin")["statut"] = "termine"


def _semaine_entre_deux(objet: Objet) -> None:
    suivi = _offre(objet, "bge-hauts-de-france/apres-creation")
    suite = {**copy.deepcopy(suivi), "id": "apres-creation-2027", "du": "2027-03-11"}
    suivi["au"] = "2027-03-10"
    _operateur(objet, "bge-hauts-de-france")["offres"].append(suite)


def _saison(objet: Objet) -> None:
    _offre(objet, "bge-hauts-de-france/apres-creation")["saison"] = [m for m in range(1, 13) if m != 8]


def _trou_mende(objet: Objet) -> None:
    offre = _ajouter_operateur(objet, "maison-des-enfants", "centre-social/accueil")
    offre.update({"filet": False, "conditions": [{"question": "age", "parmi": ["moins-16"], "motif": "moins de 16"}]})


# Rules that never play


def _porte_fermee(objet: Objet) -> None:
    # The question of rights is only asked from 18 on.
    _condition(objet, "mission-locale-valenciennois/avant-18-ans", question="droits", parmi=["rsa"])


def _etape_trop_tot(objet: Objet) -> None:
    _condition(objet, "citeslab/emergence", question="besoin-financement", parmi=["2000-8000"])


def _ages_incompatibles(objet: Objet) -> None:
    _condition(objet, "adie/microcredit", question="age", parmi=["16-17"])


def _a_confirmer_incompatible(objet: Objet) -> None:
    _condition(objet, "pop-school/formation-numerique", question="activite", parmi=["etudiant"])


def _etape_jamais(objet: Objet) -> None:
    regles = objet["questionnaire"]["etape_de"]
    regles[0]["quand"][0]["parmi"] += ["idee", "activite-arretee"]


def _branche(objet: Objet) -> None:
    condition = _offre(objet, "citeslab/emergence")["conditions"][1]
    condition["un-de"].append({"question": "banque", "parmi": ["refus"]})


def _jamais_vraie(objet: Objet) -> None:
    # « sauf accord-possible » stands beside it: only what is left open can let the offre in.
    parmi, peut_etre = ["accord-possible"], ["refus"]
    _condition(objet, "adie/microcredit", question="banque", parmi=parmi, **{"peut-etre": peut_etre})


def _preference_morte(objet: Objet) -> None:
    _preference(objet, "citeslab/emergence", "banque", "refus")


# Ranking


def _doublure(objet: Objet) -> None:
    _ajouter_operateur(objet, "doublure", "val-initiatives/pret-honneur", confiance="faible")


def _deux_ensemble(objet: Objet) -> None:
    # Two points for a shop or a craft of more than three years: the chamber of commerce has three for the one, the
    # chamber of crafts three for the other, and nobody has more for both.
    offre = _ajouter_operateur(objet, "boutiques-et-ateliers", "cma-hauts-de-france/creation-artisanat")
    offre["conditions"] = [
        {"question": "maturite", "parmi": ["activite-plus-3-ans"], "motif": "pour une activité installée"},
        {"question": "age", "parmi": ["30-54"], "motif": "réservé aux 30-54 ans"},
        {"question": "secteur", "parmi": ["commerce", "artisanat"], "motif": "boutiques et ateliers"},
    ]
    offre["preferences"] = []
    _preference(objet, "boutiques-et-ateliers/creation-artisanat", "secteur", "commerce", "artisanat", poids=2)


def _cachee(objet: Objet) -> None:
    cachee = {**copy.deepcopy(_offre(objet, "adie/microcredit")), "id": "microcredit-bis", "confiance": "moyenne"}
    _operateur(objet, "adie")["offres"].append(cachee)


def _jumelle(objet: Objet) -> None:
    offre = _ajouter_operateur(objet, "autre-pepiniere", "serre-numerique/pepiniere")
    offre.update(nom="Une autre pépinière", description="Un autre lieu.")
    for preference in offre["preferences"]:
        preference["raison"] = "autrement dit"


def _aide_jumelle(objet: Objet) -> None:
    _ajouter_operateur(objet, "autre-urssaf", "urssaf/acre")


def _jamais_sure(objet: Objet) -> None:
    condition = _offre(objet, "cci-grand-hainaut/creation-commerce-services")["conditions"][2]
    condition["peut-etre"] += condition.pop("parmi")
    condition["parmi"] = []


# Questions


def _question_inutile(objet: Objet) -> None:
    for operateur in objet["operateurs"]:
        for offre in operateur["offres"]:
            offre["preferences"] = [p for p in offre.get("preferences", []) if p["question"] != "local"]
            offre["conditions"] = [c for c in offre.get("conditions", []) if c.get("question") != "local"]


def _option_inutile(objet: Objet) -> None:
    option = {"id": "plus-tard", "libelle": "Plus tard", "constat": "verra plus tard pour le local"}
    _question(objet, "local")["options"].append(option)


def _option_en_double(objet: Objet) -> None:
    option = {"id": "en-couple", "libelle": "En couple", "constat": "mène son projet en couple"}
    _question(objet, "collectif")["options"].insert(1, option)


# Dates and sources


def _finie(objet: Objet) -> None:
    _offre(objet, "rubika/etudes")["au"] = "2026-10-31"


def _finit(objet: Objet) -> None:
    _offre(objet, "rubika/etudes")["au"] = "2027-01-10"


def _trois_jours(objet: Objet) -> None:
    _offre(objet, "rubika/etudes").update(du="2026-12-01", au="2026-12-03")


def _hors_saison(objet: Objet) -> None:
    _offre(objet, "rubika/etudes").update(saison=[7], au="2027-05-31")


def _vieille_source(objet: Objet) -> None:
    _operateur(objet, "ess-valenciennes-metropole")["verifie_le"] = "2025-10"


def _source_inconnue(objet: Objet) -> None:
    _operateur(objet, "adie")["a_confirmer"][0]["source"] = "https://exemple.fr/ailleurs"


def _ancien_code(objet: Objet) -> None:
    _offre(objet, "citeslab/emergence")["description"] = "Pour le quartier QP059023 seulement."


def _zone_morte(objet: Objet) -> None:
    _offre(objet, "citeslab/emergence")["zone_eligibilite"] = ["59999"]


def _successeur_mort(objet: Objet) -> None:
    objet["territoire"]["quartiers_2015_sans_successeur"][0]["successeur_probable"] = "QN05999M"


# Words


def _facile_trop_long(objet: Objet) -> None:
    mots = "Avez-vous déjà une idée de ce que vous voulez faire un jour ou non"
    _question(objet, "maturite")["facile"] = f"{mots}\N{NO-BREAK SPACE}?"


def _phrase_trop_longue(objet: Objet) -> None:
    _offre(objet, "rubika/etudes")["description"] = " ".join(["mot"] * 26) + "."


def _autre_montant(objet: Objet) -> None:
    condition = _offre(objet, "val-initiatives/pret-honneur")["conditions"][2]
    condition["motif"] = f"pour un besoin de {MONTANT} au plus"


def _autre_age(objet: Objet) -> None:
    _offre(objet, "mission-locale-valenciennois/accueil")["nom"] = "Accueil et suivi des 16-24 ans"


def _nationalite(objet: Objet) -> None:
    _question(objet, "age")["enonce"] = "Quel est votre âge, et votre nationalité ?"


def _explication_de_trop(objet: Objet) -> None:
    objet["explications"]["avertissements"][0]["sujets"].append("adie/conseil")


def _explication_inconnue(objet: Objet) -> None:
    objet["explications"]["avertissements"][0]["code"] = "jamais-premier"


def _mauvaise_porte(objet: Objet) -> None:
    # Its score passes that of the door that a cas-type expects.
    _preference(objet, "france-travail/creation", "maturite", "envie", poids=3)
    _preference(objet, "france-travail/creation", "maturite", "idee", poids=3)


FAUTES: tuple[Faute, ...] = (
    ("trou d’un seul âge dans un seul quartier", _un_age_un_quartier, "trou", ("age=30-54", "quartier=QN05924M")),
    (
        "trou d’une seule situation dans un seul quartier",
        _une_situation_un_quartier,
        "trou",
        ("activite=salarie", "quartier=QN05928M"),
    ),
    ("plus de porte hors de l’agglomération", _sans_territoire_voisin, "trou", ("quartier=", "porte-du-hainaut")),
    ("fin qui ouvre un trou d’une semaine", _semaine_entre_deux, "trou-de-semaine", ("2027-W10", "seulement")),
    ("saison qui ouvre un trou", _saison, "trou-de-semaine", ("2027-W30", "jusqu’à 2027-W35")),
    ("trou connu qui n’en est plus un", _trou_mende, "explication-perimee", ("moins-de-16-ans",)),
    (
        "porte qui ferme la question d’une condition",
        _porte_fermee,
        "conditions-incompatibles",
        ("mission-locale-valenciennois/avant-18-ans", "motif planté", "16-17"),
    ),
    ("question posée trop tard", _etape_trop_tot, "condition-impossible", ("citeslab/emergence", "motif planté")),
    ("âges qui ne vont pas ensemble", _ages_incompatibles, "conditions-incompatibles", ("adie/microcredit", "adultes")),
    (
        "offre à confirmer que rien n’atteint",
        _a_confirmer_incompatible,
        "conditions-incompatibles",
        ("pop-school/formation-numerique",),
    ),
    ("étape où personne n’arrive", _etape_jamais, "etape-inatteignable", ("60000-rebonds/rebond",)),
    ("choix qui ne sert jamais", _branche, "branche-impossible", ("citeslab/emergence", "n°\N{NO-BREAK SPACE}3")),
    (
        "condition que les autres empêchent d’être sûre",
        _jamais_vraie,
        "condition-jamais-vraie",
        ("adie/microcredit", "motif planté"),
    ),
    ("préférence qui ne compte jamais", _preference_morte, "preference-inutile", ("citeslab/emergence",)),
    ("battue par une autre", _doublure, "jamais-premiere", ("doublure/pret-honneur", "val-initiatives/pret-honneur")),
    (
        "battue par deux autres ensemble",
        _deux_ensemble,
        "jamais-premiere",
        ("boutiques-et-ateliers/", "cci-grand-hainaut/creation-commerce-services", "cma-hauts-de-france/"),
    ),
    ("cachée par le même opérateur", _cachee, "jamais-montree", ("adie/microcredit-bis", "passe toujours devant")),
    ("jumelle qui ne diffère que par ses mots", _jumelle, "jumelles", ("autre-pepiniere/", "serre-numerique/")),
    ("aide jumelle", _aide_jumelle, "jumelles", ("autre-urssaf/acre", "urssaf/acre")),
    ("porte jamais sûre", _jamais_sure, "jamais-assuree", ("cci-grand-hainaut/",)),
    ("question qui ne change rien", _question_inutile, "question-sans-effet", ("local",)),
    ("option qui ne change rien", _option_inutile, "option-sans-effet", ("local/plus-tard",)),
    (
        "option qui ne dit rien de plus qu’une autre",
        _option_en_double,
        "options-sans-difference",
        ("collectif/seul+en-couple",),
    ),
    ("offre finie encore active", _finie, "fin-passee", ("rubika/etudes", "le 31 octobre 2026")),
    ("offre qui finit bientôt", _finit, "fin-proche", ("rubika/etudes", "le 10 janvier 2027")),
    ("offre de trois jours", _trois_jours, "sans-semaine", ("rubika/etudes",)),
    ("saison qui ne vient jamais", _hors_saison, "sans-semaine", ("rubika/etudes",)),
    ("source de plus de douze mois", _vieille_source, "source-ancienne", ("ess-valenciennes-metropole",)),
    ("adresse sans date", _source_inconnue, "source-sans-date", ("https://exemple.fr/ailleurs",)),
    ("code de la liste de 2015", _ancien_code, "qpv-millesime", ("QP059023",)),
    ("commune hors du territoire", _zone_morte, "identifiant-mort", ("59999",)),
    ("quartier qui n’existe pas", _successeur_mort, "identifiant-mort", ("QN05999M",)),
    ("phrase facile trop longue", _facile_trop_long, "phrase-longue", ("maturite/facile", "(12 au plus)")),
    ("phrase trop longue", _phrase_trop_longue, "phrase-longue", ("rubika/etudes/description", "26 mots")),
    ("autre montant", _autre_montant, "montant-different", ("val-initiatives/pret-honneur/motif/20000",)),
    ("autre âge", _autre_age, "age-different", ("mission-locale-valenciennois/accueil/nom/24",)),
    ("nationalité", _nationalite, "mot-sensible", ("age/enonce", "nationalité")),
    ("explication qui ne répond à rien", _explication_de_trop, "explication-perimee", ("adie/conseil",)),
    ("explication d’un code inconnu", _explication_inconnue, "avertissement-inconnu", ("jamais-premiere",)),
    ("autre première porte", _mauvaise_porte, "cas-type-manque", ("citeslab",)),
)
"""Forty; the subtle ones are in `SUBTILES`."""
