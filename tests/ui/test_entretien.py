"""The interview by its keys."""

from __future__ import annotations

import pytest

from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from prescripteur_tui.ui.vues import PORTES_DECIDEES, QUESTION_UTILE
from tests.ui.conftest import Ouvrir

SANS_IDEE = ("n", "1", "5", "4", "1", "2", "enter", "1", "1", "2", "enter", "1", "enter")
"""No idea: maturite, age, attrait, activite, droits, commune and quarter, freins, first door."""


async def test_un_entretien_tape_d_un_coup_est_enregistre(application: Ouvrir) -> None:
    """Keys typed faster than the store writes are neither lost nor applied to another question."""
    async with application() as p:
        await p.taper(*SANS_IDEE)
        p.ecran(EcranAccueil)
        assert await p.compte() == (1, 1)
        assert "1 entretien · 1 orientation" in p.texte()
        depot = await p.depot()
        [entretien] = await p.app.en_arriere(lambda: list(depot.de_la_semaine("2026-W48", "lieu-a-preciser")))
        assert entretien.reponses == {
            "maturite": "aucune-idee",
            "age": "30-54",
            "attrait": "emploi-salarie",
            "activite": "sans-emploi",
            "droits": ("rsa",),
            "quartier": "QN05921M",
            "freins": ("confiance",),
        }
        [orientation] = entretien.orientations
        assert orientation.issue == "acceptee"


@pytest.mark.parametrize(
    "touches",
    [
        pytest.param("&é\"'(-è_", id="France, PC"),
        pytest.param("&é\"'(§è!", id="France, Mac"),
        pytest.param("12345678", id="digits"),
    ],
)
async def test_la_rangee_azerty_repond_comme_les_chiffres(application: Ouvrir, touches: str) -> None:
    async with application() as p:
        await p.taper("n")
        ecran = p.ecran(EcranEntretien)
        options = ecran.en_cours.catalogue.questionnaire.par_id["maturite"].options
        for touche, option in zip(touches, options, strict=True):
            await p.taper(touche)
            assert ecran.en_cours.parcours.reponses["maturite"] == option.id
            await p.taper("f7")


@pytest.mark.parametrize("touche", ["0", "à"])
async def test_zero_prefere_ne_pas_repondre(application: Ouvrir, touche: str) -> None:
    async with application() as p:
        await p.taper("n", "1", touche)
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "aucune-idee", "age": "sans-reponse"}


async def test_neuvieme_chiffre_et_lettres(application: Ouvrir) -> None:
    """`ç` is 9; the tenth option is `a`."""
    async with application() as p:
        await p.taper("n", "3", "5", "1", "1", "0", "0", "0")
        ecran = p.ecran(EcranEntretien)
        assert "Domaine · question 8 sur 10" in p.texte()
        await p.taper("ç")
        assert ecran.en_cours.parcours.reponses["secteur"] == "sante-social"
        await p.taper("backspace", "a")
        assert ecran.en_cours.parcours.reponses["secteur"] == "agriculture"
        await p.taper("backspace", "d")
        assert ecran.en_cours.parcours.reponses["secteur"] == "ne-sait-pas"


async def test_fleches_et_entree(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "down", "down", "enter")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee"}


async def test_la_souris_fait_tout(application: Ouvrir) -> None:
    async with application() as p:
        await p.cliquer("Nouvel entretien")
        await p.cliquer("Une idée")
        await p.cliquer("30 à 54 ans")
        await p.cliquer("Travailler à son compte")
        await p.cliquer("Sans emploi")
        await p.cliquer("Rien de tout cela")
        await p.cliquer("Valider")
        await p.cliquer("Marly")
        await p.cliquer("Ailleurs à Marly")
        ecran = p.ecran(EcranEntretien)
        assert ecran.en_cours.parcours.reponses["quartier"] == "cavm-hors-qpv"
        await p.cliquer("F7")
        await p.cliquer("0 Sans")
        assert ecran.en_cours.parcours.reponses["quartier"] == "sans-reponse"
        await p.cliquer("Échap")
        await p.cliquer("Continuer")
        p.ecran(EcranEntretien)


async def test_plusieurs_reponses_se_cochent_et_entree_continue(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "1", "5", "1", "1", "1", "2", "1")
        ecran = p.ecran(EcranEntretien)
        assert "Allocations" in p.texte()
        assert [x for x in p.lignes() if "[✓]" in x and "RSA" in x]
        await p.taper("enter")
        assert ecran.en_cours.parcours.reponses["droits"] == ("rsa",)


async def test_une_option_seule_decoche_les_autres_et_inversement(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "1", "5", "1", "1", "1", "2", "5")
        coches = [x for x in p.lignes() if "[✓]" in x]
        assert len(coches) == 1
        assert "Rien de tout cela" in coches[0]
        await p.taper("3")
        coches = [x for x in p.lignes() if "[✓]" in x]
        assert len(coches) == 1
        assert "ASS" in coches[0]


async def test_entree_sans_rien_cocher_ne_repond_pas(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "1", "5", "1", "1", "enter")
        assert "droits" not in p.ecran(EcranEntretien).en_cours.parcours.reponses
        assert "Cochez au moins une réponse" in p.texte()


async def test_revenir_montre_la_reponse_et_garde_les_autres(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "2", "5", "1", "f7", "f7")
        ecran = p.ecran(EcranEntretien)
        assert "question 2 sur" in p.texte()
        assert [x for x in p.lignes() if "✓" in x and "30 à 54 ans" in x]
        await p.taper("3")
        assert ecran.en_cours.parcours.reponses == {"maturite": "envie", "age": "18-25", "attrait": "mon-activite"}
        assert "question 4 sur" in p.texte()


