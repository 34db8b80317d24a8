"""The catalogue screen: found by a few letters, with the keyboard alone or the mouse."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from textual.widgets import Input

from prescripteur_tui.domaine.entretien import Orientation
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services.a_verifier import a_verifier
from prescripteur_tui.services.catalogue import chercher
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.catalogue import EcranCatalogue
from prescripteur_tui.ui.ecrans.operateur import EcranOperateur
from prescripteur_tui.ui.widgets.filtre import Filtre
from prescripteur_tui.ui.widgets.repertoire import Repertoire
from tests.hasard import beaucoup
from tests.ui.attentes import ecrire, mal_coupees, sur, tous_visibles
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote

TAILLES = [(80, 24), (60, 20)]


def _ids(p: Pilote) -> list[str]:
    return [ligne.id for ligne in p.app.screen.query_one(Repertoire).lignes]


async def _ouvrir(p) -> EcranCatalogue:
    await sur(p, EcranAccueil)
    await p.taper("c")
    return await sur(p, EcranCatalogue)


async def test_tous_les_operateurs_avec_leur_etat_en_mots(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        assert _ids(p) == [o.id for o in chercher(p.app.services.catalogue)]
        for libelle in ("actif", "Détection", f"{len(p.app.services.catalogue.operateurs)} opérateurs"):
            assert libelle in p.texte()


@pytest.mark.parametrize("texte", ["citeslab", "CITÉSLAB", "citéslab"])
async def test_la_recherche_ignore_accents_et_casse(application: Ouvrir, texte: str) -> None:
    async with application() as p:
        await _ouvrir(p)
        await ecrire(p, texte)
        assert "citeslab" in _ids(p)
        assert len(_ids(p)) < 10


async def test_les_lettres_des_commandes_vont_dans_la_recherche(application: Ouvrir) -> None:
    async with application() as p:
        ecran = await _ouvrir(p)
        await ecrire(p, "nq c0éà'")
        assert p.app.screen is ecran
        assert ecran.query_one(Input).value == "nq c0éà'"


async def test_f2_et_f3_filtrent_et_le_disent(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        tous = set(_ids(p))
        await p.taper("f2")
        assert "Étape : Esprit d’initiative" in p.texte()
        assert set(_ids(p)) == {
            o.id for o in p.app.services.catalogue.operateurs if any("esprit-initiative" in x.etapes for x in o.offres)
        }
        await p.taper("f2", "f2", "f2")
        assert set(_ids(p)) == tous
        await p.taper("f3", "f3", "f3")
        assert "État : terminé" in p.texte()
        assert set(_ids(p)) == {"emplois-francs", "paqte"}


async def test_f3_montre_ce_qu_il_faut_verifier_le_plus_donne_d_abord(application: Ouvrir) -> None:
    """At 60×20, with the keys alone: the state after « terminé », how often in words, the age, how to note a check."""
    async with application(taille=(60, 20)) as p:
        depot = await p.depot()
        lot = [
            dataclasses.replace(e, orientations=(Orientation(offre),))
            for e, offre in zip(beaucoup(7, 5), ("mon-commerce-en-test/x", *["adie/conseil"] * 6), strict=True)
        ]
        await p.app.en_arriere(depot.ajouter, lot)
        ecran = await _ouvrir(p)
        await p.taper("f3", "f3", "f3", "f3")
        assert "État : à vérifier" in p.texte()
        assert _ids(p) == [a.operateur.id for a in await p.app.en_arriere(a_verifier, p.app.services)]
        assert _ids(p)[:2] == ["adie", "mon-commerce-en-test"]
        premiere = next(ligne for ligne in p.texte().split("\n") if "▸" in ligne)
        assert re.search(r"▸ Adie +6 fois +il y a 19 mois", premiere)
        assert "Adie : donné 6 fois ici, vérifié le 15 avril 2025" in p.texte()
        await p.taper("down")
        assert "Mon commerce en test : donné moins de 5 fois ici" in p.texte()
        assert mal_coupees(p) == []
        await ecrire(p, "adie")
        assert _ids(p) == ["adie"]
        await p.taper("enter")
        await sur(p, EcranOperateur)
        await p.taper("escape")
        await sur(p, EcranCatalogue)
        assert _ids(p) == ["adie"]
        await p.taper("backspace", "backspace", "backspace", "backspace", "f3")
        assert ecran.query_one("#filtre-etat", Filtre).valeur is None
        assert len(_ids(p)) == len(p.app.services.catalogue.operateurs)
        assert "donné 6 fois" not in p.texte()


async def test_rien_a_verifier_se_dit(application: Ouvrir) -> None:
    """Long before anything was checked, no check has passed its time."""
    async with application(jour=dt.datetime(2005, 1, 5, tzinfo=dt.UTC)) as p:
        await _ouvrir(p)
        await p.taper("f3", "f3", "f3", "f3")
        assert "Rien à vérifier : tout l’a été depuis moins de 12 mois." in p.texte()
        assert _ids(p) == []


async def test_une_base_illisible_rend_la_liste(application: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(_app: object) -> None:
        raise ErreurPrescripteur("base-occupee")

    monkeypatch.setattr("prescripteur_tui.ui.ecrans.catalogue.a_verifier", refuser)
    async with application() as p:
        ecran = await _ouvrir(p)
        await p.taper("f3", "f3", "f3", "f3")
        await p.quand(lambda: p.app.screen is not ecran, "the error")
        await p.taper("escape")
        assert await sur(p, EcranCatalogue) is ecran
        assert ecran.query_one("#filtre-etat", Filtre).valeur is None
        assert len(_ids(p)) == len(p.app.services.catalogue.operateurs)


async def test_recherche_vaine_dit_quoi_faire(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        await ecrire(p, "zzz")
        await p.taper("f3")
        texte = p.texte()
        assert "Aucun opérateur ne contient « zzz »" in texte
        assert "dans l’état « actif »" in texte
        assert "Effacez des lettres" in texte
        await p.taper("enter")
        assert isinstance(p.app.screen, EcranCatalogue)
        await p.taper("backspace", "backspace", "backspace")
        assert _ids(p)


async def test_fleches_et_entree_depuis_la_recherche(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        voulu = _ids(p)[2]
        await p.taper("down", "down", "enter")
        ecran = await sur(p, EcranOperateur)
        assert ecran.contexte
        await p.taper("escape")
        await sur(p, EcranCatalogue)
        assert p.app.screen.query_one(Repertoire).choisie == voulu


async def test_la_ligne_choisie_reste_en_vue(application: Ouvrir) -> None:
    async with application(taille=(60, 20)) as p:
        await _ouvrir(p)
        await p.taper("pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        liste = p.app.screen.query_one(Repertoire)
        assert liste.choisie == _ids(p)[-1]
        await p.quand(lambda: "▸ " in p.texte(), "the current row in sight")


async def test_une_touche_tapee_vite_va_au_bon_ecran(application: Ouvrir) -> None:
    """Enter then Échap, without waiting between them, opens and closes; nothing is lost or doubled."""
    async with application() as p:
        await _ouvrir(p)
        await p.taper("a", "d", "i", "e", "enter", "escape", "enter")
        await sur(p, EcranOperateur)


async def test_souris(application: Ouvrir) -> None:
    async with application() as p:
        await _ouvrir(p)
        await p.pilot.click("#filtre-etat")
        await p.repos()
        assert "État : actif" in p.texte()
        await p.pilot.click(Repertoire, offset=(6, 3))
        await sur(p, EcranOperateur)
        await p.taper("escape")
        await sur(p, EcranCatalogue)
        assert p.app.screen.query_one(Repertoire).choisie == _ids(p)[3]


async def test_le_filtre_a_la_tabulation_tourne_dans_les_deux_sens(application: Ouvrir) -> None:
    async with application() as p:
        ecran = await _ouvrir(p)
        await p.taper("tab")
        filtre = ecran.query_one("#filtre-etape", Filtre)
        assert p.app.focused is filtre
        await p.taper("enter")
        assert isinstance(p.app.screen, EcranCatalogue)
        assert filtre.valeur == "esprit-initiative"
        await p.taper("left", "left")
        assert filtre.valeur == "accompagnement"
        await p.taper("space")
        assert filtre.valeur is None


@pytest.mark.parametrize("taille", TAILLES)
async def test_tout_est_atteignable(application: Ouvrir, taille: tuple[int, int]) -> None:
    async with application(taille=taille) as p:
        await _ouvrir(p)
        await tous_visibles(p)
        assert len([ligne for ligne in p.texte().split("\n") if "actif" in ligne]) >= 8
        assert mal_coupees(p) == []


async def test_le_texte_du_catalogue_n_est_jamais_du_balisage(
    application: Ouvrir, dossier_catalogue: Path, tmp_path: Path
) -> None:
    catalogue = tmp_path / "catalogue"
    shutil.copytree(dossier_catalogue, catalogue)
    fichier = catalogue / "operateurs" / "adie.yaml"
    texte = re.sub(r"(?m)^nom: .*$", 'nom: "Aide [RSA] [/b] [bold]"', fichier.read_text("utf-8"), count=1)
    fichier.write_text(texte, "utf-8")
    async with application(catalogue=catalogue) as p:
        await _ouvrir(p)
        await ecrire(p, "[rsa]")
        assert _ids(p) == ["adie"]
        assert "Aide [RSA] [/b] [bold]" in p.texte()
        await ecrire(p, "[/i]")
        assert "« [rsa][/i] »" in p.texte()
