"""Reading a catalogue: each refusal with its code, its file, its line and its nearest id; and all of them at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.territoire import LIEU_A_PRECISER
from prescripteur_tui.erreurs import FICHES, ErreurPrescripteur
from prescripteur_tui.lecture.catalogue import (
    CatalogueInvalide,
    Situation,
    lire_catalogue,
    lire_catalogue_situe,
)
from tests.lecture.echantillon import ADIE, Dossier

C, Q, T, L = "catalogue.yaml", "questionnaire.yaml", "territoire.yaml", "lieux.yaml"
A, S, K = "operateurs/adie.yaml", "operateurs/centre-social.yaml", "cas-types/idee-anzin.yaml"


def test_l_echantillon_est_lu(dossier: Dossier) -> None:
    catalogue = lire_catalogue(dossier.racine)
    assert sorted(catalogue.offres) == ["adie/microcredit", "centre-social/accueil"]
    assert catalogue.offres["adie/microcredit"].offre.nom == "Microcrédit [RSA] et [/b]"
    assert catalogue.cas_types[0].reponses["freins"] == ("argent", "mobilite")
    assert catalogue.lieux[0].id == "mq-briquette"
    assert catalogue.empreinte.startswith("sha256:")


def test_les_cas_types_peuvent_etre_laisses(dossier: Dossier) -> None:
    entier = lire_catalogue(dossier.racine)
    dossier.ecrire(K, "illisible: [")
    sans = lire_catalogue(dossier.racine, cas_types=False)
    assert sans.cas_types == ()
    assert sans.empreinte == entier.empreinte


@pytest.mark.parametrize("nom", [L, K])
def test_un_fichier_facultatif_peut_manquer(dossier: Dossier, nom: str) -> None:
    dossier.oter(nom)
    assert dossier.problemes() == ()


def test_les_fichiers_caches_et_les_autres_sont_laisses(dossier: Dossier) -> None:
    dossier.ecrire("operateurs/._adie.yaml", "\x00\x05")
    dossier.ecrire("operateurs/notes.txt", "[")
    dossier.ecrire("README.md", "{")
    assert dossier.problemes() == ()


UN_REFUS = [
    # file, before, after, code, shift of the line, nearest id
    pytest.param(C, "schema: 1", "schema: 2", "schema-inconnu", 0, None, id="schema"),
    pytest.param(C, "schema: 1\n", "", "champ-manquant", 0, None, id="schema-absent"),
    pytest.param(C, "version:", "verison:", "champ-inconnu", 0, "version", id="identite-champ"),
    pytest.param(C, '"2026-11-23"', '"23/11/2026"', "valeur-invalide", 0, None, id="identite-date"),
    pytest.param(Q, "usage: [comptage]", "usage: []", "forme-invalide", 0, None, id="usage-vide"),
    pytest.param(Q, "    usage: [comptage]\n", "", "champ-manquant", -7, None, id="usage-absent"),
    pytest.param(Q, "usage: [comptage]", "usage: [comtage]", "valeur-invalide", 0, "comptage", id="usage-faux"),
    pytest.param(Q, "choix: commune", "choix: communes", "valeur-invalide", 0, "commune", id="choix"),
    pytest.param(Q, "modifiable: non", "modifiable: no", "valeur-invalide", 0, None, id="oui-non"),
    pytest.param(Q, 'titre: "Quartier"', f'titre: "{"x" * 25}"', "valeur-invalide", 0, None, id="trop-long"),
    pytest.param(Q, "a une envie\"}", "a une envie\", seule: oui}", "seule-sans-multi", 0, None, id="seule-sans-multi"),
    pytest.param(Q, "{id: envie,", "{id: idee,", "identifiant-double", 1, None, id="option-double"),
    pytest.param(Q, "{id: envie,", "{id: sans-reponse,", "option-reservee", 0, None, id="option-reservee"),
    pytest.param(Q, "{etape: detection, q", "{etape: detecton, q", "etape-inconnue", 0, "detection", id="regle-etape"),
    pytest.param(Q, "{etape: esprit-initiative, constat", "{etape: esprit-initiative, quand: "
                 "[{question: maturite, parmi: [envie]}], constat", "etape-sans-regle", 0, None, id="etape-de"),
    pytest.param(Q, "ouverte_si: [{question: maturite", "ouverte_si: [{question: maturté",
                 "valeur-invalide", 0, None, id="identifiant-accentue"),
    pytest.param(Q, "ouverte_si: [{question: maturite, parmi: [idee, projet-ecrit]}]",
                 "ouverte_si: [{question: secteur, parmi: [commerce]}]", "ouverture-en-avant", 0, None, id="en-avant"),
    pytest.param(T, '"245901160"', '"24590116"', "valeur-invalide", 0, None, id="epci"),
    pytest.param(T, '"59606"', '"5960é"', "valeur-invalide", 0, None, id="insee"),
    pytest.param(T, '"59606"', '"٥٩٦٠٦"', "valeur-invalide", 0, None, id="chiffres-arabes"),
    pytest.param(T, '"59606"', '"59014"', "identifiant-double", 0, None, id="insee-double"),
    pytest.param(T, "communes: [Anzin]", "communes: [Anzim]", "commune-inconnue", 0, "Anzin", id="commune"),
    pytest.param(T, "quartier: ailleurs", "quartier: aileurs", "catalogue-option", 0, "ailleurs", id="ailleurs"),
    pytest.param(L, "quartier: QN05920M", "quartier: QN05921M", "quartier-inconnu", 0, "QN05920M", id="quartier"),
    pytest.param(L, "id: mediatheque", "id: mq-briquette", "identifiant-double", 0, None, id="lieu-double"),
    pytest.param(L, "id: mediatheque", f"id: {LIEU_A_PRECISER}", "identifiant-double", 0, None, id="lieu-reserve"),
    pytest.param(A, "id: adie", "id: adi", "nom-de-fichier", 0, None, id="nom-de-fichier"),
    pytest.param(A, "statut: actif", "statut: actiff", "valeur-invalide", 0, "actif", id="statut"),
    pytest.param(A, "type: aide-financiere", "type: aide-finançiere", "valeur-invalide", 0,
                 "aide-financiere", id="type"),
    pytest.param(A, "    type: aide-financiere\n", "", "champ-manquant", -3, None, id="champ-manquant"),
    pytest.param(A, "frais: payant", "frai: payant", "champ-inconnu", 0, "frais", id="champ-inconnu"),
    pytest.param(A, "contacts:\n  - nom", "contacts:\n  - fax: x\n    nom", "champ-inconnu", 1, None, id="contact"),
    pytest.param(A, 'date: "2025-04-15"', "objet: x", "forme-invalide", 0, None, id="source-sans-date"),
    pytest.param(A, 'date: "2025-04-15"', 'date: "2025-02-30"', "valeur-invalide", 0, None, id="date-impossible"),
    pytest.param(A, 'du: "2025-01-01"', 'du: "1735689600"', "valeur-invalide", 0, None, id="date-en-secondes"),
    pytest.param(A, 'du: "2025-01-01"', 'du: "2028-01-01"', "dates-inversees", 1, None, id="dates-inversees"),
    pytest.param(A, '["1", "11"]', '["1", "13"]', "valeur-invalide", 0, None, id="saison"),
    pytest.param(A, 'poids: "3"', 'poids: "4"', "valeur-invalide", 0, None, id="poids"),
    pytest.param(A, 'poids: "3"', "poids: trois", "valeur-invalide", 0, None, id="poids-en-lettres"),
    pytest.param(A, "etapes: [detection]", "etapes: detection", "forme-invalide", 0, None, id="pas-une-liste"),
    pytest.param(A, "etapes: [detection]", "etapes: [detecton]", "etape-inconnue", 0, "detection", id="etape"),
    pytest.param(A, "{question: maturite", "{question: maturité-", "valeur-invalide", 0, None, id="question-accent"),
    pytest.param(A, "{question: maturite", "{question: maturit", "catalogue-question", 0, "maturite", id="question"),
    pytest.param(A, "parmi: [projet-ecrit]", "parmi: [projet-ecri]", "catalogue-option", 0,
                 "projet-ecrit", id="option"),
    pytest.param(A, "peut-etre: [idee]", "peut-etre: [iddee]", "catalogue-option", 0, "idee", id="option-peut-etre"),
    pytest.param(A, "parmi: [commerce]", "parmi: [commerces]", "catalogue-option", 0, "commerce", id="option-un-de"),
    pytest.param(A, "sauf: [artisanat]", "sauf: [artisant]", "catalogue-option", 0, "artisanat", id="option-toutes"),
    pytest.param(A, "parmi: [argent]", "parmi: [argents]", "catalogue-option", 0, "argent", id="option-preference"),
    pytest.param(A, "peut-etre: [idee]", "peut_etre: [idee]", "champ-inconnu", 0, "peut-etre", id="nom-de-python"),
    pytest.param(A, "      - un-de:", "      - un_de:", "champ-inconnu", 0, "un-de", id="nom-de-python-un-de"),
    pytest.param(A, "peut-etre: [idee]", "peut-etre: [projet-ecrit]", "option-deux-sens", 0, None, id="deux-sens"),
    pytest.param(A, "parmi: [commerce]", "parmi: [commerce, commerce]", "option-repetee", 0, None, id="repetee"),
    pytest.param(A, "parmi: [QN05920M]", "parmi: [ne-sait-pas]", "option-sans-valeur", 0, None, id="ne-sait-pas"),
    pytest.param(A, "parmi: [commerce]", "parmi: [commerce], sauf: [artisanat]", "forme-invalide", 0, None, id="deux"),
    pytest.param(A, "parmi: [commerce]", "parmi: []", "forme-invalide", 0, None, id="atome-vide"),
    pytest.param(A, ", parmi: [commerce]", "", "forme-invalide", 0, None, id="ni-parmi-ni-sauf"),
    pytest.param(A, "- {question: secteur, parmi: [commerce]}", "- {un-de: [{question: secteur, parmi: [commerce]}]}",
                 "forme-invalide", 0, None, id="un-de-dans-un-de"),
    pytest.param(A, "      - un-de:\n", "      - toutes: [{question: secteur, parmi: [commerce]}]\n        motif: x\n"
                 "      - un-de:\n", "forme-invalide", 0, None, id="toutes-seules"),
    pytest.param(A, "      - un-de:\n", "      - texte\n      - un-de:\n", "forme-invalide", 0, None, id="un-texte"),
    pytest.param(A, ', motif: "une fois le projet écrit"', "", "condition-sans-motif", 0, None, id="sans-motif"),
    pytest.param(A, 'verifie_le: "2025-04-15"', 'verifie_le: "2025-04-16"', "verifie-trop-tard", 0, None, id="verifie"),
    pytest.param(S, "    filet: oui\n", "", "filet-absent", None, None, id="filet-absent"),
    pytest.param(S, "    filet: oui\n", '    filet: oui\n    du: "2026-01-01"\n', "filet-conditionne", 0,
                 None, id="filet"),
    pytest.param(S, '    raison: "on y reçoit tout le monde"\n', "", "offre-sans-raison", -6, None, id="raison"),
    pytest.param(S, 'sources:\n  - {url: "https://exemple.fr/centre", consultee_le: "2026-11-23"}', "sources: []",
                 "offre-sans-source", 3, None, id="sans-source"),
    pytest.param(K, "semaine: 2026-W47", "semaine: 2026-W54", "valeur-invalide", 0, None, id="semaine"),
    pytest.param(K, "porte: [adie]", "porte: [adies]", "cas-type-nom", 0, "adie", id="porte"),
    pytest.param(K, "porte: [adie]", "porte: [adie/microcredits]", "cas-type-nom", 0, "adie/microcredit", id="offre"),
    pytest.param(K, "etape: detection", "etape: detecton", "etape-inconnue", 0, "detection", id="cas-etape"),
    pytest.param(K, "{maturite: idee", "{maturité: idee", "question-inconnue", 0, "maturite", id="cas-question"),
    pytest.param(K, "maturite: idee", "maturite: ide", "option-inconnue", 0, "idee", id="cas-option"),
    pytest.param(K, "maturite: idee", "maturite: [idee, envie]", "reponse-multiple", 0, None, id="cas-multiple"),
    pytest.param(K, "[argent, mobilite]", "[argent, aucun]", "option-seule", 0, None, id="cas-seule"),
    pytest.param(K, "maturite: idee", "maturite: envie", "question-fermee", 0, None, id="cas-fermee"),
    pytest.param(K, "maturite: idee", "maturite: {a: b}", "forme-invalide", 0, None, id="cas-forme"),
    pytest.param(K, "[argent, mobilite]", "[argent, [mobilite]]", "forme-invalide", 0, None, id="cas-forme-liste"),
]  # fmt: skip


@pytest.mark.parametrize(("fichier", "avant", "apres", "code", "ecart", "proche"), UN_REFUS)
def test_un_refus_dit_ou_et_propose(
    dossier: Dossier, fichier: str, avant: str, apres: str, code: str, ecart: int | None, proche: str | None
) -> None:
    ligne = dossier.changer(fichier, avant, apres)
    attendu = (C, code, 1) if ecart is None else (fichier, code, ligne + ecart)
    assert dossier.reperes() == [attendu]
    (probleme,) = dossier.problemes()
    assert probleme.contexte.get("proche") == proche
    _verifier_le_texte(probleme)


ANGLAIS = re.compile(
    r"\b(input|should|valid|value|error|expected|field|string|list|dict|found|while|type=|None|True|False)\b", re.I
)


def _verifier_le_texte(probleme: ErreurPrescripteur) -> None:
    """Every value of the message is there, and nothing is in English."""
    assert "?" not in re.findall(r"«\s(.*?)\s»", probleme.message), probleme
    assert not ANGLAIS.search(str(probleme)), probleme
    assert "�" not in str(probleme)


def test_un_quartier_sans_option(dossier: Dossier) -> None:
    dossier.changer(Q, "{id: QN05920M", "{id: QN05921M")
    ligne = dossier.changer(Q, "  - id: quartier", "  - id: quartier")
    option = dossier.changer(A, "parmi: [QN05920M]", "parmi: [QN05920M]")
    assert dossier.reperes() == [(A, "catalogue-option", option), (Q, "quartier-sans-option", ligne)]
    _verifier_le_texte(dossier.problemes()[1])


def test_deux_filets(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "    type: aide-financiere\n", "    type: aide-financiere\n    filet: oui\n")
    assert {(f, c) for f, c, _ in dossier.reperes()} == {(A, "filet-conditionne"), (S, "filet-double")}
    assert dossier.reperes()[0] == (A, "filet-conditionne", ligne + 1)


def test_deux_fichiers_du_meme_identifiant(dossier: Dossier) -> None:
    dossier.ecrire("operateurs/adie-bis.yaml", ADIE.replace('poids: "3"', 'poids: "9"'))
    assert dossier.reperes() == [
        ("operateurs/adie-bis.yaml", "nom-de-fichier", 1),
        ("operateurs/adie-bis.yaml", "valeur-invalide", 33),
    ]


@pytest.mark.parametrize("nom", [C, Q, T])
def test_un_fichier_manquant(dossier: Dossier, nom: str) -> None:
    dossier.oter(nom)
    assert dossier.reperes() == [(nom, "fichier-manquant", 1)]


def test_aucun_operateur(dossier: Dossier) -> None:
    dossier.oter(A)
    dossier.oter(S)
    assert ("operateurs/*.yaml", "fichier-manquant", 1) in dossier.reperes()


@pytest.mark.parametrize("nom", [C, Q, T, L, A, S, K])
@pytest.mark.parametrize(
    ("texte", "code"),
    [("", "forme-invalide"), ("- a\n", "forme-invalide"), ("texte", "forme-invalide"), ("a: [\n", "yaml-invalide")],
)
def test_un_fichier_sans_forme_ne_fait_accuser_que_lui(dossier: Dossier, nom: str, texte: str, code: str) -> None:
    dossier.ecrire(nom, texte)
    assert dossier.reperes() == [(nom, code, 1)]


@pytest.mark.parametrize("nom", [C, Q, T, L, A, S, K])
def test_un_fichier_vide_de_champs_ne_fait_accuser_que_lui(dossier: Dossier, nom: str) -> None:
    dossier.ecrire(nom, "{}\n")
    reperes = dossier.reperes()
    assert {fichier for fichier, _, _ in reperes} == {nom}
    assert {code for _, code, _ in reperes} <= {"champ-manquant", "nom-de-fichier"}


def test_un_fichier_qui_n_est_pas_en_utf8(dossier: Dossier) -> None:
    (dossier.racine / A).write_bytes(ADIE.encode("latin-1", "replace"))
    assert dossier.reperes() == [(A, "fichier-encodage", 3)]


def test_une_marque_d_ordre_est_toleree(dossier: Dossier) -> None:
    (dossier.racine / A).write_bytes(b"\xef\xbb\xbf" + ADIE.encode())
    assert dossier.problemes() == ()


def test_un_fichier_trop_gros(dossier: Dossier) -> None:
    dossier.ecrire(A, ADIE + "#" * 1_000_000)
    assert dossier.reperes() == [(A, "fichier-trop-gros", 1)]


def test_un_dossier_a_la_place_d_un_fichier(dossier: Dossier) -> None:
    dossier.oter(A)
    (dossier.racine / A).mkdir()
    (probleme,) = dossier.problemes()
    assert (probleme.code, probleme.contexte["raison"]) == ("fichier-illisible", "c’est un dossier")


def test_un_fichier_sans_droit(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal is made here: root, who runs the tests in CI, may read everything."""
    ouvrir = Path.open

    def refuser(chemin: Path, *args: Any, **options: Any) -> Any:
        if chemin == dossier.racine / A:
            raise PermissionError(13, "Permission denied", str(chemin))
        return ouvrir(chemin, *args, **options)

    monkeypatch.setattr(Path, "open", refuser)
    (probleme,) = dossier.problemes()
    assert (probleme.code, probleme.contexte["raison"]) == ("fichier-illisible", "l’accès est refusé")


