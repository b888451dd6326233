"""A very long article is read in sections, so that the memory it takes does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.article import Block
from onrecord.quotation import quotations
from onrecord.span import Span

SECTION = 200_000
"""Characters of an article that are in hand at once: more than any article in print has, so that only a book or a
whole day's wire in one file is read in sections, in memory that does not grow with it."""


def sections(text: str, blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks in runs of about SECTION characters, which end where no quotation runs on if such a place comes soon.

    A block longer than that is cut at white space.
    """
    part: list[Block] = []
    size = 0
    for block in blocks:
        for span in _cut(text, block.span):
            part.append(Block(block.kind, span))
            size += span.end - span.start
            if size >= SECTION and (size >= 2 * SECTION or not _runs_on(text, span)):
                yield part
                part, size = [], 0
    if part:
        yield part


def _cut(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > SECTION:
        at = max(text.rfind(mark, start + SECTION // 2, start + SECTION) for mark in " \t\u00a0")
        at = at if at > 0 else start + SECTION
        yield Span(start, at)
        start = at
    yield Span(start, end)


def _runs_on(text: str, span: Span) -> bool:
    runs = quotations(text, span)
    return text[span.end - 1] == ":" or bool(runs and not runs[-1].closed)
