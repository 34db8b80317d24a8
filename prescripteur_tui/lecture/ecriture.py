"""An imported operator as a YAML file that people can edit, and that tells whether they did."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import yaml

from prescripteur_tui.domaine.operateurs import Operateur

ENTETE = """\
# Repris de data·inclusion. Tant que personne ne modifie ce fichier, un nouvel import le met à jour.
# Pour proposer ces offres : écrivez leurs « conditions », puis « statut: actif ». L’import n’y touchera plus.
"""

LARGEUR = 110

_LONG = 90
"""A text longer than that is folded over several lines."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-+[a-z0-9]+)+|[a-z]{4,}")
"""What reads as it is; YAML takes `no`, `oui` and `null` for something else."""

_RESERVES = frozenset({"null", "true", "false"})

_FIN = re.compile(r'  empreinte: "(sha256:[0-9a-f]{64})"\n?')


def ecrire_operateur(operateur: Operateur) -> str:
    """The file of an imported operator: same operator, same text. Its last line is the fingerprint of the others."""
    objet = operateur.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    provenance = objet.pop("provenance")
    provenance.pop("empreinte", None)
    # Last, so that the fingerprint is the last line.
    objet["provenance"] = provenance
    corps = ENTETE + yaml.dump(
        _preparer(objet), Dumper=_Auteur, allow_unicode=True, sort_keys=False, width=LARGEUR, default_flow_style=False
    )
    return f'{corps}  empreinte: "{_empreinte(corps)}"\n'


def est_intact(texte: str) -> bool:
    """Whether a file is as an import wrote it; another way to end lines does not count as a touch."""
    lignes = texte.removeprefix("\ufeff").replace("\r\n", "\n").splitlines(keepends=True)
    fin = _FIN.fullmatch(lignes[-1]) if lignes else None
    return fin is not None and fin[1] == _empreinte("".join(lignes[:-1]))


def _empreinte(corps: str) -> str:
    return "sha256:" + hashlib.sha256(corps.encode("utf-8", "surrogatepass")).hexdigest()


def _preparer(valeur: Any) -> Any:
    """As the reader of the catalogue wants it: every scalar a text."""
    if isinstance(valeur, dict):
        # A contact begins with its name, as an offre does.
        cles = sorted(valeur, key=lambda cle: cle not in ("id", "nom"))
        return {_Cle(cle): _preparer(valeur[cle]) for cle in cles}
    if isinstance(valeur, list):
        return [_preparer(v) for v in valeur]
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return str(valeur)


class _Cle(str):
    """The name of a field, never between quotes."""


class _Auteur(yaml.SafeDumper):
    """The layout of the catalogue: lists set in, no anchor, a text between double quotes, a long one folded."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never `&` nor `*`, which the catalogue refuses."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand two columns in."""
        super().increase_indent(flow, False)


def _ecrire_texte(auteur: _Auteur, texte: str) -> yaml.ScalarNode:
    if _ID.fullmatch(texte) and texte not in _RESERVES:
        style = None
    elif "\n" in texte:
        style = "|"
    elif len(texte) > _LONG and " " in texte:
        style = ">"
    else:
        style = '"'
    return auteur.represent_scalar(_TEXTE, texte, style)


def _ecrire_cle(auteur: _Auteur, cle: _Cle) -> yaml.ScalarNode:
    return auteur.represent_scalar(_TEXTE, str(cle))


def _ecrire_liste(auteur: _Auteur, liste: list[Any]) -> yaml.SequenceNode:
    """A few ids or codes stand on one line."""
    est_courte = all(isinstance(v, str) and " " not in v for v in liste) and sum(map(len, liste)) <= _LONG
    return auteur.represent_sequence("tag:yaml.org,2002:seq", liste, flow_style=est_courte)


_TEXTE = "tag:yaml.org,2002:str"
_Auteur.add_representer(str, _ecrire_texte)
_Auteur.add_representer(_Cle, _ecrire_cle)
_Auteur.add_representer(list, _ecrire_liste)
