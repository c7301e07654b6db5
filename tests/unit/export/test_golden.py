"""Every format that is text, byte for byte, for a document full of hostile text.

After a wanted change, look at what is different and write the files anew:
`python -m tests.unit.export.test_golden`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reader.diagnostics import harmless
from reader.export import FORMATS, export
from reader.export.article import article_json, article_markdown, article_text
from reader.export.columns import side_by_side
from tests.unit.export.hostile import document

GOLDEN = Path(__file__).parent / "golden"
RENDERED: dict[str, Callable[[], bytes]] = {
    **{f"english.{name}": partial(export, document(), name, bilingual=False) for name in FORMATS if name != "epub"},
    **{f"both.{name}": partial(export, document(), name, bilingual=True) for name in FORMATS if name != "epub"},
    "columns-80.txt": lambda: side_by_side(document(), 80).encode(),
    "columns-40.txt": lambda: side_by_side(document(), 40).encode(),
    "article.json": lambda: article_json(document().article, 2).encode(),
    "article.txt": lambda: article_text(document().article).encode(),
    "article.md": lambda: article_markdown(document().article).encode(),
}


@pytest.mark.parametrize("name", RENDERED)
def test_is_byte_for_byte_the_golden_file(name: str) -> None:
    assert RENDERED[name]() == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", RENDERED)
def test_holds_nothing_that_a_terminal_acts_on(name: str) -> None:
    text = RENDERED[name]().decode()
    assert "tiba" in text or "arrives" in text
    assert harmless(text) == text


if __name__ == "__main__":
    for file, render in RENDERED.items():
        (GOLDEN / file).write_bytes(render())
