"""Only regular files are opened: a pipe or a device could keep a reader waiting for ever.

Whoever wants to read from a pipe says so with `-`. Folders are walked in the order of their names, so that the same
folder gives the same articles in the same order on every machine.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from typing import BinaryIO

from onrecord.errors import InputError, InputMissing, InputTooLarge, InputUnreadable
from onrecord.reading.form import form_by_name
from onrecord.settings import MAX_BYTES


def shown(path: str) -> str:
    """A path as an origin: characters that cannot be printed or written as UTF-8 are escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)


def open_file(path: str) -> BinaryIO:
    """The regular file, open for reading in binary; raises InputMissing or InputUnreadable."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise _not_regular(path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        stream = os.fdopen(descriptor, "rb")
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise _not_regular(path)
    return stream


def unreadable(path: str, error: OSError | ValueError) -> InputError:
    """The error that a failure of the system is."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return InputMissing(shown(path), "There is no such file.", "Check the path, or give an address with https://.")
    reason = error.strerror or type(error).__name__
    return InputUnreadable(shown(path), f"The system does not give its bytes ({reason}).", "Check its permissions.")


def read_whole(stream: BinaryIO, *, origin: str, first: bytes = b"") -> bytes:
    """All that a stream holds, `first` being what was already taken from it; raises InputTooLarge beyond the limit."""
    limit = MAX_BYTES.value()
    parts, size = [first], len(first)
    while size <= limit:
        part = stream.read(min(1 << 24, limit + 1 - size))
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise too_large(origin)


class Rejoined(io.RawIOBase):
    """A stream with what was already taken from its beginning put back."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first = first
        self._stream = stream

    def readable(self) -> bool:
        """Whether it can be read from: always."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # any buffer is a memoryview
        """Fill the buffer with what there is, without waiting for more; gives the number of bytes, 0 at the end."""
        view = memoryview(buffer).cast("B")
        if self._first:
            part, self._first = self._first[: len(view)], self._first[len(view) :]
        else:
            part = some(self._stream, len(view))
        view[: len(part)] = part
        return len(part)


def some(stream: BinaryIO, size: int) -> bytes:
    """At most `size` bytes of a stream, as many as come at once; none at its end."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size) or b""


def too_large(origin: str) -> InputTooLarge:
    """The error for an input beyond the limit."""
    advice = f"Split it into articles, or set {MAX_BYTES.variable} to more bytes."
    return InputTooLarge(origin, f"It holds more than {MAX_BYTES.value()} bytes.", advice)


def files_in(folder: str) -> Iterator[str | InputError]:
    """The files below a folder whose suffix is known, in the order of their names; a folder that cannot be listed is
    an error in its place.

    Hidden files and folders are left out, and so are links to folders, which could lead round in a ring.
    """
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder and not os.path.isdir(path):
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                found = sorted((entry for entry in entries if _is_wanted(entry)), key=lambda entry: entry.name)
        except OSError as error:
            yield unreadable(path, error)
            continue
        waiting.extend(entry.path for entry in reversed(found))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    try:
        if entry.is_dir(follow_symlinks=False):
            return True
        return form_by_name(entry.name)[0] is not None and entry.is_file()
    except OSError:
        return True


def _not_regular(path: str) -> InputUnreadable:
    problem = "It is no regular file but a pipe, a socket or a device."
    return InputUnreadable(shown(path), problem, "Pipe its content in, and give - as the input.")
