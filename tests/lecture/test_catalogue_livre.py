"""The shipped catalogue is read without a problem, and every element of it has its place."""

from __future__ import annotations

from pathlib import Path

from prescripteur_tui.lecture.catalogue import CatalogueInvalide, lire_catalogue_situe


def test_le_catalogue_livre_est_sans_probleme(dossier_catalogue: Path) -> None:
    try:
        catalogue, situation = lire_catalogue_situe(dossier_catalogue)
    except CatalogueInvalide as erreur:
        problemes = "\n".join(str(probleme) for probleme in erreur.problemes)
        raise AssertionError(f"{len(erreur.problemes)} problems:\n{problemes}") from None
    assert catalogue.operateurs
    for operateur in catalogue.operateurs:
        fichier, ligne = situation.ou(("operateurs", operateur.id, "offres", 0))
        texte = (dossier_catalogue / fichier).read_text(encoding="utf-8").splitlines()
        assert operateur.offres[0].id in texte[ligne - 1], (fichier, ligne)
