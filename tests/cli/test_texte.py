"""`entretien --texte`: plain prompts through a pipe, questionary on a terminal, the same rows as everywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.entretien import FINS, ISSUES, MOTIFS, Entretien, vers_objet
from prescripteur_tui.domaine.parcours import Parcours
from prescripteur_tui.domaine.questionnaire import Question, Reponses, Valeur
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.domaine.regles import SANS_REPONSE
from prescripteur_tui.domaine.saisie import lire_orientations
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services.quartiers import communes, quartiers_de
from prescripteur_tui.stockage.verrou import Verrou
from tests.cli.conftest import PORTEUSE, SEMAINE, Lanceur


@pytest.fixture(scope="module")
def catalogue(dossier_catalogue: Path) -> Catalogue:
    return lire_catalogue(dossier_catalogue)


# What somebody types


def _completer(catalogue: Catalogue, reponses: Reponses) -> dict[str, Valeur]:
    """The answers with « préfère ne pas répondre » wherever a question stays open."""
    parcours = Parcours(catalogue.questionnaire, reponses)
    while parcours.question is not None:
        parcours.repondre(SANS_REPONSE)
    return parcours.reponses


def _saisies(catalogue: Catalogue, reponses: Reponses) -> Iterator[str]:
    parcours = Parcours(catalogue.questionnaire)
    while parcours.question is not None:
        question = parcours.question
        valeur = reponses[question.id]
        yield from _saisie(catalogue, question, valeur)
        parcours.repondre(valeur)


def _saisie(catalogue: Catalogue, question: Question, valeur: Valeur) -> Iterator[str]:
    if valeur == SANS_REPONSE:
        yield "0"
    elif question.choix == "commune":
        for commune in communes(catalogue):
            choix = [quartier.id for quartier in quartiers_de(catalogue, commune.id)]
            if valeur in choix:
                yield commune.libelle
                if len(choix) > 1:
                    yield str(choix.index(str(valeur)) + 1)
                return
        raise AssertionError(f"no commune leads to {valeur}")
    else:
        options = [option.id for option in question.options]
        yield " ".join(str(options.index(v) + 1) for v in ([valeur] if isinstance(valeur, str) else valeur))


def _saisies_de_fin(
    catalogue: Catalogue, reponses: Reponses, fin: str, orientations: Iterable[Mapping[str, str | None]]
) -> Iterator[str]:
    portes = [p.offre for p in recommander(reponses, catalogue, SEMAINE).propositions]
    if fin == "non-renseignee":
        yield "0"
        return
    yield str(list(FINS).index(fin) + 1)
    donnees = list(orientations)
    if donnees:
        yield " ".join(str(portes.index(str(o["offre"])) + 1) for o in donnees)
    for orientation in donnees:
        yield str(list(ISSUES).index(str(orientation["issue"])) + 1)
        if orientation["issue"] == "refusee":
            motif = orientation["motif"]
            yield "0" if motif is None else str(list(MOTIFS).index(motif) + 1)


def _taper(*lignes: str) -> str:
    return "".join(f"{ligne}\n" for ligne in lignes)


# The same rows


def _cas(dossier: Path) -> list[str]:
    return sorted(chemin.stem for chemin in (dossier / "cas-types").glob("*.yaml"))


CAS = _cas(Path(__file__).parents[2] / "catalogue")[::5]
"""Every fifth invented resident."""


@pytest.mark.parametrize("nom", CAS)
def test_memes_lignes_par_toutes_les_voies(lancer: Lanceur, catalogue: Catalogue, tmp_path: Path, nom: str) -> None:
    """Same answers and orientations: same stored row and same CSV, by --reponses, --lot and --texte."""
    (cas,) = (c for c in catalogue.cas_types if c.id == nom)
    reponses = _completer(catalogue, catalogue.questionnaire.verifier(cas.reponses))
    portes = [p.offre for p in recommander(reponses, catalogue, SEMAINE).propositions][:2]
    issues: list[dict[str, str | None]] = [
        {"issue": "refusee", "motif": "trop-loin"},
        {"issue": "a-reflechir", "motif": None},
    ]
    orientations = [{"offre": offre, **issue} for offre, issue in zip(portes, issues, strict=False)]
    objet = json.dumps({"reponses": vers_objet(reponses), "fin": "orientation", "orientations": orientations})
    tape = _taper(*_saisies(catalogue, reponses), *_saisies_de_fin(catalogue, reponses, "orientation", orientations))
    voies = {
        "reponses": (["--reponses", "-"], objet),
        "lot": (["--lot", "-"], objet),
        "texte": (["--texte"], tape),
    }
    lignes: dict[str, Entretien] = {}
    comptes: dict[str, bytes] = {}
    for voie, (arguments, entree) in voies.items():
        lancer.dossier = tmp_path / voie
        resultat = lancer("entretien", *arguments, entree=entree)
        assert resultat.exit_code == 0, resultat.stderr
        (stocke,) = lancer.entretiens()
        lignes[voie] = dataclasses.replace(stocke, id="")
        comptes[voie] = Path(lancer("exporter").stdout.splitlines()[0]).read_bytes()
    assert lignes["texte"] == lignes["reponses"] == lignes["lot"]
    assert comptes["texte"] == comptes["reponses"] == comptes["lot"]
    assert lignes["texte"].orientations == lire_orientations(orientations)


@pytest.mark.parametrize("fin", ["autre-action", "aucun-operateur", "non-renseignee"])
def test_fins_sans_orientation(lancer: Lanceur, catalogue: Catalogue, fin: str) -> None:
    reponses = catalogue.questionnaire.verifier(PORTEUSE)
    tape = _taper(*_saisies(catalogue, reponses), *_saisies_de_fin(catalogue, reponses, fin, ()))
    resultat = lancer("entretien", "--texte", "--lieu", "mq-briquette", entree=tape)
    assert resultat.exit_code == 0
    (stocke,) = lancer.entretiens()
    assert (stocke.fin, stocke.lieu, stocke.orientations) == (fin, "mq-briquette", ())
    assert f"Entretien\u00a0: {stocke.id}" in resultat.stdout


def test_refus_sans_motif(lancer: Lanceur, catalogue: Catalogue) -> None:
    reponses = catalogue.questionnaire.verifier(PORTEUSE)
    assert (
        lancer("entretien", "--texte", entree=_taper(*_saisies(catalogue, reponses), "1", "1", "2", "0")).exit_code == 0
    )
    (stocke,) = lancer.entretiens()
    (orientation,) = stocke.orientations
    assert (orientation.issue, orientation.motif) == ("refusee", None)


# The conversation


def test_ce_qui_est_montre(lancer: Lanceur, catalogue: Catalogue) -> None:
    sortie = lancer("entretien", "--texte", entree="3\n").stdout
    for ligne in catalogue.questionnaire.accueil:
        assert ligne in sortie
    assert "Étape Esprit d’initiative, question 1 sur " in sortie
    premiere = catalogue.questionnaire.questions[0]
    for option in premiere.options:
        assert f"{option.libelle}\u00a0: {option.sens}" in " ".join(sortie.replace("\u00a0", "\u00a0").split("\n"))
    for geste in (
        "0\u00a0Préfère\u00a0ne\u00a0pas\u00a0répondre",
        "r\u00a0Retour",
        "?\u00a0Pourquoi",
        "q\u00a0Interrompre",
    ):
        assert geste in sortie


def test_saisies_refusees_et_pourquoi(lancer: Lanceur, catalogue: Catalogue) -> None:
    """What means nothing is asked again, and costs nothing."""
    debut = ("99", "zzz", "1 2", "", "?", "3", "2", "1", "1")
    # « Rien de tout cela » stands alone.
    resultat = lancer("entretien", "--texte", entree=_taper(*debut, "5 2", "2"))
    for dit in (
        "Il n’y a pas de numéro 99",
        "Cette réponse n’est pas dans la liste.",
        "Un seul numéro",
        "Tapez un numéro.",
        " ".join(catalogue.questionnaire.questions[0].pourquoi.split()),
    ):
        assert dit in " ".join(resultat.stdout.split("\n")), dit


def test_option_seule_redemandee(lancer: Lanceur) -> None:
    resultat = lancer("entretien", "--texte", entree=_taper("3", "5", "1", "1", "5 2", "2"))
    assert "ne va avec aucune autre" in resultat.stdout
    assert resultat.stdout.count("question 5 sur") == 2
    assert "question 6 sur" in resultat.stdout


def test_retour(lancer: Lanceur, catalogue: Catalogue) -> None:
    """Going back costs nothing; what the new answer closes is dropped."""
    reponses = {**PORTEUSE, "age": "16-17"}
    del reponses["droits"]
    attendues = catalogue.questionnaire.verifier(reponses)
    resultat = lancer(
        "entretien",
        "--texte",
        entree=_taper("r", "3", "5", "1", "1", "2", "r", "r", "r", "r", "2", "Valenc", "2", "1 2", "5", "1", "1", "0"),
    )
    assert "C’est la première question." in resultat.stdout
    assert resultat.exit_code == 0
    (stocke,) = lancer.entretiens()
    assert dict(stocke.reponses) == attendues


def test_retour_du_quartier_a_la_commune(lancer: Lanceur) -> None:
    tape = _taper("3", "5", "1", "1", "2", "Valenciennes", "r", "Denain", "q", "oui")
    assert lancer("entretien", "--texte", entree=tape).exit_code == 130
    assert _brouillon(lancer)["quartier"] == "porte-du-hainaut"


def test_retour_du_resultat(lancer: Lanceur, catalogue: Catalogue) -> None:
    """From the result back to the last question, from the doors back to the end."""
    reponses = catalogue.questionnaire.verifier({**PORTEUSE, "implantation-qpv": "non"})
    tape = _taper(*_saisies(catalogue, catalogue.questionnaire.verifier(PORTEUSE)), "r", "2", "?", "1", "r", "2")
    resultat = lancer("entretien", "--texte", entree=tape)
    assert resultat.exit_code == 0
    assert "POURQUOI PAS LES AUTRES" in resultat.stdout
    (stocke,) = lancer.entretiens()
    assert (dict(stocke.reponses), stocke.fin) == (dict(reponses), "autre-action")


# The draft


def _brouillon(lancer: Lanceur) -> dict[str, Any]:
    app = lancer.application()
    try:
        brouillon = app.depot.lire_brouillon()
        return dict(brouillon.reponses) if brouillon else {}
    finally:
        app.fermer()


def test_interrompre_puis_reprendre(lancer: Lanceur, catalogue: Catalogue) -> None:
    reponses = catalogue.questionnaire.verifier(PORTEUSE)
    saisies = [*_saisies(catalogue, reponses), "2"]
    premier = lancer(
        "entretien", "--texte", "--lieu", "mq-briquette", entree=_taper(*saisies[:3], "q", "non", "q", "oui")
    )
    assert premier.exit_code == 130
    assert "Pour le reprendre" in premier.stderr
    assert lancer.entretiens() == []
    assert _brouillon(lancer) == {question: PORTEUSE[question] for question in ("maturite", "age", "attrait")}
    second = lancer("entretien", "--texte", entree=_taper("1", *saisies[3:]))
    assert second.exit_code == 0
    assert "étape Esprit d’initiative, question 4 sur" in second.stdout
    # The draft is offered without saying what was answered.
    assert "idée" not in second.stdout.split("question 4 sur")[0]
    (stocke,) = lancer.entretiens()
    assert (dict(stocke.reponses), stocke.lieu) == (dict(reponses), "mq-briquette")
    assert _brouillon(lancer) == {}


def test_a_cote_de_la_fenetre_ouverte(lancer: Lanceur, catalogue: Catalogue) -> None:
    """The draft is the window's: beside it, an interview in text keeps none and takes none away."""
    lancer("entretien", "--texte", entree=_taper("3", "5"))
    gardees = _brouillon(lancer)
    assert gardees
    reponses = catalogue.questionnaire.verifier(PORTEUSE)
    with Verrou(lancer.dossier):
        fait = lancer("entretien", "--texte", entree=_taper(*_saisies(catalogue, reponses), "2"))
    assert fait.exit_code == 0
    assert "L’application est ouverte" in fait.stderr
    (stocke,) = lancer.entretiens()
    assert dict(stocke.reponses) == dict(reponses)
    assert _brouillon(lancer) == gardees


