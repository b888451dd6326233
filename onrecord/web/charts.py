"""Charts as SVG, drawn here: no script, no inline style, and the same figures in words for who does not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from onrecord.formats.visible import on_one_line

WIDTH = 640
"""Units of a chart's width; it is drawn as wide as its place."""
BARS = 120
"""Bars of a timeline, at most: beyond it, months become years."""
WIDEST = 64
"""Units of the width of a bar, at most: three bars as wide as the page look like three walls."""
NARROW = 272
"""Units of the width of a chart beside a list."""

SHAPES = {
    "demands": "M0,-6 L6,5 L-6,5 Z",
    "promises": "M-5,-5 H5 V5 H-5 Z",
    "rejects": "M-5,-3 L-3,-5 L0,-2 L3,-5 L5,-3 L2,0 L5,3 L3,5 L0,2 L-3,5 L-5,3 L-2,0 Z",
    "threatens": "M0,-7 L5,0 L0,7 L-5,0 Z",
    "predicts": "M0,-5 A5,5 0 1,1 -0.01,-5 Z",
    "of the others": "M-6,-2 H6 V2 H-6 Z",
}
"""The mark of each column of the positions: they differ in shape, and so without colour."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement on a timeline."""

    day: str
    """When, ISO 8601."""
    column: str
    """What it is, one of `SHAPES`."""
    words: str
    """What is told of it."""
    link: str
    """Where it leads."""


def by_time(days: Sequence[tuple[str, int]], *, label: str, width: int = WIDTH) -> Markup:
    """How many statements by the month, or by the year where there are many months; `days` are ISO dates in order."""
    counted = _counted(days, 7)
    if len(counted) > BARS:
        counted = _counted(days, 4)
    if len(counted) < 2:
        return Markup()
    most = max(count for _, count in counted)
    height, base, top = 120, 96, 14
    step = min(WIDEST, width / len(counted))
    parts = []
    for number, (name, count) in enumerate(counted):
        tall = (base - top) * count / most
        if count:
            parts.append(
                f'<rect class="bar" x="{number * step + step * 0.08:.1f}" y="{base - tall:.1f}" '
                f'width="{step * 0.84:.1f}" height="{tall:.1f}"><title>{name}: {count:,}</title></rect>'
            )
    every = max(1, -(-len(counted) * 70 // width))
    for number in range(0, len(counted), every):
        parts.append(f'<text class="tick" x="{number * step:.1f}" y="{base + 16}">{counted[number][0]}</text>')
    parts.append(f'<text class="tick" x="0" y="{top - 4}">at most {most:,}</text>')
    axis = f'<line class="axis" x1="0" y1="{base}" x2="{width}" y2="{base}"/>'
    said = ", ".join(f"{name} {count}" for name, count in counted if count)
    return _svg(label, f"{said}.", height, axis + "".join(parts), width=width)


def positions(rows: Sequence[tuple[str, Sequence[Dot]]], *, label: str) -> Markup:
    """What each party said when, a row for each; every mark leads to its statement."""
    known = [dot for _, dots in rows for dot in dots if _ordinal(dot.day)]
    if not known:
        return Markup()
    first, last = min(_ordinal(d.day) for d in known), max(_ordinal(d.day) for d in known)
    span, left, line = max(1, last - first), 12, 46
    parts = []
    for number, (name, dots) in enumerate(rows):
        y = 34 + number * line
        parts.append(f'<text class="name" x="0" y="{y - 14}">{escape(on_one_line(name)[:80])}</text>')
        parts.append(f'<line class="axis" x1="0" y1="{y}" x2="{WIDTH}" y2="{y}"/>')
        for dot in dots:
            if not _ordinal(dot.day):
                continue
            x = left + (WIDTH - 2 * left) * (_ordinal(dot.day) - first) / span
            parts.append(
                f'<a href="{escape(dot.link)}" aria-label="{escape(on_one_line(dot.words))}">'
                f'<path class="dot {dot.column.replace(" ", "-")}" d="{SHAPES[dot.column]}" '
                f'transform="translate({x:.1f} {y})"/><title>{escape(on_one_line(dot.words))}</title></a>'
            )
    height = 34 + len(rows) * line
    ends = (date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat())
    parts.append(f'<text class="tick" x="0" y="{height - 6}">{ends[0]}</text>')
    parts.append(f'<text class="tick end" x="{WIDTH}" y="{height - 6}">{ends[1]}</text>')
    return _svg(label, f"From {ends[0]} to {ends[1]}.", height, "".join(parts), interactive=True)


def shape(column: str) -> Markup:
    """The mark of a column, for the legend."""
    return Markup(
        f'<svg class="mark" viewBox="-8 -8 16 16" aria-hidden="true"><path class="dot {column.replace(" ", "-")}" '
        f'd="{SHAPES[column]}"/></svg>'
    )


def _svg(label: str, said: str, height: float, inside: str, *, width: int = WIDTH, interactive: bool = False) -> Markup:
    role = "group" if interactive else "img"
    return Markup(
        f'<svg class="chart" viewBox="0 0 {width} {height:.0f}" role="{role}" aria-label="{escape(label)}. '
        f'{escape(said)}">{inside}</svg>'
    )


def _counted(days: Sequence[tuple[str, int]], length: int) -> list[tuple[str, int]]:
    """Counts by the month (7 characters) or the year (4), with those between that have none."""
    counts: dict[str, int] = {}
    for day, count in days:
        counts[day[:length]] = counts.get(day[:length], 0) + count
    if not counts:
        return []
    if length == 4:
        first, last = int(min(counts)), int(max(counts))
        names = [f"{year:04}" for year in range(first, last + 1)] if last - first < BARS else sorted(counts)[-BARS:]
    else:
        first, last = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (min(counts), max(counts)))
        last_shown = min(last, first + BARS)  # one more than is drawn by the month: the caller then counts years
        names = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last_shown + 1)]
    return [(name, counts.get(name, 0)) for name in names]


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0
