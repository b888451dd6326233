"""A filter is one row: its key, its SQL and its English, so that an answer and the question it states cannot differ.

The SQL speaks of `w` (the index `statement_words`), of `{place}`, the place of a statement in the order of days, and
of `{article}`, its article. What a person gives is bound to `:key` and is never a part of the SQL.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from onrecord.errors import UsageError
from onrecord.ledger.query import Words
from onrecord.ledger.rows import first_place
from onrecord.statement import Form, Kind, Sourcing


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a search."""

    key: str
    """Its name: `--key` on the command line, `key=` in Python."""

    sql: str
    """The condition; what is asked for is `:key`."""

    english: str
    """The condition in the question, after "Which statements …"; `{value}` is what is asked for."""

    help: str
    """What it does and what it takes, for the reference."""

    bound: Callable[[str], Any]
    """What is bound to `:key` for what a person gives; raises UsageError when that makes no sense."""

    shown: Callable[[str], str]
    """What a person gave as the question has it."""

    choices: tuple[str, ...] = ()
    """What it takes, where that is one of a few words."""

    indexed: bool = True
    """Whether the condition is one of the index, so that it narrows before anything is looked at."""


def _words(value: str) -> str:
    return Words.of(value).anywhere()


def _quoted(value: str) -> str:
    return f"“{' '.join(word for group in Words.of(value).groups for word in group)}”"


def _plain(value: str) -> str:
    return value


def _facet(key: str) -> Callable[[str], str]:
    return lambda value: f'"{key}{value}"'


def _from(value: str) -> int:
    return first_place(_day(value, last=False))


def _until(value: str) -> int:
    return first_place(_day(value, last=True)) + (1 << 31) - 1


def _day(value: str, *, last: bool) -> str:
    """The day in ISO 8601; of a month or a year the first or the last day."""
    given = unicodedata.normalize("NFKC", value).strip()
    try:
        if len(given) == 4:
            given += "-12-31" if last else "-01-01"
        elif len(given) == 7:
            first = date.fromisoformat(f"{given}-01")
            ends = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1 if last else 0
            return (date.fromordinal(ends) if last else first).isoformat()
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError(
            f"{value[:40]!r} is no day. Write it as 2016-05-03, or a month as 2016-05, or a year."
        ) from None


def _in_words(last: bool) -> Callable[[str], str]:
    def shown(value: str) -> str:
        day = date.fromisoformat(_day(value, last=last))
        return f"{day.day} {day:%B} {day.year}"

    return shown


_SOURCING_WORDS = {
    "named": "have a named source",
    "unnamed": "have an unnamed source",
    "collective": "have a source that is many and nobody in particular",
    "document": "have a document as their source",
    "media": "have another outlet as their source",
    "author": "have the reporter as their source",
}
_FORM_WORDS = {"direct": "are quoted in full", "indirect": "are told in other words", "mixed": "are quoted in part"}

FILTERS: tuple[Filter, ...] = (
    Filter(
        "speaker", "w.speaker MATCH :speaker", "are by a speaker called {value}",
        "Whose statements: words of the speaker's name, or of the source where no speaker is known. What the same "
        "person said under other names is found too. A number is a person's, as onrecord who shows it.",
        _words, _quoted,
    ),
    Filter("to", "w.addressee MATCH :to", "were said to {value}", "To whom: words of the addressee.", _words, _quoted),
    Filter(
        "kind", "w.facets MATCH :kind", "are of the kind “{value}”", "What the words do.",
        _facet("kind"), _plain, get_args(Kind),
    ),
    Filter(
        "sourcing", "w.facets MATCH :sourcing", "{value}", "Who can be held to it.",
        _facet("sourcing"), _SOURCING_WORDS.__getitem__, get_args(Sourcing),
    ),
    Filter(
        "form", "w.facets MATCH :form", "{value}", "Whether it is in quotation marks.",
        _facet("form"), _FORM_WORDS.__getitem__, get_args(Form),
    ),
    Filter(
        "outlet", "w.outlet MATCH :outlet", "were reported by {value}", "Where: words of the outlet's name.",
        _words, _quoted,
    ),
    Filter(
        "from", "{place} >= :from", "can have been said on {value} or after it",
        "The first day: 2016-05-03, 2016-05 or 2016. What is dated by its publication counts by that.",
        _from, _in_words(False),
    ),
    Filter(
        "until", "{place} <= :until", "had been said by {value}",
        "The last day. What was said between two days counts by the last of them.",
        _until, _in_words(True),
    ),
    Filter(
        "about",
        "{article} IN (SELECT rowid FROM article_words WHERE article_words MATCH :about)",
        "are in articles with {value}", "Words of the article, anywhere in its headline and text.",
        lambda value: Words.of(value).apart().anywhere(), lambda value: str(Words.of(value).apart()),
        indexed=False,
    ),
)  # fmt: skip
"""Every filter, in the order in which a question names them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with what was asked for."""

    filter: Filter
    """The filter."""

    value: str
    """What the person gave."""

    @property
    def english(self) -> str:
        """Its part of the question."""
        return self.filter.english.format(value=self.filter.shown(self.value))


def asked_for(given: Mapping[str, str | None]) -> tuple[Asked, ...]:
    """The filters that were given a value, in the order of `FILTERS`.

    Raises UsageError for a filter that is not there, and for a value that is not among a filter's choices.
    """
    known = {each.key: each for each in FILTERS}
    for key in given:
        if key not in known:
            raise UsageError(f"There is no filter {key!r}. Choose among: {', '.join(known)}.")
    found = []
    for each in FILTERS:
        value = given.get(each.key)
        if value is None:
            continue
        if each.choices and value not in each.choices:
            raise UsageError(f"There is no {each.key} {value[:40]!r}. Choose one of: {', '.join(each.choices)}.")
        found.append(Asked(each, value))
    return tuple(found)


def bindings(asked: Iterable[Asked]) -> dict[str, Any]:
    """What is bound to the names in the SQL of the filters."""
    return {each.filter.key: each.filter.bound(each.value) for each in asked}
