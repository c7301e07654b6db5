"""A glossary term, and how the layers of a glossary become one."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args

from pydantic import BeforeValidator, StringConstraints, ValidationError

from reader.diagnostics import harmless, one_line
from reader.validated import Frozen

TermKind = Literal["person", "place", "organisation", "title", "acronym", "term"]
KINDS: Final[tuple[TermKind, ...]] = get_args(TermKind)
NAMES: Final[frozenset[TermKind]] = frozenset({"person", "place", "organisation", "acronym"})
"""Kinds of proper names: their capitals must be capitals in the text, unless the entry has a rule of its own."""

CaseRule = Literal["exact", "capital", "any"]
CASES: Final[tuple[CaseRule, ...]] = get_args(CaseRule)


def _one_line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


def _harmless(value: object) -> object:
    return harmless(value.replace("\r\n", "\n")) if isinstance(value, str) else value


# A file of terms may come from anywhere: no term holds what a terminal would act on or a file of XML cannot hold.
Wording = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"\S"), BeforeValidator(_one_line)]
Remark = Annotated[str, BeforeValidator(_harmless)]


class Term(Frozen):
    """One entry: what stands in the Indonesian text, and the English that it should become."""

    source: Wording
    target: Wording
    variants: tuple[Wording, ...] = ()
    """Other spellings of the source."""
    accept: tuple[Wording, ...] = ()
    """Other English wordings that are as good as `target`."""
    kind: TermKind = "term"
    case: CaseRule | None = None
    """`exact`: letter for letter. `capital`: a capital of the entry is a capital in the text (`POLRI` is `Polri`,
    `polri` is not). `any`: capitals do not matter. Left out: `exact` for all capitals (`AS` is a country, `as` is
    not), `capital` for names, else `any`."""
    note: Remark | None = None
    enforce: bool = True
    """Whether the English must be there. A term that need not be is told of where it is used, and never missing."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every Indonesian wording."""
        return (self.source, *self.variants)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every English wording that counts as used, the preferred one first."""
        return (self.target, *self.accept)

    def rule(self, form: str) -> CaseRule:
        """How capitals count for this wording of the source."""
        if self.case is not None:
            return self.case
        if form.isupper():
            return "exact"
        return "capital" if self.kind in NAMES else "any"

    @property
    def key(self) -> str:
        """The same for two entries of which the later one replaces the earlier."""
        return plain(self.source) if self.rule(self.source) == "exact" else plain(self.source).casefold()


def plain(text: str) -> str:
    """`text` with each stretch of white space as one space."""
    return " ".join(text.split())


def merged(layers: Iterable[Iterable[Term]]) -> tuple[Term, ...]:
    """All layers as one glossary: a later layer's term replaces an earlier one with the same source."""
    terms: dict[str, Term] = {}
    for layer in layers:
        for term in layer:
            terms.pop(term.key, None)  # to the end: where two terms share a variant, the later layer's has it
            terms[term.key] = term
    return tuple(terms.values())


def problem(error: ValidationError) -> str:
    """What is wrong with an entry, in a few words: `target: Field required`."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    message = "a wording is empty" if first["type"] == "string_pattern_mismatch" else first["msg"]
    return f"{where}: {message}" if where else message