async def test_revenir_au_dela_de_la_premiere_ne_fait_rien(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "f7", "backspace")
        assert "question 1 sur" in p.texte()


async def test_la_premiere_question_dit_l_accueil(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n")
        assert "Sans nom. Vous pouvez ne pas répondre ou arrêter." in p.texte()
        await p.taper("1")
        assert "Sans nom" not in p.texte()


async def test_f_dit_la_question_plus_simplement(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "f")
        assert "Avez-vous une idée ou un projet ?" in p.texte()
        await p.taper("1")
        assert "Vous avez quel âge ?" in p.texte()
        await p.taper("f")
        assert "Quel âge avez-vous ?" in p.texte()


async def test_moins_de_seize_ans_va_droit_au_resultat(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "1")
        p.ecran(EcranResultat)
        await p.taper("1", "enter")
        depot = await p.depot()
        [entretien] = await p.app.en_arriere(lambda: list(depot.de_la_semaine("2026-W48", "lieu-a-preciser")))
        assert entretien.reponses == {}


async def test_le_nombre_de_touches(application: Ouvrir) -> None:
    """From `n` to a stored orientation: 12 without idea, 18 with one, 26 with a project, once a lieu is chosen."""
    async with application() as p:
        # The lieu stands in Marly: the quarters of Marly are one key away.
        await p.app.charger_catalogue()
        from prescripteur_tui.services import lieux

        await p.app.en_arriere(lieux.choisir, p.app.services, "mq-briquette")
        sans_idee = ("n", "1", "5", "1", "1", "2", "enter", "1", "1", "enter", "1", "enter")
        idee = ("n", "3", "5", "1", "1", "2", "enter", "1", "1", "enter", "1", "1", "1", "1", "enter")
        projet = ("n", "4", *idee[2:-2], "3", "2", "1", "1", "1", "enter")
        for i, (touches, limite) in enumerate(((sans_idee, 12), (idee, 18), (projet, 26)), start=1):
            assert len(touches) <= limite
            await p.taper(*touches)
            p.ecran(EcranAccueil)
            assert await p.compte() == (i, i)


async def test_echap_garde_un_brouillon_et_r_le_reprend(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "5", "escape")
        p.ecran(Dialogue)
        await p.taper("enter")
        p.ecran(EcranAccueil)
        assert "question 3 sur 10 (Esprit d’initiative)" in " ".join(p.texte().split())
        await p.taper("r")
        assert "question 3 sur 10" in p.texte()
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee", "age": "30-54"}


async def test_echap_deux_fois_continue(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "escape", "escape", "5")
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {"maturite": "idee", "age": "30-54"}


async def test_tout_effacer_ne_garde_rien(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper("n", "3", "escape", "3")
        p.ecran(EcranAccueil)
        depot = await p.depot()
        assert await p.app.en_arriere(depot.lire_brouillon) is None


@pytest.mark.parametrize("touche", ["q", "ctrl+q", "ctrl+c"])
async def test_quitter_un_entretien_demande_d_abord(application: Ouvrir, touche: str) -> None:
    async with application() as p:
        await p.taper("n", "3", touche)
        p.ecran(Dialogue)
        assert p.app.is_running


@pytest.mark.parametrize("touche", ["q", "ctrl+q"])
async def test_quitter_hors_d_un_entretien(application: Ouvrir, touche: str) -> None:
    async with application() as p:
        await p.taper(touche)
        await p.quand(lambda: not p.app.is_running, "the app to close")
        assert p.app.return_value == 0


async def test_chaque_reponse_est_ecrite_avant_la_question_suivante(application: Ouvrir) -> None:
    """Whenever a question is shown, the answers before it are in the store."""
    async with application() as p:
        await p.taper("n")
        for touche in ("3", "5", "1", "1"):
            await p.taper(touche)
            depot = await p.depot()
            brouillon = await p.app.en_arriere(depot.lire_brouillon)
            assert dict(brouillon.reponses) == p.ecran(EcranEntretien).en_cours.parcours.reponses
            assert brouillon.question == p.ecran(EcranEntretien).en_cours.parcours.question.id


async def test_ce_que_pese_une_question(application: Ouvrir) -> None:
    """The question that counts most is said to; once nothing to come changes the doors, that is said instead."""
    async with application(peser=True) as p:
        await p.taper("n")
        utile = p.ecran(EcranEntretien).en_cours.question_utile()
        assert utile is not None
        await p.quand(
            lambda: (QUESTION_UTILE in p.texte()) == (utile == "maturite"), "the weight of the first question"
        )
        await p.taper("4", "3", "1", "1", "2", "enter", *"briq", "enter", "2", "enter", "2", "1", "1", "3", "2", "3")
        ecran = p.ecran(EcranEntretien)
        assert ecran.en_cours.portes_arretees() is True
        await p.quand(lambda: PORTES_DECIDEES in p.texte(), "that the doors are decided")


async def test_une_question_peut_etre_celle_qui_compte(application: Ouvrir) -> None:
    async with application(peser=True) as p:
        await p.taper("n", "3", "5", "1", "1", "2", "enter")
        ecran = p.ecran(EcranEntretien)
        while ecran._question.id != ecran.en_cours.question_utile():
            await p.taper("0")
        await p.quand(lambda: QUESTION_UTILE in p.texte(), "that this question counts")
