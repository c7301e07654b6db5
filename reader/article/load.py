"""Where articles come from: files, folders, stdin and addresses; and their bytes, within limits.

What holds several articles is opened up when it is listed: an EPUB into its chapters, a list of addresses and a feed
into the pages they name. That takes no network but for one case, a feed that is itself an address: nothing else tells
how many articles it stands for. Everything else is fetched when it is read.
"""

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from reader.article.unpack import GZIP, unpack
from reader.document import Source
from reader.errors import UnreadableError

MAX_BYTES: Final = 20_000_000
"""Largest source that is read as an article."""

SUFFIXES: Final = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
"""What counts as an article below a folder, also with `.gz` after it. A file that is named is read whatever its
suffix; lists of addresses and feeds are opened only when they are named, for that touches the network."""

PLAIN: Final = frozenset({"", ".txt", ".text"})
"""Without markup."""
BOOKS: Final = frozenset({".epub"})
LISTS: Final = frozenset({".urls"})
FEEDS: Final = frozenset({".rss", ".atom", ".xml"})

MAX_LINKS: Final = 1_000
"""Most addresses that a list may have."""

_MAX_LIST: Final = 1_000_000
_PAGES: Final = frozenset({".html", ".htm"})
_OWN_PAGE: Final = b'<meta name="generator" content="dwibaca">'
"""In the head of every page that the program writes (`reader.export.page.GENERATOR`)."""
_HEAD_BYTES: Final = 512
_FEED_NAMES: Final = frozenset({"feed", "rss", "atom"})

_OWN_OUTPUT = re.compile(r"\.en\.(?:txt|md|html|jsonl|tmx|epub)(?:\.gz)?$", re.I)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
"""How an address begins, whatever fetches it."""
_DIGITS = re.compile(r"(\d+)")


def find_sources(
    names: Sequence[str],
    *,
    exclude: Path | None = None,
    allow_private: bool = False,
    stop: Callable[[], bool] = bool,
) -> list[Source]:
    """The sources that `names` stand for, in the order given, each once.

    - A folder gives every article below it in natural order (2 before 10): hidden files, the program's own outputs
      (`*.en.txt` and so on, and its pages whatever their names) and whatever lies under `exclude` are left out.
    - An EPUB gives its chapters (`reader.article.epub`).
    - A `.urls` file, or a text file with nothing but http and https addresses, one a line, gives those pages. In a
      `.urls` file lines that begin with `#` are remarks, and a line that is no address is a source by its number,
      whose fault shows when it is read.
    - A feed gives its newest entries: a `.rss`, `.atom` or `.xml` file, `feed:ADDRESS`, or an address that ends in
      one of these or in `/feed`, `/rss`, `/atom`. Such an address is fetched here; see `fetch` for `allow_private`.
    - `-` is stdin; any other address is taken as it is.

    `stop` is asked at every folder; once it says so, no further one is looked into. A book that cannot be opened stays
    one source: its fault shows when it is read, and the others of its folder do not suffer.

    Raises UnreadableError for a path that is missing, for an address that is not on the web, for a folder without
    articles, for a list without an address or with more than `MAX_LINKS`, and for a feed that cannot be had.
    """
    found: dict[str, Source] = {}
    for name in names:
        for source in _sources(name, exclude, allow_private, stop):
            found.setdefault(source.identity, source)
    return list(found.values())


