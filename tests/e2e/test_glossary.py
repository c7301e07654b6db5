"""`dwibaca glossary`: what it prints, writes and answers."""

import json
from pathlib import Path

import pytest
from lxml import etree

from reader.cli import main
from reader.commands import glossary
from reader.glossary import files, layers, terms

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own(home: Path) -> Path:
    """The person's own glossary."""
    return home / "glossary.toml"


def out(capsys: Capture, *args: object, code: int = 0) -> str:
    assert main(["glossary", *map(str, args)]) == code, capsys.readouterr().err
    return capsys.readouterr().out


def test_the_choices_are_those_of_the_glossary() -> None:
    assert (glossary.KINDS, glossary.CASES, glossary.LAYERS, glossary.FORMATS) == (
        terms.KINDS, terms.CASES, layers.LAYERS, files.FORMATS,
    )  # fmt: skip


def test_path_and_list_need_no_command_name(capsys: Capture, own: Path) -> None:
    assert out(capsys, "path") == f"{own}\n"
    assert (
        "KPK (Komisi Pemberantasan Korupsi)  →  Corruption Eradication Commission  [organisation, built-in]\n"
        in out(capsys)
    )


def test_add_list_and_remove(capsys: Capture, own: Path) -> None:
    out(capsys, "add", "KPK", "Graft Commission", "--kind", "organisation", "--accept", "KPK", "--note", "short")
    assert out(capsys, "list", "graft c") == "KPK  →  Graft Commission  [organisation, own]\n"
    entry = json.loads(out(capsys, "list", "--json", "--layer", "own"))
    assert (entry["target"], entry["accept"], entry["layer"], entry["note"]) == (
        "Graft Commission",
        ["KPK"],
        "own",
        "short",
    )
    own.write_text("# mine\n" + own.read_text(encoding="utf-8"), encoding="utf-8")
    out(capsys, "add", "pajak", "tax", "--no-enforce")
    assert out(capsys, "list", "pajak", "--layer", "own") == "pajak  →  tax  [term, own  not enforced]\n"
    out(capsys, "remove", "kpk")
    assert "Corruption Eradication Commission" in out(capsys, "list", "kpk")
    assert own.read_text(encoding="utf-8").startswith("# mine\n")


