"""`catalogue importer`: national files become operators that are never proposed, and a second import updates them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prescripteur_tui.domaine.catalogue import Catalogue
from prescripteur_tui.domaine.operateurs import Statut
from prescripteur_tui.domaine.recommandation import recommander
from prescripteur_tui.lecture.catalogue import lire_catalogue
from prescripteur_tui.services import dossier_catalogue
from tests.cli.conftest import Lanceur

DEFINIR = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
N = "\u00a0"


def service(numero: int | str, structure: int | str, **champs: Any) -> dict[str, Any]:
    """A service of the theme, open to all."""
    return {
        "source": "dora",
        "structure_id": f"dora--{structure}",
        "id": f"dora--s{numero}",
        "nom": f"Service {numero}",
        "description": "On y parle de son projet.",
        "date_maj": "2026-03-01",
        "thematiques": [DEFINIR],
        "publics": ["jeunes"],
        **champs,
    }


def structure(numero: int | str, nom: str, **champs: Any) -> dict[str, Any]:
    """A structure of Anzin."""
    return {
        "source": "dora",
        "id": f"dora--{numero}",
        "nom": nom,
        "date_maj": "2026-02-01",
        "commune": "Anzin",
        "code_insee": "59014",
        "telephone": "03 27 00 00 01",
        **champs,
    }


SERVICES = [
    service(1, 1, score_qualite=0.8),
    service(2, 1, description="<p>Du <b>gras</b></p>\x1b[31m"),
    service(3, 2, zone_eligibilite=["59"], thematiques=["creation-activite--financer-son-projet"]),
    service(4, 3, thematiques=["mobilite--preparer-un-permis"]),
    service(5, 4, zone_eligibilite=["75"]),
    service(6, 5),
]
STRUCTURES = [
    structure(1, "Maison des projets"),
    structure(2, "Coopérative d’essai", commune="Lille", code_insee="59350"),
    structure(3, "Auto-école"),
    structure(4, "Maison de Paris", commune="Paris", code_insee="75056"),
    structure(5, "ADIE", commune="Valenciennes", code_insee="59606", telephone="03 27 99 99 99"),
]
MAISON, ESSAI = "maison-des-projets-e52b9e", "cooperative-d-essai-083fbd"


class Atelier:
    """A copy of the shipped catalogue, national files, and the command."""

    def __init__(self, lancer: Lanceur, dossier: Path) -> None:
        self.lancer = lancer
        self.dossier = dossier
        self.catalogue = dossier / "catalogue"
        shutil.copytree(lancer.catalogue, self.catalogue)
        lancer.catalogue = self.catalogue

    def fichier(self, nom: str, contenu: object) -> str:
        """Write a file of records, or of text."""
        chemin = self.dossier / nom
        if not isinstance(contenu, bytes | str):
            contenu = json.dumps(contenu, ensure_ascii=False)
        chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return str(chemin)

    def importer(self, services: object = SERVICES, structures: object = STRUCTURES, *options: str) -> Any:
        """Run the command on two files, or on one."""
        fichiers = [self.fichier("services.json", services)]
        if structures is not None:
            fichiers.append(self.fichier("structures.json", structures))
        return self.lancer("catalogue", "importer", *fichiers, *options)

    def lire(self) -> Catalogue:
        """The catalogue as it stands."""
        return lire_catalogue(self.catalogue)

    def octets(self) -> dict[str, bytes]:
        """Every file of the catalogue."""
        return {str(f.relative_to(self.catalogue)): f.read_bytes() for f in self.catalogue.rglob("*") if f.is_file()}


@pytest.fixture
def atelier(lancer: Lanceur, tmp_path: Path) -> Atelier:
    """A catalogue of one's own."""
    return Atelier(lancer, tmp_path)


def simple(texte: str) -> str:
    """Without no-break spaces."""
    return texte.replace(N, " ")


