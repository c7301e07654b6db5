"""The recipe's steps. Each reads the files of those before and writes its own; what is done is not done again."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import sentencepiece as spm
import torch
from pydantic import BaseModel

from models.engine import CTranslate2Translator
from models.evaluation.sets import read_set
from models.layout import file_digest
from models.training import checkpoint as checkpoints
from models.training.align import align
from models.training.augment import augment
from models.training.backtranslate import choose_english, finish, pairs_of, translate_all, usable
from models.training.batches import Tokenizer
from models.training.clean import Cleaner, well_covered
from models.training.collect import collect, evaluation_block
from models.training.config import Recipe, Training
from models.training.curve import draw
from models.training.examples import Example, read_examples, write_examples
from models.training.export import export
from models.training.files import replacing
from models.training.lexicon import read_lexicon
from models.training.measure import Development, backwards_options
from models.training.network import Shape
from models.training.phrases import choose_phrases, count_phrases
from models.training.team import Team, gathered
from models.training.terms import Exonyms, read_terms, write_terms
from models.training.text import bare_words
from models.training.train import Places, Run, fresh, stop_requests
from models.types import Request

WORD_KINDS_LEFT_OUT = frozenset({"quran", "chat"})
"""Kinds that phrases are not taken from: their words mean other things than in news."""

STOPPED = "stopped; run the same command again to go on"

MOST_LOST = 0.5
"""BLEU that int8 may lose against float32."""


@dataclass
class Workshop:
    """Recipe, corpus folder and output folder, with the names of the files between the steps."""

    recipe: Recipe
    data: Path
    out: Path
    say: Callable[[str], None]
    notes: dict[str, Any] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """A file in the output folder."""
        return self.out / name

    @property
    def translations(self) -> Path:
        """What the reverse model has translated so far; another model begins another file."""
        return self.path(f"translations-{file_digest(self.path('reverse/model/model.bin'))[:8]}.tsv")

    @property
    def tokenizer(self) -> Path:
        """The SentencePiece model."""
        return self.path("sentencepiece.bpe.model")

    @property
    def training(self) -> Places:
        """The training's files."""
        data = [self.path("pool.tsv")]
        if self.recipe.backtranslation:
            data.append(self.path("backtranslated.tsv"))
        return Places(tuple(data), self.tokenizer, self.path("training"))

    @property
    def reverse(self) -> Places:
        """The files of the reverse model's training."""
        return Places((self.path("pool.tsv"),), self.tokenizer, self.path("reverse"), backwards=True)

    def rng(self, step: str) -> random.Random:
        """Randomness of one step, the same in every run."""
        return random.Random(f"{self.recipe.seed} {step}")


def do_collect(shop: Workshop) -> None:
    """Corpus files to `collected.tsv`."""
    count = write_examples(shop.path("collected.tsv"), collect(shop.recipe, shop.data))
    shop.say(f"collected {count} pairs")


def do_clean(shop: Workshop) -> None:
    """`collected.tsv` to `clean.tsv`."""
    cleaner = Cleaner(shop.recipe.cleaning)
    count = write_examples(shop.path("clean.tsv"), cleaner.clean(read_examples(shop.path("collected.tsv"))))
    shop.notes["dropped"] = dict(cleaner.dropped)
    shop.say(f"kept {count} pairs; dropped {', '.join(f'{n} ({why})' for why, n in cleaner.dropped.most_common())}")


def do_tokenizer(shop: Workshop) -> None:
    """Train the joint vocabulary, or take the one that the recipe names."""
    settings = shop.recipe.vocabulary
    if settings.start:
        shutil.copyfile(shop.data / settings.start, shop.tokenizer)
        return
    sentences = (side for example in read_examples(shop.path("clean.tsv")) for side in (example.source, example.target))
    draft = shop.path("tokenizer.part")
    spm.SentencePieceTrainer.train(
        sentence_iterator=sentences,
        model_prefix=str(draft),
        vocab_size=settings.size,
        model_type="unigram",
        byte_fallback=True,
        split_digits=True,
        character_coverage=0.9998,
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        input_sentence_size=400_000,
        shuffle_input_sentence=True,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=1,
    )
    draft.with_name("tokenizer.part.model").replace(shop.tokenizer)
    draft.with_name("tokenizer.part.vocab").unlink()


def do_align(shop: Workshop) -> None:
    """`clean.tsv` to `aligned.tsv`; badly covered pairs go."""
    least = shop.recipe.cleaning.covered
    examples = list(read_examples(shop.path("clean.tsv")))
    kept = (example for example in align(examples) if well_covered(example, least))
    count = write_examples(shop.path("aligned.tsv"), kept)
    shop.say(f"aligned {len(examples)} pairs, kept {count}")


