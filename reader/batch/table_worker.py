"""A worker for tables: a slice of rows in, the same rows with their English out, as the bytes of a file."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reader.article import to_article
from reader.batch.answers import Answer, Problem
from reader.batch.article_worker import Task, Worker
from reader.batch.glossaries import glossary_folder
from reader.batch.ledger import file_stamp
from reader.batch.report import Tally, tally
from reader.batch.tables import Added, Broken, Slice, Table, Text, form_of
from reader.document import AlignedDocument, Source
from reader.errors import ModelError, ReaderError, UnreadableError
from reader.export import export
from reader.pipeline import Job, Pipeline

FORMATS = ("txt", "jsonl")
"""What a row gains is made of these."""
_VERSION = 1
"""Of what is added to a row. Another one makes every slice be written anew."""


def table_recipe(recipes: Mapping[str, str], column: str) -> str:
    """A digest of all that a slice depends on apart from its rows; `recipes` are those of FORMATS."""
    told = [_VERSION, column, *(recipes[name] for name in FORMATS)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def table_task(
    key: str, table: Table, part: Slice, column: str, recipes: Mapping[str, str], stamp: tuple[int, int] | None
) -> dict[str, Any]:
    """The task that translates a slice; `recipes` as in `table_recipe`, `stamp` that of the table as it was cut."""
    return {
        "key": key,
        "stamp": stamp,
        "table": {"name": table.name, "path": str(table.path.absolute()), "relative": str(table.relative)},
        "slice": asdict(part),
        "column": column,
        "recipes": dict(recipes),
    }


def changed(table: Table) -> ReaderError:
    """What is said of a table that is another than the one that was cut into slices."""
    return ReaderError("the table changed while it was translated", table.name, "run again for it")


def table_source(table: Table) -> Source:
    """The table as a source: a `glossary.toml` beside it is that of its rows."""
    return Source(name=table.name, path=table.path, relative=table.relative)


@dataclass
class _Rows:
    """What became of the rows of a slice."""

    added: list[Added]
    tally: Tally = field(default_factory=Tally)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def fail(self, place: int, name: str, error: ReaderError) -> None:
        """A row came to nothing."""
        self.added[place] = Added(error=str(error))
        self.problems.append(Problem.of(name, error))


class TableWorker(Worker):
    """Translates slices of tables."""

    def answers(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """One answer for each task. A row that fails is a problem of the answer, and stops no other.

        Raises ModelError when the model cannot be opened.
        """
        for task in tasks:
            table, part = _table(task), Slice(**task["slice"])
            try:
                pipeline = self.pipeline(glossary_folder(table_source(table)), task["recipes"])
                answer = self._slice(pipeline, task, table, part)
                if self.stop():  # some of its rows were not begun: what was translated is in the cache
                    return
                yield answer
            except ModelError:
                raise
            except ReaderError as error:
                yield Answer(task["key"], problems=(Problem.of(_label(table, part.first), error),))

    def _slice(self, pipeline: Pipeline, task: Task, table: Table, part: Slice) -> Answer:
        form = form_of(table)
        if file_stamp(table.path) != tuple(task["stamp"] or ()):
            raise changed(table)  # its slices lie elsewhere now: whatever is read would be cut anywhere
        try:
            rows = form.read(table.path, part)
        except ReaderError:
            raise
        except Exception as error:
            raise UnreadableError("the table cannot be read", table.name, repr(error)) from error
        texts = form.texts(rows, task["column"])
        done = _Rows([Added()] * len(texts))
        names = [_label(table, part.first + place) for place in range(len(texts))]
        for key, made, counts in self.translated(pipeline, _jobs(texts, names, done)):
            done.counts += counts
            place = int(key)
            if isinstance(made, str):
                done.fail(place, names[place], ReaderError("the article was not translated", names[place], made))
            else:
                done.added[place] = self._added(made)
                done.tally += tally(made)
        data = form.written(rows, task["column"], done.added)
        return Answer(
            task["key"],
            {form.SUFFIX: data},
            done.tally,
            translated=done.counts["translated"],
            cached=done.counts["cached"],
            characters=done.counts["characters"],
            problems=tuple(done.problems),
        )

    def _added(self, document: AlignedDocument) -> Added:
        """The text as the format txt has it, and the objects of the format jsonl without their file."""
        english, lines = (export(document, name, bilingual=self.order.bilingual).decode() for name in FORMATS)
        sentences = [json.loads(line) for line in lines.splitlines()]
        for sentence in sentences:
            del sentence["file"]
        return Added(english.removesuffix("\n"), sentences)


def _jobs(texts: Sequence[Text], names: Sequence[str], done: _Rows) -> Iterator[Job]:
    """The articles of the rows that have one; a row without text gains nothing, and that is no fault."""
    for place, text in enumerate(texts):
        if isinstance(text, Broken):
            done.fail(place, names[place], UnreadableError(text.why, names[place]))
            continue
        if text is None or not text.strip():
            continue
        try:
            article = to_article(text.encode("utf-8", errors="replace"), Source(name=names[place]))
        except ReaderError as error:
            done.fail(place, names[place], error)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one row stops no other
            done.fail(place, names[place], ReaderError("the article cannot be read", names[place], repr(error)))
        else:
            yield Job(str(place), article)


def _table(task: Task) -> Table:
    plain = task["table"]
    return Table(plain["name"], Path(plain["path"]), Path(plain["relative"]))


def _label(table: Table, row: int) -> str:
    return f"{table.name}#{row + 1}"
