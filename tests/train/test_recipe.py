"""The whole recipe from nothing on the sample that ships: `pytest -m train tests/train`. Needs the extra `train`."""

import json
import lzma
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.engine import CTranslate2Translator
from models.evaluation.sets import SAMPLE, read_set
from models.types import DecodingOptions, Request

torch = pytest.importorskip("torch")
pytest.importorskip("eflomal")

from models.training import checkpoint, eight_bit  # noqa: E402  # after the check for PyTorch
from models.training.batches import TAG, Row, Tokenizer, grid_cells, make_row, pack  # noqa: E402
from models.training.config import Recipe  # noqa: E402
from models.training.examples import BACK_TRANSLATED, Example, read_examples  # noqa: E402
from models.training.loss import tied_cross_entropy  # noqa: E402
from models.training.network import Network, Shape  # noqa: E402
from models.training.steps import STEPS, Workshop, run_steps  # noqa: E402
from models.training.team import MEETS_EVERY  # noqa: E402
from models.training.train import learning_rate, phase_progress  # noqa: E402

pytestmark = [pytest.mark.train, pytest.mark.filterwarnings("default")]
"""PyTorch's compiler warns of itself."""

STEPS_DONE = 200
SHAPE = Shape(vocabulary=40, width=16, heads=2, feed_forward=32, encoder_layers=2, decoder_layers=2)


