"""`--formation` and `demo`: the real base is never opened, nothing of the throwaway one stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from prescripteur_tui.services import nature
from prescripteur_tui.services.application import Application
from prescripteur_tui.services.demo import LIEU_DEMO, LIEU_FORMATION
from prescripteur_tui.services.jetable import PREFIXE
from tests.cli.conftest import MERCREDI, Lanceur
from tests.terminal import Terminal, environnement

HORLOGE = Path(__file__).with_name("horloge_fixe.py")

ENTRETIEN = ("1", "0", "0", "0", "0", "0")
"""From the first question to the result: no idea, and no other answer."""


def _contenu(dossier: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder: its bytes, and when it was last written."""
    return {
        str(chemin.relative_to(dossier)): (chemin.read_bytes(), chemin.stat().st_mtime_ns)
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file()
    }


class Poste:
    """A laptop of its own: home, temporary folder, and the real data where they are by default."""

    def __init__(self, racine: Path, catalogue: Path) -> None:
        self.temporaire = racine / "temporaire"
        self.temporaire.mkdir()
        self.maison = Path(os.environ["HOME"])
        self.donnees = self.maison / ".local" / "share" / "prescripteur"
        self._catalogue = catalogue

    def jetables(self) -> list[Path]:
        """The throwaway folders that are there."""
        return list(self.temporaire.glob(f"{PREFIXE}*"))

    def garnir(self) -> None:
        """Real interviews in the real base."""
        from prescripteur_tui.services import entretien

        app = Application(self.donnees, self._catalogue)
        entretien.enregistrer(app, {"maturite": "idee"})
        app.fermer()

    @contextmanager
    def ouvrir(self, *arguments: str) -> Iterator[Terminal]:
        """The program in a terminal; killed at the end if it still runs."""
        environ = environnement(TMPDIR=str(self.temporaire), PRESCRIPTEUR_CATALOGUE=str(self._catalogue))
        commande: Sequence[str] = [sys.executable, str(HORLOGE), MERCREDI.isoformat(), *arguments]
        terminal = Terminal(commande, environ)
        try:
            yield terminal
        finally:
            terminal.finir()


def _finir(terminal: Terminal) -> int:
    """Wait until the program has ended by itself; its exit code."""
    from tests.terminal import TerminalMort

    with pytest.raises(TerminalMort):
        terminal.attendre("\0 never printed", len(terminal.recu))
    # Waited for without reaping it: the terminal does that.
    etat = os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOWAIT)
    assert etat is not None
    return etat.si_status


@pytest.fixture
def poste(tmp_path: Path, dossier_catalogue: Path) -> Poste:
    return Poste(tmp_path, dossier_catalogue)


def _s_entrainer(terminal: Terminal) -> None:
    """A whole interview, stored, then out."""
    terminal.attendre("FORMATION")
    terminal.attendre("Nouvel entretien")
    terminal.taper("n")
    terminal.attendre("question 1 sur")
    for touche in ENTRETIEN:
        terminal.taper(touche)
    terminal.attendre("Rien n’est encore not")
    terminal.taper("x\r")
    terminal.attendre("Entretien enregistr")
    terminal.taper("q")


def test_une_formation_ne_touche_pas_aux_vraies_donnees(poste: Poste) -> None:
    poste.garnir()
    avant = _contenu(poste.maison)
    with poste.ouvrir("--formation") as terminal:
        _s_entrainer(terminal)
        assert _finir(terminal) == 0
    assert _contenu(poste.maison) == avant
    assert poste.jetables() == []


def test_une_formation_ne_cree_pas_de_dossier_de_donnees(poste: Poste) -> None:
    with poste.ouvrir("--formation") as terminal:
        _s_entrainer(terminal)
        assert _finir(terminal) == 0
    assert not poste.donnees.exists()
    assert _contenu(poste.maison) == {}
    assert list(poste.temporaire.iterdir()) == []


def test_une_formation_tuee_est_effacee_a_la_suivante(poste: Poste) -> None:
    with poste.ouvrir("--formation") as terminal:
        terminal.attendre("Nouvel entretien")
        terminal.tuer()
    (reste,) = poste.jetables()
    with poste.ouvrir("--formation") as terminal:
        terminal.attendre("Nouvel entretien")
        assert reste not in poste.jetables()
        terminal.taper("q")
        assert _finir(terminal) == 0
    assert poste.jetables() == []
    assert not poste.donnees.exists()


