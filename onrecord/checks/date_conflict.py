"""`date-conflict`: the article's times cannot all hold.

Five ways in which they can fail to, each looked for in the reporter's own words (what somebody is given as saying was
said at another time):

- something is spoken of as still to come, in a time that is over by the article's own ("if … wins in 2024", as of
  mid-2025), or as past in a time that has not come;
- one event is told as to come in one place and as past in another ("will open the bridge", "had opened the bridge");
- a weekday and a date that the calendar does not join;
- an age and a year of birth that do not fit;
- a duration and its ends that do not fit ("in 2010, three years ago").

The article's own time is its publication date and what it says that it is "as of".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.checks.events import told_twice
from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COUNTED = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_COUNT = rf"(?P<count>{_COUNTED})"
_MONTH = "|".join(name[:3] for name in _MONTHS)
_ABOUT = "about|around|almost|nearly|more than|over|some|roughly"

_AS_OF = re.compile(r"\b[Aa]s of(?: the)?(?: (?:early|late))?\s+$")
_TO_COME = re.compile(
    r"\b(?:[Ii]f|[Oo]nce|[Uu]nless)\s+(?:[\w’'.-]+\s+){1,8}?(?:wins?|loses?|returns?|becomes?|runs?"
    r"|takes? (?:office|power|over)|is (?:re-?)?elected|gets? (?:re-?)?elected|succeeds?|fails?|passes)\s+"
    r"(?:[\w’'-]+\s+){0,4}?(?:in|on|by)\s+$"
    r"|\b(?:will|is (?:scheduled|due|expected|set|slated) to|are (?:scheduled|due|expected|set|slated) to)"
    r"\s+(?:[\w’'-]+\s+){1,6}?(?:in|on|by)\s+$"
)
_ONCE_TO_COME = re.compile(r"\b(?:would|had|was|were|hoped|thought|believed|wondered|asked)\b|[“”\"]")
_OVER = re.compile(
    r"\b(?:was|were|met|held|died|signed|began|took place|happened|[a-z]{3,}ed)\s+(?:[\w’'-]+\s+){0,3}?(?:in|on)\s+$"
)
_FIXED = re.compile(
    r"\b(?:scheduled|expected|due|planned|set|slated|based|called|needed|required|projected|proposed|intended|wanted|aimed"
    r"|dated|supposed|promised|pledged|vowed|will|would|expire[sd]?|delayed|postponed|deferred|be|been|bound|ruled|elected)\b"
)
_WEEKDAY_DATE = re.compile(
    rf"\b(?P<weekday>{'|'.join(_DAYS)}),?\s+(?:the\s+)?\(?(?:(?P<month>{_MONTH})[a-z]{{0,6}}\.?\s+"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*[:/])|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?P<month2>{_MONTH})[a-z]{{0,6}}\b)(?:,?\s+{_YEAR}\b)?",
    re.IGNORECASE,
)
_AGO = re.compile(
    rf"\b(?:in|since)\s+{_YEAR},?\s+(?:(?P<about>{_ABOUT})\s+)?{_COUNT}\s+years\s+ago\b"
    rf"|\b(?:(?P<about2>{_ABOUT})\s+)?(?P<count2>{_COUNTED})"
    r"\s+years\s+ago,\s+in\s+(?P<year2>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom\s+(?P<first>(?:19|20)\d\d)\s+(?:to|until|through)\s+(?P<last>(?:19|20)\d\d)\b,?\s+"
    rf"(?:for\s+|a period of\s+)?{_COUNT}\s+years\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"(?:,\s+(?P<age>\d{2})\s*,|\b(?P<age2>\d{2})-year-old\b|\baged?\s+(?P<age3>\d{2})\b)(?P<between>[^.!?;]{0,80}?)"
    r"\b(?:was\s+|is\s+|were\s+)?born\s+(?:on|in)\s+(?P<date>[^.!?;]{0,40}?)(?P<year>(?:19|20)\d\d)\b"
)
_ANOTHER = re.compile(r"\b(?:son|daughter|wife|husband|brother|sister|father|mother|child\w*|whose|who|when|then)\b")
_NAMED_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
TOLD = 300
"""Characters before a weekday with a date in which another year may have been named that it belongs to."""
NEAR = 60
"""Days around the publication in which a date without a year is taken to be of that year."""


class _Now(NamedTuple):
    """The article's own time."""

    day: date
    """The first day that it can be."""
    last: date
    """The last day that it can be."""
    span: Span | None
    """The words that say so; None for the publication date."""
    words: str
    """The same for a message."""


def find(article: Examined) -> Iterator[Check]:
    """One observation for each pair of times that do not fit."""
    now = _now(article)
    if now:
        yield from _out_of_time(article, now)
        yield from _aged(article, now)
    yield from _weekdays(article)
    yield from _durations(article, now)
    for coming, over in told_twice(article):
        yield _check(
            article,
            (coming.span, over.span),
            f"{article.shown(coming.span)} tells as still to come what {article.shown(over.span)} tells as past",
        )


def _now(article: Examined) -> _Now | None:
    """The latest that the article says that it is: by its publication, or by "as of" and a time."""
    found: list[_Now] = []
    published = _day(article.record.article.published)
    if published:
        found.append(_Now(published, published, None, f"its publication on {published.isoformat()}"))
    for time in article.record.times:
        earliest, latest = _day(time.earliest), _day(time.latest)
        is_as_of = _AS_OF.search(article.text, max(0, time.span.start - 20), time.span.start)
        if earliest and latest and is_as_of and not article.quoted.meet(time.span):
            found.append(_Now(earliest, latest, time.span, article.shown(time.span)))
    return max(found, key=lambda each: each.day, default=None)


