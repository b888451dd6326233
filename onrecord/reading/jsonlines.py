"""A line of JSON is one article, and a line that is none costs nothing but itself.

Files of this kind hold whole archives, so they are read a line at a time and never held in memory; each failure
names its line, and the next line is read as if nothing had happened.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, NoArticle, NotText
from onrecord.reading.columns import Columns
from onrecord.reading.decoding import refuse_known_binary
from onrecord.reading.jsonobject import FORM, parse_json, read_object
from onrecord.reading.records import read_either
from onrecord.record import Record
from onrecord.settings import MAX_LINE_BYTES

_SKIPPED_AT_ONCE = 1 << 20
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonlines(
    stream: BinaryIO, *, origin: str, first: bytes = b"", records: bool = False, columns: Columns | None = None
) -> Iterator[Article | Record | InputError]:
    """The articles of a stream of JSON lines, in order; `first` is what was already taken from its beginning.

    With `records`, a line that Onrecord wrote is the record that it says; `columns` says what the parts of an article
    are called. Memory is bounded by the longest line
    allowed. Blank lines are skipped; a stream of nothing else is NoArticle.
    Raises OSError where the stream does.
    """
    limit = MAX_LINE_BYTES.value()
    has_content = False
    for number, line in enumerate(_lines(stream, first, limit), start=1):
        if number == 1 and line is not None:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line is not None and not line.strip(b" \t\r\n\v\f"):
            continue
        if not has_content and line is not None:
            try:
                _refuse_binary(line, origin)
            except InputError as error:
                yield error
                return
        has_content = True
        yield _read_line(line, limit, f"{origin}:{number}", records, columns)
    if not has_content:
        yield NoArticle(origin, "There is no line with anything in it.", FORM)


def _read_line(
    line: bytes | None, limit: int, origin: str, records: bool, columns: Columns | None
) -> Article | Record | InputError:
    if line is None:
        advice = f"Split it, or set {MAX_LINE_BYTES.variable} to more bytes."
        return BadFormat(origin, f"The line is longer than {limit} bytes.", advice)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"It is not UTF-8 at byte {error.start + 1} of the line."
        return BadFormat(origin, problem, "JSON lines are UTF-8: save the file as such.")
    try:
        data = parse_json(text, origin)
        if columns is not None:
            return read_object(data, origin=origin, columns=columns)
        return (read_either if records else read_object)(data, origin=origin)
    except InputError as error:
        return error


def _refuse_binary(line: bytes, origin: str) -> None:
    """Refuse at the first line what would be an error in each of a million."""
    refuse_known_binary(line, origin)
    if line.startswith(_UTF16_MARKS):
        raise NotText(origin, "It is UTF-16, and JSON lines are UTF-8.", "Save it as UTF-8.")
    if b"\x00" in line:
        raise NotText(origin, "It holds NUL bytes, as binary data does.", FORM)


def _lines(stream: BinaryIO, first: bytes, limit: int) -> Iterator[bytes | None]:
    """The lines without their ends; None for one that is longer than the limit, whose rest is passed over."""
    while True:
        line, first = _join(first, stream, limit)
        if not line:
            return
        if len(line.rstrip(b"\r\n")) <= limit:
            yield line
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = stream.readline(_SKIPPED_AT_ONCE)


def _join(first: bytes, stream: BinaryIO, limit: int) -> tuple[bytes, bytes]:
    """The next line, begun by what was already taken, and what of that remains."""
    head, end, rest = first.partition(b"\n")
    if end:
        return head + end, rest
    return head + stream.readline(max(1, limit + 2 - len(head))), b""
