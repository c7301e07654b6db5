"""Translators around a real one, for tests that look at when and how often it is asked."""

import time
from collections.abc import Sequence

from models.types import Alignment, DecodingOptions, Hypothesis, Request, Translator


class Around:
    """The model it is given."""

    def __init__(self, inner: Translator) -> None:
        self._inner = inner
        self.name, self.digest = inner.name, inner.digest

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        return self._inner.translate(batch, options)

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        return self._inner.score(pairs, options)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment]:
        return self._inner.align(pairs)


class Slow(Around):
    """Takes its time for every batch."""

    def __init__(self, inner: Translator, seconds: float) -> None:
        super().__init__(inner)
        self._seconds = seconds

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        time.sleep(self._seconds)
        return super().translate(batch, options)


class Counting(Around):
    """Remembers which sentences were asked of it."""

    def __init__(self, inner: Translator) -> None:
        super().__init__(inner)
        self.asked: list[str] = []

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        self.asked += [request.text for request in batch]
        return super().translate(batch, options)
