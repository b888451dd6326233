"""brat stand-off: the text unchanged in a `.txt`, every span and statement as a line of an `.ann` beside it.

A statement is an event: the cue triggers it, Source and Content are its arguments, and `Within` is the statement that
it stands inside of. Its form, kind, sourcing and hedge are attributes; the speaker and the confidence are a note.
Offsets are code points, as brat's are. An annotation of brat stays on one line, so a span over several lines is
written as one piece a line, without the white space at the pieces' edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.errors import UsageError
from onrecord.record import Record
from onrecord.span import Span, trimmed
from onrecord.statement import Statement

COMPANIONS = {
    "annotation.conf": """[entities]
Source
Content
[relations]
[events]
Cue Source*:Source, Content*:Content, Within?:Cue
[attributes]
Form Arg:<EVENT>, Value:direct|indirect|mixed
Kind Arg:<EVENT>, Value:states|denies|accuses|praises|demands|promises|warns|predicts|asks|agrees|rejects|believes|wants
Sourcing Arg:<EVENT>, Value:named|unnamed|collective|document|media|author
Hedged Arg:<EVENT>
"""
}
"""What brat needs in a folder to open it."""

_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
"""A line as brat sees it: its reader splits at all of these."""


def write(records: Iterator[Record], out: TextIO) -> None:
    """Write the annotations of a single article; raises UsageError, before it writes, when there are more."""
    first, second = next(records, None), next(records, None)
    if second is not None:
        raise UsageError("brat keeps one file an article: name a folder with --output to read several.")
    if first is not None:
        out.write(standoff(first))


def files(record: Record) -> dict[str, str]:
    """The two files of an article, by the ends of their names."""
    return {".txt": record.article.text, ".ann": standoff(record)}


def standoff(record: Record) -> str:
    """The lines of the `.ann` file."""
    text = record.article.text
    lines: list[str] = []
    numbered = {statement.id: number for number, statement in enumerate(record.statements, 1) if statement.cue}
    marks = attributes = 0
    for number, statement in enumerate(record.statements, 1):
        roles: list[tuple[str, int]] = []
        for role, spans in (("Source", statement.source), ("Cue", statement.cue), ("Content", statement.content)):
            pieces = _pieces(text, spans)
            if pieces:
                marks += 1
                roles.append((role, marks))
                offsets = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
                lines.append(f"T{marks}\t{role} {offsets}\t{' '.join(piece.of(text) for piece in pieces)}")
        trigger = next((mark for role, mark in roles if role == "Cue"), None)
        if trigger is None:
            continue
        arguments = [f"{role}:T{mark}" for role, mark in roles if role != "Cue"]
        if statement.within in numbered:
            arguments.append(f"Within:E{numbered[statement.within]}")
        lines.append(" ".join((f"E{number}\tCue:T{trigger}", *arguments)))
        for name, value in _attributes(statement):
            attributes += 1
            lines.append(f"A{attributes}\t{name} E{number}{value}")
        lines.append(f"#{number}\tAnnotatorNotes E{number}\t{_note(statement)}")
    return "".join(f"{line}\n" for line in lines)


def _pieces(text: str, spans: Iterable[Span]) -> list[Span]:
    found = (
        trimmed(text, line.start(), line.end()) for span in spans for line in _LINE.finditer(text, span.start, span.end)
    )
    return [piece for piece in found if piece]


def _attributes(statement: Statement) -> Iterator[tuple[str, str]]:
    yield "Form", f" {statement.form}"
    if statement.kind:
        yield "Kind", f" {statement.kind}"
    if statement.sourcing:
        yield "Sourcing", f" {statement.sourcing}"
    if statement.hedged:
        yield "Hedged", ""


def _note(statement: Statement) -> str:
    speaker = f"speaker: {' '.join(statement.speaker.name.split())}; " if statement.speaker else ""
    return f"{speaker}confidence: {statement.confidence}"
