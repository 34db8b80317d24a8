"""What a check of the catalogue finds that does not forbid to use it: warnings, and their words."""

from __future__ import annotations

from dataclasses import dataclass, field

from prescripteur_tui.domaine.catalogue import Chemin
from prescripteur_tui.erreurs import Fiche

PAR_CODE: dict[str, Fiche] = {
    # Couverture
    "trou": Fiche(
        "Seul le filet reste pour ces personnes. {texte}",
        "Ajoutez une porte, élargissez une condition, ou nommez ce trou dans explications.yaml.",
    ),
    "trou-de-semaine": Fiche(
        "À partir de la semaine {semaine}, il ne reste que le filet pour ces personnes. {texte}",
        "Vérifiez les dates et les saisons, ou nommez ce trou dans explications.yaml.",
    ),
    "jamais-assuree": Fiche(
        "« {offre} » n’est jamais assurée : avec toutes les réponses données, il reste toujours un point à vérifier.",
        "Précisez une condition (« parmi »), ou expliquez-le dans explications.yaml.",
    ),
    "jamais-premiere": Fiche(
        "« {offre} » n’est jamais la première porte : chaque fois qu’elle est assurée, {par} passe devant.",
        "Comparez leurs préférences, ou expliquez-le dans explications.yaml.",
    ),
    "jamais-montree": Fiche(
        "« {offre} » n’est jamais montrée : {par}, du même opérateur, passe toujours devant.",
        "Réunissez ces offres, ou précisez leurs conditions.",
    ),
    "jumelles": Fiche(
        "« {offre} » et « {autre} » ont les mêmes règles : seul le tirage de la semaine les départage.",
        "Réunissez-les, ou dites ce qui les distingue.",
    ),
    "condition-jamais-vraie": Fiche(
        "La condition « {motif} » de « {offre} » n’est jamais sûre : les autres conditions et l’étape l’empêchent.",
        "Corrigez la condition.",
    ),
    "branche-impossible": Fiche(
        "Dans « {offre} », le choix n° {numero} de la condition « {motif} » ne peut jamais servir.",
        "Retirez ce choix, ou corrigez-le.",
    ),
    "preference-inutile": Fiche(
        "Dans « {offre} », la préférence « {raison} » ne peut jamais compter.", "Retirez-la, ou corrigez-la."
    ),
    "question-sans-effet": Fiche(
        "La question « {question} » ne change jamais rien au résultat.",
        "Retirez-la, ou ne lui laissez que l’usage « comptage ».",
    ),
    "option-sans-effet": Fiche(
        "À la question « {question} », répondre « {option} » revient à ne pas répondre.",
        "Retirez l’option, ou expliquez-la dans explications.yaml.",
    ),
    "options-sans-difference": Fiche(
        "À la question « {question} », « {option} » et « {autre} » donnent toujours le même résultat.",
        "Réunissez-les, ou expliquez-le dans explications.yaml.",
    ),
    # Fraîcheur
    "source-ancienne": Fiche(
        "« {nom} » : dernière vérification {date}, il y a plus de douze mois.",
        "Vérifiez auprès de l’opérateur, puis notez la date et la source.",
    ),
    "source-sans-date": Fiche(
        "Une phrase à confirmer de « {nom} » cite une adresse qui n’est pas dans les sources datées : {url}",
        "Ajoutez cette adresse aux sources, avec sa date.",
    ),
    "fin-proche": Fiche("« {offre} » finit bientôt, {date}.", "Demandez si elle continue."),
    "fin-passee": Fiche(
        "« {offre} » est finie, {date}, et son statut est encore « actif ».", "Mettez « statut: termine »."
    ),
    "sans-semaine": Fiche(
        "Les dates de « {offre} » ne couvrent aucune semaine entière : elle n’est jamais proposée.",
        "Corrigez les dates ou les mois.",
    ),
    "identifiant-mort": Fiche("« {valeur} » ne correspond à rien dans le territoire.", "Corrigez-le, ou retirez-le."),
    "qpv-millesime": Fiche(
        "« {valeur} » n’est pas un code de quartier prioritaire de la liste de {millesime}.",
        "Employez le code de cette liste.",
    ),
    # Rédaction
    "phrase-longue": Fiche(
        "Une phrase a {nombre} mots ({limite} au plus) : « {debut}… »", "Coupez-la en deux, avec des mots simples."
    ),
    "montant-different": Fiche(
        "Le texte dit {valeur}, mais la condition ne change rien à ce montant : « {texte} »",
        "Accordez le texte et la condition, ou expliquez l’écart dans explications.yaml.",
    ),
    "age-different": Fiche(
        "Le texte dit {valeur}, mais la condition ne change rien à cet âge : « {texte} »",
        "Accordez le texte et la condition, ou expliquez l’écart dans explications.yaml.",
    ),
    "mot-sensible": Fiche(
        "Une question parle de santé, d’origine, de religion ou de papiers : « {mot} » dans « {texte} »",
        "Retirez ce mot, ou expliquez-le dans explications.yaml.",
    ),
    # Explications
    "explication-perimee": Fiche(
        "L’explication de « {sujet} » ne répond plus à rien.", "Retirez-la d’explications.yaml."
    ),
}
"""The warnings: what is found, with `{values}`, and what to do."""


@dataclass(frozen=True, slots=True)
class Constat:
    """One warning: a code of `PAR_CODE`, what it is about, where, and its values."""

    code: str
    sujet: str
    """What `explications.yaml` names to accept it: an offre, a question, an option, a text."""
    chemin: Chemin
    contexte: dict[str, object] = field(default_factory=dict)
    explication: str | None = None
    """Why the catalogue accepts it."""

    @property
    def message(self) -> str:
        """What is found."""
        return PAR_CODE[self.code].message.format_map(self.contexte)

    @property
    def conseil(self) -> str:
        """What to do."""
        return PAR_CODE[self.code].conseil
