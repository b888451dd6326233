"""A web address is fetched only from the public web, and only for so long and so much."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, ip_address

import pytest

from onrecord.article import Article
from onrecord.errors import AddressRefused, FetchFailed, FetchLimit, NotText
from onrecord.reading import inputs
from onrecord.reading.address import Fetched, fetch, user_agent
from onrecord.reading.public import IPAddress, is_public

PAGE = "<html><body><p>The mayor said “no” on Tuesday.</p></body></html>"
LOCAL = IPv4Address("127.0.0.1")


class Site(BaseHTTPRequestHandler):
    """A small site with everything that can go wrong."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        getattr(self, "do_" + self.path.strip("/").partition("?")[0].partition("-")[0])()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def answer(self, body: bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(200)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.end_headers()

    def do_page(self) -> None:
        self.answer(PAGE.encode())

    def do_agent(self) -> None:
        self.answer(self.headers["User-Agent"].encode(), "text/plain")

    def do_image(self) -> None:
        self.answer(b"\x89PNG", "image/png")

    def do_lines(self) -> None:
        self.answer(b'{"text": "She said no."}\n{"text": "He said yes."}\n', "application/x-ndjson")

    def do_moved(self) -> None:
        self.redirect("/page")

    def do_inward(self) -> None:
        self.redirect(f"http://127.0.0.2:{self.server.server_address[1]}/page")

    def do_file(self) -> None:
        self.redirect("file:///etc/passwd")

    def do_port(self) -> None:
        self.redirect("http://news.example:22/")

    def do_ring(self) -> None:
        self.redirect("/ring")

    def do_missing(self) -> None:
        self.send_error(404)

    def do_broken(self) -> None:
        self.send_error(503)

    def do_endless(self) -> None:
        self.answer(b"")
        try:
            while True:
                self.wfile.write(b"<p>said</p>" * 1000)
        except OSError:
            return

    def do_bomb(self) -> None:
        self.answer(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def do_notgzip(self) -> None:
        self.answer(b"not gzip at all", Content_Encoding="gzip")

    def do_drip(self) -> None:
        self.answer(b"")
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def do_silent(self) -> None:
        time.sleep(3)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def lookup(host: str, port: int) -> list[str]:
    return {"news.example": ["127.0.0.1"], "two.example": ["127.0.0.1", "10.0.0.1"]}.get(host, [host])


def only_local(address: IPAddress) -> bool:
    return address == LOCAL


def get(port: int, path: str, host: str = "news.example") -> Fetched:
    return fetch(f"http://{host}:{port}/{path}", resolver=lookup, is_allowed=only_local, ports=frozenset({port}))


def test_a_page_is_fetched(port: int) -> None:
    assert get(port, "page") == Fetched(PAGE.encode(), "text/html", "utf-8", f"http://news.example:{port}/page")


def test_redirects_are_followed_and_the_last_address_is_told(port: int) -> None:
    assert get(port, "moved").url == f"http://news.example:{port}/page"


def test_onrecord_says_who_it_is(port: int) -> None:
    assert get(port, "agent").body.decode() == user_agent()
    assert user_agent().startswith("Onrecord")


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("inward", AddressRefused, "127.0.0.2, which is no public address"),
        ("file", AddressRefused, "'file'"),
        ("port", AddressRefused, "port 22"),
        ("ring", FetchLimit, "redirects more than 5 times"),
        ("missing", FetchFailed, "404"),
        ("broken", FetchFailed, "503"),
        ("image", NotText, "image/png"),
        ("bomb", FetchLimit, "more than 10000000 bytes"),
        ("endless", FetchLimit, "more than 10000000 bytes"),
        ("notgzip", FetchFailed, "cannot be reached, or breaks off"),
    ],
)
def test_what_cannot_be_fetched(port: int, path: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        get(port, path)
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"http://news.example:{port}/{path}: ")


@pytest.mark.parametrize("path", ["drip", "silent"])
def test_one_deadline_covers_everything(port: int, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_FETCH_SECONDS", "1")
    begin = time.monotonic()
    with pytest.raises(FetchLimit, match="within 1 seconds"):
        get(port, path)
    assert time.monotonic() - begin < 2.5


def test_a_resolver_that_hangs_is_cut_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_FETCH_SECONDS", "1")
    release = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        release.wait(10)
        return []

    with pytest.raises(FetchLimit):
        fetch("http://news.example/", resolver=hang)
    release.set()


def test_one_private_address_among_several_refuses_all(port: int) -> None:
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        get(port, "page", host="two.example")


def test_a_name_that_does_not_exist_and_a_closed_port(port: int) -> None:
    def fail(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(FetchFailed, match="cannot be looked up"):
        fetch("http://none.example/", resolver=fail)
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetch("http://news.example:1/", resolver=lookup, is_allowed=only_local, ports=frozenset({1}))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/",
        "file:///etc/passwd",
        "http:///x",
        "http://",
        "http://user:secret@news.example/",
        "http://user@news.example/",
        "http://news.example:8080/",
        "https://news.example:22/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://255.255.255.255/",
        "http://224.0.0.1/",
        "http://exa mple/",
        "http://[::1",
        "http://\ud800/",
    ],
)
def test_what_leads_anywhere_but_to_the_public_web_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        fetch(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("64:ff9b::5db8:d822", True),
        ("2002:5db8:d822::1", True),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::1", False),
        ("2001:0:5db8:d822:0:0:f5ff:fffe", False),
        ("::10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2606:4700::5efe:10.0.0.1", False),
        ("192.88.99.1", False),
        ("240.0.0.1", False),
        ("198.18.0.1", False),
    ],
)
def test_an_address_is_public_if_every_way_of_reading_it_is(number: str, public: bool) -> None:
    assert is_public(ip_address(number)) is public


def test_addresses_are_inputs_like_any_other(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "fetch", lambda url: get(port, url.rpartition("/")[2]))
    page, first, second, missing = inputs.read_inputs(
        ["https://x.example/moved", "https://x.example/lines", "https://x.example/missing"]
    )
    assert isinstance(page, Article)
    assert (page.text, page.url) == ("The mayor said “no” on Tuesday.", f"http://news.example:{port}/page")
    assert (first.origin, second.origin) == ("https://x.example/lines:1", "https://x.example/lines:2")
    assert type(missing) is FetchFailed