PREMIER = f"""\
Lus : 6 services, 5 structures. Retenus : 4 services de 3 structures.
Laissés : 1 service hors du thème, 1 hors du territoire.

AJOUTÉS (2)
- {ESSAI} : Coopérative d’essai (Lille), 1 offre
- {MAISON} : Maison des projets (Anzin), 2 offres

DÉJÀ DANS LE CATALOGUE (1), laissés tels quels
- adie : « Adie » est la fiche dora--5 (même nom, même commune)
  téléphone : la fiche dit aussi « 03 27 99 99 99 »

CLÉS INCONNUES (non reprises)
- score_qualite : 1 fiche

À SAVOIR
- description : commandes de terminal ou signes cachés retirés (1 fiche : services.json n° 2)
- description : HTML retiré (1 fiche : services.json n° 2)
- thématiques : ancienne valeur « creation-activite--financer-son-projet » remplacée (1 fiche : services.json n° 3)
"""


def test_un_premier_import(atelier: Atelier) -> None:
    avant = atelier.octets()
    resultat = atelier.importer()
    assert (resultat.exit_code, simple(resultat.stdout)) == (0, PREMIER)
    assert "2 opérateurs ajoutés" in simple(resultat.stderr)
    assert "Aucun n’est proposé" in simple(resultat.stderr)
    apres = atelier.octets()
    nouveaux = {f"operateurs/{MAISON}.yaml", f"operateurs/{ESSAI}.yaml"}
    assert set(apres) - set(avant) == nouveaux
    assert {nom: octets for nom, octets in apres.items() if nom not in nouveaux} == avant
    maison = atelier.lire().par_operateur[MAISON]
    assert (maison.statut, maison.offres[1].description) == (Statut.A_CONFIRMER, "Du gras")
    assert maison.provenance is not None
    assert (maison.provenance.licence, str(maison.provenance.importe_le)) == ("Licence Ouverte 2.0", "2026-11-25")
    assert maison.sources[0].url.startswith("https://www.data.gouv.fr/")
    assert maison.sources[0].date == "2026-02-01"


def test_verifier_passe_et_le_moteur_ne_change_pas(atelier: Atelier) -> None:
    """On every cas-type: same doors, same aides, same question; the new offres are only listed as unconfirmed."""
    avant = atelier.lire()
    services = [service(n, n, thematiques=[DEFINIR, "remobilisation--lien-social"]) for n in range(60)]
    structures = [structure(n, f"Maison {n}") for n in range(60)]
    assert atelier.importer(services, structures).exit_code == 0
    verifie = atelier.lancer("catalogue", "verifier", "--format", "json")
    assert (verifie.exit_code, json.loads(verifie.stdout)["erreurs"]) == (0, [])
    apres = atelier.lire()
    nouvelles = set(apres.offres) - set(avant.offres)
    assert len(nouvelles) == 60
    assert avant.cas_types
    for cas in avant.cas_types:
        objets = []
        for catalogue in (avant, apres):
            reponses = catalogue.questionnaire.verifier(cas.reponses)
            objet = recommander(reponses, catalogue, cas.semaine).vers_objet()
            del objet["catalogue"]
            objets.append(objet)
        ajoutes = [e for e in objets[1]["ecartes"] if e["offre"] in nouvelles]
        assert {e["cause"] for e in ajoutes} == {"statut"}
        assert len(ajoutes) == 60
        objets[1]["ecartes"] = [e for e in objets[1]["ecartes"] if e["offre"] not in nouvelles]
        assert objets[1] == objets[0], cas.id


def test_une_offre_importee_ne_devient_active_qu_avec_des_conditions(atelier: Atelier) -> None:
    atelier.importer()
    fichier = atelier.catalogue / "operateurs" / f"{ESSAI}.yaml"
    texte = fichier.read_text(encoding="utf-8").replace("statut: a-confirmer", "statut: actif")
    fichier.write_text(texte, encoding="utf-8")
    refus = atelier.lancer("catalogue", "verifier")
    assert (refus.exit_code, "[import-sans-regle]" in refus.stdout) == (1, True)
    condition = '    conditions:\n      - {question: maturite, parmi: [projet-ecrit], motif: "avec un projet"}\n'
    fichier.write_text(texte.replace("    provenance:\n", f"{condition}    provenance:\n"), encoding="utf-8")
    assert atelier.lancer("catalogue", "verifier").exit_code == 0
    reponses = atelier.fichier("r.json", {"maturite": "projet-ecrit"})
    entretien = atelier.lancer("entretien", "--reponses", reponses, "--sans-enregistrer", "--format", "json")
    assert ESSAI in {p["operateur"] for p in json.loads(entretien.stdout)["propositions"]}


