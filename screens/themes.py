"""A dark and a light theme whose status colours can be told apart by everyone.

Every status colour has a contrast of at least 4.5:1 on each background it stands on, and any two
stay apart under deuteranopia; `tests/screens/test_themes.py` computes both. Status is never shown
by colour alone: a glyph and a word stand beside it.
"""

from textual.theme import Theme

#: The colours that carry a meaning, by the name that style sheets use with a `$`.
STATUS_COLOURS = ("pass", "fail", "open", "awaited")
#: Further colours that text is written in.
TEXT_COLOURS = ("quiet", "person", "link")

DARK = Theme(
    name="screener-dark",
    dark=True,
    primary="#6cb6ff",
    secondary="#8fa3b8",
    accent="#6cb6ff",
    warning="#f0d85a",
    error="#ff8a5c",
    success="#5cc8f2",
    foreground="#e6edf3",
    background="#0e1318",
    surface="#151b22",
    panel="#1e2630",
    variables={
        "pass": "#4fb3f6",
        "fail": "#f08040",
        "open": "#d4dae1",
        "awaited": "#f5e663",
        "quiet": "#9fb0c0",
        "person": "#a9d6ff",
        "link": "#a9d6ff",
        "footer-key-foreground": "#a9d6ff",
        "block-cursor-background": "#1b3552",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#e6edf3",
        "input-cursor-foreground": "#0e1318",
    },
)

LIGHT = Theme(
    name="screener-light",
    dark=False,
    primary="#0b4f8a",
    secondary="#44566a",
    accent="#0b4f8a",
    warning="#6b5900",
    error="#a83200",
    success="#00558c",
    foreground="#16202a",
    background="#fbfcfd",
    surface="#f1f4f7",
    panel="#e6ebf0",
    variables={
        "pass": "#0057c2",
        "fail": "#a02800",
        "open": "#16202a",
        "awaited": "#8f3f97",
        "quiet": "#4c5b69",
        "person": "#0b4f8a",
        "link": "#0b4f8a",
        "footer-key-foreground": "#0b4f8a",
        "block-cursor-background": "#d3e4f8",
        "block-cursor-foreground": "#16202a",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#16202a",
        "input-cursor-foreground": "#fbfcfd",
    },
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
