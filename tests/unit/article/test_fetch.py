"""Pages from the web, from a server on this machine, and the addresses that are refused."""

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pytest_socket import enable_socket

from reader.article import find_sources, read_article
from reader.article.fetch import fetch, is_public
from reader.article.load import MAX_BYTES
from reader.document import Source
from reader.errors import ExitCode, UnreadableError

BOMB = gzip.compress(b"\0" * (MAX_BYTES + 1))
PROSE = "Pemerintah mengatakan harga “beras” turun pada pekan ini, kata menteri itu kepada wartawan. "


class Handler(BaseHTTPRequestHandler):
    """Answers `/NAME` by the method `get_NAME`; 404 for what there is none for."""

    def do_GET(self) -> None:
        name = self.path.strip("/").replace("-", "_") or "none"
        getattr(self, f"get_{name}", self.get_none)()

    def get_none(self) -> None:
        self.answer(404, b"")

    def get_broken(self) -> None:
        self.answer(500, b"<p>sorry</p>")

    def get_page(self) -> None:
        self.answer(200, b"<p>isi</p>")

    def get_to_page(self) -> None:
        self.answer(302, b"", location="/page")

    def get_to_file(self) -> None:
        self.answer(302, b"", location="file:///etc/hostname")

    def get_to_private(self) -> None:
        self.answer(302, b"", location="http://192.168.0.1/setup")

    def get_loop(self) -> None:
        self.answer(302, b"", location="/loop")

    def get_large(self) -> None:
        self.answer(200, b"a" * (MAX_BYTES + 1))

    def get_endless(self) -> None:
        self.drip(b"a" * 1_000_000, pause=0)

    def get_endless_redirect(self) -> None:
        self.drip(b"a" * 1_000_000, pause=0, code=302, location="/page")

    def get_slow(self) -> None:
        self.drip(b"a", pause=0.05)

    def get_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-A: ")
        self.drip_raw(b"a", 0.05)

    def get_cut(self) -> None:
        self.answer(200, b"<p>isi</p>", length=1_000)

    def get_packed(self) -> None:
        self.answer(200, gzip.compress(b"<p>isi</p>"), packing="gzip")

    def get_deflated(self) -> None:
        self.answer(200, zlib.compress(b"<p>isi</p>"), packing="deflate")

    def get_bomb(self) -> None:
        self.answer(200, BOMB, packing="gzip")

    def get_cut_packed(self) -> None:
        self.answer(200, gzip.compress(b"isi" * 1_000)[:-12], packing="gzip")

    def get_strangely_packed(self) -> None:
        self.answer(200, b"isi", packing="br")

    def get_wrong_charset(self) -> None:
        self.answer(200, f"<html><p>{PROSE * 3}</p></html>".encode(), kind="text/html; charset=iso-8859-7")

    def get_wrongly_utf8(self) -> None:
        self.answer(200, f"<html><p>{PROSE * 3}</p></html>".encode("cp1252"), kind="text/html; charset=utf-8")

    def get_feed(self) -> None:
        links = "".join(f"<item><link>/berita/{number}</link></item>" for number in range(3))
        self.answer(200, f"<rss><channel>{links}</channel></rss>".encode())

    get_berita = get_feed

    def drip(self, piece: bytes, pause: float, code: int = 200, location: str = "") -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.drip_raw(piece, pause)

    def drip_raw(self, piece: bytes, pause: float) -> None:
        try:
            while not self.server.ended.wait(pause):  # type: ignore[attr-defined]
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True  # the client has had enough

    def answer(
        self, code: int, body: bytes, location: str = "", packing: str = "", kind: str = "", length: int | None = None
    ) -> None:
        self.send_response(code)
        headers = {"Location": location, "Content-Encoding": packing, "Content-Type": kind}
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
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


