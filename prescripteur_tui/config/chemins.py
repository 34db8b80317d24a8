"""Where the data of this laptop live."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE_DONNEES = "PRESCRIPTEUR_DONNEES"
"""Environment variable that names the data folder."""


def dossier_donnees(option: Path | None) -> Path:
    """The data folder: the option, else the environment, else the user's own local data folder.

    Local, never roaming: a database that a server copies while it is written gets lost or split in two.
    The folder is not created here.
    """
    if option is not None:
        return option.expanduser()
    if variable := os.environ.get(VARIABLE_DONNEES):
        return Path(variable).expanduser()
    # Saves some 25 ms to a command that was told where to go.
    from platformdirs import user_data_path

    return user_data_path("prescripteur", appauthor=False, roaming=False)
