"""Nobody holds a connection by being slow: heads that drip, bodies that drip after an answer, answers nobody takes."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest
import uvicorn

from onrecord.web import server
from onrecord.web.connection import connection

SECONDS = 1.0
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LARGE = 40_000_000


async def _app(scope, receive, send):
    """Answers at once, whatever still comes; at /large with more than any buffer holds."""
    assert scope["type"] == "http"
    body = b"x" * LARGE if scope["path"] == "/large" else b"here"
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port():
    """A server whose connections have a second, and twenty between two requests."""
    place = server.bound("127.0.0.1", 0)
    config = uvicorn.Config(
        _app, log_level="error", lifespan="off", http=connection(SECONDS), timeout_keep_alive=20, ws="none"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [place]}, daemon=True)
    thread.start()
    yield place.getsockname()[1]
    running.should_exit = running.force_exit = True
    thread.join(30)


@pytest.fixture
def opened(port):
    """Open a connection."""
    with contextlib.ExitStack() as stack:

        def one():
            made = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            return made

        yield one


def dripped(made, data, *, pause=0.1, longest=15.0):
    """What comes back while a byte goes out every so often, until the other end has closed; and how long that took."""
    start, got = time.monotonic(), b""
    made.settimeout(pause)
    for byte in data:
        with contextlib.suppress(OSError):
            made.send(bytes([byte]))
        try:
            part = made.recv(65536)
        except TimeoutError:
            assert time.monotonic() - start < longest, "the connection is still open"
            continue
        except ConnectionError:
            return got, time.monotonic() - start
        if not part:
            return got, time.monotonic() - start
        got += part
    raise AssertionError("the connection is still open")


def answered(made):
    """The head and the four bytes of an answer."""
    got = b""
    while not got.endswith(b"here"):
        part = made.recv(65536)
        assert part, got
        got += part
    return got


def test_a_head_that_drips_is_told_and_let_go_of(opened):
    got, took = dripped(opened(), b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 1_000)
    assert got.startswith(b"HTTP/1.1 408 ")
    assert got.endswith(b"too long to come in.\n")
    assert SECONDS * 0.9 < took < 6 * SECONDS


def test_so_is_the_head_of_a_second_request(opened):
    made = opened()
    made.sendall(HEAD)
    answered(made)
    time.sleep(2 * SECONDS)  # between two requests there is more time
    got, took = dripped(made, b"GET / HTTP/1.1\r\nX-Slow: " + b"a" * 1_000)
    assert got.startswith(b"HTTP/1.1 408 ")
    assert took > SECONDS * 0.9


def test_one_that_came_with_the_end_of_the_first(opened):
    made = opened()
    made.sendall(HEAD + b"GET / HT")
    answered(made)
    got, _ = dripped(made, b"TP/1.1\r\nX-Slow: " + b"a" * 1_000)
    assert got.startswith(b"HTTP/1.1 408 ")


def test_a_connection_that_asks_nothing_is_closed(opened):
    made, start = opened(), time.monotonic()
    assert made.recv(10) == b""
    assert SECONDS * 0.9 < time.monotonic() - start < 6 * SECONDS


def test_a_body_that_drips_after_its_answer_is_let_go_of(opened):
    made = opened()
    made.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n")
    answered(made)
    _, took = dripped(made, b"a" * 1_000)
    assert took < 6 * SECONDS


def test_an_answer_that_nobody_takes_is_let_go_of(opened):
    made = opened()
    made.sendall(HEAD.replace(b"GET / ", b"GET /large "))
    time.sleep(3 * SECONDS)
    got = 0
    with contextlib.suppress(ConnectionError):
        while part := made.recv(1_000_000):
            got += len(part)
    assert got < LARGE


def test_a_head_in_pieces_and_a_slow_reader_are_served(opened):
    made = opened()
    for part in (HEAD[:10], HEAD[10:20], HEAD[20:]):
        time.sleep(0.2 * SECONDS)
        made.sendall(part)
    assert answered(made).startswith(b"HTTP/1.1 200 ")
    time.sleep(1.5 * SECONDS)
    made.sendall(HEAD)
    assert answered(made).startswith(b"HTTP/1.1 200 ")


def test_many_that_drip_leave_room_for_one_who_asks(opened):
    slow = [opened() for _ in range(40)]
    for made in slow:
        made.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    honest = opened()
    honest.sendall(HEAD)
    assert answered(honest).startswith(b"HTTP/1.1 200 ")
    for made in slow:
        made.settimeout(10)
        with contextlib.suppress(ConnectionError):
            while made.recv(65536):
                pass


def test_the_body_does_not_wait_until_the_head_is_acknowledged(opened):
    """Head and body are two writes: with Nagle's algorithm the second waits for a delayed acknowledgement, 40 ms."""
    made = opened()
    made.sendall(HEAD)
    answered(made)
    times = []
    for _ in range(15):
        start = time.monotonic()
        made.sendall(HEAD)
        answered(made)
        times.append(time.monotonic() - start)
    assert min(times) < 0.03


def test_a_connection_sends_at_once():
    with server.bound("127.0.0.1", 0) as place:
        assert place.proto == socket.IPPROTO_TCP  # what asyncio asks before it turns Nagle's algorithm off
