"""Dates by their names in the calendar: days, months, seasons, years, decades, centuries.

A resolver gives None where the words are no date after all: "May" is a name unless something shows that it is a
month, and "2016 people" are no year. When unsure, nothing is found. What the year of a day or month is that is named
without one, the tense and the publication date tell.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.extraction.times.intervals import (
    Context,
    Groups,
    Interval,
    Resolver,
    by_tense,
    months,
    one_day,
    open_ended,
    part_of,
    whole_month,
    whole_year,
)
from onrecord.extraction.times.words import CENTURIES, DECADES, HOLIDAYS, MONTHS, SEASONS, WEEKDAYS, plain

NAMES_TOO = frozenset("april may june august march".split())
"""Months that are names or other words as well: they need a preposition or a number."""

_PLACED = re.compile(
    r"(?:\b(?:in|since|until|till|during|through|throughout|before|after|for|by|mid|early|late|from|to|of|and"
    r"|between|-)[ -]{1,2}|[(-] ?)$"
)
_PERSON = frozenset("by for from to of and before after".split())
_COUNTED = re.compile(
    r" ?(?:%|percent\b|(?:dollars|pounds|euros|people|persons|men|women|children|votes|voters|miles|kilomet|km\b"
    r"|met(?:er|re)s|feet|ft\b|hours|days|years?|students|members|jobs|troops|soldiers|others|times|points|delegates|tons|tonnes|acres|houses"
    r"|homes|employees|workers|cases|patients|units|copies|words|calories|cc\b|hp\b|mhz|rpm|kg|mg)\b)"
)
_QUANTITY = re.compile(
    r"(?:[$£€¥#.,:/@+=]|[0-9]-|\b(?:than|about|some|nearly|almost|approximately|roughly|least|most|exactly|over|only|just|no\.|number"
    r"|pages?|pp\.|room|route|highway|flight|section|chapter|item|equation|version) ?)$"
)
_LEADING = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|during|before|after|to|and|between|through|around|circa|c\.|late|early|mid"
    r"|year) |\()$"
)


def _days(year: int, month: int, day: int, until: int) -> Interval | None:
    first, last = one_day(year, month, day), one_day(year, month, until)
    return Interval(first.first, last.last, "day") if first and last and until >= day else None


def dated(g: Groups, context: Context) -> Interval | None:
    """Of "Dec. 31", "12 October 2016", "October 12-14"."""
    month, day = MONTHS[g["month"] or ""], int(g["day"] or 0)
    if g["year"] is None and not _shown(g, context)[:1].isupper():
        return None
    if g["year"] is None and _COUNTED.match(context.after):
        return None
    if (month, day, g["year"]) == (9, 11, None) and re.match(r",? (?:terror|attack)", context.after):
        return nine_eleven(g, context)
    until = int(g["day2"] or g.get("day3") or day)
    if g["year"]:
        return _days(int(g["year"]), month, day, until)
    if _days(2000, month, day, until) is None:
        return None
    if g["dayname"]:
        wanted = next(n for n, name in enumerate(WEEKDAYS) if name.startswith((g["dayname"] or "")[:3]))

        def on_that_weekday(year: int) -> Interval | None:
            made = one_day(year, month, day)
            return _days(year, month, day, until) if made and made.first and made.first.weekday() == wanted else None

        found = by_tense(context, on_that_weekday)
        if found is not None:
            return found._replace(certain=True)
    return by_tense(context, lambda year: _days(year, month, day, until)) or open_ended("day")


def iso(g: Groups, context: Context) -> Interval | None:
    """Of "2016-10-12"."""
    return one_day(int(g["year"] or 0), int(g["month"] or 0), int(g["day"] or 0))


def numeric(g: Groups, context: Context) -> Interval | None:
    """Of "13/12/2016": the order that the calendar allows, open where it allows both; with points the day is first."""
    one, two, year = int(g["one"] or 0), int(g["two"] or 0), int(g["year"] or 0)
    day_first, month_first = one_day(year, two, one), one_day(year, one, two)
    if g["mark"] == "." or month_first is None or day_first == month_first:
        return day_first
    return month_first if day_first is None else open_ended("day")._replace(certain=False)


def holiday(g: Groups, context: Context) -> Interval | None:
    """Of "Christmas Day", "New Year's Eve 2016"."""
    month, day = HOLIDAYS[g["holiday"] or ""]
    if g["year"]:
        return one_day(int(g["year"]), month, day)
    return by_tense(context, lambda year: one_day(year, month, day)) or open_ended("day")


def nine_eleven(g: Groups, context: Context) -> Interval:
    """The day that "9/11" is the name of."""
    return Interval(date(2001, 9, 11), date(2001, 9, 11), "day")


def _shown(g: Groups, context: Context) -> str:
    """The month's name as it is written, and what follows it in the expression."""
    return context.words[max(0, plain(context.words).find(g["month"] or "")) :]