def test_aucun_dossier(tmp_path: Path) -> None:
    with pytest.raises(ErreurPrescripteur) as refus:
        lire_catalogue(tmp_path / "absent")
    assert refus.value.code == "catalogue-introuvable"


def test_une_cle_double_garde_la_premiere_et_le_reste_est_controle(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "statut: actif\n", "statut: actif\nstatut: termine\nbidon: 1\n")
    assert dossier.reperes() == [(A, "cle-double", ligne + 1), (A, "champ-inconnu", ligne + 2)]


def test_un_renvoi_n_est_pas_aussi_une_mauvaise_valeur(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "statut: actif\n", "statut: *ailleurs\n")
    dossier.changer(A, "conditions:\n", "conditions: &c\n")
    assert dossier.reperes() == [(A, "yaml-ancre", ligne), (A, "yaml-ancre", ligne + 20)]


def test_un_caractere_interdit_n_est_pas_aussi_une_option_inconnue(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "parmi: [commerce]", "parmi: [comm\u202eerce]")
    assert dossier.reperes() == [(A, "caractere-interdit", ligne)]


def test_un_champ_mal_ecrit_n_est_pas_aussi_un_champ_manquant(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "statut: actif", "statu: actiff")
    assert dossier.reperes() == [(A, "champ-inconnu", ligne), (A, "valeur-invalide", ligne)]


