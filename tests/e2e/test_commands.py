"""What the commands print and write."""

import io
import json
import re
import shutil
from pathlib import Path

import click
import pytest
from pytest_socket import enable_socket

from models import bundled
from models.manifest import write_manifest
from reader.cli import dwibaca, main
from reader.diagnostics import harmless
from reader.export import FORMATS
from tests.e2e.conftest import ARTICLE, HOSTILE
from tests.support.settings import settings_file

Capture = pytest.CaptureFixture[str]


def out(capsys: Capture, *args: object, code: int = 0) -> str:
    """What a command prints, when it ends as it should."""
    assert main([str(arg) for arg in args]) == code, capsys.readouterr().err
    return capsys.readouterr().out


def test_extract_prints_the_contracts_json(article: Path, capsys: Capture) -> None:
    found = json.loads(out(capsys, "extract", article))
    assert list(found) == [
        *("source", "outlet", "title", "subtitle", "byline", "published", "city", "caption", "language"),
        *("paragraphs", "removed"),
    ]
    assert (found["source"], found["title"]) == (str(article), "Presiden kunjungi pasar di Bandung")
    first = found["paragraphs"][0]
    assert first["kind"] == "body"
    assert [first["text"][span["start"] : span["end"]] for span in first["sentences"]] == [
        "Presiden tiba di Bandung pada Senin (13/5/2024).",
        "Ia bertemu gubernur dan para pedagang.",
    ]


def test_extract_prints_text_and_markdown(article: Path, capsys: Capture) -> None:
    text = out(capsys, "extract", "--format", "text", article)
    assert text.startswith("Presiden kunjungi pasar di Bandung\nBANDUNG\n\nPresiden tiba")
    assert "\n# Presiden kunjungi pasar di Bandung\n" in out(capsys, "extract", "--format", "md", article)


def test_extract_of_a_folder_is_an_object_a_line(article: Path, capsys: Capture) -> None:
    (article.parent / "two.txt").write_text(ARTICLE, encoding="utf-8")
    (article.parent / "empty.txt").touch()
    lines = out(capsys, "extract", article.parent, code=1).splitlines()
    assert [Path(json.loads(line)["source"]).name for line in lines] == ["pasar.txt", "two.txt"]


