"""`prescripteur entretien`: from a file, line by line, many at once, taken back or corrected."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prescripteur_tui.cli.socle import Commande, Contexte, dire, ecrire, option_format, refuser_usage
from prescripteur_tui.erreurs import SORTIE_REFUS, ErreurPrescripteur

if TYPE_CHECKING:
    from prescripteur_tui.domaine.entretien import Entretien
    from prescripteur_tui.domaine.recommandation import Recommandation

FORMATS = ("texte", "json")

MANIERES: Mapping[str, frozenset[str]] = {
    "reponses": frozenset({"format_", "sans_enregistrer", "semaine", "lieu"}),
    "texte": frozenset({"sans_enregistrer", "semaine", "lieu"}),
    "lot": frozenset({"sans_enregistrer", "semaine", "lieu", "continuer", "rejets"}),
    "annuler": frozenset(),
    "corriger": frozenset({"reponses", "format_"}),
}
"""The ways of using the command, and the options that go with each."""

AIDE = """Un entretien, sans ouvrir l’application.

\b
--reponses F    depuis un fichier YAML ou JSON ({"maturite": "idee", …})
--texte         les questions, une par une
--lot F         une ligne JSON par entretien ; tous enregistrés, ou aucun
--annuler ID    retire un entretien de la semaine en cours
--corriger ID   le remplace par celui de --reponses

