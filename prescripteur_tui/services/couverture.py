"""What was proved of a catalogue, as objects for JSON and as French sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from prescripteur_tui.domaine.affirmations import Affirmation, Verdict
from prescripteur_tui.services.phrases import enumerer
from prescripteur_tui.services.profils import grand_nombre, part_en_mots, personne_en_mots, sur_cent

if TYPE_CHECKING:
    from prescripteur_tui.domaine.trous import Cellule, Groupe
    from prescripteur_tui.services.constats import Redacteur

_PHRASES = {
    "premiere-assuree": ("Quelles que soient les réponses, même laissées en blanc, la première porte est assurée.", ""),
    "atteignable": ("offre peut être proposée", "offres peuvent être proposées"),
    "condition-vraie": ("condition peut être remplie", "conditions peuvent être remplies"),
    "branche-possible": ("choix de condition peut servir", "choix de conditions peuvent servir"),
    "preference-vraie": ("préférence peut compter", "préférences peuvent compter"),
    "question-utile": ("question change le résultat de quelqu’un", "questions changent le résultat de quelqu’un"),
    "option-utile": ("option change le résultat de quelqu’un", "options changent le résultat de quelqu’un"),
    "options-distinctes": ("paire d’options se distingue", "paires d’options se distinguent"),
    "semaine-entiere": (
        "offre active couvre une semaine entière à venir",
        "offres actives couvrent une semaine entière à venir",
    ),
    "semaine-sans-trou": (
        "changement de dates à venir n’ouvre aucun trou",
        "changements de dates à venir n’ouvrent aucun trou",
    ),
    "proposee": (
        "porte est montrée, même à côté d’une autre du même opérateur",
        "portes sont montrées, même à côté d’une autre du même opérateur",
    ),
    "assurable": ("porte est assurée pour quelqu’un", "portes sont assurées pour quelqu’un"),
    "premiere": ("porte est la première pour quelqu’un", "portes sont la première pour quelqu’un"),
    "distinctes": ("paire d’offres se distingue", "paires d’offres se distinguent"),
    "espace": ("Le questionnaire a trop de questions, ou une question trop de combinaisons de réponses.", ""),
}
"""What each claim says of one subject, and of several; a whole sentence where it has none."""


def _phrase(code: str, nombre: int) -> str:
    singulier, pluriel = _PHRASES[code]
    return f"{nombre} {pluriel if nombre > 1 else singulier}." if pluriel else singulier


class Couverture:
    """The results of one proof, told."""

    def __init__(self, redacteur: Redacteur) -> None:
        self._redacteur = redacteur
        self._catalogue = redacteur.catalogue
        self._questionnaire = redacteur.questionnaire
        self.preuves = redacteur.preuves

    # Objects

    def vers_objet(self) -> dict[str, Any]:
        """`couverture` of the contract."""
        return {
            "reponses": self.preuves.reponses,
            "etats": self.preuves.etats,
            "filet_seul": [self._groupe(groupe) for groupe in self.preuves.groupes or ()],
        }

    def _groupe(self, groupe: Groupe) -> dict[str, Any]:
        trou = None if groupe.connu is None else self._catalogue.explications.trous_connus[groupe.connu]
        total = self.preuves.reponses or groupe.nombre
        if trou is None:
            profil = [{"question": q, genre: list(options)} for q, genre, options in groupe.choix or ()]
        else:
            profil = [c.model_dump(mode="json", by_alias=True, exclude_defaults=True) for c in trou.quand]
        return {
            "id": trou.id if trou else None,
            "texte": self._redacteur.trou_en_mots(groupe),
            "exemple": personne_en_mots(self._questionnaire, groupe.temoin),
            "profil": profil,
            "etapes": groupe.par_etape,
            "reponses": groupe.nombre,
            "part": groupe.nombre / total,
            "part_a_egalite": float(groupe.poids),
            "connu": trou is not None,
            "manque": trou.manque if trou else None,
            "raison": trou.raison if trou else None,
            "proches": [{"offre": p.offre, "condition": p.condition, "part": float(p.part)} for p in groupe.proches],
        }

    def prouve(self) -> list[dict[str, Any]]:
        """`prouve` of the contract: by claim, what it says, and for each subject a witness where there is one."""
        objets = [
            {
                "affirmation": code,
                "texte": texte,
                "sujets": [self._sujet(affirmation) for affirmation in affirmations],
            }
            for code, texte, affirmations in self._par_code(Verdict.PROUVE)
        ]
        if not any(a.code == "distinctes" for a in self.preuves.affirmations):
            objets.append({"affirmation": "distinctes", "texte": "Chaque offre a des règles à elle.", "sujets": []})
        if self.preuves.groupes is not None:
            objets.insert(0, {"affirmation": "filet-seul", "texte": self.filet_seul_en_mots(), "sujets": []})
            objets.append(
                {
                    "affirmation": "carte",
                    "texte": "Étape × quartier × public : les cases où le filet est seul pour une partie des réponses.",
                    "sujets": [self._cellule(cellule) for cellule in self.preuves.carte],
                }
            )
        return objets

    def _cellule(self, cellule: Cellule) -> dict[str, Any]:
        return {
            "etape": cellule.etape,
            **{question: list(options) for question, options in cellule.publics},
            "part": cellule.seules / cellule.toutes,
        }

    def non_prouve(self) -> list[dict[str, Any]]:
        """`non_prouve` of the contract: what the budget did not settle."""
        objets: list[dict[str, Any]] = []
        if self.preuves.reponses is None:
            objets.append({"affirmation": "reponses", "texte": "Les jeux de réponses n’ont pas pu être comptés."})
        if self.preuves.groupes is None:
            objets.append({"affirmation": "filet-seul", "texte": "Qui n’a que le filet n’a pas pu être établi."})
        for code, texte, affirmations in self._par_code(Verdict.NON_PROUVE):
            sujets = [self._sujet(affirmation) for affirmation in affirmations]
            objets.append({"affirmation": code, "texte": f"Pas établi dans le temps donné : {texte}", "sujets": sujets})
        return objets

    def _par_code(self, verdict: Verdict) -> Iterator[tuple[str, str, list[Affirmation]]]:
        par_code: dict[str, list[Affirmation]] = {}
        for affirmation in self.preuves.affirmations:
            if affirmation.verdict is verdict:
                par_code.setdefault(affirmation.code, []).append(affirmation)
        for code, affirmations in par_code.items():
            yield code, _phrase(code, len(affirmations)), affirmations

    # Sentences

    def filet_seul_en_mots(self) -> str:
        """How many are left with the filet alone."""
        seules, total = sum(self.preuves.seules.values()), self.preuves.reponses
        if not seules:
            return "Personne n’est laissé avec le seul filet."
        part = f" sur {grand_nombre(total)} ({part_en_mots(seules / total)})" if total else ""
        return (
            f"{grand_nombre(seules)} jeux de réponses{part} ne mènent qu’au filet ; "
            f"ce serait {sur_cent(self.preuves.poids)} si, à chaque question, les réponses étaient aussi fréquentes "
            "les unes que les autres. Les nombres d’entretiens ci-dessous se lisent ainsi."
        )

    def etendue_en_mots(self) -> str:
        """How far the proof goes, and what it cost."""
        if self.preuves.reponses is None:
            return f"{grand_nombre(self.preuves.etats)} états visités."
        return (
            f"{grand_nombre(self.preuves.reponses)} jeux de réponses complets, tous représentés, "
            f"en {grand_nombre(self.preuves.etats)} états visités."
        )

    def trous_en_mots(self, *, connus: bool) -> list[str]:
        """The holes, largest first: the known ones with their reason, or the others."""
        groupes = [g for g in self.preuves.groupes or () if (g.connu is not None) == connus]
        lignes = []
        for groupe in sorted(groupes, key=lambda g: -g.poids):
            texte = self._redacteur.trou_en_mots(groupe)
            if groupe.connu is not None:
                texte += f" {self._catalogue.explications.trous_connus[groupe.connu].raison}"
            lignes.append(texte)
        return lignes

    def carte_en_mots(self) -> list[str]:
        """The cells of the map where nobody but the filet serves, whatever the other answers."""
        lignes = []
        for cellule in self.preuves.carte:
            if cellule.seules == cellule.toutes:
                public = [self._public(question, options) for question, options in cellule.publics if options]
                etape = self._questionnaire.noms_etapes[cellule.etape]
                lignes.append(" · ".join([etape, *public]))
        return lignes

    def carte_partielle_en_mots(self) -> str:
        """How many more cells of the map are served in part."""
        nombre = sum(cellule.seules < cellule.toutes for cellule in self.preuves.carte)
        if not nombre:
            return "Ailleurs, le filet n’est jamais seul."
        ou = "une autre case" if nombre == 1 else f"{nombre} autres cases"
        return f"Dans {ou}, le filet est seul pour une partie des réponses (le détail est dans --format json)."

    def _public(self, question: str, options: tuple[str, ...]) -> str:
        posee = self._questionnaire.par_id[question]
        if len(options) == len(posee.options):
            return f"{posee.titre} : toutes les réponses"
        return f"{posee.titre} : {enumerer(posee.par_id[o].libelle for o in options)}"

    def preuves_en_mots(self) -> list[str]:
        """What was proved, one sentence a claim."""
        return [texte for _, texte, _ in self._par_code(Verdict.PROUVE)]

    def non_prouve_en_mots(self) -> list[str]:
        """What was not settled."""
        return [objet["texte"] for objet in self.non_prouve()]

    def _sujet(self, affirmation: Affirmation) -> dict[str, Any]:
        objet: dict[str, Any] = {"sujet": list(affirmation.sujet)}
        if affirmation.semaine is not None:
            objet["semaine"] = affirmation.semaine
        if affirmation.temoin is not None:
            objet["temoin"] = {q: v if isinstance(v, str) else list(v) for q, v in affirmation.temoin.items()}
            objet["exemple"] = personne_en_mots(self._questionnaire, affirmation.temoin)
        return objet
