"""CTranslate2 and SentencePiece behind the `Translator` protocol: sentences in, sentences out.

NLLB's tokens (PEERS 4.3): source `[language, *pieces, "</s>"]`, target prefix `[language]`, and the first output
token, the language again, is dropped. Pieces go in and come out as strings, so no other tokenizer is needed.
No cache, no glossary and no article here.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

from models import layout
from models.types import Alignment, DecodingOptions, EngineError, Hypothesis, Request

MAX_SOURCE_TOKENS = 400
"""A request beyond this is refused: NLLB was trained on at most 512 positions and is poor well before.
`models.guard` splits long sentences before they come here, so nothing is ever cut silently."""
_BATCH_TOKENS = 1024
_LIMITS = ((40, 100), (100, 220), (MAX_SOURCE_TOKENS, 500))
"""Source tokens up to the first number may become target tokens up to the second: English is rarely twice as long,
and a loop is stopped early. A few steps, so that the limit follows from the sentence alone and a sentence's output
never depends on its batch-mates; below 512, where the position encodings end."""
_EOS = "</s>"
_LINK_SHARE = 0.3
"""A source word is linked when it draws at least this share of a target word's attention; the first always is
when the words as a whole draw more than the language token and the end mark do."""


def usable_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class CTranslate2Translator:
    """A CTranslate2 model in NLLB's layout."""

    def __init__(self, name: str, digest: str, model: Any, tokenizer: Any, languages: frozenset[str]) -> None:
        """Use `open`."""
        self._name, self._digest = name, digest
        self._model, self._tokenizer = model, tokenizer
        self._languages = languages

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        name: str = "",
        digest: str = "",
        device: str = "auto",
        threads: int = 0,
        compute_type: str = "auto",
    ) -> "CTranslate2Translator":
        """Load the model in `folder`.

        `device` is auto, cpu or cuda; `threads` 0 means every core this process may use. `compute_type` is one of
        CTranslate2's; auto is the fastest this machine has, which makes int8 of float weights as they are loaded.
        Raises EngineError.
        """
        files = layout.find_files(folder)
        tokens = layout.read_vocabulary(files.vocabulary)
        languages = frozenset(token for token in tokens if _is_language(token))
        if not languages:
            raise EngineError(f"not a model in NLLB's layout: {files.vocabulary} has no language tokens")
        try:
            tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(files.tokenizer))
            model = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=compute_type,
                inter_threads=1,
                intra_threads=threads or usable_cores(),
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineError(f"the model cannot be loaded: {folder}: {error}") from error
        if len(tokens) < tokenizer.get_piece_size():
            raise EngineError(f"not a whole model: {files.vocabulary} has fewer tokens than the tokenizer has pieces")
        return cls(name or folder.name, digest or _digest(files), model, tokenizer, languages)

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

    def translate(self, batch: Sequence[Request], options: DecodingOptions) -> list[list[Hypothesis]]:
        """See `Translator.translate`. Scores are CTranslate2's: the log probability over the length.

        Raises EngineError for a language the model does not know and for a sentence over MAX_SOURCE_TOKENS.
        """
        if not batch:
            return []
        for language in (options.source_language, options.target_language):
            if language not in self._languages:
                raise EngineError(
                    f"the model {self._name} does not know the language {language}",
                    f"it knows {', '.join(sorted(self._languages)[:6])}{' …' if len(self._languages) > 6 else ''}",
                )
        sources = [self._source(request.text, options.source_language) for request in batch]
        prefixes = [
            [options.target_language, *self._tokenizer.encode(request.target_prefix, out_type=str)] for request in batch
        ]
        results: list[list[Hypothesis]] = [[]] * len(batch)
        for limit, indexes in _by_limit(sources).items():
            for index, result in zip(
                indexes,
                self._run(
                    [sources[index] for index in indexes],
                    target_prefix=[prefixes[index] for index in indexes],
                    beam_size=options.beam_size,
                    num_hypotheses=min(options.n_best, options.beam_size),
                    length_penalty=options.length_penalty,
                    repetition_penalty=options.repetition_penalty,
                    no_repeat_ngram_size=options.no_repeat_ngram_size,
                    max_decoding_length=limit,
                    return_scores=True,
                    disable_unk=True,
                ),
                strict=True,
            ):
                results[index] = [
                    Hypothesis(self._text(tokens), float(score), truncated=len(tokens) >= limit)
                    for tokens, score in zip(result.hypotheses, result.scores, strict=True)
                ]
        return results

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
    words = np.zeros((target[-1] + 1, source[-1] + 1), dtype=np.float32)
    for row, target_word in enumerate(target):
        np.add.at(words[target_word], source, attention[row, : len(source)])
    words /= np.maximum(np.bincount(target, minlength=target[-1] + 1)[:, None], 1)
    links: set[tuple[int, int]] = set()
    for target_word, row_of_words in enumerate(words):
        best = int(row_of_words.argmax())
        if row_of_words.sum() > 0.5:
            links.add((best, target_word))
            links.update((int(word), target_word) for word in np.flatnonzero(row_of_words >= _LINK_SHARE))
    return tuple(sorted(links))


def _by_limit(sources: list[list[str]]) -> dict[int, list[int]]:
    """The numbers of the requests, by the output limit that they share."""
    groups: dict[int, list[int]] = {}
    for index, source in enumerate(sources):
        pieces = len(source) - 2
        groups.setdefault(next(limit for most, limit in _LIMITS if pieces <= most), []).append(index)
    return groups


def _is_language(token: str) -> bool:
    """NLLB's language tokens are FLORES-200 codes: three letters, a script (`ind_Latn`)."""
    return len(token) == 8 and token[3] == "_" and token[:3].islower() and token[4].isupper() and token[5:].islower()


def _digest(files: layout.ModelFiles) -> str:
    return layout.combined_digest({path.name: layout.file_digest(path) for path in files.all})
