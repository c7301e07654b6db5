"""Evaluation sets, names, alignment measures, made sentences, and the floors on the bundled model."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from models import bundled
from models.engine import CTranslate2Translator
from models.evaluation.__main__ import main
from models.evaluation.alignment import compare, evaluate_alignment
from models.evaluation.floors import Floors, below, floor_set, read_floors
from models.evaluation.headlines import as_headline, evaluate_headlines
from models.evaluation.names import kept_names, likely_names, shared_names
from models.evaluation.numbers import COUNT, FRAMES, HELD_OUT, make_cases
from models.evaluation.quality import Kept, Result, evaluate_set, read_pages
from models.evaluation.sets import SAMPLE, AlignedPair, read_hand_aligned, read_set, read_sets


def test_bundled_files_are_there() -> None:
    assert all((bundled.path() / name).is_file() for name in bundled.FILES)
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", bundled.VERSION)
    assert sum((bundled.path() / name).stat().st_size for name in bundled.FILES) < 40_000_000


def test_card_names_the_version() -> None:
    assert f"| {bundled.VERSION} (" in (bundled.path() / "README.md").read_text(encoding="utf-8")


def test_sample_has_300_pairs_and_no_comment_lines() -> None:
    sample = read_set(SAMPLE)
    assert len(sample.sources) == len(sample.references) == 300
    assert not any(line.startswith("#") for line in sample.sources)


def test_two_column_sets(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("Satu.\tOne.\n\nDua.\tTwo.\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text('"Ya," katanya.\t"Yes," he said.\textra\n', encoding="utf-8")
    sets = read_sets(tmp_path)
    assert [part.name for part in sets] == ["a", "b"]
    assert sets[0].sources == ('"Ya," katanya.',)
    assert sets[1].first(1).references == ("One.",)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no \.tsv file"):
        read_sets(tmp_path)


def test_names() -> None:
    source, reference = "Menurut Lavrov, Rusia dan NATO bertemu.", "According to Lavrov, Russia and NATO met."
    assert shared_names(source, reference) == Counter(["Lavrov", "NATO"])
    assert likely_names("Hal itu dikatakan kepada Presiden Joe Biden di Moskow.") == Counter(["Joe", "Biden"])
    assert likely_names("Ia mengatakan kepada Dewan Keamanan Rusia-Horlivka hal itu.") == Counter(["Horlivka"])
    assert likely_names("Kremlin Beri Isyarat Buka Pintu untuk Lavrov") == Counter()  # a headline: all have a capital
    assert kept_names(Counter(["Biden", "Joe"]), "Biden's visit") == (1, 2)


def test_headlines_come_through_better_with_the_guards(compact: CTranslate2Translator) -> None:
    assert as_headline("Ia datang dari kota dan “pergi” lagi.") == "Ia Datang dari Kota dan “Pergi” Lagi."
    part = read_set(SAMPLE).first(30)
    plain, made, shouted = evaluate_headlines(compact, part, 30, 1)
    assert [result.lines for result in (plain, made, shouted)] == [30, 30, 30]
    assert plain.guarded_chrf == pytest.approx(plain.chrf, abs=0.5)
    assert made.guarded_chrf > made.chrf + 8
    assert shouted.guarded_chrf > shouted.chrf + 20


def test_alignment_measures() -> None:
    sure, possible = frozenset({(0, 0), (1, 1)}), frozenset({(0, 0), (1, 1), (2, 1)})
    pair = AlignedPair("a b c", "x y", sure, possible)
    perfect = compare([pair], [((0, 0), (1, 1), (2, 1))])
    assert (perfect.precision, perfect.recall, perfect.error_rate) == (1.0, 1.0, 0.0)
    half = compare([pair], [((0, 0), (2, 0))])
    assert (half.precision, half.recall, half.error_rate) == (0.5, 0.5, 0.5)


def test_hand_alignments_point_at_words() -> None:
    for pair in read_hand_aligned():
        sources, targets = len(pair.source.split()), len(pair.target.split())
        assert pair.sure <= pair.possible
        assert all(0 <= i < sources and 0 <= j < targets for i, j in pair.possible)


def test_made_sentences_are_the_same_every_time_and_all_have_values() -> None:
    for frames in (FRAMES, HELD_OUT):
        cases = make_cases(frames)
        assert cases == make_cases(frames)
        assert len(cases) == COUNT
        assert all(case.values for case in cases)


def _runs(frame: str, length: int = 4) -> set[tuple[str, ...]]:
    words = re.sub(r"\{\w+\}", "#", frame).lower().split()
    runs = (tuple(words[i : i + length]) for i in range(len(words) - length + 1))
    return {run for run in runs if sum(word != "#" for word in run) >= 3}


def test_made_sentences_share_no_frame_with_the_augmentation() -> None:
    from models.training.templates import FRAMES as TRAINED

    trained = {run for source, _ in TRAINED for run in _runs(source)}
    assert not [frame for frame in FRAMES if _runs(frame) & trained]
    seen = trained | {run for frame in FRAMES for run in _runs(frame)}
    assert not [frame for frame in HELD_OUT if _runs(frame) & seen]


def test_floors_hold(compact: CTranslate2Translator) -> None:
    floors = read_floors()
    assert below(floors, evaluate_set(compact, floor_set(floors), floors.beam)) == []


def test_floors_are_for_the_shipped_weights() -> None:
    assert read_floors().model == bundled.VERSION


def test_alignment_of_the_taught_head(compact: CTranslate2Translator) -> None:
    result = evaluate_alignment(compact, read_hand_aligned()[:20])
    assert result.error_rate < 0.35


def _result(**changes: float) -> Result:
    whole = Kept(10, 10)
    result = Result("s", 10, 1, 30.0, 50.0, "", "", whole, whole, 0, 0, 0, 0, 1.0, 1.0)
    return replace(result, **changes)  # type: ignore[arg-type]


def test_what_falls_below_a_floor_is_named() -> None:
    floors = replace(read_floors(), bleu=29.0, chrf=49.0, numbers=90.0, names=90.0, empty=0, loops=0)
    assert below(floors, _result()) == []
    assert below(floors, _result(bleu=28.0)) == ["BLEU: 28.00 is below 29.0"]
    assert below(floors, _result(guarded_loops=1)) == ["loops: 1 is above 0"]


def test_changed_data_is_refused() -> None:
    floors: Floors = replace(read_floors(), sha256="0" * 64)
    with pytest.raises(ValueError, match="has changed"):
        floor_set(floors)


def test_pages_leave_furniture_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Baca juga\n\nIni kalimat pertama yang panjang. Ini yang kedua.\n", encoding="utf-8"
    )
    assert read_pages(tmp_path) == ["Ini kalimat pertama yang panjang.", "Ini yang kedua."]


def test_quality_command_on_a_few_lines() -> None:
    result = CliRunner().invoke(main, ["quality", "--lines", "3", "--beam", "1"])
    assert result.exit_code == 0
    assert "flores_sample: 3 lines" in result.output
    assert "Published for the whole FLORES-200 devtest, not measured here" in result.output


def test_a_model_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["speed", "--model", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: not a model in NLLB's layout")
