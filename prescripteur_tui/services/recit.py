"""What happened in a week, in sentences that a stranger understands. Pure: counts and labels in, French out."""

from __future__ import annotations

from dataclasses import dataclass

from prescripteur_tui.domaine.comptages import OPERATEUR, Comptage
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.services.francais import chiffres, nombre
from prescripteur_tui.services.libelles import Libelles
from prescripteur_tui.services.phrases import enumerer

OPERATEURS_NOMMES = 8
"""As many operators are named in a sentence; the others are in their table."""

NOM_LONG = 80
"""Characters of a name in a sentence; the table has it whole."""

PETIT_NOMBRE = 30
"""Below as many interviews a week, a difference between two weeks shows no trend."""


@dataclass(frozen=True, slots=True)
class SemaineComptee:
    """The counts of one week at one lieu, and the words for them.

    Attributes:
        semaine: the week counted.
        lieu_nom: the name of the place.
        revision: the revision of the counts; 0 as long as the week is under way.
        comptage: the counts, those of the CSV.
        precedentes: the weeks just before, oldest first, without a gap; none when they all are without interview.
        catalogue_version: the newest catalogue that the interviews used.
        libelles: the words for étapes and operators.
    """

    semaine: str
    lieu_nom: str
    revision: int
    comptage: Comptage
    precedentes: tuple[CompteSemaine, ...]
    catalogue_version: str
    libelles: Libelles

    @property
    def est_provisoire(self) -> bool:
        """Whether the week is still under way."""
        return self.revision == 0


def etat_en_mots(semaine: SemaineComptee) -> str:
    """Whether these counts can still change."""
    if semaine.est_provisoire:
        return "Provisoire : la semaine n’est pas finie, ces nombres vont changer."
    if semaine.revision == 1:
        return "Définitif : la semaine est finie (révision 1)."
    avant = "la révision 1" if semaine.revision == 2 else "les révisions d’avant"
    return f"Définitif, corrigé : la révision {semaine.revision} remplace {avant}."


def etat_en_bref(semaine: SemaineComptee) -> str:
    """The same for the top of a page."""
    return "Comptes provisoires" if semaine.est_provisoire else f"Comptes définitifs, révision {semaine.revision}"


def accueil_en_mots(semaine: SemaineComptee) -> tuple[str, ...]:
    """How many people came, and how their interviews ended."""
    total = semaine.comptage.total
    if not total:
        return ("Personne n’a été reçu en entretien.",)
    sujet = "son envie, son idée ou son projet" if total == 1 else "leur envie, leur idée ou leur projet"
    return (
        f"{_personnes(total, 'a été reçue', 'ont été reçues')} pour un court entretien sur {sujet} d’activité.",
        *_fins(semaine.comptage),
    )


def _fins(comptage: Comptage) -> list[str]:
    fins = {cellule.modalite_1: cellule.nombre for cellule in comptage.table("fin")}
    phrases = []
    # An interview whose end was not noted can have orientations all the same.
    if (orientes := fins.get("orientation", 0)) or not comptage.orientations:
        phrases.append(_orientes(orientes, comptage.total))
    sans, autres, inconnues = (fins.get(fin, 0) for fin in ("aucun-operateur", "autre-action", "non-renseignee"))
    if sans:
        phrases.append(f"{_personnes(sans, 'est repartie', 'sont reparties')} sans opérateur.")
    else:
        note = "noté comme " if inconnues else ""
        phrases.append(f"Personne n’est {note}reparti sans opérateur.")
    if autres:
        qui = "une personne" if autres == 1 else nombre(autres, "personne")
        phrases.append(f"Avec {qui}, une autre action a été décidée : un atelier, un rendez-vous, une information…")
    if inconnues:
        fin = "il s’est terminé" if inconnues == 1 else "ils se sont terminés"
        phrases.append(f"Pour {nombre(inconnues, 'entretien')}, on n’a pas noté comment {fin}.")
    return phrases


def _orientes(orientes: int, total: int) -> str:
    """« 8 sur 12 sont reparties avec… »."""
    if not orientes:
        return "Aucune orientation n’a été donnée."
    suite = "une orientation : le nom d’au moins un opérateur qui peut aider."
    if total == 1:
        return f"Elle est repartie avec {suite}"
    if orientes == total:
        return f"Toutes sont reparties avec {suite}"
    verbe = "est repartie" if orientes == 1 else "sont reparties"
    return f"{chiffres(orientes)} sur {chiffres(total)} {verbe} avec {suite}"


def _personnes(n: int, singulier: str, pluriel: str) -> str:
    """« Une personne a été reçue », « 12 personnes ont été reçues »; `n` is not zero."""
    return f"Une personne {singulier}" if n == 1 else f"{nombre(n, 'personne')} {pluriel}"


