"""Glossary files: TOML, CSV, TSV and TBX, in and out; and the person's file, changed entry by entry."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.errors import ReaderError, UsageError
from reader.glossary import toml
from reader.glossary.files import FORMATS, read_terms, write_terms
from reader.glossary.own import add_terms, remove_term
from reader.glossary.terms import CASES, KINDS, Term

FULL = Term(
    source='Kementerian "Luar" Negeri, RI',
    target="Foreign Ministry; of <Indonesia> & more",
    variants=("Kemlu", "Kemenlu"),
    accept=("Ministry of Foreign Affairs",),
    kind="organisation",
    case="exact",
    note="since 1945, 'Deplu' before\t2008",
    enforce=False,
)
PLAIN = Term(source="gempa", target="earthquake")

_texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1, max_size=8
)
_wordings = st.lists(_texts, min_size=1, max_size=3).map(" ".join)
_terms = st.builds(
    Term,
    source=_wordings.filter(lambda text: not text.startswith("#")),
    target=_wordings,
    variants=st.lists(_wordings, max_size=2, unique=True).map(tuple),
    accept=st.lists(_wordings, max_size=2, unique=True).map(tuple),
    kind=st.sampled_from(KINDS),
    case=st.sampled_from((*CASES, None)),
    note=st.none() | _wordings,
    enforce=st.booleans(),
)


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_keeps_every_field(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"terms.{form}", write_terms([FULL, PLAIN], form))
    terms = read_terms(path)
    # XML text has no shape of its own, and a cell without quotation marks holds no tab.
    note = " ".join((FULL.note or "").split()) if form in ("tbx", "tsv") else FULL.note
    assert terms == (FULL.model_copy(update={"note": note}), PLAIN)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(term=_terms)
def test_every_format_keeps_any_text(tmp_path_factory: pytest.TempPathFactory, form: str, term: Term) -> None:
    path = tmp_path_factory.mktemp("terms") / f"terms.{form}"
    unlike = {term.source, *term.variants}
    if form == "tbx" and (len(unlike) != len(term.forms) or len({*term.wordings}) != len(term.wordings)):
        return  # TBX says a wording once
    written(path, write_terms([term], form))
    assert read_terms(path) == (term,)


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("a.toml", '[[term]]\nsource = "a"\n', ":1", "target: Field required"),
        (
            "a.toml",
            '# x\n\n[[term]]\nsource = "a"\ntarget = "b"\n[[term]]\nsource = ""\ntarget = "c"\n',
            ":6",
            "source",
        ),
        ("a.toml", '[[term]]\nsource = "a"\ntarget = "b"\nvariants = [" "]\n', ":1", "a wording is empty"),
        ("a.toml", '[[term]]\nsource = "a"\ntarget = "b"\ncolour = "red"\n', ":1", "colour"),
        ("a.toml", 'term = [\n  {source = "a", target = "b"},\n  {source = "a"},\n]\n', ":3", "target"),
        ("a.toml", 'x = 1\ntitle = "x"\n', ":1", "x: only"),
        ("a.toml", "[[term]\n", "", "not valid TOML.*line 1"),
        ("a.toml", "term = 3\n", ":1", "write"),
        ("a.toml", b"\xffabc", "", "not UTF-8"),
        ("a.csv", "source,target\na,b\n\nc,\n", ":4", "target: Field required"),
        ("a.csv", "source,target,kind\na,b,animal\n", ":2", "kind"),
        ("a.csv", "source,target,enforce\na,b,maybe\n", ":2", "enforce: yes or no"),
        ("a.csv", 'source,target\n"a,b\n', ":2", "unexpected end"),
        ("a.tsv", "source\ttarget\tcase\na\tb\tloud\n", ":2", "case"),
        ("a.tbx", "<tbx>\n<text>", ":2", "not valid XML"),
        ("a.tbx", "<html/>", ":1", "begins with <html>"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_line(
    tmp_path: Path, name: str, content: bytes | str, line: str, message: str
) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(UsageError, match=message) as caught:
        read_terms(path)
    assert f"{path}{line}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_a_large_and_an_unknown_file_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_terms(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="not a format of glossaries"):
        read_terms(written(tmp_path / "terms.xlsx", b""))
    monkeypatch.setattr("reader.glossary.files.LIMIT", 3)
    with pytest.raises(UsageError, match="too large"):
        read_terms(written(tmp_path / "large.toml", "# 45"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "source,target,note\ngempa,earthquake,quake too\n"),
        ("a.csv", "\ufeffTarget;Source;Note\r\nearthquake;gempa;quake too\r\n"),
        ("a.tsv", "# OmegaT\ngempa\tearthquake\tquake too\n"),
        ("a.csv", "gempa,earthquake,quake too\n"),
        ("a.tsv", "source\ttarget\tnote\ngempa\tearthquake\tquake too\n".encode("utf-16")),
        ("a.csv", "source,colour,target,note\ngempa,red,earthquake,quake too\n"),
    ],
)
def test_tables_of_other_programs(tmp_path: Path, name: str, content: bytes | str) -> None:
    assert read_terms(written(tmp_path / name, content)) == (PLAIN.model_copy(update={"note": "quake too"}),)


def test_a_table_in_windows_1252_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "source;target\r\nJum’at;“Friday”\r\n".encode("cp1252"))
    assert read_terms(path) == (Term(source="Jum’at", target="“Friday”"),)


def test_a_quotation_mark_in_a_table_of_tabs_is_just_that(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tsv", '"Bali" pulau\tthe "island"\n"lepas\tloose\n')
    terms = (Term(source='"Bali" pulau', target='the "island"'), Term(source='"lepas', target="loose"))
    assert read_terms(path) == terms
    assert read_terms(written(tmp_path / "b.tsv", write_terms(terms, "tsv"))) == terms


@pytest.mark.parametrize("form", FORMATS)
def test_a_term_holds_nothing_that_a_terminal_acts_on(tmp_path: Path, form: str) -> None:
    evil = written(
        tmp_path / "evil.toml",
        '[[term]]\nsource = "ge\\u001b[31mm\\npa"\ntarget = "a\\u0000b"\nnote = "x\\u0007\\u009b"\n',
    )
    (term,) = read_terms(evil)
    assert (term.source, term.target, term.note) == ("ge␛[31mm pa", "a␀b", "x␇\ufffd")
    assert read_terms(written(tmp_path / f"out.{form}", write_terms([term], form))) == (term,)
    assert remove_term(evil, term.source) == 1


def test_a_term_of_invisible_characters_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a wording is empty"):
        read_terms(written(tmp_path / "a.csv", "source,target\n\u200b,x\n"))


def test_a_wording_that_a_table_cannot_hold_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="use TOML"):
        write_terms([Term(source="a", target="b", variants=("c|d",))], "csv")


def test_tbx_of_other_programs(tmp_path: Path) -> None:
    old = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
    <martif type="TBX-Basic" xml:lang="en"><text><body>
    <termEntry id="1"><descrip type="subjectField">place</descrip>
      <langSet xml:lang="en-US"><tig><term>US</term></tig>
        <ntig><termGrp><term>USA</term>
        <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig></langSet>
      <langSet xml:lang="ind"><tig><term>Amerika <hi>Serikat</hi></term></tig><tig><term>AS</term>
        <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet></termEntry>
    <termEntry id="2"><langSet xml:lang="de"><tig><term>Haus</term></tig></langSet></termEntry>
    </body></text></martif>"""
    terms = read_terms(written(tmp_path / "old.tbx", old))
    assert terms == (Term(source="AS", variants=("Amerika Serikat",), target="US", kind="place"),)


