"""How the text is coloured in a theme: styles by name, to lay over the screen's own.

Worked out here and not in a style sheet: the text is drawn line by line, and two dozen more rules would cost an
opening article a tenth of its time. Whatever has a colour also has another sign: a mark, a bar, an underline, slant.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

QUIET = "$foreground 70%"
"""What is said in passing, in a `Content`: `$text-muted` comes out white there."""

CONTRAST = "reader-contrast"
"""A theme's variable: the contrast with the ground that even what is said in passing has to have there."""

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
        least = float(variables.get(CONTRAST, 0))
        lit = ground.blend(text, 0.1)
        muted, faint = (Style(color=_faded(ground, text, share, lit, least).rich_color) for share in (0.7, 0.4))
        current = Style(bgcolor=lit.rich_color)
        bright = Color.parse(variables["warning"])
        grounds = (ground.blend(Color.parse(variables["primary"]), share) for share in (0.5, 0.4, 0.3, 0.2))
        word = Style(bgcolor=next(under for under in grounds if contrast(text, under) >= least).rich_color)
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
        "mark-?": muted + bold,
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


def contrast(one: Color, other: Color) -> float:
    """How far two colours stand apart, from 1 to 21, by the definition of WCAG 2 (contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance, from 0 to 1, by the definition of WCAG 2 for sRGB."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _faded(ground: Color, text: Color, share: float, under: Color, least: float) -> Color:
    """`share` of the text's colour over the ground, or as much more as the contrast `least` with `under` needs."""
    shares = [share, *(step / 20 for step in range(21) if step / 20 > share)]
    faded = [ground.blend(text, one) for one in shares]
    return next((colour for colour in faded if contrast(colour, under) >= least), text)


def _style(colour: str) -> Style:
    return Style(color=Color.parse(colour).rich_color)
