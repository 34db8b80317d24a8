"""The dashboard as it is read: weeks as bars, each block in words, small numbers hidden."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import CompteSemaine
from prescripteur_tui.domaine.secret import Masque
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import tableau as services
from prescripteur_tui.services.tableau import Ligne, Tableau
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import DialogueErreur
from prescripteur_tui.ui.ecrans.tableau import EcranTableau, page, phrase_de_la_semaine
from prescripteur_tui.ui.graphiques import barre, colonnes
from prescripteur_tui.ui.textes import couper_tout
from prescripteur_tui.ui.widgets.page import Page
from tests.services.test_tableau import un
from tests.ui.attentes import sur
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote


def un_tableau(semaines: Sequence[int] = (0,) * 8 + (7, 6, 9, 4), **champs: object) -> Tableau:
    """A dashboard; its weeks end with 2026-W48."""
    comptes = tuple(CompteSemaine(f"2026-W{37 + i}", n, 0, {}) for i, n in enumerate(semaines))
    defaut: dict[str, object] = {
        "lieu_nom": "Maison du Parc",
        "seuil": 5,
        "semaines": comptes,
        "total": 26,
        "orientations": 17,
        "etapes": (Ligne("Esprit d’initiative", 12), Ligne("Détection", Masque.MOINS)),
        "operateurs": (Ligne("CitésLab", 9), Ligne("Adie", Masque.MOINS), Ligne("BGE", Masque.MOINS)),
        "sans_operateur": 6,
        "freins": (Ligne("L’argent", 14),),
    }
    return Tableau(**{**defaut, **champs})  # type: ignore[arg-type]


def texte(tableau: Tableau, largeur: int = 75) -> str:
    """The page as it is read, no-break spaces as plain ones."""
    return "\n".join(x for x, _ in couper_tout(page(tableau, largeur, 4), largeur)).replace("\u00a0", " ")


# Words


@pytest.mark.parametrize(
    ("semaines", "phrase"),
    [
        pytest.param([0] * 11 + [3], "3 entretiens jusqu’ici. C’est la première semaine", id="the first week"),
        pytest.param([0] * 10 + [1, 0], "0 entretien jusqu’ici, moins que la semaine d’avant (1).", id="one before"),
        pytest.param([0] * 9 + [4, 4, 9], "plus que la moyenne des semaines d’avant (4).", id="more"),
        pytest.param([5] * 11 + [5], "autant que la moyenne des semaines d’avant (5).", id="as many"),
        pytest.param([20] * 11 + [19], "autant que la moyenne des semaines d’avant (20).", id="nearly as many"),
        pytest.param([0] * 8 + [7, 6, 9, 4], "moins que la moyenne des semaines d’avant (7,3).", id="less"),
    ],
)
def test_la_semaine_a_cote_de_la_moyenne(semaines: list[int], phrase: str) -> None:
    assert phrase in phrase_de_la_semaine(un_tableau(semaines))


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({}, "Le plus souvent : Esprit d’initiative (12 sur 26)."),
        ({"etapes": ()}, "Nombres non montrés : l’un d’eux, trop petit, se devinerait."),
        ({}, "17 orientations, le plus souvent vers CitésLab (9)."),
        ({"operateurs": ()}, "17 orientations, trop peu vers chacun pour les montrer."),
        ({"orientations": 0, "operateurs": ()}, "Aucune orientation n’a été donnée."),
        ({}, "6 sur 26 entretiens, soit 23 %."),
        ({"sans_operateur": Masque.MOINS}, "Moins de 5 sur 26 entretiens."),
        ({"sans_operateur": Masque.PRESQUE}, "Presque tous sur 26 entretiens."),
        ({"sans_operateur": Masque.CACHE}, "Trop peu d’entretiens pour montrer leur part."),
        ({}, "Le plus cité : L’argent (14 sur 26 entretiens)."),
        ({"freins": (Ligne("L’argent", Masque.PRESQUE),)}, "Le plus cité : L’argent (presque tous sur 26 entretiens)."),
        ({"freins": (Ligne("L’argent", Masque.MOINS),)}, "Trop peu de réponses pour montrer des nombres."),
        ({"total": 0}, "aucun entretien n’est compté à ce lieu."),
        ({"seuil": 8}, "moins de 8"),
    ],
)
def test_chaque_bloc_a_sa_phrase(champs: dict[str, object], phrase: str) -> None:
    assert phrase in " ".join(texte(un_tableau(**champs)).split())


def test_les_colonnes_sont_alignees() -> None:
    """Every week's number stands under its bar, whatever the width; names of one table begin in one column."""
    for largeur in (55, 75, 115):
        lignes = texte(un_tableau(), largeur).splitlines()
        nombres = next(x for x in lignes if x.startswith("Entretiens"))
        numeros = next(x for x in lignes if x.startswith("Semaines"))
        sommet = next(x for x in lignes if x.strip() and set(x.strip()) <= set("▁▂▃▄▅▆▇█ "))
        assert len(nombres) == len(numeros) <= largeur
        assert nombres.index("9") == numeros.index("47") + 1 == sommet.index("█") + 1
    lignes = texte(un_tableau(operateurs=(Ligne("A", 9), Ligne("B", Masque.CACHE), Ligne("C", Masque.MOINS)))).split(
        "\n"
    )
    debut = lignes.index("Opérateurs") + 2
    assert len({ligne.rstrip().index(ligne.rstrip()[-1]) for ligne in lignes[debut : debut + 3]}) == 1


