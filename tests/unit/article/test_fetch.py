"""Pages from the web, from a server on this machine, and the addresses that are refused."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pytest_socket import enable_socket

from reader.article.fetch import fetch
from reader.article.load import MAX_BYTES
from reader.errors import UnreadableError


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/to-file":
            self.answer(302, b"", location="file:///etc/hostname")
        elif self.path == "/to-page":
            self.answer(302, b"", location="/page")
        elif self.path == "/large":
            self.answer(200, b"a" * (MAX_BYTES + 1))
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"a")
                    self.server.ended.wait(0.05)  # type: ignore[attr-defined]
            except OSError:
                pass
        elif self.path == "/page":
            self.answer(200, b"<p>isi</p>")
        else:
            self.answer(404, b"")

    def answer(self, code: int, body: bytes, location: str = "") -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the client has read enough
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing on stderr."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    from threading import Event

    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    enable_socket()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.ended = Event()  # type: ignore[attr-defined]
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.ended.set()  # type: ignore[attr-defined]
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def test_a_page_is_fetched_and_redirects_are_followed(server: str) -> None:
    enable_socket()
    assert fetch(f"{server}/page", allow_private=True) == b"<p>isi</p>"
    assert fetch(f"{server}/to-page", allow_private=True) == b"<p>isi</p>"


@pytest.mark.parametrize(
    ("path", "words"),
    [("/missing", "the server says 404"), ("/to-file", "it leads to no web address"), ("/large", "the limit is 20 MB")],
)
def test_what_a_server_may_not_do(server: str, path: str, words: str) -> None:
    enable_socket()
    with pytest.raises(UnreadableError, match=words):
        fetch(server + path, allow_private=True)


def test_a_drip_ends_at_the_deadline(server: str) -> None:
    enable_socket()
    with pytest.raises(UnreadableError, match="no answer within"):
        fetch(f"{server}/slow", allow_private=True, timeout=0.3)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://10.1.2.3/",
        "http://192.168.0.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    enable_socket()  # for looking names up; nothing is connected to
    with pytest.raises(UnreadableError, match="a private address is not fetched"):
        fetch(url)


@pytest.mark.parametrize(
    "url", ["ftp://contoh.test/a", "file:///etc/hostname", "http://", "http://[bad", "http://a:99999999/"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UnreadableError, match="not a web address"):
        fetch(url)
