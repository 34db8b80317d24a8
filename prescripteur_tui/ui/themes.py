"""The two themes. Colours only help: what they say is said by a word or a sign too."""

from __future__ import annotations

from textual.theme import Theme

SOMBRE = "prescripteur-sombre"
CLAIR = "prescripteur-clair"

THEMES = (
    Theme(
        name=SOMBRE,
        primary="#5fafd7",
        secondary="#87afaf",
        accent="#ffd75f",
        warning="#ffaf5f",
        error="#ff8787",
        success="#87d787",
        foreground="#e4e4e4",
        background="#121212",
        surface="#1c1c1c",
        panel="#303030",
        dark=True,
    ),
    Theme(
        name=CLAIR,
        primary="#005f87",
        secondary="#3a5f5f",
        accent="#875f00",
        warning="#875f00",
        error="#af0000",
        success="#005f00",
        foreground="#1c1c1c",
        background="#ffffff",
        surface="#f2f2f2",
        panel="#dadada",
        dark=False,
    ),
)
