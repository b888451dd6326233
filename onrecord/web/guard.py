"""What stands before every page: whose request it is, how large, how often, and what the answer lets a browser do.

- **Host** (against DNS rebinding): only the names that the reading room is known by are answered. Beyond the own
  machine, addresses in numbers are too: a name can be made to point elsewhere, a number cannot.
- **Token**: beyond the own machine every request needs it, as a cookie or in `Authorization: Bearer`.
- **Origin**: what changes something must come from one of our own pages: `Sec-Fetch-Site: same-origin`, or where a
  browser does not send that, an `Origin` that is ours. A request with neither is refused.
- **Limits**: bytes and seconds of a body, requests a second of one address.
- **Answers**: a policy without inline scripts and styles, no frames, no sniffing, nothing sent on to others.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The content security policy of every answer."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer, browsers send `Origin: null` with our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = ("GET", "HEAD", "OPTIONS")
COOKIE = "onrecord"
ADDRESSES = 10_000
"""Addresses whose requests are counted, the latest; more at once are not told apart by this machine."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take."""

    body: int
    """Bytes of a body."""
    seconds: float
    """Seconds for a body to come in."""
    rate: int
    """Requests a second of one address, over time; four times as many may come at once."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in."""

    names: frozenset[str]
    """Hosts that the reading room is known by, in small letters and without ports."""
    token: str | None = field(default=None, repr=False)
    """What every request needs to know; None on the own machine."""

    def knows(self, host: str) -> bool:
        """Whether a `Host` header names the reading room."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
            urlsplit(f"//{host}").port  # noqa: B018 - raises ValueError for what is no port
        except ValueError:
            return False
        return name in self.names or (self.token is not None and _is_address(name))

    def opens_for(self, given: str) -> bool:
        """Whether this is the token."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    @property
    def cookie(self) -> str:
        """What a browser keeps in place of the token."""
        return hashlib.sha256(f"onrecord cookie {self.token}".encode()).hexdigest()


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: ASGIApp, *, door: Door, limits: Limits) -> None:
        self._app, self._door, self._limits = app, door, limits
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, _Body(receive, self._limits).receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._door.knows(hosts[0]):
            return _text("This is not the address of the reading room.", 421)
        if not self._has_turn(scope["client"][0] if scope.get("client") else "-"):
            return _text("Too many requests. Wait a moment.", 429, {"retry-after": "1"})
        if self._door.token is not None and (refused := self._locked(scope, headers)):
            return refused
        if scope["method"] not in SAFE and not _is_ours(headers, hosts[0], scope["scheme"]):
            return _text("What changes the ledger has to come from a page of the reading room.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limits.body:
            return _text(f"The request is larger than the limit of {self._limits.body:,} bytes.", 413)
        return None

    def _locked(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request without the token; with it in the address, the cookie and the address without."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == "token"]
        if given and scope["method"] in SAFE and self._door.opens_for(given[0]):
            rest = urlencode([(name, value) for name, value in pairs if name != "token"])
            path = "/" + quote(scope["path"].lstrip("/"), safe="/")  # two slashes, or a backslash, lead to another host
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
            answer.set_cookie(
                COOKIE, self._door.cookie, httponly=True, samesite="strict", secure=scope["scheme"] == "https"
            )
            return answer
        bearer = headers.get("authorization", "")
        if bearer[:7].lower() == "bearer " and self._door.opens_for(bearer[7:].strip()):
            return None
        cookies = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        if any(name == COOKIE and hmac.compare_digest(value.encode(), self._door.cookie.encode())
               for name, _, value in cookies):  # fmt: skip
            return None
        return _text("Open the address that onrecord serve has printed: it has the token in it.", 401)

    def _has_turn(self, client: str) -> bool:
        """Whether this address may ask now: a bucket that fills with time (a token bucket)."""
        now, most = time.monotonic(), 4.0 * self._limits.rate
        left, since = self._buckets.pop(client, (most, now))
        left = min(most, left + (now - since) * self._limits.rate)
        self._buckets[client] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > ADDRESSES:
            self._buckets.popitem(last=False)
        return left >= 1


class TooMuch(Exception):
    """More bytes came than are taken."""


class TooSlow(Exception):
    """A body did not come in time."""


class _Body:
    """The body of a request, counted and timed while it comes in."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive, self._limits = receive, limits
        self._left = limits.body
        self._ends = time.monotonic() + limits.seconds
        self._is_over = False

    async def receive(self) -> Message:
        """The next message; raises TooMuch or TooSlow, which the application answers."""
        if self._is_over:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._ends - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooMuch
        self._is_over = not message.get("more_body", False)
        return message


def _is_ours(headers: Headers, host: str, scheme: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin", "").lower() == f"{scheme}://{host}".lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _text(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{words}\n", status_code=status, headers=headers)