def test_un_second_import_identique_ne_touche_a_rien(atelier: Atelier) -> None:
    atelier.importer()
    avant = {nom: (octets, (atelier.catalogue / nom).stat().st_mtime_ns) for nom, octets in atelier.octets().items()}
    resultat = atelier.importer()
    assert resultat.exit_code == 0
    assert "INCHANGÉS (2)" in resultat.stdout
    assert "AJOUTÉS" not in resultat.stdout
    assert "Rien n’a changé" in simple(resultat.stderr)
    apres = {nom: (octets, (atelier.catalogue / nom).stat().st_mtime_ns) for nom, octets in atelier.octets().items()}
    assert apres == avant


SECOND = f"""\
AJOUTÉS (1)
- nouvelle-maison-4597be : Nouvelle maison (Anzin), 1 offre

MODIFIÉS (1)
- {MAISON} : Maison des projets
  SIRET : « 12345678901234 » est ajouté
  téléphone : « 03 27 00 00 01 » devient « 03 27 00 00 02 »
  offre « Service 1 », publics : « jeunes » devient « etudiants, jeunes »
  offre « Service 2 » : n’est plus dans le fichier
  offre « Service 7 » : ajoutée

DISPARUS (1), marqués et non supprimés
- {ESSAI} : Coopérative d’essai
"""


def test_un_second_import_montre_ce_qui_change(atelier: Atelier) -> None:
    atelier.importer()
    services = [
        service(1, 1, publics=["jeunes", "etudiants"]),
        service(7, 1),
        service(8, 8),
        service(4, 3, thematiques=["mobilite--preparer-un-permis"]),
    ]
    structures = [
        structure(1, "Maison des projets", telephone="03 27 00 00 02", siret="12345678901234"),
        structure(8, "Nouvelle maison"),
    ]
    resultat = atelier.importer(services, structures)
    assert resultat.exit_code == 0
    assert SECOND in simple(resultat.stdout)
    catalogue = atelier.lire()
    essai = catalogue.par_operateur[ESSAI]
    assert essai.provenance is not None
    assert str(essai.provenance.disparu_le) == "2026-11-25"
    assert [o.provenance.disparu_le is not None for o in catalogue.par_operateur[MAISON].offres if o.provenance] == [
        False,
        True,
        False,
    ]
    assert atelier.lancer("catalogue", "verifier").exit_code == 0

    # Back again.
    retour = atelier.importer()
    assert f"REVENUS (1)\n- {ESSAI} : Coopérative d’essai\n" in simple(retour.stdout)
    essai = atelier.lire().par_operateur[ESSAI]
    assert essai.provenance is not None
    assert essai.provenance.disparu_le is None
    assert len(essai.a_confirmer) == 1


def test_ce_qui_n_est_plus_retenu_reste(atelier: Atelier) -> None:
    """Imported once on another theme, still in the file: neither gone nor changed."""
    atelier.importer(SERVICES, STRUCTURES, "--theme", "mobilite")
    assert any(o.nom == "Auto-école" for o in atelier.lire().operateurs)
    avant = atelier.octets()
    resultat = atelier.importer()
    assert "PLUS RETENUS (1), laissés tels quels" in simple(resultat.stdout)
    assert "DISPARUS" not in resultat.stdout
    assert atelier.octets() == avant


def test_les_fiches_d_un_autre_producteur_ne_disparaissent_pas(atelier: Atelier) -> None:
    atelier.importer()
    autre = [{**service(1, 1), "source": "mes-aides", "structure_id": "mes-aides--1", "id": "mes-aides--1"}]
    sienne = [{**structure(1, "Autre maison"), "source": "mes-aides", "id": "mes-aides--1"}]
    resultat = atelier.importer(autre, sienne)
    assert "DISPARUS" not in resultat.stdout
    assert len([o for o in atelier.lire().operateurs if o.provenance]) == 3


