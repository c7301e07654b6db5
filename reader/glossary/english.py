"""Whether an English wording stands in a translation, whatever form its words took."""

import re
from functools import lru_cache
from typing import Final

_SPELLINGS: Final = (
    # American and British, either way round; letters of a pattern, so each is made from the other's stem.
    (re.compile(r"i[sz](?=(?:e[ds]?|ing|ation|ations|er|ers)$)"), "i[sz]"),
    (re.compile(r"(?<=[a-z]{2})ou?r(?=(?:ed|ing|s|able|hood|ite|ful)?$)"), "ou?r"),
    (re.compile(r"(?<=[a-z])en[cs]e(?=s?$)"), "en[cs]e"),
    (re.compile(r"(?<=[a-z]{2})t(?:er|re)(?=s?$)"), "t(?:er|re)"),
    (re.compile(r"(?<=gram)(?:me)?(?=s?$)"), "(?:me)?"),
)
_IRREGULAR: Final = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "crisis": "crises",
    "wife": "wives", "life": "lives", "thief": "thieves", "datum": "data", "leaf": "leaves",
}  # fmt: skip
_COMPOUNDED: Final = frozenset({"man", "woman", "child", "wife", "person"})
_SMALL: Final = frozenset({"of", "for", "and", "in", "on", "to", "at", "by", "with"})
_THE: Final = "the"
_POSSESSIVE: Final = r"(?:['’]s?)?"


def find_wording(wording: str, target: str, *, verbal: bool = False) -> list[tuple[int, int]]:
    """Where `wording` stands in `target`, as (start, end). `verbal`: the last word may be an inflected verb."""
    if not _may_stand(wording, target):
        return []
    return [match.span() for match in _pattern(wording, verbal).finditer(target)]


def _may_stand(wording: str, target: str) -> bool:
    """A quick look before a pattern is made: the first two letters of every wording survive all that may differ."""
    words = wording.split()
    first = words[1] if len(words) > 1 and words[0].casefold() == _THE else words[0]
    return first[: 1 if _is_acronym(first) else 2].casefold() in target.casefold()


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


@lru_cache(maxsize=8192)
def _pattern(wording: str, verbal: bool) -> re.Pattern[str]:
    """The pattern of `wording`: its words, each in the forms that it may take."""
    words = wording.split()
    if len(words) > 1 and words[0].casefold() == _THE:
        del words[0]
    heads = {index - 1 for index, word in enumerate(words) if word in _SMALL} | {len(words) - 1}
    parts: list[str] = []
    for index, word in enumerate(words):
        if word.casefold() == _THE and index:
            parts[-1] = parts[-1].removesuffix(_GAP)  # a "the" inside is in the gap
            parts.append(_GAP)
            continue
        ends = index == len(words) - 1
        parts.append(_word(word, heads=index in heads, verbal=verbal and ends) + ("" if ends else _GAP))
    acronym = len(words) == 1 and _is_acronym(words[0])
    # An acronym in small letters is another word: "us" is not the country.
    return re.compile(rf"(?<![\w])(?:{''.join(parts)})(?!\w)", 0 if acronym else re.IGNORECASE)


_GAP: Final = r"[\s\-–]+(?:the\s+)?"


def _word(word: str, *, heads: bool, verbal: bool) -> str:
    if word in {"and", "&"}:
        return r"(?:and|&)"
    if _is_acronym(word):
        letters = word.replace(".", "")
        return r"\.?".join(map(re.escape, letters)) + rf"(?:\.(?!\w))?(?:['’]?s)?{_POSSESSIVE if heads else ''}"
    parts = word.split("-")
    # Co-operation, Cooperation; cease-fire, ceasefire, cease fire.
    joined = r"[\s\-–]?".join([*map(_stem, parts[:-1]), _inflected(parts[-1], verbal) if heads else _stem(parts[-1])])
    return joined + _POSSESSIVE


def _inflected(word: str, verbal: bool) -> str:
    """`word` in the singular and the plural; `verbal`: also as a verb."""
    small = word.casefold()
    for one, many in _IRREGULAR.items():
        if small == one or (one in _COMPOUNDED and small.endswith(one)):
            return rf"{re.escape(word[: -len(one)])}(?:{one}|{many})"
    if small.endswith("y") and len(small) > 2 and small[-2] not in "aeiou":
        return rf"{re.escape(word[:-1])}(?:y|ies{'|ied|ying' if verbal else ''})"
    if small.endswith("s") and not small.endswith("ss"):
        return rf"{_stem(word[:-1])}(?:s(?:es)?)?" if len(small) > 3 else re.escape(word)
    return _stem(word) + r"(?:e?s)?" if not verbal else _verb(word)


def _verb(word: str) -> str:
    """`word` as a noun, or as a verb in any form: drop, drops, dropped, dropping."""
    if word.casefold().endswith("e"):
        return rf"(?:{_stem(word)}[sd]?|{re.escape(word[:-1])}ing)"
    return rf"{_stem(word)}(?:e?s|{re.escape(word[-1])}?(?:ed|ing))?"


def _stem(word: str) -> str:
    """`word` as a pattern that either spelling of English fits."""
    for pattern, either in _SPELLINGS:
        match = pattern.search(word)
        if match:
            return re.escape(word[: match.start()]) + either + re.escape(word[match.end() :])
    return re.escape(word).replace("'", "['’]")
