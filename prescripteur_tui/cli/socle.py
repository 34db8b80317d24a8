"""The ground of every command: lazy groups, global options, one way out for errors."""

from __future__ import annotations

import difflib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from prescripteur_tui.cli.francais import franciser_click
from prescripteur_tui.erreurs import SORTIE_REFUS, SORTIE_USAGE, ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.services.application import Application

franciser_click()

SORTIE_INTERROMPU = 130
"""Exit code after Ctrl+C, the end of the typed input, or an interview that was left."""

PROGRAMME = "prescripteur"


class Contexte:
    """The global options, and the application that they lead to."""

    def __init__(self) -> None:
        self.donnees: Path | None = None
        self.catalogue: Path | None = None
        self.est_jetable = False
        """Whether the data folder is a throwaway one: no option may lead to another."""
        self._application: Application | None = None

    @property
    def application(self) -> Application:
        """Folders, clock, store and catalogue, wired at first use."""
        if self._application is None:
            # Deferred: saves the services to `--version` and `--help`.
            from prescripteur_tui.services.application import Application

            self._application = Application(self.donnees, self.catalogue)
        return self._application

    def fermer(self) -> None:
        """Close the store, if it was opened."""
        if self._application is not None:
            self._application.fermer()


class Formateur(click.HelpFormatter):
    """Help laid out with French colons."""

    def write_heading(self, heading: str) -> None:
        """A heading, its colon after a no-break space."""
        self.write(f"{'':>{self.current_indent}}{heading} :\n")


class ContexteClick(click.Context):
    """A context whose help is laid out in French."""

    formatter_class = Formateur


class MauvaisUsage(click.UsageError):
    """Wrong use of the command line, with the nearest right word when there is one."""

    def __init__(self, message: str, ctx: click.Context | None = None, proche: str | None = None) -> None:
        super().__init__(message, ctx)
        self.proche = proche


def refuser_usage(message: str) -> NoReturn:
    """End the command on a wrong use.

    Raises:
        MauvaisUsage: always.
    """
    raise MauvaisUsage(message, click.get_current_context(silent=True))


DONNEES_JETABLES = "--donnees ne va pas ici : ces données inventées ont leur propre dossier."


def _noter(nom: str) -> Callable[[click.Context, click.Parameter, Path | None], None]:
    def noter(ctx: click.Context, _param: click.Parameter, valeur: Path | None) -> None:
        if valeur is not None:
            contexte = ctx.ensure_object(Contexte)
            if nom == "donnees" and contexte.est_jetable:
                raise MauvaisUsage(DONNEES_JETABLES, ctx)
            setattr(contexte, nom, valeur)

    return noter


def options_globales(*, cachees: bool) -> list[click.Option]:
    """`--donnees` and `--catalogue`; hidden on a command, where they are understood as well."""
    chemin: Any = click.Path(path_type=Path)
    communs: dict[str, Any] = {"metavar": "DOSSIER", "type": chemin, "expose_value": False, "hidden": cachees}
    return [
        click.Option(
            ["--donnees"],
            callback=_noter("donnees"),
            help="Dossier des données (ou variable PRESCRIPTEUR_DONNEES).",
            **communs,
        ),
        click.Option(
            ["--catalogue"],
            callback=_noter("catalogue"),
            help="Dossier du catalogue (ou variable PRESCRIPTEUR_CATALOGUE).",
            **communs,
        ),
    ]


class Commande(click.Command):
    """A command that also understands the global options after its name."""

    context_class = ContexteClick

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONS]")
        super().__init__(*args, **kwargs)
        self.params.extend(options_globales(cachees=True))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As in click; a refusal always knows which command it concerns."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as erreur:
            erreur.ctx = erreur.ctx or ctx
            raise


class Groupe(click.Group):
    """A group whose commands are imported when they are called, in the order of their table."""

    command_class = Commande
    context_class = ContexteClick

    def __init__(self, *args: Any, paresseuses: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONS]")
        kwargs.setdefault("subcommand_metavar", "COMMANDE [ARGUMENTS]…")
        # click would print the whole help as the error.
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)
        self._paresseuses = paresseuses or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are declared."""
        return [*self._paresseuses, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        ou = self._paresseuses.get(cmd_name)
        if ou is None:
            return super().get_command(ctx, cmd_name)
        module, _, nom = ou.partition(":")
        commande: click.Command = getattr(import_module(module), nom)
        franciser_click()
        return commande

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, with a suggestion for an unknown name."""
        nom = args[0]
        if not nom.startswith("-") and self.get_command(ctx, nom) is None and not ctx.resilient_parsing:
            raise MauvaisUsage(
                f"La commande « {nom} » n’existe pas.", ctx, _le_plus_proche(nom, self.list_commands(ctx))
            )
        return super().resolve_command(ctx, args)


