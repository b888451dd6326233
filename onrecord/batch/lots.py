"""A lot is some articles that are read together, and `read_batch` is the one function that reads them.

The function is pure: the same articles and the same model give the same results in the same order, whoever calls it and
wherever it runs. Everything else in this department brings articles to it and carries results away.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.article import Article
from onrecord.batch.columns import article_line, failure_line, statement_lines
from onrecord.errors import InputError, ModelError, NotText, SetAside
from onrecord.pipeline import Reader
from onrecord.record import Record

PART_KEYS = 1_000_000_000
"""Keys of a part: no file has so many articles."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article, or the error in its place, packed so that whoever passes it on does not unpack it."""

    origin: str
    """Where it was read from."""

    packed: bytes
    """The Article or InputError, pickled by a process of ours for a process of ours."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Some items in a row of one shard."""

    part: int
    """The number of the part of the plan that they come from."""

    shard: int
    """The number of the shard in the part, from 0."""

    number: int
    """The number of the lot in the shard, from 0."""

    first: int
    """The place of its first item in the part, from 0."""

    items: tuple[Item, ...]
    """The items, in order."""

    closes: bool
    """Whether it is the last of its shard."""

    ends: bool
    """Whether it is the last of its part."""

    reached: int
    """Bytes of the part that had been read when it was filled, as far as that can be told."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What one item becomes in the tables, as lines of JSON."""

    articles: bytes = b""
    """The row of the article; empty when it could not be read."""

    statements: bytes = b""
    """The rows of its statements."""

    failures: bytes = b""
    """The row that says why it could not be read; empty when it was."""

    count: int = 0
    """How many statements."""

    characters: int = 0
    """How many characters the article has."""

    error: str | None = None
    """The name of the error."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a lot became."""

    lot: Lot
    """The lot, without its items."""

    rows: tuple[Rows, ...] = field(repr=False)
    """For each item its rows, in order."""

    deaths: int = 0
    """How many processes died over it."""

    set_aside: tuple[str, ...] = ()
    """The origins of articles that were set aside, because two processes died over each."""


def read_batch(items: Iterable[Article | InputError], reader: Reader) -> Iterator[Record | InputError]:
    """The records of a batch of articles, one for each item, in order; what cannot be read is an error in its place.

    Nothing that is wrong with one article is raised: an exception that nobody foresaw sets its article aside.
    """
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        try:
            yield reader.read(item)
        except InputError as error:
            yield error
        except ModelError as error:
            yield SetAside(item.origin, f"The model failed on it ({error}).", "Read it alone to see more.")
        except (Exception, RecursionError) as error:
            problem = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
            yield SetAside(item.origin, problem, "This is a mistake of Onrecord: please report it.")


def rows_of(result: Record | InputError, key: int) -> Rows:
    """The rows of a result of `read_batch` under the key of its item."""
    if isinstance(result, InputError):
        return Rows(failures=failure_line(_printable(result), key), error=type(result).__name__)
    count, characters = len(result.statements), len(result.article.text)
    try:
        return Rows(article_line(result, key), statement_lines(result, key), b"", count, characters)
    except UnicodeEncodeError:
        problem = "It holds half a character, which no file of text can hold."
        advice = "Write it anew as UTF-8: such halves come from text that was cut in the middle."
        return rows_of(NotText(result.article.origin, problem, advice), key)


def packed(item: Article | InputError) -> Item:
    """The item, ready to be sent."""
    return Item(item.origin, pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL))


def unpacked(item: Item) -> Article | InputError:
    """The article or error that was packed."""
    found = pickle.loads(item.packed)
    assert isinstance(found, Article | InputError)
    return found


def _printable(error: InputError) -> InputError:
    words = (each.encode("utf-8", "backslashreplace").decode() for each in (error.origin, error.problem, error.advice))
    return type(error)(*words)
