"""Times that are told from where the reader stands: "last week", "two years ago", "on Thursday", "next spring".

The publication date is where the reader stands; without one these stay open, and so does what is told from another
event ("a day earlier") or by an amount nobody knows ("a few weeks ago").
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.extraction.times.intervals import (
    MONTHS_IN,
    Context,
    Groups,
    Interval,
    Resolver,
    by_tense,
    months,
    one_day,
    open_ended,
    part_of,
    span_of,
    unit_around,
    whole_month,
    whole_year,
)
from onrecord.extraction.times.tense import Tense
from onrecord.extraction.times.words import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, plain

UNITS = {"minute": "hour", "night": "day", "centurie": "century"}
"""Units that are counted as another one."""


def number_of(words: str | None) -> int | None:
    """The number that a numeral or number word stands for; None for "several" and its like."""
    if words is None:
        return 1
    return int(words) if words.isdecimal() else NUMBERS.get(words)


def day_word(g: Groups, context: Context) -> Interval:
    """Of "yesterday", "this morning", "last night", "the day before yesterday"."""
    if context.published is None:
        return open_ended("day")
    offset = {"yesterday": -1, "tomorrow": 1}.get(g["word"] or "", 0)
    offset = -2 if g["before"] else 2 if g["after"] else -1 if g["this"] == "last" else offset
    return unit_around(context.published, "day", offset)


def ago(g: Groups, context: Context) -> Interval:
    """Of "two weeks ago": the calendar week, month or year that lies so far back."""
    unit = UNITS.get(g["unit"] or "", g["unit"] or "year")
    count = number_of(g["number"])
    if context.published is None:
        return open_ended(unit)
    if g["half"]:
        return unit_around(context.published, "year", -50 if "century" in g["half"] else -5)._replace(certain=False)
    if count is None or unit == "weekend":
        return Interval(None, context.published, unit)
    sure = not g["about"] and not g["more"] and unit not in ("decade", "century")
    if unit == "hour":
        back = (count + 12) // 24 if (g["unit"] or "").startswith("hour") else 0
        return unit_around(context.published, "day", -back)._replace(certain=sure and count % 24 == 0)
    if unit in ("decade", "century"):
        return unit_around(context.published, "year", -count * MONTHS_IN[unit] // 12)._replace(certain=False)
    return unit_around(context.published, unit, -count)._replace(certain=sure)


def from_now(g: Groups, context: Context) -> Interval | None:
    """Of "in two weeks' time", "three days from now"; "in three days" alone only where the verb looks ahead."""
    unit, count = UNITS.get(g["unit"] or "", g["unit"] or ""), number_of(g["number"])
    if not (g["time"] or g["now"]) and (g["in"] is None or context.tense != "future"):
        return None
    if context.published is None or unit == "weekend":
        return open_ended(unit)
    if count is None:
        return Interval(context.published, None, unit)
    if g["in"] == "within":
        return span_of(unit, count, context.published, ahead=True)
    if unit == "hour":
        return unit_around(context.published, "day", count // 24)._replace(certain=False)
    if unit in ("decade", "century"):
        return unit_around(context.published, "year", count * MONTHS_IN[unit] // 12)._replace(certain=False)
    return unit_around(context.published, unit, count)


def trailing(g: Groups, context: Context) -> Interval | None:
    """Of "the past three years", "the last decade", "the coming weeks": up to the publication, or on from it."""
    unit, ahead = UNITS.get(g["unit"] or "", g["unit"] or ""), g["way"] in ("next", "coming")
    if g["number"] is None and g["way"] == "previous":
        return open_ended(unit)
    if context.published is None:
        return open_ended(unit)
    count = number_of(g["number"])
    if count is None or (g["number"] is None and g["plural"]):
        return Interval(context.published, None, unit) if ahead else Interval(None, context.published, unit)
    return span_of(unit, count, context.published, ahead=ahead)


def recent(g: Groups, context: Context) -> Interval:
    """Of "recent months": up to the publication, from nobody knows when."""
    return Interval(None, context.published, g["unit"] or "")


def quarter(g: Groups, context: Context) -> Interval | None:
    """Of "the third quarter of 2023", "Q2 2020", "the first half of last year"."""
    half = g["what"] == "half"
    nth = int(g["q"]) if g["q"] else ORDINALS[g["nth"] or "first"]
    if half and nth > 2:
        return None
    size, name = (6, "half") if half else (3, "quarter")

    def of(year: int) -> Interval:
        return months(year, (nth - 1) * size + 1, size, name)

    if g["year"]:
        return of(int(g["year"]))
    if context.published is None:
        return open_ended(name)
    if g["relative"]:
        return of(context.published.year + {"last": -1, "next": 1}.get(g["relative"], 0))
    done = [
        made for year in (-1, 0) if (made := of(context.published.year + year)).last and made.last < context.published
    ]
    return done[-1]._replace(certain=False) if done else open_ended(name)


def relative(g: Groups, context: Context) -> Interval | None:
    """Of "last week", "this spring", "next Tuesday", "early last August", "later this year"."""
    published = context.published
    if context.words == "This Week":  # the programme
        return None
    unit = g["unit"] or g["unit2"] or g["weekend"] or g["ending"]
    part = "end" if g["ending"] else g["part"] or g["part2"]
    way = "this" if g["the"] or g["weekend"] or g["ending"] else (g["relative"] or "").removeprefix("this ")
    way = {"past": "last", "coming": "next"}.get(way, way)
    if published is None:
        return open_ended(unit or ("season" if g["season"] else "month" if g["month"] else "day"))
    if unit:
        whole = unit_around(published, unit, {"last": -1, "this": 0, "next": 1}[way])
        if unit == "weekend" and way == "this" and context.tense == "past" and published.weekday() < 5:
            whole = unit_around(published, unit, -1)
        return part_of(whole, part, published)
    if g["weekday"]:
        return weekday_by(WEEKDAYS.index(g["weekday"]), way, published, context.tense)
    if g["month"] and not re.search(r"\b[A-Z]", context.words[-len(g["month"]) - 1 :]):
        return None
    start = SEASONS[g["season"]] if g["season"] else MONTHS[g["month"] or ""]
    size, name = (3, "season") if g["season"] else (1, "month")
    around = [months(year, start, size, name) for year in range(published.year - 2, published.year + 3)]
    if way == "last":
        found = [made for made in around if made.last and made.last < published][-1]
    elif way == "next":
        found = next(made for made in around if made.first and made.first > published)
    else:
        found = by_tense(context, lambda year: months(year, start, size, name)) or around[2]
    return part_of(found._replace(certain=True), part, published)


def weekday_by(wanted: int, way: str | None, published: date, tense: Tense | None) -> Interval:
    """The weekday that "last", "next", "this" or, with none of them, the tense asks for; the day itself counts."""
    back = (published.weekday() - wanted) % 7
    if way == "last":
        return unit_around(published, "day", -(back or 7))
    if way == "next":
        return unit_around(published, "day", 7 - back)
    if tense == "future" or (way == "this" and tense is None):
        return unit_around(published, "day", -back % 7)._replace(certain=back != 0)
    return unit_around(published, "day", -back)._replace(certain=tense is not None)


_RECURRING = re.compile(r"\b(?:every|each|any|most|some|alternate|first|second|third|fourth|other) $")
_NAMED_BY = re.compile(r" (?!(?:in|on|at|when|and|or|to|of|for|with|after|before|as|is|was|that|by|from)\b)[a-z]")
_PLURAL = re.compile(r" (?:mornings|afternoons|evenings|nights)\b")


def weekday(g: Groups, context: Context) -> Interval | None:
    """Of "on Thursday", "Monday night"."""
    if _RECURRING.search(context.before) or _PLURAL.match(context.after):
        return None
    if re.search(r"\b(?:a|an|one) $", context.before) and not _NAMED_BY.match(context.after):
        return None
    if context.published is None or re.search(r"\b(?:days?|weeks?|months?|years?) from $", context.before):
        return open_ended("day")
    return weekday_by(WEEKDAYS.index(g["weekday"] or ""), None, context.published, context.tense)


def nth(g: Groups, context: Context) -> Interval | None:
    """Of "on the 5th": of the month that the tense asks for."""
    published, day = context.published, int(g["day"] or 0)
    if published is None:
        return open_ended("day")
    steps = (0, 1, 2) if context.tense == "future" else (0, -1, -2)
    for step in steps:
        of = whole_month(published.year, published.month + step).first
        found = one_day(of.year, of.month, day) if of else None
        if (
            found
            and found.first
            and (found.first >= published if context.tense == "future" else found.first <= published)
        ):
            return found._replace(certain=False)
    return None


_BY_YEARS = re.compile(
    r"that (?:same |very )?year|the (?:very )?(?P<which>same|following|next|previous|preceding) year"
    r"|(?P<number>\S+(?: \S+)?)[ -]years? (?P<way>earlier|later)"
)


def anaphora(g: Groups, context: Context) -> Interval:
    """Of "a day earlier", "the following week", "the third year of the war": their clock is another event's.

    Only years are told on from a year that was named shortly before ("In 2014 it opened. Two years later, …").
    """
    found = _BY_YEARS.fullmatch(plain(context.words))
    count = number_of(found["number"]) if found else None
    if found is None or count is None or context.year is None:
        return open_ended("relative")
    steps = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(found["which"] or "", 0)
    if found["number"]:
        steps = count if found["way"] == "later" else -count
    return whole_year(context.year + steps)._replace(certain=False)


RESOLVERS: dict[str, Resolver] = {
    "anaphora": anaphora,
    "day-word": day_word,
    "ago": ago,
    "from-now": from_now,
    "trailing": trailing,
    "recent": recent,
    "quarter": quarter,
    "relative": relative,
    "weekday": weekday,
    "nth": nth,
}
"""What resolves each of these rules of the grammar."""
