"""Who does the work of a run: this process, or the workers of a Ray cluster."""

from importlib.util import find_spec

from reader.batch.run import LOCAL, Engine
from reader.errors import UsageError


def choose(name: str) -> Engine:
    """The engine `local` or `ray`. Raises UsageError where its packages are not installed."""
    if name == LOCAL.name:
        return LOCAL
    if find_spec("ray") is None:
        raise UsageError("the engine ray is not installed", hint="pip install 'dwibaca[ray]'")
    from reader.batch.ray_engine import RAY

    return RAY