def test_a_folders_glossary_is_listed_with_it(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text('[[term]]\nsource = "KPK"\ntarget = "x"\n', encoding="utf-8")
    assert out(capsys, "list", "--layer", "folder", "--folder", tmp_path) == "KPK  →  x  [term, folder]\n"
    other = tmp_path / "other.csv"
    other.write_text("source,target\nKPK,y\n", encoding="utf-8")
    assert out(capsys, "list", "--layer", "given", "--glossary", other) == "KPK  →  y  [term, given]\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.csv", "source,target\n", "there are no terms in the file: "),
        ("empty.tbx", "<tbx/>", "there are no terms in the file: "),
        ("half.toml", "[[term]]\nsource = \n", "the glossary is not valid TOML: {}:2 ("),
        ("half.csv", "source,target\nPolri,Police\nKPK\n", "the glossary has a wrong entry: {}:3 (target: "),
        ("half.tbx", "<tbx>\n<body>\n</tbx>", "the glossary is not valid XML: {}:3 ("),
    ],
)
def test_what_cannot_be_imported_is_told_with_its_line(
    capsys: Capture, own: Path, tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert main(["glossary", "import", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"dwibaca: {said.format(path)}")
    assert not own.exists()


def test_wrong_wishes_are_told(capsys: Capture, tmp_path: Path) -> None:
    for args, code, told in (
        (("remove", "nothing"), 1, "no such term in the glossary: nothing"),
        (("add", " ", "x"), 2, "not a term: (source: a wording is empty)"),
        (("add", "x"), 2, "Missing argument 'TARGET'"),
        (("import", tmp_path / "none.csv"), 2, "the glossary cannot be read"),
        (("export", tmp_path / "x.docx"), 2, "not a format of glossaries"),
        (("check", tmp_path, "--fail-on", "used"), 2, "--fail-on knows missing, repaired"),
        (("suggest", tmp_path / "none.txt"), 4, "none.txt"),
        (("nonsense",), 2, "nonsense"),
    ):
        assert main(["glossary", *map(str, args)]) == code
        said = capsys.readouterr()
        assert told in said.err
        assert said.out == ""


@pytest.mark.parametrize("form", files.FORMATS)
def test_export_and_import(capsys: Capture, own: Path, tmp_path: Path, form: str) -> None:
    out(capsys, "add", "Dewan Adat", "Customary Council", "--variant", "DA", "--kind", "organisation")
    exported = tmp_path / f"terms.{form}"
    out(capsys, "export", exported)
    assert exported.read_text(encoding="utf-8") == out(capsys, "export", "-", "--format", form)
    own.unlink()
    out(capsys, "import", exported)
    assert "DA" in out(capsys, "list", "--layer", "own")
    out(capsys, "import", exported, "--file", tmp_path / "all.toml")
    assert files.read_terms(tmp_path / "all.toml") == files.read_terms(own)


def test_everything_can_be_exported(capsys: Capture, tmp_path: Path) -> None:
    out(capsys, "export", tmp_path / "all.tbx", "--all", "--quiet")
    root = etree.parse(tmp_path / "all.tbx").getroot()
    assert len(root.findall(".//{*}conceptEntry")) > 2000


def test_suggest_and_add(capsys: Capture, own: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Kabar\n\nMenteri Wulan Prasetyo tiba di Saumlaki.\n\nDi Saumlaki ia diam.\n", encoding="utf-8")
    assert out(capsys, "suggest", page).startswith("Saumlaki  place  2x in 1\n    Menteri Wulan Prasetyo tiba")
    found = [json.loads(line) for line in out(capsys, "suggest", page, "--json").splitlines()]
    assert [(one["source"], one["kind"], one["count"]) for one in found] == [
        ("Saumlaki", "place", 2), ("Wulan Prasetyo", "person", 1),
    ]  # fmt: skip
    assert "Wulan Prasetyo  person" not in out(capsys, "suggest", page, "--kind", "place", "--add")
    assert [term.source for term in files.read_terms(own)] == ["Saumlaki"]
    assert "Saumlaki  place" not in out(capsys, "suggest", page)


def test_suggest_shows_what_a_name_became(capsys: Capture, article: Path) -> None:
    assert main(["translate", str(article), "-o", str(article.parent / "out"), "--quiet"]) == 0
    found = [json.loads(line) for line in out(capsys, "suggest", article, "--json").splitlines()]
    bandung = next(one for one in found if one["source"] == "Bandung")
    assert bandung["translations"] == {"Bandung": bandung["count"]}


def test_check_counts_and_fails_when_asked(capsys: Capture, article: Path) -> None:
    good = json.loads(out(capsys, "check", article, "--json", "--fail-on", "missing"))
    assert good["missing"] == 0
    assert good["used"] + good["repaired"] == sum(term["used"] + term["repaired"] for term in good["terms"]) > 2
    wrong = article.parent / "wrong.csv"
    wrong.write_text("source,target\npasar,xylophone of the thirteen unlucky zebras\n", encoding="utf-8")
    page = out(capsys, "check", article, "--glossary", wrong, "--fail-on", "missing", code=1)
    first, second = page.splitlines()[:2]
    assert first == "pasar  →  xylophone of the thirteen unlucky zebras  [term]  1 missing"
    assert second.startswith(f"    {article}: Presiden kunjungi pasar di Bandung")
    assert page.splitlines()[-1].endswith(" 1 missing")
    assert out(capsys, "check", article, "--glossary", wrong) == page
    out(capsys, "check", article, article.parent / "none.txt", code=1)
