"""Translations and corrections as files: what goes out comes back in, and what others write is read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cache.memory import Memory
from cache.store import TranslationCache
from reader.errors import ReaderError, UsageError
from reader.exchange import Exchanged, export_file, import_file
from reader.export import export
from tests.unit.export.hostile import document

KEY = "ab" * 32
ENTRY = {
    "target": "Price <of> rice “rises” & 5 %",
    "score": -0.5,
    "source": "Harga <beras> & \x1b[31m",
    "language": "ind_Latn",
}
ALIGNMENT = {"links": [[0, 0]]}
OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" creationtoolversion="5.7.1"
    segtype="sentence" srclang="ID-ID"/>
  <body>
    <tu>
      <note>by hand</note>
      <tuv lang="ID-ID"><seg>Presiden tiba di <bpt i="1">&lt;b&gt;</bpt>Jakarta<ept i="1">&lt;/b&gt;</ept>.</seg></tuv>
      <tuv lang="EN-US" changeid="ani"><seg>The President has arrived in <hi>Jakarta</hi>.</seg></tuv>
    </tu>
    <tu><tuv lang="ID-ID"><seg>Hanya Indonesia.</seg></tuv></tu>
    <tu><tuv lang="EN-US"><seg>The market.</seg></tuv><tuv lang="MS"><seg>Pasar raya.</seg></tuv></tu>
  </body>
</tmx>
"""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.sqlite") as memory:
        yield memory


