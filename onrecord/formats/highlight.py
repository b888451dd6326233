"""Overlapping and nested spans become a flat row of segments: joined, they are the text; each knows all its marks.

HTML elements cannot overlap, statements can: a statement may stand inside another's content, and contents may share
words. So the text is cut at every edge of every span, and each segment carries the marks of all spans that cover it.
A span is then exactly the segments with its mark. Nothing here knows of HTML: the page and the reading room draw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from onrecord.article import Article, Block
from onrecord.record import Check
from onrecord.span import Span, trimmed
from onrecord.statement import Statement

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")


class Mark(NamedTuple):
    """That some words are the source, the cue or the content of a statement."""

    statement: int
    """The statement's id."""

    role: Role
    """What the words are in it."""


class Remark(NamedTuple):
    """That some words are what a check is about."""

    check: int
    """The check, from 1, in the order of the record."""

    place: int
    """Which of its runs of words, from 1, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that no edge of a span falls inside of."""

    span: Span
    """Where it stands in the article's text."""

    marks: tuple[Mark, ...]
    """Every mark on it, by statement and role; empty for words of no statement."""

    remarks: tuple[Remark, ...] = ()
    """Every check that is about it; empty for words that none is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of an article, cut into segments, with the statements that have words in it."""

    block: Block
    """The block, or the stretch of text that no block covers, as a paragraph."""

    segments: tuple[Segment, ...]
    """The block's text, whole and in order."""

    opened: tuple[Statement, ...]
    """The statements whose first character is in the block."""

    continued: tuple[Statement, ...]
    """The statements that began in an earlier block and have words in this one."""


def segments(
    extent: Span, statements: Iterable[Statement], *, checks: Iterable[Check] = (), cuts: Iterable[int] = ()
) -> tuple[Segment, ...]:
    """The extent cut at every edge of a span and at every one of `cuts`; joined, the segments are the extent."""
    opening: dict[int, list[Mark | Remark]] = {}
    closing: dict[int, list[Mark | Remark]] = {}

    def put(span: Span, mark: Mark | Remark) -> None:
        start, end = max(span.start, extent.start), min(span.end, extent.end)
        if start < end:
            opening.setdefault(start, []).append(mark)
            closing.setdefault(end, []).append(mark)

    for statement in statements:
        for role in ROLES:
            for span in _union(getattr(statement, role)):
                put(span, Mark(statement.id, role))
    for number, check in enumerate(checks, 1):
        for place, span in enumerate(_union(check.spans), 1):
            put(span, Remark(number, place))
    inner = {cut for cut in (*cuts, *opening, *closing) if extent.start < cut < extent.end}
    edges = sorted({extent.start, extent.end, *inner})
    marks: set[Mark] = set()
    remarks: set[Remark] = set()
    found: list[Segment] = []
    for start, end in pairwise(edges):
        for mark in closing.get(start, ()):
            marks.discard(mark) if isinstance(mark, Mark) else remarks.discard(mark)
        for mark in opening.get(start, ()):
            marks.add(mark) if isinstance(mark, Mark) else remarks.add(mark)
        found.append(Segment(Span(start, end), tuple(sorted(marks)), tuple(sorted(remarks))))
    return tuple(found)


def passages(article: Article, statements: Sequence[Statement], *, checks: Iterable[Check] = ()) -> Iterator[Passage]:
    """The article's blocks in order, each with its segments and statements; text outside every block is a paragraph."""
    blocks = tuple(_blocks(article))
    cuts = [edge for block in blocks for edge in block.span]
    pieces = segments(Span(0, len(article.text)), statements, checks=checks, cuts=cuts) if article.text else ()
    by_id = {statement.id: statement for statement in statements}
    begun: set[int] = set()
    place = 0
    for block in blocks:
        while place < len(pieces) and pieces[place].span.start < block.span.start:
            place += 1
        first = place
        while place < len(pieces) and pieces[place].span.start < block.span.end:
            place += 1
        inside = pieces[first:place]
        present = sorted({mark.statement for piece in inside for mark in piece.marks})
        yield Passage(
            block=block,
            segments=inside,
            opened=tuple(by_id[each] for each in present if each not in begun),
            continued=tuple(by_id[each] for each in present if each in begun),
        )
        begun.update(present)


def _blocks(article: Article) -> Iterator[Block]:
    """The blocks, and as paragraphs the words between them, which an article that was read has none of."""
    place = 0
    for block in article.blocks:
        between = trimmed(article.text, place, block.span.start)
        if between:
            yield Block("paragraph", between)
        yield block
        place = block.span.end
    rest = trimmed(article.text, place, len(article.text))
    if rest:
        yield Block("paragraph", rest)


def _union(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap made one: the same mark is never open twice."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