def test_abandonner_le_brouillon(lancer: Lanceur) -> None:
    lancer("entretien", "--texte", entree=_taper("3", "5"))
    assert _brouillon(lancer) == {"maturite": "idee", "age": "30-54"}
    resultat = lancer("entretien", "--texte", entree=_taper("abandonner", "1"))
    assert "question 1 sur" in resultat.stdout
    assert _brouillon(lancer) == {"maturite": "aucune-idee"}


def test_quitter_devant_le_brouillon(lancer: Lanceur) -> None:
    lancer("entretien", "--texte", entree=_taper("3"))
    assert lancer("entretien", "--texte", entree=_taper("q")).exit_code == 130
    assert _brouillon(lancer) == {"maturite": "idee"}


def test_brouillon_d_hier(lancer: Lanceur) -> None:
    lancer("entretien", "--texte", entree=_taper("3"))
    lancer.jour += dt.timedelta(days=1)
    assert "question 1 sur" in lancer("entretien", "--texte").stdout


def test_sans_enregistrer(lancer: Lanceur, catalogue: Catalogue) -> None:
    """A rehearsal leaves neither interview nor draft, and spares the draft that is there."""
    lancer("entretien", "--texte", entree=_taper("1"))
    reponses = catalogue.questionnaire.verifier(PORTEUSE)
    tape = _taper(*_saisies(catalogue, reponses), "2")
    resultat = lancer("entretien", "--texte", "--sans-enregistrer", entree=tape)
    assert resultat.exit_code == 0
    assert "non enregistré" in resultat.stdout
    assert lancer.entretiens() == []
    assert _brouillon(lancer) == {"maturite": "aucune-idee"}


def test_lieu_refuse_avant_la_premiere_question(lancer: Lanceur) -> None:
    lancer("entretien", "--texte", entree=_taper("1"))
    resultat = lancer("entretien", "--texte", "--lieu", "nulle-part", entree=_taper("abandonner"))
    assert resultat.exit_code == 2
    assert "question 1 sur" not in resultat.stdout
