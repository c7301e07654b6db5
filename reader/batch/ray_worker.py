"""What runs in a worker process of a Ray cluster: a worker of this program behind a table of tasks and of answers.

Ray imports this module there by its name; it needs neither Ray nor anything of the process that sent the tasks.
"""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from reader.batch.answers import Answer, Problem
from reader.errors import ModelError

if TYPE_CHECKING:
    import pyarrow as pa

    from reader.batch.article_worker import Worker

FATAL: Final = ""
"""Key of the answer that says why a worker cannot work at all."""
Kind = Literal["articles", "tables"]
_WORKERS: Final = {"articles": ("article_worker", "ArticleWorker"), "tables": ("table_worker", "TableWorker")}


class RayWorker:
    """An actor of Ray Data: made once in each worker process, then called with tables of tasks."""

    def __init__(self, kind: Kind, plain: Mapping[str, Any]) -> None:
        """`plain` as `plain_worker` makes it."""
        module, name = _WORKERS[kind]
        self._worker: Worker = getattr(import_module(f"reader.batch.{module}"), name).of(plain)

    def __call__(self, tasks: "pa.Table") -> "pa.Table":
        """A row for each answer to the rows of `tasks`; never raises what a person has to be told."""
        import pyarrow as pa

        given = [json.loads(task) for task in tasks.column("task").to_pylist()]
        try:
            answers = list(self._worker.answers(given))
        except ModelError as error:
            answers = [Answer(FATAL, problems=(Problem.of("", error),))]
        return pa.Table.from_pylist([answer.row() for answer in answers], schema=schema())


def schema() -> "pa.Schema":
    """Of the answers: see `Answer.row`."""
    import pyarrow as pa

    file = pa.struct([("name", pa.string()), ("data", pa.large_binary())])
    return pa.schema([("key", pa.string()), ("files", pa.list_(file)), ("facts", pa.string())])
