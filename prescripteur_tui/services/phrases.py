"""French sentences for what the catalogue says: conditions, prices, dates, contacts.

One wording for app and commands. Pure functions over domain objects; what they return is plain text, never
markup.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.base import fin_de_date
from prescripteur_tui.domaine.changement import ouverture
from prescripteur_tui.domaine.operateurs import Confiance, Frais, Statut, TypeOffre
from prescripteur_tui.domaine.regles import Atome, UnDe

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue
    from prescripteur_tui.domaine.changement import Ouverture
    from prescripteur_tui.domaine.operateurs import Contact, Offre, Operateur, Source
    from prescripteur_tui.domaine.ports import Coordonnees
    from prescripteur_tui.domaine.questionnaire import Question, Questionnaire
    from prescripteur_tui.domaine.recommandation import Ecarte, Recommandation
    from prescripteur_tui.domaine.regles import Condition, Toutes

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

STATUTS_COURTS = {Statut.ACTIF: "actif", Statut.A_CONFIRMER: "à confirmer", Statut.TERMINE: "terminé"}
"""The state of an operator in one word."""

_CONFIANCES = {
    Confiance.HAUTE: "sources officielles ou concordantes",
    Confiance.MOYENNE: "une source sérieuse, ou de plus de deux ans",
    Confiance.FAIBLE: "sources anciennes ou indirectes",
}

_TYPES = {
    TypeOffre.ACCOMPAGNEMENT: "accompagnement",
    TypeOffre.AIDE_FINANCIERE: "aide en argent",
    TypeOffre.AIDE_MATERIELLE: "aide matérielle",
    TypeOffre.ATELIER: "atelier",
    TypeOffre.FORMATION: "formation",
    TypeOffre.INFORMATION: "information",
}

DEMANDER_AILLEURS = "demandez à la Maison du Citoyen ou à un point France services"
"""What to do when no contact is known."""

CAUSES_DES_REPONSES = ("condition", "porte-fermee", "etape")
"""Causes that other answers would lift."""

A_CONFIRMER = "à confirmer avant de vous déplacer"

_CODE_QUARTIER = re.compile(r"Q[NP][0-9A-Z]{6}")
_NOMS_DE_QUARTIERS = 3
"""Up to as many priority quarters are named; more are counted."""


def majuscule(texte: str) -> str:
    """The text with a capital first letter."""
    return texte[:1].upper() + texte[1:]


def phrase(texte: str) -> str:
    """The text as a sentence: a capital, and a final stop unless it has one."""
    return majuscule(texte) + ("" if texte.endswith((".", "!", "?", "…")) else ".")


def enumerer(elements: Iterable[str], mot: str = "et") -> str:
    """`a, b et c`."""
    liste = list(elements)
    if len(liste) < 2:
        return "".join(liste)
    return f"{', '.join(liste[:-1])} {mot} {liste[-1]}"


# Dates


def date_en_mots(date: str | dt.date) -> str:
    """A partial ISO date in words: `2025`, `mai 2025`, `15 avril 2025`, `1er mai 2025`.

    Raises:
        ValueError: when no calendar has such a date.
    """
    texte = date.isoformat() if isinstance(date, dt.date) else date
    jour = fin_de_date(texte)
    precision = texte.count("-")
    if precision == 0:
        return str(jour.year)
    mois = f"{MOIS[jour.month - 1]} {jour.year}"
    return mois if precision == 1 else f"{_quantieme(jour)} {mois}"


def date_courte(date: str | dt.date, jour: dt.date) -> str:
    """A full date for a narrow place, `12 nov.`; with its year when that is not the year of `jour`."""
    le = date if isinstance(date, dt.date) else dt.date.fromisoformat(date)
    courte = f"{_quantieme(le)} {MOIS_COURTS[le.month - 1]}"
    return courte if le.year == jour.year else f"{courte} {le.year}"


def _quantieme(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def age_en_mots(date: str, jour: dt.date) -> str | None:
    """How long before `jour` a partial date is, as precise as the date; None when it is later."""
    precision = date.count("-")
    le = fin_de_date(date)
    mois = (jour.year - le.year) * 12 + jour.month - le.month
    if precision == 0:
        ans = jour.year - le.year
        return None if ans < 0 else "cette année" if ans == 0 else _il_y_a(ans, "an")
    if precision == 1:
        return None if mois < 0 else "ce mois-ci" if mois == 0 else _il_y_a_mois(mois)
    jours = (jour - le).days
    if jours < 0:
        return None
    if jours < 2:
        return ("aujourd’hui", "hier")[jours]
    mois -= jour.day < le.day
    return _il_y_a(jours, "jour") if mois < 1 else _il_y_a_mois(mois)


def _il_y_a_mois(mois: int) -> str:
    return _il_y_a(mois, "mois") if mois < 24 else _il_y_a(mois // 12, "an")


def _il_y_a(nombre: int, unite: str) -> str:
    pluriel = "" if nombre < 2 or unite.endswith("s") else "s"
    return f"il y a {nombre} {unite}{pluriel}"


def le_jour(date: str) -> str:
    """« le 15 avril 2025 », « en mai 2025 »."""
    return f"{'le' if date.count('-') == 2 else 'en'} {date_en_mots(date)}"


def fraicheur_en_mots(verifie_le: str, jour: dt.date) -> str:
    """« vérifié le 15 avril 2025 (il y a 19 mois) »."""
    age = age_en_mots(verifie_le, jour)
    return f"vérifié {le_jour(verifie_le)}" + (f" ({age})" if age else "")


def periode_en_mots(offre: Offre) -> str | None:
    """When the offre takes place, if not all the time: dates, season, or both."""
    parties = []
    if offre.du and offre.au:
        parties.append(f"du {date_en_mots(offre.du)} au {date_en_mots(offre.au)}")
    elif offre.du:
        parties.append(f"à partir du {date_en_mots(offre.du)}")
    elif offre.au:
        parties.append(f"jusqu’au {date_en_mots(offre.au)}")
    if offre.saison:
        parties.append(f"seulement en {enumerer(MOIS[mois - 1] for mois in offre.saison)}")
    return ", ".join(parties) or None


# What an offre is


def statut_en_mots(statut: Statut, confiance: Confiance) -> str:
    """The state and how sure it is: « actif (sources officielles ou concordantes) »."""
    return f"{STATUTS_COURTS[statut]} ({_CONFIANCES[confiance]})"


def type_en_mots(offre: Offre) -> str:
    """What kind of service it is; an aide is not a door."""
    nature = _TYPES[offre.type] if offre.type else "nature non précisée"
    return f"{nature}, à mobiliser par une autre porte" if offre.aide else nature


def etapes_en_mots(questionnaire: Questionnaire, etapes: Iterable[str]) -> str:
    """The names of the étapes, in the order of the path."""
    voulues = set(etapes)
    if voulues >= set(questionnaire.noms_etapes):
        return "toutes les étapes"
    return ", ".join(nom for etape, nom in questionnaire.noms_etapes.items() if etape in voulues)


def prix_en_mots(offre: Offre) -> str:
    """« gratuit », « payant », or that it is not known; never free when unknown."""
    if offre.frais is None:
        connu = "non connu, à demander"
    else:
        connu = {Frais.GRATUIT: "gratuit", Frais.PAYANT: "payant"}[offre.frais]
    precisions = f" ({offre.frais_precisions})" if offre.frais_precisions else ""
    return f"Prix : {connu}{precisions}" if offre.frais is None else f"{connu}{precisions}"


def prix_en_phrase(offre: Offre) -> str:
    """The same with its title: « Prix : gratuit »."""
    prix = prix_en_mots(offre)
    return prix if offre.frais is None else f"Prix : {prix}"


# Conditions


def condition_en_mots(questionnaire: Questionnaire, condition: Condition) -> str:
    """The motif, then the answers that fit: « Réservé aux 16-25 ans. Âge : 16 ou 17 ans, 18 à 25 ans. »."""
    parties = (motif_en_mots(condition), detail_en_mots(questionnaire, condition))
    return " ".join(phrase(partie) for partie in parties if partie)


def motif_en_mots(condition: Condition) -> str:
    """What the condition says in plain words; empty when it says nothing."""
    return majuscule(condition.motif or "")


def detail_en_mots(questionnaire: Questionnaire, condition: Condition) -> str:
    """The answers that fit, question by question; alternatives joined by « ou »."""
    if isinstance(condition, UnDe):
        return " ; ou ".join(_branche(questionnaire, branche) for branche in condition.un_de)
    return _atome(questionnaire, condition)


def _branche(questionnaire: Questionnaire, branche: Atome | Toutes) -> str:
    return " et ".join(_atome(questionnaire, atome) for atome in branche.atomes())


def _atome(questionnaire: Questionnaire, atome: Atome) -> str:
    question = questionnaire.par_id.get(atome.question)
    if question is None:
        return ""
    options, tout_sauf = _cote_court(question, atome)
    if not options:
        regle = ""
    elif tout_sauf:
        regle = f"toutes les réponses sauf {_options(question, options)}"
    else:
        regle = _options(question, options)
    if atome.peut_etre:
        douteuses = _options(question, atome.peut_etre)
        regle = f"{regle} (à voir : {douteuses})" if regle else f"à voir pour {douteuses}"
    return f"{question.titre} : {regle}"


def _cote_court(question: Question, atome: Atome) -> tuple[tuple[str, ...], bool]:
    """The options to name, and whether they are those that do not fit: whichever list is much shorter."""
    nommables = [o.id for o in question.options if o.id != "ne-sait-pas" and o.id not in atome.peut_etre]
    autres = tuple(o for o in nommables if o not in atome.options)
    if _est_liste_de_quartiers(atome.options):
        return atome.options, atome.est_negatif
    if len(atome.options) > 4 and 0 < len(autres) < 3:
        return autres, not atome.est_negatif
    # A `sauf` on a question that was not asked holds: it may be turned round only where it is always asked.
    if atome.est_negatif and not question.ouverte_si and 0 < len(autres) <= len(atome.options):
        return autres, False
    return atome.options, atome.est_negatif


def _est_liste_de_quartiers(options: Iterable[str]) -> bool:
    return any(_CODE_QUARTIER.fullmatch(option) for option in options)


def _options(question: Question, options: Iterable[str]) -> str:
    """The labels of options, the priority quarters summed up."""
    choisies = list(options)
    quartiers = [option for option in choisies if _CODE_QUARTIER.fullmatch(option)]
    tous = [option.id for option in question.options if _CODE_QUARTIER.fullmatch(option.id)]
    libelles = []
    if quartiers and len(quartiers) == len(tous):
        libelles.append("les quartiers prioritaires")
    elif len(quartiers) > _NOMS_DE_QUARTIERS:
        libelles.append(f"{len(quartiers)} des {len(tous)} quartiers prioritaires")
    else:
        libelles += [_libelle(question, option, avec_sens=True) for option in quartiers]
    libelles += [_libelle(question, option) for option in choisies if option not in quartiers]
    return ", ".join(libelles)


def _libelle(question: Question, identifiant: str, *, avec_sens: bool = False) -> str:
    """The label of an option; of a quarter with its communes, because two may bear the same name."""
    option = question.option(identifiant)
    if option is None:
        return identifiant
    if avec_sens and option.sens:
        return f"« {option.libelle} » à {option.sens}"
    # A label that holds a comma would blur the list.
    return f"« {option.libelle} »" if "," in option.libelle else option.libelle


def ouverture_en_mots(catalogue: Catalogue, ouverture: Ouverture) -> str | None:
    """« s’ouvrira quand le projet sera écrit », where the person can change the answer; else None."""
    if ouverture.changement is None:
        return None
    options = [catalogue.questionnaire.par_id[q].option(option) for q, option in ouverture.changement]
    return f"s’ouvrira {enumerer(option.quand for option in options if option is not None and option.quand)}"


def pourquoi_en_mots(catalogue: Catalogue, resultat: Recommandation, ecarte: Ecarte) -> tuple[str, str | None]:
    """Why an offre is not put forward, and what would open it.

    The first closed condition when a change of one or two answers opens it, or when nothing can; else all that stands
    against it.
    """
    if ecarte.cause not in CAUSES_DES_REPONSES:
        return ecarte.motif, None
    vue = ouverture(resultat.reponses, catalogue, resultat.semaine, ecarte.offre)
    dite = ouverture_en_mots(catalogue, vue)
    if dite is not None or ecarte.question is None or not catalogue.questionnaire.par_id[ecarte.question].modifiable:
        return ecarte.motif, dite
    return " ; ".join(vue.motifs), None


# Sources and contacts


def source_en_mots(source: Source) -> str:
    """What a source proves, its date, and where it is."""
    if source.date:
        date = f"page datée {_de(source.date)}"
    else:
        date = f"page sans date, consultée {le_jour(source.consultee_le or '')}"
    return f"{majuscule(source.objet)} ({date}) : {source.url}" if source.objet else f"{majuscule(date)} : {source.url}"


def contact_en_lignes(operateur: Operateur, coordonnees: Coordonnees | None, jour: dt.date) -> list[str]:
    """How to reach an operator: what was noted here, then what the sources say as far as it may be printed.

    A contact of high confidence is printed with its date; of middle confidence it must be confirmed first; of
    low confidence only its name and commune stand. With nothing to call or visit, the fallback is named.
    """
    lignes = coordonnees_en_lignes(coordonnees, jour) if coordonnees else []
    est_joignable = bool(lignes)
    for contact in operateur.contacts:
        lignes += _contact(contact)
        est_imprime = contact.confiance is not Confiance.FAIBLE
        est_joignable = est_joignable or (est_imprime and bool(contact.telephone or contact.adresse))
    if not est_joignable:
        lignes.append(f"Téléphone et adresse non connus : {DEMANDER_AILLEURS}.")
    return lignes


def coordonnees_en_lignes(coordonnees: Coordonnees, jour: dt.date) -> list[str]:
    """What staff noted on this laptop; no line when they noted nothing."""
    champs = (
        ("Téléphone", coordonnees.telephone),
        ("Adresse", coordonnees.adresse),
        ("Horaires", coordonnees.horaires),
    )
    note = _note_ici(coordonnees, jour)
    return [f"{nom} : {valeur} ({note})" for nom, valeur in champs if valeur]


def telephone_principal(operateur: Operateur, coordonnees: Coordonnees | None, jour: dt.date) -> str | None:
    """One telephone number for a card, with what it is worth; None when there is none to print."""
    if coordonnees is not None and coordonnees.telephone:
        return f"{coordonnees.telephone} ({_note_ici(coordonnees, jour)})"
    for contact in sorted(operateur.contacts, key=lambda c: c.confiance.rang):
        if contact.telephone and contact.confiance is not Confiance.FAIBLE:
            return f"{contact.telephone} ({_valeur_du_contact(contact)})"
    return None


def _note_ici(coordonnees: Coordonnees, jour: dt.date) -> str:
    return (
        f"noté ici le {date_courte(coordonnees.verifie_le, jour)}" if coordonnees.verifie_le else "noté ici, sans date"
    )


def _contact(contact: Contact) -> list[str]:
    commune = f", {contact.commune}" if contact.commune and contact.commune not in contact.nom else ""
    if contact.confiance is Confiance.FAIBLE:
        return [f"{contact.nom}{commune}"]
    ville = " ".join(morceau for morceau in (contact.code_postal, contact.commune) if morceau)
    adresse = f"{contact.adresse}, {ville}" if contact.adresse and ville else contact.adresse or ""
    entete = contact.nom if adresse else f"{contact.nom}{commune}"
    champs = (contact.telephone, adresse, contact.horaires, contact.courriel, contact.site)
    details = [champ for champ in champs if champ]
    valeur = _valeur_du_contact(contact)
    if not details:
        return [f"{entete} ({valeur})"]
    return [f"{entete} : {' · '.join(details)} ({valeur})"]


def _valeur_du_contact(contact: Contact) -> str:
    source = contact.source
    quand = f"source {_de(source.date)}" if source.date else f"page consultée {le_jour(source.consultee_le or '')}"
    return f"{quand}, {A_CONFIRMER}" if contact.confiance is Confiance.MOYENNE else quand


def _de(date: str) -> str:
    """« du 15 avril 2025 », « de mai 2025 », « d’août 2022 », « de 2019 »."""
    mots = date_en_mots(date)
    if date.count("-") == 2:
        return f"du {mots}"
    return f"d’{mots}" if mots[0] in "ao" else f"de {mots}"
