"""Two versions of an article compared: what was added, taken out and changed, and which statements came and went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from onrecord import chain
from onrecord.formats import heading
from onrecord.formats.visible import on_one_line
from onrecord.ledger.rows import digest_of
from onrecord.ledger.shelved import Line, Shelved
from onrecord.record import Record
from onrecord.span import words
from onrecord.web.page import Asked, NotHere, Page, Parameter
from onrecord.web.room import Room

LONGEST = 1_500
"""Words of a paragraph up to which it is compared word by word: comparing takes time by the square of them."""
MOST_PARAGRAPHS = 2_000
"""Paragraphs up to which two texts are laid side by side."""

What = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are in both versions, or in one of them."""

    what: What
    """same, added or removed."""
    text: str
    """The words."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that only one of the versions has."""

    who: str
    """Who made it."""
    content: str
    """What was said."""
    number: int
    """Its number in that version of the article."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of an article."""

    older: Line
    """The earlier one."""
    newer: Line
    """The later one."""
    title: tuple[Run, ...]
    """The headline, old and new."""
    paragraphs: tuple[tuple[Run, ...], ...]
    """The text, paragraph by paragraph, in the order of the newer one, what was taken out where it stood."""
    came: tuple[Told, ...]
    """Statements that only the newer one has."""
    went: tuple[Told, ...]
    """Statements that only the older one has."""


def read(room: Room, asked: Asked) -> Versions:
    """Both versions, compared; the earlier one is taken for the older whatever the order they are asked for in."""
    shelf = room.ledger.shelf
    found = [shelf.article(asked[name]) for name in ("article", "other")]
    one, two = found
    if one is None or two is None:
        raise NotHere(f"There is no article {asked['article'] if one is None else asked['other']} in the ledger.")
    lines = {line.id: line for line in one.versions}
    if two.id not in lines or two.id == one.id:
        raise NotHere("These are not two versions of one article.")
    older, newer = sorted((one, two), key=lambda each: each.version)
    came, went = _statements(older.record, newer.record)
    return Versions(
        older=lines[older.id],
        newer=lines[newer.id],
        title=tuple(_by_words(heading.title(older.record.article), heading.title(newer.record.article))),
        paragraphs=tuple(_paragraphs(_texts(older), _texts(newer))),
        came=came,
        went=went,
    )


def drawn(room: Room, page: Versions, asked: Asked) -> Mapping[str, Any]:
    """Whether the text is the same."""
    return {"is_same": all(run.what == "same" for paragraph in page.paragraphs for run in paragraph)}


def _texts(found: Shelved) -> list[str]:
    article = found.record.article
    return [block.span.of(article.text) for block in article.blocks][:MOST_PARAGRAPHS]


def _paragraphs(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[Run, ...]]:
    for tag, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((Run("same", text),) for text in newer[c:d])
        else:
            for before, after in zip_longest(older[a:b], newer[c:d]):
                yield tuple(_by_words(before or "", after or ""))


def _by_words(before: str, after: str) -> Iterator[Run]:
    old, new = before.split(), after.split()
    if len(old) > LONGEST or len(new) > LONGEST or not old or not new:
        runs = [Run("removed", before), Run("added", after)] if before != after else [Run("same", after)]
        yield from (run for run in runs if run.text)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", " ".join(new[c:d]))
            continue
        if a < b:
            yield Run("removed", " ".join(old[a:b]))
        if c < d:
            yield Run("added", " ".join(new[c:d]))


def _statements(older: Record, newer: Record) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    def told(record: Record) -> dict[int, Told]:
        text = record.article.text
        return {
            digest_of(words(text, each.content)): Told(
                on_one_line(chain.who(text, each)), on_one_line(words(text, each.content)), each.id
            )
            for each in reversed(record.statements)
        }

    old, new = told(older), told(newer)
    came = sorted((new[key] for key in new.keys() - old.keys()), key=lambda each: each.number)
    went = sorted((old[key] for key in old.keys() - new.keys()), key=lambda each: each.number)
    return tuple(came), tuple(went)


PAGE = Page(
    "/articles/{article}/against/{other}", Versions, read, "versions.html", "Two versions of an article compared.",
    (
        Parameter("article", "The one version, by its number in the ledger.", number=True, inside=True),
        Parameter("other", "The other version.", number=True, inside=True),
    ),
    drawn,
)  # fmt: skip
