"""Work that is done before it is asked for, on other threads, and comes in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future, wait
from itertools import islice
from typing import Final, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_LOOK: Final = 0.1
"""Seconds between two looks at whether to stop."""


def ahead(
    executor: Executor,
    work: Callable[[Item], Result],
    items: Iterable[Item],
    most: int,
    stop: Callable[[], bool] = bool,
) -> Generator[Result, None, None]:
    """What `work` makes of each item, in order; at most `most` of them are begun before they are asked for.

    Closing it drops what has not begun. Where a result must be waited for and `stop` says so it ends: that work may
    never be done, as with a pipe that nobody writes to. Raises what `work` raises, where its result would come.
    """
    rest = iter(items)
    begun: deque[Future[Result]] = deque()
    try:
        while True:
            begun.extend(executor.submit(work, item) for item in islice(rest, most - len(begun)))
            if not begun:
                return
            while not wait([begun[0]], timeout=_LOOK).done:
                if stop():
                    return
            yield begun.popleft().result()
    finally:
        for future in begun:
            future.cancel()
