"""Glossaries as TBX, the exchange form of terminology tools (ISO 30042).

Read are TBX version 3 (`conceptEntry`, `langSec`, `termSec`) and version 2 (`termEntry`, `langSet`, `tig` or `ntig`),
in the style that names data categories by attribute (DCA). Written is TBX-Basic, version 3. The kind of a term is its
subject field; what TBX-Basic has no category for, the rule for capitals and whether it is enforced, is a subset name.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from reader.errors import UsageError
from reader.glossary.files import Entry
from reader.glossary.terms import CASES, KINDS, Term

_NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES: Final = frozenset({"conceptEntry", "termEntry"})
_LANGUAGES: Final = frozenset({"langSec", "langSet"})
_TERMS: Final = frozenset({"termSec", "tig", "ntig"})
_NOT_ENFORCED: Final = "not enforced"
_CASE: Final = "case "


def read(data: bytes, name: str) -> list[Entry]:
    """The entries that have an Indonesian and an English term; others are left out. Raises UsageError."""
    # No entities, no network, no document type: the file may come from anywhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise UsageError("the glossary is not valid XML", f"{name}:{line}", str(error.msg)) from error
    if _tag(root) not in {"tbx", "martif"}:
        raise UsageError("the glossary is not TBX", f"{name}:{root.sourceline or 1}", f"it begins with <{_tag(root)}>")
    entries = (element for element in root.iter(etree.Element) if _tag(element) in _ENTRIES)
    return [Entry(entry.sourceline or 0, fields) for entry in entries if (fields := _fields(entry))]


def write(terms: Iterable[Term]) -> bytes:
    """A TBX-Basic file."""
    root = etree.Element("tbx", {"type": "TBX-Basic", "style": "dca", _LANG: "id"}, nsmap={None: _NAMESPACE})
    description = etree.SubElement(etree.SubElement(root, "tbxHeader"), "fileDesc")
    etree.SubElement(etree.SubElement(description, "sourceDesc"), "p").text = "Glossary written by dwibaca"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, start=1):
        _write(body, f"c{number}", term)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _write(body: Any, identity: str, term: Term) -> None:
    entry = etree.SubElement(body, "conceptEntry", id=identity)
    etree.SubElement(entry, "descrip", type="subjectField").text = term.kind
    for subset in _subsets(term):
        etree.SubElement(entry, "admin", type="projectSubset").text = subset
    if term.note:
        etree.SubElement(entry, "note").text = term.note
    for language, wordings in (("id", term.forms), ("en", term.wordings)):
        section = etree.SubElement(entry, "langSec", {_LANG: language})
        for index, wording in enumerate(wordings):
            part = etree.SubElement(section, "termSec")
            etree.SubElement(part, "term").text = wording
            status = "admittedTerm-admn-sts" if index else "preferredTerm-admn-sts"
            etree.SubElement(part, "termNote", type="administrativeStatus").text = status


def _subsets(term: Term) -> Iterator[str]:
    if term.case is not None:
        yield _CASE + term.case
    if not term.enforce:
        yield _NOT_ENFORCED


def _fields(entry: Any) -> dict[str, Any]:
    indonesian, english = _wordings(entry, "id"), _wordings(entry, "en")
    if not indonesian or not english:
        return {}
    fields: dict[str, Any] = {
        "source": indonesian[0],
        "target": english[0],
        "variants": tuple(indonesian[1:]),
        "accept": tuple(english[1:]),
    }
    for element in entry.iter(etree.Element):
        text = _text(element)
        if _tag(element) == "descrip" and element.get("type") == "subjectField" and text in KINDS:
            fields["kind"] = text
        elif _tag(element) == "admin" and element.get("type") == "projectSubset":
            if text == _NOT_ENFORCED:
                fields["enforce"] = False
            elif text.removeprefix(_CASE) in CASES:
                fields["case"] = text.removeprefix(_CASE)
        elif _tag(element) == "note" and text and _tag(element.getparent()) in _ENTRIES:
            fields["note"] = text
    return fields


def _wordings(entry: Any, language: str) -> list[str]:
    """The terms of one language, the preferred ones first; none that is deprecated."""
    found: list[tuple[int, str]] = []
    for section in entry:
        if _tag(section) not in _LANGUAGES or not _is(section, language):
            continue
        for part in section:
            if _tag(part) in _TERMS and (wording := _wording(part)):
                rank = _rank(part)
                if rank is not None:
                    found.append((rank, wording))
    return list(dict.fromkeys(wording for _, wording in sorted(found, key=lambda pair: pair[0])))


def _wording(part: Any) -> str:
    return next((_text(element) for element in part.iter(etree.Element) if _tag(element) == "term"), "")


def _rank(part: Any) -> int | None:
    """0 for a preferred term, 1 for others, None for one that should not be used."""
    for element in part.iter(etree.Element):
        if _tag(element) == "termNote" and element.get("type") == "administrativeStatus":
            status = _text(element)
            if status.startswith(("deprecated", "superseded")):
                return None
            return 0 if status.startswith("preferred") else 1
    return 1


def _is(section: Any, language: str) -> bool:
    code = (section.get(_LANG) or section.get("lang") or "").casefold().replace("_", "-")
    names = {"id": {"id", "ind", "in"}, "en": {"en", "eng"}}[language]
    return code.partition("-")[0] in names


def _tag(element: Any) -> str:
    return str(etree.QName(element).localname) if element is not None and isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
