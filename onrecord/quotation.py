"""Which characters of a text stand inside quotation marks.

Quotations are what the record is exact about, so their marks are read in one place: by the network's features,
by the form of a statement and by the checks. A quotation may run on over paragraphs: then each paragraph opens
with a mark and only the last one closes it (The Chicago Manual of Style, 13.30); so an unclosed mark holds to the
end of its paragraph and no further.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.span import Span

MARKS = re.compile("''|``|[“”„«»\"]|(?<![\\w’'])[‘'](?=\\w)|(?<=[\\w.,!?…—-])[’'](?!\\w)")
"""Double marks of every kind, two apostrophes or grave accents among them, as wire services and archives write
them; single marks only where they cannot be apostrophes inside a word."""

OPENERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "'": "'’"}
"""What may close a quotation that this mark opened."""


class Quotation(NamedTuple):
    """One run of quoted words within a paragraph."""

    span: Span
    """From the opening mark to the closing mark, both included; to the paragraph's end when nothing closes it."""
    inner: Span
    """The same without the marks; may be empty (`start == end`), as in `""`."""
    closed: bool
    """Whether a mark closes it."""


def quotations(text: str, block: Span) -> list[Quotation]:
    """The outermost quotations of one block, in order; quotations inside quotations are part of the outer one."""
    found: list[Quotation] = []
    opened: Span | None = None
    mark = ""
    for match in MARKS.finditer(text, block.start, block.end):
        at, end = match.span()
        char = '"' if end - at == 2 else match.group()
        if opened is None:
            if char in '"“„«‘' or (char in "'»" and _opens(text, at, block)):
                opened, mark = Span(at, end), char
            continue
        closers = '"”' if mark in '"“' else OPENERS.get(mark, "")
        if char in closers:
            if mark in "'‘" and any(q in text[opened.end : at] for q in '“"'):
                continue
            found.append(Quotation(Span(opened.start, end), Span(opened.end, at), closed=True))
            opened = None
        elif mark in "'‘" and char in '“"„«':
            opened, mark = Span(at, end), char
        elif mark == "“" and char == "“":
            found.append(Quotation(Span(opened.start, at), Span(opened.end, at), closed=False))
            opened = Span(at, end)
    if opened is not None and mark not in "'‘":
        found.append(Quotation(Span(opened.start, block.end), Span(opened.end, block.end), closed=False))
    return found


def _opens(text: str, at: int, block: Span) -> bool:
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    return (before.isspace() or before in "([—–-") and not after.isspace()
