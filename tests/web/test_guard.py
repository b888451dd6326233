"""Whoever is not meant to is not let in, and nothing that is answered lets a browser do more than it must."""

from __future__ import annotations

import asyncio
import time

import pytest

from onrecord.web import server
from onrecord.web.guard import POLICY, Door, Limits
from tests.web.conftest import OURS

TOKEN = "a-token-of-more-than-sixteen"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8787", 200),
        ("localhost:8787", 200),
        ("LOCALHOST", 200),
        ("[::1]:8787", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8787", 421),
        ("10.0.0.7:8787", 421),
        ("127.0.0.1:8787@evil.example", 421),
        ("evil.example@127.0.0.1", 200),  # a user name, as browsers read it; never sent by one
        ("127.0.0.1:port", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_only_the_own_names_are_answered(client, host, status):
    assert client.get("/index.json", headers={"host": host}).status_code == status


def test_two_hosts_or_none_are_refused(client):
    twice = client.build_request("GET", "/index.json")
    twice.headers = type(twice.headers)([("host", "127.0.0.1"), ("host", "evil.example")])
    assert client.send(twice).status_code == 421


def test_every_answer_has_the_policy(client):
    for address in ("/", "/index.json", "/openapi.json", "/nowhere", "/articles/77", "/search?kind=x"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_files_may_be_kept_for_ever_and_are_named_after_what_is_in_them(client):
    page = client.get("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "/*LIGHT*/" not in answer.text
    assert "--paper:#fdfcf9" in answer.text
    for name in ("room.html", "..", "%2e%2e%2fapp.py", "__init__.py"):
        assert client.get(f"/static/x/{name}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8787"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8787"},
        {"origin": "http://127.0.0.1:9999"},
        {"referer": "http://127.0.0.1:8787/add"},
    ],
)
@pytest.mark.parametrize("address", ["/add", "/articles/2/corrections", "/people/2/rename", "/corrections/1/undo"])
def test_what_changes_something_has_to_come_from_here(client, ledger, address, headers):
    before = ledger.people.decisions(), ledger.shelf.corrections(2)
    data = {"text": "x", "name": "Eve", "statement": "9", "verb": "none"}
    assert client.post(address, data=data, headers=headers).status_code == 403
    assert (ledger.people.decisions(), ledger.shelf.corrections(2)) == before
    assert client.get("/add.json").json() == {"handed_in": []}


@pytest.mark.parametrize("headers", [OURS, {"origin": "http://127.0.0.1:8787"}])
def test_what_comes_from_here_is_done(client, ledger, headers):
    assert client.post("/people/2/rename", data={"name": "A. Brooks"}, headers=headers).status_code == 303
    assert ledger.people.decisions()[-1].sentence == "Ana Brooks (2) is called A. Brooks."


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_other_methods_do_nothing(client, method):
    assert client.request(method, "/articles/2", headers=OURS).status_code == 405


def test_a_body_over_the_limit_is_refused_whatever_it_says_of_itself(made):
    client = made(limits=Limits(body=5_000, seconds=60, rate=1_000))
    assert client.post("/add", data={"text": "x" * 6_000}, headers=OURS).status_code == 413

    def chunks():
        for _ in range(100):
            yield b"text=" + b"x" * 1_000 + b"&"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/add", content=chunks(), headers=OURS | kind).status_code == 413
    assert client.get("/add.json").json() == {"handed_in": []}


def test_a_body_that_does_not_come_is_not_waited_for(ledger):
    from onrecord.web.adding import Desk
    from onrecord.web.app import application
    from onrecord.web.room import Room

    app = application(Room(ledger, Desk(ledger)), door=server.door("127.0.0.1"), limits=Limits(1_000, 0.2, 100))
    sent = []

    async def receive():
        await asyncio.sleep(30)

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"sec-fetch-site", b"same-origin"), (b"content-length", b"10"),
               (b"content-type", b"application/x-www-form-urlencoded")]  # fmt: skip
    scope = {"type": "http", "method": "POST", "path": "/add", "raw_path": b"/add", "query_string": b"",
             "headers": headers, "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
             "root_path": "", "http_version": "1.1", "asgi": {"version": "3.0"}}  # fmt: skip
    start = time.monotonic()
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408
    assert time.monotonic() - start < 15


def test_too_many_requests_are_told_to_wait_and_time_lets_them_in_again(made):
    client = made(limits=Limits(body=1_000, seconds=60, rate=5))
    answers = [client.get("/index.json") for _ in range(60)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:20] == [200] * 20
    assert 429 in statuses
    assert next(a for a in answers if a.status_code == 429).headers["retry-after"] == "1"
    time.sleep(0.5)
    assert client.get("/index.json").status_code == 200


class TestBeyondThisMachine:
    """At any other address, everything needs the token."""

    @pytest.fixture
    def client(self, made):
        return made(host="0.0.0.0", token=TOKEN)

    @pytest.mark.parametrize("address", ["/", "/index.json", "/openapi.json", "/search.atom?words=pier", "/static/x/y"])
    def test_without_it_nothing_is_shown(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 401
        assert "token" in answer.text
        assert TOKEN not in answer.text

    def test_the_address_with_it_gives_a_cookie_and_is_not_kept(self, client):
        answer = client.get(f"/search?words=pier&token={TOKEN}")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/search?words=pier"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert TOKEN not in cookie
        assert client.get("/search?words=pier").status_code == 200

    @pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/", "/\\evil.example/", "/%5cevil.example/"])
    def test_no_address_leads_elsewhere(self, client, path):
        answer = client.get(f"http://0.0.0.0:8787{path}?token={TOKEN}")
        assert answer.headers["location"] in ("/evil.example/", "/%5Cevil.example/")

    @pytest.mark.parametrize("given", ["", "x", TOKEN[:-1], f"{TOKEN}x", "ÿ", "a\x00"])
    def test_another_one_does_not_open(self, client, given):
        assert client.get("/", params={"token": given}).status_code == 401
        bearer = f"Bearer {given}".encode("utf-8", "replace")
        assert client.get("/", headers={"authorization": bearer}).status_code == 401
        assert client.get("/", headers={"cookie": f"onrecord={given}".encode()}).status_code == 401

    def test_a_program_sends_it_as_a_bearer(self, client):
        assert client.get("/index.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200

    def test_the_token_does_not_make_a_foreign_form_ours(self, client):
        headers = {"authorization": f"Bearer {TOKEN}", "origin": "http://evil.example"}
        assert client.post("/add", data={"text": "x"}, headers=headers).status_code == 403

    @pytest.mark.parametrize(("host", "status"), [("10.0.0.7:8787", 200), ("[fe80::1]", 200), ("evil.example", 421)])
    def test_a_name_can_be_made_to_point_here_and_a_number_cannot(self, client, host, status):
        headers = {"host": host, "authorization": f"Bearer {TOKEN}"}
        assert client.get("/index.json", headers=headers).status_code == status


def test_the_own_machine_has_no_token_and_another_name_is_known_when_it_is_given():
    assert server.is_own("127.0.0.1")
    assert not server.is_own("0.0.0.0")
    door = server.door("0.0.0.0", names=["Newsroom.example"], token=TOKEN)
    assert door.knows("newsroom.example:80")
    assert not Door(frozenset({"localhost"})).knows("192.168.1.1")
    assert TOKEN not in repr(door)


def test_a_page_that_takes_too_long_is_stopped(made, ledger, monkeypatch):
    from onrecord.ledger import shelved

    def slow(connection, limit):
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        return connection.execute(endless).fetchall()

    monkeypatch.setattr(shelved, "newest", slow)
    client = made(limits=Limits(body=1_000, seconds=0.3, rate=1_000))
    start = time.monotonic()
    answer = client.get("/index.json")
    assert answer.status_code == 503
    assert answer.json()["error"] == "It took longer than 0.3 seconds."
    assert time.monotonic() - start < 30
    assert client.get("/search.json?words=pier").status_code == 200, "the connection is as good as before"


def test_errors_show_no_paths(made, ledger, monkeypatch, tmp_path):
    from onrecord.web.pages import front

    def broken(*arguments):
        raise RuntimeError(f"{ledger.path} is broken")

    client = made(raise_server_exceptions=False)
    monkeypatch.setattr(front, "Front", broken)
    for address in ("/", "/index.json"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert str(tmp_path) not in answer.text
        assert "Something went wrong here" in answer.text
    ledger.close()
    (tmp_path / "news.db").write_bytes(b"no ledger at all" * 100)
    for address in ("/search.json?words=pier", "/articles/1"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text
        assert "news.db" not in answer.text
