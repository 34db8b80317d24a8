"""One file of counts and its manifest go to a target, and what stands there already is judged."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping

from prescripteur_tui.domaine.ports import Cible, FichierDeComptes
from prescripteur_tui.erreurs import ErreurPrescripteur

_PREMIER_NIVEAU = {"hebdo": "semaine", "periode": "periode"}


def dossier_de(fichier: FichierDeComptes) -> str:
    """The folder of one laptop's counts of one (time, lieu): `semaine=2026-W47/lieu=dutemple/poste=3f…`."""
    return f"{_PREMIER_NIVEAU[fichier.genre]}={fichier.temps}/lieu={fichier.lieu}/poste={fichier.poste}"


def entiers(noms: Collection[str]) -> set[str]:
    """Of the names in a folder, the counts that are whole, without ending: the CSV is there, and its manifest."""
    la = set(noms)
    return {nom[:-5] for nom in la if nom.endswith(".json") and f"{nom[:-5]}.csv" in la}


def moities(noms: Collection[str]) -> set[str]:
    """Of the names in a folder, the counts that are there by half, without ending: a CSV alone, or a manifest alone."""
    par_fin = [{nom.removesuffix(fin) for nom in noms if nom.endswith(fin)} for fin in (".csv", ".json")]
    return par_fin[0] ^ par_fin[1]


def deposer(cible: Cible, fichier: FichierDeComptes, csv: bytes, manifeste: bytes) -> None:
    """Publish counts: the CSV, then the manifest without which it does not exist for a reader.

    Also where both are there: that flushes what a cut left in the memory of the system.

    Raises:
        ErreurPrescripteur: `cible-fichier-different` when a name has other bytes, and those of `Cible`.
    """
    chemin = f"{dossier_de(fichier)}/{fichier.nom}"
    la = cible.lire(f"{chemin}.json")
    # A manifest that is not ours comes first: our CSV beside it would look like a lie of ours.
    if la is not None and la != manifeste:
        raise ErreurPrescripteur("cible-fichier-different", fichier=f"{fichier.nom}.json")
    for fin, contenu in ((".csv", csv), (".json", manifeste)):
        if not cible.publier(f"{chemin}{fin}", contenu):
            raise ErreurPrescripteur("cible-fichier-different", fichier=f"{fichier.nom}{fin}")


def bifurcation(
    cible: Cible, dernier: FichierDeComptes, noms: Collection[str], donnees: Mapping[str, str], *, relire: bool
) -> str | None:
    """Counts of this poste on the target that this base has not made: it was cloned, or restored from a copy.

    A revision beyond the last one given, or one that was given to other counts. Only counts that are whole, whose
    manifest vouches for the CSV beside it, are evidence: a half or damaged file is not another laptop.

    Args:
        cible: the target.
        dernier: the last revision that this base gave in the folder.
        noms: the names in that folder.
        donnees: sha256 of the CSV by name, of all that was given there.
        relire: whether to read those that bear a name that was given, too.

    Returns:
        The first such name, without ending.

    Raises:
        ErreurPrescripteur: those of `Cible`.
    """
    for nom in sorted(entiers(noms)):
        revision = _revision(nom, dernier)
        # A revision given before bases kept their files is known by its number alone.
        est_donnee = nom in donnees
        if revision is None or (est_donnee and not relire) or (not est_donnee and revision <= dernier.revision):
            continue
        empreinte = _empreinte_garantie(cible, f"{dossier_de(dernier)}/{nom}")
        if empreinte is not None and empreinte != donnees.get(nom):
            return nom
    return None


def _revision(nom: str, dernier: FichierDeComptes) -> int | None:
    """The revision that a name bears, when it is one of the same series."""
    if nom == dernier.nom:
        return dernier.revision
    serie = dernier.nom.removesuffix(f"_r{dernier.revision:03d}")
    trouve = re.fullmatch(f"{re.escape(serie)}_r([0-9]{{3,9}})", nom)
    return int(trouve[1]) if trouve else None


def _empreinte_garantie(cible: Cible, chemin: str) -> str | None:
    """The sha256 of a CSV, when the manifest beside it says the same."""
    manifeste, csv = cible.lire(f"{chemin}.json"), cible.lire(f"{chemin}.csv")
    if manifeste is None or csv is None:
        return None
    try:
        dit = json.loads(manifeste)
    except (ValueError, RecursionError):
        return None
    empreinte = hashlib.sha256(csv).hexdigest()
    return empreinte if isinstance(dit, dict) and dit.get("sha256") == empreinte else None
