"""The batch process and signals: `pytest -m train tests/train`."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sentencepiece

torch = pytest.importorskip("torch")

from models.training.batches import Feed, FeedSettings  # noqa: E402  # after the check for PyTorch
from models.training.examples import Example, write_examples  # noqa: E402

pytestmark = [pytest.mark.train, pytest.mark.filterwarnings("default")]


@pytest.fixture
def settings(tmp_path: Path) -> FeedSettings:
    words = [f"kata{number} word{number}" for number in range(60)]
    examples = [Example("news", f"{a} {b}", f"{b} {a}", ((0, 1),)) for a in words for b in words[:20]]
    write_examples(tmp_path / "pool.tsv", examples)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(words), model_prefix=str(tmp_path / "pieces"), vocab_size=60, minloglevel=2,
        hard_vocab_limit=False, pad_id=0, unk_id=1, bos_id=2, eos_id=3,
    )  # fmt: skip
    return FeedSettings((tmp_path / "pool.tsv",), tmp_path / "pieces.model", 256, 1, {"news": 1.0}, pool=600)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_group_ends_no_batch_process(settings: FeedSettings, number: signal.Signals) -> None:
    """Ctrl-C and `timeout` reach it too; the training still wants batches until it has saved."""
    feed = Feed(settings)
    try:
        first = feed.next()
        os.kill(feed.process, number)
        assert all(feed.next().tokens > 0 for _ in range(40))
        assert first.tokens > 0
    finally:
        feed.close()


def test_a_batch_process_that_died_is_told(settings: FeedSettings) -> None:
    feed = Feed(settings)
    feed.next()
    os.kill(feed.process, signal.SIGKILL)
    rest = (feed.next() for _ in range(40))
    with pytest.raises(RuntimeError, match="ended with code -9"):
        list(rest)
    feed.close()


READER = """
import pickle, sys, time
from models.training.batches import Feed

if __name__ == "__main__":
    feed = Feed(pickle.loads(bytes.fromhex(sys.argv[1])))
    feed.next()
    print(feed.process, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_the_batch_process_ends_with_a_reader_that_is_killed(settings: FeedSettings, tmp_path: Path) -> None:
    script = tmp_path / "reader.py"
    script.write_text(READER, encoding="utf-8")
    command = [sys.executable, str(script), pickle.dumps(settings).hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}) as reader:
        assert reader.stdout
        feeder = int(reader.stdout.readline())
        reader.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{feeder}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{feeder}").exists()
