"""The cache and the person's corrections as files that other programs and other machines read: TMX 1.4 and JSON Lines.

What goes out comes back in: a translation by a model carries its cache key and becomes a cache entry again; a pair
without one was written by a person, here or in another program such as OmegaT, and becomes a correction.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cache.memory import Memory
from cache.store import Json, TranslationCache
from reader.article.language import NAMES
from reader.diagnostics import one_line
from reader.errors import ReaderError, UsageError
from reader.export.text import safe_json
from reader.export.tmx import CLOSING, TARGET, opening, pair
from reader.pipeline.rendering import Rendering

INDONESIAN = "ind_Latn"
_TAGS = {INDONESIAN: "id", **{code: tag for tag, (_, code) in NAMES.items() if code is not None}}
_CODES = {tag: code for code, tag in _TAGS.items()}
_KEY = re.compile(r"[0-9a-f]{64}")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AT_ONCE = 1000
"""Entries written in one transaction."""


@dataclass(frozen=True)
class Pair:
    """A sentence and its English, in one form for both kinds of file."""

    source: str
    target: str
    language: str
    """FLORES-200 code of `source`."""
    key: str = ""
    """Of the cache; empty for what a person wrote."""
    origin: str = ""
    """As the exports of this program say it; empty or `edited` for what a person wrote."""
    value: Json | None = None
    """The whole cache entry, where there is a key."""


@dataclass(frozen=True)
class Exchanged:
    """How much went out or came in."""

    translations: int
    corrections: int
    kept: int = 0
    """Corrections that were left as they are, because the person has another wording."""
    skipped: int = 0
    """Pairs that a model made and that are no cache entry: another model would be asked for good."""
    lost: int = 0
    """Translations that could not be kept."""


def export_file(path: Path, cache: TranslationCache | None, memory: Memory) -> tuple[bytes, Exchanged]:
    """What belongs into the file at `path`, whose suffix names the form. Raises UsageError for another suffix."""
    write = {".tmx": _tmx, ".jsonl": _jsonl}.get(path.suffix.lower())
    if write is None:
        raise UsageError("no such form of a translation memory", path.name, "name it .tmx or .jsonl")
    corrections = [Pair(source, target, language) for language, source, target in memory.all_corrections()]
    translations = list(_cached(cache)) if cache is not None else []
    text = "".join(f"{line}\n" for line in write([*corrections, *translations]))
    return text.encode("utf-8", errors="replace"), Exchanged(len(translations), len(corrections))


def import_file(path: Path, cache: TranslationCache | None, memory: Memory, *, replace: bool = False) -> Exchanged:
    """Take in the TMX or JSON Lines file at `path`. A correction that the person has already stays unless `replace`.

    Raises ReaderError for a file that cannot be read, UsageError for another suffix, MemoryFault.
    """
    read = {".tmx": _read_tmx, ".jsonl": _read_jsonl}.get(path.suffix.lower())
    if read is None:
        raise UsageError("no such form of a translation memory", path.name, "name it .tmx or .jsonl")
    try:
        pairs = list(read(path))
    except OSError as error:
        raise ReaderError("the translation memory cannot be read", path, error.strerror or str(error)) from error
    entries = {one.key: one.value for one in pairs if one.value is not None and Rendering.from_json(one.value)}
    stored = 0
    if cache is not None:
        keys = list(entries)
        for start in range(0, len(keys), _AT_ONCE):
            some = {key: entries[key] for key in keys[start : start + _AT_ONCE]}
            stored += len(some) if cache.set_many(some) else 0
    by_language: dict[str, dict[str, str]] = {}
    skipped = taken = kept = 0
    for one in pairs:
        if one.key:
            skipped += one.key not in entries
        elif one.origin not in ("", "edited"):
            skipped += 1
        else:
            by_language.setdefault(one.language, {})[one.source] = one.target
    for language, written in by_language.items():
        new, old = memory.take_in(written, language, replace=replace)
        taken, kept = taken + new, kept + old
    return Exchanged(stored, taken, kept, skipped, len(entries) - stored)


def _cached(cache: TranslationCache) -> Iterator[Pair]:
    """The translations in the cache; alignments and what older versions wrote without its sentence are left out."""
    for key, value in cache.entries():
        source, target, language = value.get("source"), value.get("target"), value.get("language")
        if isinstance(source, str) and isinstance(target, str) and isinstance(language, str):
            yield Pair(source, target, language, key, value=value)


def _jsonl(pairs: Iterable[Pair]) -> Iterator[str]:
    for one in pairs:
        value = one.value or {"source": one.source, "target": one.target, "language": one.language}
        yield safe_json({"key": one.key, **value} if one.key else value)


def _read_jsonl(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                made = _pair_of(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise ReaderError("the translation memory has a bad line", f"{path}:{number}", str(error)) from error
            if made is None:
                hint = "a line is a JSON object with source, target and language"
                raise ReaderError("the translation memory has a bad line", f"{path}:{number}", hint)
            if made.target:  # a segment that nobody has translated yet
                yield made


def _pair_of(value: Any) -> Pair | None:
    if not isinstance(value, dict):
        return None
    key = value.pop("key", "")
    source, target, language = (value.get(name) for name in ("source", "target", "language"))
    if not (isinstance(source, str) and isinstance(target, str) and source.strip()):
        return None
    code = language if isinstance(language, str) else INDONESIAN
    if isinstance(key, str) and _KEY.fullmatch(key):
        return Pair(source, target, code, key, value=value)
    return Pair(one_line(source), one_line(target), code, origin=str(value.get("origin", "")))


def _tmx(pairs: Iterable[Pair]) -> Iterator[str]:
    yield from opening(_TAGS[INDONESIAN])
    for one in pairs:
        properties = {"x-key": one.key, "x-entry": json.dumps(one.value, ensure_ascii=True)} if one.key else {}
        source, target = one_line(one.source), one_line(one.target)
        if source and target:
            yield from pair(source, target, _tag(one.language), properties)
    yield from CLOSING


def _read_tmx(path: Path) -> Iterator[Pair]:
    from lxml import etree

    # An entity could name a file of this machine, or be a thousand million of its own kind: none is expanded.
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        with path.open("rb") as file:
            srclang = TARGET
            for _, node in etree.iterparse(file, events=("end",), tag=("header", "tu"), **safe):
                if node.tag == "header":
                    srclang = str(node.get("srclang") or "")
                elif (made := _unit(node, srclang)) is not None:
                    yield made
                node.clear()
    except etree.XMLSyntaxError as error:
        raise ReaderError("the translation memory is not valid TMX", path, error.msg or "") from error


def _unit(node: Any, srclang: str) -> Pair | None:
    """The pair of a `tu`; None when English or another language is not there."""
    sides: dict[str, str] = {}
    for tuv in node.iter("tuv"):
        language = str(tuv.get(_LANG) or tuv.get("lang") or "").lower().partition("-")[0].partition("_")[0]
        segment = tuv.find("seg")
        if segment is not None:
            sides[language] = one_line("".join(_text(segment)))
    wanted = srclang.lower().partition("-")[0].partition("_")[0]
    others = [language for language in sides if language != TARGET]
    source = wanted if wanted in others else next(iter(others), "")
    if not sides.get(source) or not sides.get(TARGET):
        return None
    code = _CODES.get(source, f"{source}_Latn")
    properties = {str(prop.get("type")): prop.text or "" for prop in node.iter("prop")}
    key = properties.get("x-key", "")
    if _KEY.fullmatch(key):
        try:
            value = json.loads(properties.get("x-entry", ""))
        except ValueError:
            value = None
        if isinstance(value, dict):
            return Pair(sides[source], sides[TARGET], code, key, value=value)
    return Pair(sides[source], sides[TARGET], code, origin=properties.get("x-origin", ""))


def _text(element: Any) -> Iterator[str]:
    """The text of a segment. What stands inside inline codes is another program's markup and is left out."""
    yield element.text or ""
    for child in element:
        if child.tag == "hi":
            yield from _text(child)
        yield child.tail or ""


def _tag(code: str) -> str:
    return _TAGS.get(code, code.partition("_")[0])
