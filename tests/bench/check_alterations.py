"""What `bench_check` does to human references: the same in another form, and planted faults.

Nothing here knows the checker's own tables.
"""

import random
import re
from collections.abc import Callable
from functools import cache

from reader.glossary.builtin import built_in_terms

Alteration = Callable[[str, str, random.Random], tuple[str, str] | None]
"""Takes a pair and gives it back altered, or none where there is nothing to alter."""
Ways = dict[str, Alteration]


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words("January February March April May June July August September October November December")
_MONTH = "|".join(MONTHS)
_UNITS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")
_ID_UNITS = _words("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas")
_ORDINALS = _words(
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
)
COUNTED = _UNITS[2:13]
_PLAIN = r"(?<![\w.,:/$€£-])(\d{1,3})(?![\w:/]|[.,]\d|-\d)"
"""A small whole number that stands alone."""
_ANY = r"(?<![\w.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,]\d|-\d)"
_YEAR = r"(?<![\w.,:/$-])(1[5-9]\d\d|20\d\d)(?![\w:/]|[.,]\d|-\d)"

_NO_UNIT = r"(?! ?(?:%|percent|thousand|million|billion))"
_DOLLARS = r"(?<![\w$])(?:US)?\$ ?(\d+(?:,\d{3})*(?:\.\d+)?(?: (?:million|billion|trillion))?)(?![\w.,-]|\s?mil)"
_THOUSANDS = r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?![\w,.])|(?<![\w.,/:$-])[1-9]\d{2,5}(?![\w,.:/-])"
_DATED_MONTH = rf"\b({_MONTH})\b(?=,? \d)|(?<=\d )({_MONTH})\b"
_DAY = rf"\b(?:{_MONTH}) \d{{1,2}}(?![\d,.]\d|\d)|(?<![\d.,:/-])\b\d{{1,2}} (?:{_MONTH})\b"
_MONEY = r"US\$|(?<!\w)Rp|[$£€](?=\d)|(?<=\d )(?:dollars|euros|yen|rupiah)\b|(?<=illion )(?:dollars|euros)\b"


