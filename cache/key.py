"""Keys of the cache: a hash of everything that the stored output depends on, and of nothing else."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

SCHEMA = 2
"""Raised when what is stored changes its form or meaning; older entries are then never found again."""


def translation_key(
    *,
    model: str,
    options: Mapping[str, str | int | float],
    text: str,
    terms: Iterable[Sequence[str]] = (),
) -> str:
    """The key of one sentence's translation, as 64 hexadecimal digits.

    `model` is the digest of the model's files, `options` the decoding options (languages included), `terms` what
    the glossary says of those of its terms that occur in this sentence, each as a row of strings: so a changed term
    refreshes only the sentences that contain it.
    """
    return _digest("translation", model, dict(options), text, sorted(map(list, terms)))


def alignment_key(*, model: str, source: str, target: str) -> str:
    """The key of the word alignment of one pair, whoever wrote its target, as 64 hexadecimal digits."""
    return _digest("alignment", model, source, target)


def _digest(*parts: object) -> str:
    # JSON with sorted keys is unambiguous: no choice of parts can run into its neighbour.
    text = json.dumps([SCHEMA, *parts], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
