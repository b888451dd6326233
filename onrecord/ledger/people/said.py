"""What a person said, as a page of it shows it: the statements themselves, over time, by outlet, and in which words."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.answers import Found
from onrecord.ledger.people.pages import SAID, SPOKEN
from onrecord.ledger.query import bare
from onrecord.ledger.search import found_rows
from onrecord.ledger.wording import telling

OUTLETS = 12
"""Outlets that are set side by side, those with most statements."""
READ_FOR_WORDS = 150
"""Statements, the latest, whose words are counted."""
WORDS = 15
"""Words that are named, the most frequent."""
_LONG = re.compile(r"[^\W_]{4,}")
"""Words long enough to tell something; those of the comparison of wordings take ten times as long to make."""


@dataclass(frozen=True, slots=True)
class InOutlet:
    """How one outlet has a person speak."""

    outlet: str
    """The outlet, or the origin where none is known."""
    statements: int
    """How many statements."""
    direct: int
    """How many of them wholly in quotation marks."""
    mixed: int
    """How many partly."""
    indirect: int
    """How many in the outlet's own words."""
    hedged: int
    """How many with a qualified attribution."""
    first: str | None
    """The first day."""
    last: str | None
    """The last day."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What a person said."""

    statements: tuple[Found, ...]
    """One page of the statements, the latest first."""
    older: int | None
    """Where the next page starts, to be given as `before`; None when there is none."""
    months: tuple[tuple[str, int], ...]
    """How many statements by the month, `2016-05`, from the first on; those of no known day are left out."""
    outlets: tuple[InOutlet, ...]
    """The outlets side by side, those with most statements first."""
    about: tuple[tuple[str, int], ...]
    """The telling words of the latest statements, with the number of statements that have them."""


def said(connection: sqlite3.Connection, person: int, *, before: int | None = None, limit: int = 20) -> Sayings:
    """What this person said; `before` is a place in the order of days, as `older` gives it."""
    values = {"id": person, "before": before if before is not None else (1 << 62), "limit": limit + 1}
    rows = connection.execute(
        f"SELECT s.id, s.place {SPOKEN} AND s.place < :before ORDER BY s.place DESC LIMIT :limit", values
    ).fetchall()
    found = {each.statement: each for each in found_rows(connection, [id for id, _ in rows[:limit]])}
    months = connection.execute(
        f"SELECT substr(s.day, 1, 7), count(*) {SPOKEN} AND s.day IS NOT NULL GROUP BY 1 ORDER BY 1", values
    )
    outlets = connection.execute(
        "SELECT coalesce(a.outlet, a.origin), count(*), sum(s.form = 'direct'), sum(s.form = 'mixed'), "
        f"sum(s.form = 'indirect'), coalesce(sum(s.hedged), 0), min(s.day), max(s.day) {SAID} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {OUTLETS}",
        values,
    )
    contents = connection.execute(f"SELECT s.content {SPOKEN} ORDER BY s.place DESC LIMIT {READ_FOR_WORDS}", values)
    return Sayings(
        tuple(found[id] for id, _ in rows[:limit] if id in found),
        rows[limit - 1][1] if len(rows) > limit else None,
        tuple(months.fetchall()),
        tuple(InOutlet(*row) for row in outlets.fetchall()),
        _telling(content for (content,) in contents.fetchall()),
    )


def _telling(contents: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for content in contents:
        counts.update({word for word in _LONG.findall(bare(content)) if telling(word)})
    ranked = sorted((item for item in counts.items() if item[1] > 1), key=lambda item: (-item[1], item[0]))
    return tuple(ranked[:WORDS])
