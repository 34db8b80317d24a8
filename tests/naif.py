"""The engine a second time, written from `contract.md` §4 alone: what the fast one is held to.

It walks the models, compiles nothing and keeps nothing from one call to the next. It shares no rule with
`prescripteur_tui.domaine`: gates, Kleene logic, weeks and order are its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import OffreComplete
from prescripteur_tui.domaine.questionnaire import Question, Questionnaire, RegleEtape, Reponses, Valeur
from prescripteur_tui.domaine.regles import Atome, Condition, Preference, Toutes, UnDe
from prescripteur_tui.erreurs import ErreurPrescripteur

Ternaire = bool | None

CONFIANCES = ["haute", "moyenne", "faible"]


# --- Three values ---


def non(valeur: Ternaire) -> Ternaire:
    """Kleene negation."""
    return None if valeur is None else not valeur


def et(valeurs: Iterable[Ternaire]) -> Ternaire:
    """Kleene conjunction: the weakest of its members, false < unknown < true."""
    resultat: Ternaire = True
    for valeur in valeurs:
        if valeur is False:
            return False
        if valeur is None:
            resultat = None
    return resultat


def ou(valeurs: Iterable[Ternaire]) -> Ternaire:
    """Kleene disjunction, by De Morgan."""
    return non(et(non(valeur) for valeur in valeurs))


# --- Answers ---


@dataclass
class Etat:
    """What the answers say: the kept ones, and whether each question is open (None: its gate is not known)."""

    reponses: dict[str, Valeur]
    portes: dict[str, Ternaire]

    def choisies(self, question: str) -> list[str]:
        """The options chosen; none when the question is unanswered or declined."""
        valeur = self.reponses.get(question, "sans-reponse")
        if isinstance(valeur, str):
            return [] if valeur == "sans-reponse" else [valeur]
        return list(valeur)


def lire_etat(questionnaire: Questionnaire, reponses: Reponses) -> Etat:
    """Go through the questions in order; an answer to a question that does not open is dropped."""
    etat = Etat({}, {})
    suite_fermee = False
    for question in questionnaire.questions:
        if suite_fermee:
            etat.portes[question.id] = False
        else:
            etat.portes[question.id] = et(valeur(regle, etat, porte=True) for regle in question.ouverte_si)
        if etat.portes[question.id] is True and question.id in reponses:
            etat.reponses[question.id] = reponses[question.id]
            suite_fermee = option_fermante(question, etat) is not None
    return etat


def option_fermante(question: Question, etat: Etat) -> str | None:
    """The chosen option of this question that closes all that follows."""
    for option in question.options:
        if option.ferme_la_suite and option.id in etat.choisies(question.id):
            return option.id
    return None


def avec(questionnaire: Questionnaire, reponses: Reponses, question: Question, option: str) -> Etat:
    """The answers with one of them given or replaced."""
    return lire_etat(questionnaire, {**reponses, question.id: (option,) if question.multi else option})


# --- Rules ---


def valeur(regle: Condition | Toutes | Preference, etat: Etat, *, porte: bool = False) -> Ternaire:
    """Kleene value of a rule; in a gate (`porte`), `ne-sait-pas` is an answer like another."""
    if isinstance(regle, UnDe):
        return ou(valeur(branche, etat, porte=porte) for branche in regle.un_de)
    if isinstance(regle, Toutes):
        return et(valeur(atome, etat, porte=porte) for atome in regle.toutes)
    if isinstance(regle, Preference):
        return appartient(regle.question, regle.parmi, (), etat, porte=porte)
    if regle.sauf is not None:
        return non(appartient(regle.question, regle.sauf, regle.peut_etre, etat, porte=porte))
    return appartient(regle.question, regle.parmi or (), regle.peut_etre, etat, porte=porte)


def appartient(question: str, parmi: Iterable[str], peut_etre: Iterable[str], etat: Etat, *, porte: bool) -> Ternaire:
    """`question ∈ parmi`."""
    if etat.portes[question] is False:
        return False
    choisies = set(etat.choisies(question))
    if not choisies:
        return None
    if "ne-sait-pas" in choisies and not (porte and "ne-sait-pas" in parmi):
        return None
    if choisies & set(parmi):
        return True
    return None if choisies & set(peut_etre) else False


def regle_etape(questionnaire: Questionnaire, etat: Etat) -> RegleEtape:
    """The first étape rule that is true."""
    for regle in questionnaire.etape_de:
        if et(valeur(condition, etat, porte=True) for condition in regle.quand) is True:
            return regle
    raise AssertionError("the last étape rule has no condition")


def questions_etape(regles: Iterable[RegleEtape]) -> list[str]:
    """The questions that étape rules look at, in file order, each once."""
    questions = [atome.question for regle in regles for c in regle.quand for atome in c.atomes()]
    return list(dict.fromkeys(questions))


# --- The verdict of one offre ---


def verdict(offre: OffreComplete, etat: Etat, etape: str) -> str:
    """`hors`, `assuree` or `a-verifier`, by étape and conditions alone."""
    tout = et([etape in offre.offre.etapes, *(valeur(c, etat) for c in offre.offre.conditions)])
    return {False: "hors", True: "assuree", None: "a-verifier"}[tout]


def score(offre: OffreComplete, etat: Etat) -> int:
    """Sum of the weights of the preferences that are true."""
    return sum(p.poids for p in offre.offre.preferences if valeur(p, etat) is True)


def couvre(offre: OffreComplete, lundi: dt.date) -> bool:
    """Whether every day of the week is within the dates and the season."""
    for jour in (lundi + dt.timedelta(days=n) for n in range(7)):
        if offre.offre.du is not None and jour < offre.offre.du:
            return False
        if offre.offre.au is not None and jour > offre.offre.au:
            return False
        if offre.offre.saison and jour.month not in offre.offre.saison:
            return False
    return True


def lundi_de(semaine: str) -> dt.date:
    """Monday of an ISO week; the week must end within the calendar."""
    try:
        if not re.fullmatch(r"[0-9]{4}-W[0-9]{2}", semaine):
            raise ValueError(semaine)
        annee, numero = semaine.split("-W")
        dt.date.fromisocalendar(int(annee), int(numero), 7)
        return dt.date.fromisocalendar(int(annee), int(numero), 1)
    except ValueError as erreur:
        raise ErreurPrescripteur("semaine-invalide", semaine=semaine) from erreur


@dataclass
class Classement:
    """The offres that the answers leave, in order."""

    portes: list[OffreComplete]
    aides: list[OffreComplete]
    statuts: dict[str, str]


def classer(catalogue: Catalogue, etat: Etat, semaine: str, lundi: dt.date) -> Classement:
    """Keep what is alive and not out, in the printed order; of each operator the best door alone."""
    etape = regle_etape(catalogue.questionnaire, etat).etape
    statuts: dict[str, str] = {}
    gardees: list[OffreComplete] = []
    for offre in catalogue.offres.values():
        if offre.statut != "actif" or not couvre(offre, lundi):
            continue
        statut = verdict(offre, etat, etape)
        if statut == "hors":
            continue
        if offre.offre.aide and offre.a_confirmer:
            statut = "a-verifier"
        statuts[offre.nom] = statut
        gardees.append(offre)

    def rang(offre: OffreComplete) -> tuple[Any, ...]:
        return (
            ["assuree", "a-verifier"].index(statuts[offre.nom]),
            offre.offre.filet,
            -score(offre, etat),
            CONFIANCES.index(offre.confiance),
            hashlib.sha256(f"{semaine} {offre.nom}".encode()).hexdigest(),
        )

    gardees.sort(key=rang)
    portes: list[OffreComplete] = []
    for offre in gardees:
        if not offre.offre.aide and offre.operateur.id not in [p.operateur.id for p in portes]:
            portes.append(offre)
    return Classement(portes, [offre for offre in gardees if offre.offre.aide], statuts)


# --- Reasons, what to check ---


def raisons(offre: OffreComplete, questionnaire: Questionnaire, etat: Etat) -> list[dict[str, Any]]:
    """One reason per answer that a true rule rests on."""
    regle = regle_etape(questionnaire, etat)
    liste: list[dict[str, Any]] = []

    def noter(question: str | None, reponse: str | None, texte: str, *, remplace: bool = False) -> None:
        for deja in liste:
            if question is not None and (deja["question"], deja["reponse"]) == (question, reponse):
                if remplace:
                    deja["texte"] = texte
                return
        liste.append({"question": question, "reponse": reponse, "texte": texte})

    if set(offre.offre.etapes) != {etape.id for etape in questionnaire.etapes}:
        q, option = appui_etape(questionnaire, etat)
        if q is not None and option is not None:
            noter(q, option, constat(questionnaire, q, option))
        else:
            noter(None, None, regle.constat or nom_etape(questionnaire, regle.etape))
    for condition in offre.offre.conditions:
        for atome in atomes_vrais(condition, etat):
            for option in etat.choisies(atome.question):
                if atome.sauf is not None or option in (atome.parmi or ()):
                    noter(atome.question, option, constat(questionnaire, atome.question, option))
    for preference in offre.offre.preferences:
        if valeur(preference, etat) is True:
            choisies = etat.choisies(preference.question)
            options = questionnaire.par_id[preference.question].options
            option = next(o.id for o in options if o.id in choisies and o.id in preference.parmi)
            noter(preference.question, option, preference.raison, remplace=True)
    if offre.offre.raison is not None:
        noter(None, None, offre.offre.raison)
    if not liste:
        noter(None, None, nom_etape(questionnaire, regle.etape))
    return liste


def constat(questionnaire: Questionnaire, question: str, option: str) -> str:
    """What the answer says of the person."""
    return next(o.constat for o in questionnaire.par_id[question].options if o.id == option)


def nom_etape(questionnaire: Questionnaire, etape: str) -> str:
    """« étape NOM »."""
    return "étape " + next(e.nom for e in questionnaire.etapes if e.id == etape)


def atomes_vrais(condition: Condition, etat: Etat) -> Iterator[Atome]:
    """The atoms that make a condition true and rest on an answer; of an alternative, those of its true branches."""
    branches: Iterable[Atome | Toutes] = condition.un_de if isinstance(condition, UnDe) else [condition]
    if valeur(condition, etat) is not True:
        return
    for branche in branches:
        if valeur(branche, etat) is True:
            for atome in branche.atomes():
                if etat.portes[atome.question] is True:
                    yield atome


def a_verifier(offre: OffreComplete, questionnaire: Questionnaire, etat: Etat) -> list[dict[str, Any]]:
    """One entry per question that an unknown condition waits for."""
    liste: list[dict[str, Any]] = []
    for condition in offre.offre.conditions:
        if valeur(condition, etat) is not None:
            continue
        branches: Iterable[Atome | Toutes] = condition.un_de if isinstance(condition, UnDe) else [condition]
        for branche in branches:
            if valeur(branche, etat) is not None:
                continue
            for atome in branche.atomes():
                if valeur(atome, etat) is None and atome.question not in [v["question"] for v in liste]:
                    relance = questionnaire.par_id[atome.question].relance
                    liste.append(
                        {"question": atome.question, "texte": f"{condition.motif}\N{NO-BREAK SPACE}: {relance}"}
                    )
    return liste


# --- Why an offre is left out ---


def ecarte(
    offre: OffreComplete, catalogue: Catalogue, etat: Etat, lundi: dt.date, classement: Classement
) -> dict[str, Any]:
    """The cause, and what would open the offre."""
    objet: dict[str, Any] = {"operateur": offre.operateur.id, "offre": offre.nom}
    if offre.statut != "actif":
        motif = "terminé" if offre.statut == "termine" else "existence à confirmer"
        return {**objet, "cause": "statut", "motif": motif}
    if not couvre(offre, lundi):
        return {**objet, "cause": "date", "motif": "pas ouvert cette semaine"}
    if offre.nom in classement.statuts:
        meilleure = next(p for p in classement.portes if p.operateur.id == offre.operateur.id)
        motif = f"une autre offre du même opérateur convient mieux\N{NO-BREAK SPACE}: {meilleure.offre.nom}"
        return {**objet, "cause": "autre-offre", "motif": motif}
    questionnaire = catalogue.questionnaire
    fausses = [c for c in offre.offre.conditions if valeur(c, etat) is False]
    fixes = [c for c in fausses if not any(questionnaire.par_id[a.question].modifiable for a in c.atomes())]
    hors_etape = regle_etape(questionnaire, etat).etape not in offre.offre.etapes
    if hors_etape and not fixes:
        return {**objet, "cause": "etape", **cause_etape(offre, questionnaire, etat)}
    condition = (fixes or fausses)[0]
    return {**objet, **cause_condition(condition, offre, questionnaire, etat)}


def cause_etape(offre: OffreComplete, questionnaire: Questionnaire, etat: Etat) -> dict[str, Any]:
    """The offre is for other étapes."""
    noms = [e.nom for identifiant in offre.offre.etapes for e in questionnaire.etapes if e.id == identifiant]
    motif = f"intervient {'à l’étape' if len(noms) == 1 else 'aux étapes'} {' et '.join(noms)}"
    candidates = questions_etape(questionnaire.etape_de)
    if not candidates:
        return {"motif": motif}
    essais = [(q, bascule(q, offre, questionnaire, etat)) for q in candidates]
    question, options = next((essai for essai in essais if essai[1]), essais[0])
    return {"motif": motif, "question": question, "bascule": options}


def cause_condition(
    condition: Condition, offre: OffreComplete, questionnaire: Questionnaire, etat: Etat
) -> dict[str, Any]:
    """The condition is false: by an answer, or because its question is closed."""
    essais: list[tuple[str, str, list[str]]] = []
    for atome in condition.atomes():
        if valeur(atome, etat) is False:
            fermee = etat.portes[atome.question] is False
            question = question_qui_ferme(atome.question, questionnaire, etat) if fermee else atome.question
            cause = "porte-fermee" if fermee else "condition"
            essais.append((cause, question, bascule(question, offre, questionnaire, etat)))
    cause, question, options = next((essai for essai in essais if essai[2]), essais[0])
    return {"cause": cause, "motif": condition.motif, "question": question, "bascule": options}


def question_qui_ferme(fermee: str, questionnaire: Questionnaire, etat: Etat) -> str:
    """The gate of a closed question, followed until it is one that the answers do not close."""
    for question in questionnaire.questions:
        if question.id == fermee:
            break
        if option_fermante(question, etat):
            return question.id
    regle = next(r for r in questionnaire.par_id[fermee].ouverte_si if valeur(r, etat, porte=True) is False)
    gate = next(iter(regle.atomes())).question
    return question_qui_ferme(gate, questionnaire, etat) if etat.portes[gate] is False else gate


def bascule(question: str, offre: OffreComplete, questionnaire: Questionnaire, etat: Etat) -> list[str]:
    """The answers to one question that open the offre by themselves."""
    options: list[str] = []
    for option in questionnaire.par_id[question].options:
        if option.id == "ne-sait-pas":
            continue
        essai = avec(questionnaire, etat.reponses, questionnaire.par_id[question], option.id)
        if verdict(offre, essai, regle_etape(questionnaire, essai).etape) != "hors":
            options.append(option.id)
    return options


# --- The question that would help most ---


def question_utile(
    catalogue: Catalogue, etat: Etat, semaine: str, lundi: dt.date, classement: Classement
) -> dict[str, Any] | None:
    """The open question without an answer whose answers most often change the first three doors."""
    questionnaire = catalogue.questionnaire
    actuelles = {offre.nom for offre in classement.portes[:3]}
    utile, plus = None, 0
    for question in questionnaire.questions:
        if etat.portes[question.id] is not True or question.id in etat.reponses:
            continue
        nombre = 0
        for option in question.options:
            essai = avec(questionnaire, etat.reponses, question, option.id)
            nombre += {o.nom for o in classer(catalogue, essai, semaine, lundi).portes[:3]} != actuelles
        if nombre > plus:
            utile, plus = {"id": question.id, "texte": question.enonce}, nombre
    return utile


# --- The whole ---


def appui_etape(questionnaire: Questionnaire, etat: Etat) -> tuple[str | None, str | None]:
    """The known answer that the étape rule rests on: question and option."""
    regle = regle_etape(questionnaire, etat)
    for question in questions_etape([regle] if regle.quand else questionnaire.etape_de):
        for option in questionnaire.par_id[question].options:
            if option.id in etat.choisies(question) and option.id != "ne-sait-pas":
                return question, option.id
    return None, None


def raison_etape(questionnaire: Questionnaire, etat: Etat) -> str:
    """Why the person is at this étape."""
    regle = regle_etape(questionnaire, etat)
    question, option = appui_etape(questionnaire, etat)
    if question is not None and option is not None:
        return "La personne " + constat(questionnaire, question, option)
    if regle.constat:
        return regle.constat[0].upper() + regle.constat[1:]
    return next(e.nom for e in questionnaire.etapes if e.id == regle.etape)


def recommander_naif(reponses: Reponses, catalogue: Catalogue, semaine: str) -> dict[str, Any]:
    """The result object of `schema: 1`, for checked answers.

    Raises:
        ErreurPrescripteur: `semaine-invalide`.
    """
    lundi = lundi_de(semaine)
    questionnaire = catalogue.questionnaire
    etat = lire_etat(questionnaire, reponses)
    classement = classer(catalogue, etat, semaine, lundi)
    avancees = {offre.nom for offre in (*classement.portes, *classement.aides)}

    def fiche(offre: OffreComplete) -> dict[str, Any]:
        return {
            "raisons": raisons(offre, questionnaire, etat),
            "a_verifier": a_verifier(offre, questionnaire, etat),
            "a_confirmer": [{"texte": c.texte, "source": c.source} for c in offre.a_confirmer],
            "sources": list(dict.fromkeys(source.url for source in offre.sources)),
            "verifie_le": offre.verifie_le,
        }

    return {
        "schema": 1,
        "id": None,
        "semaine": semaine,
        "etape": {
            "id": regle_etape(questionnaire, etat).etape,
            "raison": raison_etape(questionnaire, etat),
        },
        "catalogue": {"version": catalogue.identite.version, "empreinte": catalogue.empreinte},
        "propositions": [
            {
                "rang": rang,
                "operateur": offre.operateur.id,
                "offre": offre.nom,
                "statut": classement.statuts[offre.nom],
                "score": score(offre, etat),
                **fiche(offre),
            }
            for rang, offre in enumerate(classement.portes, start=1)
        ],
        "aides": [
            {
                "operateur": offre.operateur.id,
                "offre": offre.nom,
                "statut": classement.statuts[offre.nom],
                **fiche(offre),
            }
            for offre in classement.aides
        ],
        "ecartes": [
            ecarte(offre, catalogue, etat, lundi, classement)
            for nom, offre in sorted(catalogue.offres.items())
            if nom not in avancees
        ],
        "question_utile": question_utile(catalogue, etat, semaine, lundi, classement),
        "fin": "non-renseignee",
        "orientations": [],
    }
