"""CTranslate2 and SentencePiece behind the `Translator` protocol: sentences in, sentences out.

NLLB's tokens (PEERS 4.3): source `[language, *pieces, "</s>"]`, target prefix `[language]`, and the first output
token, the language again, is dropped. Pieces go in and come out as strings, so no other tokenizer is needed.
No cache, no glossary and no article here.

A batch that is asked for is cut into batches of like lengths, bounded by their tokens. Between two of them the engine
can be told to stop, and with several replicas they run side by side.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

from models import layout
from models.cores import batch_replicas, usable_cores
from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, ModelIdentity, Request, StoppedError

__all__ = ["MAX_SOURCE_TOKENS", "CTranslate2Translator", "batch_replicas", "usable_cores"]

MAX_SOURCE_TOKENS = 400
"""A request beyond this is refused: NLLB was trained on at most 512 positions and is poor well before.
`models.guard` splits long sentences before they come here, so nothing is ever cut silently."""
_BATCH_TOKENS = 1024
"""Tokens of a batch, padding included: above it, the time a token takes hardly falls, and memory grows."""
_SMALL_MODEL = 100_000_000
"""Bytes of weights. The bundled model (12 MB) is 1.3 to 2 times as fast with two threads of one replica each."""
_SCORED_ENTRIES = 1 << 25
"""Log probabilities held at a time when targets are scored: 128 MB. NLLB's vocabulary fills it with 130 tokens."""
_LIMITS = ((40, 100), (100, 220), (MAX_SOURCE_TOKENS, 500))
"""Source tokens up to the first number may become target tokens up to the second: English is rarely twice as long,
and a loop is stopped early. A few steps, below 512, where the position encodings end. The limit follows from the
sentence alone, so that its output never depends on its batch-mates."""
_EOS = "</s>"
_SPACE = "▁"
_LINK_SHARE = 0.3
"""A source word is linked when it draws at least this share of a target word's attention; the first always is
when the words as a whole draw more than the language token and the end mark do."""


