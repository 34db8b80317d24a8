"""The README says what the code does: every command, key and error code, and both command lines."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from prescripteur_tui.cli.principal import prescripteur
from tests.architecture.documentation import ECRANS, README, ecrire

RACINE = README.parent


def noms_des_commandes(groupe: click.Group, avant: str = "") -> list[str]:
    """Every command of the command line, `catalogue verifier` included."""
    contexte = click.Context(groupe)
    noms = []
    for nom in groupe.list_commands(contexte):
        commande = groupe.get_command(contexte, nom)
        assert commande is not None
        if isinstance(commande, click.Group):
            noms += noms_des_commandes(commande, f"{avant}{nom} ")
        else:
            noms.append(f"{avant}{nom}")
    return noms


def _options(groupe: click.Group) -> set[str]:
    contexte = click.Context(groupe)
    options = {o for p in groupe.params if isinstance(p, click.Option) for o in p.opts}
    for nom in groupe.list_commands(contexte):
        commande = groupe.get_command(contexte, nom)
        assert commande is not None
        if isinstance(commande, click.Group):
            options |= _options(commande)
        else:
            options |= {o for p in commande.params if isinstance(p, click.Option) for o in p.opts}
    return {o for o in options if o.startswith("--")}


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_touches_et_codes_sont_a_jour(readme: str) -> None:
    assert ecrire(readme) == readme, "run: python -m tests.architecture.documentation"


def test_chaque_commande_est_nommee(readme: str) -> None:
    absentes = [nom for nom in noms_des_commandes(prescripteur) if not all(mot in readme for mot in nom.split())]
    assert absentes == []


def test_chaque_option_est_nommee(readme: str) -> None:
    absentes = sorted(o for o in _options(prescripteur) if o not in readme)
    assert absentes == []


def test_l_image_est_celle_d_un_instantane(readme: str) -> None:
    images = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme)
    assert images
    for image in images:
        assert (RACINE / image).is_file(), image
        assert Path(image).parts[:2] == ("tests", "instantanes"), image


def test_tous_les_ecrans_ont_un_nom() -> None:
    from prescripteur_tui.ui.commandes import COMMANDES

    assert {commande.ecran for commande in COMMANDES} == set(ECRANS)


def test_aucune_adresse_de_registre() -> None:
    interdites = ("pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian")
    for chemin in [README, RACINE / "pyproject.toml", RACINE / ".ci" / "run"]:
        texte = chemin.read_text(encoding="utf-8")
        assert not any(nom in texte for nom in interdites), chemin