def test_l_interieur_d_un_champ_mal_ecrit_est_controle(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "    conditions:\n", "    condition:\n")
    option = dossier.changer(A, "parmi: [commerce]", "parmi: [comerce]")
    assert dossier.reperes() == [(A, "champ-inconnu", ligne), (A, "catalogue-option", option)]


def test_une_option_refusee_ne_fait_pas_accuser_ceux_qui_la_citent(dossier: Dossier) -> None:
    ligne = dossier.changer(Q, "{id: commerce", "{id: Commerce de détail")
    assert dossier.reperes() == [(Q, "valeur-invalide", ligne)]


def test_un_multi_refuse_ne_fait_pas_accuser_les_cas_types(dossier: Dossier) -> None:
    ligne = dossier.changer(Q, "multi: oui", "multi: si")
    assert dossier.reperes() == [(Q, "valeur-invalide", ligne)]


def test_une_regle_mal_nommee_n_est_pas_un_atome(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "- un-de:", "- un de:")
    toutes = dossier.changer(A, "toutes: [{question: quartier,", "toute: [{question: quartiers,")
    assert dossier.reperes() == [
        (A, "champ-inconnu", ligne),
        (A, "champ-inconnu", toutes),
        (A, "catalogue-question", toutes),
    ]


def test_un_sauf_vide_est_repare(dossier: Dossier) -> None:
    ligne = dossier.changer(A, "parmi: [commerce]", "sauf: null")
    assert dossier.reperes() == [(A, "forme-invalide", ligne)]


