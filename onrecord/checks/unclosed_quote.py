"""`unclosed-quote`: a quotation that is opened and never closed, or closed and never opened.

A quotation that runs on opens anew in the next paragraph and needs no mark at the end of this one (The Chicago Manual
of Style, 13.30); and a mark after a figure is inches or seconds. Which of the two a mark is, is told by where it
stands: typesetters often turn the marks the wrong way, and that hides nothing from a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from onrecord.article import Block
from onrecord.checks.examined import Examined
from onrecord.checks.rule import Rule
from onrecord.record import Check
from onrecord.span import Span

_MARK = re.compile("''|``|[“”„\"]")
_OPENS = re.compile(r"\s*(?:\[[^\]]{0,20}\]\s*|[(…. ]{1,6})?(?:[“”„\"]|``|'')")
_BEFORE = frozenset("([{—–-/…")
"""What may stand right before an opening mark, beside white space."""
_AFTER = frozenset(".,;:!?)]}—–-/…’'*")
"""What may stand right after a closing mark, beside white space."""
_INCHES = re.compile(r"\d[’']\d{1,2}$")
"""Feet and inches before the mark of the inches."""
_MARKUP = re.compile(r"<[a-z][^<>]{0,80}=\"")
"""A tag with its attributes, left over from a page: its marks quote nobody."""
SHOWN = 160
"""Characters of an unclosed quotation that are marked: nobody knows where it ends."""
ENDS = (
    "A quotation is opened here and never closed, so it is not clear where it ends and whose the words after it are: "
    "the recording or text that is quoted would settle it."
)
BEGINS = (
    "A quotation is closed here and was never opened, so it is not clear where it begins and whose the words before it "
    "are: the recording or text that is quoted would settle it."
)


class _Alone(NamedTuple):
    """A mark without its other half."""

    at: int
    """Where it stands."""
    way: Literal["opens", "closes"]
    """What it does."""


def find(article: Examined) -> Iterator[Check]:
    """One observation at most for each paragraph and each way: where one mark is missing the next ones are off too."""
    carried = False
    blocks = article.blocks
    for number, block in enumerate(blocks):
        alone = _alone(article.text, block)
        closing = next((mark for mark in alone if mark.way == "closes"), None)
        opening = next((mark for mark in alone if mark.way == "opens"), None)
        if closing and not carried:
            yield Check(RULE.code, (_ending(article, block.span, closing.at),), BEGINS)
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        carried = bool(
            opening
            and after
            and _OPENS.match(article.text, after.span.start, after.span.end)
            and not _is_anothers(article, opening.at, after.span)
        )
        if opening and not carried:
            is_ended = after is not None and any(mark.way == "closes" for mark in _alone(article.text, after))
            if is_ended:
                carried = True  # the next paragraph ends it, and only lacks the mark at its own beginning
            else:
                yield Check(RULE.code, (_beginning(article, Span(opening.at, block.span.end)),), ENDS)


def _is_anothers(article: Examined, opening: int, after: Span) -> bool:
    """Whether the next paragraph begins with another speaker's quotation, which goes on from nothing."""
    mine, theirs = _speaker(article, opening), _speaker(article, after.start)
    return mine is not None and theirs is not None and mine != theirs


def _speaker(article: Examined, at: int) -> str | None:
    """Who is named for the words at a mark; None where nobody is, or only by a pronoun or a role."""
    words = Span(at, at + 2)
    given = next((s for s in article.statements if any(span.meets(words) for span in s.content)), None)
    if given is None or given.speaker is None or not given.source:
        return None
    named = given.source[0].of(article.text)
    return given.speaker.name if any(word in named for word in given.speaker.name.split()) else None


def _alone(text: str, block: Block) -> list[_Alone]:
    """The marks of a block that have no other half in it, in order."""
    if _MARKUP.search(text, block.span.start, block.span.end):
        return []
    open_marks: list[int] = []
    alone: list[_Alone] = []
    for match in _MARK.finditer(text, block.span.start, block.span.end):
        before = text[match.start() - 1] if match.start() > block.span.start else "\n"
        after = text[match.end()] if match.end() < block.span.end else " "
        if before.isdigit() and (not open_marks or _INCHES.search(text, max(0, match.start() - 4), match.start())):
            continue
        if _is_opening(match.group(), before, after, is_open=bool(open_marks)):
            open_marks.append(match.start())
        elif open_marks:
            open_marks.pop()
        else:
            alone.append(_Alone(match.start(), "closes"))
    return sorted((*alone, *(_Alone(at, "opens") for at in open_marks[:1])))


def _is_opening(mark: str, before: str, after: str, *, is_open: bool) -> bool:
    can_open = (before.isspace() or before in _BEFORE or before in "“‘\"'") and not after.isspace()
    can_close = (not before.isspace()) and (after.isspace() or after in _AFTER or after in '”"')
    if before == "\n":
        return True  # the block begins here
    if can_open != can_close:
        return can_open
    return mark in "“„``" if mark not in ('"', "''") else not is_open


def _beginning(article: Examined, span: Span) -> Span:
    if span.end - span.start <= SHOWN:
        return span
    cut = article.text.rfind(" ", span.start + SHOWN // 2, span.start + SHOWN)
    return Span(span.start, cut if cut > 0 else span.start + SHOWN)


def _ending(article: Examined, block: Span, at: int) -> Span:
    """The words before a closing mark, and the mark."""
    start = max(block.start, at - SHOWN)
    if start > block.start:
        cut = article.text.find(" ", start, at)
        start = cut + 1 if cut > 0 else start
    return Span(start, at + 1)


RULE = Rule("unclosed-quote", "a quotation without its opening or closing mark", find)
