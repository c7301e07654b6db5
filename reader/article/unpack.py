"""gzip and deflate, never further than a limit: a bomb of a few kilobytes may hold gigabytes."""

import zlib
from typing import Final

from reader.errors import UnreadableError

GZIP: Final = b"\x1f\x8b"
"""How every gzip file begins."""
_ANY: Final = 47  # zlib's word for "gzip or zlib, whichever the data says"


def unpack(data: bytes, name: str, limit: int) -> bytes:
    """What `data`, gzip or zlib, holds; at most `limit` + 1 bytes, so that the caller can tell that it is more.

    Files of several gzip members are read to the end; what follows the last one is left. Raises UnreadableError,
    which names `name`, for data that is broken or cut.
    """
    pieces: list[bytes] = []
    room = limit + 1
    while data and room > 0:
        member = zlib.decompressobj(_ANY)
        try:
            piece = member.decompress(data, room)
        except zlib.error as error:
            raise _broken(name) from error
        pieces.append(piece)
        room -= len(piece)
        if room > 0 and not member.eof:
            raise _broken(name)
        data = member.unused_data if member.unused_data.startswith(GZIP) else b""
    return b"".join(pieces)


def _broken(name: str) -> UnreadableError:
    return UnreadableError("the compressed data is broken", name, "it may have been cut; save it again")