def test_un_fichier_modifie_a_la_main_n_est_jamais_ecrase(atelier: Atelier) -> None:
    atelier.importer()
    fichier = atelier.catalogue / "operateurs" / f"{MAISON}.yaml"
    texte = fichier.read_text(encoding="utf-8").replace("confiance: faible", "confiance: haute")
    fichier.write_text(texte, encoding="utf-8")
    maison = structure(1, "Maison des projets", telephone="03 27 00 00 09")
    resultat = atelier.importer(SERVICES, [maison, *STRUCTURES[1:]])
    dit = simple(resultat.stdout)
    assert f"MODIFIÉS À LA MAIN (1), laissés tels quels\n- {MAISON} : Maison des projets\n" in dit
    assert "  téléphone : ici « 03 27 00 00 01 », le fichier national dit « 03 27 00 00 09 »\n" in dit
    assert fichier.read_text(encoding="utf-8") == texte
    # Nor marked when it is gone.
    disparu = atelier.importer([service(9, 9)], [structure(9, "Autre")])
    assert fichier.read_text(encoding="utf-8") == texte
    assert f"- {MAISON} : Maison des projets\n  n’est plus dans le fichier national\n" in simple(disparu.stdout)


def test_un_operateur_ecrit_a_la_main_n_est_jamais_ecrase(atelier: Atelier) -> None:
    """Even when a national record takes its very id."""
    source = "prescripteur-valenciennes-metropole"
    sienne = {**structure(1, "Autre Adie"), "source": source, "id": f"{source}--adie"}
    sien = {**service(1, 1), "source": source, "id": f"{source}--adie:x", "structure_id": f"{source}--adie"}
    avant = atelier.octets()
    resultat = atelier.importer([sien], [sienne])
    assert "- adie : « Adie » est la fiche" in simple(resultat.stdout)
    assert atelier.octets() == avant


def test_notre_export_importe_chez_nous_ne_change_rien(atelier: Atelier) -> None:
    vers = atelier.dossier / "export"
    assert atelier.lancer("catalogue", "exporter", "--vers", str(vers)).exit_code == 0
    avant = atelier.octets()
    resultat = atelier.lancer("catalogue", "importer", str(vers / "services.json"), str(vers / "structures.csv"))
    assert resultat.exit_code == 0
    assert "DÉJÀ DANS LE CATALOGUE (41)" in simple(resultat.stdout)
    assert atelier.octets() == avant


def test_peut_etre_deja_la(atelier: Atelier) -> None:
    structures = [structure(1, "Mission locale", commune="Denain", reseaux_porteurs=["mission-locale"])]
    resultat = atelier.importer([service(1, 1)], structures)
    assert "PEUT-ÊTRE DÉJÀ LÀ (1), ajoutés quand même\n" in simple(resultat.stdout)
    assert "ressemble à mission-locale-valenciennois" in simple(resultat.stdout)


def test_des_services_sans_leurs_structures(atelier: Atelier) -> None:
    resultat = atelier.importer([service(1, 1)], None)
    assert resultat.exit_code == 0
    assert "Structure à identifier (dora--1)" in simple(resultat.stdout)
    assert "Donnez aussi le fichier des structures" in simple(resultat.stderr)
    suite = atelier.importer([service(1, 1)], [structure(1, "Maison")])
    assert "nom : « Structure à identifier (dora--1) » devient « Maison »" in simple(suite.stdout)
    assert len([o for o in atelier.lire().operateurs if o.provenance]) == 1


def test_la_licence_se_dit(atelier: Atelier) -> None:
    atelier.importer(SERVICES, STRUCTURES, "--licence", "ODbL\n1.0\x1b[31m")
    provenance = atelier.lire().par_operateur[MAISON].provenance
    assert provenance is not None
    assert provenance.licence == "ODbL 1.0"


def test_simuler_n_ecrit_rien(atelier: Atelier) -> None:
    avant = atelier.octets()
    resultat = atelier.importer(SERVICES, STRUCTURES, "--simuler")
    assert (resultat.exit_code, simple(resultat.stdout)) == (0, PREMIER)
    assert "rien n’a été écrit" in simple(resultat.stderr)
    assert atelier.octets() == avant


