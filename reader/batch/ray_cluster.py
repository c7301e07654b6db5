"""A Ray cluster, and Ray Data on it: tasks go out to model workers, answers come back as they are done.

Ray Data starts the workers and hands out tasks; a worker that died is started anew, and its task given out again. The
cluster is the one that `RAY_ADDRESS` names; without it one is made on this machine for as long as the run lasts.
"""

import json
import logging
import math
import os
import queue
import signal
import socket
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from models.cores import usable_cores
from reader.batch.answers import Answer
from reader.batch.crew import Crew, crew_for
from reader.batch.ray_worker import FATAL, Kind, RayWorker
from reader.config import Settings
from reader.errors import ReaderError

RETRIES: Final = 3
"""How often a task is given out again whose worker died."""
LOST: Final = 2
"""Groups of tasks that may be lost to such deaths before the run ends: past that it is not the tasks' fault."""
_LISTEN: Final = 0.2
"""Seconds after which signals are heard while the workers are busy."""
_SHARED_BYTES: Final = 256 << 20
"""Memory that the processes of a cluster on this machine share: texts are small."""
_PATIENCE: Final = 10.0
"""Seconds until a cluster has to answer."""
_SHARE: Final = 8
"""Groups of tasks for each worker at the least, so that none waits long for the others at the end."""
_Row = dict[str, Any]
_QUIET: Final[dict[str, Any]] = {
    "include_dashboard": False,
    "logging_level": logging.CRITICAL,
    "log_to_driver": False,
}
_ENVIRONMENT: Final = {
    "RAY_ENABLE_AUTO_CONNECT": "0",  # a thread that outlives a run that was stopped must not start a cluster anew
    "RAY_USAGE_STATS_ENABLED": "0",  # the network is touched for articles and models alone
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # what it would print, and on stdout: each death of a worker, at length
}
"""What Ray is told unless the person told it otherwise. Read when it is imported, so that is done after."""


@contextmanager
def cluster(settings: Settings) -> Iterator[Crew]:
    """A cluster, and the crew that it has room for. Raises ReaderError where there is none."""
    address = os.environ.get("RAY_ADDRESS")
    try:
        with _hushed(), _own_sigterm():
            chosen = _connected(settings) if address else _started(settings)
    except Exception as error:
        reason = getattr(error, "strerror", None) or str(error) or repr(error)
        raise ReaderError("no Ray cluster", address or "on this machine", reason) from error
    import ray

    try:
        yield chosen
    finally:
        ray.shutdown()


def _connected(settings: Settings) -> Crew:
    """The crew of the cluster that RAY_ADDRESS names."""
    import ray

    host, _, port = os.environ["RAY_ADDRESS"].removeprefix("ray://").rpartition(":")
    if port.isdigit():  # Ray itself would try for minutes
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    ray.init(**_QUIET)
    return crew_for(settings, [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]])


def _started(settings: Settings) -> Crew:
    """The crew of a cluster of this machine alone, which is just large enough for it."""
    import ray

    chosen = crew_for(settings, [usable_cores()])
    cores = chosen.workers * chosen.threads
    ray.init("local", num_cpus=cores, object_store_memory=_SHARED_BYTES, **_QUIET)
    return chosen


@contextmanager
def _hushed() -> Iterator[None]:
    """Let nothing of what Ray is made of speak to the person: the run tells what matters.

    Told to be quiet, its lower parts say that they are, on stderr; so for the moment of the start there is none.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import ray.data  # noqa: F401 - it sets up its loggers, which is undone next

    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


@contextmanager
def _own_sigterm() -> Iterator[None]:
    """Let SIGTERM mean afterwards what it meant before: Ray would end the program there and then, with its stack."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, before)


def answers(
    kind: Kind, plain: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]], crew: Crew, most: int
) -> Iterator[Answer]:
    """The answers to `tasks` in the order in which they come; `plain` is what makes a worker (`plain_worker`).

    Up to `most` tasks go to a worker at a time. A task whose worker died again and again has no answer. Raises
    ReaderError when workers keep dying, and what a worker says that cannot work at all.
    """
    import ray
    from ray.data import ActorPoolStrategy, DataContext
    from ray.exceptions import RayError
    from ray.util.annotations import RayDeprecationWarning

    size = max(1, min(most, math.ceil(len(tasks) / (crew.workers * _SHARE))))
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = LOST
    settings = {**plain["settings"], "threads": crew.threads, "workers": 0}
    rows = [{"task": json.dumps(task)} for task in tasks]
    groups = math.ceil(len(rows) / size)
    # One group in hand and no other: the death of a worker must not count against tasks that only waited for it.
    pool = ActorPoolStrategy(size=min(crew.workers, groups), max_tasks_in_flight_per_actor=1)
    with warnings.catch_warnings():
        # Ray means to take these arguments away, and has nothing in their place yet: by itself it tries for ever.
        warnings.simplefilter("ignore", RayDeprecationWarning)
        made = ray.data.from_items(rows, override_num_blocks=groups).map_batches(
            RayWorker,
            batch_size=None,
            batch_format="pyarrow",
            compute=pool,
            fn_constructor_args=(kind, {**plain, "settings": settings}),
            num_cpus=crew.threads,
            num_gpus=1 if crew.gpu else None,
            max_restarts=-1,
            max_task_retries=RETRIES,
        )
    try:
        for row in _heard(made.iter_rows):
            answer = Answer.from_row(row)
            if answer.key == FATAL:
                raise answer.problems[0].error
            yield answer
    except RayError as error:
        raise ReaderError(
            "the workers of the Ray cluster keep dying",
            _cause(error),
            "have they enough memory? what is done is kept: run again to go on",
        ) from error


def _heard(rows: Callable[[], Iterable[_Row]]) -> Iterator[_Row]:
    """`rows`, waited for on a thread. Ray waits in C, where Python hears no signal: Ctrl-C would come to nothing until
    a worker has an answer. The thread is left alone when nobody wants more; it ends with the cluster."""
    found: queue.SimpleQueue[tuple[_Row | None, BaseException | None]] = queue.SimpleQueue()
    left = threading.Event()

    def wait() -> None:
        try:
            for row in rows():
                if left.is_set():
                    return
                found.put((row, None))
        except BaseException as error:  # noqa: BLE001 - raised where it is heard
            found.put((None, error))
        else:
            found.put((None, None))

    threading.Thread(target=wait, name="ray answers", daemon=True).start()
    try:
        while True:
            try:
                row, error = found.get(timeout=_LISTEN)
            except queue.Empty:
                continue
            if error is not None:
                raise error
            if row is None:
                return
            yield row
    finally:
        left.set()


def _cause(error: BaseException) -> str:
    """What a worker raised, or how it died."""
    raised = getattr(error, "cause", None)
    return repr(raised) if raised is not None else type(error).__name__
