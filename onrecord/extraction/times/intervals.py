"""What a time expression means: the days from the first to the last, both included, that it can stand for.

The publication date is the only clock. What hangs on another event ("three years later"), on an unknown amount ("a
few weeks ago") or on a publication date that is not known stays open: an end that is not known is None, never guessed.
Weeks begin on Monday; seasons are those of the north.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.extraction.times.tense import Tense

ONE = timedelta(days=1)

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
"""Months in the units that have months."""


class Interval(NamedTuple):
    """What an expression was resolved to."""

    first: date | None
    """The first day; None when that end is open."""
    last: date | None
    """The last day; None when that end is open."""
    granularity: str
    """The unit that the expression counts in."""
    certain: bool = True
    """False where the words allow another reading."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read by."""

    published: date | None
    """The publication date."""
    tense: Tense | None
    """What the verb beside it tells."""
    year: int | None = None
    """A year named shortly before, when the text tells of a time long gone."""
    words: str = ""
    """The expression as it is written."""
    before: str = ""
    """What stands shortly before it, as `plain()` has it."""
    after: str = ""
    """What stands shortly after it, likewise."""


Groups = Mapping[str, str | None]
"""The groups of the rule that matched, by name."""

Resolver = Callable[[Groups, Context], Interval | None]
"""Gives what an expression means; None where it is none."""


def open_ended(granularity: str) -> Interval:
    """An expression that is one, and of which no day is known."""
    return Interval(None, None, granularity)


def whole_year(year: int) -> Interval:
    """All of a year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def whole_month(year: int, month: int) -> Interval:
    """All of a month; months are counted on over the year's end (13 is the next January, 0 the last December)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def months(year: int, month: int, count: int, granularity: str) -> Interval:
    """Several whole months from one on."""
    return Interval(whole_month(year, month).first, whole_month(year, month + count - 1).last, granularity)


def one_day(year: int, month: int, day: int) -> Interval | None:
    """A day; None when the calendar does not have it."""
    try:
        there = date(year, month, day)
    except ValueError:
        return None
    return Interval(there, there, "day")


def moved(day: date, count: int) -> date:
    """The same day some months later or earlier; the month's last day where it is too short."""
    target = whole_month(day.year, day.month + count)
    if target.first is None or target.last is None:
        raise OverflowError(f"{day} cannot be moved by {count} months")
    return min(target.first + timedelta(days=day.day - 1), target.last)


def unit_around(day: date, unit: str, offset: int = 0) -> Interval:
    """The calendar unit that a day lies in, or one some units later."""
    if unit in ("hour", "day"):
        there = day + offset * ONE
        return Interval(there, there, "day")
    if unit in ("week", "weekend"):
        monday = day + timedelta(days=7 * offset - day.weekday())
        return Interval(monday + (5 if unit == "weekend" else 0) * ONE, monday + 6 * ONE, unit)
    if unit == "month":
        return whole_month(day.year, day.month + offset)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * offset, 3, "quarter")
    if unit == "year":
        return whole_year(day.year + offset)
    size = 10 if unit == "decade" else 100
    start = (day.year // size + offset) * size
    return Interval(date(start, 1, 1), date(start + size - 1, 12, 31), unit)


_PLACES = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_YEARS_OF_TEN = ((0, 5), (3, 7), (5, 10))


def part_of(whole: Interval, part: str | None, published: date | None = None) -> Interval:
    """The early, middle or late third of an interval (halves of a decade); "earlier" and "later" by the publication."""
    first, last, granularity, _ = whole
    if part is None or first is None or last is None:
        return whole
    part = part.removeprefix("the ").removesuffix(" of").removesuffix(" in")
    if part in ("earlier", "later"):
        if published is not None and first <= published <= last:
            return (
                Interval(first, published, granularity) if part == "earlier" else Interval(published, last, granularity)
            )
        part = "early" if part == "earlier" else "late"
    place = _PLACES[part]
    if granularity in ("decade", "century"):
        tenth = (last.year - first.year + 1) // 10
        begin, end = _YEARS_OF_TEN[place]
        whole = Interval(
            date(first.year + begin * tenth, 1, 1), date(first.year + end * tenth - 1, 12, 31), granularity
        )
    elif granularity == "year":
        begin, count = (12, 1) if part == "end" else (1, 1) if part in ("beginning", "start") else (1 + 4 * place, 4)
        whole = months(first.year, begin, count, granularity)
    else:
        days = (last - first).days + 1
        third = max(1, days // 3)
        begin, end = ((0, third), (third, 2 * third), (2 * third, days))[place]
        if end > begin:
            whole = Interval(first + begin * ONE, first + (end - 1) * ONE, granularity)
    return whole._replace(certain=False)


def by_tense(context: Context, make: Callable[[int], Interval | None]) -> Interval | None:
    """What recurs every year, in the year that the tense asks for: `make` gives it for a year, None where it is not.

    Past: the last that has begun. Future: the next that is not over. No tense: the nearest.
    """
    published = context.published
    if context.year is not None and (published is None or context.year < published.year - 1):
        told = make(context.year)
        return told._replace(certain=False) if told else None
    if published is None:
        return None
    around = [made for year in range(published.year - 4, published.year + 5) if (made := make(year))]
    begun = [made for made in around if made.first and made.first <= published]
    ahead = [made for made in around if made.last and made.last >= published]
    if context.tense == "past":
        return begun[-1] if begun else None
    if context.tense == "future":
        return ahead[0] if ahead else None
    near = min(around, key=lambda made: abs((made.first or published) - published), default=None)
    return near._replace(certain=False) if near else None


def span_of(unit: str, count: int, published: date, *, ahead: bool) -> Interval:
    """The stretch of some units that ends, or with `ahead` begins, with the publication date."""
    if unit in MONTHS_IN:
        there = moved(published, (1 if ahead else -1) * count * MONTHS_IN[unit])
    else:
        days = -(-count // 24) if unit == "hour" else count * {"week": 7, "weekend": 7}.get(unit, 1)
        there = published + (days if ahead else -days) * ONE
    if ahead:
        return Interval(published, there, unit)
    return Interval(there + ONE if unit != "hour" else there, published, unit)
