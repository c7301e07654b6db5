"""A stream of lines, translated line for line: as many lines out as in, each as soon as it can be."""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

from reader.article.decode import decode_line
from reader.article.segment import segment
from reader.diagnostics import one_line
from reader.document import Article, Kind, Paragraph
from reader.errors import ReaderError
from reader.pipeline import FOLDER, Done, Failed, Job, Pipeline
from reader.services import Services

MAX_LINE = 1_000_000
"""Bytes of one line. What is longer is no sentence: the line comes out empty and is told."""
_AT_ONCE = 64
_CHUNK = 1 << 16

Line = bytes | None
"""A line with its newline if it has one; None for one that was too long."""


def translate_lines(
    services: Services, stdin: BinaryIO, write: Callable[[str], None], complain: Callable[[str], None]
) -> int:
    """Translate `stdin` to `write`; the number of lines that failed, which come out empty and go to `complain`.

    A line ends at a newline and nowhere else; one without a word in it comes out empty. Lines that are there already
    are translated together, and nothing waits for lines that are not: memory is bounded and output never lags.
    Raises ModelError.
    """
    pipeline = services.pipeline(pools=FOLDER)
    before = failed = 0
    for lines in _as_they_come(stdin):
        targets, problems = _translated(pipeline, lines)
        for line, target in zip(lines, targets, strict=True):
            write(target + ("\n" if line is None or line.endswith(b"\n") else ""))
        for index, problem in sorted(problems.items()):
            complain(str(ReaderError("a line was not translated", f"line {before + index + 1}", problem)))
        before += len(lines)
        failed += len(problems)
    return failed


def _translated(pipeline: Pipeline, lines: list[Line]) -> tuple[list[str], dict[int, str]]:
    """The English of each line, and why some have none, by their place."""
    targets = [""] * len(lines)
    problems = {place: f"the limit is {MAX_LINE // 1_000_000} MB" for place, line in enumerate(lines) if line is None}
    texts = [_text(line) for line in lines]
    for event in pipeline.run(Job(str(place), _article(text)) for place, text in enumerate(texts) if text):
        match event:
            case Done(job=key, document=document):
                targets[int(key)] = one_line(document.paragraphs[0].target)
            case Failed(job=key, message=message, segment=None):
                problems[int(key)] = message
    return targets, problems


def _article(text: str) -> Article:
    return Article(source="-", paragraphs=(Paragraph(kind=Kind.BODY, text=text, sentences=segment(text)),))


def _text(line: Line) -> str:
    """The words of a line. What Unicode calls a line end parts words here."""
    return "" if line is None else one_line(" ".join(decode_line(line).splitlines()))


def _as_they_come(stdin: BinaryIO) -> Iterator[list[Line]]:
    """The lines of `stdin`: each list is what has come in the meantime, at least one line and at most _AT_ONCE."""
    arrived: queue.Queue[Line | BaseException | _End] = queue.Queue(maxsize=2 * _AT_ONCE)

    def read() -> None:
        try:
            for line in split_lines(stdin):
                arrived.put(line)
            arrived.put(_End())
        except Exception as error:  # noqa: BLE001 - it is raised again below, where someone listens
            arrived.put(error)

    # A daemon: at Ctrl-C it may be waiting for input that never comes.
    threading.Thread(target=read, name="stdin", daemon=True).start()
    while True:
        lines: list[Line] = []
        while not lines or (len(lines) < _AT_ONCE and not arrived.empty()):
            item = arrived.get()
            if isinstance(item, _End | BaseException):
                if lines:
                    yield lines
                if isinstance(item, BaseException):
                    raise item
                return
            lines.append(item)
        yield lines


class _End:
    """No more lines."""


def split_lines(stdin: BinaryIO) -> Iterator[Line]:
    r"""The lines of `stdin`, split at `\n` alone, each as soon as it is whole; holds at most MAX_LINE bytes."""
    rest = b""
    too_long = False
    while chunk := stdin.read(_CHUNK):
        first, *more = chunk.split(b"\n")
        rest += first
        for part in more:
            yield None if too_long else rest + b"\n"
            rest, too_long = part, False
        if len(rest) > MAX_LINE:
            rest, too_long = b"", True
    if too_long:
        yield None
    elif rest:
        yield rest
