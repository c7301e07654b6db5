"""Where the person is, for the pipeline: what is on the screen is translated first."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.pipeline import Focus


class Viewpoint:
    """The first visible paragraph. Written by the screen, asked by the pipeline on the worker's thread.

    One number, replaced as a whole, so no lock is needed.
    """

    def __init__(self, job: str, paragraph: int) -> None:
        """Begin at `paragraph` of `job`."""
        self._job, self._paragraph = job, paragraph

    def move_to(self, paragraph: int) -> None:
        """The first visible paragraph is now this one."""
        self._paragraph = paragraph

    def __call__(self) -> "Focus":
        """What the pipeline asks before every batch."""
        from reader.pipeline import Focus  # loaded by then; opening an article does not wait for it

        return Focus(self._job, self._paragraph)
