"""One page from the web, by the standard library: http and https only, public addresses, a limit on size and time.

A host is looked up once, by the connection itself, and what was checked is what is connected to: a name that changes
between the check and the connection gains nothing. What the server says of the page's type and encoding is not
believed; `reader.article.decode` finds that out from the bytes.
"""

import contextlib
import io
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import IO, Any, Final
from urllib.parse import urlsplit

from reader.article.load import MAX_BYTES, too_large
from reader.article.unpack import unpack
from reader.errors import UnreadableError

TIMEOUT: Final = 20.0
"""Seconds for the whole page, redirects and all."""

_AGENT: Final = "dwibaca (reads one article for one person)"
_ACCEPT: Final = "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml;q=0.8, */*;q=0.5"
_CHUNK: Final = 64 * 1024
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def fetch(url: str, *, allow_private: bool = False, timeout: float = TIMEOUT) -> bytes:
    """The bytes behind `url`, at most `MAX_BYTES` also when unpacked, within `timeout` seconds.

    Redirects are followed to http and https only, at most ten, and every hop is checked: an address on this machine
    or in a private network is refused unless `allow_private`. Behind a proxy, names are the proxy's to look up, and
    to refuse. Raises UnreadableError.
    """
    _check(url)
    clock = _Clock(timeout)
    try:
        with clock.running(), _opener(clock, url, allow_private).open(_request(url), timeout=timeout) as answer:
            data = _read(answer, url)
            packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    except (OSError, ValueError, HTTPException) as error:  # urllib's own errors and timeouts are OSErrors
        if clock.over or _timed_out(error):
            raise UnreadableError("the page could not be fetched", url, f"no answer within {timeout:g} s") from error
        raise UnreadableError("the page could not be fetched", url, _reason(error)) from error
    if clock.over:
        raise UnreadableError("the page could not be fetched", url, f"no answer within {timeout:g} s")
    return _unpacked(data, packing, url)


def _request(url: str) -> urllib.request.Request:
    headers = {"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
    return urllib.request.Request(url, headers=headers)


def _read(answer: HTTPResponse, url: str) -> bytes:
    """Everything the server sends, in pieces, so that one without an end is left at the limit."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise too_large(url)
    if answer.length:
        raise HTTPException("the connection ended before the page did")
    return b"".join(pieces)


def _unpacked(data: bytes, packing: str, url: str) -> bytes:
    if packing == "identity" or not data:
        return data
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise UnreadableError("the page could not be fetched", url, f"it is packed in a way not known here: {packing}")
    data = unpack(data, url, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise too_large(url)
    return data


def _timed_out(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        with error:
            if "infinite loop" in str(error.msg):
                return "it redirects without end"
            return "it leads to no web address" if 300 <= error.code < 400 else f"the server says {error.code}"
    if isinstance(error, urllib.error.URLError):
        return "the host is not known" if isinstance(error.reason, socket.gaierror) else str(error.reason)
    return str(error) or type(error).__name__


# --- time ------------------------------------------------------------------------------------------------------------


class _Clock:
    """Ends a connection when the time is over. A limit on each wait alone lets a slow drip go on for hours."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._socket: socket.socket | None = None

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._end

    @property
    def left(self) -> float:
        """Seconds, never none at all: zero would mean "do not wait" to a socket."""
        return max(self._end - time.monotonic(), 0.001)

    def watch(self, connected: socket.socket) -> None:
        """What to end: the connection at work."""
        self._socket = connected

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        timer = Timer(self.left, self._ring)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _ring(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it has ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)


# --- connections -----------------------------------------------------------------------------------------------------


class _Http(HTTPConnection):
    """Connects to the very addresses that were checked."""

    def guard(self, clock: _Clock, url: str, *, checked: bool) -> None:
        """To be called before it connects. Not in `__init__`, which the class for TLS calls in a way of its own."""
        self._clock, self._url, self._checked = clock, url, checked

    def connect(self) -> None:
        self.timeout = self._clock.left
        if self._checked:
            self.sock = self._connected()
        else:
            super().connect()

    def set_tunnel(self, *args: Any, **more: Any) -> None:
        self._checked = False  # the host to connect to is the person's own proxy
        super().set_tunnel(*args, **more)

    def getresponse(self) -> HTTPResponse:
        self._clock.watch(self.sock)
        return super().getresponse()

    def _connected(self) -> socket.socket:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if not all(map(is_public, addresses)):
            raise _private(self._url)
        problem: OSError = OSError("the host has no address")
        for address in addresses:
            try:
                return socket.create_connection((address, self.port), self._clock.left)
            except OSError as error:
                problem = error
        raise problem


class _Https(HTTPSConnection, _Http):
    """`_Http` below TLS: the certificate is checked against the host's name, as ever."""


class _Handler(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    def __init__(self, clock: _Clock, url: str, allow_private: bool) -> None:
        super().__init__()
        self._clock, self._url, self._allow_private = clock, url, allow_private

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self._through(_Http, req)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self._through(_Https, req)

    def _through(self, kind: type[_Http], req: urllib.request.Request) -> HTTPResponse:
        checked = not self._allow_private and not req.has_proxy()
        if not self._allow_private:
            _refuse_named_private(req.full_url)

        def begin(host: str, **more: Any) -> _Http:
            connection = kind(host, **more)
            connection.guard(self._clock, self._url, checked=checked)
            return connection

        return self.do_open(begin, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to the web only, and reads nothing of the pages on the way, which may have no end."""

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        fp.close()
        return super().http_error_302(req, io.BytesIO(), code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(clock: _Clock, url: str, allow_private: bool) -> urllib.request.OpenerDirector:
    """Only what the web needs: urllib's usual opener knows file:, ftp: and data: too."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        _Handler(clock, url, allow_private),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


# --- addresses -------------------------------------------------------------------------------------------------------


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet. An IPv6 address that carries an IPv4 one is judged by that."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _refuse_named_private(url: str) -> None:
    """Refuse what is private by its very name: behind a proxy no address is looked up here."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        public = host != "localhost" and is_public(host)
    except ValueError:
        return  # a name, not a number
    if not public:
        raise _private(url)


def _private(url: str) -> UnreadableError:
    return UnreadableError("a private address is not fetched", url, "--allow-private fetches it")


def _check(url: str) -> None:
    """Refuse what is no web address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UnreadableError("not a web address", url) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise UnreadableError("not a web address", url, "only http and https are fetched")
