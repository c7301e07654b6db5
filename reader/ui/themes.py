"""Themes of this program's own, beside Textual's: dark, light, and one of high contrast.

Text, terms and marks have the contrast with their ground that WCAG 2 asks for: 4.5 to 1 (level AA), and 7 to 1 (AAA) in
the last. Light is that of paper, not of a lamp.
"""

from textual.theme import Theme

from reader.ui.palette import CONTRAST

DARK, LIGHT, HIGH_CONTRAST = "dwibaca-dark", "dwibaca-light", "dwibaca-contrast"

OWN = (
    Theme(
        name=DARK,
        dark=True,
        background="#15171c",
        surface="#1e2129",
        panel="#272b35",
        foreground="#e4e4e0",
        primary="#6aa5f2",
        secondary="#8fb4d9",
        accent="#f0b75e",
        warning="#f0b75e",
        error="#ff8595",
        success="#8fce84",
        variables={CONTRAST: "4.5"},
    ),
    Theme(
        name=LIGHT,
        dark=False,
        background="#faf7ef",
        surface="#f1ede1",
        panel="#e7e1d2",
        foreground="#22201c",
        primary="#0b57ad",
        secondary="#35618f",
        accent="#7a4b00",
        warning="#7a4b00",
        error="#a80034",
        success="#2c6b2f",
        variables={CONTRAST: "4.5"},
    ),
    Theme(
        name=HIGH_CONTRAST,
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        foreground="#ffffff",
        primary="#5fd7ff",
        secondary="#afd7ff",
        accent="#ffd75f",
        warning="#ffd75f",
        error="#ff9f9f",
        success="#87ff87",
        text_alpha=1.0,
        variables={
            CONTRAST: "7",
            "text-muted": "#d8d8d8",
            "text-disabled": "#b8b8b8",
            "text-primary": "#87e1ff",
            "text-warning": "#ffe08a",
            "text-error": "#ffb3b3",
            "text-accent": "#ffe08a",
            "text-success": "#a8ffa8",
            "block-cursor-background": "#ffd75f",
            "block-cursor-foreground": "#000000",
        },
    ),
)