def _out_of_time(article: Examined, now: _Now) -> Iterator[Check]:
    """What is spoken of as to come and is over, or as over and is to come."""
    for time in article.record.times:
        earliest, latest = _day(time.earliest), _day(time.latest)
        if not (earliest and latest and _NAMED_YEAR.search(time.span.of(article.text))) or time.span == now.span:
            continue
        if article.quoted.meet(time.span) or article.attributed.meet(time.span):
            continue
        sentence = article.sentence_at(time.span.start)
        start = max(sentence.start, time.span.start - 120)
        if latest < now.day:
            ahead = _TO_COME.search(article.text, start, time.span.start)
            if ahead and not _ONCE_TO_COME.search(article.text, start, time.span.start):
                clause = Span(ahead.start(), time.span.end)
                yield _check(
                    article,
                    (clause, now.span),
                    f"{article.shown(clause)} speaks of a time as still to come that was over by {now.words}",
                )
        elif earliest > now.last and now.span is None:
            over = _OVER.search(article.text, start, time.span.start)
            if over and not _FIXED.search(article.text, start, time.span.start):
                clause = Span(over.start(), time.span.end)
                yield _check(
                    article,
                    (clause,),
                    f"{article.shown(clause)} speaks of a time as past that had not come by {now.words}",
                )


def _weekdays(article: Examined) -> Iterator[Check]:
    """Weekdays and dates that the calendar does not join."""
    published = _day(article.record.article.published)
    undated: list[tuple[Span, int, int, int]] = []
    for match in _WEEKDAY_DATE.finditer(article.text):
        month_words = (match["month"] or match["month2"]).lower()
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month_words))
        number = int(match["day"] or match["day2"])
        weekday = _DAYS.index(match["weekday"].lower())
        span = Span(*match.span())
        if match["year"]:
            day = _date(int(match["year"]), month, number)
            if day and day.weekday() != weekday:
                yield _check(article, (span,), f"{day.isoformat()} was a {_DAYS[day.weekday()].capitalize()}")
            continue
        if _NAMED_YEAR.search(article.text, max(0, match.start() - TOLD), min(len(article.text), match.end() + 40)):
            continue
        if published:
            days = [each for year in (-1, 0, 1) if (each := _date(published.year + year, month, number))]
            near = [each for each in days if abs(each - published) <= timedelta(days=NEAR)]
            if near and near[0].weekday() != weekday:
                fell = _DAYS[near[0].weekday()].capitalize()
                yield _check(article, (span,), f"{near[0].isoformat()}, the nearest such date, was a {fell}")
            continue
        undated.append((span, month, number, weekday))
    yield from _apart(article, undated)


def _apart(article: Examined, dates: list[tuple[Span, int, int, int]]) -> Iterator[Check]:
    """Two dates of one month whose weekdays no year joins; an article without a date tells no year."""
    first: dict[int, tuple[Span, int, int]] = {}
    for span, month, number, weekday in dates:
        if month not in first:
            first[month] = (span, number, weekday)
            continue
        other, day, its = first[month]
        if (number - day) % 7 != (weekday - its) % 7:
            yield _check(
                article,
                (other, span),
                f"In no year do {article.shown(other)} and {article.shown(span)} fall on these weekdays",
            )


def _aged(article: Examined, now: _Now) -> Iterator[Check]:
    """Ages and years of birth that do not fit."""
    for match in _AGED.finditer(article.text):
        which = next(name for name in ("age", "age2", "age3") if match[name])
        age, span = int(match[which]), Span(match.start(which), match.end())
        old = now.day.year - int(match["year"])
        another = _ANOTHER.search(span.of(article.text))
        if not old - 1 <= age <= old and not another and not article.quoted.meet(span):
            yield _check(
                article, (span,), f"Whoever was born in {match['year']} was {max(0, old - 1)} or {old} by {now.words}"
            )


def _durations(article: Examined, now: _Now | None) -> Iterator[Check]:
    """Durations that do not fit their ends."""
    for match in _AGO.finditer(article.text) if now else ():
        span = Span(*match.span())
        year, count = int(match["year"] or match["year2"]), _number(match["count"] or match["count2"])
        passed = now.day.year - year if now else 0
        loose = 2 if match["about"] or match["about2"] else 1
        if abs(passed - count) > loose and not article.quoted.meet(span) and not article.attributed.meet(span):
            yield _check(article, (span,), f"By {now.words if now else ''} {year} was {passed} years ago")
    for match in _FROM_TO.finditer(article.text):
        span = Span(*match.span())
        passed, count = int(match["last"]) - int(match["first"]), _number(match["count"])
        if passed > 0 and abs(passed - count) > 1 and not article.quoted.meet(span):
            yield _check(article, (span,), f"From {match['first']} to {match['last']} are {passed} years")


def _check(article: Examined, spans: tuple[Span | None, ...], what: str) -> Check:
    found = tuple(sorted({span for span in spans if span}))
    return Check(
        RULE.code,
        found,
        f"{what}: not all of the article's times can hold, which may be a slip or an older text used again, and the "
        "day of each event would settle it.",
    )


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words.lower()]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


RULE = Rule("date-conflict", "the article's times cannot all hold", find)
