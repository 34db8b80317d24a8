"""Where the person lives, asked commune first: the commune is never stored, only the option that it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.questionnaire import Question
from prescripteur_tui.domaine.regles import NE_SAIT_PAS
from prescripteur_tui.domaine.territoire import Territoire
from prescripteur_tui.services.catalogue import plier

SENS_QPV = "quartier prioritaire"
"""Said beside each priority quarter."""


@dataclass(frozen=True, slots=True)
class Choix:
    """One thing to choose: a commune (`id` is a slug of its name) or an option of the question (`id` is its id)."""

    id: str
    libelle: str
    sens: str | None = None


def communes(catalogue: Catalogue, lieu: str | None = None) -> list[Choix]:
    """What can be chosen first: communes, then the options that no commune leads to, `ne-sait-pas` last.

    Those of the lieu come first: its own commune, then those of its quarter. Then the communes of the territory and
    the neighbouring ones that the territory names, by name.

    Args:
        catalogue: the catalogue of the interview.
        lieu: id of the lieu of the interview.
    """
    territoire = catalogue.territoire
    noms = {commune.nom for commune in territoire.communes} | _voisines(territoire).keys()
    premieres = [nom for nom in _communes_du_lieu(catalogue, lieu) if nom in noms]
    ordre = [*premieres, *sorted(noms - set(premieres), key=plier)]
    autres = [Choix(o.id, o.libelle, o.sens) for o in _question(catalogue).options if o.id in _sans_commune(catalogue)]
    return [*(Choix(_cle(nom), nom) for nom in ordre), *autres]


def quartiers_de(catalogue: Catalogue, commune: str, lieu: str | None = None) -> list[Choix]:
    """The options of the question for a choice of `communes`; a single one answers by itself.

    The priority quarters that reach into the commune, the lieu's own first, then the rest of the commune, then
    `ne-sait-pas`. An id that is not a choice of `communes` gives an empty list.
    """
    territoire, question = catalogue.territoire, _question(catalogue)
    if commune in _sans_commune(catalogue):
        option = question.par_id[commune]
        return [Choix(option.id, option.libelle, option.sens)]
    voisines = _voisines(territoire)
    nom = next((n for n in (*(c.nom for c in territoire.communes), *voisines) if _cle(n) == commune), None)
    if nom is None:
        return []
    quartiers = [q for q in territoire.quartiers if nom in (*q.communes, *q.communes_hors)]
    quartiers.sort(key=lambda q: q.code != _quartier_du_lieu(catalogue, lieu))
    du_reste = voisines[nom] if nom in voisines else _hors_quartier(catalogue)
    choix = [Choix(q.code, q.nom, SENS_QPV) for q in quartiers]
    if du_reste is not None:
        if not choix:
            return [Choix(du_reste, nom, question.par_id[du_reste].libelle)]
        choix.append(Choix(du_reste, f"Ailleurs à {nom}", "hors de ces quartiers"))
    ne_sait_pas = question.option(NE_SAIT_PAS)
    if ne_sait_pas is not None:
        choix.append(Choix(ne_sait_pas.id, ne_sait_pas.libelle, ne_sait_pas.sens))
    return choix


def _question(catalogue: Catalogue) -> Question:
    return next(q for q in catalogue.questionnaire.questions if q.choix == "commune")


def _voisines(territoire: Territoire) -> dict[str, str | None]:
    """The communes outside that are named, with the option they answer (None: only a quarter reaches there)."""
    voisines: dict[str, str | None] = {nom: None for q in territoire.quartiers for nom in q.communes_hors}
    voisines.update({ailleurs.nom: ailleurs.quartier for ailleurs in territoire.ailleurs})
    return voisines


def _hors_quartier(catalogue: Catalogue) -> str:
    """The option of a commune of the territory without a quarter: the first one that is no quarter."""
    codes = {quartier.code for quartier in catalogue.territoire.quartiers}
    return next(option.id for option in _question(catalogue).options if option.id not in codes)


def _sans_commune(catalogue: Catalogue) -> set[str]:
    """The options chosen without naming a commune: neither a quarter, nor the rest of the territory."""
    codes = {quartier.code for quartier in catalogue.territoire.quartiers}
    return {o.id for o in _question(catalogue).options} - codes - {_hors_quartier(catalogue)}


def _quartier_du_lieu(catalogue: Catalogue, lieu: str | None) -> str | None:
    return next((x.quartier for x in catalogue.lieux if x.id == lieu), None)


def _communes_du_lieu(catalogue: Catalogue, lieu: str | None) -> list[str]:
    propre = next((x.commune for x in catalogue.lieux if x.id == lieu), None)
    code = _quartier_du_lieu(catalogue, lieu)
    noms = [propre] if propre else []
    for quartier in catalogue.territoire.quartiers:
        if quartier.code == code:
            noms += [nom for nom in (*quartier.communes, *quartier.communes_hors) if nom not in noms]
    return noms


def _cle(nom: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plier(nom)).strip("-")
