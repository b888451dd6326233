"""`onrecord follow`: what feeds bring goes into the ledger, once, and a kill loses nothing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from onrecord.cli import follow
from onrecord.ledger.ledger import Ledger
from onrecord.reading.address import fetch
from onrecord.reading.politeness import Politeness
from onrecord.record import Model, Record

GERMAN = "Der Minister sagte, dass die Stadt nicht mit der Partei über den Plan redet. "
PAGE = "<html><body><article><p>The pier will close, Ana Brooks said of pier {} on Monday.</p></article></body></html>"


class Site(BaseHTTPRequestHandler):
    """A feed of three pages, one of them missing, one in another language; and a feed that ends up inside."""

    seen: list[str] = []  # noqa: RUF012 - the tests look here

    def do_GET(self) -> None:
        Site.seen.append(self.path)
        if self.path == "/feed":
            if self.headers.get("If-None-Match") == '"1"':
                return self.answer(304, "")
            items = "".join(f"<item><link>/{n}</link></item>" for n in (3, 2, 1))
            return self.answer(200, f"<rss><channel><title>Dispatch</title>{items}</channel></rss>", "text/xml", '"1"')
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2/feed")
            return self.end_headers()
        if self.path == "/2":
            return self.answer(404, "")
        if self.path == "/3":
            return self.answer(200, f"<p>{GERMAN * 9}</p>")
        return self.answer(200, PAGE.format(self.path)) if self.path == "/1" else self.answer(404, "")

    def answer(self, status: int, body: str, kind: str = "text/html", etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    Site.seen.clear()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def run(site, tmp_path, monkeypatch, capsys):
    """Follow feeds of the site once, without the model; gives status, output, errors."""
    from onrecord.pipeline import Reader

    monkeypatch.setattr(Reader, "_record", lambda self, article: Record(article, (), (), Model("fake", "1")))
    path = str(tmp_path / "news.db")

    def local(url, **options):
        only = {"resolver": lambda host, port: ["127.0.0.1"] if host == "news.example" else [host]}
        return fetch(url, is_allowed=lambda a: a == ip_address("127.0.0.1"), ports=frozenset({site}), **only, **options)

    def call(*names):
        feeds = [f"http://news.example:{site}/{name}" for name in names]
        polite = Politeness(fetch=local, pause=0.01)
        options = {"once": True, "minutes": 15, "threads": 1, "quiet": False, "politeness": polite}
        status = follow.follow_feeds(feeds, ledger=path, **options)
        said = capsys.readouterr()
        return status, said.out, said.err

    call.path = path
    return call


def test_a_feed_is_read_into_a_ledger_once(run, site):
    status, out, err = run("feed")
    assert status == 1
    assert out.startswith("1 feed asked. Added 1 article with")
    assert "2 could not be read:" in err
    assert f"http://news.example:{site}/2: The server answers with the status 404." in err
    assert '/3: It is written in another language than English ("de").' in err
    assert sorted(Site.seen) == ["/1", "/2", "/3", "/feed", "/robots.txt"]
    with Ledger(run.path) as ledger:
        assert [each.origin.rpartition("/")[2] for each in ledger.unread()] == ["2", "3"]
        assert [each.article.outlet for each in ledger.export()] == ["Dispatch"]
    assert run("feed") == (0, "0 feeds asked, 1 not due. Added 0 articles with 0 statements.\n", "")


def test_what_was_read_but_not_stored_is_read_again(run, monkeypatch):
    def broken(self, results, **more):
        list(results)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(Ledger, "add", broken)
        with pytest.raises(KeyboardInterrupt):
            run("feed")
    with closing(sqlite3.connect(run.path)) as connection, connection:
        connection.execute("UPDATE feeds SET due = NULL")
    Site.seen.clear()
    assert run("feed")[1].startswith("1 feed asked. Added 1 article")


def test_a_feed_that_leads_inside_is_refused(run, site):
    status, out, err = run("inside")
    assert (status, out) == (1, "0 feeds asked. Added 0 articles with 0 statements.\n")
    assert "127.0.0.2, which is no public address" in err or "leads to port 80" in err


def test_what_is_no_address_is_said_to_be_none(onrecord):
    status, _, err = onrecord("follow", "feed.xml", "--once")
    assert (status, err) == (2, "onrecord: feed.xml is not an http or https address. Give the addresses of feeds.\n")
