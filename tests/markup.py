"""Expected statements are written as marked-up text that a reporter can read, not as offset numbers.

    [s1 Ana Brooks] [c1 said] [t1 the pier would close], adding that [t1 it was not safe].

A mark opens with `[`, a letter for the role (`s` source, `c` cue, `t` content), the statement's number and a space,
and it closes with `]`. Marks nest, and a statement may have several pieces of one role. A bracket that opens no mark
is a character like any other, and so is the one that closes it.

What is worked out from the marks: `within` (the innermost content around the cue) and `form` (the letters of the
content that stand in quotation marks: all, none or some), by a reading of the marks that shares no code with Onrecord.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.article import Article, Block
from onrecord.record import Model, Record
from onrecord.span import Span
from onrecord.statement import Form, Statement

FAKE_MODEL = Model("fake", "0")
"""The model that is said to have read an article that a test wrote down."""

_OPENING = re.compile(r"\[([sct])([1-9][0-9]*) ")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


@dataclass(frozen=True)
class _Piece:
    """One closed mark."""

    role: str
    """`s`, `c` or `t`."""

    number: int
    """The statement's number."""

    span: Span
    """Where it stands in the plain text."""


def marked(text: str) -> tuple[str, tuple[Statement, ...]]:
    """The plain text, and the statements that the marks say are in it; raises ValueError where marks make no sense."""
    plain, pieces = _parsed(text)
    quoted = _quoted(plain)
    statements = []
    for number in sorted({piece.number for piece in pieces}):
        mine = [piece for piece in pieces if piece.number == number]
        source, cue, content = (tuple(sorted(p.span for p in mine if p.role == role)) for role in "sct")
        if len(cue) != 1 or not content:
            raise ValueError(f"statement {number} has {len(cue)} cues and {len(content)} contents: {text!r}")
        statements.append(
            Statement(
                id=number,
                source=source,
                cue=cue,
                content=content,
                form=_form(plain, quoted, content),
                confidence=1.0,
                within=_within(cue[0], number, pieces),
            )
        )
    if [statement.id for statement in statements] != list(range(1, len(statements) + 1)):
        raise ValueError(f"statements are numbered from 1 without gaps: {text!r}")
    starts = [statement.spans()[0].start for statement in statements]
    if starts != sorted(starts):
        raise ValueError(f"statements are numbered in the order of their first characters: {text!r}")
    return plain, tuple(statements)


def marked_article(text: str, **facts: Any) -> tuple[Article, tuple[Statement, ...]]:
    """An article of marked-up paragraphs with blank lines between them, and its statements."""
    plain, statements = marked(text)
    blocks = tuple(Block("paragraph", Span(*found.span())) for found in _PARAGRAPH.finditer(plain))
    return Article(plain, blocks, **facts), statements


def marked_record(text: str, **facts: Any) -> Record:
    """The record of an article of marked-up paragraphs."""
    article, statements = marked_article(text, **facts)
    return Record(article, statements, (), FAKE_MODEL)


def _parsed(text: str) -> tuple[str, list[_Piece]]:
    plain: list[str] = []
    pieces: list[_Piece] = []
    open_marks: list[tuple[str, int, int] | None] = []
    at = 0
    while at < len(text):
        opening = _OPENING.match(text, at)
        if opening:
            open_marks.append((opening[1], int(opening[2]), len(plain)))
            at = opening.end()
            continue
        closes = text[at] == "]" and bool(open_marks)
        mark = open_marks.pop() if closes else None
        if mark:
            role, number, start = mark
            words = "".join(plain[start:])
            if words != words.strip() or not words:
                raise ValueError(f"the mark {role}{number} is empty or has white space at its edge: {words!r}")
            pieces.append(_Piece(role, number, Span(start, len(plain))))
        else:
            if text[at] == "[":
                open_marks.append(None)
            plain.append(text[at])
        at += 1
    if any(open_marks):
        raise ValueError(f"a mark is not closed: {text!r}")
    return "".join(plain), pieces


def _within(cue: Span, number: int, pieces: list[_Piece]) -> int | None:
    around = [p for p in pieces if p.role == "t" and p.number != number and p.span.covers(cue)]
    return min(around, key=lambda p: p.span.end - p.span.start).number if around else None


def _form(text: str, quoted: list[bool], content: tuple[Span, ...]) -> Form:
    inside = [quoted[at] for span in content for at in range(*span) if text[at].isalnum()]
    if inside and all(inside):
        return "direct"
    return "mixed" if any(inside) else "indirect"


def _quoted(text: str) -> list[bool]:
    """For every character, whether it stands in double quotation marks; a new paragraph starts outside them."""
    states: list[bool] = []
    inside = False
    for at, character in enumerate(text):
        if character == "“" or (character == '"' and not inside):
            inside = True
        elif character in '”"' or text.startswith("\n\n", at):
            inside = False
        states.append(inside)
    return states
