"""Feeds are asked what is new, and what is new becomes articles, each once.

A round asks every feed that is due, conditionally (RFC 9110: a server that has nothing new sends nothing), and reads
the entries that were not read yet: from the feed where it holds the article in whole, or else from its page. What came
of an entry is remembered when whoever takes the articles says that they are stored. A feed that fails is asked less
and less often; an entry that fails is tried again in later rounds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from onrecord.article import Article
from onrecord.errors import FetchFailed, FetchLimit, InputError, NoArticle, NotText
from onrecord.reading.feed import Entry, Feed, article_of, parse_feed
from onrecord.reading.files import shown
from onrecord.reading.form import MEDIA_TYPES, PEEK, form_of
from onrecord.reading.politeness import LeftAlone, Politeness, seconds_after
from onrecord.reading.whole import read_bytes

MOST_A_ROUND = 200
"""Entries of one feed that are read in one round; the rest waits for the next. A feed that makes up new ones without
end holds up nobody."""

LONGEST_INTERVAL = timedelta(days=1)
"""A feed is asked so often at least, whatever it asks for and however often it failed."""

GONE_INTERVAL = timedelta(days=30)
"""A feed that is gone for good (status 410) is asked so seldom."""

EARLY = 0.9
"""The share of an interval after which a feed is due: a job that runs every 15 minutes is never there to the second."""

_ACCEPTED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_FINAL = frozenset({400, 401, 402, 403, 404, 405, 410, 451})


class State(Protocol):
    """What is known of a feed from the last time it was asked."""

    @property
    def etag(self) -> str | None:
        """What its server called that answer."""

    @property
    def modified(self) -> str | None:
        """When its server said that it had changed."""

    @property
    def due(self) -> datetime | None:
        """When it is to be asked again."""

    @property
    def failures(self) -> int:
        """How often in a row it could not be had."""


class Memory(Protocol):
    """What remembers feeds from one round to the next; onrecord/ledger/feeds.py does."""

    def state(self, feed: str) -> State:
        """What is known of a feed."""

    def fresh(self, feed: str, entries: Iterable[str]) -> frozenset[str]:
        """Those of the entries that are still to be read."""

    def asked(
        self,
        feed: str,
        *,
        due: datetime,
        etag: str | None = None,
        modified: str | None = None,
        title: str | None = None,
        failures: int = 0,
        problem: str | None = None,
    ) -> None:
        """Keep what came of asking a feed."""

    def listed(self, feed: str, entries: Iterable[str]) -> None:
        """Keep that a feed lists these entries."""

    def settled(self, outcomes: Iterable[tuple[str, str, bool]]) -> None:
        """Keep what became of entries."""


@dataclass(slots=True)
class Round:
    """What came of one round."""

    asked: int = 0
    """Feeds that were asked."""

    unchanged: int = 0
    """Those of them that had nothing new, as their servers said."""

    waiting: int = 0
    """Feeds that were not due."""

    left: int = 0
    """Entries that wait for a later round."""

    problems: list[InputError] = field(default_factory=list)
    """What was wrong with feeds; what is wrong with entries is among the articles."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One address to be asked."""

    url: str
    """The address."""

    feed: str
    """The feed that it is, or that it comes from."""

    entry: Entry | None = None
    """The entry that it is the page of; None for the feed itself."""

    source: Feed | None = None
    """What the feed says beside its entries."""


@dataclass(slots=True)
class _Tag:
    """What a feed's server called its answer, kept back until every entry of it is stored.

    With it the server would send nothing the next time, and what a kill had cost would be lost.
    """

    etag: str | None
    """ETag."""

    modified: str | None
    """Last-Modified."""

    due: datetime
    """When the feed is to be asked again."""

    left: int
    """Entries that are not stored yet."""


