"""What can go wrong with the person's own things. Apart from them, so that naming it loads no database."""


class MemoryFault(Exception):  # noqa: N818 - it names the thing, as EngineError does
    """What the person did could not be kept. The message says why."""
