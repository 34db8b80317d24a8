"""From what was proved to what is told: errors and warnings, each with its place in the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.affirmations import Affirmation, Verdict
from prescripteur_tui.domaine.constats import PAR_CODE, Constat
from prescripteur_tui.domaine.questionnaire import plus_proche
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.phrases import enumerer
from prescripteur_tui.services.profils import grand_nombre, part_en_mots, personne_en_mots, profil_en_mots, sur_cent

if TYPE_CHECKING:
    from prescripteur_tui.domaine.catalogue import Catalogue, Chemin
    from prescripteur_tui.domaine.preuve import Preuves
    from prescripteur_tui.domaine.trous import Groupe, PorteProche

Erreur = tuple[str, "Chemin", dict[str, object]]
"""A code of the error catalogue, where, and its values."""


_PROFILS_DITS = 3

_TROP_VARIES = "Des profils trop variés pour être dits"


class Redacteur:
    """Tells the results of one proof of one catalogue, as of a day."""

    def __init__(self, catalogue: Catalogue, preuves: Preuves, jour: dt.date) -> None:
        self.catalogue = catalogue
        self._jour = jour
        self.questionnaire = catalogue.questionnaire
        self.preuves = preuves
        self._rangs = {
            f"{operateur.id}/{offre.id}": (operateur.id, i)
            for operateur in catalogue.operateurs
            for i, offre in enumerate(operateur.offres)
        }
        self._par_code: dict[str, Callable[[Affirmation], Iterator[Constat]]] = {
            "proposee": self._jamais_montree,
            "assurable": self._jamais_assuree,
            "premiere": self._jamais_premiere,
            "distinctes": self._jumelles,
            "condition-vraie": self._condition,
            "branche-possible": self._condition,
            "preference-vraie": self._preference,
            "question-utile": self._question,
            "option-utile": self._option,
            "options-distinctes": self._option,
            "semaine-entiere": self._sans_semaine,
        }

    # Errors

    def erreurs(self) -> Iterator[Erreur]:
        """Offres that no complete interview can put forward."""
        for affirmation in self.preuves.affirmations:
            if affirmation.code == "atteignable" and affirmation.verdict is Verdict.REFUTE:
                yield self._inatteignable(affirmation)

    def _inatteignable(self, affirmation: Affirmation) -> Erreur:
        nom = str(affirmation.sujet[0])
        ici = self._chemin(nom)
        conditions = self.catalogue.offres[nom].offre.conditions
        motifs = [conditions[i].motif or "" for i in affirmation.conditions]
        if not motifs:
            return "etape-inatteignable", (*ici, "etapes"), {"offre": nom}
        ou = (*ici, "conditions", affirmation.conditions[-1])
        if len(motifs) == 1:
            return "condition-impossible", ou, {"offre": nom, "motif": motifs[0]}
        textes = enumerer(f"« {motif} »" for motif in motifs)
        return "conditions-incompatibles", ou, {"offre": nom, "motifs": textes}

    # Warnings

    def avertissements(self) -> Iterator[Constat]:
        """Holes first, then what never plays."""
        yield from self._trous()
        yield from self._trous_de_semaine()
        for affirmation in self.preuves.affirmations:
            if affirmation.verdict is Verdict.REFUTE and affirmation.code in self._par_code:
                yield from self._par_code[affirmation.code](affirmation)

    def _chemin(self, offre: str) -> Chemin:
        operateur, i = self._rangs[offre]
        return "operateurs", operateur, "offres", i

    def _offre(self, code: str, nom: str, *suite: str | int, **contexte: object) -> Constat:
        return Constat(code, nom, (*self._chemin(nom), *suite), {"offre": nom, **contexte})

    def _trous(self) -> Iterator[Constat]:
        filet = next(nom for nom, offre in self.catalogue.offres.items() if offre.offre.filet)
        for groupe in self.preuves.groupes or ():
            if groupe.connu is None:
                sujet = ";".join(f"{q}={'+'.join(options)}" for q, _, options in groupe.choix or ())
                yield Constat("trou", sujet, (*self._chemin(filet), "filet"), {"texte": self.trou_en_mots(groupe)})
        for i in self.preuves.trous_perdus:
            trou = self.catalogue.explications.trous_connus[i]
            chemin: Chemin = ("explications", "trous_connus", i)
            yield Constat("explication-perimee", trou.id, chemin, {"sujet": trou.qui})

    def _trous_de_semaine(self) -> Iterator[Constat]:
        for breche in self.preuves.breches:
            profils = [profil_en_mots(self.questionnaire, choix) for choix in breche.choix]
            qui = " — ou : ".join(profils[:_PROFILS_DITS]) or _TROP_VARIES
            if len(profils) > _PROFILS_DITS:
                qui += f" — et {nombre(len(profils) - _PROFILS_DITS, 'autre profil', 'autres profils')}"
            jusqu_a = "cette semaine-là seulement" if breche.semaine == breche.jusqu_a else f"jusqu’à {breche.jusqu_a}"
            texte = f"{qui} ({grand_nombre(breche.nombre)} jeux de réponses, {jusqu_a})."
            texte += f" Par exemple, {personne_en_mots(self.questionnaire, breche.temoin)}."
            if breche.parties:
                texte += f" N’est plus là : {enumerer(breche.parties)}."
            offre = breche.parties[0] if breche.parties else next(iter(self.catalogue.offres))
            yield Constat(
                "trou-de-semaine", breche.semaine, self._chemin(offre), {"semaine": breche.semaine, "texte": texte}
            )

    def _jamais_montree(self, affirmation: Affirmation) -> Iterator[Constat]:
        yield self._offre("jamais-montree", str(affirmation.sujet[0]), par=self._par(affirmation))

    def _jamais_assuree(self, affirmation: Affirmation) -> Iterator[Constat]:
        yield self._offre("jamais-assuree", str(affirmation.sujet[0]))

    def _jamais_premiere(self, affirmation: Affirmation) -> Iterator[Constat]:
        yield self._offre("jamais-premiere", str(affirmation.sujet[0]), par=self._par(affirmation))

    @staticmethod
    def _par(affirmation: Affirmation) -> str:
        noms = [f"« {nom} »" for nom in affirmation.par]
        return noms[0] if len(noms) == 1 else f"{enumerer(noms, 'ou')}"

    def _jumelles(self, affirmation: Affirmation) -> Iterator[Constat]:
        une, autre = (str(nom) for nom in affirmation.sujet)
        contexte: dict[str, object] = {"offre": une, "autre": autre}
        yield Constat("jumelles", f"{une}+{autre}", self._chemin(autre), contexte)

    def _condition(self, affirmation: Affirmation) -> Iterator[Constat]:
        nom, i = str(affirmation.sujet[0]), int(affirmation.sujet[1])
        motif = self.catalogue.offres[nom].offre.conditions[i].motif or ""
        if affirmation.code == "condition-vraie":
            yield self._offre("condition-jamais-vraie", nom, "conditions", i, motif=motif)
        else:
            j = int(affirmation.sujet[2])
            yield self._offre("branche-impossible", nom, "conditions", i, "un-de", j, motif=motif, numero=j + 1)

    def _preference(self, affirmation: Affirmation) -> Iterator[Constat]:
        nom, i = str(affirmation.sujet[0]), int(affirmation.sujet[1])
        raison = self.catalogue.offres[nom].offre.preferences[i].raison
        yield self._offre("preference-inutile", nom, "preferences", i, raison=raison)

    def _question(self, affirmation: Affirmation) -> Iterator[Constat]:
        question = str(affirmation.sujet[0])
        titre = self.questionnaire.par_id[question].titre
        yield Constat("question-sans-effet", question, self._chemin_question(question), {"question": titre})

    def _option(self, affirmation: Affirmation) -> Iterator[Constat]:
        question, *options = (str(pas) for pas in affirmation.sujet)
        posee = self.questionnaire.par_id[question]
        rang = next(j for j, option in enumerate(posee.options) if option.id == options[-1])
        libelles = [posee.par_id[option].libelle for option in options]
        contexte: dict[str, object] = {"question": posee.titre, "option": libelles[0], "autre": libelles[-1]}
        code = "option-sans-effet" if affirmation.code == "option-utile" else "options-sans-difference"
        chemin = (*self._chemin_question(question), "options", rang)
        yield Constat(code, f"{question}/{'+'.join(options)}", chemin, contexte)

    def _chemin_question(self, question: str) -> Chemin:
        rang = next(i for i, q in enumerate(self.questionnaire.questions) if q.id == question)
        return "questionnaire", "questions", rang

    def _sans_semaine(self, affirmation: Affirmation) -> Iterator[Constat]:
        nom = str(affirmation.sujet[0])
        au = self.catalogue.offres[nom].offre.au
        # An offre that has ended is told so elsewhere.
        if au is None or au >= self._jour:
            yield self._offre("sans-semaine", nom)

    # Holes in words

    def trou_en_mots(self, groupe: Groupe) -> str:
        """Who, at which étape, how many, and what is missing or nearest."""
        if groupe.connu is not None:
            trou = self.catalogue.explications.trous_connus[groupe.connu]
            return f"{trou.qui} ({self._combien(groupe)}). Il manque {trou.manque}."
        qui = _TROP_VARIES
        if groupe.choix is not None:
            qui = profil_en_mots(self.questionnaire, groupe.choix)
        texte = f"{qui} ({self._combien(groupe)})."
        texte += f" Par exemple, {personne_en_mots(self.questionnaire, groupe.temoin)}."
        if groupe.proches:
            texte += f" Ce qui ouvrirait une porte : {enumerer((self._proche(p) for p in groupe.proches), 'ou')}."
        return texte

    def _combien(self, groupe: Groupe) -> str:
        noms = [nom for etape, nom in self.questionnaire.noms_etapes.items() if etape in groupe.par_etape]
        jeux = f"{grand_nombre(groupe.nombre)} jeu{'x' if groupe.nombre > 1 else ''} de réponses"
        if len(noms) == 1:
            (etape,) = groupe.par_etape
            part = part_en_mots(groupe.nombre / self.preuves.reponses_par_etape[etape])
            ou = f"étape {noms[0]} : {jeux}, {part} de l’étape"
        elif len(noms) == len(self.questionnaire.etapes):
            ou = f"à toutes les étapes : {jeux}"
        else:
            ou = f"étapes {enumerer(noms)} : {jeux}"
        return f"{ou}, {sur_cent(groupe.poids)}"

    def _proche(self, proche: PorteProche) -> str:
        offre = self.catalogue.offres[proche.offre]
        if proche.condition is None:
            noms = [self.questionnaire.noms_etapes[etape] for etape in offre.offre.etapes]
            obstacle = f"étape {enumerer(noms, 'ou')}"
        else:
            obstacle = offre.offre.conditions[proche.condition].motif or ""
        part = "" if proche.part == 1 else f", pour {part_en_mots(proche.part)} d’entre elles"
        return f"« {offre.offre.nom} » de {offre.operateur.nom}, sans « {obstacle} »{part}"


def inconnues(catalogue: Catalogue) -> Iterator[Erreur]:
    """Explained warnings whose code does not exist."""
    for i, explique in enumerate(catalogue.explications.avertissements):
        if explique.code not in PAR_CODE:
            chemin: Chemin = ("explications", "avertissements", i, "code")
            proche = plus_proche(explique.code, PAR_CODE)
            yield "avertissement-inconnu", chemin, {"valeur": explique.code, "proche": proche}


def expliquer(catalogue: Catalogue, constats: list[Constat]) -> Iterator[Constat]:
    """The warnings, with the reason of those that the catalogue accepts; then the reasons that answer to nothing."""
    raisons: dict[tuple[str, str], tuple[Chemin, str]] = {}
    for i, explique in enumerate(catalogue.explications.avertissements):
        for j, sujet in enumerate(explique.sujets):
            chemin: Chemin = ("explications", "avertissements", i, "sujets", j)
            raisons[explique.code, sujet] = (chemin, explique.raison)
    servies: set[tuple[str, str]] = set()
    for constat in constats:
        cle = (constat.code, constat.sujet)
        if cle in raisons:
            servies.add(cle)
            yield replace(constat, explication=raisons[cle][1])
        else:
            yield constat
    for cle, (chemin, _) in raisons.items():
        if cle not in servies:
            yield Constat("explication-perimee", cle[1], chemin, {"sujet": cle[1]})
