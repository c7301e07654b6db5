"""What is done once to a large model: a map of the tokens that English needs, which makes it several times faster.

NLLB chooses every token among 256,206, most of them for other languages, and looking at all of them is most of the
work. CTranslate2 can be told to look at some only. Its map may name them by the words of the source, but it forms
one set for a whole batch, so a sentence's translation would depend on its batch-mates: the map made here is one fixed
set for every source.

The model's files stay as they are; `undo` takes the map off again. A map counts only when the record beside it says
so, and the record comes last: a preparation that is broken off leaves the model as it was.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models import layout, words
from models.files import replacing
from models.types import DecodingOptions, EngineError, Request

if TYPE_CHECKING:
    import sentencepiece

Say = Callable[[str], None]

SENTENCES = 50
"""Shipped sentences that are translated with and without the map."""
MOST_DIFFERENCES = 0.05
"""The share of them that may come out otherwise; with more, the map stays off."""
LARGEST = 48_000
"""Tokens in a map at most: with a tokenizer of 256,000 pieces the word lists need about 45,000."""
_WORTH = 0.5
"""A map of more than this share of the vocabulary saves too little."""
_TARGET = "eng_Latn"
_VERSION = 1
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")
_SPACE = "\u2581"
"""SentencePiece's mark for the space before a word."""
_CASES: tuple[tuple[Callable[[str], str], float], ...] = (
    (str.lower, 1.0),
    (str.capitalize, 0.4),
    (str.upper, 0.03),
    (lambda word: f"-{word}", 0.05),
    (lambda word: f"-{word.capitalize()}", 0.02),
)
"""How a word may be written, and how often that is, roughly, beside lower case. The hyphen stands for all that may come
before a word without a space: quotation marks, brackets, hyphens. The word's first piece is another one then."""
_NAMES = 0.1
"""The weight of an Indonesian word in English text: only names come through."""
_FLATTEN = 20
"""Zipf's law with Mandelbrot's shift: the weight of a word is 1 / (rank + shift)."""


@dataclass(frozen=True)
class Prepared:
    """What came of it."""

    active: bool
    """The map is in force."""
    tokens: int
    """In the map."""
    vocabulary: int
    """In the model."""
    differences: float | None
    """The share of `SENTENCES` that came out otherwise with the map; None when it was not tried."""
    reason: str
    """Why it is on, or off, in a few words."""


def prepare(folder: Path, say: Say | None = None) -> Prepared:
    """Make a map for the model in `folder`, try it out, and put it in force if it changes next to nothing.

    A model that has been prepared is left as it is. With a large model on a few cores this takes a minute or two,
    most of it for the trial; `say` is told what is being done. Raises EngineError when the model cannot be read,
    loaded or written to.
    """
    tell = say or (lambda _: None)
    files = layout.find_files(folder)
    earlier = _earlier(folder)
    if earlier is not None:
        return earlier
    vocabulary = layout.read_vocabulary(files.vocabulary)
    tokens = map_tokens(files.tokenizer, vocabulary)
    if len(tokens) > _WORTH * len(vocabulary):
        return _record(folder, "", Prepared(False, len(tokens), len(vocabulary), None, "its vocabulary is small"))
    path = folder / layout.MAP
    if path.is_file() and layout.read_map(path) != frozenset(tokens):
        # Not ours, and not to be lost: whoever put it there can take it away.
        return Prepared(False, len(tokens), len(vocabulary), None, f"there is another {layout.MAP} in the folder")
    tell(f"preparing: {len(tokens):,} of {len(vocabulary):,} tokens are enough for English")
    with _writing(path):
        layout.write_map(path, tokens)
    differences = _differences(folder, tell)
    active = differences <= MOST_DIFFERENCES
    reason = f"{differences:.0%} of {SENTENCES} sentences came out otherwise"
    found = Prepared(active, len(tokens), len(vocabulary), differences, reason)
    if not active:
        path.unlink(missing_ok=True)
    return _record(folder, layout.file_digest(path) if active else "", found)


def undo(folder: Path) -> bool:
    """Take the map and its record away; whether there was a map in force. Raises EngineError."""
    was = layout.find_files(folder).map
    try:
        # The record first: without it the map means nothing.
        (folder / layout.PREPARED).unlink(missing_ok=True)
        if was is not None:
            was.unlink(missing_ok=True)
    except OSError as error:
        raise EngineError(f"the map cannot be taken away: {folder}: {error.strerror or error}") from error
    return was is not None


