"""Colours in every theme that Textual brings: legible, and never the only sign."""

import pytest
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from reader.ui.lights import KINDS, MISSING
from reader.ui.palette import palette

READABLE = 4.5
"""Contrast that the web's accessibility guidelines ask of running text (WCAG 2, level AA)."""


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def styles(theme: str) -> tuple[dict[str, Style], Color]:
    app = App[None]()
    app.theme = theme
    variables = app.get_css_variables()
    return palette(variables, dark=app.current_theme.dark), Color.parse(variables["background"])


@pytest.mark.parametrize("theme", sorted(BUILTIN_THEMES))
def test_every_theme_has_all_styles_and_terms_are_underlined(theme: str) -> None:
    found, _ = styles(theme)
    assert all(found[f"term-{kind}"].underline for kind in (*KINDS, MISSING))
    assert found["match"].bold
    assert found["match-here"].underline
    assert found["match"] != found["match-here"]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_terms_and_marks_can_be_read(theme: str) -> None:
    found, ground = styles(theme)
    low = {
        name: round(contrast(Color.from_rich_color(style.color), ground), 1)
        for name, style in found.items()
        if style.color is not None and name.startswith(("term-", "mark-~", "title", "heading", "caption", "failed"))
    }
    assert min(low.values()) >= READABLE, low
