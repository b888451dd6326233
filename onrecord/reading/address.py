"""A web address is fetched only where it leads out to the public web, and only for so long and so much.

The check is made on the number that is connected to, at the moment of connecting: a name that pointed to a public
machine when it was looked up, and to this one when it is used, gets nowhere. Redirects are followed by hand, each
checked like the first address, and one deadline covers all of it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from onrecord.errors import AddressRefused, FetchFailed, FetchLimit, InputError, NotText
from onrecord.reading.files import shown
from onrecord.reading.form import MEDIA_TYPES, media_type_of
from onrecord.reading.public import IPAddress, is_public
from onrecord.settings import FETCH_BYTES, FETCH_REDIRECTS, FETCH_SECONDS

if TYPE_CHECKING:
    import httpx2

Resolver = Callable[[str, int], Sequence[str]]
"""What looks a host name up: from name and port to the IP addresses as strings; raises OSError when it cannot."""

WEB_PORTS = frozenset({80, 443})
"""The ports of the web; whatever listens on others was not put there for readers."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPTED = "text/html, application/xhtml+xml, text/plain;q=0.9, application/x-ndjson;q=0.8, application/json;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address answered."""

    body: bytes
    """The answer, decompressed."""

    media_type: str
    """Its media type in lower case, without parameters; empty when the server gave none."""

    charset: str | None
    """The encoding that the server says it has."""

    url: str
    """The address that answered, after all redirects."""

    status: int = 200
    """The status of the answer."""

    headers: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Its headers by their names in lower case."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may do. The defaults are for the world; tests have a server of their own to reach."""

    origin: str
    """The address as it was given, for the errors."""

    deadline: float
    """The moment, on the monotonic clock, when all has to be done."""

    resolver: Resolver
    """What looks host names up."""

    is_allowed: Callable[[IPAddress], bool]
    """Whether a connection to this IP address may be made."""

    statuses: Collection[int] | None = frozenset({200})
    """The statuses whose answers are given back; None for all."""

    media_types: Collection[str] | None = frozenset(MEDIA_TYPES)
    """The media types that are taken; None for all."""

    before: Callable[[str], None] | None = None
    """Called with each address before it is asked, redirects too; what it raises ends the fetch."""

    def remaining(self) -> float:
        """Seconds until the deadline; raises FetchLimit when it has passed."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left

    def too_slow(self) -> FetchLimit:
        """The error for a server that takes too long."""
        problem = f"The server did not finish within {FETCH_SECONDS.value()} seconds."
        return FetchLimit(self.origin, problem, f"Try later, or set {FETCH_SECONDS.variable} to more.")

    def addresses(self, host: str, port: int) -> list[IPAddress]:
        """The host's IP addresses, every one of them allowed."""
        found = [ip_address(number) for number in self._resolve(host, port)]
        if not found:
            raise FetchFailed(self.origin, f"The name {host} has no address.", "Check the address.")
        for address in found:
            if not self.is_allowed(address):
                problem = f"{host} leads to {address}, which is no public address."
                raise AddressRefused(self.origin, problem, "Save the page, and give the file.")
        return found

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        """The resolver's answer, in a thread of its own because the system's resolver knows no deadline."""
        answer: list[Sequence[str]] = []
        failure: list[OSError | ValueError] = []

        def ask() -> None:
            try:
                answer.append(self.resolver(host, port))
            except (OSError, ValueError) as error:
                failure.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self.remaining())
        if failure:
            problem = f"The name {host} cannot be looked up."
            raise FetchFailed(self.origin, problem, "Check the address and the connection.") from failure[0]
        if not answer:
            raise self.too_slow()
        return answer[0]


