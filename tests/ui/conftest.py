"""The tests' clock: Central European time, so that times here differ from those of the articles."""

from collections.abc import Iterator

import pytest

from tests.support.zone import local_zone


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    with local_zone("Europe/Berlin"):
        yield
