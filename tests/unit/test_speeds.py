"""The speed of a model is kept, and nothing depends on it."""

from pathlib import Path

import pytest

from reader.speeds import Speed, known_speed, remember_speed

SPEED = Speed({"1": 12.5, "4": 5.0}, cores=2)


def test_what_was_measured_is_known_by_the_models_digest(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "speeds.json"
    assert known_speed(path, "a") is None
    remember_speed(path, "a", SPEED)
    remember_speed(path, "b", Speed({}, 1))
    assert (known_speed(path, "a"), known_speed(path, "b"), known_speed(path, "c")) == (SPEED, Speed({}, 1), None)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"sentences": {"1": "x"}, "cores": 2}}', '{"a": {}}'])
def test_a_spoilt_file_is_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "speeds.json"
    path.write_text(text)
    assert known_speed(path, "a") is None
    remember_speed(path, "a", SPEED)
    assert known_speed(path, "a") == SPEED


def test_where_it_cannot_be_kept_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    remember_speed(tmp_path / "cache" / "speeds.json", "a", SPEED)
    assert known_speed(tmp_path / "cache" / "speeds.json", "a") is None