def is_url(name: str) -> bool:
    """Whether `name` is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def read_bytes(source: Source, stdin: BinaryIO | None = None, *, allow_private: bool = False) -> bytes:
    """The bytes of `source`, unpacked where they are gzip.

    Never reads or unpacks more than `MAX_BYTES`, whatever the source turns out to be. Raises UnreadableError when
    there is nothing, too much, or no way to read it.
    """
    if source.name == "-" and source.path is None:
        data = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
    elif source.path is None:
        from reader.article.fetch import fetch

        data = fetch(source.name, allow_private=allow_private)
    else:
        data = _read_file(source.path, source.name)
    if data.startswith(GZIP) and len(data) <= MAX_BYTES:
        data = unpack(data, _label(source.name), MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise too_large(source.name)
    if not data.strip():
        raise UnreadableError("the article is empty", _label(source.name))
    return data


def too_large(name: str) -> UnreadableError:
    """The refusal of a source over the limit."""
    return UnreadableError("too large for an article", _label(name), f"the limit is {MAX_BYTES // 1_000_000} MB")


def _label(name: str) -> str:
    return "standard input" if name == "-" else name


def _read_file(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("is a folder, not an article", name)
        if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
            raise too_large(name)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableError("no such file or folder", name) from error
    except PermissionError as error:
        raise UnreadableError("may not be read", name, "check its permissions") from error
    except (OSError, ValueError) as error:
        raise UnreadableError("cannot be read", name, _reason(error)) from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def without_gz(path: Path) -> Path:
    """`path` under the name that the file has unpacked."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def is_article_file(file: Path) -> bool:
    """Whether a file of this name counts as an article below a folder. Looks at the name alone."""
    known = without_gz(file).suffix.lower() in SUFFIXES or file.suffix.lower() in BOOKS
    return known and not file.name.startswith(".") and not _OWN_OUTPUT.search(file.name)


def excluded_below(name: str | Path, out: Path | None) -> Path | None:
    """The output folder `out` if nothing in it is a source of the folder `name`: if it lies strictly inside.

    When that folder, or one below `out`, was itself given, only the names of outputs tell them from articles.
    """
    folder = Path(name)
    if out is None or not folder.is_dir():
        return None
    return out if folder.resolve() in out.resolve().parents else None


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sorts names with numbers as people do: 2 before 10."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece.lower()) for piece in _DIGITS.split(name) if piece
    ]


def _sources(name: str, exclude: Path | None, allow_private: bool, stop: Callable[[], bool]) -> Iterator[Source]:
    if _is_feed_address(name):
        yield from _fetched_feed(name, allow_private)
        return
    if name == "-" or is_url(name):
        yield Source(name=name)
        return
    try:
        path = Path(name).expanduser()
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except PermissionError as error:
        raise UnreadableError("may not be read", name, "check its permissions") from error
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, too long for the system, nobody's home folder
        raise UnreadableError("no such file or folder", name) from error
    if not exists and _ELSEWHERE.match(name):
        raise UnreadableError("not a web address", name, "only http and https are fetched")
    if not exists:
        raise UnreadableError("no such file or folder", name)
    if not is_folder:
        yield from _listed(Source(name=name, path=path, relative=without_gz(Path(path.name))))
        return
    files = [
        Source(name=str(file), path=file, relative=without_gz(file.relative_to(path)))
        for file in _below(path, exclude, stop)
    ]
    if not files:
        raise UnreadableError("no articles in the folder", name, "looked for " + " ".join(sorted(SUFFIXES | BOOKS)))
    for source in sorted(files, key=_natural):
        yield from _opened_up(source)


# --- what holds several articles -------------------------------------------------------------------------------------


def _listed(source: Source) -> Iterable[Source]:
    """A file that was named: what it lists, if it is a list or a feed, else what it holds."""
    links = _links(source)
    return [Source(name=link) for link in links] if links is not None else _opened_up(source)


