"""The two themes. Colours only help: what they say is said by a word or a sign too.

Text has colours of its own (`$discret`, `$fort`, `$bien`, `$attention`): Textual's `$text-…` depend on the background
behind them, and a list that draws its own lines does not know it. All hold 4.5:1 on the backgrounds of their theme.
"""

from __future__ import annotations

from textual.theme import Theme

SOMBRE = "prescripteur-sombre"
CLAIR = "prescripteur-clair"

PAR_REGLAGE = {"sombre": SOMBRE, "clair": CLAIR}
"""The themes by the value of the setting."""

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
        variables={"discret": "#a8a8a8", "fort": "#ffd75f", "bien": "#87d787", "attention": "#ffaf5f"},
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
        variables={"discret": "#585858", "fort": "#7a4b00", "bien": "#005f00", "attention": "#8a3b00"},
    ),
)
