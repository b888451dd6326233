"""A connection is made to the very number that was checked, and every wait on it ends at the deadline.

This file is imported on the first fetch alone: it is the home of httpx2 and httpcore2.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpcore2
import httpx2

if TYPE_CHECKING:
    from onrecord.reading.address import Rules

MOST_TRIED = 3
"""How many of a host's addresses are tried before giving up."""


def client_within(rules: Rules, *, headers: Mapping[str, str]) -> httpx2.Client:
    """A client that keeps the rules, follows no redirect by itself and takes nothing from the environment."""
    return httpx2.Client(
        transport=_Transport(rules),
        headers={**headers, "Accept-Encoding": "gzip, deflate"},
        follow_redirects=False,
        trust_env=False,
        timeout=httpx2.Timeout(rules.remaining()),
    )


class _Transport(httpx2.BaseTransport):
    """The seam between httpx2 and httpcore2, with a network of our own beneath."""

    def __init__(self, rules: Rules) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False), network_backend=_CheckedNetwork(rules)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """The bytes of an answer as they come in."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _CheckedNetwork(httpcore2.NetworkBackend):
    """Resolves a host, checks all of its addresses, and connects to one of those."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception | None = None
        for address in self._rules.addresses(host, port)[:MOST_TRIED]:
            try:
                stream = self._network.connect_tcp(str(address), port, timeout=self._rules.remaining())
                return _TimedStream(stream, self._rules)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError("no address")


class _TimedStream(httpcore2.NetworkStream):
    """A stream on which no wait is longer than what is left until the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, rules: Rules) -> None:
        self._stream = stream
        self._rules = rules

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._rules.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._rules.remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout=self._rules.remaining())
        return _TimedStream(stream, self._rules)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
