"""The one file that joins the departments: read, extract, check, store. It returns values, never prints.

Articles are read side by side in threads (the network and most of lxml work outside the interpreter's lock), and
come out in the order they went in. No more are in hand than the threads can chew on, so memory stays flat however
many there are.
"""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from onrecord.article import Article
from onrecord.errors import InputError, NoArticle, UsageError
from onrecord.record import Record
from onrecord.settings import DEVICE, THREADS

if TYPE_CHECKING:
    from onrecord.corrections import Corrections
    from onrecord.extraction.network import Network
    from onrecord.ledger.answers import Added
    from onrecord.ledger.ledger import Ledger
    from onrecord.reading.columns import Columns

Source = str | os.PathLike[str]
"""A path, a folder, a glob pattern, an http or https address, or `-` for standard input."""

_AHEAD = 3
"""Articles in hand for each thread: enough that none waits for the next to be fetched from the disk."""


class Reader:
    """Reads articles with one model, which is loaded when the first article comes. Safe to share between threads."""

    def __init__(
        self, *, network: Network | None = None, threads: int | None = None, device: str | None = None
    ) -> None:
        """A reader with `threads` threads (default: the setting `threads`, else one for every core).

        `device` is where the network computes, cpu or cuda (default: the setting `device`); `network` stands in for
        the model inside the package. Raises UsageError when `threads` is less than 1 or there is no such device.
        """
        if threads is not None and threads < 1:
            raise UsageError(f"threads={threads} is less than 1. Leave it out to use every core.")
        self._network = network
        self._threads = threads or THREADS.value() or _cores()
        self._device = DEVICE.value(device)
        self._lock = Lock()
        if self._device != "cpu":
            self._loaded()  # what is missing is told before anything is read

    def __repr__(self) -> str:
        model = self._network.model if self._network is not None else "its model not loaded yet"
        return f"<Reader with {self._threads} thread{'s' * (self._threads != 1)}, {model}>"

    def read(
        self,
        source: Source | Article | None = None,
        *,
        text: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        author: str | None = None,
        published: str | None = None,
        corrections: Corrections | None = None,
    ) -> Record:
        """The record of one article: a file or address, an Article, or `text` with what is known of it.

        `corrections` are applied to it, with a CorrectionWarning for each that does not fit; for many articles use
        `Corrections.applied`, which also says what became of each.

        Raises InputError when it cannot be read, ModelError when the model cannot, and UsageError when both or
        neither of `source` and `text` are given, or when `source` holds several articles (`read_all` takes those).
        """
        if corrections is not None:
            as_read = self.read(source, text=text, title=title, outlet=outlet, author=author, published=published)
            return _corrected(as_read, corrections)
        if (source is None) == (text is None):
            raise UsageError("Give either a source (a path or an address) or text=..., not both and not neither.")
        if text is not None:
            from onrecord.reading.text import read_text

            article = read_text(text, origin="-", title=title, outlet=outlet, author=author, published=published)
            return self._record(_readable(article))
        if isinstance(source, Article):
            return self._record(_readable(source))
        assert source is not None
        found = list(_two(self._inputs([source], None)))
        if len(found) != 1:
            raise UsageError(f"{os.fspath(source)} holds {'several articles' if found else 'none'}: use read_all.")
        if isinstance(found[0], InputError):
            raise found[0]
        return self._record(found[0])

    def read_all(
        self,
        inputs: Iterable[Source | Article | InputError],
        *,
        stdin: BinaryIO | None = None,
        columns: Columns | None = None,
    ) -> Iterator[Record | InputError]:
        """The records of all inputs, in order, as a stream; what cannot be read is an InputError in its place.

        `stdin` is what the input `-` reads from (default: standard input); `columns` says what the parts of an article
        are called in Parquet and JSON.
        """
        for result in self._each(self._inputs(inputs, stdin, columns=columns), lambda article: False):
            if not isinstance(result, Article):
                yield result

    def add_all(
        self,
        inputs: Iterable[Source | Article | Record | InputError],
        ledger: Ledger,
        *,
        stdin: BinaryIO | None = None,
        columns: Columns | None = None,
        told: Callable[[Added], None] | None = None,
        retried: Collection[str] = (),
    ) -> Added:
        """Read all inputs and store them in a ledger; gives what has become of them.

        What the ledger has already is not read by the model again, and neither is what Onrecord itself wrote as JSON:
        its statements are taken as they are, and where everything is of that kind the model is never loaded. An
        InputError among the inputs is kept as if its input had been given, a Record is stored as it is. `columns` are
        those of `read_all`, `told` and `retried` those of `Ledger.add`. Raises LedgerError, and ModelError when the
        model cannot be loaded.
        """
        results = self._each(self._inputs(inputs, stdin, records=True, columns=columns), ledger.holds)
        return ledger.add(results, told=told, retried=retried)

    def _each(
        self, items: Iterable[Article | Record | InputError], is_known: Callable[[Article], bool]
    ) -> Iterator[Article | Record | InputError]:
        """The records of the articles in order, read side by side; a known article comes as it is."""
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="onrecord")
        waiting: deque[Future[Record] | Article | Record | InputError] = deque()
        try:
            for item in items:
                if isinstance(item, Article) and not is_known(item):
                    waiting.append(pool.submit(self._record, item))
                else:
                    waiting.append(item)
                if len(waiting) > self._threads * _AHEAD:
                    yield _ready(waiting.popleft())
            while waiting:
                yield _ready(waiting.popleft())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _inputs(
        self,
        inputs: Iterable[Source | Article | Record | InputError],
        stdin: BinaryIO | None,
        *,
        records: bool = False,
        columns: Columns | None = None,
    ) -> Iterator[Article | Record | InputError]:
        from onrecord.reading.inputs import read_inputs

        for item in inputs:
            if isinstance(item, InputError | Record):
                yield item
                continue
            if not isinstance(item, Article):
                yield from read_inputs([item], stdin=stdin, records=records, columns=columns)
                continue
            try:
                yield _readable(item)
            except InputError as error:
                yield error

    def _record(self, article: Article | Record) -> Record:
        from onrecord.checks.registry import checked
        from onrecord.extraction.extractor import extract

        if isinstance(article, Record):
            return article
        network = self._loaded()
        found = extract(article, network)
        return checked(Record(article, found.statements, (), network.model, found.times))

    def _loaded(self) -> Network:
        with self._lock:
            if self._network is None:
                from onrecord.extraction.network import OnnxNetwork

                self._network = OnnxNetwork.packaged(device=self._device)
            return self._network


