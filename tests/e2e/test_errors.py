"""Whatever is wrong is one clear line on stderr and the exit code of CONTRACT."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import main
from tests.e2e.conftest import ARTICLE

Say = tuple[int, str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with everything in it that is no article."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n\t", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "nothing").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "model.bin").write_bytes(b"no model")
    (tmp_path / "terms.toml").write_text("[[term]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def fails(place: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Say]:
    """Run a command line in which `@` is the folder; its exit code and its one line."""

    def run(line: str) -> Say:
        code = main(line.replace("@", f"{place}/").split())
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("dwibaca: ")
        assert captured.err.count("\n") == 1
        return code, captured.err.removeprefix("dwibaca: ").replace(f"{place}/", "@").rstrip()

    return run


@pytest.mark.parametrize("command", ["extract {}", "read {}", "{}", "translate {} -o @out", "translate {} -o -"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@missing.txt", "no such file or folder: @missing.txt"),
        ("@empty.txt", "the article is empty: @empty.txt"),
        ("@blank.txt", "the article is empty: @blank.txt"),
        ("@binary.txt", "not a text: @binary.txt"),
        ("@big.txt", "too large for an article: @big.txt (the limit is 20 MB)"),
        ("@nothing", "no articles in the folder: @nothing"),
    ],
)
def test_nothing_to_read_is_4(fails: Callable[[str], Say], command: str, name: str, said: str) -> None:
    code, line = fails(command.format(name))
    assert code == 4
    assert line.startswith(said)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_4(fails: Callable[[str], Say], place: Path) -> None:
    (place / "good.txt").chmod(0)
    assert fails("extract @good.txt") == (4, "may not be read: @good.txt (check its permissions)")


@pytest.mark.parametrize(
    "command",
    [
        "translate --model {} --lines",
        "translate --model {} @missing.txt -o @out",
        "read --model {} @good.txt",
        "--model {} @good.txt",
        "models path {}",
        "models verify {}",
    ],
)
@pytest.mark.parametrize("model", ["nope", "@nothing", "@half", "@file", "@missing/"])
def test_no_usable_model_is_3(fails: Callable[[str], Say], command: str, model: str) -> None:
    code, line = fails(command.format(model))
    assert code == 3
    assert model.removeprefix("@").rstrip("/") in line


@pytest.mark.parametrize(
    "command",
    ["", "extract", "read", "translate -o out", "translate -o - good.txt", "glossary suggest", "glossary check"],
)
def test_an_empty_name_is_not_the_folder_that_one_is_in(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(place)
    assert main([*command.split(), ""]) == 2
    said = "dwibaca: no article was given (a SOURCE is empty, as of a variable that is not set)\n"
    assert capsys.readouterr() == ("", said)
    assert not (place / "out").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("--bogus", "No such option"),
        ("extract", "Missing argument 'SOURCE'"),
        ("extract @good.txt --format tmx", "Invalid value for '--format'"),
        ("models nonsense", "No such command 'nonsense'"),
        ("read", "no article was given"),
        ("translate", "no article was given"),
        ("translate @good.txt", "no place for the output was given"),
        ("translate @good.txt -o @out --format doc", "no such format: doc (formats: txt, md, html, jsonl"),
        ("translate @good.txt -o @out --format ,", "no format was given"),
        ("translate @good.txt -o @out --report @new/a.json", "no such folder for the report: @new (make it first)"),
        ("translate @good.txt -o @file", "the output folder is a file: @file"),
        ("translate @good.txt -o - --format txt,md", "-o - takes one article and one format"),
        ("translate @good.txt -o - --dry-run", "--dry-run go with a folder"),
        ("translate @good.txt -o @out --fail-on spelling", "no such finding: spelling"),
        ("translate @good.txt -o @out --from xxx_Xxxx", "the model compact does not know the language: xxx_Xxxx"),
        ("translate @good.txt -o @out --from english", "a setting is wrong: language in --from (a FLORES-200 code"),
        ("translate @good.txt -o @out --beam 99", "a setting is wrong: beam"),
        ("translate @good.txt -o @out --device tpu", "a setting is wrong: device"),
        ("translate --lines @good.txt", "--lines reads stdin and writes stdout: @good.txt"),
        ("translate --lines --format jsonl", "--lines reads stdin and writes stdout: --format"),
        ("translate --lines -o @out", "--lines reads stdin and writes stdout: -o"),
        ("translate --lines --bilingual", "--lines reads stdin and writes stdout: --bilingual"),
        ("translate --lines --force", "--lines reads stdin and writes stdout: --force"),
        ("translate --lines --fail-on number", "--lines reads stdin and writes stdout: --fail-on"),
        ("translate --lines --watch", "--lines reads stdin and writes stdout: --watch"),
        ("translate --lines --progress json", "--lines reads stdin and writes stdout: --progress"),
        ("sample nothing-like-it", "no such sample: nothing-like-it"),
    ],
)
def test_a_command_that_cannot_be_meant_is_2(fails: Callable[[str], Say], command: str, said: str) -> None:
    code, line = fails(command)
    assert code == 2
    assert said in line


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("@terms.toml", None, "the glossary is not valid TOML: @terms.toml"),
        ("@latin.toml", b"# \xe9\n", "the glossary cannot be read: @latin.toml (it is not UTF-8 text)"),
        ("@wrong.csv", b"source,target\nbanjir,\n", "the glossary has a wrong entry: @wrong.csv:2"),
        ("@none.toml", None, "the glossary cannot be read: @none.toml"),
    ],
)
def test_a_broken_glossary_is_2_before_anything_is_written(
    fails: Callable[[str], Say], place: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (place / name.removeprefix("@")).write_bytes(content)
    code, line = fails(f"translate @good.txt -o @out --glossary {name}")
    assert code == 2
    assert line.startswith(said)
    assert not list((place / "out").iterdir())


def test_several_that_cannot_be_read_are_a_line_each_and_the_others_are_done(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [str(place / name) for name in ("missing.txt", "empty.txt", "nothing", "good.txt")]
    assert main(["translate", "--quiet", "-o", str(place / "out"), *names]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "no such file or folder",
        "no articles in the folder",
        "the article is empty",
    ]
    assert (place / "out" / "good.en.txt").is_file()
    assert main(["translate", "--quiet", "-o", str(place / "out"), *names[:3]]) == 4


def test_a_bug_is_one_line_too_and_its_traceback_only_on_request(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # There is no known bug to run into, so one is made.
    monkeypatch.setattr("reader.commands.extract.find", lambda *_names, **_options: 1 / 0)
    assert main(["extract", str(place / "good.txt")]) == 1
    assert capsys.readouterr().err == (
        "dwibaca: something went wrong: ZeroDivisionError: division by zero (run with --verbose for the traceback)\n"
    )
    assert main(["extract", "--verbose", str(place / "good.txt")]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_ctrl_c_anywhere_is_130(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(*_names: object, **_options: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("reader.commands.extract.find", press)
    assert main(["extract", str(place / "good.txt")]) == 130
    assert capsys.readouterr().err.strip() == "dwibaca: interrupted"


def test_file_names_are_shown_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "evil\x1b]0;x\x07[red]\n.txt"]) == 4
    assert capsys.readouterr().err == "dwibaca: no such file or folder: evil␛]0;x␇[red] .txt\n"
