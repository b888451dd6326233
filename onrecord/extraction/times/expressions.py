"""Time expressions are found where they stand, each a span of the article's own words, and none is guessed at.

One pass looks for the words that every time expression has (HEAD); only around those is the grammar tried, and no
rule reaches farther than BEFORE and AFTER characters, so the cost grows with the length of the text alone.
What is found is disjoint and in the order of the text. Ends that are not known are None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.extraction.times import dates, deictic
from onrecord.extraction.times.intervals import Context, Interval, moved
from onrecord.extraction.times.tense import tense
from onrecord.extraction.times.words import AFTER, BEFORE, HEAD, NAMES, PHRASE, RULES, plain
from onrecord.span import Span
from onrecord.time_expression import TimeExpression

RESOLVERS = {**dates.RESOLVERS, **deictic.RESOLVERS}

RULE_NAMES = tuple(RULES)

NEEDS_TENSE = frozenset("month-day day-month holiday from-now relative month weekday nth".split())
"""Rules whose meaning hangs on the verb."""

NAMED = frozenset("weekday day-word relative month month-day month-year day-month year season nth holiday".split())
"""Rules that may have read a part of a name."""

TOLD = 300
"""Characters within which a year that was named goes on counting for the days and months after it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression within one block, before it has its place in the article."""

    start: int
    end: int
    rule: str
    interval: Interval
    has_year: bool


def expressions(text: str, blocks: Iterable[Span] | None, published: str | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text in order; no block runs into the next. Without blocks, blank lines part them."""
    clock = publication_day(published)
    found: list[TimeExpression] = []
    for block in blocks if blocks is not None else _paragraphs(text):
        raw = block.of(text)
        words = plain(raw)
        for one in _ranges(words, _simple(words, raw, clock), clock):
            first, last, granularity, certain = one.interval
            found.append(
                TimeExpression(
                    span=Span(block.start + one.start, block.start + one.end),
                    earliest=first.isoformat() if first else None,
                    latest=last.isoformat() if last else None,
                    granularity=granularity,
                    rule=one.rule,
                    certain=certain,
                )
            )
    return tuple(found)


