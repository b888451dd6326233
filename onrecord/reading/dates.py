"""A publication date is kept only where it is a date beyond doubt.

What was said "on Tuesday" is worked out from it, so a guess here would move statements to other days: "03/05/2024"
is March to one reader and May to another, and is no date to us.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1600
"""The first newspaper is of 1605; content systems write 0001-01-01 and 1970-01-01 for "unknown"."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d")
_MOMENT = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ]\d{2}.*", re.DOTALL)
_ZONE_WITH_SPACE = re.compile(r"\s+([+-]\d{2}:?\d{2}|Z)$")
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}.*")
_UNKNOWN = frozenset({"1970-01-01", "1970-01-01T00:00:00", "1970-01-01T00:00:00+00:00"})


def iso_date(value: str) -> str | None:
    """The ISO 8601 form of a date, or of a date with time and the zone it was given with; None when it is neither.

    The date format of mail and feeds ("Tue, 05 Mar 2024 18:42:00 +0100") is understood too: it has one meaning.
    """
    given = value.strip()
    if len(given) > 64 or not given.isascii():
        return None
    try:
        if _DATE.fullmatch(given):
            found: date = date.fromisoformat(given)
        elif _MOMENT.fullmatch(given):
            found = datetime.fromisoformat(_ZONE_WITH_SPACE.sub(r"\1", given))
        elif _MAIL_DATE.fullmatch(given):
            found = parsedate_to_datetime(given)
        else:
            return None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    written = found.isoformat()
    return written if found.year >= EARLIEST_YEAR and written not in _UNKNOWN else None
