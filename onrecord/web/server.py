"""The reading room behind a port, and without one: `serve` for browsers, `get` for one page at a time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.types import Message

from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.settings import SERVE_BYTES, SERVE_RATE, SERVE_SECONDS
from onrecord.web.adding import Desk
from onrecord.web.app import application
from onrecord.web.guard import Door, Limits
from onrecord.web.room import Room

OWN = ("127.0.0.1", "localhost", "::1")
"""The names of the own machine, as it calls itself."""
CONNECTIONS = 500
"""Connections at once; more are told to come again."""
IDLE = 15
"""Seconds for which a connection is kept that asks nothing."""


@dataclass(frozen=True, slots=True)
class Got:
    """What was answered."""

    status: int
    """The status of HTTP."""
    kind: str
    """The media type."""
    body: bytes
    """The answer itself."""


def is_own(host: str) -> bool:
    """Whether only this machine can reach that address."""
    return host in OWN


def door(host: str, *, names: Iterable[str] = (), token: str | None = None) -> Door:
    """Who is let in at this address: without a token those on this machine alone."""
    known = {*OWN, host.lower(), *(name.lower() for name in names)}
    return Door(frozenset(known if is_own(host) else known | {socket.gethostname().lower()}), token)


def opened(ledger: str, entrance: Door) -> Any:
    """The reading room over a ledger, as an ASGI application."""
    store = Ledger(ledger)
    limits = Limits(SERVE_BYTES.value(), SERVE_SECONDS.value(), SERVE_RATE.value())
    return application(Room(store, Desk(store)), door=entrance, limits=limits)


def bound(host: str, port: int) -> socket.socket:
    """A socket at that address; raises UsageError when there can be none."""
    made: socket.socket | None = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Said to be TCP: else asyncio leaves Nagle's algorithm on, and a body waits 40 ms for its head's receipt.
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(socket.SOMAXCONN)  # whoever is told the address may come at once
    except (OSError, UnicodeError) as error:
        if made is not None:
            made.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"The address {host}, port {port}, cannot be used: {reason}. Choose another.") from error
    return made


def serve(app: Any, place: socket.socket) -> None:
    """Answer until somebody stops it."""
    import uvicorn

    from onrecord.web.connection import connection

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=10,
        http=connection(SERVE_SECONDS.value()),
        lifespan="on",
    )
    uvicorn.Server(config).run(sockets=[place])


def get(ledger: str, address: str) -> Got:
    """Ask the reading room for one page, without a port. Raises UsageError when the address is none of its pages."""
    if not address.startswith("/"):
        raise UsageError(f"{address[:60]!r} is no page. An address begins with a slash: /search.json?words=pier")
    path, _, query = address.partition("?")
    return asyncio.run(_got(opened(ledger, door(OWN[0])), path, query))


async def _got(app: Any, path: str, query: str) -> Got:
    """The answer of an ASGI application to one GET."""
    status, kind, body = 500, "", b""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, kind, body
        if message["type"] == "http.response.start":
            status = message["status"]
            kind = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")

    accept = b"text/html" if "." not in path.rsplit("/", 1)[-1] else b"application/json"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": quote(query, safe="%&=+~-._!'()*:@/?,;$").encode(),
        "root_path": "",
        "headers": [(b"host", OWN[0].encode()), (b"accept", accept)],
        "client": None,
        "server": (OWN[0], 80),
        "state": {},
    }
    await app(scope, receive, send)
    return Got(status, kind, body)
