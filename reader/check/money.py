"""Currencies: which are named, where, and whether two names can mean the same money."""

import re
from typing import NamedTuple

from reader.check.lexicon import words
from reader.check.marks import Mark, Token

DOLLAR = "dollar"
"""A dollar of no stated country."""

_DOLLARS = {"USD", "AUD", "SGD", "HKD", "CAD", "NZD", "TWD"}


class Mention(NamedTuple):
    """A currency named in a sentence."""

    code: str
    start: int
    end: int
    firm: bool
    """False for words that are often something else (`pound`, `won`)."""
    leads: bool
    """It may stand before the amount; `euro` may not (`Euro 2012`)."""


_COUNTRY = {
    "as": "USD",
    "a.s": "USD",
    "amerika": "USD",
    "us": "USD",
    "u.s": "USD",
    "american": "USD",
    "australia": "AUD",
    "australian": "AUD",
    "singapura": "SGD",
    "singapore": "SGD",
    "singaporean": "SGD",
    "hong kong": "HKD",
    "kanada": "CAD",
    "canadian": "CAD",
    "taiwan": "TWD",
    "selandia baru": "NZD",
    "new zealand": "NZD",
}
_SIGNS = {
    "us$": "USD",
    "as$": "USD",
    "u.s.$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "s$": "SGD",
    "hk$": "HKD",
    "c$": "CAD",
    "nz$": "NZD",
    "nt$": "TWD",
    "$": DOLLAR,
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "฿": "THB",
    "rp": "IDR",
    "rm": "MYR",
}
_CODES = words("IDR USD AUD SGD HKD CAD NZD GBP EUR JPY CNY MYR THB INR KRW RUB PHP SAR")
_WORDS = {
    "rupiah": "IDR",
    "rupiahs": "IDR",
    "euro": "EUR",
    "euros": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "ringgit": "MYR",
    "ringgits": "MYR",
    "baht": "THB",
    "rupee": "INR",
    "rupees": "INR",
    "rubel": "RUB",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "poundsterling": "GBP",
    "sterling": "GBP",
}
_SOFT = {"pound": "GBP", "pounds": "GBP", "pon": "GBP", "won": "KRW", "peso": "PHP", "pesos": "PHP", "riyal": "SAR"}

_MONEY = re.compile(
    rf"(?P<code>\b(?:{'|'.join(sorted(_CODES))})(?![^\W\d_]))"
    r"|(?P<sign>(?<![^\W\d_])(?:U\.S\.|US|AS|AU|A|S|HK|C|NZ|NT)?\$|[£€¥₩₹฿]"
    r"|(?<![^\W\d_])(?:Rp(?![^\W\d_])|RM(?= ?[0-9])))"
    rf"|(?P<before>\b(?:U\.S\.?|US|American|Australian|Singaporean?|Hong Kong|Canadian|Taiwan|New Zealand) dollars?\b)"
    r"|(?P<after>\bdol(?:l)?ar(?: (?:AS|A\.S|Amerika|Australia|Singapura|Hong Kong|Kanada|Taiwan|Selandia Baru))?\b)"
    rf"|(?P<word>\b(?:dollars|{'|'.join([*_WORDS, *_SOFT])})\b)",
    re.IGNORECASE,
)


_TOLD_BY = frozenset({"dolar", "dollar", "dollars", "rp", "rm", *_WORDS, *_SOFT, *(code.lower() for code in _CODES)})
_TOLD_BY_SIGN = frozenset("$£€¥₩₹฿")


def mentions(text: str, tokens: list[Token]) -> list[Mention]:
    """The currencies named in `text`, in order; `tokens` are its tokens, which tell fast that there is none."""
    if not any(token.low in _TOLD_BY or token.text in _TOLD_BY_SIGN for token in tokens):
        return []
    return [_mention(match) for match in _MONEY.finditer(text)]


def _mention(match: re.Match[str]) -> Mention:
    name = match.group().lower()
    group = match.lastgroup
    if group == "code":
        code = name.upper()
    elif group == "sign":
        code = _SIGNS[name]
    elif group == "before":
        code = _COUNTRY[name.rpartition(" ")[0].rstrip(".")]
    elif group == "after":
        code = _COUNTRY.get(name.partition(" ")[2], DOLLAR)
    else:
        code = DOLLAR if name == "dollars" else _WORDS.get(name) or _SOFT[name]
    return Mention(code, *match.span(), firm=name not in _SOFT, leads=group in ("code", "sign"))


def attach(marks: list[Mark], named: list[Mention], text: str) -> set[str]:
    """Makes money of the marks that a currency stands beside; the firm currencies that have such an amount."""
    ends = {mention.end: mention for mention in named}
    starts = {mention.start: mention for mention in named}
    found = set()
    for mark in marks:
        before = text[max(0, mark.start - 2) : mark.start]
        gap = len(before) - len(before.rstrip(" ."))
        after = text[mark.end : mark.end + 2]
        beside = starts.get(mark.end + len(after) - len(after.lstrip(" -"))) or ends.get(mark.start - gap)
        if beside is not None and beside.end <= mark.start and not beside.leads:
            beside = None
        if beside is not None:
            mark.kind = "money"
            if beside.firm:
                found.add(beside.code)
    return found


def same(one: str, other: str) -> bool:
    """Whether two codes can mean the same money: a bare dollar is any dollar."""
    return one == other or (DOLLAR in (one, other) and {one, other} - {DOLLAR} <= _DOLLARS)
