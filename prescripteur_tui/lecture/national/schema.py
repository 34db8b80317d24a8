"""The national schema itself, an extra, to validate what goes out; never imported unless it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from prescripteur_tui.domaine.national.champs import Enregistrement
from prescripteur_tui.erreurs import ErreurPrescripteur


def valider(structures: Sequence[Enregistrement], services: Sequence[Enregistrement]) -> None:
    """Hold records to `data-inclusion-schema`, its warnings on.

    Raises:
        ErreurPrescripteur: `schema-national-absent` when the package is not there, `schema-national-refus` with the
            first field that it refuses.
    """
    try:
        from data_inclusion.schema import v1
    except ImportError as erreur:
        raise ErreurPrescripteur("schema-national-absent") from erreur
    for modele, fiches in ((v1.Structure, structures), (v1.Service, services)):
        for fiche in fiches:
            try:
                modele.model_validate(fiche, context={"ignore_warnings": False})
            except ValidationError as erreur:
                premiere = erreur.errors()[0]
                champ = ".".join(map(str, premiere["loc"]))
                raise ErreurPrescripteur(
                    "schema-national-refus", champ=champ, id=fiche["id"], raison=premiere["type"]
                ) from erreur
