"""Compressed data is taken a piece at a time, so that how large it becomes is seen before it is in memory.

A gzip file may hold a thousand times its size and may break off anywhere. Neither is silent: what grows as no text
does is refused, and an end before the end is an error of its own (RFC 1952: each member has a check sum and a length
behind it).
"""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from onrecord.errors import BadFormat, InputCut, InputError, InputTooLarge
from onrecord.reading.form import GZIP

MOST_GROWTH = 250
"""How many times larger data may become. Prose grows 3 times, the same page again and again 100 times; deflate can no
more than 1,032 times."""

GROWTH_MEASURED = 1 << 26
"""Bytes of output over which growth is measured: less than that is no danger to memory or time."""

_PIECE = 1 << 16
_MAGIC = GZIP + b"\x08"


class Gunzipped(io.RawIOBase):
    """What a gzip stream of any number of members holds, as a stream to read from.

    Reading raises InputCut where it breaks off, BadFormat where it is damaged, and InputTooLarge where it grows as no
    text does. After BadFormat, `resume` goes on with the next member.
    """

    def __init__(self, stream: BinaryIO, *, origin: str) -> None:
        self._stream = stream
        self._origin = origin
        self._waiting = b""
        self._member: zlib._Decompress | None = None
        self._taken = 0
        self._given = 0
        self._fault: InputError | None = None

    def readable(self) -> bool:
        """Whether it can be read from: always."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any buffer is a memoryview
        """Fill the buffer; gives the number of bytes, 0 at the end of the last member. A fault is raised each time."""
        if self._fault is not None:
            raise self._fault
        try:
            return self._read_into(memoryview(buffer).cast("B"))
        except InputError as error:
            self._fault = error
            raise

    def _read_into(self, view: memoryview) -> int:
        while True:
            if not self._waiting:
                self._waiting = self._stream.read(_PIECE)
            if self._member is None and not self._begin():
                return 0
            part = self._decompressed(len(view))
            if part:
                view[: len(part)] = part
                return len(part)

    def resume(self) -> bool:
        """Go on at the next place that looks like the beginning of a member; False when there is none."""
        if isinstance(self._fault, InputCut):
            return False
        self._fault = self._member = None
        self._waiting = self._waiting[1:]
        while True:
            at = self._waiting.find(_MAGIC)
            if at >= 0:
                self._waiting = self._waiting[at:]
                return True
            more = self._stream.read(_PIECE)
            if not more:
                self._waiting = b""
                return False
            self._waiting = self._waiting[-len(_MAGIC) :] + more

    def _begin(self) -> bool:
        """Begin the next member; False when the data ends here."""
        self._waiting = self._waiting.lstrip(b"\x00")  # tapes and block devices pad with zeros, as gzip -t allows
        while len(self._waiting) < len(GZIP):
            more = self._stream.read(_PIECE)
            if not more:
                break
            self._waiting = (self._waiting + more).lstrip(b"\x00")
        if not self._waiting:
            return False
        if not self._waiting.startswith(GZIP):
            if GZIP.startswith(self._waiting):
                raise self._cut()
            raise BadFormat(self._origin, "Its compressed data is damaged.", "Fetch or copy the file again.")
        self._member = zlib.decompressobj(wbits=31)
        self._taken = self._given = 0
        return True

    def _decompressed(self, size: int) -> bytes:
        assert self._member is not None
        if not self._waiting:
            raise self._cut()
        before = len(self._waiting)
        try:
            part = self._member.decompress(self._waiting, size)
        except zlib.error as error:
            raise BadFormat(
                self._origin, f"Its compressed data is damaged ({error}).", "Fetch or copy the file again."
            ) from error
        self._waiting = self._member.unconsumed_tail or self._member.unused_data
        self._count(before - len(self._waiting), len(part))
        if self._member.eof:
            self._member = None
        return part

    def _count(self, taken: int, given: int) -> None:
        self._taken += taken
        self._given += given
        if self._given < GROWTH_MEASURED:
            return
        if self._given > MOST_GROWTH * self._taken:
            raise grown(self._origin)
        self._taken = self._given = 0

    def _cut(self) -> InputCut:
        return InputCut(self._origin, "Its compressed data breaks off before its end.", "Fetch or copy the file again.")


def gunzipped(stream: BinaryIO, *, origin: str) -> io.BufferedReader:
    """The decompressed stream, with lines and all else that a stream has."""
    return io.BufferedReader(Gunzipped(stream, origin=origin), buffer_size=_PIECE)


def inflated(data: bytes, *, limit: int, origin: str) -> bytes:
    """The whole of some small data that is compressed with gzip, zlib or bare deflate, up to `limit` bytes.

    Raises BadFormat, InputCut and InputTooLarge.
    """
    for wbits in (47, -15):  # gzip or zlib by its header; servers that say "deflate" often mean neither
        whole = zlib.decompressobj(wbits=wbits)
        try:
            found = whole.decompress(data, limit + 1)
        except zlib.error:
            continue
        if len(found) > limit:
            raise grown(origin)
        if not whole.eof:
            raise InputCut(origin, "Its compressed data breaks off before its end.", "Fetch it again.")
        return found
    raise BadFormat(origin, "Its compressed data is damaged.", "Fetch it again.")


def grown(origin: str) -> InputError:
    """The error for data that becomes larger than any text."""
    problem = "Unpacked it would be so much larger than it is that it holds no text."
    return InputTooLarge(origin, problem, "Leave it out: such files are made to exhaust a machine.")
