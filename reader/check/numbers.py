"""Number phrases: digits, words and both (`1,5 juta`, `dua puluh lima`, `half a million`, `two-thirds`, `21st`)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reader.check.digits import read_digits
from reader.check.lexicon import HALF, Lexicon
from reader.check.marks import Mark, Reading, Token, opens_sentence, touching
from reader.check.units import unit_at, unit_in

_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_ONE_OF = frozenset({"a", "an", "half"})
_MINUTES = 3
"""Digits of a minute of a match."""
_VERB = re.compile(
    r"(?!menteri\b|menara\b|menantu\b|mentor\b|memori\b)me(?:m|ng?|ny|[lrwy])[a-z]{3,}\Z|di[a-z]{3,}kan\Z"
)
"""An Indonesian verb, as far as its prefix tells: `memeriksa kedua tersangka`."""


@dataclass(slots=True)
class _Sum:
    """A number in the making: `dua juta | lima ratus ribu`."""

    total: Fraction = Fraction(0)
    group: Fraction | None = None
    """What has been read since the last scale word."""
    unit: int = 0
    """The last small value added to the group, for `belas` and `puluh`."""
    scale: int = 0
    """The last scale word."""
    closed: bool = False
    """The group came in digits: no word can be added to it."""

    @property
    def value(self) -> Fraction:
        return self.total + (self.group or 0)

    def add(self, value: int) -> bool:
        """`puluh` + `lima`, `hundred` + `twenty`, `ribu` + `tiga`."""
        group = self.group
        if group is None:
            if self.scale and value >= self.scale:
                return False
            self.group = Fraction(value)
        elif self.closed or group == 0:
            return False
        elif (group % 100 == 0 and 0 < value < 100) or (group % 10 == 0 and group % 100 >= 20 and 0 < value < 10):
            self.group = group + value
        else:
            return False
        self.unit = value
        return True

    def shift(self, word: str) -> bool:
        """`belas`, `puluh`, `ratus`, `hundred`."""
        if self.group is None:
            return False
        if word in ("ratus", "hundred"):
            if self.group >= 100:
                return False
            self.group *= 100
        elif self.closed or not 1 <= self.unit <= 9:
            return False
        else:
            self.group += 10 if word == "belas" else self.unit * 9
        self.unit = 0
        return True

    def multiply(self, scale: int) -> bool:
        """`ribu`, `million`."""
        if self.group is None:
            if not self.scale or scale <= self.scale:
                return False
            self.total *= scale
        elif self.scale and scale >= self.scale:
            self.total = (self.total + self.group) * scale
        else:
            self.total += self.group * scale
        self.group, self.unit, self.scale, self.closed = None, 0, scale, False
        return True


_SHIFTS = frozenset({"belas", "puluh", "ratus", "hundred"})


class PhraseReader:
    """Reads the number phrases of one sentence."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.hyphens = lexicon.decimal == "."  # `twenty-five` is one number, `dua-tiga` are two

    def read(self, index: int) -> tuple[Mark, int] | None:
        """The number phrase that begins at `index`, and the index after it; none if none begins there."""
        token = self.tokens[index]
        if token.kind == "number":
            return self._from_digits(index)
        if token.low in ("a", "an", "one", "setengah", "half") or token.low.startswith("se"):
            half = self._with_half(index, token)
            if half is not None:
                return half
        if token.low in self.lexicon.values:
            return self._from_word(index)
        if token.low in ("a", "an") and self._low(index + 1) in ("hundred", *self.lexicon.scales):
            return self._from_word(index)
        return None

    def _with_half(self, index: int, token: Token) -> tuple[Mark, int] | None:
        """`setengah juta`, `setahun setengah`, `a year and a half`."""
        if token.low in ("setengah", "half"):
            return self._half(index)
        if self._low(index + 1) == "setengah":
            return self._and_a_half(index, unit_in(token.low), index + 2)
        if [self._low(index + step) for step in (2, 3, 4)] == ["and", "a", "half"]:
            return self._and_a_half(index, unit_at(self.tokens, index + 1), index + 5)
        return None

    def _and_a_half(self, index: int, unit: str, after: int) -> tuple[Mark, int] | None:
        """One and a half of the unit, if there is one."""
        if not unit:
            return None
        value = 1 + HALF
        mark = Mark("", self.tokens[index].start, 0, {value}, value=value, spelled=True, unit=unit)
        return self._finish(mark, index, after)

    # -- digits

    def _from_digits(self, index: int) -> tuple[Mark, int]:
        token = self.tokens[index]
        if added := self._added_time(index):
            return added
        digits = read_digits(token.text, self.lexicon.decimal)
        mark = Mark(token.text, token.start, token.end, digits.readings, digits.parts, value=digits.value)
        if digits.clock:
            mark.kind = "date"
        if digits.value is None:
            return mark, index + 1
        after, suffixed = self._suffix(index, mark)
        if suffixed:
            return self._finish(mark, index, after)
        total = _Sum(group=digits.value, closed=True)
        after = self._grow(total, after)
        self._settle(mark, total)
        return self._finish(mark, index, after)

    def _added_time(self, index: int) -> tuple[Mark, int] | None:
        """`90+3`, the minute of a match: the sum, or both numbers."""
        if self._low(index + 1) != "+" or index + 2 >= len(self.tokens):
            return None
        left, sign, right = self.tokens[index : index + 3]
        short = all(token.text.isdigit() and len(token.text) <= _MINUTES for token in (left, right))
        if not (short and touching(left, sign) and touching(sign, right)):
            return None
        numbers = (int(left.text), int(right.text))
        text = f"{left.text}+{right.text}"
        return Mark(text, left.start, right.end, {sum(numbers), f"#{text}"}, numbers), index + 3

    def _suffix(self, index: int, mark: Mark) -> tuple[int, bool]:
        """Letters on the digits: `21st`, `1990s`, `1990-an`, `10k`. Index after them; whether they end the number."""
        after = index + 1
        word = self._low(after)
        value = mark.value
        if not word or value is None:
            return after, False
        touches = touching(self.tokens[index], self.tokens[after])
        if touches and word in _SUFFIXES:
            return after + 1, True
        if touches and (word, self._low(after + 1)) in (("-", "an"), ("'", "s"), ("’", "s")):
            after, word = after + 1, "an"
        if touches and word == "an" and self._low(after + 1) in self.lexicon.scales:
            return after + 1, False  # `100-an miliar`
        if touches and word in ("an", "s"):
            mark.readings |= decade(int(value))
            mark.kind = "date"
            return after + 1, True
        scale = self.lexicon.short_scales.get(word)
        if scale and (touches or (word.isalpha() and len(word) > 1) or self.tokens[after].text in ("M", "T")):
            mark.readings.add(value * scale)
            mark.scale = scale
            return after + 1, True
        return after, False

    # -- words

    def _from_word(self, index: int) -> tuple[Mark, int] | None:
        token = self.tokens[index]
        lexicon = self.lexicon
        total = _Sum()
        total.add(lexicon.values.get(token.low, 1))
        ordinal = token.low in lexicon.final
        after = index + 1 if ordinal else self._grow(total, index + 1)
        mark = Mark(token.text, token.start, token.end, set(), spelled=True)
        if after == index + 1:
            mark.firm = token.low not in lexicon.soft and total.value > 1
            mark.ordinal = token.low in lexicon.soft and total.value > 0 and not self._gathers(index)
        self._settle(mark, total)
        if ordinal and total.value > 2:
            mark.readings.add(Fraction(1, int(total.value)))
        if token.low in ("a", "an"):
            mark.firm = after > index + 2
        if self.tokens[after - 1].low not in lexicon.final:
            after = self._fraction(mark, total, after)
        return self._finish(mark, index, after)

    def _gathers(self, index: int) -> bool:
        """Whether the ordinal there means all of so many, as it does where it follows no noun: `kedua orang tua`.

        `untuk kedua kalinya` and `Kedua, ...` at the head of a point count all the same.
        """
        token, follower = self.tokens[index], self._low(index + 1)
        if token.low not in self.lexicon.gathering or follower == "kali":
            return False
        if opens_sentence(self.tokens, index):
            return follower != "," or token.text.lower() != token.low  # `Keduanya, ...` is both of them
        before = self.tokens[index - 1]
        return before.kind != "word" or before.low in self.lexicon.gathers_after or bool(_VERB.match(before.low))

    def _half(self, index: int) -> tuple[Mark, int] | None:
        """`setengah juta`, `half a million`; a half alone is a hint, not a number phrase."""
        after = index + 1
        if self._low(after) in _ONE_OF:
            after += 1
        scale = self.lexicon.scales.get(self._low(after))
        if not scale:
            return None
        token = self.tokens[index]
        return self._finish(Mark(token.text, token.start, token.end, {HALF * scale}, spelled=True), index, after + 1)

    def _fraction(self, mark: Mark, total: _Sum, after: int) -> int:
        """`dua pertiga`, `dua per tiga`, `two-thirds`, `a quarter`."""
        value = total.value
        start = after + 1 if self._low(after) == "-" else after
        word = self._low(start)
        divisor = self.lexicon.fractions.get(word)
        if self._low(after) == "per" and self._low(after + 1) in self.lexicon.values:
            start, divisor = after + 1, self.lexicon.values[self._low(after + 1)]
        elif divisor and self.hyphens and (value == 1) == word.endswith("s") and self._low(start + 1) != "of":
            divisor = None  # `two third places` is no fraction, but `two third of` is
        if not divisor or divisor < 2 or total.scale:
            return after
        mark.value = Fraction(value, divisor)
        mark.readings = {mark.value, 100 * mark.value}
        if word.startswith("quarter"):
            mark.readings.add(value)  # three quarters may be of a year
        mark.firm = value > 1
        return start + 1

    # -- both

    def _grow(self, total: _Sum, after: int) -> int:
        """Adds the words that continue the number; the index after the last one."""
        while True:
            start = self._unhyphened(after)
            if self._low(start) == "and" and self._continues(total):
                following = self._unhyphened(start + 1)
                if self._low(following) in self.lexicon.values:
                    start = following
            step = self._step(total, start)
            if not step:
                return after
            after = start + step
            if self.tokens[after - 1].low in self.lexicon.final:
                return after

    def _step(self, total: _Sum, index: int) -> int:
        """Takes the next word or words into the number; how many were taken."""
        word = self._low(index)
        if word in _SHIFTS:
            return int(total.shift(word))
        if word in self.lexicon.scales:
            return int(total.multiply(self.lexicon.scales[word]))
        if word in self.lexicon.values:
            return int(total.add(self.lexicon.values[word]))
        return self._extra(total, index, word)

    def _extra(self, total: _Sum, index: int, word: str) -> int:
        """`setengah` and `and a half` after a number, and the digits of `2 juta 500 ribu`."""
        if word in ("setengah", "and"):
            return self._and_half(total, index)
        if word in ("koma", "point"):
            following = self._unhyphened(index + 1)
            digit = self.lexicon.values.get(self._low(following), 10)
            if total.group is None or total.closed or digit > 9:
                return 0
            total.group += Fraction(digit, 10)
            return following + 1 - index
        follower = self.lexicon.scales.get(self._low(index + 1), 0)
        if total.group is None and index < len(self.tokens) and 0 < follower < total.scale:
            value = read_digits(word, self.lexicon.decimal).value if self.tokens[index].kind == "number" else None
            if value is not None:
                total.total += value * follower
                total.scale = follower
                return 2
        return 0

    def _and_half(self, total: _Sum, index: int) -> int:
        """`dua setengah`, `two and a half`, `six-and-a-half-million`, `a million and a half`."""
        after = index
        if self._low(index) == "and":
            after = self._unhyphened(index + 1)
            if self._low(after) == "a":
                after = self._unhyphened(after + 1)
            if self._low(after) != "half":
                return 0
        if total.group is not None:
            total.group += HALF
        else:
            total.total += HALF * total.scale
        return after + 1 - index

    def _continues(self, total: _Sum) -> bool:
        """Whether `and` can go on with the number: `hundred and five`, `two thousand and one`."""
        if total.group is None:
            return total.scale == 1000
        return total.group > 0 and total.group % 100 == 0 and not total.closed

    def _unhyphened(self, index: int) -> int:
        """The index, or the one after a hyphen that joins two words there."""
        return index + 1 if self.hyphens and self._low(index) == "-" and self._joined(index) else index

    def _settle(self, mark: Mark, total: _Sum) -> None:
        """Puts the sum into the mark; a number with a scale word is that product and nothing else."""
        value = total.value
        if total.scale or mark.value is None or value != mark.value:
            mark.readings = {value}
        if total.scale:
            mark.scale = total.scale
        mark.value = value

    def _finish(self, mark: Mark, index: int, after: int) -> tuple[Mark, int]:
        """The whole stretch as text, and a per cent sign that belongs to it."""
        mark.end = self.tokens[after - 1].end
        mark.text = _joined_text(self.tokens[index:after])
        follower = self._low(after)
        taken = int(follower in self.lexicon.percent or follower == "%")
        following = self._low(after + 1)
        if (follower == "per" and following == "cent") or (follower == "-" and following in self.lexicon.percent):
            taken = 2
        if taken:
            mark.readings |= {Fraction(value) / 100 for value in mark.readings if not isinstance(value, str)}
        return mark, after + taken

    def _low(self, index: int) -> str:
        return self.tokens[index].low if index < len(self.tokens) else ""

    def _joined(self, index: int) -> bool:
        """A hyphen between two words, without spaces."""
        if index + 1 >= len(self.tokens):
            return False
        left, hyphen, right = self.tokens[index - 1 : index + 2]
        return touching(left, hyphen) and touching(hyphen, right)


def decade(value: int) -> set[Reading]:
    """`1990-an` and `the 1990s` may also be written `90-an`, `the '90s`; `the 1800s` are the 19th century."""
    if value < 100:
        return {value, 1900 + value, 2000 + value}
    readings: set[Reading] = {value, value % 100} if value % 100 else {value}
    if value % 100 == 0:
        readings.add(f"c{value // 100 + 1}")
    return readings


def _joined_text(tokens: list[Token]) -> str:
    """The tokens as text again, with one space where there was any."""
    text = tokens[0].text
    for left, right in pairwise(tokens):
        text += right.text if touching(left, right) else f" {right.text}"
    return text
