"""`python -m tests.pannes [N]`: N interviews killed at random moments (200 unless told)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.pannes.coupures import couper


def main() -> int:
    """Print the figures; exit 1 when anything but the key being pressed was lost."""
    combien = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as dossier:
        bilan = couper(combien, Path(dossier))
    print(
        f"{bilan.coupures} kills, {bilan.en_entretien} of them during an interview; "
        f"{bilan.enregistres} interviews stored; losses: {len(bilan.pertes)}"
    )
    print("\n".join(bilan.pertes))
    return 1 if bilan.pertes else 0


if __name__ == "__main__":
    sys.exit(main())
