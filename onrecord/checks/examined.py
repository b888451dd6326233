"""A record as the checks look at it: its words by block and sentence, what is quoted and what somebody is given for.

Every check asks the same few things of an article, so each of them is worked out once, when the first check asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from onrecord.article import Block
from onrecord.quotation import Quotation, quotations
from onrecord.record import Record
from onrecord.span import Claims, Span, trimmed
from onrecord.statement import Statement
from onrecord.time_expression import TimeExpression

LONGEST_SHOWN = 80
"""Characters of the article that a message repeats: enough to know them again, few enough to stay one sentence."""

REACH = 400
"""Characters of a sentence that are looked at on either side of some words: few sentences are longer."""

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
"""A word, with the apostrophes and hyphens inside of it."""

_END = re.compile(r"[.!?…][\"”’')\]]{0,2}\s{1,3}(?=(?:''|``|[\"“‘(\[])?[^\W_a-z])")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Lt|Col|Rev|Prof|Jr|Sr|No|vs|U\.S|[A-Z])\.$")


class Report(NamedTuple):
    """A quotation as it stands in another article."""

    outlet: str
    """Who published it, or where that article came from."""
    day: str | None
    """When it was published, ISO 8601."""
    words: str
    """The words as they stand there."""


Elsewhere = Callable[[str, str | None], Sequence[Report]]
"""Finds other reports of a quotation in which its words differ; takes the words and the speaker's name, if known."""


class Examined:
    """A record and what the checks ask of it. Spans are offsets into the article's text."""

    def __init__(self, record: Record, elsewhere: Elsewhere | None = None) -> None:
        """Take a record; `elsewhere` is asked how others report a quotation, where there is somebody to ask."""
        self.record = record
        self.elsewhere = elsewhere
        self.text = record.article.text
        self.blocks: tuple[Block, ...] = record.article.blocks
        self.statements: tuple[Statement, ...] = record.statements

    @cached_property
    def by_id(self) -> dict[int, Statement]:
        """The statements by their ids."""
        return {statement.id: statement for statement in self.statements}

    def cued_in(self, span: Span) -> Sequence[Statement]:
        """The statements whose cue begins within the span."""
        cues = self._cues
        first, end = (bisect_left(cues, at, key=lambda one: one[0]) for at in span)
        return [statement for _, statement in cues[first:end]]

    def times_in(self, span: Span) -> Sequence[TimeExpression]:
        """The time expressions that begin within the span."""
        first, end = (bisect_left(self.record.times, at, key=lambda one: one.span.start) for at in span)
        return self.record.times[first:end]

    @cached_property
    def quotations(self) -> tuple[tuple[Quotation, ...], ...]:
        """For each block its outermost quotations, in order."""
        return tuple(tuple(quotations(self.text, block.span)) for block in self.blocks)

    @cached_property
    def quoted(self) -> Claims:
        """Every word in quotation marks."""
        return Claims(quotation.span for block in self.quotations for quotation in block)

    @cached_property
    def attributed(self) -> Claims:
        """Every word that is the content of a statement."""
        return Claims(span for statement in self.statements for span in statement.content)

    @cached_property
    def stated(self) -> Claims:
        """Every word of a statement: source, cue or content."""
        return Claims(span for statement in self.statements for span in statement.spans())

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of all blocks, in order; a block without a full stop is one."""
        return tuple(sentence for block in self.blocks for sentence in self._split(block.span))

    @cached_property
    def lead(self) -> tuple[Span, ...]:
        """The headline as far as it stands in the text, and the first paragraph."""
        found: list[Span] = []
        for block in self.blocks:
            if block.kind == "caption":
                continue
            found.append(block.span)
            if not self.is_headline(block.span):
                break
        return tuple(found)

    def is_headline(self, span: Span) -> bool:
        """Whether the span stands in a heading, or in the headline where the text repeats it as its first paragraph."""
        number = self.block_at(span.start)
        if number is None:
            return False
        block = self.blocks[number]
        title = self.record.article.title or ""
        return block.kind == "heading" or bool(title and block.span.of(self.text).rstrip(".") == title.rstrip("."))

    def sentence_at(self, at: int) -> Span:
        """The sentence that the character stands in; the character alone where it stands in none."""
        place = bisect_right(self.starts, at) - 1
        if place >= 0 and at < self.sentences[place].end:
            return self.sentences[place]
        return Span(at, at + 1)

    def near(self, span: Span) -> Span:
        """The sentence that the span begins in, as far as REACH from it: a sentence may be as long as the article."""
        sentence = self.sentence_at(span.start)
        return Span(max(sentence.start, span.start - REACH), min(sentence.end, span.end + REACH))

    def block_at(self, at: int) -> int | None:
        """The number of the block that the character stands in."""
        place = bisect_right(self._block_starts, at) - 1
        return place if place >= 0 and at < self.blocks[place].span.end else None

    def shown(self, span: Span) -> str:
        """The span's words for a message: on one line, in quotation marks, cut where they are long."""
        words = " ".join(span.of(self.text).split())
        if len(words) > LONGEST_SHOWN:
            words = words[:LONGEST_SHOWN].rpartition(" ")[0] + " …"
        return f"“{words.strip('“”')}”"

    @cached_property
    def starts(self) -> list[int]:
        """Where the sentences begin, in order."""
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _cues(self) -> list[tuple[int, Statement]]:
        return sorted(((each.cue[0].start, each) for each in self.statements), key=lambda one: one[0])

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def _split(self, block: Span) -> Iterator[Span]:
        start = block.start
        for end in _END.finditer(self.text, block.start, block.end):
            if _TITLE.search(self.text, max(start, end.start() - 5), end.start() + 1):
                continue
            sentence = trimmed(self.text, start, end.end())
            if sentence:
                yield sentence
            start = end.end()
        last = trimmed(self.text, start, block.end)
        if last:
            yield last


def lowered(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.group().lower().replace("’", "'") for word in WORD.finditer(text)]
