"""The control groups of this process, as Linux and its containers have them: where their limits stand."""

from collections.abc import Iterator
from pathlib import Path

MEMBERSHIP = Path("/proc/self/cgroup")
MOUNT = Path("/sys/fs/cgroup")


def groups(controller: str, membership: Path = MEMBERSHIP, mount: Path = MOUNT) -> Iterator[tuple[int, Path]]:
    """Version (1 or 2) and folder of every group that may bind this process by `controller`, its own first.

    A group is bound by those above it too. Inside a container the path may be the host's, which is not mounted there:
    what is mounted is then the container's own group. A folder may not be there.
    """
    for line in read(membership).splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers:
            yield from ((2, folder) for folder in _upwards(mount, path))
        elif controller in controllers.split(","):
            for root in (mount / controllers, mount / controller):
                yield from ((1, folder) for folder in _upwards(root, path))


def read(file: Path) -> str:
    """What stands in the file; nothing where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _upwards(root: Path, path: str) -> Iterator[Path]:
    folder = root / path.strip("/")
    while True:
        yield folder
        if folder in (root, folder.parent):
            return
        folder = folder.parent
