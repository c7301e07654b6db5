"""Reads every mark and currency off a sentence, in either language."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reader.check.dates import DateReader
from reader.check.digits import clock, is_clock
from reader.check.hours import half_of_day
from reader.check.lexicon import ENGLISH, INDONESIAN, Lexicon
from reader.check.marks import Mark, Reading, Token, opens_sentence, tidy, tokenise, touching
from reader.check.money import Mention, attach, mentions
from reader.check.numbers import PhraseReader
from reader.check.units import PERCENT, POINTS, mentioned, unit_at, unit_in, written

_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST_ROMAN = 6
_PAST = {"half": 30, "quarter": 15, "seperempat": 15, "five": 5, "ten": 10, "twenty": 20}
_CENTURIES = frozenset({"century", "centuries"})
_POINTS = frozenset({"point", "points", "poin"})
_OF_A = frozenset({"of", "a", "an"})
"""Words between a share and its unit: `a quarter of an hour`."""
_YEARS = range(1500, 2101)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a sentence says in values."""

    marks: list[Mark]
    pool: set[Reading]
    """Every reading of every mark."""
    currencies: set[str]
    """Currencies of amounts."""
    named: list[Mention]
    """Currencies named anywhere."""
    tokens: list[Token]

    @property
    def units(self) -> set[str]:
        """Units named anywhere, with or without a number."""
        return mentioned(self.tokens)


def scan_indonesian(text: str) -> Scan:
    """The values of an Indonesian sentence."""
    return _scan(text, INDONESIAN)


def scan_english(text: str) -> Scan:
    """The values of an English sentence."""
    return _scan(text, ENGLISH)


def _scan(text: str, lexicon: Lexicon) -> Scan:
    text = tidy(text, lexicon.decimal)
    tokens = tokenise(text, lexicon.suffix)
    marks = _Scanner(tokens, lexicon).marks()
    named = mentions(text, tokens)
    currencies = attach(marks, named, text)
    pool: set[Reading] = set()
    for mark in marks:
        pool |= mark.readings
        pool.update(mark.parts)
    return Scan(marks, pool, currencies, named, tokens)