def test_une_formation_tuee_est_effacee_quand_l_application_se_ferme(poste: Poste) -> None:
    with poste.ouvrir("--formation") as terminal:
        terminal.attendre("Nouvel entretien")
        terminal.tuer()
    assert len(poste.jetables()) == 1
    with poste.ouvrir() as terminal:
        terminal.attendre("Nouvel entretien")
        terminal.taper("q")
        assert _finir(terminal) == 0
    assert poste.jetables() == []


def test_une_demonstration_s_efface_aussi(poste: Poste) -> None:
    with poste.ouvrir("demo") as terminal:
        terminal.attendre(LIEU_DEMO[1])
        terminal.attendre("MONSTRATION")
        terminal.taper("q")
        assert _finir(terminal) == 0
    assert poste.jetables() == []
    assert not poste.donnees.exists()


# Commands


def test_une_commande_dans_la_formation(lancer: Lanceur) -> None:
    fait = lancer("--formation", "etat")
    assert fait.exit_code == 0, fait.stderr
    assert nature.BANNIERES[nature.FORMATION] in fait.stdout
    assert LIEU_FORMATION[1] in fait.stdout
    assert not lancer.dossier.exists()


def test_exporter_est_refuse_en_formation(lancer: Lanceur, tmp_path: Path) -> None:
    fait = lancer("--formation", "exporter", "--tout", "--vers", str(tmp_path / "vers"))
    assert (fait.exit_code, fait.stdout) == (2, "")
    assert "[formation-sans-export]" in fait.stderr
    assert not (tmp_path / "vers").exists()
    assert not lancer.dossier.exists()


def test_l_entretien_en_texte_dit_qu_il_est_en_formation(lancer: Lanceur) -> None:
    """And does not promise that what was begun can be taken up again."""
    fait = lancer("--formation", "entretien", "--texte", entree="1\nq\n")
    assert fait.stdout.splitlines()[0] == nature.BANNIERES[nature.FORMATION]
    assert fait.exit_code == 130
    assert "Rien n’est gardé" in fait.stderr
    assert not lancer.dossier.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--donnees", "ailleurs", "--formation", "etat"),
        ("--formation", "etat", "--donnees", "ailleurs"),
        ("--formation", "--donnees", "ailleurs"),
        ("demo", "--donnees", "ailleurs"),
        ("--formation", "demo"),
        ("--formation", "demo", "--vers", "ailleurs"),
    ],
)
def test_ce_qui_ne_va_pas_ensemble(lancer: Lanceur, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ailleurs = tmp_path / "ailleurs"
    fait = lancer(*(str(ailleurs) if a == "ailleurs" else a for a in arguments))
    assert fait.exit_code == 2
    assert "[usage]" in fait.stderr
    assert not ailleurs.exists()
    assert not lancer.dossier.exists()


@pytest.mark.parametrize("arguments", [("--formation",), ("demo",)])
def test_sans_terminal_rien_n_est_prepare(lancer: Lanceur, arguments: tuple[str, ...]) -> None:
    fait = lancer(*arguments)
    assert fait.exit_code == 2
    assert "[terminal-absent]" in fait.stderr
    assert not lancer.dossier.exists()


def test_demo_vers_un_dossier_puis_ses_fichiers(lancer: Lanceur, tmp_path: Path) -> None:
    ou = tmp_path / "demo"
    fait = lancer("demo", "--vers", str(ou))
    assert (fait.exit_code, fait.stdout) == (0, f"{ou}\n")
    assert "entretiens inventés" in fait.stderr
    assert not lancer.dossier.exists()
    export = lancer("exporter", "--donnees", str(ou), "--vers", str(tmp_path / "fichiers"))
    assert export.exit_code == 0
    assert {f.name.split("_")[2] for f in (tmp_path / "fichiers").glob("*.csv")} <= {"demo-maison", "demo-bus"}
    encore = lancer("demo", "--vers", str(ou))
    assert (encore.exit_code, encore.stdout) == (2, "")
    assert "[demo-dossier-occupe]" in encore.stderr
