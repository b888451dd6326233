"""Feeds are followed politely and each entry is read once, whatever servers do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from onrecord.article import Article
from onrecord.errors import AddressRefused, FetchFailed, FetchLimit, InputError
from onrecord.ledger.feeds import MOST_TRIES, Feeds
from onrecord.reading.address import Fetched, fetch
from onrecord.reading.following import MOST_A_ROUND, Follower
from onrecord.reading.politeness import LeftAlone, Politeness, seconds_after

FEED = "https://carrow.example/feed.xml"
WORDS = "<p>The pier will close, Ana Brooks said of {0} on Monday.</p>"
PAGE = f"<html><head><title>{{0}}</title></head><body><article>{WORDS}</article></body></html>"


class Web:
    """A web with a clock of its own: what each address answers, and what it was asked when."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.asked: list[tuple[float, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.answers: dict[str, Any] = {}

    def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, before: Any = None, **options: Any
    ) -> Fetched:
        if before:
            before(url)
        self.asked.append((self.now, url))
        self.headers.append(headers or {})
        answer = self.answers.get(url)
        if callable(answer):
            answer = answer(headers or {})
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            return Fetched(b"", "", None, url, 404)
        status, body, told = answer if isinstance(answer, tuple) else (200, answer, {})
        kind = "application/rss+xml" if url == FEED else "text/html"
        return Fetched(body.encode() if isinstance(body, str) else body, kind, "utf-8", url, status, told)

    def sleep(self, seconds: float) -> None:
        assert 0 < seconds < 1_000
        self.now += seconds

    def polite(self) -> Politeness:
        return Politeness(fetch=self.fetch, clock=lambda: self.now, sleep=self.sleep)

    def urls(self) -> list[str]:
        return [url for _, url in self.asked if not url.endswith("robots.txt")]


def rss(*numbers: int, host: str = "https://carrow.example") -> str:
    items = "".join(f"<item><link>{host}/{n}</link><title>Story {n}</title></item>" for n in numbers)
    return f"<rss><channel><title>Dispatch</title>{items}</channel></rss>"


@pytest.fixture
def web() -> Web:
    made = Web()
    made.answers = {f"https://carrow.example/{n}": PAGE.format(f"pier {n}") for n in range(1, 500)}
    return made


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2024, 3, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def follower(web: Web, clock: Clock, tmp_path: Path) -> Follower:
    return Follower([FEED], Feeds(tmp_path / "news.db", now=clock), politeness=web.polite(), now=clock)


def round_of(follower: Follower, *, stored: int | None = None) -> list[Article | InputError]:
    found = list(follower.articles())
    follower.stored(len(found) if stored is None else stored)
    return found


def names(results: list[Article | InputError]) -> list[str]:
    return [each.origin.rpartition("/")[2] if isinstance(each, Article) else type(each).__name__ for each in results]


