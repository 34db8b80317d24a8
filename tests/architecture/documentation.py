"""The parts of the README that come from the code. `python -m tests.architecture.documentation` writes them."""

from __future__ import annotations

import re
from pathlib import Path

from prescripteur_tui.domaine.constats import PAR_CODE
from prescripteur_tui.erreurs import FICHES
from prescripteur_tui.ui.commandes import COMMANDES

README = Path(__file__).parents[2] / "README.md"

ECRANS = {
    "": "partout",
    "accueil": "accueil",
    "entretien": "entretien",
    "resultat": "résultat",
    "pourquoi-pas": "pourquoi pas",
    "catalogue": "catalogue",
    "operateur": "opérateur",
    "lieu": "lieu",
    "exports": "exports",
    "tableau": "tableau de bord",
    "reglages": "réglages",
    "aide": "aide",
    "saisie": "fenêtre de saisie",
    "dialogue": "question posée",
}


def touches() -> str:
    """The key table, from the command table."""
    lignes = ["| écran | touche | fait |", "|---|---|---|"]
    lignes += [f"| {ECRANS[c.ecran]} | `{c.touche}` | {c.aide} |" for c in COMMANDES if c.touche]
    return "\n".join(lignes)


def erreurs() -> str:
    """The error codes, from the error catalogue: what a refusal with `--lot` or `--format json` can name."""
    return ", ".join(f"`{code}`" for code in sorted(FICHES))


def avertissements() -> str:
    """The codes of the warnings of `catalogue verifier`, which `explications.yaml` names."""
    return ", ".join(f"`{code}`" for code in sorted(PAR_CODE))


PARTIES = {"touches": touches, "erreurs": erreurs, "avertissements": avertissements}


def ecrire(texte: str) -> str:
    """The README with its generated parts renewed."""
    for nom, partie in PARTIES.items():
        borne = re.compile(f"(<!-- {nom} -->\n).*?(\n<!-- /{nom} -->)", re.DOTALL)
        assert borne.search(texte), f"README.md has no part {nom}"
        texte = borne.sub(lambda m, p=partie: m[1] + p() + m[2], texte)
    return texte


if __name__ == "__main__":
    README.write_text(ecrire(README.read_text(encoding="utf-8")), encoding="utf-8")
