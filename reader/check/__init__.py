"""What a translation changed that it should not have: findings, recomputed each time and never cached."""

from collections.abc import Iterable

from reader.check.compare import compare_values
from reader.check.names import check_names
from reader.check.negation import check_negation
from reader.check.wording import check_wording
from reader.document import Finding

_LONGEST = 20_000
"""Characters of what may still be a sentence. A longer run of text cannot be compared value by value in good time."""


def check(source: str, target: str, terms: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Findings on one Indonesian sentence and its English translation; none if nothing is amiss. Never raises.

    `terms` are the English wordings of the glossary's terms in the sentence: what they say may stay as it was.
    """
    if max(len(source), len(target)) > _LONGEST:
        return ()
    return (
        *compare_values(source, target),
        *check_names(source, target),
        *check_negation(source, target),
        *check_wording(source, target, terms),
    )
