"""Working on a catalogue from the command line: exit codes, what is on stdout and on stderr, what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from prescripteur_tui.lecture.catalogue import lire_catalogue
from tests.cli.conftest import PORTEUSE, Lanceur
from tests.montages import PetitDisque, petit_disque


@pytest.fixture
def copie(tmp_path: Path, lancer: Lanceur, dossier_catalogue: Path) -> Path:
    """A catalogue that may be changed, and that the commands use."""
    lancer.catalogue = Path(shutil.copytree(dossier_catalogue, tmp_path / "catalogue"))
    return lancer.catalogue


@pytest.fixture
def disque(tmp_path: Path, lancer: Lanceur, dossier_catalogue: Path) -> Iterator[PetitDisque]:
    """The catalogue on a disk of its own, mounted read-only."""
    with petit_disque(tmp_path / "disque", "4m") as disque:
        lancer.catalogue = Path(shutil.copytree(dossier_catalogue, disque.point / "catalogue"))
        disque.remonter("ro")
        yield disque


def changer(fichier: Path, avant: str, apres: str) -> None:
    texte = fichier.read_text("utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres, 1), "utf-8")


def plat(texte: str) -> str:
    """On one line, no-break spaces as plain ones."""
    return " ".join(texte.split())


# verifie

SOURCE = "https://exemple.fr/page"


def test_verifie_ecrit_le_fichier_et_le_nomme(lancer: Lanceur, copie: Path) -> None:
    rendu = lancer("catalogue", "verifie", "adie", "--le", "2026-11-20", "--source", SOURCE)
    assert rendu.exit_code == 0
    assert rendu.stdout == f"{copie / 'operateurs' / 'adie.yaml'}\n"
    assert plat(rendu.stderr) == "Vérification du 2026-11-20 notée."
    assert lire_catalogue(copie).par_operateur["adie"].verifie_le == "2026-11-20"


@pytest.mark.parametrize(
    ("arguments", "code", "mots"),
    [
        (("adi", "--le", "2026-11-20", "--source", SOURCE), 2, "Vouliez-vous dire « adie »"),
        (("adie", "--le", "2026-11-26", "--source", SOURCE), 2, "n’est pas un jour passé"),
        (("adie", "--source", SOURCE), 2, "--le"),
        (("adie", "--le", "2026-11-20"), 2, "--source"),
        (("--le", "2026-11-20", "--source", SOURCE), 2, "ID"),
    ],
    ids=["unknown operator", "future", "no date", "no source", "no operator"],
)
def test_verifie_refuse_en_une_ligne(
    lancer: Lanceur, copie: Path, arguments: tuple[str, ...], code: int, mots: str
) -> None:
    avant = (copie / "operateurs" / "adie.yaml").read_bytes()
    rendu = lancer("catalogue", "verifie", *arguments)
    assert (rendu.exit_code, rendu.stdout) == (code, "")
    assert mots in plat(rendu.stderr)
    assert len(rendu.stderr.splitlines()) == 1
    assert (copie / "operateurs" / "adie.yaml").read_bytes() == avant


def test_un_catalogue_en_lecture_seule_renvoie_a_une_copie(lancer: Lanceur, disque: PetitDisque) -> None:
    """`nouveau` says so before it asks anything."""
    for commande in (("verifie", "adie", "--le", "2026-11-20", "--source", SOURCE), ("nouveau",)):
        rendu = lancer("catalogue", *commande, entree="")
        assert (rendu.exit_code, rendu.stdout) == (2, "")
        assert f"Le catalogue de {lancer.catalogue} ne peut pas être modifié : support en lecture seule." in plat(
            rendu.stderr
        )
        assert "--catalogue DOSSIER. [catalogue-protege]" in plat(rendu.stderr)


def test_le_catalogue_livre_ne_se_modifie_pas(lancer: Lanceur, copie: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prescripteur_tui.lecture.emplacement.dossier_livre", lambda: copie)
    for commande in (("verifie", "adie", "--le", "2026-11-20", "--source", SOURCE), ("nouveau",)):
        rendu = lancer("catalogue", *commande, entree="")
        assert (rendu.exit_code, rendu.stdout) == (2, "")
        assert plat(rendu.stderr).endswith(
            f"Copiez le dossier {copie} ailleurs, et indiquez la copie : --catalogue DOSSIER. [catalogue-livre]"
        )


# nouveau

SAISIE = (
    "ruche-du-hainaut",
    "Ruche du Hainaut",
    "Un lieu d’essai, rien de réel.",
    "Être reçu",
    "1 2",
    "https://exemple.fr/ruche",
    "2026-05",
)


def test_nouveau_ecrit_un_fichier_qui_passe(lancer: Lanceur, copie: Path) -> None:
    rendu = lancer("catalogue", "nouveau", entree="\n".join(SAISIE) + "\n")
    assert rendu.exit_code == 0
    fichier = copie / "operateurs" / "ruche-du-hainaut.yaml"
    assert rendu.stdout.splitlines()[-1] == str(fichier)
    assert "« à confirmer »" in plat(rendu.stderr)
    assert fichier.read_text("utf-8").startswith("# yaml-language-server: $schema=../schemas/operateur.schema.json\n")
    assert json.loads((copie / "schemas" / "operateur.schema.json").read_text("utf-8"))["title"]
    operateur = lire_catalogue(copie).par_operateur["ruche-du-hainaut"]
    assert (operateur.nom, operateur.description, operateur.statut) == (SAISIE[1], SAISIE[2], "a-confirmer")
    assert operateur.offres[0].nom == "Être reçu"
    assert operateur.offres[0].etapes == ("esprit-initiative", "detection")
    assert (operateur.sources[0].url, operateur.sources[0].date) == (SAISIE[5], SAISIE[6])
    assert lancer("catalogue", "verifier").exit_code == 0


def test_nouveau_redemande_ce_qui_ne_va_pas(lancer: Lanceur, copie: Path) -> None:
    """A wrong answer is told and asked again at once, the others are kept."""
    saisie = ["La Ruche", "adie", SAISIE[0], "", *SAISIE[1:5], "exemple.fr", SAISIE[5], "bientôt", "2027", SAISIE[6]]
    rendu = lancer("catalogue", "nouveau", entree="\n".join(saisie) + "\n")
    assert rendu.exit_code == 0, rendu.output
    dit = plat(rendu.stdout)
    for refus in (
        "« La Ruche » ne peut pas être l’identifiant d’un opérateur.",
        "L’opérateur « adie » existe déjà.",
        "« » ne convient pas. Attendu : une ligne de 80 caractères au plus.",
        "« exemple.fr » ne convient pas.",
        "« bientôt » ne convient pas.",
        "« 2027 » ne convient pas. Attendu : 2025, 2025-05 ou 2025-05-15, pas dans l’avenir.",
    ):
        assert refus in dit
    assert "ruche-du-hainaut" in lire_catalogue(copie).par_operateur


@pytest.mark.parametrize(
    "lignes", [0, 1, 4, 6], ids=["at once", "after the id", "before the étapes", "before the date"]
)
def test_nouveau_interrompu_n_ecrit_rien(lancer: Lanceur, copie: Path, lignes: int) -> None:
    avant = sorted(copie.rglob("*"))
    rendu = lancer("catalogue", "nouveau", entree="".join(f"{x}\n" for x in SAISIE[:lignes]))
    assert rendu.exit_code == 130
    assert "Interrompu." in rendu.stderr
    assert sorted(copie.rglob("*")) == avant


def test_nouveau_arrete_aux_etapes_n_ecrit_rien(lancer: Lanceur, copie: Path) -> None:
    avant = sorted(copie.rglob("*"))
    rendu = lancer("catalogue", "nouveau", entree="".join(f"{x}\n" for x in (*SAISIE[:4], "q")))
    assert rendu.exit_code == 130
    assert "Arrêté. Rien n’est écrit." in rendu.stdout
    assert sorted(copie.rglob("*")) == avant


# schema


def test_schema_est_du_json_sur_la_sortie(lancer: Lanceur) -> None:
    rendu = lancer("catalogue", "schema")
    assert (rendu.exit_code, rendu.stderr) == (0, "")
    assert json.loads(rendu.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_schema_vers_un_dossier_nomme_ses_fichiers(lancer: Lanceur, tmp_path: Path) -> None:
    dossier = tmp_path / "neuf" / "schemas"
    rendu = lancer("catalogue", "schema", "--vers", str(dossier))
    assert rendu.exit_code == 0
    noms = ("operateur", "cas-type", "questionnaire")
    assert rendu.stdout.splitlines() == [str(dossier / f"{nom}.schema.json") for nom in noms]
    assert "# yaml-language-server: $schema=CHEMIN/operateur.schema.json" in rendu.stderr
    assert json.loads((dossier / "operateur.schema.json").read_text("utf-8")) == json.loads(
        lancer("catalogue", "schema").stdout
    )


def test_schema_vers_un_disque_en_lecture_seule_est_refuse(lancer: Lanceur, disque: PetitDisque) -> None:
    rendu = lancer("catalogue", "schema", "--vers", str(disque.point / "schemas"))
    assert (rendu.exit_code, rendu.stdout) == (1, "")
    assert "support en lecture seule" in rendu.stderr
    assert "[ecriture-impossible]" in rendu.stderr


# rejouer


def test_rejouer_veut_un_catalogue(lancer: Lanceur) -> None:
    processus = lancer.processus("rejouer", env={"PRESCRIPTEUR_CATALOGUE": ""})
    assert processus.returncode == 2
    assert processus.stdout == b""
    assert plat(processus.stderr.decode()).startswith("Dites quel catalogue essayer : --catalogue DOSSIER.")


def test_rejouer_sans_entretien_le_dit(lancer: Lanceur, copie: Path) -> None:
    rendu = lancer("rejouer", "--catalogue", str(copie))
    assert (rendu.exit_code, rendu.stdout) == (0, "")
    assert plat(rendu.stderr) == "Aucun entretien dans une semaine ouverte."


def test_rejouer_compte_et_ne_change_rien(
    lancer: Lanceur, copie: Path, dossier_catalogue: Path, tmp_path: Path
) -> None:
    """One interview whose first door is an operator that ends in the new catalogue."""
    chemin = tmp_path / "reponses.json"
    chemin.write_text(json.dumps(PORTEUSE), "utf-8")
    lancer.catalogue = dossier_catalogue
    resultat = lancer("entretien", "--reponses", str(chemin), "--format", "json")
    porte = json.loads(resultat.stdout)["propositions"][0]["operateur"]
    changer(copie / "operateurs" / f"{porte}.yaml", "statut: actif", "statut: termine")
    avant = lancer.entretiens()
    env = {"PRESCRIPTEUR_CATALOGUE": str(dossier_catalogue)}
    processus = lancer.processus("rejouer", "--catalogue", str(copie), env=env)
    assert processus.returncode == 0, processus.stderr
    assert [plat(ligne) for ligne in processus.stdout.decode().splitlines()] == [
        "1 entretien d’une semaine ouverte.",
        "Première porte différente : 1.",
        "Même première porte, autres portes différentes : 0.",
        "Orientation donnée vers une porte qui ne serait plus proposée : 0.",
        "Réponses que le nouveau questionnaire refuse : 0.",
    ]
    assert lancer.entretiens() == avant


def test_rejouer_avec_un_catalogue_refuse_sort_par_1(lancer: Lanceur, copie: Path) -> None:
    changer(copie / "operateurs" / "adie.yaml", "statut: actif", "statut: vivant")
    rendu = lancer("rejouer", "--catalogue", str(copie))
    assert (rendu.exit_code, rendu.stdout) == (1, "")
    assert "[catalogue-invalide]" in rendu.stderr


# comparer


def test_comparer_dit_ce_qui_change(lancer: Lanceur, copie: Path, dossier_catalogue: Path) -> None:
    changer(copie / "operateurs" / "citeslab.yaml", "statut: actif", "statut: termine")
    rendu = lancer("catalogue", "comparer", str(dossier_catalogue), str(copie), "--semaine", "2026-W50")
    assert (rendu.exit_code, rendu.stderr) == (0, "")
    dit = plat(rendu.stdout)
    assert dit.startswith("CATALOGUE 2026.11 → 2026.11, semaine 2026-W50")
    for mots in ("actif → terminé", "PREMIÈRE PORTE", "Prouvé sur les", "Par exemple, une personne", "CAS-TYPES"):
        assert mots in dit


def test_comparer_en_json(lancer: Lanceur, copie: Path, dossier_catalogue: Path) -> None:
    changer(copie / "operateurs" / "citeslab.yaml", "statut: actif", "statut: termine")
    rendu = lancer("catalogue", "comparer", str(dossier_catalogue), str(copie), "--format", "json")
    assert rendu.exit_code == 0
    objet = json.loads(rendu.stdout)
    assert set(objet) == {
        "ancien", "nouveau", "semaine", "operateurs", "offres", "questionnaire", "premiere_porte", "cas_types",
    }  # fmt: skip
    assert objet["operateurs"] == {"nouveaux": [], "retires": [], "changes": ["citeslab"]}
    portes = objet["premiere_porte"]
    assert (portes["prouve"], portes["tirages"], portes["fourchette"]) == (True, None, None)
    assert sum(p["changent"] for p in portes["passages"]) == portes["changent"] > 0
    assert {p["ancienne"].partition("/")[0] for p in portes["passages"]} == {"citeslab"}


@pytest.mark.parametrize(
    ("arguments", "code", "mots"),
    [
        (("{ancien}",), 2, "NOUVEAU"),
        (("{ancien}", "{absent}"), 2, "[catalogue-introuvable]"),
        (("{ancien}", "{ancien}", "--semaine", "hier"), 2, "[semaine-invalide]"),
        (("{ancien}", "{mauvais}"), 1, "{mauvais}/operateurs/adie.yaml"),
        (("{ancien}", "{ancien}", "--format", "xml"), 2, "[format-inconnu]"),
    ],
    ids=["one folder", "no such folder", "week", "refused", "format"],
)
def test_comparer_refuse(
    lancer: Lanceur, copie: Path, dossier_catalogue: Path, arguments: tuple[str, ...], code: int, mots: str
) -> None:
    changer(copie / "operateurs" / "adie.yaml", "statut: actif", "statut: vivant")
    noms = {"ancien": str(dossier_catalogue), "mauvais": str(copie), "absent": str(copie / "rien")}
    rendu = lancer("catalogue", "comparer", *(a.format(**noms) for a in arguments))
    assert (rendu.exit_code, rendu.stdout) == (code, "")
    assert mots.format(**noms) in plat(rendu.stderr)


# a-verifier


def test_a_verifier_met_d_abord_ce_qui_est_donne_ici(lancer: Lanceur, copie: Path, tmp_path: Path) -> None:
    """The door given in one interview comes first, as long as its check is old."""
    chemin = tmp_path / "reponses.json"
    chemin.write_text(json.dumps(PORTEUSE), "utf-8")
    porte = json.loads(lancer("entretien", "--reponses", str(chemin), "--format", "json").stdout)["propositions"][0]
    donnee = {"offre": porte["offre"], "issue": "acceptee", "motif": None}
    chemin.write_text(json.dumps({"reponses": PORTEUSE, "fin": "orientation", "orientations": [donnee]}), "utf-8")
    assert lancer("entretien", "--reponses", str(chemin)).exit_code == 0
    fichier = copie / "operateurs" / f"{porte['operateur']}.yaml"
    texte = fichier.read_text("utf-8")
    date = lire_catalogue(copie).par_operateur[porte["operateur"]].verifie_le
    fichier.write_text(texte.replace(f'verifie_le: "{date}"', 'verifie_le: "2024-01"'), "utf-8")
    rendu = lancer("catalogue", "a-verifier")
    lignes = [plat(ligne) for ligne in rendu.stdout.splitlines()]
    assert rendu.exit_code == 0
    assert lignes[0].startswith(f"{porte['operateur']} : ")
    assert ", donné moins de 5 fois ici, vérifié en janvier 2024 (il y a 2 ans)" in lignes[0]
    assert all("jamais donné ici" in ligne for ligne in lignes[1:])
    assert plat(rendu.stderr) == f"{len(lignes)} opérateurs à vérifier."
