"""Run the command line in a process whose clock stands still: `python horloge_fixe.py 2026-11-25 entretien …`."""

from __future__ import annotations

import datetime as dt
import sys

from prescripteur_tui.__main__ import main
from prescripteur_tui.services.application import Application

if __name__ == "__main__":
    instant = dt.datetime.combine(dt.date.fromisoformat(sys.argv.pop(1)), dt.time(10), dt.UTC)
    parametres = Application.__init__.__kwdefaults__
    assert parametres is not None
    parametres["horloge"] = lambda: instant
    main()
