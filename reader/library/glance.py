"""A look at articles that were not read yet: title, outlet, date, and how much of them is translated already."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cache.memory import Visit, article_key
from models.types import EngineError
from reader.article import read_article
from reader.document import TITLE, Article, Source
from reader.errors import ReaderError, UnreadableError
from reader.library.entry import Key, key_of
from reader.library.places import is_whole

if TYPE_CHECKING:
    from reader.pipeline import Pipeline

OpenPipeline = Callable[[Path | None], "Pipeline"]
"""The pipeline for articles of a folder. Raises ModelError and ReaderError."""
_Stamp = tuple[Key, int, int]
"""Which file, and which state of it."""
_Desk = tuple["Pipeline | None", int]
"""What translates the articles of a folder, and a number for how: by which model, settings and glossary."""


@dataclass
class _AtHand:
    """What no model needs to be asked for."""

    translated: int = 0
    english: str = ""
    findings: int = 0


class Glancer:
    """Looks at one article after the other. Reads files and the cache; asks no model and no network for anything.

    A file that has not changed is looked at once for each way to translate it, unless it is not translated to the
    end: that may have come.
    """

    def __init__(self, open_pipeline: OpenPipeline, chosen: Callable[[], object] = tuple) -> None:
        """Opens nothing yet. `chosen` gives what the settings say of translating, as of now; it must be hashable."""
        self._open, self._chosen = open_pipeline, chosen
        self._desks: dict[Path | None, _Desk] = {}
        self._seen: dict[tuple[_Stamp, int], Visit] = {}

    def look_anew(self, *, everything: bool = False) -> None:
        """Go by the model, the settings and the glossary as they are now; `everything`: read every file again."""
        # Not emptied but replaced: a thread that was cancelled may still be at its last article.
        self._desks = {}
        if everything:
            self._seen = {}

    def look(self, source: Source) -> Visit:
        """What can be told of an article, as if it had been opened and nothing been read.

        Raises ReaderError, whatever goes wrong: one page must not stop the others.
        """
        pipeline, how = self._desk(source.path.parent if source.path else None)
        known = self._stamp(source), how
        if (seen := self._seen.get(known)) is not None:
            return seen
        try:
            article = read_article(source)
        except ReaderError:
            raise
        except Exception as error:
            raise ReaderError("the article cannot be read", source.name, repr(error)) from error
        found = self._at_hand(article, pipeline)
        name, part = key_of(source)
        visit = Visit(
            article=article_key(paragraph.text for _, paragraph in article.blocks()),
            source=name,
            part=part,
            title=article.title or "",
            english=found.english,
            outlet=article.outlet or "",
            published=article.published.isoformat() if article.published else "",
            sentences=len(article.segments()),
            translated=found.translated,
            findings=found.findings,
        )
        if is_whole(visit):
            self._seen[known] = visit
        return visit

    def _stamp(self, source: Source) -> _Stamp:
        """Raises UnreadableError."""
        assert source.path is not None, "only what lies on this machine is looked at"
        try:
            status = source.path.stat()
        except OSError as error:
            raise UnreadableError("no longer there", source.name) from error
        return key_of(source), status.st_mtime_ns, status.st_size

    def _at_hand(self, article: Article, pipeline: "Pipeline | None") -> _AtHand:
        from reader.pipeline import Job, Planned, SentenceReady

        found = _AtHand()
        title: list[str] = []
        if pipeline is None:
            return found
        try:
            with closing(pipeline.run([Job("", article)])) as events:
                for event in events:
                    match event:
                        case Planned():
                            found.translated = event.cached
                            if event.cached < event.sentences:
                                break  # to go on would ask the model for the others
                        case SentenceReady(sentence=sentence):
                            found.findings += len(sentence.findings)
                            if sentence.segment.paragraph == TITLE:
                                title.append(sentence.target)
        except (EngineError, ReaderError):
            return found  # it is told when the article is opened
        found.english = " ".join(title)
        return found

    def _desk(self, folder: Path | None) -> _Desk:
        desks = self._desks
        if folder not in desks:
            chosen = self._chosen()
            try:
                pipeline = self._open(folder)
            except (EngineError, ReaderError):
                desks[folder] = None, 0
            else:
                desks[folder] = pipeline, hash((chosen, pipeline.model, pipeline.matcher.terms))
        return desks[folder]