def test_une_question_refusee_laisse_les_autres_controles(dossier: Dossier) -> None:
    ligne = dossier.changer(Q, "  - id: secteur", "  - id: Le secteur")
    verifie = dossier.changer(A, 'verifie_le: "2025-04-15"', 'verifie_le: "2026-01-01"')
    assert dossier.reperes() == [(A, "verifie-trop-tard", verifie), (Q, "valeur-invalide", ligne)]


def test_une_source_refusee_ne_rend_pas_la_verification_trop_tardive(dossier: Dossier) -> None:
    ligne = dossier.changer(A, 'date: "2025-04-15"', "date: hier")
    assert dossier.reperes() == [(A, "valeur-invalide", ligne)]


def test_un_operateur_illisible_ne_fait_pas_accuser_les_cas_types(dossier: Dossier) -> None:
    dossier.ecrire(A, "[")
    ligne = dossier.changer(K, "aussi: [centre-social/accueil]", "aussi: [centre-social/acueil]")
    assert dossier.reperes() == [(K, "cas-type-nom", ligne), (A, "yaml-invalide", 1)]


def test_un_operateur_illisible_peut_etre_le_filet(dossier: Dossier) -> None:
    dossier.ecrire(S, "[")
    assert dossier.reperes() == [(S, "yaml-invalide", 1)]