def map_tokens(tokenizer: Path, vocabulary: Sequence[str]) -> list[str]:
    """The tokens that English text needs, in the order of the vocabulary.

    Always: the end of a sentence, the language, digits, punctuation, symbols, byte pieces, and single letters of the
    scripts that English text quotes; with them any Latin name can be spelled. Then the pieces of frequent English
    words in lower case, capitalised and in capitals, at the start of a word and after an opening mark, and those of
    Indonesian words as names have them; where that is more than `LARGEST`, the pieces that are needed most.
    """
    pieces = layout.open_tokenizer(tokenizer)
    always = {token for token in vocabulary if _is_basic(token)} | {"</s>", _TARGET}
    weights = _weights(pieces)
    known = set(vocabulary)
    others = sorted((piece for piece in weights if piece in known and piece not in always), key=lambda p: -weights[p])
    chosen = always.union(others[: max(0, LARGEST - len(always))])
    return [token for token in vocabulary if token in chosen]


def _weights(pieces: "sentencepiece.SentencePieceProcessor") -> dict[str, float]:
    """How much each piece is needed, by the words that have it."""
    forms: list[tuple[str, float]] = []
    for rank, word in enumerate(words.read("english")):
        often = 1 / (rank + _FLATTEN)
        forms += [(written(word), often * share) for written, share in _CASES]
    for rank, word in enumerate(words.read("indonesian")):
        forms.append((word.capitalize(), _NAMES / (rank + _FLATTEN)))
    weights: defaultdict[str, float] = defaultdict(float)
    for (_, weight), found in zip(forms, pieces.encode([form for form, _ in forms], out_type=str), strict=True):
        for piece in found:
            weights[piece] += weight
    return weights


def _is_basic(token: str) -> bool:
    """Whether the token is a byte, a sign, a number, or one letter (or two of English) that any text may need."""
    body = token.replace(_SPACE, "")
    if not any(character.isalpha() for character in body):
        return True
    if _BYTE.fullmatch(token):
        return True
    if len(body) == 1:
        return unicodedata.name(body, "").startswith(("LATIN", "GREEK", "MODIFIER", "MICRO", "FEMININE", "MASCULINE"))
    return len(body) == 2 and body.isascii()


def _differences(folder: Path, tell: Say) -> float:
    """The share of sentences whose translation the map changes.

    Beam 1: there the map changes a sentence only where the very token that the model wants is missing.
    """
    from models.engine import CTranslate2Translator
    from models.evaluation.sets import SAMPLE, read_set

    sentences = read_set(SAMPLE).sources[:SENTENCES]
    options = DecodingOptions(beam_size=1)

    def translate(use_map: bool) -> list[str]:
        # Loaded twice, one after the other: two at once may not fit the memory.
        engine = CTranslate2Translator.open(folder, device="cpu", use_map=use_map)
        return [best[0].text for best in engine.translate([Request(sentence) for sentence in sentences], options)]

    tell(f"trying the map on {len(sentences)} sentences")
    mapped = translate(use_map=True)
    tell("the same without the map")
    whole = translate(use_map=False)
    return sum(a != b for a, b in zip(mapped, whole, strict=True)) / len(sentences)


def _earlier(folder: Path) -> Prepared | None:
    """What an earlier preparation found, if its map is still as it was."""
    record = layout.read_record(folder)
    if record.get("version") != _VERSION or record.get("active") != (layout.find_files(folder).map is not None):
        return None
    try:
        return Prepared(**record["result"])  # type: ignore[arg-type]
    except (KeyError, TypeError):
        return None


def _record(folder: Path, digest: str, found: Prepared) -> Prepared:
    """`original` is the model's digest without the map, so that it can be told what the map belongs to."""
    files = layout.find_files(folder)
    original = layout.combined_digest({path.name: layout.file_digest(path) for path in files.all if path != files.map})
    record = {
        "version": _VERSION,
        "active": found.active,
        "map": digest,
        "original": original,
        "result": asdict(found),
    }
    path = folder / layout.PREPARED
    with _writing(path), replacing(path) as file:
        file.write(f"{json.dumps(record, indent=2)}\n".encode())
    return found


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What stands in the way of writing `path`, as EngineError."""
    try:
        yield
    except OSError as error:
        raise EngineError(f"the model cannot be prepared: {path}: {error.strerror or error}") from error
