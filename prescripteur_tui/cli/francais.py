"""What click itself says, in French.

click takes every sentence from `gettext`, through a module-level `_` that its modules bind at import. A catalogue
of translations would have to be compiled, shipped, and found whatever the language of the machine; replacing that one
name in click's modules is the smaller thing. A test reads click's sources and holds this table to them.
"""

from __future__ import annotations

import gettext
import sys

TRADUCTIONS: dict[str, str] = {
    # Help
    "Usage:": "Usage :",
    "Options": "Options",
    "Commands": "Commandes",
    "Positional arguments": "Arguments",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "(dynamic)": "(calculé)",
    "deprecated": "abandonné",
    "required": "obligatoire",
    "default: {default}": "par défaut : {default}",
    "env var: {var}": "variable d’environnement : {var}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "La commande « {name} » est abandonnée.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "« {name} » est abandonné.{extra_message}"
    ),
    # Wrong use
    "Error: {message}": "{message}",
    "Aborted!": "Interrompu.",
    "Try '{command} {option}' for help.": "Voyez : {command} {option}.",
    "Missing command.": "Il manque une commande.",
    "No such command {name!r}.": "La commande « {name} » n’existe pas.",
    "No such option {name!r}.": "L’option « {name} » n’existe pas.",
    "No such option: {name}": "L’option « {name} » n’existe pas.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing parameter: {param_name}": "Il manque le paramètre « {param_name} »",
    "Missing {param_type}": "Il manque « {param_type} »",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Option {name!r} does not take a value.": "L’option « {name} » ne prend pas de valeur.",
    "Argument {name!r} takes {nargs} values.": "L’argument « {name} » prend {nargs} valeurs.",
    "Invalid start character for option ({option})": "Une option ne commence pas ainsi ({option})",
    "Name '{name}' defined twice": "Le nom « {name} » est défini deux fois",
    "Choose from:\n\t{choices}": "Choisissez : {choices}",
    "Choose from:\n\t{choices}.": "Choisissez : {choices}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre.",
    "{value} is not in the range {range}.": "{value} n’est pas dans l’intervalle {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "« {value} » n’est ni oui ni non ({states})",
    "{value!r} is not a valid boolean.": "« {value} » n’est ni oui ni non.",
    "{value!r} is not a valid UUID.": "« {value} » n’est pas un UUID.",
    "Value must be an iterable.": "Il faut une liste.",
    "Choice({choices})": "un choix parmi {choices}",
    # Files
    "file": "le fichier",
    "directory": "le dossier",
    "path": "le chemin",
    "File": "Le fichier",
    "Directory": "Le dossier",
    "Path": "Le chemin",
    "{name} {filename!r} does not exist.": "« {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier.",
    "{name} {filename!r} is not readable.": "« {filename} » ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "« {filename} » ne peut pas être écrit.",
    "{name} {filename!r} is not executable.": "« {filename} » ne peut pas être exécuté.",
    "Could not open file {filename!r}: {message}": "Le fichier « {filename} » ne s’ouvre pas : {message}",
    "unknown error": "raison inconnue",
    "Unknown standard stream '{name}'": "Flux « {name} » inconnu",
    # Questions of click, which no command asks
    "Do you want to continue?": "Voulez-vous continuer ?",
    "Confirm the action without prompting.": "Confirme sans demander.",
    "Repeat for confirmation": "Répétez pour confirmer",
    "Error: The two entered values do not match.": "Les deux saisies diffèrent.",
    "Error: invalid input": "Saisie refusée.",
    "Press any key to continue...": "Appuyez sur une touche…",
}
"""Sentences by what click says."""

PLURIELS: dict[str, tuple[str, str]] = {
    "Did you mean {possibility}?": ("Vouliez-vous dire {possibility} ?", "Vouliez-vous dire : {possibilities} ?"),
    "Got unexpected extra argument ({args})": ("Argument en trop : {args}.", "Arguments en trop : {args}."),
    "Takes {nargs} values but 1 was given.": (
        "Il faut {nargs} valeurs, une seule est donnée.",
        "Il faut {nargs} valeurs, {len} sont données.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Il faut {len_type} valeurs, {len_value} est donnée.",
        "Il faut {len_type} valeurs, {len_value} sont données.",
    ),
    "Option {name!r} requires an argument.": (
        "L’option « {name} » demande une valeur.",
        "L’option « {name} » demande {nargs} valeurs.",
    ),
    "{value!r} is not {choice}.": ("« {value} » n’est pas {choice}.", "« {value} » ne fait pas partie de : {choices}."),
    "{value!r} does not match the format {format}.": (
        "« {value} » n’a pas la forme {format}.",
        "« {value} » n’a aucune des formes {formats}.",
    ),
}
"""Singular and plural by the singular of click."""


def traduire(message: str) -> str:
    """French for a sentence of click; a sentence that a later click adds is left as it is."""
    return TRADUCTIONS.get(message, message)


def traduire_nombre(singulier: str, pluriel: str, nombre: int) -> str:
    """French for a sentence of click that depends on a number; zero and one are singular."""
    un, plusieurs = PLURIELS.get(singulier, (singulier, pluriel))
    return un if abs(nombre) < 2 else plusieurs


def franciser_click() -> None:
    """Make the modules of click that are loaded speak French."""
    for nom, module in list(sys.modules.items()):
        if nom == "click" or nom.startswith("click."):
            if getattr(module, "_", None) is gettext.gettext:
                module._ = traduire  # type: ignore[attr-defined]
            if getattr(module, "ngettext", None) is gettext.ngettext:
                module.ngettext = traduire_nombre  # type: ignore[attr-defined]
