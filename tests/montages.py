"""Real small disks: a full disk and a read-only one are mounted, not imitated (root ignores permissions)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PetitDisque:
    """A tmpfs of a few kilobytes."""

    def __init__(self, point: Path) -> None:
        self.point = point

    def remplir(self, sauf: int = 0) -> Path:
        """Take every free byte but some; returns the file that holds them, to be deleted to make room again."""
        bourrage = self.point / "bourrage"
        with bourrage.open("wb", buffering=0) as fichier:
            for taille in (4096, 1):
                try:
                    while True:
                        fichier.write(b"\0" * taille)
                except OSError:
                    continue
            fichier.truncate(max(0, fichier.tell() - sauf))
        return bourrage

    def remonter(self, mode: str) -> None:
        """Remount it `ro` or `rw`."""
        _monter("-o", f"remount,{mode}", str(self.point))


@contextmanager
def petit_disque(point: Path, taille: str) -> Iterator[PetitDisque]:
    """Mount a small disk on `point`. Fails loudly where it cannot: the faults it makes are part of what is promised."""
    point.mkdir(exist_ok=True)
    _monter("-t", "tmpfs", "-o", f"size={taille}", "tmpfs", str(point))
    try:
        yield PetitDisque(point)
    finally:
        subprocess.run(["umount", "--lazy", str(point)], check=True)


def _monter(*options: str) -> None:
    essai = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    assert essai.returncode == 0, f"these tests mount a real small disk and need root: {essai.stderr}"


def lier(source: Path, point: Path) -> None:
    """Show `source` at `point` too: a stick that is plugged in."""
    _monter("--bind", str(source), str(point))


def delier(point: Path) -> None:
    """Take it away at once, open files or not: a stick that is pulled out. `point` is an empty folder again."""
    subprocess.run(["umount", "--lazy", str(point)], check=True)