class Follower:
    """Follows some feeds."""

    def __init__(
        self,
        feeds: Sequence[str],
        memory: Memory,
        *,
        minutes: int = 15,
        politeness: Politeness | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`minutes` lie between two times that a feed is asked, unless it asks for more."""
        self._feeds = list(dict.fromkeys(feeds))
        self._memory = memory
        self._interval = timedelta(minutes=minutes)
        self._politeness = politeness or Politeness()
        self._now = now
        self._given: deque[tuple[str, str, bool]] = deque()
        self._settled = 0
        self._tags: dict[str, _Tag] = {}
        self.round = Round()

    def articles(self) -> Iterator[Article | InputError]:
        """One round: the new articles of the feeds that are due, and errors in the place of those that cannot be read.

        What came of the round beside is in `round`. Each result has to be acknowledged with `stored`.
        """
        self.round = Round()
        self._given.clear()
        self._settled = 0
        self._tags.clear()
        hosts: dict[str, deque[_Task]] = {}
        for feed in self._feeds:
            due = self._memory.state(feed).due
            if due is not None and due > self._now():
                self.round.waiting += 1
            else:
                hosts.setdefault(urlsplit(feed).netloc, deque()).append(_Task(feed, feed))
        while hosts:
            name = min(hosts, key=lambda host: self._politeness.wait(hosts[host][0].url))
            task = hosts[name].popleft()
            if task.entry is None:
                for more in self._ask(task.feed):
                    hosts.setdefault(urlsplit(more.url).netloc, deque()).append(more)
            else:
                yield from self._result(task)
            hosts = {host: tasks for host, tasks in hosts.items() if tasks}

    def stored(self, count: int) -> None:
        """Remember what became of the first `count` results of this round: they are stored, and cannot be lost."""
        done = [self._given.popleft() for _ in range(min(count - self._settled, len(self._given)))]
        if done:
            self._settled += len(done)
            self._memory.settled(done)
        for feed, _, is_done in done:
            tag = self._tags.get(feed)
            if tag is None:
                continue
            tag.left -= 1
            if not is_done or not tag.left:
                del self._tags[feed]
            if is_done and not tag.left:
                self._memory.asked(feed, due=tag.due, etag=tag.etag, modified=tag.modified)

    def next_due(self) -> datetime:
        """When the next round is worth while."""
        dues = [due for feed in self._feeds if (due := self._memory.state(feed).due) is not None]
        return min(dues, default=self._now())

    def _ask(self, feed: str) -> list[_Task]:
        """Ask a feed; gives the entries to be read."""
        state = self._memory.state(feed)
        headers = {"Accept": _ACCEPTED}
        headers |= {"If-None-Match": state.etag} if state.etag else {}
        headers |= {"If-Modified-Since": state.modified} if state.modified else {}
        try:
            # The feed itself is asked without robots.txt: a person named it, and sites keep feeds from search engines.
            answer = self._politeness.ask(feed, headers=headers, robots=False)
        except LeftAlone:
            self.round.waiting += 1
            return []
        except InputError as error:
            self._failed(feed, state, error)
            return []
        self.round.asked += 1
        if answer.status == 304:
            self.round.unchanged += 1
            self._memory.asked(feed, due=self._due(None), etag=state.etag, modified=state.modified)
            return []
        if answer.status != 200:
            self._failed(feed, state, _refused(feed, answer.status), answer.status, answer.headers.get("retry-after"))
            return []
        try:
            found = parse_feed(answer.body, origin=shown(feed), url=answer.url, charset=answer.charset)
        except InputError as error:
            self._failed(feed, state, error)
            return []
        if found.is_partial:
            problem = "It breaks off before its end, or lists more than is taken at once."
            self.round.problems.append(NoArticle(shown(feed), problem, "What it lists was read."))
        return self._new(feed, found, answer.headers.get("etag"), answer.headers.get("last-modified"))

    def _new(self, feed: str, found: Feed, etag: str | None, modified: str | None) -> list[_Task]:
        names = [entry.id for entry in found.entries]
        fresh = self._memory.fresh(feed, names)
        new = [entry for entry in found.entries if entry.id in fresh]
        self._memory.listed(feed, names)
        left = max(0, len(new) - MOST_A_ROUND)
        self.round.left += left
        due = self._due(found.minutes)
        if new:
            self._memory.asked(feed, due=due, title=found.title)
            if not left and not found.is_partial:
                self._tags[feed] = _Tag(etag, modified, due, len(new))
        else:
            self._memory.asked(feed, due=due, etag=etag, modified=modified, title=found.title)
        tasks = [_Task(entry.link or feed, feed, entry, found) for entry in new[:MOST_A_ROUND]]
        return tasks[::-1]  # feeds list the newest first, and a record is kept in the order of things

    def _result(self, task: _Task) -> Iterator[Article | InputError]:
        """The article of an entry, or why there is none; nothing at all where its host is being left alone."""
        assert task.entry is not None
        assert task.source is not None
        try:
            result, is_done = self._read(task, task.entry, task.source)
        except LeftAlone:
            self.round.left += 1
            self._tags.pop(task.feed, None)
            return
        except InputError as error:
            result, is_done = error, not isinstance(error, FetchFailed | FetchLimit)
        self._given.append((task.feed, task.entry.id, is_done))
        yield result

    def _read(self, task: _Task, entry: Entry, source: Feed) -> tuple[Article | InputError, bool]:
        """The article of an entry or why there is none, and whether trying again would change nothing."""
        if entry.body is not None:
            return article_of(entry, source, origin=shown(entry.link or task.feed)), True
        if entry.link is None:
            raise NoArticle(shown(task.feed), "An entry has neither an article nor an address.", "Tell its publisher.")
        origin = shown(entry.link)
        answer = self._politeness.ask(entry.link)
        if answer.status != 200:
            return _refused(entry.link, answer.status), answer.status in _FINAL
        form = MEDIA_TYPES.get(answer.media_type) or form_of(answer.body[:PEEK], origin=origin)
        if form not in ("page", "text", "pdf", "docx"):
            raise NotText(origin, f"It leads to no page but to {form}.", "Read it by itself if it is wanted.")
        found = next(read_bytes(answer.body, form, origin=origin, url=answer.url, charset=answer.charset))
        if not isinstance(found, Article):
            raise found if isinstance(found, InputError) else NoArticle(origin, "It is no article.", "Leave it out.")
        whole = replace(
            found,
            title=found.title or entry.title,
            author=found.author or entry.author,
            outlet=found.outlet or source.title,
            published=found.published or entry.published,
        )
        return whole, True

    def _due(self, minutes: int | None) -> datetime:
        wanted = max(self._interval, timedelta(minutes=min(minutes or 0, 1_440)))
        return self._now() + min(wanted, LONGEST_INTERVAL) * EARLY

    def _failed(
        self, feed: str, state: State, error: InputError, status: int = 0, retry_after: str | None = None
    ) -> None:
        """Keep that a feed could not be had, and ask it again after a time that doubles."""
        self.round.problems.append(error)
        backoff = min(self._interval * 2.0 ** min(state.failures + 1, 16), LONGEST_INTERVAL)
        wanted = timedelta(seconds=min(seconds_after(retry_after) or 0.0, LONGEST_INTERVAL.total_seconds()))
        due = self._now() + (GONE_INTERVAL if status == 410 else max(backoff, wanted))
        kept = {"etag": state.etag, "modified": state.modified}
        self._memory.asked(feed, due=due, failures=state.failures + 1, problem=error.problem, **kept)


def _refused(url: str, status: int) -> FetchFailed:
    return FetchFailed(shown(url), f"The server answers with the status {status}.", "Open it in a browser.")