def publication_day(published: str | None) -> date | None:
    """The day of a publication date in ISO 8601, with or without the time; None when there is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\S\n]{0,8}(?=\S)[^\n]+)*")


def _paragraphs(text: str) -> Iterator[Span]:
    return (Span(*found.span()) for found in _PARAGRAPH.finditer(text))


def _regions(words: str) -> Iterator[tuple[int, int]]:
    """The stretches of a block that a time expression may stand in."""
    start = end = -1
    for head in HEAD.finditer(words):
        first = max(0, head.start() - BEFORE)
        if first > end:
            if end >= 0:
                yield start, end
            start = first
        end = min(len(words), head.end() + AFTER)
    if end >= 0:
        yield start, end


def _simple(words: str, raw: str, published: date | None) -> Iterator[_Found]:
    """The expressions of one block, each rule by itself."""
    told, told_at = None, 0
    for start, end in _regions(words):
        while (match := PHRASE.search(words, start, end)) is not None:
            rule = RULE_NAMES[int((match.lastgroup or "r0")[1:])]
            at, stop = match.span()
            name = _name_at(words, raw, at, stop) if rule in NAMED else None
            if name is not None:
                start = name
                continue
            match = RULES[rule].match(words, at, end)
            assert match is not None
            groups = match.groupdict()
            hangs = rule in NEEDS_TENSE and not groups.get("year") and groups.get("in", "in") is not None
            context = Context(
                published=published,
                tense=tense(words, raw, at, stop) if hangs and published else None,
                year=told if at - told_at < TOLD else None,
                words=raw[at:stop],
                before=words[max(0, at - 24) : at],
                after=words[stop : stop + 16],
            )
            interval = _resolved(rule, groups, context)
            if interval is None:
                start = _next_word(words, at, stop)
                continue
            has_year = bool(groups.get("year"))
            if has_year and rule != "years" and interval.first is not None:
                told, told_at = interval.first.year, stop
            yield _Found(at, stop, rule, interval, has_year)
            start = stop


def _name_at(words: str, raw: str, start: int, end: int) -> int | None:
    """Where the name ends that an expression is a part of; None when it is none."""
    for name in NAMES.finditer(words, max(0, start - AFTER), min(len(words), end + AFTER)):
        if name.start() < end and start < name.end() and raw[name.start()].isupper():
            return name.end()
    return None


def _resolved(rule: str, groups: dict[str, str | None], context: Context) -> Interval | None:
    try:
        return RESOLVERS[rule](groups, context)
    except (ValueError, OverflowError):  # a day before the year 1 or after the year 9999
        return Interval(None, None, groups.get("unit") or "day", certain=False)


_WORD = re.compile(r"\w+")


def _next_word(words: str, start: int, end: int) -> int:
    """The end of the word at `start`, at most `end`."""
    word = _WORD.match(words, start, end)
    return word.end() if word else start + 1


_SINCE = re.compile(r"\b(?:ever )?since (?:at least |about |around )?$")
_UNTIL = re.compile(r"\b(?:until|till|through) (?:at least |about |around )?$")
_OPENING = re.compile(r"\b(?P<how>between|from) (?:about |around |the )?$")
_AND = re.compile(r",? (?:and|through|to) (?:about |around |the )?|,? (?:until|till|up to) ")
_DASH = re.compile(r" ?- ?| (?:to|through) ")
RANGED = frozenset("month-day day-month iso numeric month-year month weekday year season decade century".split())
"""Rules that can be one end of a range."""


def _ranges(words: str, found: Iterable[_Found], published: date | None) -> Iterator[_Found]:
    """The expressions, with two that are the ends of one range joined, and with "since" and "until" read."""
    waiting: _Found | None = None
    for one in found:
        if waiting is None:
            waiting = one
            continue
        joined = _joined(words, waiting, one, published)
        if joined is not None:
            yield joined
            waiting = None
        else:
            yield _bounded(words, waiting, published)
            waiting = one
    if waiting is not None:
        yield _bounded(words, waiting, published)


def _joined(words: str, one: _Found, other: _Found, published: date | None) -> _Found | None:
    if one.rule not in RANGED or other.rule not in RANGED or not 0 < other.start - one.end < 24:
        return None
    between = words[one.end : other.start]
    opening = _OPENING.search(words, max(0, one.start - 24), one.start)
    if not (opening and _AND.fullmatch(between)) and not _DASH.fullmatch(between):
        return None
    first, last = one.interval.first, other.interval.last
    if first is not None and last is not None and other.has_year and not one.has_year and one.rule != "weekday":
        first = moved(first, 12 * (last.year - first.year))
    if first is None or last is None:
        first = last = None
    elif first > last:
        if one.has_year or one.rule == "weekday" or moved(first, -12) > last:
            return None
        first = moved(first, -12)
    certain = (one.interval.certain and other.interval.certain) or bool(other.has_year)
    interval = Interval(first, last, other.interval.granularity, certain)
    return _Found(opening.start() if opening else one.start, other.end, "range", interval, other.has_year)


def _bounded(words: str, one: _Found, published: date | None) -> _Found:
    """ "since 2014" runs to the publication; "until March" has no first day."""
    first, last, granularity, certain = one.interval
    low = max(0, one.start - 24)
    since = _SINCE.search(words, low, one.start)
    if since and one.rule != "trailing":
        if first is not None and published is not None and first > published:
            return one
        return _Found(
            since.start(),
            one.end,
            "since",
            Interval(first, published if first else None, granularity, certain),
            one.has_year,
        )
    until = _UNTIL.search(words, low, one.start)
    if until:
        return _Found(until.start(), one.end, "until", Interval(None, last, granularity, certain), one.has_year)
    return one
