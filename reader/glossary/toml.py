"""The native form of a glossary: TOML with `[[term]]` tables, or one array of inline tables, `term = [{…}, …]`.

A person's file is theirs: `added` and `removed` change single entries and leave comments, order and spacing alone.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Table

from reader.diagnostics import one_line
from reader.errors import UsageError
from reader.glossary.files import Entry, wrong_entry
from reader.glossary.terms import Term

HEADER = """\
# Glossary for dwibaca. One [[term]] an entry; only source and target are needed:
#   variants = other Indonesian spellings      accept = other English wordings that are as good
#   kind = person, place, organisation, title, acronym or term
#   case = exact, capital or any               enforce = false: only shown, never missing

"""
_HEAD = re.compile(r"^\s*\[\[\s*term\s*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"at line (\d+)")
_INLINE = re.compile(r"^\s*term\s*=\s*\[|\{(?=\s*(?:\w+|\"\w+\")\s*=)", re.MULTILINE)


def read(text: str, name: str) -> list[Entry]:
    """The entries of the TOML `text`. Raises UsageError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        raise UsageError(
            "the glossary is not valid TOML", f"{name}:{place[1]}" if place else name, str(error)
        ) from error
    for key in data:
        if key != "term":
            raise wrong_entry(name, _line_of_key(text, key), f"{key}: only [[term]] tables are known")
    found = data.get("term", [])
    if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
        raise wrong_entry(name, _line_of_key(text, "term"), "term: write [[term]] above each entry")
    return [Entry(line, fields) for line, fields in zip(_lines(text, len(found)), found, strict=True)]


def write(terms: Iterable[Term]) -> bytes:
    """A new glossary file."""
    return added(HEADER, terms).encode()


def added(text: str, terms: Iterable[Term]) -> str:
    """The glossary `text` with `terms` in it: each in the place of the entry with its source, or at the end.

    Comments and other entries stay as they are. Raises UsageError where `text` is no TOML.
    """
    document = _parsed(text)
    wanted = {term.key: term for term in terms}
    entries = document.get("term")
    if not isinstance(entries, AoT | Array):
        entries = tomlkit.aot()
        document.append("term", entries)
    for index, key in enumerate(_keys(entries)):
        if term := wanted.pop(key, None):
            _change(entries[index], fields_of(term))
    for term in wanted.values():
        _append(entries, fields_of(term))
    return tomlkit.dumps(document)


def removed(text: str, source: str) -> tuple[str, int]:
    """The glossary `text` without the entries of `source`, and how many those were. Raises UsageError."""
    document = _parsed(text)
    entries = document.get("term")
    if not isinstance(entries, AoT | Array):
        return text, 0
    asked = one_line(source)  # as the term is listed
    exact = [i for i, entry in enumerate(entries) if one_line(str(entry.get("source", ""))) == asked]
    places = exact or [i for i, entry in enumerate(entries) if _folded(entry.get("source", "")) == asked.casefold()]
    for place in reversed(places):
        del entries[place]
    if not len(entries) and isinstance(entries, AoT):
        del document["term"]
    return tomlkit.dumps(document), len(places)


def fields_of(term: Term) -> dict[str, Any]:
    """What has to be written of `term`: what says more than the default."""
    return term.model_dump(mode="json", exclude_defaults=True)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise UsageError("the glossary is not valid TOML", "", str(error)) from error


def _folded(text: object) -> str:
    return one_line(str(text)).casefold()


def _keys(entries: AoT | Array) -> Iterator[str]:
    for entry in entries:
        fields = entry.unwrap() if hasattr(entry, "unwrap") else entry
        try:
            yield Term.model_validate(fields).key
        except ValueError:
            yield ""  # a wrong entry is told of when the file is read, not here


def _change(entry: Any, fields: dict[str, Any]) -> None:
    for name in [name for name in entry if name not in fields]:
        del entry[name]
    # What stands below the last line of a table, a remark on the next entry say, has to stay below it.
    body = entry.value.body if isinstance(entry, Table) else []
    below = []
    while body and body[-1][0] is None:
        below.append(body.pop())
    for name, value in fields.items():
        if name not in entry or entry[name] != value:
            entry[name] = value
    body.extend(reversed(below))


def _append(entries: AoT | Array, fields: dict[str, Any]) -> None:
    if isinstance(entries, Array):
        inline = tomlkit.inline_table()
        inline.update(fields)
        entries.add_line(inline)
        return
    table: Table = tomlkit.table()
    for name, value in fields.items():
        table.add(name, value)
    table.add(tomlkit.nl())
    entries.append(table)


def _lines(text: str, wanted: int) -> list[int]:
    """The lines on which the entries begin; 0 for each where that cannot be told."""
    places = [match.start() + len(match[0]) - len(match[0].lstrip()) for match in _HEAD.finditer(text)]
    if len(places) != wanted:
        places = [match.start() for match in _INLINE.finditer(text) if match[0] == "{"]
    return [text.count("\n", 0, place) + 1 for place in places] if len(places) == wanted else [0] * wanted


def _line_of_key(text: str, key: str) -> int:
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 0
