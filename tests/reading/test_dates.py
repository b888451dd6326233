"""A publication date is kept only where it is a date beyond doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.dates import iso_date


@pytest.mark.parametrize(
    ("given_date", "kept"),
    [
        ("2024-03-05", "2024-03-05"),
        (" 2024-03-05 ", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T18:42:00+01:00", "2024-03-05T18:42:00+01:00"),
        ("2024-03-05T18:42:00Z", "2024-03-05T18:42:00+00:00"),
        ("2024-03-05T18:42:00.123+0100", "2024-03-05T18:42:00.123000+01:00"),
        ("2024-03-05 18:42:00 +0100", "2024-03-05T18:42:00+01:00"),
        ("2024-03-05T18:42", "2024-03-05T18:42:00"),
        ("Tue, 05 Mar 2024 18:42:00 +0100", "2024-03-05T18:42:00+01:00"),
        ("Tue, 05 Mar 2024 18:42:00 GMT", "2024-03-05T18:42:00+00:00"),
        ("03/05/2024", None),
        ("March 5, 2024", None),
        ("2024-02-30", None),
        ("2024-03", None),
        ("2024", None),
        ("0001-01-01T00:00:00", None),
        ("1970-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(given_date: str, kept: str | None) -> None:
    assert iso_date(given_date) == kept


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9:.Z+-]{0,16}", fullmatch=True))
)
def test_what_is_kept_is_kept_the_second_time(text: str) -> None:
    kept = iso_date(text)
    assert kept is None or iso_date(kept) == kept