« - » à la place d’un fichier : l’entrée standard. Chaque réponse peut être « sans-reponse ».
"""


@click.command(cls=Commande, short_help="Un entretien : fichier, questions une par une, lot.", help=AIDE)
@click.option("--reponses", metavar="FICHIER", help="Réponses d’un entretien, ou « - ».")
@click.option("--texte", is_flag=True, help="Pose les questions ici, ligne par ligne.")
@click.option("--lot", metavar="FICHIER", help="Un objet JSON par ligne, ou « - ».")
@click.option("--annuler", metavar="ID", help="Retire cet entretien.")
@click.option("--corriger", metavar="ID", help="Remplace cet entretien (avec --reponses).")
@option_format(*FORMATS, defaut="texte")
@click.option("--sans-enregistrer", is_flag=True, help="Montre le résultat, ne garde rien.")
@click.option("--semaine", metavar="SEMAINE", help="Semaine de l’entretien (2026-W47) ; sinon la semaine en cours.")
@click.option("--lieu", metavar="ID", help="Lieu de l’entretien ; sinon le lieu choisi.")
@click.option("--continuer", is_flag=True, help="Avec --lot : enregistre les bonnes lignes malgré les autres.")
@click.option(
    "--rejets",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Avec --continuer : reçoit les lignes refusées.",
)
@click.pass_obj
def entretien(contexte: Contexte, /, **options: Any) -> int:
    """One interview, or many."""
    maniere = _maniere(options)
    if maniere == "annuler":
        return _annuler(contexte, options["annuler"])
    if maniere == "corriger":
        return _corriger(contexte, options["corriger"], options["reponses"], options["format_"])
    if maniere == "lot":
        return _lot(contexte, options)
    if maniere == "texte":
        # Deferred: the interview line by line is for who asks for it.
        from prescripteur_tui.cli.texte import mener

        return mener(
            contexte.application,
            semaine=options["semaine"],
            lieu=options["lieu"],
            garder=not options["sans_enregistrer"],
        )
    return _reponses(contexte, options)


def _maniere(options: Mapping[str, Any]) -> str:
    """The way that the options ask for.

    Raises:
        MauvaisUsage: none, several, or an option that does not go with it.
    """
    donnees = [nom for nom in MANIERES if options[nom] not in (None, False)]
    if "corriger" in donnees and "reponses" in donnees:
        donnees.remove("reponses")
    if not donnees:
        refuser_usage("Dites comment : --reponses, --texte, --lot, --annuler ou --corriger.")
    maniere = donnees[0]
    if len(donnees) > 1:
        refuser_usage(f"{_option(maniere)} et {_option(donnees[1])} ne vont pas ensemble.")
    source = click.get_current_context().get_parameter_source
    for nom in options:
        est_dite = source(nom) is not click.core.ParameterSource.DEFAULT
        if est_dite and nom != maniere and nom not in MANIERES[maniere]:
            refuser_usage(f"{_option(nom)} ne va pas avec {_option(maniere)}.")
    if maniere == "corriger" and not options["reponses"]:
        refuser_usage("--corriger demande --reponses.")
    if options["rejets"] and not options["continuer"]:
        refuser_usage("--rejets demande --continuer.")
    if options["rejets"] is not None:
        _verifier_rejets(options["rejets"], options["lot"])
    return maniere


def _option(nom: str) -> str:
    return "--" + nom.rstrip("_").replace("_", "-")


def _verifier_rejets(rejets: Path, lot: str) -> None:
    """The file of the refused lines is replaced: it must not be what is read, nor anything but a file.

    Raises:
        MauvaisUsage: it is the lot, by whatever name, the standard output, or a device.
    """
    if str(rejets) == "-":
        refuser_usage("--rejets demande un fichier : la sortie standard reçoit déjà les résultats.")
    la = _trouver(rejets)
    if la is not None and not stat.S_ISREG(la.st_mode):
        refuser_usage("--rejets demande un fichier ordinaire.")
    # Compared by number: a hard link, or « < F » of the shell, gives the same file another name.
    lu = _entree() if lot == "-" else _trouver(Path(lot))
    est_ce_nom = lot != "-" and rejets.resolve() == Path(lot).resolve()
    if est_ce_nom or (la is not None and lu is not None and os.path.samestat(la, lu)):
        refuser_usage("--rejets et --lot sont le même fichier.")


def _trouver(fichier: Path) -> os.stat_result | None:
    """What the system says of a file, None when there is none."""
    try:
        return fichier.stat()
    except (OSError, ValueError):
        return None


def _entree() -> os.stat_result | None:
    """The same of the standard input; None where another program stands in for it."""
    try:
        return os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None


def _reponses(contexte: Contexte, options: Mapping[str, Any]) -> int:
    from prescripteur_tui.services.entretien import enregistrer
    from prescripteur_tui.services.lot import lire_reponses

    garder = not options["sans_enregistrer"]
    objet = lire_reponses(options["reponses"])
    fait, resultat = enregistrer(
        contexte.application, objet, semaine=options["semaine"], lieu=options["lieu"], garder=garder
    )
    _montrer(contexte, fait, resultat, options["format_"], est_enregistre=garder)
    return 0


def _montrer(
    contexte: Contexte, fait: Entretien, resultat: Recommandation, format_: str, *, est_enregistre: bool
) -> None:
    try:
        _ecrire_resultat(contexte, fait, resultat, format_, est_enregistre=est_enregistre)
    except (ErreurPrescripteur, KeyboardInterrupt):
        # Without its id an interview that is stored could not be taken back.
        if est_enregistre:
            dire(f"Entretien enregistré : {fait.id}")
        raise


def _ecrire_resultat(
    contexte: Contexte, fait: Entretien, resultat: Recommandation, format_: str, *, est_enregistre: bool
) -> None:
    from prescripteur_tui.services.lot import resultat_en_json

    if format_ == "json":
        ecrire(resultat_en_json(fait, resultat, est_enregistre=est_enregistre))
        return
    from prescripteur_tui.cli.affichage import ecartes_en_texte, fin_en_texte, resultat_en_texte

    app = contexte.application
    parties = (
        resultat_en_texte(app.catalogue, resultat, app.depot.coordonnees(), app.aujourd_hui()),
        ecartes_en_texte(app.catalogue, resultat),
        fin_en_texte(app.catalogue, fait.fin, fait.orientations),
    )
    ecrire("\n\n".join(parties))
    ecrire(f"Entretien : {fait.id}" if est_enregistre else "Entretien : non enregistré")


def _annuler(contexte: Contexte, identifiant: str) -> int:
    from prescripteur_tui.services.entretien import annuler

    annuler(contexte.application, identifiant)
    dire(f"Entretien {identifiant} retiré.")
    return 0


def _corriger(contexte: Contexte, identifiant: str, source: str, format_: str) -> int:
    from prescripteur_tui.services.entretien import corriger
    from prescripteur_tui.services.lot import lire_reponses

    fait, resultat = corriger(contexte.application, identifiant, lire_reponses(source))
    _montrer(contexte, fait, resultat, format_, est_enregistre=True)
    return 0


def _lot(contexte: Contexte, options: Mapping[str, Any]) -> int:
    from prescripteur_tui.services.lot import enregistrer_lot, lire_lot

    app = contexte.application
    lot = lire_lot(app, options["lot"], semaine=options["semaine"], lieu=options["lieu"])
    est_enregistre = enregistrer_lot(
        app,
        lot,
        continuer=options["continuer"],
        rejets=options["rejets"],
        garder=not options["sans_enregistrer"],
    )
    refusees, bonnes = len(lot.rejets), len(lot.entretiens)
    gardes = f"{_accord(bonnes, 'entretien enregistré')}." if est_enregistre else "Rien n’est enregistré."
    try:
        for ligne in lot.en_json(est_enregistre=est_enregistre):
            ecrire(ligne)
    except (ErreurPrescripteur, KeyboardInterrupt):
        # Without it the lot would be given a second time, and counted twice.
        dire(gardes)
        raise
    if not refusees:
        dire(gardes)
        return 0
    for rejet in lot.rejets:
        if isinstance(rejet.erreur, ErreurPrescripteur):
            dire(f"ligne {rejet.numero} : {rejet.erreur.message} {rejet.erreur.conseil} [{rejet.erreur.code}]")
    dire(f"{_accord(refusees, 'ligne refusée')}. {gardes}")
    return SORTIE_REFUS


def _accord(nombre: int, nom: str) -> str:
    """« 1 ligne refusée », « 3 lignes refusées »: every word of `nom` takes its s."""
    return f"{nombre} {nom if nombre < 2 else ' '.join(mot + 's' for mot in nom.split())}"
