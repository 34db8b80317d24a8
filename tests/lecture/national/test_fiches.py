"""One record of a national file, cleaned: what it becomes, and what is told of what was left out."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prescripteur_tui.domaine.national.champs import SERVICE, STRUCTURE
from prescripteur_tui.lecture.caracteres import INTERDITS_DANS_UN_TEXTE
from prescripteur_tui.lecture.national.fiches import nettoyer_service, nettoyer_structure
from prescripteur_tui.lecture.national.textes import nettoyer

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
STRUCTURER = "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise"

PARAGRAPHES = {
    "": ("", set()),
    "Un texte  simple.": ("Un texte simple.", set()),
    " deux\r\nlignes\r trois\u2028quatre ": ("deux\nlignes\ntrois\nquatre", set()),
    "a\n\n\n\nb": ("a\n\nb", set()),
    "a\tb\u00a0: c": ("a b\u00a0: c", set()),
    "<p>Un <b>atelier</b> &amp; un café.</p><p>Deux&nbsp;h</p>": (
        "Un atelier & un café.\nDeux\u00a0h",
        {"html"},
    ),
    "<ul><li>Un</li><li>Deux</li></ul>": ("- Un\n- Deux", {"html"}),
    "Ligne<br/>suivante<BR>encore": ("Ligne\nsuivante\nencore", {"html"}),
    "avant<script>alert('x')</script>après": ("avantaprès", {"html"}),
    "avant<style>p{}</style >après<script>sans fin": ("avantaprès", {"html"}),
    "avant<!-- caché -->après": ("avantaprès", {"html"}),
    "&lt;p&gt;Échappé&lt;/p&gt;": ("Échappé", {"html"}),
    '<a href="https://exemple.fr?a=1&amp;b=2">lien</a>': ("lien", {"html"}),
    "<img src=x onerror=alert(1)>": ("", {"html"}),
    "prix < 10 € et > 5 €, R&D, a<b, <3": ("prix < 10 € et > 5 €, R&D, a<b, <3", set()),
    "AT&T ; &c": ("AT&T ; &c", set()),
    "\x1b[31mrouge\x1b[0m": ("rouge", {"commandes"}),
    "\x1b]0;titre\x07fin": ("fin", {"commandes"}),
    "\x1b]8;;https://x.fr\x1b\\lien\x1b]8;;\x1b\\": ("lien", {"commandes"}),
    "a\x00b\x07c\x9bd": ("abcd", {"commandes"}),
    "droite\u202egauche\ufeff": ("droitegauche", {"commandes"}),
    "[RSA] [/b] {x}": ("[RSA] [/b] {x}", set()),
}


@pytest.mark.parametrize(("brut", "attendu"), PARAGRAPHES.items())
def test_un_texte_nettoye(brut: str, attendu: tuple[str, set[str]]) -> None:
    assert nettoyer(brut, 2000) == attendu


def test_un_texte_trop_long_est_coupe_a_un_mot() -> None:
    texte, signes = nettoyer("mot " * 1000, 50)
    assert (texte, signes) == ("mot mot mot mot mot mot mot mot mot mot mot mot…", {"coupe"})
    texte, signes = nettoyer("x" * 1000, 50)
    assert (texte, signes) == ("x" * 49 + "…", {"coupe"})


def test_une_ligne_reste_une_ligne() -> None:
    assert nettoyer("a\nb<br>c", 300, est_ligne=True) == ("a b c", {"html"})


@pytest.mark.parametrize(
    "bombe",
    [
        "x" * 3_000_000,
        "<" * 3_000_000,
        "<script>" * 300_000,
        "<!--" * 700_000,
        "&amp;" * 600_000,
        "&" * 3_000_000,
        "\x1b[" * 1_500_000,
        "\x1b]" * 1_500_000,
        "<p " * 1_000_000,
        "\n" * 3_000_000,
        " " * 3_000_000,
        "<p>" * 1_000_000,
        "&lt;" * 700_000,
    ],
    ids=lambda b: repr(b[:8]),
)
def test_une_bombe_ne_bloque_pas(bombe: str) -> None:
    avant = time.perf_counter()
    texte, _ = nettoyer(bombe, 2000)
    assert time.perf_counter() - avant < 1
    assert len(texte) <= 2000


@given(st.text(max_size=200), st.integers(1, 60), st.booleans())
def test_un_texte_nettoye_l_est_pour_de_bon(brut: str, longueur: int, est_ligne: bool) -> None:
    texte, _ = nettoyer(brut, longueur, est_ligne=est_ligne)
    assert len(texte) <= longueur
    assert texte == texte.strip()
    assert INTERDITS_DANS_UN_TEXTE.search(texte) is None
    assert not (est_ligne and "\n" in texte)
    encore, signes = nettoyer(texte, longueur, est_ligne=est_ligne)
    if "html" not in signes:
        assert encore == texte


MINIMUM = {
    "source": "dora",
    "structure_id": "dora--42",
    "id": "dora--7",
    "nom": "Atelier",
    "date_maj": "2026-03-01",
    "description": "Un atelier.",
}


def constats(champs: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """What a service becomes beyond the minimum, and what is told."""
    service, dits = nettoyer_service({**MINIMUM, **champs})
    reste = {cle: valeur for cle, valeur in service.items() if MINIMUM.get(cle) != valeur}
    return reste, [(d.nature, d.champ, d.valeur) for d in dits]


@pytest.mark.parametrize(
    ("champs", "attendu", "dits"),
    [
        ({}, {}, []),
        ({"nom": "Un\natelier <b>gras</b>"}, {"nom": "Un atelier gras"}, [("html", "nom", "")]),
        ({"frais": "gratuit"}, {"frais": "gratuit"}, []),
        ({"frais": "cher"}, {}, [("inconnue", "frais", "cher")]),
        ({"frais": ""}, {}, []),
        ({"frais": None}, {}, []),
        ({"type": "atelier"}, {"type": "atelier"}, []),
        ({"publics": ["jeunes", "etudiants", "jeunes"]}, {"publics": ["etudiants", "jeunes"]}, []),
        ({"publics": ["jeunes", "martiens"]}, {"publics": ["jeunes"]}, [("inconnue", "publics", "martiens")]),
        (
            {"publics": ["jeunes", "tous-publics"]},
            {"publics": ["tous-publics"]},
            [("contredite", "publics", "jeunes")],
        ),
        (
            {"thematiques": ["creation-activite--financer-son-projet", DEFINIR, "x--y"]},
            {"thematiques": [DEFINIR, STRUCTURER]},
            [("ancienne", "thematiques", "creation-activite--financer-son-projet"),
             ("inconnue", "thematiques", "x--y")],
        ),
        ({"zone_eligibilite": ["59606", "France", "245901160", "2A", "99100"]},
         {"zone_eligibilite": ["245901160", "2A", "59606", "99100", "france"]}, []),
        ({"zone_eligibilite": ["QN05920M", "59"]}, {"zone_eligibilite": ["59"]},
         [("inconnue", "zone_eligibilite", "QN05920M")]),
        ({"telephone": "+33327289198"}, {"telephone": "03 27 28 91 98"}, []),
        ({"telephone": "0327289198"}, {"telephone": "03 27 28 91 98"}, []),
        ({"telephone": "03 27 28 91 98"}, {"telephone": "03 27 28 91 98"}, []),
        ({"telephone": "3949"}, {"telephone": "3949"}, []),
        ({"telephone": "+32 2 123 45 67"}, {"telephone": "+32 2 123 45 67"}, []),
        ({"telephone": "sur demande"}, {}, [("illisible", "telephone", "sur demande")]),
        ({"courriel": "a.b@exemple.fr"}, {"courriel": "a.b@exemple.fr"}, []),
        ({"courriel": "a.b@exemple"}, {}, [("illisible", "courriel", "a.b@exemple")]),
        ({"lien_mobilisation": "https://exemple.fr/a?b=c"}, {"lien_mobilisation": "https://exemple.fr/a?b=c"}, []),
        ({"lien_mobilisation": "javascript:alert(1)"}, {}, [("illisible", "lien_mobilisation", "javascript:alert(1)")]),
        ({"lien_mobilisation": "exemple.fr"}, {"lien_mobilisation": "https://exemple.fr"}, []),
        ({"lien_mobilisation": "rien du tout"}, {}, [("illisible", "lien_mobilisation", "rien du tout")]),
        ({"code_insee": "59606", "code_postal": 59300}, {"code_insee": "59606", "code_postal": "59300"}, []),
        ({"code_insee": "5960", "code_postal": "F-59"}, {},
         [("illisible", "code_postal", "F-59"), ("illisible", "code_insee", "5960")]),
        ({"longitude": 3.5, "latitude": "50.36"}, {"longitude": 3.5, "latitude": 50.36}, []),
        ({"longitude": 350, "latitude": "nord"}, {},
         [("illisible", "longitude", "350"), ("illisible", "latitude", "nord")]),
        ({"nombre_semaines": "3.0", "volume_horaire_hebdomadaire": 2}, {"nombre_semaines": 3,
         "volume_horaire_hebdomadaire": 2.0}, []),
        ({"nombre_semaines": 0, "volume_horaire_hebdomadaire": -1}, {},
         [("illisible", "volume_horaire_hebdomadaire", "-1"), ("illisible", "nombre_semaines", "0")]),
        ({"contact_nom_prenom": "Camille Dupont"}, {}, [("personnel", "contact_nom_prenom", "")]),
        ({"description": "x" * 3000}, {"description": "x" * 1999 + "…"}, [("coupe", "description", "")]),
        ({"commune": "Valenciennes\x1b[2J"}, {"commune": "Valenciennes"}, [("commandes", "commune", "")]),
        ({"commune": ["Valenciennes"]}, {}, [("illisible", "commune", "une liste")]),
        ({"commune": 3}, {}, [("illisible", "commune", "3")]),
        ({"date_maj": "2026-03-01T12:00:00+00:00"}, {}, []),
        ({"modes_accueil": "['en-presentiel']"}, {"modes_accueil": ["en-presentiel"]}, []),
        ({"inconnu": 3, "score_qualite": 0.5}, {}, []),
    ],
)  # fmt: skip
def test_un_service(champs: dict[str, Any], attendu: dict[str, Any], dits: list[tuple[str, str, str]]) -> None:
    assert constats(champs) == (attendu, dits)


@pytest.mark.parametrize("champ", ["source", "id", "structure_id", "nom", "date_maj"])
@pytest.mark.parametrize("valeur", [None, "", "  ", 12, [], "<p></p>"])
def test_un_champ_obligatoire_manque(champ: str, valeur: object) -> None:
    service, _ = nettoyer_service({**MINIMUM, champ: valeur})
    assert champ not in service


@pytest.mark.parametrize("date", ["hier", "01/03/2026", "1999-12-31", "2026-02-30", "20260301", "2026-03"])
def test_une_date_qui_n_en_est_pas_une(date: str) -> None:
    service, dits = nettoyer_service({**MINIMUM, "date_maj": date})
    assert "date_maj" not in service
    assert [(d.nature, d.champ, d.valeur) for d in dits] == [("illisible", "date_maj", date)]


def test_une_structure() -> None:
    structure, dits = nettoyer_structure(
        {
            "source": "dora",
            "id": "dora--42",
            "nom": "BGE",
            "date_maj": "2026-03-01",
            "siret": "13003013300016",
            "site_web": "https://www.exemple.fr/",
            "reseaux_porteurs": ["bge", "inconnu"],
            "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/x/",
            "horaires_accueil": "Mo-Fr 08:30-12:30; PH off",
            "structure_id": None,
        }
    )
    assert structure == {
        "source": "dora",
        "id": "dora--42",
        "nom": "BGE",
        "date_maj": "2026-03-01",
        "siret": "13003013300016",
        "site_web": "https://www.exemple.fr/",
        "reseaux_porteurs": ["reseau-bge"],
        "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/x/",
        "horaires_accueil": "Mo-Fr 08:30-12:30; PH off",
    }
    assert [(d.nature, d.champ, d.valeur) for d in dits] == [("inconnue", "reseaux_porteurs", "inconnu")]


@given(st.dictionaries(st.sampled_from([*SERVICE, *STRUCTURE]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda interieur: st.lists(interieur, max_size=3) | st.dictionaries(st.text(max_size=5), interieur, max_size=2),
    max_leaves=6,
), max_size=12))  # fmt: skip
def test_aucune_valeur_ne_fait_tomber_la_lecture(fiche: dict[str, Any]) -> None:
    for nettoyer_une, champs in ((nettoyer_service, SERVICE), (nettoyer_structure, STRUCTURE)):
        propre, _ = nettoyer_une(fiche)
        assert set(propre) <= set(champs)
        assert all(valeur not in (None, "", []) for valeur in propre.values())
        encore, _ = nettoyer_une(propre)
        assert encore == propre
