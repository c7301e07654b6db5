"""Regular expressions that are compiled when they are first used.

Reading one page needs a part of this package's patterns, and compiling all of them takes longer than reading it.
"""

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """`source` as a pattern, compiled at its first use. A fault in it shows then: a test uses every one."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    """Stands for a compiled pattern until one of its methods is asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Only what is not here yet comes this way. The method is kept, so that the next use costs nothing.
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found
