"""The ground of the command line: French everywhere, one line for an error, the right exit code."""

from __future__ import annotations

import ast
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from prescripteur_tui import __version__
from prescripteur_tui.cli.francais import PLURIELS, TRADUCTIONS
from prescripteur_tui.cli.principal import COMMANDES, prescripteur
from prescripteur_tui.erreurs import FICHES
from prescripteur_tui.services import etat as services_etat
from tests.cli.conftest import PORTEUSE, Lanceur

ANGLAIS = re.compile(
    r"\b(Error|Usage:|Try|Options:|Commands|Show this|exit|missing|invalid|no such|unexpected|required|argument '|"
    r"Traceback|Aborted|default)\b",
    re.IGNORECASE,
)
"""What click says when nobody translates it. « Usage » and « Options » are French too, before a no-break space."""


def _commandes(groupe: click.Group, debut: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    ctx = click.Context(groupe)
    trouvees = []
    for nom in groupe.list_commands(ctx):
        commande = groupe.get_command(ctx, nom)
        trouvees.append((*debut, nom))
        if isinstance(commande, click.Group):
            trouvees += _commandes(commande, (*debut, nom))
    return trouvees


TOUTES = [(), *_commandes(prescripteur)]


def test_version_et_interpreteur_neuf(lancer: Lanceur) -> None:
    """`--version` loads click and nothing that weighs."""
    lourds = ["pydantic", "textual", "yaml", "sqlite_utils", "sqlite3", "questionary", "prompt_toolkit", "rich"]
    code = (
        "import sys; sys.argv = ['prescripteur', '--version']\n"
        "from prescripteur_tui.__main__ import main\n"
        "try: main()\nexcept SystemExit as fin: print(fin.code)\n"
        f"print([m for m in {lourds!r} if m in sys.modules])\n"
        "print([m for m in sys.modules if m.startswith('prescripteur_tui.services')])"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=lancer.environnement())
    assert sortie.stdout.decode().split("\n")[:-1] == [f"prescripteur {__version__}", "0", "[]", "[]"]
    assert not lancer.dossier.exists()


@pytest.mark.parametrize("chemin", TOUTES, ids=lambda c: " ".join(c) or "racine")
def test_aide_en_francais(lancer: Lanceur, chemin: tuple[str, ...]) -> None:
    resultat = lancer(*chemin, "--help")
    assert resultat.exit_code == 0
    assert resultat.stderr == ""
    assert resultat.stdout.startswith(f"Usage\u00a0: {' '.join(('prescripteur', *chemin))} ")
    assert "Options\u00a0:" in resultat.stdout
    assert not ANGLAIS.search(resultat.stdout.replace("exit ", "")), resultat.stdout
    assert all(len(ligne) <= 80 for ligne in resultat.stdout.splitlines())


def test_aide_de_la_racine_montre_tout(lancer: Lanceur) -> None:
    aide = lancer("--help").stdout
    for nom in COMMANDES:
        assert f"\n  {nom} " in aide
    for option in ("--donnees", "--catalogue", "--version", "--help"):
        assert f"\n  {option} " in aide


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["entretein"], "« entretien »"),
        (["--verison"], "« --version »"),
        (["entretien", "--semane", "2026-W48"], "« --semaine »"),
        (["lieux", "lsiter"], "« lister »"),
        (["lieux"], "Il manque une commande."),
        (["lieux", "ajouter", "mq"], "Il manque l’argument « NOM »"),
        (["lieux", "lister", "en-trop"], "Argument en trop\u00a0: en-trop."),
        (
            ["entretien", "--lieu"],
            "L’option « --lieu » demande une valeur. Voyez\u00a0: prescripteur entretien --help.",
        ),
        (["entretien", "--texte=oui"], "L’option « --texte » ne prend pas de valeur."),
        (["entretien"], "Dites comment\u00a0: --reponses, --texte, --lot, --annuler ou --corriger."),
        (["entretien", "--texte", "--lot", "x"], "--texte et --lot ne vont pas ensemble."),
        (["entretien", "--reponses", "x", "--annuler", "y"], "--reponses et --annuler ne vont pas ensemble."),
        (["entretien", "--corriger", "x"], "--corriger demande --reponses."),
        (["entretien", "--lot", "x", "--rejets", "y"], "--rejets demande --continuer."),
        (["entretien", "--lot", "x", "--continuer", "--rejets", "x"], "sont le même fichier"),
        (["entretien", "--lot", "x", "--format", "json"], "--format ne va pas avec --lot."),
        (["entretien", "--annuler", "x", "--semaine", "2026-W48"], "--semaine ne va pas avec --annuler."),
        (["entretien", "--reponses", "x", "--format", "xml"], "Choisissez\u00a0: texte, json."),
        (["exporter", "--format", "ods"], "[format-inconnu]"),
        (["exporter", "--tout", "--semaine", "2026-W48"], "ne vont pas ensemble"),
        (["exporter", "--semaine", "2026-48"], "[semaine-invalide]"),
        (["publier"], "La commande « publier » n’existe pas."),
        (["etat", "--format", "\x1b[31m"], "[format-inconnu]"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_mauvais_usage(lancer: Lanceur, arguments: list[str], attendu: str) -> None:
    resultat = lancer(*arguments)
    assert resultat.exit_code == 2
    assert resultat.stdout == ""
    assert attendu in resultat.stderr.replace("«\u00a0", "« ").replace("\u00a0»", " »")
    assert len(resultat.stderr.splitlines()) == 1
    assert "\x1b" not in resultat.stderr
    assert not ANGLAIS.search(resultat.stderr)


def test_sans_terminal(lancer: Lanceur) -> None:
    processus = lancer.processus()
    assert processus.returncode == 2
    assert processus.stdout == b""
    lignes = processus.stderr.decode().splitlines()
    assert len(lignes) == 1
    assert "entretien --reponses" in lignes[0]
    assert "terminal-absent" in lignes[0]


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminal")
def test_dessin_envoye_ailleurs(lancer: Lanceur, tmp_path: Path) -> None:
    """`prescripteur 2> journal`: Textual draws on stderr, the window would stay empty."""
    maitre, esclave = os.openpty()
    with (tmp_path / "journal").open("wb") as journal:
        code = subprocess.run(
            lancer.ligne(), stdin=esclave, stdout=esclave, stderr=journal, env=lancer.environnement(), check=False,
            timeout=60,
        ).returncode  # fmt: skip
    os.close(esclave)
    os.close(maitre)
    assert code == 2
    assert "[terminal-absent]" in (tmp_path / "journal").read_text(encoding="utf-8")


@pytest.mark.parametrize("apres", [False, True], ids=["avant la commande", "après la commande"])
def test_options_globales(lancer: Lanceur, tmp_path: Path, apres: bool) -> None:
    ailleurs = str(tmp_path / "ailleurs")
    option = ["--donnees", ailleurs]
    resultat = lancer("etat", *option) if apres else lancer(*option, "etat")
    assert f"Données\u00a0: {ailleurs}" in resultat.stdout
    assert not lancer.dossier.exists()


def test_catalogue_introuvable(lancer: Lanceur, tmp_path: Path) -> None:
    resultat = lancer("--catalogue", str(tmp_path / "rien"), "catalogue", "lister")
    assert resultat.exit_code == 2
    assert "[catalogue-introuvable]" in resultat.stderr


class _Panne(Exception):
    pass


def test_erreur_interne(lancer: Lanceur, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback reaches a user; the report holds neither values nor messages nor folders."""

    def tomber(_app: Any) -> None:
        secret = "QN05930M"
        raise _Panne(f"la personne habite {secret}")

    monkeypatch.setattr(services_etat, "lire", tomber)
    for _ in range(2):
        resultat = lancer("etat")
        assert resultat.exit_code == 1
        assert resultat.stdout == ""
        assert resultat.stderr.endswith("[erreur-interne]\n")
        assert FICHES["erreur-interne"].message in resultat.stderr
    # The same failure twice is one report.
    (rapport,) = lancer.dossier.glob("plantage-*.txt")
    assert str(rapport) in resultat.stderr
    texte = rapport.read_text(encoding="utf-8")
    assert "_Panne" in texte
    assert "prescripteur_tui/cli/etat.py:" in texte
    for interdit in ("QN05930M", "habite", str(Path.home()), str(lancer.dossier)):
        assert interdit not in texte
    if os.name == "posix":
        assert rapport.stat().st_mode & 0o777 == 0o600


def test_interruption_clavier(lancer: Lanceur, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrompre(_app: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services_etat, "lire", interrompre)
    resultat = lancer("etat")
    assert resultat.exit_code == 130
    assert resultat.stderr.strip() == "Interrompu."


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_dans_un_vrai_processus(lancer: Lanceur) -> None:
    processus = subprocess.Popen(
        lancer.ligne("entretien", "--texte"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=lancer.environnement(),
    )
    assert processus.stdout is not None
    lu = b""
    while b"> " not in lu:
        morceau = os.read(processus.stdout.fileno(), 65536)
        assert morceau, "the first question was never asked"
        lu += morceau
    processus.send_signal(signal.SIGINT)
    _, erreurs = processus.communicate(timeout=30)
    assert processus.returncode == 130
    assert "interrompu" in erreurs.decode()
    assert "Traceback" not in erreurs.decode()


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_lecteur_parti(lancer: Lanceur) -> None:
    """`prescripteur … | head -1` says nothing and stores everything."""
    lignes = ('{"maturite": "idee"}\n' * 40).encode()
    lecture, ecriture = os.pipe()
    os.close(lecture)
    processus = subprocess.run(
        lancer.ligne("entretien", "--lot", "-"),
        input=lignes,
        stdout=ecriture,
        stderr=subprocess.PIPE,
        check=False,
        env=lancer.environnement(),
        timeout=60,
    )
    os.close(ecriture)
    assert processus.returncode == 0
    assert "Traceback" not in processus.stderr.decode()
    assert len(lancer.entretiens()) == 40


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_sortie_pleine(lancer: Lanceur) -> None:
    with Path("/dev/full").open("wb") as pleine:
        processus = subprocess.run(
            lancer.ligne("catalogue", "lister"),
            stdout=pleine,
            stderr=subprocess.PIPE,
            check=False,
            env=lancer.environnement(),
            timeout=60,
        )
    assert processus.returncode == 1
    (ligne,) = processus.stderr.decode().splitlines()
    assert "[ecriture-impossible]" in ligne


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
@pytest.mark.parametrize(
    ("commande", "code", "dit"),
    [
        ("entretien --reponses - <&-", 1, "[reponses-forme]"),
        ("entretien --lot - <&-", 0, "0 entretien enregistré."),
        ("entretien --texte <&-", 130, "Entretien interrompu."),
        ("etat >&-", 0, ""),
        ("--help >&-", 0, ""),
        ("<&-", 2, "[terminal-absent]"),
    ],
)
def test_flux_fermes(lancer: Lanceur, commande: str, code: int, dit: str) -> None:
    """Streams that are closed from the start are no surprise."""
    ligne = f"{shlex.join(lancer.ligne())} {commande}"
    processus = subprocess.run(
        ["sh", "-c", ligne], capture_output=True, check=False, env=lancer.environnement(), timeout=60
    )
    assert processus.returncode == code
    assert dit in processus.stderr.decode()
    assert list(lancer.dossier.glob("plantage-*")) == []


@pytest.mark.parametrize("encodage", ["cp1252", "ascii", "latin-1"])
def test_utf8_dans_un_tube(lancer: Lanceur, encodage: str) -> None:
    """Whatever the code page, a pipe gets UTF-8, and nothing stops at a character."""
    processus = lancer.processus("catalogue", "lister", env={"PYTHONIOENCODING": encodage, "PYTHONUTF8": "0"})
    assert processus.returncode == 0
    assert "Val’Initiatives" in processus.stdout.decode("utf-8")


def test_utf8_en_entree(lancer: Lanceur) -> None:
    reponses = b'{"reponses": {"maturite": "id\xc3\xa9e"}}'
    processus = lancer.processus("entretien", "--reponses", "-", entree=reponses, env={"PYTHONIOENCODING": "cp1252"})
    assert processus.returncode == 1
    assert "idée" in processus.stderr.decode("utf-8")


def test_click_est_traduit_en_entier() -> None:
    """Every sentence that click can say to a user has its French, whatever version is installed."""
    hors_sujet = {"_termui_impl.py", "_winconsole.py", "shell_completion.py"}
    """Progress bars, pagers and completion scripts, which no command uses."""
    internes = (
        "Could not determine name",
        "No options defined",
        "Arguments take exactly",
        "Boolean option",
        "Unknown color",
        "'{prog_name}'",
    )
    """Said to whoever writes commands, at definition."""
    manquantes = []
    for source in sorted(Path(str(click.__file__)).parent.glob("*.py")):
        if source.name in hors_sujet:
            continue
        for noeud in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not (isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name) and noeud.args):
                continue
            premier = noeud.args[0]
            if not (isinstance(premier, ast.Constant) and isinstance(premier.value, str)):
                continue
            table: Any = {"_": TRADUCTIONS, "ngettext": PLURIELS}.get(noeud.func.id)
            if table is not None and premier.value not in table and not premier.value.startswith(internes):
                manquantes.append(premier.value)
    assert manquantes == []


@pytest.mark.parametrize("phrase", [*TRADUCTIONS, *PLURIELS])
def test_traductions_gardent_les_champs(phrase: str) -> None:
    """A translation names no value that click does not give."""

    def champs(texte: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", texte))

    francais = PLURIELS[phrase] if phrase in PLURIELS else (TRADUCTIONS[phrase],)
    connus = champs(phrase) | ({"choices", "formats", "possibilities", "nargs", "len"} if phrase in PLURIELS else set())
    assert set().union(*(champs(texte) for texte in francais)) <= connus


def test_entree_finie(lancer: Lanceur) -> None:
    """The end of the typed input is an interruption; what was answered is kept as the draft."""
    processus = lancer.processus("entretien", "--texte", entree=b"3\n")
    assert processus.returncode == 130
    assert "Pour le reprendre" in processus.stderr.decode()
    assert PORTEUSE["maturite"] == "idee"
    app = lancer.application()
    brouillon = app.depot.lire_brouillon()
    app.fermer()
    assert brouillon is not None
    assert brouillon.reponses == {"maturite": "idee"}