def _pool(shop: Workshop) -> Iterable[Example]:
    recipe = shop.recipe
    aligned = list(read_examples(shop.path("aligned.tsv")))
    yield from aligned
    yield from augment(aligned, recipe.augment, shop.rng("augment"))
    rng = shop.rng("phrases")
    counts = count_phrases((e for e in aligned if e.kind not in WORD_KINDS_LEFT_OUT), recipe.phrases, rng)
    yield from choose_phrases(counts, recipe.phrases, rng)
    if recipe.augment.lexicon:
        yield from read_lexicon(shop.data / "lexicon", counts)
    if recipe.terms:
        sentences = [e for e in aligned if e.kind in {"news", "reports", "general"} and 4 < len(e.source.split()) < 45]
        terms = read_terms(shop.data / recipe.terms)
        yield from write_terms(sentences, terms, recipe.augment.terms, shop.rng("terms"))


def do_prepare(shop: Workshop) -> None:
    """`aligned.tsv` to `pool.tsv`: the sentences, what augmentation makes of them, phrases and term lists."""
    kinds: Counter[str] = Counter()

    def counted() -> Iterable[Example]:
        for example in _pool(shop):
            kinds[example.kind] += 1
            yield example

    write_examples(shop.path("pool.tsv"), counted())
    shop.notes["kinds"] = dict(kinds)
    shop.say("pool: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def _first_state(recipe: Recipe, settings: Training, places: Places, data: Path) -> checkpoints.Checkpoint:
    """The newest checkpoint there is, the one that the recipe names, or a network that knows nothing."""
    if places.checkpoint.exists():
        return checkpoints.load(places.checkpoint)
    if settings.start:
        state = checkpoints.load(data / settings.start)
        state.phase, state.phase_seconds, state.phase_steps = "", 0.0, 0
        return state
    return fresh(Shape(vocabulary=Tokenizer(places.tokenizer).size, **recipe.network.model_dump()), recipe.seed)


def _replica(recipe: Recipe, settings: Training, places: Places, data: Path, team: Team) -> None:
    """One replica's part in a training; it measures and says nothing."""
    state = _first_state(recipe, settings, places, data)
    Run(settings, places, recipe.seed, lambda _: {}, lambda _: None, team).run(state)


def _train(shop: Workshop, settings: Training, places: Places) -> None:
    """Train from the newest checkpoint there is. Raises InterruptedError when asked to stop before the end."""
    recipe = shop.recipe
    development = read_set(shop.data / recipe.development)
    measure = Development(development, shop.tokenizer, places.folder / "model", backwards=places.backwards)
    with gathered(settings.replicas, partial(_replica, recipe, settings, places, shop.data)) as team:
        state = _first_state(recipe, settings, places, shop.data)
        shop.say(f"training from step {state.step}, {state.tokens} target tokens")
        through = Run(settings, places, recipe.seed, measure, shop.say, team).run(state)
    if not through:
        raise InterruptedError(STOPPED)


def do_reverse(shop: Workshop) -> None:
    """Train the model from English to Indonesian and export it to `reverse/model`, if the recipe asks for one."""
    if not shop.recipe.backtranslation:
        return
    _train(shop, shop.recipe.backtranslation.training, shop.reverse)
    state = checkpoints.load(shop.reverse.checkpoint)
    export(state.average, state.shape, shop.tokenizer, shop.path("reverse/model"), quantization="int8")


def do_backtranslate(shop: Workshop) -> None:
    """English text to `backtranslated.tsv` by way of a file of translations, which grows and survives a kill.

    Word links come from an alignment together with the sentences of the corpus; garbled names are put right.
    """
    recipe, settings = shop.recipe, shop.recipe.backtranslation
    if not settings:
        return
    chosen = choose_english(settings, shop.data, evaluation_block(recipe, shop.data), shop.rng("english"))
    translator = CTranslate2Translator.open(shop.path("reverse/model"), device="cpu")

    def translate(sentences: Sequence[str]) -> list[str]:
        requests = [Request(sentence) for sentence in sentences]
        return [best[0].text for best in translator.translate(requests, backwards_options())]

    wanted = [english for english, _ in chosen]
    with stop_requests() as stopped:
        done = translate_all(wanted, shop.translations, translate, stopped, shop.say)
    if len(done) < len(wanted):
        raise InterruptedError(STOPPED)
    parallel = list(read_examples(shop.path("aligned.tsv")))
    dropped: Counter[str] = Counter()
    made = pairs_of(chosen, done)
    if recipe.terms:
        exonyms, rng = Exonyms(read_terms(shop.data / recipe.terms)), shop.rng("exonyms")
        made = (exonyms.put_in(pair, rng) for pair in made)
    pairs = list(usable(made, recipe.cleaning, dropped))
    known = {word for example in parallel for word in bare_words(example.source)}
    aligned = islice(align([*parallel, *pairs]), len(parallel), None)
    count = write_examples(shop.path("backtranslated.tsv"), finish(aligned, known, recipe.cleaning.covered))
    shop.notes["dropped"] = dict(dropped)
    shop.say(f"back-translated {len(chosen)} sentences, kept {count}; dropped {dict(dropped)}")


def do_train(shop: Workshop) -> None:
    """Train the model. Raises InterruptedError when asked to stop before the end."""
    _train(shop, shop.recipe.training, shop.training)


def do_average(shop: Workshop) -> None:
    """The training's running average: `final.pt`, and `final-bf16.pt` to keep, which a training can start from."""
    state = checkpoints.load(shop.training.checkpoint)
    checkpoints.save(shop.path("final.pt"), state, only=torch.float32)
    checkpoints.save(shop.path("final-bf16.pt"), state, only=torch.bfloat16)


def do_export(shop: Workshop) -> None:
    """`final.pt` to `model/` (int8) and `model-float32/`, and the learning curve's picture."""
    state = checkpoints.load(shop.path("final.pt"))
    export(state.weights, state.shape, shop.tokenizer, shop.path("model"), quantization="int8")
    export(state.weights, state.shape, shop.tokenizer, shop.path("model-float32"), quantization=None)
    draw(shop.training.log, shop.path("curve.svg"))


def do_evaluate(shop: Workshop) -> None:
    """Quality on the evaluation sets, by the project's own command, as `evaluation.json`.

    The float32 export is measured on the first set only. Raises ArithmeticError when int8 loses too much against it.
    """
    from models.evaluation.quality import evaluate_sets

    sets = [read_set(shop.data / name) for name in shop.recipe.evaluation]
    small = evaluate_sets(shop.path("model"), sets, beam_size=4)
    large = evaluate_sets(shop.path("model-float32"), sets[:1], beam_size=4, compute_type="float32")
    with replacing(shop.path("evaluation.json")) as out:
        report = {"int8": [result.as_dict() for result in small], "float32": [result.as_dict() for result in large]}
        json.dump(report, out, indent=2)
    for result in small:
        shop.say(f"{result.set}: BLEU {result.bleu} chrF++ {result.chrf}")
    lost = sum(result.bleu for result in large) - sum(result.bleu for result in small[:1])
    shop.say(f"int8 loses {lost:.2f} BLEU against float32")
    if lost >= MOST_LOST:
        raise ArithmeticError(f"int8 loses {lost:.2f} BLEU against float32: something is wrong with the quantisation")


@dataclass(frozen=True)
class Step:
    """A step, and the parts of the recipe that it depends on."""

    name: str
    do: Callable[[Workshop], None]
    parts: tuple[str, ...] = ()


STEPS = (
    Step("collect", do_collect, ("sources", "evaluation")),
    Step("clean", do_clean, ("cleaning",)),
    Step("tokenizer", do_tokenizer, ("vocabulary",)),
    Step("align", do_align, ("cleaning",)),
    Step("prepare", do_prepare, ("phrases", "augment", "terms", "seed")),
    Step("reverse", do_reverse, ("backtranslation", "network", "development")),
    Step("backtranslate", do_backtranslate),
    Step("train", do_train, ("training", "network", "development")),
    Step("average", do_average),
    Step("export", do_export),
    Step("evaluate", do_evaluate),
)


def _digest(recipe: Recipe, step: Step, before: str) -> str:
    def plain(value: object) -> object:
        if isinstance(value, BaseModel):
            return value.model_dump(mode="json")
        return [plain(v) for v in value] if isinstance(value, tuple) else value

    parts = {name: plain(getattr(recipe, name)) for name in step.parts}
    text = json.dumps([step.name, before, parts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def run_steps(shop: Workshop, *, until: str | None = None) -> None:
    """Do what is not done yet, in order.

    A step's stamp holds a digest of the recipe's parts that it and the steps before it depend on; when one of these
    changes, the step is done again. The training goes on from its checkpoint even then: delete `training/` to start
    anew.
    """
    shop.out.mkdir(parents=True, exist_ok=True)
    digest = ""
    for step in STEPS:
        digest = _digest(shop.recipe, step, digest)
        stamp = shop.path(f"steps/{step.name}.json")
        if stamp.exists() and json.loads(stamp.read_text(encoding="utf-8"))["digest"] == digest:
            shop.say(f"{step.name}: done before")
        else:
            shop.say(f"{step.name} …")
            shop.notes = {}
            step.do(shop)
            with replacing(stamp) as out:
                json.dump({"digest": digest, **shop.notes}, out, indent=2)
        if step.name == until:
            return
