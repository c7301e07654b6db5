"""What an article says of the terms in it: short forms that it explains, and people whom it names in full."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from reader.document import Article
from reader.glossary.acronyms import Definition, definitions
from reader.glossary.match import Form, Matcher
from reader.glossary.terms import Term, plain

_CAPITALISED: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)+")
_AFTER: Final = re.compile(r"\s*\(([A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)\)")
_ALIKE: Final = 0.6
"""Share of words in common from which an explanation is another spelling of a long form that the glossary knows."""
_SMALL_WORDS: Final = frozenset({"dan", "untuk", "di", "yang", "atas", "dengan", "of", "and", "for", "the"})
_LONGEST_NAME: Final = 5
"""Words of a name."""
_SHORTEST_NAME: Final = 4
"""Letters of a last name that is looked for alone: not Jr, not Un."""


def learn(matcher: Matcher, article: Article) -> tuple[list[Form], frozenset[str]]:
    """The wordings that `article` adds to the glossary of `matcher`, and those of it that mean something else there."""
    aliases: list[Form] = []
    hidden: set[str] = set()
    texts = [paragraph.text for _, paragraph in article.blocks()]
    for text in texts:
        if "(" in text:
            for definition in _definitions(matcher, text):
                _explain(matcher, definition, aliases, hidden)
    aliases.extend(_people(matcher.people, texts))
    return aliases, frozenset(hidden)


def _definitions(matcher: Matcher, text: str) -> Iterator[Definition]:
    """The explanations in `text`, and organisations of the glossary with a short form of another language: (WHO)."""
    explained = set()
    for definition in definitions(text):
        explained.add(definition.short)
        yield definition
    for match in matcher.find(text):
        for span in match.spans:
            after = _AFTER.match(text, span.end)
            if after and match.term.kind == "organisation" and after[1] not in explained:
                yield Definition(after[1], span.of(text))


def _explain(matcher: Matcher, definition: Definition, aliases: list[Form], hidden: set[str]) -> None:
    short, long = definition
    of_long, of_short = matcher.term_of(long), matcher.term_of(short)
    if of_long is not None:
        if of_long is not of_short:
            accept = (*of_long.accept, short) if short not in of_long.wordings else of_long.accept
            aliases.append(Form(short, of_long.model_copy(update={"accept": accept}), "exact"))
            if of_short is not None:
                hidden.add(short)
    elif of_short is not None and not any(
        " " in form and form.casefold() in long.casefold() for form in of_short.forms
    ):
        if _same_name(long, of_short):
            aliases.append(Form(plain(long), of_short, of_short.rule(long)))
        elif _initials(long) == short.casefold():
            hidden.add(short)


def _same_name(long: str, term: Term) -> bool:
    """Whether `long` is one of the wordings of `term` but for a word or a mark."""
    words = set(_content(long))
    for form in term.forms:
        own = set(_content(form))
        if len(own) > 1 and len(words & own) >= _ALIKE * len(words | own):
            return True
    return False


def _initials(long: str) -> str:
    return "".join(word[0] for word in _content(long))


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL_WORDS]


def _people(people: Mapping[str, Term], texts: list[str]) -> Iterator[Form]:
    """The surname alone, and other spellings of the whole name, of each of `people` who is named in full."""
    first_names = {name.partition(" ")[0] for name in people}
    done: set[str] = set()
    for text in texts if people else ():
        for run in _CAPITALISED.finditer(text):
            words = run[0].split()
            sounds = [sound(word) for word in words]
            for start, first in enumerate(sounds):
                if first not in first_names:
                    continue
                for end in range(start + 2, min(len(words), start + _LONGEST_NAME) + 1):
                    term = people.get(" ".join(sounds[start:end]))
                    if term is not None:
                        yield from _name_forms(term, words[start:end], done)


def _name_forms(term: Term, words: list[str], done: set[str]) -> Iterator[Form]:
    """What `term` may be called in an article that calls it `words`; each once."""
    name = " ".join(words)
    if name not in done and name not in term.forms:
        yield Form(name, term, "capital")
    alone = _surname(term, words[-1])
    if alone is not None and alone.source not in done:
        yield Form(alone.source, alone, "capital")
        done.add(alone.source)
    done.add(name)


def full_names(terms: Iterable[Term]) -> Mapping[str, Term]:
    """The people among `terms`, by the sound of their full names."""
    forms = ((form, term) for term in terms if term.kind == "person" for form in term.forms if " " in form)
    return {" ".join(map(sound, form.split())): term for form, term in forms}


def _surname(term: Term, surname: str) -> Term | None:
    """`term` as the surname alone; none for a person who goes by another part of the name."""
    words = term.target.split()
    if len(words) < 2 or len(surname) < _SHORTEST_NAME or sound(words[-1]) != sound(surname):
        return None
    accept = tuple(dict.fromkeys(wording.split()[-1] for wording in term.wordings if " " in wording))
    others = tuple(wording for wording in (*accept, *term.wordings) if wording != words[-1])
    return Term(source=surname, target=words[-1], accept=others, kind="person", note=term.note, enforce=term.enforce)


_SOUNDS: Final = (
    ("oe", "u"), ("ou", "u"), ("dj", "j"), ("tj", "c"), ("ph", "f"), ("kh", "k"), ("sch", "s"), ("sh", "s"),
    ("sy", "s"), ("tz", "z"), ("ey", "i"), ("ei", "i"), ("iy", "i"), ("yi", "i"), ("ai", "i"), ("y", "i"),
    ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("'", ""), ("’", ""), ("-", ""),
)  # fmt: skip
_DOUBLED: Final = re.compile(r"(\w)\1+")


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A word of a name without what differs from one way of writing it in Latin letters to another: Sergei, Sergey."""
    text = word.casefold()
    for letters, plainer in _SOUNDS:
        text = text.replace(letters, plainer)
    return _DOUBLED.sub(r"\1", text)
