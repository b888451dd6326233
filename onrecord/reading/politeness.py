"""Other people's machines are asked seldom, and not at all where they say so.

Between two requests to one host lies a pause; a host that fails or asks for patience is left alone, twice as long each
time; robots.txt is read once a day and kept to, for redirects too. Requests to different hosts do not wait for each
other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from onrecord.errors import AddressRefused, FetchError, FetchFailed
from onrecord.reading.address import Fetched, fetch
from onrecord.reading.files import shown
from onrecord.reading.robots import LARGEST, NOTHING, Robots, parse_robots

PAUSE = 2.0
"""Seconds between two requests to one host: a person who reads takes longer, a server notices less than that."""

FIRST_BACKOFF, LONGEST_BACKOFF = 60.0, 86_400.0
"""Seconds that a host is left alone after its first failure, and at most."""

ROBOTS_SECONDS, ROBOTS_AGAIN_SECONDS = 86_400.0, 600.0
"""Seconds for which a robots.txt counts (RFC 9309 asks for a day at most), and after which one that could not be had is
asked for again."""

Fetch = Callable[..., Fetched]
"""What fetches an address, as `address.fetch` does."""

_BUSY = frozenset({429, 500, 502, 503, 504})


class LeftAlone(Exception):
    """The host is being left alone for now; nothing was asked."""


@dataclass(slots=True)
class _Host:
    """What is known of one host."""

    free: float = 0.0
    """When it may be asked again, on the monotonic clock."""

    left_until: float = 0.0
    """Until when it is left alone."""

    failures: int = 0
    """How often in a row it failed."""

    robots: Robots | None = None
    """What it lets us read."""

    robots_until: float = 0.0
    """Until when that counts."""


class Politeness:
    """Asks for addresses, host by host in its time."""

    def __init__(
        self,
        *,
        fetch: Fetch = fetch,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        pause: float = PAUSE,
    ) -> None:
        """`fetch`, `clock` and `sleep` stand in for the web and for time; `pause` is in seconds."""
        self._fetch, self._clock, self._sleep, self._pause = fetch, clock, sleep, pause
        self._hosts: dict[str, _Host] = {}

    def wait(self, url: str) -> float:
        """Seconds until the host of an address may be asked; 0 where it may at once or is being left alone."""
        host = self._host(url)
        now = self._clock()
        return 0.0 if host.left_until > now else max(0.0, host.free - now)

    def ask(self, url: str, *, headers: Mapping[str, str] | None = None, robots: bool = True) -> Fetched:
        """What the address answers, whatever the status, when its host's turn has come.

        With `robots`, only if the site lets programs read it. Raises LeftAlone, AddressRefused where robots.txt forbids
        it, and what `fetch` raises.
        """
        host = self._host(url)
        if host.left_until > self._clock():
            raise LeftAlone(url)
        before = self._refuse_forbidden if robots else None
        if before:
            before(url)
        self._take_turn(host)
        try:
            answer = self._fetch(url, headers=headers, statuses=None, before=before)
        except AddressRefused:
            raise
        except FetchError:
            self._leave(host, None)
            raise
        finally:
            host.free = self._clock() + self._delay(host)
        if answer.status in _BUSY:
            self._leave(host, answer.headers.get("retry-after"))
        else:
            host.failures = 0
        return answer

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).netloc.lower(), _Host())

    def _delay(self, host: _Host) -> float:
        asked = host.robots.delay if host.robots is not None else None
        return max(self._pause, asked or 0.0)

    def _take_turn(self, host: _Host) -> None:
        left = host.free - self._clock()
        if left > 0:
            self._sleep(left)

    def _leave(self, host: _Host, retry_after: str | None) -> None:
        """Leave a host alone: as long as it asks for, or twice as long as the last time."""
        wanted = seconds_after(retry_after)
        backoff = min(FIRST_BACKOFF * 2.0 ** min(host.failures, 20), LONGEST_BACKOFF)
        host.failures += 1
        host.left_until = self._clock() + min(max(wanted or 0.0, backoff), LONGEST_BACKOFF)

    def _refuse_forbidden(self, url: str) -> None:
        """Raise AddressRefused where the site's robots.txt forbids the address, FetchFailed where it is not known."""
        host = self._host(url)
        if host.robots is None or host.robots_until < self._clock():
            self._read_robots(url, host)
        if host.robots is NOTHING:
            problem = "The site does not give its robots.txt, so it is not known what may be read there."
            raise FetchFailed(shown(url), problem, "It is tried again later.")
        if host.robots is not None and not host.robots.allows(url):
            problem = "The site's robots.txt asks programs not to read this page."
            raise AddressRefused(shown(url), problem, "Open it in a browser, save the page, and give the file.")

    def _read_robots(self, url: str, host: _Host) -> None:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        self._take_turn(host)
        try:
            answer = self._fetch(place, statuses=None, media_types=None)
        except AddressRefused:
            raise  # the site leads to no public address, and the page would too
        except FetchError:
            host.robots, seconds = NOTHING, ROBOTS_AGAIN_SECONDS
        else:
            seconds = ROBOTS_SECONDS
            if answer.status == 200:
                host.robots = parse_robots(answer.body[:LARGEST])
            elif answer.status in _BUSY:
                host.robots, seconds = NOTHING, ROBOTS_AGAIN_SECONDS
            else:
                host.robots = Robots()
        host.free = self._clock() + self._delay(host)
        host.robots_until = self._clock() + seconds


def seconds_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header (RFC 9110: seconds or a date) asks for; None where it asks nothing."""
    given = (value or "").strip()
    if given.isascii() and given.isdigit() and len(given) < 10:
        return float(given)
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time()) if given else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
