"""A crawl's archive is read a record at a time, and where it breaks off or is damaged, that is said.

WARC (ISO 28500:2017, https://iipc.github.io/warc-specifications/) is a row of records, each with headers, a length
and so many bytes, usually each in a gzip member of its own. The libraries that read it end without a word where a
file was cut, so it is taken apart here: every record has to be as long as it says and to be followed by two ends of
line. The one cut that nobody can see is between two records.

Of all records only pages are articles: what a server answered with the status 200 and a page, a PDF or a Word
document, what was stored as such (`resource`), and the texts of Common Crawl's WET files (`conversion`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.article import Article
from onrecord.errors import BadFormat, InputCut, InputError, NoArticle
from onrecord.reading.compressed import Gunzipped
from onrecord.reading.files import too_large
from onrecord.reading.form import MEDIA_TYPES, Form, media_type_of
from onrecord.reading.http import answer_of
from onrecord.reading.whole import read_bytes
from onrecord.record import Record
from onrecord.settings import MAX_BYTES

LONGEST_HEADERS = 1 << 16
"""Bytes: the headers of a record are some hundred, those of a page rarely more than four thousand."""

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_PIECE = 1 << 16
_ENDS = (b"\r\n", b"\n")
_READ: frozenset[Form] = frozenset({"page", "pdf", "docx"})
_ADVICE = "What comes after it was read. Fetch or copy the file again."


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record of a WARC file."""

    number: int
    """Its number in the file, from 1."""

    headers: dict[str, str]
    """Its headers by their names in lower case."""

    block: bytes
    """What it holds; empty for a record that holds no page."""

    @property
    def url(self) -> str | None:
        """The address that was asked for."""
        return self.headers.get("warc-target-uri", "").strip("<>") or None


def read_warc(stream: BinaryIO, *, origin: str) -> Iterator[Article | Record | InputError]:
    """The articles of a WARC file, in order, and an error for each page that is none and each place that is damaged.

    A file without a single page is NoArticle. Memory is bounded by the largest page allowed.
    """
    has_page = False
    for record in warc_records(stream, origin=origin):
        if isinstance(record, InputError):
            has_page = True
            yield record
            continue
        try:
            for result in _articles(record, f"{origin}:{record.number}"):
                has_page = True
                yield result
        except InputError as error:
            has_page = True
            yield error
    if not has_page:
        yield NoArticle(origin, "There is no page in it.", "Give the file of a crawl that holds the servers' answers.")


def warc_records(stream: BinaryIO, *, origin: str) -> Iterator[WarcRecord | InputError]:
    """Every record of a WARC file that may hold a page, with an error in the place of what is damaged."""
    walk = _Walk(stream, origin)
    while (record := walk.next()) is not None:
        yield record
        if isinstance(record, InputError) and not walk.resume():
            return


def _articles(record: WarcRecord, origin: str) -> Iterator[Article | Record | InputError]:
    """The articles of one record; none where it holds no page."""
    kind, media_type = record.headers.get("warc-type"), media_type_of(record.headers.get("content-type", ""))
    if kind == "conversion":
        if media_type == "text/plain":
            yield from read_bytes(record.block, "text", origin=origin, url=record.url, charset="utf-8")
        return
    if kind == "resource":
        form = MEDIA_TYPES.get(media_type)
        if form in _READ and form is not None:
            _refuse_shortened(record, origin)
            yield from read_bytes(record.block, form, origin=origin, url=record.url)
        return
    answer = answer_of(record.block, origin=origin)
    form = MEDIA_TYPES.get(answer.media_type)
    if answer.status == 200 and form in _READ and form is not None:
        _refuse_shortened(record, origin)
        body = answer.body(limit=MAX_BYTES.value())
        yield from read_bytes(body, form, origin=origin, url=record.url, charset=answer.charset)


def _refuse_shortened(record: WarcRecord, origin: str) -> None:
    """Raise InputCut for a page that the crawler itself did not fetch to its end."""
    reason = record.headers.get("warc-truncated")
    if reason:
        problem = f"The crawler broke the page off ({reason[:40]})."
        raise InputCut(origin, problem, "Give the address itself, to have all of it.")