def _is_month(g: Groups, context: Context) -> bool:
    """Whether a month's name without a day or a year is one here."""
    name, shown = g["month"] or "", _shown(g, context)
    if not shown[:1].isupper():
        return False
    if len(name) < 4 and name != "may":
        return shown[len(name) : len(name) + 1] == "." and bool(_PLACED.search(context.before))
    if name not in NAMES_TOO or g["part"]:
        return True
    placed = _PLACED.search(context.before)
    if placed is None:
        return bool(re.match(rf" ?- ?(?:{'|'.join(MONTHS)})\b", context.after))
    if placed[0].strip() == "from" and re.match(rf" (?:to|until|through) (?:{'|'.join(MONTHS)})\b", context.after):
        return True
    return placed[0].strip(" -") not in _PERSON or bool(
        re.search(rf"\b(?:{'|'.join(MONTHS)}) (?:to|and) $", context.before)
    )


def month(g: Groups, context: Context) -> Interval | None:
    """Of "early January", "in May"."""
    if not _is_month(g, context):
        return None
    number = MONTHS[g["month"] or ""]
    whole = by_tense(context, lambda year: whole_month(year, number))
    return part_of(whole, g["part"], context.published) if whole else open_ended("month")


def _year_of(g: Groups, context: Context) -> int | None:
    """The year that is named, or meant by "last year"; None without a publication date to tell."""
    if g["year"]:
        return int(g["year"])
    if context.published is None:
        return None
    return context.published.year + {"last": -1, "this": 0, "next": 1}[g["relative"] or "this"]


def month_year(g: Groups, context: Context) -> Interval | None:
    """Of "December 2008", "late May of last year"."""
    year = _year_of(g, context)
    if year is None:
        return open_ended("month")
    return part_of(whole_month(year, MONTHS[g["month"] or ""]), g["part"], context.published)


def season(g: Groups, context: Context) -> Interval | None:
    """Of "the summer of 2010"."""
    year = _year_of(g, context)
    if year is None:
        return open_ended("season")
    return part_of(months(year, SEASONS[g["season"] or ""], 3, "season"), g["part"])


def century(g: Groups, context: Context) -> Interval | None:
    """Of "the 20th century", "the late nineteenth century"."""
    nth = CENTURIES.get(g["nth"] or "") or int((g["nth"] or "")[:-2])
    if nth < 2:
        return None
    return part_of(Interval(date(nth * 100 - 100, 1, 1), date(nth * 100 - 1, 12, 31), "century"), g["part"])


def decade(g: Groups, context: Context) -> Interval | None:
    """Of "the 1990s", "the early '80s", "the sixties"."""
    start = int(g["decade"]) if g["decade"] else 1900 + (int(g["short"]) if g["short"] else DECADES[g["word"] or ""])
    part = g["part"] or g["part2"]
    if context.after.startswith("°"):
        return None
    if start % 100 == 0 and start < 1900:
        return part_of(Interval(date(start, 1, 1), date(start + 99, 12, 31), "century"), part)
    return part_of(Interval(date(start, 1, 1), date(start + 9, 12, 31), "decade", bool(g["decade"])), part)


def years(g: Groups, context: Context) -> Interval | None:
    """Of "2015-16", "1914-1918"."""
    first = int(g["year"] or 0)
    last = int(g["year2"]) if g["year2"] else first // 100 * 100 + int(g["short"] or g["short2"] or 0)
    if last <= first or (g["short"] and _QUANTITY.search(context.before)):
        return None
    return Interval(date(first, 1, 1), date(last, 12, 31), "year")


def year(g: Groups, context: Context) -> Interval | None:
    """Of "2016", "mid-2025", "late 2019"."""
    number = int(g["year"] or 0)
    led = bool(g["part"]) or bool(_LEADING.search(context.before))
    if not led and (number < 1700 or _QUANTITY.search(context.before)):
        return None
    if _COUNTED.match(context.after) or re.match(r"[-,.:/][0-9]|['/@]?[a-z]", context.after.removeprefix("'s")):
        return None
    if re.search(r"[$£€¥#.,:/@+=]$", context.before):
        return None
    return part_of(whole_year(number)._replace(certain=led), g["part"], context.published)


RESOLVERS: dict[str, Resolver] = {
    "month-day": dated,
    "day-month": dated,
    "iso": iso,
    "numeric": numeric,
    "nine-eleven": nine_eleven,
    "holiday": holiday,
    "season": season,
    "month-year": month_year,
    "month": month,
    "century": century,
    "decade": decade,
    "years": years,
    "year": year,
}
"""What resolves each of these rules of the grammar."""
