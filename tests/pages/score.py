"""How well pages are read: what `reader.article.read_article` makes of each page here, against a careful human reading.

    python tests/pages/score.py [--verbose] [NAME...]

README.md beside this file says how each field is judged. `judge` and `summary` take any reader, so tests can use them.
"""

import math
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # run as a script, from a checkout that is not installed

from reader.document import Article, Kind, Source  # noqa: E402 (after the path)
from reader.errors import ReaderError  # noqa: E402

PAGES = Path(__file__).resolve().parent
TEXTS = ("title", "subtitle", "city", "caption", "language")
"""Fields that are judged as they stand."""
FIELDS = ("outlet", "title", "subtitle", "byline", "published", "city", "caption", "language", "body", "kinds")

_MARKER = re.compile(r"^(?:[•●▪·*–—-]|\d+[.)])\s+")
_DOMAIN = re.compile(r"(?:\.[a-z]{2,6})+$")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,|/&;]|\bdan\b)\s*")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Block(_Strict):
    """A paragraph as a person reads it."""

    kind: Kind
    text: str


class Expected(_Strict):
    """A page as a person reads it: the form of CONTRACT without `sentences` and `removed`."""

    source: str
    outlet: str | None
    title: str | None
    subtitle: str | None
    byline: str | None
    published: datetime | None
    city: str | None
    caption: str | None
    language: str
    paragraphs: tuple[Block, ...]


class Note(_Strict):
    """What `index.toml` says of a page."""

    style: str
    tags: tuple[str, ...]
    nasty: bool = False
    oneline: bool = False
    also: dict[str, tuple[str, ...]] = {}
    """Readings of a field that are as good as the expected one."""