class _Walk:
    """Goes through a file from record to record, and knows how to go on after a damaged one."""

    def __init__(self, stream: BinaryIO, origin: str) -> None:
        self._origin = origin
        self._gunzipped: Gunzipped | None = None
        self._stream: BinaryIO | io.BufferedReader = stream
        self._number = 0
        self._pushed = b""

    def next(self) -> WarcRecord | InputError | None:
        """The next record that may hold a page, or the error in its place; None at the end."""
        while True:
            try:
                record = self._record()
            except InputError as error:
                return error
            if record is None or record.block:
                return record

    def resume(self) -> bool:
        """Go on at the next record after a damaged one; False where there is none."""
        while True:
            try:
                line = self._line(_PIECE)
                while line:
                    if _VERSION.fullmatch(line):
                        self._pushed = line
                        return True
                    line = self._line(_PIECE)
                return False
            except InputCut:
                return False
            except InputError:
                raw = getattr(self._stream, "raw", None)
                if not isinstance(raw, Gunzipped) or not raw.resume():
                    return False
                self._stream = io.BufferedReader(raw, buffer_size=_PIECE)

    def _record(self) -> WarcRecord | None:
        line = self._line(LONGEST_HEADERS)
        while line in _ENDS:
            line = self._line(LONGEST_HEADERS)
        if not line:
            return None
        self._number += 1
        origin = f"{self._origin}:{self._number}"
        if not _VERSION.fullmatch(line):
            if not line.endswith(b"\n") and b"WARC/1.0\r\n".startswith(line[:10]):
                raise self._cut()
            raise BadFormat(origin, "Here begins no record of a WARC file.", _ADVICE)
        headers = self._headers(origin)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise BadFormat(origin, "The record has no length.", _ADVICE)
        is_wanted = headers.get("warc-type") in ("response", "resource", "conversion")
        if is_wanted and int(length) > MAX_BYTES.value() + LONGEST_HEADERS:
            self._skip(int(length))
            raise too_large(origin)
        block = self._block(int(length)) if is_wanted else self._skip(int(length))
        for _ in range(2):
            end = self._line(_PIECE)
            if not end.endswith(b"\n"):
                raise self._cut()
            if end not in _ENDS:
                self._pushed = end
                raise BadFormat(origin, "The record is longer or shorter than it says.", _ADVICE)
        return WarcRecord(self._number, headers, block)

    def _headers(self, origin: str) -> dict[str, str]:
        headers: dict[str, str] = {}
        name, left = "", LONGEST_HEADERS
        while True:
            line = self._line(left)
            left -= len(line)
            if not line.endswith(b"\n"):
                if left > 0:
                    raise self._cut()
                raise BadFormat(origin, f"The record's headers are longer than {LONGEST_HEADERS} bytes.", _ADVICE)
            if line in _ENDS:
                return headers
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text[0] in " \t" and name:
                headers[name] += f" {text.strip()}"
                continue
            name, colon, value = text.partition(":")
            name = name.strip().lower()
            if not colon:
                raise BadFormat(origin, "The record's headers are none.", _ADVICE)
            headers.setdefault(name, value.strip())

    def _block(self, length: int) -> bytes:
        block = self._stream.read(length)
        if len(block) < length:
            raise self._cut()
        return block

    def _skip(self, length: int) -> bytes:
        while length:
            part = self._stream.read(min(length, _PIECE))
            if not part:
                raise self._cut()
            length -= len(part)
        return b""

    def _line(self, limit: int) -> bytes:
        if self._pushed:
            line, self._pushed = self._pushed, b""
            return line
        return self._stream.readline(limit)

    def _cut(self) -> InputCut:
        problem = f"It breaks off within record {self._number}." if self._number else "It breaks off at its beginning."
        return InputCut(self._origin, problem, "What came before was read. Fetch or copy the file again.")
