"""Dates in digits and signs (`22/12/2021`, `(13/1)`, `2021-12-22`), and other pairs with a slash (`2/3`, `2009/10`)."""

from fractions import Fraction

from reader.check.lexicon import Lexicon
from reader.check.marks import Mark, Reading, Token, touching


class DateReader:
    """Reads the dates of one sentence that are written in digits and signs."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.either_order = lexicon.decimal == "."  # English writes both 22/12 and 12/22

    def read(self, index: int) -> tuple[list[Mark], int] | None:
        """The marks of a date or another pair with a slash that begins at `index`, and the index after them."""
        numbers, sign = self._chain(index)
        after = index + 2 * len(numbers) - 1
        if len(numbers) == 1:
            marks = self._dotted(numbers[0])
            return (marks, after) if marks else None
        if len(numbers) == 3:
            marks = self._three(numbers, sign)
            return (marks, after) if marks else None
        if len(numbers) == 2 and sign == "/":
            if self._is_date(numbers, index, after):
                return self._day_month(numbers[0], numbers[1]), after
            return self._pair(numbers[0], numbers[1]), after
        return None

    def _chain(self, index: int) -> tuple[list[Token], str]:
        """Up to four plain numbers that touch, with the same sign between them."""
        tokens = self.tokens
        numbers, sign = [tokens[index]], ""
        while len(numbers) < 4 and index + 2 < len(tokens):
            left, middle, right = tokens[index : index + 3]
            joined = touching(left, middle) and touching(middle, right)
            if not joined or right.kind != "number" or middle.text not in "/-" or sign not in ("", middle.text):
                break
            sign = middle.text
            numbers.append(right)
            index += 2
        plain = all(token.text.isdigit() and len(token.text) <= 4 for token in numbers)
        return (numbers, sign) if plain else (numbers[:1], "")

    def _dotted(self, token: Token) -> list[Mark]:
        """`22.12.2021` is one token."""
        groups = token.text.split(".")
        if len(groups) != 3 or [len(group) <= 2 for group in groups[:2]] != [True, True] or len(groups[2]) != 4:
            return []
        if not all(group.isdigit() for group in groups) or not _is_day_month(int(groups[0]), int(groups[1])):
            return []
        day, month, year = (Token("number", group, group, token.start, token.end) for group in groups)
        return [*self._day_month(day, month), _year(year)]

    def _three(self, numbers: list[Token], sign: str) -> list[Mark]:
        first, second, third = numbers
        if len(first.text) == 4 and _is_day_month(int(third.text), int(second.text)):
            return [_year(first), _part(second, {f"m{int(second.text)}"}), _part(third, {int(third.text)})]
        long_year = len(third.text) == 4 or (sign == "/" and len(third.text) == 2)
        if long_year and len(first.text) <= 2 and self._valid(first, second):
            return [*self._day_month(first, second), _year(third)]
        return []

    def _valid(self, first: Token, second: Token) -> bool:
        day, month = int(first.text), int(second.text)
        return _is_day_month(day, month) or _is_day_month(month, day)

    def _is_date(self, numbers: list[Token], index: int, after: int) -> bool:
        """Alone in brackets, or after a weekday or `tanggal`."""
        if any(len(token.text) > 2 for token in numbers) or not self._valid(numbers[0], numbers[1]):
            return False
        before = self.tokens[index - 1].low if index else ""
        follower = self.tokens[after].text if after < len(self.tokens) else ""
        return (before == "(" and follower in (")", "-")) or before in self.lexicon.weekdays or before == "tanggal"

    def _day_month(self, first: Token, second: Token) -> list[Mark]:
        """Day and month; where the order cannot be known, each may be either."""
        one, two = int(first.text), int(second.text)
        if self.either_order and one <= 12 and two <= 12:
            return [_part(first, {one, f"m{one}"}), _part(second, {two, f"m{two}"})]
        if not _is_day_month(one, two):
            return [_part(first, {f"m{one}"}), _part(second, {two})]
        return [_part(first, {one}), _part(second, {f"m{two}"})]

    def _pair(self, first: Token, second: Token) -> list[Mark]:
        """A fraction, a season, `24/7`: the quotient, or both numbers."""
        one, two = int(first.text), int(second.text)
        text = f"{first.text}/{second.text}"
        if len(first.text) == 4 and len(second.text) == 2:
            return [_year(first), _part(second, {two, one // 100 * 100 + two})]
        both: list[Mark] = [
            Mark(token.text, token.start, token.end, {value, f"m{value}"}, firm=False)
            for token, value in ((first, one), (second, two))
        ]
        readings: set[Reading] = {f"#{text}"}
        if two:
            readings.add(Fraction(one, two))
        firm = not (self.either_order and self._valid(first, second))
        return [Mark(text, first.start, second.end, readings, (one, two), firm=firm), *both]


def _is_day_month(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _part(token: Token, readings: set[Reading]) -> Mark:
    return Mark(token.text, token.start, token.end, readings, kind="date")


def _year(token: Token) -> Mark:
    value = int(token.text)
    readings: set[Reading] = {value}
    if len(token.text) == 2:
        readings |= {1900 + value, 2000 + value}
    return _part(token, readings)
