"""Reads every mark and currency off a sentence, in either language."""

from dataclasses import dataclass

from reader.check.dates import DateReader
from reader.check.digits import clock, is_clock
from reader.check.lexicon import ENGLISH, INDONESIAN, Lexicon
from reader.check.marks import Mark, Reading, Token, opens_sentence, tidy, tokenise, touching
from reader.check.money import Mention, attach, mentions
from reader.check.numbers import PhraseReader

_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST_ROMAN = 6
_CENTURIES = frozenset({"century", "centuries"})
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
    named = mentions(text)
    currencies = attach(marks, named, text)
    pool: set[Reading] = set()
    for mark in marks:
        pool |= mark.readings
        pool.update(mark.parts)
    return Scan(marks, pool, currencies, named)


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
        if lexicon is INDONESIAN and low.startswith("se"):
            readings.add(1)
        if token.text.isupper() and len(low) <= _LONGEST_ROMAN and not low.strip("ivx"):
            readings.add(_roman(token.text))
        if readings:
            firm = self._low(index - 1) == "-" and self._low(index - 2) == "ke"  # `ke-II`
            self.found.append((Mark(token.text, token.start, token.end, readings, firm=firm), index, index + 1))

    def _named(self, token: Token, index: int, reading: str) -> None:
        """A month or a weekday. Those that are also other words demand an answer only beside a number."""
        firm = reading[0] == "m"
        if firm and token.low in self.lexicon.shy:
            beside = self.tokens[max(0, index - 1) : index + 3]
            firm = token.text[0].isupper() and any(other.kind == "number" for other in beside)
        mark = Mark(token.text, token.start, token.end, {reading}, firm=firm, kind="date")
        self.found.append((mark, index, index + 1))

    def _ranges(self) -> None:
        """`5-10 juta`: the first number may share the second's scale, and its clock."""
        for (left, _, after), (right, start, _) in zip(self.found, self.found[1:], strict=False):
            between = self.tokens[after:start]
            if len(between) > 1 or not all(token.text == "-" or token.low in self.lexicon.ranges for token in between):
                continue
            if left.value is None or right.value is None:
                continue
            if right.scale > 1 and left.scale == 1:
                left.readings.add(left.value * right.scale)
            if left.value >= 1000 and right.value < 100:
                right.readings.add(left.value // 100 * 100 + right.value)

    def _context(self, mark: Mark, start: int, after: int) -> None:
        """What the words beside a number make of it: a date, a time of day, a century, a year without its century."""
        before, follower = self._low(start - 1), self._low(after)
        whole = int(mark.value) if mark.value is not None and mark.value.denominator == 1 else None
        dated = before in self.lexicon.months or follower in self.lexicon.months
        if dated or before in ("pukul", "jam") or follower in ("wib", "wita", "wit", "pm", "am", "p.m", "a.m"):
            mark.kind = "date"
        if whole is None:
            return
        if whole in _YEARS and mark.scale == 1 and not mark.spelled and mark.text.isdigit():
            mark.kind = "date"
        self._clock(mark, whole, before in self.lexicon.clock_before or follower in self.lexicon.clock_after)
        if whole < 100 and (before in ("'", "’", "tahun") and not mark.spelled):
            mark.readings |= {1900 + whole, 2000 + whole}
        if before == "abad" or follower in _CENTURIES or (before == "-" and self._low(start - 3) == "abad"):
            mark.readings.add(f"c{whole}")

    def _clock(self, mark: Mark, whole: int, timely: bool) -> None:
        """`jam 8 malam`, `8 pm`, `1405 GMT`."""
        if timely and whole <= 24:
            mark.readings.add(clock(whole, 0))
        elif timely and len(mark.text) == 4 and mark.text.isdigit() and is_clock(whole // 100, whole % 100):
            mark.readings.add(clock(whole // 100, whole % 100))

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""


def _roman(text: str) -> int:
    """Value of a Roman numeral of I, V and X."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
