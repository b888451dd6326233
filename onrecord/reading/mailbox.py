"""A mailbox is read a mail at a time, however many years are in it.

An mbox file (RFC 4155) has mails one after the other, each after a line that begins with "From ". Nothing else marks
where one ends, so such a line counts only where it is of that form: behind an empty line, and with a date in it. Lines
of a mail that begin so themselves were given a ">" by the program that wrote the file, which is taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.article import Article
from onrecord.errors import BadFormat, InputError, InputTooLarge, NoArticle
from onrecord.reading.mail import read_message
from onrecord.record import Record
from onrecord.settings import MAX_BYTES

_POSTMARK = re.compile(rb"From [^\r\n]{0,300}\d\d?:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,60}\r?\n?$")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 1 << 20


def read_mailbox(stream: BinaryIO, *, origin: str) -> Iterator[Article | Record | InputError]:
    """The letters of a mailbox and what hangs on them, in order; each mail has its number, from 1.

    Memory is bounded by the largest mail allowed. An empty mailbox is NoArticle.
    """
    number = 0
    for mail in _mails(stream, origin):
        number += 1
        name = f"{origin}:{number}"
        if mail is None:
            problem = f"The mail holds more than {MAX_BYTES.value()} bytes."
            yield InputTooLarge(name, problem, f"Give what hangs on it, or set {MAX_BYTES.variable} to more.")
            continue
        try:
            yield from read_message(_QUOTED.sub(rb"\1", mail), origin=name)
        except InputError as error:
            yield error
    if not number:
        yield NoArticle(origin, "There is no mail in it.", "Give a mailbox in the mbox format.")


def _mails(stream: BinaryIO, origin: str) -> Iterator[bytes | None]:
    """The mails without the lines between them; None for one that is longer than the limit.

    Raises BadFormat for what is no mailbox.
    """
    limit = MAX_BYTES.value()
    lines: list[bytes] = []
    size = 0
    is_begun = False
    is_after_blank = is_line_start = True
    while line := stream.readline(_LONGEST_LINE):
        if is_line_start and is_after_blank and _POSTMARK.match(line):
            if is_begun:
                yield None if size > limit else b"".join(lines)
            is_begun, lines, size = True, [], 0
        elif is_begun:
            size += len(line)
            if size <= limit:
                lines.append(line)
            else:
                lines.clear()
        elif line.strip():
            raise BadFormat(origin, "It does not begin as a mailbox does.", "Give an mbox file; one mail is .eml.")
        is_after_blank = is_line_start and line in (b"\n", b"\r\n")
        is_line_start = line.endswith(b"\n")
    if is_begun:
        yield None if size > limit else b"".join(lines)
