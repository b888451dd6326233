"""Bytes become text only where their encoding can be proved."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import NotText
from onrecord.reading.decoding import decode

QUOTE = "“Café,” she said – 5 €."


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (QUOTE.encode(), None),
        (codecs.BOM_UTF8 + QUOTE.encode(), None),
        (QUOTE.encode("utf-16"), None),
        (codecs.BOM_UTF16_BE + QUOTE.encode("utf-16-be"), None),
        (QUOTE.encode("utf-32"), None),
        (QUOTE.encode("cp1252"), None),
        (QUOTE.encode("cp1252"), "iso-8859-1"),
        (QUOTE.encode("cp1252"), "windows-1252"),
        (QUOTE.encode("cp1250"), "windows-1250"),
        (QUOTE.encode("gb18030"), "gb18030"),
        (QUOTE.encode(), "iso-8859-1"),
        (QUOTE.encode(), "no-such-encoding"),
        (QUOTE.encode(), "utf-7"),
        (QUOTE.encode(), "unicode_escape"),
    ],
)
def test_the_same_words_in_every_encoding(data: bytes, declared: str | None) -> None:
    assert decode(data, origin="a", declared=declared) == QUOTE


def test_windows_bytes_pasted_into_utf8_are_repaired() -> None:
    data = "“Café,” she said.".encode() + " “No.”".encode("cp1252")
    assert decode(data, origin="a") == "“Café,” she said. “No.”"


def test_a_mixture_without_a_majority_is_refused() -> None:
    data = "é said ".encode() + "é è ê ô".encode("cp1252")
    with pytest.raises(NotText, match=r"a: It mixes two encodings: 1 characters are UTF-8, 4 bytes are not"):
        decode(data, origin="a")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP archive or an Office document"),
        (b"\x1f\x8b\x08\x00", "gzip-compressed"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x00\x01\x02\x03", "NUL bytes"),
        ("The mayor said no.".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (codecs.BOM_UTF8 + b"\xff\xff", "no UTF-8 at byte 0"),
        (b"\x01\x02\x03\x04\x05said", "control characters"),
        ("Мэр сказал, что порт не продадут".encode("koi8-r"), "nor in any encoding"),
        ("“It’s over,” she said.".encode("mac_roman"), "seems to be Mac Roman"),
        (b"said \x81 and \x8d", "neither of UTF-8 nor of Windows-1252"),
        ("“Café".encode()[:-1], "ends in the middle of a character"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, problem: str) -> None:
    with pytest.raises(NotText) as caught:
        decode(data, origin="a")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_that_begins_with_letters_of_a_magic_number_is_text() -> None:
    assert decode(b"ID3 tags are lists, he said.", origin="a") == "ID3 tags are lists, he said."


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([None, "utf-8", "latin-1", "gbk", "utf-16", "hex", "\ud800", ""]))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    with contextlib.suppress(NotText):
        decode(data, origin="a", declared=declared)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=80))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if not text.startswith(("\ufeff", "GIF8", "BZh", "ID3", "OggS", "%PDF-", "{\\rtf")) and text[4:8] != "ftyp":
        assert decode(text.encode(), origin="a") == text