def read(
    source: Source | Article | None = None,
    *,
    text: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: str | None = None,
    corrections: Corrections | None = None,
) -> Record:
    """The record of one article, by one Reader that all calls share; see `Reader.read`."""
    return _shared().read(
        source,
        text=text,
        title=title,
        outlet=outlet,
        author=author,
        published=published,
        corrections=corrections,
    )


def _corrected(record: Record, corrections: Corrections) -> Record:
    """The record with what a person has decided of it; warns of each decision that does not fit."""
    from onrecord.checks.registry import checked
    from onrecord.corrections import CorrectionWarning

    corrected = corrections.applied(record)
    for fit in corrected.fits:
        if not fit.is_applied():
            warnings.warn(f"{fit.correction}: {fit.problem()}", CorrectionWarning, stacklevel=3)
    return checked(corrected.record)


def _cores() -> int:
    """The cores that this process may use; all of the machine's where the system (macOS, Windows) cannot say."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@lru_cache(maxsize=1)
def _shared() -> Reader:
    return Reader()


def _ready(item: Future[Record] | Article | Record | InputError) -> Article | Record | InputError:
    return item.result() if isinstance(item, Future) else item


def _two(items: Iterator[Article | Record | InputError]) -> Iterator[Article | Record | InputError]:
    for _, item in zip(range(2), items, strict=False):
        yield item


def _readable(article: Article) -> Article:
    """The article, if the model can read it; raises NoArticle or NotEnglish."""
    from onrecord.reading.inputs import in_english

    if not article.blocks:
        raise NoArticle(article.origin, "There is no text in it.", "Give an article with at least one word.")
    result = in_english(article)
    if isinstance(result, InputError):
        raise result
    return result
