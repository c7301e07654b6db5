"""One page from the web, by the standard library: http and https only, public addresses, a limit on size and time."""

import ipaddress
import socket
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, Final
from urllib.parse import urlsplit

from reader.article.load import MAX_BYTES, too_large
from reader.errors import UnreadableError

TIMEOUT: Final = 20.0
"""Seconds for the whole page."""

_AGENT: Final = "dwibaca (reads one article for one person)"
_CHUNK: Final = 64 * 1024


def fetch(url: str, *, allow_private: bool = False, timeout: float = TIMEOUT) -> bytes:
    """The bytes behind `url`, at most `MAX_BYTES`, within `timeout` seconds.

    Redirects are followed to http and https only, and every hop is checked: an address on this machine or in a
    private network is refused unless `allow_private`. Raises UnreadableError.
    """
    _check(url, allow_private)
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT, "Accept": "text/html, text/plain;q=0.9"})
    opener = urllib.request.build_opener(_CheckedRedirects(allow_private))
    deadline = time.monotonic() + timeout
    try:
        with opener.open(request, timeout=timeout) as answer:
            return _read(answer, url, deadline)
    except urllib.error.HTTPError as error:
        with error:
            # urllib itself refuses to be led to file: and the like, and hands the redirect back as an error.
            led_away = 300 <= error.code < 400
            reason = "it leads to no web address" if led_away else f"the server says {error.code}"
            raise UnreadableError("the page could not be fetched", url, reason) from error
    except TimeoutError as error:
        raise _too_slow(url) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _too_slow(url) from error
        raise UnreadableError("the page could not be fetched", url, str(error.reason)) from error
    except (OSError, ValueError, HTTPException) as error:
        raise UnreadableError("the page could not be fetched", url, str(error) or type(error).__name__) from error


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check(newurl, self._allow_private)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(answer: IO[bytes], url: str, deadline: float) -> bytes:
    """Everything the server sends, in pieces, so that a slow drip ends at the deadline too."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_CHUNK) if hasattr(answer, "read1") else answer.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise too_large(url)
        if time.monotonic() > deadline:
            raise _too_slow(url)
    return b"".join(pieces)


def _check(url: str, allow_private: bool) -> None:
    """Refuse what is not a public web address. A name that resolves to a private address counts as private."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UnreadableError("not a web address", url) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise UnreadableError("not a web address", url, "only http and https are fetched")
    if allow_private:
        return
    for address in _addresses(url, host, port, proxied=parts.scheme.lower() in urllib.request.getproxies()):
        if not ipaddress.ip_address(address).is_global:
            raise UnreadableError("a private address is not fetched", url, "save the page and open the file")


def _addresses(url: str, host: str, port: int | None, *, proxied: bool) -> list[str]:
    """The addresses that `host` stands for. Behind a proxy, names are the proxy's to look up, and to refuse."""
    try:
        return [str(ipaddress.ip_address(host.partition("%")[0]))]
    except ValueError:
        if proxied and host.lower() != "localhost" and not urllib.request.proxy_bypass(host):
            return []
    try:
        found = socket.getaddrinfo(host, port or 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableError("the page could not be fetched", url, "the host is not known") from error
    return [str(address[0]).partition("%")[0] for *_, address in found]


def _too_slow(url: str) -> UnreadableError:
    return UnreadableError("the page could not be fetched", url, f"no answer within {TIMEOUT:.0f} s")
