"""The JSON of an article: one object for one article, an array for several; valid JSON even for none.

What is parsed from it is exactly `Record.to_dict()`. Characters that a terminal would obey instead of show (C1
controls, direction overrides), that some readers take for the end of a line, or that UTF-8 has no form for (lone
surrogates) are written as `\\uXXXX`: the value is the same, and the bytes are harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, TextIO

from onrecord.record import Record

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_PAIR = re.compile(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]")
"""A span on four lines. A JSON string holds no line break, so this never matches inside one."""


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write one object, or an array when there is not exactly one record; indented, a span on one line."""
    first, second = next(records, None), next(records, None)
    if first is None:
        out.write("[]\n")
        return
    if second is None:
        out.write(f"{pretty(first.to_dict())}\n")
        return
    out.write(f"[\n{pretty(first.to_dict())}")
    for record in chain((second,), records):
        out.write(f",\n{pretty(record.to_dict())}")
    out.write("\n]\n")


def line(data: dict[str, Any]) -> str:
    """The JSON of an object on one line."""
    return _harmless(json.dumps(data, ensure_ascii=False))


def pretty(data: dict[str, Any]) -> str:
    """The JSON of an object for people: indented, each span on one line."""
    return _PAIR.sub(r"[\1, \2]", _harmless(json.dumps(data, ensure_ascii=False, indent=2)))


def _harmless(written: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