def sample_recipe() -> Recipe:
    weights = {"news": 1.0, "phrases": 0.3, "swapped": 0.3, "templates": 0.3, "copied": 0.3}
    phases = [
        {"name": "first", "steps": STEPS_DONE // 2, "rate": [3e-3, 3e-3], "warm_up": 20, "weights": weights},
        {"name": "second", "steps": STEPS_DONE // 2, "rate": [3e-3, 1e-4], "dropout": 0.05, "weights": weights},
    ]
    return Recipe.model_validate(
        {
            "sources": [{"kind": "news", "files": ["sample.tsv"]}],
            "evaluation": [],
            "development": "sample.tsv",
            "vocabulary": {"size": 900},
            "augment": {"swapped": 60, "placed": 10, "templates": 100, "shouted": 10, "quoted": 10, "copied": 20},
            "network": {"width": 64, "heads": 2, "feed_forward": 128, "encoder_layers": 2, "decoder_layers": 1},
            "backtranslation": {
                "sources": [{"files": ["english.txt.xz"]}],
                "most": 40,
                "training": {"rows": 512, "phases": [{**phases[0], "steps": 50}], "evaluate_minutes": 60},
            },
            "training": {
                "rows": 512,
                "phases": phases,
                "evaluate_minutes": 60,
                "eight_bit": True,
                "threads": 1,
                "replicas": 2,
            },
        }
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("out")
    sample = read_set(SAMPLE)
    lines = (f"{source}\t{target}\n" for source, target in zip(sample.sources, sample.references, strict=True))
    (data / "sample.tsv").write_text("".join(lines), encoding="utf-8")
    with lzma.open(data / "english.txt.xz", "wt", encoding="utf-8") as english:
        english.writelines(f"{reference}\n" for reference in sample.references)
    done = Workshop(sample_recipe(), data, out, print)
    run_steps(done, until="export")
    return done


def test_the_loss_falls(shop: Workshop) -> None:
    records = [json.loads(line) for line in shop.training.log.read_text(encoding="utf-8").splitlines()]
    losses = [record["loss"] for record in records if "loss" in record]
    assert len(losses) == STEPS_DONE // 50
    assert losses[-1] < losses[0] - 0.5


def test_the_engine_loads_what_comes_out(shop: Workshop) -> None:
    for name in ("model", "model-float32"):
        translator = CTranslate2Translator.open(shop.path(name), device="cpu")
        (hypotheses,) = translator.translate([Request("Presiden tiba di Jakarta.")], DecodingOptions(beam_size=2))
        assert hypotheses[0].text
        assert translator.align([("Dia tidur", "He sleeps")])


def test_every_step_leaves_a_stamp_and_is_not_done_twice(shop: Workshop) -> None:
    names = [step.name for step in STEPS]
    assert {path.stem for path in (shop.out / "steps").glob("*.json")} == {*names} - {"evaluate"}
    said: list[str] = []
    run_steps(replace(shop, say=said.append), until="export")
    assert said == [f"{name}: done before" for name in names if name != "evaluate"]


def test_english_is_translated_by_the_reverse_model(shop: Workshop) -> None:
    translations = shop.translations.read_text(encoding="utf-8").splitlines()
    assert len({line.partition("\t")[0] for line in translations}) == 40
    made = list(read_examples(shop.path("backtranslated.tsv")))
    dropped = json.loads(shop.path("steps/backtranslate.json").read_text(encoding="utf-8"))["dropped"]
    assert {example.kind for example in made} <= {BACK_TRANSLATED}
    assert len(made) + sum(dropped.values()) <= 40
    assert sum(dropped.values())


def test_only_a_back_translated_source_is_tagged(shop: Workshop) -> None:
    tokenizer = Tokenizer(shop.tokenizer)
    plain = make_row(Example("news", "Presiden tiba", "He came", ((0, 0), (1, 1))), tokenizer)
    tagged = make_row(Example(BACK_TRANSLATED, "Presiden tiba", "He came", ((0, 0), (1, 1))), tokenizer)
    assert tokenizer.vocabulary()[TAG] == "<s>"
    assert TAG not in plain.source
    assert tagged.source == [plain.source[0], TAG, *plain.source[1:]]
    assert tagged.target == plain.target
    assert tagged.links == [(j, i + 1, weight) for j, i, weight in plain.links]
    assert TAG not in tokenizer.encode("<s> Presiden </s>", tokenizer.source_token).ids


def test_backwards_rows_go_the_other_way(shop: Workshop) -> None:
    tokenizer = Tokenizer(shop.tokenizer)
    there = make_row(Example("news", "Presiden tiba", "He came", ((0, 0),)), tokenizer)
    back = make_row(Example("news", "Presiden tiba", "He came", ((0, 0),)), tokenizer, backwards=True)
    assert (back.source, back.target) == (there.target, there.source)


def test_the_curve_is_drawn(shop: Workshop) -> None:
    assert "<svg" in shop.path("curve.svg").read_text(encoding="utf-8")


def test_checkpoints_hold_everything(shop: Workshop, tmp_path: Path) -> None:
    state = checkpoint.load(shop.training.checkpoint)
    assert (state.step, state.phase, state.phase_steps) == (STEPS_DONE, "second", STEPS_DONE // 2)
    checkpoint.save(tmp_path / "again.pt", state)
    again = checkpoint.load(tmp_path / "again.pt")
    for part in ("weights", "average", "first_moment", "second_moment"):
        assert all(torch.equal(tensor, getattr(again, part)[name]) for name, tensor in getattr(state, part).items())
    checkpoint.save(tmp_path / "small.pt", state, only=torch.bfloat16)
    small = checkpoint.load(tmp_path / "small.pt")
    assert all(torch.allclose(t, state.average[name], rtol=1e-2) for name, t in small.weights.items())
    assert (tmp_path / "small.pt").stat().st_size < (tmp_path / "again.pt").stat().st_size / 6


TRAIN = """
import sys
from pathlib import Path

from models.training.config import Recipe
from models.training.steps import Workshop, run_steps

if __name__ == "__main__":
    recipe = Recipe.model_validate_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
    data, out = map(Path, sys.argv[2:])
    run_steps(Workshop(recipe, data, out, lambda line: print(line, flush=True)), until="train")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_replicas_stop_together_and_go_on(shop: Workshop, tmp_path: Path, number: signal.Signals) -> None:
    """The signal reaches every process, as Ctrl-C and `timeout` send it."""
    shutil.copytree(shop.out, tmp_path / "out", ignore=shutil.ignore_patterns("training", "train.json"))
    (tmp_path / "train.py").write_text(TRAIN, encoding="utf-8")
    (tmp_path / "recipe.json").write_text(shop.recipe.model_dump_json(), encoding="utf-8")
    places = replace(shop, out=tmp_path / "out").training
    command = [
        sys.executable,
        *map(str, (tmp_path / "train.py", tmp_path / "recipe.json", shop.data, tmp_path / "out")),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": "."},
    ) as training:
        assert training.stdout
        assert any("speed" in line for line in training.stdout)
        os.killpg(training.pid, number)
        assert "stopped; run the same command again to go on" in training.stdout.read()
    stopped = checkpoint.load(places.checkpoint)
    assert stopped.phase_steps % MEETS_EVERY == 0
    assert 50 <= stopped.step < STEPS_DONE
    run_steps(replace(shop, out=tmp_path / "out"), until="train")
    assert checkpoint.load(places.checkpoint).step == STEPS_DONE


def test_the_loss_is_pytorchs_own() -> None:
    torch.manual_seed(1)
    rows = torch.randn(12, 8, dtype=torch.double, requires_grad=True)
    table = torch.randn(20, 8, dtype=torch.double, requires_grad=True)
    targets = torch.randint(0, 20, (12,))
    expected = torch.nn.functional.cross_entropy(rows @ table.t(), targets, ignore_index=0, label_smoothing=0.1)
    expected.backward()
    wanted = rows.grad.clone(), table.grad.clone()
    rows.grad = table.grad = None
    loss, _ = tied_cross_entropy(rows, table, targets, 0.1)
    loss.backward()
    assert torch.allclose(loss.double(), expected, atol=1e-5)
    assert torch.allclose(rows.grad, wanted[0], atol=1e-5)
    assert torch.allclose(table.grad, wanted[1], atol=1e-5)


def test_eight_bits_give_nearly_the_same_loss_and_gradient() -> None:
    torch.manual_seed(3)
    network = Network(replace(SHAPE, width=64, feed_forward=128)).to(torch.bfloat16)
    rows = [Row([38, *torch.randint(4, 38, (9,)).tolist(), 3], [39, *range(4 + n, 12 + n), 3]) for n in range(20)]
    batch = pack(rows, 256, grid_cells(256, 12), 12)

    def gradient(eight_bit: bool) -> tuple[float, Any]:
        network.zero_grad()
        network.set_eight_bit(eight_bit)
        losses = network(batch, smoothing=0.05)
        losses.total.backward()
        return losses.cross_entropy, torch.cat([weight.grad.float().flatten() for weight in network.parameters()])

    (expected, wanted), (found, got) = gradient(eight_bit=False), gradient(eight_bit=True)
    assert found == pytest.approx(expected, rel=0.01)
    assert torch.nn.functional.cosine_similarity(wanted, got, dim=0) > 0.98
    assert not torch.equal(wanted, got)


def test_eight_bits_lose_no_small_shares_on_average() -> None:
    torch.manual_seed(4)
    shares = torch.full((64, 8000), 0.05 / 8000)
    shares[:, 5] += 0.95
    shares = shares.bfloat16()
    table, rows = (torch.randn(8000, 64) + 1).bfloat16(), torch.randn(64, 64).bfloat16()
    mean = sum(eight_bit.mixtures(shares, table, rows)[0] for _ in range(50)) / 50
    exact, peak = shares.float() @ table.float(), shares[0, 5].float() * table[5].float()
    assert float((mean - peak).mean()) == pytest.approx(float((exact - peak).mean()), rel=0.2)


def test_dropout_in_eight_bits_keeps_the_mean_and_the_mask() -> None:
    rows = torch.ones(512, 64, dtype=torch.bfloat16, requires_grad=True)
    out = eight_bit.dropout(rows, 0.25)
    out.backward(torch.ones_like(out))
    assert float((out == 0).float().mean()) == pytest.approx(0.25, abs=0.02)
    assert float(out.detach().float().mean()) == pytest.approx(1, abs=0.03)
    assert torch.equal(out == 0, rows.grad == 0)


def test_packing_changes_nothing() -> None:
    """A sentence's loss is the same alone and among others, and its gradient reaches every weight."""
    torch.manual_seed(2)
    network = Network(SHAPE).eval()
    one = Row([38, 5, 6, 3], [39, 7, 8, 9, 3], [(1, 1, 1.0)])
    two = Row([38, 10, 11, 12, 13, 3], [39, 14, 3], [(1, 2, 0.5), (1, 3, 0.5)])

    def loss(rows: list[Row], length: int) -> float:
        batch = pack(rows, 32, grid_cells(32, length), length)
        return float(network(batch).cross_entropy * batch.tokens)

    together = loss([one, two], 8)
    assert together == pytest.approx(loss([one], 6) + loss([two], 10), rel=1e-5)
    batch = pack([one, two], 32, 4, 8)
    network(batch, smoothing=0.1, alignment_weight=1.0).total.backward()
    assert all(weight.grad is not None and weight.grad.abs().sum() > 0 for weight in network.parameters())


def test_phases_and_rates() -> None:
    phase = sample_recipe().training.phases[1]
    assert phase_progress(phase, 0.0, 50) == 0.5
    assert learning_rate(phase, 0.5, 50) == pytest.approx((3e-3 + 1e-4) / 2)
    first = sample_recipe().training.phases[0]
    assert learning_rate(first, 0.0, 0) == pytest.approx(3e-3 / 20)
