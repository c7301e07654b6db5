"""Files from the Hugging Face Hub. The only module that goes to the network for models, loaded by `models get` alone.

`huggingface_hub` supplies the addresses, the login, mirrors (`HF_ENDPOINT`), proxies and the offline switch. The bytes
are read here, over plain HTTP with ranges, and not by its `hf_hub_download`, for three reasons read in its source
(2.4): it starts every file anew after an interruption (the temporary file has a random name and is deleted on failure);
the Xet protocol, which it prefers, asks other servers than the mirror that was set, and keeps no partial file either;
and the plain path counts the bytes of one file, which is what a person waiting for 600 MB wants to see. Every file of
the Hub is served that way too, with ranges.
"""

import hashlib
import os
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

# Nothing is sent but what a download needs: unless told so, the library looks for coding agents around it, for which
# it fetches a list.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# An empty variable names no mirror; the library would take it for one.
if not os.environ.get("HF_ENDPOINT"):
    os.environ.pop("HF_ENDPOINT", None)

import httpx2
import huggingface_hub
from huggingface_hub import constants
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # public, but exported lazily

from models import layout
from models.files import size_of
from models.stop import Stop
from models.types import EngineError

WAITS = (0.1, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new try after a broken connection. A try that brought bytes sets the count back."""
_BUSY = frozenset({408, 416, 429, 500, 502, 503, 504})
"""Answers that another try may change."""
_MISSING = (OfflineModeIsEnabled, RevisionNotFoundError, RemoteEntryNotFoundError, RepositoryNotFoundError)
_LATER = "try again: what is here is kept, and it goes on from there"

Moved = Callable[[int], None]
"""Told how many bytes of the file are here, whenever that changes."""


class NotOnHubError(EngineError):
    """The Hub does not show this repository, revision or file: another repository may have it."""


class _BrokenError(Exception):
    """The connection broke, or the server is busy: worth another try."""


@dataclass(frozen=True)
class RemoteFile:
    """One file of a repository at one commit, as the Hub has it on record."""

    repository: str
    commit: str
    name: str
    size: int
    sha256: str = ""
    """Recorded for large files (Git LFS)."""
    git_sha1: str = ""
    """Recorded for small files, which git itself keeps."""

    @property
    def key(self) -> str:
        """What tells one content from another."""
        return self.sha256 or self.git_sha1


@dataclass(frozen=True)
class Listing:
    """The files of a repository at one commit."""

    repository: str
    commit: str
    names: frozenset[str]
    known: Mapping[str, RemoteFile]
    """Those whose size and hash came with the list."""
    licence: str = ""
    """As the repository states it."""


class Hub:
    """One Hub: the public one, or the mirror that `HF_ENDPOINT` names."""

    def __init__(
        self,
        endpoint: str = "",
        *,
        say: Callable[[str], None] = lambda _: None,
        waits: Sequence[float] = WAITS,
        stop: Stop | None = None,
    ) -> None:
        """Connects to nothing. `say` is told of broken connections. Once `stop` is set, what goes on ends soon."""
        self.endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")
        self._say, self._waits, self._stop = say, waits, stop or Stop()

    def listing(self, repository: str, revision: str = "") -> Listing:
        """The files of `repository` at `revision` (empty: the newest).

        Raises NotOnHubError and EngineError.
        """
        with self._told(repository):
            info = huggingface_hub.HfApi(endpoint=self.endpoint).model_info(
                repository, revision=revision or None, files_metadata=True, timeout=constants.HF_HUB_ETAG_TIMEOUT
            )
        if not info.sha:
            raise EngineError(f"what answers is not the Hub: {self.endpoint}", "check HF_ENDPOINT and the proxy")
        known = {}
        for file in info.siblings or ():
            sha256 = file.lfs.sha256 if file.lfs else ""
            if file.size is not None and (sha256 or file.blob_id):
                known[file.rfilename] = RemoteFile(
                    repository, info.sha, file.rfilename, file.size, sha256, "" if sha256 else file.blob_id or ""
                )
        names = frozenset(file.rfilename for file in info.siblings or ())
        licence = next((tag.removeprefix("license:") for tag in info.tags or () if tag.startswith("license:")), "")
        return Listing(repository, info.sha, names, known, licence)

    def file(self, listing: Listing, name: str) -> RemoteFile:
        """The file `name`, its size and hash asked for where the list lacked them. Raises EngineError."""
        if name in listing.known:
            return listing.known[name]
        with self._told(listing.repository):
            found = huggingface_hub.get_hf_file_metadata(
                self._address(listing.repository, listing.commit, name), endpoint=self.endpoint
            )
        if found.size is None or not found.etag:
            raise EngineError(f"the Hub does not say how large it is: {listing.repository}/{name}")
        is_sha256 = len(found.etag) == 64
        return RemoteFile(
            listing.repository,
            listing.commit,
            name,
            found.size,
            found.etag if is_sha256 else "",
            "" if is_sha256 else found.etag,
        )

    def fetch(self, file: RemoteFile, target: Path, moved: Moved = lambda _: None) -> None:
        """Bring `file` to `target`, going on where an earlier try stopped, and check its size and hash.

        On an error `target` keeps what came, unless that was wrong. Raises EngineError, and StoppedError.
        """
        if size_of(target) > file.size:
            target.unlink()
        had = size_of(target)
        wrong = self._complete(file, target, moved)
        if wrong and had:
            # What lay here from before may have been spoilt; what comes now in one piece is the server's word.
            target.unlink()
            wrong = self._complete(file, target, moved)
        if wrong:
            target.unlink()
            raise EngineError(
                f"the download is not what the Hub recorded: {file.repository}/{file.name}: {wrong}",
                "the copy was deleted; try again, or without the mirror or proxy",
            )

    def _complete(self, file: RemoteFile, target: Path, moved: Moved) -> str:
        """Bring what `target` lacks, through broken connections; how it then differs from what the Hub recorded."""
        failures = 0
        target.touch()
        moved(size_of(target))
        while (had := size_of(target)) < file.size:
            self._stop.check()
            try:
                with self._told(file.repository):
                    self._stream(file, target, had, moved)
            except _BrokenError as error:
                failures = failures + 1 if size_of(target) <= had else 1
                if failures > len(self._waits):
                    raise EngineError(f"the connection to the Hub keeps breaking: {error}", _LATER) from error
                self._say(f"the connection broke, going on at {size_of(target):,} of {file.size:,} bytes: {error}")
                self._stop.wait(self._waits[failures - 1])
        return _difference(file, target, self._stop)

    def _stream(self, file: RemoteFile, target: Path, had: int, moved: Moved) -> None:
        """One request: what `target` lacks, written as it comes. Raises _BrokenError where the connection ends."""
        headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
        if had:
            headers["Range"] = f"bytes={had}-"
        # The Hub's own address each time, never the storage's that it sends us on to: that one is good for an hour.
        address = self._address(file.repository, file.commit, file.name)
        client = huggingface_hub.get_session()
        try:
            with client.stream(
                "GET", address, headers=headers, timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT, follow_redirects=True
            ) as answer:
                if answer.status_code == 416:  # the server's file ends before ours does
                    os.truncate(target, 0)
                if answer.status_code in _BUSY:
                    raise _BrokenError(f"the server answers {answer.status_code}")
                huggingface_hub.hf_raise_for_status(answer)
                start = _start(answer, file, had)
                with target.open("r+b", buffering=0) as out:
                    out.truncate(start)
                    out.seek(start)
                    _receive(answer, out, file, start, moved, self._stop)
        except (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
            raise _BrokenError(str(error) or type(error).__name__) from error

    def _address(self, repository: str, commit: str, name: str) -> str:
        return huggingface_hub.hf_hub_url(repository, name, revision=commit, endpoint=self.endpoint)

    @contextmanager
    def _told(self, repository: str) -> Iterator[None]:
        """Everything that can go wrong between here and the Hub, as one line."""
        try:
            yield
        except _MISSING as error:
            raise self._missing(error, repository) from error
        except HFValidationError as error:
            raise EngineError(f"not the name of a repository: {repository}", "OWNER/NAME, as on the Hub") from error
        except HfHubHTTPError as error:
            status = error.response.status_code
            if status in (401, 403, 404):
                raise self._missing(error, repository) from error
            raise EngineError(f"the Hub answers {status}: {self.endpoint}", "try again later") from error
        except httpx2.TransportError as error:
            raise EngineError(*self._unreachable(error)) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError, KeyError) as error:
            hint = "check HF_ENDPOINT and the proxy"
            raise EngineError(f"what answers is not the Hub: {self.endpoint}: {error}", hint) from error

    def _missing(self, error: Exception, repository: str) -> EngineError:
        match error:
            case OfflineModeIsEnabled():
                return EngineError("the Hub may not be asked: HF_HUB_OFFLINE is set", "unset it, or give --from-dir")
            case RevisionNotFoundError():
                return NotOnHubError(f"the Hub does not have this revision (404): {repository}")
            case RemoteEntryNotFoundError():
                return NotOnHubError(f"the Hub does not have this file (404): {error.response.url}")
            case GatedRepoError():
                return NotOnHubError(
                    f"the Hub gives this repository only to those who asked for it: {repository}",
                    "accept its terms there and set HF_TOKEN",
                )
        status = error.response.status_code if isinstance(error, HfHubHTTPError) else ""
        # The Hub answers 401 for what does not exist, too: it does not say whether a private repository is there.
        return NotOnHubError(
            f"the Hub does not show this repository ({status}): {repository}",
            "it is gone or private; with access to it, set HF_TOKEN",
        )

    def _unreachable(self, error: Exception) -> tuple[str, str]:
        if isinstance(error, httpx2.UnsupportedProtocol):
            return f"HF_ENDPOINT is not the address of a Hub: {self.endpoint}", "it begins with https://, or is not set"
        reason = str(error) or type(error).__name__
        proxies = urllib.request.getproxies()
        proxy = proxies.get(self.endpoint.partition(":")[0]) or proxies.get("all")
        if proxy and not urllib.request.proxy_bypass(self.endpoint.split("/")[2]):
            return f"the Hub cannot be reached through the proxy {_without_login(proxy)}: {reason}", "check the proxy"
        hint = "check the network; HF_ENDPOINT names a mirror, --from-dir takes a folder copied by hand"
        return f"the Hub cannot be reached: {self.endpoint}: {reason}", hint


def _start(answer: httpx2.Response, file: RemoteFile, had: int) -> int:
    """Where in the file the answer begins: after the `had` bytes, or at 0 where the server knows no ranges.

    Raises EngineError, and ValueError for an answer that makes no sense.
    """
    start, total = 0, answer.headers.get("Content-Length")
    if answer.status_code == 206:
        # `bytes 100-199/200`
        place, _, total = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        start = int(place.partition("-")[0])
        if start > had:
            raise ValueError(f"it was asked for byte {had} and begins at {start}")
    elif answer.headers.get("Content-Encoding", "identity") != "identity":
        total = None  # the length is that of the packed bytes
    if total is not None and int(total) != file.size:
        raise EngineError(
            f"the download is not what the Hub recorded: {file.repository}/{file.name}: "
            f"{int(total):,} bytes instead of {file.size:,}",
            "try again later, or without the mirror or proxy",
        )
    return start


def _receive(answer: httpx2.Response, out: RawIOBase, file: RemoteFile, start: int, moved: Moved, stop: Stop) -> None:
    """Write what comes. Raises EngineError when the disk takes no more, or more comes than the file is long."""
    place = start
    for chunk in answer.iter_bytes():
        place += len(chunk)
        if place > file.size:
            out.truncate(0)
            raise EngineError(
                f"the download is not what the Hub recorded: {file.repository}/{file.name}: "
                f"more than its {file.size:,} bytes came",
                "the copy was deleted; try again, or without the mirror or proxy",
            )
        with _disk(file):
            rest = memoryview(chunk)
            while rest:
                rest = rest[out.write(rest) or 0 :]
        moved(place)
        stop.check()
    with _disk(file):
        os.fsync(out.fileno())


@contextmanager
def _disk(file: RemoteFile) -> Iterator[None]:
    """What the disk refuses, as one line."""
    try:
        yield
    except OSError as error:
        line = f"the disk takes no more: {error.strerror or error}: {file.name}"
        raise EngineError(line, f"make room and {_LATER}") from error


def _difference(file: RemoteFile, path: Path, stop: Stop) -> str:
    """How `path` differs from what the Hub recorded; empty where it does not."""
    if size_of(path) != file.size:
        return f"{size_of(path):,} bytes instead of {file.size:,}"
    if file.sha256:
        found = layout.file_digest(path, lambda _: stop.check())
        return "" if found == file.sha256 else f"sha256 {found[:12]}… instead of {file.sha256[:12]}…"
    digest = hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)  # how git names its objects
    digest.update(path.read_bytes())
    found = digest.hexdigest()
    return "" if found == file.git_sha1 else f"git object {found[:12]}… instead of {file.git_sha1[:12]}…"


def _without_login(address: str) -> str:
    """`address` without a name and a password in it, which do not belong on a screen."""
    scheme, separator, rest = address.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