def _opened_up(source: Source) -> Iterable[Source]:
    """The chapters of a book; any other file as it is, and so a book that cannot be opened."""
    path, relative = source.path, source.relative
    if path is None or relative is None or path.suffix.lower() not in BOOKS:
        return [source]
    from reader.article.epub import chapters

    try:
        entries = chapters(path, source.name)
    except UnreadableError:
        return [source]
    # The number keeps the order in the output folder, and keeps apart what has the same name.
    width = len(str(len(entries)))
    return [
        replace(
            source,
            name=f"{source.name}#{entry}",
            part=entry,
            relative=relative.with_suffix("") / f"{number:0{width}}-{_plain_name(entry)}.xhtml",
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _plain_name(entry: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", entry.rpartition("/")[2].partition(".")[0])[:60].strip("-") or "part"


def _links(source: Source) -> list[str] | None:
    """The addresses in a file of addresses or a feed, and of a line that is none where it stands; None for every other
    file."""
    path = source.path
    if path is None or not path.is_file():
        return None
    suffix = path.suffix.lower()
    if suffix in FEEDS:
        from reader.article.feed import entry_links, is_feed

        data = read_bytes(source)
        return entry_links(data, source.name) if is_feed(data) else None
    if suffix not in LISTS | PLAIN or path.stat().st_size > _MAX_LIST:
        return None
    text = _read_file(path, source.name).decode("utf-8-sig", errors="replace")
    lines = {number: line.strip() for number, line in enumerate(text.splitlines(), start=1)}
    lines = {number: line for number, line in lines.items() if line and not (suffix in LISTS and line.startswith("#"))}
    wrong = {number for number, line in lines.items() if not is_url(line) or len(line.split()) > 1}
    if suffix not in LISTS and (wrong or not lines):
        return None
    if len(wrong) == len(lines):
        hint = f"not an address: {next(iter(lines.values()))[:80]}" if lines else "it is empty"
        raise UnreadableError("not a list of addresses", source.name, hint)
    if len(lines) > MAX_LINKS:
        raise UnreadableError("too many addresses", source.name, f"the limit is {MAX_LINKS:,}")
    return [f"{source.name}:{number}: {line[:80]}" if number in wrong else line for number, line in lines.items()]


def _is_feed_address(name: str) -> bool:
    if name.lower().startswith("feed:"):
        return True
    if not is_url(name):
        return False
    last = re.split(r"[?#]", name, maxsplit=1)[0].rstrip("/").rpartition("/")[2].lower()
    return last in _FEED_NAMES or last.endswith(tuple(FEEDS))


def _fetched_feed(name: str, allow_private: bool) -> Iterable[Source]:
    from reader.article.feed import entry_links, is_feed

    given = name.lower().startswith("feed:")
    address = name[len("feed:") :] if given else name
    if address.startswith("//"):
        address = f"https:{address}"
    data = read_bytes(Source(name=address), allow_private=allow_private)
    if not given and not is_feed(data):
        return [Source(name=name)]  # a page whose address only looks like a feed's
    return [Source(name=link) for link in entry_links(data, name, base=address)]


# --- folders ---------------------------------------------------------------------------------------------------------


def _below(folder: Path, exclude: Path | None, stop: Callable[[], bool]) -> Iterator[Path]:
    """Article files below `folder`. Links to folders are not followed, so a loop cannot trap it; a folder that may
    not be listed is passed over, and so is a pipe, which would wait for its writer."""
    excluded = exclude.resolve() if exclude else None
    for here, folders, files in os.walk(folder):
        if stop():
            return
        base = Path(here)
        resolved = base.resolve()
        if excluded and (resolved == excluded or excluded in resolved.parents):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = base / name
            wanted = is_article_file(file) and (excluded is None or file.resolve() != excluded)
            if wanted and not _is_pipe(file) and not _is_own_page(file):
                yield file


def _is_pipe(file: Path) -> bool:
    """Whether this is a pipe, a socket or a device: everything but a file, and what tells its fault when it is read."""
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False


def _is_own_page(file: Path) -> bool:
    """Whether the program wrote this page: a report or an export under a name of the person's choice."""
    if file.suffix.lower() not in _PAGES:
        return False
    try:
        with file.open("rb") as page:
            return _OWN_PAGE in page.read(_HEAD_BYTES)
    except OSError:
        return False


def _natural(source: Source) -> list[list[tuple[int, int, str]]]:
    return [natural_key(part) for part in (source.relative.parts if source.relative else (source.name,))]
