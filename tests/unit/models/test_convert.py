"""NLLB weights for Transformers become a model that says what they said. Needs the extra `convert`."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import ctranslate2
import huggingface_hub
import pytest
import sentencepiece

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from models import layout  # noqa: E402  # after the check for PyTorch
from models.catalog import Catalog, KnownFile, catalog  # noqa: E402
from models.convert import Conversion  # noqa: E402
from models.engine import CTranslate2Translator  # noqa: E402
from models.hub import Hub  # noqa: E402
from models.install import Installer  # noqa: E402
from models.manifest import read_manifest  # noqa: E402
from models.store import ModelStore  # noqa: E402
from models.types import DecodingOptions, EngineError, Request  # noqa: E402
from tests.support.hub import FakeHub, files_of, sha256  # noqa: E402

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore")]

REPOSITORY = "someone/nllb-tiny"
SENTENCES = ["Presiden tiba di Jakarta.", "Harga beras naik, kata menteri."]
_TEXT = "\n".join(SENTENCES) + "\nThe president arrived in Jakarta to discuss the price of rice."


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random NLLB as its authors would have saved it."""
    folder = tmp_path_factory.mktemp("weights") / "nllb-tiny"
    folder.mkdir()
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXT.splitlines() * 4),
        model_writer=model,
        vocab_size=120,
        model_type="bpe",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / layout.TOKENIZER).write_bytes(model.getvalue())
    codes = transformers.models.nllb.tokenization_nllb.FAIRSEQ_LANGUAGE_CODES
    tokenizer = transformers.NllbTokenizer.from_pretrained(folder, extra_special_tokens=codes)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(3)
    configuration = transformers.M2M100Config(
        vocab_size=len(tokenizer) + 2,  # NLLB's own has two entries that stand for nothing
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=128,
        scale_embedding=True,
        init_std=0.3,
        decoder_start_token_id=2,
    )
    transformers.M2M100ForConditionalGeneration(configuration).save_pretrained(folder)
    return folder


@pytest.fixture
def known(weights: Path) -> Catalog:
    file = KnownFile(layout.TOKENIZER, sha256=sha256((weights / layout.TOKENIZER).read_bytes()))
    return replace(catalog(), tokenizer=replace(catalog().tokenizer, files=(file,)))


@pytest.fixture
def server(weights: Path) -> Iterator[FakeHub]:
    hub = FakeHub(
        {
            REPOSITORY: files_of(weights, layout.TOKENIZER),
            catalog().tokenizer.id: files_of(weights),
            "someone/else": {"config.json": b"{}", "pytorch_model/../../../x.bin": b"", "old/model.safetensors": b""},
        }
    )
    huggingface_hub.close_session()
    with hub.running():
        yield hub
    huggingface_hub.close_session()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def conversion(store: ModelStore, server: FakeHub, known: Catalog) -> Conversion:
    return Conversion("mine", Installer(store.folder), known, lambda: Hub(server.address, waits=(0.0,) * 5))


ENGLISH = "The president arrived."


def log_probabilities(weights: Path, sentence: str) -> list[float]:
    """What Transformers gives each token of `ENGLISH` as a translation of `sentence`."""
    tokenizer = transformers.NllbTokenizer.from_pretrained(weights, src_lang="ind_Latn", tgt_lang="eng_Latn")
    model = transformers.M2M100ForConditionalGeneration.from_pretrained(weights).eval()
    inputs = tokenizer(sentence, text_target=ENGLISH, return_tensors="pt")
    labels = inputs.pop("labels")
    shifted = torch.cat([torch.tensor([[2]]), labels[:, :-1]], dim=1)
    with torch.no_grad():
        logits = model(**inputs, decoder_input_ids=shifted).logits
    found: list[float] = torch.log_softmax(logits, -1).gather(2, labels[:, :, None])[0, :, 0].tolist()
    return found


def test_the_model_made_of_a_folder_says_what_its_weights_say(
    conversion: Conversion, store: ModelStore, weights: Path
) -> None:
    folder = conversion.convert(weights, origin=str(weights))
    model = store.resolve("mine")
    assert model.folder == folder
    assert store.verify(model).problems == ()
    files = layout.find_files(folder)
    tokens = layout.read_vocabulary(files.vocabulary)
    assert tokens[-2:] == ["madeupword0", "madeupword1"]
    engine = CTranslate2Translator.open(folder, threads=1)
    assert len(engine.translate([Request(sentence) for sentence in SENTENCES], DecodingOptions(beam_size=1))) == 2
    # int8 against float32, token by token.
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(files.tokenizer))
    plain = ctranslate2.Translator(str(folder), compute_type="int8")
    for sentence in SENTENCES:
        source = ["ind_Latn", *pieces.encode(sentence, out_type=str), "</s>"]
        scored = plain.score_batch([source], [["eng_Latn", *pieces.encode(ENGLISH, out_type=str)]])[0]
        expected = log_probabilities(weights, sentence)
        assert scored.log_probs == pytest.approx(expected, abs=0.15)
        assert max(expected) - min(expected) > 1  # the comparison has something to tell apart


def test_a_repository_is_fetched_converted_and_its_weights_deleted(
    conversion: Conversion, store: ModelStore, server: FakeHub
) -> None:
    found = conversion.find_weights(REPOSITORY)
    assert (found.licence, "model.safetensors" in {file.name for file in found.files}) == ("cc-by-nc-4.0", True)
    server.faults.breaks["model.safetensors"] = [10_000]
    folder = conversion.fetch(found, lambda _: None)
    assert conversion.here(found) == found.size
    made = conversion.convert(folder, REPOSITORY, found.licence)
    assert store.verify(store.resolve("mine")).problems == ()
    assert not folder.exists()
    manifest = read_manifest(made)
    assert manifest is not None
    assert (manifest.origins[layout.MODEL].place, manifest.licence) == (REPOSITORY, "cc-by-nc-4.0")


def test_a_tokenizer_of_another_model_is_found_out(
    conversion: Conversion, store: ModelStore, weights: Path, tmp_path: Path, tiny_model: Path
) -> None:
    mixed = Path(shutil.copytree(weights, tmp_path / "mixed"))
    shutil.copyfile(tiny_model / layout.TOKENIZER, mixed / layout.TOKENIZER)
    with pytest.raises(EngineError, match=r"the tokenizer is not this model's: .*: they differ from token"):
        conversion.convert(mixed, origin="mixed")
    assert [model.name for model in store.installed()] == ["compact"]


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("config.json", b'{"model_type": "t5"}', "not NLLB weights: .*: the model type is t5, not m2m_100"),
        ("config.json", b"{", "not weights for Transformers: "),
        ("model.safetensors", b"no weights", "the weights cannot be converted: "),
    ],
)
def test_what_cannot_be_converted(
    conversion: Conversion, store: ModelStore, weights: Path, tmp_path: Path, name: str, data: bytes, line: str
) -> None:
    copied = Path(shutil.copytree(weights, tmp_path / "copied"))
    (copied / name).write_bytes(data)
    with pytest.raises(EngineError, match=line):
        conversion.convert(copied, origin="copied")
    assert [model.name for model in store.installed()] == ["compact"]
    assert not list(store.folder.glob(".partial/mine/made"))


def test_a_repository_without_weights(conversion: Conversion) -> None:
    with pytest.raises(EngineError, match="no weights for Transformers: someone/else"):
        conversion.find_weights("someone/else")