def etapes_en_mots(semaine: SemaineComptee) -> tuple[str, ...]:
    """How many people at each étape of the path, and what it is."""
    nombres = {cellule.modalite_1: cellule.nombre for cellule in semaine.comptage.table("etape")}
    connues = {
        **semaine.libelles.etapes,
        **{etape: (etape, "") for etape in nombres if etape not in semaine.libelles.etapes},
    }
    return tuple(
        f"{nom} : {nombre(nombres[etape], 'personne') if etape in nombres else 'aucune personne'}."
        f" {description}".rstrip()
        for etape, (nom, description) in connues.items()
    )


def orientations_en_mots(semaine: SemaineComptee) -> tuple[str, ...]:
    """Where people were directed."""
    cellules = semaine.comptage.table(OPERATEUR)
    total = semaine.comptage.orientations
    if not total:
        return ("Aucune orientation n’a été donnée.",)
    nommees = sorted((-c.nombre, semaine.libelles.operateurs.get(c.modalite_1, c.modalite_1)) for c in cellules)
    if len(nommees) == 1:
        nom = _court(nommees[0][1])
        vers = f"vers {nom}" if nom.endswith("…") else f"vers {nom}."
        if total == 1:
            return (f"Une orientation a été donnée, {vers}",)
        toutes = "toutes deux" if total == 2 else "toutes"
        return (f"{nombre(total, 'orientation')} ont été données, {toutes} {vers}",)
    noms = [f"{_court(nom)} ({chiffres(-n)})" for n, nom in nommees]
    debut = f"{nombre(total, 'orientation')} ont été données, vers {nombre(len(noms), 'opérateur')}"
    if len(noms) <= OPERATEURS_NOMMES:
        return (f"{debut} : {enumerer(noms)}.",)
    return (f"{debut}, dont {', '.join(noms[:OPERATEURS_NOMMES])}. Tous sont dans la feuille « Opérateurs ».",)


def _court(nom: str) -> str:
    nom = " ".join(nom.split())
    return nom if len(nom) <= NOM_LONG else f"{nom[: NOM_LONG - 1].rstrip()}…"


def comparaison_en_mots(semaine: SemaineComptee) -> tuple[str, ...]:
    """The week against those before it."""
    avant = [compte.entretiens for compte in semaine.precedentes]
    if not avant:
        return ("Pas de comparaison : aucun entretien n’est compté ici dans les semaines d’avant.",)
    phrases = [f"La semaine d’avant, {_etaient_recus(avant[-1])} : {_ecart(semaine, avant[-1])}."]
    if len(avant) > 1:
        phrases.append(_moyenne(avant))
    if semaine.est_provisoire:
        phrases.append("La semaine n’est pas finie : attendez sa fin pour comparer.")
    elif max(*avant, semaine.comptage.total) < PETIT_NOMBRE:
        phrases.append("Avec si peu de personnes, un écart d’une semaine à l’autre ne montre pas une tendance.")
    return tuple(phrases)


def _etaient_recus(n: int) -> str:
    if n == 0:
        return "personne n’avait été reçu"
    return "une personne avait été reçue" if n == 1 else f"{nombre(n, 'personne')} avaient été reçues"


def _ecart(semaine: SemaineComptee, avant: int) -> str:
    quand = "pour l’instant" if semaine.est_provisoire else "cette semaine"
    ecart = semaine.comptage.total - avant
    if not ecart:
        return f"c’est pareil {quand}"
    return f"il y en a {chiffres(abs(ecart))} de {'plus' if ecart > 0 else 'moins'} {quand}"


def _moyenne(avant: list[int]) -> str:
    """« Sur les 8 semaines d’avant, 6,5 personnes par semaine en moyenne (de 3 à 11). »."""
    semaines = f"Sur les {len(avant)} semaines d’avant"
    if min(avant) == max(avant):
        return f"{semaines}, {nombre(avant[0], 'personne')} par semaine, chaque fois."
    # Tenths, a half rounded up, in whole numbers: no float decides what is printed.
    dixiemes = (20 * sum(avant) + len(avant)) // (2 * len(avant))
    entiers, reste = divmod(dixiemes, 10)
    moyenne = chiffres(entiers) + (f",{reste}" if reste else "")
    unite = "personne" if dixiemes < 20 else "personnes"
    return f"{semaines}, {moyenne} {unite} par semaine en moyenne (de {chiffres(min(avant))} à {chiffres(max(avant))})."


def limites_en_mots(semaine: SemaineComptee) -> tuple[str, ...]:
    """What the figures do not say, and who may read them."""
    return (
        "Une personne venue deux fois compte deux fois : aucun nom n’est noté.",
        "Une orientation compte, qu’elle soit acceptée, refusée ou à réfléchir ; rien ne dit si la personne y est "
        "allée, ni si elle a été reçue.",
        "L’âge, le quartier et la situation n’y sont pas : sur une semaine, ils désigneraient quelqu’un.",
        "Ce sont les entretiens d’un seul ordinateur. Si le lieu en a plusieurs, leurs nombres s’additionnent.",
        "Ces nombres sont pour la coordination. Ils sont trop petits pour être publiés tels quels.",
        f"Ils ont été faits avec le catalogue {semaine.catalogue_version}.",
    )