def test_what_is_new_is_read_once_in_the_order_it_came(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(2, 1)
    first = round_of(follower)
    assert names(first) == ["1", "2"]
    article = first[0]
    assert isinstance(article, Article)
    assert (article.url, article.outlet) == ("https://carrow.example/1", "Dispatch")
    assert round_of(follower) == []
    assert follower.round.waiting == 1
    clock.now += timedelta(minutes=14)
    web.answers[FEED] = rss(3, 2, 1)
    assert names(round_of(follower)) == ["3"]
    assert web.urls().count("https://carrow.example/1") == 1


def test_a_server_is_asked_conditionally(web: Web, clock: Clock, follower: Follower) -> None:
    def answer(headers: Mapping[str, str]) -> Any:
        known = headers.get("If-None-Match") == '"v1"' and headers.get("If-Modified-Since") == "then"
        return (304, "", {}) if known else (200, rss(1), {"etag": '"v1"', "last-modified": "then"})

    web.answers[FEED] = answer
    assert len(round_of(follower)) == 1
    for _ in range(2):
        clock.now += timedelta(minutes=15)
        assert round_of(follower) == []
        assert (follower.round.asked, follower.round.unchanged) == (1, 1)


def test_what_was_not_stored_is_read_again(web: Web, clock: Clock, follower: Follower) -> None:
    def answer(headers: Mapping[str, str]) -> Any:
        return (304, "", {}) if "If-None-Match" in headers else (200, rss(3, 2, 1), {"etag": '"v1"'})

    web.answers[FEED] = answer
    assert names(round_of(follower, stored=1)) == ["1", "2", "3"]
    clock.now += timedelta(minutes=15)
    assert names(round_of(follower)) == ["2", "3"]
    clock.now += timedelta(minutes=15)
    assert round_of(follower) == []
    assert follower.round.unchanged == 1


def test_between_two_requests_to_a_host_lies_a_pause_and_others_do_not_wait(web: Web, follower: Follower) -> None:
    web.answers[FEED] = rss(1, 2) + ""
    web.answers["https://other.example/7"] = PAGE.format("seven")
    web.answers[FEED] = rss(1, 2).replace("</channel>", "<item><link>https://other.example/7</link></item></channel>")
    web.answers["https://carrow.example/robots.txt"] = "User-agent: *\nCrawl-delay: 9"
    assert len(round_of(follower)) == 3
    times = [at for at, url in web.asked if "carrow" in url]
    assert all(after - before >= 2 for before, after in pairwise(times))
    pages = [at for at, url in web.asked if url in ("https://carrow.example/1", "https://carrow.example/2")]
    assert abs(pages[1] - pages[0]) >= 9
    order = [url for url in web.urls() if url != FEED]
    assert order.index("https://other.example/7") < 2


def test_robots_txt_is_kept_to_and_read_once(web: Web, follower: Follower) -> None:
    web.answers[FEED] = rss(2, 1)
    web.answers["https://carrow.example/robots.txt"] = "User-agent: *\nDisallow: /1\nDisallow: /feed"
    results = round_of(follower)
    assert names(results) == ["AddressRefused", "2"]
    assert "robots.txt" in str(results[0])
    assert sum(url.endswith("robots.txt") for _, url in web.asked) == 1


def test_a_site_that_does_not_give_its_robots_txt_is_tried_later(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(1)
    web.answers["https://carrow.example/robots.txt"] = (503, "", {})
    assert names(round_of(follower)) == ["FetchFailed"]
    assert "https://carrow.example/1" not in web.urls()
    web.answers["https://carrow.example/robots.txt"] = None
    clock.now += timedelta(minutes=15)
    web.now += 900
    assert names(round_of(follower)) == ["1"]


def test_a_redirect_to_a_forbidden_page_is_not_followed(web: Web) -> None:
    web.answers["https://carrow.example/robots.txt"] = "User-agent: *\nDisallow: /secret"
    polite = web.polite()
    with pytest.raises(AddressRefused):
        polite._refuse_forbidden("https://carrow.example/secret/1")
    polite._refuse_forbidden("https://carrow.example/1")


def test_a_page_that_fails_is_tried_again_but_not_for_ever(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(1)
    web.answers["https://carrow.example/1"] = FetchLimit("x", "Slow.", "Wait.")
    tried = 0
    for _ in range(MOST_TRIES + 3):
        tried += names(round_of(follower)) == ["FetchLimit"]
        clock.now += timedelta(days=2)
        web.now += 200_000
    assert tried == MOST_TRIES


def test_a_page_that_is_gone_is_not_tried_again(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(1)
    web.answers["https://carrow.example/1"] = (404, "", {})
    assert names(round_of(follower)) == ["FetchFailed"]
    clock.now += timedelta(minutes=15)
    assert round_of(follower) == []


def test_a_busy_host_is_left_alone_as_long_as_it_asks(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(3, 2, 1)
    web.answers["https://carrow.example/1"] = (429, "", {"retry-after": "600"})
    assert names(round_of(follower)) == ["FetchFailed"]
    assert follower.round.left == 2
    web.answers["https://carrow.example/1"] = PAGE.format("pier 1")
    clock.now += timedelta(minutes=15)
    web.now += 900
    assert names(round_of(follower)) == ["1", "2", "3"]


def test_a_feed_that_fails_is_asked_less_and_less_often(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = FetchFailed(FEED, "It is down.", "Wait.")
    asked = []
    for _ in range(300):
        list(follower.articles())
        if follower.round.problems:
            asked.append(clock.now)
        clock.now += timedelta(minutes=15)
        web.now += 900
    pauses = [after - before for before, after in pairwise(asked)]
    assert pauses == sorted(pauses)
    assert timedelta(minutes=30) <= pauses[0] < pauses[-1] <= timedelta(days=1, minutes=15)
    assert len(asked) < 12


def test_a_feed_that_makes_up_entries_without_end_holds_up_nobody(web: Web, clock: Clock, follower: Follower) -> None:
    web.answers[FEED] = rss(*range(1, MOST_A_ROUND + 51))
    assert len(round_of(follower)) == MOST_A_ROUND
    assert follower.round.left == 50
    clock.now += timedelta(minutes=15)
    web.now += 10_000
    assert len(round_of(follower)) == 50


def test_a_feed_that_leads_inside_is_refused_for_each_entry(clock: Clock, tmp_path: Path) -> None:
    """With the real fetch: no name is looked up for an address in figures, and none is asked."""
    feeds = ["http://127.0.0.1/feed.xml", "http://[::1]/feed", "http://169.254.169.254/latest"]
    follower = Follower(feeds, Feeds(tmp_path / "news.db"), politeness=Politeness(sleep=lambda seconds: None))
    assert list(follower.articles()) == []
    assert [type(each) for each in follower.round.problems] == [AddressRefused] * 3
    web = Web()

    def inside(url: str, **options: Any) -> Fetched:
        return web.fetch(url, **options) if url.startswith("https://carrow.example") else fetch(url, **options)

    web.answers[FEED] = rss(1, host="http://127.0.0.1")
    polite = Politeness(fetch=inside, sleep=lambda seconds: None)
    follower = Follower([FEED], Feeds(tmp_path / "other.db"), politeness=polite)
    (error,) = follower.articles()
    assert type(error) is AddressRefused
    assert "127.0.0.1" in str(error)
    assert web.urls() == [FEED]


def test_a_host_that_is_left_alone_is_not_asked(web: Web) -> None:
    polite = web.polite()
    web.answers[FEED] = (503, "", {})
    polite.ask(FEED, robots=False)
    with pytest.raises(LeftAlone):
        polite.ask(FEED, robots=False)
    web.now += 61
    polite.ask(FEED, robots=False)
    web.now += 61
    with pytest.raises(LeftAlone):
        polite.ask(FEED, robots=False)


@pytest.mark.parametrize(("value", "seconds"), [(None, None), ("", None), ("120", 120.0), ("soon", None), ("-5", None)])
def test_how_long_a_server_asks_for(value: str | None, seconds: float | None) -> None:
    assert seconds_after(value) == seconds
    assert seconds_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_an_entry_that_holds_the_article_costs_no_request(web: Web, follower: Follower) -> None:
    body = "<p>The pier will close, Ana Brooks said.</p>" * 60
    item = f"<item><link>https://carrow.example/1</link><description><![CDATA[{body}]]></description></item>"
    web.answers[FEED] = f"<rss><channel>{item}</channel></rss>"
    (article,) = round_of(follower)
    assert isinstance(article, Article)
    assert (web.urls(), article.url) == ([FEED], "https://carrow.example/1")


def test_entries_are_forgotten_long_after_the_feed_has(tmp_path: Path, clock: Clock) -> None:
    feeds = Feeds(tmp_path / "news.db", now=clock)
    feeds.listed(FEED, ["a", "b"])
    feeds.settled([(FEED, "a", True)])
    assert feeds.fresh(FEED, ["a", "b", "c"]) == {"b", "c"}
    clock.now += timedelta(days=200)
    feeds.listed(FEED, ["b"])
    feeds.asked(FEED, due=clock.now)
    assert feeds.fresh(FEED, ["a"]) == {"a"}