class _Scanner:
    """Goes through the tokens once, then looks at what stands beside each mark."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.phrases = PhraseReader(tokens, lexicon)
        self.dates = DateReader(tokens, lexicon)
        self.found: list[tuple[Mark, int, int]] = []
        """Marks with the tokens they cover."""

    def marks(self) -> list[Mark]:
        index = 0
        while index < len(self.tokens):
            index = self._next(index)
        self._ranges()
        for mark, start, after in self.found:
            self._context(mark, start, after)
        self._shared_units()
        return [mark for mark, _, _ in self.found]

    def _next(self, index: int) -> int:
        token = self.tokens[index]
        if token.kind == "sign":
            return index + 1
        if token.kind == "number":
            date = self.dates.read(index)
            if date is not None:
                self.found.extend((mark, index, date[1]) for mark in date[0])
                return date[1]
        if token.low in self.lexicon.rough:
            return self._rough(token, index)
        phrase = self.phrases.read(index)
        if phrase is not None:
            mark, after = phrase
            self.found.append((mark, index, after))
            self._spelled(mark, index)
            if token.kind == "number":
                self._coded(mark, index)
            return after
        self._word(token, index)
        return index + 1

    def _spelled(self, mark: Mark, index: int) -> None:
        """A number word in a name (`Seven Network`, `Simpang Lima`) or a shape (`segi enam`) counts nothing."""
        if not mark.spelled:
            return
        named = self.tokens[index].text[0].isupper() and not opens_sentence(self.tokens, index)
        if named or self._low(index - 1) in self.lexicon.not_counts or self._low(index + 1) == "persegi":
            mark.firm = False

    def _coded(self, mark: Mark, index: int) -> None:
        """Digits that hang on letters: `F1`, `Covid-19`, but not `ke-19` or `Rp500`."""
        if index == 0:
            return
        before = self.tokens[index - 1]
        if before.text == "-" and index > 1 and touching(before, self.tokens[index]):
            letters = self.tokens[index - 2]
            if letters.kind == "word" and touching(letters, before) and any(map(str.isupper, letters.text)):
                mark.firm = letters.low in ("ke", "abad")
        elif (
            before.kind == "word" and touching(before, self.tokens[index]) and before.low not in ("rp", "rm", "ke", "x")
        ):
            mark.firm = False

    def _rough(self, token: Token, index: int) -> int:
        """`ratusan`, `puluhan ribu`, `tens of thousands`: only the power of ten is known."""
        power, after = self.lexicon.rough[token.low], index + 1
        following = index + 2 if self._low(after) == "of" else after
        scale = self.lexicon.scales.get(self._low(following), 0)
        if scale >= 1000:
            power += len(str(scale)) - 1
            after = following + 1
        readings: set[Reading] = {f"~{power}", *self.lexicon.hints.get(token.low, ())}
        text = " ".join(part.text for part in self.tokens[index:after])
        end = self.tokens[after - 1].end
        self.found.append((Mark(text, token.start, end, readings, firm=False), index, after))
        return after

    def _word(self, token: Token, index: int) -> None:
        lexicon = self.lexicon
        low = token.low
        if low in lexicon.months:
            self._named(token, index, f"m{lexicon.months[low]}")
        if low in lexicon.weekdays:
            self._named(token, index, f"w{lexicon.weekdays[low]}")
        hints = lexicon.hints.get(low, ())
        readings: set[Reading] = set(hints)
        if low in ("noon", "midday", "midnight", "tengah"):
            readings.add("t0")
        if lexicon is INDONESIAN and low.startswith("se") and not hints:
            readings.add(1)
        if token.text.isupper() and len(low) <= _LONGEST_ROMAN and not low.strip("ivx"):
            readings.add(_roman(token.text))
        if readings:
            mark = Mark(token.text, token.start, token.end, readings)
            mark.firm = self._low(index - 1) == "-" and self._low(index - 2) == "ke"  # `ke-II`
            share, unit = self._portion(token, index)
            if unit:
                mark.value, mark.unit = share, unit
            self.found.append((mark, index, index + 1))

    def _portion(self, token: Token, index: int) -> tuple[Fraction, str]:
        """How much of which unit: `sepekan`, `a week`, `setengah jam`, `half a kilogram`; but not `sehari-hari`."""
        if token.low in ("a", "an"):
            return Fraction(1), unit_at(self.tokens, index + 1)
        share = self.lexicon.hints.get(token.low, (0,))[0]
        if isinstance(share, Fraction) and share < 1:
            following = index + 1
            while self._low(following) in _OF_A:
                following += 1
            return share, unit_at(self.tokens, following)
        return Fraction(1), "" if self.lexicon is ENGLISH or self._low(index + 1) == "-" else unit_in(token.low)

    def _named(self, token: Token, index: int, reading: str) -> None:
        """A month or a weekday. Those that are also other words demand an answer only beside a number."""
        firm = reading[0] == "m"
        if firm and token.low in self.lexicon.shy:
            beside = self.tokens[max(0, index - 1) : index + 3]
            firm = token.text[0].isupper() and any(other.kind == "number" for other in beside)
        mark = Mark(token.text, token.start, token.end, {reading}, firm=firm, kind="date")
        self.found.append((mark, index, index + 1))

    def _shared_units(self) -> None:
        """`5 sampai 10 km`: the first number has the second's unit."""
        for left, right in reversed(list(self._neighbours())):
            if not left.unit and left.scale in (1, right.scale) and left.kind != "date":
                left.unit, left.unit_text = right.unit, right.unit_text

    def _neighbours(self) -> Iterator[tuple[Mark, Mark]]:
        """Numbers that are the two ends of a range, or stand side by side."""
        for (left, _, after), (right, start, _) in pairwise(self.found):
            between = self.tokens[after:start]
            joined = all(token.text == "-" or token.low in self.lexicon.ranges for token in between)
            if len(between) <= 1 and joined and left.value is not None and right.value is not None:
                yield left, right

    def _ranges(self) -> None:
        """`5-10 juta`: the first number may share the second's scale, and its clock."""
        for left, right in self._neighbours():
            if left.value is None or right.value is None:
                continue
            if right.scale > 1 and left.scale == 1:
                left.readings.add(left.value * right.scale)
            if left.value >= 1000 and right.value < 100:
                right.readings.add(left.value // 100 * 100 + right.value)

    def _context(self, mark: Mark, start: int, after: int) -> None:
        """What the words beside a number make of it: a date, a time of day, a century, a year without its century."""
        before, follower = self._low(start - 1), self._low(after)
        mark.unit = mark.unit or self._unit(mark, after)
        mark.unit_text = written(mark.unit, self.tokens, after)
        whole = int(mark.value) if mark.value is not None and mark.value.denominator == 1 else None
        dated = before in self.lexicon.months or follower in self.lexicon.months
        if dated or before in ("pukul", "jam") or follower in ("wib", "wita", "wit", "pm", "am", "p.m", "a.m"):
            mark.kind = "date"
        timely = before in self.lexicon.clock_before or follower in self.lexicon.clock_after
        following, zeros = self.tokens[after : after + 3], self.lexicon is INDONESIAN
        mark.half = half_of_day(mark.text, whole, following, timely=timely, zeros=zeros)
        if whole is None:
            return
        if whole in _YEARS and mark.scale == 1 and not mark.spelled and mark.text.isdigit():
            mark.kind = "date"
        self._spoken_clock(mark, whole, start, after)
        self._clock(mark, whole, timely)
        if whole < 100 and (before in ("'", "’", "tahun") and not mark.spelled):
            mark.readings |= {1900 + whole, 2000 + whole}
        if before == "abad" or follower in _CENTURIES or (before == "-" and self._low(start - 3) == "abad"):
            mark.readings.add(f"c{whole}")

    def _unit(self, mark: Mark, after: int) -> str:
        """The unit after a number; a percent sign has been taken into the mark's tokens already."""
        last = self._low(after - 1)
        if last in ("%", "cent") or last in self.lexicon.percent:
            return POINTS if self._low(after) in _POINTS else PERCENT
        return unit_at(self.tokens, after) if mark.value is not None else ""

    def _clock(self, mark: Mark, whole: int, timely: bool) -> None:
        """`jam 8 malam`, `8 pm`, `1405 GMT`."""
        if timely and whole <= 24:
            mark.readings.add(clock(whole, 0))
        elif timely and len(mark.text) == 4 and mark.text.isdigit() and is_clock(whole // 100, whole % 100):
            mark.readings.add(clock(whole // 100, whole % 100))

    def _spoken_clock(self, mark: Mark, hour: int, start: int, after: int) -> None:
        """`pukul setengah sembilan`, `jam 9 kurang seperempat`, `half past eight`, `quarter to nine`."""
        before, follower = self._low(start - 1), self._low(after)
        if not 1 <= hour <= 12:
            return
        if before == "setengah" and self._low(start - 2) in self.lexicon.clock_before:
            mark.readings = {clock(hour - 1, 30)}
        elif before in ("past", "to") and self._low(start - 2) in _PAST:
            minutes = _PAST[self._low(start - 2)]
            mark.readings.add(clock(hour, minutes) if before == "past" else clock(hour - 1, 60 - minutes))
        elif follower == "kurang" and before in self.lexicon.clock_before:
            other = next((mark for mark, place, _ in self.found if place == after + 1), None)
            minutes = _PAST.get(self._low(after + 1)) or (int(other.value) if other and other.value else 0)
            if 0 < minutes < 60:
                mark.readings = {clock(hour - 1, 60 - minutes)}
                if other is not None:
                    other.firm = False

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""


def _roman(text: str) -> int:
    """Value of a Roman numeral of I, V and X."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