def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host by the system's resolver, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    url: str,
    *,
    resolver: Resolver = resolve,
    is_allowed: Callable[[IPAddress], bool] = is_public,
    ports: frozenset[int] = WEB_PORTS,
    headers: Mapping[str, str] | None = None,
    statuses: Collection[int] | None = frozenset({200}),
    media_types: Collection[str] | None = frozenset(MEDIA_TYPES),
    before: Callable[[str], None] | None = None,
) -> Fetched:
    """What the address answers, within the limits of FETCH_BYTES, FETCH_SECONDS and FETCH_REDIRECTS.

    `headers` are sent beside our own; the others are as in Rules. Raises AddressRefused, FetchFailed or FetchLimit, and
    NotText for an answer that is no page and no text.
    """
    origin = shown(url)
    if url.partition(":")[0].lower() not in ("http", "https"):
        raise AddressRefused(
            origin, "It is not an http or https address.", "Give a web address, or the path of a file."
        )
    if any(character.isspace() or not character.isprintable() for character in url):
        raise AddressRefused(origin, "It is not a well-formed web address.", "Check the address for spaces.")
    import httpcore2
    import httpx2

    from onrecord.reading.connection import client_within

    deadline = time.monotonic() + FETCH_SECONDS.value()
    rules = Rules(origin, deadline, resolver, is_allowed, statuses, media_types, before)
    sent = {"User-Agent": user_agent(), "Accept": _ACCEPTED, **(headers or {})}
    try:
        with client_within(rules, headers=sent) as client:
            return _follow(client, httpx2.URL(url), ports, rules)
    except InputError:
        raise
    except (httpx2.TimeoutException, httpcore2.TimeoutException) as error:
        raise rules.too_slow() from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, UnicodeError) as error:
        raise AddressRefused(origin, "It is not a well-formed web address.", "Check the address.") from error
    except (httpx2.HTTPError, httpx2.StreamError, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        problem = f"The server cannot be reached, or breaks off ({reason})."
        raise FetchFailed(origin, problem, "Check the address and the connection.") from error


@cache
def user_agent() -> str:
    """How Onrecord names itself to servers."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"Onrecord/{version('onrecord')} (+local reader)"
    except PackageNotFoundError:
        return "Onrecord (+local reader)"


def _follow(client: httpx2.Client, url: httpx2.URL, ports: frozenset[int], rules: Rules) -> Fetched:
    limit = FETCH_REDIRECTS.value()
    for _ in range(limit + 1):
        _refuse_address(url, ports, rules.origin)
        if rules.before:
            rules.before(str(url))
        rules.remaining()
        with client.stream("GET", url) as response:
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return _answer(response, rules)
            url = url.join(response.headers["location"])
    problem = f"It redirects more than {limit} times."
    raise FetchLimit(rules.origin, problem, f"Give the final address, or set {FETCH_REDIRECTS.variable} to more.")


def _refuse_address(url: httpx2.URL, ports: frozenset[int], origin: str) -> None:
    if url.scheme not in ("http", "https"):
        problem = f"It leads to an address of the kind {url.scheme[:20]!r}."
        raise AddressRefused(origin, problem, "Only http and https are fetched.")
    if not url.host:
        raise AddressRefused(origin, "It names no server.", "Check the address.")
    if url.userinfo:
        raise AddressRefused(origin, "It holds a user name or password.", "Save the page, and give the file.")
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports:
        raise AddressRefused(origin, f"It leads to port {port}.", "Only the web's ports, 80 and 443, are fetched.")


def _answer(response: httpx2.Response, rules: Rules) -> Fetched:
    status = response.status_code
    told = {name.lower(): value for name, value in response.headers.items()}
    if rules.statuses is not None and status not in rules.statuses:
        problem = f"The server answers with the status {response.status_code} {response.reason_phrase}".rstrip() + "."
        raise FetchFailed(rules.origin, problem, "Open it in a browser to see what it wants.")
    media_type = media_type_of(response.headers.get("content-type", ""))
    if status != 200:
        return Fetched(b"", media_type, None, str(response.url), status, told)
    if media_type and rules.media_types is not None and media_type not in rules.media_types:
        problem = f"The answer is {shown(media_type)[:60]}, not a page or a text."
        raise NotText(rules.origin, problem, "Give the address of the article itself.")
    limit = FETCH_BYTES.value()
    body = bytearray()
    for part in response.iter_bytes():
        rules.remaining()
        body += part
        if len(body) > limit:
            problem = f"The answer holds more than {limit} bytes."
            raise FetchLimit(rules.origin, problem, f"Save it as a file, or set {FETCH_BYTES.variable} to more.")
    return Fetched(bytes(body), media_type, response.charset_encoding, str(response.url), status, told)