class CTranslate2Translator:
    """A CTranslate2 model in NLLB's layout."""

    def __init__(
        self,
        identity: ModelIdentity,
        model: Any,
        tokenizer: Any,
        tokens: Sequence[str],
        mapped: frozenset[str] | None,
        stop: Callable[[], bool],
        *,
        aligns: bool,
    ) -> None:
        """Use `open`."""
        self._name, self._digest = identity.name, identity.digest
        self._model, self._tokenizer = model, tokenizer
        self._languages = frozenset(token for token in tokens if _is_language(token))
        self._size = len(tokens)
        self._mapped = mapped
        self._stop = stop
        self._aligns = aligns
        self._known: dict[str, bool] = {}

    @classmethod
    def open(  # noqa: PLR0913 - keyword arguments, each with a default that is right for reading
        cls,
        folder: Path,
        *,
        name: str = "",
        digest: str = "",
        device: str = "auto",
        threads: int = 0,
        compute_type: str = "auto",
        replicas: int = 0,
        use_map: bool | None = None,
        aligns: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> "CTranslate2Translator":
        """Load the model in `folder`. May be called on any thread: others go on while the weights are read.

        `device` is auto (CUDA where CTranslate2 can use it), cpu or cuda; `threads` 0 means every core this process
        may use. `compute_type` is one of CTranslate2's; auto is the fastest this machine has, which makes int8 of float
        weights as they are loaded. `replicas` share the threads and the weights and translate side by side; 0 means one
        for every thread with a small model, whose matrices are too small for two threads, and one for all with a large
        model, for a person who waits for the next sentences (see `batch_replicas` for many articles). `use_map` None
        uses the vocabulary map where `models.prepare` has put one in force. `aligns` says that the model was taught to
        align words: its hypotheses then come with their word links, at next to no cost. `stop` is asked before every
        batch; once it says yes, what is being asked for ends with StoppedError. Raises EngineError.
        """
        files = layout.find_files(folder)
        tokens = layout.read_vocabulary(files.vocabulary)
        if not any(map(_is_language, tokens)):
            raise EngineError(f"not a model in NLLB's layout: {files.vocabulary} has no language tokens")
        path = (files.map if use_map is None else folder / layout.MAP) if use_map is not False else None
        mapped = layout.read_map(path) if path else None
        try:
            tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(files.tokenizer))
            threads = threads or usable_cores()
            if not replicas:
                replicas = threads if files.model.stat().st_size <= _SMALL_MODEL else 1
            model = _load(folder, device, compute_type, min(replicas, threads), threads)
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            raise EngineError(f"the model cannot be loaded: {folder}: {error}") from error
        if len(tokens) < tokenizer.get_piece_size():
            raise EngineError(f"not a whole model: {files.vocabulary} has fewer tokens than the tokenizer has pieces")
        identity = ModelIdentity(name or folder.name, digest or _digest(files))
        return cls(identity, model, tokenizer, tokens, mapped, stop, aligns=aligns)

    @property
    def name(self) -> str:
        """Name in the store, or the folder's name."""
        return self._name

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files, in hexadecimal."""
        return self._digest

    @property
    def languages(self) -> frozenset[str]:
        """FLORES-200 codes the model knows."""
        return self._languages

    def count_tokens(self, text: str) -> int:
        """The number of pieces of `text`."""
        return len(self._tokenizer.encode(text))

    def pieces(self, text: str) -> list[str]:
        """The pieces of `text`."""
        return list(self._tokenizer.encode(text, out_type=str))

    def knows(self, character: str) -> bool:
        """Whether the model has a token for this character, of its own or byte by byte."""
        if character not in self._known:
            self._known[character] = self._tokenizer.unk_id() not in self._tokenizer.encode(character)
        return self._known[character]

    def has_piece(self, character: str) -> bool:
        """Whether the model has a token of its own for this character."""
        pieces = self._tokenizer.encode(character)
        return bool(pieces) and not any(self._tokenizer.is_byte(p) or p == self._tokenizer.unk_id() for p in pieces)

    @property
    def device(self) -> str:
        """Where the model runs: cpu or cuda."""
        return str(self._model.device)

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        """See `Translator.translate`. Scores are CTranslate2's: the log probability over the length.

        Raises EngineError for a language the model does not know and for a sentence over MAX_SOURCE_TOKENS, and
        StoppedError when it was told to stop.
        """
        results: list[list[Hypothesis]] = [[]] * len(batch)
        for index, hypotheses in self.stream(batch, options):
            results[index] = hypotheses
        return results

    def stream(
        self, batch: Sequence[Request], options: DecodingOptions
    ) -> Generator[tuple[int, list[Hypothesis]], None, None]:
        """As `translate`, but each sentence with its number as soon as it is there, the longest first.

        Closing the generator ends the work after the batch that is running.
        """
        self._check_languages(options)
        sources = [self._source(request.text, options.source_language) for request in batch]
        prefixes = [
            [options.target_language, *self._tokenizer.encode(request.target_prefix, out_type=str)] for request in batch
        ]
        # A map's candidates are the same for a whole batch, and a forced token joins them: sentences that force one
        # from outside the map keep to themselves, so that no other's output depends on them.
        strange = [frozenset(prefix) - self._mapped if self._mapped else frozenset[str]() for prefix in prefixes]
        limits = [_limit(len(source)) for source in sources]
        replicas = self._model.num_translators
        work = deque(_batches([len(source) for source in sources], limits, strange, replicas))
        running: deque[tuple[list[int], int, list[Any]]] = deque()
        late: list[int] = []
        while work or running:
            while work and len(running) < replicas:
                if self._stop():
                    raise StoppedError("stopped")
                indexes, limit = work.popleft()
                submitted = self._submit(
                    [sources[index] for index in indexes],
                    target_prefix=[prefixes[index] for index in indexes],
                    beam_size=options.beam_size,
                    num_hypotheses=min(options.n_best, options.beam_size),
                    length_penalty=options.length_penalty,
                    repetition_penalty=options.repetition_penalty,
                    no_repeat_ngram_size=options.no_repeat_ngram_size,
                    max_decoding_length=limit,
                    return_scores=True,
                    return_attention=self._aligns,
                    disable_unk=True,
                    use_vmap=self._mapped is not None,
                )
                running.append((indexes, limit, submitted))
            indexes, limit, submitted = running.popleft()
            for index, waiting in zip(indexes, submitted, strict=True):
                hypotheses = self._collect(waiting, sources[index], limits[index])
                if limits[index] < limit and any(hypothesis.truncated for hypothesis in hypotheses):
                    late.append(index)  # went on beyond its own limit, in the company of longer ones
                else:
                    yield index, hypotheses
            if not work and not running:
                work.extend(([index], limits[index]) for index in late)
                late = []

    def _check_languages(self, options: DecodingOptions) -> None:
        for language in (options.source_language, options.target_language):
            if language not in self._languages:
                raise EngineError(
                    f"the model {self._name} does not know the language {language}",
                    f"it knows {', '.join(sorted(self._languages)[:6])}{' …' if len(self._languages) > 6 else ''}",
                )
        if self._mapped is not None and options.target_language not in self._mapped:
            raise EngineError(f"the model {self._name} is prepared for English, not for {options.target_language}")

    def _submit(self, sources: list[list[str]], **options: Any) -> list[Any]:
        try:
            return list(self._model.translate_batch(sources, max_input_length=0, asynchronous=True, **options))
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(f"the model {self._name} failed: {error}") from error

    def _collect(self, waiting: Any, source: list[str], limit: int) -> list[Hypothesis]:
        """The hypotheses of a sentence, when they are there. `limit` is the sentence's own."""
        try:
            result = waiting.result()
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(f"the model {self._name} failed: {error}") from error
        return [
            Hypothesis(
                self._text(tokens),
                float(score),
                truncated=len(tokens) >= limit,
                alignment=self._aligned(source, tokens, result.attention[rank]) if self._aligns else None,
            )
            for rank, (tokens, score) in enumerate(zip(result.hypotheses, result.scores, strict=True))
        ]

    def _aligned(self, source: list[str], tokens: list[str], attention: list[list[float]]) -> Alignment | None:
        """The word links of a hypothesis, as `align` would make them; None where pieces do not tell the words."""
        pieces = [number for number, token in enumerate(tokens) if token not in self._languages]
        source_words = _word_numbers(source[1:-1])
        target_words = _word_numbers([tokens[number] for number in pieces])
        if not source_words or not target_words:
            return None
        weights = np.asarray([attention[number] for number in pieces], dtype=np.float32)
        return _links(weights[:, 1:-1], source_words, target_words)

    def score(self, pairs: Sequence[tuple[str, str]], options: DecodingOptions) -> list[float]:
        """See `Translator.score`: the target is forced; the language token before it counts for its length alone.

        The probabilities are those over the whole vocabulary, also where `translate` looks at a part of it.
        """
        if not pairs:
            return []
        sources = [self._source(source, options.source_language) for source, _ in pairs]
        targets = [[options.target_language, *self._tokenizer.encode(target, out_type=str)] for _, target in pairs]
        try:
            results = self._model.score_batch(
                sources,
                targets,
                max_batch_size=max(1, min(_BATCH_TOKENS, _SCORED_ENTRIES // self._size)),
                batch_type="tokens",
                max_input_length=0,
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(f"the model {self._name} failed: {error}") from error
        return [sum(result.log_probs[1:]) / len(result.log_probs) ** options.length_penalty for result in results]

    def align(
        self,
        pairs: Sequence[tuple[str, str]],
        *,
        source_language: str = "ind_Latn",
        target_language: str = "eng_Latn",
    ) -> list[Alignment]:
        """See `Translator.align`.

        The target is forced as a prefix, and the attention of the alignment head (set at export) is read off for its
        pieces; pieces are summed to words. Meaningful only for a model whose head was trained on alignments
        (Garg et al., 2019, "Jointly Learning to Align and Translate with Transformer Models"): the bundled one.
        """
        links: list[Alignment] = [()] * len(pairs)
        words = [(self._words(source), self._words(target)) for source, target in pairs]
        # A word may have no pieces: the tokenizer's normalisation drops some characters altogether.
        wanted = [index for index, ((source, _), (target, _)) in enumerate(words) if source and target]
        if not wanted:
            return links
        sources, targets = [words[index][0] for index in wanted], [words[index][1] for index in wanted]
        longest = max(len(pieces) for pieces, _ in targets)
        results = self._run(
            [[source_language, *pieces, _EOS] for pieces, _ in sources],
            target_prefix=[[target_language, *pieces] for pieces, _ in targets],
            beam_size=1,
            max_decoding_length=longest + 2,
            return_attention=True,
        )
        for index, result, (_, source_words), (pieces, target_words) in zip(
            wanted, results, sources, targets, strict=True
        ):
            attention = np.asarray(result.attention[0][1 : len(pieces) + 1], dtype=np.float32)
            links[index] = _links(attention[:, 1:-1], source_words, target_words)
        return links

    def _run(self, sources: list[list[str]], **options: Any) -> list[Any]:
        try:
            results = self._model.translate_batch(
                sources, max_batch_size=_BATCH_TOKENS, batch_type="tokens", max_input_length=0, **options
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(f"the model {self._name} failed: {error}") from error
        return list(results)

    def _source(self, text: str, language: str) -> list[str]:
        pieces = self._tokenizer.encode(text, out_type=str)
        if len(pieces) > MAX_SOURCE_TOKENS:
            raise EngineError(f"a sentence of {len(pieces)} tokens is longer than {MAX_SOURCE_TOKENS}")
        return [language, *pieces, _EOS]

    def _text(self, tokens: Sequence[str]) -> str:
        pieces = [token for token in tokens if token not in self._languages]
        return str(self._tokenizer.decode(pieces)).strip()

    def _words(self, text: str) -> tuple[list[str], list[int]]:
        """Pieces, and for each the number of its white-space word.

        Word by word, because the tokenizer's normalisation may add spaces of its own; pieces never cross words, so
        the pieces are the same as those of the whole text. What does not fit the model's positions is left off.
        """
        pieces: list[str] = []
        words: list[int] = []
        for number, word in enumerate(text.split()):
            for piece in self._tokenizer.encode(word, out_type=str):
                pieces.append(piece)
                words.append(number)
        return pieces[:MAX_SOURCE_TOKENS], words[:MAX_SOURCE_TOKENS]


def _links(attention: "np.ndarray[Any, np.dtype[np.float32]]", source: list[int], target: list[int]) -> Alignment:
    """Word links from attention of shape (target pieces, source pieces)."""
    if not source or not target:
        return ()
    (here, columns), (there, rows) = (np.unique(words, return_index=True) for words in (source, target))
    weights = np.add.reduceat(attention[: len(target), : len(source)], rows, axis=0)
    weights = np.add.reduceat(weights, columns, axis=1) / np.diff(rows, append=len(target))[:, None]
    linked = (weights >= _LINK_SHARE) | (weights == weights.max(axis=1, keepdims=True))
    linked &= weights.sum(axis=1, keepdims=True) > 0.5
    found_there, found_here = np.nonzero(linked)
    return tuple(sorted(zip(here[found_here].tolist(), there[found_there].tolist(), strict=True)))


def _word_numbers(pieces: Sequence[str]) -> list[int] | None:
    """For each piece the number of its white-space word: the tokenizer marks where a word begins.

    None where a mark stands alone at the end or before another: a word without letters of its own.
    """
    begins = [piece.startswith(_SPACE) for piece in pieces]
    if any(piece == _SPACE and next_begins for piece, next_begins in zip(pieces, [*begins[1:], True], strict=False)):
        return None
    return [number - 1 for number in accumulate(max(begin, not index) for index, begin in enumerate(begins))]


def _load(folder: Path, device: str, compute_type: str, replicas: int, threads: int) -> Any:
    def load(place: str) -> Any:
        return ctranslate2.Translator(
            str(folder),
            device=place,
            compute_type=compute_type,
            inter_threads=replicas if place == "cpu" else 1,
            intra_threads=max(1, threads // replicas),
        )

    if device != "auto":
        return load(device)
    if ctranslate2.get_cuda_device_count():
        try:
            return load("cuda")
        except (RuntimeError, ValueError):
            return load("cpu")  # a card without its libraries, without room, or too old
    return load("cpu")


def _limit(length: int) -> int:
    """The output limit of a source of this length."""
    return next(limit for pieces, limit in _LIMITS if length - 2 <= pieces)


def _batches(
    lengths: Sequence[int], limits: Sequence[int], groups: Sequence[frozenset[str]], replicas: int
) -> Iterator[tuple[list[int], int]]:
    """The numbers of the sentences, in batches of at most `_BATCH_TOKENS`, each with its output limit.

    Longest first, so that the batch that needs most memory is the first, and the last to be waited for is short. Each
    of the replicas gets its share. A batch has the limit of its longest: a batch for each limit would leave small ones,
    and a batch of one takes nearly as long as a batch of sixteen.
    """
    share = -(-len(lengths) // replicas)
    kinds: dict[frozenset[str], list[int]] = {}
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        kinds.setdefault(groups[index], []).append(index)
    for indexes in kinds.values():
        start = 0
        while start < len(indexes):
            first = indexes[start]
            size = max(1, min(share, _BATCH_TOKENS // lengths[first]))
            yield indexes[start : start + size], limits[first]
            start += size


def _is_language(token: str) -> bool:
    """NLLB's language tokens are FLORES-200 codes: three letters, a script (`ind_Latn`)."""
    return len(token) == 8 and token[3] == "_" and token[:3].islower() and token[4].isupper() and token[5:].islower()


def _digest(files: layout.ModelFiles) -> str:
    return layout.combined_digest({path.name: layout.file_digest(path) for path in files.all})
