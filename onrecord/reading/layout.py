"""Pieces of lines on a page become lines in the order in which a person reads them.

A page is cut where white space runs through it: first from top to bottom, between columns, then from left to right,
above and below what goes over all columns (the recursive X-Y cut of Nagy and Seth, 1984). Only what holds lines of
running text on both sides is a pair of columns: the cells of a table are read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

NARROWEST_GUTTER = 0.7
"""White space between two columns, in heights of a line; between two words there is a third of that."""

FEWEST_ROWS = 3
"""Rows on both sides of a gutter: fewer prove no columns."""

SHORTEST_COLUMN_LINE = 14
"""Characters that half of the lines of a column have at least: the cells of a table have fewer."""

CELL_GAP = 2.0
"""White space between two cells of a table, in heights of a line, at least."""

MOST_FRAGMENTS = 2_000
"""Pieces of a page that are put in order; a page with more is read from top to bottom."""

SAME_ROW = 0.5
"""Share of their heights by which two pieces overlap that stand in one row."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line, upright, in points from the lower left corner of the page."""

    text: str
    """Its characters."""

    left: float
    """Where it begins."""

    bottom: float
    """Its lower side."""

    right: float
    """Where it ends."""

    top: float
    """Its upper side."""

    weight: int = 0
    """The weight of its font: 400 is normal, 700 bold, 0 or less unknown."""

    @property
    def height(self) -> float:
        """Its height, which is that of its font."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text."""

    text: str
    """Its characters, one space where white space is."""

    left: float
    """Where it begins, in points."""

    right: float
    """Where it ends."""

    bottom: float
    """Its lower side."""

    top: float
    """Its upper side."""

    size: float
    """The height of its letters: that of most of them."""

    is_bold: bool
    """Whether all of it is in bold type."""

    is_row: bool
    """Whether wide gaps are in it, as between the cells of a table."""

    column: int
    """The column of the page that it is in, counted in the order of reading."""


def lines_of(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of a page, in the order of reading."""
    kept = [fragment for fragment in fragments if fragment.text.strip() and fragment.right >= fragment.left]
    if len(kept) > MOST_FRAGMENTS:
        return [_line(row, 0) for row in _rows(kept)]
    return [_line(row, number) for number, column in enumerate(_columns(kept)) for row in _rows(column)]


def _columns(fragments: list[Fragment]) -> list[list[Fragment]]:
    """The parts of the page in the order of reading, each with lines that follow each other."""
    found: list[list[Fragment]] = []
    waiting = [fragments]
    while waiting:
        part = waiting.pop()
        cut = _gutter(part)
        if cut is not None:
            waiting.append([fragment for fragment in part if fragment.left >= cut])
            waiting.append([fragment for fragment in part if fragment.left < cut])
            continue
        upper, lower = _band(part)
        if lower:
            waiting += [lower, upper]
        elif part:
            found.append(part)
    return found


def _gutter(part: Sequence[Fragment]) -> float | None:
    """Where white space runs from top to bottom between two columns of running text; None where it does not."""
    if len(part) < 2 * FEWEST_ROWS:
        return None
    height = median(fragment.height for fragment in part)
    ordered = sorted(part, key=lambda fragment: fragment.left)
    best: tuple[float, float] | None = None
    end = ordered[0].right
    for index, fragment in enumerate(ordered):
        width = fragment.left - end
        if width >= NARROWEST_GUTTER * height and (best is None or width > best[0]):
            middle = fragment.left - width / 2
            if _is_column(ordered[:index]) and _is_column(ordered[index:]):
                best = (width, middle)
        end = max(end, fragment.right)
    return best[1] if best else None


def _is_column(side: Sequence[Fragment]) -> bool:
    return len(side) >= FEWEST_ROWS and (
        len(_rows(side)) >= FEWEST_ROWS and median(len(each.text) for each in side) >= SHORTEST_COLUMN_LINE
    )


def _band(part: list[Fragment]) -> tuple[list[Fragment], list[Fragment]]:
    """The part cut in two above or below what has columns in it; all of it and nothing where there are none.

    The cut that leaves the most of the page with columns is the one: what goes over all of them is above it or below.
    """
    rows = _rows(part)
    if len(rows) <= 2 * FEWEST_ROWS or not any(len(row) > 1 for row in rows):
        return part, []
    # What is in columns has, row by row, more than one piece: cuts are tried only where that begins or ends.
    several = [len(row) > 1 for row in rows]
    edges = [
        at
        for at in range(1, len(rows))
        if several[at] != several[at - 1] or rows[at][0].height != rows[at - 1][0].height
    ]
    for at in edges[:40]:
        lower = [fragment for row in rows[at:] for fragment in row]
        if _gutter(lower) is not None:
            return [fragment for row in rows[:at] for fragment in row], lower
    for at in reversed(edges[-40:]):
        upper = [fragment for row in rows[:at] for fragment in row]
        if _gutter(upper) is not None:
            return upper, [fragment for row in rows[at:] for fragment in row]
    return _middle(rows, edges, part)


def _middle(
    rows: list[list[Fragment]], edges: list[int], part: list[Fragment]
) -> tuple[list[Fragment], list[Fragment]]:
    """A cut above columns that have something else below them too."""
    for number, first in enumerate(edges[:12]):
        for last in reversed(edges[number + 1 :][:12]):
            if last - first > FEWEST_ROWS and _gutter([each for row in rows[first:last] for each in row]) is not None:
                upper = [fragment for row in rows[:first] for fragment in row]
                return upper, [fragment for row in rows[first:] for fragment in row]
    return part, []


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """The rows from top to bottom, each from left to right."""
    rows: list[list[Fragment]] = []
    bottom = top = 0.0
    for fragment in sorted(fragments, key=lambda each: (-(each.top + each.bottom), each.left)):
        overlap = min(top, fragment.top) - max(bottom, fragment.bottom)
        if rows and overlap >= SAME_ROW * min(fragment.height, max(top - bottom, 0.1)):
            rows[-1].append(fragment)
            continue
        rows.append([fragment])
        bottom, top = fragment.bottom, fragment.top
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def _line(row: Sequence[Fragment], column: int) -> Line:
    largest = max(row, key=lambda each: len(each.text))
    row = [each for each in row if each is largest or not _is_note_mark(each, largest)]
    return Line(
        " ".join(" ".join(each.text for each in row).split()),
        min(each.left for each in row),
        max(each.right for each in row),
        min(each.bottom for each in row),
        max(each.top for each in row),
        largest.height,
        all(each.weight >= 600 for each in row),
        any(after.left - before.right > CELL_GAP * largest.height for before, after in pairwise(row)),
        column,
    )


def _is_note_mark(piece: Fragment, line: Fragment) -> bool:
    """Whether a piece is the raised number of a note."""
    is_raised = piece.bottom > line.bottom + 0.1 * line.height and piece.height < 0.85 * line.height
    return is_raised and all(letter in "0123456789,*†‡" for letter in piece.text.strip())