def test_tbx_opens_no_other_file(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "SECRET")
    page = f"""<!DOCTYPE tbx [<!ENTITY x SYSTEM "{secret.as_uri()}">]><tbx><text><body><conceptEntry>
    <langSec xml:lang="id"><termSec><term>a&x;</term></termSec></langSec>
    <langSec xml:lang="en"><termSec><term>b</term></termSec></langSec></conceptEntry></body></text></tbx>"""
    assert "SECRET" not in repr(read_terms(written(tmp_path / "evil.tbx", page)))


def test_tbx_is_written_in_the_order_that_the_standard_asks_for() -> None:
    root = etree.fromstring(write_terms([FULL], "tbx"))
    space = "{urn:iso:std:iso:30042:ed-2}"
    assert (root.tag, root.get("type"), root.get("style")) == (f"{space}tbx", "TBX-Basic", "dca")
    entry = root.find(f".//{space}conceptEntry")
    assert [child.tag.removeprefix(space) for child in entry] == [
        "descrip", "admin", "admin", "note", "langSec", "langSec",
    ]  # fmt: skip
    for section in entry.iter(f"{space}termSec"):
        assert [child.tag.removeprefix(space) for child in section] == ["term", "termNote"]


MINE = """\
# my terms   (keep this)

[[term]]   # first
target = "quake"  # not earthquake
source = "gempa"

# about ports
[[term]]
source = "Kota Pelabuhan"
target = "Port City"
"""


