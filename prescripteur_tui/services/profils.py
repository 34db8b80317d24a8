"""French words for who is concerned: profiles of answers, invented residents, how many."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from prescripteur_tui.domaine.regles import Atome
from prescripteur_tui.services.phrases import detail_en_mots, enumerer

if TYPE_CHECKING:
    from prescripteur_tui.domaine.questionnaire import Questionnaire, Valeur
    from prescripteur_tui.domaine.trous import Choix

_ESPACE_FINE = "\u202f"


def profil_en_mots(questionnaire: Questionnaire, choix: Choix) -> str:
    """« Avancement : Pas d’idée pour l’instant ; Âge : 16 ou 17 ans »; what leaves every answer open is not said."""
    parties: list[str] = []
    for identifiant, genre, options in choix:
        question = questionnaire.par_id[identifiant]
        if genre == "parmi" and not question.multi and len(options) == len(question.options):
            continue
        if genre == "comme":
            sortes = (" et ".join(_libelle(questionnaire, identifiant, o) for o in s.split("+")) for s in options)
            parties.append(f"{question.titre} : par exemple {enumerer(sortes, 'ou')}")
        else:
            atome = Atome.model_validate({"question": identifiant, genre: options})
            parties.append(detail_en_mots(questionnaire, atome))
    return " ; ".join(parties) or "toutes les réponses"


def _libelle(questionnaire: Questionnaire, question: str, option: str) -> str:
    trouvee = questionnaire.par_id[question].option(option)
    return trouvee.libelle if trouvee is not None else option


def personne_en_mots(questionnaire: Questionnaire, reponses: Mapping[str, Valeur]) -> str:
    """« une personne qui a une idée et qui a entre 18 et 25 ans »."""
    constats: list[str] = []
    for question in questionnaire.questions:
        valeur = reponses.get(question.id, ())
        for option in (valeur,) if isinstance(valeur, str) else valeur:
            trouvee = question.option(option)
            if trouvee is not None:
                constats.append(f"qui {trouvee.constat}")
    return f"une personne {enumerer(dict.fromkeys(constats))}" if constats else "n’importe quelle personne"


def grand_nombre(nombre: int) -> str:
    """« 3 782 284 922 888 », its spaces thin and unbreakable."""
    return f"{nombre:,}".replace(",", _ESPACE_FINE)


def part_en_mots(part: Fraction | float) -> str:
    """« 14,8 % »; a share that is not nothing never reads as nothing, nor one short of all as all."""
    pourcents = float(part) * 100
    if 0 < pourcents < 0.1:
        return "moins de 0,1 %"
    if 99.9 < pourcents < 100:
        return "plus de 99,9 %"
    texte = f"{pourcents:.1f}".removesuffix(".0").replace(".", ",")
    return f"{texte} %"


def sur_cent(part: Fraction | float) -> str:
    """« 17 entretiens sur 100 », « 4 entretiens sur 1 000 »."""
    for total in (100, 1_000, 10_000):
        nombre = round(float(part) * total)
        # As short as it can be without being off by more than a tenth.
        if nombre and (abs(nombre - float(part) * total) <= nombre / 10 or total == 10_000):
            return f"{nombre} entretien{'s' if nombre > 1 else ''} sur {grand_nombre(total)}"
    return f"moins d’un entretien sur {grand_nombre(10_000)}"
