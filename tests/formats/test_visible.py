import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats.visible import on_one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "<U+001B>[31mred<U+001B>[0m"),
        ("\u202eevil", "<U+202E>evil"),
        ("\x9b2J\x07\x00", "<U+009B>2J<U+0007><U+0000>"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("half \ud83d", "half <U+D83D>"),
        ("“Café – naïve” €5 … 日本 👩‍🚒", "“Café – naïve” €5 … 日本 👩‍🚒"),
        ("two\r\nlines\tand a\nthird", "two\r\nlines\tand a\nthird"),
        ("over\rwritten", "over<U+000D>written"),
    ],
)
def test_what_would_be_obeyed_is_shown(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_nothing_hidden_is_left(text):
    left = visible(text).replace("\r\n", "\n")
    hidden = {c for c in left if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert hidden <= set("\n\t\u00ad\u200c\u200d")


@given(st.text())
def test_one_line_is_one_line(text):
    assert len(on_one_line(text).splitlines()) <= 1
