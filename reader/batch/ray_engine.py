"""The engine `ray`: articles are translated by the workers of a Ray cluster, and written here.

What goes out is where each article lies, what comes back are the bytes of its files, so the workers have to see the
articles and the models, and nobody but this process writes into the output folder: ledger, resume and report are those
of the local engine.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from reader.batch.answers import Answer
from reader.batch.article_worker import article_task, plain_worker
from reader.batch.crew import Crew
from reader.batch.ray_cluster import RETRIES, answers, cluster
from reader.batch.run import Engine, Item, Part, Run
from reader.errors import ReaderError

MOST: Final = 16
"""Articles that go to a worker at a time: enough that their sentences fill batches, few enough to lose."""
_log = logging.getLogger(__name__)


def _distributed(run: Run, parts: Sequence[Part]) -> None:
    """Translate and write `parts`. The cluster is not even started when there is nothing to do.

    The settings' `workers` is how many workers there are. Raises ReaderError also where there is no cluster, and when
    workers keep dying.
    """
    items = {item.stem.as_posix(): item for part in parts for item in _todo(run, part)}
    if not items or run.interrupt.asked:
        return
    with cluster(run.services.settings) as crew:
        lost = _answered(run, crew, items, MOST)
        # Who was lost with another article's fault is well alone; who is not is at fault.
        for key in _answered(run, crew, {key: items[key] for key in lost}, 1):
            name = items[key].source.name
            run.fail(name, ReaderError("the article kills the workers", name, f"{RETRIES + 1} of them died"))


RAY: Final = Engine("ray", _distributed)


def _answered(run: Run, crew: Crew, items: Mapping[str, Item], most: int) -> list[str]:
    """Write what comes back of `items`; the keys of those of which nothing did, unless the run was stopped."""
    tasks = [article_task(key, item.source, item.recipes) for key, item in items.items()]
    waiting = dict(items)
    if tasks:
        for answer in answers("articles", plain_worker(run.services, run.order), tasks, crew, most):
            _hear(run, waiting.pop(answer.key), answer)
            if run.interrupt.asked:
                return []
    return list(waiting)


def _todo(run: Run, part: Part) -> list[Item]:
    """What is to be translated of `part`; what is unchanged, and what may not be written, is told."""
    found = []
    for source, stem in part.items:
        item = run.todo(source, stem, part.recipes)
        try:
            run.check(item)
        except ReaderError as error:
            run.fail(source.name, error)
            continue
        if item.recipes:
            found.append(item)
        else:
            run.unchanged(item)
    return found


def _hear(run: Run, item: Item, answer: Answer) -> None:
    """Write and count what a worker made of an article."""
    run.count(answer)
    for remark in answer.remarks:
        _log.warning("%s", remark)
    for problem in answer.problems:
        run.fail(item.source.name, problem.error)
    if not answer.problems:
        run.store(item, answer.files, answer.tally)
    run.listener.update(run.report)