def test_extract_says_gently_what_is_not_indonesian(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "melayu.txt"
    path.write_text(
        "Perdana Menteri berkata kerajaan akan memberi bantuan wang tunai kepada rakyat yang terjejas akibat banjir "
        "di Kelantan. Menurut beliau, pihak polis dan hospital telah diarahkan supaya bersedia kerana hujan lebat."
    )
    assert main(["extract", str(path)]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["language"] == "ms"
    assert shown.err == f"dwibaca: {path} seems to be Malay (try --from zsm_Latn)\n"
    assert main(["extract", "--quiet", str(path)]) == 0
    assert capsys.readouterr().err == ""


def test_private_addresses_are_asked_for(capsys: Capture) -> None:
    enable_socket()
    assert main(["extract", "http://127.0.0.1:9/a"]) == 4
    assert "a private address is not fetched" in capsys.readouterr().err
    assert main(["extract", "--allow-private", "http://127.0.0.1:9/a"]) == 4  # nothing listens there
    assert "the page could not be fetched" in capsys.readouterr().err


def test_extract_explains_what_it_took_off(article: Path, capsys: Capture) -> None:
    article.write_text(f"loading...\n{ARTICLE}\nCopyright © 2024 contoh.com\nAll Rights Reserved\n", encoding="utf-8")
    assert main(["extract", "--explain", str(article)]) == 0
    captured = capsys.readouterr()
    removed = json.loads(captured.out)["removed"]
    assert removed
    assert captured.err.splitlines() == [
        f"{article}:{gone['line']}: {gone['rule']}: {gone['text']}" for gone in removed
    ]


def test_a_windows_1252_page_reads_correctly(tmp_path: Path, capsys: Capture) -> None:
    body = "<p>Ia berkata, “Harga kopi di kafé naik – 5 %.”</p><p>Menteri menjawab, ‘Tidak benar’…</p>" * 3
    head = "<head><title>Harga kopi naik</title></head>"
    page = f"<html>{head}<body><article><h1>Harga kopi naik</h1>{body}</article></body></html>"
    path = tmp_path / "page.html"
    path.write_bytes(page.encode("windows-1252"))
    found = json.loads(out(capsys, "extract", path))
    assert found["paragraphs"][0]["text"] == "Ia berkata, “Harga kopi di kafé naik – 5 %.”"


def test_read_prints_side_by_side_where_there_is_no_terminal(
    article: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    wide = out(capsys, article)
    assert max(map(len, wide.splitlines())) == 100
    assert re.search(r"^Presiden kunjungi pasar di Bandung +│ \w", wide, re.M)
    assert "compact model" in wide
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(len, out(capsys, "read", article).splitlines())) == 50


def test_read_goes_on_after_an_article_that_fails(article: Path, capsys: Capture) -> None:
    (article.parent / "a-bad.txt").write_bytes(bytes(range(256)) * 40)
    assert "Presiden kunjungi" in out(capsys, article.parent, code=1)


def test_samples_ship_and_can_be_picked(capsys: Capture) -> None:
    listed = out(capsys, "sample", "--list").splitlines()
    assert len(listed) >= 3
    name = listed[1].split()[1]
    assert out(capsys, "sample", "2") == out(capsys, "sample", name) == out(capsys, "sample", Path(name).stem)
    assert "│" in out(capsys, "sample", "--quiet")


def test_translate_writes_files_and_a_report(article: Path, tmp_path: Path, capsys: Capture) -> None:
    folder, report = tmp_path / "out", tmp_path / "report.json"
    assert (
        main(["translate", str(article.parent), "-o", str(folder), "--format", "txt, jsonl", "--report", str(report)])
        == 0
    )
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("dwibaca: 1 article: 1 written, 0 unchanged, 0 failed; 4 sentences: 4 translated")
    english = (folder / "pasar.en.txt").read_text(encoding="utf-8").split("\n\n")
    assert len(english) == 3
    assert "pasar" not in english[0]
    found = json.loads(report.read_text(encoding="utf-8"))
    assert (found["articles"], found["written"], found["translated"]) == (1, 1, 4)
    assert main(["translate", "--quiet", str(article.parent), "-o", str(folder), "--format", "txt,jsonl"]) == 0
    assert capsys.readouterr() == ("", "")
    out(capsys, "translate", article, "-o", folder, "--no-cache", "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["translated"] == 4
    dry = out(capsys, "translate", article, "-o", folder, "--dry-run")
    assert dry == "1 article, 1 unchanged; 0 sentences, 0 cached; nothing to translate\n"


def test_translate_prints_one_article(article: Path, capsys: Capture) -> None:
    lines = out(capsys, "translate", article, "--format", "jsonl", "-o", "-").splitlines()
    assert [json.loads(line)["paragraph"] for line in lines] == [-1, 0, 0, 1]
    assert out(capsys, "translate", article, "-o", "-", "--bilingual").count("\n\n") == 2


def test_fail_on_missing_terms(article: Path, tmp_path: Path, capsys: Capture) -> None:
    glossary = tmp_path / "terms.toml"
    glossary.write_text('[[term]]\nsource = "pasar"\ntarget = "xylophone"\n', encoding="utf-8")
    args = ["translate", article, "-o", tmp_path / "out", "--glossary", glossary]
    out(capsys, *args, "--fail-on", "missing", code=1)
    out(capsys, *args, "--fail-on", "missing", code=1)  # skipped, and still missing
    out(capsys, *args, "--fail-on", "money")
    out(capsys, *args, "--no-glossary", "--fail-on", "missing")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "epub"])  # a book is no text
def test_a_hostile_article_is_text_in_every_format(name: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    text = out(capsys, "translate", path, "-o", "-", "--format", name, "--bilingual")
    assert harmless(text) == text
    if name == "html":
        assert "<script" not in text
        assert "<img" not in text


@pytest.mark.parametrize(
    "command", [["read"], ["extract"], ["extract", "--format", "text"], ["extract", "--format", "md"]]
)
def test_a_hostile_article_is_text_on_stdout(
    command: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "evil.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    text = out(capsys, *command, path)
    assert harmless(text) == text
    assert "bold red" in text
    assert "@click=app.quit" in text


def test_models_are_listed_found_and_verified(capsys: Capture, tiny_model: Path, tmp_path: Path) -> None:
    assert out(capsys, "models").startswith("* compact  ")
    assert out(capsys, "models", "path") == f"{bundled.path()}\n"
    assert out(capsys, "models", "path", tiny_model) == f"{tiny_model}\n"
    assert out(capsys, "models", "verify").startswith("compact: ")
    assert out(capsys, "--model", tiny_model, "config", "show").splitlines()[1].endswith("(command line)")


def test_the_cache_is_measured_and_cleared(article: Path, capsys: Capture, home: Path) -> None:
    out(capsys, article)
    assert out(capsys, "cache", "path") == f"{home / 'cache' / 'translations'}\n"
    entries = int(re.findall(r"entries +(\d+)", out(capsys, "cache"))[0])
    assert entries > 0
    assert out(capsys, "cache", "clear") == f"{entries} entries removed\n"
    assert "entries      0\n" in out(capsys, "cache", "stats")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("stats", "nothing was done"),
        ("verify", "nothing was done"),
        ("prune", "nothing was done"),
        ("clear", "nothing was done"),
        ("import @a.jsonl", "not everything was taken in: 1 translation lost"),
        ("export @b.jsonl", "the translations are left out: @b.jsonl"),
    ],
)
def test_a_cache_that_cannot_be_used_is_an_error_and_nothing_is_made_up(
    capsys: Capture, home: Path, tmp_path: Path, command: str, said: str
) -> None:
    entry = {"source": "Harga naik.", "target": "Prices are up.", "score": -0.5, "language": "ind_Latn"}
    (tmp_path / "a.jsonl").write_text(json.dumps({"key": "ab" * 32, **entry}))
    home.mkdir()
    (home / "cache").touch()  # a file in the way
    assert main(["cache", *command.replace("@", f"{tmp_path}/").split(), "--quiet"]) == 1
    expected = f"dwibaca: {said} (the cache cannot be used)\n".replace("@", f"{tmp_path}/")
    assert capsys.readouterr() == ("", expected)


def test_settings_say_where_they_come_from(capsys: Capture, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file(home, "beam = 2\nhighlight = false\n")
    monkeypatch.setenv("DWIBACA_THREADS", "1")
    shown = out(capsys, "config", "show", "--device", "cpu")
    assert "beam = 2  (file)\n" in shown
    assert "threads = 1  (environment)\n" in shown
    assert "device = cpu  (command line)\n" in shown
    assert "model = compact  (default)\n" in shown
    assert out(capsys, "config", "path") == f"{home / 'config.toml'}\n"


def test_doctor_says_that_all_is_well_or_what_is_not(capsys: Capture, tmp_path: Path) -> None:
    page = out(capsys, "doctor")
    assert re.search(r"^ok    translates   compact@\w{12}: Selamat pagi\. -> \w", page, re.M)
    assert "BAD" not in page
    bad = out(capsys, "doctor", "--model", tmp_path, code=1)
    assert "BAD   translates" in bad


@pytest.fixture
def damaged(home: Path, tiny_model: Path) -> Path:
    """A model in the store whose vocabulary is not the one that was recorded."""
    folder = home / "data" / "models" / "damaged"
    shutil.copytree(tiny_model, folder)
    write_manifest(folder)
    (folder / "shared_vocabulary.json").write_text('["<unk>", "eng_Latn"]', encoding="utf-8")
    return folder


def test_a_damaged_model_is_found_out(damaged: Path, capsys: Capture) -> None:
    assert main(["models", "verify", damaged.name]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert "dwibaca: the model damaged is damaged: shared_vocabulary.json has no ind_Latn" in lines
    assert "  damaged  " in out(capsys, "models")
    assert "note  model        damaged: shared_vocabulary.json has no" in out(capsys, "doctor")
    assert "BAD   model        damaged: " in out(capsys, "doctor", "--model", "damaged", code=1)


def test_doctor_names_what_shadows_the_program(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "site" / "feedreader-3.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: feedreader\nVersion: 3.0\n", encoding="utf-8")
    (info / "top_level.txt").write_text("reader\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(info.parent))
    assert "note  packages     feedreader installs `reader` too" in out(capsys, "doctor")


def test_doctor_tells_of_a_broken_glossary_and_a_cache_that_is_off(tmp_path: Path, capsys: Capture) -> None:
    glossary = tmp_path / "terms.toml"
    glossary.write_text("[[term]\n", encoding="utf-8")
    page = out(capsys, "doctor", "--glossary", glossary, "--no-cache", code=1)
    assert "BAD   glossary     the glossary is not valid TOML" in page
    assert "note  cache        switched off" in page


def test_a_broken_cache_is_told_and_set_aside(article: Path, capsys: Capture, home: Path) -> None:
    database = home / "cache" / "translations" / "cache.db"
    database.parent.mkdir(parents=True)
    database.write_bytes(b"no database" * 1000)
    assert main([str(article)]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("dwibaca: the cache was broken (")
    assert captured.err.count("\n") == 1
    assert "set aside; `dwibaca cache prune` deletes it" in out(capsys, "cache")


class Terminal(io.StringIO):
    """stderr of a person who is there."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_to_a_person(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (article.parent / "[red]bad.txt").write_bytes(bytes(range(256)) * 40)
    shown: dict[bool, str] = {}
    for quiet in (False, True):
        with monkeypatch.context() as patch:
            terminal = Terminal()
            patch.setattr("sys.stderr", terminal)
            given = ["translate", str(article.parent), "-o", str(tmp_path / "out"), "--force"]
            assert main([*given, "--quiet"] if quiet else given) == 1
        shown[quiet] = terminal.getvalue()
    assert "articles" in shown[False]
    assert "2/2" in shown[False]
    assert "[red]bad.txt" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\n", "", shown[False])
    assert shown[True].count("\n") == 1
    assert shown[True].startswith("dwibaca: not a text: ")


def test_a_dry_run_counts(article: Path, tmp_path: Path, capsys: Capture) -> None:
    (article.parent / "bad.txt").write_bytes(bytes(range(256)) * 40)
    gone = article.parent / "gone.txt"
    dry = out(capsys, "translate", article.parent, gone, "-o", tmp_path / "out", "--dry-run", code=1)
    assert dry.startswith("3 articles, 0 unchanged, 2 cannot be read; 4 sentences, 0 cached; ")
    assert not (tmp_path / "out").exists()


def test_the_version_names_program_and_model(capsys: Capture) -> None:
    assert re.fullmatch(
        rf"dwibaca \S+ \(bundled model: compact {re.escape(bundled.VERSION)}\)\n", out(capsys, "--version")
    )


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in group.commands.items():
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


@pytest.mark.parametrize(
    ("path", "command"), commands(dwibaca), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_and_option_has_help(path: tuple[str, ...], command: click.Command, capsys: Capture) -> None:
    assert command.help
    assert command.short_help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert out(capsys, *path, "--help").startswith(f"Usage: dwibaca {' '.join(path)}")


def test_help_names_the_formats_there_are(capsys: Capture) -> None:
    assert ",".join(FORMATS) in out(capsys, "translate", "--help")


def test_doctor_and_config_path_work_when_the_settings_are_wrong(home: Path, capsys: Capture) -> None:
    settings_file(home, "beem = 4\n")
    page = out(capsys, "doctor", code=1)
    assert "BAD   settings" in page
    assert "translates" in page
    assert out(capsys, "config", "path").strip() == str(home / "config.toml")
