"""The desk where articles are handed in: one is read after the other, and everybody may see how far it is.

What is handed in is read by the pipeline in a thread of its own, so that pages are answered meanwhile. Only a few may
wait, and only the latest are remembered: whoever hands in without end is told to wait.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from queue import Full, Queue
from typing import Any, Literal, Protocol

from onrecord.article import Article
from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.record import Record

WAITING = 20
"""What may wait to be read."""
REMEMBERED = 200
"""What has been read and is still told of."""
LONGEST_NAME = 200
"""Characters of the name of a file."""

State = Literal["waiting", "reading", "done", "failed"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What was handed in, and what has become of it."""

    id: int
    """Its number, from 1."""
    name: str
    """The file, the address, or the first words of the text."""
    since: str
    """When it was handed in, ISO 8601 in UTC."""
    state: State = "waiting"
    """waiting, reading, done or failed."""
    articles: int = 0
    """Articles that were read so far."""
    statements: int = 0
    """Statements found in them so far."""
    stored: int = 0
    """Articles that are in the ledger for good, as new ones or new versions."""
    unchanged: int = 0
    """Articles that were there already."""
    problems: tuple[str, ...] = ()
    """What could not be read, a sentence each."""
    leads_to: int | None = None
    """The article to look at, by its number in the ledger."""


class Reading(Protocol):
    """What reads an article: `onrecord.pipeline.Reader`."""

    def read(self, source: Any) -> Record:
        """The record of an article."""


Opened = Callable[[], Iterator[Article | Record | InputError]]
"""Gives the articles of what was handed in, when its turn has come."""


