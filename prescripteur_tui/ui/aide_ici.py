"""What the help says of the place where the user is: each widget that can have the focus has a name and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class AideIci:
    """A widget, or what its cursor is on: a name that begins with a capital, and sentences about its keys."""

    nom: str
    textes: tuple[str, ...]


@runtime_checkable
class AUneAide(Protocol):
    """A widget that can say what it is."""

    @property
    def aide_ici(self) -> AideIci | None:
        """What it is and what its keys do; None when there is nothing to say."""