# Where it is written


def test_vers_un_nouveau_dossier_le_catalogue_est_copie(atelier: Atelier, lancer: Lanceur) -> None:
    avant = atelier.octets()
    vers = atelier.dossier / "le mien"
    assert atelier.importer(SERVICES, STRUCTURES, "--vers", str(vers)).exit_code == 0
    assert atelier.octets() == avant
    copie = lire_catalogue(vers)
    assert set(copie.par_operateur) - set(atelier.lire().par_operateur) == {MAISON, ESSAI}
    assert len(copie.cas_types) == len(atelier.lire().cas_types)
    assert sorted(f.name for f in vers.iterdir()) == sorted(f.name for f in atelier.catalogue.iterdir())
    # Then updated in place.
    suite = atelier.importer(SERVICES, STRUCTURES, "--vers", str(vers))
    assert "INCHANGÉS (2)" in suite.stdout


def test_vers_un_dossier_qui_n_est_pas_un_catalogue(atelier: Atelier) -> None:
    (atelier.dossier / "photos").mkdir()
    (atelier.dossier / "photos" / "a.txt").write_text("x", encoding="utf-8")
    resultat = atelier.importer(SERVICES, STRUCTURES, "--vers", str(atelier.dossier / "photos"))
    assert (resultat.exit_code, "[import-dossier]" in resultat.stderr) == (2, True)
    assert [f.name for f in (atelier.dossier / "photos").iterdir()] == ["a.txt"]