class Desk:
    """Takes articles in and has them read."""

    def __init__(self, ledger: Ledger, reader: Callable[[], Reading] | None = None) -> None:
        """A desk that stores in a ledger; `reader` makes what reads, when the first article comes."""
        self._ledger = ledger
        self._make_reader = reader or _packaged
        self._reader: Reading | None = None
        self._queue: Queue[tuple[int, Opened] | None] = Queue(WAITING)
        self._known: OrderedDict[int, HandedIn] = OrderedDict()
        self._next = 1
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take_text(self, text: str, *, title: str | None, outlet: str | None, published: str | None) -> HandedIn:
        """Take a text in. Raises UsageError when there are no words in it or too many wait."""
        if not text.strip():
            raise UsageError("There is no text. Paste the words of the article.")

        def articles() -> Iterator[Article | Record | InputError]:
            from onrecord.reading.text import read_text

            yield read_text(text, origin="-", title=title, outlet=outlet, published=published)

        return self._take(title or " ".join(text.split())[:60], articles)

    def take_file(self, name: str, data: bytes) -> HandedIn:
        """Take the bytes of a file in, whatever `onrecord add` takes. Raises UsageError when too many wait."""
        shown = PurePosixPath(name.replace("\\", "/")).name[:LONGEST_NAME] or "a file"

        def articles() -> Iterator[Article | Record | InputError]:
            from onrecord.reading.inputs import read_inputs

            for found in read_inputs(["-"], stdin=io.BytesIO(data), records=True):
                yield _named(found, shown)

        return self._take(shown, articles)

    def take_address(self, address: str) -> HandedIn:
        """Take an address in. It is fetched as `onrecord read` does: public addresses of http and https alone.

        Raises UsageError for anything else, so that no path of this machine is read, and when too many wait.
        """
        given = address.strip()
        if not given.lower().startswith(("http://", "https://")):
            raise UsageError("An address begins with https:// or http://.")

        def articles() -> Iterator[Article | Record | InputError]:
            from onrecord.reading.inputs import read_inputs

            yield from read_inputs([given], records=True)

        return self._take(given[:LONGEST_NAME], articles)

    def known(self, id: int) -> HandedIn | None:
        """What has become of what was handed in under this number; None when that is not remembered."""
        with self._lock:
            return self._known.get(id)

    def latest(self, limit: int = 20) -> tuple[HandedIn, ...]:
        """What was handed in last, the last first."""
        with self._lock:
            return tuple(reversed(self._known.values()))[:limit]

    def close(self) -> None:
        """Take nothing more in; what is being read is finished and stored, what waits is let go."""
        thread = self._thread
        if thread is None:
            return
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put(None)
        thread.join()
        self._thread = None

    def _take(self, name: str, opened: Opened) -> HandedIn:
        with self._lock:
            item = HandedIn(self._next, name, datetime.now(UTC).isoformat(timespec="seconds"))
            try:
                self._queue.put_nowait((item.id, opened))
            except Full:
                raise UsageError(f"{WAITING} are waiting to be read. Try again when some of them are done.") from None
            self._next += 1
            self._known[item.id] = item
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="onrecord-desk", daemon=True)
                self._thread.start()
        return item

    def _work(self) -> None:
        while (waiting := self._queue.get()) is not None:
            id, opened = waiting
            self._change(id, state="reading")
            try:
                self._read(id, opened)
            except OnrecordError as error:
                self._fail(id, error)
            except Exception as error:  # whatever one input does, the next is read
                self._change(id, state="failed", problems=(f"It could not be read ({type(error).__name__}).",))

    def _read(self, id: int, opened: Opened) -> None:
        last: list[Article] = []
        added = self._ledger.add(self._records(id, opened, last))
        leads_to = self._ledger.shelf.number_of(last[-1]) if last else None
        problems = tuple(_sentence(each) for each in added.failures)
        state: State = "failed" if problems and not added.articles and not added.unchanged else "done"
        self._change(
            id, state=state, stored=added.articles, unchanged=added.unchanged, problems=problems, leads_to=leads_to
        )

    def _records(self, id: int, opened: Opened, last: list[Article]) -> Iterator[Record | Article | InputError]:
        for found in opened():
            result: Record | Article | InputError = found
            if isinstance(found, Article) and not self._ledger.holds(found):
                try:
                    result = self._loaded().read(found)
                except InputError as error:
                    result = error
            if not isinstance(result, InputError):
                last[:] = [result.article if isinstance(result, Record) else result]
                self._count(id, len(result.statements) if isinstance(result, Record) else 0)
            yield result

    def _loaded(self) -> Reading:
        if self._reader is None:
            self._reader = self._make_reader()
        return self._reader

    def _count(self, id: int, statements: int) -> None:
        item = self.known(id)
        if item:
            self._change(id, articles=item.articles + 1, statements=item.statements + statements)

    def _fail(self, id: int, error: OnrecordError) -> None:
        self._change(id, state="failed", problems=(_sentence(error),))

    def _change(self, id: int, **changes: Any) -> None:
        with self._lock:
            if id in self._known:
                self._known[id] = replace(self._known[id], **changes)


def _packaged() -> Reading:
    from onrecord.pipeline import Reader

    return Reader()


def _named(found: Article | Record | InputError, name: str) -> Article | Record | InputError:
    """What came from standard input, under the name of its file: `-` or `-:3` becomes `wire.jsonl:3`."""
    if isinstance(found, InputError):
        return type(found)(_origin(found.origin, name), found.problem, found.advice)
    if isinstance(found, Record):
        return replace(found, article=replace(found.article, origin=_origin(found.article.origin, name)))
    return replace(found, origin=_origin(found.origin, name))


def _origin(origin: str, name: str) -> str:
    return name + origin[1:] if origin == "-" or origin.startswith("-:") else origin


def _sentence(error: OnrecordError) -> str:
    """What was wrong and what to do, without the path of the ledger."""
    problem, advice = getattr(error, "problem", None), getattr(error, "advice", None)
    if isinstance(error, InputError):
        return f"{error.origin}: {problem} {advice}"
    return f"{problem} {advice}" if problem else str(error)