@pytest.mark.parametrize("suffix", [".tmx", ".jsonl"])
def test_what_goes_out_comes_back_in(suffix: str, cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    cache.set_many({KEY: ENTRY, "cd" * 32: ALIGNMENT})
    memory.correct("Warga antre.", "ind_Latn", "People queue & wait.")
    data, out = export_file(tmp_path / f"a{suffix}", cache, memory)
    assert out == Exchanged(1, 1)
    file = tmp_path / f"a{suffix}"
    file.write_bytes(data)
    with TranslationCache(tmp_path / "other") as others, Memory(tmp_path / "other.sqlite") as theirs:
        assert import_file(file, others, theirs) == Exchanged(1, 1)
        assert others.get(KEY) == ENTRY
        assert theirs.corrections(["Warga antre."], "ind_Latn") == {"Warga antre.": "People queue & wait."}


@pytest.mark.parametrize("suffix", [".tmx", ".jsonl"])
def test_what_goes_out_is_harmless_on_a_terminal(
    suffix: str, cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    cache.set_many({KEY: ENTRY})
    assert b"\x1b" not in export_file(tmp_path / f"a{suffix}", cache, memory)[0]


def test_what_the_cache_cannot_keep_is_not_said_to_be_taken_in(
    cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    cache.set_many({KEY: ENTRY})
    memory.correct("Warga antre.", "ind_Latn", "People queue.")
    file = tmp_path / "a.jsonl"
    file.write_bytes(export_file(file, cache, memory)[0])
    (tmp_path / "file").touch()
    with TranslationCache(tmp_path / "file" / "below") as none:
        assert import_file(file, none, memory) == Exchanged(0, 1, lost=1)


def test_a_translation_memory_of_omegat_becomes_corrections(
    cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    file = tmp_path / "project_save.tmx"
    file.write_text(OMEGAT, encoding="utf-8")
    assert import_file(file, cache, memory) == Exchanged(0, 2)
    assert memory.corrections(["Presiden tiba di Jakarta."], "ind_Latn") == {
        "Presiden tiba di Jakarta.": "The President has arrived in Jakarta."
    }
    assert memory.corrections(["Pasar raya."], "zsm_Latn") == {"Pasar raya.": "The market."}
    assert cache.stats().entries == 0


def test_the_persons_own_wording_stays_unless_told(cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"source": "Warga antre.", "target": "They queue."}), encoding="utf-8")
    memory.correct("Warga antre.", "ind_Latn", "People queue.")
    assert import_file(file, cache, memory) == Exchanged(0, 0, kept=1)
    assert memory.corrections(["Warga antre."], "ind_Latn") == {"Warga antre.": "People queue."}
    assert import_file(file, cache, memory, replace=True) == Exchanged(0, 1)
    assert memory.corrections(["Warga antre."], "ind_Latn") == {"Warga antre.": "They queue."}


BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<tmx version="1.4"><header srclang="id"/><body><tu><tuv lang="id"><seg>Teks &f;</seg></tuv><tuv lang="en"><seg>Text
&b;</seg></tuv></tu></body></tmx>"""


def test_no_entity_is_expanded(cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "a.tmx"
    file.write_text(BILLION_LAUGHS, encoding="utf-8")
    import_file(file, cache, memory)
    found = list(memory.all_corrections())
    assert "root" not in str(found)
    assert "haha" not in str(found)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.tmx", b"<tmx><body><tu>", "not valid TMX"),
        ("a.tmx", b"\x00\xff", "not valid TMX"),
        ("a.jsonl", b'{"source": "a", "target": "b"}\n[1]\n', "a.jsonl:2"),
        ("a.jsonl", b"nothing", "a.jsonl:1"),
        ("a.jsonl", b'{"source": 1, "target": "b"}', "a.jsonl:1"),
    ],
)
def test_a_bad_file_is_one_clear_error_and_changes_nothing(
    name: str, content: bytes, said: str, cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ReaderError, match=said):
        import_file(file, cache, memory)
    assert list(memory.all_corrections()) == []


def test_a_missing_file_and_an_unknown_suffix(cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="cannot be read"):
        import_file(tmp_path / "none.tmx", cache, memory)
    for work in (export_file, import_file):
        with pytest.raises(UsageError, match=r"name it \.tmx or \.jsonl"):
            work(tmp_path / "a.csv", cache, memory)


@pytest.mark.parametrize("name", ["a.en.tmx", "a.en.jsonl"])
def test_what_a_model_made_never_becomes_a_correction(
    name: str, cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    """The files that `translate` writes have no cache keys: as corrections they would outrank every better model."""
    file = tmp_path / name
    file.write_bytes(export(document(), name.rpartition(".")[2]))
    found = import_file(file, cache, memory)
    assert found.corrections == found.translations == 0
    assert found.skipped > 0
    assert list(memory.all_corrections()) == []


@pytest.mark.parametrize(
    "damage",
    [
        {"score": 10**400},
        {"score": float("nan")},
        {"score": float("inf")},
        {"target": 7},
        {"target": "x", "score": None},
    ],
)
def test_an_absurd_entry_is_left_out(
    damage: dict[str, object], cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    good = {"key": "cd" * 32, **ENTRY}
    file.write_text(f"{json.dumps({'key': KEY, **ENTRY, **damage})}\n{json.dumps(good)}\n", encoding="utf-8")
    if damage.get("target") == 7:
        with pytest.raises(ReaderError, match=r"a\.jsonl:1"):
            import_file(file, cache, memory)
        return
    assert import_file(file, cache, memory) == Exchanged(1, 0, skipped=1)
    assert cache.get(KEY) is None


def test_half_a_character_harms_nothing(cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    cache.set_many({"ab": {"n": 1}})
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"key": KEY, **ENTRY, "target": "x \ud800 y"}), encoding="utf-8")
    assert import_file(file, cache, memory).translations == 1
    assert cache.get("ab") == {"n": 1}
    assert cache.problems == []


def test_a_segment_that_nobody_translated_is_no_correction(
    cache: TranslationCache, memory: Memory, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"source": "Warga antre.", "target": "  "}), encoding="utf-8")
    assert import_file(file, cache, memory) == Exchanged(0, 0)


def test_an_import_is_no_change_to_undo(cache: TranslationCache, memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"source": "Warga antre.", "target": "They queue."}), encoding="utf-8")
    assert import_file(file, cache, memory) == import_file(file, cache, memory) == Exchanged(0, 1)
    assert memory.undo(["Warga antre."], "ind_Latn") is None