@pytest.fixture
def secure(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same over TLS, with a certificate for `localhost` that this test alone believes in."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        *subject,
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    yield f"https://localhost:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def test_a_page_over_tls(secure: str) -> None:
    enable_socket()
    assert fetch(f"{secure}/page", allow_private=True) == b"<p>isi</p>"


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enable_socket()
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(UnreadableError, match="certificate"):
        fetch(f"{secure}/page", allow_private=True)


def test_a_private_address_is_refused_over_tls_too(secure: str) -> None:
    with pytest.raises(UnreadableError, match="private"):
        fetch(f"{secure}/page")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "the server says 404"),
        ("/broken", "the server says 500"),
        ("/to-file", "it leads to no web address"),
        ("/loop", "it redirects without end"),
        ("/large", "the limit is 20 MB"),
        ("/endless", "the limit is 20 MB"),
        ("/cut", "the connection ended before the page did"),
        ("/bomb", "the limit is 20 MB"),
        ("/cut-packed", "the compressed data is broken"),
        ("/strangely-packed", "packed in a way not known here: br"),
    ],
)
def test_what_a_server_may_not_do(server: str, path: str, words: str) -> None:
    enable_socket()
    with pytest.raises(UnreadableError, match=words) as caught:
        fetch(server + path, allow_private=True)
    assert caught.value.exit_code is ExitCode.NOTHING_TO_READ
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_a_drip_ends_at_the_deadline(server: str, path: str) -> None:
    enable_socket()
    start = time.monotonic()
    with pytest.raises(UnreadableError, match=r"no answer within 0\.3 s"):
        fetch(server + path, allow_private=True, timeout=0.3)
    assert time.monotonic() - start < 5


def test_the_body_of_a_redirect_is_not_read(server: str) -> None:
    enable_socket()
    assert fetch(f"{server}/endless-redirect", allow_private=True) == b"<p>isi</p>"


def test_packed_pages_are_unpacked(server: str) -> None:
    enable_socket()
    assert fetch(f"{server}/packed", allow_private=True) == b"<p>isi</p>"
    assert fetch(f"{server}/deflated", allow_private=True) == b"<p>isi</p>"


@pytest.mark.parametrize("path", ["/wrong-charset", "/wrongly-utf8"])
def test_a_wrong_charset_header_is_not_believed(server: str, path: str) -> None:
    enable_socket()
    article = read_article(Source(name=server + path), allow_private=True)
    assert "harga “beras” turun" in article.paragraphs[0].text


def test_a_redirect_to_a_private_address_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server itself stands in for a public one; the address that it leads to is judged as ever."""
    enable_socket()
    real = is_public
    monkeypatch.setattr("reader.article.fetch.is_public", lambda address: address == "127.0.0.1" or real(address))
    assert fetch(f"{server}/page") == b"<p>isi</p>"
    with pytest.raises(UnreadableError, match=r"a private address is not fetched: http://192\.168\.0\.1/setup"):
        fetch(f"{server}/to-private")


def test_a_name_that_changes_gains_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every lookup of the host is judged, and there is no second one that could say something else."""
    enable_socket()
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked: list[str] = []
    connected: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableError, match="could not be fetched"):
        fetch("http://berganti.test/")
    assert (asked, connected) == (["berganti.test"], ["93.184.216.34"])
    with pytest.raises(UnreadableError, match="a private address is not fetched"):
        fetch("http://berganti.test/")
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.251", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_feed_is_opened_up_and_is_no_article(server: str) -> None:
    enable_socket()
    expected = [f"{server}/berita/{number}" for number in range(3)]
    for name in (f"{server}/feed", f"feed:{server}/feed", f"feed:{server}/berita"):
        assert [source.name for source in find_sources([name], allow_private=True)] == expected
    with pytest.raises(UnreadableError, match=r"a feed, not an article: .* \(open it as feed:http"):
        read_article(Source(name=f"{server}/feed"), allow_private=True)


def test_behind_a_proxy_private_names_are_refused_and_the_rest_is_left_to_it(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enable_socket()
    monkeypatch.setenv("http_proxy", server)
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(UnreadableError, match="the server says 404"):  # the server was asked, as a proxy
        fetch("http://berita.test/page")
    with pytest.raises(UnreadableError, match="a private address is not fetched"):
        fetch("http://10.0.0.1/page")


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