def in_english(number: int) -> str:
    """0 to 999 in English words."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    rest = f" and {in_english(number % 100)}" if number % 100 else ""
    return f"{_UNITS[number // 100]} hundred{rest}"


def in_indonesian(number: int) -> str:
    """0 to 999 in Indonesian words."""
    if number < 12:
        return _ID_UNITS[number]
    if number < 20:
        return f"{_ID_UNITS[number - 10]} belas"
    if number < 100:
        return f"{_ID_UNITS[number // 10]} puluh" + (f" {_ID_UNITS[number % 10]}" if number % 10 else "")
    head = "seratus" if number < 200 else f"{_ID_UNITS[number // 100]} ratus"
    return head + (f" {in_indonesian(number % 100)}" if number % 100 else "")


def _swap(text: str, pattern: str, new: Callable[[re.Match[str]], str | None], chance: random.Random) -> str | None:
    """`text` with one match of `pattern`, drawn by chance, put anew; none without a match or a new text."""
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = chance.choice(found)
    put = new(match)
    if put is None or put == match.group():
        return None
    return text[: match.start()] + put + text[match.end() :]


def _target(pattern: str, new: Callable[[re.Match[str], random.Random], str | None]) -> Alteration:
    def alter(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
        put = _swap(target, pattern, lambda match: new(match, chance), chance)
        return None if put is None else (source, put)

    return alter


def _source(pattern: str, new: Callable[[re.Match[str], random.Random], str | None]) -> Alteration:
    def alter(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
        put = _swap(source, pattern, lambda match: new(match, chance), chance)
        return None if put is None else (put, target)

    return alter


# -- the same value in another form


def _rounded(match: re.Match[str], _: random.Random) -> str | None:
    """1,500,000 -> 1.5 million"""
    value = int(match.group().replace(",", ""))
    for scale, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if value >= scale and value % (scale // 10) == 0:
            return f"{value / scale:g} {word}"
    return None


def _written_out(match: re.Match[str], _: random.Random) -> str | None:
    """1.5 million -> 1,500,000"""
    value = round(float(match[1]) * {"thousand": 10**3, "million": 10**6, "billion": 10**9}[match[2]])
    return f"{value:,}"


def _ordinal(match: re.Match[str], _: random.Random) -> str | None:
    """19th -> nineteenth"""
    number = int(match[1])
    return _ORDINALS[number - 3] if 3 <= number <= 19 else None


def _evening(match: re.Match[str], _: random.Random) -> str | None:
    """8:30 p.m. -> 20:30"""
    hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}:{match[2]}"


VALUE_FORMS: Ways = {
    "digits to words": _target(_PLAIN + _NO_UNIT, lambda m, _: in_english(int(m[1]))),
    "words to digits": _target(rf"(?<!-)\b({'|'.join(COUNTED)})\b(?!-)", lambda m, _: str(_UNITS.index(m[1]))),
    "digits to Indonesian words": _source(_PLAIN + r"(?! ?%)", lambda m, _: in_indonesian(int(m[1]))),
    "rounded to a scale word": _target(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,.])", _rounded),
    "scale word written out": _target(r"(?<![\w.,])(\d+(?:\.\d+)?) (thousand|million|billion)\b", _written_out),
    "thousands mark dropped": _target(r"(?<![\w.,])(\d{1,3}),(\d{3})(?![\w,.])", lambda m, _: m[1] + m[2]),
    "Indonesian scale word": _source(r"(?<![\w.,])(\d{1,3})\.000(?![\w,.])", lambda m, _: f"{m[1]} ribu"),
    "month and day turned": _target(rf"\b({_MONTH}) (\d{{1,2}})(?!\d)", lambda m, _: f"{m[2]} {m[1]}"),
    "day and month turned": _target(rf"\b(\d{{1,2}}) ({_MONTH})\b", lambda m, _: f"{m[2]} {m[1]}"),
    "date in digits": _target(
        rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})", lambda m, _: f"{MONTHS.index(m[1]) + 1}/{m[2]}/{m[3]}"
    ),
    "month shortened": _target(rf"\b({_MONTH})(?= \d)", lambda m, _: f"{m[1][:3]}." if m[1] != "May" else None),
    "percent spelled": _target(r"(?<=\d)%", lambda _, __: " percent"),
    "percent sign": _target(r"(?<=\d) ?(?:percent|per cent)\b", lambda _, __: "%"),
    "currency spelled": _target(_DOLLARS, lambda m, _: f"{m[1]} dollars"),
    "ordinal spelled": _target(r"\b(\d{1,2})(?:st|nd|rd|th)\b", _ordinal),
    "decade shortened": _target(r"\b19(\d0)s\b", lambda m, _: f"'{m[1]}s"),
    "24-hour clock": _target(r"\b(\d{1,2}):(\d\d) ?([ap])\.?m\.?", _evening),
}


# -- planted faults


def _digit(match: re.Match[str], chance: random.Random) -> str:
    """One digit of the number is another one; the first never becomes 0."""
    text = match.group()
    place = chance.choice([index for index, letter in enumerate(text) if letter.isdigit()])
    others = [digit for digit in "0123456789" if digit != text[place] and not (place == 0 and digit == "0")]
    return text[:place] + chance.choice(others) + text[place + 1 :]


def _shifted(match: re.Match[str], chance: random.Random) -> str | None:
    """1,500 -> 15,000 or 150"""
    value = int(match.group().replace(",", ""))
    return f"{value * 10:,}" if chance.random() < 0.5 or value % 10 else f"{value // 10:,}"


def _day(match: re.Match[str], chance: random.Random) -> str:
    """22 December -> 7 December"""
    return re.sub(r"\d+", lambda day: str(chance.choice([d for d in range(1, 29) if d != int(day[0])])), match.group())


def _other(words: list[str]) -> Callable[[re.Match[str], random.Random], str]:
    return lambda match, chance: chance.choice([word for word in words if word != match.group()])


def _currency(match: re.Match[str], _: random.Random) -> str:
    text = match.group()
    signs = {"$": "€", "US$": "€", "£": "$", "€": "£", "Rp": "$"}
    signs |= {"dollars": "euros", "euros": "pounds", "yen": "dollars", "rupiah": "dollars"}
    return signs[text]


VALUE_FAULTS: Ways = {
    "digit changed": _target(_ANY, _digit),
    "year changed": _target(_YEAR, _digit),
    "thousands shifted": _target(_THOUSANDS, _shifted),
    "scale changed": _target(r"\b(thousand|million|billion|trillion)\b", _other(["thousand", "million", "billion"])),
    "month changed": _target(_DATED_MONTH, _other(MONTHS)),
    "day changed": _target(_DAY, _day),
    "currency changed": _target(_MONEY, _currency),
    "number dropped": _target(_ANY + r" ?", lambda _, __: ""),
    "number word changed": _target(rf"(?<!-)\b({'|'.join(COUNTED)})\b(?!-)", _other(COUNTED)),
}


# -- negation


def _as_it_is(there: Callable[[str, str], bool]) -> Alteration:
    """The reference itself, if that is `there`: what a translator made of a denial, a name or a unit."""
    return lambda source, target, _: (source, target) if there(source, target) else None


def _denies(_: str, target: str) -> bool:
    return re.search(r"\b(?:not|no|never|without|cannot|none|nothing)\b|n['’]t\b", target) is not None


def _denied(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
    """Puts a "not" into a sentence that denies nothing."""
    if _denies(source, target):
        return None
    put = _swap(target, r"\b(?:is|are|was|were|will|would|can|could|must) ", lambda m: f"{m.group()}not ", chance)
    return None if put is None else (source, put)


_CONTRACTED = {"cannot": "can't", "will not": "won't", "shall not": "shan't"}
_AUXILIARY = "do|does|did|is|are|was|were|has|have|had|could|would|should"
_DENIAL = (
    r"\b(?:do|does|did) not |\b(?:do|does|did)n['’]t |\bcannot\b|\bcan['’]t\b|\bwon['’]t\b|(?<=\w)n['’]t\b"
    r"|\bnot (?!only|just|merely|simply|least)|\bnever |\bno (?=[a-z]{3})(?!longer|one|matter|doubt)|\bwithout\b"
)


def _without_denial(match: re.Match[str], _: random.Random) -> str:
    text = match.group().replace("’", "'")
    return {"cannot": "can", "can't": "can", "won't": "will", "without": "with"}.get(text, "")


NEGATION_FORMS: Ways = {
    "contracted": _target(
        rf"\bcannot\b|\b(?:{_AUXILIARY}|will) not\b",
        lambda m, _: _CONTRACTED.get(m.group(), m.group().replace(" not", "n't")),
    ),
    "not contracted": _target(rf"\b({_AUXILIARY})n['’]t\b", lambda m, _: f"{m[1]} not"),
    "never in two words": _target(r"\bnever\b", lambda _, __: "not ever"),
    "no to not any": _target(r"\b(is|are|was|were) no (?=[a-z]{3})(?!longer)", lambda m, _: f"{m[1]} not any "),
    "denial as it is": _as_it_is(_denies),
}
NEGATION_FAULTS: Ways = {
    "denial dropped": _target(_DENIAL, _without_denial),
    "denial put in": _denied,
}


# -- names

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?!['’\w])")
"""A capitalised word inside an English sentence."""
_RESPELLED = (("ei", "ey"), ("ey", "ei"), ("v", "w"), ("sh", "sy"), ("ph", "f"), ("oo", "u"), ("ck", "k"), ("th", "t"))


def names_of(source: str, target: str) -> list[str]:
    """The capitalised words that stand inside both sentences, letter for letter.

    Those of the built-in glossary are left out: what becomes of them is told with the terms, not by the checks.
    """
    inside = {match.group() for match in _NAME.finditer(source)}
    return sorted(({match.group() for match in _NAME.finditer(target)} & inside) - _glossary_words())


@cache
def _glossary_words() -> frozenset[str]:
    return frozenset(word for term in built_in_terms() for form in term.forms for word in re.findall(r"\w+", form))


def _renamed(new: Callable[[str, random.Random], str | None]) -> Alteration:
    """Puts `new` for every place of one name in the target."""

    def alter(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
        names = names_of(source, target)
        if not names:
            return None
        name = chance.choice(names)
        put = new(name, chance)
        if put is None or (put and put.lower() in source.lower()):
            return None
        changed = re.sub(rf"\b{name}\b{'' if put else ' ?'}", put, target)
        return None if name.lower() in changed.lower() else (source, changed)

    return alter


def _respelled(name: str, chance: random.Random) -> str | None:
    fitting = [(old, new) for old, new in _RESPELLED if old in name[1:]]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return name[0] + name[1:].replace(old, new, 1)


def name_faults(stock: list[str]) -> Ways:
    """The faults of names; a name is replaced by another of `stock` that begins with another letter."""

    def other(name: str, chance: random.Random) -> str:
        return chance.choice([new for new in stock if new[0] != name[0]])

    return {"name replaced": _renamed(other), "name dropped": _renamed(lambda _, __: "")}


def _possessive(source: str, target: str, chance: random.Random) -> tuple[str, str] | None:
    names = names_of(source, target)
    name = chance.choice(names) if names else ""
    return (source, re.sub(rf"\b{name}\b", f"{name}'s", target)) if name else None


NAME_FORMS: Ways = {
    "name respelled": _renamed(_respelled),
    "name with 's": _possessive,
    "name as it is": _as_it_is(lambda source, target: bool(names_of(source, target))),
}


# -- units

_SHORT = {
    "kilometers": "km",
    "kilometres": "km",
    "centimeters": "cm",
    "kilograms": "kg",
    "hectares": "ha",
    "percent": "%",
}
_LONG = {"km": "kilometers", "mi": "miles", "ft": "feet", "kg": "kilograms", "%": " percent", "mph": "miles per hour"}
_OTHER_UNIT = dict(
    pair.split(":")
    for pair in _words(
        "kilometers:miles kilometres:miles km:mi miles:kilometers mi:km meters:feet metres:feet feet:meters ft:m "
        "hectares:acres acres:hectares tons:kilograms tonnes:kilograms kilograms:tons kg:tons days:weeks weeks:months "
        "months:years years:months year:month hours:minutes hour:day minutes:hours seconds:minutes percent:people"
    )
)
_MEASURE = rf"(?<=\d)([ -]?)({'|'.join(_OTHER_UNIT)})\b|(?<=\d)()(%)"


def _converted(match: re.Match[str], _: random.Random) -> str:
    """100 km -> 62 miles"""
    miles = float(match[1].replace(",", "")) * 0.621371
    return f"{miles:,.0f} miles" if miles >= 20 else f"{miles:.1f} miles"


UNIT_FORMS: Ways = {
    "unit shortened": _target(rf"(?<=\d )({'|'.join(_SHORT)})\b", lambda m, _: _SHORT[m[1]]),
    "unit written out": _target(r"(?<=\d )(km|mi|ft|kg|mph)\b|(?<=\d)%", lambda m, _: _LONG[m.group()]),
    "unit converted": _target(r"(?<![\w.,-])(\d[\d,.]*) (?:km|kilomet(?:er|re)s)\b(?!\w|/| per| \()", _converted),
    "unit as it is": _as_it_is(lambda _, target: re.search(_MEASURE, target) is not None),
}
UNIT_FAULTS: Ways = {"unit changed": _target(_MEASURE, lambda m, _: (m[1] or " ") + _OTHER_UNIT.get(m[2], "people"))}