@dataclass(frozen=True)
class Page:
    """A page, how it should be read, and what it is."""

    path: Path
    expected: Expected
    note: Note

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the summary that it counts in."""
        return (
            "all",
            "text" if self.path.suffix == ".txt" else "html",
            "nasty" if self.note.nasty else "ordinary",
            *(["one-line"] if self.note.oneline else []),
            *(["invented outlets"] if self.note.style == "invented" else []),
        )


@dataclass(frozen=True)
class Verdict:
    """What became of a page. Paragraph counts are zero for one-line pages: their breaks are unknowable."""

    page: Page
    article: Article | None
    right: dict[str, bool]
    paragraphs: tuple[int, int, int]
    """Whole paragraphs in both readings, in the article, in the expected reading."""
    words: tuple[int, int, int]
    """The same for words of the body, as bags."""
    error: str = ""

    @property
    def exact(self) -> bool:
        """Everything is as expected."""
        return all(self.right.values())


def load(folder: Path = PAGES) -> list[Page]:
    """Every page of `folder`, by name."""
    index = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))
    return [
        Page(
            path=folder / name,
            expected=Expected.model_validate_json((folder / name).with_suffix(".json").read_text(encoding="utf-8")),
            note=Note.model_validate(note),
        )
        for name, note in sorted(index.items())
    ]


def judge(page: Page, read: Callable[[Source], Article]) -> Verdict:
    """Read `page` and compare. A page that the reader refuses has every field wrong."""
    try:
        article = read(Source(name=page.path.name, path=page.path, relative=Path(page.path.name)))
    except ReaderError as error:
        count = (0, 0, 0 if page.note.oneline else len(page.expected.paragraphs))
        words = (0, 0, len(_joined(page.expected.paragraphs).split()))
        return Verdict(page, None, dict.fromkeys(FIELDS, False), count, words, str(error))
    right = {field: _agrees(page, field, getattr(article, field)) for field in TEXTS}
    right |= {field: _agrees(page, field, getattr(article, field)) for field in ("outlet", "byline")}
    right["published"] = _same_time(page.expected.published, article.published)
    found = [Block(kind=paragraph.kind, text=paragraph.text) for paragraph in article.paragraphs]
    wanted = page.expected.paragraphs
    if page.note.oneline:
        right["body"] = right["kinds"] = _joined(found) == _joined(wanted)
        paragraphs = (0, 0, 0)
    else:
        right["body"] = [_text(block) for block in found] == [_text(block) for block in wanted]
        right["kinds"] = right["body"] and [block.kind for block in found] == [block.kind for block in wanted]
        paragraphs = _overlap(map(_text, found), map(_text, wanted))
    return Verdict(page, article, right, paragraphs, _overlap(_joined(found).split(), _joined(wanted).split()))


def summary(verdicts: Sequence[Verdict]) -> dict[str, dict[str, float]]:
    """For each group: pages, share of exact pages, share right of each field, paragraph and word precision, recall."""
    groups = dict.fromkeys(group for verdict in verdicts for group in verdict.page.groups)
    return {
        group: _figures([verdict for verdict in verdicts if group in verdict.page.groups]) for group in sorted(groups)
    }


def _figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    figures = {"pages": float(len(verdicts)), "exact": _share(sum(v.exact for v in verdicts), len(verdicts))}
    figures |= {field: _share(sum(v.right[field] for v in verdicts), len(verdicts)) for field in FIELDS}
    for unit in ("paragraphs", "words"):
        both, found, wanted = (sum(getattr(v, unit)[place] for v in verdicts) for place in range(3))
        figures |= {f"{unit} precision": _share(both, found), f"{unit} recall": _share(both, wanted)}
    return figures


def _share(part: int, whole: int) -> float:
    """Not a number where there are no cases."""
    return part / whole if whole else math.nan


def _agrees(page: Page, field: str, found: str | None) -> bool:
    fold = {"outlet": _outlet, "byline": _names}.get(field, _plain)
    wanted = [getattr(page.expected, field), *page.note.also.get(field, ())]
    return found in wanted or (found is not None and fold(found) in {fold(text) for text in wanted if text is not None})


def _same_time(wanted: datetime | None, found: datetime | None) -> bool:
    """To the minute; an instant where a zone is stated, and a zone is stated in both or in neither."""
    if wanted is None or found is None:
        return wanted is found
    if (wanted.tzinfo is None) != (found.tzinfo is None):
        return False
    return wanted.replace(second=0, microsecond=0) == found.replace(second=0, microsecond=0)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _outlet(text: str) -> str:
    return re.sub(r"[\W_]", "", _DOMAIN.sub("", _plain(text).casefold()))


def _names(text: str) -> str:
    return _BETWEEN_NAMES.sub(", ", _plain(text))


def _text(block: Block) -> str:
    text = _plain(block.text)
    return _MARKER.sub("", text) if block.kind is Kind.LIST else text


def _joined(blocks: Iterable[Block]) -> str:
    return " ".join(map(_text, blocks))


def _overlap(found: Iterable[str], wanted: Iterable[str]) -> tuple[int, int, int]:
    left, right = Counter(found), Counter(wanted)
    return (left & right).total(), left.total(), right.total()


def _differences(verdict: Verdict) -> Iterable[str]:
    if verdict.article is None:
        yield f"  error: {verdict.error}"
        return
    for field in (name for name in FIELDS[:-2] if not verdict.right[name]):
        yield f"  {field}: {getattr(verdict.article, field)!r}"
        yield f"  {'':{len(field)}}  not {getattr(verdict.page.expected, field)!r}"
    if verdict.right["kinds"]:
        return
    found = [f"[{p.kind}] {_text(Block(kind=p.kind, text=p.text))}" for p in verdict.article.paragraphs]
    wanted = [f"[{block.kind}] {_text(block)}" for block in verdict.page.expected.paragraphs]
    yield from (f"  + {line}" for line in found if line not in wanted)
    yield from (f"  - {line}" for line in wanted if line not in found)


def _table(figures: dict[str, dict[str, float]]) -> Iterable[str]:
    width = max(map(len, figures["all"]))
    yield " " * width + "".join(f"{group:>18}" for group in figures)
    for row in figures["all"]:
        cells = (_cell(row, group[row]) for group in figures.values())
        yield f"{row:<{width}}" + "".join(f"{cell:>18}" for cell in cells)


def _cell(row: str, value: float) -> str:
    if math.isnan(value):
        return "none"
    return f"{value:.0f}" if row == "pages" else f"{100 * value:.1f} %"


@click.command()
@click.option("--verbose", is_flag=True, help="Show what is wrong: + was kept or made, - is missing.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PAGES,
    help="Another folder of pages, with its own index.toml.",
)
@click.argument("names", nargs=-1)
def main(verbose: bool, folder: Path, names: tuple[str, ...]) -> None:
    """Score the article reader on every page here, or on the NAMES given."""
    from reader.article import read_article

    pages = [page for page in load(folder) if not names or page.path.name in names]
    if not pages:
        raise click.UsageError(f"no such page: {' '.join(names)}")
    verdicts = [judge(page, read_article) for page in pages]
    for verdict in verdicts:
        if verbose and not verdict.exact:
            click.echo(f"{verdict.page.path.name} ({verdict.page.note.style}; {', '.join(verdict.page.note.tags)})")
            click.echo("\n".join(_differences(verdict)))
    click.echo("\n".join(_table(summary(verdicts))))


if __name__ == "__main__":
    main()
