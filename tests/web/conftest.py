"""What the tests of the reading room share: ledgers, the application without a port, and behind one with a Chromium."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.ledger.ledger import Ledger
from onrecord.record import Record
from onrecord.web import server
from onrecord.web.adding import Desk
from onrecord.web.app import application
from onrecord.web.guard import Limits
from onrecord.web.room import Room
from tests.markup import marked_record
from tests.web.newsroom import hostile, newsroom

PICTURES = Path(__file__).parents[2] / "out" / "room"
OURS = {"sec-fetch-site": "same-origin"}
"""What a browser sends with a form of our own page."""


class FakeReader:
    """Reads marked-up text, so that a test says itself what is found."""

    def read(self, article) -> Record:
        found = marked_record(article.text, title=article.title, outlet=article.outlet, origin=article.origin)
        return found


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """The paths of a ledger with the newsroom in it, and of one with hostile articles; to be copied."""
    folder = tmp_path_factory.mktemp("ledgers")
    for name, records in (("newsroom", newsroom()), ("hostile", [hostile(1), hostile(2)])):
        with Ledger(folder / f"{name}.db") as ledger:
            ledger.add(records)
    return folder


@pytest.fixture
def ledger(filled, tmp_path):
    """The newsroom's ledger."""
    shutil.copy(filled / "newsroom.db", tmp_path / "news.db")
    with Ledger(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def made(ledger):
    """Make a client of the reading room over the newsroom's ledger."""
    clients = []

    def make(*, host="127.0.0.1", token=None, limits=None, reader=FakeReader, **options):
        app = application(
            Room(ledger, Desk(ledger, reader)),
            door=server.door(host, token=token),
            limits=limits or Limits(body=1_000_000, seconds=60, rate=10_000),
        )
        client = TestClient(app, base_url=f"http://{host}:8787", follow_redirects=False, **options)
        client.__enter__()
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(made):
    """A client on this machine."""
    return made()


@pytest.fixture
def live():
    """Open the reading room over a ledger at a free port; gives its address."""
    import uvicorn

    running = []

    def start(path):
        ledger = Ledger(path)
        app = application(
            Room(ledger, Desk(ledger, FakeReader)), door=server.door("127.0.0.1"), limits=Limits(1_000_000, 60, 10_000)
        )
        place = server.bound("127.0.0.1", 0)
        running.append(uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")))
        thread = threading.Thread(target=running[-1].run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        running.append(thread)
        return f"http://127.0.0.1:{place.getsockname()[1]}"

    yield start
    for one, thread in zip(running[::2], running[1::2], strict=True):
        one.should_exit = True
        thread.join(30)