def test_a_change_leaves_the_rest_of_the_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "glossary.toml", MINE)
    add_terms(
        path, [Term(source="Gempa", target="earthquake", accept=("quake",)), Term(source="KRI", target="warship")]
    )
    text = path.read_text(encoding="utf-8")
    for kept in ("# my terms   (keep this)\n", "# first\n", "# not earthquake\n", "# about ports\n[[term]]\n"):
        assert kept in text
    assert [entry["target"] for entry in tomllib.loads(text)["term"]] == ["earthquake", "Port City", "warship"]
    assert remove_term(path, "kota pelabuhan") == 1
    assert [term.source for term in read_terms(path)] == ["Gempa", "KRI"]
    assert remove_term(path, "kota pelabuhan") == 0


def test_a_new_file_is_made_with_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "new" / "glossary.toml"
    add_terms(path, [FULL])
    assert path.read_text(encoding="utf-8").startswith(toml.HEADER)
    assert read_terms(path) == (FULL,)
    assert remove_term(path, FULL.source) == 1
    assert read_terms(path) == ()
    add_terms(path, [PLAIN])
    assert read_terms(path) == (PLAIN,)


def test_an_array_of_inline_tables_stays_one(tmp_path: Path) -> None:
    path = written(tmp_path / "glossary.toml", 'term = [\n  {source = "a", target = "b"}, # one\n]\n')
    add_terms(path, [PLAIN])
    assert [term.source for term in read_terms(path)] == ["a", "gempa"]
    assert "# one" in path.read_text(encoding="utf-8")
    assert "[[term]]" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "tsv", "tbx"])
def test_a_table_of_the_persons_is_changed_too(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"mine.{form}", write_terms([PLAIN], form))
    add_terms(path, [Term(source="banjir", target="flood")])
    assert remove_term(path, "gempa") == 1
    assert [term.source for term in read_terms(path)] == ["banjir"]


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "glossary.toml", "[[term]\n")
    with pytest.raises(ReaderError, match="not valid TOML"):
        add_terms(path, [PLAIN])
    assert path.read_text(encoding="utf-8") == "[[term]\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    written(tmp_path / "file", b"")
    with pytest.raises(ReaderError, match="cannot be written"):
        add_terms(tmp_path / "file" / "glossary.toml", [PLAIN])


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_terms_added_at_the_same_time_are_all_there(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"mine.{form}"
    names = [f"kata{number}" for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: add_terms(path, [Term(source=name, target="word")]), names))
    assert sorted(term.source for term in read_terms(path)) == sorted(names)


def test_a_glossary_that_another_program_is_changing_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "glossary.toml"
    add_terms(path, [PLAIN])
    monkeypatch.setattr("reader.glossary.own._PATIENCE", 0.1)
    with (
        filelock.FileLock(tmp_path / ".glossary.toml.lock"),
        pytest.raises(ReaderError, match="another program is changing the glossary"),
    ):
        remove_term(path, PLAIN.source)
    assert read_terms(path) == (PLAIN,)
