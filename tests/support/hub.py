"""An imitation of the Hugging Face Hub: the part of its HTTP that a download touches, with faults on request.

It answers as the Hub does: the list of files with sizes and hashes, HEAD and GET of `resolve` with the commit, the
recorded size and hash in the headers, large files by a redirect to a storage host (another host name here, so that a
login sent there would show), ranges, its error headers. `test_hub.py` lets `huggingface_hub`'s own download have a file
from it, so that the imitation is held to the real client.
"""

import hashlib
import http.client
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LARGE = frozenset({"model.bin", "sentencepiece.bpe.model", "tokenizer.json", "model.safetensors"})
"""Files that the Hub keeps in large file storage, by SHA-256; git keeps the others, by its own SHA-1."""
_PIECE = 1 << 14


@dataclass
class Faults:
    """What goes wrong, by file name unless said otherwise."""

    breaks: dict[str, list[int]] = field(default_factory=dict)
    """Each answer ends after so many bytes, one number an answer, until they are used up."""
    status: dict[str, int] = field(default_factory=dict)
    """By repository, or file: this answer instead."""
    served: dict[str, bytes] = field(default_factory=dict)
    """Other bytes than those on record."""
    recorded_size: dict[str, int] = field(default_factory=dict)
    """Another size on record than the file's."""
    endless: set[str] = field(default_factory=set)
    """The answer has no length and does not end."""
    no_ranges: bool = False
    no_metadata: bool = False
    """The list has names alone, as some mirrors give it."""
    pause: float = 0.0
    """Seconds before each piece."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    host: str
    path: str
    range: str
    login: str
    proxied: bool


class FakeHub:
    """A Hub with these repositories: files by name, by repository."""

    def __init__(self, repositories: Mapping[str, Mapping[str, bytes]], *, token: str = "") -> None:
        """Listens to nothing yet. With `token`, every repository is private."""
        self.repositories = {name: dict(files) for name, files in repositories.items()}
        self.faults = Faults()
        self.token = token
        self.asked: list[Asked] = []
        self.sent: Counter[str] = Counter()
        """Bytes of each file that went out."""
        self.address = ""
        self.page = b""
        """Shown whatever is asked for, as a hotel's network does."""
        self._wait = threading.Event()

    def commit(self, repository: str) -> str:
        """The newest commit."""
        digest = hashlib.sha1(repository.encode(), usedforsecurity=False)
        for name, data in sorted(self.repositories[repository].items()):
            digest.update(name.encode() + hashlib.sha256(data).digest())
        return digest.hexdigest()

    def of(self, name: str) -> list[Asked]:
        """The requests for the bytes of a file of this name."""
        return [asked for asked in self.asked if asked.method == "GET" and asked.path.split("?")[0].endswith(name)]

    @contextmanager
    def running(self) -> Iterator["FakeHub"]:
        """Answer at `address`."""
        server = _Server(("127.0.0.1", 0), _Handler)
        server.hub = self
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self._wait.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def pause(self) -> None:
        """Wait as long as `faults.pause` says, or until the Hub stops."""
        if self.faults.pause:
            self._wait.wait(self.faults.pause)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Someone who went away is no news."""


class _Server(_Quiet):
    hub: FakeHub


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing: `asked` has it."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    @property
    def hub(self) -> FakeHub:
        return self.server.hub

    def _answer(self) -> None:
        parts = urlsplit(self.path)  # a proxied request names the host too
        host = parts.netloc or self.headers.get("Host", "")
        headers = self.headers
        asked = Asked(
            self.command,
            host,
            parts.path + (f"?{parts.query}" if parts.query else ""),
            headers.get("Range", ""),
            headers.get("Authorization", ""),
            bool(parts.netloc),
        )
        self.hub.asked.append(asked)
        if self.hub.page:
            self._send(200, self.hub.page, {"Content-Type": "text/html"})
        elif found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/([^/]+))?", parts.path):
            repository = found[1]
            self._guarded(repository, found[2] or "main", "", lambda: self._list(repository))
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", parts.path):
            repository, name = found[1], unquote(found[3])
            self._guarded(repository, found[2], name, lambda: self._resolve(repository, name))
        elif found := re.fullmatch(r"/storage/([^/]+/[^/]+)/(.+)", parts.path):
            self._bytes(found[1], unquote(found[2]))
        elif found := re.fullmatch(r"/api/resolve-cache/models/([^/]+/[^/]+)/[0-9a-f]+/(.+)", parts.path):
            repository, name = found[1], unquote(found[2])
            self._guarded(repository, "main", name, lambda: self._bytes(repository, name))
        else:
            self._refuse(404, "", "Not Found")

    def _guarded(self, repository: str, revision: str, name: str, then: Callable[[], None]) -> None:
        hub = self.hub
        if status := hub.faults.status.get(repository) or hub.faults.status.get(name):
            code = {401: "GatedRepo" if "gated" in repository else "", 404: "RepoNotFound"}.get(status, "")
            return self._refuse(status, code, "Invalid username or password." if status == 401 else "no")
        if hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
            return self._refuse(401, "", "Invalid username or password.")
        if repository not in hub.repositories:
            # As the Hub does for those who are not logged in: it does not say whether a repository exists.
            return self._refuse(401, "", "Invalid username or password.")
        if revision not in ("main", hub.commit(repository)):
            return self._refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if name and name not in hub.repositories[repository]:
            return self._refuse(404, "EntryNotFound", "Entry not found")
        return then()

    def _list(self, repository: str) -> None:
        faults = self.hub.faults
        siblings: list[dict[str, Any]] = []
        for name, data in self.hub.repositories[repository].items():
            size = faults.recorded_size.get(name, len(data))
            entry: dict[str, Any] = {"rfilename": name}
            if not faults.no_metadata and "blobs" in self.path:
                entry |= {"size": size, "blobId": git_sha1(data)}
                if name in LARGE:
                    entry["lfs"] = {"sha256": sha256(data), "size": size, "pointerSize": 135}
            siblings.append(entry)
        body = {
            "_id": "0",
            "id": repository,
            "modelId": repository,
            "sha": self.hub.commit(repository),
            "private": bool(self.hub.token),
            "disabled": False,
            "tags": ["translation", "license:cc-by-nc-4.0"],
            "siblings": siblings,
        }
        self._send(200, json.dumps(body).encode(), {"Content-Type": "application/json; charset=utf-8"})

    def _resolve(self, repository: str, name: str) -> None:
        data, commit = self.hub.repositories[repository][name], self.hub.commit(repository)
        size = self.hub.faults.recorded_size.get(name, len(data))
        headers = {"X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
        if name in LARGE:
            port = self.hub.address.rpartition(":")[2]
            headers |= {
                "X-Linked-Size": str(size),
                "X-Linked-ETag": f'"{sha256(data)}"',
                "X-Xet-Hash": sha256(data),
                "Link": f'<{self.hub.address}/api/models/{repository}/xet-read-token/{commit}>; rel="xet-auth"',
                # The storage is another host, to which no login may go.
                "Location": f"http://localhost:{port}/storage/{repository}/{name}",
            }
            return self._send(302, b"Found. Redirecting", headers)
        headers["Location"] = f"/api/resolve-cache/models/{repository}/{commit}/{name}"
        return self._send(307, b"Temporary Redirect", headers)

    def _bytes(self, repository: str, name: str) -> None:
        faults = self.hub.faults
        data = faults.served.get(name, self.hub.repositories[repository][name])
        headers = {"ETag": f'"{git_sha1(self.hub.repositories[repository][name])}"', "Accept-Ranges": "bytes"}
        headers["X-Repo-Commit"] = self.hub.commit(repository)
        if name in faults.endless:
            return self._endlessly(headers)
        status, start = 200, 0
        if (wanted := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))) and not faults.no_ranges:
            start = int(wanted[1])
            if start >= len(data):
                return self._send(416, b"", {"Content-Range": f"bytes */{len(data)}"})
            status, headers["Content-Range"] = 206, f"bytes {start}-{len(data) - 1}/{len(data)}"
        breaks = faults.breaks.get(name)
        return self._send(status, data[start:], headers, name=name, until=breaks.pop(0) if breaks else None)

    def _refuse(self, status: int, code: str, message: str) -> None:
        headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
        self._send(status, json.dumps({"error": message}).encode(), headers)

    def _endlessly(self, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.close_connection = True
        self.end_headers()
        while True:
            self.wfile.write(b"\0" * _PIECE)

    def _send(
        self, status: int, body: bytes, headers: Mapping[str, str], *, name: str = "", until: int | None = None
    ) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        rest = body if until is None else body[:until]
        for place in range(0, len(rest), _PIECE):
            self.hub.pause() if name else None
            piece = rest[place : place + _PIECE]
            self.wfile.write(piece)
            self.hub.sent[name] += len(piece)
        if until is not None:
            self.close_connection = True  # in the middle of what was announced


class Proxy:
    """A proxy that hands every request for any host on to one server, and counts them."""

    def __init__(self, behind: FakeHub) -> None:
        """Hands on to `behind`, which is running."""
        self.behind = behind
        self.asked: list[str] = []
        self.address = ""

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        """Answer at `address`."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nothing: `asked` has it."""

            def do_GET(self) -> None:
                self._pass_on()

            def do_HEAD(self) -> None:
                self._pass_on()

            def _pass_on(self) -> None:
                proxy.asked.append(self.path)
                parts = urlsplit(self.path)
                target = http.client.HTTPConnection(urlsplit(proxy.behind.address).netloc, timeout=10)
                try:
                    path = parts.path + (f"?{parts.query}" if parts.query else "")
                    target.request(self.command, path, headers=dict(self.headers))
                    answer = target.getresponse()
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(answer.read())
                finally:
                    target.close()

        server = _Quiet(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def files_of(folder: Path, *without: str) -> dict[str, bytes]:
    """The files of a model folder, as a repository has them."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in without}


def sha256(data: bytes) -> str:
    """As large file storage names it."""
    return hashlib.sha256(data).hexdigest()


def git_sha1(data: bytes) -> str:
    """As git names it."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
