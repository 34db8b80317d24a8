"""The result, how the interview ends, and what can still be changed."""

from __future__ import annotations

import gc

import pytest

from prescripteur_tui.domaine.entretien import Entretien, Orientation
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.pourquoi import EcranPourquoiPas
from prescripteur_tui.ui.ecrans.resultat import EcranResultat
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

IDEE = ("n", "3", "5", "1", "1", "2", "enter", "3", "1", "1", "enter", "1", "1", "1")
"""From the first screen to the result of an idea."""


async def stockes(p: Pilote) -> list[Entretien]:
    """The interviews of this week in the store."""
    depot = await p.depot()
    return await p.app.en_arriere(lambda: list(depot.de_la_semaine("2026-W48", "lieu-a-preciser")))


async def test_la_premiere_porte_dit_pourquoi(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE)
        ecran = p.ecran(EcranResultat)
        texte = p.texte()
        assert "Détection : la personne a une idée" in texte
        premiere = ecran.vue.resultat.propositions[0]
        assert ecran.vue.catalogue.par_operateur[premiere.operateur].nom in texte
        assert "correspond" in texte
        assert f"✓ {premiere.raisons[0].texte.split()[0]}" in texte


async def test_deux_touches_donnent_la_premiere_porte(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "enter")
        p.ecran(EcranAccueil)
        [entretien] = await stockes(p)
        assert entretien.fin == "orientation"
        assert [o.issue for o in entretien.orientations] == ["acceptee"]


async def test_entree_sans_rien_cocher_demande_et_propose_de_revenir(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "enter")
        p.ecran(Dialogue)
        await p.taper("enter")
        p.ecran(EcranResultat)
        assert await stockes(p) == []
        await p.taper("enter", "1")
        [entretien] = await stockes(p)
        assert entretien.fin == "orientation"


@pytest.mark.parametrize(
    ("touches", "fin"),
    [
        pytest.param(("x", "enter"), "autre-action", id="autre action"),
        pytest.param(("0", "enter"), "aucun-operateur", id="aucun opérateur, 0"),
        pytest.param(("1", "à", "enter"), "aucun-operateur", id="aucun opérateur remplace une porte"),
        pytest.param(("enter", "4"), "non-renseignee", id="ne rien noter"),
    ],
)
async def test_fins_sans_orientation(application: Ouvrir, touches: tuple[str, ...], fin: str) -> None:
    async with application() as p:
        await p.taper(*IDEE, *touches)
        [entretien] = await stockes(p)
        assert entretien.fin == fin
        assert entretien.orientations == ()


async def test_plusieurs_portes_avec_leurs_issues(application: Ouvrir) -> None:
    """Two doors: one refused because too far, one to think about."""
    async with application() as p:
        await p.taper(*IDEE, "1", "i", "2", "2", "é", "i", "3")
        texte = p.texte()
        assert "refusée, trop loin" in texte
        assert "à réfléchir" in texte
        await p.taper("enter")
        [entretien] = await stockes(p)
        assert sorted((o.issue, o.motif) for o in entretien.orientations) == [
            ("a-reflechir", None),
            ("refusee", "trop-loin"),
        ]
        assert await p.compte() == (1, 2)


async def test_un_chiffre_deux_fois_retire_la_porte(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "1")
        assert p.ecran(EcranResultat).orientations == {}


async def test_pourquoi_pas_dit_tout_ce_qui_est_ecarte(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "p")
        ecran = p.ecran(EcranPourquoiPas)
        elements = [e for e in ecran._elements() if not e.est_titre]
        assert len(elements) == len(ecran._vue.resultat.ecartes)
        assert all(e.details for e in elements)
        assert "s’ouvrira quand le projet sera écrit" in p.texte()
        await p.taper("escape")
        p.ecran(EcranResultat)


async def test_une_condition_fixe_ne_dit_jamais_ce_qui_l_ouvrirait(application: Ouvrir) -> None:
    """Nobody is told to be younger."""
    async with application() as p:
        await p.taper(*IDEE, "p")
        ecran = p.ecran(EcranPourquoiPas)
        questionnaire = ecran._vue.catalogue.questionnaire
        fixes = {
            e.offre
            for e in ecran._vue.resultat.ecartes
            if e.question and not questionnaire.par_id[e.question].modifiable
        }
        assert fixes
        for element in ecran._elements():
            if element.id in fixes:
                assert "s’ouvrira" not in " ".join(d.texte for d in element.details)


async def test_f7_revient_a_la_derniere_question(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "f7")
        p.ecran(EcranEntretien)
        assert "question 10 sur 10" in p.texte()
        await p.taper("2")
        assert p.ecran(EcranResultat).en_cours.parcours.reponses["implantation-qpv"] == "non"


async def test_echap_du_resultat_garde_un_brouillon_complet(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "escape", "enter")
        p.ecran(EcranAccueil)
        assert "toutes les questions ont une réponse" in p.texte()
        await p.taper("r")
        p.ecran(EcranResultat)
        await p.taper("1", "enter")
        assert len(await stockes(p)) == 1
        depot = await p.depot()
        assert await p.app.en_arriere(depot.lire_brouillon) is None


async def test_annuler_le_dernier(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "enter")
        assert "Entretien enregistré." in p.texte()
        await p.taper("u", "enter")
        assert len(await stockes(p)) == 1, "the safe choice keeps it"
        await p.taper("u", "1")
        assert await stockes(p) == []
        assert "0 entretien" in p.texte()
        assert "Annuler le dernier" not in p.texte()


async def test_modifier_l_orientation(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "enter")
        [avant] = await stockes(p)
        await p.taper("m", "1", "2", "enter")
        [apres] = await stockes(p)
        assert apres.id == avant.id
        assert apres.orientations != avant.orientations
        assert "Orientation modifiée." in p.texte()
        assert await p.compte() == (1, 1)


async def test_entree_tapee_deux_fois_ne_commence_rien(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "enter", "enter")
        assert len(await stockes(p)) == 1
        assert not isinstance(p.app.screen, EcranEntretien)
        assert p.app.dernier is not None


async def test_rien_de_la_personne_ne_reste_quand_la_suivante_commence(application: Ouvrir) -> None:
    async with application() as p:
        await p.taper(*IDEE, "1", "enter")
        await p.taper("n")
        assert p.app.dernier is None
        assert p.ecran(EcranEntretien).en_cours.parcours.reponses == {}
        await p.taper("escape", "3")
        assert "dernier entretien" not in p.texte()
        assert [type(e) for e in p.app.screen_stack] == [EcranAccueil]
        gc.collect()
        vivants = [e for e in p.app._registry if isinstance(e, EcranEntretien | EcranResultat)]
        assert vivants == []


async def test_terminer_deux_fois_n_enregistre_qu_une_fois(
    application: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure after the store has written must not lead to a second interview."""
    from prescripteur_tui.erreurs import ErreurPrescripteur

    async with application() as p:
        await p.taper(*IDEE, "1")
        premier = p.app.screen_stack[0]
        assert isinstance(premier, EcranAccueil)
        relire = premier.relire

        async def rater() -> None:
            raise ErreurPrescripteur("base-occupee", secondes=5)

        monkeypatch.setattr(premier, "relire", rater)
        await p.taper("enter", "enter")
        monkeypatch.setattr(premier, "relire", relire)
        await p.taper("enter")
        assert len(await stockes(p)) == 1


def test_orientation_par_defaut_acceptee() -> None:
    assert Orientation("citeslab/emergence").issue == "acceptee"