def test_de_tres_grands_nombres_tiennent() -> None:
    """Ten thousand interviews a week: fewer weeks, none cut."""
    lignes = texte(un_tableau([10_000] * 12, total=40_000), 55).splitlines()
    [nombres] = [x for x in lignes if x.startswith("Entretiens")]
    assert set(nombres.split()[1:]) == {"10000"}
    assert len(nombres) <= 55


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ([0, 1, 8], [" ", " ", "█"]),
        ([0, 0], [" ", " "]),
        ([4, 8], ["▄", "█"]),
    ],
)
def test_colonnes(valeurs: list[int], attendu: list[str]) -> None:
    [ligne] = colonnes(valeurs, 1, 3)
    assert [ligne[i + 2] for i in range(0, len(ligne), 3)] == [
        a if v != 1 else "▁" for a, v in zip(attendu, valeurs, strict=True)
    ]


def test_une_barre_non_nulle_se_voit() -> None:
    assert barre(1, 1000, 10) == "╸" + " " * 9
    assert barre(1000, 1000, 10) == "━" * 10
    assert barre(0, 1000, 10) == " " * 10


# On screen


async def lu(p: Pilote) -> str:
    """The dashboard, once it is read."""
    await p.taper("t")
    ecran = await sur(p, EcranTableau)
    await p.quand(lambda: "Semaine 48" in p.texte(), "the counts")
    return ecran.query_one(Page).texte.replace("\u00a0", " ")


async def remplir(p: Pilote, *stockes: Entretien) -> None:
    depot = await p.depot()
    await p.app.en_arriere(depot.ajouter, stockes)


async def test_de_la_base_a_l_ecran(application: Ouvrir) -> None:
    async with application() as p:
        await remplir(p, *(un(i, operateurs=["citeslab"], freins=("argent",)) for i in range(6)))
        await remplir(p, *(un(10 + i, "2026-W47", etape="accompagnement", freins=("reseau",)) for i in range(7)))
        dit = await lu(p)
        assert "6 entretiens jusqu’ici, moins que la semaine d’avant (7)." in dit
        assert "Quatre dernières semaines : 13 entretiens" in dit
        assert "6 orientations" in dit
        assert "Le plus cité : Le manque de contacts (7 sur 13 entretiens)." in dit
        assert p.ecran(EcranTableau).contexte == "Lieu à préciser"
        await p.taper("escape")
        await sur(p, EcranAccueil)


async def test_un_petit_nombre_n_est_nulle_part(application: Ouvrir) -> None:
    """Three people: how many came is said, nothing of what they said."""
    async with application() as p:
        await remplir(
            p,
            *(
                un(i, etape=etape, fin="aucun-operateur", freins=("argent",))
                for i, etape in enumerate(["detection"] * 2 + ["accompagnement"])
            ),
        )
        await p.app.revenir_a_l_accueil()
        assert "Étapes : moins de 5 entretiens chacune" in p.texte()
        dit = await lu(p)
        apres = dit[dit.index("Quatre dernières semaines : 3 entretiens") + 40 :]
        assert not any(chiffre in apres.replace("moins de 5", "") for chiffre in "1234")


async def test_vide(application: Ouvrir) -> None:
    async with application() as p:
        assert "Sur les quatre dernières semaines, aucun entretien" in await lu(p)


async def test_la_lecture_ne_retient_pas_les_touches(application: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting may take long on a great base: one may leave meanwhile, and an interview waits for one week at most."""
    finie = threading.Event()
    compter = services.compter
    lues = []

    def lentement(*args: object) -> object:
        lues.append(args[-1])
        finie.wait(60)
        return compter(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "compter", lentement)
    try:
        async with application() as p:
            await p.taper("t")
            await p.quand(lambda: bool(lues), "the first week to be counted")
            assert "Lecture des comptes…" in p.texte()
            await p.taper("escape")
            await sur(p, EcranAccueil)
            p.app.call_later(finie.set)
            await p.taper("n", "3")
            assert "question 2 sur" in p.texte()
            assert len(lues) == 1
    finally:
        finie.set()


async def test_une_base_qui_refuse_ramene_a_l_accueil(application: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> None:
        raise ErreurPrescripteur("base-occupee", secondes="5")

    monkeypatch.setattr(services, "commencer", refuser)
    async with application() as p:
        await p.taper("t")
        await sur(p, DialogueErreur)
        assert "La base est occupée" in p.texte()
        await p.taper("enter")
        await sur(p, EcranAccueil)
