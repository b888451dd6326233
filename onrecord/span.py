"""A span is a half-open range of character offsets into an article's text.

Offsets are Python string indices (code points), so that `text[start:end]` is always the words meant.
Spans are compared with `<` and `>=` alone, and are never empty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `[start, end)` of an article's text; a tuple, so that it is `[start, end]` in JSON."""

    start: int
    """The first character's offset, counted from 0."""

    end: int
    """The offset after the last character; always greater than `start`."""

    def of(self, text: str) -> str:
        """The words themselves: `text[start:end]`."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether every character of `other` is one of this span's."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Claims:
    """Spans that may overlap, asked whether any of them meets another; an answer takes logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the spans, in any order."""
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def meet(self, span: Span) -> bool:
        """Whether any of the spans shares a character with this one."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._reach[at - 1] > span.start


def words(text: str, spans: Iterable[Span]) -> str:
    """The words of several spans, joined by an ellipsis where something of the text stands between them."""
    return " … ".join(span.of(text) for span in spans)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without the white space at its edges; None when nothing else is there."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