class Racine(Groupe):
    """The program itself: whatever happens below, one line in French and an exit code."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run a command line and exit; `obj` is the `Contexte` to use, if not a new one."""
        extra.pop("standalone_mode", None)
        contexte = extra.pop("obj", None) or Contexte()
        preparer_flux()
        code = SORTIE_REFUS
        try:
            code = self._executer(args, prog_name or PROGRAMME, contexte, extra)
        finally:
            # Also where another signal interrupts the way out.
            contexte.fermer()
        sys.exit(code)

    def _executer(self, args: Sequence[str] | None, prog_name: str, contexte: Contexte, extra: dict[str, Any]) -> int:
        try:
            rendu = super().main(args, prog_name, standalone_mode=False, obj=contexte, **extra)
            sys.stdout.flush()
            return rendu if isinstance(rendu, int) else 0
        except click.UsageError as erreur:
            dire(_phrase_usage(erreur))
            return SORTIE_USAGE
        except click.ClickException as erreur:
            dire(_propre(erreur.format_message()))
            return SORTIE_USAGE
        except ErreurPrescripteur as erreur:
            dire_erreur(erreur)
            return erreur.sortie
        except (click.Abort, KeyboardInterrupt, EOFError):
            dire("Interrompu.")
            return SORTIE_INTERROMPU
        except (BrokenPipeError, SystemExit):
            # The reader of our output has left: what was to be done is done, and there is nobody left to tell. click
            # says it by SystemExit.
            _renoncer_a_la_sortie()
            return 0
        except Exception as erreur:
            dire_erreur(_plantage(contexte, erreur))
            return SORTIE_REFUS


def _plantage(contexte: Contexte, erreur: Exception) -> ErreurPrescripteur:
    from prescripteur_tui.services.plantage import ecrire_plantage

    try:
        fichier = str(ecrire_plantage(contexte.application.dossier, erreur))
    except (OSError, ErreurPrescripteur):
        fichier = "aucun fichier : il n’a pas pu être écrit"
    return ErreurPrescripteur("erreur-interne", fichier=fichier)


def preparer_flux() -> None:
    """Give UTF-8 to what reads us through a pipe, whatever the code page, and never stop at a character.

    A terminal keeps its own encoding; there, a character that it lacks becomes a question mark. A stream that was
    closed before we start (`<&-`, `pythonw`) is empty, or swallows what it is given.
    """
    for nom, mode, erreurs in (
        ("stdin", "r", "replace"),
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        if getattr(sys, nom) is None:
            setattr(sys, nom, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        flux = getattr(sys, nom)
        if not hasattr(flux, "reconfigure"):
            # Replaced by a program that calls us.
            continue
        if flux.isatty():
            flux.reconfigure(errors="replace")
        else:
            flux.reconfigure(encoding="utf-8", errors=erreurs)


def ecrire(texte: str) -> None:
    """A line of data, on stdout.

    Raises:
        ErreurPrescripteur: `ecriture-impossible`.
        BrokenPipeError: the reader has left.
    """
    try:
        click.echo(texte)
    except BrokenPipeError:
        raise
    except OSError as erreur:
        _renoncer_a_la_sortie()
        raison = "la place manque" if erreur.errno == errno.ENOSPC else "elle n’accepte plus rien"
        raise ErreurPrescripteur("ecriture-impossible", fichier="la sortie standard", raison=raison) from erreur


def _renoncer_a_la_sortie() -> None:
    """Let stdout swallow what is left in it: the flush at exit must not fail a second time."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def dire(texte: str) -> None:
    """A message, on stderr."""
    # A reader of stderr that has left changes neither what was done nor the exit code.
    with suppress(BrokenPipeError):
        click.echo(texte, err=True)


def dire_erreur(erreur: ErreurPrescripteur) -> None:
    """A refusal, with all its problems when it has several, and its code."""
    for probleme in getattr(erreur, "problemes", ()):
        dire(str(probleme))
    dire(f"{erreur} [{erreur.code}]")


def un_format(*choix: str) -> Callable[[click.Context, click.Parameter, str], str]:
    """A callback that accepts one of the formats.

    Raises (when called):
        ErreurPrescripteur: `format-inconnu`.
    """

    def verifier(_ctx: click.Context, _param: click.Parameter, valeur: str) -> str:
        if valeur not in choix:
            raise ErreurPrescripteur("format-inconnu", format=valeur, choix=", ".join(choix))
        return valeur

    return verifier


_Fonction = TypeVar("_Fonction", bound=Callable[..., Any])


def option_format(*choix: str, defaut: str) -> Callable[[_Fonction], _Fonction]:
    """`--format`, with its choices."""
    return click.option(
        "--format",
        "format_",
        metavar=f"[{'|'.join(choix)}]",
        default=defaut,
        callback=un_format(*choix),
        help=f"Forme du résultat ({defaut} si rien n’est dit).",
    )


def _le_plus_proche(mot: str, connus: Iterable[str]) -> str | None:
    proches = difflib.get_close_matches(mot[:80], list(connus), n=1, cutoff=0.5)
    return proches[0] if proches else None


def _phrase_usage(erreur: click.UsageError) -> str:
    """What is wrong, the nearest right word if there is one, and where the help is: one line."""
    message = _propre(erreur.format_message())
    proche = getattr(erreur, "proche", None)
    if proche:
        message = f"{message} Vouliez-vous dire « {proche} » ?"
    commande = erreur.ctx.command_path if erreur.ctx is not None else PROGRAMME
    return f"{message} Voyez : {commande} --help. [usage]"


def _propre(message: str) -> str:
    """One line without control characters, quoted as in French."""
    # Not `split()`, which would also take the no-break spaces; they count as not printable too.
    sur_une_ligne = re.sub(r"[ \t\r\n]+", " ", message.strip())
    une_ligne = "".join(c if c.isprintable() or c == "\u00a0" else "�" for c in sur_une_ligne)
    return re.sub(r"'([^']*)'", r"« \1 »", une_ligne)[:400]