def test_l_erreur_porte_tous_les_problemes(dossier: Dossier) -> None:
    dossier.changer(A, "frais: payant", "frais: cher")
    dossier.changer(C, "schema: 1", "schema: 2")
    with pytest.raises(CatalogueInvalide) as refus:
        lire_catalogue(dossier.racine)
    assert refus.value.code == "catalogue-invalide"
    assert [p.contexte["fichier"] for p in refus.value.problemes] == [C, A]
    assert refus.value.message.endswith("\u00a0: 2).")
    assert str(refus.value.problemes[1]) == (
        "operateurs/adie.yaml:23:12\u00a0: La valeur «\u00a0cher\u00a0» ne convient pas\u00a0: "
        "il faut gratuit ou payant. Corrigez-la."
    )


def test_ou_se_trouve_un_element(dossier: Dossier) -> None:
    _, situation = lire_catalogue_situe(dossier.racine)
    assert situation.ou(("operateurs", "adie", "offres", 0, "conditions", 1, "un-de", 0, "parmi", 0)) == (A, 27)
    assert situation.ou(("questionnaire", "questions", 3, "ouverte_si")) == (Q, 57)
    assert situation.ou(("territoire", "communes", 1)) == (T, 7)
    assert situation.ou(("lieux", 1, "id")) == (L, 4)
    assert situation.ou(("cas-types", "idee-anzin", "porte")) == (K, 6)
    assert situation.ou(("identite", "licence")) == (C, 5)
    assert situation.ou(("operateurs",)) == (C, 1)
    assert situation.ou(("operateurs", "inconnu", "offres")) == ("operateurs/inconnu.yaml", 1)
    assert situation.ou(()) == (C, 1)
    assert Situation({}).ou(("questionnaire",)) == (Q, 1)


def test_les_codes_de_la_lecture_sont_au_catalogue_des_erreurs() -> None:
    paquet = Path(lire_catalogue.__code__.co_filename).parent
    cites = {
        code
        for module in paquet.glob("*.py")
        for code in re.findall(
            r'(?:ErreurPrescripteur|Refus|_signaler|_signaler_la|_arreter_la)\(\s*"([a-z0-9-]+)"',
            module.read_text(encoding="utf-8"),
        )
    }
    assert len(cites) > 15
    assert cites <= FICHES.keys()
