"""Colours in every theme that Textual brings: legible, and never the only sign."""

import pytest
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from reader.ui.lights import KINDS, MISSING
from reader.ui.palette import QUIET, contrast, palette
from reader.ui.themes import DARK, HIGH_CONTRAST, LIGHT, OWN

READABLE, WELL_READABLE = 4.5, 7.0
"""Contrast that WCAG 2 asks of running text: level AA, and AAA."""
_PLAIN = {"current", "match", "match-here", "word", "partner", "subtitle", "term-term"}
"""Styles that leave the colour of the text as it is, or bring a ground of their own."""


def variables_of(theme: str) -> dict[str, str]:
    app = App[None]()
    for own in OWN:
        app.register_theme(own)
    app.theme = theme
    return app.get_css_variables()


def muted(theme: str, ground: Color) -> Color:
    """What `$text-muted` comes to on a ground: a colour, or so much of black or white."""
    value = variables_of(theme)["text-muted"]
    if value.startswith("#"):
        return Color.parse(value)
    share = float(value.removeprefix("auto ").removesuffix("%")) / 100
    return ground.blend(ground.get_contrast_text(1.0), share)


def styles(theme: str) -> tuple[dict[str, Style], Color]:
    variables = variables_of(theme)
    dark = next((own.dark for own in OWN if own.name == theme), None)
    ground = Color.parse(variables["background"])
    return palette(variables, dark=BUILTIN_THEMES[theme].dark if dark is None else dark), ground


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


@pytest.mark.parametrize(("theme", "least"), [(DARK, READABLE), (LIGHT, READABLE), (HIGH_CONTRAST, WELL_READABLE)])
def test_in_our_own_themes_all_can_be_read_wherever_it_stands(theme: str, least: float) -> None:
    """Text, terms and marks on the ground of the page, on the current sentence, and on what is lit."""
    found, ground = styles(theme)
    variables = {name: Color.parse(value) for name, value in variables_of(theme).items() if value.startswith("#")}
    text = variables["foreground"]
    quiet = float(QUIET.removeprefix("$foreground ").removesuffix("%")) / 100
    current = Color.from_rich_color(found["current"].bgcolor)
    ratios = {
        f"{name} on {where}": contrast(Color.from_rich_color(style.color), under)
        for name, style in found.items()
        if style.color is not None and name not in _PLAIN
        for where, under in (("the page", ground), ("the current sentence", current))
    }
    for name in ("match", "word"):
        ratios[f"text on {name}"] = contrast(text, Color.from_rich_color(found[name].bgcolor))
    here = found["match-here"]
    ratios["match-here"] = contrast(Color.from_rich_color(here.color), Color.from_rich_color(here.bgcolor))
    for under in ("background", "surface", "panel"):
        ratios[f"text on {under}"] = contrast(text, variables[under])
        for name in ("text-primary", "text-accent", "text-warning", "text-error"):
            ratios[f"{name} on {under}"] = contrast(variables[name], variables[under])
        ratios[f"quiet on {under}"] = contrast(variables[under].blend(text, quiet), variables[under])
        ratios[f"muted on {under}"] = contrast(muted(theme, variables[under]), variables[under])
        chosen = variables[under].blend(variables["primary"], 0.3)
        ratios[f"text on the chosen line of {under}"] = contrast(text, chosen)
    assert {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < least} == {}


def test_known_contrasts() -> None:
    """The ends of the scale, and a pair that others have computed: #767676 on white is the palest AA grey."""
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert round(contrast(black, white), 3) == 21
    assert contrast(white, white) == 1
    assert round(contrast(Color.parse("#767676"), white), 2) == 4.54
