"""What several unit tests work with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cache.store import TranslationCache


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[TranslationCache]:
    """An empty cache of translations."""
    with TranslationCache(tmp_path / "translations") as opened:
        yield opened