def test_le_catalogue_installe_ne_se_modifie_pas(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prescripteur_tui.lecture.emplacement.dossier_livre", lambda: atelier.catalogue)
    avant = atelier.octets()
    for options in ((), ("--vers", str(atelier.catalogue))):
        resultat = atelier.importer(SERVICES, STRUCTURES, *options)
        assert (resultat.exit_code, "[import-vers]" in resultat.stderr) == (2, True)
        assert "--vers" in resultat.stderr
    assert atelier.octets() == avant
    vers = atelier.dossier / "x"
    assert atelier.importer(SERVICES, STRUCTURES, "--vers", str(vers)).exit_code == 0


def test_un_catalogue_faux_n_est_pas_complete(atelier: Atelier) -> None:
    (atelier.catalogue / "operateurs" / "adie.yaml").write_text("id: adie\n", encoding="utf-8")
    avant = atelier.octets()
    resultat = atelier.importer()
    assert (resultat.exit_code, "[catalogue-invalide]" in resultat.stderr) == (1, True)
    assert atelier.octets() == avant


# All or nothing


@pytest.mark.parametrize("geste", ["rename", "replace", "fsync"])
@pytest.mark.parametrize("quand", [1, 2, 3])
def test_une_panne_ne_laisse_rien_a_moitie(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch, geste: str, quand: int
) -> None:
    avant = atelier.octets()
    comptes = {"n": 0}
    cible: Any = os if geste == "fsync" else Path
    vrai: Callable[..., Any] = getattr(cible, geste)

    def panne(*args: Any, **kwargs: Any) -> Any:
        comptes["n"] += 1
        if comptes["n"] == quand:
            raise OSError(28, "No space left on device")
        return vrai(*args, **kwargs)

    monkeypatch.setattr(cible, geste, panne)
    resultat = atelier.importer()
    monkeypatch.undo()
    apres = atelier.octets()
    if resultat.exit_code == 0:
        assert comptes["n"] < quand
    else:
        assert "[disque-plein]" in resultat.stderr
        assert apres == avant
    assert [f.name for f in atelier.catalogue.iterdir() if f.name.startswith(".")] == []
    assert lire_catalogue(atelier.catalogue)


def test_une_coupure_entre_les_deux_noms_se_repare(atelier: Atelier) -> None:
    """The plug pulled at the only moment when the folder has no operators: the next import puts them back."""
    operateurs = atelier.catalogue / "operateurs"
    avant = atelier.octets()
    operateurs.rename(atelier.catalogue / f"{dossier_catalogue.ANCIENS}abc")
    resultat = atelier.importer()
    assert resultat.exit_code == 0
    assert set(avant) <= set(atelier.octets())
    assert [f.name for f in atelier.catalogue.iterdir() if f.name.startswith(".")] == []


# Bad input


ENTIER = json.dumps(SERVICES, ensure_ascii=False, indent=1)
MOITIE = ENTIER[: len(ENTIER) // 2]


@pytest.mark.parametrize(
    ("contenu", "code", "dit"),
    [
        (MOITIE, "import-coupe", f"services.json:{MOITIE.count(chr(10)) + 1}"),
        (ENTIER.encode("utf-16"), "fichier-encodage", "services.json:1"),
        (json.dumps([*SERVICES, service("é", 1)], ensure_ascii=False, indent=1).encode("latin-1"),
         "fichier-encodage", "services.json:"),
        ('{"services": []}', "import-objet", "un objet"),
        ("[" * 200_000, "trop-profond", "services.json:1"),
        ("[]", "import-sans-service", "Aucun service"),
        ("", "import-format", "il est vide"),
        ("PK\x03\x04", "import-format", "un classeur"),
        ([service(1, 1), service(1, 1, nom="Autre")], "import-refus", "fiches n° 1 et n° 2"),
        ([service(1, 1, nom=""), service(2, 1, date_maj="x")], "import-refus", "services.json:1"),
        ([service(1, 1), 3], "import-fiche", "La fiche n° 2"),
    ],
    ids=["coupe", "utf-16", "latin-1", "objet", "profond", "liste-vide", "vide", "zip", "doublon", "deux", "nombre"],
)  # fmt: skip
def test_un_mauvais_fichier(atelier: Atelier, contenu: Any, code: str, dit: str) -> None:
    avant = atelier.octets()
    resultat = atelier.importer(contenu, None)
    assert resultat.exit_code == 1
    assert f"[{code}]" in resultat.stderr
    assert dit in simple(resultat.stderr)
    assert resultat.stdout == ""
    assert atelier.octets() == avant


def test_un_fichier_absent(atelier: Atelier) -> None:
    resultat = atelier.lancer("catalogue", "importer", str(atelier.dossier / "absent.json"))
    assert (resultat.exit_code, "[fichier-introuvable]" in resultat.stderr) == (2, True)


def test_un_theme_inconnu(atelier: Atelier) -> None:
    resultat = atelier.importer(SERVICES, STRUCTURES, "--theme", "mobilites")
    assert (resultat.exit_code, "«\u00a0mobilite\u00a0»" in resultat.stderr) == (2, True)


def test_continuer_laisse_de_cote_les_fiches_refusees(atelier: Atelier) -> None:
    services = [service(1, 1), service(2, 1, nom=""), service(3, 1), service(3, 1, nom="Autre")]
    refus = atelier.importer(services, STRUCTURES)
    assert (refus.exit_code, refus.stdout) == (1, "")
    assert "--continuer" in refus.stderr
    resultat = atelier.importer(services, STRUCTURES, "--continuer")
    assert resultat.exit_code == 1
    assert "2 fiches refusées" in simple(resultat.stderr)
    assert [o.nom for o in atelier.lire().par_operateur[MAISON].offres] == ["Service 1", "Service 3"]


def test_une_description_d_un_mega_et_des_commandes(atelier: Atelier) -> None:
    mechant = "\x1b]0;titre\x07\x1b[2J" + "<script>alert(1)</script>" + "Bonjour [RSA] [/b] " * 60_000
    resultat = atelier.importer([service(1, 1, description=mechant, nom="Nom\x1b[31m\u202e")], STRUCTURES)
    assert resultat.exit_code == 0
    assert "\x1b" not in resultat.stdout + resultat.stderr
    (offre,) = atelier.lire().par_operateur[MAISON].offres
    assert (offre.nom, len(offre.description)) == ("Nom", 1995)
    assert offre.description.startswith("Bonjour [RSA]")
    assert "\x1b" not in (atelier.catalogue / "operateurs" / f"{MAISON}.yaml").read_text(encoding="utf-8")
    assert "description : texte coupé" in simple(resultat.stdout)
