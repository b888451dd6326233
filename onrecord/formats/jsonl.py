"""JSON lines: the JSON of one article a line, so that a reader can begin before the writer has ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from onrecord.formats.json import line
from onrecord.record import Record


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one object a line, each handed on as soon as its article is read."""
    for record in records:
        out.write(f"{line(record.to_dict())}\n")
        out.flush()
