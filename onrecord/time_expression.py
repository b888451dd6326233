"""A time expression is words of an article that say when, with the days they stand for.

All of an article's are kept with its record, tied to a statement or not: whether its dates can all hold is asked of
every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.span import Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of an article that say when, and the days they stand for."""

    span: Span
    """Where they stand; without "on" or "in", but with "since", "until" and both ends of a range."""

    earliest: str | None
    """The first day they can mean, ISO 8601; None when that end is left open."""

    latest: str | None
    """The last day they can mean, ISO 8601; None when that end is left open."""

    granularity: str
    """What they count in: day, weekend, week, month, quarter, half, season, year, decade, century, hour, or relative
    when they count from another event."""

    rule: str
    """The name of the rule of the grammar that read them."""

    certain: bool
    """False where the words allow another reading ("early", "about", a weekday without a verb)."""

    def is_resolved(self) -> bool:
        """Whether both ends are known."""
        return self.earliest is not None and self.latest is not None

    def to_dict(self) -> dict[str, Any]:
        """The expression as plain values, by the names that `said` has in the JSON of an article."""
        return {
            "from": self.earliest,
            "to": self.latest,
            "span": list(self.span),
            "granularity": self.granularity,
            "rule": self.rule,
            "certain": self.certain,
        }
