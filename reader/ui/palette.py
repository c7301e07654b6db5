"""How the text is coloured in a theme: styles by name, to lay over the screen's own.

Worked out here and not in a style sheet: the text is drawn line by line, and two dozen more rules would cost an
opening article a tenth of its time. Whatever has a colour also has another sign: a mark, a bar, an underline, slant.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

QUIET = "$foreground 60%"
"""What is said in passing, in a `Content`: `$text-muted` comes out white there."""

_TERMS_IN_THE_DARK = {
    "person": "#98c379",
    "place": "#7fb4ff",
    "organisation": "#e5b567",
    "title": "#c9a5f7",
    "acronym": "#62cfcf",
    "missing": "#ff8098",
}
_TERMS_IN_THE_LIGHT = {
    "person": "#2c6b2f",
    "place": "#0b57ad",
    "organisation": "#855500",
    "title": "#7437b0",
    "acronym": "#006b75",
    "missing": "#b00038",
}
_TERMS_OF_THE_TERMINAL = {
    "person": "ansi_green",
    "place": "ansi_blue",
    "organisation": "ansi_yellow",
    "title": "ansi_magenta",
    "acronym": "ansi_cyan",
    "missing": "ansi_red",
}


def palette(variables: Mapping[str, str], *, dark: bool) -> dict[str, Style]:
    """Styles for a theme with these variables.

    Kinds of paragraph, trust marks and states go by their own names; kinds of terms are `term-<kind>`.
    """
    ground, text = Color.parse(variables["background"]), Color.parse(variables["foreground"])
    accent, warning, error = (_style(variables[f"text-{name}"]) for name in ("primary", "warning", "error"))
    if ground.ansi is not None:  # the terminal's own colours cannot be mixed
        terms = _TERMS_OF_THE_TERMINAL
        muted = faint = Style(dim=True)
        current = Style()
        match, here = Style(reverse=True), Style(reverse=True, underline=True)
        word = Style(reverse=True)
    else:
        terms = _TERMS_IN_THE_DARK if dark else _TERMS_IN_THE_LIGHT
        muted, faint = (Style(color=ground.blend(text, share).rich_color) for share in (0.7, 0.4))
        current = Style(bgcolor=ground.blend(text, 0.1).rich_color)
        bright = Color.parse(variables["warning"])
        word = Style(bgcolor=ground.blend(Color.parse(variables["primary"]), 0.5).rich_color)
        match = Style(bgcolor=ground.blend(bright, 0.4).rich_color)
        here = Style(color=bright.get_contrast_text(0.9).rich_color, bgcolor=bright.rich_color, underline=True)
    bold, italic, underline = Style(bold=True), Style(italic=True), Style(underline=True)
    missing = _style(terms["missing"])
    return {
        "title": accent + bold,
        "subtitle": bold,
        "heading": accent + bold,
        "caption": muted + italic,
        "dateline": muted,
        "lead": muted,
        "side": faint,
        "pending": faint,
        "failed": error + italic,
        "bar": accent + bold,
        "mark-×": error + bold,
        "mark-!": warning + bold,
        "mark-~": missing + bold,
        "bookmark": accent + bold,
        "origin-e": accent,
        "origin-°": warning,
        "origin-·": faint,
        "current": current,
        "match": match + bold,
        "match-here": here + bold,
        "term-term": underline,
        "word": word + bold,
        "partner": word + bold,
        **{f"term-{kind}": _style(colour) + underline for kind, colour in terms.items()},
        "term-missing": missing + underline + italic,
    }


def _style(colour: str) -> Style:
    return Style(color=Color.parse(colour).rich_color)
